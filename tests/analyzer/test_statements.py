"""Selectors of several statements: what they are known to return, and to ask."""

import ast
import textwrap

import pytest

from treelint.resolve import resolve
from treelint.selector import questions
from treelint.selector.joining import is_small
from treelint.selector.lower import lower
from treelint.selector.model import (
    Container,
    Each,
    Either,
    ForEach,
    Nodes,
    NotANode,
    Opaque,
    Outer,
    Path,
    Selection,
    Selector,
    Splat,
)

IMPORTS = "import equinox as eqx\nimport jax\nimport jax.numpy as jnp\n"


def selector(body: str) -> Selector:
    tree = ast.parse(f"{IMPORTS}def where(m):\n{textwrap.indent(body, '    ')}")
    names, _ = resolve(tree, None, {})
    function = tree.body[-1]
    assert isinstance(function, ast.FunctionDef)
    lowered = lower(function, names)
    assert lowered is not None
    return lowered


def shown(selection: Selection) -> str:
    """A selection in a few characters: `m.a`, `[m.a, *each m.layers[*].w]`, `m.a | m.b`."""
    match selection:
        case Path(root=root, steps=steps):
            start = root.name if isinstance(root, Outer) else "m"
            return start + "".join(map(_step, steps))
        case Nodes(items=items, container=container):
            return f"{_short(container)}({', '.join(map(shown, items))})"
        case ForEach(element=element, container=container):
            return f"{_short(container)}(each {shown(element)})"
        case Splat(of=of):
            return f"*{shown(of)}"
        case Either(alternatives=alternatives):
            return " | ".join(map(shown, alternatives))
        case NotANode():
            return "no node"
        case Opaque():
            return "?"


def _short(container: Container) -> str:
    return container.name.lower()


def _step(step: object) -> str:
    if isinstance(step, Each):
        return "[*]"
    name, key = getattr(step, "name", None), getattr(step, "key", None)
    return f".{name}" if name is not None else f"[{getattr(key, 'text', repr(key))}]"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("'The weight.'\nx = m.a\nreturn x.b", "m.a.b"),
        ("m = m.a\nreturn m.b", "m.a.b"),
        ("x = m.a\nx = x.b\nx = x[0]\nreturn x", "m.a.b[0]"),
        ("x: object = m.a\nreturn x", "m.a"),
        ("x = y = m.a\nreturn x, y.b", "tuple(m.a, m.a.b)"),
        ("a, b = m.a, m.b\nreturn b, a", "tuple(m.b, m.a)"),
        ("a, b = m.pair\nreturn b", "m.pair[1]"),
        ("(a, b), c = (m.a, m.b), m.c\nreturn [a, c]", "list(m.a, m.c)"),
        ("assert m.a is not None\npass\nreturn m.a", "m.a"),
        ("print(m)\nreturn m.a", "m.a"),
        ("import math\nreturn m.a", "m.a"),
        ("x = model.a\nreturn x.b", "model.a.b"),
        ("x = m.w * 2.0\nreturn x", "no node"),
        ("x = (l.w for l in m.layers)\nreturn x", "generator(each m.layers[*].w)"),
        ("x = m.a\ny = (x for l in m.layers)\nx = m.b\nreturn tuple(y)", "tuple(each ?)"),
        ("x = {}\nx['a'] = m.a\nreturn x", "?"),
        ("x = {'a': m.a}\nreturn x", "dict(m.a)"),
        ("x = (m.a, m.b)\nf(x)\nreturn x", "tuple(m.a, m.b)"),
    ],
)
def test_assignments(body: str, expected: str) -> None:
    assert shown(selector(body).body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if c:\n    return m.a\nreturn m.b", "m.a | m.b"),
        ("if c:\n    return m.a\nelse:\n    return m.b", "m.a | m.b"),
        (
            "if c:\n    return m.a\nelif d:\n    return m.b\nelse:\n    raise ValueError",
            "m.a | m.b",
        ),
        ("if not c:\n    raise ValueError\nreturn m.a", "m.a"),
        ("if c:\n    return m.a\nreturn m.a", "m.a"),
        ("if c:\n    x = m.a\nelse:\n    x = m.b\nreturn x.w", "m.a.w | m.b.w"),
        ("x = m.a\nif c:\n    x = x.b\nreturn x", "m.a.b | m.a"),
        ("x = m.a\nif c:\n    y = 1\nreturn x", "m.a"),
        ("x = None\nif c:\n    x = m.a\nreturn x", "?"),
        ("if c:\n    x = m.a\nreturn x", "?"),
        ("if c:\n    return m.a", "?"),
        ("if c:\n    return\nreturn m.a", "?"),
        ("if c:\n    return f(m)\nreturn m.a", "?"),
        ("if c:\n    return m.a, m.b\nreturn [m.b, m.a]", "tuple(m.a, m.b) | list(m.b, m.a)"),
        (
            "x = []\nif c:\n    x.append(m.a)\nx.append(m.b)\nreturn x",
            "list(m.a, m.b) | list(m.b)",
        ),
        ("raise ValueError", "?"),
    ],
)
def test_branches(body: str, expected: str) -> None:
    assert shown(selector(body).body) == expected


