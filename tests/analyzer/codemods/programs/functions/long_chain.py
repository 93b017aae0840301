# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def step0(layer: Layer) -> None:
    layer.weight += 1.0


def step1(layer: Layer) -> None:
    step0(layer)


def step2(layer: Layer) -> None:
    step1(layer)


def step3(layer: Layer) -> None:
    step2(layer)


def step4(layer: Layer) -> None:
    step3(layer)


def step5(layer: Layer) -> None:
    step4(layer)


def step6(layer: Layer) -> None:
    step5(layer)


def step7(layer: Layer) -> None:
    step6(layer)


def step8(layer: Layer) -> None:
    step7(layer)


def step9(layer: Layer) -> None:
    step8(layer)


def step10(layer: Layer) -> None:
    step9(layer)


def step11(layer: Layer) -> None:
    step10(layer)


def step12(layer: Layer) -> None:
    step11(layer)


def step13(layer: Layer) -> None:
    step12(layer)


def step14(layer: Layer) -> None:
    step13(layer)


def step15(layer: Layer) -> None:
    step14(layer)


def step16(layer: Layer) -> None:
    step15(layer)


def step17(layer: Layer) -> None:
    step16(layer)


def step18(layer: Layer) -> None:
    step17(layer)


def step19(layer: Layer) -> None:
    step18(layer)


def step20(layer: Layer) -> None:
    step19(layer)


def step21(layer: Layer) -> None:
    step20(layer)


def step22(layer: Layer) -> None:
    step21(layer)


def step23(layer: Layer) -> None:
    step22(layer)


def step24(layer: Layer) -> None:
    step23(layer)


def step25(layer: Layer) -> None:
    step24(layer)


layer = Layer(0.0)
step25(layer)
step3(layer)
result = layer
