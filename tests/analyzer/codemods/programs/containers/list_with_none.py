# expect: rewritten
import equinox as eqx


class Slots(eqx.Module):
    slots: list[float | None]
    table: dict[str, float | None]


slots = Slots([None, 1.0], {"a": None})
slots.slots.append(None)
slots.slots[0] = 2.0
slots.table["a"] = None
slots.table["b"] = None
del slots.slots[1]
result = slots
