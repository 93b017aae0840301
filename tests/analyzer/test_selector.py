"""The selector model: what a `where` is lowered to, and the answers it gives."""

import ast

import pytest

from treelint.resolve import resolve
from treelint.selector import questions
from treelint.selector.lower import lower
from treelint.selector.model import (
    Attr,
    Computed,
    Container,
    Each,
    ForEach,
    Item,
    Leaves,
    Nodes,
    NotANode,
    Opaque,
    Outer,
    Parameter,
    Path,
    Selector,
    Slice,
    Splat,
    TestKind,
)

IMPORTS = "import equinox as eqx\nimport jax\nimport jax.numpy as jnp\nimport numpy as np\n"


def selector(text: str) -> Selector:
    tree = ast.parse(IMPORTS + text)
    names, _ = resolve(tree, None, {})
    last = tree.body[-1]
    function = last.value if isinstance(last, ast.Expr) else last
    assert isinstance(function, ast.Lambda | ast.FunctionDef)
    lowered = lower(function, names)
    assert lowered is not None
    return lowered


def path(text: str) -> Path:
    body = selector(f"lambda t: {text}").body
    assert isinstance(body, Path)
    return body


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("t", ()),
        ("t.a.b", (Attr("a"), Attr("b"))),
        ("t[0]", (Item(0),)),
        ("t[-1]", (Item(-1),)),
        ("t['k'].w", (Item("k"), Attr("w"))),
        ("t[i]", (Item(Computed("i", stable=True)),)),
        ("t[f()]", (Item(Computed("f()", stable=False)),)),
        ("t[1:]", (Slice("1:", stable=True),)),
        ("t[a, b]", (Item(Computed("(a, b)", stable=True)),)),
        ("getattr(t, 'a')", (Attr("a"),)),
    ],
)
def test_path(text: str, steps: tuple[object, ...]) -> None:
    found = path(text)
    assert found.root is Parameter.TREE
    assert found.steps == steps


def test_keys_are_told_apart_by_their_type() -> None:
    assert path("t[1]") != path("t['1']")
    assert path("t[1]") == path("t[1]")


@pytest.mark.parametrize(
    ("text", "kind", "container"),
    [
        ("(t.a, t.b)", Nodes, Container.TUPLE),
        ("[t.a]", Nodes, Container.LIST),
        ("{t.a}", Nodes, Container.SET),
        ("{'a': t.a}", Nodes, Container.DICT),
        ("tuple([t.a])", Nodes, Container.TUPLE),
        ("()", Nodes, Container.TUPLE),
        ("list()", Nodes, Container.LIST),
        ("(t.a,) + (t.b,)", Nodes, Container.TUPLE),
        ("[l.w for l in t]", ForEach, Container.LIST),
        ("(l.w for l in t)", ForEach, Container.GENERATOR),
        ("{l.w for l in t}", ForEach, Container.SET),
        ("tuple(l.w for l in t)", ForEach, Container.TUPLE),
        ("map(f, t)", ForEach, Container.MAP),
        ("list(filter(f, t))", ForEach, Container.LIST),
        ("t.values()", ForEach, Container.VIEW),
    ],
)
def test_several(text: str, kind: type[Nodes | ForEach], container: Container) -> None:
    body = selector(f"lambda t: {text}").body
    assert isinstance(body, kind)
    assert isinstance(body, Nodes | ForEach)
    assert body.container is container


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "'a'",
        "f'{x}'",
        "t.a == 1",
        "t.a is None",
        "-t.w",
        "not t.a",
        "t.w * 2.0",
        "t.w + 1",
        "t.a - t.b",
        "t.w @ x",
        "jnp.sum(t.w)",
        "np.asarray(t.w)",
        "1 + 1",
    ],
)
def test_not_a_node(text: str) -> None:
    assert isinstance(selector(f"lambda t: {text}").body, NotANode)


