# expect: rewritten
import equinox as eqx


class Rnn(eqx.Module):
    weight: float
    hidden: float = 0.0

    def reset(self) -> None:
        self.hidden = 0.0

    def step(self, x: float) -> float:
        self.hidden = self.weight * (self.hidden + x)
        return self.hidden


def rollout(sequences: list[list[float]]) -> tuple[list[float], Rnn]:
    rnn = Rnn(0.5)
    outs = []
    for sequence in sequences:
        rnn.reset()
        for x in sequence:
            out = rnn.step(x)
            outs.append(out)
    return outs, rnn


result = rollout([[1.0, 2.0], [4.0]])
