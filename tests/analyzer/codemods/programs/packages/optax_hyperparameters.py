# expect: rewritten
# After optax 0.2.8, optax/schedules/_inject.py: a hyperparameter is set in the state.
from typing import NamedTuple

import equinox as eqx


class InjectedState(NamedTuple):
    count: int
    hyperparams: dict[str, float]


state = InjectedState(0, {"b1": 0.9, "b2": 0.999})
state.hyperparams["b2"] = 0.95
result = state.count, state.hyperparams["b1"], state.hyperparams["b2"]