@pytest.mark.parametrize(
    "text",
    [
        "None",
        "f(t)",
        "t.a + t.b",
        "t.a * 2",
        "tuple(t.a)",
        "t.a if c else t.b",
        "t.a or t.b",
        "(x := t.a)",
        "t.a + [t.b]",
        "sum(t.a, [])",
        "next(l for l in t)",
        "f(t).a",
        "-f(t)",
        "...",
    ],
)
def test_opaque(text: str) -> None:
    body = selector(f"lambda t: {text}").body
    assert isinstance(body, Opaque) or text == "..."
    assert questions.node_count(body) is None
    assert text == "..." or not list(questions.never_nodes(body))


def test_a_method_that_may_be_shadowed_is_no_builtin() -> None:
    assert isinstance(selector("def f(t, map):\n    return map(g, t)").body, Opaque)


def test_loops_follow_what_they_run_over() -> None:
    body = selector("lambda t: [l.w for i, l in enumerate(reversed(t.layers))]").body
    assert isinstance(body, ForEach)
    assert isinstance(body.element, Path)
    match body.element.steps:
        case (Attr("layers"), Each(), Attr("w")):
            pass
        case steps:
            pytest.fail(f"{steps}")


@pytest.mark.parametrize(
    ("loop", "expected"),
    [
        ("for x in t", Parameter.TREE),
        ("for x in t.a.values()", Parameter.TREE),
        ("for k, x in t.items()", Parameter.TREE),
        ("for x, y in zip(t, outer)", Parameter.TREE),
        ("for y, x in zip(t, outer)", Outer("outer")),
        ("for x in jax.tree.leaves(t)", Parameter.TREE),
        ("for p, x in jax.tree_util.tree_leaves_with_path(t)", Parameter.TREE),
        ("for y in t for x in y", Parameter.TREE),
        ("for x in filter(f, t)", Parameter.TREE),
        ("for (a, [x, b]) in t", Parameter.TREE),
        ("for x in [y.a for y in t]", Parameter.TREE),
        ("for x in range(3)", None),
        ("for x, *y in t", None),
        ("for x in f(t)", None),
        ("for x, y in f(t)", None),
        ("for p, x in jax.tree.leaves(f(t))", None),
        ("for x in zip(*t)", None),
    ],
)
def test_loop_variable(loop: str, expected: object) -> None:
    body = selector(f"lambda t: [x {loop}]").body
    assert isinstance(body, ForEach)
    root = body.element.root if isinstance(body.element, Path) else None
    assert root == expected


def test_leaves_may_be_modules_where_is_leaf_is_given() -> None:
    for given, expected in (("", False), (", is_leaf=f", True), (", f", True)):
        body = selector(f"lambda t: [x for x in jax.tree.leaves(t{given})]").body
        assert isinstance(body, ForEach)
        assert isinstance(body.element, Path)
        step = body.element.steps[-1]
        assert isinstance(step, Leaves)
        assert step.has_is_leaf is expected
        assert questions.is_leaf(body.element) is not expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("(t.a, t.b)", 2),
        ("()", 0),
        ("[t.a, f(t)]", 2),
        ("(t.a, *(t.b, t.c))", 3),
        ("(t.a, *t.b)", None),
        ("t.layers", None),
        ("tuple(t.layers)", None),
        ("{t.a, t.b}", None),
        ("[l for l in t]", None),
    ],
)
def test_node_count(text: str, count: int | None) -> None:
    assert questions.node_count(selector(f"lambda t: {text}").body) == count


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("(t.a, t.a)", 1),
        ("(t.a, t.b)", 0),
        ("(t.a, t.a, t.a)", 3),
        ("(t[i], t[i])", 1),
        ("(t[f()], t[f()])", 0),
        ("(t[1:][0], t[1:][0])", 1),
        ("(t[f():][0], t[f():][0])", 0),
        ("[l.a for l in t]", 0),
        ("(t[0], t[False])", 1),  # equal keys of one list
    ],
)
def test_duplicates(text: str, pairs: int) -> None:
    assert len(list(questions.duplicates(selector(f"lambda t: {text}").body))) == pairs


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("(t.a, t.a.b)", 1),
        ("(t.a.b, t.a)", 1),
        ("(t, t.a)", 1),
        ("(t.a, t.b.a)", 0),
        ("(t.a, t.a)", 0),
        ("(t[i], t[i].w)", 1),
        ("(t[0], t[1].w)", 0),
        ("(t.a, o.a.b)", 0),
    ],
)
def test_overlaps(text: str, pairs: int) -> None:
    found = list(questions.overlaps(selector(f"lambda t: {text}").body))
    assert len(found) == pairs
    assert all(len(outer.steps) < len(inner.steps) for outer, inner in found)


