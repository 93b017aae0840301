"""IPython's own syntax in cells: what is taken for it, and what the rest may conclude."""

import ast
import re
import textwrap
import warnings

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from tests.analyzer.notebooks import code, encoded, read
from tests.analyzer.support import ALL
from treelint import engine
from treelint.fixing.removal import removal
from treelint.index import FileIndex
from treelint.notebook.known import PYTHON
from treelint.notebook.magics import UNKNOWN, Masked, masked
from treelint.notebook.names import assigned, perhaps_bound
from treelint.parse import Parsed, ParseFailure, parse_file
from treelint.resolve import resolve
from treelint.source import split_lines

U = UNKNOWN


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        ("x = 1", "x = 1"),
        ("%matplotlib inline", f"{U}                 "),
        ("%matplotlib inline\nx = 1", f"{U}                 \nx = 1"),
        ("%", U),
        ("!ls -l", f"{U}     "),
        ("!!ls", f"{U}   "),
        ("!echo 'it\nx = 1", f"{U}        \nx = 1"),
        ("!echo (\nx = 1", f"{U}      \nx = 1"),
        ("!ls \\\n  -l\nx = 1", f"{U}    \n    \nx = 1"),
        ("%run a.py \\\r\n  b\r\nx = 1", f"{U}          \r\n   \r\nx = 1"),
        ("if x:\n    !ls\nelse:\n    %ls", f"if x:\n    {U}  \nelse:\n    {U}  "),
        ("x = !ls", f"x = {U}  "),
        ("x=!ls", f"x={U}  "),
        ("x: int = !ls", f"x: int = {U}  "),
        ("x = \\\n  !ls", f"x = \\\n  {U}  "),
        ("x.y[i] = %pwd", f"x.y[i] = {U}   "),
        ("if x: y = !ls", f"if x: y = {U}  "),
        ("x = %timeit -o f()", f"x = {U}             "),
        ("x = !ls?", f"{U}       "),
        ("?x", f"{U} "),
        ("??x", f"{U}  "),
        ("x?", f"{U} "),
        ("x??", f"{U}  "),
        ("x.y[0].z?", f"{U}        "),
        ("a*?", f"{U}  "),
        ("%time?", f"{U}     "),
        ("%%time?\nx", f"{U}      \nx"),
        ("    x?\n    y", f"    {U} \n    y"),
        (",f a b", f"{U}     "),
        (";f a b", f"{U}     "),
        ("/f a b", f"{U}     "),
        # Python, and none of IPython's.
        ("x = a % b", "x = a % b"),
        ("x = a %b", "x = a %b"),
        ("x = (\n%b\n)", "x = (\n%b\n)"),
        ("x = '''\n%ls\n!ls\nx?\n'''", "x = '''\n%ls\n!ls\nx?\n'''"),
        ('x = r"\\"  # x = !ls?', 'x = r"\\"  # x = !ls?'),
        ("x %= 3", "x %= 3"),
        ("x != 3", "x != 3"),
        ("x = y \\\n  % z", "x = y \\\n  % z"),
        ("f(a=1, b=\n%c)", "f(a=1, b=\n%c)"),
        ("print(f'{x!r}')", "print(f'{x!r}')"),
        ("x = 'unclosed\n!ls", f"x = 'unclosed\n{U}  "),
        ("# %ls\n#!ls", "# %ls\n#!ls"),
        # What is measured is Python.
        ("%time x = f()", f"{U}    ;x = f()"),
        ("%time f(\\\n  x)", f"{U}    ;f(\\\n  x)"),
        ("    %timeit -n 10 -r3 f(x)", f"    {U}                ;f(x)"),
        ("%timeit f(x); g(x)", f"{U}      ;f(x); g(x)"),
        ("%time for i in x: pass", f"{U}                     "),
        ("%time !ls", f"{U}        "),
        ("%time", f"{U}    "),
        # Magics that need no mark.
        ("pip install equinox", f"{U}                  "),
        ("\ntime x = f()\n", f"\n{U}   ;x = f()\n"),
        ("ls", "ls"),
        ("pip install equinox\nx = 1", "pip install equinox\nx = 1"),
        # Magics of a whole cell.
        ("%%bash\nls 'a", "      \n     "),
        ("\n\n%%html\n<b>", "\n\n      \n   "),
        (" %%bash\nx = 1", f" {U}     \nx = 1"),
        ("# why\n%%bash\nx = 1", f"# why\n{U}     \nx = 1"),
        ("%%time\nx = 1\n!ls", f"{U}     \nx = 1\n{U}  "),
        ("%%time x = 1\ny = 2", f"{U}     ;x = 1\ny = 2"),
        ("%%capture out\n%%time\nx = 1", f"{U}            \n{U}     \nx = 1"),
        ("%%capture\n%%bash\nls", f"{U}        \n      \n  "),
        ("%%time\n%%time\n", f"{U}     \n{U}     \n"),
    ],
)
def test_magics(cell: str, python: str) -> None:
    assert masked(cell).code == python


