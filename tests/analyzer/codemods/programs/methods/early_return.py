# expect: rewritten
import equinox as eqx


class Patience(eqx.Module):
    best: float
    waited: int

    def should_stop(self, loss: float) -> bool:
        if loss < self.best:
            self.best = loss
            self.waited = 0
            return False
        self.waited += 1
        return self.waited > 1


def run(losses: list[float]) -> tuple[Patience, int]:
    patience = Patience(10.0, 0)
    for epoch, loss in enumerate(losses):
        stop = patience.should_stop(loss)
        if stop:
            break
    return patience, epoch


result = run([3.0, 2.0, 4.0, 5.0, 1.0])
