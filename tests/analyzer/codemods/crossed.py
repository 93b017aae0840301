"""Programs in which something gets hold of a part of a tree, which then changes: all combinations.

Each way to hold a part meets each place where the tree may be kept, and each way to change it.
"""

from __future__ import annotations

import re
from itertools import product
from textwrap import indent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PRELUDE = """\
import contextlib
import copy
import dataclasses
import functools
import itertools
import operator
from typing import Any

import equinox as eqx

KEPT: list[Any] = []


class Layer(eqx.Module):
    weight: float

    def read(self) -> float:
        return self.weight

    def scale(self, by: float) -> None:
        self.weight *= by


class Block(eqx.Module):
    layers: list[Layer]
    values: list[float]
    best: Layer | None = None
"""
_METHODS = {
    "first": "return self.layers[0]",
    "boxed": "return Box(self.layers[0])",
    "listed": "return [one for one in self.layers]",
    "registered": "KEPT.append(self.layers[0])",
    "registered_later": "one = self.layers[0]\nKEPT.append(one)",
    "reader": "return lambda: self.layers[0].weight",
    "grow": "self.layers[0].weight += 1.0",
}
_FUNCTIONS = {
    "make": ("", "return Block([Layer(1.0), Layer(2.0)], [0.5])"),
    "scale": ("block: Block", "block.layers[0].weight *= 2.0"),
    "weight_of": ("layer: Layer", "return layer.weight"),
    "first_of": ("block: Block", "return block.layers[0]"),
    "first_later": ("block: Block", "one = block.layers[0]\nreturn one"),
    "first_in_a_list": ("block: Block", "one = block.layers[0]\nreturn [one]"),
    "first_and_more": ("block: Block", "return 1, block.layers[0]"),
    "first_by_a_call": ("block: Block", "return first_later(block)"),
    "boxed": ("block: Block", "box = Box(None)\nbox.layer = block.layers[0]\nreturn box"),
    "keep": ("block: Block", "KEPT.append(block.layers[0])"),
    "keep_later": ("block: Block", "one = block.layers[0]\nKEPT.append(one)"),
    "keep_much_later": ("block: Block", "one = block.layers[0]\ntwo = [one]\nKEPT.extend(two)"),
    "keep_each": ("block: Block", "for one in block.layers:\n    KEPT.append(one)"),
    "keep_by_a_call": ("block: Block", "keep_later(block)"),
    "keep_in_a_global": ("block: Block", "global KEPT\none = block.layers[0]\nKEPT = [one]"),
    "keep_in_a_default": ("block: Block", "KEPT.append(lambda one=block.layers[0]: one.weight)"),
    "reader": ("block: Block", "return lambda: block.layers[0].weight"),
    "reader_later": ("block: Block", "one = block.layers[0]\nreturn lambda: one.weight"),
    "inner_reader": (
        "block: Block",
        "def inner():\n    return block.layers[0].weight\nreturn inner",
    ),
    "each": ("block: Block", "yield from block.layers"),
    "each_later": ("block: Block", "one = block.layers[0]\nyield one"),
    "unpacked": ("block: Block", "one, *_ = block.layers\nreturn one"),
    "chosen": ("block: Block", "return block.layers[0] if KEPT is not None else Layer(0.0)"),
    "first_by_max": ("block: Block", "return max(block.layers, key=lambda one: one.weight)"),
    "first_by_next": ("block: Block", "return next(iter(block.layers))"),
    "first_of_a_list": ("block: Block", "return list(block.layers)[0]"),
    "first_by_a_loop": ("block: Block", "return [one for one in block.layers][0]"),
    "first_of_a_copy": ("block: Block", "return block.layers.copy()[0]"),
    "first_by_a_lambda": ("block: Block", "return (lambda one: one)(block.layers[0])"),
    "first_by_a_method": ("block: Block", "return block.first()"),
    "keep_by_a_box": ("block: Block", "box = Box(block.layers[0])\nKEPT.append(box)"),
    "keep_by_unpacking": ("block: Block", "_, one = 1, block.layers[0]\nKEPT.append(one)"),
    "keep_by_a_swap": (
        "block: Block",
        "one, two = block.layers[0], 1\none, two = two, one\nKEPT.append(two)",
    ),
    "keep_in_a_branch": (
        "block: Block",
        "one = None\nif KEPT == []:\n    one = block.layers[0]\nKEPT.append(one)",
    ),
    "keep_by_walrus": ("block: Block", "if one := block.layers[0]:\n    KEPT.append(one)"),
    "keep_by_a_class": (
        "block: Block",
        "class Held:\n    layer = block.layers[0]\nKEPT.append(Held)",
    ),
    "keep_on_the_function": ("block: Block", "keep_on_the_function.layer = block.layers[0]"),
    "twice": ("", "one = Layer(9.0)\nreturn [one, one]"),
    "twice_by_a_product": ("", "return [Layer(9.0)] * 2"),
    "known": ("", "if not KEPT:\n    KEPT.append(Layer(9.0))\nreturn KEPT[0]"),
    "kept_and_given": ("", "one = Layer(9.0)\nKEPT.append(one)\nreturn one"),
    "put_twice": ("block: Block, layer: Layer", "block.best = layer\nblock.layers[0] = layer"),
    "put_and_keep": ("block: Block, layer: Layer", "block.layers[0] = layer\nKEPT.append(layer)"),
    "put_and_return": ("block: Block, layer: Layer", "block.layers[0] = layer\nreturn layer"),
    "put_own_and_return": (
        "block: Block",
        "layer = Layer(9.0)\nblock.layers[0] = layer\nreturn layer",
    ),
    "put_own_twice": ("block: Block", "layer = Layer(9.0)\nblock.layers[:] = [layer, layer]"),
    "put_part_twice": ("block: Block", "block.best = block.layers[0]"),
    "move": ("block: Block, other: Block", "other.best = block.layers[0]"),
    "keep_all": ("*blocks: Block", "KEPT.extend(blocks)"),
    "keep_named": ("**blocks: Block", "KEPT.extend(blocks.values())"),
}
_REST = """

class Box:
    layer: Any

    def __init__(self, layer: Any) -> None:
        self.layer = layer

    def keep(self, block: Block) -> None:
        one = block.layers[0]
        self.layer = one


class Registered:
    def __init__(self, layer: Any, more: Any = None) -> None:
        self.more = more
        KEPT.append(layer)


class Carrier(Exception):
    pass


"""

