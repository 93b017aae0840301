"""What the plugin knows of a class is kept beside it, and goes stale with it.

mypy takes a file of the same size that is written within one second for unchanged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint_mypy import hooks, sources

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from tests.mypy_plugin.harness import Run

MODEL = """
import equinox as eqx
from jax import Array

class Model(eqx.Module):
    weight: Array
    size: int = eqx.field(static={static})
"""
SURGERY = """
import equinox as eqx
from model import Model

def grow(model: Model) -> Model:
    return eqx.tree_at(lambda m: m.size, model, 3)
"""
PARTIAL = """
import equinox as eqx

def f(a: int, b: {type}) -> int:
    return a

p = eqx.Partial(f, 1)
"""
CALL = """
from partials import p

p("b")
"""


def test_a_field_becomes_static(check: Callable[..., Run]) -> None:
    assert check({"model.py": MODEL.format(static=False), "surgery.py": SURGERY}).status == 0
    changed = check({"model.py": MODEL.format(static=True)})
    assert "`size` is a static field of `Model`" in changed.output
    # The class is read from the cache now, the surgery is checked anew.
    again = check({"surgery.py": f"{SURGERY}\n"})
    assert "`size` is a static field of `Model`" in again.output
    assert check({"model.py": MODEL.format(static=False)}).status == 0


def test_a_partial_of_another_module(check: Callable[..., Run]) -> None:
    assert check({"partials.py": PARTIAL.format(type="str"), "call.py": CALL}).status == 0
    assert check({"call.py": f"{CALL}\n"}).status == 0
    changed = check({"partials.py": PARTIAL.format(type="bytes")})
    [messages] = changed.messages["call.py"].values()
    assert messages == [
        'error: Argument 1 to "f" has incompatible type "str"; expected "bytes"  [arg-type]'
    ]


def test_another_plugin_makes_the_cache_stale(
    check_alone: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    modules = {"model.py": MODEL.format(static=False), "surgery.py": SURGERY}
    assert check_alone(modules).status == 0
    seen: list[str] = []
    hook = hooks.Hooks.get_function_signature_hook

    def spy(self: hooks.Hooks, fullname: str) -> hooks.SignatureHook | None:
        seen.append(fullname)
        return hook(self, fullname)

    monkeypatch.setattr(hooks.Hooks, "get_function_signature_hook", spy)
    check_alone({})
    assert "equinox._tree.tree_at" not in seen
    monkeypatch.setattr(sources, "fingerprint", lambda: "of another version")
    check_alone({})
    assert "equinox._tree.tree_at" in seen


def test_files_that_are_left_out_after_an_upgrade(
    check_alone: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """mypy itself takes what it knows of them for that of the version that it saw last."""
    surgery = tmp_path / "root" / "surgery.py"
    check_alone({"model.py": MODEL.format(static=True), "surgery.py": SURGERY})
    surgery.unlink()
    monkeypatch.setattr(sources, "fingerprint", lambda: "of another version")
    monkeypatch.setattr(hooks.Hooks, "get_function_signature_hook", lambda *_: None)
    check_alone({})
    assert check_alone({"surgery.py": SURGERY}).status == 0
