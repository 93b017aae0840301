# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    others: list[Layer]
    total: float = 0.0


def make() -> Model:
    return Model([Layer(1.0), Layer(2.0), Layer(3.0)], [Layer(4.0), Layer(5.0)])


class Holder(eqx.Module):
    named: dict[str, Layer]
    rows: dict[str, list[float]]


def run(key: str) -> Holder:
    holder = Holder({"a": Layer(1.0), "b": Layer(2.0)}, {"x": [1.0]})
    layer = holder.named[key]
    key = "b"
    layer.weight = 5.0
    row = holder.rows["x"]
    row.append(layer.weight)
    rows = holder.rows
    rows["y"] = [row[0]]
    return holder


result = run("a")
