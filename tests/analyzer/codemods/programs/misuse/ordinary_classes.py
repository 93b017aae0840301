# expect: nothing found
import dataclasses


class Plain:
    def __init__(self) -> None:
        self.weight = 1.0
        self.items: list[int] = []


@dataclasses.dataclass
class Record:
    step: int = 0


plain, record = Plain(), Record()
plain.weight = 2.0
plain.items.append(1)
record.step += 1
result = plain.weight, plain.items, record.step
