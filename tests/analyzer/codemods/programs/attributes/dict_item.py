# expect: rewritten
import equinox as eqx
import jax.numpy as jnp


class Net(eqx.Module):
    params: dict[str, jnp.ndarray]

    def __call__(self, x):
        return x @ self.params["w"] + self.params["b"]


net = Net({"w": jnp.ones((2, 2)), "b": jnp.zeros(2)})
net.params["w"] = jnp.eye(2) * 3
print(net(jnp.ones(2)))
result = net
