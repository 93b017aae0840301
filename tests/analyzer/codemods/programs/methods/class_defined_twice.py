# expect: withheld (there are two classes of this name)
import equinox as eqx


class Layer(eqx.Module):
    weight: float

    def step(self) -> None:
        self.weight += 1.0


first = Layer(0.0)


class Layer(eqx.Module):
    weight: float

    def step(self) -> None:
        print("nothing")


second = Layer(0.0)
first.step()
second.step()
result = first, second
