"""The lines that take the place of a statement, and the text of its expressions in them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.finding.places import Place, steps_between, type_of
from treelint.codemods.flow.order import may_change
from treelint.codemods.lines.fresh_names import FreshNames, parameter_for
from treelint.codemods.lines.spelling import breaks_off, is_one_expression, with_its_parentheses
from treelint.index import end_of
from treelint.project.types import NONE, UNKNOWN, Mapping, Scalar, alternatives
from treelint.records import dataclass, field
from treelint.sites.evaluation import is_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from treelint.index import FileIndex
    from treelint.project.types import Type

# What needs no parentheses beside an operator.
_ATOMS = (
    *(ast.Name, ast.Constant, ast.Call, ast.Attribute, ast.Subscript, ast.List, ast.Dict),
    *(ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp),
)


class CannotError(Exception):
    """Why a mutation cannot be written as an update; the text says it."""


@dataclass
class Writer:
    """The lines for one statement, with `tree_at` called by a name.

    `held` are the expressions that were evaluated in lines of their own, each with the variable
    that holds what it gave.
    """

    file: FileIndex
    tree_at: str
    names: FreshNames
    lines: list[str] = field(default_factory=list)
    held: dict[ast.expr, str] = field(default_factory=dict)

    def text(self, node: ast.expr | ast.stmt) -> str:
        """What is written for a node: its own text, with variables for what they hold."""
        if isinstance(node, ast.expr) and node in self.held:
            return self.held[node]
        source = self.file.source
        start = source.offset(node.lineno, node.col_offset)
        end = source.offset(*end_of(node))
        pieces: list[str] = []
        at = start
        for first, last, name in self._held_between(start, end):
            if first >= at:  # not in another one
                pieces += (source.text[at:first], name)
                at = last
        return "".join((*pieces, source.text[at:end]))

    def _held_between(self, start: int, end: int) -> list[tuple[int, int, str]]:
        source = self.file.source
        spans = (
            (source.offset(node.lineno, node.col_offset), source.offset(*end_of(node)), name)
            for node, name in self.held.items()
        )
        inside = [span for span in spans if start <= span[0] and span[1] <= end]
        return sorted(inside, key=lambda span: (span[0], -span[1]))

    def hoist(self, wanted: str, value: ast.expr | str) -> str:
        """Evaluate something before all that is still to come, and give the variable's name."""
        text = value if isinstance(value, str) else self.alone(value)
        name = self.names.like(wanted)
        self.lines.append(f"{name} = {text}")
        if not isinstance(value, str):
            self.held[value] = name
        return name

    def alone(self, value: ast.expr) -> str:
        """A value as it may stand after `=`."""
        text = self.argument(value)
        return f"({text})" if breaks_off(text) else text

    def argument(self, value: ast.expr) -> str:
        """A value as an argument of a call."""
        if value in self.held:
            return self.held[value]
        text = with_its_parentheses(self.file, value, self.text(value))
        is_bare = isinstance(value, ast.Tuple) and not text.startswith("(")
        is_walrus = isinstance(value, ast.NamedExpr) and not text.startswith("(")
        return f"({text})" if is_bare or is_walrus else text

    def operand(self, value: ast.expr) -> str:
        """A value as it may stand beside an operator."""
        text = self.argument(value)
        if isinstance(value, _ATOMS) or value in self.held or is_one_expression(text):
            return text
        return f"({text})"

    def path(self, place: Place, meanwhile: Iterable[ast.expr] = ()) -> list[str]:
        """The steps to a place; what they read is read before `meanwhile` is evaluated."""
        steps = steps_of(place)
        indices = indices_of(place)
        texts: list[str] = []
        for step in steps:
            if isinstance(step, ast.Attribute):
                texts.append(f".{step.attr}")
                continue
            indices = indices[1:]
            texts.append(f"[{self._index(place, step.slice, (*indices, *meanwhile))}]")
        return texts

    def _index(self, place: Place, index: ast.expr, meanwhile: Sequence[ast.expr]) -> str:
        root = getattr(place.root, "id", None)
        match index:
            case ast.NamedExpr(target=target, value=value) if index not in self.held:
                self.lines.append(f"{target.id} = {self.alone(value)}")
                if may_change(self.file, target, meanwhile):
                    return self.hoist("index", target.id)
                return target.id
        is_settled = index in self.held or is_plain(self.file, index)
        if is_settled and not may_change(self.file, index, meanwhile, root):
            return self.text(index)
        if isinstance(index, ast.Slice):
            raise CannotError("the index is a slice that does more than read")
        return self.hoist("index", index)

    def put(self, place: Place, steps: Sequence[str], value: str) -> None:
        """Assign the updated tree; a dict gets new keys only as a whole."""
        steps = list(steps)
        root = self.text(place.root)
        _check_way(self.file, place)
        last = place.node
        if isinstance(last, ast.Subscript) and isinstance(place.owner, Mapping):
            container = "".join(steps[:-1])
            value = f"{{**{root}{container}, {steps[-1][1:-1]}: {value}}}"
            steps = steps[:-1]
            if not steps:
                raise CannotError("the dict is the tree itself")
            last = last.value if isinstance(last.value, ast.Attribute | ast.Subscript) else last
            is_none = False
        else:
            is_none = may_be_none(place.type)
        _check_index(self.file, last)
        read = [step.slice for step in steps_of(place) if isinstance(step, ast.Subscript)]
        self._update(place, ("".join(steps), value), read, is_none=is_none)

    def put_together(self, pairs: Sequence[tuple[Place, ast.expr]]) -> None:
        """Assign the tree with several nodes replaced, all of which are there."""
        first = pairs[0][0]
        read = [index for place, _ in pairs for index in indices_of(place)]
        parameter = parameter_for(first.root, read)
        for place, _ in pairs:
            _check_way(self.file, place)
            _check_index(self.file, place.node)
        nodes = ", ".join(f"{parameter}{''.join(self.path(place))}" for place, _ in pairs)
        values = ", ".join(self.argument(value) for _, value in pairs)
        root = self.text(first.root)
        ending = _ending(is_none=any(may_be_none(place.type) for place, _ in pairs))
        self.lines.append(
            f"{root} = {self.tree_at}(lambda {parameter}: ({nodes}), {root}, ({values}){ending})"
        )

    def put_by_name(
        self, place: Place, steps: Sequence[str], change: tuple[ast.expr, str], *, is_none: bool
    ) -> None:
        """Assign the tree with another field of a name that is computed."""
        _check_way(self.file, place)
        name, value = change
        read = [*indices_of(place), name]
        if not isinstance(place.root, ast.Name):
            read.append(place.root)
        parameter, root = parameter_for(place.root, read), self.text(place.root)
        node = f"getattr({parameter}{''.join(steps)}, {self.argument(name)})"
        self.lines.append(
            f"{root} = {self.tree_at}(lambda {parameter}: {node}, {root}, {value}"
            f"{_ending(is_none=is_none)})"
        )

    def _update(
        self, place: Place, change: tuple[str, str], read: list[ast.expr], *, is_none: bool
    ) -> None:
        root, (steps, value) = self.text(place.root), change
        if not isinstance(place.root, ast.Name):
            read.append(place.root)
        parameter = parameter_for(place.root, read)
        where = f"lambda {parameter}: {parameter}{steps}"
        self.lines.append(
            f"{root} = {self.tree_at}({where}, {root}, {value}{_ending(is_none=is_none)})"
        )


