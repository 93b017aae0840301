"""Where the code around a call of `tree_at` reads the node that the call selects."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.selector.lowering import Lowering
from treelint.selector.model import Computed, Item, Parameter, Path, Slice, Step
from treelint.selector.questions import is_definite
from treelint.walk import children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.resolve import Names, Scope
    from treelint.tree_at_call import TreeAtCall


def selected_outside(call: TreeAtCall, names: Names) -> Path | None:
    """The selected node as the surrounding code would name it: `model.head.weight`.

    None where `where` selects several nodes, or none by a path that means the same outside.
    """
    tree = _named(call.pytree, names)
    if tree is None or call.function is None or call.selector is None:
        return None
    match call.selector.body:
        case Path(root=Parameter.TREE, steps=[_, *_] as steps) if all(map(_is_one_node, steps)):
            # Another parameter may give a key another meaning than it has outside.
            if len(call.function.args.args) > 1 and any(map(_is_computed, steps)):
                return None
            return Path(tree.root, (*tree.steps, *steps), tree.origin)
    return None


def reads(node: Path, inside: ast.expr, names: Names) -> Iterator[ast.expr]:
    """Where an expression reads a node, not counting functions in it that may do so later."""
    pending: list[ast.AST] = [inside]
    while pending:
        inner = pending.pop()
        if isinstance(inner, ast.Lambda):
            continue
        if isinstance(inner, ast.expr) and _named(inner, names) == node:
            if _owner(inner, names) is _owner(node.origin, names):
                yield inner
            continue
        pending.extend(reversed(list(children(inner))))


def _is_one_node(step: Step) -> bool:
    return is_definite(step) and not isinstance(step, Slice)


def _is_computed(step: Step) -> bool:
    return isinstance(step, Item) and isinstance(step.key, Computed)


def _named(node: ast.expr | None, names: Names) -> Path | None:
    """A dotted or indexed name as a path from its variable."""
    if not isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
        return None
    selection = Lowering(names).selection(node, {})
    return selection if isinstance(selection, Path) else None


def _owner(node: ast.expr, names: Names) -> Scope | None:
    """The scope of the variable that a path begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return names.scopes[node].owner(node.id) if isinstance(node, ast.Name) else None
