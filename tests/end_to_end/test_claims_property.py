"""On random calls: where a rule says that a call can only raise, equinox and treeops raise."""

from typing import Any

import equinox as eqx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import treeops
from tests.end_to_end.test_claims import execute, found

# What these rules find always raises. TL106 does not, nor does a test that no leaf passes.
ALWAYS_RAISES = {"TL102", "TL103", "TL104", "TL107", "TL110", "TL201", "TL202", "TL203", "TL204"}
ALWAYS_RAISES |= {"TL207"}

node = st.one_of(
    st.sampled_from(["t", "t.a", "t.b", "t.layers", "t.layers[0]", "t.layers[1].weight"]),
    st.sampled_from(["t.layers[0].bias", "t.layers[-1]", "m.a", "m.layers", "m.layers[0].bias"]),
    st.sampled_from(["getattr(t, 'a')", "1", "'a'", "-t.a", "t.a * 2.0", "t.a is t.b", "None"]),
)
loop = st.sampled_from(
    ["l for l in t.layers", "l.bias for l in t.layers", "(l,) for l in t.layers"]
)


def several(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.lists(inner, max_size=3).map(lambda texts: "".join(f"{text}, " for text in texts))
    return st.one_of(
        items.map("({})".format),
        items.map("[{}]".format),
        loop.map("[{}]".format),
        loop.map("({})".format),
        st.tuples(items, items).map(lambda pair: f"({pair[0]}) + ({pair[1]})"),
        st.tuples(inner, items).map(lambda pair: f"({pair[0]}, *({pair[1]}))"),
        inner.map("tuple({})".format),
        inner.map("list({})".format),
        loop.map("tuple({})".format),
        inner.map("map(lambda x: x, {})".format),
    )


selection = st.one_of(node, several(node), several(st.one_of(node, several(node))))
replacement = st.one_of(
    st.sampled_from(["0", "None", "m", "replace=1.5", "replace_fn=lambda x: x", "0, lambda x: x"]),
    st.integers(0, 4).map(lambda count: "(" + "0, " * count + ")"),
    st.integers(0, 3).map("[0] * {}".format),
    st.just("is_leaf=lambda x: x is None"),
    st.sampled_from(["replace_fn=lambda: 0", "replace_fn=lambda a, b: a", "replace_fn=None"]),
)
parameters = st.sampled_from(["t", "t", "t", "t, i=0", "t, i", "*t"])


@pytest.mark.filterwarnings("ignore:Python iterable type:DeprecationWarning")
@pytest.mark.parametrize("family", [eqx, treeops], ids=["equinox", "treeops"])
@given(selection, replacement, parameters)
def test_what_is_said_to_raise_raises(
    family: Any, selected: str, replaced: str, parameter: str
) -> None:
    call = f"eqx.tree_at(lambda {parameter}: {selected}, m, {replaced})"
    # Whether a selector of `*t` selects anything is not known; if not, nothing is called.
    certain = ALWAYS_RAISES - ({"TL207"} if parameter == "*t" else set())
    assume(certain & set(found(call)))
    with pytest.raises((ValueError, TypeError, AttributeError, IndexError)):
        execute(call, family)
