"""Programs of several files: what changes in one keeps in step with the others, or is withheld."""

from __future__ import annotations

import difflib
import json
import os
import sys
import textwrap
from pathlib import Path

import pytest

from tests.analyzer.codemods.execution import Outcome, run
from treelint.cli import main
from treelint.source import Failure, SourceFile, write

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
    "a package that passes a function on": {
        "nets/__init__": "from .model import Layer, reset as reset",
        "nets/model": MODEL,
        "main": """
            import nets
            from nets import Layer, model

            layer = Layer(1.0)
            nets.reset(layer)
            layer.weight += 2.0
            model.reset(layer)
            layer.scale(3.0)
            result = layer
        """,
    },
    "the attribute of an ordinary object": {
        "model": MODEL,
        "trainer": """
            from model import Model, build, reset

            class Trainer:
                def __init__(self) -> None:
                    self.model = build()

                def train(self) -> None:
                    reset(self.model.layers[0])
                    self.model.layers[1].scale(2.0)
        """,
        "main": """
            from trainer import Trainer

            trainer = Trainer()
            trainer.train()
            result = trainer.model
        """,
    },
    "an attribute that another file keeps": {
        "model": MODEL,
        "trainer": """
            from model import Model, build

            class Trainer:
                def __init__(self) -> None:
                    self.model = build()

                def train(self) -> None:
                    self.model.step += 1
        """,
        "main": """
            from trainer import Trainer

            trainer = Trainer()
            before = trainer.model
            trainer.train()
            result = before, trainer.model
        """,
    },
    "two files that call each other": {
        "model": MODEL,
        "one": """
            from model import Layer
            import other

            def first(layer: Layer) -> None:
                layer.weight += 1.0

            def both(layer: Layer) -> None:
                first(layer)
                other.second(layer)
        """,
        "other": """
            from model import Layer
            import one

            def second(layer: Layer) -> None:
                layer.weight *= 3.0

            def all_three(layer: Layer) -> None:
                one.both(layer)
                layer.scale(2.0)
        """,
        "main": """
            from model import Layer
            from other import all_three

            layer = Layer(1.0)
            all_three(layer)
            result = layer
        """,
    },
    "a method of the same name of another class": {
        "model": MODEL,
        "main": """
            from model import Layer

            class Ruler:
                def __init__(self) -> None:
                    self.length = 1.0

                def scale(self, by: float) -> None:
                    self.length *= by

            layer, ruler = Layer(1.0), Ruler()
            layer.scale(2.0)
            ruler.scale(3.0)
            result = layer, ruler.length
        """,
    },
    "a method of who knows what": {
        "model": MODEL,
        "main": """
            from model import Layer

            def double(thing):
                thing.scale(2.0)

            layer = Layer(1.0)
            double(layer)
            result = layer
        """,
    },
    "a tree that is kept by another file": {
        "model": MODEL,
        "registry": """
            from model import Layer

            known = []

            def register(layer: Layer) -> Layer:
                known.append(layer)
                return layer
        """,
        "main": """
            from model import Layer, reset
            from registry import known, register

            layer = register(Layer(1.0))
            other = Layer(2.0)
            register(other)
            reset(layer)
            reset(other)
            result = known
        """,
    },
    "a name that only getattr knows": {
        "model": MODEL,
        "main": """
            from model import Layer

            layer = Layer(1.0)
            getattr(layer, "scale")(2.0)
            layer.scale(2.0)
            result = layer
        """,
    },
    "a star import": {
        "model": MODEL,
        "main": """
            from model import *

            layer = Layer(1.0)
            reset(layer)
            result = layer
        """,
    },
    "one of two imports": {
        "model": MODEL,
        "slow": """
            def reset(layer):
                print("slow")
        """,
        "main": """
            from model import Layer

            try:
                from model import reset
            except ImportError:
                from slow import reset

            layer = Layer(1.0)
            reset(layer)
            result = layer
        """,
    },
    "a module found by its text": {
        "model": MODEL,
        "main": """
            import importlib

            from model import Layer

            layer = Layer(1.0)
            importlib.import_module("model").reset(layer)
            nets = importlib.import_module("model")
            nets.reset(layer)
            result = layer
        """,
    },
    "a function that is replaced by its text": {
        "model": MODEL,
        "main": """
            import model
            from unittest import mock

            layer = model.Layer(1.0)
            with mock.patch("model.reset") as fake:
                model.reset(layer)
            result = layer, fake.call_count
        """,
    },
    "a loop over a list of another file": {
        "model": MODEL,
        "main": """
            from model import build, reset

            models = [build(), build()]
            for one in models:
                for layer in one.layers:
                    reset(layer)
            result = models
        """,
    },
    "a function that is given a part of its tree": {
        "model": MODEL,
        "main": """
            from model import build, reset

            model = build()
            first = model.layers[0]
            reset(model.layers[0])
            reset(model.layers[-1])
            result = model, first
        """,
    },
    "a caller that catches": {
        "model": """
            import equinox as eqx

            class Layer(eqx.Module):
                weight: float

            def divide(layer: Layer, by: float) -> None:
                layer.weight += 1.0
                layer.weight /= by
        """,
        "main": """
            from model import Layer, divide

            layer = Layer(1.0)
            try:
                divide(layer, 0.0)
            except ZeroDivisionError:
                pass
            result = layer
        """,
    },
    "words that mean something else": {
        "model": MODEL,
        "apart": """
            import argparse

            parser = argparse.ArgumentParser()
            parser.add_argument("--reset", dest="scale")

            def scale(text):
                return text.scale(3)
        """,
        "main": """
            from model import Layer, reset

            layer = Layer(1.0)
            reset(layer)
            layer.scale(2.0)
            words = {"reset": 1, "scale": 2}
            result = layer, words
        """,
    },
    "a name that is looked up in a table": {
        "model": MODEL,
        "main": """
            from model import Layer

            layer = Layer(1.0)
            for name, by in {"scale": 3.0}.items():
                getattr(layer, name)(by)
            layer.scale(2.0)
            result = layer
        """,
    },
    "a value besides": {
        "model": """
            import equinox as eqx

            class Counter(eqx.Module):
                count: int

                def next(self) -> int:
                    self.count += 1
                    return self.count
        """,
        "main": """
            from model import Counter

            counter = Counter(0)
            first = counter.next()
            counter.next()
            result = first, counter
        """,
    },
}
# Nothing is left in these that changes a tree in place.
REWRITTEN = {
    "words that mean something else",
    "a method, called elsewhere",
    "a function, called elsewhere",
    "fields of classes of another file",
    "a package that passes a function on",
    "two files that call each other",
    "a value besides",
    "a method of the same name of another class",
}


