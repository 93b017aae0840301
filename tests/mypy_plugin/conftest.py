"""The one cache that all runs share: analysing jax and equinox anew costs most of a run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.mypy_plugin import stand_in
from tests.mypy_plugin.harness import Run, run_mypy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CASES = Path(__file__).parent / "cases"


@pytest.fixture(autouse=True)
def recursion_limit() -> Iterator[None]:
    """mypy raises the limit of the process that it runs in."""
    limit = sys.getrecursionlimit()
    yield
    sys.setrecursionlimit(limit)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mypy_cache")


@pytest.fixture(scope="session")
def cold(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The first run over all cases."""
    return run_mypy(CASES, tmp_path_factory.mktemp("cold"), cache)


@pytest.fixture
def check(cold: Run, cache: Path, tmp_path: Path) -> Callable[..., Run]:
    """Check modules that a test writes: `check({"a.py": source})`."""
    del cold  # run already, so that the cache is warm
    root = tmp_path / "root"
    root.mkdir()

    def run(sources: dict[str, str], settings: str = "") -> Run:
        for name, source in sources.items():
            (root / name).write_text(source, encoding="utf-8")
        return run_mypy(root, tmp_path, cache, settings)

    return run


@pytest.fixture
def check_alone(tmp_path: Path) -> Callable[..., Run]:
    """Check modules that a test writes, with a cache of their own, and without the libraries."""
    root = tmp_path / "root"
    root.mkdir()
    stand_in.write(root)

    def run(sources: dict[str, str], settings: str = "") -> Run:
        for name, source in sources.items():
            (root / name).write_text(source, encoding="utf-8")
        return run_mypy(root, tmp_path, tmp_path / "cache", settings)

    return run
