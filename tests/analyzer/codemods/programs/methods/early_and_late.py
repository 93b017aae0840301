# expect: rewritten
import equinox as eqx


class Model(eqx.Module):
    weight: float
    step: float

    def run(self, times: int) -> str:
        if times > 3:
            return "too often"
        for _ in range(times):
            self.weight += 1.0
            if self.weight > 3.0:
                return "full"
        self.step = self.weight
        return "done"


def run(times: int):
    model = Model(1.0, 0.0)
    said = model.run(times)
    return model, said


result = [run(times) for times in (1, 3, 5)]
