"""`functools.Placeholder` of Python 3.14, which JAX's `Partial` understands, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.mypy_plugin import stand_in
from tests.mypy_plugin.harness import run_mypy

if TYPE_CHECKING:
    from pathlib import Path

JAX_PARTIAL = """
import functools

class Partial(functools.partial[Any]):
    def __new__(klass, func, *args, **kw): ...
"""
SOURCE = """
from functools import Placeholder
from typing import TypeVar

import equinox
import jax

A = TypeVar("A")

def f(a: int, b: str, c: float, *, d: bytes) -> bool:
    return True

def alike(first: A, second: A) -> A:
    return first

later = jax.tree_util.Partial(f, Placeholder, "b", d=b"")
reveal_type(later)
later(1, 2.0)
later("a", 2.0)
later(2.0)
later(a=1, c=2.0)
jax.tree_util.Partial(f, Placeholder, 2)
reveal_type(jax.tree_util.Partial(alike, Placeholder, 1))
equinox.Partial(f, Placeholder, "b")
"""
MISFIT = 'incompatible type "_PlaceholderType"; expected "int"'


def test_places_that_are_kept_free(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    stand_in.write(root)
    with (root / "jax" / "tree_util.pyi").open("a", encoding="utf-8") as stub:
        stub.write(JAX_PARTIAL)
    (root / "later.py").write_text(SOURCE, encoding="utf-8")
    run = run_mypy(root, tmp_path, tmp_path / "cache", "python_version = 3.14\n")
    assert run.messages["later.py"] == {
        17: ['note: Revealed type is "def (int, c: float, *, d: bytes =) -> bool"'],
        19: ['error: Argument 1 to "f" has incompatible type "str"; expected "int"  [arg-type]'],
        20: [
            'error: Missing positional argument "c" in call to "f"  [call-arg]',
            'error: Argument 1 to "f" has incompatible type "float"; expected "int"  [arg-type]',
        ],
        21: ['error: Unexpected keyword argument "a" for "f"  [call-arg]'],
        22: ['error: Argument 2 to "f" has incompatible type "int"; expected "str"  [partial]'],
        23: ['note: Revealed type is "def (Any) -> Any"'],
        24: [f'error: Argument 1 to "f" has {MISFIT}  [partial]'],
    }
