"""Whatever holds a part of a tree sees the same after a rewriting.

`python -m tests.analyzer.codemods.table --crossed 1` judges all of the combinations.
"""

from __future__ import annotations

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from tests.analyzer.codemods.crossed import CHANGES, FREE, HOLDS, PLACES, program
from tests.analyzer.codemods.verdicts import Judgement, Verdict, judge


def judged(hold: str, change: str, place: str) -> Judgement:
    return judge(program(hold, change, place), ("result",))


@pytest.mark.parametrize(("number", "hold"), [*enumerate(HOLDS)])
def test_each_way_to_hold_a_part(number: int, hold: str) -> None:
    change = CHANGES[number % len(CHANGES)]
    found = judged(hold, change, list(PLACES)[number // 2 % len(PLACES)])
    assert not found.mistakes, found.fixed


@given(st.sampled_from(HOLDS), st.sampled_from(CHANGES), st.sampled_from(sorted(PLACES)))
def test_any_of_them(hold: str, change: str, place: str) -> None:
    found = judged(hold, change, place)
    note(found.fixed)
    assert not found.mistakes


@pytest.mark.parametrize("hold", FREE)
@pytest.mark.parametrize("place", PLACES)
def test_rewritten_where_nothing_holds_it(hold: str, place: str) -> None:
    found = judged(hold, "{r}.layers[0].weight = 4.0", place)
    assert found.verdict is Verdict.REWRITTEN, found.reasons
