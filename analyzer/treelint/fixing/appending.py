"""Give a call one more keyword argument, laid out as the others are."""

from __future__ import annotations

import libcst as cst


def with_keyword(call: cst.Call, name: str, value: str) -> cst.Call:
    """The call with `name=value` behind its other arguments."""
    none = cst.SimpleWhitespace("")
    new = cst.Arg(
        cst.parse_expression(value), keyword=cst.Name(name), equal=cst.AssignEqual(none, none)
    )
    if not call.args:
        return call.with_changes(args=[new])
    *before, last = call.args
    between = _between(before[-1] if before else None)
    if isinstance(last.comma, cst.Comma):
        after, end = _parted(last.comma.whitespace_after, between)
        new = new.with_changes(comma=cst.Comma(whitespace_after=end))
        last = last.with_changes(comma=last.comma.with_changes(whitespace_after=after))
    else:
        after, end = _parted(last.whitespace_after_arg, between)
        new = new.with_changes(whitespace_after_arg=end)
        last = last.with_changes(
            comma=cst.Comma(whitespace_after=after), whitespace_after_arg=none
        )
    return call.with_changes(args=[*before, last, new])


def _between(argument: cst.Arg | None) -> cst.BaseParenthesizableWhitespace:
    """What lies between two arguments of the call."""
    if argument is not None and isinstance(argument.comma, cst.Comma):
        return argument.comma.whitespace_after
    return cst.SimpleWhitespace(" ")


def _parted(
    end: cst.BaseParenthesizableWhitespace, between: cst.BaseParenthesizableWhitespace
) -> tuple[cst.BaseParenthesizableWhitespace, cst.BaseParenthesizableWhitespace]:
    """What comes before the new argument, and what comes after it, of what ended the call.

    A comment stays with the argument that it stands behind.
    """
    if not isinstance(end, cst.ParenthesizedWhitespace):
        if isinstance(between, cst.ParenthesizedWhitespace):
            return _without_comment(between), end
        return cst.SimpleWhitespace(" "), end
    has_comment = end.first_line.comment is not None or any(
        line.comment is not None for line in end.empty_lines
    )
    if isinstance(between, cst.ParenthesizedWhitespace):
        return end.with_changes(
            indent=between.indent, last_line=between.last_line
        ), _without_comment(end)
    if has_comment:
        return end, _without_comment(end)
    return cst.SimpleWhitespace(" "), end


def _without_comment(space: cst.ParenthesizedWhitespace) -> cst.ParenthesizedWhitespace:
    """A line break without the comment before it."""
    newline = cst.TrailingWhitespace(newline=space.first_line.newline)
    return space.with_changes(first_line=newline, empty_lines=[])
