"""A selector that another file defines is left alone, whatever of that file mypy still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.mypy_plugin.harness import Run

# In a cycle of imports mypy holds the bodies of both files, otherwise of neither.
MODEL = """
import equinox as eqx
import surgery

class Model(eqx.Module):
    weight: int
    size: int = eqx.field(static=True)

    def where(self, model):
        return model.size

def twice(model):
    return model.weight, model.weight
"""
SURGERY = """
import equinox as eqx
import model

def grow(m: model.Model) -> None:
    eqx.tree_at(model.twice, m, (1, 1))
    eqx.tree_at(m.where, m, 1)
"""


def test_a_cycle_of_imports(check: Callable[..., Run]) -> None:
    run = check({"model.py": MODEL, "surgery.py": SURGERY})
    assert run.status == 0, run.output
    again = check({"surgery.py": f"{SURGERY}\n"})
    assert again.status == 0, again.output
