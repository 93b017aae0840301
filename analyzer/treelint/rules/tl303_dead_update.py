"""An updated tree is given a name, and nothing ever reads it.

## What it does
Looks in functions for variables that hold what `tree_at`, `apply_updates`, `inference_mode`,
`combine` or `x.at[i].set(v)` returned, or a mask made by `tree_map(lambda _: False, model)`, and
that are overwritten, or never read, on every way through the function. Array updates and masks
are looked at in files that update trees.

## Why is this bad?
These functions return a new tree and change nothing, so that the update is lost. Most often the
next statement was meant to go on from the new tree, and goes on from the old one.

## Example
```python
def freeze(model):
    mask = jax.tree.map(lambda _: False, model)
    mask = eqx.tree_at(lambda m: m.head, model, True)
    return mask
```

## Use instead
```python
def freeze(model):
    mask = jax.tree.map(lambda _: False, model)
    mask = eqx.tree_at(lambda m: m.head, mask, True)
    return mask
```

## Fix safety
There is no fix: where the new tree was to be used is not known. Passed over is a name that begins
with an underscore, which says that the value is not wanted, and so are tests, and functions that
measure time: there it is enough that the update runs.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
- [Freezing parameters](https://docs.kidger.site/equinox/examples/frozen_layer/)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.fullnames import APPLY_UPDATES, COMBINE, FILTER, INFERENCE, TREE_AT, TREE_MAP
from treelint.rule import FixKind, Invalid, Rule
from treelint.sites.arrays.update import array_update, may_be_in_place
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex
    from treelint.resolve import Scope
    from treelint.sites.liveness import Flow

_UPDATES = TREE_AT | APPLY_UPDATES | INFERENCE | COMBINE
_TIMERS = ("time.", "timeit.")
# A mask is for these.
_TAKES_MASK = TREE_AT | FILTER


def check(file: FileIndex) -> Iterator[Finding]:
    """Assignments of updates in functions, with the fate of each."""
    # What is known of each function; None of one that only tries things out.
    flows: dict[Scope, Flow | None] = {}
    for statement in (*file.nodes(ast.Assign), *file.nodes(ast.AnnAssign)):
        match statement:
            case ast.Assign(targets=[ast.Name() as target], value=value):
                pass
            case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
                pass
            case _:
                continue
        scope = file.names.scopes[target]
        function = scope.node
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if target.id.startswith("_") or not _is_update(file, value):
            continue
        if file.expects(statement, "ValueError", "TypeError", "AttributeError"):
            continue
        # Loaded here: most files assign no update.
        from treelint.sites.liveness import Fate, Flow

        if scope not in flows:
            is_trial = _is_trial(file, function)
            flows[scope] = None if is_trial else Flow(function, scope, file.names)
        flow = flows[scope]
        fate = Fate.READ if flow is None else flow.fate(statement, target.id)
        if fate is not Fate.READ:
            message = f"this new value of `{target.id}` {fate.value}: the update is lost"
            yield rule.at(file, value, message)


def _is_update(file: FileIndex, value: ast.expr) -> bool:
    """Whether an expression gives a new tree, or a new array, and does nothing else."""
    if not isinstance(value, ast.Call):
        return False
    update = array_update(value)
    if update is not None:
        return not may_be_in_place(file, update)
    name = file.names.qualified_name(value.func)
    return name in _UPDATES or (name in TREE_MAP and _is_mask(file, value))


def _is_trial(file: FileIndex, function: ast.AST) -> bool:
    """Whether a function runs code only to see that it runs, or how long it takes."""
    functions = [
        outer
        for outer in (function, *file.ancestors(function))
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    if any(outer.name.startswith(("test", "bench")) for outer in functions):
        return True
    # Most files ask for no time at all.
    if not any(name.startswith(_TIMERS) for name in file.calls):
        return False
    calls = (node for node in walk(functions[-1]) if isinstance(node, ast.Call))
    names = (file.names.qualified_name(call.func) or "" for call in calls)
    return any(name.startswith(_TIMERS) for name in names)


def _is_mask(file: FileIndex, call: ast.Call) -> bool:
    """Whether `tree_map` makes a tree of one constant, for `tree_at` or `partition` to use."""
    match call.args:
        case [ast.Lambda(body=ast.Constant()), _]:
            return bool(file.calls_of(_TAKES_MASK))
    return False


rule = Rule(
    code="TL303",
    name="dead-update",
    names=_UPDATES,
    fix=FixKind.NONE,
    check=check,
    valid=(
        "def f(model):\n    model = eqx.tree_at(lambda m: m.a, model, 1)\n    return model",
        (
            "def f(model):\n    for x in xs:\n"
            "        model = eqx.tree_at(lambda m: m.a, model, x)\n    return model"
        ),
        (
            "def f(model):\n    mask = jax.tree.map(lambda _: False, model)\n"
            "    mask = eqx.tree_at(lambda m: m.a, mask, True)\n    return mask"
        ),
        # Overwritten on one way only.
        (
            "def f(model):\n    new = eqx.nn.inference_mode(model)\n    if training:\n"
            "        new = model\n    return new"
        ),
        (
            "def f(model):\n    new = model\n    try:\n        new = eqx.tree_at(w, model, 1)\n"
            "        new = g(new)\n    finally:\n        log(new)"
        ),
        (
            "def f(model):\n    new = eqx.tree_at(w, model, 1)\n    try:\n        new = g()\n"
            "    except OSError:\n        pass\n    return new"
        ),
        # Read by an inner function, or by name.
        "def f(model):\n    model = eqx.tree_at(w, model, 1)\n    return lambda x: model(x)",
        "def f(model):\n    global last\n    last = eqx.tree_at(w, model, 1)",
        "def f(model):\n    new = eqx.tree_at(w, model, 1)\n    return locals()",
        "def f(model):\n    new = eqx.tree_at(w, model, 1)\n    del new",
        "def f(model):\n    _ = eqx.tree_at(w, model, 1)",
        "def test_runs(model):\n    new = eqx.tree_at(w, model, 1)",
        "import time\ndef f(m):\n    t = time.time()\n    m = eqx.tree_at(w, m, 1)\n    return t",
        "def f(self, model):\n    self.model = eqx.tree_at(w, model, 1)",
        "model = eqx.tree_at(w, model, 1)",
        "def f(model):\n    new, rest = eqx.partition(model, eqx.is_array)\n    return new",
        "def f(x_ref):\n    y = x_ref.at[0].set(1)",
        (
            "import pytest\ndef f(model):\n    with pytest.raises(ValueError):\n"
            "        new = eqx.tree_at(w, model, 1)"
        ),
        (
            "def f(model):\n    new = jax.tree.map(lambda x: x + 1, model)\n"
            "    return eqx.filter(model, new := g)"
        ),
    ),
    invalid=(
        Invalid(
            "def f(model):\n    mask = jax.tree.map(lambda _: False, model)\n"
            "    mask = eqx.tree_at(lambda m: m.a, model, True)\n    return mask"
        ),
        Invalid("def f(model):\n    model = eqx.nn.inference_mode(model)"),
        Invalid(
            "def f(model):\n    new = eqx.tree_at(lambda m: m.a, model, 1)\n"
            "    new = eqx.tree_at(lambda m: m.b, model, 2)\n    return new"
        ),
        Invalid(
            "def f(params, updates):\n    new = optax.apply_updates(params, updates)\n"
            "    return params"
        ),
        Invalid(
            "def f(model):\n    if training:\n        model = eqx.nn.inference_mode(model)\n"
            "    return 1"
        ),
        Invalid("def f(x):\n    y = x.at[0].set(1)\n    return x"),
        Invalid(
            "def f(model):\n    new: Model = eqx.tree_at(w, model, 1)\n    if a:\n"
            "        new = 1\n    else:\n        new = 2\n    return new"
        ),
        Invalid(
            "def f(models):\n    for model in models:\n"
            "        model = eqx.tree_at(lambda model: model.a, model, 1)"
        ),
    ),
)
