"""An optimiser is initialised with a module that holds leaves which are no arrays.

## What it does
Looks for `optim.init(model)`, with `optim` of optax, where the model is known to hold a function
or a string that is no static field: the activation of an `eqx.nn.MLP`, say. The model must be
made in the same function or file, so that what is in it is certain.

## Why is this bad?
optax makes its state from all leaves of what it is given, such as an array of zeros for each. For
a function or a string that raises, deep inside of JAX.

## Example
```python
model = eqx.nn.MLP(2, 2, 8, 2, key=key)
optim = optax.adam(1e-3)
state = optim.init(model)
```

## Use instead
```python
model = eqx.nn.MLP(2, 2, 8, 2, key=key)
optim = optax.adam(1e-3)
state = optim.init(eqx.filter(model, eqx.is_array))
```

## Fix safety
Unsafe: the gradients must be of the filtered model as well (`eqx.filter_grad` sees to that), and
`eqx.is_inexact_array` may be what is meant.

## References
- [Optimisation with equinox](https://docs.kidger.site/equinox/tricks/#optimisation)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Fix, Rewrite
from treelint.imports import reference
from treelint.rule import FixKind, Invalid, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.findings import Finding
    from treelint.index import FileIndex

_OPTIMISERS = frozenset({"GradientTransformation", "GradientTransformationExtraArgs"})


def check(file: FileIndex) -> Iterator[Finding]:
    """Calls of a method `init` with one argument."""
    from treelint.project.contents import odd_leaf
    from treelint.project.types import Instance

    for call in file.nodes(ast.Call):
        match call:
            case ast.Call(func=ast.Attribute(value=optimiser, attr="init"), args=[tree]):
                if not _is_optimiser(file, optimiser):
                    continue
                type_ = file.types.of(tree)
                leaf = odd_leaf(file.types, type_) if isinstance(type_, Instance) else None
                if leaf is None or file.expects(call, "TypeError", "ValueError"):
                    continue
                text = file.text(tree)
                message = (
                    f"`{text}{leaf}` is no array, and the optimiser makes its state from all "
                    f"leaves: give it `eqx.filter({text}, eqx.is_array)`"
                )
                yield rule.at(file, tree, message, _fix(file, tree))


def _is_optimiser(file: FileIndex, node: ast.expr) -> bool:
    from treelint.project.types import Instance

    type_ = file.types.of(node)
    return (
        isinstance(type_, Instance)
        and type_.cls.name.startswith("optax.")
        and type_.cls.short_name in _OPTIMISERS
    )


def _fix(file: FileIndex, tree: ast.expr) -> Fix | None:
    if not isinstance(tree, ast.Name):
        return None
    filter_ = reference(file, "equinox", "filter", tree)
    is_array = reference(file, "equinox", "is_array", tree)
    if filter_ is None or is_array is None:
        return None
    text = f"{filter_.text}({tree.id}, {is_array.text})"
    return Fix.unsafe(
        f"initialise with `{text}`", Rewrite(tree, lambda _: _parsed(text)), *filter_.added
    )


def _parsed(text: str) -> cst.BaseExpression:
    import libcst as cst

    return cst.parse_expression(text)


_MODEL = """\
class Model(eqx.Module):
    weight: jax.Array
    name: str
    act: object = eqx.field(static=True)
"""

rule = Rule(
    code="TL307",
    name="unfiltered-optimiser",
    names=frozenset({"optax.init"}),
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        "m = eqx.nn.MLP(2, 2, 8, 2, key=key)\noptax.adam(1e-3).init(eqx.filter(m, eqx.is_array))",
        "def f(m: eqx.nn.MLP, optim: optax.GradientTransformation):\n    return optim.init(m)",
        "optax.adam(1e-3).init(eqx.nn.Linear(2, 3, key=key))",
        "m = eqx.nn.MLP(2, 2, 8, 2, activation=eqx.nn.PReLU(), key=key)\noptax.sgd(1).init(m)",
        "m = eqx.nn.MLP(2, 2, 8, 2, key=key)\nm.init(m)",
        "m = eqx.nn.MLP(2, 2, 8, 2, key=key)\nmine.init(m)",
        f"{_MODEL}optax.sgd(1).init(Model(jnp.ones(2), name, jax.nn.relu))",
        (
            "import pytest\nm = eqx.nn.MLP(2, 2, 8, 2, key=key)\nwith pytest.raises(TypeError):\n"
            "    optax.adam(1e-3).init(m)"
        ),
        (
            "m = eqx.nn.MLP(2, 2, 8, 2, key=key)\nm = eqx.filter(m, eqx.is_array)\n"
            "optax.sgd(1).init(m)"
        ),
    ),
    invalid=(
        Invalid(
            "m = eqx.nn.MLP(2, 2, 8, 2, key=key)\ns = optax.adam(1e-3).init(m)",
            "m = eqx.nn.MLP(2, 2, 8, 2, key=key)\n"
            "s = optax.adam(1e-3).init(eqx.filter(m, eqx.is_array))",
        ),
        Invalid(
            "def f(optim: optax.GradientTransformation):\n"
            "    m = eqx.nn.MLP(2, 2, 8, 2, jax.nn.tanh, key=key)\n    return optim.init(m)",
            "def f(optim: optax.GradientTransformation):\n"
            "    m = eqx.nn.MLP(2, 2, 8, 2, jax.nn.tanh, key=key)\n"
            "    return optim.init(eqx.filter(m, eqx.is_array))",
        ),
        Invalid(
            f"{_MODEL}m = Model(jnp.ones(2), 'name', jax.nn.relu)\n"
            "s = optax.chain(optax.clip(1.0), optax.adam(1e-3)).init(m)",
            f"{_MODEL}m = Model(jnp.ones(2), 'name', jax.nn.relu)\n"
            "s = optax.chain(optax.clip(1.0), optax.adam(1e-3)).init(eqx.filter(m, eqx.is_array))",
        ),
        Invalid(
            "class Net(eqx.Module):\n    body: eqx.nn.MLP\n"
            "    def __init__(self, key):\n"
            "        self.body = eqx.nn.MLP(2, 2, 8, 2, key=key)\n"
            "s = optax.sgd(0.1).init(Net(key))"
        ),
        Invalid("s = optax.sgd(0.1).init(eqx.nn.Lambda(jnp.tanh))"),
    ),
)
