"""The statements that take the place of a mutation.

Python evaluates the value first, then the container and the index of the target; with `+=` the
target comes first, then its old value, then the new one. A selector is called more than once,
and last. So what does more than read is evaluated before, in its order, into variables.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.fresh_names import FreshNames, parameter_for
from treelint.codemods.mutations import Mutation, Way
from treelint.codemods.places import Place, container_type, steps_between, type_of
from treelint.codemods.purity import is_constant, is_plain
from treelint.project.types import (
    NONE,
    UNKNOWN,
    Array,
    ArrayKind,
    Listing,
    ListingKind,
    Mapping,
    Scalar,
    alternatives,
)
from treelint.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from treelint.index import FileIndex
    from treelint.project.types import Type

_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.LShift: "<<",
    ast.MatMult: "@",
    ast.Mod: "%",
    ast.Mult: "*",
    ast.Pow: "**",
    ast.RShift: ">>",
    ast.Sub: "-",
}
# Those that bind tighter than a sum.
_TIGHT = (ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.MatMult, ast.Pow)
_ATOMS = (
    *(ast.Name, ast.Constant, ast.Call, ast.Attribute, ast.Subscript, ast.List, ast.Dict),
    *(ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp),
)


class CannotError(Exception):
    """Why a mutation cannot be written as an update; the text says it."""


@dataclass
class Writer:
    """Writes the updates of one statement, with `tree_at` called by a name."""

    file: FileIndex
    tree_at: str
    names: FreshNames
    lines: list[str] = field(default_factory=list)

    def update(self, mutation: Mutation) -> None:
        """Add the lines for a mutation that is a statement of its own."""
        place = mutation.place
        is_item = isinstance(place.node, ast.Subscript) and isinstance(place.owner, Listing)
        match mutation.way:
            case Way.ASSIGNED | Way.AUGMENTED if is_item and not _is_index(self.file, place):
                # A slice, maybe, which several items take the place of.
                self._through_copy(place, mutation)
            case Way.ASSIGNED | Way.SET if mutation.value is not None:
                self._assign(mutation, mutation.value)
            case Way.AUGMENTED if isinstance(mutation.statement, ast.AugAssign):
                self._augment(mutation, mutation.statement)
            case Way.DELETED:
                self._through_copy(mutation.place, mutation)
            case Way.CALLED:
                self._call(mutation)
            case _:
                raise CannotError("it stands among other targets")

    def assign_name(self, place: Place, name: str) -> None:
        """Add the update of a place to what a variable holds by now."""
        if not all(is_plain(self.file, index) for index in _indices(place)):
            raise CannotError("an index among several targets does more than read")
        self._put(place, [self._step(step) for step in _steps(place)], name)

    def _assign(self, mutation: Mutation, value: ast.expr) -> None:
        place = mutation.place
        if mutation.way is Way.SET:
            # The object comes before the value among the arguments.
            self._put(place, self._path(place), self._argument(value))
            return
        text = self._argument(value)
        is_hoisted = not all(is_plain(self.file, index) for index in _indices(place))
        if is_hoisted and not is_constant(value):
            text = self._hoist("value", self.file.text(value))
        self._put(place, self._path(place), text)

    def _path(self, place: Place) -> list[str]:
        """The steps to a place, with the indices that do more than read before the statement."""
        steps: list[str] = []
        for step in _steps(place):
            if isinstance(step, ast.Subscript) and not is_plain(self.file, step.slice):
                steps.append(f"[{self._hoist('index', self.file.text(step.slice))}]")
            else:
                steps.append(self._step(step))
        return steps

    def _augment(self, mutation: Mutation, statement: ast.AugAssign) -> None:
        place, value = mutation.place, statement.value
        steps = self._path(place)
        old = self.file.text(place.root) + "".join(steps)
        operator = _OPERATORS[type(statement.op)]
        match _in_place(place.type):
            case None:
                shown = ast.unparse(place.node)
                msg = (
                    f"the type of `{shown}` is not known, and `{operator}=` may change it in place"
                )
                raise CannotError(msg)
            case True if operator == "+" and _is_list(place.type):
                text = f"[*{old}, *{self._operand(value)}]"
            case True if operator == "|" and isinstance(place.type, Mapping):
                text = f"{{**{old}, **{self._operand(value)}}}"
            case True:
                msg = f"`{operator}=` changes the old value in place"
                raise CannotError(msg)
            case _:
                binds_tighter = isinstance(statement.op, ast.Add | ast.Sub) and isinstance(
                    getattr(value, "op", None), _TIGHT
                )
                operand = self.file.text(value) if binds_tighter else self._operand(value)
                text = f"{old} {operator} {operand}"
        self._put(place, steps, text)

    def _call(self, mutation: Mutation) -> None:
        call, place = mutation.node, mutation.place
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            raise CannotError("it is no plain call")
        is_alone = isinstance(mutation.statement, ast.Expr) and mutation.statement.value is call
        match call:
            case ast.Call(args=[argument], keywords=[]) if is_alone and _is_list(place.type):
                old = self.file.text(place.node)
                if call.func.attr == "append" and _reads_only(self.file, place):
                    starred = f"[*{old}, {self._argument(argument)}]"
                    self._put(place, [self._step(step) for step in _steps(place)], starred)
                    return
                if call.func.attr == "extend" and _reads_only(self.file, place):
                    starred = f"[*{old}, *{self._operand(argument)}]"
                    self._put(place, [self._step(step) for step in _steps(place)], starred)
                    return
        self._through_copy(place, mutation)

    def _through_copy(self, place: Place, mutation: Mutation) -> None:
        """Change a copy of the container as the statement says, and put that into the tree."""
        container = place.node if mutation.way is Way.CALLED else place.node.value
        if not isinstance(container, ast.Attribute | ast.Subscript):
            raise CannotError("the container is the tree itself")
        kind = container_type(self.file, container)
        if not isinstance(kind, Listing | Mapping):
            raise CannotError("what holds it is no list, dict or set")
        owner = container_type(self.file, container.value)
        inside = Place(container, place.root, owner, kind, place.static)
        if mutation.way is not Way.DELETED and not _reads_only(self.file, inside):
            raise CannotError("an index on the way does more than read")
        steps = self._path(inside)
        old = self.file.text(place.root) + "".join(steps)
        copy = self._hoist(_called_after(container), f"{old}.copy()")
        self.lines.append(_instead(self.file, mutation.statement, container, copy))
        self._put(inside, steps, copy)

    def _put(self, place: Place, steps: Sequence[str], value: str) -> None:
        """The statement that assigns the updated tree; a dict gets new keys only as a whole."""
        steps = list(steps)
        root = self.file.text(place.root)
        on_the_way = [step.value for step in _steps(place)[1:]]
        if any(NONE in alternatives(type_of(self.file, part)) for part in on_the_way):
            raise CannotError("a part on the way may be None, as the selector would have it")
        last = place.node
        if isinstance(last, ast.Subscript) and isinstance(place.owner, Mapping):
            container = "".join(steps[:-1])
            value = f"{{**{root}{container}, {steps[-1][1:-1]}: {value}}}"
            steps = steps[:-1]
            if not steps:
                raise CannotError("the dict is the tree itself")
            last = last.value if isinstance(last.value, ast.Attribute | ast.Subscript) else last
            may_be_none = False
        else:
            may_be_none = _may_be_none(place.type)
        if isinstance(last, ast.Subscript) and not _is_number(self.file, last.slice):
            raise CannotError("the index may be a slice")
        read = [step.slice for step in _steps(place) if isinstance(step, ast.Subscript)]
        if not isinstance(place.root, ast.Name):
            read.append(place.root)
        parameter = parameter_for(place.root, read)
        where = f"lambda {parameter}: {parameter}{''.join(steps)}"
        ending = ", is_leaf=lambda x: x is None" if may_be_none else ""
        self.lines.append(f"{root} = {self.tree_at}({where}, {root}, {value}{ending})")

    def _hoist(self, wanted: str, text: str) -> str:
        name = self.names.like(wanted)
        self.lines.append(f"{name} = {text}")
        return name

    def _step(self, step: ast.Attribute | ast.Subscript) -> str:
        if isinstance(step, ast.Attribute):
            return f".{step.attr}"
        return f"[{self.file.text(step.slice)}]"

    def _argument(self, value: ast.expr) -> str:
        """A value as an argument of a call."""
        text = self.file.text(value)
        is_bare = isinstance(value, ast.Tuple) and not text.startswith("(")
        return f"({text})" if is_bare or isinstance(value, ast.NamedExpr) else text

    def _operand(self, value: ast.expr) -> str:
        text = self.file.text(value)
        return text if isinstance(value, _ATOMS) or _is_parenthesised(text) else f"({text})"


def _called_after(container: ast.expr) -> str:
    """A name for a copy of a container, which no container of another type in the tree has."""
    if isinstance(container, ast.Attribute):
        return container.attr
    if isinstance(container, ast.Subscript):
        return f"{_called_after(container.value)}_item"
    return "items"


def _steps(place: Place) -> list[ast.Attribute | ast.Subscript]:
    return steps_between(place.node, place.root)


def _indices(place: Place) -> list[ast.expr]:
    return [step.slice for step in _steps(place) if isinstance(step, ast.Subscript)]


def _reads_only(file: FileIndex, place: Place) -> bool:
    return all(is_plain(file, index) for index in _indices(place))


def _is_parenthesised(text: str) -> bool:
    return text.startswith("(") and text.endswith(")") and text.count("(") == 1


def _is_list(type_: Type) -> bool:
    return isinstance(type_, Listing) and type_.kind is ListingKind.LIST


def _may_be_none(type_: Type) -> bool:
    return any(member is NONE or member is UNKNOWN for member in alternatives(type_))


def _is_index(file: FileIndex, place: Place) -> bool:
    """Whether an item of a list is certainly one item."""
    return isinstance(place.node, ast.Subscript) and _is_number(file, place.node.slice)


def _is_number(file: FileIndex, index: ast.expr) -> bool:
    match index:
        case ast.Slice() | ast.Tuple():
            return False
        case ast.Constant(value=int()) | ast.Call(func=ast.Name(id="len")):
            return True
        case ast.UnaryOp(operand=operand):
            return _is_number(file, operand)
        case ast.BinOp(left=left, right=right):
            return _is_number(file, left) or _is_number(file, right)
    return isinstance(file.types.of(index), Scalar)


def _in_place(type_: Type) -> bool | None:
    """Whether `+=` changes such a value in place; None if that is not known."""
    kinds = {_of_one(member) for member in alternatives(type_) if member is not NONE}
    return kinds.pop() if len(kinds) == 1 else None


def _of_one(type_: Type) -> bool | None:
    match type_:
        case Scalar() | Listing(kind=ListingKind.TUPLE) | Array(kind=ArrayKind.JAX):
            return False
        case Listing(kind=ListingKind.LIST | ListingKind.SET) | Mapping():
            return True
    return None


def _instead(file: FileIndex, statement: ast.stmt, node: ast.expr, text: str) -> str:
    """A statement with one expression in it written as another."""
    start = file.source.offset(statement.lineno, statement.col_offset)
    whole = file.text(statement)
    at = file.source.offset(node.lineno, node.col_offset) - start
    return whole[:at] + text + whole[at + len(file.text(node)) :]