FIX = ("--fix", "--unsafe-fixes", "--isolated", "--quiet")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def _run(folder: Path, *, mutable: bool) -> Outcome:
    """Run the program as it is now."""
    names = {".".join(path.relative_to(folder).with_suffix("").parts) for path in _files(folder)}
    names |= {name.removesuffix(".__init__") for name in names}
    for name in names & sys.modules.keys():
        del sys.modules[name]
    code = (folder / "main.py").read_text(encoding="utf-8")
    try:
        return run(code, ["result"], mutable=mutable)
    finally:
        for name in names & sys.modules.keys():
            del sys.modules[name]


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def _write(folder: Path, name: str) -> None:
    for stem, code in PROJECTS[name].items():
        path = folder / f"{stem}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(textwrap.dedent(code), encoding="utf-8")


def _texts(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in _files(folder)}


def _fix(folder: Path, *paths: str) -> dict[str, str]:
    main([*FIX, "--no-cache", *paths])
    return _texts(folder)


@pytest.mark.parametrize("name", PROJECTS)
def test_a_project_means_the_same(name: str, project: Path) -> None:
    _write(project, name)
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
    _write(project, "fields of classes of another file")
    fixed = _fix(project)
    assert "model.step += 1" not in fixed["main"]
    assert "tree_at" in fixed["main"]


