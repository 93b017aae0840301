"""What has no name of its own is still found, in files that the gate lets pass for it."""

from pathlib import PurePath

import pytest

from treelint.gate import gate
from treelint.rules import find_rule


def admits(code: str, text: str) -> bool:
    rule = find_rule(code)
    assert rule is not None
    return gate([rule], {}).reach(text.encode(), PurePath("code.py")).has(code)


@pytest.mark.parametrize("method", ["set", "add", "multiply", "apply"])
@pytest.mark.parametrize(
    "line", ["x.at[0].{}(1)", "    self.x['w'].at[i, f(j)].{}(", "\tx.at[0].{}()"]
)
def test_a_discarded_update_opens_the_gate(line: str, method: str) -> None:
    assert admits("TL302", f"import jax\n{line.format(method)}\n")
    assert admits("TL302", f"import jax\r\n{line.format(method)}\r\n")
    assert admits("TL302", f'  "import jax\\n",\n  "{line.format(method)}\\n"\n')


@pytest.mark.parametrize(
    "line",
    [
        "x = x.at[0].set(1)",
        "return x.at[0].set(1)",
        "    yield x.at[0].set(1)",
        "# x.at[0].set(1)",
        "f(x.at[0].set(1))",
        "x.at[0].get()",
        "df.at[0] = 1",
    ],
)
def test_an_update_that_is_used_does_not(line: str) -> None:
    assert not admits("TL302", f"import jax\n{line}\n")


def test_all_words_must_be_there() -> None:
    assert not admits("TL302", "x.at[0].set(1)\n")


@pytest.mark.parametrize(
    "line",
    [
        "jax.tree_map(f, m)",
        "from jax import jit, tree_map as tm",
        "from jax import (  # all\n    jit,\n    tree_leaves,\n)",
        "jax.treedef_is_leaf(t)",
        "import jax.tree_util as jtu; jtu.tree_multimap(f, m)",
        "import equinox as e; e.tree_inference(m)",
    ],
)
def test_an_old_name_opens_the_gate(line: str) -> None:
    assert admits("TL801", f"{line}\n")


@pytest.mark.parametrize(
    "line",
    [
        "jax.tree_util.tree_map(f, m)",
        "from jax.tree_util import tree_map",
        "from jax import jit, tree_util",
        "from jax import (\n    jit,\n)\ntree_map = 1",
        "jax.tree.map(f, m)",
    ],
)
def test_a_new_name_does_not(line: str) -> None:
    assert not admits("TL801", f"{line}\n")
