"""The bounds that a project sets, read from its `pyproject.toml`."""

from pathlib import Path

import pytest

from treelint import engine
from treelint.engine import Config
from treelint.rules import find_rule
from treelint.sites.requirements import Bounds, requirements
from treelint.source import SourceFile


def bounds(folder: Path, text: str, package: str = "jax") -> Bounds:
    (folder / "pyproject.toml").write_text(text)
    return requirements(folder / "src" / "code.py").of(package)


@pytest.mark.parametrize(
    ("requirement", "lowest", "highest"),
    [
        ("jax", None, None),
        ("jax>=0.4.25", (0, 4, 25), None),
        ("jax >= 0.4.25, < 0.7", (0, 4, 25), (0, 7)),
        ("jax[cuda12]~=0.4.30; sys_platform == 'linux'", (0, 4, 30), None),
        ("JAX==0.4.13", (0, 4, 13), (0, 4, 13)),
        ("jax==0.4.*", (0, 4), (0, 4)),
        ("jax (>0.4.25)", (0, 4, 25), None),
        ("jax<0.5", None, (0, 5)),
        ("jax!=0.4.20", None, None),
        ("jax>=0.5.0rc1", (0, 5, 0), None),
        ("jax @ git+https://example.org/jax@v0.4.1", None, None),
        ("jaxlib>=0.4.25", None, None),
        ("jax-metal>=0.1", None, None),
        ("!?", None, None),
    ],
)
def test_requirement(tmp_path: Path, requirement: str, lowest: object, highest: object) -> None:
    text = f'[project]\ndependencies = ["numpy>=1", "{requirement}"]\n'
    assert bounds(tmp_path, text) == Bounds(lowest, highest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "lowest"),
    [
        ('[project.optional-dependencies]\na = ["jax>=0.4.30"]\nb = ["jax>=0.4.20"]', (0, 4, 20)),
        ('[dependency-groups]\ndev = [{include-group = "a"}, "jax>=0.6"]', (0, 6)),
        ('[tool.poetry.dependencies]\njax = "^0.4.30"', (0, 4, 30)),
        ('[tool.poetry.dependencies]\njax = {version = "~0.4.1", extras = ["cpu"]}', (0, 4, 1)),
        ('[tool.poetry.dependencies]\njax = "0.4.1"', (0, 4, 1)),
        ('[tool.poetry.dependencies]\njax = [{version = "0.4.1"}]', None),
        ('[tool.poetry.dependencies]\njax = "*"', None),
        ('project = "odd"', None),
        ("[project]\ndependencies = 3", None),
        ("[project\n", None),
        ('[tool.treelint]\nselect = ["TL1"]', None),
    ],
)
def test_places(tmp_path: Path, text: str, lowest: object) -> None:
    assert bounds(tmp_path, text).lowest == lowest


def test_names_are_normalised(tmp_path: Path) -> None:
    text = '[project]\ndependencies = ["Typing_Extensions>=4"]'
    assert bounds(tmp_path, text, "typing-extensions") == Bounds((4,))


def test_the_nearest_file_speaks(tmp_path: Path) -> None:
    inner = tmp_path / "src"
    inner.mkdir()
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["jax>=0.5"]')
    near = inner / "pyproject.toml"
    found = requirements(inner / "code.py")
    assert found.of("jax") == Bounds((0, 5))
    assert found.consulted.present == {tmp_path / "pyproject.toml"}
    assert found.consulted.absent == {near}
    near.write_bytes(b"\xff")
    found = requirements(inner / "code.py")
    assert found.of("jax") == Bounds()
    assert found.consulted.present == {near}


def test_without_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def absent(self: Path, encoding: str) -> str:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "read_text", absent)
    found = requirements(tmp_path / "code.py")
    assert found.of("jax") == Bounds()
    assert tmp_path / "pyproject.toml" in found.consulted.absent


@pytest.mark.parametrize(
    ("lowest", "highest", "answer"),
    [
        (None, None, True),
        ((0, 4, 25), None, True),
        ((0, 4, 24), None, False),
        ((0, 5), (0, 7), True),
        (None, (0, 4, 20), False),
        (None, (0, 7), True),
    ],
)
def test_may_assume(lowest: object, highest: object, answer: bool) -> None:
    assert Bounds(lowest, highest).may_assume((0, 4, 25)) is answer  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("requirement", "count"), [("jax", 1), ("jax>=0.4.25", 1), ("jax>=0.4.24", 0), ("jax<0.4", 0)]
)
def test_a_new_name_that_is_not_there_yet_is_not_asked_for(
    tmp_path: Path, requirement: str, count: int
) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(f'[project]\ndependencies = ["{requirement}"]')
    rule = find_rule("TL801")
    assert rule is not None
    source = SourceFile(str(tmp_path / "code.py"), "import jax\njax.tree_map(f, m)\n")
    checked = engine.check(source, Config((rule,)))
    assert len(checked.findings) == count
    # When it changes, so may the answer.
    assert path in checked.consulted.present
