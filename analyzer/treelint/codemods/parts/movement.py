"""Whether a part of a tree stays where it is, from where a variable gets it to where it is read.

Writing `model.layers[1]` for the variable means the same only if that is the same part all the
while: nothing else comes to stand there, the tree under `model` stays the same one, and so does
what the indices are.
"""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from treelint.codemods.finding.places import type_of
from treelint.codemods.flow.reach import function_around, position, span_between
from treelint.project.mutators import MUTATORS
from treelint.project.types import Instance, without_none
from treelint.records import dataclass
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.codemods.finding.places import Chain
    from treelint.codemods.flow.reach import Position
    from treelint.index import FileIndex

Step: TypeAlias = ast.Attribute | ast.Subscript
_SETTERS = frozenset(f"builtins.{name}" for name in ("setattr", "delattr", "object.__setattr__"))
_PLAIN = (ast.Name, ast.Constant, ast.UnaryOp, ast.BinOp)


@dataclass
class Region:
    """What may be run between two places of one function, with the functions called there."""

    file: FileIndex
    start: ast.stmt
    uses: tuple[ast.Name, ...]

    def holds(self, node: ast.expr | ast.stmt) -> bool:
        """Whether a place may be passed in between, or else in a function that is called."""
        function = function_around(self.file, node)
        if function is not self._function:
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                return function.name in self._called
            return True
        if self.start in self.file.ancestors(node):
            return isinstance(self.start, ast.For)
        return self._span[0] <= position(node) < self._span[1]

    @cached_property
    def _function(self) -> ast.AST:
        return function_around(self.file, self.start)

    @cached_property
    def _span(self) -> tuple[Position, Position]:
        return span_between(self.file, self.start, self.uses)

    @cached_property
    def _called(self) -> set[str]:
        """The functions that are named in between, and those that they name themselves."""
        named = self.file.once(_named_by_function)
        first, last = self._span
        nodes = named.get(self._function, [])
        names = {_name(node) for node in nodes if first <= position(node) < last}
        size = -1
        while size < len(names):
            size = len(names)
            for function, inner in named.items():
                if getattr(function, "name", None) in names:
                    names |= {_name(node) for node in inner}
        return names


def _named_by_function(file: FileIndex) -> dict[ast.AST, list[ast.Name | ast.Attribute]]:
    defined = {node.name for node in file.nodes(ast.FunctionDef)}
    defined |= {node.name for node in file.nodes(ast.AsyncFunctionDef)}
    # To make an object is to call its constructor, which has no object to change yet.
    nodes: list[ast.Name | ast.Attribute] = [*file.nodes(ast.Name), *file.nodes(ast.Attribute)]
    named: dict[ast.AST, list[ast.Name | ast.Attribute]] = {}
    for node in nodes:
        if _name(node) in defined:
            named.setdefault(function_around(file, node), []).append(node)
    return named


