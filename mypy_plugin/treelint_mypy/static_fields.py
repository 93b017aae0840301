"""Fields that are no part of the tree: found when a class is analysed, kept in its metadata.

The body of a class is not in mypy's cache, its metadata is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.checker import TypeChecker
from mypy.nodes import (
    AssignmentStmt,
    CallExpr,
    DictExpr,
    Expression,
    ListExpr,
    NameExpr,
    RefExpr,
    StrExpr,
    SymbolTableNode,
    TupleExpr,
    TypeInfo,
    Var,
)
from mypy.types import UnboundType

from treelint.fullnames import canonical
from treelint_mypy import fine_grained
from treelint_mypy.class_members import MEMBERS, Members, members_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.plugin import ClassDefContext, FunctionContext
    from mypy.types import Type

_KEY: Final = "treelint"
_STATIC: Final = "static"
_UNSURE: Final = "unsure"
_MODULE: Final = "equinox.Module"
_REGISTRATION: Final = "jax.tree_util.register_dataclass"
_ALWAYS_STATIC: Final = frozenset({"equinox.static_field"})
_FIELD: Final = frozenset({"dataclasses.field", "equinox.field"})
_ABSTRACT: Final = "AbstractVar"


def is_registration(fullname: str) -> bool:
    """Whether this is `jax.tree_util.register_dataclass`, wherever it is defined."""
    return fullname.endswith(".register_dataclass") and canonical(fullname) == _REGISTRATION


def is_module(info: TypeInfo) -> bool:
    """Whether this is `equinox.Module` or a class below it."""
    return any(map(is_module_itself, info.mro))


def is_module_itself(info: TypeInfo) -> bool:
    """Whether this is `equinox.Module`, which says nothing of the fields below it."""
    return info.fullname.endswith(".Module") and canonical(info.fullname) == _MODULE


def is_tree(info: TypeInfo) -> bool:
    """Whether this is a module or a registered dataclass, which JAX takes apart."""
    return is_module(info) or _KEY in info.metadata


def of_module(ctx: ClassDefContext) -> None:
    """Remember the `field(static=True)` of a module, what may be one, and what is no field."""
    _remember(ctx.cls.info, _marked_static(ctx))
    _remember(ctx.cls.info, _perhaps_static(ctx), _UNSURE)
    _remember_members(ctx)
    fine_grained.publish(ctx.cls.info, _KEY, ctx.api.modules)


def of_dataclass(ctx: ClassDefContext) -> None:
    """Remember what a `@register_dataclass` class, or a call of it in `partial`, makes static."""
    match ctx.reason:
        case CallExpr(callee=RefExpr(), args=[RefExpr(fullname=inner), *_]) as call:
            if not is_registration(inner):
                return
            named = _argument(call, "meta_fields", 2)
            _remember(ctx.cls.info, _strings(named))
    _remember(ctx.cls.info, _marked_static(ctx))
    _remember_members(ctx)
    fine_grained.publish(ctx.cls.info, _KEY, ctx.api.modules)


def registered_by_call(ctx: FunctionContext) -> Type:
    """Remember the `meta_fields` of `register_dataclass(C, data_fields=..., meta_fields=...)`."""
    match ctx.context:
        case CallExpr(args=[RefExpr(node=TypeInfo() as info), *_]) as call:
            _remember(info, _strings(_argument(call, "meta_fields", 2)))
            if isinstance(ctx.api, TypeChecker):
                fine_grained.publish(info, _KEY, ctx.api.modules)
    return ctx.default_return_type


def owner_of(info: TypeInfo, name: str) -> TypeInfo | None:
    """The class in which `name` is a static field, as seen from `info`."""
    for base in info.mro:
        if name in base.metadata.get(_KEY, {}).get(_STATIC, ()):
            return base
        if name in base.names:
            return None
    return None


def is_node(info: TypeInfo, name: str) -> bool:
    """Whether `name` is a field of a module, and certainly no static one."""
    base = next((base for base in info.mro if name in base.names), None)
    if base is None or not is_module(base) or owner_of(info, name) is not None:
        return False
    if name in base.metadata.get(_KEY, {}).get(_UNSURE, ()):
        return False
    return is_declared(base, name)


def members(info: TypeInfo) -> Members:
    """What a class has besides its fields; nothing is known of classes that are no trees."""
    known = info.metadata.get(_KEY, {})
    return Members(**{name: tuple(known.get(name, ())) for name in MEMBERS})


def is_declared(info: TypeInfo, name: str) -> bool:
    """Whether a class declares a field of this name, with an annotation."""
    match info.names.get(name):
        case SymbolTableNode(node=Var() as field):
            return not (field.is_inferred or field.is_classvar or field.is_property)
    return False


def _remember_members(ctx: ClassDefContext) -> None:
    info = ctx.cls.info
    found = members_of(ctx.cls.defs.body, ctx.api.modules, info.module_name)
    for name in MEMBERS:
        _remember(info, iter(getattr(found, name)), name)


def _remember(info: TypeInfo, names: Iterator[str], key: str = _STATIC) -> None:
    known = info.metadata.setdefault(_KEY, {}).setdefault(key, [])
    known.extend(name for name in names if name not in known)


def _marked_static(ctx: ClassDefContext) -> Iterator[str]:
    for statement in ctx.cls.defs.body:
        match statement:
            case AssignmentStmt(lvalues=[NameExpr(name=name)], rvalue=CallExpr() as call):
                if _is_static(call):
                    yield name


def _is_static(call: CallExpr) -> bool:
    if isinstance(call.callee, RefExpr) and canonical(call.callee.fullname) in _ALWAYS_STATIC:
        return True
    if _is_true(_argument(call, "static")):
        return True
    return _is_true(_entry(_argument(call, "metadata"), "static"))


def _perhaps_static(ctx: ClassDefContext) -> Iterator[str]:
    """The fields made by a function of somebody's own, by a flag, or in a class below."""
    for statement in ctx.cls.defs.body:
        match statement:
            case AssignmentStmt(lvalues=[NameExpr(name=name)], rvalue=value):
                declared = statement.unanalyzed_type
                is_abstract = isinstance(declared, UnboundType) and declared.name.endswith(
                    _ABSTRACT
                )
                if is_abstract or (isinstance(value, CallExpr) and not _is_settled(value)):
                    yield name