@pytest.mark.parametrize(
    ("cell", "python", "removed"),
    [
        ("  x = 1\n  y = 2", "x = 1\ny = 2", (2, 2)),
        ("\tif x:\n\n\t\t!ls", f"if x:\n\n\t{U}  ", (1, 0, 1)),
        ("%%time\n  x = 1\n  y = 2", f"{U}     \nx = 1\ny = 2", (0, 2, 2)),
        (">>> x = 1\n... \n>>> !ls\n", f"x = 1\n\n{U}  \n", (4, 4, 4)),
        ("  >>> x\n  >>> y", "x\ny", (6, 6)),
        ("In [12]: def f():\n    ...:     pass", "def f():\n    pass", (9, 9)),
        (">>> x\n>>>", "x\n", (4, 3)),
    ],
)
def test_what_is_no_code_at_the_start_of_lines(
    cell: str, python: str, removed: tuple[int, ...]
) -> None:
    found = masked(cell)
    assert found.removed == removed
    assert len(found.code) == len(cell)
    assert _bare(found) == python
    # No change is made in such a cell, or such a body of a magic.
    assert [found.magics[0][0], found.magics[-1][1]] == [0, len(cell)]


def _bare(found: Masked) -> str:
    removed = [*found.removed, *([0] * len(found.code))]
    return "".join(line[n:] for line, n in zip(split_lines(found.code), removed, strict=False))


# What IPython makes of each of these is well defined, whatever is around it.
_SIMPLE = st.sampled_from(
    [
        "x = 1",
        "f(x)",
        "x % y",
        "x, *y = 1, 2",
        "x = 'a' % b  # %ls",
        "x = '''\n%ls\n'''",
        "f(\n!ls\n)",
        "f(\n%b,\n)",
        "x = [\n1,\n\n  2]",
        "x = 1 \\\n  + 2",
        "await f()",
        "print(f'{x!r}', f\"{x=}\")",
        "é = 'ü' ; b = b'%'",
        "# !ls",
        "",
        "!ls",
        "!echo 'it",
        "!ls \\\n  -l",
        "!!ls",
        "%time f(x)",
        "%time",
        "%%time",
        "%timeit -n 3 f(x)",
        "%matplotlib inline",
        "x = !ls",
        "x = !ls \\\n  -l",
        "x = \\\n  !ls",
        "x = %pwd",
        "x: int = !ls",
        "x.y = %time f(x)",
        "?x",
        "x?",
        "x.y[0].z??",
        "é?",
        "%time?",
        "x = y?",
        # What neither takes.
        "x = = 1",
        "x = y = !ls",
        "x += !ls",
        "x = )",
        "if x: !ls",
        "x? # why",
        "x ?",
        "1 +",
        "f(!ls)",
        "x ! y",
        "`x`",
    ]
)


@st.composite
def _blocks(draw: st.DrawFn) -> str:
    header = draw(st.sampled_from(["if x:", "def f(a=1):", "with x as y:", "for i in x:"]))
    body = "\n".join(draw(st.lists(_SIMPLE, min_size=1, max_size=3)))
    # Inside brackets and strings too: there it means nothing.
    return f"{header}\n{textwrap.indent(body, '    ', lambda _: True)}"


_STATEMENTS = st.one_of(_SIMPLE, _SIMPLE, _blocks())
_HEADS = st.sampled_from(
    ["", "", "", "\n", "%%time\n", "%%capture out\n", "\n%%timeit\n", "%%bash\n", "%%html?\n"]
)
_CELLS = st.builds(
    lambda head, body, end: head + "\n".join(body) + end,
    _HEADS,
    st.lists(_STATEMENTS, max_size=5),
    st.sampled_from(["", "\n", "\n\n"]),
)


