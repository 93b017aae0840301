"""What becomes of a function: it is called, or given to what calls it, or kept as a value."""

from __future__ import annotations

import ast
import enum
from typing import TYPE_CHECKING, TypeAlias

from treelint.sites.passing import is_binder, parameter_reads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex

_Places: TypeAlias = "frozenset[tuple[int, str]]"

# Where functions stand among the arguments: their positions, and their names. These hash them.
HASHED: dict[str, _Places] = {
    "jax.lax.scan": frozenset({(0, "f")}),
    "jax.lax.while_loop": frozenset({(0, "cond_fun"), (1, "body_fun")}),
    "jax.lax.fori_loop": frozenset({(2, "body_fun")}),
    "jax.lax.cond": frozenset({(1, "true_fun"), (2, "false_fun")}),
    "jax.lax.switch": frozenset({(1, "branches")}),
    "jax.jit": frozenset({(0, "fun")}),
    "jax.checkpoint": frozenset({(0, "fun")}),
    "jax.remat": frozenset({(0, "fun")}),
    "jax.pmap": frozenset({(0, "fun")}),
    "jax.closure_convert": frozenset({(0, "fun")}),
    "jax.pure_callback": frozenset({(0, "callback")}),
}
_ONE: _Places = frozenset({(0, "fun"), (0, "f"), (0, "func")})
# These only call their function; what is bound to it is for none of them a tree.
_CALLED: dict[str, _Places] = dict.fromkeys(
    (
        "builtins.map",
        "equinox.filter_checkpoint",
        "equinox.filter_eval_shape",
        "equinox.filter_grad",
        "equinox.filter_hessian",
        "equinox.filter_jacfwd",
        "equinox.filter_jacrev",
        "equinox.filter_jit",
        "equinox.filter_linearize",
        "equinox.filter_make_jaxpr",
        "equinox.filter_pmap",
        "equinox.filter_value_and_grad",
        "equinox.filter_vjp",
        "equinox.filter_vmap",
        "functools.partial",
        "jax.eval_shape",
        "jax.experimental.io_callback",
        "jax.grad",
        "jax.hessian",
        "jax.jacfwd",
        "jax.jacobian",
        "jax.jacrev",
        "jax.jvp",
        "jax.lax.associative_scan",
        "jax.lax.map",
        "jax.linearize",
        "jax.make_jaxpr",
        "jax.numpy.vectorize",
        "jax.tree.map",
        "jax.tree_map",
        "jax.tree_util.tree_map",
        "jax.value_and_grad",
        "jax.vjp",
        "jax.vmap",
    ),
    _ONE,
)
# `p = Partial(m)`, `q = p`, and so on: real chains are not longer.
_MAX_HOPS = 3


class Use(enum.Enum):
    """One use of a function."""

    CALLED = "called, or given to what calls it"
    HASHED = "given to what calls it, and hashes it before"
    KEPT = "anything else: an argument like any other, part of a tree, returned"


def uses_of(file: FileIndex, function: ast.expr, hops: int = _MAX_HOPS) -> Iterator[Use]:
    """What is done with a function, in place or under the variable that it is assigned to."""
    outer = file.parents.get(function)
    match outer:
        case ast.IfExp(test=test) if test is not function:
            yield from uses_of(file, outer, hops)
        case ast.NamedExpr(target=name) if hops:
            yield from _under(file, name, hops)
            yield from uses_of(file, outer, hops)
        case ast.Assign(targets=[ast.Name() as name]) if hops:
            yield from _under(file, name, hops)
        case ast.AnnAssign(target=ast.Name() as name) if hops:
            yield from _under(file, name, hops)
        case _:
            yield from _uses(file, function, hops)


def _under(file: FileIndex, name: ast.Name, hops: int) -> Iterator[Use]:
    for read in _reads(file, name):
        yield from uses_of(file, read, hops - 1)


def functions_in(call: ast.Call, places: _Places) -> Iterator[ast.expr]:
    """The arguments at some places, as far as those are certain; of a list the items."""
    for position, parameter in sorted(places):
        given = [item.value for item in call.keywords if item.arg == parameter]
        starred = any(isinstance(item, ast.Starred) for item in call.args[: position + 1])
        if len(call.args) > position and not starred:
            given.append(call.args[position])
        for argument in given:
            if isinstance(argument, ast.List | ast.Tuple):
                yield from argument.elts
            else:
                yield argument


def _reads(file: FileIndex, name: ast.Name) -> Iterator[ast.Name]:
    scopes = file.names.scopes
    owner = scopes[name].owner(name.id)
    for other, scope in scopes.items():
        is_read = other.id == name.id and isinstance(other.ctx, ast.Load)
        if is_read and scope.owner(name.id) is owner:
            yield other


def _uses(file: FileIndex, function: ast.expr, hops: int) -> Iterator[Use]:
    outer = file.parents.get(function)
    if isinstance(outer, ast.Call) and outer.func is function:
        yield Use.CALLED
        return
    argument = function
    while isinstance(outer, ast.keyword | ast.List | ast.Tuple):
        argument = argument if isinstance(outer, ast.keyword) else outer
        outer = file.parents.get(outer)
    if not isinstance(outer, ast.Call):
        yield Use.KEPT
        return
    name = file.names.qualified_name(outer.func) or ""
    for table, use in ((HASHED, Use.HASHED), (_CALLED, Use.CALLED)):
        if name in table and function in functions_in(outer, table[name]):
            yield use
            return
    reads = parameter_reads(file, outer, argument) if hops and argument is function else None
    if reads is None:
        yield Use.KEPT
        return
    for read in reads:
        yield from uses_of(file, read, hops - 1)
    if is_binder(file, outer):
        yield from uses_of(file, outer, hops - 1)
