"""Statements in LibCST from the text that was written for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import libcst as cst


def _spread(statement: cst.BaseSmallStatement, indentation: str | None) -> cst.BaseSmallStatement:
    # Loaded here: only a fix that is applied needs it.
    import libcst as cst

    from treelint.fixing.layout import is_long, spread_call

    if not isinstance(statement, cst.Assign) or not isinstance(statement.value, cst.Call):
        return statement
    if indentation is None or not is_long(statement, len(indentation.expandtabs())):
        return statement
    return statement.with_changes(value=spread_call(statement.value, indentation))


def expression(text: str) -> Callable[[cst.BaseExpression], cst.BaseExpression]:
    """What makes this expression of one."""

    def transform(_: cst.BaseExpression) -> cst.BaseExpression:
        # Loaded here: only a fix that is applied needs it.
        import libcst as cst

        return cst.parse_expression(text)

    return transform


def loop_header(target: str, iterated: str) -> Callable[[cst.For], cst.For]:
    """What makes a `for` go over something else, with another target; its body stays."""

    def transform(old: cst.For) -> cst.For:
        # Loaded here: only a fix that is applied needs it.
        import libcst as cst

        header = cst.ensure_type(cst.parse_statement(f"for {target} in {iterated}: pass"), cst.For)
        return old.with_changes(target=header.target, iter=header.iter)

    return transform


def written(
    lines: tuple[str, ...], indentation: str | None = None
) -> Callable[[cst.BaseSmallStatement], cst.FlattenSentinel[cst.BaseSmallStatement]]:
    """What makes these simple statements of one, with long calls spread over several lines.

    `indentation` is what stands before the statement; None if that is more than blanks.
    """

    def transform(old: cst.BaseSmallStatement) -> cst.FlattenSentinel[cst.BaseSmallStatement]:
        # Loaded here: only a fix that is applied needs it.
        import libcst as cst

        statements: list[cst.BaseSmallStatement] = []
        for line in lines:
            parsed = cst.ensure_type(cst.parse_statement(line), cst.SimpleStatementLine)
            statements += (_spread(statement, indentation) for statement in parsed.body)
        last = statements[-1].with_changes(semicolon=old.semicolon)
        return cst.FlattenSentinel([*statements[:-1], last])

    return transform
