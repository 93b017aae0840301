"""How the one call looks that several are merged into."""

import textwrap

import pytest

from tests.analyzer.notebooks import code, encoded, read
from tests.analyzer.support import source
from treelint import engine
from treelint.engine import Config, Fixed
from treelint.rules import find_rule

IMPORT = "import equinox as eqx\n"


def merged(code: str) -> Fixed:
    rule = find_rule("TL601")
    assert rule is not None
    return engine.fix(source(code), Config((rule,)), unsafe=False)


LONG = "a_rather_long_name_of_a_field"
CASES = [
    # Too long for a line, but not each argument.
    (
        f"""
        if a:
            m = eqx.tree_at(lambda t: t.{LONG}.kernel_weights, m, 1)
            m = eqx.tree_at(lambda t: t.b, m, 2)
        """,
        f"""
        if a:
            m = eqx.tree_at(
                lambda t: (t.{LONG}.kernel_weights, t.b),
                m,
                (1, 2),
            )
        """,
    ),
    # A single argument is too long.
    (
        f"""
        m = eqx.tree_at(lambda t: t.a, m, 1)
        m = eqx.tree_at(lambda t: (t.{LONG}.{LONG}, t.b.{LONG}), m, (2, 3))
        """,
        f"""
        m = eqx.tree_at(
            lambda t: (
                t.a,
                t.{LONG}.{LONG},
                t.b.{LONG},
            ),
            m,
            (1, 2, 3),
        )
        """,
    ),
    # Comments go above what they speak of; one before the first statement stays.
    (
        """
        # before
        m = eqx.tree_at(lambda t: t.a, m, 1)  # behind a

        # above b
        # and more
        m = eqx.tree_at(lambda t: (t.b, t.c), m, (2, 3));  # behind b

        m = eqx.tree_at(lambda t: t.d, m, 4)  # behind all
        """,
        """
        # before
        m = eqx.tree_at(
            lambda t: (
                # behind a
                t.a,
                # above b
                # and more
                # behind b
                t.b,
                t.c,
                t.d,
            ),
            m,
            (1, 2, 3, 4),
        )  # behind all
        """,
    ),
    # On one line it stays on one.
    (
        "if a: m = eqx.tree_at(lambda t: t.a, m, 1); m = eqx.tree_at(lambda t: t.b, m, 2); b\n",
        "if a: m = eqx.tree_at(lambda t: (t.a, t.b), m, (1, 2)); b\n",
    ),
    # Tabs, and a value of several lines.
    (
        f"""
        def f(m):
        \treturn eqx.tree_at(lambda t: t.{LONG}, eqx.tree_at(lambda t: t.{LONG}2, g(
        \t\tm), 2), [
        \t\t1,
        \t])
        """,
        f"""
        def f(m):
        \treturn eqx.tree_at(
        \t\tlambda t: (t.{LONG}2, t.{LONG}),
        \t\tg(
        \t\tm),
        \t\t(2, [
        \t\t1,
        \t]),
        \t)
        """,
    ),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("before", "after"), CASES)
def test_layout(before: str, after: str, newline: str) -> None:
    before, after = (textwrap.dedent(code).replace("\n", newline) for code in (before, after))
    imports = IMPORT.replace("\n", newline)
    result = merged(imports + before)
    assert result.source.text == imports + after
    assert result.remaining.findings == ()


def test_what_libcst_cannot_parse_stays() -> None:
    code = (
        "async def f(m, x):\n"
        "    m = eqx.tree_at(lambda t: t.a, m, [k async\n"
        "        for k in x])\n"
        "    m = eqx.tree_at(lambda t: t.b, m, 1)\n"
        "    return m\n"
    )
    result = merged(IMPORT + code)
    assert result.landed == 0
    assert len(result.remaining.findings) == 1
    (failure,) = result.remaining.failures
    assert "LibCST cannot parse" in failure.message


def test_updates_in_two_cells_are_not_consecutive() -> None:
    first, second = "m = eqx.tree_at(lambda t: t.a, m, 1)", "m = eqx.tree_at(lambda t: t.b, m, 2)"
    rule = find_rule("TL601")
    assert rule is not None
    for cells, count in (((IMPORT + first, second), 0), ((IMPORT, f"{first}\n{second}"), 1)):
        notebook = read(encoded(*map(code, cells)))
        assert len(engine.check(notebook, Config((rule,))).findings) == count
