"""What random programs build on: a few module classes, and functions that make and change them."""

from __future__ import annotations

import re

from tests.analyzer.codemods.execution import PRELUDE_ENDS

_TOP = """\
import contextlib
import copy
import dataclasses
import functools
import itertools
import operator
from collections.abc import Callable, Iterator
from typing import NamedTuple

import equinox as eqx
from tests.analyzer.codemods.tracing import trace


class Layer(eqx.Module):
    weight: float
    bias: float | None = None
    size: int = eqx.field(static=True, default=2)
"""
_BLOCKS = """

class Block(eqx.Module):
    layers: list[Layer]
    named: dict[str, Layer]
    pair: tuple[Layer, Layer]
    best: Layer | None = None
    values: list[float] = eqx.field(default_factory=lambda: [0.5, 0.25])
"""
_STATE = """

class State(NamedTuple):
    layer: Layer
    loss: float = 0.0
"""
_MODEL = """

class Model(eqx.Module):
    blocks: list[Block]
    head: Layer
    table: dict[str, float]
    state: State
    step: float = 0.0
    extra: Layer | None = None
"""
_MAKERS = """

def make_layer(weight: float = 1.0) -> Layer:
    return Layer(weight)


def make_block() -> Block:
    return Block(
        [Layer(1.0), Layer(2.0, 3.0)],
        {"b": Layer(5.0), "a": Layer(6.0)},
        (Layer(7.0), Layer(8.0)),
    )


def make_model() -> Model:
    return Model([make_block(), make_block()], Layer(9.0), {"b": 1.0, "a": 2.0}, State(Layer(4.0)))


class Trainer:
    def __init__(self) -> None:
        self.model = make_model()
        self.spare = make_layer(4.0)
        self.kept: list[Layer] = []
"""
_HOLDER = """

class Holder:
    def __init__(self, layer: Layer) -> None:
        self.layer = layer

    def read(self) -> float:
        return self.layer.weight

    def fill(self, number: float) -> None:
        self.layer.weight = number
"""
_TICK = """\
(self, by: float) -> None:
        if by > 1.0:
            self.step += by
            return
        self.head.weight = by
"""
_SHRINK = """\
(self) -> None:
        for layer in self.layers:
            layer.weight /= 2
"""
# Methods and functions that change what they get; a program has those that it calls.
METHODS = {
    "rescale": ("Layer", "(self, by: float) -> None:\n        self.weight *= by\n"),
    "bump": (
        "Layer",
        "(self) -> float:\n        self.weight += 1.0\n        return self.weight\n",
    ),
    "read": ("Layer", "(self) -> float:\n        return self.weight + 1.0\n"),
    "put": (
        "Block",
        (
            "(self, layer: Layer) -> None:\n"
            "        self.best = layer\n        self.layers[0] = layer\n"
        ),
    ),
    "tick": ("Model", _TICK),
    "shrink": ("Block", _SHRINK),
}
FUNCTIONS = {
    "reset": "def reset(layer: Layer) -> None:\n    layer.weight = 0.0\n",
    "doubled": "def doubled(layer: Layer) -> Layer:\n    layer.weight *= 2\n    return layer\n",
    "add": "def add(block: Block, item: Layer) -> None:\n    block.layers.append(item)\n",
    "take": (
        "def take(block: Block) -> float:\n"
        "    value = block.values[0]\n    block.values[0] = value + 1.0\n    return value\n"
    ),
    "limited": (
        "def limited(layer: Layer, most: float) -> None:\n    layer.weight += 1.0\n"
        "    if layer.weight > most:\n        raise KeyError(most)\n    layer.bias = most\n"
    ),
    "untouched": (
        "def untouched(layer: Layer) -> float:\n    copied = copy.deepcopy(layer)\n"
        "    copied.weight = -1.0\n    return copied.weight + layer.weight\n"
    ),
    "first": "def first(block: Block) -> Layer:\n    return block.layers[0]\n",
    "same": "def same(layer: Layer) -> Layer:\n    return layer\n",
    "chosen": (
        "def chosen(one: Layer, two: Layer) -> Layer:\n"
        "    return one if one.weight < two.weight else two\n"
    ),
    "weights": (
        "def weights(block: Block) -> Iterator[float]:\n"
        "    for layer in block.layers:\n        yield layer.weight\n"
    ),
    "weight_of": "def weight_of(layer: Layer) -> float:\n    return layer.weight\n",
    "reader": (
        "def reader(layer: Layer) -> Callable[[], float]:\n"
        "    def read() -> float:\n        return layer.weight\n\n    return read\n"
    ),
    "place": (
        "def place(block: Block, layer: Layer) -> None:\n"
        "    block.best = layer\n    block.layers[0] = layer\n"
    ),
    "bumped": (
        "def bumped(layer: Layer) -> float:\n    layer.weight += 1.0\n    return layer.weight\n"
    ),
    "early": (
        "def early(layer: Layer, by: float) -> float:\n    if by < 0.0:\n        return by\n"
        "    layer.weight += by\n    return layer.weight\n"
    ),
    "both": (
        "def both(layer: Layer, other: Layer) -> float:\n    layer.weight += 1.0\n"
        "    other.weight *= 2.0\n    return layer.weight + other.weight\n"
    ),
    "swap": (
        "def swap(one: Layer, two: Layer) -> None:\n"
        "    one.weight, two.weight = two.weight, one.weight\n"
    ),
    "countdown": (
        "def countdown(layer: Layer, turns: int) -> float:\n    if turns == 0:\n"
        "        return layer.weight\n    layer.weight += 1.0\n"
        "    return countdown(layer, turns - 1)\n"
    ),
    "risky": (
        "def risky(layer: Layer, by: float) -> float:\n    layer.weight += 1.0\n"
        "    layer.bias = 1.0 / by\n    return layer.weight\n"
    ),
    "paired": (
        "def paired(layer: Layer) -> tuple[float, Layer]:\n"
        "    layer.weight += 1.0\n    return layer.weight, layer\n"
    ),
    "chain": ("def chain(layer: Layer) -> float:\n    bumped(layer)\n    return bumped(layer)\n"),
    "caught": (
        "def caught(layer: Layer) -> float:\n    try:\n        return risky(layer, 0.0)\n"
        "    except ZeroDivisionError:\n        layer.weight += 10.0\n"
        "    return layer.weight\n"
    ),
}


def prelude(body: str) -> str:
    """The classes, with the methods and functions that the body calls."""
    classes = {"Layer": _TOP, "Block": _BLOCKS, "State": _STATE, "Model": _MODEL}
    for name, (owner, method) in METHODS.items():
        if re.search(rf"\.{name}\b", body):
            classes[owner] += f"\n    def {name}{method}"
    holder = _HOLDER if "Holder(" in body else ""
    functions = (f"\n\n{FUNCTIONS[name]}" for name in FUNCTIONS if name in _called(body))
    return "".join((*classes.values(), _MAKERS, holder, *functions)) + PRELUDE_ENDS


def _called(body: str) -> set[str]:
    """The functions that the body names, and those that they name."""
    found: set[str] = set()
    while more := {name for name in FUNCTIONS if re.search(rf"(?<!\.)\b{name}\b", body)} - found:
        found |= more
        body = "\n".join(FUNCTIONS[name] for name in more)
    return found
