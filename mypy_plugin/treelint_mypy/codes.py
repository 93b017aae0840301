"""The error codes of the plugin. mypy knows a code from its construction on."""

from __future__ import annotations

from typing import Final

from mypy.errorcodes import ErrorCode

_CATEGORY = "treelint"

TREE_AT: Final = ErrorCode(
    "tree-at", "Check what `tree_at` selects and what it is given to put there", _CATEGORY
)

# JAX users put bools, None and sharding specs where arrays were: hence off by default.
TREE_AT_TYPE: Final = ErrorCode(
    "tree-at-type",
    "Check that a replacement has the type of the node that it replaces",
    _CATEGORY,
    default_enabled=False,
    sub_code_of=TREE_AT,
)

PARTIAL: Final = ErrorCode(
    "partial", "Check the arguments that `Partial` binds to its function", _CATEGORY
)

CODES: Final = frozenset({TREE_AT, TREE_AT_TYPE, PARTIAL})

_PAGE: Final = "https://treelint.readthedocs.io/en/latest/mypy/"


def page_of(code: ErrorCode) -> str:
    """Where the documentation explains an error code of the plugin."""
    return f"{_PAGE}#{code.code}"
