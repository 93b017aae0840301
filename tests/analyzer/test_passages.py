"""Where ways through random functions lead, told run by run, and found step by step."""

from __future__ import annotations

import ast
import textwrap
from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st

from treelint.resolve import resolve
from treelint.sites.liveness import Flow
from treelint.sites.steps import Step, Steps

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAIN = ["a = 1", "b = 2", "f()", "a, b = f()", "return a", "raise E", "del a", "a[0] = b"]
IN_LOOPS = [*PLAIN, "break", "continue"]
BODIES = [
    *("if x:\n{}\nelse:\n{}", "if x:\n{}", "while x:\n{}", "for a in x:\n{}\nelse:\n{}"),
    *("try:\n{}\nexcept E:\n{}\nfinally:\n{}", "try:\n{}\nfinally:\n{}", "with x:\n{}"),
    *("try:\n{}\nexcept E:\n{}\nelse:\n{}", "match x:\n case 1:\n{}\n case a:\n{}"),
]


@st.composite
def blocks(draw: st.DrawFn, depth: int = 2, *, in_loop: bool = False) -> str:
    lines = []
    for _ in range(draw(st.integers(1, 4))):
        body = draw(st.sampled_from(["", *BODIES])) if depth else ""
        inside = in_loop or body.startswith(("while", "for"))
        parts = [
            textwrap.indent(draw(blocks(depth - 1, in_loop=inside)), "  ")
            for _ in range(body.count("{}"))
        ]
        lines.append(body.format(*parts) or draw(st.sampled_from(IN_LOOPS if in_loop else PLAIN)))
    return "\n".join(lines)


class Function:
    def __init__(self, body: str) -> None:
        tree = ast.parse("def f(x):\n" + textwrap.indent(body, "  "))
        function = tree.body[0]
        assert isinstance(function, ast.FunctionDef)
        names, _ = resolve(tree, None, {})
        scope = next(scope for scope in names.scopes.values() if scope.node is function)
        self.flow = Flow(function, scope, names)
        self.steps = Steps(function, scope, names)

    @property
    def statements(self) -> list[ast.stmt]:
        return list(self.steps.of)

    def leading(self, end: ast.stmt, name: str | None) -> set[ast.stmt]:
        """The statements from which a way leads to one, found from its end backwards."""
        last = self.steps.of[end]
        pending = [*last.before, *last.failing]
        seen: set[Step] = set()
        while pending:
            step = pending.pop()
            if step not in seen:
                seen.add(step)
                if name not in step.binds:
                    pending += (*step.before, *step.failing)
        return {node for node, step in self.steps.of.items() if step in seen}

    def ends(self, statement: ast.stmt) -> Iterator[ast.stmt | None]:
        """The returns that may come after a statement, or None for the end of the body."""
        pending = list(self.steps.of[statement].after)
        seen: set[Step] = set()
        while pending:
            step = pending.pop()
            if step not in seen:
                seen.add(step)
                pending += (*step.on_error, *(() if step.returns else step.after))
        for node, step in self.steps.of.items():
            if isinstance(node, ast.Return) and step in seen:
                yield node
        if self.steps.end in seen:
            yield None


@given(blocks(), st.data())
def test_ways_lead_where_they_do(body: str, data: st.DataObject) -> None:
    function = Function(body)
    assume(function.statements)  # a `raise` is no step
    starts = data.draw(st.lists(st.sampled_from(function.statements), min_size=1, max_size=4))
    name = data.draw(st.sampled_from([None, "a", "b"]))
    reached = function.flow.reached(starts, name)
    for statement in function.statements:
        leading = function.leading(statement, name)
        assert (statement in reached) is any(start in leading for start in starts)


@given(blocks(), st.data())
def test_functions_end_where_they_do(body: str, data: st.DataObject) -> None:
    function = Function(body)
    meant = [node for node in function.flow.returns if data.draw(st.booleans())]
    for statement in function.statements:
        found = set(function.ends(statement)) & {None, *meant}
        assert function.flow.may_end(statement, frozenset(meant)) is bool(found)


def test_what_is_no_step_may_lead_anywhere() -> None:
    function = Function("while x:\n  a = 1\nb = 2")
    loop = ast.parse("while x: pass").body[0]
    for statement in function.statements:
        assert statement in function.flow.reached([loop])
        assert loop in function.flow.reached([statement])
    assert function.flow.may_end(loop, frozenset())
