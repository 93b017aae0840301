# expect: rewritten
def build():
    import equinox as eqx

    class Layer(eqx.Module):
        weight: float

    layer = Layer(1.0)
    layer.weight = 2.0
    return layer.weight


result = build()
