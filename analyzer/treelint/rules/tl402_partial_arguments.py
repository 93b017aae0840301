"""A `Partial` binds arguments that its function cannot take.

## What it does
Compares what a `Partial` of equinox, treeops or JAX binds with the signature of the function,
class or callable object that it wraps: too many positional arguments, a keyword that the function
does not have, a parameter that is given twice. It is silent where the signature is not known for
certain, as with a decorator that may change it, or with `*args` in the call.

## Why is this bad?
A `Partial` is not checked when it is made. It raises when it is called: often much later, inside
a compiled function, far from the mistake.

## Example
```python
def loss(model, x, *, weight=1.0):
    return weight * model(x)


fn = eqx.Partial(loss, wieght=0.5)
```

## Use instead
```python
def loss(model, x, *, weight=1.0):
    return weight * model(x)


fn = eqx.Partial(loss, weight=0.5)
```

## Fix safety
There is no fix: which argument was meant is not certain.

## References
- [`equinox.Partial`](https://docs.kidger.site/equinox/api/utilities/miscellaneous/#equinox.Partial)
- [`jax.tree_util.Partial`](https://docs.jax.dev/en/latest/_autosummary/jax.tree_util.Partial.html)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.fullnames import PARTIAL
from treelint.rule import FixKind, Invalid, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex


def check(file: FileIndex) -> Iterator[Finding]:
    """Partials of functions whose signature is known."""
    for call in file.calls_of(PARTIAL):
        # Loaded here: most files have no Partial.
        from treelint.partial_wording import worded
        from treelint.sites.partial_call import bound_misfits, partial_call

        partial = partial_call(file, call)
        if partial is None or file.expects(call, "TypeError"):
            continue
        for function, misfit in bound_misfits(file, partial):
            yield rule.at(file, call, f"{worded(function, misfit)}: calling this Partial raises")


_F = "def f(a, b, /, c, *, d=1):\n    return a\n"
_MODULE = "class M(eqx.Module):\n    w: jax.Array\n    n: int = 1\n"

rule = Rule(
    code="TL402",
    name="partial-arguments",
    names=PARTIAL,
    fix=FixKind.NONE,
    check=check,
    valid=(
        f"{_F}eqx.Partial(f, 1, 2, 3, d=4)",
        f"{_F}eqx.Partial(f)",
        f"{_F}eqx.Partial(f, *args, 4, 5, 6)",
        f"{_F}eqx.Partial(f, 1, **options)",
        "def f(*args, **kwargs): ...\neqx.Partial(f, 1, 2, a=3)",
        "def f(a, /, **kwargs): ...\neqx.Partial(f, 1, a=2)",
        "@decorator\ndef f(): ...\neqx.Partial(f, 1)",
        "if condition:\n    def f(a): ...\nelse:\n    def f(a, b): ...\neqx.Partial(f, 1, 2)",
        "from lib import f\neqx.Partial(f, 1, 2)",
        "def f(): ...\nfrom functools import partial\npartial(f, 1)",
        "def f(): ...\ndef g(f):\n    return eqx.Partial(f, 1)",
        f"{_MODULE}eqx.Partial(M, jnp.ones(2), n=3)",
        # A subclass may take more.
        f"{_MODULE}    def __call__(self, x): ...\ndef g(m: M):\n    eqx.Partial(m, 1, key=2)",
        f"{_MODULE}def g(cls: type[M]):\n    eqx.Partial(cls, 1, 2, 3)",
        "class A:\n    def f(self): ...\n    def g(self):\n        eqx.Partial(self.f, 1)",
        "class A:\n    def __new__(cls, *a): ...\n    def __init__(self): ...\neqx.Partial(A, 1)",
        "class A(eqx.Module, metaclass=Meta):\n    a: int\neqx.Partial(A, 1, 2)",
        "import pytest\ndef f(): ...\nwith pytest.raises(TypeError):\n    eqx.Partial(f, 1)()",
        # With that one, a keyword that is bound may be bound anew.
        "def f(a, b): ...\nP = jax.tree_util.Partial\nP(P(f, b=1), b=2)",
    ),
    invalid=(
        Invalid(f"{_F}eqx.Partial(f, 1, 2, 3, 4)"),
        Invalid(f"{_F}eqx.Partial(f, e=4)"),
        Invalid(f"{_F}eqx.Partial(f, 1, a=2)"),
        Invalid(f"{_F}eqx.Partial(f, 1, 2, 3, c=4)"),
        Invalid(f"{_F}from treeops import Partial\nPartial(f, 1, 2, 3, 4)"),
        Invalid(f"{_F}jax.tree_util.Partial(f, 1, 2, 3, 4)"),
        Invalid("eqx.Partial(lambda x: x, 1, 2)"),
        Invalid("@jax.jit\ndef f(x): ...\neqx.Partial(f, 1, 2)"),
        Invalid("def f(a): ...\neqx.Partial(jax.jit(f), 1, 2)"),
        Invalid("def f(a, b): ...\ng = eqx.Partial(f, 1)\nh = eqx.Partial(g, 2, 3)"),
        Invalid("def f(a, b): ...\neqx.Partial(eqx.Partial(f, b=1), b=2)"),
        Invalid("def f(a, b): ...\neqx.Partial(eqx.Partial(f, a=1), 2)"),
        Invalid(f"{_MODULE}eqx.Partial(M, jnp.ones(2), 3, 4)"),
        Invalid(f"{_MODULE}eqx.Partial(M, m=3)"),
        Invalid(f"{_MODULE}    def __call__(self, x): ...\neqx.Partial(M(1), 1, key=2)"),
        Invalid(f"{_MODULE}    def f(self, x): ...\nm = M(1)\neqx.Partial(m.f, 1, 2)"),
        Invalid(f"{_MODULE}    @staticmethod\n    def f(x): ...\neqx.Partial(M.f, 1, 2)"),
        Invalid(f"{_MODULE}    @classmethod\n    def f(cls): ...\neqx.Partial(M.f, 2)"),
        Invalid("class A:\n    def __init__(self, x): ...\neqx.Partial(A, 1, 2)"),
        Invalid("class A(eqx.Module, strict=True):\n    a: int\neqx.Partial(A, 1, 2)"),
        Invalid(
            "from typing import NamedTuple\nclass A(NamedTuple):\n    a: int\neqx.Partial(A, b=1)"
        ),
    ),
)
