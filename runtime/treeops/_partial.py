"""`Partial`: a function with some of its arguments, as a tree."""

from __future__ import annotations

import dataclasses
from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    Generic,
    NoReturn,
    TypeVar,
    final,
    overload,
)

import jax.tree_util as jtu
import numpy as np

from treeops._bounded import flatten_bounded
from treeops._equal import tree_equal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import GenericAlias

    from typing_extensions import ParamSpec

    P = ParamSpec("P", default=...)
else:
    from typing import ParamSpec

    P = ParamSpec("P")

R_co = TypeVar("R_co", covariant=True)
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")


@final
class Partial(Generic[R_co, P]):
    """A function with some of its arguments already given, as `functools.partial`, as a tree.

    Its children are `func`, `args` and `keywords`, so that the arrays in all three, and in a
    module given as `func`, are seen by `jax.grad`, `jax.tree.map`, optimisers and the like.
    `jax.tree_util.Partial` hides those in `func`.

    Calling it calls `func(*args, *call_args, **call_kwargs, **keywords)`.

    Args:
        func: Any callable: a function, a module, a class.
        *args: Its first arguments: any trees, with leaves of any shape, dtype and type.
        **keywords: Its keyword arguments, by any name (`self` and `func` too).

    Raises:
        TypeError: `func` cannot be called; on a call, a keyword that is given already.

    Example:
        >>> power = Partial(pow, exp=2)
        >>> power(5)
        25
        >>> import jax
        >>> jax.tree.leaves(Partial(max, 1, (2, 3)))[1:]
        [1, 2, 3]

    Two are equal if `tree_equal(..., typematch=True)` says so and no zeros differ in sign: JAX
    looks compiled programs up by `==`, and those for `1`, `True` and `1.0` are not the same. It
    is hashable where its parts are, so not with arrays or lists in it.

    Behaves as `equinox.Partial` of equinox 0.13, except for `==` and `hash`, and that it is
    final.
    """

    __slots__ = ("__weakref__", "args", "func", "keywords")

    func: Callable[..., R_co]
    args: tuple[Any, ...]
    keywords: dict[str, Any]

    @overload
    def __new__(cls, func: Callable[P, R_co], /) -> Partial[R_co, P]: ...
    @overload
    def __new__(cls, func: Callable[Concatenate[A, P], R_co], a: A, /) -> Partial[R_co, P]: ...
    @overload
    def __new__(
        cls, func: Callable[Concatenate[A, B, P], R_co], a: A, b: B, /
    ) -> Partial[R_co, P]: ...
    @overload
    def __new__(
        cls, func: Callable[Concatenate[A, B, C, P], R_co], a: A, b: B, c: C, /
    ) -> Partial[R_co, P]: ...
    @overload
    def __new__(
        cls, func: Callable[Concatenate[A, B, C, D, P], R_co], a: A, b: B, c: C, d: D, /
    ) -> Partial[R_co, P]: ...
    @overload
    def __new__(
        cls, func: Callable[..., R_co], /, *args: Any, **keywords: Any
    ) -> Partial[R_co, ...]: ...
    def __new__(cls, func: Callable[..., Any], /, *args: Any, **keywords: Any) -> Any:
        if not callable(func):
            message = f"`Partial` takes a callable first, and was given a {type(func).__name__}"
            raise TypeError(message)
        made = _new(cls)
        _set_func(made, func)
        _set_args(made, args)
        _set_keywords(made, keywords)
        return made

    def __init_subclass__(cls, /, **kwargs: Any) -> NoReturn:
        raise TypeError(
            "Partial cannot be subclassed: wrap one in a class of your own, or in a function"
        )

    def __call__(self, /, *args: P.args, **kwargs: P.kwargs) -> R_co:
        try:
            return self.func(*self.args, *args, **kwargs, **self.keywords)
        except TypeError:
            # Python itself sees, before it calls, that a keyword is given twice.
            twice = [name for name in kwargs if name in self.keywords]
            if not twice:
                raise
        message = (
            f"{', '.join(f'`{name}`' for name in twice)} is given in this Partial already: leave "
            "it out of the call, or make a new Partial without it"
        )
        raise TypeError(message)

    def __setattr__(self, name: str, value: object, /) -> NoReturn:
        message = (
            f"cannot assign to `{name}`: a Partial does not change; make a new one, or use "
            "`tree_at`"
        )
        raise dataclasses.FrozenInstanceError(message)

    def __delattr__(self, name: str, /) -> NoReturn:
        message = f"cannot delete `{name}`: a Partial does not change; make a new one"
        raise dataclasses.FrozenInstanceError(message)

    def __eq__(self, other: object, /) -> Any:
        if not isinstance(other, Partial):
            return NotImplemented
        equal = tree_equal(self, other, typematch=True)
        if equal is False:
            return False
        return equal if _zero_signs(self) == _zero_signs(other) else False

    def __hash__(self) -> int:
        # Every part must be hashable; but equal trees must have equal hashes, and the parts may
        # hash by identity, so the hash is that of the leaves.
        try:
            hash((self.func, self.args, *self.keywords.values()))
        except TypeError as error:
            message = (
                f"a Partial that holds arrays or containers has no hash ({error}), so that JAX "
                "cannot take it for a function to compile, as in `jax.jit` or `jax.lax.scan`: "
                "give it `functools.partial`, or pass the arrays as arguments"
            )
            raise TypeError(message) from None
        leaves, treedef = flatten_bounded(self)
        return hash((treedef, *leaves))

    def __repr__(self) -> str:
        parts = [
            repr(self.func),
            *map(repr, self.args),
            *(f"{name}={value!r}" for name, value in self.keywords.items()),
        ]
        return f"Partial({', '.join(parts)})"

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return _make, (self.func, self.args, self.keywords)

    def __class_getitem__(cls, item: Any, /) -> GenericAlias:
        # `Partial[int]` says nothing of the parameters; `Generic` wants to hear of them.
        parameters = item if isinstance(item, tuple) else (item, ...)
        alias: GenericAlias = super().__class_getitem__(parameters)  # type: ignore[misc]
        return alias


