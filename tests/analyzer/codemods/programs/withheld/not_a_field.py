# expect: nothing found
import equinox as eqx


class Layer(eqx.Module):
    weight: float

    def warm(self) -> None:
        object.__setattr__(self, "_cache", {"w": self.weight})


layer = Layer(1.0)
layer.warm()
layer._cache["w"] = 5.0
object.__setattr__(layer, "note", "kept")
result = layer._cache, layer.note