def test_one_file_alone_keeps_the_others_right(project: Path) -> None:
    name = "a method, called elsewhere"
    _write(project, name)
    before = _run(project, mutable=True)
    fixed = _fix(project, "model.py")
    assert not before.differences(_run(project, mutable=True)), fixed


@pytest.mark.parametrize("name", sorted(REWRITTEN))
def test_all_is_rewritten(name: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(project, name)
    _fix(project)
    capsys.readouterr()
    status = main(["--isolated", "--no-cache", "--quiet", "--select", "TL5"])
    assert not status, capsys.readouterr().out


def test_the_difference_is_what_is_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _write(project, "two files that call each other")
    before = _texts(project)
    main([*FIX, "--no-cache", "--diff"])
    shown = capsys.readouterr().out
    assert _texts(project) == before
    after = _fix(project)
    changed = {
        line
        for stem in after
        for line in difflib.ndiff(before[stem].splitlines(), after[stem].splitlines())
        if line[:2] in {"+ ", "- "}
    }
    said = {
        f"{line[0]} {line[1:]}"
        for line in shown.splitlines()
        if line[:1] in {"+", "-"} and line[:3] not in {"+++", "---"}
    }
    assert said == changed


def test_files_that_the_run_is_not_about_stay(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _write(project, "a function, called elsewhere")
    before = _texts(project)
    status = main(["--fix", "--unsafe-fixes", "--isolated", "--no-cache", "model.py"])
    out, err = capsys.readouterr()
    assert (status, _texts(project)["main"]) == (1, before["main"])
    assert "def reset(layer: Layer) -> None:" in _texts(project)["model"]
    assert "it would change main.py too, which this run is not about" in err
    assert "can be fixed" not in out


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else False, reason="root may")
def test_one_file_that_cannot_be_written_keeps_all(project: Path) -> None:
    _write(project, "a function, called elsewhere")
    before = _texts(project)
    (project / "main.py").chmod(0o444)
    assert main([*FIX, "--no-cache"]) == 2
    assert _texts(project)["main"] == before["main"]
    assert "def reset(layer: Layer) -> None:" in _texts(project)["model"]


def test_what_fails_midway_is_taken_back(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(project, "a function, called elsewhere")

    def fails(path: Path, source: SourceFile, read: bytes) -> Failure | None:
        if path.name == "main.py":
            return Failure(str(path), "cannot be written, left as it was: disk full")
        return write(path, source, read)

    monkeypatch.setattr("treelint.across.write", fails)
    assert main([*FIX, "--no-cache"]) == 2
    assert "def reset(layer: Layer) -> None:" in _texts(project)["model"]
    assert "    nets.reset" not in _texts(project)["main"]
    assert "nets.reset(layer)" in _texts(project)["main"]


def test_edits_name_their_files(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(project, "a function, called elsewhere")
    main(["--isolated", "--no-cache", "--output-format", "json", "--select", "TL501"])
    (finding,) = json.loads(capsys.readouterr().out)
    edits = finding["fix"]["edits"]
    assert {Path(edit["filename"]).name for edit in edits} == {"model.py", "main.py"}
    (other,) = (edit for edit in edits if Path(edit["filename"]).name == "main.py")
    assert (other["content"], other["location"]) == ("layer = ", {"row": 5, "column": 1})


def test_a_new_caller_is_seen_by_a_warm_run(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _write(project, "a function, called elsewhere")
    options = [
        "--isolated",
        "--cache-dir",
        "cache",
        "--output-format",
        "concise",
        "--select",
        "TL501",
    ]
    main(options)
    assert "not rewritten" not in capsys.readouterr().out
    (project / "third.py").write_text("from model import reset\nhooks = [reset]\n")
    main(options)
    assert "in third.py `reset` is used otherwise than by a call" in capsys.readouterr().out


def test_a_notebook_that_names_it_is_not_followed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _write(project, "a function, called elsewhere")
    cell = {"cell_type": "code", "source": ["from model import reset"], "metadata": {}}
    (project / "a.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    main(
        ["--isolated", "--no-cache", "--output-format", "concise", "--select", "TL501", "model.py"]
    )
    assert "`reset` is named in a.ipynb, which is not followed" in capsys.readouterr().out
