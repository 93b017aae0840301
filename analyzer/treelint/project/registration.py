"""What a call of `jax.tree_util.register_dataclass` says of the fields of a class."""

from __future__ import annotations

import ast

from treelint.records import dataclass

# After the class, as they may be given by position.
_PARAMETERS = ("data_fields", "meta_fields", "drop_fields")


@dataclass(frozen=True, slots=True)
class Registration:
    """The names that it lists as metadata, and those that it leaves out of the tree altogether.

    None stands for names that are not written out. Without lists, the fields themselves say
    which of them are static.
    """

    static: frozenset[str] | None = frozenset()
    dropped: frozenset[str] | None = frozenset()

    def is_static(self, name: str) -> bool | None:
        """Whether a field is static by its name; None where that is not known."""
        if self.static is None or self.dropped is None or name in self.dropped:
            return None
        return name in self.static


def registration(call: ast.Call) -> Registration:
    """What a call says, be it of the function itself or of `functools.partial` with it."""
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    # Before them comes the class, or the function that `partial` is about.
    given |= dict(zip(_PARAMETERS, call.args[1:], strict=False))
    if None in given or any(isinstance(item, ast.Starred) for item in call.args):
        return Registration(None, None)
    return Registration(_names(given.get("meta_fields")), _names(given.get("drop_fields")))


def _names(node: ast.expr | None) -> frozenset[str] | None:
    """The strings in a list or a tuple."""
    match node:
        case None:
            return frozenset()
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            names = [item.value for item in elements if isinstance(item, ast.Constant)]
            if len(names) == len(elements):
                return frozenset(name for name in names if isinstance(name, str))
    return None
