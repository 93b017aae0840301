"""The truth of `tree_equal` is asked where JAX traces.

## What it does
Looks for `if`, `while`, `assert`, `not`, `and`, `or` and `bool` of `tree_equal(...)` in functions
that `jax.jit`, `eqx.filter_jit` or JAX's control flow trace, directly or through calls in the same
file, where both arguments are known to hold arrays. Comparing static structure is fine there.

## Why is this bad?
Of trees with arrays `tree_equal` returns an array, which has no value while JAX traces:
the first call raises a `TracerBoolConversionError`.

## Example
```python
@jax.jit
def step(old: eqx.nn.Linear, new: eqx.nn.Linear):
    if eqx.tree_equal(old, new):
        return old
    return new
```

## Use instead
```python
@jax.jit
def step(old: eqx.nn.Linear, new: eqx.nn.Linear):
    same = eqx.tree_equal(old, new)
    return jax.tree.map(lambda a, b: jnp.where(same, a, b), old, new)
```

## Fix safety
Unsafe: `tree_equal(...) is True` asks whether the trees are known to be equal while tracing, which
those with arrays never are; `jnp.where` or `jax.lax.cond` may be what is meant. None for `assert`.

## References
- [`equinox.tree_equal`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_equal)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Fix, Rewrite
from treelint.fullnames import TREE_EQUAL
from treelint.rule import FixKind, Invalid, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.findings import Finding
    from treelint.index import FileIndex

_TREES = 2


def check(file: FileIndex) -> Iterator[Finding]:
    """Calls of `tree_equal` whose truth is asked."""
    asked = [call for call in file.calls_of(TREE_EQUAL) if _is_truth_asked(file, call)]
    if not asked:
        return
    # Loaded here: most files ask for no such truth.
    from treelint.sites.traced import Function, is_eager, traced_functions

    traced = traced_functions(file)
    for call in asked:
        around = next((node for node in file.ancestors(call) if isinstance(node, Function)), None)
        if around not in traced or is_eager(file, call) or not _hold_arrays(file, call):
            continue
        if not file.expects(call, "TypeError", "Exception"):
            message = (
                "the truth of `tree_equal` is not known while JAX traces: of trees with arrays it "
                "returns an array; use `jnp.where` or `jax.lax.cond`, or compare what is static"
            )
            yield rule.at(file, call, message, _fix(file, call))


def _is_truth_asked(file: FileIndex, call: ast.Call) -> bool:
    match file.parents[call]:
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            return test is call
        case ast.Assert(test=test):
            return test is call
        case ast.UnaryOp(op=ast.Not()) | ast.BoolOp():
            return True
        case ast.Call(func=function, args=[argument]):
            return argument is call and file.names.qualified_name(function) == "builtins.bool"
    return False


def _hold_arrays(file: FileIndex, call: ast.Call) -> bool:
    from treelint.project.contents import holds_array

    trees = [argument for argument in call.args if not isinstance(argument, ast.Starred)]
    if len(trees) < _TREES:
        return False
    return all(holds_array(file.types.of(tree)) for tree in trees)


def _fix(file: FileIndex, call: ast.Call) -> Fix | None:
    if any(isinstance(outer, ast.Assert) for outer in file.ancestors(call)):
        return None
    parent = file.parents[call]
    if isinstance(parent, ast.UnaryOp):
        change = Rewrite(parent, lambda old: _compared(old.expression, old, is_true=False))
    else:
        change = Rewrite(call, lambda old: _compared(old, old, is_true=True))
    return Fix.unsafe("ask whether it is known to be true", change)


def _compared(call: cst.Call, outside: cst.BaseExpression, *, is_true: bool) -> cst.BaseExpression:
    import libcst as cst

    target = cst.ComparisonTarget(cst.Is() if is_true else cst.IsNot(), cst.Name("True"))
    bare = call.with_changes(lpar=[], rpar=[])
    return cst.Comparison(bare, [target], lpar=outside.lpar, rpar=outside.rpar)


_LAYER = "L = eqx.nn.Linear\n"

rule = Rule(
    code="TL305",
    name="traced-tree-equal",
    names=TREE_EQUAL,
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        f"{_LAYER}def f(a: L, b: L):\n    if eqx.tree_equal(a, b):\n        return a",
        f"{_LAYER}@jax.jit\ndef f(a: L, b: L):\n    return eqx.tree_equal(a, b)",
        "@jax.jit\ndef f(a, b):\n    if eqx.tree_equal(a, b):\n        return a",
        f"{_LAYER}@jax.jit\ndef f(a: L, b: L):\n    return eqx.tree_equal(a, b) is True",
        # Structure only: no arrays are compared.
        (
            f"{_LAYER}@jax.jit\ndef f(a: L, b: L):\n"
            "    assert eqx.tree_equal(jax.tree.structure(a), jax.tree.structure(b))"
        ),
        f"{_LAYER}@jax.jit\ndef f(a: L):\n    assert eqx.tree_equal(a.in_features, 3)",
        f"{_LAYER}@jax.grad\ndef f(a: L, b: L):\n    assert eqx.tree_equal(a, b)",
        (
            f"{_LAYER}import pytest\n@jax.jit\ndef f(a: L, b: L):\n"
            "    with pytest.raises(jax.errors.TracerBoolConversionError):\n"
            "        bool(eqx.tree_equal(a, b))"
        ),
        # There the arrays have values.
        (
            f"{_LAYER}@jax.jit\ndef f(a: L):\n    def host(x: L, y: L):\n"
            "        assert eqx.tree_equal(x, y)\n    jax.debug.callback(host, a, a)"
        ),
        (
            f"{_LAYER}@jax.jit\ndef f(a: L):\n    with jax.ensure_compile_time_eval():\n"
            "        assert eqx.tree_equal(jnp.ones(2), jnp.ones(2))"
        ),
    ),
    invalid=(
        Invalid(
            f"{_LAYER}@jax.jit\ndef f(a: L, b: L):\n"
            "    if eqx.tree_equal(a, b):\n        return a",
            f"{_LAYER}@jax.jit\ndef f(a: L, b: L):\n"
            "    if eqx.tree_equal(a, b) is True:\n        return a",
        ),
        Invalid(
            f"{_LAYER}@eqx.filter_jit\ndef f(a: L, b: L):\n    assert eqx.tree_equal(a, b)",
        ),
        Invalid(
            f"{_LAYER}def same(a: L, b: L):\n    return not eqx.tree_equal(a, b)\n"
            "@jax.jit\ndef f(x, y):\n    return same(x, y)",
            f"{_LAYER}def same(a: L, b: L):\n    return eqx.tree_equal(a, b) is not True\n"
            "@jax.jit\ndef f(x, y):\n    return same(x, y)",
        ),
        Invalid(
            f"{_LAYER}def body(carry: jax.Array, x: jax.Array):\n"
            "    done = carry is None or (eqx.tree_equal(carry, x))\n    return carry, done\n"
            "jax.lax.scan(body, x0, xs)",
            f"{_LAYER}def body(carry: jax.Array, x: jax.Array):\n"
            "    done = carry is None or (eqx.tree_equal(carry, x) is True)\n"
            "    return carry, done\njax.lax.scan(body, x0, xs)",
        ),
        Invalid(
            "import functools\nclass M(eqx.Module):\n    w: jax.Array\n"
            "    @functools.partial(jax.jit, static_argnums=1)\n    def f(self, n):\n"
            "        return self.g(self.w)\n"
            "    def g(self, x: jax.Array):\n        return 1 if eqx.tree_equal(x, self.w) else 2",
            "import functools\nclass M(eqx.Module):\n    w: jax.Array\n"
            "    @functools.partial(jax.jit, static_argnums=1)\n    def f(self, n):\n"
            "        return self.g(self.w)\n"
            "    def g(self, x: jax.Array):\n"
            "        return 1 if eqx.tree_equal(x, self.w) is True else 2",
        ),
    ),
)
