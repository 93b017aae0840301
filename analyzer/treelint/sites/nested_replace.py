"""Calls of `dataclasses.replace` for a field, the value of which is such a call for that field."""

from __future__ import annotations

import ast
from itertools import islice
from typing import TYPE_CHECKING

from treelint.project.attributes import field_type
from treelint.project.classes import TreeKind
from treelint.project.types import NONE, UNKNOWN, Instance, alternatives
from treelint.records import dataclass
from treelint.sites.blocks import preceding
from treelint.sites.evaluation import may_swap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo, Field

# Methods that some kinds of trees have for it.
_METHODS = {
    "replace": frozenset({TreeKind.FLAX, TreeKind.UNFROZEN_FLAX, TreeKind.CHEX}),
    "_replace": frozenset({TreeKind.NAMED_TUPLE}),
}
# What runs when a class is made anew, and not when a node is replaced.
_CONSTRUCTION = ("__init__", "__post_init__", "__check_init__", "__new__")


@dataclass(frozen=True, slots=True)
class Replacement:
    """One node and its new value; the path is made of the names of fields."""

    path: tuple[str, ...]
    value: ast.expr
    field: Field

    @property
    def may_be_none(self) -> bool:
        """Whether the node may be None, which `tree_at` finds by `is_leaf` only."""
        members = alternatives(field_type(self.field))
        return any(member in {NONE, UNKNOWN} for member in members)


@dataclass(frozen=True, slots=True)
class NestedReplace:
    """A call that replaces nodes by replacing each tree on the way to them.

    `steps` are statements that only give a variable to one of the calls. `reason` says why the
    nodes cannot be replaced by themselves.
    """

    call: ast.Call
    tree: ast.expr
    cls: ClassInfo
    replacements: tuple[Replacement, ...]
    steps: tuple[ast.stmt, ...] = ()
    reason: str | None = None


def nested_replaces(file: FileIndex) -> Iterator[NestedReplace]:
    """Those of a file, none of them a part of another one."""
    found: list[NestedReplace] = []
    inner: set[ast.Call] = set()
    for call in file.nodes(ast.Call):
        tree = _replaced(file, call)
        cls = None if tree is None else _class(file, tree)
        if tree is None or cls is None or not _is_dotted(tree):
            continue
        reading = _Reading(file, call)
        replacements = tuple(reading.of(call, tree, ()))
        if any(len(item.path) > 1 for item in replacements):
            inner |= reading.calls
            steps = tuple(reading.steps)
            found.append(NestedReplace(call, tree, cls, replacements, steps, reading.reason))
    yield from (item for item in found if item.call not in inner)


def _replaced(file: FileIndex, call: ast.Call) -> ast.expr | None:
    """The tree of which a call makes another one, with the fields that it names."""
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    match call:
        case ast.Call(args=[tree]) if _is_replace(file, call.func):
            cls = _class(file, tree)
            return None if cls is not None and cls.kind is TreeKind.NAMED_TUPLE else tree
        case ast.Call(func=ast.Attribute(value=tree, attr=name), args=[]) if name in _METHODS:
            cls = _class(file, tree)
            return tree if cls is not None and cls.kind in _METHODS[name] else None
    return None


def _is_replace(file: FileIndex, function: ast.expr) -> bool:
    return file.names.qualified_name(function) == "dataclasses.replace"


def _class(file: FileIndex, tree: ast.expr) -> ClassInfo | None:
    type_ = file.types.of(tree)
    if isinstance(type_, Instance) and type_.cls.kind.has_fields:
        return type_.cls
    return None


def _is_dotted(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


class _Reading:
    """One outermost call: the calls inside it, the statements before it that are for it alone."""

    def __init__(self, file: FileIndex, outer: ast.Call) -> None:
        self._file = file
        self._outer = outer
        self.calls: set[ast.Call] = set()
        self.steps: list[ast.stmt] = []
        self.reason: str | None = None

    def of(self, call: ast.Call, tree: ast.expr, path: tuple[str, ...]) -> Iterator[Replacement]:
        """The nodes that a call replaces, and those inside them."""
        cls = _class(self._file, tree)
        if cls is None:
            return
        self.reason = self.reason or _obstacle(cls)
        for place, keyword in enumerate(call.keywords):
            name = keyword.arg or ""
            field = cls.fields.get(name)
            if field is None:
                self.reason = self.reason or f"`{name}` is no field of {cls.short_name}"
                return
            self.reason = self.reason or _obstacle_of(field)
            child = ast.Attribute(tree, name, ast.Load())
            inner = self._inner(keyword.value, child)
            if inner is None:
                yield Replacement((*path, name), keyword.value, field)
                continue
            if keyword.value is not inner and not self._may_be_late(call.keywords[:place], inner):
                self.reason = self.reason or "values would be evaluated in another order"
            found = list(self.of(inner, _replaced(self._file, inner) or child, (*path, name)))
            self.calls.add(inner)
            yield from found or [Replacement((*path, name), keyword.value, field)]

    def _inner(self, value: ast.expr, child: ast.expr) -> ast.Call | None:
        """The call that makes a field's new value of its old one."""
        call = value
        step: ast.stmt | None = None
        if isinstance(value, ast.Name):
            step = self._step(value)
            call = step.value if isinstance(step, ast.Assign) else value
        if not isinstance(call, ast.Call) or not call.keywords:
            return None
        tree = _replaced(self._file, call)
        if tree is None or ast.unparse(tree) != ast.unparse(child):
            return None
        if _class(self._file, tree) is None:
            return None
        if step is not None:
            self.steps.insert(0, step)
        return call

    def _may_be_late(self, before: list[ast.keyword], inner: ast.Call) -> bool:
        """Whether a call may be evaluated after values that come before its variable."""
        return all(
            may_swap(self._file, value.value, own.value)
            for value in before
            for own in inner.keywords
        )

    def _step(self, variable: ast.Name) -> ast.stmt | None:
        """The statement just before that gives the variable its value, for this use alone."""
        file = self._file
        statement = file.statement(self._outer)
        if getattr(statement, "value", None) is not self._outer:
            return None
        for number, before in enumerate(islice(preceding(file, statement), 1 + len(self.steps))):
            match before:
                case ast.Assign(targets=[ast.Name(id=name)]) if name == variable.id:
                    uses = file.uses(variable)
                    is_next = number == len(self.steps)
                    return before if is_next and len(uses) == _BOUND_AND_READ else None
        return None


_BOUND_AND_READ = 2


def _obstacle(cls: ClassInfo) -> str | None:
    """Why making an object of a class anew may do something else than replacing its nodes."""
    if cls.kind is TreeKind.NAMED_TUPLE:
        return None  # `_replace` calls nothing that is written out
    for name in _CONSTRUCTION:
        if cls.member(name) is not None:
            return f"`{cls.short_name}.{name}` would not be called"
    return None


def _obstacle_of(field: Field) -> str | None:
    if field.is_static is not False:
        return f"`{field.name}` is, or may be, a static field, and no node of the tree"
    if field.is_converted:
        return f"the converter of `{field.name}` would not be called"
    if not field.is_init:
        return f"`{field.name}` is no parameter of the constructor"
    if field.name.startswith("__"):
        return f"`{field.name}` means something else in a class"
    return None