@pytest.mark.parametrize(
    "text",
    [
        "[x for x in t if type(x) is int]",
        "[x for x in t if int is type(x)]",
        "[x for x in t if type(x) in (int, float)]",
        "[x for x in t if isinstance(x, int | float)]",
        "[x for x in t if not isinstance(x, (jax.Array, np.ndarray))]",
        "[x for x in t if eqx.is_inexact_array(x)]",
        "[x for x in t if x > 0]",
        "[x for x in t if 0 < x < 1]",
        "[x for x in t if x == -1]",
        "t[0] if t[1] == 2 else t[2]",
        "[x for x in jax.tree.leaves(t) if x.ndim == 2]",
        "[x for x in jax.tree.leaves(t) if x]",
        "[x for x in jax.tree.leaves(t) if x and f()]",
        "[x for x in jax.tree.leaves(t) if not x]",
        "[x for x in jax.tree.leaves(t) if f() and x]",
        "[x for x in jax.tree.leaves(t) if not (f() or x)]",
        "list(filter(eqx.is_array, t))",
        "list(filter(lambda x: x > 0, t))",
        "list(filter(None, jax.tree.leaves(t)))",
        "list(filter(lambda x: x, jax.tree.leaves(t)))",
        "[x for x, y in zip(t, outer) if isinstance(x, int)]",
        "(t.a, [x for x in t.b if isinstance(x, str)])",
        "[l.b for l in t.layers if isinstance(l.w, jax.Array)]",
        "[x for x in jax.tree.leaves(t) if hasattr(x, 'shape')]",
        "[x for x in jax.tree.leaves(t) if callable(x)]",
        "[x for x in jax.tree.flatten(t)[0] if x.ndim == 2]",
        "jax.tree.leaves(eqx.filter(t, eqx.is_array))",
    ],
)
def test_reads_a_leaf(text: str) -> None:
    assert list(questions.leaf_tests(selector(f"lambda t: {text}")))


@pytest.mark.parametrize(
    "text",
    [
        "[x for x, y in zip(t, outer) if type(y) is int]",
        "[x for x in t if isinstance(x, eqx.nn.Linear)]",
        "[x for x in t if isinstance(x, (int, eqx.nn.Linear))]",
        "[x for x in t if isinstance(x, Unknown)]",
        "[x for x in t if type(x) is eqx.nn.Linear]",
        "[x for x in t if type(x) == type(y)]",
        "[x for x in t if x is None]",
        "[x for x in t if x is not t.a]",
        "[x.w for x in t if x.in_features == 2]",
        "[x.w for x in t if x.use_bias]",
        "[x for x in t if len(x) > 2]",
        "[x for x in t if x]",  # a container, perhaps
        "[f() or x for x in jax.tree.leaves(t)]",
        "[x for x in t.a if x.shape == (2,)]",  # the static field of a LayerNorm, perhaps
        "[t[k] for k in t if isinstance(k, str)]",
        "[v for k, v in t.items() if k == 0 or isinstance(k, int)]",
        "[x for i, x in enumerate(t) if i == 2]",
        "[x for x in jax.tree.leaves(t, is_leaf=lambda x: eqx.is_array(x)) if is_linear(x)]",
        "[x for p, x in jax.tree_util.tree_leaves_with_path(t) if 'w' in str(p)]",
        "[(lambda x: isinstance(x, int)) for x in t]",
        "[x for x in t if x == True]",
        "[t.get(k) for k in t if isinstance(k, str)]",
        "[pick(t, k) for k in t if isinstance(k, str)]",
        "tuple(v for k, v in zip(t, t.values()) if k > 0)",
        "[l.b for l in t.layers if isinstance(l.in_features, int)]",
        "[l.b for l in t.layers if type(l.name) is str]",
        "[x for x in t if hasattr(x, 'bias')]",
        "[x for x in t if callable(x)]",
        "eqx.filter(t, mask)",
        "((l := t.a).w, l.b)",
        "{k: isinstance(k, int) for k in f(t)}",
        "list(filter(f, t))",
        "list(filter(None, t))",
    ],
)
def test_reads_structure_only(text: str) -> None:
    assert not list(questions.leaf_tests(selector(f"lambda t: {text}")))


