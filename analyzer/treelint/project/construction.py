"""What a constructor call makes: an object of exactly this class, and what it surely holds."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.fullnames import canonical
from treelint.project.classes import ClassInfo, TreeKind
from treelint.project.types import (
    NONE,
    UNKNOWN,
    Function,
    Imported,
    Instance,
    Listing,
    Mapping,
    Scalar,
    Type,
)
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.project.inference import Inference
    from treelint.project.types import ClassObject

# Field and parameter of one name, and what the parameter is if it is not given.
_KEPT_FUNCTIONS = {"equinox.nn.MLP": ("activation", "jax.nn.relu")}


def constructed(inference: Inference, made: ClassObject, call: ast.Call) -> Type:
    """The type of `Class(...)`."""
    cls = made.cls
    if cls.kind is TreeKind.ENUMERATION or cls.member("__new__") is not None:
        return UNKNOWN
    if any(keyword.arg == "metaclass" for item in cls.mro for keyword in item.node.keywords):
        return UNKNOWN
    if not made.is_exact:
        return Instance(cls)
    known = tuple(_known(inference, cls, call)) if cls.kind.is_frozen else ()
    return Instance(cls, is_exact=True, known=known)


def _known(inference: Inference, cls: ClassInfo, call: ast.Call) -> Iterator[tuple[str, Type]]:
    """The fields of which more is known than their annotation says."""
    is_starred = any(isinstance(argument, ast.Starred) for argument in call.args)
    if is_starred or any(keyword.arg is None for keyword in call.keywords):
        return
    init = cls.member("__init__")
    if init is None:
        if cls.member("__post_init__") is None:
            yield from _from_fields(inference, cls, call)
    elif isinstance(init.node, ast.FunctionDef):
        yield from _from_init(inference, cls, init.node, call)
        yield from _functions(inference, cls, init.node, call)


def field_arguments(cls: ClassInfo, call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """The arguments that a constructor made from the fields puts into fields, by their names.

    Nothing where the constructor is written out, or where `*args` hides what is given.
    """
    if cls.has_own_init or any(isinstance(argument, ast.Starred) for argument in call.args):
        return
    fields = [field for field in cls.fields.values() if field.is_init]
    positional = [field.name for field in fields if not field.is_keyword_only]
    yield from zip(positional, call.args, strict=False)
    names = {field.name for field in fields}
    for keyword in call.keywords:
        if keyword.arg in names:
            yield keyword.arg, keyword.value


def _functions(
    inference: Inference, cls: ClassInfo, init: ast.FunctionDef, call: ast.Call
) -> Iterator[tuple[str, Type]]:
    """The functions that a constructor of equinox's own keeps, in a way that is not read."""
    kept = _KEPT_FUNCTIONS.get(canonical(cls.name))
    if kept is not None:
        name, default = kept
        found = _arguments(inference, init, call).get(name, Imported(default))
        if isinstance(found, Function | Imported):
            yield name, found


def _from_fields(
    inference: Inference, cls: ClassInfo, call: ast.Call
) -> Iterator[tuple[str, Type]]:
    given = dict(field_arguments(cls, call))
    for field in cls.fields.values():
        if field.is_converted or not field.is_init:
            continue
        if field.name in given:
            yield from _worth(field.name, inference.of(given[field.name]))
        elif isinstance(field.default, ast.Constant) and field.default.value is None:
            yield field.name, NONE


def _from_init(
    inference: Inference, cls: ClassInfo, init: ast.FunctionDef, call: ast.Call
) -> Iterator[tuple[str, Type]]:
    """What `self.field = parameter` says, where no other method sets the field.

    Read so far: parameters passed on, and `value if parameter else None` where the argument is
    a constant, as in `Linear(2, 3, use_bias=False, key=key)`, whose bias is None.
    """
    positional = [*init.args.posonlyargs, *init.args.args]
    if not positional:
        return
    parameters = _arguments(inference, init, call)
    for statement in init.body:
        match statement:
            case (
                ast.Assign(
                    targets=[ast.Attribute(value=ast.Name(id=name), attr=attr)], value=value
                )
                | ast.AnnAssign(
                    target=ast.Attribute(value=ast.Name(id=name), attr=attr),
                    value=ast.expr() as value,
                )
            ) if name == positional[0].arg:
                if _is_set_once(cls, attr):
                    found = _evaluated(value, parameters, _rebound(init))
                    yield from _worth(attr, found)


def _is_set_once(cls: ClassInfo, name: str) -> bool:
    """Whether one statement alone says what a field holds."""
    field = cls.fields.get(name)
    is_kept = field is not None and not field.is_converted
    return is_kept and sum(item.assignments[name] for item in cls.mro) == 1


def _rebound(init: ast.FunctionDef) -> frozenset[str]:
    """The names that the constructor assigns to, so that they may not hold the argument."""
    return frozenset(
        node.id
        for node in walk(init)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    )


def _arguments(inference: Inference, init: ast.FunctionDef, call: ast.Call) -> dict[str, Type]:
    """The types of what the parameters are given, defaults included."""
    arguments = init.args
    positional = [*arguments.posonlyargs, *arguments.args][1:]
    found: dict[str, Type] = {}
    missing = len(positional) - len(arguments.defaults)
    defaults = [*([None] * max(missing, 0)), *arguments.defaults[max(-missing, 0) :]]
    pairs = (
        *zip(positional, defaults, strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    )
    for parameter, default in pairs:
        if isinstance(default, ast.Constant):
            found[parameter.arg] = inference.of(default)
    names = {parameter.arg for parameter, _ in pairs}
    for parameter, value in zip(positional, call.args, strict=False):
        found[parameter.arg] = inference.of(value)
    for keyword in call.keywords:
        if keyword.arg in names:
            found[keyword.arg] = inference.of(keyword.value)
    return found


def _evaluated(value: ast.expr, parameters: dict[str, Type], rebound: frozenset[str]) -> Type:
    match value:
        case ast.Constant(value=None):
            return NONE
        case ast.Name(id=name) if name not in rebound:
            return parameters.get(name, UNKNOWN)
        case ast.IfExp(test=ast.Name(id=name), body=body, orelse=orelse) if name not in rebound:
            tested = parameters.get(name, UNKNOWN)
            if tested is NONE:
                return _evaluated(orelse, parameters, rebound)
            if isinstance(tested, Scalar) and tested.value is not ...:
                chosen = body if tested.value else orelse
                return _evaluated(chosen, parameters, rebound)
    return UNKNOWN


def _worth(name: str, type_: Type) -> Iterator[tuple[str, Type]]:
    """What is worth to be remembered; of a container not what it holds, as that may change."""
    match type_:
        case Listing(kind=kind, element=element):
            yield name, Listing(kind, element)
        case Mapping(key=key, value=value):
            yield name, Mapping(key, value)
        case _ if type_ is not UNKNOWN:
            yield name, type_
