# expect: rewritten
import equinox as eqx
import jax


class Model(eqx.Module):
    layers: list[eqx.nn.Linear]


keys = jax.random.split(jax.random.key(0), 3)
model = Model([eqx.nn.Linear(2, 2, key=keys[0])])
model.layers.append(eqx.nn.Linear(2, 4, key=keys[1]))
model.layers.append(eqx.nn.Linear(4, 1, key=keys[2]))
print(len(model.layers))
result = model
