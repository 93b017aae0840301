"""The walk over syntax trees finds what Python's own does."""

import ast
import inspect

import pytest

from treelint import scan, selector, walk
from treelint.walk import children

# What nobody looks for by a walk.
LEFT_OUT = (ast.expr_context, ast.operator, ast.cmpop, ast.boolop, ast.unaryop)
ODD = """\
match x:
    case {"a": [b, *c], **d} | Point(x=0, y=None) as e if a < b <= c:
        global f
        del x[1:2, ...], y.z
async def g[T: int, *Ts, **P](a, /, b: int = 1, *c, d=None, e, **h) -> None:
    async with a as b, c: await d
    return [x async for x in y if not -x]
type Alias[T] = list[T]
{**a, 1: 2}, f"{x!r:>{width}}", lambda *, k: (yield), x if y else z
try: import a.b as c
except* E as e: raise X from e
else: from . import *
finally: nonlocal_ = print(*a, b=1, **c)
"""


def expected(tree: ast.AST) -> list[ast.AST]:
    return [node for node in ast.walk(tree) if not isinstance(node, LEFT_OUT)]


@pytest.mark.parametrize("module", [scan, selector, walk, ast, inspect, pytest])
def test_the_nodes_of_a_module(module: object) -> None:
    tree = ast.parse(inspect.getsource(module))  # type: ignore[arg-type]
    assert list(walk.walk(tree)) == expected(tree)


def test_every_kind_of_node() -> None:
    code = ODD if hasattr(ast, "TypeAlias") else ODD.replace("[T: int, *Ts, **P]", "", 1)
    code = "\n".join(
        line for line in code.splitlines() if hasattr(ast, "TypeAlias") or "type " not in line
    )
    tree = ast.parse(code)
    assert list(walk.walk(tree)) == expected(tree)
    for node in walk.walk(tree):
        inner = [item for item in ast.iter_child_nodes(node) if not isinstance(item, LEFT_OUT)]
        assert children(node) == inner
