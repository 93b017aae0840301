"""The plugin says the same under every mypy that it claims, each in an environment of its own.

`pytest -m mypy_versions`, for one of them with `-k 1.19`.
"""

from __future__ import annotations

import re
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.mypy_plugin.conftest import CASES
from tests.mypy_plugin.harness import Messages, by_file, configure, expected

# The oldest, and the last of each line.
VERSIONS = ("1.19.0", "1.20.2", "2.0.0", "2.1.0", "2.2.0", "2.3.1", "2.4.1")
ROOT = Path(__file__).parents[2]
CODES = ("[tree-at]", "[tree-at-type]", "[partial]", "[attr-defined]")
# What is quick, and needs no library but mypy.
QUICK = ("modes", "daemon", "guard", "codes")

pytestmark = pytest.mark.mypy_versions


@pytest.fixture(scope="module", params=VERSIONS)
def python(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with one mypy; the rest is that of the environment that runs the tests."""
    folder = tmp_path_factory.mktemp("environment") / f"mypy-{request.param}"
    venv.create(folder, with_pip=False)
    interpreter = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(interpreter), "install", "--quiet"]
    subprocess.run([*pip, "--disable-pip-version-check", f"mypy=={request.param}"], check=True)
    [packages] = folder.glob("lib/*/site-packages")
    # Behind its own packages, so that it is its own mypy that runs.
    parents = "; ".join(f"site.addsitedir({path!r})" for path in site.getsitepackages())
    (packages / "parent.pth").write_text(f"import site; {parents}\n", encoding="utf-8")
    said = subprocess.run(
        [interpreter, "-m", "mypy", "--version"], capture_output=True, text=True, check=True
    )
    assert said.stdout.split()[1] == request.param
    return interpreter


def agree(said: Messages, wanted: Messages) -> bool:
    """Whether all that the plugin has part in is the same; the rest changes with mypy.

    How it spells the types of functions does, and mypy 1.19 joins those of two.
    """
    functions = {
        line
        for line, texts in (*said.items(), *wanted.items())
        if any(re.search(r'Revealed type is ".*def ', text) for text in texts)
    }
    return by_plugin(said, functions) == by_plugin(wanted, functions)


def by_plugin(messages: Messages, less: set[int]) -> Messages:
    """The plugin's errors, and types, less some lines."""
    kept = {
        line: [essence(text) for text in texts if text.endswith(CODES) or "Revealed" in text]
        for line, texts in messages.items()
        if line not in less
    }
    return {line: texts for line, texts in kept.items() if texts}


def essence(text: str) -> str:
    """A message less what mypy has come to spell in another way."""
    return re.sub(r"builtins\.|`-?\d+", "", text)


def test_cases(python: Path, tmp_path: Path) -> None:
    """Every case, with an empty cache and with a full one, and with the other parser."""
    configuration = configure(CASES, tmp_path)
    paths = sorted(CASES.glob("*.py"))
    command = [str(python), "-m", "mypy", f"--config-file={configuration}"]
    for options in ("first", "first", "second"):
        done = subprocess.run(
            [
                *command,
                f"--cache-dir={tmp_path / options}",
                *other_parser(python, options),
                *paths,
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        said = by_file(done.stdout)
        for path in paths:
            assert agree(said.get(path.name, {}), expected(path)), (path.name, done.stdout)


def other_parser(python: Path, which: str) -> list[str]:
    """The option for the parser that is not the usual one, where there are two."""
    if which == "first":
        return []
    done = subprocess.run(
        [python, "-m", "mypy", "--help"], capture_output=True, text=True, check=True
    )
    return [option for option in ("--no-native-parser",) if option in done.stdout]


def test_the_quick_tests(python: Path) -> None:
    """Run by pytest in that environment."""
    tests = [f"tests/mypy_plugin/test_{name}.py" for name in QUICK]
    done = subprocess.run(
        [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:]
