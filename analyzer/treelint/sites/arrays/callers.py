"""Whether whoever gave a function an array gets the updated one in its place."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.records import dataclass, field
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.resolve import Scope
    from treelint.sites.liveness import Flow


@dataclass
class Callers:
    """What is known of the functions of a file; each is looked through once."""

    _generators: dict[ast.AST, bool] = field(default_factory=dict, repr=False)
    _otherwise: dict[tuple[Scope, str], frozenset[ast.Return]] = field(
        default_factory=dict, repr=False
    )

    def is_generator(self, function: ast.AST) -> bool:
        """Whether a function hands values out before it is done."""
        if function not in self._generators:
            self._generators[function] = any(
                isinstance(node, ast.Yield | ast.YieldFrom) for node in walk(function)
            )
        return self._generators[function]

    def is_returned(self, statement: ast.stmt, name: str, owner: Scope, flow: Flow) -> bool:
        """Whether a function, however it ends after a statement, returns a variable."""
        key = (owner, name)
        if key not in self._otherwise:
            self._otherwise[key] = frozenset(
                node for node in flow.returns if not _returns(node.value, name)
            )
        return not flow.may_end(statement, self._otherwise[key])


def _returns(value: ast.expr | None, name: str) -> bool:
    """Whether a variable is what is returned, or one of several things that are."""
    match value:
        case ast.Name(id=id_):
            return id_ == name
        case ast.Tuple(elts=values) | ast.List(elts=values) | ast.Dict(values=values):
            return any(_returns(item, name) for item in values)
        case ast.IfExp(body=body, orelse=orelse):
            return _returns(body, name) and _returns(orelse, name)
    return False


def has_default(function: ast.AST, name: str) -> bool:
    """Whether a parameter has a default, other than a constant."""
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args][::-1]
    pairs = (
        *zip(positional, arguments.defaults[::-1], strict=False),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    )
    defaults = (default for parameter, default in pairs if parameter.arg == name)
    return any(item is not None and not isinstance(item, ast.Constant) for item in defaults)
