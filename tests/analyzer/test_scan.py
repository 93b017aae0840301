"""The fast pass over a module finds exactly what the simple one finds."""

import ast
import importlib.util
import warnings
from pathlib import Path

import pytest
from hypothesis import settings

from tests.analyzer.resolve_oracle import Oracle
from treelint.outline import Outline
from treelint.scan import Scan
from treelint.scopes import Scope

# Read whole with `--hypothesis-profile=thorough`, which takes minutes.
PACKAGES = ("equinox", "diffrax", "flax", "optax", "chex", "jax", "numpy", "mypy", "libcst")

# What published code seldom has.
RARE = """\
from __future__ import annotations
import a.b, c.d as e
from . import f
from .g import *
from ..h import i as j
x: int
x, y = z = 1, 2
x.y[z] = w = 3
x += 1
del x, y[0]
for k, (l, *m) in n: pass
else: o = 1
async def p(q, /, r: s = t, *u: v, w=1, x, **y: z) -> aa:
    global x, bb
    bb = x = 1
    async with cc as dd, ee: ...
    async for ff in gg: yield (hh := ff)
    def ii():
        nonlocal q, jj
        from kk import jj
        q = ll
    jj = None
    return [await mm async for mm in nn if (oo := mm)]
class C(a.B, metaclass=c):
    D = E = 1
    F = D
    global G
    G = [F for F in D if F]
    H = lambda self, x=F, *y, z, **w: (x, [u := y, {**z, 'k': w}])
while (x := y): break
try: import q
except (A, B) as err: q = None
except: raise x from y
else: q
finally: del q
try: ...
except* E as eg: ...
with a as (b, c), d as e.f: ...
match x:
    case [a, *b] | (a, *_): ...
    case {'k': c, d.e: f, **rest} if (g := a): ...
    case C(h, i=j) as k: ...
    case 1 | None | -1 | 'x': ...
    case _: ...
{k: v for k in x for v in k if v}, {s for s in t}, (g for g in h if g for i in g)
f'{x!r:>{y}} {z=}'
x if y else z, not x, x[y:z, ...], x < y <= z, x or y, (yield), lambda: 0
@dec(lambda x: y)
def outer(x=lambda: (z := 1)):
    '''Doc.'''
    def x(): return outer
    return lambda: x
nonexistent: str = [w for w in (v := [1])]
"""
NEWER = "type A[T: int] = list[T]\ndef f[T, *U, **V](x: T) -> U: ...\nclass C[T: A](B[T]): y: T\n"


def assert_same(code: str | bytes, package: str | None, name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(code, name)
    scan, oracle = Scan(tree, package), Oracle(tree, package)
    scan.read(tree)
    oracle.read(tree)
    # Operators and contexts are shared by many nodes, and have no parent of their own.
    parents = {
        node: parent
        for node, parent in oracle.parents.items()
        if not isinstance(node, ast.expr_context | ast.operator | ast.unaryop)
        and not isinstance(node, ast.cmpop | ast.boolop)
    }
    assert scan.parents == parents
    assert scan.star_imports == oracle.star_imports
    assert {id(node): scope.node for node, scope in scan.scopes.items()} == {
        id(node): scope.node for node, scope in oracle.scopes.items()
    }
    found = {scope.node: scope for scope in scan.scopes.values()} | {tree: scan.module}
    for scope in oracle.every_scope:
        if scope.node in found:
            assert described(found[scope.node]) == described(scope)
    outline, simple = Outline(tree, package), Oracle(tree, package)
    outline.read(tree)
    simple.outline(tree)
    assert described(outline.module) == described(simple.module)
    assert set(outline.scopes) == set(simple.scopes)
    assert outline.star_imports == simple.star_imports


def described(scope: Scope) -> tuple[object, ...]:
    parent = None if scope.parent is None else scope.parent.node
    elsewhere = {name: to.node for name, to in scope.elsewhere.items()}
    return scope.kind, parent, scope.node, dict(scope.bindings), elsewhere


@pytest.mark.parametrize("package", [None, "pkg", "pkg.sub"])
def test_rare_syntax(package: str | None) -> None:
    assert_same(RARE, package, "rare.py")
    if hasattr(ast, "TypeAlias"):
        assert_same(NEWER, package, "newer.py")


@pytest.mark.parametrize("package", PACKAGES)
def test_published_code(package: str) -> None:
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    files = sorted(Path(spec.origin).parent.rglob("*.py"))
    if settings.get_current_profile_name() != "thorough":
        files = files[:: len(files) // 40 + 1]
    for path in files:
        try:
            assert_same(path.read_bytes(), f"{package}.inner", str(path))
        except SyntaxError:
            continue  # a test's broken example
