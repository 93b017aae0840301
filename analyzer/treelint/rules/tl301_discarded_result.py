"""The result of a function that changes nothing is thrown away.

## What it does
Looks for statements that call `tree_at`, `apply_updates`, `tree_inference`, `inference_mode`,
`combine`, `filter` or `partition` and do nothing with the result. The last expression of a
notebook's cell is displayed, and so not lost, unless a semicolon follows it.

## Why is this bad?
Trees are immutable: these functions return a new tree and leave the old one as it is. Without
its result such a call does nothing, and nothing raises. Evaluation then runs in training mode,
or training goes on without its updates.

## Example
```python
eqx.nn.inference_mode(model)
```

## Use instead
```python
model = eqx.nn.inference_mode(model)
```

## Fix safety
Unsafe: the program does something else afterwards. The result is assigned to what was passed as
the tree, where that is a variable of the same function, or an attribute of `self` in a class
without bases.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
- [`equinox.nn.inference_mode`](https://docs.kidger.site/equinox/api/nn/inference/)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Finding, Fix
from treelint.fullnames import APPLY_UPDATES, INFERENCE, PURE, TREE_AT
from treelint.rule import FixKind, Invalid, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex

# Where the tree stands among the arguments: its position, and its name.
_TREE = dict.fromkeys(TREE_AT, (1, "pytree"))
_TREE |= dict.fromkeys(INFERENCE, (0, "pytree"))
_TREE |= dict.fromkeys(APPLY_UPDATES, (0, "model"))
_TREE |= {"optax.apply_updates": (0, "params")}


def check(file: FileIndex) -> Iterator[Finding]:
    """Calls that are statements of their own."""
    for name in sorted(PURE):
        for call in file.calls_of((name,)):
            statement = file.parents[call]
            if not isinstance(statement, ast.Expr) or statement in file.displayed:
                continue
            if file.expects(call, "ValueError", "TypeError", "AttributeError"):
                continue
            message = (
                f"`{ast.unparse(call.func)}` returns a new tree and changes nothing; its result "
                "is lost. Use it, or assign it"
            )
            yield rule.at(file, call, message, _fix(file, statement, call, name))


def _fix(file: FileIndex, statement: ast.Expr, call: ast.Call, name: str) -> Fix | None:
    tree = _tree(call, name)
    # Loaded here: only a finding needs it.
    from treelint.fixing.assign_back import assign_back

    change = None if tree is None else assign_back(file, statement, tree)
    if tree is None or change is None:
        return None
    return Fix.unsafe(f"assign the result to `{ast.unparse(tree)}`", change)


def _tree(call: ast.Call, name: str) -> ast.expr | None:
    """The argument that is the tree, if its place is certain."""
    if name not in _TREE:
        return None
    position, parameter = _TREE[name]
    if any(isinstance(argument, ast.Starred) for argument in call.args[: position + 1]):
        return None
    if len(call.args) > position:
        return call.args[position]
    return next((item.value for item in call.keywords if item.arg == parameter), None)


rule = Rule(
    code="TL301",
    name="discarded-result",
    names=PURE,
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        "model = eqx.tree_at(lambda m: m.a, model, 1)",
        "def f(model):\n    return eqx.nn.inference_mode(model)",
        "evaluate(eqx.nn.inference_mode(model))",
        "import pytest\nwith pytest.raises(ValueError):\n    eqx.tree_at(w, model)",
        "try:\n    eqx.tree_at(w, model, 1)\nexcept ValueError:\n    pass",
        "from lib import tree_at\ntree_at(w, model, 1)",
        "filter(f, model)",
        "[eqx.tree_at(w, m, 1) for m in models]",
    ),
    invalid=(
        Invalid(
            "eqx.tree_at(lambda m: m.a, model, 1)  # kept",
            "model = eqx.tree_at(lambda m: m.a, model, 1)  # kept",
        ),
        Invalid(
            "def f(model):\n    x = 1; eqx.nn.inference_mode(model); y = 2\n    return model",
            "def f(model):\n    x = 1; model = eqx.nn.inference_mode(model); y = 2\n"
            "    return model",
        ),
        Invalid(
            "class Trainer:\n    def step(self, updates):\n"
            "        eqx.apply_updates(self.model, updates)",
            "class Trainer:\n    def step(self, updates):\n"
            "        self.model = eqx.apply_updates(self.model, updates)",
        ),
        Invalid(
            "optax.apply_updates(updates=u, params=params)",
            "params = optax.apply_updates(updates=u, params=params)",
        ),
        Invalid(
            "class T:\n    def f(self):\n        eqx.nn.inference_mode(self\n            .model)",
            "class T:\n    def f(self):\n        self.model = eqx.nn.inference_mode(self\n"
            "            .model)",
        ),
        # A module is frozen, and so may be what has bases or a decorator; a property may refuse.
        Invalid("def f(model):\n    eqx.tree_at(w, model.encoder, 1)"),
        Invalid("class T(Base):\n    def f(self):\n        eqx.tree_at(w, self.model, 1)"),
        Invalid("@frozen\nclass T:\n    def f(self):\n        eqx.tree_at(w, self.model, 1)"),
        Invalid(
            "class T:\n    @property\n    def model(self): ...\n"
            "    def f(self):\n        eqx.tree_at(w, self.model, 1)"
        ),
        Invalid("from conf import *\ndef f():\n    eqx.nn.inference_mode(model)"),
        Invalid("eqx.combine(params, static)"),
        Invalid("eqx.tree_at(lambda m: m.a, make(), 1)"),
        Invalid("for m in models:\n    eqx.nn.inference_mode(m)"),
        Invalid("model = 1\ndef f():\n    eqx.tree_at(w, model, 1)"),
        Invalid(
            "class M(eqx.Module):\n    def f(self):\n        eqx.tree_at(w, self, 1)\n"
            "        eqx.tree_at(w, self.child, 1)"
        ),
        Invalid(
            "try:\n    eqx.tree_at(w, model, 1)\nexcept KeyboardInterrupt:\n    pass",
            "try:\n    model = eqx.tree_at(w, model, 1)\nexcept KeyboardInterrupt:\n    pass",
        ),
    ),
)
