"""A static field holds an array.

## What it does
Looks for static fields that are annotated as arrays, and for constructor calls and assignments in
`__init__` that put an array into a static field.

## Why is this bad?
A static field is part of the tree's structure, which JAX compares with `==`. Of arrays that gives
an array and no truth value: the first time that a tree with another array meets a compiled
function, a `tree_map` or a `cond`, it raises. Until then the values are baked into the compiled
function, and no gradient reaches them.

## Example
```python
class Layer(eqx.Module):
    scale: jax.Array = eqx.field(static=True)
```

## Use instead
```python
class Layer(eqx.Module):
    scale: jax.Array
```

## Fix safety
There is no fix: an array that must not be trained is a field like any other, stopped with
`jax.lax.stop_gradient` where it is used, or filtered out of what is trained.

## References
- [`equinox.field`](https://docs.kidger.site/equinox/api/module/advanced_fields/#equinox.field)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.expected import is_of_a_test
from treelint.rule import FixKind, Invalid, Rule, Sign
from treelint.sites.spelling import may_be_class
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo, Field
    from treelint.project.types import Type


def check(file: FileIndex) -> Iterator[Finding]:
    """Declarations, constructor calls, and assignments in constructors."""
    for node in file.nodes(ast.ClassDef):
        cls = file.types.class_info(node)
        if cls is not None and cls.kind.has_fields and not is_of_a_test(file, node):
            yield from _declared(file, cls)
            yield from _assigned(file, cls)
    if any(word in file.source.text for word in ("static", "pytree_node", "meta_fields")):
        yield from _given(file)


def _declared(file: FileIndex, cls: ClassInfo) -> Iterator[Finding]:
    from treelint.project.attributes import field_type

    for field in cls.own_fields.values():
        if field.is_static and _is_array(field_type(field)) and not _gets_other(file, cls, field):
            message = (
                f"`{field.name}` is a static field, and annotated as an array: JAX compares what "
                "is static with `==`, which fails for arrays; make it an ordinary field"
            )
            yield rule.at(file, field.annotation, message)


def _gets_other(file: FileIndex, cls: ClassInfo, field: Field) -> bool:
    """Whether the constructor puts something else there: then it is the annotation that errs."""
    from treelint.project.types import UNKNOWN, Array

    types = [file.types.of(value) for name, value in _set(cls) if name == field.name]
    return bool(types) and all(
        type_ is not UNKNOWN and not isinstance(type_, Array) for type_ in types
    )


def _assigned(file: FileIndex, cls: ClassInfo) -> Iterator[Finding]:
    for name, value in _set(cls):
        if _is_static(cls, name) and _is_array(file.types.of(value)):
            yield rule.at(file, value, _message(name))


def _set(cls: ClassInfo) -> Iterator[tuple[str, ast.expr]]:
    """What the constructor assigns to fields."""
    init = cls.own_members.get("__init__")
    if init is None or not isinstance(init.node, ast.FunctionDef):
        return
    for statement in walk(init.node):
        match statement:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=value
            ):
                yield name, value


def _given(file: FileIndex) -> Iterator[Finding]:
    from treelint.project.construction import field_arguments
    from treelint.project.types import ClassObject

    for call in file.nodes(ast.Call):
        if not may_be_class(call.func):
            continue
        made = file.types.of(call.func)
        if not isinstance(made, ClassObject) or not made.cls.kind.has_fields:
            continue
        for name, value in field_arguments(made.cls, call):
            if not (_is_static(made.cls, name) and _is_array(file.types.of(value))):
                continue
            if not file.expects(call, "ValueError", "TypeError"):
                yield rule.at(file, value, _message(name))


def _is_static(cls: ClassInfo, name: str) -> bool:
    """Whether it is a static field that does not say so itself that it holds an array."""
    from treelint.project.attributes import field_type

    field = cls.fields.get(name)
    if field is None or not field.is_static or field.is_converted:
        return False
    return not _is_array(field_type(field))


def _message(name: str) -> str:
    return (
        f"this array goes into the static field `{name}`: JAX compares what is static with `==`, "
        "which fails for arrays; make it an ordinary field"
    )


def _is_array(type_: Type) -> bool:
    from treelint.project.types import Array, without_none

    return isinstance(without_none(type_), Array)


_LAYER = """\
class Layer(eqx.Module):
    weight: jax.Array
    size: tuple = eqx.field(static=True)
