# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float

    def step0(self) -> None:
        self.weight += 1.0

    def step1(self) -> None:
        self.step0()

    def step2(self) -> None:
        self.step1()

    def step3(self) -> None:
        self.step2()

    def step4(self) -> None:
        self.step3()

    def step5(self) -> None:
        self.step4()

    def step6(self) -> None:
        self.step5()

    def step7(self) -> None:
        self.step6()

    def step8(self) -> None:
        self.step7()

    def step9(self) -> None:
        self.step8()

    def step10(self) -> None:
        self.step9()

    def step11(self) -> None:
        self.step10()

    def step12(self) -> None:
        self.step11()

    def step13(self) -> None:
        self.step12()

    def step14(self) -> None:
        self.step13()

    def step15(self) -> None:
        self.step14()

    def step16(self) -> None:
        self.step15()

    def step17(self) -> None:
        self.step16()

    def step18(self) -> None:
        self.step17()

    def step19(self) -> None:
        self.step18()

    def step20(self) -> None:
        self.step19()

    def step21(self) -> None:
        self.step20()

    def step22(self) -> None:
        self.step21()

    def step23(self) -> None:
        self.step22()


layer = Layer(0.0)
layer.step23()
layer.step0()
result = layer
