# expect: rewritten
import equinox as eqx


class Account(eqx.Module):
    value: float

    def add(self, amount: float) -> None:
        self.value += amount


account = Account(2.0)
account.add(account.value)
account.add(account.value * 10)
result = account
