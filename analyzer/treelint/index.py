"""One parsed file, with the questions that rules ask of it."""

from __future__ import annotations

import ast
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from treelint.expected import handles
from treelint.fullnames import FAMILIES, FUNCTION_NAMES, FUNCTIONS, TREE_AT, canonical
from treelint.project.library import Consulted
from treelint.project.mutators import MUTATORS, SETTERS
from treelint.project.project import Project
from treelint.records import dataclass, field
from treelint.tree_at_call import TreeAtCall, bind
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from treelint.codemods.finding.mutations import Mutation
    from treelint.project.inference import Inference
    from treelint.project.library import Module
    from treelint.project.neighbours import Neighbours
    from treelint.resolve import Names, Scope
    from treelint.sites.requirements import Requirements
    from treelint.sites.selected import Selected
    from treelint.source import SourceFile

_Node = TypeVar("_Node", bound=ast.AST)
_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class FileIndex:
    """A file's source, its syntax tree, its names, and the parent of each node.

    `displayed` are the statements whose value is shown to whoever runs them: in a notebook, the
    last expression of a cell, unless a semicolon follows it. `runtime` is the family that a fix
    imports where the file has neither.
    """

    source: SourceFile
    tree: ast.Module
    names: Names
    parents: dict[ast.AST, ast.AST] = field(repr=False)
    project: Project = field(default_factory=Project, repr=False)
    displayed: frozenset[ast.stmt] = frozenset()
    runtime: str = FAMILIES[0]

    @cached_property
    def module(self) -> Module:
        """The file as a module of its project, from which other modules are found."""
        return self.project.module(Path(self.source.filename), self.tree, self.names)

    @property
    def consulted(self) -> Consulted:
        """The other files that anything said of this one came from."""
        asked = self.requirements.consulted if "requirements" in self.__dict__ else Consulted()
        if "neighbours" in self.__dict__:
            asked |= Consulted(is_open=True)
        if "module" not in self.__dict__:
            return asked
        return self.module.library.consulted(self.module) | asked

    @cached_property
    def neighbours(self) -> Neighbours:
        """The other files of the project; what comes of them holds for this run only."""
        return self.project.neighbours

    @cached_property
    def requirements(self) -> Requirements:
        """The versions of packages that the file's project works with."""
        # Loaded here: few files are about versions.
        from treelint.sites.requirements import requirements

        return requirements(Path(self.source.filename))

    @cached_property
    def types(self) -> Inference:
        """The types of the expressions in the file, as far as they are certain."""
        # Loaded here: most files are settled without a type.
        from treelint.project.inference import Inference

        return Inference(self.module, self.parents)

    def origin(self, name: str) -> str | None:
        """The public name of a known function that the project exports under a name of its own."""
        if name in self._origins:
            return self._origins[name]
        top, last = name.partition(".")[0], name.rpartition(".")[2]
        found = None
        is_foreign = top not in FAMILIES and top != "builtins"
        # The project may call it anything; a package of others, what it is called.
        if is_foreign and (last in FUNCTION_NAMES or self._may_be_renamed(name)):
            target = self.module.library.lookup(name, self.module)
            found = None if target is None else canonical(target.name)
            if last not in FUNCTION_NAMES and found not in FUNCTIONS:
                found = None
        self._origins[name] = found
        return found

    def _may_be_renamed(self, name: str) -> bool:
        """Whether the project may call a function of the libraries by this name of its own."""
        if not self._is_own(name.partition(".")[0]):
            return False
        # Loaded here: a file alone may import nothing of a project.
        from treelint.project.glance import is_own

        return not is_own(self.module.library, name, self.module)

    def _is_own(self, top: str) -> bool:
        """Whether a top module or package is one of the project's."""
        if top not in self._own:
            installed = self.project.packages
            folders = [root for root in self.module.library.roots if root not in installed]
            places = (place for root in folders for place in (root / top, root / f"{top}.py"))
            self._own[top] = any(place.exists() for place in places)
        return self._own[top]

    @cached_property
    def _own(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _origins(self) -> dict[str, str | None]:
        return {}

    @cached_property
    def calls(self) -> dict[str, list[ast.Call]]:
        """The calls in the file by the full name of what is called, in order."""
        calls: dict[str, list[ast.Call]] = {}
        for node in self.nodes(ast.Call):
            name = self.names.qualified_name(node.func)
            if name is not None:
                calls.setdefault(name, []).append(node)
        return calls

    def nodes(self, kind: type[_Node]) -> list[_Node]:
        """All nodes of one class, without those of its subclasses."""
        return self._by_class.get(kind, [])

    @cached_property
    def _by_class(self) -> dict[type[ast.AST], list[Any]]:
        # Several rules look through the whole file: it is sorted once for all of them.
        by_class: dict[type[ast.AST], list[Any]] = {}
        for node in self.parents:
            by_class.setdefault(type(node), []).append(node)
        return by_class

    def uses(self, name: ast.Name) -> list[ast.Name]:
        """Every place where the variable behind a name is read, bound or deleted by its name."""
        return self._uses[name.id, self.names.scopes[name].owner(name.id)]

    @cached_property
    def _uses(self) -> dict[tuple[str, Scope | None], list[ast.Name]]:
        uses: dict[tuple[str, Scope | None], list[ast.Name]] = {}
        for name, scope in self.names.scopes.items():
            uses.setdefault((name.id, scope.owner(name.id)), []).append(name)
        return uses

    def calls_of(self, names: Iterable[str]) -> list[ast.Call]:
        """The calls of functions with these full names, in order of their places."""
        found = [call for name in names for call in self.calls.get(name, ())]
        return sorted(found, key=lambda call: (call.lineno, call.col_offset))

    @cached_property
    def tree_at_calls(self) -> list[TreeAtCall]:
        """The calls of `tree_at`, with their arguments and selectors."""
        return [self._with_selector(bind(call, self.names)) for call in self.calls_of(TREE_AT)]

    def _with_selector(self, call: TreeAtCall) -> TreeAtCall:
        if call.function is not None or not isinstance(call.where, ast.Name | ast.Attribute):
            return call
        # Loaded here: most selectors stand in the call, or are defined once in the file.
        from treelint.sites.named_selector import followed

        return followed(call, self.types, self.stand_ins)

    @cached_property
    def stand_ins(self) -> dict[ast.AST, ast.AST]:
        """Nodes for what is written in another file, each with the node here that leads to it."""
        return {}

    @cached_property
    def selected(self) -> dict[ast.Call, tuple[Selected, ...]]:
        """What is known of the nodes that calls of `tree_at` select, for those asked about."""
        return {}

    def once(self, question: Callable[[FileIndex], _Answer]) -> _Answer:
        """What a question about the whole file is answered with: it is asked once."""
        if question not in self._answers:
            self._answers[question] = question(self)
        answer: _Answer = self._answers[question]
        return answer

    @cached_property
    def _answers(self) -> dict[Callable[[FileIndex], Any], Any]:
        return {}

    @cached_property
    def tested(self) -> frozenset[str]:
        """The variables that some `isinstance` asks about, or about something in them."""
        found: set[str] = set()
        for call in self.nodes(ast.Call):
            match call:
                case ast.Call(func=ast.Name(id="isinstance"), args=[value, _]):
                    found.update(node.id for node in walk(value) if isinstance(node, ast.Name))
        return frozenset(found)

    @cached_property
    def mutations(self) -> list[Mutation]:
        """All that changes a frozen tree in place, by the types that are certain."""
        if not self._may_change_something():
            return []
        # Loaded here: few files change anything.
        from treelint.codemods.finding.mutations import mutations

        return list(mutations(self))

    def _may_change_something(self) -> bool:
        """Whether anything is assigned but variables, or called that may change what it is of."""
        written: list[ast.Attribute | ast.Subscript] = [
            *self.nodes(ast.Attribute),
            *self.nodes(ast.Subscript),
        ]
        if any(type(node.ctx) is not ast.Load for node in written):
            return True
        names = (
            getattr(call.func, "attr", None) or getattr(call.func, "id", "")
            for call in self.nodes(ast.Call)
        )
        return any(name in MUTATORS or name in SETTERS for name in names)

    def span(self, node: ast.expr | ast.stmt) -> tuple[tuple[int, int], tuple[int, int]]:
        """Start and end of a node, as rows and columns from 1 in characters."""
        end_line, end_offset = end_of(node)
        start = (node.lineno, self.source.column(node.lineno, node.col_offset) + 1)
        return start, (end_line, self.source.column(end_line, end_offset) + 1)

    def text(self, node: ast.expr | ast.stmt) -> str:
        """The node as it is written."""
        if node in self.stand_ins:
            return ast.unparse(node)
        start = self.source.offset(node.lineno, node.col_offset)
        return self.source.text[start : self.source.offset(*end_of(node))]

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around a node, from the nearest outwards."""
        parent = self.parents.get(self.stand_ins.get(node, node))
        while parent is not None:
            yield parent
            parent = self.parents.get(parent)

    def statement(self, node: ast.expr | ast.stmt) -> ast.stmt:
        """The innermost statement that a node stands in, or is."""
        if isinstance(node, ast.stmt):
            return node
        return next(outer for outer in self.ancestors(node) if isinstance(outer, ast.stmt))

    def expects(self, node: ast.AST, *exceptions: str) -> bool:
        """Whether the code around a node takes one of these exceptions.

        People test misuse: what stands in `pytest.raises`, or in a `try` that catches what
        the mistake raises, is meant; and so is a notebook's cell that is tagged as one that
        raises.
        """
        cell = self.source.cell_at(getattr(node, "lineno", 0))
        if cell is not None and cell.raises:
            return True
        inner = node
        for outer in self.ancestors(node):
            if handles(outer, inner, exceptions, self.names):
                return True
            inner = outer
        return False

    def comment_rows(self, node: ast.expr | ast.stmt) -> frozenset[int]:
        """The rows on which a comment speaks of a node.

        They are its own first row, and the first and last row of each call around it and of
        the statement, unless that is one with a body.
        """
        rows = {node.lineno}
        for outer in (node, *self.ancestors(node)):
            if isinstance(outer, ast.stmt):
                if not hasattr(outer, "body"):
                    rows |= {outer.lineno, end_of(outer)[0]}
                break
            if isinstance(outer, ast.Call):
                rows |= {outer.lineno, end_of(outer)[0]}
        return frozenset(rows)


def end_of(node: ast.expr | ast.stmt) -> tuple[int, int]:
    """The line of a node's end, and its column in UTF-8 bytes."""
    # `ast.parse` sets both for every expression and statement; the types do not say so.
    line, offset = node.end_lineno, node.end_col_offset
    if line is None or offset is None:
        msg = f"{ast.dump(node)} has no end"
        raise ValueError(msg)
    return line, offset
