"""Every rule's examples in a notebook: the same findings and fixes as in a module."""

import pytest

from tests.analyzer.notebooks import code, encoded, read
from tests.analyzer.support import source
from treelint import engine
from treelint.engine import Config
from treelint.findings import Finding
from treelint.rule import PRELUDE, Rule
from treelint.rules import all_rules
from treelint.source import SourceFile

RULES = all_rules()
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.code}-{number}")
    for rule in RULES
    if rule.code != "TL900"
    for number, example in enumerate((*rule.valid, *(item.code for item in rule.invalid)))
]
ABOVE = PRELUDE.count("\n")


def _config(rule: Rule) -> Config:
    return Config(RULES if rule.code == "TL901" else (rule,))


def _placed(finding: Finding) -> tuple[object, ...]:
    """What is said and where, its rows counted below the prelude."""
    above = ABOVE if finding.cell is None else 0
    start, end = finding.start, finding.end
    rows = (start.row - above, start.column, end.row - above, end.column)
    return finding.code, finding.message, rows, finding.fix is None


def _joined(notebook: SourceFile) -> str:
    return "\n".join(cell.text for cell in notebook.cells)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_notebook_is_checked_like_a_module(rule: Rule, example: str) -> None:
    # A statement at the end, so that no expression is displayed.
    cell = f"{example}\npass"
    module = source(f"{PRELUDE}{cell}")
    notebook = read(encoded(code(PRELUDE.rstrip("\n")), code(cell)))
    assert _joined(notebook) == module.text
    config = _config(rule)
    in_module, in_notebook = engine.check(module, config), engine.check(notebook, config)
    assert in_notebook.failures == in_module.failures == ()
    assert list(map(_placed, in_notebook.findings)) == list(map(_placed, in_module.findings))
    assert {finding.cell for finding in in_notebook.findings} <= {1, 2}
    fixed, expected = (engine.fix(item, config, unsafe=True) for item in (notebook, module))
    assert fixed.landed == expected.landed
    assert _joined(fixed.source) == expected.source.text
