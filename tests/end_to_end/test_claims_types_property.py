"""On random selectors for a tree of known types: what is found raises, and safe fixes fit."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.analyzer.support import ALL, check, source
from tests.end_to_end.test_claims_types import CODE
from treelint import engine

# TL208 is about what works as long as there is one None; TL209 and TL211 never raise by
# themselves; nor does TL702 where a static field holds None, nor TL101 where no leaf differs.
ALWAYS_RAISES = {"TL103", "TL704", "TL705"}

MEMBERS = ["weight", "bias", "size", "scaled", "itself", "child", "doubled", "logarithm", "pair"]
ROOTS = ["layers", "names", "rate", "extra", "kind", "sizes", "count", "leyers"]
STEPS = ["[0]", "[-1]", ".T", ".shape", "()", *(f".{name}" for name in MEMBERS)]

path = st.one_of(
    st.builds("m.{}".format, st.sampled_from(ROOTS)),
    st.builds("m.layers[{}].{}".format, st.integers(-2, 1), st.sampled_from(MEMBERS)),
    st.builds(
        "m.layers[{}].{}{}".format,
        st.integers(-2, 1),
        st.sampled_from(MEMBERS),
        st.sampled_from(STEPS),
    ),
)
selection = st.one_of(
    path,
    st.lists(path, min_size=1, max_size=3).map(lambda paths: f"({', '.join(paths)},)"),
    st.builds("[l.{} for l in m.layers]".format, st.sampled_from(MEMBERS)),
    st.builds("{0} if {1} else {0}".format, path, path),
    st.builds("{0} if {1} == 2 else m.names".format, path, path),
)
tree = st.sampled_from(["m", "Model((l, l), ['a'], 0.5)", "Model((), [], 0.5, jnp.ones(1))"])


def execute(code: str) -> Any:
    scope: dict[str, Any] = {}
    exec(code, scope)  # noqa: S102
    return scope["result"]


@pytest.mark.parametrize("family", ["equinox", "treeops"])
@given(selection, tree)
def test_what_is_said_to_raise_raises(family: str, selected: str, given: str) -> None:
    call = f"tree_at(lambda m: {selected}, {given}, replace_fn=lambda x: x)"
    code = CODE.format(call=call, family=family)
    found = {finding.code for finding in check(code).findings}
    assume(found & ALWAYS_RAISES)
    with pytest.raises((ValueError, TypeError, AttributeError, IndexError)):
        execute(code)


@dataclass(frozen=True)
class Tree:
    """A tree as it is written, and the paths to each of its nodes."""

    text: str
    paths: tuple[str, ...] = ("",)


def container(form: str, steps: tuple[str, ...], inner: list[Tree]) -> Tree:
    below = tuple(
        step + path for step, tree in zip(steps, inner, strict=True) for path in tree.paths
    )
    return Tree(form.format(*(tree.text for tree in inner)), ("", *below))


FORMS = [
    ("({},)", ("[0]",)),
    ("({}, {})", ("[0]", "[1]")),
    ("[{}, {}]", ("[0]", "[-1]")),
    ("{{'a': {}, 'b': {}}}", ("['a']", "['b']")),
    ("Layer({}, {})", (".weight", ".bias")),
    ("Layer({})", (".weight",)),
]


def containers(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.sampled_from(FORMS).flatmap(
        lambda form: st.lists(inner, min_size=len(form[1]), max_size=len(form[1])).map(
            lambda trees: container(*form, trees)
        )
    )


trees = st.recursive(st.sampled_from(["None", "None", "1"]).map(Tree), containers, max_leaves=4)


@pytest.mark.parametrize("family", ["equinox", "treeops"])
@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(containers(trees), st.data())
def test_is_leaf_keeps_the_meaning(family: str, tree: Tree, data: st.DataObject) -> None:
    """Also where a selected node holds None, and where another one is None."""
    paths = data.draw(st.lists(st.sampled_from(tree.paths[1:]), min_size=1, max_size=2))
    several = "," if len(paths) > 1 else ""
    where = ", ".join(f"t{path}" for path in paths) + several
    values = data.draw(
        st.sampled_from(
            ["replace_fn=lambda x: (x, 7)", f"({', '.join('56'[: len(paths)])}{several})"]
        )
    )
    call = f"tree_at(lambda t: ({where}), {tree.text}, {values})"
    code = CODE.format(call=call, family=family)
    rules = tuple(rule for rule in ALL.rules if rule.code == "TL208")
    fixed = engine.fix(source(code), engine.Config(rules), unsafe=False)
    assume(fixed.landed)
    try:
        before = repr(execute(code))
    except (ValueError, TypeError):
        return
    assert repr(execute(fixed.source.text)) == before
