"""Programs of several files: what changes in one keeps in step with the others, or is withheld."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING

import pytest

from tests.analyzer.codemods.execution import Outcome, run
from treelint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

MODEL = """\
import equinox as eqx


class Layer(eqx.Module):
    weight: float

    def scale(self, by: float) -> None:
        self.weight *= by


class Model(eqx.Module):
    layers: list[Layer]
    step: int = 0


def build() -> Model:
    return Model([Layer(1.0), Layer(2.0)])


def reset(layer: Layer) -> None:
    layer.weight = 0.0
"""
# Each project's `main.py` is run; the others are imported.
PROJECTS = {
    "a method, called elsewhere": {
        "model": MODEL,
        "main": """
            from model import Layer

            layer = Layer(1.0)
            layer.scale(3.0)
            result = layer
        """,
    },
    "a function, called elsewhere": {
        "model": MODEL,
        "main": """
            import model as nets

            layer = nets.Layer(1.0)
            nets.reset(layer)
            result = layer
        """,
    },
    "a function, imported by another name and kept": {
        "model": MODEL,
        "main": """
            from model import Layer, reset as clear

            hooks = [clear]
            layer = Layer(1.0)
            hooks[0](layer)
            result = layer
        """,
    },
    "a method that a subclass overrides": {
        "model": MODEL,
        "main": """
            from model import Layer

            class Loud(Layer):
                def scale(self, by: float) -> None:
                    print("scaled by", by)

            def twice(layer: Layer) -> None:
                layer.scale(2.0)

            plain, loud = Layer(1.0), Loud(1.0)
            twice(plain)
            twice(loud)
            result = plain, loud
        """,
    },
    "a global of another file": {
        "model": MODEL,
        "state": """
            from model import build

            current = build()

            def step() -> None:
                global current
                current.step += 1
        """,
        "main": """
            import state
            from state import current

            state.step()
            state.current.layers[0].weight = 5.0
            result = current, state.current
        """,
    },
    "fields of classes of another file": {
        "model": MODEL,
        "main": """
            from model import Layer, Model

            def run() -> Model:
                model = Model([Layer(1.0), Layer(2.0)])
                model.step += 1
                model.layers[0].weight = 5.0
                model.layers.append(Layer(3.0))
                for layer in model.layers:
                    layer.weight += 1.0
                return model

            result = run()
        """,
    },
    "a function that calls one of another file": {
        "model": MODEL,
        "training": """
            from model import Model, build, reset

            def reset_all(model: Model) -> None:
                for layer in model.layers:
                    reset(layer)

            def fresh() -> Model:
                model = build()
                reset_all(model)
                return model
        """,
        "main": """
            from training import fresh, reset_all
            from model import build

            model = build()
            model.step = 3
            reset_all(model)
            result = model, fresh()
        """,
    },
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def _run(folder: Path, *, mutable: bool) -> Outcome:
    """Run the program as it is now."""
    names = {path.stem for path in folder.glob("*.py")}
    for name in names & sys.modules.keys():
        del sys.modules[name]
    code = (folder / "main.py").read_text(encoding="utf-8")
    try:
        return run(code, ["result"], mutable=mutable)
    finally:
        for name in names & sys.modules.keys():
            del sys.modules[name]


def _fix(folder: Path, *paths: str) -> dict[str, str]:
    main(["--fix", "--unsafe-fixes", "--isolated", "--no-cache", "--quiet", *paths])
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))}


@pytest.mark.parametrize("name", PROJECTS)
def test_a_project_means_the_same(name: str, project: Path) -> None:
    for stem, code in PROJECTS[name].items():
        (project / f"{stem}.py").write_text(textwrap.dedent(code), encoding="utf-8")
    monkey = sys.dont_write_bytecode
    sys.dont_write_bytecode = True  # files that change within a second look unchanged
    try:
        before = _run(project, mutable=True)
        fixed = _fix(project)
        assert before.raised is None
        assert not before.differences(_run(project, mutable=True)), fixed
        frozen = _run(project, mutable=False)
        assert not before.differences(frozen) or frozen.raised == "FrozenInstanceError", fixed
    finally:
        sys.dont_write_bytecode = monkey
    assert _fix(project) == fixed


def test_fields_of_another_file_are_rewritten(project: Path) -> None:
    files = PROJECTS["fields of classes of another file"]
    for stem, code in files.items():
        (project / f"{stem}.py").write_text(textwrap.dedent(code), encoding="utf-8")
    fixed = _fix(project)
    assert "model.step += 1" not in fixed["main"]
    assert "tree_at" in fixed["main"]


def test_one_file_alone_keeps_the_others_right(project: Path) -> None:
    name = "a method, called elsewhere"
    for stem, code in PROJECTS[name].items():
        (project / f"{stem}.py").write_text(textwrap.dedent(code), encoding="utf-8")
    before = _run(project, mutable=True)
    fixed = _fix(project, "model.py")
    assert not before.differences(_run(project, mutable=True)), fixed
