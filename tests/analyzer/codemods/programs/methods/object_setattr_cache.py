# expect: rewritten
import equinox as eqx


class Table(eqx.Module):
    size: int
    cached: float | None = None

    def warm(self) -> None:
        if self.cached is None:
            object.__setattr__(self, "cached", self.size * 2.0)


table = Table(3)
table.warm()
table.warm()
result = table
