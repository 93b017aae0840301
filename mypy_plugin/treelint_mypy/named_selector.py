"""A selector that stands elsewhere than in the call: `def where(m: Model): return m.size`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.nodes import ExpressionStmt, FuncDef, LambdaExpr, MemberExpr, ReturnStmt, StrExpr
from mypy.server.trigger import make_trigger

from treelint_mypy.alternatives import classes_of

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.nodes import Expression

    from treelint_mypy.selectors import Where


def read(where: Where, api: TypeChecker) -> None:
    """Have the types of a named selector's nodes, and the call checked when they change.

    mypy may check the function after the call, and dmypy one without the other. What it knows
    of the fields that a function takes, it does not tell of the calls that are given it.
    """
    if isinstance(where.given, LambdaExpr):
        return
    returned = _returned(where.function)
    if returned is not None and not api.has_type(returned):
        with api.msg.filter_errors():
            api.get_expression_type(returned)
    here = api.tscope.current_target()
    for step in where.expressions():
        if isinstance(step, MemberExpr):
            for info in classes_of(step.expr, api):
                trigger = make_trigger(f"{info.fullname}.{step.name}")
                api.tree.plugin_deps.setdefault(trigger, set()).add(here)


def _returned(function: LambdaExpr | FuncDef) -> Expression | None:
    """What a checked function returns that does nothing else: it has no names but parameters."""
    if not isinstance(function, FuncDef) or function.type is None:
        return None
    match function.body.body:
        case [ReturnStmt(expr=value)] | [ExpressionStmt(expr=StrExpr()), ReturnStmt(expr=value)]:
            return value
    return None
