"""Which rules run."""

import pytest

from treelint.rules import all_rules
from treelint.selection import Choice, chosen

OFF = "TL108"


def codes(choice: Choice) -> set[str]:
    return {rule.code for rule in chosen(all_rules(), choice)}


@pytest.mark.parametrize(
    "choice",
    [
        Choice(),
        Choice(select=("ALL",)),
        Choice(select=("TL1",)),
        Choice(select=("TL10",)),
        Choice(extend_select=("ALL", "TL1")),
        Choice(select=(OFF,), ignore=("TL1",)),
        Choice(extend_select=(OFF,), ignore=(OFF,)),
    ],
)
def test_a_rule_that_is_off_stays_off(choice: Choice) -> None:
    assert OFF not in codes(choice)


@pytest.mark.parametrize(
    "choice",
    [
        Choice(select=(OFF,)),
        Choice(extend_select=(OFF,)),
        Choice(select=("ALL", OFF)),
        Choice(select=("TL1",), extend_select=(OFF,), ignore=("TL2",)),
    ],
)
def test_its_full_code_selects_it(choice: Choice) -> None:
    assert OFF in codes(choice)


def test_only_rules_off_by_default_are_off() -> None:
    off = {rule.code for rule in all_rules()} - codes(Choice(select=("ALL",)))
    assert off == {rule.code for rule in all_rules() if not rule.default}
