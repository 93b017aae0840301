"""One module stands in two places of a tree.

## What it does
Looks for `[Layer(...)] * n` that becomes a field of a module, or the layers of a `Sequential`,
and for one module that a constructor gets for two fields, where the module is known to hold arrays
and can be called. `eqx.nn.Shared`, arrays, functions, modules without arrays, states and other
values that are not called, and fields that are named as copies (`model` and `ema_model`, `target`)
are fine.

## Why is this bad?
A tree does not know that two of its nodes are one object. At the first `jit`, `grad` or
`tree_map` each place gets a copy of its own: layers that were meant to share their weights are
trained apart, and layers that were meant to differ start out alike.

## Example
```python
class Model(eqx.Module):
    layers: list[eqx.nn.Linear]

model = Model([eqx.nn.Linear(2, 2, key=key)] * 3)
```

## Use instead
```python
class Model(eqx.Module):
    layers: list[eqx.nn.Linear]

model = Model([eqx.nn.Linear(2, 2, key=k) for k in jax.random.split(key, 3)])
```

## Fix safety
Unsafe, for a list of a constructor call: each place gets a layer of its own, made by a call of its
own, with a key of its own from `jax.random.split`. No fix is offered where the key has no keyword,
so that it is not told from the other arguments.

## References
- [`equinox.nn.Shared`](https://docs.kidger.site/equinox/api/nn/shared/)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.rule import FixKind, Invalid, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex
    from treelint.sites.tree_places import Stored

_COPY_WORDS = frozenset(
    {
        "average",
        "averaged",
        "avg",
        "best",
        "copy",
        "ema",
        "frozen",
        "initial",
        "last",
        "old",
        "original",
        "previous",
        "ref",
        "reference",
        "shadow",
        "slow",
        "start",
        "target",
        "teacher",
    }
)
_CURE = "share weights with `eqx.nn.Shared`, or make each one anew"


def check(file: FileIndex) -> Iterator[Finding]:
    """What constructors of modules get, and what they assign."""
    from treelint.sites.tree_places import constructions

    for stored in constructions(file):
        yield from _repeated(file, stored)
        yield from _twice(file, stored)


def _repeated(file: FileIndex, stored: Stored) -> Iterator[Finding]:
    from treelint.fixing.repetition import each_anew, repetition

    for _, value in stored:
        repeated = repetition(file.names.value(value))
        if repeated is not None and _is_layer(file, repeated.element):
            message = (
                f"all items of this {repeated.kind} are one module, which is copied for each "
                f"place as soon as JAX takes the tree apart; {_CURE}"
            )
            yield rule.at(file, repeated.node, message, each_anew(file, repeated))


def _twice(file: FileIndex, stored: Stored) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for field, value in stored:
        if not isinstance(value, ast.Name):
            continue
        other = first.setdefault(value.id, field)
        if other != field and not _are_copies(other, field) and _is_layer(file, value):
            message = (
                f"`{value.id}` is in the fields `{other}` and `{field}`, and is copied for each "
                f"as soon as JAX takes the tree apart; {_CURE}"
            )
            yield rule.at(file, value, message)


def _are_copies(first: str, second: str) -> bool:
    """Whether two fields are there to hold a model and a copy of it, by their names.

    `model` and `ema_model`, `q` and `target`: they begin alike, and are meant to part.
    """
    words = [set(name.strip("_").split("_")) for name in (first, second)]
    return bool(words[0] & words[1] or (words[0] | words[1]) & _COPY_WORDS)


def _is_layer(file: FileIndex, node: ast.expr) -> bool:
    """Whether it is a tree with arrays that is called: what is not is a value, such as a state."""
    from treelint.project.contents import holds_array
    from treelint.project.types import Instance

    type_ = file.types.of(node)
    if not isinstance(type_, Instance) or type_.cls.member("__call__") is None:
        return False
    return type_.cls.kind.has_fields and holds_array(type_)


_MODEL = """\
class Model(eqx.Module):
    first: eqx.nn.Linear | None
    second: eqx.nn.Linear | None
    rest: list = eqx.field(default_factory=list)
    static: object = eqx.field(static=True, default=None)
"""
_OWN = """\
class Own(eqx.Module):
    w: jax.Array
    def __init__(self, size): ...
    def __call__(self, x): ...
