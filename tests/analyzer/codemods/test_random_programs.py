"""Random programs: whatever a codemod makes of one, it does what it did.

`--hypothesis-profile=thorough` tries five thousand and more.
"""

from __future__ import annotations

from hypothesis import given, note, reject
from hypothesis import strategies as st

from tests.analyzer.codemods.execution import TooLongError, run
from tests.analyzer.codemods.random_programs import (
    RESULTS,
    judged_at_random,
    judged_if_it_ends,
    random_programs,
)
from tests.analyzer.codemods.rewriting import REWRITERS
from tests.analyzer.codemods.verdicts import Verdict


@given(random_programs(), st.sampled_from(["all rules", *REWRITERS]))
def test_it_means_the_same(code: str, way: str) -> None:
    judged = judged_if_it_ends(code, REWRITERS[way])
    note(judged.code)
    note(judged.fixed)
    # A line that raises as before may no longer be found, as its type is lost: known, and no harm.
    mistakes = [text for text in judged.mistakes if not text.startswith("nothing is said")]
    assert not mistakes
    assert judged.verdict is not Verdict.DIFFERENT


def test_programs_of_all_kinds_are_drawn() -> None:
    judgements = judged_at_random(150)
    verdicts = [judgement.verdict for judgement in judgements]
    # A program that says little, and one that only raises, proves little.
    assert verdicts.count(Verdict.NOTHING) < 30
    assert sum(judgement.original.raised is not None for judgement in judgements) < 75
    assert verdicts.count(Verdict.REWRITTEN) > 15
    assert verdicts.count(Verdict.WITHHELD) > 15
    assert len({reason for judgement in judgements for reason in judgement.reasons}) > 5


@given(random_programs())
def test_a_program_does_the_same_twice(code: str) -> None:
    try:
        first = run(code, RESULTS, mutable=True)
    except TooLongError:
        reject()
    assert not first.differences(run(code, RESULTS, mutable=True))
    assert first.raised not in {"NameError", "UnboundLocalError", "SyntaxError"}, code