"""

rule = Rule(
    code="TL701",
    name="array-in-static-field",
    # Classes are everywhere; only those that speak of static fields matter.
    names=frozenset(),
    signs=(
        Sign(("equinox", "static"), r"\bModule\b"),
        Sign(("register_dataclass", "static"), r"\bstatic\b"),
        Sign(("meta_fields",), r"\bmeta_fields\b"),
        Sign(("struct", "pytree_node"), r"\bpytree_node\b"),
    ),
    fix=FixKind.NONE,
    check=check,
    valid=(
        f"{_LAYER}l = Layer(jnp.ones(2), (2,))",
        "class Layer(eqx.Module):\n    scale: jax.Array",
        "class Layer(eqx.Module):\n    scale: float | jax.Array = eqx.field(static=True)",
        "class Layer(eqx.Module):\n    size: jnp.dtype = eqx.field(static=True)",
        f"{_LAYER}def f(x):\n    return Layer(x, x.shape)",
        f"{_LAYER}def f(x: jax.Array):\n    return Layer(x, tuple(x.shape))",
        (
            "class Layer(eqx.Module):\n    s: tuple = eqx.field(static=True, converter=tuple)\n"
            "l = Layer(jnp.ones(2))"
        ),
        "import dataclasses\n@dataclasses.dataclass\nclass Layer:\n    scale: jax.Array",
        f"{_LAYER}import pytest\nwith pytest.raises(TypeError):\n    Layer(1, jnp.ones(2))",
        # It is no array, whatever the annotation says.
        (
            "class Cost(eqx.Module):\n    weight: jax.Array = eqx.field(static=True)\n"
            "    def __init__(self, weight: float = 0.5):\n        self.weight = weight"
        ),
        (
            "import pytest\ndef test():\n    class Layer(eqx.Module):\n"
            "        scale: jax.Array = eqx.field(static=True)\n"
            "    with pytest.warns(UserWarning):\n        Layer(jnp.ones(2))"
        ),
        (
            "def test():\n    class Layer(eqx.Module):\n"
            "        scale: jax.Array = eqx.field(static=True)\n"
            "    try:\n        diagnose(Layer(jnp.ones(2)))\n    except Problem:\n        pass"
        ),
    ),
    invalid=(
        Invalid("class Layer(eqx.Module):\n    scale: jax.Array = eqx.field(static=True)"),
        Invalid("class Layer(eqx.Module):\n    s: 'jax.Array | None' = eqx.field(static=True)"),
        Invalid(
            "from jaxtyping import Array, Float\nclass Layer(eqx.Module):\n"
            "    scale: Float[Array, 'n'] = eqx.field(default=None, static=True)"
        ),
        Invalid(f"{_LAYER}l = Layer(jnp.ones(2), jnp.ones(2))"),
        Invalid(f"{_LAYER}def f(x: jax.Array):\n    return Layer(x, size=x)"),
        Invalid(
            "class Layer(eqx.Module):\n    size: object = eqx.field(static=True)\n"
            "    def __init__(self, n):\n        self.size = jnp.zeros(n)"
        ),
        Invalid(
            "class Cost(eqx.Module):\n    weight: jax.Array = eqx.field(static=True)\n"
            "    def __init__(self, weight=0.5):\n        self.weight = weight"
        ),
        Invalid(
            "def make():\n    class Layer(eqx.Module):\n"
            "        scale: jax.Array = eqx.field(static=True)\n"
            "    with context():\n        return Layer"
        ),
        Invalid(
            "import flax\n@flax.struct.dataclass\nclass State:\n"
            "    step: jax.Array = flax.struct.field(pytree_node=False)"
        ),
    ),
)
