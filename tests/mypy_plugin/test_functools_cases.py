"""mypy's own cases for `functools.partial` pass for all three `Partial`s; the table is theirs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.mypy_plugin import functools_cases as cases

if TYPE_CHECKING:
    from tests.mypy_plugin.harness import Run

PAGE = Path(__file__).parents[2] / "docs" / "pages" / "mypy-partial.md"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("functools")


@pytest.fixture(scope="module")
def run(cold: Run, cache: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return cases.run_all(root, tmp_path_factory.mktemp("configuration"), cache)


@pytest.mark.parametrize("family", cases.FAMILIES)
@pytest.mark.parametrize("path", cases.PATHS, ids=lambda path: path.stem)
def test_messages(path: Path, family: str, run: Run) -> None:
    assert cases.said(run, path, family) == cases.expected(path, family), run.output[-2000:]


def test_a_warm_cache_says_the_same(
    run: Run, root: Path, cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    again = cases.run_all(root, tmp_path_factory.mktemp("configuration"), cache)
    assert again.output == run.output


def test_all_of_them_are_there() -> None:
    names = [cases.read(path).name for path in cases.PATHS]
    own = [name for name in names if name.startswith("test")]
    assert len(own) + len(cases.CHANGES) == 28
    assert len(set(names)) == len(names)


def test_the_table_of_the_documentation(run: Run) -> None:
    shown = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if "|" in line]
    assert shown == cases.table(run), "print it with `python -m tests.mypy_plugin.functools_cases`"
