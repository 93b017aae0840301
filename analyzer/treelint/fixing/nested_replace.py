"""The one call of `tree_at` that takes the place of nested calls of `replace`, in LibCST."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import libcst as cst

from treelint.fixing.appending import with_keyword
from treelint.fixing.layout import Commented, deeper, fitted, inline, is_long, spread_call
from treelint.fixing.substitution import copied

if TYPE_CHECKING:
    from treelint.index import FileIndex
    from treelint.sites.nested_replace import NestedReplace


def joined(file: FileIndex, found: NestedReplace, function: str) -> cst.Call:
    """`tree_at(lambda tree: tree.a.b, tree, value)`."""
    parameter = _parameter(found)
    nodes = [
        Commented(cst.parse_expression(".".join((parameter, *item.path))))
        for item in found.replacements
    ]
    values = [Commented(_argument(copied(file, item.value))) for item in found.replacements]
    tree = cst.parse_expression(ast.unparse(found.tree))

    def built(selected: cst.BaseExpression, replaced: cst.BaseExpression) -> cst.Call:
        where = cst.Lambda(cst.Parameters([cst.Param(cst.Name(parameter))]), selected)
        arguments = [cst.Arg(where), cst.Arg(tree), cst.Arg(replaced)]
        call = cst.Call(cst.parse_expression(function), arguments)
        if any(item.may_be_none for item in found.replacements):
            return with_keyword(call, "is_leaf", "lambda x: x is None")
        return call

    if len(nodes) == 1:
        line = built(nodes[0].value, values[0].value)
    else:
        line = built(inline(nodes), inline(values))
    place = found.steps[0] if found.steps else found.call
    column = file.source.column(place.lineno, place.col_offset)
    if not is_long(line, column):
        return line
    text = file.source.lines[found.call.lineno - 1]
    indentation = text[: len(text) - len(text.lstrip())]
    if len(nodes) == 1:
        return spread_call(line, indentation)
    inner = deeper(indentation)
    selected = fitted(nodes, inner, len(f"{inner}lambda {parameter}: ,"))
    return spread_call(built(selected, fitted(values, inner, len(inner) + 1)), indentation)


def _parameter(found: NestedReplace) -> str:
    tree = found.tree
    return tree.id if isinstance(tree, ast.Name) and tree.id != "self" else "tree"


def _argument(value: cst.BaseExpression) -> cst.BaseExpression:
    """The value as an argument: over several lines it needs no parentheses there."""
    if isinstance(value, cst.Tuple | cst.Yield | cst.GeneratorExp) and not value.lpar:
        return value.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    return value
