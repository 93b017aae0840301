"""What became of a program: rewritten with the same meaning, or withheld, or else a bug."""

from __future__ import annotations

import ast
import enum
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.analyzer.codemods.execution import Outcome, run
from tests.analyzer.codemods.layout import lost_comments, touched_without_reason
from tests.analyzer.support import ALL
from treelint import engine
from treelint.source import SourceFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from treelint.findings import Finding

CODEMODS = tuple(f"TL50{number}" for number in range(1, 8))
NOT_FOUND = "not found"
# What is raised by a tree, a NamedTuple and an array: something in the program was not rewritten.
_FROZEN = re.compile(
    "cannot (assign to|delete) field|can't set attribute|JAX arrays are immutable"
    "|does not support item (assignment|deletion)"
)
_QUOTED = re.compile(r"`[^`]*`")
_REASON = re.compile(r"\(not rewritten: (.*)\)$", re.DOTALL)


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


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A program after a fixer: its code, and what is still found in it."""

    code: str
    left: tuple[Finding, ...] = ()
    failures: tuple[str, ...] = ()


def rewrite(code: str) -> Rewriting:
    """What all rules make of a program, unsafe fixes included."""
    result = engine.fix(SourceFile("code.py", code), ALL, unsafe=True)
    left = tuple(item for item in result.remaining.findings if item.code in CODEMODS)
    failures = tuple(failure.message for failure in result.remaining.failures)
    return Rewriting(result.source.text, left, failures)


def judge(
    code: str, results: Sequence[str], fixer: Callable[[str], Rewriting] = rewrite
) -> Judgement:
    """Rewrite a program, and run it before and after."""
    checked = engine.check(SourceFile("code.py", code), ALL)
    found = [finding for finding in checked.findings if finding.code in CODEMODS]
    rewriting = fixer(code)
    fixed, left = rewriting.code, rewriting.left
    original = run(code, results, mutable=True)
    reasons: tuple[str, ...] = tuple(dict.fromkeys(map(reason, left)))
    if fixed == code:
        verdict = Verdict.WITHHELD if found else Verdict.NOTHING
        return Judgement(verdict, code, fixed, original, reasons, rewriting.failures)
    try:
        ast.parse(fixed)
    except SyntaxError as error:
        unparsable = (f"does not parse: {error}",)
        return Judgement(Verdict.DIFFERENT, code, fixed, original, reasons, unparsable)
    # Each update stands for an assignment, also where others are still left.
    differences = original.differences(run(fixed, results, mutable=True))
    if not left and not differences:
        frozen = run(fixed, results, mutable=False)
        if frozen.raised != original.raised and _FROZEN.search(frozen.detail):
            reasons = (NOT_FOUND,)
        else:
            differences = original.differences(frozen)
    mistakes = (*differences, *rewriting.failures, *_blemishes(code, rewriting, found, fixer))
    if differences:
        return Judgement(Verdict.DIFFERENT, code, fixed, original, reasons, mistakes)
    verdict = Verdict.WITHHELD if reasons else Verdict.REWRITTEN
    return Judgement(verdict, code, fixed, original, reasons, mistakes)


def _blemishes(
    code: str, rewriting: Rewriting, found: Sequence[Finding], fixer: Callable[[str], Rewriting]
) -> list[str]:
    """What is wrong with a rewriting although it may mean the same."""
    fixed = rewriting.code
    wrong = [f"lost the comment {comment!r}" for comment in lost_comments(code, fixed)]
    rows = {row for item in found for row in range(item.start.row, item.end.row + 1)}
    touched = touched_without_reason(code, fixed, rows)
    wrong += [f"touched the line {line!r}" for line in touched]
    again = fixer(fixed).code
    if again != fixed:
        wrong.append(f"a second run changed it again, to:\n{again}")
    return wrong


def reason(finding: Finding) -> str:
    """Why a fix is withheld, without the names of the program."""
    given = _REASON.search(finding.message)
    return _QUOTED.sub("`...`", given[1] if given else f"{finding.code} has no fix")
