# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def soft_update(tau: float) -> tuple[Model, Model]:
    online, target = Model([Layer(1.0), Layer(2.0)]), Model([Layer(0.0), Layer(0.0)])
    for ours, theirs in zip(target.layers, online.layers):
        ours.weight = (1 - tau) * ours.weight + tau * theirs.weight
    return online, target


result = soft_update(0.25)
