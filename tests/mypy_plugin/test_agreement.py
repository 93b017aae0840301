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

    from treelint.rule import Rule

# The plugin knows the tree by its type, not by the variable. mypy says by itself that a function
# takes another number of arguments, and that a class lacks a field (see below). TL208 asks whether
# a field is None, which types tell of few (see below). The others are matters of style or layout.
LINTER_ONLY = {"TL102", "TL207", "TL208"} | {"TL105", "TL108", "TL109", "TL206", "TL210"}
TYPED = {"TL702", "TL705"}
# Where the user asks for it: `tree-at-type`.
BY_TYPE = {"TL209", "TL211"}

# What the linter alone can know: that the mistake is expected to raise.
EXPECTED_TO_RAISE = ("pytest.raises", "assertRaises", "suppress", "except ")

# What took the place of an array the linter alone follows: its type stays what it was. mypy takes
# what is computed from a property without an annotation for Any, and sees no field of flax.
LINTER_KNOWS = ("replace_fn=W)", "m.doubled", "flax.struct")

# There mypy says "Argument 1 has incompatible type" itself.
BY_MYPY_ITSELF = "`where` is no function"

RULES = [
    rule
    for rule in all_rules()
    if rule.code in TYPED
    or (rule.code.startswith(("TL1", "TL2")) and rule.code not in LINTER_ONLY | BY_TYPE)
]
TYPE_RULES = [rule for rule in all_rules() if rule.code in BY_TYPE]


def examples(rules: list[Rule]) -> list[str]:
    return [
        PRELUDE + code
        for rule in rules
        for code in (*rule.valid, *(invalid.code for invalid in rule.invalid))
        if not any(words in code for words in (*EXPECTED_TO_RAISE, *LINTER_KNOWS))
    ]


def by_code(code: str) -> list[str]:
    (rule,) = (rule for rule in all_rules() if rule.code == code)
    return examples([rule])


EXAMPLES = examples(RULES)
EXAMPLES += [
    f"{PRELUDE}m = make()\ndef where(t):\n{textwrap.indent(case.body, '    ')}\n"
    f"b = eqx.tree_at(where, m, {case.replace})\n"
    for case in (*WRONG, *RIGHT)
]


TYPE_EXAMPLES = examples(TYPE_RULES)
FIELD_EXAMPLES = by_code("TL704")
NONE_EXAMPLES = by_code("TL208")


@pytest.fixture(scope="module")
def run(cold: Run, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    root = tmp_path_factory.mktemp("examples")
    asks_for_types = 'enable-error-code="tree-at-type"'
    for name, codes in {
        "example": EXAMPLES,
        "field": FIELD_EXAMPLES,
        "none": NONE_EXAMPLES,
        "type": [f"{code}\n# mypy: {asks_for_types}" for code in TYPE_EXAMPLES],
    }.items():
        for number, code in enumerate(codes):
            (root / f"{name}_{number}.py").write_text(f"{code}\n{CHECKED}", encoding="utf-8")
    return run_mypy(root, tmp_path_factory.mktemp("configuration"), cache)


def said(run: Run, file: str, ending: str, kind: str = "error") -> set[tuple[int, str]]:
    """The lines and the messages of one kind, less what stands around the message."""
    return {
        (line, text.removeprefix(f"{kind}: ").removesuffix(ending))
        for line, texts in run.messages.get(file, {}).items()
        for text in texts
        if text.startswith(f"{kind}: ") and text.endswith(ending)
    }


def linted(code: str, rules: list[Rule]) -> set[tuple[int, str]]:
    return {
        (found.start.row, found.message) for found in check(code, Config(tuple(rules))).findings
    }


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_agreement(number: int, run: Run) -> None:
    code = EXAMPLES[number]
    expected = {
        (line, message)
        for line, message in linted(code, RULES)
        if not message.startswith(BY_MYPY_ITSELF)
    }
    assert said(run, f"example_{number}.py", "  [tree-at]") == expected, code


@pytest.mark.parametrize("number", range(len(TYPE_EXAMPLES)))
def test_types_agree(number: int, run: Run) -> None:
    """By types more is wrong than a list in the place of a tuple, which the plugin adds."""
    code = TYPE_EXAMPLES[number]
    typed = said(run, f"type_{number}.py", "  [tree-at-type]")
    in_own_words = {(line, text) for line, text in typed if " is of type `" in text}
    assert typed - in_own_words == linted(code, TYPE_RULES), code


@pytest.mark.parametrize("number", range(len(FIELD_EXAMPLES)))
def test_lines_of_missing_fields_agree(number: int, run: Run) -> None:
    """mypy has words of its own; of an annotated tree it says more than the linter."""
    code = FIELD_EXAMPLES[number]
    rules = [rule for rule in all_rules() if rule.code == "TL704"]
    lines = {line for line, _ in said(run, f"field_{number}.py", "  [attr-defined]")}
    found = {line for line, _ in linted(code, rules)}
    if "getattr(" in code:
        assert not lines  # Any to mypy
    elif found:
        assert lines == found, code


@pytest.mark.parametrize("number", range(len(NONE_EXAMPLES)))
def test_notes_of_none_agree(number: int, run: Run) -> None:
    """Which fields a constructor leaves None, the linter alone knows."""
    code = NONE_EXAMPLES[number]
    rules = [rule for rule in all_rules() if rule.code == "TL208"]
    noted = said(run, f"none_{number}.py", "", kind="note")
    notes = {(line, text) for line, text in noted if " is None here" in text}
    found = linted(code, rules)
    is_by_constructor = "use_bias=False" in code or "Model(w)" in code
    assert notes <= found, code
    assert is_by_constructor or notes == found, code
