"""What becomes of values: `m = 1` is the assignment in question in each function."""

import ast
import textwrap

import pytest

from treelint.resolve import resolve
from treelint.sites.liveness import Fate, Flow

READ = [
    "m = 1\nreturn m",
    "m = 1\nm += 1",
    "m = 1\ndel m",
    "m = 1\nm.x = 2",
    "m = 1\nif a:\n    m = 2\nreturn m",
    "if a:\n    m = 1\nelse:\n    m = 2\nreturn m",
    "m = 1\nfor m in xs:\n    pass\nreturn m",
    "m = 1\nwhile a:\n    m = 2\nreturn m",
    "m = 0\nfor x in xs:\n    f(m)\n    m = 1",
    "m = 0\nwhile f(m):\n    m = 1",
    "m = 0\nfor x in xs:\n    if x:\n        m = 1\n        continue\n    m = f(m)",
    "for x in xs:\n    m = 1\n    break\nelse:\n    m = 2\nreturn m",
    "try:\n    m = 1\n    m = f()\nexcept E:\n    return m",
    "try:\n    m = 1\n    f()\n    m = 2\nfinally:\n    g(m)",
    "try:\n    m = 1\n    return 3\nfinally:\n    g(m)",
    "m = 1\ntry:\n    m = f()\nexcept E:\n    pass\nreturn m",
    "m = 1\ntry:\n    m = f()\nexcept* E:\n    g(m)",
    "for x in xs:\n    try:\n        m = 1\n        break\n    finally:\n        f()\nreturn m",
    "for x in xs:\n    f(m)\n    try:\n        m = 1\n        continue\n    finally:\n        f()",
    "m = 1\nwith suppress(E):\n    m = f()\nreturn m",
    "m = 1\nwith f() as y, g(m) as m:\n    pass",
    "m = 1\nmatch f():\n    case m:\n        pass\nreturn m",
    "m = 1\nmatch f():\n    case 1 if m:\n        pass",
    "m = 1\nreturn lambda: m",
    "def inner():\n    return m\nm = 1",
    "m = 1\ndef inner(x=m): pass\nm = 2",
    "m = 1\n@m\ndef inner(): pass\nm = 2",
    "m = 1\nclass A(m): pass\nm = 2",
    "class A:\n    x = m\nm = 1",
    "xs = (x for x in y if x is m)\nm = 1\nm = 2",
    "xs = [lambda: m for x in y]\nm = 1\nm = 2",
    "m = 1\nxs = [m for x in y]\nm = 2",
    "def inner():\n    nonlocal m\n    m = 3\nm = 1",
    "global m\nm = 1",
    "m = 1\nreturn locals()",
    "m = 1\nexec('m')",
    "m = 1\nm = f(f'{m}')",
    "m = 1\nx: m = 2",
    "m = 1\n(m := f(m))",
    "m = 1\nyield\nreturn m",
    "m = 1\nm, y = f(m)",
    "m = 1\nraise m",
    "m = 1\nassert m",
    "m = 1\nasync with m: pass",
    "m = 1\nasync for x in m: pass",
    "m = 1\nfor x[m] in xs: pass",
    "if a: pass\nelif b: m = 1\nelif c: m = 2\nreturn m",
]

OVERWRITTEN = [
    "m = 1\nm = 2\nreturn m",
    "m = 1\nif a:\n    m = 2\nelse:\n    m = 3\nreturn m",
    "m = 1\nif a:\n    return\nm = 2\nreturn m",
    "m = 1\nm, y = f()\nreturn m",
    "m = 1\nm: int = 2\nreturn m",
    "m = 1\nwith f() as m:\n    return m",
    "try:\n    m = 1\n    m = 2\n    return m\nexcept E:\n    raise",
    "m = 1\ntry:\n    f()\nfinally:\n    m = 2\nreturn m",
    "for x in xs:\n    m = 1\n    m = 2\n    f(m)",
    "for x in xs:\n    m = 0\n    f(m)\n    m = 1",
    "m = 1\nf(lambda m: m)\nm = 2\nreturn m",
    "m = 1\nf([m for m in xs])\nm = 2\nreturn m",
    "m = 1\ndef inner(m):\n    return m\nm = 2\nreturn m",
    "m = 1\nfor x in xs:\n    m = 2\n    break\nelse:\n    m = 3\nreturn m",
]

FORGOTTEN = [
    "m = 1",
    "m = f(m)",
    "f(m)\nm = 1\nreturn 3",
    "if f(m):\n    m = 1",
    "m = 1\nraise E",
    "m = 1\nwhile True:\n    f()",
    "m = 1\nf(lambda m: m)",
    "m = 1\nm2 = 2",
    "match f():\n    case 1:\n        m = 1\n    case 2:\n        f()",
    "f(m)\ntry:\n    m = 1\nexcept E:\n    f()",
]


def fate(body: str) -> Fate:
    tree = ast.parse("async def f():\n" + textwrap.indent(body, "    "))
    function = tree.body[0]
    assert isinstance(function, ast.AsyncFunctionDef)
    names, parents = resolve(tree, None, {})
    marked = next(
        node
        for node in parents
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call | ast.Constant)
        and ast.unparse(node) in {"m = 1", "m = f(m)"}
    )
    scope = next(scope for scope in names.scopes.values() if scope.node is function)
    return Flow(function, scope, names).fate(marked, "m")


@pytest.mark.parametrize("body", READ)
def test_read(body: str) -> None:
    assert fate(body) is Fate.READ


@pytest.mark.parametrize("body", OVERWRITTEN)
def test_overwritten(body: str) -> None:
    assert fate(body) is Fate.OVERWRITTEN


@pytest.mark.parametrize("body", FORGOTTEN)
def test_forgotten(body: str) -> None:
    assert fate(body) is Fate.FORGOTTEN


def test_hundreds_of_branches() -> None:
    arms = "".join(f"elif x == {number}:\n    m = 2\n" for number in range(600))
    assert fate(f"m = 1\nif x:\n    m = 2\n{arms}return m") is Fate.READ
    assert fate(f"m = 1\nif x:\n    m = 2\n{arms}else:\n    m = 3\nreturn m") is Fate.OVERWRITTEN
