"""A training script as it comes from a framework whose models are changed in place."""

import equinox as eqx
import jax
import jax.numpy as jnp


class Layer(eqx.Module):
    weight: jax.Array
    bias: jax.Array


class Model(eqx.Module):
    layers: list[Layer]
    steps: int

    def __call__(self, x: jax.Array) -> jax.Array:
        for layer in self.layers:
            x = jnp.tanh(layer.weight @ x + layer.bias)
        return x

    def decay(self, factor: float) -> "Model":
        self = eqx.tree_at(
            lambda s: [s.layers[i].weight for i in range(len(self.layers))],
            self,
            [self.layers[i].weight * factor for i in range(len(self.layers))],
        )
        return self

    def count(self) -> tuple["Model", int]:
        self = eqx.tree_at(lambda s: s.steps, self, self.steps + 1)
        return self, self.steps


def make(size: int, depth: int) -> Model:
    model = Model([], 0)
    for _ in range(depth):
        model = eqx.tree_at(
            lambda m: m.layers,
            model,
            [*model.layers, Layer(jnp.eye(size), jnp.zeros(size))],
        )
    return model


def loss(model: Model, x: jax.Array) -> jax.Array:
    return jnp.sum(model(x) ** 2)


def train(epochs: int) -> Model:
    model = make(3, 2)
    x = jnp.arange(3.0)
    for _ in range(epochs):
        grads = eqx.filter_grad(loss)(model, x)
        model = eqx.tree_at(
            lambda m: m.layers[-1].weight,
            model,
            model.layers[-1].weight - 0.1 * grads.layers[-1].weight,
        )  # the head alone
        model = eqx.tree_at(
            lambda m: m.layers[-1].bias,
            model,
            model.layers[-1].bias - 0.1 * grads.layers[-1].bias,
        )
        model = model.decay(0.99)
        model, done = model.count()
    print(f"{done} steps")
    return model


print(f"{loss(train(5), jnp.arange(3.0)):.4f}")
