"""What TL506 says of setters in frozen classes holds in equinox, flax, chex and JAX."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analyzer.support import findings
from treelint.rules.tl506_module_property_setter import rule

HEAD = (
    "import dataclasses\nimport chex\nimport equinox as eqx\nimport flax\n"
    "import jax\nfrom flax import struct\n"
)
CLASS = """\
    a: int
    @property
    def b(self):
        return self.a
    @b.setter
    def b(self, value):
        called.append(value)
        self.a = value
"""
FROZEN = [
    "class M(eqx.Module):\n",
    "class B(eqx.Module):\n    pass\nclass M(B):\n",
    "@flax.struct.dataclass\nclass M:\n",
    "class M(struct.PyTreeNode):\n",
    "@chex.dataclass(frozen=True)\nclass M:\n",
    "@jax.tree_util.register_dataclass\n@dataclasses.dataclass(frozen=True)\nclass M:\n",
]
MUTABLE = [
    "@chex.dataclass\nclass M:\n",
    "@flax.struct.dataclass(frozen=False)\nclass M:\n",
    "@jax.tree_util.register_dataclass\n@dataclasses.dataclass\nclass M:\n",
]


def made(head: str, called: list[int]) -> Any:
    names: dict[str, Any] = {"called": called}
    exec(HEAD + head + CLASS, names)  # noqa: S102
    return names["M"](a=1)


@pytest.mark.parametrize("head", FROZEN)
def test_the_setter_is_never_called_and_raises_if_it_is(head: str) -> None:
    called: list[int] = []
    model = made(head, called)
    with pytest.raises((AttributeError, TypeError)):
        model.b = 2
    assert not called
    with pytest.raises(AttributeError):
        object.__setattr__(model, "b", 2)
    assert called
    assert model.b == 1
    assert len(findings(HEAD + head + CLASS, rule)) == 1


@pytest.mark.parametrize("head", MUTABLE)
def test_the_setter_of_what_is_not_frozen_works(head: str) -> None:
    called: list[int] = []
    model = made(head, called)
    model.b = 2
    assert called == [2]
    assert model.b == 2
    assert not findings(HEAD + head + CLASS, rule)


def test_a_module_raises_in_its_constructor_too() -> None:
    called: list[int] = []
    head = "class M(eqx.Module):\n    def __init__(self, a):\n        self.b = a\n"
    with pytest.raises(AttributeError):
        made(head, called)
    assert not called


def test_a_subclass_that_is_no_dataclass_calls_it_for_what_is_no_field() -> None:
    head = "@jax.tree_util.register_dataclass\n@dataclasses.dataclass(frozen=True)\nclass A:\n"
    code = head + CLASS.replace("self.a = value", "self.c = value") + "class M(A): ...\n"
    names: dict[str, Any] = {"called": []}
    exec(HEAD + code, names)  # noqa: S102
    model = names["M"](1)
    model.b = 5
    assert model.c == 5
    assert not findings(HEAD + code, rule)
