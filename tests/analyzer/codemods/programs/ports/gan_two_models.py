# expect: rewritten
import equinox as eqx


class Net(eqx.Module):
    weight: float


class Gan:
    def __init__(self) -> None:
        self.generator = Net(1.0)
        self.critic = Net(2.0)
        self.losses: list[float] = []

    def step(self) -> None:
        self.critic.weight -= 0.1 * self.generator.weight
        self.generator.weight += 0.1 * self.critic.weight
        self.losses.append(self.critic.weight)


gan = Gan()
for _ in range(2):
    gan.step()
result = gan.generator, gan.critic, gan.losses
