"""`--show-settings`: what holds, where it comes from, and nothing that is not so."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from treelint.cli import main
from treelint.discover import EXCLUDE

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown(capsys: Output, *arguments: str, status: int = 0) -> str:
    capsys.readouterr()
    assert main(["--show-settings", *arguments]) == status
    return capsys.readouterr().out


def table(text: str) -> Any:
    return tomllib.loads(text)["tool"]["treelint"]


def origin(text: str, key: str) -> str:
    """What stands behind a key, or in the comment for one that is not set."""
    (line,) = (
        line
        for line in text.splitlines()
        if line.removeprefix("# ").startswith((key + " ", key + ":"))
    )
    return line.rpartition("#")[2].strip()


def test_defaults(capsys: Output) -> None:
    text = shown(capsys)
    assert text.startswith("# what holds for .\n# settings file: none\n")
    assert table(text) == {
        "select": ["ALL"],
        "ignore": [],
        "extend-select": [],
        "exclude": list(EXCLUDE),
        "extend-exclude": [],
        "runtime": "equinox",
        "unsafe-fixes": False,
        "per-file-ignores": {},
        "aliases": {},
    }
    assert origin(text, "select") == "default"
    assert "# jobs: not set, so that treelint chooses  (default)\n" in text
    assert "# python: not set, so that treelint chooses  (default)\n" in text
    assert "# rules that look at it: TL101, TL102, " in text
    assert "TL108" not in text  # it is off


SETTINGS = """
[tool.treelint]
select = ["TL1", "TL2"]
ignore = ["TL104"]
runtime = "treeops"
jobs = 2
[tool.treelint.per-file-ignores]
"te\\"st.py" = ["TL2"]
"ü.py" = ["TL1"]
[tool.treelint.aliases]
"lib.at" = "equinox.tree_at"
"""


def test_a_file_of_settings(folder: Path, capsys: Output) -> None:
    Path("pyproject.toml").write_text(SETTINGS)
    Path('te"st.py').touch()
    text = shown(capsys, 'te"st.py')
    assert f"# settings file: {folder / 'pyproject.toml'}\n" in text
    values = table(text)
    for key, value in table(SETTINGS).items():
        assert values[key] == value
    assert values["jobs"] == 2
    origins = {key: origin(text, key) for key in ("select", "ignore", "runtime", "exclude")}
    assert origins == {
        "select": "settings file",
        "ignore": "settings file",
        "runtime": "settings file",
        "exclude": "default",
    }
    rules = text.rpartition("look at it: ")[2].strip().split(", ")
    assert "TL101" in rules
    assert not {"TL104", "TL202", "TL301"} & set(rules)


def test_the_command_line(capsys: Output) -> None:
    Path("pyproject.toml").write_text(SETTINGS)
    text = shown(capsys, "--ignore", "TL101", "--jobs", "3", "--unsafe-fixes")
    assert table(text)["ignore"] == ["TL104", "TL101"]
    assert origin(text, "ignore") == "settings file and command line"
    assert origin(text, "select") == "settings file"
    assert (table(text)["jobs"], origin(text, "jobs")) == (3, "command line")
    assert (table(text)["unsafe-fixes"], origin(text, "unsafe-fixes")) == (True, "command line")
    # `--select` starts afresh.
    text = shown(capsys, "--select", "tl3", "--extend-select", "TL203")
    assert (table(text)["select"], origin(text, "select")) == (["TL3"], "command line")
    assert (table(text)["ignore"], origin(text, "ignore")) == ([], "command line")
    assert origin(text, "extend-select") == "command line"
    assert table(text)["extend-select"] == ["TL203"]


def test_python_is_relative_to_its_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    (folder / "sub").mkdir()
    (folder / "env" / "bin").mkdir(parents=True)
    Path("treelint.toml").write_text("python = 'env'\n")
    monkeypatch.chdir("sub")
    text = shown(capsys)
    assert table(text)["python"] == str(folder / "env")
    text = shown(capsys, "--python", "../env")
    assert Path(table(text)["python"]).samefile(folder / "env")
    assert origin(text, "python") == "command line"
    assert main(["--show-settings", "--python", "gone"]) == 2
    assert "gone: there is no environment here" in capsys.readouterr().err


def test_several_paths(folder: Path, capsys: Output) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "treelint.toml").write_text("select = ['TL2']\n")
    text = shown(capsys, ".", "in", "gone.py", status=2)
    assert [line for line in text.splitlines() if line.startswith("# what holds")] == [
        "# what holds for .",
        "# what holds for in",
    ]
    assert 'select = ["ALL"]  # default\n' in text
    assert 'select = ["TL2"]  # settings file\n' in text
    assert main(["--show-settings", "gone.py"]) == 2
    assert capsys.readouterr().err == "treelint: gone.py: no such file or folder\n"


def test_mistakes_in_them(capsys: Output) -> None:
    Path("treelint.toml").write_text("selct = []\njobs = 0\n")
    assert main(["--show-settings"]) == 2
    captured = capsys.readouterr()
    assert "did you mean `select`?" in captured.err
    assert "`jobs` must be a whole number from 1; this key is left out" in captured.err
    assert (
        origin(captured.out, "jobs") == "# jobs: not set, so that treelint chooses  (default)"[2:]
    )
    assert main(["--show-settings", "--isolated"]) == 0
