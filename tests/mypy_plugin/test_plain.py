"""What is known of a selector at a glance is what the model finds: both over random code."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from treelint_mypy import tree_at
from treelint_mypy.plain import Plain, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.checker import TypeChecker
    from mypy.nodes import Expression

    from tests.mypy_plugin.harness import Run

HEAD = """
from typing import Any, Generic, NamedTuple, TypeVar, Union
import equinox as eqx
from jax import Array

T = TypeVar("T")

class Point(NamedTuple):
    x: Array
    y: Array

class Box(eqx.Module, Generic[T]):
    inside: T

class Leaf(eqx.Module):
    weight: Array
    bias: Array | None
    size: int = eqx.field(static=True)
    rate: float

    def method(self) -> Array:
        return self.weight

    @property
    def doubled(self) -> Array:
        return self.weight

class Special(Leaf):
    more: Array

class Model(eqx.Module):
    leaves: list[Leaf]
    pair: tuple[Leaf, Array]
    each: tuple[Leaf, ...]
    table: dict[str, Leaf]
    head: Leaf
    maybe: Leaf | None
    either: Leaf | Box[Array]
    box: Box[Leaf]
    point: Point
    arrays: list[Array]
    anything: Any

def update(x: Array) -> Array: return x
def update_leaf(x: Leaf) -> Leaf: return x
a: Array
l: Leaf
several: tuple[Array, Array]
"""
FIELDS = ("leaves", "pair", "each", "table", "head", "maybe", "either", "box", "point", "arrays")
MEMBERS = ("weight", "weight", "weight", "bias", "rate", "size", "method", "doubled", "more")
KEYS = ("0", "0", "1", "-1", "2", "'a'", "'b'", "index", "0:1", "1.5", "True")
REPLACED = (
    *("a", "l", "1.0", "None", "several", "(a, a)", "[a, a]", "(a,)", "(a, a, a)", "(*several,)"),
    *("[a for _ in range(2)]", "several if index else several", "(a, l)"),
)
OTHERS = ("m", "m.head.method()", "index", "l.weight", "(m, m.head)", "()", "m[0]", "m.head()")
FUNCTIONS = ("update", "update_leaf", "lambda x: x", "lambda x: x.weight", "lambda: a", "a")


RIGHT = (
    *("leaves[0].weight", "leaves[1].rate", "leaves[-1]", "pair[0].weight", "pair[1]", "head"),
    *("each[0].weight", "each[1]", "table['a'].weight", "table['b']", "head.weight", "head.rate"),
    *("box.inside.weight", "box.inside", "arrays[0]", "arrays[-1]", "arrays", "leaves", "point.x"),
)


def path(choose: random.Random, root: str) -> str:
    """Some steps from a variable, most of them to what is there."""
    if choose.random() < 0.8:
        return f"{root}.{choose.choice(RIGHT)}"
    field = choose.choice((*FIELDS, "anything", "missing"))
    text = f"{root}.{field}"
    if field in {"leaves", "pair", "each", "table", "arrays"} and choose.random() < 0.8:
        text += f"[{choose.choice(KEYS)}]"
    if field == "point":
        return text + choose.choice((".x", ".y", "[0]", ".count", ""))
    if choose.random() < 0.8:
        text += f".{choose.choice(MEMBERS)}"
    return text + choose.choice((".shape", "[0]", ".T", ".at[0]", *[""] * 20))


def selector(choose: random.Random) -> str:
    """A lambda: one path, several of them, or a loop."""
    match choose.randrange(8):
        case 0 | 1 | 2:
            body = path(choose, "m")
        case 3 | 4 | 5:
            paths = [path(choose, "m") for _ in range(choose.randint(1, 3))]
            if choose.random() < 0.2:
                paths.append(paths[0].rpartition(".")[0])
            body = choose.choice(("({},)", "[{}]")).format(", ".join(paths))
        case 6:
            values = f"m.{choose.choice(('leaves', 'leaves', 'each', 'table', 'pair', 'arrays'))}"
            name = choose.choice(("n", "m"))
            element = f"{name}.{choose.choice(MEMBERS)}"
            condition = choose.choice(("", "", f" if {name} is not None"))
            body = f"[{element} for {name} in {values}{condition}]"
        case _:
            body = choose.choice(OTHERS)
    parameter = choose.choice((*["m"] * 12, "m=None", "*m", "m, n", "n"))
    return f"lambda {parameter}: {body}"


def call(choose: random.Random) -> str:
    """A call of `tree_at`, most of them right."""
    given = {
        "where": selector(choose),
        "pytree": choose.choice((*["model"] * 9, "special", "anything", "self")),
    }
    if choose.random() < 0.6:
        given["replace"] = choose.choice(REPLACED)
    if ("replace" not in given) is (choose.random() < 0.9):
        given["replace_fn"] = choose.choice(FUNCTIONS)
    if choose.random() < 0.1:
        given["is_leaf"] = "lambda x: x is None"
    arguments = [f"{name}={value}" for name, value in given.items()]
    if choose.random() < 0.05:
        arguments.append(choose.choice(("*rest", "**rest", "shape=1")))
    return f"eqx.tree_at({', '.join(arguments)})"


def module(seed: int, number: int) -> str:
    """A function with a call, again and again."""
    choose = random.Random(seed)  # noqa: S311 - nothing here is secret
    functions = [
        f"def f{index}(model: Model, special: Special, anything: Any, self: T, index: int,"
        f" rest: Any) -> None:\n    reveal_type({call(choose)})\n"
        for index in range(number)
    ]
    return HEAD + "".join(functions)


def without(function: Expression | None, api: TypeChecker) -> None:
    """Nothing is known at a glance."""


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("settings", ["", "enable_error_code = tree-at-type\n"])
def test_the_model_says_the_same(
    seed: int,
    settings: str,
    check_alone: Callable[..., Run],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known: list[Plain | None] = []

    def counted(function: Expression | None, api: TypeChecker) -> Plain | None:
        known.append(plain(function, api))
        return known[-1]

    source = module(seed, 600)
    monkeypatch.setattr(tree_at, "plain", counted)
    at_a_glance = check_alone({"many.py": source}, settings)
    assert "internal error" not in at_a_glance.output
    # The same module once more, and not from the cache.
    monkeypatch.setattr(tree_at, "plain", without)
    in_full = check_alone({"many.py": source + "\n"}, settings)
    lines = source.splitlines()
    said, expected = at_a_glance.messages["many.py"], in_full.messages["many.py"]
    different = {
        lines[line - 1]: (said.get(line), expected.get(line))
        for line in {*said, *expected}
        if said.get(line) != expected.get(line)
    }
    assert not different
    number = sum(one is not None for one in known)
    assert 120 < number < 480
