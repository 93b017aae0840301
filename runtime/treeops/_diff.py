"""`tree_diff`: which leaves differ, and how."""

from __future__ import annotations

import contextlib
import dataclasses
from typing import TYPE_CHECKING, Any, TypeAlias

import jax
import jax.core
import jax.numpy as jnp
import jax.tree_util as jtu

from treeops._equal import tree_equal
from treeops._filters import is_array
from treeops._flatten import flatten
from treeops._node_text import node_text, shortened
from treeops._structure_differences import KeyPath, LeafPair, Parting, walk
from treeops._value_differences import ValueDifference, value_difference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Equal: TypeAlias = Callable[[list[Any], list[Any]], bool]

_SHOWN = 20
_LONGEST_PATH = 60
_LONGEST_TEXT = 100


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """One place where two trees differ.

    Attributes:
        path: Its keys from the root on, as from `jax.tree_util.tree_flatten_with_path`.
        reason: `"missing"` on one side; `"structure"`: nodes of other types, or a node and a
            leaf; `"static"`: a static field, the last of `path`; `"metadata"`: what else JAX
            compares of a node; `"type"`, `"shape"`, `"dtype"` or `"value"` of leaves.
        a: What the first tree has there, in short.
        b: What the second tree has there.
        values: For two arrays that differ in their values alone, how; else None.
    """

    path: KeyPath
    reason: str
    a: str
    b: str
    values: ValueDifference | None = None

    @property
    def name(self) -> str:
        """The path as text, such as `.layers[0].weight`; empty for the root."""
        return jtu.keystr(self.path)

    def __str__(self) -> str:
        return f"{self.name or 'the root'}: {self.reason}: {self.text}"

    @property
    def text(self) -> str:
        """How the two differ."""
        if self.values is None:
            return f"{self.a} and {'another' if self.a == self.b else self.b}"
        return f"{self.a}, {self.values}"


@dataclasses.dataclass(frozen=True, slots=True, repr=False)
class TreeDiff:
    """What `tree_diff` found: true if there are differences, and their sequence.

    `str` and `repr` give a summary of at most some twenty lines.

    Attributes:
        differences: All places that differ, in the order of the trees.
    """

    differences: tuple[Difference, ...]

    def __bool__(self) -> bool:
        return bool(self.differences)

    def __len__(self) -> int:
        return len(self.differences)

    def __iter__(self) -> Iterator[Difference]:
        return iter(self.differences)

    def __getitem__(self, index: int) -> Difference:
        return self.differences[index]

    def __str__(self) -> str:
        if not self:
            return "no differences"
        shown = self.differences[:_SHOWN]
        rows = [
            (
                shortened(x.name, _LONGEST_PATH) or "the root",
                x.reason,
                shortened(x.text, _LONGEST_TEXT),
            )
            for x in shown
        ]
        widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
        count = len(self)
        lines = [
            f"{count:,} difference{'s' if count > 1 else ''}:",
            *(f"  {row[0]:{widths[0]}}  {row[1]:{widths[1]}}  {row[2]}" for row in rows),
        ]
        if count > len(shown):
            lines.append(f"  and {count - len(shown):,} more")
        return "\n".join(lines)

    __repr__ = __str__


def tree_diff(
    a: Any,
    b: Any,
    *,
    rtol: Any = 0.0,
    atol: Any = 0.0,
    typematch: bool = False,
) -> TreeDiff:
    """Says where two trees differ, and how: `tree_equal`, with reasons.

    Args:
        a: Any tree. Leaves may be of any shape, dtype and type.
        b: The tree to compare it with.
        rtol: Relative tolerance, as for `tree_equal`.
        atol: Absolute tolerance, likewise.
        typematch: As for `tree_equal`.

    Returns:
        A frozen sequence of differences, which is true if there are any, exactly where
        `tree_equal` is false. Each has its key path, its reason, and for arrays of one shape
        and dtype how many elements differ, the largest absolute difference, and where that is.
        Printed, it is a summary. Children that only one tree has are listed at their place;
        below nodes of different types nothing is listed.

    Raises:
        TypeError: A leaf or a tolerance is traced by `jax.jit`, `jax.vmap`, `jax.grad`: its
            values are not known.
        ValueError: A node contains itself, or the keys of a dict cannot be sorted.
        RecursionError: A tree is nested more deeply than JAX can flatten.

    Example:
        >>> import numpy as np
        >>> a = {"w": np.array([1.0, 2.0, 3.0]), "b": 0, "c": (1, 2)}
        >>> b = {"w": np.array([1.0, 2.5, 3.0]), "b": 0, "c": (1, 2, 3)}
        >>> tree_diff(a, b)
        2 differences:
          ['c'][2]  missing  nothing and 3
          ['w']     value    f64[3](numpy), 1 of 3 elements, most at [1] by 0.5: 2 and 2.5
        >>> bool(tree_diff(a, b, atol=0.5)), bool(tree_diff(a, a))
        (True, False)

    Sharded arrays are compared where they are; only numbers come to the host. Has no model in
    equinox; what is equal is what `equinox.tree_equal` of equinox 0.13 says.
    """
    leaves, treedef = flatten(a, root="a")
    other_leaves, other_treedef = flatten(b, root="b")
    _reject_traced(((a, "a"), (b, "b"), ((rtol, atol), "(rtol, atol)")))
    equal = _Equal(rtol, atol, typematch)
    with _untraced():
        if treedef == other_treedef:
            return TreeDiff(tuple(_of_same_structure(a, leaves, other_leaves, equal)))
        found = [*walk(a, b)]
        if all(isinstance(item, LeafPair) for item in found):
            # JAX compares all of the structures, and may see what is in none of the nodes.
            found.insert(0, Parting((), "metadata", "a structure", "another"))
        return TreeDiff(tuple(_compared(found, equal)))