def _is_settled(call: CallExpr) -> bool:
    """Whether a call is one of `field` that says plainly whether the field is static."""
    if not isinstance(call.callee, RefExpr) or canonical(call.callee.fullname) not in _FIELD:
        return False
    flag = _argument(call, "static")
    is_plain = flag is None or (
        isinstance(flag, RefExpr) and flag.fullname in {"builtins.True", "builtins.False"}
    )
    return is_plain and not any(kind.is_star() for kind in call.arg_kinds)


def _argument(call: CallExpr, name: str, position: int | None = None) -> Expression | None:
    if name in call.arg_names:
        return call.args[call.arg_names.index(name)]
    if position is not None and position < len(call.args) and call.arg_names[position] is None:
        return call.args[position]
    return None


def _entry(mapping: Expression | None, key: str) -> Expression | None:
    """The value under a key in `{"static": True}` or `dict(static=True)`."""
    match mapping:
        case DictExpr(items=items):
            for name, value in items:
                if isinstance(name, StrExpr) and name.value == key:
                    return value
        case CallExpr(callee=RefExpr(fullname="builtins.dict")) as call:
            return _argument(call, key)
    return None


def _is_true(node: Expression | None) -> bool:
    return isinstance(node, RefExpr) and node.fullname == "builtins.True"


def _strings(node: Expression | None) -> Iterator[str]:
    if isinstance(node, ListExpr | TupleExpr):
        for item in node.items:
            if isinstance(item, StrExpr):
                yield item.value
