"""The lines that one mutation becomes.

Python evaluates the value first, then the container and the index of the target; with `+=` the
target comes first, then its old value, then the new one. A selector is called more than once,
and last. So what does more than read is evaluated before, in its order, into variables.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.finding.places import Place, container_type, type_of
from treelint.codemods.flow.order import may_change
from treelint.codemods.lines.writer import (
    CannotError,
    Writer,
    indices_of,
    is_number,
    may_be_none,
    steps_of,
)
from treelint.codemods.parts.movement import first_of
from treelint.project.types import (
    NONE,
    Array,
    ArrayKind,
    Listing,
    ListingKind,
    Mapping,
    Scalar,
    alternatives,
)
from treelint.sites.evaluation import is_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from treelint.codemods.finding.mutations import Mutation
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


def assign(writer: Writer, place: Place, value: ast.expr) -> None:
    """The lines for `place = value`: the value is evaluated before the indices."""
    if _may_be_slice(writer, place):
        inside = container_of(writer, place)
        if indices_of(inside) and _may_differ(writer, value, indices_of(inside)):
            writer.hoist("value", value)
        store(writer, place, writer.alone(value))
        return
    file, indices = writer.file, indices_of(place)
    is_hoisted = any(not is_plain(file, index) for index in indices)
    is_key = isinstance(place.owner, Mapping) and isinstance(place.node, ast.Subscript)
    # In a dict's display the key comes first.
    is_key_changed = is_key and may_change(file, indices[-1], [value], _name(place.root))
    if (is_hoisted or is_key_changed) and _may_differ(writer, value, indices):
        writer.hoist("value", value)
    store(writer, place, writer.argument(value))


def _may_differ(writer: Writer, value: ast.expr, indices: list[ast.expr]) -> bool:
    """Whether a value has to be evaluated before some indices are."""
    if value in writer.held:
        return False
    return not is_plain(writer.file, value) or may_change(writer.file, value, indices)


def store(writer: Writer, place: Place, text: str) -> None:
    """The lines that put into the tree what a text gives, which stands for the value."""
    if not _may_be_slice(writer, place):
        writer.put(place, writer.path(place), text)
        return

    def change(copy: str) -> str:
        return f"{copy}{_last_step(writer, place)} = {text}"

    through_copy(writer, container_of(writer, place), indices_of(place)[-1:], change)


def set_by_name(writer: Writer, place: Place, value: ast.expr) -> None:
    """The lines for `setattr`: the object comes before the value among the arguments."""
    steps = writer.path(place, [value])
    writer.put(place, steps, writer.argument(value))


def set_one_of(writer: Writer, mutation: Mutation, name: ast.expr, value: ast.expr) -> None:
    """The lines for `setattr` with a name that is one of several."""
    file, place = writer.file, mutation.place
    if not is_plain(file, name) or may_change(file, name, [value]):
        raise CannotError("the name of the field does more than read")
    first = first_of(place.root)
    if first is None or not file.names.is_free("getattr", first):
        raise CannotError("`getattr` is something else here")
    steps = writer.path(place, [name, value])[:-1]
    is_none = any(may_be_none(one.place.type) for one in mutation.each())
    writer.put_by_name(place, steps, (name, writer.argument(value)), is_none=is_none)


def augment(writer: Writer, place: Place, statement: ast.AugAssign) -> None:
    """The lines for `place += value`."""
    value, operator = statement.value, _OPERATORS[type(statement.op)]
    if _may_be_slice(writer, place):
        inside = container_of(writer, place)

        def change(copy: str) -> str:
            last = _last_step(writer, place)
            return f"{copy}{last} {operator}= {writer.alone(value)}"

        through_copy(writer, inside, [*indices_of(place)[-1:], value], change)
        return
    works = _in_place(place.type)
    if works is None:
        shown = ast.unparse(place.node)
        msg = f"the type of `{shown}` is not known, and `{operator}=` may change it in place"
        raise CannotError(msg)
    steps = writer.path(place, [value])
    old = writer.text(place.root) + "".join(steps)
    if not works:
        writer.put(place, steps, f"{old} {operator} {_operand(writer, statement)}")
    elif operator == "+" and is_list(place.type):
        writer.put(place, steps, f"[*{old}, *{writer.operand(value)}]")
    elif operator == "|" and _are_dicts(writer, place.type, value):
        writer.put(place, steps, f"{{**{old}, **{writer.operand(value)}}}")
    elif NONE in alternatives(place.type):
        msg = f"`{operator}=` changes the old value in place"
        raise CannotError(msg)
    else:
        copy = writer.hoist(called_after(place.node), f"{old}.copy()")
        writer.lines.append(f"{copy} {operator}= {writer.alone(value)}")
        writer.put(place, steps, copy)


def augment_after(
    writer: Writer, place: Place, statement: ast.AugAssign, evaluate: Callable[[], None]
) -> None:
    """The lines for `place += value`, where evaluating the value changes a container."""
    works = None if _may_be_slice(writer, place) else _in_place(place.type)
    if works is None:
        raise CannotError("what is added to is read before the change")
    if works:
        # It is the same list or dict afterwards.
        evaluate()
        augment(writer, place, statement)
        return
    steps = writer.path(place)
    old = writer.hoist(called_after(place.node), writer.text(place.root) + "".join(steps))
    evaluate()
    operator = _OPERATORS[type(statement.op)]
    writer.put(place, steps, f"{old} {operator} {_operand(writer, statement)}")


def _operand(writer: Writer, statement: ast.AugAssign) -> str:
    value = statement.value
    binds_tighter = isinstance(statement.op, ast.Add | ast.Sub) and isinstance(
        getattr(value, "op", None), _TIGHT
    )
    is_plain_text = binds_tighter and isinstance(value, ast.BinOp)
    return writer.argument(value) if is_plain_text else writer.operand(value)


def delete(writer: Writer, place: Place) -> None:
    """The lines for `del place`."""

    def change(copy: str) -> str:
        return f"del {copy}{_last_step(writer, place)}"

    through_copy(writer, container_of(writer, place), indices_of(place)[-1:], change)


def call(writer: Writer, mutation: Mutation, write: Callable[[], str] | None = None) -> None:
    """The lines for a method of a container that changes it.

    `write` gives the line that the call stands in; by default it is one by itself.
    """
    node, place = mutation.node, mutation.place
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        raise CannotError("it is no plain call")
    arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
    match node:
        case ast.Call(args=[argument], keywords=[]) if (
            write is None
            and is_list(place.type)
            and node.func.attr in {"append", "extend"}
            and not isinstance(argument, ast.Starred)
        ):
            steps = writer.path(place, arguments)
            old = writer.text(place.root) + "".join(steps)
            is_one = node.func.attr == "append"
            more = writer.argument(argument) if is_one else f"*{writer.operand(argument)}"
            writer.put(place, steps, f"[*{old}, {more}]")
            return
    container = node.func.value

    def change(copy: str) -> str:
        writer.held[container] = copy
        line = writer.text(node) if write is None else write()
        del writer.held[container]
        return line

    through_copy(writer, place, arguments, change)


def container_of(writer: Writer, place: Place) -> Place:
    """The list or dict that an item is in, as a place."""
    container = place.inside
    if not isinstance(container, ast.Attribute | ast.Subscript) or container is place.root:
        raise CannotError("the container is the tree itself")
    kind = container_type(writer.file, container)
    if not isinstance(kind, Listing | Mapping):
        raise CannotError("what holds it is no list, dict or set")
    owner = container_type(writer.file, container.value)
    return Place(container, place.root, owner, kind, place.static)


def through_copy(
    writer: Writer,
    place: Place,
    meanwhile: Iterable[ast.expr],
    change: Callable[[str], str],
) -> None:
    """Change a copy of a container by a line of its own, and put that into the tree.

    `meanwhile` is evaluated in that line, which `change` writes for the copy's name.
    """
    steps = writer.path(place, meanwhile)
    old = writer.text(place.root) + "".join(steps)
    copy = writer.hoist(called_after(place.node), f"{old}.copy()")
    writer.lines.append(change(copy))
    writer.put(place, steps, copy)


def called_after(container: ast.expr) -> str:
    """A name for a copy of a container, which no container of another type in the tree has."""
    if isinstance(container, ast.Attribute):
        return container.attr
    if isinstance(container, ast.Subscript):
        return f"{called_after(container.value)}_item"
    return "items"


def _last_step(writer: Writer, place: Place) -> str:
    last = steps_of(place)[-1]
    if isinstance(last, ast.Attribute):
        return f".{last.attr}"
    return f"[{writer.text(last.slice)}]"


def _may_be_slice(writer: Writer, place: Place) -> bool:
    """Whether an item of a list may be several."""
    if not isinstance(place.node, ast.Subscript) or not isinstance(place.owner, Listing):
        return False
    return not is_number(writer.file, place.node.slice)


def is_list(type_: Type) -> bool:
    """Whether it is certainly a list."""
    return isinstance(type_, Listing) and type_.kind is ListingKind.LIST


def _are_dicts(writer: Writer, type_: Type, value: ast.expr) -> bool:
    return isinstance(type_, Mapping) and isinstance(type_of(writer.file, value), Mapping)


def _name(root: ast.expr) -> str | None:
    return root.id if isinstance(root, ast.Name) else None


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
