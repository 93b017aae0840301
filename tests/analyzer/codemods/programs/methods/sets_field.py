# expect: rewritten
import equinox as eqx


class Model(eqx.Module):
    training: bool

    def eval(self) -> None:
        self.training = False


model = Model(True)
model.eval()
result = model
