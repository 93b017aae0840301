"""How mypy loads the plugin, and the names that it answers for."""

from __future__ import annotations

import pytest
from mypy.options import Options

import treelint
import treelint_mypy
from treelint_mypy.entry import TreelintPlugin
from treelint_mypy.hooks import Hooks


def test_entry() -> None:
    assert treelint_mypy.plugin("2.4.1") is TreelintPlugin
    assert treelint_mypy.__version__.startswith(f"{treelint.__version__}+")
    with pytest.raises(AttributeError, match="no attribute 'name'"):
        _ = treelint_mypy.name


@pytest.mark.parametrize(
    "fullname",
    [
        "equinox._tree.tree_at",
        "equinox.tree_at",
        "treeops._at.tree_at",
        "equinox.nn._inference.inference_mode",
        "equinox._update.apply_updates",
        "optax._src.update.apply_updates",
        "equinox._module._prebuilt.Partial",
        "jax._src.tree_util.Partial",
        "treeops._partial.Partial",
    ],
)
def test_names_that_have_a_hook(fullname: str) -> None:
    assert TreelintPlugin(Options()).get_function_signature_hook(fullname) is not None


@pytest.mark.parametrize("fullname", ["mylib.tree_at", "tree_at", "functools.partial", "lib.f"])
def test_names_that_have_none(fullname: str) -> None:
    plugin = TreelintPlugin(Options())
    plugin.set_modules({})
    assert plugin.get_function_signature_hook(fullname) is None


def test_every_kind_of_hook_is_looked_for() -> None:
    """What the hooks answer to, the plugin that mypy loads asks them."""
    kinds = {name for name in vars(Hooks) if name.startswith("get_")}
    assert kinds
    assert kinds <= vars(TreelintPlugin).keys()
