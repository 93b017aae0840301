"""Every error names the place, in the tree that it is about, and the cure."""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING, Any, ClassVar

import equinox as eqx
import jax
import jax.numpy as jnp
import pytest

import treeops

if TYPE_CHECKING:
    from collections.abc import Callable

Partial: Any = treeops.Partial


class WithMethod(eqx.Module):
    w: jax.Array

    def inference(self, x: Any) -> Any:
        return x


class WithClassVariable(eqx.Module):
    w: jax.Array
    inference: ClassVar[bool] = False


def cycle() -> list[Any]:
    made: list[Any] = [1]
    made.append({"a": made})
    return made


@pytest.mark.parametrize(
    ("call", "place"),
    [
        (lambda: treeops.tree_at(lambda t: t[0], [1], cycle()), "replacement"),
        (lambda: treeops.apply_updates(cycle(), [1, 2]), "model"),
        (lambda: treeops.apply_updates([1, 2], cycle()), "updates"),
        (lambda: treeops.partition(cycle(), treeops.is_array), "pytree"),
        (lambda: treeops.combine([1], cycle()), r"pytrees\[1\]"),
    ],
)
def test_cycles_are_named_by_the_tree_they_are_in(call: Callable[[], Any], place: str) -> None:
    with pytest.raises(ValueError, match=rf"the list at `{place}` contains itself, at `{place}"):
        call()


UNSORTABLE: Any = {1: 2, "a": 3}


@pytest.mark.parametrize(
    ("call", "place"),
    [
        (lambda: treeops.tree_equal([UNSORTABLE], [UNSORTABLE]), r"pytree\[0\]"),
        (lambda: treeops.apply_updates([UNSORTABLE], [1]), r"model\[0\]"),
        (lambda: treeops.partition([UNSORTABLE], treeops.is_array), r"pytree\[0\]"),
        (lambda: treeops.combine([UNSORTABLE], [UNSORTABLE]), r"pytrees\[0\]\[0\]"),
        (lambda: treeops.tree_flatten_one_level(UNSORTABLE), "pytree"),
        (lambda: treeops.tree_at(lambda t: t[0], [1], UNSORTABLE), "replacement"),
        (lambda: treeops.tree_at(lambda t: t[0], [1, UNSORTABLE], 5), r"pytree\[1\]"),
        (lambda: treeops.tree_check([UNSORTABLE]), r"pytree\[0\]"),
    ],
)
def test_keys_that_cannot_be_sorted_are_named(call: Callable[[], Any], place: str) -> None:
    with pytest.raises(ValueError, match=rf"the keys of the dict at `{place}` cannot be sorted"):
        call()


def test_a_where_that_changes_its_argument_reaches_nothing() -> None:
    def where(tree: Any) -> Any:
        tree["a"].append(7)
        return tree["b"]

    tree = {"a": [1, 2], "b": 3}
    assert treeops.tree_at(where, tree, 0) == {"a": [1, 2], "b": 0}
    assert tree == {"a": [1, 2], "b": 3}
    grown: Any = collections.defaultdict(list, a=1)
    assert treeops.tree_at(lambda t: t["zz"], grown, ()) == {"a": 1}


def test_a_forgotten_return_is_told_from_several_nones() -> None:
    model = eqx.nn.MLP(2, 2, 3, 2, use_bias=False, key=jax.random.key(0))
    with pytest.raises(TypeError, match="of a missing `return`"):
        treeops.tree_at(lambda t: None, model, 3)
    with pytest.raises(ValueError, match="pass `is_leaf=lambda x: x is None`"):
        treeops.tree_at(lambda t: t.layers[0].bias, model, 3)


def test_a_part_of_an_array_is_for_replace_fn() -> None:
    model = eqx.nn.Linear(2, 2, key=jax.random.key(0))
    with pytest.raises(ValueError, match="select the leaf itself and use `replace_fn`"):
        treeops.tree_at(lambda t: t.weight[0], model, 3)


def test_an_inference_that_is_no_field() -> None:
    with pytest.raises(TypeError, match="a method of the class WithMethod"):
        treeops.tree_inference([WithMethod(jnp.ones(1))])
    with pytest.raises(TypeError, match="an attribute of the class WithClassVariable"):
        treeops.tree_inference([WithClassVariable(jnp.ones(1))])


def test_a_partial_without_a_hash_says_why() -> None:
    with pytest.raises(TypeError, match=r"has no hash .* give it `functools.partial`"):
        hash(Partial(jnp.add, jnp.array(2.0)))


def test_partial_cannot_be_subclassed() -> None:
    with pytest.raises(TypeError, match="cannot be subclassed"):
        type("Sub", (Partial,), {})
