"""A `where` selector picks a method, a class variable, or a property that computes.

## What it does
Looks for selectors that lead to an attribute of the class that is no field, where the class of
the node is known: a method that is not called, a class variable, or a property whose body
computes a new value. A property or a method that returns a child is fine: that is a node.

## Why is this bad?
Only fields are nodes of the tree, and what is computed is made anew at each call. `tree_at`
finds a node by identity, and raises. A class variable that is `None` silently stands for another
`None` of the tree. An annotation is easily forgotten: without one, `scale = 1.0` in the body of a
class is no field.

## Example
```python
class Model(eqx.Module):
    log_scale: jax.Array

    @property
    def scale(self):
        return jnp.exp(self.log_scale)


def rescale(model: Model, scale):
    return eqx.tree_at(lambda m: m.scale, model, scale)
```

## Use instead
```python
class Model(eqx.Module):
    log_scale: jax.Array

    @property
    def scale(self):
        return jnp.exp(self.log_scale)


def rescale(model: Model, scale):
    return eqx.tree_at(lambda m: m.log_scale, model, jnp.log(scale))
```

## Fix safety
There is no fix: which node was meant is not known.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
- [`equinox.Module`](https://docs.kidger.site/equinox/api/module/module/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector import wording
from treelint.selector.origins import of_step
from treelint.sites.selected import selected, typed_calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex
    from treelint.project.steps import NoNode
    from treelint.selector.model import Path


def check(file: FileIndex) -> Iterator[Finding]:
    """Paths with a member in them that is no node."""
    calls = typed_calls(file)
    if not calls:
        return
    # Loaded here: most files are settled without a type.
    from treelint.project.steps import NoNode

    for call in calls:
        if file.expects(call.node, "TypeError", "ValueError", "AttributeError"):
            continue
        for node in selected(file, call):
            if isinstance(node.end, NoNode) and _is_certain(file, node.path, node.end):
                message = _message(file, node.path, node.end)
                yield rule.at(file, of_step(node.path, node.end.step), message)


def _is_certain(file: FileIndex, path: Path, end: NoNode) -> bool:
    """Whether the attribute is this member in the class that the node has at run time."""
    from treelint.project.classes import MemberKind
    from treelint.project.subclasses import is_redeclared

    has_parts = end.member.kind not in {MemberKind.CLASS_VARIABLE, MemberKind.PROPERTY}
    if has_parts and end.step < len(path.steps) - 1:
        return False  # a method holds the object that it is bound to
    if end.is_exact:
        return True
    return not end.member.is_abstract and not is_redeclared(file.types, end.cls, end.member.name)


def _message(file: FileIndex, path: Path, end: NoNode) -> str:
    from treelint.project.classes import MemberKind

    member = end.member
    say = wording.method
    if member.kind is MemberKind.PROPERTY:
        say = wording.computed
    elif member.kind is MemberKind.CLASS_VARIABLE:
        say = wording.class_variable
    return say(path, member.name, member.owner.short_name, file.text)


_MODEL = """\
import abc
from typing import ClassVar
class Model(eqx.Module):
    layer: eqx.nn.Linear
    log_scale: jax.Array
    depth = 3
    size: ClassVar[int] = 2
    @property
    def scale(self):
        "The scale."
        return jnp.exp(self.log_scale)
    @property
    def weight(self):
        return self.layer.weight
    @property
    def both(self):
        return self.weight, self.log_scale
    @property
    def doubled(self):
        return self.weight * 2
    def first(self):
        return self.layer
    @property
    @abc.abstractmethod
    def shift(self):
        return 0.0
"""


def _selecting(path: str) -> str:
    return f"{_MODEL}def f(m: Model):\n    return eqx.tree_at(lambda m: {path}, m, new)"


def _with_class(code: str) -> str:
    return f"{code}\ndef f(m: Model):\n    return eqx.tree_at(lambda m: m.scale, m, new)\n"


rule = Rule(
    code="TL705",
    name="where-selects-member",
    names=TREE_AT,
    fix=FixKind.NONE,
    check=check,
    valid=(
        _selecting("m.log_scale"),
        _selecting("m.weight"),
        _selecting("m.first().bias"),
        _selecting("m.both"),
        _selecting("m.shift"),
        _selecting("m.unknown"),
        _selecting("m.first.__self__.log_scale"),
        "b = eqx.tree_at(lambda m: m.scale, m, new)",
        # A field in a class below.
        (
            "class Base(eqx.Module):\n    scale = 1.0\nclass Model(Base):\n    scale: jax.Array\n"
            "def f(m: Base):\n    return eqx.tree_at(lambda m: m.scale, m, new)"
        ),
        (
            "class Model(eqx.Module):\n    @property\n    def weight(self):\n"
            "        if self.a is None:\n            return self.b\n        return self.a\n"
            "def f(m: Model):\n    return eqx.tree_at(lambda m: m.weight, m, new)"
        ),
        (
            "from lib import lazy\nclass Model(eqx.Module):\n    @lazy\n    def weight(self):\n"
            "        return 2\ndef f(m: Model):\n    return eqx.tree_at(lambda m: m.weight, m, 1)"
        ),
        # What is no field, as far as is known, may be one: `lib` says so.
        _with_class("from lib import Base\nclass Model(Base):\n    scale: float = 1.0"),
        _with_class("from lib import tree\n@tree\nclass Model:\n    scale: float = 1.0"),
        _with_class("from lib import Base\nclass Model(Base, eqx.Module):\n    scale = 1.0"),
        # Here each object has its own.
        _with_class(
            "@jax.tree_util.register_pytree_node_class\nclass Model:\n    scale = None\n"
            "    def __init__(self, scale):\n        self.scale = scale"
        ),
        # The constructor still sets the field.
        _with_class(
            "class Base(eqx.Module):\n    scale: float\nclass Model(Base):\n    scale = 1.0"
        ),
    ),
    invalid=(
        Invalid(_selecting("m.scale")),
        Invalid(_selecting("(m.log_scale, m.doubled)")),
        Invalid(_selecting("m.first")),
        Invalid(_selecting("m.depth")),
        Invalid(_selecting("m.size")),
        Invalid(_selecting("m.layer.__call__")),
        Invalid(_selecting("m.doubled.T")),
        Invalid(
            "class Model(eqx.Module):\n    scale = 1.0\n"
            "m = eqx.tree_at(lambda m: m.scale, Model(), 2.0)"
        ),
    ),
)
