"""What is said of selectors for trees of every kind of class."""

import pytest

from tests.analyzer.support import ALL, check
from treelint.engine import Config

CODES = {"TL101", "TL103", "TL208", "TL209", "TL211", "TL702", "TL704", "TL705"}
TYPED = Config(tuple(rule for rule in ALL.rules if rule.code in CODES))

CLASSES = """\
from __future__ import annotations
import abc, dataclasses, functools, typing
from typing import Any, ClassVar, Generic, NamedTuple, Optional, Self, TypeVar, Union
import chex, flax
import equinox as eqx, jax, jax.numpy as jnp
from equinox import tree_at as at
from jaxtyping import Array, Float

T = TypeVar("T")

@jax.tree_util.register_dataclass
@dataclasses.dataclass
class Registered:
    a: Array
    s: int = dataclasses.field(metadata=dict(static=True), default=1)

@dataclasses.dataclass
class Listed:
    a: Array
    s: int
    d: int = 0

jax.tree_util.register_dataclass(Listed, ["a"], ["s"], ["d"])

@dataclasses.dataclass
class Leaf:
    s: int

class Struct(flax.struct.PyTreeNode):
    a: Array
    s: int = flax.struct.field(pytree_node=False)

@chex.dataclass
class Chex:
    a: Array

class Named(NamedTuple):
    a: Array
    s: int
    def method(self): return self.a

class Kind(eqx.Enumeration):
    one = "one"

class Generic1(eqx.Module, Generic[T]):
    inner: T
    s: int = eqx.field(static=True)
    def with_self(self: Self) -> Self:
        return at(lambda m: m.s, self, 1)  # TL702
    def wrong(self):
        return at(lambda m: m.spelt, self, 1)

class Sub(Generic1[int]):
    inner: int
    extra: Array

class Wrapper(eqx.Module):
    inner: Any
    def __getattr__(self, name): return getattr(self.inner, name)

class Members(eqx.Module, strict=True):
    a: Array
    b: list[Array]
    c: ClassVar[int] = 3
    d: "ClassVar[int]" = 3
    u = jax.nn.relu
    @property
    def child(self):
        '''A child.'''
        return self.a
    @child.setter
    def child(self, value): ...
    @property
    def static(self): return self.first.s
    @property
    def first(self) -> Generic1: ...
    @property
    def item(self): return self.b[0]
    @property
    def half(self): return self.a[0]
    @property
    def through(self): return self.half
    @property
    def summed(self): return self.a.sum()
    @property
    def missing(self): return self.nothing
    @property
    def itself(self): return self.itself
    @property
    def method_of(self): return self.method
    @functools.cached_property
    def cached(self): return jnp.exp(self.a)
    def method(self): ...
    @classmethod
    def of_class(cls): ...
    @staticmethod
    def of_none(): ...
    @eqx.filter_jit
    def jitted(self): ...
    class Inner: ...

class Abstract(eqx.Module):
    x: eqx.AbstractVar[int]
    @abc.abstractmethod
    def method(self): ...
    @property
    @abc.abstractmethod
    def prop(self): return 1.0

class Mixed(eqx.Module):
    either: Array | Sub
    other: float

class Known(eqx.Module):
    bias: Array | None = None
    other: float = 0.5
"""

