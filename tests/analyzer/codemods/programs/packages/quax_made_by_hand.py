# expect: nothing found
# After quax 0.4.6, quax/_module.py: an object is made without its constructor, and filled.
import equinox as eqx


class Value(eqx.Module):
    array: float


def filled(array: float) -> Value:
    value = object.__new__(Value)
    object.__setattr__(value, "array", array)
    return value


result = filled(2.0)
