# expect: rewritten
import equinox as eqx
import jax


class Encoder(eqx.Module):
    head: eqx.nn.Linear
    body: eqx.nn.Linear


first, second, third = jax.random.split(jax.random.key(3), 3)
encoder = Encoder(eqx.nn.Linear(2, 2, key=first), eqx.nn.Linear(2, 2, key=second))
encoder.head = eqx.nn.Linear(2, 5, key=third)
print(encoder.head.weight.shape)
result = encoder