def _ipython_takes(cell: str) -> bool:
    """Whether what IPython makes of a cell, and of the body of a Python cell magic, is Python."""
    try:
        made = TransformerManager().transform_cell(cell)  # type: ignore[no-untyped-call]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(made)
    except SyntaxError:
        return False
    head = re.match(r"\s*%%(\w+)[^\n]*\n", cell)
    if head is None or head[1] not in PYTHON or "run_cell_magic" not in made:
        return bool(tree)
    return _ipython_takes(cell[head.end() :])


@given(_CELLS)
@example("%%time\n  x = 1\n  y = 2")
@example("  x = 1\n    y = 2")
@example("%%html?\nx")
def test_the_same_cells_are_python_as_in_ipython(cell: str) -> None:
    source = read(encoded(code(cell)))
    parsed = parse_file(source)
    assert isinstance(parsed, Parsed)
    assert (not parsed.failures) is _ipython_takes(cell)


@given(st.text("x=%!?'\"#()\\ \n\r\té,;/>.:", max_size=60))
def test_every_character_keeps_its_place(cell: str) -> None:
    found = masked(cell)
    assert len(found.code) == len(cell)
    ends = re.compile(r"[\r\n]")
    assert [end.start() for end in ends.finditer(found.code)] == [
        end.start() for end in ends.finditer(cell)
    ]
    kept = [True] * len(cell)
    for start, end in found.magics:
        kept[start:end] = [False] * (end - start)
    assert all(
        new == old for new, old, is_kept in zip(found.code, cell, kept, strict=True) if is_kept
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("eqx.tree_at(f, m)", {"f", "m"}),
        ("a, b = c.d", {"a", "b"}),
        ("(a, [b]) = f(", {"a", "b"}),
        ("import a.b, c as d", {"a", "c", "d"}),
        ("from x.y import (a,\n  b)", {"a", "b"}),
        ("for i in x.y:", {"i"}),
        ("with f() as a, g() as b:", {"a", "b"}),
        ("def f(x): x.y(1)\nclass A(B.C): pass", {"A", "f", "x"}),
        ("x.y = z[0]", set()),
    ],
)
def test_names_that_text_may_bind(text: str, names: set[str]) -> None:
    assert perhaps_bound(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("%env A=1", {"A"}),
        ("%tensorboard --logdir=logs a.b=1", set()),
        ("%lprun -f f a, b = f(x)", {"a", "b"}),
        ("%pip install equinox==0.13 jax>=0.6", set()),
    ],
)
def test_names_that_a_magic_assigns(text: str, names: set[str]) -> None:
    assert assigned(text) == names


IMPORTS = "import equinox as eqx\nimport optax\n"
# `model` is no tree here, if nothing gives it another value.
WRONG = "new = eqx.tree_at(lambda m: m.a, t)"
GENERATOR = "new = eqx.tree_at(lambda m: (l for l in m), t, r)"


def codes(*cells: str) -> list[str]:
    source = read(encoded(*(code(cell) for cell in cells)))
    checked = engine.check(source, ALL)
    assert not checked.failures
    return [finding.code for finding in checked.findings]


@pytest.mark.parametrize(
    "between",
    [
        "eqx = = 1",
        "x, eqx = f(",
        "%time for eqx in x: pass",
        "%lprun -f f eqx = f()",
        "%%capture eqx\npass",
        "%%bash --out eqx\nls",
        "eqx = !ls",
        "%time eqx = f()",
    ],
)
def test_a_name_that_may_be_something_else_is_not_known(between: str) -> None:
    assert "TL202" in codes(IMPORTS, WRONG)
    assert "TL202" not in codes(IMPORTS, between, WRONG)
    # Cells are run in any order.
    assert "TL202" not in codes(IMPORTS, WRONG, between)


@pytest.mark.parametrize(
    "between",
    [
        "eqx.x = = 1",
        "x = eqx(",
        "%pip install eqx",
        "%%bash\neqx=1",
        "!eqx=1",
        "eqx?",
        "%%capture out\npass",
        "import equinox as eqx\nx = = 1",
        "%run other.py",
    ],
)
def test_a_name_that_is_only_mentioned_is_known(between: str) -> None:
    assert "TL202" in codes(IMPORTS, between, WRONG)


