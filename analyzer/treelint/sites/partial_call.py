"""A call that makes a `Partial`: what it wraps, what it binds, and what can still be given."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.fullnames import PARTIAL
from treelint.project.binding import Arguments, Misfit, misfits, remaining
from treelint.project.signatures import Signature, signature_of
from treelint.project.values import sole_value
from treelint.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex

# The one whose bound keywords may be given anew, as those of `functools.partial`.
_JAX = "jax.tree_util.Partial"
# A Partial of a Partial of a Partial: real ones are not deeper.
_MAX_DEPTH = 10


@dataclass(frozen=True, slots=True)
class PartialCall:
    """`Partial(function, *args, **keywords)`, all of whose arguments are written out."""

    node: ast.Call
    function: ast.expr
    arguments: Arguments
    is_jax: bool


def partial_call(file: FileIndex, call: ast.Call) -> PartialCall | None:
    """The parts of a call of `Partial`; None if it is none, or if not all is written out."""
    name = file.names.qualified_name(call.func)
    arguments = written(call)
    if name not in PARTIAL or arguments is None or not call.args:
        return None
    bound = Arguments(arguments.by_place - 1, arguments.by_name)
    return PartialCall(call, call.args[0], bound, is_jax=name == _JAX)


def written(call: ast.Call) -> Arguments | None:
    """The arguments of a call; None where `*args` or `**kwargs` may give others."""
    if any(isinstance(argument, ast.Starred) for argument in call.args):
        return None
    names = [keyword.arg for keyword in call.keywords if keyword.arg is not None]
    if len(names) < len(call.keywords):
        return None
    return Arguments(len(call.args), tuple(names))


def bound_misfits(file: FileIndex, partial: PartialCall) -> Iterator[tuple[str, Misfit]]:
    """What a Partial binds that its function cannot take, with the function's name."""
    signature = _signature(file, partial.function)
    if signature is not None:
        for misfit in misfits(signature, partial.arguments, is_call=False):
            yield signature.name, misfit


def partial_behind(file: FileIndex, function: ast.expr) -> PartialCall | None:
    """The Partial that an expression gives, in place or by a variable that holds nothing else."""
    value = sole_value(file.types, function)
    return partial_call(file, value) if isinstance(value, ast.Call) else None


def signature_after(
    file: FileIndex, partial: PartialCall, depth: int = _MAX_DEPTH
) -> Signature | None:
    """What a Partial can still be given; None if that is not known, or nothing fits already."""
    signature = _signature(file, partial.function, depth)
    if signature is None or any(misfits(signature, partial.arguments, is_call=False)):
        return None
    return remaining(signature, partial.arguments, may_override=partial.is_jax)


def _signature(file: FileIndex, function: ast.expr, depth: int = _MAX_DEPTH) -> Signature | None:
    if depth == 0:
        return None
    inner = partial_behind(file, function)
    if inner is not None:
        return signature_after(file, inner, depth - 1)
    return signature_of(file.types, file.types.of(function))