def _name(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr


def steps_of(node: ast.expr) -> list[Step]:
    """The steps of a chain from its first name, the first one first."""
    steps: list[Step] = []
    while isinstance(node, ast.Attribute | ast.Subscript):
        steps.append(node)
        node = node.value
    return steps[::-1]


def first_of(node: ast.expr) -> ast.Name | None:
    """The variable that a chain begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node if isinstance(node, ast.Name) else None


def is_steady_index(region: Region, index: ast.expr) -> bool:
    """Whether an index is the same wherever it is evaluated in between."""
    if not all(isinstance(node, _PLAIN) for node in walk(index)):
        return False
    names = [node for node in walk(index) if isinstance(node, ast.Name)]
    return not any(_is_given_another(region, name) for name in names)


def why_moved(region: Region, root: Chain, part: ast.expr) -> str | None:
    """Why another part may come to stand where this one was; `part` is its chain."""
    file = region.file
    first = first_of(root)
    if first is None or _is_given_another(region, first):
        return f"`{ast.unparse(root)}` becomes another tree"
    on_the_way = steps_of(part)
    rooted = len(steps_of(root))
    for target in file.once(_changed):
        if not region.holds(target.at):
            continue
        start = first_of(target.node)
        if start is not None and _is_same_variable(file, start, first):
            is_moved = _may_begin_with(file, on_the_way, target)
        else:
            is_moved = _may_be_same(file, target, on_the_way[:rooted], on_the_way[rooted:])
        if is_moved:
            return f"`{ast.unparse(target.node)}` changes"
    return None


@dataclass(frozen=True, slots=True)
class _Target:
    """What is assigned or deleted; or a container that may get other items, and lose some."""

    node: ast.expr
    is_container: bool
    at: ast.expr


def _changed(file: FileIndex) -> list[_Target]:
    """All that is changed in the file but variables, and what is given to other functions."""
    return list(_find_changed(file))


def _find_changed(file: FileIndex) -> Iterator[_Target]:
    for node in file.nodes(ast.Attribute):
        if type(node.ctx) is not ast.Load:
            yield _Target(node, is_container=False, at=node)
    for item in file.nodes(ast.Subscript):
        if type(item.ctx) is not ast.Load:
            is_more = isinstance(item.slice, ast.Slice) or type(item.ctx) is ast.Del
            yield _Target(item.value if is_more else item, is_more, item)
    for call in file.nodes(ast.Call):
        yield from _changed_by(file, call)


def _changed_by(file: FileIndex, call: ast.Call) -> Iterator[_Target]:
    name = file.names.qualified_name(call.func)
    match call:
        case ast.Call(func=ast.Attribute(value=container, attr=method)) if method in MUTATORS:
            yield _Target(container, is_container=True, at=call)
        case ast.Call(args=[tree, ast.Constant(value=str(field)), *_]) if name in _SETTERS:
            yield _Target(ast.Attribute(tree, field, ast.Store()), is_container=False, at=call)
        case ast.Call(args=[tree, *_]) if name in _SETTERS:
            yield _Target(tree, is_container=True, at=call)
    if any(isinstance(argument, ast.Attribute) for argument in call.args):
        # Loaded here: few files get as far as this.
        from treelint.project.types import Function

        if isinstance(file.types.of(call.func), Function):
            # A list that is given to a function of the file may change there.
            for argument in call.args:
                if isinstance(argument, ast.Attribute):
                    yield _Target(argument, is_container=True, at=call)


def may_be_one_place(file: FileIndex, one: ast.expr, other: ast.expr) -> bool:
    """Whether two chains may lead to one thing, as far as they are under one variable."""
    first, second = first_of(one), first_of(other)
    if first is None or second is None or not _is_same_variable(file, first, second):
        return False
    path = steps_of(one)
    target = _Target(other, is_container=False, at=other)
    return len(path) == len(steps_of(other)) and _may_begin_with(file, path, target)


def _may_begin_with(file: FileIndex, path: list[Step], target: _Target) -> bool:
    """Whether something on the way to a part may be what is changed, or hold it as an item."""
    changed = steps_of(target.node)
    if any(_is_property(file, step) for step in changed):
        return True
    if len(changed) > len(path) - target.is_container:
        return False
    return all(_may_be_equal(one, other) for one, other in zip(path, changed, strict=False))


def _is_property(file: FileIndex, step: Step) -> bool:
    """Whether a step calls something, which may lead anywhere in the tree."""
    if not isinstance(step, ast.Attribute):
        return False
    owner = without_none(type_of(file, step.value))
    return isinstance(owner, Instance) and owner.cls.member(step.attr) is not None


def _may_be_equal(one: Step, other: Step) -> bool:
    match one, other:
        case ast.Attribute(attr=first), ast.Attribute(attr=second):
            return first == second
        case ast.Subscript(slice=ast.Constant(value=first)), ast.Subscript(
            slice=ast.Constant(value=second)
        ):
            return bool(first == second)  # a negative number is no constant
        case ast.Subscript(), ast.Subscript():
            return True
    return False


def _may_be_same(
    file: FileIndex, target: _Target, root: list[Step], on_the_way: list[Step]
) -> bool:
    """Whether what is changed under another variable may be on the way: by its field's name."""
    names = {step.attr for step in on_the_way[:-1] if isinstance(step, ast.Attribute)}
    changed = steps_of(target.node)
    last = next((step.attr for step in reversed(changed) if isinstance(step, ast.Attribute)), None)
    roots = {step.attr for step in root if isinstance(step, ast.Attribute)}
    if last is not None:
        return last in names or (not target.is_container and last in roots)
    # Items of a variable: a list that is known by another name, or one of its own.
    first = first_of(target.node)
    if first is None:
        return not isinstance(target.node, ast.Constant)
    held = file.names.value(first)
    return isinstance(held, ast.Attribute) and held.attr in names


def _is_same_variable(file: FileIndex, one: ast.Name, other: ast.Name) -> bool:
    scopes = file.names.scopes
    return one.id == other.id and scopes[one].owner(one.id) is scopes[other].owner(other.id)


def _is_given_another(region: Region, name: ast.Name) -> bool:
    """Whether a variable gets another value in between."""
    return any(
        not isinstance(use.ctx, ast.Load) and region.holds(use) for use in region.file.uses(name)
    )
