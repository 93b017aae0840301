"""What a name means."""

import ast

import pytest

from treelint.resolve import Names, resolve


def names_of(code: str, package: str | None = None) -> tuple[Names, ast.expr]:
    """The names of a module, and the function of its last call of something marked."""
    tree = ast.parse(code)
    names, parents = resolve(tree, package, {"mylib.at": "equinox.tree_at"})
    calls = [node for node in parents if isinstance(node, ast.Call) and len(node.args) == 3]
    return names, calls[-1].func


def meaning(code: str, package: str | None = None) -> str | None:
    names, function = names_of(code, package)
    return names.qualified_name(function)


KNOWN = [
    "import equinox\nequinox.tree_at(1, 2, 3)",
    "import equinox as eqx\neqx.tree_at(1, 2, 3)",
    "import equinox.nn\nequinox.tree_at(1, 2, 3)",
    "from equinox import tree_at\ntree_at(1, 2, 3)",
    "from equinox import tree_at as at\nat(1, 2, 3)",
    "from equinox import *\ntree_at(1, 2, 3)",
    "from equinox._tree import tree_at\ntree_at(1, 2, 3)",
    "import mylib\nmylib.at(1, 2, 3)",
    "from mylib import at\nat(1, 2, 3)",
    "import equinox as eqx\nat = eqx.tree_at\nat(1, 2, 3)",
    "import equinox as eqx\nat: object = eqx.tree_at\nat(1, 2, 3)",
    "import equinox as eqx\ne = eqx\nf = e.tree_at\nf(1, 2, 3)",
    "def f():\n    import equinox as eqx\n    eqx.tree_at(1, 2, 3)",
    "def f():\n    from equinox import tree_at\n    def g():\n        tree_at(1, 2, 3)",
    "try:\n    import equinox as eqx\nexcept ImportError:\n    eqx = None\neqx.tree_at(1, 2, 3)",
    (
        "try:\n    from equinox import tree_at\n"
        "except ImportError:\n    from treeops import tree_at\n"
        "tree_at(1, 2, 3)"
    ),
    "if True:\n    import equinox as eqx\nelse:\n    import equinox as eqx\neqx.tree_at(1, 2, 3)",
    (
        "from equinox import tree_at\nclass C:\n    tree_at = 1\n    def f(self):\n"
        "        tree_at(1, 2, 3)"
    ),
    "from equinox import tree_at\n[tree_at(1, 2, 3) for x in y]",
    "from equinox import tree_at\nx = lambda y: tree_at(1, 2, 3)",
    "from equinox import tree_at\n@tree_at(1, 2, 3)\ndef f(tree_at): ...",
    "from equinox import tree_at\ndef f(tree_at=tree_at(1, 2, 3)): ...",
    "from equinox import tree_at\n[x for tree_at in tree_at(1, 2, 3)]",
    "def f():\n    global at\n    from equinox import tree_at as at\ndef g():\n    at(1, 2, 3)",
    (
        "def f():\n    at = None\n    def g():\n        nonlocal at\n"
        "        from equinox import tree_at as at\n    at(1, 2, 3)"
    ),
    "class C:\n    import equinox as eqx\n    x = eqx.tree_at(1, 2, 3)",
    "import equinox as eqx\nclass C[T]:\n    x = eqx.tree_at(1, 2, 3)"
    if hasattr(ast, "TypeAlias")
    else "import equinox as eqx\neqx.tree_at(1, 2, 3)",
]

UNKNOWN = [
    (
        "if x:\n    from equinox import tree_at\nelse:\n    from mine import tree_at\n"
        "tree_at(1, 2, 3)"
    ),
    "from equinox import tree_at\nfrom mine import tree_at\ntree_at(1, 2, 3)",
    "from mine import tree_at\nfrom equinox import tree_at\ntree_at(1, 2, 3)",
    "tree_at(1, 2, 3)",
    "from other import tree_at\ntree_at(1, 2, 3)",
    "from equinox import tree_at\ndef tree_at(a, b, c): ...\ntree_at(1, 2, 3)",
    "from equinox import tree_at\ndef f(tree_at):\n    tree_at(1, 2, 3)",
    "from equinox import tree_at\ndef f(*tree_at):\n    tree_at(1, 2, 3)",
    "from equinox import tree_at\nfor tree_at in x:\n    tree_at(1, 2, 3)",
    "from equinox import tree_at\ndef f():\n    tree_at = g()\n    tree_at(1, 2, 3)",
    "from equinox import tree_at\nx = [tree_at(1, 2, 3) for tree_at in y]",
    "from equinox import tree_at\nx = lambda tree_at: tree_at(1, 2, 3)",
    "from equinox import tree_at\nwith x as tree_at:\n    tree_at(1, 2, 3)",
    "from equinox import tree_at\ntry: ...\nexcept E as tree_at:\n    tree_at(1, 2, 3)",
    "from equinox import tree_at\nif (tree_at := f()):\n    tree_at(1, 2, 3)",
    "from equinox import tree_at\n[(tree_at := y) for y in z]\ntree_at(1, 2, 3)",
    "from equinox import tree_at\nmatch x:\n    case [*tree_at]:\n        tree_at(1, 2, 3)",
    "from equinox import tree_at\nmatch x:\n    case {**tree_at}:\n        tree_at(1, 2, 3)",
    "from equinox import tree_at\nmatch x:\n    case C() as tree_at:\n        tree_at(1, 2, 3)",
    "from equinox import tree_at\nclass tree_at: ...\ntree_at(1, 2, 3)",
    "from equinox import tree_at\nimport other as tree_at\ndel tree_at\ntree_at(1, 2, 3)",
    "class C:\n    from equinox import tree_at\n    def f(self):\n        tree_at(1, 2, 3)",
    "class C:\n    from equinox import tree_at\n    x = [tree_at(1, 2, 3) for y in z]",
    "a = b\nb = a\na(1, 2, 3)",
    "from . import tree_at\ntree_at(1, 2, 3)",
    "f().tree_at(1, 2, 3)",
]