HOLDS = (
    "held = {r}",
    "held = {r}.layers[0]",
    "held = {r}.layers",
    "one = {r}.layers[0]\nheld = one",
    "one = {r}.layers[0]\nheld = [one]",
    "held = [{r}.layers[0]]",
    'held = {{"a": {r}.layers}}',
    "held = dict(a={r}.layers[0])",
    "held = {{0: {r}.layers[0]}}",
    "held = []\nheld.append({r}.layers[0])",
    "held = []\none = {r}.layers[0]\nheld.append(one)",
    "held = []\nheld += [{r}.layers[0]]",
    "held = []\nheld[:0] = {r}.layers",
    "held = Box({r}.layers[0])",
    "Registered({r}.layers[0])\nheld = None",
    "Registered(more=1, layer={r}.layers)\nheld = None",
    "held = Registered(1, {r}.layers[0])",
    "held = Box(None)\nheld.layer = {r}.layers[0]",
    "held = Box(None)\none = {r}.layers[0]\nheld.layer = one",
    'held = Box(None)\nsetattr(held, "layer", {r}.layers[0])',
    "held = Box(None)\nheld.keep({r})",
    "held = lambda: {r}.layers[0].weight",
    "one = {r}.layers[0]\nheld = lambda: one.weight",
    "held = lambda one={r}.layers[0]: one.weight",
    "def held():\n    return {r}.layers[0].weight",
    "one = {r}.layers[0]\ndef held():\n    return one.weight",
    "def held(one={r}.layers[0]):\n    return one.weight",
    "class Held:\n    layer = {r}.layers[0]\nheld = Held",
    "held = first_of({r})",
    "held = first_later({r})",
    "held = first_in_a_list({r})",
    "_, held = first_and_more({r})",
    "held = first_by_a_call({r})",
    "held = boxed({r})",
    "held = reader({r})",
    "held = reader_later({r})",
    "held = inner_reader({r})",
    "held = list(each({r}))",
    "held = list(each_later({r}))",
    "held = unpacked({r})",
    "held = chosen({r})",
    "keep({r})\nheld = KEPT",
    "keep_later({r})\nheld = KEPT",
    "keep_much_later({r})\nheld = KEPT",
    "keep_each({r})\nheld = KEPT",
    "keep_by_a_call({r})\nheld = KEPT",
    "keep_in_a_global({r})\nheld = None",
    "keep_in_a_default({r})\nheld = KEPT[-1]",
    "keep_all({r})\nheld = KEPT",
    "keep_named(a={r})\nheld = KEPT",
    "held = first_by_max({r})",
    "held = first_by_next({r})",
    "held = first_of_a_list({r})",
    "held = first_by_a_loop({r})",
    "held = first_of_a_copy({r})",
    "held = first_by_a_lambda({r})",
    "held = first_by_a_method({r})",
    "keep_by_a_box({r})\nheld = None",
    "keep_by_unpacking({r})\nheld = None",
    "keep_by_a_swap({r})\nheld = None",
    "keep_in_a_branch({r})\nheld = None",
    "keep_by_walrus({r})\nheld = None",
    "keep_by_a_class({r})\nheld = KEPT[-1].layer",
    "keep_on_the_function({r})\nheld = keep_on_the_function.layer",
    "held = {r}.first()",
    "held = Block.first({r})",
    "held = {r}.boxed()",
    "held = {r}.listed()",
    "{r}.registered()\nheld = KEPT",
    "{r}.registered_later()\nheld = KEPT",
    "held = {r}.reader()",
    "held = {r}.first",
    "held = {r}.layers[0].read",
    "held = list({r}.layers)",
    "held = {r}.layers.copy()",
    "held = [*{r}.layers]",
    "held = {r}.layers[:]",
    "held = {r}.layers + []",
    "held, *_ = {r}.layers",
    "for held in {r}.layers:\n    break",
    "held = [one for one in {r}.layers]",
    "held = max({r}.layers, key=lambda one: one.weight)",
    "held = next(iter({r}.layers))",
    "held = list(zip({r}.layers))",
    "held = list(map(lambda one: one, {r}.layers))",
    "held = list(itertools.chain({r}.layers))",
    "held = functools.partial(weight_of, {r}.layers[0])",
    "held = functools.reduce(lambda one, _: one, {r}.layers)",
    'held = operator.attrgetter("layers")({r})',
    'held = getattr({r}, "layers")',
    "held = copy.copy({r})",
    "held = copy.deepcopy({r})",
    "held = dataclasses.replace({r}, values=[1.0])",
    "held = eqx.tree_at(lambda one: one.values, {r}, [1.0])",
    "held = Block({r}.layers, [])",
    "held = make()\nheld.best = {r}.layers[0]",
    "held = make()\nheld.layers.append({r}.layers[0])",
    "held = make()\none = {r}.layers[0]\nheld.layers[0] = one",
    "with contextlib.nullcontext({r}.layers[0]) as held:\n    pass",
    "match {r}:\n    case Block(layers=[held, *_]):\n        pass",
    "try:\n    raise Carrier({r}.layers[0])\nexcept Carrier as error:\n    held = error.args[0]",
    "held = vars({r})",
    "held = {r}.layers[0] or None",
    "(held := {r}.layers[0])",
    "{r}.best = {r}.layers[0]\nheld = None",
    "{r}.layers.append({r}.layers[0])\nheld = None",
    "one = Layer(9.0)\n{r}.layers[0] = one\nheld = one",
    "one = Layer(9.0)\n{r}.layers = [one, one]\nheld = None",
    "held = [Layer(9.0)]\n{r}.layers = held",
    "{r}.layers = [Layer(9.0)] * 2\nheld = None",
    "{r}.layers = twice()\nheld = None",
    "{r}.layers = twice_by_a_product()\nheld = None",
    "{r}.layers[0] = {r}.best = known()\nheld = None",
    "{r}.layers[0] = known()\nheld = known()",
    "{r}.layers[0] = kept_and_given()\nheld = None",
    "one = Layer(9.0)\n{r}.layers = [one for _ in range(2)]\nheld = None",
    "one = Layer(9.0)\n{r}.layers = [one] * 2\nheld = None",
    "one = Layer(9.0)\n{r}.layers = list(itertools.repeat(one, 2))\nheld = None",
    "{r}.layers = [*dict.fromkeys((1, 2), Layer(9.0)).values()]\nheld = None",
    "one = Layer(9.0)\n{r}.layers.extend([one, one])\nheld = None",
    "one = [Layer(9.0)]\n{r}.layers += one\nheld = one",
    "{r}.layers += {r}.layers\nheld = None",
    "{r}.layers *= 2\nheld = None",
    "{r}.layers[0], {r}.layers[1] = {r}.layers[1], {r}.layers[1]\nheld = None",
    "{r}.layers[0] = {r}.layers[1]\nheld = None",
    "for place in range(2):\n    {r}.layers[place] = {r}.layers[0]\nheld = None",
    "held = {r}.layers.pop(0)\n{r}.layers.insert(0, held)",
    "held = Layer(9.0)\nput_twice({r}, held)",
    "put_twice({r}, Layer(9.0))\nheld = None",
    "put_and_keep({r}, Layer(9.0))\nheld = None",
    "held = put_and_return({r}, Layer(9.0))",
    "held = put_own_and_return({r})",
    "put_own_twice({r})\nheld = None",
    "put_part_twice({r})\nheld = None",
    "held = make()\nmove({r}, held)",
    "held = make()\nmove(held, {r})",
)
CHANGES = (
    "{r}.layers[0].weight = 4.0",
    "{r}.layers[0].weight += 4.0",
    "for each_one in {r}.layers:\n    each_one.weight = 4.0",
    "part = {r}.layers[0]\npart.weight = 4.0",
    "{r}.layers[0].scale(4.0)",
    "scale({r})",
    "{r}.grow()",
    'setattr({r}.layers[0], "weight", 4.0)',
    "{r}.layers[0] = Layer(4.0)",
    "{r}.layers.append(Layer(4.0))",
    "{r}.layers.reverse()",
    "{r}.layers = [*{r}.layers, Layer(4.0)]",
)
# Where the tree is kept: how to write it, and the program around the two.
PLACES = {
    "script": (
        "block",
        """\
block = make()
{hold}
{change}
result = copy.deepcopy((block, held))""",
    ),
    "local": (
        "block",
        """\
def run():
    block = make()
{inner}    return block, held


result = run()
held = result[1]""",
    ),
    "parameter": (
        "block",
        """\
def run(block: Block):
{inner}    return held


block = make()
held = run(block)
result = copy.deepcopy((block, held))""",
    ),
    "changed by a function": (
        "block",
        """\
def run(block: Block) -> None:
{inner_change}

block = make()
{hold}
run(block)
result = copy.deepcopy((block, held))""",
    ),
    "held by a function": (
        "block",
        """\
def run(block: Block):
{inner_hold}    return held


block = make()
held = run(block)
{change}
result = copy.deepcopy((block, held))""",
    ),
    "called twice": (
        "block",
        """\
def run(block: Block):
{inner_change}{inner_hold}    return held


block = make()
held = run(block)
again = run(block)
result = copy.deepcopy((block, held, again))""",
    ),
    "attribute": (
        "owner.block",
        """\
class Owner:
    def __init__(self) -> None:
        self.block = make()


owner = Owner()
{hold}
{change}
result = copy.deepcopy((owner.block, held))""",
    ),
    "two methods": (
        "self.block",
        """\
class Owner:
    def __init__(self) -> None:
        self.block = make()

    def hold(self):
{deep_hold}        return held

    def change(self):
{deep_change}

owner = Owner()
held = owner.hold()
owner.change()
result = copy.deepcopy((owner.block, held))""",
    ),
    "item": (
        "blocks[0]",
        """\
blocks = [make()]
{hold}
{change}
result = copy.deepcopy((blocks, held))""",
    ),
    "global": (
        "BLOCK",
        """\
BLOCK = make()


def run():
    global BLOCK
{inner}    return held


held = run()
result = copy.deepcopy((BLOCK, held))""",
    ),
}
# Ways after which nothing holds a part of it.
FREE = (
    "held = None",
    "held = copy.deepcopy({r})",
    "held = {r}.layers[0].weight",
    "print({r}.layers[0].weight)\nheld = {r}.layers[0].read()",
)
# What is held may be a function: see what it gives now.
_LOOK = "\nresult = result, KEPT, held() if callable(held) and not isinstance(held, type) else 0\n"


