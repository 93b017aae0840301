"""What the rules about models say goes wrong does go wrong in equinox, optax and JAX."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import optax  # type: ignore[import-untyped]
import pytest

from tests.analyzer.support import fixed
from treelint.engine import Config
from treelint.rules import tl307_unfiltered_optimiser, tl703_shared_node

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = jax.random.PRNGKey(0)


def linear() -> eqx.nn.Linear:
    return eqx.nn.Linear(2, 2, key=KEY)


def test_tl305_truth_of_tree_equal_raises_while_tracing() -> None:
    def truth(a: Any, b: Any) -> bool:
        return bool(eqx.tree_equal(a, b))

    assert truth(linear(), linear())
    transforms: list[Callable[..., Any]] = [
        jax.jit,
        eqx.filter_jit,
        jax.checkpoint,
        jax.make_jaxpr,
    ]
    for transform in transforms:
        with pytest.raises(jax.errors.TracerBoolConversionError):
            transform(truth)(linear(), linear())
    with pytest.raises(jax.errors.TracerBoolConversionError):
        jax.lax.scan(lambda carry, x: (carry, truth(carry, x)), jnp.zeros(()), jnp.zeros(3))


def test_tl305_structure_may_be_compared_while_tracing() -> None:
    @eqx.filter_jit
    def same(a: Any, b: Any) -> bool:
        return bool(eqx.tree_equal(a.in_features, b.in_features))

    assert same(linear(), linear())


def test_tl305_arrays_have_values_in_callbacks_and_at_compile_time() -> None:
    seen: list[bool] = []

    @jax.jit
    def compare(x: jax.Array) -> jax.Array:
        jax.debug.callback(lambda a, b: seen.append(bool(eqx.tree_equal(a, b))), x, x)
        with jax.ensure_compile_time_eval():
            assert eqx.tree_equal(jnp.ones(2), jnp.ones(2))
        return x

    compare(jnp.ones(2)).block_until_ready()
    jax.effects_barrier()  # type: ignore[no-untyped-call]
    assert seen == [True]


def test_tl307_optax_wants_arrays() -> None:
    mlp = eqx.nn.MLP(2, 2, 4, 1, key=KEY)
    for optimiser in (
        optax.adam(1e-3),
        optax.chain(optax.clip(1.0), optax.sgd(0.1, momentum=0.9)),
    ):
        with pytest.raises(TypeError):
            optimiser.init(mlp)
        optimiser.init(eqx.filter(mlp, eqx.is_array))
    optax.adam(1e-3).init(linear())
    # Nothing is kept for each leaf.
    optax.sgd(0.1).init(mlp)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", sorted(tl307_unfiltered_optimiser.PER_LEAF))
def test_tl307_optimisers_that_keep_something_for_each_leaf(name: str) -> None:
    mlp = eqx.nn.MLP(2, 2, 4, 1, key=KEY)
    make = getattr(optax, name.removeprefix("optax."))
    required = [
        parameter
        for parameter in inspect.signature(make).parameters.values()
        if parameter.default is parameter.empty
    ]
    with pytest.raises((TypeError, AttributeError)):
        make(*[0.1] * len(required)).init(mlp)


@pytest.mark.filterwarnings("ignore:A JAX array is being set as static")
@pytest.mark.parametrize("array", [jnp.ones(2), np.ones(2)], ids=["jax", "numpy"])
def test_tl701_static_arrays_cannot_be_compared(array: Any) -> None:
    class Layer(eqx.Module):
        weight: jax.Array
        scale: Any = eqx.field(static=True)

    one, other = Layer(jnp.ones(2), array), Layer(jnp.ones(2), array * 2)
    double = jax.jit(lambda layer: layer.weight * 2)
    double(one)
    with pytest.raises(ValueError, match="equality of metadata fields"):
        double(other)
    with pytest.raises(ValueError, match="truth value of an array"):
        jax.tree.map(lambda a, b: a, one, other)


def test_tl703_a_shared_layer_becomes_several() -> None:
    class Model(eqx.Module):
        layers: list[eqx.nn.Linear]

    model = Model([linear()] * 2)
    assert model.layers[0] is model.layers[1]
    copied = jax.tree.map(lambda x: x, model)
    assert copied.layers[0] is not copied.layers[1]
    trained = eqx.tree_at(lambda m: m.layers[0].weight, copied, jnp.zeros((2, 2)))
    assert not eqx.tree_equal(trained.layers[0], trained.layers[1])


def test_tl703_after_the_fix_no_two_layers_are_alike() -> None:
    code = (
        "import equinox as eqx\nimport jax\nkey = jax.random.key(0)\n"
        "model = eqx.nn.Sequential([eqx.nn.Linear(2, 2, key=key)] * 3)\n"
    )
    for program, count in ((code, 1), (fixed(code, Config((tl703_shared_node.rule,))), 3)):
        variables: dict[str, Any] = {}
        exec(program, variables)  # noqa: S102
        layers = variables["model"].layers
        assert len(layers) == 3
        assert len({layer.weight[0, 0].item() for layer in layers}) == count


def test_tl308_the_object_stays_as_it_is() -> None:
    class Counter(eqx.Module):
        count: int

        def reset(self) -> Any:
            return eqx.tree_at(lambda c: c.count, self, 0)

    counter = Counter(3)
    counter.reset()
    assert counter.count == 3
