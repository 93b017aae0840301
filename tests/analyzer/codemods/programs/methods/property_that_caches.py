# expect: withheld (a property cannot return the new tree)
import equinox as eqx


class Table(eqx.Module):
    size: int
    cache: float | None = None

    @property
    def total(self) -> float:
        if self.cache is None:
            print("computed")
            object.__setattr__(self, "cache", self.size * 2.0)
        return self.cache


table = Table(3)
result = table.total + table.total, table
