"""The boundary between mypy and the plugin: a mistake in a hook must not stop mypy."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from mypy.checker import TypeChecker
from mypy.nodes import Context

from treelint_mypy import links
from treelint_mypy.bookkeeping import Bookkeeping

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.errors import Errors


class HookContext(Protocol):
    """What the context of every hook has, whatever the kind of the hook."""

    @property
    def api(self) -> Any:
        """The type checker or the semantic analyser."""


C = TypeVar("C", bound=HookContext)
R = TypeVar("R")


def guarded(hook: Callable[[C], R], otherwise: Callable[[C], R]) -> Callable[[C], R]:
    """The hook; where it fails, the failure is reported once, and mypy's own view holds."""

    def run(ctx: C) -> R:
        api = ctx.api
        kept = Bookkeeping.of(api) if isinstance(api, TypeChecker) else None
        try:
            return links.explained(hook, ctx)
        except Exception as error:  # noqa: BLE001 - the one place where anything may arrive
            if kept is not None:
                kept.restore(api)
            _report(ctx, hook, error)
            return otherwise(ctx)

    return run


def _report(ctx: HookContext, hook: Callable[..., object], error: Exception) -> None:
    errors: Errors = ctx.api.errors
    what = f"treelint_mypy: internal error in {hook.__name__} at {_place(error)}"
    if any(message.startswith(what) for message in errors.only_once_messages):
        return
    if ctx.api.options.show_traceback:
        traceback.print_exception(error, file=sys.stderr)
    context = _context(ctx)
    words = " ".join(str(error).split())
    errors.report(
        context.line,
        context.column,
        f"{what} ({type(error).__name__}: {words}); mypy's own view is used instead. Please "
        "report this message, the traceback that `mypy --show-traceback` prints, and the line of "
        "code as a mistake in treelint",
        severity="note",
        only_once=True,
    )


def _context(ctx: HookContext) -> Context:
    context = getattr(ctx, "context", None) or getattr(ctx, "reason", None)
    return context if isinstance(context, Context) else Context()


def _place(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno or 0}"
