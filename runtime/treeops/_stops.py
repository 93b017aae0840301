"""Where JAX is told to stop when it flattens: before Python's recursion limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import jax.tree_util as jtu

from treeops._opening import BATCH, FEW_NODES, has_room

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Generator, Iterator

    from treeops._one_level import PyTreeDef

_FIRST: Final = (False,) * FEW_NODES
_FURTHER: Final = (False,) * BATCH
_NO_FURTHER: Final = (True,) * BATCH


def try_flatten_to(
    pytree: Any, is_leaf: Callable[[Any], bool]
) -> tuple[list[Any], PyTreeDef] | None:
    """`jax.tree_util.tree_flatten`; None if the tree is too deep, or has no end.

    JAX is never told to go deeper than Python allows: from there, errors on the way out would
    take recursion depth away for good, and some trees would keep it busy for ever. Nor does what
    `is_leaf` raises pass through it.
    """
    answers = answer_batches()
    errors: list[BaseException] = []
    flat: Any = jtu.tree_flatten(pytree, _primed(_at(is_leaf, answers, errors)))
    if errors:
        raise errors[0]
    if flat[1].num_nodes > FEW_NODES and has_stopped(answers):
        return None
    result: tuple[list[Any], PyTreeDef] = flat
    return result


def nodes_of(pytree: Any, leaf_types: Container[type]) -> list[Any] | None:
    """All nodes and leaves but those of some types, each before those below it; or None."""
    answers = answer_batches()
    nodes: list[Any] = []
    treedef: Any = jtu.tree_structure(pytree, _primed(_noting(nodes, leaf_types, answers)))
    if treedef.num_nodes > FEW_NODES and has_stopped(answers):
        return None
    return nodes


def answer_batches() -> Iterator[tuple[bool, ...]]:
    """Answers to whether a node is a leaf: many times no, and yes when there is no more room."""
    yield _FIRST
    while has_room():
        yield _FURTHER
    while True:
        yield _NO_FURTHER


def has_stopped(answers: Iterator[tuple[bool, ...]]) -> bool:
    """Whether some node was called a leaf for want of room."""
    return next(answers) is _NO_FURTHER


def _primed(asked: Generator[bool, Any, None]) -> Callable[[Any], bool]:
    next(asked)
    return asked.send


def nones_until_stopped(
    first: Iterator[bool], answers: Iterator[tuple[bool, ...]]
) -> Callable[[Any], bool]:
    """An `is_leaf` that says yes to each `None`, and to all when there is no more room."""
    return _primed(_at_nones(first, answers))


def _at_nones(
    first: Iterator[bool], answers: Iterator[tuple[bool, ...]]
) -> Generator[bool, Any, None]:
    node = yield False
    for _ in first:
        node = yield node is None
    for batch in answers:
        if batch is _NO_FURTHER:
            break
        for _ in batch:
            node = yield node is None
    while True:
        yield True


def _at(
    is_leaf: Callable[[Any], bool],
    answers: Iterator[tuple[bool, ...]],
    errors: list[BaseException],
) -> Generator[bool, Any, None]:
    node = yield False
    for batch in answers:
        if batch is _NO_FURTHER:
            break
        for _ in batch:
            try:
                answer = bool(is_leaf(node))
            except BaseException as error:  # noqa: BLE001  (raised again, behind JAX)
                errors.append(error)
                while True:
                    yield True
            node = yield answer
    while True:
        yield True


def _noting(
    nodes: list[Any], leaf_types: Container[type], answers: Iterator[tuple[bool, ...]]
) -> Generator[bool, Any, None]:
    note = nodes.append
    node = yield False
    for batch in answers:
        if batch is _NO_FURTHER:
            break
        for _ in batch:
            if type(node) not in leaf_types:
                note(node)
            node = yield False
    while True:
        yield True
