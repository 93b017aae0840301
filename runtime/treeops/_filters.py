"""Splitting trees by what their leaves are, and putting them together again."""

from __future__ import annotations

from types import FunctionType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import jax
import jax.core
import jax.numpy as jnp
import jax.tree_util as jtu
import numpy as np

from treeops._bounded import flatten_bounded, flatten_to, flatten_to_nones, or_none
from treeops._flatten import reject_endless
from treeops._key_paths import describe
from treeops._one_level import LEAF_TYPES
from treeops._prefix import prefix_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from treeops._one_level import PyTreeDef

T = TypeVar("T")


def is_array(element: Any) -> bool:
    """Whether this is a JAX array (a traced one too), a NumPy array or a NumPy scalar.

    Args:
        element: Anything, of any shape and dtype.

    Returns:
        `True` or `False`, known while tracing.

    Example:
        >>> import numpy as np
        >>> is_array(np.float32(1)), is_array(1.0)
        (True, False)

    Behaves as `equinox.is_array` of equinox 0.13.
    """
    known = _IS_ARRAY.get(type(element))
    return _is_rare_array(element) if known is None else known


# What is known by its type; the types of JAX's own arrays join when they are first seen.
_IS_ARRAY: dict[type, bool] = {
    **dict.fromkeys(LEAF_TYPES, False),
    **dict.fromkeys([np.ndarray, *np.sctypeDict.values()], True),
}


def _is_rare_array(element: Any) -> bool:
    if isinstance(element, np.ndarray | np.generic):
        return True
    if not isinstance(element, jax.Array):
        return False
    # Of traced values of one class, some are no arrays.
    if not _is_traced(element):
        _IS_ARRAY[type(element)] = True
    return True


def _is_traced(element: Any) -> bool:
    return isinstance(element, jax.core.Tracer)


def is_inexact_array(element: Any) -> bool:
    """Whether this is an array, as for `is_array`, of a floating or complex dtype.

    Args:
        element: Anything, of any shape and dtype.

    Returns:
        `True` or `False`, known while tracing.

    Example:
        >>> import numpy as np
        >>> is_inexact_array(np.ones(3)), is_inexact_array(np.arange(3)), is_inexact_array(1.0)
        (True, False, False)

    Behaves as `equinox.is_inexact_array` of equinox 0.13, except that NumPy arrays of JAX's
    own dtypes, such as bfloat16, count as floating, as they do where they are JAX arrays.
    """
    return is_array(element) and bool(jnp.issubdtype(element.dtype, jnp.inexact))


def filter(  # noqa: A001  (the name that users of equinox know)
    pytree: T,
    filter_spec: Any,
    inverse: bool = False,
    replace: Any = None,
    is_leaf: Callable[[Any], bool] | None = None,
) -> T:
    """Keeps some leaves of a tree, and puts `replace` in the place of the others.

    Args:
        pytree: Any tree. Leaves may be of any shape, dtype and type, traced ones included.
        filter_spec: A tree that is a prefix of `pytree`. `True` and `False` at a subtree keep
            or replace all its leaves; a function is asked for each leaf. Often one function is
            all of it: `filter(model, is_array)`.
        inverse: Keep what would be replaced, and replace what would be kept.
        replace: What to put in the place of a leaf.
        is_leaf: As for `jax.tree_util.tree_flatten`, below the leaves of `filter_spec`.

    Returns:
        A tree of the structure of `pytree`, with the leaves that are kept, which are not copied.

    Raises:
        ValueError: `filter_spec` is not a prefix of `pytree`, or holds anything but booleans
            and functions.

    Example:
        >>> filter([1, "a", (2.0, None)], lambda x: isinstance(x, int))
        [1, None, (None, None)]
        >>> filter([1, "a", (2.0, 3.0)], [True, False, True])
        [1, None, (2.0, 3.0)]

    Behaves as `equinox.filter` of equinox 0.13.
    """
    spec, splits = _splits(pytree, filter_spec, is_leaf)
    result: T = _half(spec, splits, not inverse, replace)
    return result


def partition(
    pytree: T,
    filter_spec: Any,
    replace: Any = None,
    is_leaf: Callable[[Any], bool] | None = None,
) -> tuple[T, T]:
    """Splits a tree in two: the leaves that `filter` keeps, and the others.

    Args:
        pytree: Any tree. Leaves may be of any shape, dtype and type, traced ones included.
        filter_spec: As for `filter`; a function in it is asked once for each leaf.
        replace: What to put in the place of a leaf that went to the other tree.
        is_leaf: As for `filter`.

    Returns:
        Two trees of the structure of `pytree`; `combine` makes one of them again.

    Raises:
        ValueError: As for `filter`.

    Example:
        >>> partition([1, "a", 2], lambda x: isinstance(x, int))
        ([1, None, 2], [None, 'a', None])

    Behaves as `equinox.partition` of equinox 0.13.
    """
    spec, splits = _splits(pytree, filter_spec, is_leaf)
    left: T = _half(spec, splits, True, replace)
    right: T = _half(spec, splits, False, replace)
    return left, right