SELECTED = """\
r: Registered, at(lambda t: t.s, r, 1)  # TL702
r: Listed, at(lambda t: t.s, r, 1)  # TL702
r: Listed, at(lambda t: t.d, r, 1)
r: Leaf, at(lambda t: t.s, r, 1)
r: Struct, at(lambda t: t.s, r, 1)  # TL702
r: Struct, at(lambda t: t.replace, r, 1)
r: Named, at(lambda t: t.method, r, 1)  # TL705
r: Named, at(lambda t: t._fields, r, 1)
r: Kind, at(lambda t: t.one, r, 1)
r: Generic1[int], at(lambda t: t.s, r, 1)  # TL702
r: Generic1[int], at(lambda t: t.inner.weight, r, 1)
r: Sub, at(lambda t: t.s, r, 1)  # TL702
r: Union[Generic1, Sub], at(lambda t: t.s, r, 1)  # TL702
r: Sub | None, at(lambda t: t.s, r, 1)  # TL702
r: Sub | Struct | Any, at(lambda t: t.s, r, 1)
r: Sub | Chex, at(lambda t: t.s, r, 1)
r: Optional[Sub], at(lambda t: t.extra.T, r, 1)  # TL103
r: Sub | Generic1, at(lambda t: t.s, r, 1)  # TL702
r, at(lambda t: t.b, Named(1, 2) if r else Known(), 1)  # TL704
r: Named, at(lambda t: t.b, Known() if r else r, 1)
r: Wrapper, at(lambda t: t.s, r, 1)
r: Members, at(lambda t: t.c, r, 1)  # TL705
r: Members, at(lambda t: t.d, r, 1)  # TL705
r: Members, at(lambda t: t.u, r, 1)
r: Members, at(lambda t: t.child, r, 1)
r: Members, at(lambda t: t.child.T, r, 1)  # TL103
r: Members, at(lambda t: t.static, r, 1)  # TL702
r: Members, at(lambda t: t.first.inner, r, 1)
r: Members, at(lambda t: t.item, r, 1)
r: Members, at(lambda t: t.half, r, 1)  # TL705
r: Members, at(lambda t: t.through, r, 1)  # TL705
r: Members, at(lambda t: t.summed, r, 1)  # TL705
r: Members, at(lambda t: t.missing, r, 1)
r: Members, at(lambda t: t.itself, r, 1)
r: Members, at(lambda t: t.method_of, r, 1)  # TL705
r: Members, at(lambda t: t.cached, r, 1)  # TL705
r: Members, at(lambda t: t.method, r, 1)  # TL705
r: Members, at(lambda t: t.method(), r, 1)
r: Members, at(lambda t: t.method.__self__.a, r, 1)
r: Members, at(lambda t: t.of_class, r, 1)  # TL705
r: Members, at(lambda t: t.of_none, r, 1)  # TL705
r: Members, at(lambda t: t.jitted, r, 1)  # TL705
r: Members, at(lambda t: t.__dict__, r, 1)
r: Members, at(lambda t: t.b[0].T, r, 1)  # TL103
r: Members, at(lambda t: [x[0] for x in t.b], r, 1)  # TL103
r: Members, at(lambda t: [x for x in t.a], r, 1)  # TL103
r: Members, at(lambda t: t.b[1:], r, (1,))
r: Members, at(lambda t: -t.a, r, 1)  # TL103
r: Abstract, at(lambda t: t.x, r, 1)
r: Abstract, at(lambda t: t.method, r, 1)
r: Abstract, at(lambda t: t.prop, r, 1)
r: eqx.nn.StateIndex, at(lambda t: t.marker, r, 1)  # TL702
r: eqx.nn.StateIndex, at(lambda t: t.init, r, 1)
r: eqx.nn.Shared, at(lambda t: t.pytree, r, 1)
r: eqx.nn.Dropout, at(lambda t: t.inference, r, True)
r: Members, at(lambda t: (t.a, other.b), r, (1, 2))
r: Members, at(lambda t: t.b.count, r, 1)
r: float, at(lambda t: [x for x in t], r, (1,))
r: Registered, at(lambda t: [x for x in t.s], r, (1,))  # TL702
r: Registered | float, at(lambda t: t.a if t.a > 2 else t.s, r, 1)
r: Known, at(lambda t: t.other if t.other > 2 else t.bias, r, 1)  # TL101
r: Mixed, at(lambda t: t.other if t.either > 2 else t.either, r, 1)
r: list[Sub], at(lambda t: [x.s for x in t], r, (1,))  # TL702
r: dict[str, Sub], at(lambda t: [x.s for x in t.values()], r, (1,))  # TL702
r: dict[str, Sub], at(lambda t: [x.s for k, x in t.items()], r, (1,))  # TL702
r: dict[str, Sub], at(lambda t: t["a"].s, r, 1)  # TL702
r, at(lambda t: t.s, Sub(1, 2, 3), 1)  # TL702
r, at(lambda t: t.extr, Sub(1, 2, 3), 1)  # TL704
r, at(lambda t: t.b, Registered(1), 1)  # TL704
r, at(lambda t: t.b, Named(1, 2), 1)  # TL704
r, at(lambda t: t.keys, Chex(a=1), 1)
r, at(lambda t: t.b, Wrapper(1), 1)
r, at(lambda t: t.extr, (Sub(1, 2, 3),)[0], 1)  # TL704
r, at(lambda t: t[1].extr, (1, Sub(1, 2, 3)), 1)  # TL704
r: type[Sub], at(lambda t: t.extr, r(1, 2, 3), 1)
r, at(lambda t: t.bias, Known(), 1)  # TL208
r, at(lambda t: t.bias, Known(None), 1)  # TL208
r, at(lambda t: t.bias, Known(r), 1)
r, at(lambda t: t[0].bias, [Known()], 1)  # TL208
r, at(lambda t: t.get("a"), {"a": None}, 1)
r, at(lambda t: t["a"], {"a": None}, 1)  # TL208
r, at(lambda t: t["b"], {"a": None}, 1)
r, at(lambda t: t, None, 1)
r, at(lambda t: t.bias, at(lambda t: t.bias, Known(), 1, is_leaf=r), 1)
r: Known, at(lambda t: t.other, r, abs)
r: Known, at(lambda t: t.other, r, jnp.exp)  # TL211
r: Known, at(lambda t: t.bias, r, lambda b: b)  # TL211
r: Known, at(lambda t: (t.bias, t.other), r, (lambda b: b, 1))  # TL211
r: Known, at(lambda t: [t.bias, *t.other], r, (lambda b: b, 1))
r: Members, at(lambda t: t.b, r, (1, 2))  # TL209
r: Members, at(lambda t: t.b, r, replace_fn=tuple)
"""


@pytest.mark.parametrize("line", SELECTED.splitlines())
def test_selected(line: str) -> None:
    parameter, _, call = line.partition(", at")
    code = f"{CLASSES}\ndef f({parameter}):\n    return at{call}\n"
    checked = check(code, TYPED)
    assert not checked.failures
    row = code.splitlines().index(f"    return at{call}") + 1
    found = [finding.code for finding in checked.findings if finding.start.row == row]
    assert found == [code for code in [call.partition("# ")[2]] if code]


def test_self() -> None:
    found = check(CLASSES, TYPED).findings
    rows = CLASSES.splitlines()
    assert [(item.code, rows[item.start.row - 1].rpartition("# ")[2]) for item in found] == [
        ("TL702", "TL702")
    ]
