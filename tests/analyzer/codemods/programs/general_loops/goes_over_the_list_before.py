# expect: rewritten
import equinox as eqx


class Model(eqx.Module):
    rows: list[float]
    total: float = 0.0


def run() -> Model:
    model = Model([1.0, 2.0, 3.0])
    for value in model.rows:
        model.rows = [value]
        model.total += value
    for index in range(len(model.rows)):
        model.rows.append(model.rows[index])
    return model


result = run()
