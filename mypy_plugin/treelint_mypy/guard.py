"""The boundary between mypy and the plugin: a mistake in a hook must not stop mypy."""

from __future__ import annotations

import traceback
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from mypy.nodes import Context

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


class _Place(NamedTuple):
    file: str
    line: int


def guarded(hook: Callable[[C], R], otherwise: Callable[[C], R]) -> Callable[[C], R]:
    """The hook; where it fails, the failure is reported once, and mypy's own view holds."""

    @wraps(hook)
    def run(ctx: C) -> R:
        try:
            return hook(ctx)
        except Exception as error:  # noqa: BLE001 - the one place where anything may arrive
            _report(ctx, hook, error)
            return otherwise(ctx)

    return run


def _report(ctx: HookContext, hook: Callable[..., object], error: Exception) -> None:
    errors: Errors = ctx.api.errors
    context = _context(ctx)
    place = _place(error)
    errors.report(
        context.line,
        context.column,
        f"treelint_mypy: internal error in {hook.__name__} "
        f"({type(error).__name__}: {error}, {place.file}:{place.line}); mypy's own view is "
        "used instead. Please report this message, with the line that it points at, as a mistake "
        "in treelint",
        severity="note",
        only_once=True,
    )


def _context(ctx: HookContext) -> Context:
    context = getattr(ctx, "context", None) or getattr(ctx, "reason", None)
    return context if isinstance(context, Context) else Context()


def _place(error: Exception) -> _Place:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return _Place(Path(frame.filename).name, frame.lineno or 0)
