# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    requires_grad: bool = True


class Model(eqx.Module):
    layers: list[Layer]

    def freeze(self, count: int) -> None:
        for layer in self.layers[:count]:
            layer.requires_grad = False

    def unfreeze(self) -> None:
        for layer in self.layers:
            layer.requires_grad = True


model = Model([Layer(1.0), Layer(2.0), Layer(3.0)])
model.freeze(2)
frozen = [layer.requires_grad for layer in model.layers]
model.unfreeze()
result = model, frozen
