# expect: rewritten
import equinox as eqx


class Trained(eqx.Module):
    weight: float
    frozen: set[str]


trained = Trained(1.0, {"encoder"})
trained.frozen.add("decoder")
trained.frozen.discard("encoder")
result = trained
