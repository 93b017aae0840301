"""The hand-written programs, taken apart into files: fixes reach from one into the others."""

from __future__ import annotations

import pytest

from tests.analyzer.codemods.catalogue import Program, programs
from tests.analyzer.codemods.splitting import judge_split, split

# Those that call functions; `python -m tests.analyzer.codemods.table --split` takes all.
SHAPES = {"functions", "methods", "ports"}
PROGRAMS = [program for program in programs() if program.shape in SHAPES]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_a_program_in_several_files(program: Program) -> None:
    judgement = judge_split(program.code, program.results)
    if judgement is not None:
        assert not judgement.mistakes, judgement.after


def test_fixes_reach_into_other_files() -> None:
    (program,) = (program for program in PROGRAMS if program.name == "functions/mutates_parameter")
    judgement = judge_split(program.code, program.results)
    assert judgement is not None
    assert judgement.is_rewritten
    changed = {name for name, text in judgement.after.items() if text != judgement.before[name]}
    assert changed == {"main", "steps"}


def test_a_program_is_taken_apart() -> None:
    code = "import a\n\n\nclass B: ...\n\n\n@a\ndef c():\n    return B\n\n\nd = c()\n"
    assert split(code) == {
        "shapes": "import a\nclass B: ...\n",
        "steps": "import a\nfrom shapes import B\n@a\ndef c():\n    return B\n",
        "main": "import a\nfrom shapes import B\nfrom steps import c\nd = c()\n",
    }