LOOP = "for l in m.layers:\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"x = []\n{LOOP}    x.append(l.w)\nreturn x", "list(each m.layers[*].w)"),
        (f"x = []\n{LOOP}    if l.b:\n        x += [l.w]\nreturn x", "list(each m.layers[*].w)"),
        (f"x = ()\n{LOOP}    x += (l.w,)\nreturn x", "tuple(each m.layers[*].w)"),
        (f"x = []\n{LOOP}    y = l.w\n    x.append(y)\nreturn x", "list(each m.layers[*].w)"),
        (f"x = []\n{LOOP}    x.append(l.w)\nreturn tuple(x)", "tuple(each m.layers[*].w)"),
        (f"x = [m.a]\n{LOOP}    x.append(l)\nreturn x", "list(m.a, *list(each m.layers[*]))"),
        (
            f"x = []\n{LOOP}    x.append(l)\nx.append(m.a)\nreturn x",
            "list(*list(each m.layers[*]), m.a)",
        ),
        (f"x = []\n{LOOP}    x.append(l.w)\n    x.append(l.b)\nreturn x", "list(each ?)"),
        (f"x = []\n{LOOP}    x.extend([l.w])\nreturn x", "list(each m.layers[*].w)"),
        (f"x = []\n{LOOP}    x.extend(l.w for l in l.parts)\nreturn x",
         "list(each m.layers[*].parts[*].w)"),
        (f"x = []\n{LOOP}    for k in l:\n        x.append(k.w)\nreturn x",
         "list(each m.layers[*][*].w)"),
        (f"x = []\n{LOOP}    row = []\n    row.append(l)\n    x.extend(row)\nreturn x",
         "list(each m.layers[*])"),
        (f"x = []\n{LOOP}    if l.a:\n        continue\n    x.append(l)\n    break\nreturn x",
         "list(each m.layers[*])"),
        ("x = []\nfor i, l in enumerate(m.layers):\n    x.append(l)\nreturn x",
         "list(each m.layers[*])"),
        ("x = []\nwhile c():\n    x.append(m.a)\nreturn x", "list(each m.a)"),
        (f"x = []\n{LOOP}    x = [l]\nreturn x", "?"),
        (f"x = []\n{LOOP}    x.append(l)\n    f(x)\nreturn x", "?"),
        (f"x = []\ny = x\n{LOOP}    x.append(l)\nreturn y", "?"),
        (f"x = y = []\n{LOOP}    x.append(l)\nreturn y", "?"),
        (f"x = []\ng = lambda n: x.append(n)\n{LOOP}    g(l)\nreturn x", "?"),
        (f"x = m.first\n{LOOP}    x = x.next\nreturn x", "?"),
        (f"{LOOP}    x = l\nreturn x", "?"),
        (f"{LOOP}    if l.a:\n        return l.w\nreturn m.b", "m.layers[*].w | m.b"),
        (f"x = []\n{LOOP}    if l.a:\n        return x\n    x.append(l)\nreturn x",
         "list(*?) | list(each m.layers[*])"),
        (f"{LOOP}    pass\nelse:\n    return m.a\nreturn m.b", "m.a | m.b"),
        (f"n = 0\n{LOOP}    n += 1\nreturn m.a[n]", "m.a[n]"),
        ("x = m.a\nx += [m.b]\nreturn x", "?"),
        (f"x = []\n{LOOP}    x.extend(l.parts)\nreturn x", "list(each ?)"),
        (f"x = []\n{LOOP}    def x(): ...\nreturn x", "?"),
        (f"x = m.a\n{LOOP}    import x\nreturn x", "?"),
        (f"x = [m.a]\n{LOOP}    y = len(x)\nreturn x", "list(m.a)"),
        ("x = [m.a]\nif x and not x:\n    pass\nreturn x", "?"),
        ("x = [m.a]\nif not x:\n    raise ValueError\nreturn x", "list(m.a)"),
        ("x = [m.a]\nx.append(*m.b)\nreturn x", "?"),
        ("x = [m.a]\ny = x.append\nreturn x", "?"),
        ("x = [m.a]\nreturn f(x), x", "tuple(?, ?)"),
        ("return m.a\nx = f(m)", "m.a"),
        ("x = [l.w for l in m.layers]\nx.append(m.a)\nreturn x",
         "list(*list(each m.layers[*].w), m.a)"),
        ("x = [m.a]\nx *= 2\nreturn x", "?"),
        ("x = m.parts\nx.append(m.a)\nreturn x", "m.parts"),
        ("seen.append(m.a)\nreturn m.b", "m.b"),
    ],
)  # fmt: skip
def test_loops(body: str, expected: str) -> None:
    assert shown(selector(body).body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("w = lambda l: l.w\nreturn w(m.a), w(m.b)", "tuple(m.a.w, m.b.w)"),
        ("w = lambda l: (l.w, l.b)\nreturn w(m.a)", "tuple(m.a.w, m.a.b)"),
        ("w = lambda l: l.w\nreturn [w(l) for l in m.layers]", "list(each m.layers[*].w)"),
        ("a = m.a\nw = lambda k: a[k]\nreturn w(0)", "m.a[k]"),
        ("a = m.a\nw = lambda: a\na = m.b\nreturn w()", "?"),
        ("w = lambda l: a\na = m.b\nreturn w(0)", "?"),
        ("w = lambda l: w(l)\nreturn w(m)", "?"),
        ("v = lambda l: l.v\nw = lambda l: v(l)\nreturn w(m)", "?"),
        ("w = lambda l, k=1: l\nreturn w(m)", "?"),
        ("w = lambda *l: l\nreturn w(m)", "?"),
        ("w = lambda l: l.w\nreturn w(l=m)", "?"),
        ("if c:\n    w = lambda l: l.w\nelse:\n    w = lambda l: l.b\nreturn w(m)", "?"),
        ("def w(l):\n    return l.w\nreturn w(m)", "?"),
        ("w = m.a\ndef w(l): ...\nreturn w", "?"),
    ],
)
def test_lambdas_inside(body: str, expected: str) -> None:
    assert shown(selector(body).body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "with f() as x:\n    return m.a",
        "try:\n    return m.a\nfinally:\n    f()",
        "global m\nreturn m.a",
        "m.a = 1\nreturn m.a",
        "del m.a\nreturn m.a",
        "class C: ...\nreturn m.a",
        "match m:\n    case [a]:\n        return a\nreturn m",
        "x = m.a\nf((x := m.b))\nreturn x",
        "x = m.a\ndef f():\n    nonlocal x\n    x = m.b\nf()\nreturn x",
        "import a.m as m\nreturn m.a",
        "for m in f(): pass\nreturn m",
        "x, *y = m.a\nreturn x",
        "a, b = [m.a, *m.b]\nreturn b",
        "a, b = m.a, m.b, m.c\nreturn b",
        "x = a if c else b\nreturn x",
        "(lambda: (m := 1))()\nreturn m",
    ],
)
def test_what_is_not_followed(body: str) -> None:
    lowered = selector(body)
    assert isinstance(lowered.body, Opaque)
    assert not list(questions.never_nodes(lowered.body))


