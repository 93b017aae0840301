"""The ways to have a program rewritten: by all rules, by the codemods alone, and so on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from tests.analyzer.support import ALL, FILENAME
from treelint import engine
from treelint.engine import Config
from treelint.source import SourceFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from treelint.findings import Finding

CODEMODS = tuple(f"TL50{number}" for number in range(1, 8))


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A program after its fixes: its code, and what the codemods still find in it."""

    code: str
    left: tuple[Finding, ...] = ()
    failures: tuple[str, ...] = ()


Rewriter: TypeAlias = "Callable[[str], Rewriting]"


def _rewriter(config: Config, *, unsafe: bool = True) -> Rewriter:
    def rewrite(code: str) -> Rewriting:
        result = engine.fix(SourceFile(FILENAME, code), config, unsafe=unsafe)
        left = tuple(item for item in result.remaining.findings if item.code in CODEMODS)
        failures = tuple(failure.message for failure in result.remaining.failures)
        return Rewriting(result.source.text, left, failures)

    return rewrite


ALL_RULES = _rewriter(ALL)
REWRITERS = {
    "all rules": ALL_RULES,
    "the rules that are on by default": _rewriter(
        Config(tuple(rule for rule in ALL.rules if rule.default))
    ),
    "the codemods alone": _rewriter(
        Config(tuple(rule for rule in ALL.rules if rule.code in CODEMODS))
    ),
    "safe fixes alone": _rewriter(ALL, unsafe=False),
}


def found(code: str) -> list[Finding]:
    """What the codemods find in a program."""
    findings = engine.check(SourceFile(FILENAME, code), ALL).findings
    return [finding for finding in findings if finding.code in CODEMODS]
