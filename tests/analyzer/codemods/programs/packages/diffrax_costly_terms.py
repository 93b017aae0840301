# expect: nothing found
# After diffrax's tests/test_solver.py: a test replaces a method of one object.
import equinox as eqx


class Term(eqx.Module):
    scale: float

    def is_expensive(self) -> bool:
        return False


term = Term(2.0)
object.__setattr__(term, "is_expensive", lambda: True)
result = term.is_expensive(), term.scale
