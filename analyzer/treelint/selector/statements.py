"""A selector of several statements, followed from one to the next as far as that is certain.

Branches are both followed, and what they leave behind is joined; one turn of a loop is followed
for all of them. Whatever is not certain becomes a name of which nothing is known.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias, TypeGuard

from treelint.records import dataclass, field
from treelint.selector.joining import (
    after_a_loop,
    alternatives,
    either,
    extended,
    in_a_loop,
    is_small,
)
from treelint.selector.lowering import Helper, Lowering, bind
from treelint.selector.model import (
    Container,
    Either,
    ForEach,
    Nodes,
    NotANode,
    Opaque,
    Path,
    Selection,
    Splat,
    Test,
)
from treelint.selector.node_tests import asked_in, in_path, truth
from treelint.selector.own_names import (
    OwnNames,
    appended_in,
    assigned_in,
    augmented_in,
    imported_as,
)
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from treelint.selector.lowering import Element, Names, Scope

# What each name stands for; None where the next statement is not reached.
_State: TypeAlias = "dict[str, Element] | None"
_Loop: TypeAlias = ast.For | ast.While


@dataclass(frozen=True, slots=True)
class Followed:
    """What a function may return, and what it asks on the way."""

    returned: Selection
    tests: tuple[Test, ...]


def follow(
    function: ast.FunctionDef, scope: Mapping[str, Element], own: OwnNames, names: Names
) -> Followed:
    """Follow a function from its first statement, where its names stand for what `scope` says."""
    follower = _Follower(Lowering(names, own.changing), own)
    end = follower.block(function.body, {**dict.fromkeys(own.bound), **scope})
    place = _place(function, "where")
    if end is not None:
        follower.returned.append(Opaque("None", place))
    if not follower.returned:
        return Followed(Opaque("nothing is returned", place), tuple(follower.tests))
    return Followed(either(follower.returned, place), tuple(follower.tests))


@dataclass(frozen=True, slots=True)
class _Follower:
    lowering: Lowering
    own: OwnNames
    returned: list[Selection] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)
    # For each loop around the statement at hand: what its turns add to which list.
    added: list[dict[str, list[Selection]]] = field(default_factory=list)

    def block(self, statements: list[ast.stmt], scope: _State) -> _State:
        for statement in statements:
            if scope is None:
                return None
            scope = self._statement(statement, scope)
        return scope

    def _statement(self, node: ast.stmt, scope: dict[str, Element]) -> _State:
        match node:
            case ast.Return():
                self._return(node, scope)
                return None
            case ast.Raise() | ast.Break() | ast.Continue():
                return None
            case ast.Assign(targets=targets, value=value):
                self._assign(targets, value, scope)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._assign([target], value, scope)
            case ast.AugAssign(target=ast.Name(id=name), op=operator, value=value):
                self._ask(value, scope)
                base = _list(scope[name]) if isinstance(operator, ast.Add) else None
                scope[name] = None
                if base is not None:
                    items = self._items(value, scope)
                    scope[name] = self._grown(name, base, items, value)
            case ast.Expr(value=value):
                self._expression(value, scope)
            case ast.If():
                self._decide(node.test, scope)
                taken = self.block(node.body, dict(scope))
                passed = self.block(node.orelse, dict(scope))
                return _joined(taken, passed, node.test)
            case ast.For() | ast.While():
                return self._loop(node, scope)
            case ast.Assert(test=test):
                self._decide(test, scope)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                scope[name] = None
            case ast.Import(names=imported) | ast.ImportFrom(names=imported):
                scope.update(dict.fromkeys(map(imported_as, imported)))
        return scope

    def _ask(self, node: ast.expr, scope: dict[str, Element]) -> None:
        self.tests.extend(asked_in(node, scope, self.lowering))

    def _decide(self, condition: ast.expr, scope: dict[str, Element]) -> None:
        self.tests.extend(truth(condition, scope, self.lowering))
        self._ask(condition, scope)

    def _return(self, node: ast.Return, scope: dict[str, Element]) -> None:
        if node.value is None:
            self.returned.append(Opaque("None", _place(node, "None")))
            return
        self._ask(node.value, scope)
        self.returned.append(self.lowering.selection(node.value, scope))

    def _assign(self, targets: list[ast.expr], value: ast.expr, scope: dict[str, Element]) -> None:
        self._ask(value, scope)
        element: Element = self._value(value, scope)
        # Two names for one list: what happens to it under one name is not seen under the other.
        if len(targets) > 1 and _is_changeable(element):
            element = None
        for target in targets:
            for name, part in bind(target, element):
                scope[name] = self._kept(name, part)

    def _value(self, node: ast.expr, scope: dict[str, Element]) -> Element:
        match node:
            case ast.Lambda():
                return Helper(node, self._seen_later(scope))
            case ast.GeneratorExp():
                return self.lowering.selection(node, self._seen_later(scope))
        return self.lowering.selection(node, scope)

    def _seen_later(self, scope: dict[str, Element]) -> Scope:
        """The names as a lambda or a generator sees them, which need not be as they are now."""
        unknown = {
            name
            for name, element in scope.items()
            if name in self.own.changing or isinstance(element, Helper)
        }
        return {**scope, **dict.fromkeys(unknown)}

    def _kept(self, name: str, element: Element) -> Element:
        """What a name stands for from now on; None where other code may change that."""
        if name in self.own.unfollowed or (_is_changeable(element) and name in self.own.escaping):
            return None
        if isinstance(element, Helper):
            return element
        return element if _is_known(element) and is_small(element) else None

    def _expression(self, node: ast.expr, scope: dict[str, Element]) -> None:
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr="append" | "extend" as method),
                args=[value],
                keywords=[],
            ):
                base = _list(scope.get(name))
                self._ask(value, scope)
                if base is not None:
                    one = [self.lowering.selection(value, scope)]
                    items = one if method == "append" else self._items(value, scope)
                    scope[name] = self._grown(name, base, items, value)
            case _:
                self._ask(node, scope)

    def _items(self, node: ast.expr, scope: dict[str, Element]) -> Sequence[Selection]:
        """What a list is extended by."""
        selection = self.lowering.selection(node, scope)
        return selection.items if isinstance(selection, Nodes) else [Splat(selection, node)]

    def _grown(
        self, name: str, base: Selection, items: Sequence[Selection], origin: ast.expr
    ) -> Element:
        for turn in self.added:
            turn.setdefault(name, []).extend(items)
        return self._kept(name, extended(base, items, origin))

    def _loop(self, node: _Loop, scope: dict[str, Element]) -> _State:
        place = node.iter if isinstance(node, ast.For) else node.test
        # Of what a turn assigns, nothing is known before it, as another turn may have come first.
        renewed = set(assigned_in([node]))
        renewed |= {name for name in augmented_in([node]) if _list(scope[name]) is None}
        before = {**scope, **dict.fromkeys(renewed)}
        inside = dict(before)
        for name in {*appended_in([node]), *augmented_in([node])}:
            base = _list(before.get(name))
            if base is not None:
                inside[name] = in_a_loop(base, place)
        if isinstance(node, ast.For):
            self._ask(node.iter, scope)
            bound = bind(node.target, self.lowering.element(node.iter, scope))
            given = set(_given_in(node.body, before))
            inside |= {name: part if name in given else None for name, part in bound}
        else:
            self._decide(node.test, inside)
        self.added.append({})
        self.block(node.body, inside)
        after = dict(before)
        for name, items in self.added.pop().items():
            base = _list(before.get(name))
            if base is not None:
                after[name] = self._kept(name, after_a_loop(base, items, place))
        return _joined(after, self.block(node.orelse, dict(after)), place)


def _joined(one: _State, other: _State, origin: ast.expr) -> _State:
    """What is known where two branches meet."""
    if one is None or other is None:
        return one if other is None else other
    return {name: _either(element, other[name], origin) for name, element in one.items()}


def _either(one: Element, other: Element, origin: ast.expr) -> Element:
    if one == other:
        return one
    if not _is_known(one) or not _is_known(other):
        return None
    joined = either((one, other), origin)
    return joined if _is_known(joined) and is_small(joined) else None


def _is_known(element: Element) -> TypeGuard[Selection]:
    return isinstance(element, Path | Nodes | ForEach | NotANode | Either)


def _is_changeable(element: Element) -> bool:
    """Whether other code may change what it holds."""
    return _is_known(element) and any(
        isinstance(item, Nodes | ForEach) and item.container is not Container.TUPLE
        for item in alternatives(element)
    )


def _list(element: Element) -> Selection | None:
    """The list or the tuple that a name stands for, which a statement can make grow."""
    if not _is_known(element):
        return None
    parts = alternatives(element)
    is_list = all(
        isinstance(part, Nodes | ForEach) and part.container.is_sequence for part in parts
    )
    return element if is_list else None


def _given_in(statements: list[ast.stmt], scope: Scope) -> Iterator[str]:
    """The names that these statements select from, of which none can be the key of a dict."""
    for statement in statements:
        for node in walk(statement):
            match node:
                case (
                    ast.Return(value=ast.expr() as value)
                    | ast.Assign(value=value)
                    | ast.AnnAssign(value=ast.expr() as value)
                    | ast.AugAssign(value=value)
                    | ast.Call(func=ast.Attribute(attr="append" | "extend"), args=[value])
                ):
                    yield from in_path(value, scope)
                case ast.For(iter=values) | ast.comprehension(iter=values):
                    yield from (name.id for name in walk(values) if isinstance(name, ast.Name))


def _place(node: ast.AST, text: str) -> ast.Name:
    return ast.copy_location(ast.Name(text, ast.Load()), node)
