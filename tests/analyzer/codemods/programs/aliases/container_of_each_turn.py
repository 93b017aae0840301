# expect: rewritten
import equinox as eqx


class Model(eqx.Module):
    rows: list[list[float]]


def run() -> Model:
    model = Model([[1.0, 2.0], [3.0, 4.0]])
    for row in model.rows:
        row[0] = row[1] * 2
        row.append(5.0)
    return model


result = run()
