"""Lists as tuples, tuples as lists."""

import libcst as cst
import pytest

from treelint.fixing.containers import as_list, as_tuple

TUPLES = {
    "[a, b]": "(a, b)",
    "[a]": "(a,)",
    "[a,]": "(a,)",
    "[]": "()",
    "[*a]": "(*a,)",
    "[\n    a,  # one\n]": "(\n    a,  # one\n)",
    "([a])": "((a,))",
    "[x for x in y if x]": "tuple(x for x in y if x)",
    "[ x for x in y  # all\n]": "tuple( x for x in y  # all\n)",
    "list(a)": "tuple(a)",
    "list()": "tuple(list())",
    "a + b": "tuple(a + b)",
    "f(a)": "tuple(f(a))",
    "lists.list(a)": "tuple(lists.list(a))",
}
LISTS = {
    "(a, b)": "[a, b]",
    "(a,)": "[a]",
    "( a , )": "[ a ]",
    "()": "[]",
    "(\n    a,\n)": "[\n    a,\n]",
    "((a, b))": "([a, b])",
    "tuple(x for x in y)": "list(x for x in y)",
    "a": "list(a)",
}


@pytest.mark.parametrize(("code", "expected"), TUPLES.items())
def test_as_tuple(code: str, expected: str) -> None:
    assert cst.Module([]).code_for_node(as_tuple(cst.parse_expression(code))) == expected


@pytest.mark.parametrize(("code", "expected"), LISTS.items())
def test_as_list(code: str, expected: str) -> None:
    assert cst.Module([]).code_for_node(as_list(cst.parse_expression(code))) == expected
