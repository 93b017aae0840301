"""Replacements of another type than the node that they replace: `tree-at-type`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mypy.messages import format_type_bare
from mypy.nodes import ARG_NAMED, DictExpr, Expression, LambdaExpr, ListExpr, StarExpr, TupleExpr
from mypy.typeops import make_simplified_union
from mypy.types import CallableType, Instance, TupleType, Type, get_proper_type

from treelint.records import dataclass
from treelint.selector import wording
from treelint.selector.questions import selects_several
from treelint_mypy import readings
from treelint_mypy.alternatives import alternatives, class_of
from treelint_mypy.codes import TREE_AT_TYPE
from treelint_mypy.declared_selector import is_for_another
from treelint_mypy.definitions import Definition
from treelint_mypy.fits import fits, items
from treelint_mypy.leaf_classes import is_numeric
from treelint_mypy.nodes import Node, each_node, nodes_of, only_node, written_nodes
from treelint_mypy.problems import Problem
from treelint_mypy.syntax import translate_expression

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.checker import TypeChecker

    from treelint_mypy.arguments import Arguments
    from treelint_mypy.selectors import Where

_SEQUENCES = {"builtins.list": "list", "builtins.tuple": "tuple"}


@dataclass(frozen=True, slots=True)
class _Given:
    """What takes the place of one node, or of any of several; `type` is Any if not known."""

    node: Node
    type: Type
    place: Expression
    is_result: bool = False


def problems(arguments: Arguments, where: Where, api: TypeChecker) -> Iterator[Problem]:
    """Each replacement that is not of its node's type, if the user asks for that."""
    if where.selector is None or not api.errors.is_error_code_enabled(TREE_AT_TYPE):
        return
    replace, replace_fn = arguments["replace"], arguments["replace_fn"]
    if replace is not None and replace_fn is not None:
        return
    if replace is not None:
        if selects_several(where.selector.body) and _is_function(_type_of(replace, None, api)):
            written, _ = translate_expression(replace)
            yield _problem(wording.function_for_several(written, ast.unparse), replace)
            return
        given = _replaced(where, replace, api)
    elif replace_fn is not None:
        given = _results(where, replace_fn, api)
    else:
        return
    for one in given:
        message = _message(one, api)
        if message is not None:
            yield _problem(message, one.place)


def _problem(message: str, place: Expression) -> Problem:
    return Problem(message, place, TREE_AT_TYPE)


def _replaced(where: Where, replace: Expression, api: TypeChecker) -> Iterator[_Given]:
    """Each node with the replacement that it gets."""
    only = only_node(where, api)
    if only is not None:
        yield _Given(only, _type_of(replace, only.type, api), replace)
        return
    written = written_nodes(where, api)
    each = each_node(where, api)
    match replace:
        case TupleExpr(items=several) | ListExpr(items=several):
            if any(isinstance(item, StarExpr) for item in several):
                return
            nodes = [each] * len(several) if each is not None else written
            if nodes is not None and len(nodes) == len(several):
                for node, item in zip(nodes, several, strict=True):
                    yield _Given(node, _type_of(item, node.type, api), item)
            return
    nodes = written if each is None else [each]
    typ = get_proper_type(_type_of(replace, None, api))
    match typ:
        case TupleType(items=types) if written is not None and len(types) == len(written):
            yield from (_Given(*pair, replace) for pair in zip(written, types, strict=True))
        case Instance(type=info, args=[element]) if info.fullname in _SEQUENCES:
            for node in nodes or ():
                # Of a union, each item may be meant for another node.
                if not any(fits(item, node.type) for item in items(element)):
                    yield _Given(node, element, replace)


def _results(where: Where, replace_fn: Expression, api: TypeChecker) -> Iterator[_Given]:
    """Each node with what `replace_fn` makes of it."""
    for node in nodes_of(where, api):
        if isinstance(replace_fn, LambdaExpr):
            if readings.as_lambda(replace_fn) is None:
                return
            expected = readings.context(Definition(replace_fn), node.type, api)
            typ, said = readings.read(replace_fn, expected, api)
            if any(error.severity == "error" for error in said):
                continue
            place: Expression = replace_fn.expr()
        elif is_for_another(replace_fn, node.type, api):
            continue  # which mypy says by itself
        else:
            typ, place = _type_of(replace_fn, None, api), replace_fn
        function = get_proper_type(typ)
        if isinstance(function, CallableType) and not function.variables:
            yield _Given(node, function.ret_type, place, is_result=True)


def _type_of(given: Expression, wanted: Type | None, api: TypeChecker) -> Type:
    """The type of a replacement, for the type of the node where it can be had: `[]`."""
    if wanted is not None:
        with api.msg.filter_errors(save_filtered_errors=True) as watcher:
            typ = api.get_expression_type(given, wanted)
        if not watcher.has_new_errors():
            return typ
    return _of_display(given, api)


def _of_display(given: Expression, api: TypeChecker) -> Type:
    """The type of an expression; of a list or a dict whose items differ, mypy forgets it."""
    name, values = "", list[Expression]()
    match given:
        case ListExpr(items=values):
            name = "builtins.list"
        case DictExpr(items=pairs) if all(key is not None for key, _ in pairs):
            name, values = "builtins.dict", [value for _, value in pairs]
    with api.msg.filter_errors():
        typ = get_proper_type(api.get_expression_type(given))
    if not isinstance(typ, Instance) or typ.type.fullname != name or not values:
        return typ
    if any(isinstance(value, StarExpr) for value in values):
        return typ
    inside = make_simplified_union([_of_display(value, api) for value in values])
    return typ.copy_modified(args=[*typ.args[:-1], inside])


def _message(given: _Given, api: TypeChecker) -> str | None:
    path = given.node.path
    if path is None or not alternatives(given.node.type):
        return None  # of None there is nothing to say but that it is None
    if fits(given.type, given.node.type):
        return None
    old, new = _sequence(given.node.type), _sequence(given.type)
    if old is not None and new is not None and old != new:
        return wording.another_container(path, old, new, ast.unparse)
    if not given.is_result and _is_numeric(given.node.type) and _is_function(given.type):
        return wording.function_for_array(path, ast.unparse)
    node, typ = (format_type_bare(t, api.options) for t in (given.node.type, given.type))
    return (
        f"`{ast.unparse(path.origin)}` is of type `{node}`, and what takes its place is of type "
        f"`{typ}`; give what the field is annotated with, or widen the annotation"
    )


def _sequence(typ: Type) -> str | None:
    """`list` or `tuple`, if it is that, perhaps or None."""
    kinds = {
        _SEQUENCES.get(info.fullname) if info else None
        for info in map(class_of, alternatives(typ))
    }
    return kinds.pop() if len(kinds) == 1 else None


def _is_numeric(typ: Type) -> bool:
    infos = [class_of(item) for item in alternatives(typ)]
    return bool(infos) and all(info is not None and is_numeric(info) for info in infos)


def _is_function(typ: Type) -> bool:
    """Whether it is a plain function that one node fits."""
    function = get_proper_type(typ)
    if not isinstance(function, CallableType) or function.is_type_obj():
        return False
    if function.fallback.type.fullname != "builtins.function":
        return False  # a Partial is a tree
    required = [kind for kind in function.arg_kinds if kind.is_required()]
    return (
        function.argument_by_position(0) is not None
        and len(required) <= 1
        and ARG_NAMED not in required
    )
