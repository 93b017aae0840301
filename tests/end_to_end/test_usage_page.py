"""The page on usage is complete, and what it shows is so."""

import re
from pathlib import Path

from tests.end_to_end.support import ROOT, run
from treelint.options import FORMATS
from treelint.settings import Settings, load

PAGE = (ROOT / "docs" / "pages" / "usage.md").read_text("utf-8")


def block(language: str, start: str) -> str:
    found = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    (text,) = (text for text in found if text.startswith(start))
    return str(text)


def test_every_option_and_no_other() -> None:
    option = r"(?<![\w-])--[a-z][a-z-]+"
    known = set(re.findall(option, run("treelint", "--help").stdout))
    tables = "\n".join(line for line in PAGE.splitlines() if line.startswith("| `-"))
    assert set(re.findall(option, tables)) == known
    assert set(re.findall(rf"treelint [^`\n]*?({option})", PAGE)) <= known


def test_every_format() -> None:
    (line,) = (line for line in PAGE.splitlines() if "--output-format FORMAT" in line)
    assert set(re.findall(r"`([a-z]+)`", line)) == set(FORMATS)


def test_every_setting(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(block("toml", "[tool.treelint]"))
    loaded = load(path)
    assert loaded.failures == ()
    keys = {key.replace("-", "_") for key in loaded.keys}
    names = set(Settings.__annotations__) - {"root", "choice"}
    assert keys == names | {"select", "ignore", "extend_select"}


def test_what_show_settings_prints(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    path = tmp_path / "pyproject.toml"
    path.write_text("[tool.treelint]\nselect = ['TL1', 'TL203']\nignore = ['TL104']\n")
    result = run("treelint", "--show-settings", "src", "--ignore", "TL301", cwd=tmp_path)
    shown = block("text", "# what holds for src").replace("/home/me/project", str(tmp_path))
    beginning, end = shown.split("...\n", 1)
    assert result.stdout.startswith(beginning)
    assert end.removesuffix(" ...\n") in result.stdout


def test_baselines(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import equinox as eqx\nx = eqx.tree_at(w, m)\n")
    for line in block("sh", "treelint --write-baseline").splitlines():
        command, *arguments = line.partition("#")[0].split()
        assert run(command, *arguments, cwd=tmp_path).returncode == 0
