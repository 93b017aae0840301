# expect: rewritten
import equinox as eqx


class Replay(eqx.Module):
    items: list[float]
    capacity: int

    def push(self, item: float) -> None:
        if len(self.items) >= self.capacity:
            self.items.pop(0)
        self.items.append(item)


replay = Replay([], 2)
for item in (1.0, 2.0, 3.0):
    replay.push(item)
result = replay
