"""What is said of assignments to trees whose class says itself what an assignment does."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analyzer.support import check

OWN = """\
import equinox as eqx

class Own:
    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)

class Model(Own, eqx.Module):
    x: float

    def set(self, x):
        self.x = x

"""
CHANGES = {
    "TL501": "def change(model: Model):\n    model.x = 2.0\n",
    "TL502": "def change(model: Model):\n    setattr(model, 'x', 2.0)\n",
    "TL504": "def change(model: Model):\n    model.set(2.0)\n",
}


@pytest.mark.parametrize("code", CHANGES)
def test_it_need_not_raise(code: str) -> None:
    program = OWN + CHANGES[code]
    names: dict[str, Any] = {}
    exec(compile(program, "<program>", "exec"), names)  # noqa: S102 # written above
    model = names["Model"](1.0)
    names["change"](model)
    assert model.x == 2.0
    (message,) = [finding.message for finding in check(program).findings if finding.code == code]
    assert "raises" not in message
    assert "may be changed in place" in message
    assert "not rewritten: Model has its own `__setattr__`" in message
