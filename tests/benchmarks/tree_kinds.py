"""The trees of the runtime's benchmark: layers with two leaves each, of three kinds of node."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import equinox as eqx
import jax
import jax.tree_util as jtu

if TYPE_CHECKING:
    from collections.abc import Callable


class ModuleLayer(eqx.Module):
    weight: Any
    bias: Any
    name: str = eqx.field(static=True, default="layer")


class ModuleDropout(eqx.Module):
    weight: Any
    inference: Any


class ModuleNet(eqx.Module):
    layers: list[Any]
    name: str = eqx.field(static=True, default="net")


@jtu.register_dataclass
@dataclasses.dataclass
class DataLayer:
    weight: Any
    bias: Any
    name: str = dataclasses.field(default="layer", metadata={"static": True})


@jtu.register_dataclass
@dataclasses.dataclass
class DataDropout:
    weight: Any
    inference: Any


@jtu.register_dataclass
@dataclasses.dataclass
class DataNet:
    layers: list[Any]
    name: str = dataclasses.field(default="net", metadata={"static": True})


@dataclasses.dataclass(frozen=True)
class Kind:
    """One kind of tree: how its nodes are made, and how they are reached."""

    name: str
    net: Callable[[list[Any]], Any]
    layer: Callable[[Any, Any], Any]
    dropout: Callable[[Any, Any], Any]
    layers_of: Callable[[Any], list[Any]]
    weight_of: Callable[[Any], Any]
    bias_of: Callable[[Any], Any]

    def tree(self, leaves: int, leaf: Callable[[int], Any]) -> Any:
        """A tree with so many leaves, two in each layer."""
        made = [leaf(index) for index in range(leaves)]
        return self.net([self.layer(*pair) for pair in zip(made[::2], made[1::2], strict=True)])

    def with_flags(self, leaves: int, leaf: Callable[[int], Any]) -> Any:
        """A tree with so many leaves; of each layer, the second is a flag."""
        return self.net([self.dropout(leaf(index), False) for index in range(leaves // 2)])


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "builtin",
            lambda layers: {"layers": layers},
            lambda weight, bias: {"weight": weight, "bias": bias},
            ModuleDropout,  # a dict has no attributes
            lambda tree: tree["layers"],
            lambda layer: layer["weight"],
            lambda layer: layer["bias"],
        ),
        Kind(
            "module",
            ModuleNet,
            ModuleLayer,
            ModuleDropout,
            lambda tree: tree.layers,
            lambda layer: layer.weight,
            lambda layer: layer.bias,
        ),
        Kind(
            "dataclass",
            DataNet,
            DataLayer,
            DataDropout,
            lambda tree: tree.layers,
            lambda layer: layer.weight,
            lambda layer: layer.bias,
        ),
    )
}


def size_of(tree: Any) -> int:
    """How many leaves a tree has."""
    return len(jax.tree.leaves(tree))