@pytest.mark.parametrize(
    "body",
    [
        "x = m[0]\nif x > 0:\n    return m[1]\nreturn m[2]",
        "if type(m[0]) is int:\n    return m[1]\nreturn m[2]",
        "assert isinstance(m.a, jax.Array)\nreturn m.a",
        "x = []\nfor l in m:\n    if isinstance(l, int):\n        x.append(l)\nreturn x",
        "x = []\nfor l in jax.tree.leaves(m):\n    if l.ndim == 2:\n        x.append(l)\nreturn x",
        "for l in m:\n    if eqx.is_array(l):\n        return l",
        "while m[0] > 1:\n    pass\nreturn m[1]",
        "is_int = lambda l: isinstance(l, int)\nreturn [l for l in m if is_int(l)]",
        "is_int = lambda l: isinstance(l, int)\nreturn list(filter(is_int, m))",
        "x = [l for l in m if l > 0]\nreturn x",
        "w = lambda l: l[0]\nx = []\nfor l in m:\n    if l > 0:\n        x.append(w(l))\nreturn x",
    ],
)
def test_reads_a_leaf(body: str) -> None:
    assert list(questions.leaf_tests(selector(body)))


@pytest.mark.parametrize(
    "body",
    [
        "if m.use_bias:\n    return m.a\nreturn m.b",
        "if n > 0:\n    return m.a\nreturn m.b",
        "x = []\nfor k in m:\n    if k > 0:\n        x.append(m[k])\nreturn x",
        "x = []\nfor k in m:\n    if isinstance(k, str):\n        x.append(pick(m, k))\nreturn x",
        "x = []\nfor k, v in m.items():\n    if k > 0:\n        x.append(v)\nreturn x",
        "for l in m.layers:\n    if isinstance(l, eqx.nn.Linear):\n        return l.weight",
        "for a, b in zip(m, model):\n    if b > 0:\n        return a",
        "n = 0\nfor l in m:\n    n += 1\n    if n > 2:\n        return l",
        "assert m.a is not None\nreturn m.a",
        "assert len(m) == 2\nreturn m[0]",
        "x = m.a if c else m.b\nif x > 0:\n    return m.c\nreturn m.d",
    ],
)
def test_reads_structure_only(body: str) -> None:
    assert not list(questions.leaf_tests(selector(body)))


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("if c:\n    return m.a, m.b\nreturn [m.b, m.a]", 2),
        ("if c:\n    return m.a, m.b\nreturn m.a, m.b, m.c", None),
        ("if c:\n    return m.a, m.b\nreturn m.a", None),
        ("if c:\n    return m.a, m.b\nreturn f(m)", None),
        ("x = [m.a]\nx.append(m.b)\nreturn x", 2),
        ("x = [m.a]\nif c:\n    x.append(m.b)\nreturn x", None),
        (f"x = [m.a]\n{LOOP}    x.append(l)\nreturn x", None),
    ],
)
def test_node_count(body: str, count: int | None) -> None:
    assert questions.node_count(selector(body).body) == count


