"""Out-of-place updates of arrays, `x.at[i].set(v)`, and what looks like one and is none."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.records import dataclass

if TYPE_CHECKING:
    from treelint.index import FileIndex

METHODS = frozenset(
    {"add", "apply", "divide", "max", "min", "mul", "multiply", "power", "set", "subtract"}
)
# A line that begins with an update and is not the value of anything, nor inside parentheses; in a
# notebook each line is a string.
STATEMENT = (
    r"^[ \t]*+(?:\"[ \t]*+)?(?!return\b|yield\b)[A-Za-z_][^=\n#(]*\.at\[[^\n]*\]\.(?:"
    + "|".join(sorted(METHODS))
    + r")\("
)
# Of these a mutable reference has only one, which updates it in place.
_METHODS_OF_REFERENCES = frozenset({"set"})
# A file that holds none of these words makes no mutable references.
_WORDS_OF_REFERENCES = (
    "ArrayRef",
    "array_ref",
    "empty_ref",
    "for_loop",
    "jax.ref",
    "jax.Ref",
    "mutable_array",
    "new_ref",
    "pallas",
    "run_state",
)
_MAKERS_OF_ARRAYS = ("jax.lax.", "jax.nn.", "jax.numpy.", "jax.random.")


@dataclass(frozen=True, slots=True)
class ArrayUpdate:
    """`array.at[i].method(...)`; of several in a chain the last, and the array of the first."""

    array: ast.expr
    method: str


def array_update(node: ast.expr) -> ArrayUpdate | None:
    """The update that an expression is."""
    match node:
        case ast.Call(
            func=ast.Attribute(
                attr=method,
                value=ast.Subscript(value=ast.Attribute(attr="at", value=array)),
            )
        ) if method in METHODS:
            before = array_update(array)
            return ArrayUpdate(array if before is None else before.array, method)
    return None


def may_be_in_place(file: FileIndex, update: ArrayUpdate) -> bool:
    """Whether the update may change its object, so that it may not be an array.

    A mutable reference is one: those in kernels are called `x_ref`, and in files that make
    references everything may be one that is not known as an array. `df.at[i].add(v)` may be
    about a set in a data frame of pandas.
    """
    if _is_array(file, update.array):
        return False
    if update.method not in _METHODS_OF_REFERENCES:
        return "pandas" in file.source.text
    return may_be_reference(file, update.array)


def may_be_reference(file: FileIndex, node: ast.expr) -> bool:
    """Whether something may be a mutable reference, whatever it is annotated as."""
    if _is_array(file, node):
        return False
    if any(name.lower().endswith(("ref", "refs")) for name in _names(node)):
        return True
    return any(word in file.source.text for word in _WORDS_OF_REFERENCES)


def _is_array(file: FileIndex, node: ast.expr) -> bool:
    """Whether all that a variable is ever given comes from functions that make arrays."""
    bindings = file.names.bindings(node)
    return bool(bindings) and all(
        isinstance(binding.definition, ast.expr) and _makes_array(file, binding.definition)
        for binding in bindings
    )


def _makes_array(file: FileIndex, value: ast.expr) -> bool:
    if array_update(value) is not None:
        return True
    name = file.names.qualified_name(value.func) if isinstance(value, ast.Call) else None
    return name is not None and name.startswith(_MAKERS_OF_ARRAYS)


def _names(node: ast.expr) -> list[str]:
    """The names in a chain such as `self.refs[0]`."""
    names: list[str] = []
    while True:
        match node:
            case ast.Attribute(value=inner, attr=name):
                names.append(name)
                node = inner
            case ast.Subscript(value=inner) | ast.Call(func=inner):
                node = inner
            case ast.Name(id=name):
                return [*names, name]
            case _:
                return names
