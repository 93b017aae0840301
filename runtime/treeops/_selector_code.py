"""What a selector's code tells of it, before it is called."""

from __future__ import annotations

import dis
from types import CodeType, FunctionType
from typing import Any, Final

# `type(x)` does not ask `x`, and neither do the patterns of `match` for sequences and mappings:
# these look at the class itself, so that a double of another class is not what it stands for.
_LOOKING_NAMES: Final = frozenset({"type"})
_LOOKING_CODE: Final = frozenset({"MATCH_MAPPING", "MATCH_SEQUENCE"})

# By the code's id, with the code, so that no id is given out again. Selectors that are made again
# and again, as by `exec`, are not all kept.
_KNOWN: Final[dict[int, tuple[CodeType, bool]]] = {}
_MOST_KNOWN: Final = 1024


def looks_at_classes(where: Any) -> bool:
    """Whether a selector may tell what is given to it by its class, past `isinstance`.

    Seen in its own code, in functions inside it, and in functions of its module that it names.
    """
    code = getattr(where, "__code__", None)
    known = _KNOWN.get(id(code))
    if known is not None:
        return known[1]
    if type(code) is not CodeType:
        return False
    found = _looks(code, getattr(where, "__globals__", {}), set())
    if len(_KNOWN) >= _MOST_KNOWN:
        _KNOWN.clear()
    _KNOWN[id(code)] = code, found
    return found


def _looks(code: CodeType, names: dict[str, Any], seen: set[CodeType]) -> bool:
    if code in seen:
        return False
    seen.add(code)
    if not _LOOKING_NAMES.isdisjoint(code.co_names):
        return True
    if any(step.opname in _LOOKING_CODE for step in dis.get_instructions(code)):
        return True
    called = [value for name in code.co_names if type(value := names.get(name)) is FunctionType]
    return any(
        _looks(inner, names, seen) for inner in code.co_consts if type(inner) is CodeType
    ) or any(_looks(one.__code__, one.__globals__, seen) for one in called)
