# ruff: noqa
# fmt: off
"""`jax.tree_util.Partial` does not see the leaves of a module that it wraps."""
from __future__ import annotations

from typing import Any, Callable

import equinox as eqx
import jax
from jax import Array
from jax.tree_util import Partial as JaxPartial

from models import Model, Wrapper


def over(m: Model, mlp: eqx.nn.MLP, either: Model | eqx.nn.MLP, open_: Model | Callable[[Array], Array], a: Any) -> None:
    # E: `jax.tree_util.Partial` hides the leaves of a module that it wraps: JAX sees none of them; use `equinox.Partial` or `treeops.Partial` over the module itself  [partial]
    JaxPartial(m)
    # E: `jax.tree_util.Partial` hides the leaves of a module that it wraps: JAX sees none of them; use `equinox.Partial` or `treeops.Partial` over the module itself  [partial]
    jax.tree_util.Partial(mlp, key=None)
    # E: `jax.tree_util.Partial` hides the leaves of a module that it wraps: JAX sees none of them; use `equinox.Partial` or `treeops.Partial` over the module itself  [partial]
    JaxPartial(m.__call__)
    # E: `jax.tree_util.Partial` hides the leaves of a module that it wraps: JAX sees none of them; use `equinox.Partial` or `treeops.Partial` over the module itself  [partial]
    JaxPartial(m.head.scaled, 1.0)
    # E: `jax.tree_util.Partial` hides the leaves of a module that it wraps: JAX sees none of them; use `equinox.Partial` or `treeops.Partial` over the module itself  [partial]
    JaxPartial(either)
    JaxPartial(m)  # type: ignore[partial]
    JaxPartial(open_)
    JaxPartial(Model.__call__, m)
    JaxPartial(m.function)
    # E: `jax.tree_util.Partial` hides the leaves of a module that it wraps: JAX sees none of them; use `equinox.Partial` or `treeops.Partial` over the module itself  [partial]
    JaxPartial(jax.vmap(m))
    JaxPartial(a)
    # E: `jax.tree_util.Partial` hides the leaves of a module that it wraps: JAX sees none of them; use `equinox.Partial` or `treeops.Partial` over the module itself  [partial]
    JaxPartial(eqx.Partial(m))
    JaxPartial(eqx.Partial(f, 1))
    JaxPartial(JaxPartial(f, 1))
    eqx.Partial(m.__call__)
    # N: Revealed type is "def (x: jax._src.basearray.Array, scale: float =) -> jax._src.basearray.Array"
    reveal_type(eqx.Partial(m))
    # N: Revealed type is "def (x: jax._src.basearray.Array) -> jax._src.basearray.Array"
    reveal_type(eqx.Partial(m, scale=2.0))
    # E: Argument "scale" to "__call__" of "Model" has incompatible type "str"; expected "float"  [partial]
    eqx.Partial(m, scale="2")
    # E: Too many arguments for "__call__" of "Model"  [call-arg]
    # E: Argument 1 to "__call__" of "Model" has incompatible type "int"; expected "Array"  [arg-type]
    eqx.Partial(m)(1, 2, 3)


def f(a: int, b: str) -> bytes:
    return b""


class Plain(eqx.Module):
    """Nothing in it is an array, or nothing that is surely in the tree."""

    name: str
    rate: float
    table: Array = eqx.field(static=True)
    activation: Callable[[Array], Array]

    def __call__(self, x: Array) -> Array:
        return x


class Deep(eqx.Module):
    parts: list[tuple[eqx.nn.Linear, ...] | Array]

    def __call__(self, x: Array) -> Array:
        return x

    @classmethod
    def made(cls, x: Array) -> Array:
        return x

    @staticmethod
    def helper(x: Array) -> Array:
        return x


class Endless(eqx.Module):
    inner: Endless | None

    def __call__(self, x: Array) -> Array:
        return x


def what_is_hidden(plain: Plain, deep: Deep, endless: Endless, wrapper: Wrapper[eqx.nn.Linear]) -> None:
    JaxPartial(plain)
    # E: `jax.tree_util.Partial` hides the leaves of a module that it wraps: JAX sees none of them; use `equinox.Partial` or `treeops.Partial` over the module itself  [partial]
    JaxPartial(deep)
    JaxPartial(deep.made)
    JaxPartial(deep.helper)
    JaxPartial(endless)
    # E: `jax.tree_util.Partial` hides the leaves of a module that it wraps: JAX sees none of them; use `equinox.Partial` or `treeops.Partial` over the module itself  [partial]
    JaxPartial(wrapper.inner)
    # E: `jax.tree_util.Partial` hides the leaves of a module that it wraps: JAX sees none of them; use `equinox.Partial` or `treeops.Partial` over the module itself  [partial]
    JaxPartial(wrapper.inner.__call__)


def only_called(m: Model, xs: Array, flag: bool) -> Any:
    """It is no tree for anybody where it is only called."""
    jax.vmap(JaxPartial(m))(xs)
    jax.lax.map(JaxPartial(m.head.scaled), xs)
    p = JaxPartial(m, scale=2.0)
    p("not an array")  # E: Argument 1 to "__call__" of "Model" has incompatible type "str"; expected "Array"  [arg-type]
    jax.jit(p)(xs)
    list(map(JaxPartial(m) if flag else JaxPartial(m, scale=1.0), [xs]))
    # E: `jax.tree_util.Partial` hides the leaves of a module that it wraps: JAX sees none of them; use `equinox.Partial` or `treeops.Partial` over the module itself  [partial]
    q = JaxPartial(m)
    return q(xs), q
