"""Sharded arrays on eight devices: nothing gathers them, and they stay as they are."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
import jax
import jax.numpy as jnp
import numpy as np
from jax.sharding import Mesh, NamedSharding, PartitionSpec as P

import treeops

assert len(jax.devices()) == 8
mesh = Mesh(np.array(jax.devices()).reshape(4, 2), ("x", "y"))
whole = np.arange(64.0, dtype=np.float32).reshape(8, 8)
places = [P("x", "y"), P("x"), P(None, "y"), P()]
sharded = [jax.device_put(whole, NamedSharding(mesh, place)) for place in places]
others = [jax.device_put(whole, NamedSharding(mesh, place)) for place in places]
last = jax.device_put(np.where(whole == 63, 0, whole), NamedSharding(mesh, P("x", "y")))

# On its way to the host, an array passes here; copies in JAX itself do not.
gathered = []
array_class = type(sharded[0])
to_numpy = array_class.__array__


def noting(self, *args, **kwargs):
    if self.size > 1:
        gathered.append(self)
    return to_numpy(self, *args, **kwargs)


array_class.__array__ = noting
np.asarray(sharded[0])
assert gathered.pop() is sharded[0]

for dtype in (jnp.float32, jnp.bfloat16, jnp.int32):
    xs, ys = [x.astype(dtype) for x in sharded], [y.astype(dtype) for y in others]
    for options in ({}, {"rtol": 1e-3}):
        equal = treeops.tree_equal(xs, ys, **options)
        assert isinstance(equal, jax.Array) and equal.shape == ()
        assert len(equal.devices()) == 8
        assert bool(equal)
        assert not bool(treeops.tree_equal(xs, [last.astype(dtype), *ys[1:]], **options))
    assert bool(treeops.tree_equal({"a": xs, "b": np.ones(2)}, {"a": ys, "b": np.ones(2)}))
    assert treeops.tree_equal({"a": xs, "b": 1}, {"a": ys, "b": 2}) is False
    for updated in (treeops.apply_updates(xs, ys), jax.jit(treeops.apply_updates)(xs, ys)):
        for x, new in zip(xs, updated, strict=True):
            assert new.sharding.is_equivalent_to(x.sharding, 2), (new.sharding, x.sharding)
            assert bool(jnp.all(new == x + x))
    kept, rest = treeops.partition(xs, treeops.is_array)
    assert all(a is b for a, b in zip(treeops.combine(kept, rest), xs, strict=True))

# One device, but not the first.
third = jax.device_put(whole, jax.devices()[3])
equal = treeops.tree_equal([third], [third + 0])
assert equal.devices() == {jax.devices()[3]} and bool(equal)
assert treeops.apply_updates([third], [third])[0].devices() == {jax.devices()[3]}
assert not gathered, [x.sharding for x in gathered]
print("kept")
"""


def test_on_eight_devices() -> None:
    environment = {**os.environ, "XLA_FLAGS": "--xla_force_host_platform_device_count=8"}
    environment["JAX_PLATFORMS"] = "cpu"
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.stdout == "kept\n", done.stderr[-2000:]
