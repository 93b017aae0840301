"""Under `--strict`, a `Partial` is typed, whatever it wraps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.mypy_plugin import stand_in
from tests.mypy_plugin.harness import run_mypy

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """
from typing import Any, Callable

from equinox import Partial

def untyped(a, b):  # type: ignore[no-untyped-def]
    return a

def typed(a: int, b: str) -> bytes:
    return b""

def use(unknown: Callable[..., Any]) -> Partial[bytes]:
    first = Partial(untyped, 1)
    first(2)
    first(2, 3)
    nothing = Partial(lambda x: x, 1)
    nothing()
    Partial(untyped, 1)(2)
    Partial(unknown, 1)(2)
    untyped(1, 2)
    return Partial(typed, 1)
"""


def test_strict(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    stand_in.write(root)
    (root / "use.py").write_text(SOURCE, encoding="utf-8")
    run = run_mypy(root, tmp_path, tmp_path / "cache", "strict = True\n")
    assert run.messages["use.py"] == {
        15: ['error: Too many arguments for "untyped"  [call-arg]'],
        20: ['error: Call to untyped function "untyped" in typed context  [no-untyped-call]'],
    }
