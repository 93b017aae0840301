# expect: rewritten
import copy
import equinox as eqx
import jax


class Agent:
    def __init__(self, key):
        self.online = eqx.nn.Linear(2, 2, key=key)
        self.target = copy.deepcopy(self.online)

    def sync(self, tau: float) -> None:
        self.target.weight = tau * self.online.weight + (1 - tau) * self.target.weight
        self.target.bias = self.online.bias


agent = Agent(jax.random.key(1))
agent.online.weight = agent.online.weight * 2
agent.sync(0.5)
result = agent.online.weight, agent.target.weight, agent.target.bias
