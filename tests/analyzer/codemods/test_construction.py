"""Which methods only run while their object is made: as equinox lets them assign, or does not."""

from __future__ import annotations

import dataclasses
import runpy
import sys
from typing import TYPE_CHECKING

import pytest

from treelint import engine
from treelint.engine import Config
from treelint.rules.tl504_self_mutation import rule
from treelint.source import SourceFile

if TYPE_CHECKING:
    from pathlib import Path

BASE = """
import equinox as eqx

class Base(eqx.Module):
    size: int

    def _fill(self) -> None:
        self.size = 3
"""
# Each project's `main.py` is run; the others are imported.
CONSTRUCTION = {
    "a class below": {
        "main": BASE
        + """
class Below(Base):
    def __init__(self) -> None:
        self._fill()

Below()
""",
    },
    "a class above": {
        "main": """
import equinox as eqx

class Base(eqx.Module):
    size: int | None = None

    def __post_init__(self) -> None:
        self._check()

    def _check(self) -> None:
        print(self.size)

class Below(Base):
    def _check(self) -> None:
        super()._check()
        self.size = 3

Below()
""",
    },
    "a class below, in another file": {
        "base": BASE,
        "main": """
from base import Base

class Below(Base):
    def __init__(self) -> None:
        self._fill()

Below()
""",
    },
    "a helper of a class below, in another file": {
        "base": BASE,
        "main": """
from base import Base

class Below(Base):
    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._fill()

Below()
""",
    },
    "a helper that calls itself": {
        "main": """
import equinox as eqx

class Base(eqx.Module):
    size: int

    def __init__(self) -> None:
        self._fill(2)

    def _fill(self, depth: int) -> None:
        self.size = depth
        if depth:
            self._fill(depth - 1)

Base()
""",
    },
    "another class has a method of the same name": {
        "main": BASE
        + """
class Below(Base):
    def __init__(self) -> None:
        self._fill()

class Bottle:
    def _fill(self) -> None:
        self.content = 3

    def open(self) -> None:
        self._fill()

Below()
bottle = Bottle()
bottle.open()
bottle._fill()
""",
    },
}
LATER = {
    "a method of a class below": {
        "main": BASE
        + """
class Below(Base):
    def __init__(self) -> None:
        self._fill()

    def again(self) -> None:
        self._fill()

Below().again()
""",
    },
    "a function": {
        "main": BASE
        + """
class Below(Base):
    def __init__(self) -> None:
        self._fill()

Below()._fill()
""",
    },
    "a function of another file": {
        "base": BASE,
        "main": """
from base import Base

def refill(base: Base) -> None:
    base._fill()

refill(Base(1))
""",
    },
    "nothing but itself": {
        "main": """
import equinox as eqx

class Base(eqx.Module):
    size: int

    def fill(self, depth: int) -> None:
        if depth:
            self.fill(depth - 1)
        self.size = depth

getattr(Base(1), "fill")(3)
""",
    },
    "the constructor of another class": {
        "main": BASE
        + """
class Owner(eqx.Module):
    base: Base

    def __init__(self) -> None:
        self.base = Base(1)
        self.base._fill()

Owner()
""",
    },
    "a check of a class below": {
        "main": BASE
        + """
class Below(Base):
    def __check_init__(self) -> None:
        self._fill()

Below(1)
""",
    },
    "a class beside": {
        "main": """
import equinox as eqx

class Base(eqx.Module):
    size: int

    def _fill(self) -> None:
        pass

class One(Base):
    def __init__(self) -> None:
        self.size = 1
        self._fill()

class Other(Base):
    def _fill(self) -> None:
        self.size = 3

Other(1)._fill()
""",
    },
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "base", raising=False)
    return tmp_path


@pytest.mark.parametrize("name", CONSTRUCTION)
def test_what_only_constructors_call(name: str, folder: Path) -> None:
    write(folder, CONSTRUCTION[name])
    runpy.run_path(str(folder / "main.py"))
    assert not any(codes(folder, file) for file in CONSTRUCTION[name])


@pytest.mark.parametrize("name", LATER)
def test_what_others_call_too(name: str, folder: Path) -> None:
    write(folder, LATER[name])
    with pytest.raises(dataclasses.FrozenInstanceError):
        runpy.run_path(str(folder / "main.py"))
    assert [code for file in LATER[name] for code in codes(folder, file)] == ["TL504"]


def write(folder: Path, project: dict[str, str]) -> None:
    (folder / "pyproject.toml").touch()
    for name, code in project.items():
        (folder / f"{name}.py").write_text(code, encoding="utf-8")


def codes(folder: Path, name: str) -> list[str]:
    path = folder / f"{name}.py"
    source = SourceFile(str(path), path.read_text(encoding="utf-8"))
    checked = engine.check(source, Config((rule,)))
    assert not checked.failures
    return [finding.code for finding in checked.findings]
