"""Lists, sets and dicts that are changed in place: what is known of them afterwards."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.project.mutators import MUTATORS
from treelint.project.types import (
    UNKNOWN,
    Listing,
    ListingKind,
    Mapping,
    Type,
    alternatives,
    constants_forgotten,
    join,
    settled,
)
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.project.inference import Inference
    from treelint.resolve import Scope

# Those that put their last argument there, and those that only take something out, or order it.
_PUTTING_LAST = frozenset({"add", "append", "insert"})
_TAKING = frozenset(
    {
        *("clear", "difference_update", "discard", "intersection_update", "pop", "popitem"),
        *("remove", "reverse", "sort"),
    }
)
# What makes containers where it stands. The types of others come from annotations, which hold
# whatever is put there.
_MAKING = (
    *(ast.BinOp, ast.Dict, ast.DictComp, ast.IfExp, ast.List, ast.ListComp, ast.Set, ast.SetComp),
)

# The values that are put into what a variable holds; None where not all of them are written out.
_Put: TypeAlias = "tuple[ast.expr, ...] | None"


def unless_changed(
    inference: Inference, type_: Type, value: ast.expr, owner: Scope, name: str
) -> Type:
    """A list that is changed in place holds more than its display says, or something else."""
    if not isinstance(value, _MAKING):
        return type_
    changes = _changes(inference, owner)
    if name not in changes:
        return type_
    after = [_after(inference, item, changes[name], (owner, name)) for item in alternatives(type_)]
    return join(after)


def _after(inference: Inference, type_: Type, put: _Put, key: tuple[Scope, str]) -> Type:
    """What a container is when it has been changed."""
    match type_:
        case Listing(kind=kind, element=element) if kind is not ListingKind.TUPLE:
            if put is None or key in inference.taken:
                return Listing(kind, UNKNOWN)
            before = constants_forgotten(element)
            after = _joined(inference, key, Listing(kind, before), put)
            return Listing(kind, after if settled(after) == settled(before) else UNKNOWN)
        case Mapping():
            return Mapping(UNKNOWN, UNKNOWN)
    return type_


def _joined(
    inference: Inference, key: tuple[Scope, str], before: Listing, put: tuple[ast.expr, ...]
) -> Type:
    """What is in a list if what is put there is made from what was: `xs[0] = f(xs[0])`."""
    cuts = inference.cuts
    after = inference.supposing(
        key, before, lambda: join((before.element, *map(inference.of, put)))
    )
    # The question led back to itself, but it is answered in full.
    inference.cuts = cuts
    return constants_forgotten(after)


def _changes(inference: Inference, owner: Scope) -> dict[str, _Put]:
    """The variables whose lists, sets and dicts are changed in place, and what is put there."""
    if owner not in inference.mutated:
        found: dict[str, _Put] = {}
        for node in walk(owner.node):
            changed = _changed(inference, node)
            if changed is not None:
                name, put = changed
                before = found.get(name, ())
                found[name] = None if put is None or before is None else (*before, *put)
        inference.mutated[owner] = found
    return inference.mutated[owner]


def _changed(inference: Inference, node: ast.AST) -> tuple[str, _Put] | None:
    match node:
        case ast.Attribute(value=ast.Name(id=name), attr=attr) if attr in MUTATORS:
            return name, _put_by(attr, node, inference.parents.get(node))
        case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store(), slice=index):
            match inference.parents.get(node):
                case ast.Assign(value=put, targets=targets) if node in targets:
                    return name, None if isinstance(index, ast.Slice) else (put,)
            return name, None
        case ast.Subscript(value=ast.Name(id=name), ctx=ast.Del()):
            return name, ()
        case ast.AugAssign(target=ast.Name(id=name)):
            return name, None
    return None


def _put_by(method: str, function: ast.Attribute, call: ast.AST | None) -> _Put:
    """What a method puts there, if it is called where it stands."""
    if not isinstance(call, ast.Call) or call.func is not function:
        return None
    if method in _TAKING:
        return ()
    is_plain = method in _PUTTING_LAST and call.args and not call.keywords
    return (call.args[-1],) if is_plain else None
