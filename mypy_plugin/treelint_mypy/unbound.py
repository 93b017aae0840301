"""The parameters of a function that are left when others have their values already."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from treelint.selector.lower import Function


def without(function: Function, by_place: int, by_name: frozenset[str]) -> Function:
    """The function, less its first parameters and those of some names; the body is the same."""
    if not by_place and not by_name:
        return function
    args = _left(function.args, by_place, by_name)
    if isinstance(function, ast.Lambda):
        return ast.Lambda(args, function.body)
    return ast.FunctionDef(name=function.name, args=args, body=function.body, decorator_list=[])


def _left(args: ast.arguments, by_place: int, by_name: frozenset[str]) -> ast.arguments:
    positional = [*args.posonlyargs, *args.args]
    required = len(positional) - len(args.defaults)
    defaults: list[ast.expr | None] = [None] * required
    pairs = list(zip(positional, [*defaults, *args.defaults], strict=True))[by_place:]
    reached = _reached_by_place(pairs, by_name)
    named = [*pairs[reached:], *zip(args.kwonlyargs, args.kw_defaults, strict=True)]
    named = [(parameter, default) for parameter, default in named if parameter.arg not in by_name]
    return ast.arguments(
        posonlyargs=[],
        args=[parameter for parameter, _ in pairs[:reached]],
        vararg=args.vararg if reached == len(pairs) else None,
        kwonlyargs=[parameter for parameter, _ in named],
        kw_defaults=[default for _, default in named],
        kwarg=args.kwarg,
        defaults=[default for _, default in pairs[:reached] if default is not None],
    )


def _reached_by_place(
    pairs: list[tuple[ast.arg, ast.expr | None]], by_name: frozenset[str]
) -> int:
    """How many parameters stand before the first that is bound by its name."""
    for index, (parameter, _) in enumerate(pairs):
        if parameter.arg in by_name:
            return index
    return len(pairs)
