# expect: rewritten
import equinox as eqx


class Memory(eqx.Module):
    slots: list[float]
    at: int = 0

    def write(self, value: float) -> None:
        self.slots[self.at] = value
        self.at = (self.at + 1) % len(self.slots)


memory = Memory([0.0, 0.0])
for value in (1.0, 2.0, 3.0):
    memory.write(value)
result = memory
