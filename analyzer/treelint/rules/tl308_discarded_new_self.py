"""A method returns a new, updated object, which is thrown away.

## What it does
Looks for statements that call a method of a module, or of another tree, which does nothing but
return an updated copy of `self`, made by `tree_at` or `dataclasses.replace`.

## Why is this bad?
A module is immutable: `model.reset()` returns the model after the reset, and leaves `model` as it
is. Without its result the call does nothing, and nothing raises.

## Example
```python
class Counter(eqx.Module):
    count: int

    def reset(self):
        return eqx.tree_at(lambda c: c.count, self, 0)

def restart(counter: Counter):
    counter.reset()
    return counter
```

## Use instead
```python
class Counter(eqx.Module):
    count: int

    def reset(self):
        return eqx.tree_at(lambda c: c.count, self, 0)

def restart(counter: Counter):
    counter = counter.reset()
    return counter
```

## Fix safety
Unsafe: the program does something else afterwards. The result is assigned to the object, where
that is a variable of the same function, or an attribute of `self` in a class without bases.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Fix
from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.sites.bare_parameters import is_bare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo


def check(file: FileIndex) -> Iterator[Finding]:
    """Calls of methods that are statements of their own."""
    for statement in file.nodes(ast.Expr):
        match statement.value:
            case ast.Call(func=ast.Attribute(value=receiver, attr=name)) as call:
                if statement in file.displayed or not _may_be_object(file, receiver):
                    continue
                cls = _renewed(file, call.func)
                if cls is None or file.expects(statement, "Exception"):
                    continue
                # Loaded here: only a finding needs it.
                from treelint.fixing.assign_back import assign_back

                text = file.text(receiver)
                change = assign_back(file, statement, receiver)
                fix = Fix.unsafe(f"assign the result to `{text}`", change) if change else None
                message = (
                    f"`{name}` returns a new {cls.short_name} and leaves `{text}` as it is; its "
                    "result is lost. Use it, or assign it"
                )
                yield rule.at(file, call, message, fix)


def _renewed(file: FileIndex, function: ast.expr) -> ClassInfo | None:
    """The class of which a method gives an updated copy, if that is what it is for."""
    # Loaded here: most calls are settled by the names alone.
    from treelint.project.new_self import returns_new_self
    from treelint.project.types import Function, Instance

    method = file.types.of(function)
    if not isinstance(method, Function) or not isinstance(method.bound, Instance):
        return None
    return method.bound.cls if returns_new_self(method) else None


def _may_be_object(file: FileIndex, receiver: ast.expr) -> bool:
    """Whether it may be an object of a known class: most statements are calls of other things."""
    first = receiver
    while isinstance(first, ast.Attribute | ast.Subscript):
        first = first.value
    bindings = file.names.bindings(first)
    if not bindings or any(binding.qualified for binding in bindings):
        return False
    is_builtin = all(isinstance(binding.definition, _DISPLAYS) for binding in bindings)
    return not (first is receiver and is_builtin) and not is_bare(file, receiver)


# What makes a value of a builtin class, with methods of its own.
_DISPLAYS = (
    ast.Constant,
    ast.Dict,
    ast.DictComp,
    ast.GeneratorExp,
    ast.JoinedStr,
    ast.List,
    ast.ListComp,
    ast.Set,
    ast.SetComp,
    ast.Tuple,
)
_COUNTER = """\
class Counter(eqx.Module):
    count: int
    def reset(self):
        return eqx.tree_at(lambda c: c.count, self, 0)
"""

rule = Rule(
    code="TL308",
    name="discarded-new-self",
    names=TREE_AT
    | {
        "chex.dataclass",
        "equinox.Module",
        "flax.struct",
        "jax.tree_util.register_dataclass",
    },
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        f"{_COUNTER}def f(c: Counter):\n    return c.reset()",
        f"{_COUNTER}def f(c: Counter):\n    c = c.reset()\n    return c",
        f"{_COUNTER}def f(c):\n    c.reset()",
        # It does something else, too.
        (
            "class Counter(eqx.Module):\n    count: int\n    def reset(self):\n"
            "        print('reset')\n        return eqx.tree_at(lambda c: c.count, self, 0)\n"
            "def f(c: Counter):\n    c.reset()"
        ),
        (
            "class Counter(eqx.Module):\n    count: int\n    def check(self):\n"
            "        return self\ndef f(c: Counter):\n    c.check()"
        ),
        (
            "class Counter(eqx.Module):\n    count: int\n    def other(self, other):\n"
            "        return eqx.tree_at(lambda c: c.count, other, 0)\n"
            "def f(c: Counter):\n    c.other(c)"
        ),
        (
            f"{_COUNTER}import pytest\ndef f(c: Counter):\n    with pytest.raises(ValueError):\n"
            "        c.reset()"
        ),
    ),
    invalid=(
        Invalid(
            f"{_COUNTER}def f(c: Counter):\n    c.reset()\n    return c",
            f"{_COUNTER}def f(c: Counter):\n    c = c.reset()\n    return c",
        ),
        Invalid(
            "import dataclasses\nclass Counter(eqx.Module):\n    count: int\n"
            "    def to(self, count):\n        return dataclasses.replace(self, count=count)\n"
            "c = Counter(3)\nc.to(4)",
            "import dataclasses\nclass Counter(eqx.Module):\n    count: int\n"
            "    def to(self, count):\n        return dataclasses.replace(self, count=count)\n"
            "c = Counter(3)\nc = c.to(4)",
        ),
        Invalid(
            "class Counter(eqx.Module):\n    count: int\n    def up(self, by):\n"
            "        '''Add to it.'''\n        new = self.count + by\n"
            "        c = eqx.tree_at(lambda c: c.count, self, new)\n        return c\n"
            "def f(cs: list[Counter]):\n    cs[0].up(1)"
        ),
        Invalid(
            "class Counter(eqx.Module):\n    count: int\n    def up(self, by):\n"
            "        if by == 0:\n            return self\n"
            "        return eqx.tree_at(lambda c: c.count, self, by)\n"
            "class Trainer:\n    def __init__(self, c: Counter):\n        self.c: Counter = c\n"
            "    def go(self, c: Counter):\n        c.up(1)\n        return c",
            "class Counter(eqx.Module):\n    count: int\n    def up(self, by):\n"
            "        if by == 0:\n            return self\n"
            "        return eqx.tree_at(lambda c: c.count, self, by)\n"
            "class Trainer:\n    def __init__(self, c: Counter):\n        self.c: Counter = c\n"
            "    def go(self, c: Counter):\n        c = c.up(1)\n        return c",
        ),
        Invalid(
            "import flax\n@flax.struct.dataclass\nclass State:\n    step: int\n"
            "    def advance(self):\n        return self.replace(step=self.step + 1)\n"
            "def f(s: State):\n    s.advance()\n    return s",
            "import flax\n@flax.struct.dataclass\nclass State:\n    step: int\n"
            "    def advance(self):\n        return self.replace(step=self.step + 1)\n"
            "def f(s: State):\n    s = s.advance()\n    return s",
        ),
    ),
)