@pytest.mark.parametrize(
    "between", ["%run other.py", "run other.py", "%pylab", "%store -r", "%%cython\nx", "%%sql\nx"]
)
def test_what_may_bind_anything_withholds_a_fix(between: str) -> None:
    def has_fix(*cells: str) -> bool:
        source = read(encoded(*(code(cell) for cell in cells)))
        (finding,) = engine.check(source, ALL).findings
        assert finding.code == "TL104"
        return finding.fix is not None

    # The fix writes `tuple`.
    assert has_fix(IMPORTS, GENERATOR)
    assert has_fix(IMPORTS, "%matplotlib inline", "%%bash\nls", "!ls", GENERATOR)
    assert not has_fix(IMPORTS, between, GENERATOR)


def test_a_magic_may_read_every_variable() -> None:
    def dead(line: str) -> bool:
        body = f"def f(model):\n    new = eqx.tree_at(lambda m: m.a, model, 1)\n    {line}\n"
        return "TL303" in codes(IMPORTS, f"{body}    return model")

    assert dead("pass")
    assert not dead("!echo {new}")
    assert not dead("x = !echo $new")


DISCARDED = "eqx.nn.inference_mode(model)"


@pytest.mark.parametrize(
    ("cell", "is_found"),
    [
        (DISCARDED, False),
        (f"x = 1\n{DISCARDED}  # shown", False),
        (f"({DISCARDED})\n\n# end", False),
        (f"é = 'é'; {DISCARDED}", False),
        (f"{DISCARDED};", True),
        (f"{DISCARDED} \\\n ;  # hidden", True),
        (f"({DISCARDED}) ; # ;", True),
        (f"{DISCARDED}  # ;", False),
        (f"{DISCARDED}\nx = 1", True),
        (f"{DISCARDED}\n!ls", True),
        (f"if x:\n    {DISCARDED}", True),
        (f"%time {DISCARDED}\nx = 1", False),
        (f"if x:\n    %timeit -n3 {DISCARDED}\nx = 1", False),
        (f"%%timeit\n{DISCARDED}\n{DISCARDED};", False),
        (f"%%timeit\nif x:\n    {DISCARDED}", True),
        (f"%%capture\n{DISCARDED}", False),
        (f"%%capture\n{DISCARDED}\nx", True),
        (f"  {DISCARDED};\n  x = 1", True),
        (f"  {DISCARDED}", False),
    ],
)
def test_what_is_displayed_is_not_discarded(cell: str, is_found: bool) -> None:
    assert codes(IMPORTS, cell, "x") == (["TL301"] if is_found else [])


def test_an_array_update_may_be_displayed() -> None:
    start = "import jax.numpy as jnp\nx = jnp.zeros(3)"
    assert codes(start, "x.at[0].set(1)") == []
    assert codes(start, "x.at[0].set(1);") == ["TL302"]


@pytest.mark.parametrize(
    ("cell", "left"),
    [
        ("x = 1\ny = 2", "x = 1"),
        ("x = 1\ny = 2\n", "x = 1\n"),
        ("x = 1\ny = 2  # why", "x = 1\n# why"),
        ("x = 1; y = 2", "x = 1"),
        ("x = 1\n%time y = 2", None),
        ("y = 2\n%time x = 1", "%time x = 1"),
        ("y = 2\n", ""),
    ],
)
def test_a_statement_at_the_edge_of_its_cell_can_be_removed(cell: str, left: str | None) -> None:
    source = read(encoded(code("a = 1"), code(cell), code("b = 1")))
    parsed = parse_file(source)
    assert isinstance(parsed, Parsed)
    names, parents = resolve(parsed.tree, None, {})
    (node,) = (
        node
        for node in parsed.tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node) == "y = 2"
    )
    change = removal(FileIndex(source, parsed.tree, names, parents), node)
    assert source.accepts([change]) is (left is not None)
    if left is not None:
        texts = [item.text for item in source.spliced([change]).cells]
        assert texts == ["a = 1", left, "b = 1"]


@given(st.sampled_from(["x = (", "def f():\n", "x = '''", "x = 1\\", "@f\n", "if x:\n  y\n z"]))
def test_a_broken_cell_is_a_cell_of_its_own(broken: str) -> None:
    source = read(encoded(code(IMPORTS), code(broken), code(f"    {WRONG}")))
    parsed = parse_file(source)
    assert isinstance(parsed, Parsed)
    (failure,) = parsed.failures
    assert isinstance(failure, ParseFailure)
    cell = source.cell_at(failure.line)
    assert cell is not None
    assert cell.number == 2
    assert codes(IMPORTS, broken, f"    {WRONG}") == ["TL900", "TL202"]
