"""What became of a program: rewritten with the same meaning, or withheld, or else a bug."""

from __future__ import annotations

import ast
import enum
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.analyzer.codemods.execution import Outcome, run
from tests.analyzer.codemods.layout import lost_comments, touched_without_reason
from tests.analyzer.codemods.rewriting import ALL_RULES, Rewriter, Rewriting, found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from treelint.findings import Finding

NOT_FOUND = "not found"
# What is raised by a tree, a NamedTuple and an array: something in the program was not rewritten.
_FROZEN = re.compile(
    "cannot (assign to|delete) field|can't set attribute|JAX arrays are immutable"
    "|does not support item (assignment|deletion)"
)
_QUOTED = re.compile(r"`[^`]*`")
_REASON = re.compile(r"\(not rewritten: (.*)\)$|No fix is offered, as (.*)$", re.DOTALL)


class Verdict(enum.Enum):
    """The four things that can become of a program."""

    REWRITTEN = "rewritten"
    WITHHELD = "withheld"
    NOTHING = "nothing found"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one program, and why; `mistakes` are those of the rewriting, in words."""

    verdict: Verdict
    code: str
    fixed: str
    original: Outcome
    reasons: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()


def judge(code: str, results: Sequence[str], rewriter: Rewriter = ALL_RULES) -> Judgement:
    """Rewrite a program, and run it before and after."""
    findings = found(code)
    rewriting = rewriter(code)
    fixed, left = rewriting.code, rewriting.left
    original = run(code, results, mutable=True)
    reasons: tuple[str, ...] = tuple(dict.fromkeys(map(reason, left)))
    if fixed == code:
        verdict = Verdict.WITHHELD if findings else Verdict.NOTHING
        return Judgement(verdict, code, fixed, original, reasons, rewriting.failures)
    try:
        ast.parse(fixed)
    except SyntaxError as error:
        unparsable = (f"does not parse: {error}",)
        return Judgement(Verdict.DIFFERENT, code, fixed, original, reasons, unparsable)
    lost: tuple[str, ...] = ()
    # Each update stands for an assignment, also where others are still left.
    differences = original.differences(run(fixed, results, mutable=True))
    if not left and not differences:
        frozen = run(fixed, results, mutable=False)
        if frozen.raised != original.raised and _FROZEN.search(frozen.detail):
            reasons = (NOT_FOUND,)
            lost = _lost_finding(code, fixed, findings, frozen.row)
        else:
            differences = original.differences(frozen)
    mistakes = (
        *differences,
        *lost,
        *rewriting.failures,
        *_blemishes(code, rewriting, findings, rewriter),
    )
    if differences:
        return Judgement(Verdict.DIFFERENT, code, fixed, original, reasons, mistakes)
    verdict = Verdict.WITHHELD if reasons else Verdict.REWRITTEN
    return Judgement(verdict, code, fixed, original, reasons, mistakes)


def _lost_finding(code: str, fixed: str, findings: Sequence[Finding], row: int) -> tuple[str, ...]:
    """What was found in the line that raises now, and is said no longer."""
    line = fixed.splitlines()[row - 1].strip()
    lines = code.splitlines()
    known = {lines[item.start.row - 1].strip() for item in findings}
    return (f"nothing is said any longer of the line {line!r}",) if line in known else ()


def _blemishes(
    code: str, rewriting: Rewriting, findings: Sequence[Finding], rewriter: Rewriter
) -> list[str]:
    """What is wrong with a rewriting although it may mean the same."""
    fixed = rewriting.code
    wrong = [f"lost the comment {comment!r}" for comment in lost_comments(code, fixed)]
    rows = {row for item in findings for row in range(item.start.row, item.end.row + 1)}
    touched = touched_without_reason(code, fixed, rows)
    wrong += [f"touched the line {line!r}" for line in touched]
    again = rewriter(fixed).code
    if again != fixed:
        wrong.append(f"a second run changed it again, to:\n{again}")
    return wrong


def reason(finding: Finding) -> str:
    """Why a fix is withheld, without the names of the program."""
    given = _REASON.search(finding.message)
    return _QUOTED.sub("`...`", given[1] or given[2] if given else f"{finding.code} has no fix")
