# expect: withheld (the items of a tuple cannot be assigned)
import equinox as eqx


class Model(eqx.Module):
    step: int


models = (Model(0), Model(1))
models[0].step = 3
result = models
