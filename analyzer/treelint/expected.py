"""Where an exception is expected, a mistake that raises it is no mistake."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.index import FileIndex
    from treelint.resolve import Names

_RAISES = frozenset(
    {"contextlib.suppress", "pytest.deprecated_call", "pytest.raises", "pytest.warns"}
)
# Methods of `unittest.TestCase` and of absl's: known by name, whatever `self` is.
_ASSERT_RAISES = frozenset({"assertRaises", "assertRaisesRegex", "assertRaisesWithLiteralMatch"})
_TAKE_ALL = frozenset({"builtins.Exception", "builtins.BaseException"})
_LOOKUP = frozenset({"builtins.IndexError", "builtins.KeyError"})


def handles(outer: ast.AST, inner: ast.AST, exceptions: tuple[str, ...], names: Names) -> bool:
    """Whether `outer` takes an exception of one of these names that `inner`, inside it, raises."""
    match outer:
        case ast.With(items=items) | ast.AsyncWith(items=items):
            managers = [item.context_expr for item in items]
            return any(_takes_misuse(node, names) or _asserts(node) for node in managers)
        case ast.Try(body=body, handlers=handlers) if inner in body:
            return any(_catches(handler.type, exceptions, names) for handler in handlers)
        case ast.TryStar(body=body, handlers=handlers) if inner in body:
            return any(_catches(handler.type, exceptions, names) for handler in handlers)
        case ast.Call():
            # `pytest.raises(ValueError, lambda: ...)`.
            return outer.func is not inner and _takes_misuse(outer, names)
    return False


def is_of_a_test(file: FileIndex, node: ast.ClassDef) -> bool:
    """Whether a class is made for a function that looks at what goes wrong with it."""
    for outer in file.ancestors(node):
        if isinstance(outer, ast.FunctionDef):
            return any(
                isinstance(inner, ast.Try) or handles(inner, node, (), file.names)
                for inner in walk(outer)
                if isinstance(inner, ast.Try | ast.With)
            )
    return False


def _takes_misuse(node: ast.expr, names: Names) -> bool:
    node = names.value(node)
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute) and node.func.attr in _ASSERT_RAISES:
        return True
    return names.qualified_name(node.func) in _RAISES


def _asserts(node: ast.expr) -> bool:
    """Whether a context manager looks at what happens in it: `with self.assertNoWarnings():`."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
            return name.startswith("assert")
    return False


def _catches(caught: ast.expr | None, exceptions: tuple[str, ...], names: Names) -> bool:
    match caught:
        case None:
            return True
        case ast.Tuple(elts=elements):
            return any(_catches(element, exceptions, names) for element in elements)
    name = names.qualified_name(caught)
    if name in _TAKE_ALL:
        return True
    taken = {name, *(_LOOKUP if name == "builtins.LookupError" else ())}
    return any(exception in taken or f"builtins.{exception}" in taken for exception in exceptions)