def test_kinds_of_tests() -> None:
    lowered = selector("lambda t: [x for x in t if type(x) is int and x > 0 and f(x)]")
    assert [test.kind for test in lowered.tests] == [TestKind.TYPE, TestKind.NUMBER]


def test_outer_paths() -> None:
    body = selector("lambda t: (t.a, o.b, *[x for x in o.c], *t.d)").body
    assert [found.root for found in questions.outer_paths(body)] == [Outer("o"), Outer("o")]
    assert isinstance(body, Nodes)
    assert isinstance(body.items[2], Splat)


def test_never_nodes() -> None:
    body = selector("lambda t: (t.a, 1, (t.b, t.c), (), [l for l in t], f(t))").body
    found = [type(item) for item in questions.never_nodes(body)]
    assert found == [NotANode, Nodes, ForEach]


def test_functions() -> None:
    lowered = selector("def where(m, i=0, *rest, k=1, **more):\n    'Doc.'\n    return m.a[i]")
    assert lowered.parameter == "m"
    assert isinstance(lowered.body, Path)
    assert lowered.body.steps == (Attr("a"), Item(Computed("i", stable=True)))
    assert isinstance(selector("lambda m, i=0: i.a").body, Opaque)


def test_no_parameters() -> None:
    function = ast.parse("lambda: 1", mode="eval").body
    assert isinstance(function, ast.Lambda)
    names, _ = resolve(ast.Module([], []), None, {})
    assert lower(function, names) is None


def test_use_of_the_parameter() -> None:
    assert selector("lambda t: f(t)").uses_parameter
    assert not selector("lambda _: o.a").uses_parameter


@pytest.mark.parametrize(
    ("is_leaf", "expected"),
    [
        ("lambda x: x is None", True),
        ("lambda x: x is None or isinstance(x, A)", True),
        ("lambda x: isinstance(x, A)", False),
        ("lambda x: x is not None", False),
        ("f", False),
    ],
)
def test_none_is_a_leaf_where_is_leaf_says_so(is_leaf: str, *, expected: bool) -> None:
    given = ast.parse(is_leaf, mode="eval").body
    assert questions.makes_none_a_leaf(given) is expected
    lowered = selector("lambda t: [l.w for l in t if l.b is not None]")
    assert bool(list(questions.leaf_tests(lowered, none_is_leaf=expected))) is expected


def test_a_deep_selector_is_opaque() -> None:
    body = selector("lambda t: t" + ".a" * 900).body
    assert isinstance(body, Opaque)


def test_a_generator_function() -> None:
    body = selector("def where(t):\n    for l in t:\n        yield l.w").body
    assert isinstance(body, ForEach)
    assert body.container is Container.GENERATOR
    inner = selector("def where(t):\n    def f():\n        yield 1\n    return t.a").body
    assert isinstance(inner, Path)
