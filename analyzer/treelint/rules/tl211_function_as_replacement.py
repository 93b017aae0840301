"""A function replaces an array, instead of being called with it.

## What it does
Looks for a function of one argument as `replace`, the third argument of `tree_at`, where the
selected node is known to be an array or a number, or where several nodes are selected: a lambda,
a function of the file or of the project, or a function of `jax.numpy`.

## Why is this bad?
`replace` takes the new node itself. The function is stored in the tree where the array was, and
nothing raises until something computes with it. For several nodes `tree_at` asks for the length
of the function, and raises. What was meant is `replace_fn`, which is called with the node.

## Example
```python
linear = eqx.nn.Linear(2, 3, key=key)
linear = eqx.tree_at(lambda l: l.weight, linear, lambda w: 2 * w)
```

## Use instead
```python
linear = eqx.nn.Linear(2, 3, key=key)
linear = eqx.tree_at(lambda l: l.weight, linear, replace_fn=lambda w: 2 * w)
```

## Fix safety
Unsafe: the function is called now. It is not offered for functions inside of a tuple.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Finding, Fix, Rewrite
from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.questions import selects_several
from treelint.selector.wording import function_for_array, function_for_several
from treelint.signature import takes_one_argument
from treelint.sites.selected import replaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.index import FileIndex
    from treelint.project.steps import End
    from treelint.project.types import Function
    from treelint.tree_at_call import TreeAtCall


def check(file: FileIndex) -> Iterator[Finding]:
    """Functions where an array should be."""
    for call in file.tree_at_calls:
        if call.replace is None or call.selector is None:
            continue
        if selects_several(call.selector.body) and _is_function(file, call.replace):
            if not file.expects(call.node, "TypeError"):
                message = function_for_several(call.replace, file.text)
                yield rule.at(file, call.replace, message, _fix(call))
            continue
        for pair in replaced(file, call):
            if _is_array(pair.node.end) and _is_function(file, pair.replacement):
                message = function_for_array(pair.node.path, file.text)
                fix = _fix(call) if pair.replacement is call.replace else None
                yield rule.at(file, pair.replacement, message, fix)


def _is_array(end: End) -> bool:
    from treelint.project.steps import Node
    from treelint.project.types import NONE, Array, Scalar, alternatives

    if not isinstance(end, Node):
        return False
    kinds = [member for member in alternatives(end.type) if member is not NONE]
    return bool(kinds) and all(isinstance(kind, Array | Scalar) for kind in kinds)


def _is_function(file: FileIndex, given: ast.expr) -> bool:
    """Whether it is a plain function that one node fits."""
    # Loaded here: most files are settled without a type.
    from treelint.project.results import RESULTS, Result
    from treelint.project.types import Function, Imported

    match file.types.of(given):
        case Function() as function:
            return takes_one_argument(_arguments(function))
        case Imported(name=name):
            return RESULTS.get(name) in {Result.ARRAY, Result.NUMPY}
    return False


def _arguments(function: Function) -> ast.arguments:
    """The parameters of a function without the `self` that it is bound to."""
    given = function.node.args
    if function.bound is None:
        return given
    positional, plain = given.posonlyargs, given.args
    positional, plain = (positional[1:], plain) if positional else (positional, plain[1:])
    return ast.arguments(
        posonlyargs=positional,
        args=plain,
        vararg=given.vararg,
        kwonlyargs=given.kwonlyargs,
        kw_defaults=given.kw_defaults,
        kwarg=given.kwarg,
        defaults=given.defaults,
    )


def _fix(call: TreeAtCall) -> Fix | None:
    if call.replace_fn is not None or not call.has_all:
        return None
    return Fix.unsafe("give it as `replace_fn`", Rewrite(call.node, _as_replace_fn))


def _as_replace_fn(call: cst.Call) -> cst.Call:
    from treelint.fixing.replacing import by_itself

    return by_itself(call)


_LINEAR = "l = eqx.nn.Linear(2, 3, key=key)\n"
_MODEL = """\
from typing import Callable
class Model(eqx.Module):
    weight: jax.Array
    rate: float | None
    activation: Callable
    def scaled(self, by):
        return by
def double(x):
    return 2 * x
def f(m: Model):
    """

rule = Rule(
    code="TL211",
    name="function-as-replacement",
    names=TREE_AT,
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        f"{_LINEAR}l = eqx.tree_at(lambda l: l.weight, l, replace_fn=lambda w: w * 2)",
        f"{_LINEAR}l = eqx.tree_at(lambda l: l.weight, l, double(w))",
        f"{_MODEL}return eqx.tree_at(lambda m: m.activation, m, lambda x: x)",
        f"{_MODEL}return eqx.tree_at(lambda m: m.activation, m, jnp.tanh)",
        f"{_MODEL}return eqx.tree_at(lambda m: m.unknown, m, jnp.tanh)",
        f"{_MODEL}return eqx.tree_at(lambda m: m.weight, m, jnp.pi)",
        f"{_MODEL}return eqx.tree_at(lambda m: (m.weight, m.activation), m, (1, double))",
        # No node fits it.
        f"{_LINEAR}l = eqx.tree_at(lambda l: l.weight, l, lambda w, b: w)",
        "l = eqx.tree_at(lambda l: l.weight, l, lambda w: w)",
        (
            "import pytest\nwith pytest.raises(TypeError):\n"
            "    eqx.tree_at(lambda t: (t.a, t.b), t, lambda x: x)"
        ),
    ),
    invalid=(
        Invalid(
            f"{_LINEAR}l = eqx.tree_at(lambda l: l.weight, l, lambda w: w * 2)",
            f"{_LINEAR}l = eqx.tree_at(lambda l: l.weight, l, replace_fn=lambda w: w * 2)",
        ),
        Invalid(
            f"{_LINEAR}l = eqx.tree_at(\n    lambda l: l.weight,\n    l,\n"
            "    replace = jnp.zeros_like,  # all\n)",
            f"{_LINEAR}l = eqx.tree_at(\n    lambda l: l.weight,\n    l,\n"
            "    replace_fn = jnp.zeros_like,  # all\n)",
        ),
        Invalid(
            f"{_MODEL}return eqx.tree_at(lambda m: m.rate, m, double, is_leaf=is_none)",
            f"{_MODEL}return eqx.tree_at(lambda m: m.rate, m, replace_fn=double, is_leaf=is_none)",
        ),
        Invalid(
            f"{_MODEL}return eqx.tree_at(lambda m: m.weight, m, m.scaled)",
            f"{_MODEL}return eqx.tree_at(lambda m: m.weight, m, replace_fn=m.scaled)",
        ),
        Invalid(
            "b = eqx.tree_at(lambda t: (t.a, t.b), t, lambda x: x + 1)",
            "b = eqx.tree_at(lambda t: (t.a, t.b), t, replace_fn=lambda x: x + 1)",
        ),
        Invalid(
            f"{_MODEL}return eqx.tree_at(lambda m: [m.weight, m.rate], m, [double, 0.1])",
        ),
        Invalid(f"{_MODEL}return eqx.tree_at(lambda m: m.weight, m, double, **options)"),
    ),
)
