"""The questions that a selector asks of the nodes it meets."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.fullnames import FILTER, LEAF_PREDICATES
from treelint.selector.lowering import Helper
from treelint.selector.model import Path, Test, TestKind
from treelint.walk import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.selector.lowering import Element, Lowering, Scope

_EQUALITY = (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)
_MEMBERSHIP = (ast.In, ast.NotIn)
_ORDER = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_ARRAY_ATTRIBUTES = frozenset({"shape", "dtype", "ndim", "size"})


def asked_in(node: ast.expr, scope: Scope, lowering: Lowering) -> Iterator[Test]:
    """Every test in an expression, in the order in which it is written."""
    match node:
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            yield from _comprehension(node, scope, lowering)
            return
        case ast.Lambda():
            # What its parameters are is not known here: see `_filtered` for the one that is.
            inner = {**scope, **dict.fromkeys(_parameters(node))}
            yield from asked_in(node.body, inner, lowering)
            return
        case ast.Call():
            yield from _call(node, scope, lowering)
            return
        case ast.Compare():
            yield from _comparison(node, scope, lowering)
        case ast.IfExp():
            yield from truth(node.test, scope, lowering)
        case ast.BoolOp():
            # The last one is the answer, whatever it is.
            for value in node.values[:-1]:
                yield from truth(value, scope, lowering)
        case ast.UnaryOp(op=ast.Not()):
            yield from truth(node.operand, scope, lowering)
        case ast.Attribute(attr=attr) if attr in _ARRAY_ATTRIBUTES:
            for subject in _nodes(node.value, scope, lowering):
                yield Test(TestKind.ARRAY_ATTRIBUTE, subject, (attr,), node)
    for child in _children(node):
        yield from asked_in(child, scope, lowering)


def _children(node: ast.AST) -> Iterator[ast.expr]:
    for child in children(node):
        if isinstance(child, ast.expr):
            yield child
        else:
            yield from _children(child)


def _nodes(node: ast.expr, scope: Scope, lowering: Lowering) -> Iterator[Path]:
    selection = lowering.selection(node, scope)
    if isinstance(selection, Path):
        yield selection


def _comprehension(
    node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
    scope: Scope,
    lowering: Lowering,
) -> Iterator[Test]:
    # A loop over a dict gives its keys. What is neither in the result, nor looped over in turn,
    # may be one, and is taken for no node.
    given = {name for result in _results(node) for name in in_path(result, scope)}
    given |= {
        inner.id
        for generator in node.generators
        for inner in walk(generator.iter)
        if isinstance(inner, ast.Name)
    }
    for generator in node.generators:
        yield from asked_in(generator.iter, scope, lowering)
        inside = lowering.loop([generator], scope)
        bound = {name for name in inside if inside[name] is not scope.get(name)}
        scope = {**inside, **dict.fromkeys(bound - given)}
        for condition in generator.ifs:
            yield from truth(condition, scope, lowering)
            yield from asked_in(condition, scope, lowering)
    for result in _results(node):
        yield from asked_in(result, scope, lowering)


def _results(
    node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
) -> list[ast.expr]:
    return [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]


def in_path(node: ast.expr, scope: Scope) -> Iterator[str]:
    """The variables that an expression gives, or a step from them: not those in an index."""
    match node:
        case ast.Name(id=name):
            yield name
        case ast.Attribute(value=value) | ast.Subscript(value=value) | ast.Starred(value=value):
            yield from in_path(value, scope)
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            for element in elements:
                yield from in_path(element, scope)
        case ast.IfExp(body=body, orelse=orelse):
            yield from in_path(body, scope)
            yield from in_path(orelse, scope)
        case ast.ListComp(elt=element) | ast.GeneratorExp(elt=element):
            yield from in_path(element, scope)
        case ast.Call(func=ast.Name(id="getattr"), args=[value, *_]):
            yield from in_path(value, scope)
        case ast.Call(func=ast.Name(id=name), args=values) if isinstance(scope.get(name), Helper):
            for value in values:
                yield from in_path(value, scope)


def truth(node: ast.expr, scope: Scope, lowering: Lowering) -> Iterator[Test]:
    """The test that a condition makes of a node by asking whether it is true."""
    while isinstance(node, ast.BoolOp):
        node = node.values[-1]  # the others are asked in any case, see `asked_in`
    for subject in _nodes(node, scope, lowering):
        yield Test(TestKind.TRUTH, subject, (), node)


def _comparison(node: ast.Compare, scope: Scope, lowering: Lowering) -> Iterator[Test]:
    operands = [node.left, *node.comparators]
    for left, operator, right in zip(operands, node.ops, operands[1:], strict=False):
        if isinstance(operator, (*_EQUALITY, *_MEMBERSHIP)):
            yield from _type_comparison(node, left, right, scope, lowering)
            yield from _type_comparison(node, right, left, scope, lowering)
        if isinstance(operator, ast.Is | ast.IsNot) and _is_none(right):
            for subject in _nodes(left, scope, lowering):
                yield Test(TestKind.NONE, subject, (), node)
        if not isinstance(operator, _ORDER):
            continue
        for value, number in ((left, right), (right, left)):
            if _is_number(number):
                for subject in _nodes(value, scope, lowering):
                    yield Test(TestKind.NUMBER, subject, (), node)


def _type_comparison(
    node: ast.Compare, left: ast.expr, right: ast.expr, scope: Scope, lowering: Lowering
) -> Iterator[Test]:
    match left:
        case ast.Call(func=function, args=[value], keywords=[]):
            if lowering.names.qualified_name(function) != "builtins.type":
                return
            for subject in _nodes(value, scope, lowering):
                yield Test(TestKind.TYPE, subject, _classes(right, lowering), node)


def _call(node: ast.Call, scope: Scope, lowering: Lowering) -> Iterator[Test]:
    name = lowering.names.qualified_name(node.func)
    match name, node.args:
        case "builtins.isinstance", [value, classes]:
            for subject in _nodes(value, scope, lowering):
                yield Test(TestKind.INSTANCE, subject, _classes(classes, lowering), node)
        case "builtins.filter", [predicate, values]:
            yield from _filtered(predicate, lowering.element(values, scope), scope, lowering)
            yield from asked_in(values, scope, lowering)
            return
        case (("builtins.hasattr" | "builtins.callable"), [value, *_]):
            for subject in _nodes(value, scope, lowering):
                yield Test(TestKind.PROPERTY, subject, (name,), node)
        case _, [value, spec] if name in FILTER:
            kept = lowering.names.qualified_name(spec)
            for subject in _nodes(value, scope, lowering):
                if kept in LEAF_PREDICATES:
                    yield Test(TestKind.PREDICATE, subject, (kept,), node)
        case _, [value] if name in LEAF_PREDICATES:
            for subject in _nodes(value, scope, lowering):
                yield Test(TestKind.PREDICATE, subject, (name,), node)
    helped = lowering.called(node, scope)
    if helped is not None:
        yield from asked_in(*helped, lowering)
    for argument in (node.func, *node.args):
        yield from asked_in(argument, scope, lowering)
    for keyword in node.keywords:
        # `is_leaf` is asked of the tree as it is, whatever its leaves have become.
        if keyword.arg != "is_leaf":
            yield from asked_in(keyword.value, scope, lowering)


def _filtered(
    predicate: ast.expr, element: Element, scope: Scope, lowering: Lowering
) -> Iterator[Test]:
    """The tests of `filter(predicate, values)`, made of each value."""
    helper = scope.get(predicate.id) if isinstance(predicate, ast.Name) else None
    if isinstance(helper, Helper):
        predicate, scope = helper.function, helper.scope
    match predicate:
        case ast.Lambda(args=ast.arguments(args=[ast.arg(arg=parameter)])):
            inside = {**scope, parameter: element}
            yield from asked_in(predicate.body, inside, lowering)
            if isinstance(element, Path):
                yield from truth(predicate.body, inside, lowering)
            return
        case ast.Constant(value=None):
            if isinstance(element, Path):
                yield Test(TestKind.TRUTH, element, (), predicate)
            return
    name = lowering.names.qualified_name(predicate)
    if name in LEAF_PREDICATES and isinstance(element, Path):
        yield Test(TestKind.PREDICATE, element, (name,), predicate)


def _classes(node: ast.expr, lowering: Lowering) -> tuple[str | None, ...]:
    """The classes that a type is compared with: one, a tuple of them, or a union."""
    match node:
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            return tuple(name for element in elements for name in _classes(element, lowering))
        case ast.BinOp(op=ast.BitOr()):
            return (*_classes(node.left, lowering), *_classes(node.right, lowering))
    return (lowering.names.qualified_name(node),)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_number(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        node = node.operand
    match node:
        case ast.Constant(value=bool()):
            return False
        case ast.Constant(value=int() | float() | complex()):
            return True
    return False


def _parameters(node: ast.Lambda) -> list[str]:
    named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    starred = [arg for arg in (node.args.vararg, node.args.kwarg) if arg is not None]
    return [arg.arg for arg in (*named, *starred)]
