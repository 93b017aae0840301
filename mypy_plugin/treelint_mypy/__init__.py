"""A mypy plugin that types `tree_at`, `Partial` and friends: `plugins = treelint_mypy`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint import __version__

if TYPE_CHECKING:
    from treelint_mypy.hooks import TreelintPlugin

__all__ = ["__version__", "plugin"]


def plugin(version: str) -> type[TreelintPlugin]:  # noqa: ARG001 - mypy passes its own version
    """What mypy calls to load the plugin."""
    from treelint_mypy.hooks import TreelintPlugin

    return TreelintPlugin
