"""An error inside a hook does not stop mypy: it is reported, and mypy's own view holds."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pytest
from mypy.checker import TypeChecker

from treelint_mypy import hooks, static_fields

if TYPE_CHECKING:
    from collections.abc import Callable

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
    eqx.tree_at(lambda m: m.other, model, x)
    reveal_type(eqx.nn.inference_mode(model))
    wrong: int = "still checked"
"""


def broken_signature(ctx: FunctionSigContext) -> None:
    msg = f"no such node:\n{ctx.context.line}"
    raise LookupError(msg)


def broken_class(ctx: ClassDefContext) -> None:
    raise LookupError("no such class")


def broken_midway(ctx: FunctionSigContext) -> None:
    """As if mypy had failed while it reads a function for the hook."""
    api = ctx.api
    assert isinstance(api, TypeChecker)
    api.type_context.append(api.named_generic_type("builtins.int", []))
    api.return_types.append(api.named_generic_type("builtins.int", []))
    api.dynamic_funcs.append(True)
    api.binder.push_frame()
    api.tscope.ignored += 1
    raise RecursionError


def test_the_failure_of_a_signature_hook(
    check_alone: Callable[..., Run],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Three calls fail, each in its own words: that is one mistake in treelint."""
    monkeypatch.setitem(hooks._SIGNATURES, "equinox.tree_at", broken_signature)
    run = check_alone({"broken.py": SOURCE})
    messages = run.messages["broken.py"]
    [reported] = [text for text in chain(*messages.values()) if "internal error" in text]
    assert "internal error in broken_signature at test_guard.py:" in reported
    assert "(LookupError: no such node: 9)" in reported
    assert reported.endswith("as a mistake in treelint")
    assert messages[9][-1] == 'note: Revealed type is "Any"'
    assert messages[12] == ['note: Revealed type is "broken.Model"']
    assert "[assignment]" in messages[13][0]
    assert [*messages] == [9, 12, 13]
    # The tests ask for tracebacks, so there is one, too, of the first failure.
    assert capsys.readouterr().err.count("Traceback (most recent call last)") == 1


def test_the_failure_of_a_class_hook(
    check_alone: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static_fields, "of_module", broken_class)
    run = check_alone({"broken_class.py": SOURCE})
    assert run.output.count("internal error") == 1
    assert "broken_class at test_guard.py:" in run.output
    assert 'Revealed type is "broken_class.Model"' in run.output


def test_a_failure_leaves_mypy_as_it_was(
    check_alone: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a function returns, what is expected, which functions are checked at all."""
    source = f"""{SOURCE}
def f(x: Array | Model, model: Model) -> Model:
    if isinstance(x, Model):
        eqx.tree_at(lambda m: m.weight, model, x)
        return x
    reveal_type(x)
    return 1
"""
    monkeypatch.setitem(hooks._SIGNATURES, "equinox.tree_at", broken_midway)
    messages = check_alone({"midway.py": source}).messages["midway.py"]
    assert messages[19] == ['note: Revealed type is "jax.Array"']
    assert 'expected "Model"' in messages[20][0]
    assert [*messages] == [9, 12, 13, 19, 20]


@pytest.mark.parametrize(
    ("module", "name"), [(hooks, "canonical"), (hooks.Hooks, "lookup_fully_qualified")]
)
def test_the_search_for_a_hook_fails(
    module: object, name: str, check_alone: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*names: object) -> str:
        raise LookupError(names[-1])

    monkeypatch.setattr(module, name, broken)
    run = check_alone({"search.py": SOURCE})
    assert run.output.count("internal error") == 1
    assert "[assignment]" in run.output
    assert "INTERNAL ERROR" not in run.output
