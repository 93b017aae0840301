"""Statements taken out of a file, and statements with a body given another form."""

import ast
from collections.abc import Callable
from typing import Any

import libcst as cst
import pytest

from treelint import surgery
from treelint.findings import Fix, Rewrite
from treelint.index import FileIndex
from treelint.parse import parse
from treelint.resolve import resolve
from treelint.source import SourceFile
from treelint.surgery import Surgeon


def index_of(code: str) -> FileIndex:
    source = SourceFile("code.py", code)
    tree = parse(source)
    assert isinstance(tree, ast.Module)
    names, parents = resolve(tree, None, {})
    return FileIndex(source, tree, names, parents)


def rewritten(
    code: str, find: Callable[[FileIndex], ast.stmt | None], transform: Callable[[Any], Any]
) -> str:
    """The code with each statement that is found changed, one after the other."""
    index = index_of(code)
    while (node := find(index)) is not None:
        fix = Surgeon(index).resolve(Fix.safe("change it", Rewrite(node, transform)))
        index = index_of(surgery.apply(index.source, [fix])[0].text)
    return index.source.text


def gone(index: FileIndex) -> ast.stmt | None:
    nodes = (node for node in index.parents if isinstance(node, ast.Name) and node.id == "gone")
    return next((index.statement(node) for node in nodes), None)


def loop(index: FileIndex) -> ast.stmt | None:
    return next((node for node in index.parents if isinstance(node, ast.For)), None)


REMOVED = [
    ("a\ngone\nb\n", "a\nb\n"),
    ("gone\nb\n", "b\n"),
    ("a\ngone", "a\n"),
    ("a\ngone\n", "a\n"),
    ("# above\ngone  # beside\nb\n", "# above\n# beside\nb\n"),
    ("a\n\ngone\n\nb\n", "a\n\n\nb\n"),
    ("if a:\n    gone\n    b\n", "if a:\n    b\n"),
    ("if a:\n    gone  # kept\n    b\n", "if a:\n    # kept\n    b\n"),
    ("if a:\n    gone\n", "if a:\n    pass\n"),
    ("if a:\n    gone  # kept\n", "if a:\n    pass  # kept\n"),
    ("if a: gone\n", "if a: pass\n"),
    ("if a: gone; b\n", "if a: b\n"),
    ("if a: b; gone;\n", "if a: b\n"),
    ("if a: b ; gone  # kept\n", "if a: b  # kept\n"),
    ("a; gone; b  # kept\n", "a; b  # kept\n"),
    ("gone;\nb\n", "b\n"),
    ("gone; # kept\nb\n", "# kept\nb\n"),
    ("gone; gone; b\n", "b\n"),
    ("a\nf(\n    gone,\n)\nb\n", "a\nb\n"),
    (
        "try:\n    gone\nexcept E:\n    gone\n    a\nelse:\n    gone\nfinally:\n    gone\n",
        "try:\n    pass\nexcept E:\n    a\nelse:\n    pass\nfinally:\n    pass\n",
    ),
    ("match a:\n    case 1:\n        gone\n        b\n", "match a:\n    case 1:\n        b\n"),
    ("x = 'ü'; gone; y = 'ü'\n", "x = 'ü'; y = 'ü'\n"),
    ("a\ngone \\\n\nb\n", "a\npass \\\n\nb\n"),
    ("\x0cgone\nb\n", "b\n"),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("before", "after"), REMOVED)
def test_removal(before: str, after: str, newline: str) -> None:
    before, after = before.replace("\n", newline), after.replace("\n", newline)
    assert rewritten(before, gone, lambda node: cst.RemoveFromParent()) == after
    ast.parse(after)


def test_mixed_line_endings() -> None:
    code = "a\r\ngone\nb\nc\r\n"
    assert rewritten(code, gone, lambda node: cst.RemoveFromParent()) == "a\r\nb\nc\r\n"


def unrolled(node: cst.For) -> cst.SimpleStatementLine:
    comment = cst.EmptyLine(indent=True, comment=cst.Comment("# of the loop"))
    value = cst.Call(cst.Name("all_of"), [cst.Arg(node.iter)])
    return cst.SimpleStatementLine([cst.Expr(value)], leading_lines=[comment])


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\nfor x in y:\n    b\nc\n", "a\n# of the loop\nall_of(y)\nc\n"),
        ("for x in y: b  # kept\n", "# of the loop\nall_of(y)  # kept\n"),
        (
            "if a:\n\tif b:\n\t\tfor x in y:\n\t\t\tc\n\t\t\td\n\t\te\n",
            "if a:\n\tif b:\n\t\t# of the loop\n\t\tall_of(y)\n\t\te\n",
        ),
        (
            "def f():\n  for x in [\n    y\n  ]:\n    b\n\n# kept\n",
            "def f():\n  # of the loop\n  all_of([\n    y\n  ])\n\n# kept\n",
        ),
        (
            "if a:\n    b\nelif c:\n    for x in y:\n        d\nelse:\n    e\n",
            "if a:\n    b\nelif c:\n    # of the loop\n    all_of(y)\nelse:\n    e\n",
        ),
    ],
)
def test_a_loop_becomes_a_statement(before: str, after: str, newline: str) -> None:
    before, after = before.replace("\n", newline), after.replace("\n", newline)
    assert rewritten(before, loop, unrolled) == after
