"""An optimiser is initialised with a module that holds leaves which are no arrays.

## What it does
Looks for `optim.init(model)`, with an optimiser of optax that keeps something for each leaf, such
as `optax.adam(...)` or `optax.chain(..., optax.adam(...))`, where the model is known to hold a
function or a string that is no static field: the activation of an `eqx.nn.MLP`, say. The model
must be made in the same file, so that what is in it is certain. `optax.sgd` without momentum
keeps nothing, and takes any leaf.

## Why is this bad?
Such an optimiser makes its state from all leaves of what it is given: an array of zeros for each,
say. For a function or a string that raises, deep inside of JAX.

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
from treelint.rule import FixKind, Invalid, Rule
from treelint.sites.bare_parameters import is_bare

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.findings import Finding
    from treelint.index import FileIndex

# Those that fail for a function among the leaves, by a call of each.
PER_LEAF = frozenset(
    f"optax.{name}"
    for name in (
        "adabelief",
        "adadelta",
        "adafactor",
        "adagrad",
        "adam",
        "adamax",
        "adamaxw",
        "adamw",
        "adan",
        "amsgrad",
        "ema",
        "lamb",
        "lars",
        "lbfgs",
        "lion",
        "nadam",
        "nadamw",
        "novograd",
        "optimistic_adam",
        "optimistic_adam_v2",
        "optimistic_gradient_descent",
        "radam",
        "rmsprop",
        "rprop",
        "scale_by_adadelta",
        "scale_by_adam",
        "scale_by_adamax",
        "scale_by_adan",
        "scale_by_amsgrad",
        "scale_by_belief",
        "scale_by_factored_rms",
        "scale_by_lbfgs",
        "scale_by_lion",
        "scale_by_novograd",
        "scale_by_radam",
        "scale_by_rms",
        "scale_by_rprop",
        "scale_by_rss",
        "scale_by_sm3",
        "scale_by_stddev",
        "scale_by_yogi",
        "sm3",
        "trace",
        "yogi",
    )
)


def check(file: FileIndex) -> Iterator[Finding]:
    """Calls of a method `init` with one argument."""
    for call in file.nodes(ast.Call):
        match call:
            case ast.Call(func=ast.Attribute(value=optimiser, attr="init"), args=[tree]):
                if not _is_optimiser(file, optimiser) or is_bare(file, tree):
                    continue
                # Loaded here: most files make no optimiser.
                from treelint.project.contents import odd_leaf
                from treelint.project.types import Instance

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
    """Whether it is an optimiser that keeps something for each leaf."""
    match file.names.value(node):
        case ast.Call(func=function, args=arguments, keywords=keywords):
            name = file.names.qualified_name(function)
            if name == "optax.chain":
                return any(_is_optimiser(file, argument) for argument in arguments)
            has_momentum = any(
                keyword.arg == "momentum"
                and isinstance(keyword.value, ast.Constant)
                and keyword.value.value is not None
                for keyword in keywords
            )
            return name in PER_LEAF or (name == "optax.sgd" and has_momentum)
    return False


def _fix(file: FileIndex, tree: ast.expr) -> Fix | None:
    if not isinstance(tree, ast.Name):
        return None
    # Loaded here: only a finding needs it.
    from treelint.fixing.imports import reference

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
        "m = eqx.nn.MLP(2, 2, 8, 2, activation=eqx.nn.PReLU(), key=key)\noptax.adam(1).init(m)",
        "m = eqx.nn.MLP(2, 2, 8, 2, key=key)\nm.init(m)",
        "m = eqx.nn.MLP(2, 2, 8, 2, key=key)\nmine.init(m)",
        f"{_MODEL}optax.adam(1).init(Model(jnp.ones(2), name, jax.nn.relu))",
        # It keeps nothing.
        "m = eqx.nn.MLP(2, 2, 8, 2, key=key)\noptax.sgd(0.1).init(m)",
        (
            "m = eqx.nn.MLP(2, 2, 8, 2, key=key)\n"
            "optax.chain(optax.clip(1.0), optax.scale(-0.1)).init(m)"
        ),
        (
            "import pytest\nm = eqx.nn.MLP(2, 2, 8, 2, key=key)\nwith pytest.raises(TypeError):\n"
            "    optax.adam(1e-3).init(m)"
        ),
        (
            "m = eqx.nn.MLP(2, 2, 8, 2, key=key)\nm = eqx.filter(m, eqx.is_array)\n"
            "optax.adam(1).init(m)"
        ),
    ),
    invalid=(
        Invalid(
            "m = eqx.nn.MLP(2, 2, 8, 2, key=key)\ns = optax.adam(1e-3).init(m)",
            "m = eqx.nn.MLP(2, 2, 8, 2, key=key)\n"
            "s = optax.adam(1e-3).init(eqx.filter(m, eqx.is_array))",
        ),
        Invalid(
            "optim = optax.sgd(0.1, momentum=0.9)\ndef f():\n"
            "    m = eqx.nn.MLP(2, 2, 8, 2, jax.nn.tanh, key=key)\n    return optim.init(m)",
            "optim = optax.sgd(0.1, momentum=0.9)\ndef f():\n"
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
            "s = optax.lion(0.1).init(Net(key))"
        ),
        Invalid("s = optax.adamw(0.1).init(eqx.nn.Lambda(jnp.tanh))"),
    ),
)
