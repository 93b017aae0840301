# expect: rewritten
import equinox as eqx
import jax
import jax.numpy as jnp


def init() -> eqx.nn.MLP:
    model = eqx.nn.MLP(2, 2, width_size=3, depth=1, key=jax.random.key(0))
    model.layers[0].weight = jnp.ones((3, 2))
    model.layers[0].bias = jnp.zeros(3)
    model.layers[1].weight = jnp.ones((2, 3))
    return model


model = init()
result = [layer.weight for layer in model.layers], model(jnp.ones(2))