def _untraced() -> contextlib.AbstractContextManager[Any]:
    """Within it, known arrays are compared at once, also while something else is traced.

    Elsewhere JAX must not be told: it would take sharded arrays for constants, and fetch them.
    """
    if isinstance(jnp.zeros(()), jax.core.Tracer):
        return jax.ensure_compile_time_eval()
    return contextlib.nullcontext()


@dataclasses.dataclass(frozen=True, slots=True)
class _Equal:
    """`tree_equal` with its options: what counts as equal is decided there alone."""

    rtol: Any
    atol: Any
    typematch: bool

    def __call__(self, a: list[Any], b: list[Any]) -> bool:
        return bool(tree_equal(a, b, typematch=self.typematch, rtol=self.rtol, atol=self.atol))

    def difference(self, path: KeyPath, x: Any, y: Any) -> Difference:
        """Why two leaves are not equal."""
        reason = "value"
        values = None
        if is_array(x) and is_array(y):
            if x.shape != y.shape:
                reason = "shape"
            elif x.dtype != y.dtype:
                reason = "dtype"
            elif self.typematch and _kind(x) is not _kind(y):
                reason = "type"
            else:
                values = value_difference(x, y, self.rtol, self.atol)
        elif is_array(x) or is_array(y) or (self.typematch and type(x) is not type(y)):
            reason = "type"
        return Difference(path, reason, node_text(x), node_text(y), values)


def _kind(x: Any) -> type:
    return jax.Array if isinstance(x, jax.Array) else type(x)


def _of_same_structure(
    a: Any, leaves: list[Any], other_leaves: list[Any], equal: _Equal
) -> Iterator[Difference]:
    unequal = [*_unequal(leaves, other_leaves, equal)]
    # Key paths cost more than all else, and mostly there is nothing to name.
    paths = [path for path, _ in jtu.tree_leaves_with_path(a)] if unequal else []
    for index in unequal:
        yield equal.difference(paths[index], leaves[index], other_leaves[index])


def _compared(found: list[LeafPair | Parting], equal: _Equal) -> Iterator[Difference]:
    """The differences among what was found, in its order."""
    pairs = [item for item in found if isinstance(item, LeafPair)]
    unequal = {*_unequal([x.a for x in pairs], [x.b for x in pairs], equal)}
    index = -1
    for item in found:
        if isinstance(item, Parting):
            yield Difference(item.path, item.reason, item.a, item.b)
            continue
        index += 1
        if index in unequal:
            yield equal.difference(item.path, item.a, item.b)


def _unequal(a: list[Any], b: list[Any], equal: Equal) -> Iterator[int]:
    """The indices where leaves differ, by halves: most are equal, and asking costs a wait."""
    todo = [(0, len(a))]
    while todo:
        start, stop = todo.pop()
        if start == stop or equal(a[start:stop], b[start:stop]):
            continue
        if stop - start == 1:
            yield start
            continue
        middle = (start + stop) // 2
        todo += [(middle, stop), (start, middle)]


def _reject_traced(named: Iterable[tuple[Any, str]]) -> None:
    for tree, name in named:
        if not any(isinstance(leaf, jax.core.Tracer) for leaf in jtu.tree_leaves(tree)):
            continue
        for path, leaf in jtu.tree_leaves_with_path(tree):
            if isinstance(leaf, jax.core.Tracer):
                message = (
                    f"`{name}{jtu.keystr(path)}` is traced, so that its values are not known yet, "
                    "and `tree_diff` reads them: call it outside of `jax.jit`, `jax.vmap` and "
                    "`jax.grad`, or with `jax.debug.callback`; `tree_equal` can be traced"
                )
                raise TypeError(message)
