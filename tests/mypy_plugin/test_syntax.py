"""mypy's nodes become the `ast` that Python itself would have made."""

from __future__ import annotations

import ast
import textwrap

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


FUNCTIONS = [
    "x = m.a\nreturn x",
    "x = y = m.a\nreturn",
    "x, (y, *z) = m.a\nreturn x",
    "m.a[0] = m.b.c = 1",
    "x += m.a\nx @= 2",
    "x: None\nreturn x",
    "if m.a:\n    return m.b\nelif m.c:\n    return m.d\nelif m.e:\n    pass\nelse:\n    x = 1",
    "for a, b in m:\n    if a:\n        break\n    continue\nelse:\n    x = 1",
    "while m.a:\n    pass\nelse:\n    x = 1",
    "assert m.a\nraise",
    "nodes.append(m.a)\nreturn [x for (x, y) in m]",
    "import a.b\nimport c as d",
    "def inner(n, i=0):\n    x = n\n    return x\nreturn inner(m)",
]


@pytest.mark.parametrize("native", [True, False])
@pytest.mark.parametrize("body", FUNCTIONS)
def test_statements(body: str, native: bool) -> None:
    source = "def where(m):\n" + textwrap.indent(body, "    ")
    definition = _first(source, native=native)
    assert isinstance(definition, FuncDef)
    function = translate(definition).function
    [expected] = ast.parse(source).body
    assert ast.unparse(ast.fix_missing_locations(function)) == ast.unparse(expected)
    assert _targets(function) == _targets(expected)


def _targets(function: ast.AST) -> list[str]:
    """What gets a value: nothing else tells it from what is read."""
    return [
        ast.unparse(node)
        for node in ast.walk(function)
        if isinstance(getattr(node, "ctx", None), ast.Store)
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("from a import b as c", "from  import b as c"),
        ("@decorated\ndef inner():\n    pass", "def inner():\n    pass"),
        ("x: int = 1", "x = 1"),
        ("raise ValueError('a') from m", "raise"),
        ("assert m, 'a'", "assert m"),
        ("with m:\n    pass", "global "),
        ("class C:\n    pass", "global "),
        ("try:\n    pass\nfinally:\n    pass", "global "),
        ("global m", "global "),
        ("nonlocal m", "global "),
        ("del m.a", "global "),
    ],
)
def test_statements_of_which_less_is_kept(body: str, expected: str) -> None:
    definition = _first("def where(m):\n" + textwrap.indent(body, "    "))
    assert isinstance(definition, FuncDef)
    function = translate(definition).function
    assert isinstance(function, ast.FunctionDef)
    [statement] = function.body
    assert ast.unparse(ast.fix_missing_locations(statement)).strip() == expected.strip()


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
