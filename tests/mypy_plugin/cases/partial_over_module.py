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
    JaxPartial(eqx.Partial(m))
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
