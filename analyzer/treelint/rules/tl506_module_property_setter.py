"""A property of a frozen tree has a setter that assigns.

## What it does
Looks for a setter of a property, in an `equinox.Module`, a `flax.struct` class, or a frozen
dataclass that is a tree, whose body assigns to an attribute of `self`.

## Why is this bad?
Such a class is frozen: `model.scale = 2` raises before the setter is even called, and so would
the assignment inside it. The setter is dead code that looks as if it worked.

## Example
```python
class Layer(eqx.Module):
    weight: jax.Array

    @property
    def scale(self):
        return jnp.linalg.norm(self.weight)

    @scale.setter
    def scale(self, value):
        self.weight = self.weight * (value / self.scale)
```

## Use instead
```python
class Layer(eqx.Module):
    weight: jax.Array

    @property
    def scale(self):
        return jnp.linalg.norm(self.weight)

    def with_scale(self, value):
        weight = self.weight * (value / self.scale)
        return eqx.tree_at(lambda layer: layer.weight, self, weight)
```

## Fix safety
There is no fix: a method that returns the new tree takes another name, and every place that
assigned to the property must use what it returns.

## References
- [`equinox.Module`](https://docs.kidger.site/equinox/api/module/module/)
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.rule import FixKind, Invalid, Rule, Sign
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo


# What a class statement may say without a change to how attributes are assigned.
_HARMLESS = frozenset({"kw_only", "strict"})


def check(file: FileIndex) -> Iterator[Finding]:
    """Setters in classes that are frozen."""
    for function in file.nodes(ast.FunctionDef):
        cls_node = file.parents[function]
        if not isinstance(cls_node, ast.ClassDef) or not _is_setter(function):
            continue
        cls = file.types.class_info(cls_node)
        if cls is None or not _is_frozen(cls) or file.expects(function, "AttributeError"):
            continue
        attribute = next(_assigned(function, cls), None)
        if attribute is None:
            continue
        message = (
            f"{cls.short_name} is frozen: assigning to `{function.name}` raises before this "
            f"setter is called, and so would its own assignment to `{ast.unparse(attribute)}`. "
            "Make it a method that returns the updated tree, by `tree_at`"
        )
        yield rule.at(file, attribute, message)


def _is_setter(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(item, ast.Attribute) and item.attr == "setter"
        for item in function.decorator_list
    )


def _is_frozen(cls: ClassInfo) -> bool:
    """Whether assigning to an attribute raises, for the class as far as it is known."""
    # Loaded here: few files have a setter.
    from treelint.project.classes import TreeKind

    if not cls.kind.has_fields or cls.kind is TreeKind.NAMED_TUPLE:
        return False
    has_options = any(keyword.arg not in _HARMLESS for keyword in cls.node.keywords)
    if has_options or cls.member("__setattr__") is not None:
        return False
    if cls.kind is TreeKind.MODULE:
        return cls.is_complete
    frozen = _frozen(cls.node)
    return cls.kind is TreeKind.FLAX if frozen is None else frozen


def _frozen(cls: ast.ClassDef) -> bool | None:
    """What the decorators of a class say of it; None if they say nothing."""
    for decorator in cls.decorator_list:
        for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
            if keyword.arg in {"frozen", None}:
                value = keyword.value
                return isinstance(value, ast.Constant) and value.value is True
    return None


def _assigned(function: ast.FunctionDef, cls: ClassInfo) -> Iterator[ast.Attribute]:
    """The attributes of `self` that it assigns to: of a dataclass only fields are guarded."""
    from treelint.project.classes import TreeKind

    parameters = [*function.args.posonlyargs, *function.args.args]
    name = parameters[0].arg if parameters else None
    for node in walk(function):
        match node:
            case ast.Attribute(value=ast.Name(id=owner), attr=attr, ctx=ast.Store()):
                if owner == name and (cls.kind is TreeKind.MODULE or attr in cls.fields):
                    yield node


_PROPERTY = "    @property\n    def b(self):\n        return self.a\n    @b.setter\n"
_SETTER = f"{_PROPERTY}    def b(self, value):\n        self.a = value"
_MODULE = f"class M(eqx.Module):\n    a: int\n{_PROPERTY}"

rule = Rule(
    code="TL506",
    name="module-property-setter",
    names=frozenset(),
    signs=(Sign((".setter",), r"@\w+\.setter\b"),),
    fix=FixKind.NONE,
    check=check,
    valid=(
        f"class M:\n    a: int\n{_SETTER}",
        f"class M(Base):\n    a: int\n{_SETTER}",
        f"class M(eqx.Module, Base):\n    a: int\n{_SETTER}",
        "class M(eqx.Module):\n    a: int\n    @property\n    def b(self):\n        return self.a",
        # It is called by `object.__setattr__` alone, and does what it says.
        f"{_MODULE}    def b(self, value):\n        object.__setattr__(self, 'a', value)",
        f"{_MODULE}    def b(self, value):\n        raise AttributeError('read-only')",
        f"{_MODULE}    def b(self, value):\n        self.registry[self] = value",
        f"{_MODULE}    def b(self, value):\n        value.a = self",
        (
            f"{_MODULE}    def b(self, value):\n        self.a = value\n"
            "    def __setattr__(self, name, value):\n        vars(self)[name] = value"
        ),
        # These can be assigned to.
        f"import chex\n@chex.dataclass\nclass M:\n    a: int\n{_SETTER}",
        f"import flax\n@flax.struct.dataclass(frozen=False)\nclass M:\n    a: int\n{_SETTER}",
        (
            "import dataclasses\n@jax.tree_util.register_dataclass\n@dataclasses.dataclass\n"
            f"class M:\n    a: int\n{_SETTER}"
        ),
        # For JAX a leaf.
        (
            "import dataclasses\n@dataclasses.dataclass(frozen=True)\nclass M:\n    a: int\n"
            f"{_SETTER}"
        ),
    ),
    invalid=(
        Invalid(f"class M(eqx.Module):\n    a: int\n{_SETTER}"),
        Invalid(f"class M(eqx.Module, strict=True):\n    a: int\n{_SETTER}"),
        Invalid(f"class B(eqx.Module):\n    a: int\nclass M(B):\n{_SETTER}"),
        Invalid(
            f"{_MODULE}    def b(this, value):\n        if value:\n            this.a += value"
        ),
        Invalid(f"{_MODULE}    def b(self, value):\n        self.c, other = value, 1"),
        Invalid(f"import flax\n@flax.struct.dataclass\nclass M:\n    a: int\n{_SETTER}"),
        Invalid(f"from flax import struct\nclass M(struct.PyTreeNode):\n    a: int\n{_SETTER}"),
        Invalid(f"import chex\n@chex.dataclass(frozen=True)\nclass M:\n    a: int\n{_SETTER}"),
        Invalid(
            "import dataclasses\n@jax.tree_util.register_dataclass\n"
            f"@dataclasses.dataclass(frozen=True)\nclass M:\n    a: int\n{_SETTER}"
        ),
    ),
)
