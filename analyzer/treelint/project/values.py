"""The one expression that a variable's value comes from, where there is but one."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.project.flow import DefinitionKind
from treelint.project.variables import parameter_names, reaching
from treelint.resolve import ScopeKind

if TYPE_CHECKING:
    from treelint.project.inference import Inference

# What gives a variable no value: a declaration, or nothing yet.
_NO_VALUE = {DefinitionKind.DECLARED, DefinitionKind.DELETED}
# `a = b`, `b = c`, and so on: real chains are not longer.
_MAX_HOPS = 10


def sole_value(inference: Inference, node: ast.expr) -> ast.expr:
    """The expression behind a variable where it is read; any other expression is its own."""
    for _ in range(_MAX_HOPS):
        value = _behind(inference, node) if isinstance(node, ast.Name) else None
        if value is None:
            return node
        node = value
    return node


def _behind(inference: Inference, name: ast.Name) -> ast.expr | None:
    scope = inference.module.names.scopes.get(name)
    owner = None if scope is None else scope.owner(name.id)
    if owner is None or owner.kind is ScopeKind.COMPREHENSION:
        return None
    found = reaching(inference, name, owner)
    if found is None:
        return None
    ignored = _NO_VALUE
    if name.id not in parameter_names(owner.node):
        ignored = _NO_VALUE | {DefinitionKind.START}
    values = [item for item in found if item.kind not in ignored]
    match values:
        case [definition] if definition.kind is DefinitionKind.VALUE and not definition.unpack:
            return definition.value
    return None
