# expect: rewritten
import equinox as eqx
import jax
import jax.numpy as jnp


class Net(eqx.Module):
    fc1: eqx.nn.Linear
    fc2: eqx.nn.Linear

    def __init__(self, key):
        first, second = jax.random.split(key)
        self.fc1 = eqx.nn.Linear(2, 4, key=first)
        self.fc2 = eqx.nn.Linear(4, 1, key=second)

    def __call__(self, x):
        return self.fc2(jax.nn.relu(self.fc1(x)))


def loss(net, x, y):
    return jnp.mean((jax.vmap(net)(x) - y) ** 2)


net = Net(jax.random.key(0))
net.fc1.bias = jnp.zeros(4)
for step in range(2):
    grads = eqx.filter_grad(loss)(net, jnp.ones((3, 2)), jnp.ones((3, 1)))
    net.fc1.weight -= 0.1 * grads.fc1.weight
    net.fc2.weight -= 0.1 * grads.fc2.weight
result = net.fc1.weight, net.fc2.weight
