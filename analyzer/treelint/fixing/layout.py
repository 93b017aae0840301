"""Calls and tuples that reach over several lines, one value a line, in LibCST."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from treelint.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

# What a line may have that nobody has to break.
LINE_LENGTH = 88
# The one further in than tabs is a tab.
_UNIT = "    "


@dataclass(frozen=True, slots=True)
class Commented:
    """A value with the comments that belong above it."""

    value: cst.BaseExpression
    comments: tuple[str, ...] = ()


def deeper(indentation: str) -> str:
    """The indentation of what is one level further in."""
    return indentation + ("\t" if indentation.endswith("\t") else _UNIT)


def is_long(node: cst.CSTNode, column: int) -> bool:
    """Whether something that begins at a column reaches over the end of the line."""
    lines = cst.Module([]).code_for_node(node).splitlines()
    return column + len(lines[0]) > LINE_LENGTH or any(
        len(line) > LINE_LENGTH for line in lines[1:]
    )


def fitted(values: Sequence[Commented], indentation: str, column: int) -> cst.Tuple:
    """A tuple on one line if it fits there, without comments; otherwise one value a line."""
    line = inline(values)
    if is_long(line, column) or any(item.comments for item in values):
        return spread(values, indentation)
    return line


def inline(values: Sequence[Commented]) -> cst.Tuple:
    """A tuple on one line."""
    return cst.Tuple([cst.Element(item.value) for item in values])


def spread(values: Sequence[Commented], indentation: str) -> cst.Tuple:
    """A tuple with each value on a line of its own, the comments above it."""
    inner = deeper(indentation)
    breaks = [_line_break(inner, item.comments) for item in values[1:]]
    elements = [
        cst.Element(item.value, comma=cst.Comma(whitespace_after=after))
        for item, after in zip(values, [*breaks, _line_break(indentation)], strict=True)
    ]
    first = cst.LeftParen(whitespace_after=_line_break(inner, values[0].comments))
    return cst.Tuple(elements, lpar=[first], rpar=[cst.RightParen()])


def spread_call(call: cst.Call, indentation: str) -> cst.Call:
    """The call with each argument on a line of its own."""
    inner = deeper(indentation)
    breaks = [*[_line_break(inner)] * (len(call.args) - 1), _line_break(indentation)]
    arguments = [
        argument.with_changes(
            comma=cst.Comma(whitespace_after=after),
            whitespace_after_arg=cst.SimpleWhitespace(""),
        )
        for argument, after in zip(call.args, breaks, strict=True)
    ]
    return call.with_changes(args=arguments, whitespace_before_args=_line_break(inner))


def _line_break(indentation: str, comments: Sequence[str] = ()) -> cst.ParenthesizedWhitespace:
    # The indentation is written out: a statement is cut out of its file without its own.
    blank = cst.SimpleWhitespace(indentation)
    lines = [
        cst.EmptyLine(indent=False, whitespace=blank, comment=cst.Comment(comment))
        for comment in comments
    ]
    return cst.ParenthesizedWhitespace(empty_lines=lines, last_line=blank)
