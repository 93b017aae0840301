"""Who else would see an array change, if it could be changed in place.

An update gives its variable a new array. Where another variable, a container or the caller has
the old one, they go apart, which code that means to change the array does not expect.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from treelint.project.classes import TreeKind
from treelint.project.flow import Definition, DefinitionKind
from treelint.project.types import Instance
from treelint.project.variables import parameter_names, reaching
from treelint.records import dataclass, field
from treelint.resolve import ScopeKind
from treelint.sites.array_keepers import keepers, taking
from treelint.sites.array_memory import passes_on, sources
from treelint.sites.evaluation import is_private, read_in
from treelint.sites.liveness import Flow, Leading
from treelint.sites.ordinary_arrays import attribute_stores
from treelint.sites.traced import Function, traced_functions
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from treelint.index import FileIndex
    from treelint.resolve import Scope

# A use, the statement of the variable's own function that it stands in, and what gets the array.
_Keeping: TypeAlias = tuple[ast.expr, ast.stmt | None, ast.Name | str]
_Body: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module


@dataclass(frozen=True, slots=True)
class _Change:
    """A statement that changes an array, under which name, and whether it changes more."""

    statement: ast.stmt
    root: ast.expr
    several: bool


@dataclass
class Aliases:
    """The answers for one file; the flow through each function is found once."""

    file: FileIndex
    _flows: dict[Scope, Flow] = field(default_factory=dict, repr=False)
    _uses: dict[tuple[str, Scope, Scope], list[_Keeping]] = field(default_factory=dict, repr=False)

    @cached_property
    def _written_so(self) -> dict[tuple[str, Scope], list[ast.Attribute]]:
        """The attributes in each scope by their text."""
        found: defaultdict[tuple[str, Scope], list[ast.Attribute]] = defaultdict(list)
        for node in self.file.nodes(ast.Attribute):
            found[ast.unparse(node), self.file.types.scope_of(node)].append(node)
        return found

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the file, which a new name must not be one of."""
        return frozenset(re.findall(r"\w+", self.file.source.text))

    @cached_property
    def traced(self) -> frozenset[Function]:
        """The functions that JAX traces."""
        return traced_functions(self.file)

    def reason(
        self,
        statement: ast.stmt,
        root: ast.Name | ast.Attribute | ast.Subscript,
        *,
        several: bool = False,
    ) -> str | None:
        """Who may have the array that a statement changes, too; None if nobody has.

        A statement that makes `several` assignments reads its value between them, as it were. The
        reason reads on from "no fix is offered, as".
        """
        change = _Change(statement, root, several)
        match root:
            case ast.Name():
                reasons = self._of_variable(change, root)
            case ast.Attribute():
                reasons = self._of_attribute(change, root)
            case ast.Subscript():
                reasons = self._of_item(change, root)
        return next(reasons, None)

    def _of_variable(self, change: _Change, root: ast.Name) -> Iterator[str]:
        definitions: set[Definition] = set()
        yield from self._followed(change, self._origins(change, root, definitions), definitions)
        yield from self._of_uses(change, self.file.uses(root), root)

    def _of_uses(
        self, change: _Change, uses: Sequence[ast.expr], first: ast.Name
    ) -> Iterator[str]:
        yield from self._followed(change, self._keepers_of(change, uses, first), set())

    def _followed(
        self, change: _Change, found: Iterable[ast.Name | str], definitions: set[Definition]
    ) -> Iterator[str]:
        """The reasons among what has the array, and among what has it from there."""
        pending = list(found)
        seen: set[str] = set()
        for other in pending:
            if isinstance(other, str):
                yield other
                continue
            is_root = isinstance(change.root, ast.Name) and other.id == change.root.id
            if not is_root and self._is_read(change, other):
                yield f"`{other.id}` may hold the same array, and is used afterwards"
            if isinstance(other.ctx, ast.Load):
                pending += self._origins(change, other, definitions)
            if other.id not in seen:
                seen.add(other.id)
                pending += self._keepers_of(change, self.file.uses(other), other)

    def _of_attribute(self, change: _Change, root: ast.Attribute) -> Iterator[str]:
        """An attribute of an ordinary object holds what the methods of its class assign to it."""
        text = ast.unparse(root)
        owner = self.file.types.of(root.value)
        cls = owner.cls if isinstance(owner, Instance) else None
        if cls is None or cls.kind is not TreeKind.ORDINARY:
            yield f"whatever gave `{text}` its value may have the same array"
            return
        for node, value in attribute_stores(self.file, cls, root.attr):
            for source in self._of_value(value):
                yield source if isinstance(source, str) else f"`{source.id}` may be the same array"
            statement = self.file.parents[node]
            if isinstance(statement, ast.Assign) and len(statement.targets) > 1:
                yield f"`{ast.unparse(statement)}` gives it to several"
        scope = self.file.types.scope_of(change.statement)
        yield from self._of_uses(change, self._written_so[text, scope], _first(root))

    def _of_item(self, change: _Change, root: ast.Subscript) -> Iterator[str]:
        """An item of a list or dict that a function has made itself."""
        container = root.value
        if isinstance(container, ast.Name) and is_private(self.file, container):
            found = list(self._definitions(container))
            values = [item.value for item in found if item.kind is DefinitionKind.VALUE]
            if len(values) == len(found) and all(self._is_made(value) for value in values):
                yield from self._of_uses(change, self.file.uses(container), container)
                return
        yield f"other code may have the array in `{ast.unparse(root)}`"

    def _is_made(self, value: ast.expr | None) -> bool:
        """Whether a list or dict holds arrays that nothing else has."""
        items: list[ast.expr | None] = []
        match value:
            case ast.List(elts=elements):
                items += elements
            case ast.Dict(values=values):
                items += values
            case ast.ListComp(elt=element) | ast.DictComp(value=element):
                items.append(element)
            case _:
                return False
        return not any(item is None or list(sources(self.file, item)) for item in items)

    def _origins(
        self, change: _Change, name: ast.Name, seen: set[Definition]
    ) -> Iterator[ast.Name | str]:
        """The variables that a variable may have its array from; or what else, in words."""
        for definition in self._definitions(name):
            if definition in seen:
                continue
            seen.add(definition)
            if definition.kind is DefinitionKind.START:
                owner = self.file.names.scopes[name].owner(name.id)
                if owner is not None and name.id in parameter_names(owner.node):
                    yield from self._of_caller(change, name, owner)
                continue
            value = _value(definition)
            if value is None and definition.value is not None:
                yield f"`{name.id}` is a part of `{ast.unparse(definition.value)}`"
            elif value is None:
                yield f"it is not known where `{name.id}` has its value from"
            else:
                yield from self._of_value(value)
                yield from self._beside(definition, name)

    def _of_value(self, value: ast.expr) -> Iterator[ast.Name | str]:
        for source in sources(self.file, value):
            if isinstance(source, ast.Name):
                yield source
            else:
                yield f"`{source.text}` may be the same array"

    def _beside(self, definition: Definition, name: ast.Name) -> Iterator[ast.Name | str]:
        """What gets the same value by the same assignment: `y = x = value`, `y = (x := value)`."""
        match definition.node:
            case ast.Assign(targets=[_, _, *_] as targets):
                for target in targets:
                    for other in taking(self.file, target):
                        if isinstance(other, str) or other.id != name.id:
                            yield other
            case ast.NamedExpr() as walrus:
                yield from keepers(self.file, walrus)

    def _definitions(self, name: ast.Name) -> frozenset[Definition]:
        owner = self.file.names.scopes[name].owner(name.id)
        unknown = frozenset({Definition(DefinitionKind.OTHER)})
        if owner is None:
            return unknown
        found = reaching(self.file.types, name, owner)
        return unknown if found is None else found

    def _of_caller(self, change: _Change, parameter: ast.Name, owner: Scope) -> Iterator[str]:
        """The caller has what a parameter is given: it must get the new array in its place."""
        root = change.root
        is_inside = self.file.types.scope_of(change.statement) is owner
        if not is_inside or not isinstance(root, ast.Name) or _is_generator(owner.node):
            yield f"whoever gave `{parameter.id}` would not see the change"
            return
        if _has_default(owner.node, parameter.id):
            yield f"the default of `{parameter.id}` is one array for all calls"
            return
        for exit_ in self._flow(owner).exits(change.statement):
            if exit_ is None or not _returns(exit_.value, root.id):
                yield (
                    f"`{parameter.id}` is a parameter, and `{root.id}` is not returned: the "
                    "caller would not see the change"
                )
                return

    def _keepers_of(
        self, change: _Change, uses: Sequence[ast.expr], name: ast.Name
    ) -> Iterator[ast.Name | str]:
        """What the array was given to before, under a name that begins with a variable."""
        owner = self.file.names.scopes[name].owner(name.id)
        if owner is None or not isinstance(owner.node, _Body):
            yield f"it is not known where `{name.id}` has its value from"
            return
        # What the array was called before it may have held for a while only.
        held = name.id if name is change.root else None
        leading: Leading | None = None
        for use, at, keeper in self._kept(uses, name, owner):
            if at is None:
                yield f"an inner function may give `{ast.unparse(use)}` to others"
                continue
            if at is change.statement:
                continue  # its value: what is assigned to an item is copied
            is_loop = isinstance(at, ast.For | ast.AsyncFor)
            if is_loop and at in self.file.ancestors(change.statement):
                yield f"the loop around it goes over `{ast.unparse(use)}`"
                continue
            if leading is None:
                leading = self._flow(owner).leading(change.statement, held)
            if at in leading:
                yield keeper

    def _kept(self, uses: Sequence[ast.expr], name: ast.Name, owner: Scope) -> list[_Keeping]:
        """The uses that give the array to something: from which statement, and to what."""
        if not uses:
            return []
        key = (ast.unparse(uses[0]), owner, self.file.types.scope_of(uses[0]))
        if key not in self._uses:
            self._uses[key] = [
                (use, self._own_statement(use, owner), keeper)
                for use in uses
                if isinstance(getattr(use, "ctx", None), ast.Load)
                for keeper in keepers(self.file, use)
                if isinstance(keeper, str) or keeper.id != name.id
            ]
        return self._uses[key]

    def _own_statement(self, use: ast.expr, owner: Scope) -> ast.stmt | None:
        """The statement of the variable's own function that a use stands in."""
        scope = self.file.names.scopes[_first(use)]
        while scope.kind is ScopeKind.COMPREHENSION and scope.parent is not None:
            scope = scope.parent
        return self.file.statement(use) if scope is owner else None

    def _is_read(self, change: _Change, name: ast.Name) -> bool:
        """Whether the value that a variable has at a change may be read after it."""
        if change.several and name.id in read_in(change.statement):
            return True
        owner = self.file.names.scopes[name].owner(name.id)
        if owner is None or not isinstance(owner.node, _Body) or not is_private(self.file, name):
            return True
        if owner is not self.file.types.scope_of(change.statement):
            return True
        return self._flow(owner).may_be_read(change.statement, name.id)

    def _flow(self, scope: Scope) -> Flow:
        if scope not in self._flows:
            assert isinstance(scope.node, _Body)  # noqa: S101 - asked before
            self._flows[scope] = Flow(scope.node, scope, self.file.names)
        return self._flows[scope]


