# expect: rewritten
import equinox as eqx
import jax
import jax.numpy as jnp


class Trainer:
    model: eqx.nn.Linear

    def __init__(self, model: eqx.nn.Linear) -> None:
        self.model = model

    def zero_bias(self) -> None:
        self.model.bias = jnp.zeros(2)


trainer = Trainer(eqx.nn.Linear(2, 2, key=jax.random.key(0)))
trainer.zero_bias()
result = trainer.model.bias