def _make(func: Any, args: Any, keywords: Any) -> Partial[Any, ...]:
    """Makes a Partial of any parts: those of a tree may be placeholders of all kinds."""
    made: Partial[Any, ...] = _new(Partial)
    _set_func(made, func)
    _set_args(made, args)
    _set_keywords(made, keywords)
    return made


_new = object.__new__
# Past `Partial.__setattr__`, and quicker than `object.__setattr__`.
_set_func = vars(Partial)["func"].__set__
_set_args = vars(Partial)["args"].__set__
_set_keywords = vars(Partial)["keywords"].__set__


def _zero_signs(pytree: Any) -> list[bool]:
    """Which of the real and imaginary parts that are zero are negative."""
    signs: list[bool] = []
    for leaf in flatten_bounded(pytree)[0]:
        if isinstance(leaf, float | complex | np.inexact):
            signs.extend(bool(np.signbit(part)) for part in (leaf.real, leaf.imag))
    return signs


def _children(partial: Partial[Any, ...]) -> tuple[tuple[Any, Any, Any], None]:
    return (partial.func, partial.args, partial.keywords), None


_KEYS = (jtu.GetAttrKey("func"), jtu.GetAttrKey("args"), jtu.GetAttrKey("keywords"))


def _keyed_children(
    partial: Partial[Any, ...],
) -> tuple[tuple[tuple[Any, Any], ...], None]:
    return tuple(zip(_KEYS, _children(partial)[0], strict=True)), None


def _unflatten(_: None, children: Iterable[Any]) -> Partial[Any, ...]:
    return _make(*children)


jtu.register_pytree_with_keys(Partial, _keyed_children, _unflatten, _children)
