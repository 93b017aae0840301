"""What the expressions inside a selector stand for."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Mapping
from typing import Protocol, TypeAlias

from treelint.fullnames import (
    ARRAY_MODULES,
    TREE_FLATTEN,
    TREE_LEAVES,
    TREE_LEAVES_WITH_PATH,
)
from treelint.records import dataclass, field, replace
from treelint.selector.joining import alternatives, either, is_small
from treelint.selector.model import (
    Attr,
    Computed,
    Container,
    Each,
    Either,
    ForEach,
    Item,
    Leaves,
    Nodes,
    NotANode,
    Opaque,
    Outer,
    Parameter,
    Path,
    Selection,
    Slice,
    Splat,
)
from treelint.walk import walk

# What one name stands for inside a selector: a node, or what a statement has selected, several
# at once (the target of a `for` over `zip`), a function, or something that is no node of any tree.
Element: TypeAlias = "Selection | Helper | tuple[Element, ...] | None"
Scope: TypeAlias = Mapping[str, Element]

_WRAPPERS = {"builtins.tuple": Container.TUPLE, "builtins.list": Container.LIST}
_SAME_ELEMENTS = frozenset(
    {"builtins.tuple", "builtins.list", "builtins.iter", "builtins.reversed", "builtins.sorted"}
)
_LAZY = {"builtins.map": Container.MAP, "builtins.filter": Container.FILTER}
_DISPLAYS: dict[type[ast.expr], Container] = {
    ast.Tuple: Container.TUPLE,
    ast.List: Container.LIST,
    ast.Set: Container.SET,
}
_COMPREHENSIONS: dict[type[ast.expr], Container] = {
    ast.ListComp: Container.LIST,
    ast.SetComp: Container.SET,
    ast.GeneratorExp: Container.GENERATOR,
}
# Between sequences these mean concatenation and repetition, between dicts and sets union.
_ALSO_FOR_CONTAINERS = (ast.Add, ast.Mult, ast.BitOr, ast.BitAnd, ast.BitXor)

# A key with one of these in it may be another each time.
_UNSTABLE = (ast.Call, ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)


class Names(Protocol):
    """What the surrounding code knows of names."""

    def qualified_name(self, node: ast.expr) -> str | None:
        """The full name of what `node` refers to: `equinox.tree_at`, `builtins.type`."""


@dataclass(frozen=True, slots=True, eq=False)
class Helper:
    """A lambda with a name of its own inside a selector, and the names that it sees."""

    function: ast.Lambda
    scope: Scope


@dataclass(frozen=True, slots=True)
class Lowering:
    """One lowering: the names around it, and a number for each loop met on the way.

    A key is not the same wherever it is written if one of the `changing` names is in it.
    """

    names: Names
    changing: frozenset[str] = frozenset()
    _loops: Iterator[int] = field(default_factory=itertools.count)

    def selection(self, node: ast.expr, scope: Scope) -> Selection:
        """What `node` evaluates to, seen as nodes of the tree."""
        match node:
            case ast.Name():
                return self._name(node, scope)
            case ast.Attribute():
                return self._step(node.value, Attr(node.attr), node, scope)
            case ast.Subscript():
                return self._step(node.value, self._subscript(node.slice), node, scope)
            case ast.Tuple() | ast.List() | ast.Set():
                items = tuple(self._items(node.elts, scope))
                return Nodes(items, _DISPLAYS[type(node)], node)
            case ast.Dict():
                values = tuple(self._items(node.values, scope))
                return Nodes(values, Container.DICT, node)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                inner = self.loop(node.generators, scope)
                element = self.selection(node.elt, inner)
                return ForEach(element, _COMPREHENSIONS[type(node)], node)
            case ast.Call():
                return self._call(node, scope)
            case ast.Constant(value=None):
                # A tree may hold None, and `is_leaf` may make it a leaf.
                return Opaque("None", node)
            case ast.Constant(value=value):
                return NotANode(f"the constant `{value!r}`", node)
            case ast.JoinedStr():
                return NotANode("a string", node)
            case ast.Compare():
                return NotANode("a truth value", node)
            case ast.BinOp():
                return self._binary(node, scope)
            case ast.UnaryOp(op=op, operand=operand):
                what = "a truth value" if isinstance(op, ast.Not) else "a computed value"
                inner_selection = self.selection(operand, scope)
                if isinstance(inner_selection, Opaque):
                    return Opaque("arithmetic", node)
                return NotANode(what, node)
        return Opaque(f"{type(node).__name__} expression", node)

    def element(self, node: ast.expr, scope: Scope) -> Element:
        """What one turn of a `for` over `node` gives."""
        match node:
            case ast.Call(func=ast.Attribute(value=value, attr="items"), args=[], keywords=[]):
                return (None, self._each(value, scope))
            case ast.Call(func=ast.Attribute(value=value, attr="values"), args=[], keywords=[]):
                return self._each(value, scope)
            case ast.Call():
                return self._called_element(node, scope)
            case ast.Subscript(
                value=ast.Call(args=[tree, *_]) as call, slice=ast.Constant(value=0)
            ):
                if self.names.qualified_name(call.func) in TREE_FLATTEN:
                    return self._leaves(call, tree, scope)
        return self._each(node, scope)

    def loop(self, generators: list[ast.comprehension], scope: Scope) -> Scope:
        """The names inside a comprehension."""
        for generator in generators:
            element = self.element(generator.iter, scope)
            scope = {**scope, **dict(bind(generator.target, element))}
        return scope

    def called(self, node: ast.Call, scope: Scope) -> tuple[ast.expr, Scope] | None:
        """The body of the selector's own lambda that is called, and the names inside it."""
        helper = scope.get(node.func.id) if isinstance(node.func, ast.Name) else None
        if not isinstance(helper, Helper) or node.keywords:
            return None
        parameters = helper.function.args
        names = [arg.arg for arg in (*parameters.posonlyargs, *parameters.args)]
        others = (parameters.vararg, parameters.kwarg, *parameters.kwonlyargs)
        if len(names) != len(node.args) or any(arg is not None for arg in others):
            return None
        given = [self.selection(argument, scope) for argument in node.args]
        return helper.function.body, {**helper.scope, **dict(zip(names, given, strict=True))}

    def _name(self, node: ast.Name, scope: Scope) -> Selection:
        if node.id not in scope:
            return Path(Outer(node.id), (), node)
        match scope[node.id]:
            case Path() as path:
                return replace(path, origin=node)
            case Nodes() | ForEach() | NotANode() | Either() as selection:
                return selection
        return Opaque(f"`{node.id}`", node)

    def _step(
        self, value: ast.expr, step: Attr | Item | Slice, node: ast.expr, scope: Scope
    ) -> Selection:
        parents = alternatives(self.selection(value, scope))
        if all(isinstance(parent, Path) for parent in parents):
            steps = (parent.then(step, node) for parent in parents if isinstance(parent, Path))
            return either(steps, node)
        return Opaque("a part of something computed", node)

    def _items(self, elements: list[ast.expr], scope: Scope) -> Iterator[Selection]:
        for element in elements:
            if not isinstance(element, ast.Starred):
                yield self.selection(element, scope)
                continue
            inner = self.selection(element.value, scope)
            if isinstance(inner, Nodes) and inner.container.is_sequence:
                yield from inner.items
            else:
                yield Splat(inner, element)

    def _binary(self, node: ast.BinOp, scope: Scope) -> Selection:
        left = self.selection(node.left, scope)
        right = self.selection(node.right, scope)
        match node.op, left, right:
            case ast.Add(), Nodes(container=a), Nodes(container=b) if a is b and a.is_sequence:
                return Nodes((*left.items, *right.items), a, node)
        if _is_computed(node, left, right):
            return NotANode("a computed value", node)
        return Opaque("concatenation or arithmetic", node)

    def _call(self, node: ast.Call, scope: Scope) -> Selection:
        name = self.names.qualified_name(node.func) or ""
        match name, node.args, node.keywords:
            case "builtins.getattr", [value, ast.Constant(value=str(attr))], []:
                return self._step(value, Attr(attr), node, scope)
            case (("builtins.tuple" | "builtins.list"), [], []):
                return Nodes((), _WRAPPERS[name], node)
            case (("builtins.tuple" | "builtins.list"), [value], []):
                return self._collected(value, _WRAPPERS[name], node, scope)
            case (("builtins.map" | "builtins.filter"), [_, *_], []):
                return ForEach(Opaque("what a function gives", node), _LAZY[name], node)
        helped = self.called(node, scope)
        if helped is not None:
            return self._given(*helped, node)
        if name.startswith(ARRAY_MODULES):
            return NotANode(f"what `{ast.unparse(node.func)}` computes", node)
        match node:
            case ast.Call(func=ast.Attribute(value=value, attr="values"), args=[], keywords=[]):
                each = self._each(value, scope)
                if each is not None:
                    return ForEach(each, Container.VIEW, node)
        return Opaque("a call", node)

    def _given(self, body: ast.expr, scope: Scope, node: ast.Call) -> Selection:
        result = self.selection(body, scope)
        if isinstance(result, Path):
            return replace(result, origin=node)
        return result if is_small(result) else Opaque("a large selection", node)

    def _collected(
        self, value: ast.expr, container: Container, node: ast.expr, scope: Scope
    ) -> Selection:
        inner = self.selection(value, scope)
        match inner:
            case Nodes(container=Container.TUPLE | Container.LIST):
                return Nodes(inner.items, container, node)
            case ForEach():
                return ForEach(inner.element, container, node)
        # `tuple(t)` is `t` itself where `t` is a tuple: one node, or several.
        return Opaque(f"`{container.value}()` of a node", node)

    def _each(self, node: ast.expr, scope: Scope) -> Path | None:
        over = self.selection(node, scope)
        match over:
            case Path():
                return over.then(Each(next(self._loops)), node)
            case ForEach(element=Path() as element):
                return element
        return None

    def _called_element(self, node: ast.Call, scope: Scope) -> Element:
        name = self.names.qualified_name(node.func)
        if not node.args or any(isinstance(arg, ast.Starred) for arg in node.args):
            return None
        first = node.args[0]
        if name in _SAME_ELEMENTS:
            return self.element(first, scope)
        if name == "builtins.enumerate":
            return (None, self.element(first, scope))
        if name == "builtins.zip":
            return tuple(self.element(arg, scope) for arg in node.args)
        if name in TREE_LEAVES:
            return self._leaves(node, first, scope)
        if name in TREE_LEAVES_WITH_PATH:
            return (None, self._leaves(node, first, scope))
        if name == "builtins.filter" and len(node.args) > 1:
            return self.element(node.args[1], scope)
        return None

    def _subscript(self, node: ast.expr) -> Item | Slice:
        match node:
            case ast.Constant(
                value=None | bool() | int() | float() | complex() | str() | bytes() as key
            ):
                return Item(key)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as key)):
                return Item(-key)
            case ast.Slice():
                return Slice(ast.unparse(node), self._is_stable(node))
        return Item(Computed(ast.unparse(node), self._is_stable(node)))

    def _is_stable(self, node: ast.expr) -> bool:
        return not any(
            isinstance(inner, _UNSTABLE)
            or (isinstance(inner, ast.Name) and inner.id in self.changing)
            for inner in walk(node)
        )

    def _leaves(self, call: ast.Call, tree: ast.expr, scope: Scope) -> Path | None:
        over = self.selection(tree, scope)
        if not isinstance(over, Path):
            return None
        has_is_leaf = len(call.args) > 1 or bool(call.keywords)
        return over.then(Leaves(next(self._loops), has_is_leaf), call)


