# expect: withheld (the class has its own __setattr__)
import equinox as eqx


class Checked(eqx.Module):
    weight: float

    def __setattr__(self, name: str, value: float) -> None:
        print("set", name)
        super().__setattr__(name, abs(value))


checked = Checked(1.0)
checked.weight = -2.0
result = checked.weight
