"""Copy expressions of a file, and put one into the place of a variable in another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from treelint.surgery import WithheldError

if TYPE_CHECKING:
    import ast

    from treelint.index import FileIndex


def copied(file: FileIndex, node: ast.expr) -> cst.BaseExpression:
    """An expression of the file, without the parentheses around it.

    It has none, and may reach over several lines: its new place must have some.
    """
    try:
        copy = cst.parse_expression(f"({file.text(node)})")
    except Exception as error:
        # Python has parsed the same: `async` and `for` of one loop may stand on two lines.
        msg = f"LibCST cannot parse the statement ({type(error).__name__})"
        raise WithheldError(msg) from error
    return copy.with_changes(lpar=copy.lpar[1:], rpar=copy.rpar[:-1])


class _Substitution(cst.CSTTransformer):
    def __init__(self, name: str, value: cst.BaseExpression) -> None:
        self._name = name
        self._value = value

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:
        return self._value.deep_clone() if original_node.value == self._name else updated_node

    def leave_Attribute(
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.Attribute:
        return updated_node.with_changes(attr=original_node.attr)


def substituted(
    node: cst.BaseExpression, name: str, value: cst.BaseExpression
) -> cst.BaseExpression:
    """The expression with another one, such as a dotted name, in the place of a variable."""
    result = node.visit(_Substitution(name, value))
    if not isinstance(result, cst.BaseExpression):
        msg = f"the value of {name!r} made a {type(result).__name__} of an expression"
        raise TypeError(msg)
    return result
