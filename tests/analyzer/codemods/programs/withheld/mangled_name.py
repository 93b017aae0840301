# expect: withheld (the name is another one in a class)
import equinox as eqx


class Secret(eqx.Module):
    __value: float

    def shown(self) -> float:
        return self.__value


class Holder:
    def change(self, secret: Secret) -> Secret:
        setattr(secret, "_Secret__value", 5.0)
        return secret


result = Holder().change(Secret(1.0)).shown()
