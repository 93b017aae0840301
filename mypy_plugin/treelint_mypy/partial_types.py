"""The type of a `Partial`.

Mostly it is a callable whose fallback is the `Partial` instance: mypy checks calls of it, finds
`.func`, `.args` and `.keywords`, and takes it for a `Callable` and for a `Partial`. Where no
callable says it, it is the instance itself. What either knows besides is among the `extra_attrs`
of the instance, where mypy keeps and caches it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from mypy.erasetype import erase_typevars
from mypy.nodes import ARG_STAR, ARG_STAR2
from mypy.types import (
    AnyType,
    CallableType,
    ExtraAttrs,
    FunctionLike,
    Instance,
    Overloaded,
    Parameters,
    ParamSpecFlavor,
    ParamSpecType,
    get_proper_type,
)

from treelint.fullnames import PARTIAL, canonical
from treelint.records import dataclass
from treelint_mypy.trees import ANY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mypy.types import ProperType, Type

Function: TypeAlias = "CallableType | Overloaded"

_JAX = "jax.tree_util.Partial"
_WRAPPED = "__treelint_wrapped"
_CALLED = "__treelint_called"
_LEFT = "__treelint_left"
_PREPARED = "__treelint_prepared"

PARTS = {ParamSpecFlavor.ARGS: "args", ParamSpecFlavor.KWARGS: "kwargs"}


@dataclass(frozen=True, slots=True)
class Wrapped:
    """What a Partial wraps: its type, and the function that is called with it."""

    type: ProperType
    function: Function

    def attributes(self) -> dict[str, Type]:
        """What a Partial knows of it, without what is not in mypy's cache."""
        typ = self.type
        kept = _kept(typ) if isinstance(typ, CallableType | Overloaded) else typ
        return {_WRAPPED: kept, _CALLED: _kept(self.function)}


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the classes called `Partial`, as an instance of it."""

    made: Instance

    @property
    def is_jax(self) -> bool:
        """Whether it is JAX's, which is a `functools.partial`."""
        return canonical(self.made.type.fullname) == _JAX

    def over(self, wrapped: Wrapped, left: Function, by_name: Iterable[str]) -> FunctionLike:
        """A Partial over a function of which this is left to call, with what has its name."""
        attributes = wrapped.attributes()
        items = [
            item.copy_modified(
                fallback=_with(self._instance(item, is_known=True), attributes, by_name),
                # The definition has other parameters, and is not in mypy's cache.
                definition=None,
                # Not untyped, if the function is: the Partial is what is called.
                implicit=False,
                # As if bound already: in a class body mypy would bind a plain one to `self`.
                is_bound=True,
            )
            for item in left.items
        ]
        return items[0] if len(items) == 1 else Overloaded(items)

    def over_open(self, wrapped: Wrapped) -> FunctionLike | Instance:
        """A Partial over a function of which only the result is known."""
        first = wrapped.function.items[0]
        instance = _with(self._instance(first, is_known=False), wrapped.attributes())
        if instance.args or isinstance(get_proper_type(first.ret_type), AnyType):
            return instance
        # JAX's is not generic: `Callable[..., R]` knows more than its instance.
        return first.copy_modified(
            arg_types=[ANY, ANY],
            arg_kinds=[ARG_STAR, ARG_STAR2],
            arg_names=[None, None],
            ret_type=erase_typevars(first.ret_type, [item.id for item in first.variables]),
            variables=[],
            is_ellipsis_args=True,
            fallback=instance,
            definition=None,
            implicit=False,
            is_bound=True,
        )

    def half(self, wrapped: Wrapped, left: CallableType, bound: Iterable[str]) -> Instance:
        """A Partial that has the `*args: P.args` or `**kwargs: P.kwargs` of its function."""
        attributes = {**wrapped.attributes(), _LEFT: _kept(left)}
        return _with(self._instance(left, is_known=False), attributes, bound)

    def preparing(self, prepared: Type) -> Instance:
        """A Partial over the class `Partial`: what it makes when it is called as it is."""
        arguments = [
            _open_parameters() if isinstance(variable, ParamSpecType) else prepared
            for variable in self.made.type.defn.type_vars
        ]
        return _with(self.made.copy_modified(args=arguments), {_PREPARED: prepared})

    def _instance(self, left: CallableType, *, is_known: bool) -> Instance:
        """`Partial[R]`, or `Partial[R, [...]]`."""
        own = [variable.id for variable in left.variables]
        types = [erase_typevars(typ, own) for typ in left.arg_types]
        parameters = Parameters(types, left.arg_kinds, left.arg_names)
        arguments = {
            True: parameters if is_known else _open_parameters(),
            False: erase_typevars(left.ret_type, own),
        }
        variables = self.made.type.defn.type_vars
        return self.made.copy_modified(
            args=[arguments[isinstance(variable, ParamSpecType)] for variable in variables]
        )


