# expect: withheld (nobody can get back what a function changes that never returns)
import equinox as eqx


class Model(eqx.Module):
    step: int


def fail(model: Model) -> None:
    model.step += 1
    raise ValueError(model.step)


model = Model(0)
try:
    fail(model)
except ValueError as error:
    shown = str(error)
result = model, shown
