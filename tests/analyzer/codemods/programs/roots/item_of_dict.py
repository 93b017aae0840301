# expect: rewritten
import equinox as eqx


class Agent(eqx.Module):
    score: float


def play(rounds: list[str]) -> dict[str, Agent]:
    agents: dict[str, Agent] = {"a": Agent(0.0), "b": Agent(0.0)}
    for name in rounds:
        agents[name].score += 1.0
    return agents


result = play(["a", "b", "a"])
