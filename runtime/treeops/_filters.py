"""Splitting trees by what their leaves are, and putting them together again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import jax
import jax.core
import jax.numpy as jnp
import numpy as np

from treeops._flatten import flatten
from treeops._key_paths import describe
from treeops._prefix import as_prefix

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def is_array(element: Any) -> bool:
    """Whether this is a JAX array (a traced one too), a NumPy array or a NumPy scalar.

    Args:
        element: Anything, of any shape and dtype.

    Example:
        >>> import numpy as np
        >>> is_array(np.float32(1)), is_array(1.0)
        (True, False)

    Behaves as `equinox.is_array` of equinox 0.13.
    """
    return isinstance(element, jax.Array | np.ndarray | np.generic)


def is_inexact_array(element: Any) -> bool:
    """Whether this is an array, as for `is_array`, of a floating or complex dtype.

    Args:
        element: Anything, of any shape and dtype.

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
        pytree: Any tree.
        filter_spec: A tree that is a prefix of `pytree`. `True` and `False` at a subtree keep
            or replace all its leaves; a function is asked for each leaf. Often one function is
            all of it: `filter(model, is_array)`.
        inverse: Keep what would be replaced, and replace what would be kept.
        replace: What to put in the place of a leaf.
        is_leaf: As for `jax.tree_util.tree_flatten`, below the leaves of `filter_spec`.

    Returns:
        A tree of the structure of `pytree`, with the leaves that are kept.

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
    kept, others = partition(pytree, filter_spec, replace, is_leaf)
    return others if inverse else kept


def partition(
    pytree: T,
    filter_spec: Any,
    replace: Any = None,
    is_leaf: Callable[[Any], bool] | None = None,
) -> tuple[T, T]:
    """Splits a tree in two: the leaves that `filter` keeps, and the others.

    Args:
        pytree: Any tree.
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
    spec = as_prefix(filter_spec, "filter_spec")
    kept: list[Any] = []
    others: list[Any] = []
    subtrees = spec.subtrees(pytree, "pytree")
    for mask, subtree in zip(spec.leaves, subtrees, strict=True):
        keeps = _as_function(mask)
        leaves, treedef = flatten(subtree, is_leaf)
        keep = [bool(keeps(leaf)) for leaf in leaves]
        pairs = list(zip(keep, leaves, strict=True))
        kept.append(treedef.unflatten([leaf if here else replace for here, leaf in pairs]))
        others.append(treedef.unflatten([replace if here else leaf for here, leaf in pairs]))
    left: T = spec.treedef.unflatten(kept)
    right: T = spec.treedef.unflatten(others)
    return left, right


def _as_function(mask: Any) -> Callable[[Any], Any]:
    if isinstance(mask, jax.core.Tracer):
        raise ValueError(  # noqa: TRY004  (as in equinox)
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
            `None`, a later tree may have a whole subtree.
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
    first = as_prefix(
        pytrees[0],
        "pytrees[0]",
        is_leaf=lambda x: x is None or (is_leaf is not None and is_leaf(x)),
    )
    others = [
        first.subtrees(pytree, f"pytrees[{index}]") for index, pytree in enumerate(pytrees[1:], 1)
    ]
    combined = [_first_present(nodes) for nodes in zip(first.leaves, *others, strict=True)]
    result: T = first.treedef.unflatten(combined)
    return result


def _first_present(nodes: tuple[Any, ...]) -> Any:
    return next((node for node in nodes if node is not None), None)
