"""One module stands in two places of a tree.

## What it does
Looks for `[Layer(...)] * n` that becomes a field of a module, and for one module that a
constructor gets for two fields, where the module is known to hold arrays. `eqx.nn.Shared`, arrays,
functions, modules without arrays, and fields that are named as copies (`model` and `ema_model`,
`target`) are fine.

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
own. With one key for all they still start out alike: give each its own.

## References
- [`equinox.nn.Shared`](https://docs.kidger.site/equinox/api/nn/shared/)
"""

from __future__ import annotations

import ast
import itertools
from typing import TYPE_CHECKING

from treelint.findings import Fix, Rewrite
from treelint.rule import FixKind, Invalid, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.findings import Finding
    from treelint.index import FileIndex

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
    from treelint.project.construction import field_arguments
    from treelint.project.types import ClassObject

    for call in file.nodes(ast.Call):
        if _is_where_modules_are_made(file, call.func):
            made = file.types.of(call.func)
            if isinstance(made, ClassObject) and made.cls.kind.has_fields:
                yield from _stored(
                    file,
                    [
                        (name, value)
                        for name, value in field_arguments(made.cls, call)
                        if made.cls.fields[name].is_static is False
                    ],
                )
    for node in file.nodes(ast.ClassDef):
        cls = file.types.class_info(node)
        init = None if cls is None else cls.own_members.get("__init__")
        if cls is None or init is None or not cls.kind.has_fields:
            continue
        dynamic = {name for name, field in cls.fields.items() if field.is_static is False}
        if isinstance(init.node, ast.FunctionDef):
            yield from _stored(file, list(_assigned(init.node, dynamic)))


def _is_where_modules_are_made(file: FileIndex, function: ast.expr) -> bool:
    """Whether the name may be a class; the types of all calls would cost too much."""
    name = function.attr if isinstance(function, ast.Attribute) else None
    name = function.id if isinstance(function, ast.Name) else name
    return name is not None and name.lstrip("_")[:1].isupper()


def _assigned(init: ast.FunctionDef, dynamic: set[str]) -> Iterator[tuple[str, ast.expr]]:
    for statement in init.body:
        match statement:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=value
            ) if name in dynamic:
                yield name, value


def _stored(file: FileIndex, values: list[tuple[str, ast.expr]]) -> Iterator[Finding]:
    """What is said of the values that one constructor puts into fields, with their names."""
    for _, value in values:
        repeated = _repeated(file.names.value(value))
        if repeated is not None and _is_shared(file, repeated.element):
            message = (
                f"all items of this {repeated.kind} are one module, which is copied for each "
                f"place as soon as JAX takes the tree apart; {_CURE}"
            )
            yield rule.at(file, repeated.node, message, _fix(repeated))
    for (first, one), (second, other) in itertools.combinations(values, 2):
        if not (isinstance(one, ast.Name) and isinstance(other, ast.Name) and one.id == other.id):
            continue
        if not _are_copies(first, second) and _is_shared(file, other):
            message = (
                f"`{other.id}` is in the fields `{first}` and `{second}`, and is copied for each "
                f"as soon as JAX takes the tree apart; {_CURE}"
            )
            yield rule.at(file, other, message)


def _are_copies(first: str, second: str) -> bool:
    """Whether two fields are there to hold a model and a copy of it, by their names.

    `model` and `ema_model`, `q` and `target`: they begin alike, and are meant to part.
    """
    words = [set(name.strip("_").split("_")) for name in (first, second)]
    return bool(words[0] & words[1] or (words[0] | words[1]) & _COPY_WORDS)


class _Repeated:
    """`[element] * count`."""

    def __init__(self, node: ast.BinOp, display: ast.List | ast.Tuple, count: ast.expr) -> None:
        self.node = node
        self.element = display.elts[0]
        self.kind = "list" if isinstance(display, ast.List) else "tuple"
        self.count = count


def _repeated(value: ast.expr) -> _Repeated | None:
    match value:
        case (
            ast.BinOp(
                left=ast.List(elts=[_]) | ast.Tuple(elts=[_]) as display,
                op=ast.Mult(),
                right=count,
            )
            | ast.BinOp(
                left=count,
                op=ast.Mult(),
                right=ast.List(elts=[_]) | ast.Tuple(elts=[_]) as display,
            )
        ):
            is_once = isinstance(count, ast.Constant) and count.value in {0, 1}
            return None if is_once else _Repeated(value, display, count)
    return None


def _is_shared(file: FileIndex, node: ast.expr) -> bool:
    """Whether it is a module with arrays in it."""
    from treelint.project.contents import holds_array
    from treelint.project.types import Instance

    type_ = file.types.of(node)
    return isinstance(type_, Instance) and type_.cls.kind.has_fields and holds_array(type_)


def _fix(repeated: _Repeated) -> Fix | None:
    if not isinstance(repeated.element, ast.Call) or repeated.kind != "list":
        return None

    def comprehension(old: cst.BinaryOperation) -> cst.BaseExpression:
        import libcst as cst

        is_left = isinstance(old.left, cst.List)
        display, count = (old.left, old.right) if is_left else (old.right, old.left)
        cst.ensure_type(display, cst.List)
        element = cst.ensure_type(display, cst.List).elements[0].value
        inside = cst.Call(cst.Name("range"), [cst.Arg(count)])
        loop = cst.CompFor(cst.Name("_"), inside)
        return cst.ListComp(element, loop, lpar=old.lpar, rpar=old.rpar)

    return Fix.unsafe("make each one by a call of its own", Rewrite(repeated.node, comprehension))


_MODEL = """\
class Model(eqx.Module):
    first: eqx.nn.Linear | None
    second: eqx.nn.Linear | None
    rest: list = eqx.field(default_factory=list)
    static: object = eqx.field(static=True, default=None)
"""

rule = Rule(
    code="TL703",
    name="shared-node",
    names=frozenset({"equinox.Module", "equinox.nn", "flax.struct", "treeops.tree_at"}),
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
            f"{_MODEL}m = Model(None, None, [eqx.nn.Linear(2, 2, key=key) for _ in range(3)])",
        ),
        Invalid(f"{_MODEL}a = eqx.nn.Linear(2, 2, key=key)\nm = Model(a, a)"),
        Invalid(f"{_MODEL}def f(a: eqx.nn.Linear):\n    return Model(first=a, second=a)"),
        Invalid(
            "class Net(eqx.Module):\n    layers: list\n    def __init__(self, n, key):\n"
            "        self.layers = n * [eqx.nn.Linear(2, 2, key=key)]",
            "class Net(eqx.Module):\n    layers: list\n    def __init__(self, n, key):\n"
            "        self.layers = [eqx.nn.Linear(2, 2, key=key) for _ in range(n)]",
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
