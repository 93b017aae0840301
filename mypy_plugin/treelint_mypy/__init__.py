"""A mypy plugin that types `tree_at`, `Partial` and friends: `plugins = treelint_mypy`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from treelint_mypy.entry import TreelintPlugin

    __version__: str

__all__ = ["__version__", "plugin"]


def plugin(version: str) -> type[TreelintPlugin]:  # noqa: ARG001 - mypy passes its own version
    """What mypy calls to load the plugin."""
    from treelint_mypy.entry import TreelintPlugin

    return TreelintPlugin


def __getattr__(name: str) -> str:
    """The version, with a hash of the sources as they are now.

    mypy asks for it to see whether what it has kept is still good. dmypy asks at every run, and
    starts anew where treelint has been upgraded since.
    """
    if name != "__version__":
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from treelint_mypy.sources import version

    return version()
