"""What remains of a signature when some of its parameters are bound."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from mypy.checker import is_valid_inferred_type
from mypy.expandtype import expand_type
from mypy.nodes import ARG_NAMED, ARG_NAMED_OPT, ARG_OPT, ARG_POS, ARG_STAR, ARG_STAR2, ArgKind
from mypy.typeops import get_all_type_vars
from mypy.types import CallableType, TypeVarType, UnionType, get_proper_type

from treelint.records import dataclass
from treelint_mypy.trees import ANY
from treelint_mypy.variadic import is_several

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mypy.options import Options
    from mypy.types import Type, TypeVarId

_BY_NAME_ONLY = {ARG_POS: ARG_NAMED, ARG_OPT: ARG_NAMED_OPT}
_OPTIONAL = {ARG_POS: ARG_OPT, ARG_NAMED: ARG_NAMED_OPT}


class Given(enum.Enum):
    """How a parameter gets its argument when a `Partial` is made."""

    NOT = "not"
    LATER = "later, by place"
    PERHAPS = "perhaps"
    PERHAPS_BY_NAME = "perhaps, by name"
    BY_PLACE = "by place"
    BY_NAME = "by name"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a signature."""

    name: str | None
    kind: ArgKind
    type: Type

    @property
    def is_collecting(self) -> bool:
        """Whether it is `*args` or `**kwargs`, which never runs out."""
        return self.kind in (ARG_STAR, ARG_STAR2)


def remaining(
    function: CallableType,
    inferred: CallableType,
    given: list[Given],
    *,
    may_override: bool,
    options: Options,
) -> CallableType:
    """The signature without what is bound, its types as far as the binding tells them."""
    parameters = _parameters(function, inferred, options)
    left = list(_left(parameters, given, may_override=may_override))
    # A parameter that has become keyword-only stands after the positional ones.
    left.sort(key=lambda parameter: parameter.kind.is_named(star=True))
    left.sort(key=lambda parameter: parameter.kind is ARG_STAR2)
    result = inferred.ret_type
    asked = _variables(parameter.type for parameter in left)
    if not is_valid_inferred_type(result, options):
        result = _without_untold(function, given, asked)
    used = asked | _variables([result])
    # A type guard tells of the first argument, which is no longer one.
    narrows = bool(given) and given[0] is Given.NOT
    return function.copy_modified(
        arg_types=[parameter.type for parameter in left],
        arg_kinds=[parameter.kind for parameter in left],
        arg_names=[parameter.name for parameter in left],
        ret_type=result,
        variables=[variable for variable in function.variables if variable.id in used],
        type_guard=function.type_guard if narrows else None,
        type_is=function.type_is if narrows else None,
    )


def _variables(types: Iterable[Type]) -> set[TypeVarId]:
    return {variable.id for typ in types for variable in get_all_type_vars(typ)}


def _without_untold(function: CallableType, given: list[Given], asked: set[TypeVarId]) -> Type:
    """What the function returns, less the type variables of which nothing more will tell.

    In `apply(f: Callable[[T], R], x: T) -> R` nothing asks for R once a lambda is bound, of which
    mypy cannot tell yet what it returns.
    """
    bound = _variables(
        typ
        for typ, how in zip(function.arg_types, given, strict=True)
        if how in (Given.BY_PLACE, Given.BY_NAME)
    )
    untold = {
        variable.id: ANY
        for variable in function.variables
        if isinstance(variable, TypeVarType) and variable.id in bound - asked
    }
    return expand_type(function.ret_type, untold) if untold else function.ret_type


def _parameters(
    function: CallableType, inferred: CallableType, options: Options
) -> list[Parameter]:
    return [
        Parameter(name, kind, better if _is_better(better, declared, options) else declared)
        for name, kind, declared, better in zip(
            function.arg_names,
            function.arg_kinds,
            function.arg_types,
            inferred.arg_types,
            strict=True,
        )
    ]


def _is_better(inferred: Type, declared: Type, options: Options) -> bool:
    if is_several(declared) or not is_valid_inferred_type(inferred, options):
        return False
    return _is_generic(declared) or not _is_generic(inferred)


def _is_generic(typ: Type) -> bool:
    """Whether it asks for functions that take anything.

    mypy makes that of `Callable[[T], R]` where a lambda was given that does take anything.
    """
    proper = get_proper_type(typ)
    items = proper.items if isinstance(proper, UnionType) else [proper]
    functions = (get_proper_type(item) for item in items)
    return any(isinstance(item, CallableType) and item.variables for item in functions)


def _left(
    parameters: list[Parameter], given: list[Given], *, may_override: bool
) -> Iterator[Parameter]:
    # Behind a positional parameter that is bound by its name, no other can be reached by place.
    by_name_only = False
    for parameter, how in zip(parameters, given, strict=True):
        if parameter.is_collecting:
            is_reachable = parameter.kind is ARG_STAR2 or not by_name_only
            if is_reachable and not _is_used_up(parameter, how, may_override=may_override):
                yield parameter
        elif how is Given.LATER:
            yield Parameter(None, ARG_POS, parameter.type)
        elif how in (Given.NOT, Given.PERHAPS):
            yield _left_over(parameter, how, by_name_only=by_name_only)
        elif how is not Given.BY_PLACE:
            by_name_only = by_name_only or parameter.kind.is_positional()
            if may_override or how is Given.PERHAPS_BY_NAME:
                yield Parameter(parameter.name, ARG_NAMED_OPT, parameter.type)


def _is_used_up(parameter: Parameter, how: Given, *, may_override: bool) -> bool:
    """Whether nothing more can be given to `*args: P.args`, `**kwargs: P.kwargs`, `*args: *Ts`."""
    if not is_several(parameter.type):
        return False
    return how is Given.BY_PLACE or (how is Given.BY_NAME and not may_override)


def _left_over(parameter: Parameter, how: Given, *, by_name_only: bool) -> Parameter:
    kind = parameter.kind
    if how is Given.PERHAPS:
        kind = _OPTIONAL.get(kind, kind)
    if by_name_only:
        kind = _BY_NAME_ONLY.get(kind, kind)
    return Parameter(parameter.name, kind, parameter.type)