def kind_of(partial: ProperType) -> Kind | None:
    """Which class a Partial is of; None for anything else."""
    instance = partial.fallback if isinstance(partial, FunctionLike) else partial
    if not isinstance(instance, Instance) or canonical(instance.type.fullname) not in PARTIAL:
        return None
    return Kind(instance)


def class_made(function: ProperType) -> Kind | None:
    """Which class called `Partial` this is; None for anything else."""
    if not isinstance(function, FunctionLike) or not function.is_type_obj():
        return None
    info = function.type_object()
    if canonical(info.fullname) not in PARTIAL:
        return None
    return Kind(Instance(info, [ANY for _ in info.defn.type_vars]))


def wrapped_type(partial: ProperType) -> ProperType | None:
    """The type of what a Partial wraps, if that is known."""
    return _attribute(partial, _WRAPPED)


def called(partial: ProperType) -> FunctionLike | None:
    """The function that a Partial calls, if that is known."""
    found = _attribute(partial, _CALLED)
    return found if isinstance(found, FunctionLike) else None


def left_of_half(partial: ProperType) -> CallableType | None:
    """What is left of a function with `*args: P.args` and `**kwargs: P.kwargs`."""
    found = _attribute(partial, _LEFT)
    return found if isinstance(found, CallableType) else None


def bound_names(partial: ProperType) -> frozenset[str]:
    """The parameters that a Partial binds by their names."""
    instance = partial.fallback if isinstance(partial, FunctionLike) else None
    if instance is None or instance.extra_attrs is None or called(partial) is None:
        return frozenset()
    return frozenset(instance.extra_attrs.immutable)


def bound_parts(partial: ProperType) -> frozenset[str]:
    """Which of `*args: P.args` and `**kwargs: P.kwargs` a Partial has: see `PARTS`."""
    if left_of_half(partial) is None or not isinstance(partial, Instance):
        return frozenset()
    return frozenset(partial.extra_attrs.immutable if partial.extra_attrs else ())


def prepared(partial: ProperType) -> ProperType | None:
    """What a Partial over the class `Partial` makes."""
    return _attribute(partial, _PREPARED)


def _attribute(partial: ProperType, name: str) -> ProperType | None:
    instance = partial.fallback if isinstance(partial, FunctionLike) else partial
    if not isinstance(instance, Instance) or instance.extra_attrs is None:
        return None
    found = instance.extra_attrs.attrs.get(name)
    return None if found is None else get_proper_type(found)


def _with(
    instance: Instance, attributes: Mapping[str, Type], marks: Iterable[str] = ()
) -> Instance:
    # `copy_modified` shares the attributes of the instance that it copies.
    changed = instance.copy_modified()
    changed.extra_attrs = ExtraAttrs(dict(attributes), set(marks))
    return changed


def _kept(function: Function) -> Function:
    """The function without what is not in mypy's cache."""
    items = [item.copy_modified(definition=None) for item in function.items]
    return items[0] if len(items) == 1 else Overloaded(items)


def _open_parameters() -> Parameters:
    return Parameters([ANY, ANY], [ARG_STAR, ARG_STAR2], [None, None], is_ellipsis_args=True)
