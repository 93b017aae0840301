"""The types that operators give: items, elements, arithmetic, truth, and tests of a type."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.project.guards import Fact, IsNone
from treelint.project.types import (
    NONE,
    UNKNOWN,
    Array,
    ArrayKind,
    ClassObject,
    Imported,
    Instance,
    Listing,
    ListingKind,
    Mapping,
    Scalar,
    Type,
    Union,
    alternatives,
    join,
    without_none,
)

if TYPE_CHECKING:
    from treelint.project.inference import Inference

_NUMBERS = ("bool", "int", "float", "complex")


def item(inference: Inference, node: ast.Subscript) -> Type:
    """`value[index]`."""
    return join(_item(type_, node.slice) for type_ in alternatives(inference.of(node.value)))


def _item(type_: Type, index: ast.expr) -> Type:
    match type_:
        case Listing(kind=kind, element=element, items=items):
            if isinstance(index, ast.Slice):
                return Listing(kind, element)
            position = constant_index(index)
            if position is None or items is None:
                return element
            in_range = -len(items) <= position < len(items)
            return items[position] if in_range else UNKNOWN
        case Mapping(value=value, entries=entries):
            if isinstance(index, ast.Constant) and entries is not None:
                return dict(entries).get(index.value, UNKNOWN)
            return value
        case Array():
            return type_
        case ClassObject():
            return type_  # a generic class with its arguments
    return UNKNOWN


def constant_index(node: ast.expr) -> int | None:
    """A whole number that is written out, with its sign."""
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int(value)):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value))):
            return -value
    return None


def element(inference: Inference, node: ast.expr) -> Type:
    """What one turn of a `for` over an expression gives."""
    match node:
        case ast.Call(func=ast.Attribute(value=value, attr="items"), args=[], keywords=[]):
            mapping = inference.of(value)
            if isinstance(mapping, Mapping):
                return _pair(mapping.key, mapping.value)
            return UNKNOWN
        case ast.Call(func=function, args=arguments) if arguments and not _is_starred(arguments):
            name = inference.module.names.qualified_name(function)
            if name == "builtins.enumerate":
                return _pair(Scalar("int"), element(inference, arguments[0]))
            if name == "builtins.zip":
                return _pair(*(element(inference, argument) for argument in arguments))
    return join(_element(type_) for type_ in alternatives(inference.of(node)))


def _pair(*items: Type) -> Listing:
    return Listing(ListingKind.TUPLE, join(items), items)


def _is_starred(arguments: list[ast.expr]) -> bool:
    return any(isinstance(argument, ast.Starred) for argument in arguments)


def _element(type_: Type) -> Type:
    match type_:
        case Listing(element=inner):
            return inner
        case Mapping(key=key):
            return key
        case Array():
            return type_
        case Scalar(name="str"):
            return Scalar("str")
    return UNKNOWN


def unpacked(type_: Type, path: tuple[int, ...]) -> Type:
    """What one name gets where a value is unpacked: `a, (b, c) = value`."""
    for position in path:
        match type_:
            case Listing(items=items) if items is not None and position < len(items):
                type_ = items[position]
            case Listing(element=inner, items=None):
                type_ = inner
            case Array():
                continue
            case _:
                return UNKNOWN
    return type_


def of(inference: Inference, node: ast.BoolOp | ast.BinOp | ast.UnaryOp | ast.Compare) -> Type:
    """The type of an expression with an operator."""
    match node:
        case ast.BoolOp(op=ast.Or(), values=[*first, last]):
            # What is None is not the answer, unless it comes last.
            return join(
                [*(without_none(inference.of(item)) for item in first), inference.of(last)]
            )
        case ast.BoolOp(values=values):
            return join(map(inference.of, values))
        case ast.UnaryOp(op=ast.Not()):
            return Scalar("bool")
        case ast.UnaryOp(operand=operand):
            inner = inference.of(operand)
            return _arithmetic(inner, inner)
        case ast.Compare(left=left, ops=operations, comparators=others):
            if all(isinstance(op, ast.Is | ast.IsNot | ast.In | ast.NotIn) for op in operations):
                return Scalar("bool")
            return _compared([inference.of(left), *map(inference.of, others)])
        case ast.BinOp(left=left, right=right, op=op):
            return _binary(inference.of(left), inference.of(right), op)
    return UNKNOWN


def _compared(types: list[Type]) -> Type:
    arrays = [type_ for type_ in types if isinstance(type_, Array)]
    if arrays:
        return arrays[0] if all(_is_numeric(type_) for type_ in types) else UNKNOWN
    return Scalar("bool") if all(isinstance(type_, Scalar) for type_ in types) else UNKNOWN


def _binary(left: Type, right: Type, op: ast.operator) -> Type:
    match left, right, op:
        case Listing(), Listing(), ast.Add() if left.kind is right.kind:
            return Listing(left.kind, join((left.element, right.element)))
        case Listing(), Scalar(name="int"), ast.Mult():
            return Listing(left.kind, left.element)
        case Scalar(name="int"), Listing(), ast.Mult():
            return Listing(right.kind, right.element)
        case Scalar(name="str"), _, ast.Mod():
            return Scalar("str")
        case Scalar(name="str"), Scalar(name="str"), ast.Add():
            return Scalar("str")
    return _arithmetic(left, right, is_division=isinstance(op, ast.Div))


def _arithmetic(left: Type, right: Type, *, is_division: bool = False) -> Type:
    if not (_is_numeric(left) and _is_numeric(right)):
        return UNKNOWN
    arrays = [type_ for type_ in (left, right) if isinstance(type_, Array)]
    if arrays:
        # JAX wins over numpy.
        jax = [array for array in arrays if array.kind is ArrayKind.JAX]
        return (jax or arrays)[0]
    names = {type_.name for type_ in (left, right) if isinstance(type_, Scalar)}
    widest = max(names, key=_NUMBERS.index)
    if widest == "complex":
        return Scalar(widest)
    return Scalar("float" if is_division or widest == "float" else "int")


def _is_numeric(type_: Type) -> bool:
    return isinstance(type_, Array) or (isinstance(type_, Scalar) and type_.name in _NUMBERS)


def narrowed(inference: Inference, type_: Type, fact: Fact) -> Type:
    """A type, given what a test has shown."""
    if isinstance(fact, IsNone):
        if fact.holds:
            return NONE
        return without_none(type_) if isinstance(type_, Union) else type_
    classes = _classes(inference, fact.classes)
    if classes is None:
        # Tested for something that is not known: it is that, whatever was annotated.
        return UNKNOWN if fact.holds else type_
    if fact.holds:
        kept = [item for item in alternatives(type_) if _is_one_of(item, classes)]
        return join(kept) if kept else join(classes)
    rest = [item for item in alternatives(type_) if not _is_one_of(item, classes)]
    return join(rest) if rest else type_


def _classes(inference: Inference, node: ast.expr) -> list[Type] | None:
    """The types behind the second argument of `isinstance`; None if one is not known."""
    nodes = node.elts if isinstance(node, ast.Tuple) else [node]
    found: list[Type] = []
    for inner in nodes:
        if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.BitOr):
            for side in (inner.left, inner.right):
                more = _classes(inference, side)
                if more is None:
                    return None
                found += more
            continue
        type_ = inference.of(inner)
        instance: Type = Instance(type_.cls) if isinstance(type_, ClassObject) else UNKNOWN
        if isinstance(type_, Imported):
            instance = inference.annotation(inner)
        if instance is UNKNOWN:
            return None
        found.append(instance)
    return found


def _is_one_of(type_: Type, classes: list[Type]) -> bool:
    """Whether every value of a type is an instance of one of the classes."""
    for cls in classes:
        match type_, cls:
            case Instance(), Instance():
                if type_.cls.is_subclass_of(cls.cls):
                    return True
            case Listing(), Listing():
                if type_.kind is cls.kind:
                    return True
            case (Mapping(), Mapping()) | (Array(), Array()):
                return True
            case Scalar(), Scalar():
                if type_.name == cls.name or (type_.name, cls.name) == ("bool", "int"):
                    return True
    return False
