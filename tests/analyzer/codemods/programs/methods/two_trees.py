# expect: rewritten
import equinox as eqx


class Account(eqx.Module):
    value: float

    def pay(self, other: "Account", amount: float) -> None:
        self.value -= amount
        other.value += amount


first, second = Account(10.0), Account(0.0)
first.pay(second, 3.0)
second.pay(first, 1.0)
result = first, second