@pytest.mark.parametrize(
    ("body", "several"),
    [
        ("if c:\n    return m.a, m.b\nreturn [m.b]", True),
        ("if c:\n    return m.a, m.b\nreturn m.a", False),
        (f"x = []\n{LOOP}    x.append(l)\nreturn x", True),
    ],
)
def test_several(body: str, *, several: bool) -> None:
    assert questions.selects_several(selector(body).body) is several


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("if c:\n    return 1\nreturn m.a * 2.0", 2),
        ("if c:\n    return 1\nreturn m.a", 0),
        ("x = m.a\nif c:\n    x = 2\nreturn x, 1", 1),
        ("if c:\n    x = 1\nelse:\n    x = 2\nreturn x, m.a", 2),
    ],
)
def test_never_nodes(body: str, wrong: int) -> None:
    assert len(list(questions.never_nodes(selector(body).body))) == wrong


@pytest.mark.parametrize(
    ("body", "pairs"),
    [
        ("x = m.a\nreturn x, x", 1),
        ("x = m.a\nreturn x, m.a", 1),
        ("x = m.l[i]\nreturn x, m.l[i]", 1),
        ("i = 0\nx = m.l[i]\ni = 1\nreturn x, m.l[i]", 0),
        ("if c:\n    return m.a, m.a\nreturn m.b, m.b", 2),
        ("if c:\n    return m.a, m.a\nreturn m.b, m.a", 0),
        ("for i in f():\n    return m.l[i], m.l[i]\nreturn m.a, m.a", 0),
        ("i = 0\nx = m.l[i:]\ni = 1\nreturn x[0], m.l[i:][0]", 0),
    ],
)
def test_duplicates(body: str, pairs: int) -> None:
    assert len(list(questions.duplicates(selector(body).body))) == pairs


