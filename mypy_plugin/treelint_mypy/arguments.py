"""The arguments of a call by the names of the parameters that they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.nodes import ARG_NAMED, ARG_POS, CallExpr, Expression

from treelint.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

TREE_AT = ("where", "pytree", "replace", "replace_fn", "is_leaf")


@dataclass(frozen=True, slots=True)
class Arguments:
    """What is given, by the names of parameters.

    `has_all` is False where `*args` or `**kwargs` may give more, or a misspelt name should.
    """

    given: Mapping[str, Expression]
    has_all: bool

    def __getitem__(self, name: str) -> Expression | None:
        return self.given.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self.given


def bind(call: CallExpr, parameters: tuple[str, ...]) -> Arguments:
    """Match a call's arguments with positional-or-keyword parameters."""
    given: dict[str, Expression] = {}
    free = list(parameters)
    has_all = True
    for argument, kind, name in zip(call.args, call.arg_kinds, call.arg_names, strict=True):
        if kind is ARG_NAMED and name in parameters:
            given[name] = argument
        elif kind is ARG_POS and free and has_all:
            given[free.pop(0)] = argument
        else:
            has_all = has_all and kind is ARG_POS
    return Arguments(given, has_all)
