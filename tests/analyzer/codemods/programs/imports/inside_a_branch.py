# expect: withheld (the import may not be run)
def build(flag: bool) -> float:
    from equinox import Module

    if flag:
        import equinox
        from equinox import tree_at

        print(equinox.__name__, tree_at.__name__)

    class Layer(Module):
        weight: float

    layer = Layer(1.0)
    layer.weight = 2.0
    return layer.weight


result = [build(True), build(False)]
