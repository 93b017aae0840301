"""Which rules run: codes, prefixes, `ALL`, and what each file leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.findings import NEVER_IGNORED
from treelint.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from treelint.rule import Rule


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user asked for; `select` is None where the defaults stand."""

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def chosen(rules: Iterable[Rule], choice: Choice) -> tuple[Rule, ...]:
    """The rules that run. What is ignored wins over what is selected."""
    select = ("ALL",) if choice.select is None else choice.select
    return tuple(
        rule
        for rule in rules
        if rule.code in NEVER_IGNORED
        or (
            _is_selected(rule, (*select, *choice.extend_select))
            and not any(covers(code, rule.code) for code in choice.ignore)
        )
    )


def _is_selected(rule: Rule, codes: Iterable[str]) -> bool:
    # Only its full code selects a rule that is off by default.
    return any(
        code == rule.code or (rule.default and (code == "ALL" or covers(code, rule.code)))
        for code in codes
    )


def covers(prefix: str, code: str) -> bool:
    """Whether a code, a prefix or `ALL` speaks of this code."""
    return prefix == "ALL" or code.startswith(prefix)


def unknown(code: str, codes: Sequence[str]) -> str | None:
    """What is wrong with a code that covers no rule, and which one may have been meant."""
    if any(covers(code, known) for known in codes):
        return None
    import difflib

    near = difflib.get_close_matches(code.upper(), codes, n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]}?" if near else "; see `treelint --list-rules`"
    return f"unknown rule code {code!r}{hint}"
