"""An error inside a hook does not stop mypy: it is reported, and mypy's own view holds."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from treelint_mypy import hooks, static_fields

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from mypy.plugin import ClassDefContext, FunctionSigContext

    from tests.mypy_plugin.harness import Run

SOURCE = """
import equinox as eqx
from jax import Array

class Model(eqx.Module):
    weight: Array

def surgery(model: Model, x: Array) -> None:
    reveal_type(eqx.tree_at(lambda m: m.weight, model, x))
    eqx.tree_at(lambda m: m.weight, model, x)
    reveal_type(eqx.nn.inference_mode(model))
    wrong: int = "still checked"
"""


def broken_signature(ctx: FunctionSigContext) -> None:
    raise LookupError("no such node")


def broken_class(ctx: ClassDefContext) -> None:
    raise LookupError("no such class")


def test_the_failure_of_a_signature_hook(
    check: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(hooks._SIGNATURES, "equinox.tree_at", broken_signature)
    run = check({"broken.py": SOURCE})
    messages = run.messages["broken.py"]
    [reported] = [text for text in chain(*messages.values()) if "internal error" in text]
    assert "broken_signature (LookupError: no such node, test_guard.py:" in reported
    assert reported.endswith("as a mistake in treelint")
    assert messages[9][-1] == 'note: Revealed type is "Any"'
    assert messages[11] == ['note: Revealed type is "broken.Model"']
    assert "[assignment]" in messages[12][0]


def test_the_failure_of_a_class_hook(
    check: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static_fields, "of_module", broken_class)
    run = check({"broken_class.py": SOURCE})
    assert run.output.count("internal error") == 1
    assert "broken_class (LookupError: no such class" in run.output
    assert 'Revealed type is "broken_class.Model"' in run.output
