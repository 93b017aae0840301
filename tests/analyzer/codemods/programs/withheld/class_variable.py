# expect: nothing found
from typing import ClassVar

import equinox as eqx


class Registered(eqx.Module):
    weight: float
    names: ClassVar[list[str]] = []

    def register(self, name: str) -> None:
        self.names.append(name)


first, second = Registered(1.0), Registered(2.0)
first.register("a")
second.names.append("b")
result = first.names, second.names
