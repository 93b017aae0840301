"""Write a list as a tuple, and a tuple as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

if TYPE_CHECKING:
    from collections.abc import Sequence


def as_tuple(node: cst.BaseExpression) -> cst.BaseExpression:
    """The same elements in a tuple: a display, or a call of `tuple`."""
    match node:
        case cst.List(elements=elements, lbracket=left, rbracket=right):
            return cst.Tuple(
                _with_comma(elements),
                lpar=[*node.lpar, cst.LeftParen(left.whitespace_after)],
                rpar=[cst.RightParen(right.whitespace_before), *node.rpar],
            )
        case cst.ListComp(elt=element, for_in=loop, lbracket=left, rbracket=right):
            inside = cst.GeneratorExp(element, loop, lpar=[], rpar=[])
            argument = cst.Arg(inside, whitespace_after_arg=right.whitespace_before)
            return cst.Call(
                cst.Name("tuple"),
                [argument],
                whitespace_before_args=left.whitespace_after,
                lpar=node.lpar,
                rpar=node.rpar,
            )
    return _called(node, "tuple")


def as_list(node: cst.BaseExpression) -> cst.BaseExpression:
    """The same elements in a list: a display, or a call of `list`."""
    match node:
        case cst.Tuple(elements=elements, lpar=[*outer, left], rpar=[right, *others]):
            return cst.List(
                _without_comma(elements, right),
                lbracket=cst.LeftSquareBracket(left.whitespace_after),
                rbracket=cst.RightSquareBracket(right.whitespace_before),
                lpar=outer,
                rpar=others,
            )
    return _called(node, "list")


def _called(node: cst.BaseExpression, name: str) -> cst.BaseExpression:
    match node:
        case cst.Call(func=cst.Name(value="list" | "tuple") as function, args=[_]):
            return node.with_changes(func=function.with_changes(value=name))
    return cst.Call(cst.Name(name), [cst.Arg(node)])


def _with_comma(elements: Sequence[cst.BaseElement]) -> list[cst.BaseElement]:
    """One element makes a tuple by the comma behind it."""
    match elements:
        case [cst.BaseElement(comma=cst.MaybeSentinel()) as only]:
            return [only.with_changes(comma=cst.Comma())]
    return list(elements)


def _without_comma(
    elements: Sequence[cst.BaseElement], right: cst.RightParen
) -> list[cst.BaseElement]:
    """The comma of a tuple of one element goes, unless a line ends with it."""
    match elements, right.whitespace_before:
        case [cst.BaseElement(comma=cst.Comma()) as only], cst.SimpleWhitespace():
            return [only.with_changes(comma=cst.MaybeSentinel.DEFAULT)]
    return list(elements)
