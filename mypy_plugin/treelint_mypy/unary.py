"""Functions of one argument: what `tree_at` calls with the tree, and with its nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.nodes import ARG_POS
from mypy.types import CallableType

if TYPE_CHECKING:
    from mypy.plugin import CheckerPluginInterface
    from mypy.types import Type


def function(argument: Type, result: Type, api: CheckerPluginInterface) -> CallableType:
    """`Callable[[argument], result]`."""
    fallback = api.named_generic_type("builtins.function", [])
    return CallableType([argument], [ARG_POS], [None], result, fallback)
