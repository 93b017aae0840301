"""The linter and the plugin ask the same questions: on the rules' own examples they agree."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from tests.analyzer.named_selectors import RIGHT, WRONG
from tests.analyzer.support import check
from tests.mypy_plugin.harness import CHECKED, Run, run_mypy
from treelint.engine import Config
from treelint.rule import PRELUDE
from treelint.rules import all_rules

if TYPE_CHECKING:
    from pathlib import Path

# The plugin knows the tree by its type, not by the variable. mypy says by itself that a function
# takes another number of arguments. In TL208, TL209 and TL211 a field gets what is not of its
# type, as JAX users put None and functions where arrays were: no error by default. The others are
# matters of style or layout, not of types.
LINTER_ONLY = {"TL102", "TL207", "TL208", "TL209", "TL211"}
LINTER_ONLY |= {"TL105", "TL108", "TL109", "TL206", "TL210"}

# What the linter alone can know: that the mistake is expected to raise.
EXPECTED_TO_RAISE = ("pytest.raises", "assertRaises", "suppress", "except ")

# What took the place of an array the linter alone follows: its type stays what it was.
REPLACED = "replace_fn=W)"

# There mypy says "Argument 1 has incompatible type" itself.
BY_MYPY_ITSELF = "`where` is no function"

RULES = [
    rule
    for rule in all_rules()
    if rule.code.startswith(("TL1", "TL2")) and rule.code not in LINTER_ONLY
]
EXAMPLES = [
    PRELUDE + code
    for rule in RULES
    for code in (*rule.valid, *(invalid.code for invalid in rule.invalid))
    if not any(words in code for words in (*EXPECTED_TO_RAISE, REPLACED))
]
EXAMPLES += [
    f"{PRELUDE}m = make()\ndef where(t):\n{textwrap.indent(case.body, '    ')}\n"
    f"b = eqx.tree_at(where, m, {case.replace})\n"
    for case in (*WRONG, *RIGHT)
]


@pytest.fixture(scope="module")
def run(cold: Run, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    root = tmp_path_factory.mktemp("examples")
    for number, code in enumerate(EXAMPLES):
        (root / f"example_{number}.py").write_text(f"{code}\n{CHECKED}", encoding="utf-8")
    folder = tmp_path_factory.mktemp("configuration")
    return run_mypy(root, folder, cache)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_agreement(number: int, run: Run) -> None:
    code = EXAMPLES[number]
    config = Config(tuple(RULES))
    linted = {
        (found.start.row, found.message)
        for found in check(code, config).findings
        if not found.message.startswith(BY_MYPY_ITSELF)
    }
    typed = {
        (line, text.removeprefix("error: ").removesuffix("  [tree-at]"))
        for line, texts in run.messages.get(f"example_{number}.py", {}).items()
        for text in texts
        if text.endswith("[tree-at]")
    }
    assert typed == linted, code