class _Split(NamedTuple):
    """A subtree for which the spec has one boolean or function, and which leaves it keeps."""

    treedef: Any
    leaves: list[Any]
    keep: list[Any]


def _splits(
    pytree: Any, filter_spec: Any, is_leaf: Callable[[Any], bool] | None
) -> tuple[PyTreeDef | None, list[_Split]]:
    """The structure of the spec, where it is more than a leaf, and what it says of each part."""
    if type(filter_spec) is FunctionType:
        return None, [_split(pytree, filter_spec, is_leaf)]
    masks, spec = flatten_bounded(filter_spec, root="filter_spec")
    if len(masks) == 1 and masks[0] is filter_spec:
        return None, [_split(pytree, filter_spec, is_leaf)]
    structure: Any = spec
    try:
        parts = structure.flatten_up_to(pytree)
    except ValueError as error:
        raise prefix_error(error, ("filter_spec", filter_spec), ("pytree", pytree)) from None
    if jtu.all_leaves(parts):
        return None, [_Split(spec, parts, [*map(_keeps, masks, parts)])]
    reject_endless(pytree)
    return spec, [_split(part, mask, is_leaf) for mask, part in zip(masks, parts, strict=True)]


def _split(part: Any, mask: Any, is_leaf: Callable[[Any], bool] | None) -> _Split:
    answer = _as_function(mask)
    leaves, treedef = flatten_to(part, is_leaf)
    if mask is is_array:
        known = [*map(_IS_ARRAY.get, map(type, leaves))]
        if None not in known:
            return _Split(treedef, leaves, known)
    return _Split(treedef, leaves, [*map(bool, map(answer, leaves))])


def _keeps(mask: Any, leaf: Any) -> bool:
    return mask if isinstance(mask, bool) else bool(_as_function(mask)(leaf))


def _half(spec: PyTreeDef | None, splits: list[_Split], kept: bool, replace: Any) -> Any:
    """One tree of the two: of the leaves that are kept, or of the others."""
    halves = [
        treedef.unflatten(
            [leaf if here is kept else replace for leaf, here in zip(leaves, keep, strict=True)]
        )
        for treedef, leaves, keep in splits
    ]
    return halves[0] if spec is None else jtu.tree_unflatten(spec, halves)


def _as_function(mask: Any) -> Callable[[Any], Any]:
    if _is_traced(mask):
        raise ValueError(
            "`filter_spec` holds a traced array, and what to keep must be known while tracing: "
            "make it of Python booleans and functions"
        )
    if isinstance(mask, bool):
        return lambda _: mask
    if not callable(mask):
        message = (
            f"`filter_spec` holds {describe(mask)}: make it of Python booleans and functions of "
            "a leaf, such as `is_array`"
        )
        raise ValueError(  # noqa: TRY004
            message
        )
    function: Callable[[Any], Any] = mask
    return function


def combine(*pytrees: T, is_leaf: Callable[[Any], bool] | None = None) -> T:
    """Puts trees that `partition` or `filter` took apart together again.

    Args:
        *pytrees: Trees of one structure, where `None` counts as a leaf. In the place of a
            `None`, a later tree may have a whole subtree. Other leaves may be of any shape,
            dtype and type; they are not copied.
        is_leaf: As for `jax.tree_util.tree_flatten`.

    Returns:
        A tree of the structure of the first: at each leaf, the first that is not `None`.

    Raises:
        TypeError: No tree is given.
        ValueError: The structures differ; the message names the place.

    Example:
        >>> combine([None, 1, 2], [0, None, None])
        [0, 1, 2]

    Behaves as `equinox.combine` of equinox 0.13.
    """
    if not pytrees:
        raise TypeError("`combine` puts one or more trees together, and none was given")
    # With one tree, it is checked and copied as with more.
    combined, treedef = flatten_to_nones(pytrees[0], is_leaf, root="pytrees[0]")
    structure: Any = treedef
    for index, pytree in enumerate(pytrees[1:], 1):
        try:
            nodes = structure.flatten_up_to(pytree)
        except ValueError as error:
            prefix, tree = ("pytrees[0]", pytrees[0]), (f"pytrees[{index}]", pytree)
            raise prefix_error(error, prefix, tree, or_none(is_leaf)) from None
        combined = [
            other if node is None else node for node, other in zip(combined, nodes, strict=True)
        ]
    result: T = jtu.tree_unflatten(treedef, combined)
    return result
