"""dmypy notices what the plugin says of a class, though no type changes with it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.mypy_plugin import stand_in
from tests.mypy_plugin.harness import Messages, by_file, configure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Check = Callable[[dict[str, str]], dict[str, Messages]]

MODULE = """
import equinox as eqx

class Base(eqx.Module):
    other: int = eqx.field(static=True)

class Model(Base):
    size: int = eqx.field(static={static})

class Small(Model):
    name: str
"""
BY_DECORATOR = """
import functools
import jax

@functools.partial(jax.tree_util.register_dataclass, data_fields=["x"], meta_fields=[{names}])
class Model:
    x: int
    size: int

class Small(Model): ...
"""
BY_CALL = """
import jax

class Model:
    x: int
    size: int

class Small(Model): ...

jax.tree_util.register_dataclass(Model, data_fields=["x"], meta_fields=[{names}])
"""
DEFINITIONS = {
    "field": (MODULE.format(static=False), MODULE.format(static=True)),
    "decorator": (BY_DECORATOR.format(names=""), BY_DECORATOR.format(names='"size"')),
    "call": (BY_CALL.format(names=""), BY_CALL.format(names='"size"')),
}
SURGERY = """
import equinox as eqx
from model import Model, Small

def grow(model: Model) -> Model:
    return eqx.tree_at(lambda m: m.size, model, 3)

def grow_small(model: Small) -> Small:
    return eqx.tree_at(lambda m: m.size, model, 3)

def grow_named(model: Small) -> Small:
    return eqx.tree_at(size_of, model, 3)

def size_of(m: Small) -> int:
    return m.size
"""
STATIC = "`size` is a static field of `Model`"


@pytest.fixture
def check(tmp_path: Path) -> Iterator[Check]:
    """Write modules, and ask one daemon after another time what it says of them all."""
    root = tmp_path / "root"
    root.mkdir()
    stand_in.write(root)
    configuration = configure(root, tmp_path)
    daemon = [sys.executable, "-m", "mypy.dmypy", "--status-file", str(tmp_path / "status")]

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*daemon, *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    def ask(sources: dict[str, str]) -> dict[str, Messages]:
        for name, source in sources.items():
            (root / name).write_text(source, encoding="utf-8")
        done = run("check", *map(str, sorted(root.glob("*.py"))))
        assert done.stderr == ""
        assert done.returncode in {0, 1}
        return by_file(done.stdout)

    started = run("start", "--", f"--config-file={configuration}")
    assert started.returncode == 0, started.stdout + started.stderr
    yield ask
    run("stop")


@pytest.mark.parametrize("kind", DEFINITIONS)
def test_a_field_becomes_static(kind: str, check: Check) -> None:
    plain, static = DEFINITIONS[kind]
    assert check({"model.py": plain, "surgery.py": SURGERY}) == {}
    for _ in range(2):
        messages = check({"model.py": static})["surgery.py"]
        assert [*messages] == [6, 9, 15]
        assert all(STATIC in text for texts in messages.values() for text in texts)
        assert check({"model.py": plain}) == {}


def test_nothing_is_said_of_the_symbol(check: Check) -> None:
    """It is no attribute, it is not proposed for one, and two bases may have different ones."""
    code = f"""{MODULE.format(static=True)}
class Other(eqx.Module):
    rate: float = eqx.field(static=True)

class Both(Model, Other):
    price: int = eqx.field(static=True)

def f(both: Both) -> None:
    both.prize
"""
    [text] = check({"model.py": code})["model.py"][20]
    assert text == 'error: "Both" has no attribute "prize"; maybe "price"?  [attr-defined]'
