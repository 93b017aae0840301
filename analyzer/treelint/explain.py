"""`--explain` and `--list-rules`: what a rule says of itself."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from treelint.rule import FixKind, Rule
from treelint.rules import all_rules, find_rule
from treelint.source import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

# Each rule's docstring has these headings, in this order: they make its page.
HEADINGS = (
    "What it does",
    "Why is this bad?",
    "Example",
    "Use instead",
    "Fix safety",
    "References",
)


def explain(code: str) -> str | Failure:
    """The page of the rule with this code or name."""
    rule = find_rule(code.upper()) or find_rule(code.lower())
    if rule is not None:
        return page(rule)
    known = [name for rule in all_rules() for name in (rule.code, rule.name)]
    near = difflib.get_close_matches(code, known, n=1) or difflib.get_close_matches(
        code.upper(), known, n=1
    )
    hint = f"did you mean {near[0]}?" if near else "see `treelint --list-rules`"
    return Failure("command line", f"unknown rule {code!r}; {hint}")


def page(rule: Rule) -> str:
    """The documentation of a rule in Markdown."""
    summary, _, rest = rule.doc.partition("\n")
    status = f"{rule.fix.value}; on by default" if rule.default else f"{rule.fix.value}; off"
    return f"# {rule.code} {rule.name}\n\n{summary} ({status}.)\n{rest}\n"


def listing() -> Iterator[str]:
    """One line a rule: code, name, what it finds, which fix it has."""
    rules = all_rules()
    width = max(len(rule.name) for rule in rules)
    for rule in rules:
        fix = "" if rule.fix is FixKind.NONE else f" ({rule.fix.value})"
        off = "" if rule.default else " (off by default)"
        yield f"{rule.code}  {rule.name:{width}}  {rule.summary}{fix}{off}"
