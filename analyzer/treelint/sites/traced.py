"""The functions of a file that JAX traces: what `jit` and `scan` are given, and what they call."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from treelint.index import FileIndex

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

# Inside of what these are given, every array is a tracer. Under `grad` and `vmap` alone a
# comparison may still give a value.
TRACING = frozenset(
    {
        "equinox.filter_checkpoint",
        "equinox.filter_eval_shape",
        "equinox.filter_jit",
        "equinox.filter_make_jaxpr",
        "equinox.filter_pmap",
        "equinox.internal.while_loop",
        "jax.checkpoint",
        "jax.eval_shape",
        "jax.jit",
        "jax.lax.cond",
        "jax.lax.fori_loop",
        "jax.lax.map",
        "jax.lax.scan",
        "jax.lax.switch",
        "jax.lax.while_loop",
        "jax.make_jaxpr",
        "jax.pmap",
        "jax.remat",
    }
)

# These call their function outside of what is compiled, with arrays that have values.
_HOST = ("jax.debug.callback", "jax.experimental.io_callback", "jax.pure_callback")
# Inside of these, so do arrays that are made there.
_EAGER = frozenset({"jax.disable_jit", "jax.ensure_compile_time_eval"})


def traced_functions(file: FileIndex) -> frozenset[Function]:
    """The functions whose arrays are tracers whenever they are run under what traces them."""
    pending = [*_decorated(file), *_given(file, TRACING)]
    host = set(_given(file, _HOST))
    traced: set[Function] = set()
    while pending:
        function = pending.pop()
        if function in traced or function in host:
            continue
        traced.add(function)
        pending.extend(_inside(file, function))
    return frozenset(traced)


def is_eager(file: FileIndex, node: ast.AST) -> bool:
    """Whether the code around a node has values computed there and then."""
    return any(
        isinstance(outer, ast.With)
        and any(
            isinstance(item.context_expr, ast.Call)
            and file.names.qualified_name(item.context_expr.func) in _EAGER
            for item in outer.items
        )
        for outer in file.ancestors(node)
    )


def _decorated(file: FileIndex) -> Iterator[Function]:
    functions: list[ast.FunctionDef | ast.AsyncFunctionDef] = [*file.nodes(ast.FunctionDef)]
    functions += file.nodes(ast.AsyncFunctionDef)
    for function in functions:
        if any(_traces(file, decorator) for decorator in function.decorator_list):
            yield function


def _traces(file: FileIndex, decorator: ast.expr) -> bool:
    """`@jax.jit`, `@eqx.filter_jit(donate="all")`, `@partial(jax.jit, static_argnums=0)`."""
    bare = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = file.names.qualified_name(bare)
    if name == "functools.partial" and isinstance(decorator, ast.Call) and decorator.args:
        name = file.names.qualified_name(decorator.args[0])
    return name in TRACING


def _given(file: FileIndex, names: Iterable[str]) -> Iterator[Function]:
    for call in file.calls_of(names):
        for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
            functions = argument.elts if isinstance(argument, ast.List | ast.Tuple) else [argument]
            for function in functions:
                yield from _definition(file, function)


def _definition(file: FileIndex, node: ast.expr) -> Iterator[Function]:
    if isinstance(node, ast.Lambda):
        yield node
        return
    match file.names.definition(node):
        case (ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda()) as function:
            yield function


def _inside(file: FileIndex, function: Function) -> Iterator[Function]:
    """The functions that a function defines, calls by name, or calls on itself as a method."""
    for node in walk(function):
        if isinstance(node, Function) and node is not function:
            yield node
        match node:
            case ast.Call(func=ast.Name() as called):
                yield from _definition(file, called)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name)):
                yield from _method(file, function, name)


def _method(file: FileIndex, function: Function, name: str) -> Iterator[Function]:
    for outer in file.ancestors(function):
        if isinstance(outer, ast.ClassDef):
            for item in outer.body:
                if isinstance(item, ast.FunctionDef) and item.name == name:
                    yield item
            return
