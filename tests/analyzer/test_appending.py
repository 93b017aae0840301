"""One more argument, laid out as the others are."""

import libcst as cst
import pytest

from treelint.fixing.appending import with_keyword

CASES = {
    "f()": "f(k=v)",
    "f(a)": "f(a, k=v)",
    "f(a, )": "f(a, k=v, )",
    "f(a,b)": "f(a,b, k=v)",
    "f(a, b,)": "f(a, b, k=v,)",
    "f(\n    a, b\n)": "f(\n    a, b, k=v\n)",
    "f(\n    a, b,\n)": "f(\n    a, b, k=v,\n)",
    "f(\n    a,\n    b\n)": "f(\n    a,\n    b,\n    k=v\n)",
    "f(\n    a,\n    b,\n)": "f(\n    a,\n    b,\n    k=v,\n)",
    "f(\n    a,  # one\n    b,  # two\n)": "f(\n    a,  # one\n    b,  # two\n    k=v,\n)",
    "f(\n    a,  # one\n    b  # two\n)": "f(\n    a,  # one\n    b,  # two\n    k=v\n)",
    "f(a,\n  b)": "f(a,\n  b,\n  k=v)",
    "f(a,  # one\n  b)": "f(a,  # one\n  b,\n  k=v)",
    "f(\n    a,\n    b,\n    # the end\n)": "f(\n    a,\n    b,\n    # the end\n    k=v,\n)",
    "f(a, b  # two\n)": "f(a, b,  # two\nk=v\n)",
    "f(a, x=1)": "f(a, x=1, k=v)",
}


@pytest.mark.parametrize(("code", "expected"), CASES.items())
def test_with_keyword(code: str, expected: str) -> None:
    call = cst.ensure_type(cst.parse_expression(code), cst.Call)
    assert cst.Module([]).code_for_node(with_keyword(call, "k", "v")) == expected
