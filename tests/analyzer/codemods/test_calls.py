"""What the programs cannot show of calls that give trees back: other Pythons, imports, layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.analyzer.support import ALL
from treelint import engine
from treelint.source import SourceFile

if TYPE_CHECKING:
    from pathlib import Path

METHODS = """import equinox as eqx
{more}

class Base(eqx.Module):
    steps: int

    def advance(self) -> None:
        self.steps += 1


class Derived(Base):
    total: float = 0.0


def run() -> Derived:
    derived = Derived(1)
    derived.advance()
    return derived
"""
FUNCTION = """import equinox as eqx


class Layer(eqx.Module):
    weight: float


def bump(layer: Layer) -> float:
    layer.weight += 1.0
    return layer.weight


def run(layer: Layer) -> float:
    layer = Layer(1.0)
"""


def _fixed(folder: Path, code: str) -> str:
    source = SourceFile(str(folder / "model.py"), code)
    return engine.fix(source, ALL, unsafe=True).source.text


def test_self_is_imported_with_typing(tmp_path: Path) -> None:
    fixed = _fixed(tmp_path, METHODS.format(more=""))
    assert "def advance(self) -> typing.Self:" in fixed
    assert fixed.startswith("import typing\n")


def test_self_as_the_file_has_it(tmp_path: Path) -> None:
    fixed = _fixed(tmp_path, METHODS.format(more="from typing import Self\n"))
    assert "def advance(self) -> Self:" in fixed
    assert "import typing" not in fixed


@pytest.mark.parametrize(
    "settings",
    [
        '[project]\nrequires-python = ">=3.10"\n',
        '[tool.poetry.dependencies]\npython = "^3.10"\n',
    ],
)
def test_no_self_before_python_has_it(tmp_path: Path, settings: str) -> None:
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    code = METHODS.format(more="")
    assert _fixed(tmp_path, code) == code


def test_self_where_python_has_it(tmp_path: Path) -> None:
    settings = '[project]\nrequires-python = ">=3.11"\n'
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    assert "typing.Self" in _fixed(tmp_path, METHODS.format(more=""))


@pytest.mark.parametrize(
    ("statement", "lines"),
    [
        ("return bump(layer)", ["layer, value = bump(layer)", "return value"]),
        ("x = bump(layer)", ["layer, x = bump(layer)"]),
        ("x = y = bump(layer)", ["layer, value = bump(layer)", "x = y = value"]),
        ("x, y = 1, bump(layer)", ["layer, value = bump(layer)", "x, y = 1, value"]),
        ("bump(layer); print(1)", ["layer, _ = bump(layer); print(1)"]),
        ("print(bump(layer)); pass", ["layer, value = bump(layer)", "print(value); pass"]),
        ("x = bump(layer)  # why", ["layer, x = bump(layer)  # why"]),
        (
            "x = (bump(layer)\n        + 1)",
            ["layer, value = bump(layer)", "x = (value", "    + 1)"],
        ),
        (
            "while bump(layer) < 3:\n        pass",
            [
                "while True:",
                "    layer, value = bump(layer)",
                "    if not value < 3:",
                "        break",
                "    pass",
            ],
        ),
        (
            "if bump(layer) > 1:\n        pass\n    else:\n        pass",
            ["layer, value = bump(layer)", "if value > 1:", "    pass", "else:", "    pass"],
        ),
    ],
)
def test_calls_in_statements(tmp_path: Path, statement: str, lines: list[str]) -> None:
    fixed = _fixed(tmp_path, f"{FUNCTION}    {statement}\n")
    assert fixed.partition("layer = Layer(1.0)\n")[2].splitlines() == [f"    {x}" for x in lines]


@pytest.mark.parametrize(
    "statement",
    [
        "x = bump(  # why\n        layer\n    )",
        "x = bump(layer) if layer.weight else 0",
        "x = layer.weight and bump(layer)",
        "assert bump(layer)",
        "x = f'{bump(layer)}'",
        "x = [bump(layer) for _ in range(2)]",
        "x = lambda: bump(layer)",
        "x = *layer.__dict__, bump(layer)",
        "while bump(layer): pass",
        "while bump(layer):\n        pass\n    else:\n        pass",
        "if layer.weight:\n        pass\n    elif bump(layer):\n        pass",
        "try:\n        bump(layer)\n    finally:\n        pass",
        "x = bump(*[layer])",
        "x = bump(**{'layer': layer})",
        "del {0: 0}[bump(layer)]",
    ],
)
def test_calls_that_stay(tmp_path: Path, statement: str) -> None:
    code = f"{FUNCTION}    {statement}\n"
    assert _fixed(tmp_path, code) == code
