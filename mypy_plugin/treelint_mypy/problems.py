"""What is wrong with a call, as a value: the hook reports it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy.nodes import Context


@dataclass(frozen=True, slots=True)
class Problem:
    """A message, and the node that it is about."""

    message: str
    node: Context
