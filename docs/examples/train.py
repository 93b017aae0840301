"""Train the classifier on two noisy spirals, and print its accuracy."""

import equinox as eqx
import jax
import jax.numpy as jnp
import optax
from jaxtyping import Array, Float, Int, PRNGKeyArray
from model import Classifier, zero_biases


def spirals(count: int, *, key: PRNGKeyArray) -> tuple[Float[Array, "n 2"], Int[Array, " n"]]:
    label_key, angle_key, noise_key = jax.random.split(key, 3)
    labels = jax.random.bernoulli(label_key, shape=(count,)).astype(int)
    angle = 3 * jnp.pi * jnp.sqrt(jax.random.uniform(angle_key, (count,)))
    turned = angle + jnp.pi * labels
    points = jnp.stack([angle * jnp.cos(turned), angle * jnp.sin(turned)], axis=1)
    return points / 10 + 0.02 * jax.random.normal(noise_key, points.shape), labels


@eqx.filter_value_and_grad
def loss_fn(model, points, labels, key):
    keys = jax.random.split(key, len(points))
    logits = jax.vmap(model)(points, keys)
    return optax.softmax_cross_entropy_with_integer_labels(logits, labels).mean()


def accuracy(model, points, labels):
    eqx.nn.inference_mode(model)
    return (jax.vmap(model)(points).argmax(axis=1) == labels).mean()


def main(steps: int = 500) -> None:
    data_key, model_key, train_key = jax.random.split(jax.random.key(0), 3)
    points, labels = spirals(512, key=data_key)
    model = zero_biases(Classifier(2, 32, 2, key=model_key))
    model = eqx.tree_at(lambda m: model.dropout.p, model, 0.1)
    optimiser = optax.adam(3e-3)
    state = optimiser.init(eqx.filter(model, eqx.is_array))

    @eqx.filter_jit
    def step(model, state, key):
        loss, grads = loss_fn(model, points, labels, key)
        updates, state = optimiser.update(grads, state)
        return eqx.apply_updates(model, updates), state, loss

    for key in jax.random.split(train_key, steps):
        model, state, loss = step(model, state, key)
    print(f"loss {loss:.3f}, accuracy {accuracy(model, points, labels):.1%}")


if __name__ == "__main__":
    main()
