"""The arguments that a `Partial` binds, as far as it is known which they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from mypy.argmap import map_actuals_to_formals
from mypy.maptype import map_instance_to_supertype
from mypy.nodes import ARG_NAMED, ARG_STAR, ARG_STAR2, CallExpr, TempNode
from mypy.types import (
    AnyType,
    Instance,
    ParamSpecType,
    TupleType,
    Type,
    TypedDictType,
    UnpackType,
    get_proper_type,
)

from treelint.records import dataclass
from treelint_mypy.trees import ANY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.checker import TypeChecker
    from mypy.nodes import ArgKind, Expression
    from mypy.types import CallableType

_Argument: TypeAlias = "tuple[Expression, ArgKind, str | None, Type]"

# What typeshed calls the class of `functools.Placeholder`.
_PLACEHOLDER = "functools._PlaceholderType"


@dataclass(frozen=True, slots=True)
class Actuals:
    """The arguments of the call that a `Partial` prepares, and that call.

    `more_by_place` and `more_by_name` tell whether there may be others, given by `*args` and
    `**kwargs` of which mypy knows too little. `cautious` are those without `*args` that may be
    of any length, if there is one: mypy takes it to be for every parameter that is left.
    `placeholders` are the indices of those that keep a place free, as `functools.Placeholder`
    does for JAX's.
    """

    call: CallExpr
    types: list[Type]
    more_by_place: bool = False
    more_by_name: bool = False
    cautious: Actuals | None = None
    placeholders: frozenset[int] = frozenset()

    def by_parameter(self, function: CallableType) -> list[list[int]]:
        """The indices of the arguments for each parameter of a function."""
        return map_actuals_to_formals(
            self.call.arg_kinds,
            self.call.arg_names,
            function.arg_kinds,
            function.arg_names,
            lambda index: self.types[index],
        )

    def is_by_name(self, index: int, name: str | None) -> bool | None:
        """Whether a parameter gets this argument by its name; None if it may not get it."""
        kind = self.call.arg_kinds[index]
        typ = get_proper_type(self.types[index])
        if kind is ARG_STAR2 and isinstance(typ, TypedDictType):
            return True if name in typ.required_keys else None
        return kind in (ARG_NAMED, ARG_STAR2)


def actuals_of(
    call: CallExpr, api: TypeChecker, *, skip: int, has_placeholders: bool = False
) -> Actuals:
    """The arguments of a call, without the first ones: the function that a `Partial` wraps."""
    given = call.args[skip:]
    with api.msg.filter_errors():
        types = [api.get_expression_type(argument) for argument in given]
    if has_placeholders:
        given = [
            TempNode(ANY, context=argument) if _is_placeholder(typ) else argument
            for argument, typ in zip(given, types, strict=True)
        ]
    function = call.args[0] if skip else call.callee
    arguments = list(zip(given, call.arg_kinds[skip:], call.arg_names[skip:], types, strict=True))
    return _actuals(call, function, arguments, api, is_bold=True)


def _actuals(
    call: CallExpr,
    function: Expression,
    arguments: Sequence[_Argument],
    api: TypeChecker,
    *,
    is_bold: bool,
) -> Actuals:
    kept: list[_Argument] = []
    more_by_place = more_by_name = is_long = False
    for argument in arguments:
        _, kind, name, typ = argument
        if kind is ARG_STAR2 and not _is_known_mapping(typ):
            more_by_name = True
        elif kind is ARG_STAR and not _is_of_known_length(typ):
            is_long = is_long or _has_known_items(typ, api)
            more_by_place = more_by_place or not is_bold or not _has_known_items(typ, api)
            if not more_by_place:
                kept.append(argument)
        elif name is not None or kind is ARG_STAR2 or not more_by_place:
            kept.append(argument)
    nodes = [node for node, _, _, _ in kept]
    # mypy words its messages by the call: this is the one that will be made.
    prepared = CallExpr(
        function, nodes, [kind for _, kind, _, _ in kept], [name for _, _, name, _ in kept]
    )
    prepared.set_line(call)
    cautious = None
    if is_bold and is_long:
        cautious = _actuals(call, function, arguments, api, is_bold=False)
    return Actuals(
        prepared,
        [typ for _, _, _, typ in kept],
        more_by_place,
        more_by_name,
        cautious,
        frozenset(index for index, node in enumerate(nodes) if isinstance(node, TempNode)),
    )


def _is_placeholder(typ: Type) -> bool:
    proper = get_proper_type(typ)
    return isinstance(proper, Instance) and proper.type.fullname == _PLACEHOLDER


def _is_known_mapping(typ: Type) -> bool:
    return isinstance(get_proper_type(typ), TypedDictType | ParamSpecType)


def _is_of_known_length(typ: Type) -> bool:
    proper = get_proper_type(typ)
    if isinstance(proper, ParamSpecType):
        return True
    if not isinstance(proper, TupleType):
        return False
    # What `*args: *Ts` holds is known as a whole.
    return len(proper.items) == 1 or not any(isinstance(item, UnpackType) for item in proper.items)


def _has_known_items(typ: Type, api: TypeChecker) -> bool:
    proper = get_proper_type(typ)
    iterable = api.named_generic_type("typing.Iterable", [])
    if not isinstance(proper, Instance) or not proper.type.has_base(iterable.type.fullname):
        return False
    items = map_instance_to_supertype(proper, iterable.type).args
    return not isinstance(get_proper_type(items[0]), AnyType)