def bind(target: ast.expr, element: Element) -> Iterator[tuple[str, Element]]:
    """The names in a target, with what each of them gets."""
    match target:
        case ast.Name():
            yield target.id, element
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            for inner, part in zip(targets, _parts(targets, element), strict=True):
                yield from bind(inner, part)
        case ast.Starred():
            yield from bind(target.value, None)


def _parts(targets: list[ast.expr], element: Element) -> tuple[Element, ...]:
    """What each of several targets gets; None where that is not known."""
    unknown: tuple[Element, ...] = (None,) * len(targets)
    if any(isinstance(inner, ast.Starred) for inner in targets):
        return unknown
    match element:
        case Path():
            return tuple(element.then(Item(index), inner) for index, inner in enumerate(targets))
        case Nodes(items=items) if element.container.is_sequence and not any(
            isinstance(item, Splat) for item in items
        ):
            return items if len(items) == len(targets) else unknown
        case tuple() if len(element) == len(targets):
            return element
    return unknown


def _is_computed(node: ast.BinOp, left: Selection, right: Selection) -> bool:
    """Whether an operator gives a new value, as it does between arrays and numbers."""
    sides = (left, right)
    if not any(isinstance(side, Path) and side.root is Parameter.TREE for side in sides):
        return all(isinstance(side, NotANode) for side in sides)
    if not isinstance(node.op, _ALSO_FOR_CONTAINERS):
        return True
    numbers = (float, complex) if isinstance(node.op, ast.Mult) else (int, float, complex)
    return any(
        isinstance(side, ast.Constant) and isinstance(side.value, numbers)
        for side in (node.left, node.right)
    )