@pytest.mark.parametrize("code", KNOWN)
def test_known(code: str) -> None:
    assert meaning(code) == "equinox.tree_at"


@pytest.mark.parametrize("code", UNKNOWN)
def test_unknown(code: str) -> None:
    assert meaning(code) not in {"equinox.tree_at", "treeops.tree_at"}


@pytest.mark.parametrize(
    ("code", "package"),
    [
        ("from . import tree_at\ntree_at(1, 2, 3)", "equinox"),
        ("from ._tree import tree_at\ntree_at(1, 2, 3)", "equinox"),
        ("from .. import tree_at\ntree_at(1, 2, 3)", "equinox.nn"),
        ("from .._tree import tree_at\ntree_at(1, 2, 3)", "equinox.nn"),
    ],
)
def test_relative(code: str, package: str) -> None:
    assert meaning(code, package) == "equinox.tree_at"
    assert meaning(code, None) is None
    assert meaning(code.replace("from ", "from .."), "equinox") is None


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("isinstance(1, 2, 3)", "builtins.isinstance"),
        ("from jax import numpy as jnp\njnp.sum(1, 2, 3)", "jax.numpy.sum"),
        ("import jax.numpy as jnp\njnp.linalg.norm(1, 2, 3)", "jax.numpy.linalg.norm"),
        ("from jax._src.tree_util import Partial\nPartial(1, 2, 3)", "jax.tree_util.Partial"),
        ("from optax._src.update import apply_updates as a\na(1, 2, 3)", "optax.apply_updates"),
    ],
)
def test_full_names(code: str, name: str) -> None:
    assert meaning(code) == name


def test_definitions() -> None:
    names, function = names_of("f = lambda t: t\nf(1, 2, 3)")
    assert isinstance(names.definition(function), ast.Lambda)
    names, function = names_of("def f(t): ...\nf(1, 2, 3)")
    assert isinstance(names.definition(function), ast.FunctionDef)
    names, function = names_of("f = 1\nf = 2\nf(1, 2, 3)")
    assert names.definition(function) is None
    names, function = names_of("def g(f):\n    f(1, 2, 3)")
    assert names.definition(function) is None
    names, function = names_of("a.f(1, 2, 3)")
    assert names.definition(function) is None


def test_every_name_has_a_scope_and_every_node_a_parent() -> None:
    code = """\
import a
class C(a.B, k=a.D):
    x: a.T = 1
    y = x
    def f(self, *, y: a.U = a.V) -> a.W:
        return [z async for z in self.g() if (w := z)]
"""
    tree = ast.parse(code)
    names, parents = resolve(tree, None, {})
    reached = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    assert all(node in names.scopes for node in reached)
    expressions = [node for node in ast.walk(tree) if isinstance(node, ast.expr | ast.stmt)]
    assert all(node in parents for node in expressions)


def test_deep_nesting_does_not_exhaust_the_stack() -> None:
    code = "import equinox as eqx\nx = " + "+".join("1" for _ in range(1500))
    tree = ast.parse(code)
    _, parents = resolve(tree, None, {})
    assert len(parents) > 3000


def test_what_a_nonlocal_name_is_may_be_bound_further_down() -> None:
    names, function = names_of(
        "def outer(m):\n    def inner():\n        nonlocal w\n        w = lambda m: m.a\n"
        "    w = lambda m, i: m\n    w(1, 2, 3)"
    )
    assert len(names.bindings(function)) == 2
    assert names.definition(function) is None


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("from equinox import *\nnn.inference_mode(1, 2, 3)", "equinox.nn.inference_mode"),
        ("from equinox.nn import *\ninference_mode(1, 2, 3)", "equinox.nn.inference_mode"),
        ("from equinox import *\ntuple(1, 2, 3)", "builtins.tuple"),
        ("from mine import *\ntree_at(1, 2, 3)", None),
    ],
)
def test_star_imports(code: str, name: str | None) -> None:
    assert meaning(code) == name


def test_after_an_unknown_star_import_nothing_is_free() -> None:
    names, function = names_of("from mine import *\ntuple(1, 2, 3)")
    assert isinstance(function, ast.Name)
    assert not names.is_free("tuple", function)
