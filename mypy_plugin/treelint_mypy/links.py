"""The notes with links to the documentation, which mypy writes for error codes of its own only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from treelint_mypy.codes import CODES, page_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.errorcodes import ErrorCode
    from mypy.errors import ErrorInfo, Errors

C = TypeVar("C")
R = TypeVar("R")


def explained(hook: Callable[[C], R], ctx: C) -> R:
    """Run a hook; under `--show-error-code-links`, link each code at its first error."""
    api: Any = getattr(ctx, "api", None)
    options = api.options
    if not options.show_error_code_links or options.hide_error_codes or not hasattr(api, "msg"):
        return hook(ctx)
    said: list[tuple[ErrorInfo, ErrorCode]] = []

    def listen(_: str, info: ErrorInfo) -> bool:
        if info.severity == "error" and info.code is not None and info.code in CODES:
            said.append((info, info.code))
        return False

    with api.msg.filter_errors(filter_errors=listen):
        result = hook(ctx)
    for error, code in said:
        _link(error, code, api.errors)
    return result


def _link(error: ErrorInfo, code: ErrorCode, errors: Errors) -> None:
    errors.report(
        error.line,
        error.column,
        f"See {page_of(code)} for more info",
        code,
        severity="note",
        only_once=True,
        end_line=error.end_line,
        end_column=error.end_column,
    )