def _ending(*, is_none: bool) -> str:
    return ", is_leaf=lambda x: x is None" if is_none else ""


def _check_way(file: FileIndex, place: Place) -> None:
    on_the_way = [step.value for step in steps_of(place)[1:]]
    if any(NONE in alternatives(type_of(file, part)) for part in on_the_way):
        raise CannotError("a part on the way may be None, as the selector would have it")


def _check_index(file: FileIndex, last: ast.expr) -> None:
    if isinstance(last, ast.Subscript) and not is_number(file, last.slice):
        raise CannotError("the index may be a slice")


def steps_of(place: Place) -> list[ast.Attribute | ast.Subscript]:
    """The steps from the tree to a place."""
    return steps_between(place.node, place.root)


def indices_of(place: Place) -> list[ast.expr]:
    """The indices on the way to a place, the first one first."""
    return [step.slice for step in steps_of(place) if isinstance(step, ast.Subscript)]


def may_be_none(type_: Type) -> bool:
    """Whether a place may hold None, which a selector meets only with `is_leaf`."""
    return any(member is NONE or member is UNKNOWN for member in alternatives(type_))


def is_number(file: FileIndex, index: ast.expr) -> bool:
    """Whether an index is certainly a number, rather than a slice."""
    match index:
        case ast.Slice() | ast.Tuple():
            return False
        case ast.Constant(value=int()) | ast.Call(func=ast.Name(id="len")):
            return True
        case ast.UnaryOp(operand=operand):
            return is_number(file, operand)
        case ast.BinOp(left=left, right=right):
            return is_number(file, left) or is_number(file, right)
    return isinstance(file.types.of(index), Scalar)
