"""The installed command on the source of published packages."""

import importlib.util
import json
from pathlib import Path

import pytest

from tests.end_to_end.support import run

# Every finding that is expected, with the reason why it is true. There is none: the published
# code of these packages has been run, and holds no mistake that the present rules look for.
EXPECTED: dict[str, list[tuple[str, str, str]]] = {
    "equinox": [],
    "diffrax": [],
    "optimistix": [],
    "lineax": [],
    "optax": [],
    "flax": [],
    "chex": [],
}


def source_of(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


@pytest.mark.parametrize("package", EXPECTED)
def test_findings(package: str) -> None:
    source = source_of(package)
    results = [run("treelint", "--isolated", "--output-format", "json", source) for _ in range(2)]
    first, second = results
    assert first.stderr == ""
    assert first.stdout == second.stdout
    found = [
        (entry["code"], Path(entry["filename"]).relative_to(source).as_posix())
        for entry in json.loads(first.stdout)
    ]
    assert found == [(code, place) for code, place, _ in EXPECTED[package]]
    assert first.returncode == (1 if found else 0)


def test_the_calls_are_seen() -> None:
    """Nothing is found because nothing is wrong, not because nothing is looked at."""
    from treelint.index import FileIndex
    from treelint.parse import ParseFailure, parse
    from treelint.project.project import Project
    from treelint.resolve import resolve
    from treelint.source import SourceFile, decode

    seen = lowered = 0
    for path in source_of("diffrax").rglob("*.py"):
        source = decode(path.read_bytes(), str(path))
        assert isinstance(source, SourceFile)
        tree = parse(source)
        assert not isinstance(tree, ParseFailure)
        names, parents = resolve(tree, Project().package(path), {})
        calls = FileIndex(source, tree, names, parents).tree_at_calls
        seen += len(calls)
        lowered += sum(call.selector is not None for call in calls)
    assert seen >= 20
    assert lowered >= 20


def test_mistakes_put_into_real_code_are_found(tmp_path: Path) -> None:
    """Each call of `tree_at` in diffrax loses its replacement: every one is found."""
    import ast

    put = 0
    for path in source_of("diffrax").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(attr="tree_at")):
                    node.args, node.keywords = node.args[:2], []
                    put += 1
        (tmp_path / path.name).write_text(ast.unparse(tree), "utf-8")
    result = run("treelint", "--isolated", "--output-format", "json", tmp_path)
    assert result.returncode == 1
    codes = [entry["code"] for entry in json.loads(result.stdout)]
    assert codes.count("TL202") == put
    assert put >= 20
