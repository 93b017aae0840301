"""What type an annotation names."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from treelint.project.class_reader import class_of
from treelint.project.library import Defined, public_name
from treelint.project.types import (
    CALLABLE,
    NONE,
    UNKNOWN,
    Array,
    ArrayKind,
    ClassObject,
    Instance,
    Listing,
    ListingKind,
    Mapping,
    Scalar,
    Type,
    join,
)
from treelint.project.well_known import (
    ARRAY_ANNOTATIONS,
    CALLABLES,
    EITHER_ANNOTATIONS,
    JAXTYPING_DTYPES,
    LISTS,
    LITERAL,
    MAPPINGS,
    NUMPY_ANNOTATIONS,
    OPTIONAL,
    SCALARS,
    SELF,
    SEQUENCES,
    SETS,
    TRANSPARENT_ANNOTATIONS,
    TUPLES,
    TYPE,
    UNION,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from treelint.project.classes import ClassInfo
    from treelint.project.library import Module
    from treelint.resolve import Scope

# Aliases of aliases, strings in strings: real annotations are not deeper.
_MAX_DEPTH = 12


def annotated(
    node: ast.expr | None,
    module: Module,
    scope: Scope,
    self_class: ClassInfo | None = None,
    depth: int = _MAX_DEPTH,
) -> Type:
    """The type that an annotation gives; `self_class` is what `Self` means there."""
    if node is None or depth == 0:
        return UNKNOWN
    inner = partial(annotated, module=module, scope=scope, self_class=self_class, depth=depth - 1)
    match node:
        case ast.Constant(value=None):
            return NONE
        case ast.Constant(value=str(text)):
            parsed = _parsed(text)
            return UNKNOWN if parsed is None else inner(parsed)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return join((inner(left), inner(right)))
        case ast.Subscript(value=value, slice=index):
            name = _name(value, module, scope)
            return _subscripted(node, name, index, inner)
        case ast.Name() | ast.Attribute():
            return _named(node, module, scope, self_class, depth)
    return UNKNOWN


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return None  # such as the shape in `Float[Array, "a b"]`


def _name(node: ast.expr, module: Module, scope: Scope) -> str | None:
    return module.known_name(node, scope)


def _named(
    node: ast.expr, module: Module, scope: Scope, self_class: ClassInfo | None, depth: int
) -> Type:
    known = _by_name(module.known_name(node, scope), self_class)
    if known is not UNKNOWN:
        return known
    target = module.find(node, scope)
    known = _by_name(public_name(target), self_class)
    if known is not UNKNOWN or not isinstance(target, Defined):
        return known
    cls = class_of(target)
    if cls is not None:
        return Instance(cls)
    if isinstance(target.node, ast.expr):
        # An alias: `Params = dict[str, Array]`. A call is a TypeVar, or a class made by a call.
        if isinstance(target.node, ast.Call):
            return UNKNOWN
        return annotated(target.node, target.module, target.scope, None, depth - 1)
    return UNKNOWN


def _by_name(name: str | None, self_class: ClassInfo | None) -> Type:
    """The type of a well-known name."""
    if name is None:
        return UNKNOWN
    if name in SELF:
        return UNKNOWN if self_class is None else Instance(self_class)
    if name in NUMPY_ANNOTATIONS:
        return Array(ArrayKind.NUMPY)
    if name in EITHER_ANNOTATIONS:
        return Array(ArrayKind.EITHER)
    if name in ARRAY_ANNOTATIONS:
        return Array(ArrayKind.JAX)
    module, _, last = name.rpartition(".")
    if module == "builtins" and last in SCALARS:
        return Scalar(last)
    if name in CALLABLES:
        return CALLABLE
    for names, kind in _LISTINGS:
        if name in names:
            return Listing(kind, UNKNOWN)
    return Mapping(UNKNOWN, UNKNOWN) if name in MAPPINGS else UNKNOWN


_LISTINGS = (
    (LISTS, ListingKind.LIST),
    (TUPLES, ListingKind.TUPLE),
    (SETS, ListingKind.SET),
    (SEQUENCES, ListingKind.ANY),
)


def _subscripted(
    node: ast.Subscript, name: str | None, index: ast.expr, inner: Callable[[ast.expr], Type]
) -> Type:
    arguments = index.elts if isinstance(index, ast.Tuple) else [index]
    if name is None or not arguments:
        return inner(node.value)
    if name == OPTIONAL:
        return join((inner(index), NONE))
    if name == UNION:
        return join(map(inner, arguments))
    if name in TRANSPARENT_ANNOTATIONS:
        return inner(arguments[0])
    if name in JAXTYPING_DTYPES:
        of = inner(arguments[0])
        return of if isinstance(of, Array) else UNKNOWN
    if name in LITERAL:
        return join(map(_literal, arguments))
    if name in TUPLES:
        return _tuple(arguments, inner)
    if name in MAPPINGS:
        key, value = (arguments * 2)[:2]
        return Mapping(inner(key), inner(value) if value is not key else UNKNOWN)
    if name in TYPE:
        of = inner(arguments[0])
        return ClassObject(of.cls, is_exact=False) if isinstance(of, Instance) else UNKNOWN
    for names, kind in _LISTINGS:
        if name in names:
            return Listing(kind, inner(arguments[0]))
    # A generic class of somebody's: its own fields do not depend on what stands here.
    return inner(node.value)


def _literal(node: ast.expr) -> Type:
    match node:
        case ast.Constant(value=None):
            return NONE
        case ast.Constant(value=bool() | int() | str() | bytes() as value):
            return Scalar(type(value).__name__)
    return UNKNOWN


def _tuple(arguments: list[ast.expr], inner: Callable[[ast.expr], Type]) -> Type:
    match arguments:
        case [element, ast.Constant(value=builtin)] if builtin is ...:
            return Listing(ListingKind.TUPLE, inner(element))
    if any(isinstance(argument, ast.Starred) for argument in arguments):
        return Listing(ListingKind.TUPLE, UNKNOWN)
    items = tuple(map(inner, arguments))
    return Listing(ListingKind.TUPLE, join(items), items)
