"""mypy's nodes become the `ast` that Python itself would have made."""

from __future__ import annotations

import ast

import pytest
from mypy.errors import Errors
from mypy.nodes import AssignmentStmt, FuncDef, LambdaExpr
from mypy.options import Options
from mypy.parse import parse

from treelint_mypy.syntax import translate

BODIES = [
    "m",
    "m.a.b",
    "m.layers[-1].weight",
    "m['a'][0][1.5][b'x'][1j][None]",
    r"""m[b'\xff\n\\'][b"it's"][b'"'][b"\"it's\""]""",
    "m[1:2, ::3, :]",
    "(m.a, m.b)",
    "[m.a, *m.b]",
    "{m.a, m.b}",
    "{'a': m.a, **m.b}",
    "()",
    "[l.weight for l in m.layers if l.bias is not None if l]",
    "{l for l in m.layers}",
    "tuple(l for i, l in enumerate(m.layers))",
    "{k: v for k, v in m.items() if k not in 'ab'}",
    "[l for b in m.blocks for l in b.layers]",
    "f(m, *m.a, k=m.b, **m.c)",
    "m.a + m.b - m.c * 2 / 3 // 4 % 5 ** 6 @ m.d << 1 >> 2 | 3 & 4 ^ 5",
    "-m.a if not m.b else +m.c and ~m.d or m.e",
    "m.a < 1 <= m.b != 2 == m.c > 3 >= m.d",
    "m.a in m.b and m.a is m.c",
    "(n := m.a).b",
    "(lambda n, i=0, *a, k, j=1, **o: n.b)(m)",
    "getattr(m, 'a')",
]


@pytest.mark.parametrize("native", [True, False])
@pytest.mark.parametrize("body", BODIES)
def test_lambda(body: str, native: bool) -> None:
    source = f"where = lambda m, i=n, *rest, k, **options: {body}"
    assignment = _first(source, native=native)
    assert isinstance(assignment, AssignmentStmt)
    assert isinstance(assignment.rvalue, LambdaExpr)
    translation = translate(assignment.rvalue)
    [statement] = ast.parse(source).body
    assert isinstance(statement, ast.Assign)
    assert ast.unparse(translation.function) == ast.unparse(statement.value)
    inner = [node for node in ast.walk(translation.function) if isinstance(node, ast.expr)]
    # The target of a walrus and `*args` in a call are no expressions to mypy.
    behind = {type(node) for node in inner if node not in translation.behind}
    assert behind <= {ast.Lambda, ast.Name, ast.Starred}


def test_function() -> None:
    definition = _first("def where(m, /, i=0):\n    'The node.'\n    return m.a[i]\n")
    assert isinstance(definition, FuncDef)
    function = translate(definition).function
    assert isinstance(function, ast.FunctionDef)
    assert ast.unparse(function.body[1]) == "return m.a[i]"
    assert [argument.arg for argument in function.args.args] == ["m", "i"]


def test_statements_that_no_selector_has() -> None:
    definition = _first("def where(m):\n    x = 1\n    return\n")
    assert isinstance(definition, FuncDef)
    function = translate(definition).function
    assert isinstance(function, ast.FunctionDef)
    assert [type(statement) for statement in function.body] == [ast.Pass, ast.Pass]


def test_what_the_model_does_not_know_is_opaque() -> None:
    assignment = _first("where = lambda m: m[...]")
    assert isinstance(assignment, AssignmentStmt)
    assert isinstance(assignment.rvalue, LambdaExpr)
    assert ast.unparse(translate(assignment.rvalue).function) == "lambda m: m[await None]"


def _first(source: str, *, native: bool = True) -> object:
    options = Options()
    options.python_version = (3, 11)
    options.native_parser = native
    errors = Errors(options)
    return parse(source.encode(), "where.py", "where", errors, options, eager=True).defs[0]
