# expect: rewritten
# After brax 0.14.2, brax/envs/wrappers/training.py: what a wrapper keeps in the state is taken out.
import equinox as eqx


class State(eqx.Module):
    reward: float
    info: dict[str, float]


state = State(1.0, {"episode": 3.0, "steps": 1.0})
del state.info["episode"]
state.info["steps"] = state.info["steps"] + 1.0
result = sorted(state.info), state.info["steps"]
