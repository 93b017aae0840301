# expect: rewritten
import equinox as eqx
import jax
import jax.numpy as jnp


def load(weights: list[jax.Array]) -> eqx.nn.MLP:
    model = eqx.nn.MLP(2, 2, width_size=2, depth=1, key=jax.random.key(0))
    for layer, weight in zip(model.layers, weights):
        layer.weight = weight
    return model


result = [layer.weight for layer in load([jnp.eye(2), 2 * jnp.eye(2)]).layers]
