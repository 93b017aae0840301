"""Bodies of selectors of several statements, `def where(t): ...`, for the model `m` of claims."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """A body, what the selected nodes are replaced by, and the rule that finds it, if one does."""

    body: str
    replace: str
    code: str | None = None


_LEAVES = (
    "nodes = []\nfor x in jax.tree.leaves(t):\n    if x.ndim == 1:\n        nodes.append(x)\n"
)

WRONG = [
    Case(f"{_LEAVES}return nodes", "(1,) * 6", "TL101"),
    Case("assert isinstance(t.a, jax.Array)\nreturn t.a", "1", "TL101"),
    Case("for x in jax.tree.leaves(t):\n    if eqx.is_array(x):\n        return x", "1", "TL101"),
    Case(
        "wide = lambda x: x.ndim > 0\nreturn [x for x in jax.tree.leaves(t) if wide(x)]",
        "(1,) * 6",
        "TL101",
    ),
    Case("layer = m.layers[0]\nreturn layer.bias", "1", "TL102"),
    Case("if len(m.layers) > 1:\n    return m.a\nreturn m.b", "1", "TL102"),
    Case("scaled = t.a * 2.0\nreturn scaled", "1", "TL103"),
    Case("if len(t.layers) > 1:\n    return t.a == 1\nreturn 'b'", "1", "TL103"),
    Case("nodes = []\nfor l in t.layers:\n    nodes.append((l.bias,))\nreturn nodes", "(1, 2)",
         "TL103"),
    Case("nodes = {t.a, t.b}\nreturn nodes", "(1, 2)", "TL104"),
    Case("nodes = (l.bias for l in t.layers)\nreturn nodes", "(1, 2)", "TL104"),
    Case("nodes = {'a': t.a}\nreturn nodes", "(1,)", "TL104"),
    Case("first = t.layers[0]\nreturn first, first.bias", "(1, 2)", "TL107"),
    Case("a, b = t.a, t.b\nreturn a, b", "(1, 2, 3)", "TL203"),
    Case("nodes = [t.a]\nnodes.append(t.b)\nreturn nodes", "(1, 2, 3)", "TL203"),
    Case("if len(t.layers) > 1:\n    return t.a, t.b\nreturn [t.b, t.a]", "(1,)", "TL203"),
    Case("nodes = []\nfor l in t.layers:\n    nodes += [l.bias]\nreturn nodes", "0", "TL204"),
    Case("nodes = ()\nfor l in t.layers:\n    nodes += (l.bias,)\nreturn nodes", "None", "TL204"),
    Case("nodes = [t.a]\nif t.b is not None:\n    nodes.append(t.b)\nreturn nodes", "1", "TL204"),
    Case("nodes = [l.bias for l in t.layers]\nreturn nodes", "'abc'", "TL205"),
]  # fmt: skip

RIGHT = [
    Case("'The bias.'\nlayer = t.layers[0]\nlayer = t.layers[1]\nreturn layer.bias", "1"),
    Case("nodes = []\nfor l in t.layers:\n    nodes.append(l.bias)\nreturn nodes", "(1, 2)"),
    Case("nodes = []\nfor l in t.layers:\n    nodes += [l.bias, l.weight]\nreturn nodes",
         "(1, 2, 3, 4)"),
    Case("if t.b is None:\n    return 1\nreturn t.a", "1"),
    Case("if t.b is None:\n    return t.a, t.a\nreturn t.b, t.a", "(1, 2)"),
    Case("if t.b is None:\n    return t.a, t.b, t.layers\nreturn t.a, t.b", "(1, 2)"),
    Case("if t.b is None:\n    return m.a\nreturn t.a", "1"),
    Case("if t.b is None:\n    nodes = {t.a}\nelse:\n    nodes = [t.a]\nreturn nodes", "(1,)"),
    Case("i = 0\nx = t.layers[i]\ni = 1\nreturn x, t.layers[i]", "(1, 2)"),
    Case("bias = lambda l: l.bias\nreturn [bias(l) for l in t.layers]", "(1, 2)"),
    Case("assert t.a is not None\nassert len(t.layers) == 2\nreturn t.a", "1"),
    Case("nodes = (l.bias for l in t.layers)\nreturn tuple(nodes)", "(1, 2)"),
    Case("for l in t.layers:\n    if isinstance(l, eqx.Module):\n        return l.bias", "1"),
    Case("nodes = [t.a]\ndef add(n):\n    nodes.append(n)\nadd(t.b)\nreturn nodes", "(1, 2)"),
    Case("nodes = [t.a]\nsame = nodes\nsame.append(t.b)\nreturn nodes", "(1, 2)"),
    Case("with jax.named_scope('where'):\n    nodes = t.a\nreturn nodes", "1"),
    Case("nodes = t.layers\nreturn nodes", "1"),
]  # fmt: skip
