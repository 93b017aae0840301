# expect: rewritten
import equinox as eqx


class Base(eqx.Module):
    gain: float


class Derived(Base):
    offset: float = 0.0


derived = Derived(1.0)
derived.gain = 3.0
derived.offset = derived.gain + 1.0
result = derived
