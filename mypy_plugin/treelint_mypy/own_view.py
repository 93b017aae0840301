"""mypy's own view of what a hook is asked: the answer where the plugin has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy.plugin import (
        AttributeContext,
        ClassDefContext,
        FunctionContext,
        FunctionSigContext,
        MethodSigContext,
    )
    from mypy.types import FunctionLike, Type


def signature(ctx: FunctionSigContext | MethodSigContext) -> FunctionLike:
    """The signature of what is called."""
    return ctx.default_signature


def result(ctx: FunctionContext) -> Type:
    """The type that a call gives."""
    return ctx.default_return_type


def attribute(ctx: AttributeContext) -> Type:
    """The type of an attribute."""
    return ctx.default_attr_type


def definition(ctx: ClassDefContext) -> None:
    """A class as it is written."""
