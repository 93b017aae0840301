# expect: rewritten
import equinox as eqx


class Slots(eqx.Module):
    slots: list[float | None]


slots = Slots([None, None, None])
slots.slots[1] = 4.0
slots.slots[2] = 5.0
result = slots