def test_other_questions_want_every_branch_to_agree() -> None:
    both = selector("if c:\n    return m, m.a\nreturn m.b.c, m.b").body
    one = selector("if c:\n    return m, m.a\nreturn m.b.c, m.d").body
    assert len(list(questions.overlaps(both))) == 2
    assert not list(questions.overlaps(one))
    outer = selector("if c:\n    return o.a\nreturn o.b").body
    inner = selector("if c:\n    return o.a\nreturn m.b").body
    assert [path.steps for path in questions.outer_paths(outer)]
    assert not list(questions.outer_paths(inner))
    sets = selector("if c:\n    return {m.a}\nreturn (l for l in m)").body
    mixed = selector("if c:\n    return {m.a}\nreturn [m.a]").body
    assert questions.no_sequence(sets) is not None
    assert questions.no_sequence(mixed) is None


def test_use_of_the_parameter() -> None:
    assert selector("x = f(m)\nreturn y").uses_parameter
    assert not selector("x = model\nreturn x.a").uses_parameter


def test_what_no_person_writes_costs_little() -> None:
    doubled = "x = m.a\n" + "x = (x, x)\n" * 200 + "return x"
    assert isinstance(selector(doubled).body, Opaque)
    chain = "x = m\n" + "x = x.a\n" * 5000 + "return x"
    assert isinstance(selector(chain).body, Opaque)
    calls = "w = lambda l: (l, l)\nreturn " + "w(" * 60 + "m" + ")" * 60
    assert is_small(selector(calls).body)
    branches = "x = m\n" + "if c:\n    x = x.a\n" * 300 + "return x"
    assert isinstance(selector(branches).body, Opaque)
    returns = "".join(f"if c:\n    return (m.a{i},)\n" for i in range(2000)) + "return (m.a,)"
    assert questions.selects_several(selector(returns).body)
    grown = "x = []\n" + "if c:\n    x.append(m.a)\n" * 300 + "return x"
    assert questions.selects_several(selector(grown).body)
    chain = "if c:\n    pass\n" + "elif c:\n    pass\n" * 1500 + "return m.a"
    assert isinstance(selector(chain).body, Opaque)
