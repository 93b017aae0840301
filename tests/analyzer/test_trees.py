"""Syntax trees that are kept for those who ask again."""

import ast
from pathlib import Path

import pytest

from treelint.parse import ParseFailure
from treelint.project import trees
from treelint.project.project import Project
from treelint.project.trees import Trees
from treelint.source import SourceFile


def test_a_file_is_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    kept = Trees()
    first = kept.parse(SourceFile("a.py", "x = 1\n"))
    assert isinstance(first, ast.Module)
    assert kept.parse(SourceFile(str(tmp_path / "a.py"), "x = 1\n")) is first
    # Files that hold the same have nodes of their own.
    assert kept.parse(SourceFile("b.py", "x = 1\n")) is not first


def test_another_text_is_another_tree() -> None:
    kept = Trees()
    first = kept.parse(SourceFile("a.py", "x = 1\n"))
    second = kept.parse(SourceFile("a.py", "y = 1\n"))
    assert isinstance(second, ast.Module)
    assert ast.unparse(second) == "y = 1"
    assert kept.parse(SourceFile("a.py", "x = 1\n")) is not first


def test_what_cannot_be_parsed_is_not_kept() -> None:
    kept = Trees()
    assert isinstance(kept.parse(SourceFile("a.py", "x = =\n")), ParseFailure)
    assert isinstance(kept.parse(SourceFile("a.py", "x = 1\n")), ast.Module)


def test_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "_KEPT", 25)
    kept = Trees()
    made = [kept.parse(SourceFile(name, "x = 12345\n")) for name in "abc"]
    assert kept.parse(SourceFile("c", "x = 12345\n")) is made[2]
    assert kept.parse(SourceFile("b", "x = 12345\n")) is made[1]
    assert kept.parse(SourceFile("a", "x = 12345\n")) is not made[0]
    large = SourceFile("d", "x = 1\n" * 100)
    assert kept.parse(large) is kept.parse(large)


def test_what_one_file_asks_for_is_not_parsed_again(tmp_path: Path) -> None:
    (tmp_path / "base.py").write_text("class Base: ...\n")
    project = Project(root=tmp_path, is_bare=True)
    library = project.library(tmp_path)
    module = library.module("base")
    assert module is not None
    source = SourceFile(str(tmp_path / "base.py"), "class Base: ...\n")
    assert project.trees.parse(source) is module.tree
