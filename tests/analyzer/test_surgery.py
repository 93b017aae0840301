"""Fixes in odd places: only what must change changes."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analyzer.support import ALL, fixed, source
from treelint import engine
from treelint.engine import Config
from treelint.rules import find_rule
from treelint.source import SourceFile

BAD = "eqx.tree_at(lambda m: (l.w for l in m), m, new)"
GOOD = "eqx.tree_at(lambda m: tuple(l.w for l in m), m, new)"
IMPORT = "import equinox as eqx\n"

PLACES = [
    "x = {}\n",
    "x = {}",
    "x = 1; y = {}; z = 3\n",
    "if {}:\n    pass\n",
    "if a:\n    pass\nelif {}:\n    b = '''\n  kept'''\nelse:\n    c\n",
    "def f():\n    if a:\n        pass\n    elif b:\n        pass\n    elif {}:\n        c\n",
    "while {}: break\n",
    "for x in {}: y\nelse: z\n",
    "with {} as x, y:\n\tz\n",
    "@d({})\n@e\ndef f(): pass\n",
    "class C:\n    @d\n    @e(\n        {}\n    )\n    def f(self): pass\n",
    "class C({}): pass\n",
    "def f(x={}): pass\n",
    "async def f():\n    async with {}:\n        await x\n",
    "async def f():\n    return await {}\n",
    "def f():\n    yield {}\n",
    "try:\n    x = {}\nfinally:\n    y\n",
    "try: a\nexcept f({}): b\n",
    "match {}:\n    case 1: pass\n",
    "match x:\n    case 1:\n        y = {}\n",
    "match x:\n    case 1 if {}: pass\n",
    "x = [{} for y in z]\n",
    "x = lambda: {}\n",
    "x = (\n    a,\n    {},  # kept\n)\n",
    "x = a + \\\n    {}\n",
    "assert {}, 'ü'\n",
    "x = 'äöü', '𝒳', {}\n",
    "def f():\n\t'''Doc\n\twith a tab'''\n\treturn {}\n",
    "if a:\n  if b:\n      x = {}\n",
    "if a: x = {}; y = 2\n",
    "x = f'{{a}}'; y = {}\n",
    "del x[{}]\n",
    "x: 'int' = {}\n",
    "raise {} from {}\n",
    "x = {}, {}\n",
    "x = f({}, g({}))\n",
    "\x0cx = {}\n",
    "\x0cdef f(x={}): pass\n",
    "if a:\n    pass\n\x0c    if {}:\n        b\n",
    "global_ = 1\n\n\n\n# c\nx = {}   # d\n",
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_places(place: str, newline: str) -> None:
    count = place.replace("{{", "").count("{}")
    before = (IMPORT + place.format(*[BAD] * count)).replace("\n", newline)
    after = (IMPORT + place.format(*[GOOD] * count)).replace("\n", newline)
    ast.parse(before)
    rule = find_rule("TL104")
    assert rule is not None
    result = engine.fix(SourceFile("code.py", before), Config((rule,)), unsafe=False)
    assert result.remaining.failures == ()
    assert result.source.text == after
    assert result.landed == count


def test_nested_fixes_all_land() -> None:
    inner = "eqx.tree_at(lambda t: map(f, t), l, a)"
    before = f"{IMPORT}x = eqx.tree_at(lambda m: ({inner} for l in m), {inner}, new)\n"
    after = before.replace("map(f, t)", "tuple(map(f, t))").replace("(eqx.", "tuple(eqx.", 1)
    result = engine.fix(source(before), ALL, unsafe=False)
    assert result.source.text == after
    assert result.landed == 3


def test_safe_fixes_only_unless_asked() -> None:
    code = f"{IMPORT}x = {BAD}\neqx.tree_at(lambda m: m.a, m, 1)\n"
    assert fixed(code, unsafe=False) == code.replace(BAD, GOOD)
    assert "\nm = eqx.tree_at(lambda m: m.a, m, 1)" in fixed(code, unsafe=True)


def test_a_shadowed_tuple_or_zip_is_not_used() -> None:
    code = f"{IMPORT}tuple = f\nx = {BAD}\n"
    assert fixed(code) == code
    code = f"{IMPORT}def f(zip, t):\n    g(eqx.tree_at(lambda m: [x for x in m if x > 0], t, 0))\n"
    assert fixed(code) == code


def test_a_new_name_captures_nothing() -> None:
    code = f"{IMPORT}y = 3\nz = eqx.tree_at(lambda m: [x for x in m if x > y], t, 0)\n"
    assert fixed(code) == code  # `x > y` compares with no number: nothing is found
    code = f"{IMPORT}y = 3\nz = eqx.tree_at(lambda m: [x for x in m if 0 < x < y], t, 0)\n"
    assert "for x, y2 in zip(m, t) if 0 < y2 < y" in fixed(code)


def test_renaming_leaves_attributes_and_keywords() -> None:
    code = (
        f"{IMPORT}z = eqx.tree_at(\n"
        "    lambda m: [x for x in f(m.m, m=m)[m.k] if isinstance(x, int)], t, 0)\n"
    )
    assert fixed(code) == code  # what a call gives is not followed
    code = f"{IMPORT}z = eqx.tree_at(lambda m: [x for x in m.m if isinstance(x, int)], t, 0)\n"
    assert "zip(m.m, t.m)" in fixed(code)


blank = st.sampled_from(["", " ", "  ", "\n        ", "  # note\n        "])


@given(st.lists(blank, min_size=6, max_size=6), st.sampled_from(["(l.w for l in m)", "map(f, m)"]))
def test_blanks_and_comments_stay(blanks: list[str], values: str) -> None:
    a, b, c, d, e, f = blanks
    call = f"eqx.tree_at({a}lambda m: {values}{b},{c}m,{d}new{e},{f})"
    before = f"{IMPORT}def g(m, new):\n    return {call}\n"
    ast.parse(before)
    # The parentheses of a generator become those of the call, so the text is the same.
    wrapped = f"tuple{values}" if values.startswith("(") else f"tuple({values})"
    assert fixed(before, unsafe=False) == before.replace(values, wrapped)


@pytest.mark.parametrize("header", ["if {}:", "for x in f({}):", "def g(x={}):", "class C({}):"])
def test_several_lines_before_an_indented_body(header: str) -> None:
    """What LibCST takes for indentation stays: it stands within brackets."""
    before = "eqx.tree_at(lambda m: {\n            # kept\n            m.a,\n\n    m.b}, m, new)"
    after = "eqx.tree_at(lambda m: (\n            # kept\n            m.a,\n\n    m.b), m, new)"
    code = f"{IMPORT}def f(m):\n    if m:\n        {header}\n            pass\n"
    assert fixed(code.format(before)) == code.format(after)
