# expect: rewritten
# After brax 0.14.2, brax/training/agents/ppo/train.py: restored parameters take the place of new ones.
import dataclasses

import equinox as eqx


class Params(eqx.Module):
    policy: list[float]
    value: list[float]


class TrainingState(eqx.Module):
    params: Params
    steps: int


def restored(state: TrainingState, loaded: tuple[list[float], list[float]]) -> TrainingState:
    state = dataclasses.replace(
        state,
        params=dataclasses.replace(state.params, policy=loaded[0], value=loaded[1]),
    )
    return state


result = restored(TrainingState(Params([0.0], [0.0]), 0), ([1.0], [2.0]))