def crossed() -> Iterator[str]:
    """All of the programs, each as its source; what it did stands in `result`."""
    for hold, change, place in product((*HOLDS, *FREE), CHANGES, PLACES):
        yield program(hold, change, place)


def program(hold: str, change: str, place: str) -> str:
    """One of them."""
    root, around = PLACES[place]
    hold, change = hold.format(r=root), change.format(r=root)
    text = around.format(
        hold=hold,
        change=change,
        inner=_in(hold, 4) + _in(change, 4),
        inner_hold=_in(hold, 4),
        inner_change=_in(change, 4),
        deep_hold=_in(hold, 8),
        deep_change=_in(change, 8),
    )
    body = f"{text}{_LOOK}"
    used = _used(body)
    methods = "".join(
        f"\n    def {name}(self):\n{_in(lines, 8)}"
        for name, lines in _METHODS.items()
        if f"method {name}" in used
    )
    functions = "\n\n".join(
        f"def {name}({given}):\n{_in(lines, 4)}"
        for name, (given, lines) in _FUNCTIONS.items()
        if name in used
    )
    return f"{_PRELUDE}{methods}{_REST}{functions}\n\n{body}"


def _used(text: str) -> set[str]:
    """The functions, and the methods of blocks, that a text needs."""
    found: set[str] = set()
    pending = [text]
    while pending:
        part = pending.pop()
        for name, (_, lines) in _FUNCTIONS.items():
            if re.search(rf"(?<![.\w]){name}\b", part) and name not in found:
                found.add(name)
                pending.append(lines)
        for name, lines in _METHODS.items():
            if re.search(rf"\.{name}\b", part) and f"method {name}" not in found:
                found.add(f"method {name}")
                pending.append(lines)
    return found


def _in(text: str, width: int) -> str:
    return indent(text, " " * width) + "\n"