def _first(node: ast.expr) -> ast.Name:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if not isinstance(node, ast.Name):
        msg = f"{ast.dump(node)} is no variable"
        raise TypeError(msg)
    return node


def _value(definition: Definition) -> ast.expr | None:
    """What a variable is given, of several values the one that is its own."""
    value = definition.value if definition.kind is DefinitionKind.VALUE else None
    for position in definition.unpack:
        match value:
            case ast.Tuple(elts=values) | ast.List(elts=values) if position < len(values):
                value = values[position]
            case ast.Call():
                break  # what it returns may have several arrays in it
            case _:
                return None
    return value


def _returns(value: ast.expr | None, name: str) -> bool:
    """Whether a variable is what is returned, or one of several things that are."""
    match value:
        case ast.Name(id=id_):
            return id_ == name
        case ast.Tuple(elts=values) | ast.List(elts=values) | ast.Dict(values=values):
            return any(_returns(item, name) for item in values)
        case ast.IfExp(body=body, orelse=orelse):
            return _returns(body, name) and _returns(orelse, name)
    return False


def _has_default(function: ast.AST, name: str) -> bool:
    """Whether a parameter has a default, other than a constant."""
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args][::-1]
    pairs = (
        *zip(positional, arguments.defaults[::-1], strict=False),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    )
    defaults = (default for parameter, default in pairs if parameter.arg == name)
    return any(item is not None and not isinstance(item, ast.Constant) for item in defaults)


def _is_generator(function: ast.AST) -> bool:
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in walk(function))


def views_in(file: FileIndex, value: ast.expr, root: ast.expr) -> bool:
    """Whether a value may hold a view of an array, such as a row of it."""
    text = ast.unparse(root)
    for node in walk(value):
        if isinstance(node, type(root)) and ast.unparse(node) == text:
            inner: ast.AST = node
            while inner is not value and passes_on(file, file.parents[inner], inner):
                inner = file.parents[inner]
            if inner is value:
                return True
    return False
