"""What makes dmypy look again at calls whose answer depends on more than types.

dmypy checks a function anew when something that it uses has changed as seen from outside: a
type, a signature, which names there are. The metadata of a class is not among it, so a field
that becomes static would go unnoticed. Hence the metadata is the type of a symbol in the
class, too, and when that symbol changes, the fields of the class count as changed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, cast

from mypy.nodes import MDEF, SymbolTableNode, Var
from mypy.server.trigger import make_trigger
from mypy.types import Instance, LiteralType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy.nodes import MypyFile, TypeInfo

# No code can name it, no message proposes it, and as it begins with two underscores, the
# symbols of two base classes need not agree.
_SYMBOL: Final = "__(*)"


def publish(info: TypeInfo, key: str, modules: Mapping[str, MypyFile]) -> None:
    """Let a change of what stands in a class's metadata reach those who use its fields."""
    info.names.pop(_SYMBOL, None)
    if any(info.metadata.get(key, {}).values()):
        info.names[_SYMBOL] = _symbol(info, json.dumps(info.metadata[key]), modules)
    changed = make_trigger(f"{info.fullname}.{_SYMBOL}")
    fields = {make_trigger(f"{info.fullname}.{name}") for name in info.names if name != _SYMBOL}
    modules[info.module_name].plugin_deps.setdefault(changed, set()).update(fields)


def _symbol(info: TypeInfo, text: str, modules: Mapping[str, MypyFile]) -> SymbolTableNode:
    string = Instance(cast("TypeInfo", modules["builtins"].names["str"].node), [])
    variable = Var(_SYMBOL, LiteralType(text, string))
    variable.info = info
    variable._fullname = f"{info.fullname}.{_SYMBOL}"  # noqa: SLF001 - nothing else sets it
    return SymbolTableNode(MDEF, variable, plugin_generated=True)
