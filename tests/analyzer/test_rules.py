"""Every rule's own examples, and the form that all rules share."""

import inspect
import re

import pytest

from tests.analyzer.support import findings, fixed
from treelint.engine import Config
from treelint.explain import HEADINGS
from treelint.findings import Applicability
from treelint.rule import PRELUDE, FixKind, Invalid, Rule
from treelint.rules import all_rules

RULES = all_rules()
VALID = [
    pytest.param(rule, code, id=f"{rule.code}-{number}")
    for rule in RULES
    for number, code in enumerate(rule.valid)
]
INVALID = [
    pytest.param(rule, example, id=f"{rule.code}-{number}")
    for rule in RULES
    for number, example in enumerate(rule.invalid)
]
# TL901 judges what the other rules have left.
ASKED_LAST = {"TL900", "TL901"}


def _config(rule: Rule) -> Config:
    return Config(RULES if rule.code in ASKED_LAST else (rule,))


@pytest.mark.parametrize(("rule", "code"), VALID)
def test_valid(rule: Rule, code: str) -> None:
    assert findings(PRELUDE + code, rule) == []


@pytest.mark.parametrize(("rule", "example"), INVALID)
def test_invalid(rule: Rule, example: Invalid) -> None:
    found = findings(PRELUDE + example.code, rule)
    assert found
    offered = [finding.fix.applicability for finding in found if finding.fix is not None]
    assert bool(offered) == (example.fixed is not None)
    expected = {
        FixKind.SAFE: {Applicability.SAFE},
        FixKind.UNSAFE: {Applicability.UNSAFE},
        FixKind.EITHER: set(Applicability),
    }
    assert all(applicability in expected[rule.fix] for applicability in offered)


@pytest.mark.parametrize(
    ("rule", "example"), [case for case in INVALID if not str(case.id).startswith("TL900")]
)
def test_fix(rule: Rule, example: Invalid) -> None:
    config = _config(rule)
    result = fixed(PRELUDE + example.code, config)
    assert result == PRELUDE + (example.code if example.fixed is None else example.fixed)
    assert fixed(result, config) == result


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_form(rule: Rule) -> None:
    module = inspect.getmodule(rule.check)
    assert module is not None
    assert module.__name__.endswith(f"{rule.code.lower()}_{rule.name.replace('-', '_')}")
    assert len(rule.valid) >= 4
    assert len(rule.invalid) >= 4
    assert (rule.fix is FixKind.NONE) == all(item.fixed is None for item in rule.invalid)
    assert rule.doc.startswith(f"{rule.summary}\n\n## ")
    assert tuple(re.findall(r"^## (.+)$", rule.doc, re.MULTILINE)) == HEADINGS


@pytest.mark.parametrize(
    "rule", [r for r in RULES if r.code not in ASKED_LAST], ids=lambda r: r.code
)
def test_documented_examples(rule: Rule) -> None:
    """The page's example is found, and what the page says to use instead is not."""
    wrong, right = re.findall(r"```python\n(.*?)```", rule.doc, re.DOTALL)
    assert findings(PRELUDE + wrong, rule)
    assert not findings(PRELUDE + right, rule)


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)
