"""Calls taken out of an expression into statements before it, with all in Python's order.

What stands left of such a call is evaluated before it. It stays where it is if the call cannot
make a difference to it, and becomes a variable of its own if not.
"""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from treelint.codemods.callers.forms import UnclearError
from treelint.codemods.finding.places import type_of
from treelint.codemods.holders.freshness import is_fresh, is_unchangeable
from treelint.project.types import Function, Imported, Listing, Mapping, Scalar
from treelint.records import dataclass, field
from treelint.sites.evaluation import given_away
from treelint.walk import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from treelint.codemods.lines.fresh_names import FreshNames
    from treelint.index import FileIndex

# Whether one of them can stay where it is depends on its parts alone.
_DISPLAYS = (ast.Tuple, ast.List, ast.Dict, ast.keyword)


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A call that becomes a statement: what it is assigned to.

    `before` and `after` are texts, or arguments of the call, that stand before and after what
    takes the place of the call: a new variable, or what `instead` is.
    """

    before: tuple[str | ast.expr, ...] = ()
    after: tuple[str | ast.expr, ...] = ()
    instead: ast.expr | None = None
    has_value: bool = True


@dataclass
class Hoisting:
    """Takes calls, and indices that must not be evaluated twice, out of one statement.

    `changing` are the trees that the calls assign. `lines` are the statements to put before.
    """

    file: FileIndex
    names: FreshNames
    calls: dict[ast.Call, TakenOut]
    kept: frozenset[ast.expr]
    changing: tuple[ast.expr, ...]
    lines: list[str] = field(default_factory=list)
    replaced: dict[ast.AST, str] = field(default_factory=dict)
    suffixes: dict[ast.AST, str] = field(default_factory=dict)
    """What to write after calls that stay where they are."""

    def text(self, node: ast.expr | ast.stmt) -> str:
        """A node as it is written now."""
        if node in self.replaced:
            return self.replaced[node]
        start = self.file.source.offset(node.lineno, node.col_offset)
        text = self.file.text(node)
        for first, last, new in sorted(self._pieces(node), reverse=True):
            text = text[: first - start] + new + text[last - start :]
        return text + (self.suffixes.get(node, "") if isinstance(node, ast.Call) else "")

    def _pieces(self, node: ast.AST) -> Iterator[tuple[int, int, str]]:
        """The pieces of text inside a node that are written otherwise now, and how."""
        for part in children(node):
            if part not in self.replaced and part not in self.suffixes:
                yield from self._pieces(part)
            elif isinstance(part, ast.expr):
                first = self.file.source.offset(part.lineno, part.col_offset)
                yield first, first + len(self.file.text(part)), self.text(part)

    def settle(self, node: ast.AST, *, is_followed: bool = False) -> None:
        """Evaluate what must be evaluated before; `is_followed` if a call comes afterwards."""
        if not self._is_inside(node):
            if is_followed:
                self._keep(node.value if isinstance(node, ast.keyword) else node)
            return
        self.settle_parts(node, is_followed=is_followed and isinstance(node, _DISPLAYS))
        if isinstance(node, ast.Call) and node in self.calls:
            taken = self.calls[node]
            if is_followed and not isinstance(taken.instead, ast.Name | None):
                raise UnclearError("a part of a tree is used before a call changes it")
            self._take_out(node, taken)
        elif node in self.kept and isinstance(node, ast.expr):
            self._name(node, "index")
        elif is_followed:
            self._keep(node.value if isinstance(node, ast.keyword) else node)

    def settle_parts(self, node: ast.AST, *, is_followed: bool = False) -> None:
        """Evaluate what must be evaluated before a node itself is."""
        parts = _in_order(node)
        inside = [self._is_inside(part) for part in parts]
        missed = [part for part in children(node) if self._is_inside(part) and part not in parts]
        if missed:
            msg = f"`{self._shown(missed[0])}` is called where it may not be reached"
            raise UnclearError(msg)
        for index, part in enumerate(parts):
            self.settle(part, is_followed=is_followed or any(inside[index + 1 :]))

    def _shown(self, node: ast.AST) -> str:
        found = next(part for part in walk(node) if part in self.calls or part in self.kept)
        call = found.func if isinstance(found, ast.Call) else found
        return ast.unparse(call)

    def _is_inside(self, node: ast.AST) -> bool:
        return any(part in self.calls or part in self.kept for part in walk(node))

    def _take_out(self, call: ast.Call, taken: TakenOut) -> None:
        text = self._lines(self.text(call), call)
        targets = [*map(self.written, taken.before)]
        if taken.instead is not None:
            self.replaced[call] = self.written(taken.instead)
        elif taken.has_value:
            self.replaced[call] = self.names.like("value")
            targets.append(self.replaced[call])
        targets += map(self.written, taken.after)
        self.lines.append(f"{', '.join(targets)} = {text}")

    def written(self, target: str | ast.expr) -> str:
        """A target of an assignment, with indices that were evaluated before."""
        return target if isinstance(target, str) else self.text(target)

    def _keep(self, node: ast.AST) -> None:
        """Name what is evaluated before a call, unless the call makes no difference to it."""
        if isinstance(node, ast.expr_context | ast.operator) or self.is_steady(node):
            return
        if not isinstance(node, ast.expr) or isinstance(node, ast.Starred | ast.FormattedValue):
            raise UnclearError("what stands before a call may change by it")
        if self._is_method(node) or self._leads_to_kept(node):
            return
        is_value = is_unchangeable(type_of(self.file, node)) or is_fresh(self.file, node)
        if not is_value and self._may_change(node):
            msg = f"`{ast.unparse(node)}` is read before a call changes it"
            raise UnclearError(msg)
        self._name(node, node.attr if isinstance(node, ast.Attribute) else "value")

    def _leads_to_kept(self, node: ast.expr) -> bool:
        """Whether it is the beginning of a path to what a call changes, with an index after it.

        The index changes nothing on the way.
        """
        while isinstance(outer := self.file.parents[node], ast.Attribute | ast.Subscript):
            if outer.value is not node:
                return False
            if isinstance(outer, ast.Subscript) and outer.slice in self.kept:
                return True
            node = outer
        return False

    def _name(self, node: ast.expr, wanted: str) -> None:
        name = self.names.like(wanted)
        self.lines.append(f"{name} = {self._lines(self.text(node), node)}")
        self.replaced[node] = name

    def _lines(self, text: str, node: ast.expr) -> str:
        """A text of several lines in parentheses, which it may have lost."""
        is_open = "\n" in text or isinstance(node, ast.NamedExpr)
        return f"({text})" if is_open else text

    @cached_property
    def _walruses(self) -> frozenset[str]:
        """The variables that are assigned in passing in the same statement."""
        nodes = [*self.calls, *self.kept]
        statement = self.file.statement(nodes[0])
        return frozenset(
            node.target.id for node in walk(statement) if isinstance(node, ast.NamedExpr)
        )

    def _may_change(self, node: ast.expr) -> bool:
        """Whether something of a tree that is assigned is read."""
        for part in walk(node):
            if isinstance(part, ast.Name) and any(
                _may_overlap(self._chain(part), target) for target in self.changing
            ):
                return True
        return False

    def _chain(self, name: ast.expr) -> ast.expr:
        while True:
            outer = self.file.parents[name]
            if not isinstance(outer, ast.Attribute | ast.Subscript) or outer.value is not name:
                return name
            name = outer

    def is_steady(self, node: ast.AST) -> bool:
        """Whether it makes no difference when an expression is evaluated."""
        if node in self.replaced:
            return True
        match node:
            case ast.Constant() | ast.Slice(lower=None, upper=None, step=None):
                return True
            case ast.Lambda(args=ast.arguments(defaults=[], kw_defaults=[])):
                return True
            case ast.Name(id=name):
                return name not in self._walruses and name not in self.file.once(given_away)
            case ast.Dict(keys=keys, values=values):
                return None not in keys and all(map(self.is_steady, [*_present(keys), *values]))
            case ast.Tuple() | ast.List():
                return all(map(self.is_steady, children(node)))
            case ast.keyword(value=value):
                return self.is_steady(value)
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult(), right=right):
                return self._are_numbers(left, right)
            case ast.Compare(left=left, comparators=others):
                return self._are_numbers(left, *others)
            case ast.UnaryOp(operand=operand):
                return self._are_numbers(operand)
        return False

    def _are_numbers(self, *nodes: ast.expr) -> bool:
        return all(
            self.is_steady(node) and isinstance(type_of(self.file, node), Scalar) for node in nodes
        )

    def _is_method(self, node: ast.expr) -> bool:
        """Whether it is a method to be called, which is the same whenever it is looked up."""
        parent = self.file.parents[node]
        if not isinstance(node, ast.Attribute) or not isinstance(parent, ast.Call):
            return False
        if parent.func is not node:
            return False
        if self.file.names.qualified_name(node) is not None:
            return True
        receiver = type_of(self.file, node.value)
        found = self.file.types.of(node)
        is_known = isinstance(receiver, Listing | Mapping | Imported | Scalar)
        if not is_known and not isinstance(found, Function):
            return False
        before = len(self.lines)
        self._keep(node.value)
        if len(self.lines) > before and not is_known:
            raise UnclearError("a method is called of what may change")
        return True


def _present(nodes: Sequence[ast.expr | None]) -> list[ast.expr]:
    return [node for node in nodes if node is not None]


def _may_overlap(one: ast.expr, other: ast.expr) -> bool:
    """Whether one chain may lead into what another leads to: they differ in no attribute."""
    for mine, others in zip(_steps(one), _steps(other), strict=False):
        if mine != others and "[" not in (mine, others):
            return False
    return True


def _steps(chain: ast.expr) -> list[str]:
    steps: list[str] = []
    while isinstance(chain, ast.Attribute | ast.Subscript):
        steps.append(chain.attr if isinstance(chain, ast.Attribute) else "[")
        chain = chain.value
    steps.append(chain.id if isinstance(chain, ast.Name) else "[")
    return steps[::-1]


def _in_order(node: ast.AST) -> list[ast.AST]:
    """The parts of a node that are certainly evaluated, in the order in which they are."""
    match node:
        case ast.Call(func=func, args=args, keywords=keywords):
            late = any(
                isinstance(item, ast.Starred)
                and any(_place(keyword.value) < _place(item) for keyword in keywords)
                for item in args
            )
            return [] if late else [func, *args, *keywords]
        case ast.BoolOp(values=values):
            return [values[0]]
        case ast.NamedExpr(value=value):
            return [value]
        case ast.IfExp(test=test):
            return [test]
        case ast.Compare(left=left, comparators=others):
            return [left, others[0]]
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            return [part for pair in pairs for part in pair if part is not None]
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return [node.generators[0].iter]
        case ast.Lambda() | ast.JoinedStr() | ast.Await() | ast.Yield() | ast.YieldFrom():
            return []
    return children(node)


def _place(node: ast.expr) -> tuple[int, int]:
    return node.lineno, node.col_offset
