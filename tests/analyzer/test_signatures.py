"""What can be called how: the signature of the last thing in a piece of code."""

from __future__ import annotations

import ast
import inspect
from typing import TYPE_CHECKING

import pytest

from tests.analyzer.reveal import inference_of
from treelint.project.signatures import signature_of
from treelint.project.values import sole_value

if TYPE_CHECKING:
    from pathlib import Path

    from treelint.project.inference import Inference
    from treelint.project.signatures import Signature

PRELUDE = """\
import dataclasses
import functools
import equinox as eqx
from typing import NamedTuple, TYPE_CHECKING
class M(eqx.Module):
    a: int
    b: int = 0
    def __call__(self, x, *, key=None): ...
    def method(self, x): ...
    @staticmethod
    def static(x): ...
    @classmethod
    def make(cls, x): ...
    def bare(): ...
"""

KNOWN = {
    "def f(a, /, b, *c, d, e=1, **g): ...\nf": "f(a/, b, *, d!, e!=, **)",
    "def f(a=1): ...\ng = f\ng": "f(a=)",
    "f = lambda x: x\nf": "lambda(x)",
    "async def f(a): ...\nf": "f(a)",
    "@eqx.filter_jit\ndef f(a): ...\nf": "f(a)",
    "M": "M(a, b=)",
    "M(1)": "M(x, key!=)",
    "M(1).method": "M.method(x)",
    "M.method": "M.method(self, x)",
    "M.static": "M.static(x)",
    "M.make": "M.make(x)",
    "M(1).make": "M.make(x)",
    "class A(M):\n    c: int = 1\nA": "A(a, b=, c=)",
    # A value without an annotation changes no field, nor its default.
    "class A(M):\n    a = 3\nA": "A(a, b=)",
    "class A(M):\n    def __init__(self, z): ...\nclass B(A): ...\nB": "B(z)",
    "class A: ...\nclass B(M, A): ...\nB": "B(a, b=)",
    "class A:\n    def __init__(self, z): ...\nclass B(A, M): ...\nB": "B(z)",
    # As equinox has it: the first base decides, whatever the others say.
    "class A:\n    def __init__(self, z): ...\nclass B(M, A): ...\nB": "B(a, b=)",
    "class A:\n    def __init__(self, z=1): ...\nA": "A(z=)",
    "class A(NamedTuple):\n    x: int\n    y: int = 1\nA": "A(x, y=)",
    "class A(eqx.Module):\n    x: int = eqx.field(kw_only=True)\nA": "A(x!)",
    "class A(eqx.Module):\n    x: int = eqx.field(init=False)\nA": "A()",
}
UNKNOWN = [
    "from lib import f\nf",
    "@other\ndef f(a): ...\nf",
    "if x:\n    def f(a): ...\nelse:\n    def f(b): ...\nf",
    "M(1).bare",
    "def f(m: M):\n    return m",
    "def f(m: type[M]):\n    return m",
    "def f(m: M):\n    return m.method",
    "class A:\n    def __new__(cls): ...\nA",
    "class A(M, metaclass=Meta): ...\nA",
    "class A(Other): ...\nA",
    "class A: ...\nA",
    "class A:\n    if TYPE_CHECKING:\n        def __init__(self, x): ...\nA",
    "class A(M):\n    if TYPE_CHECKING:\n        def method(self): ...\nA(1).method",
    "class A:\n    @other\n    def __init__(self, x): ...\nA",
    "@dataclasses.dataclass\nclass A:\n    x: int\nA",
    "class A(M):\n    def a(self): ...\nA",
    "class A(eqx.Module):\n    _: dataclasses.KW_ONLY\n    x: int\nA",
    "class A(eqx.Module):\n    x: int = make_field()\nA",
    "class A(eqx.Module):\n    x: eqx.AbstractVar[int]\nA",
    "A = functools.partial(M, 1)\nA",
    "3",
]


def last(code: str, path: Path) -> tuple[Inference, ast.expr]:
    inference = inference_of(PRELUDE + code, path)
    statement = inference.module.tree.body[-1]
    assert isinstance(statement, ast.Expr)
    return inference, statement.value


def words(signature: Signature) -> str:
    parts: list[str] = []
    for parameter in signature.parameters:
        mark = "" if parameter.by_name else "/"
        parts.append(
            f"{parameter.name}{mark if parameter.by_place else '!'}"
            f"{'' if parameter.is_required else '='}"
        )
    if signature.more_by_place:
        place = sum(parameter.by_place for parameter in signature.parameters)
        parts.insert(place, "*")
    return f"{signature.name}({', '.join([*parts, '**'] if signature.more_by_name else parts)})"


@pytest.mark.parametrize("code", KNOWN)
def test_signature(code: str, tmp_path: Path) -> None:
    inference, node = last(code, tmp_path / "a.py")
    signature = signature_of(inference, inference.of(node))
    assert signature is not None
    assert words(signature) == KNOWN[code]
    program = PRELUDE + code
    variables: dict[str, object] = {}
    exec(program.removesuffix(code.splitlines()[-1]), variables)  # noqa: S102
    called = inspect.signature(eval(code.splitlines()[-1], variables))  # noqa: S307
    names = [parameter.name for parameter in signature.parameters]
    starred = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}
    assert names == [name for name, item in called.parameters.items() if item.kind not in starred]


@pytest.mark.parametrize("code", UNKNOWN)
def test_unknown(code: str, tmp_path: Path) -> None:
    inference = inference_of(PRELUDE + code, tmp_path / "a.py")
    reads = [
        node
        for node in ast.walk(inference.module.tree.body[-1])
        if isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
    ]
    assert signature_of(inference, inference.of(reads[0])) is None


SOLE = {
    "a = 1\nb = a\nb": "1",
    "a = 1\na = 2\na": "2",
    "a = 1\nif x:\n    a = 2\na": "a",
    "a, b = 1, 2\na": "a",
    "a: int\na = 1\na": "1",
    "for a in x: ...\na": "a",
    "for _ in x:\n    a = f(1)\na": "f(1)",
    "a = 1\ndel a\na = f()\na": "f()",
    "import a\na": "a",
    "a": "a",
    "a.b": "a.b",
}


@pytest.mark.parametrize("code", SOLE)
def test_sole_value(code: str, tmp_path: Path) -> None:
    inference, node = last(code, tmp_path / "a.py")
    assert ast.unparse(sole_value(inference, node)) == SOLE[code]


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("def f(a):\n    return a", "a"),
        ("def f(a):\n    a = 1\n    return a", "1"),
        ("a = 1\ndef f():\n    return a", "1"),
        ("def f():\n    a = 1\n    return lambda: a", "lambda: a"),
        ("def f():\n    return [a for a in x][0]", "[a for a in x][0]"),
    ],
)
def test_sole_value_in_a_function(code: str, value: str, tmp_path: Path) -> None:
    inference = inference_of(code, tmp_path / "a.py")
    function = inference.module.tree.body[-1]
    assert isinstance(function, ast.FunctionDef)
    result = function.body[-1]
    assert isinstance(result, ast.Return)
    assert result.value is not None
    assert ast.unparse(sole_value(inference, result.value)) == value
