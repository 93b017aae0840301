"""What is wrong with a selector itself: the questions of the selector model, and of types."""

from __future__ import annotations

import ast
from itertools import islice
from typing import TYPE_CHECKING

from mypy.nodes import CallExpr, MemberExpr, TypeInfo

from treelint.selector.model import (
    Container,
    ForEach,
    Nodes,
    NotANode,
    Selection,
    Selector,
    TestKind,
)
from treelint.selector.questions import (
    duplicates,
    leaf_tests,
    never_nodes,
    no_sequence,
    overlaps,
    paths,
)
from treelint.signature import takes_one_argument
from treelint_mypy import static_fields
from treelint_mypy.alternatives import classes_of
from treelint_mypy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.checker import TypeChecker

    from treelint_mypy.selectors import Where


_COLLECTED = {
    Container.GENERATOR: "a generator",
    Container.MAP: "`map`",
    Container.FILTER: "`filter`",
    Container.VIEW: "a view of a dict",
    Container.SET: "a set",
    Container.DICT: "a dict",
}
_TESTED = {
    TestKind.TYPE: "the type of a leaf",
    TestKind.INSTANCE: "the type of a leaf",
    TestKind.PREDICATE: "the type of a leaf",
    TestKind.NUMBER: "the value of a leaf",
    TestKind.ARRAY_ATTRIBUTE: "the array at a leaf",
    TestKind.TRUTH: "the truth of a leaf",
}


def problems(where: Where, api: TypeChecker) -> Iterator[Problem]:
    """Every mistake in a selector that is one whatever the tree holds."""
    if not takes_one_argument(where.written.args):
        yield Problem(
            "`where` is called with the tree alone, which does not fit its parameters; give it "
            "one parameter, and let it see other values from outside",
            where.given,
        )
    if where.selector is None:
        return
    body = where.selector.body
    yield from _leaf_dependent(where, where.selector)
    yield from _not_nodes(where, body, api)
    yield from _meeting(where, body)
    yield from _static(where, body, api)


def _leaf_dependent(where: Where, selector: Selector) -> Iterator[Problem]:
    for test in islice(leaf_tests(selector), 1):
        yield Problem(
            f"`{ast.unparse(test.origin)}` looks at {_TESTED[test.kind]}, but `where` may "
            "depend on the structure of its tree only; look at the outer tree instead, with "
            "`zip`",
            where.node(test.origin),
        )


def _not_nodes(where: Where, body: Selection, api: TypeChecker) -> Iterator[Problem]:
    collected = no_sequence(body)
    if collected is not None and _is_sure(where, collected, api):
        cure = "a tuple" if collected.container is Container.DICT else "`tuple(...)`"
        yield Problem(
            f"`where` returns {_COLLECTED[collected.container]}, which is no sequence of nodes; "
            f"return {cure} instead",
            where.node(collected.origin),
        )
    for item in never_nodes(body):
        yield Problem(_never(item), where.node(item.origin))


def _is_sure(where: Where, collected: Nodes | ForEach, api: TypeChecker) -> bool:
    """Whether `.values()` is that of a dict; another class may return a tuple."""
    call = where.node(collected.origin)
    if collected.container is not Container.VIEW:
        return True
    if not isinstance(call, CallExpr) or not isinstance(call.callee, MemberExpr):
        return False
    classes = classes_of(call.callee.expr, api)
    return bool(classes) and all(info.has_base("builtins.dict") for info in classes)


def _never(item: NotANode | Nodes | ForEach) -> str:
    if isinstance(item, NotANode):
        return (
            f"{item.what} is never a node of the tree; select the node itself, and compute "
            "with it in `replace_fn`"
        )
    return (
        f"`{ast.unparse(item.origin)}` is made anew at each call, so it is never a node of "
        "the tree; write all nodes side by side in one tuple"
    )


def _meeting(where: Where, body: Selection) -> Iterator[Problem]:
    for _, second in duplicates(body):
        yield Problem(
            f"`{ast.unparse(second.origin)}` is named twice; its last replacement silently wins. "
            "Name each node once",
            where.node(second.origin),
        )
    for above, below in overlaps(body):
        yield Problem(
            f"`{ast.unparse(below.origin)}` lies inside `{ast.unparse(above.origin)}`, which is "
            "replaced as well; replace the outer node first, in a call of its own",
            where.node(below.origin),
        )


def _static(where: Where, body: Selection, api: TypeChecker) -> Iterator[Problem]:
    for path in paths(body):
        for step in where.chain(path):
            owner = _static_owner(step, api) if isinstance(step, MemberExpr) else None
            if isinstance(step, MemberExpr) and owner is not None:
                yield Problem(
                    f"`{ast.unparse(path.origin)}` is not part of the tree: `{step.name}` is a "
                    f"static field of `{owner.name}`",
                    step,
                )
                break


def _static_owner(step: MemberExpr, api: TypeChecker) -> TypeInfo | None:
    """The class whose static field the step takes, if it does so whatever the node is."""
    owner = None
    for info in classes_of(step.expr, api):
        owner = static_fields.owner_of(info, step.name)
        if owner is None:
            return None
    return owner
