"""What is wrong with a selector itself: the questions of the selector model, and of types."""

from __future__ import annotations

import ast
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from mypy.nodes import CallExpr, MemberExpr

from treelint.selector import wording
from treelint.selector.model import (
    Container,
    ForEach,
    Nodes,
    NotANode,
    Selection,
    Selector,
)
from treelint.selector.questions import (
    duplicates,
    leaf_tests,
    makes_none_a_leaf,
    never_nodes,
    no_sequence,
    overlaps,
    unclear_nodes,
)
from treelint.signature import takes_one_argument
from treelint_mypy import kinds, wrong_steps
from treelint_mypy.alternatives import classes_of
from treelint_mypy.problems import Problem
from treelint_mypy.syntax import translate_expression

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.checker import TypeChecker
    from mypy.nodes import Expression

    from treelint_mypy.selectors import Where


def problems(where: Where, is_leaf: Expression | None, api: TypeChecker) -> Iterator[Problem]:
    """Every mistake in a selector that is one whatever the tree holds."""
    if not takes_one_argument(where.written.args):
        yield Problem(wording.WRONG_PARAMETERS, where.given)
    if where.selector is None:
        return
    body = where.selector.body
    yield from _leaf_dependent(where, where.selector, is_leaf, api)
    yield from _not_nodes(where, body, api)
    yield from _meeting(where, body)
    yield from wrong_steps.problems(where, body, api)


def _leaf_dependent(
    where: Where, selector: Selector, is_leaf: Expression | None, api: TypeChecker
) -> Iterator[Problem]:
    none_is_leaf = is_leaf is not None and makes_none_a_leaf(translate_expression(is_leaf)[0])
    known = partial(kinds.kind_of, where=where, api=api)
    tests = leaf_tests(selector, none_is_leaf=none_is_leaf, kind_of=known)
    for test in islice(tests, 1):
        yield Problem(wording.leaf_dependent(test, ast.unparse), where.node(test.origin))


def _not_nodes(where: Where, body: Selection, api: TypeChecker) -> Iterator[Problem]:
    collected = no_sequence(body)
    if collected is not None and _is_sure(where, collected, api):
        message = wording.not_a_sequence(collected.container)
        yield Problem(message, where.node(collected.origin))
    for item in never_nodes(body):
        yield Problem(wording.not_a_node(item, ast.unparse), where.node(item.origin))
    for unclear in unclear_nodes(body):
        if kinds.computes_array(where.behind.get(unclear.origin), api):
            computed = NotANode("a computed value", unclear.origin)
            yield Problem(wording.not_a_node(computed, ast.unparse), where.node(unclear.origin))


def _is_sure(where: Where, collected: Nodes | ForEach, api: TypeChecker) -> bool:
    """Whether `.values()` is that of a dict; another class may return a tuple."""
    call = where.node(collected.origin)
    if collected.container is not Container.VIEW:
        return True
    if not isinstance(call, CallExpr) or not isinstance(call.callee, MemberExpr):
        return False
    classes = classes_of(call.callee.expr, api)
    return bool(classes) and all(info.has_base("builtins.dict") for info in classes)


def _meeting(where: Where, body: Selection) -> Iterator[Problem]:
    for _, second in duplicates(body):
        yield Problem(wording.named_twice(second, ast.unparse), where.node(second.origin))
    for above, below in overlaps(body):
        message = wording.overlapping(above, below, ast.unparse)
        yield Problem(message, where.node(below.origin))
