"""What type checkers see: mypy and pyright run over this file, and pytest runs it."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

import dataclasses
from typing import Any, assert_type

import jax

from treeops import (
    Partial,
    apply_updates,
    combine,
    filter,  # noqa: A004
    is_array,
    partition,
    tree_at,
    tree_check,
    tree_equal,
    tree_inference,
)


@jax.tree_util.register_dataclass
@dataclasses.dataclass
class Net:
    weight: float
    bias: float


def mix(a: int, b: str, c: float = 1.0) -> str:
    return f"{a}{b}{c}"


def distance(x: int, y: int) -> int:
    return abs(x - y)


def none(x: Any) -> bool:
    return x is None


def test_trees_keep_their_type() -> None:
    net = Net(1.0, 2.0)
    assert_type(tree_at(lambda m: m.weight, net, 3.0), Net)
    assert_type(tree_at(lambda m: m.weight, net, replace=3.0, is_leaf=none), Net)
    assert_type(tree_at(lambda m: m.weight, net, replace_fn=lambda x: x + 1), Net)
    assert_type(tree_inference(net), Net)
    assert_type(tree_inference(net, False), Net)
    assert_type(apply_updates(net, Net(0.5, 0.5)), Net)
    assert_type(filter(net, is_array), Net)
    assert_type(combine(net, net), Net)
    kept, others = partition(net, is_array)
    assert_type(kept, Net)
    assert_type(others, Net)
    assert_type(tree_equal(net, net), bool | jax.Array)
    assert_type(tree_check(net), None)


def test_wrong_calls_are_seen() -> None:
    net = Net(1.0, 2.0)
    wrong: list[Any] = [
        lambda: tree_at(lambda m: m.wieght, net, 1),  # type: ignore[attr-defined]
        lambda: tree_at(lambda m: m.bias, net),  # type: ignore[call-overload]
        lambda: tree_at(lambda m: m.bias, net, 1, none),  # type: ignore[call-overload]
        lambda: Partial(mix, 1)(2),  # type: ignore[arg-type]
        lambda: Partial(mix, 1, "b")(1.0, 2.0),  # type: ignore[call-arg]
    ]
    assert len(wrong) == 5


def test_partial_keeps_the_remaining_parameters() -> None:
    assert_type(Partial(mix)(1, "b", 2.0), str)
    assert_type(Partial(mix, 1)("b", c=2.0), str)
    assert_type(Partial(mix, 1, "b")(), str)
    assert_type(Partial(mix, 1, "b", 3.0), Partial[str, []])
    assert_type(Partial(mix, 1, b="b"), Partial[str, ...])
    loose: Partial[str] = Partial(mix, 1)
    assert_type(loose("b"), str)
    exact: Partial[int, [int]] = Partial(distance, 5)
    assert_type(exact(7), int)
    assert exact(7) == 2
    assert_type(exact.args, tuple[Any, ...])
