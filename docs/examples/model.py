"""A small classifier, and two helpers that operate on it. Both have mistakes."""

import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray


class Classifier(eqx.Module):
    """Two hidden layers with dropout between them."""

    layers: list[eqx.nn.Linear]
    dropout: eqx.nn.Dropout
    head: eqx.nn.Linear
    temperature: Array

    def __init__(self, in_size: int, width: int, classes: int, *, key: PRNGKeyArray):
        first, second, last = jax.random.split(key, 3)
        self.layers = [
            eqx.nn.Linear(in_size, width, key=first),
            eqx.nn.Linear(width, width, key=second),
        ]
        self.dropout = eqx.nn.Dropout(0.5)
        self.head = eqx.nn.Linear(width, classes, key=last)
        self.temperature = jnp.array(1.0)

    def __call__(
        self, x: Float[Array, " in"], key: PRNGKeyArray | None = None
    ) -> Float[Array, " classes"]:
        for layer in self.layers:
            x = jax.nn.relu(layer(x))
        x = self.dropout(x, key=key)
        return self.head(x) / self.temperature


def zero_biases(model: Classifier) -> Classifier:
    """Start with all biases at zero."""
    return eqx.tree_at(
        lambda m: (layer.bias for layer in [*m.layers, m.head]),
        model,
        replace_fn=jnp.zeros_like,
    )


def replace_head(model: Classifier, head: eqx.nn.Linear) -> Classifier:
    """Fine-tune with another head, and with the temperature back at one."""
    return eqx.tree_at(
        lambda m: (m.head.weight, m.head.bias, m.temperature),
        model,
        (head.weight, head.bias),
    )