"""

rule = Rule(
    code="TL703",
    name="shared-node",
    names=frozenset({"equinox.Module", "equinox.nn"}),
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        f"{_MODEL}m = Model(None, None, [eqx.nn.Linear(2, 2, key=k) for k in keys])",
        f"{_MODEL}m = Model(None, None, [None] * 3)",
        f"{_MODEL}m = Model(None, None, [eqx.nn.Identity()] * 3)",
        f"{_MODEL}m = Model(None, None, [jnp.zeros(3)] * 3)",
        f"{_MODEL}m = Model(None, None, [eqx.nn.Linear(2, 2, key=key)] * 1)",
        f"{_MODEL}a = eqx.nn.Linear(2, 2, key=key)\nm = Model(a, None, static=a)",
        (
            f"{_MODEL}a = eqx.nn.Linear(2, 2, key=key)\nb = eqx.nn.Linear(2, 2, key=key)\n"
            "m = Model(a, b)"
        ),
        "layers = [eqx.nn.Linear(2, 2, key=key)] * 3\nfor layer in layers:\n    layer(x)",
        f"{_MODEL}def f(a):\n    return Model(a, a)",
        (
            "class State(eqx.Module):\n    h: jax.Array\n    c: jax.Array\nz = jnp.zeros(3)\n"
            "s = State(z, z)"
        ),
        # A state is a value, and not called.
        (
            "class Var(eqx.Module):\n    x: jax.Array\nclass State(eqx.Module):\n    a: Var\n"
            "    b: Var\nzero = Var(jnp.zeros(3))\ns = State(zero, b=zero)"
        ),
        (
            "from typing import NamedTuple\nclass Pair(NamedTuple):\n    a: eqx.nn.Linear\n"
            "    b: eqx.nn.Linear\ndef f(a: eqx.nn.Linear):\n    return Pair(a, a)"
        ),
        # Two copies that begin alike are what is wanted here.
        (
            "class State(eqx.Module):\n    model: eqx.nn.Linear\n    ema_model: eqx.nn.Linear\n"
            "def f(model: eqx.nn.Linear):\n    return State(model, ema_model=model)"
        ),
        (
            "class State(eqx.Module):\n    q: eqx.nn.Linear\n    target: eqx.nn.Linear\n"
            "def f(model: eqx.nn.Linear):\n    return State(model, model)"
        ),
        (
            "class Tied(eqx.Module):\n    shared: eqx.nn.Shared\n    def __init__(self, key):\n"
            "        e = eqx.nn.Embedding(3, 4, key=key)\n"
            "        l = eqx.nn.Linear(4, 3, key=key)\n"
            "        self.shared = eqx.nn.Shared((e, l), lambda p: p[1].weight, get)"
        ),
    ),
    invalid=(
        Invalid(
            f"{_MODEL}m = Model(None, None, [eqx.nn.Linear(2, 2, key=key)] * 3)",
            f"{_MODEL}m = Model(None, None, "
            "[eqx.nn.Linear(2, 2, key=k) for k in jax.random.split(key, 3)])",
        ),
        Invalid(f"{_MODEL}a = eqx.nn.Linear(2, 2, key=key)\nm = Model(a, a)"),
        Invalid(f"{_MODEL}def f(a: eqx.nn.Linear):\n    return Model(first=a, second=a)"),
        Invalid(
            "class Net(eqx.Module):\n    layers: list\n    def __init__(self, n, key):\n"
            "        self.layers = n * [eqx.nn.Linear(2, 2, key=key)]",
            "class Net(eqx.Module):\n    layers: list\n    def __init__(self, n, key):\n"
            "        self.layers = "
            "[eqx.nn.Linear(2, 2, key=k) for k in jax.random.split(key, n)]",
        ),
        Invalid(
            "import jax.random as jr\nk = jr.key(0)\n"
            "s = eqx.nn.Sequential([\n    eqx.nn.Linear(k, 2, key=jr.key(1)),\n] * (n + 1))",
            "import jax.random as jr\nk = jr.key(0)\n"
            "s = eqx.nn.Sequential([eqx.nn.Linear(k, 2, key=subkey) "
            "for subkey in jr.split(jr.key(1), (n + 1))])",
        ),
        Invalid(
            "layers = [eqx.nn.MLP(  # kept\n    2, 2, 8, 2, key=key)] * 3\n"
            "s = eqx.nn.Sequential(layers)",
            "layers = [eqx.nn.MLP(  # kept\n    2, 2, 8, 2, key=k) "
            "for k in jax.random.split(key, 3)]\ns = eqx.nn.Sequential(layers)",
        ),
        Invalid("s = eqx.nn.Sequential([eqx.nn.Linear(2, 2, key=k)  # one\n] * 2)"),
        Invalid(
            f"{_OWN}s = eqx.nn.Sequential(layers=[(Own(3))] * 3)",
            f"{_OWN}s = eqx.nn.Sequential(layers=[(Own(3)) for _ in range(3)])",
        ),
        # With one key for all they would still be alike.
        Invalid(f"{_OWN}s = eqx.nn.Sequential([Own(key)] * 3)"),
        Invalid(f"{_OWN}class A:\n    k = 1\n    s = eqx.nn.Sequential([Own(k)] * 3)"),
        Invalid(f"{_OWN}def f(range):\n    return eqx.nn.Sequential([Own(3)] * 3)"),
        Invalid(
            "async def f():\n"
            "    return eqx.nn.Sequential([eqx.nn.Linear(2, 2, key=await g())] * 3)"
        ),
        Invalid(
            "def f(k, subkey, own_key):\n"
            "    layer = [eqx.nn.MLP(k, subkey, own_key, 2, key=k)] * 3\n"
            "    return eqx.nn.Sequential(layer)"
        ),
        Invalid(
            "class Net(eqx.Module):\n    a: object\n    b: object\n    c: object\n"
            "def f(a: eqx.nn.Linear):\n    return Net(a, a, a)"
        ),
        Invalid(
            "class Net(eqx.Module):\n    a: eqx.nn.Linear\n    b: eqx.nn.Linear\n"
            "    def __init__(self, key):\n        layer = eqx.nn.Linear(2, 2, key=key)\n"
            "        self.a = layer\n        self.b = layer"
        ),
        Invalid(
            "class Net(eqx.Module):\n    layers: tuple\n    def __init__(self, key):\n"
            "        layer = eqx.nn.Linear(2, 2, key=key)\n        self.layers = (layer,) * 2"
        ),
    ),
)
