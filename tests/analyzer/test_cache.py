"""What a run remembers: the same answers as without, and nothing that is no longer true."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from treelint import engine
from treelint.cache import state, store
from treelint.cache.stamps import Clock, look
from treelint.cli import main
from treelint.configure import Configurer, Options
from treelint.engine import Checked, Config
from treelint.reach import EVERYTHING
from treelint.source import SourceFile

IMPORT = "import equinox as eqx\n"
CLEAN = f"{IMPORT}x = eqx.tree_at(lambda m: m.a, m, 1)\n"
SAFE = f"{IMPORT}x = eqx.tree_at(lambda m: (l for l in m), m, new)\n"
NO_FIX = f"{IMPORT}x = eqx.tree_at(lambda m: m.a, m)\n"
PLAIN = "x = 1\n"
CACHE = Path(".treelint_cache/cache.json")
# An hour ago: a time that says what it seems to say.
LONG_AGO = 3_600_000_000_000

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    return tmp_path


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that the engine was asked about since this was last emptied."""
    asked: list[str] = []

    def noting(source: SourceFile, config: Config) -> Checked:
        asked.append(source.filename)
        return check(source, config)

    check = engine.check
    monkeypatch.setattr(engine, "check", noting)
    return asked


def write(name: str, text: str, *, age: int = LONG_AGO) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    if age:
        then = path.stat().st_mtime_ns - age
        os.utime(path, ns=(then, then))
    return path


def run(*arguments: str) -> int:
    return main([*arguments, "-q"])


def test_a_second_run_checks_nothing(checked: list[str], capsys: Output) -> None:
    write("a.py", CLEAN)
    write("b.py", NO_FIX)
    write("c.py", PLAIN)
    assert run() == 1
    first = capsys.readouterr()
    assert checked == ["a.py", "b.py", "c.py"]
    checked.clear()
    assert run() == 1
    assert checked == []
    assert capsys.readouterr() == first
    assert "TL202" in first.out


FORMATS = ["text", "concise", "json", "github", "gitlab", "sarif", "junit"]


@pytest.mark.parametrize("name", FORMATS)
def test_every_report_is_the_same(name: str, capsys: Output) -> None:
    notebook = {
        "cells": [
            {
                "cell_type": "code",
                "metadata": {},
                "source": NO_FIX,
                "outputs": [],
                "execution_count": None,
            }
        ],
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    write("a.py", SAFE + "eqx.nn.inference_mode(model)  # treelint: ignore[TL101]\n")
    write("b.py", "x = (\n")
    write("n.ipynb", json.dumps(notebook))
    arguments = ["--output-format", name]
    run(*arguments, "--no-cache")
    expected = capsys.readouterr()
    for _ in range(3):
        assert run(*arguments) == 2
        assert capsys.readouterr() == expected
    assert "TL900" in expected.out


def test_fixes_are_made_from_the_code(capsys: Output) -> None:
    path = write("a.py", SAFE)
    assert run() == 1
    assert run("--diff") == 1
    assert "+x = eqx.tree_at(lambda m: tuple(" in capsys.readouterr().out
    assert run("--fix") == 0
    assert "tuple(" in path.read_text()
    assert run() == 0
    assert run("--fix") == 0


def test_ignores_and_baselines_work_on_what_is_known(capsys: Output) -> None:
    path = write("a.py", NO_FIX)
    run()
    assert run("--write-baseline", "known.json") == 0
    assert run("--baseline", "known.json") == 0
    assert run("--add-ignores") == 0
    assert "# treelint: ignore[TL202]" in path.read_text()


def change_content() -> None:
    write("a.py", CLEAN.replace("m.a", "m.b"))


def change_content_but_not_the_time() -> None:
    """As a checkout of another branch within one tick of the clock."""
    before = Path("a.py").stat()
    Path("a.py").write_text(CLEAN.replace("m.a", "m.b"))
    os.utime("a.py", ns=(before.st_atime_ns, before.st_mtime_ns))


def change_settings() -> None:
    Path("pyproject.toml").write_text("[tool.treelint]\nignore = ['TL102']\n")


def change_settings_for_the_file() -> None:
    Path("pyproject.toml").write_text("[tool.treelint.per-file-ignores]\n'a.py' = ['TL102']\n")


def make_an_environment() -> None:
    write(".venv/pyvenv.cfg", "")
    Path(".venv/lib/python3.11/site-packages").mkdir(parents=True)


@pytest.mark.parametrize(
    "change",
    [change_content, change_settings, change_settings_for_the_file, make_an_environment],
)
def test_checked_again_after_a_change(change: Any, checked: list[str]) -> None:
    write("pyproject.toml", "[tool.treelint]\n")
    write("a.py", CLEAN)
    assert run() == 0
    checked.clear()
    change()
    assert run() == 0
    assert checked == ["a.py"]
    checked.clear()
    assert run() == 0
    assert checked == []


def test_a_time_that_is_too_young_says_nothing(checked: list[str]) -> None:
    write("a.py", CLEAN, age=0)
    run()
    checked.clear()
    change_content_but_not_the_time()
    run()
    assert checked == ["a.py"]


def test_a_checkout_changes_times_and_nothing_else(checked: list[str]) -> None:
    path = write("a.py", CLEAN)
    run()
    checked.clear()
    path.touch()
    run()
    assert checked == []
    # It may be written once more within the same tick, which is then seen.
    change_content_but_not_the_time()
    run()
    assert checked == ["a.py"]


@pytest.mark.parametrize(
    "arguments", [["--select", "TL1"], ["--ignore", "TL102"], ["--extend-select", "TL206"]]
)
def test_another_choice_of_rules(arguments: list[str], checked: list[str]) -> None:
    write("a.py", CLEAN)
    run()
    checked.clear()
    run(*arguments)
    assert checked == ["a.py"]


def test_another_treelint(monkeypatch: pytest.MonkeyPatch, checked: list[str]) -> None:
    write("a.py", CLEAN)
    run()
    checked.clear()
    monkeypatch.setattr(state, "__version__", "99")
    run()
    assert checked == ["a.py"]


def test_the_code_of_treelint_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "_CODE", tmp_path)
    (tmp_path / "rules").mkdir()
    rule = tmp_path / "rules" / "tl.py"
    rule.write_text("a")
    seen = [state.program()]
    rule.write_text("ab")
    seen.append(state.program())
    os.utime(rule, ns=(0, 0))
    seen.append(state.program())
    (tmp_path / "new.py").touch()
    seen.append(state.program())
    assert len(set(seen)) == len(seen)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "new.pyc").touch()
    assert state.program() == seen[-1]


def test_every_setting_counts(tmp_path: Path) -> None:
    configurer = Configurer(Options())
    before = state.settings(configurer.profile(tmp_path / "a.py"))
    lines = {
        "select": "['TL1']",
        "ignore": "['TL1']",
        "extend-select": "['TL206']",
        "aliases": "{'a.b' = 'equinox.tree_at'}",
        "per-file-ignores": "{'*.py' = ['TL1']}",
        "runtime": "'treeops'",
    }
    for key, value in lines.items():
        (tmp_path / "treelint.toml").write_text(f"{key} = {value}\n")
        profile = Configurer(Options()).profile(tmp_path / "a.py")
        assert state.settings(profile) != before, key


# A file whose findings come from others: what `Base` is decides what `m.b` is.
USES = """\
import equinox as eqx
from pkg.base import Base
def f():
    m = Base(1)
    return eqx.tree_at(lambda m: m.b, m, 1)
"""
BASE = "import equinox as eqx\nclass Base(eqx.Module):\n    a: int\n"


def make_package() -> None:
    write("pkg/__init__.py", "")
    write("pkg/base.py", BASE)
    write("pkg/uses.py", USES)


def test_what_findings_came_from(checked: list[str], capsys: Output) -> None:
    make_package()
    assert run("pkg/uses.py") == 1
    assert "TL704" in capsys.readouterr().out
    checked.clear()
    assert run("pkg/uses.py") == 1
    assert checked == []
    assert "TL704" in capsys.readouterr().out
    # Only its time is another.
    Path("pkg/base.py").touch()
    assert run("pkg/uses.py") == 1
    assert checked == []
    write("pkg/base.py", BASE + "    b: int = 2\n")
    assert run("pkg/uses.py") == 0
    assert checked == ["pkg/uses.py"]
    Path("pkg/base.py").unlink()
    assert run("pkg/uses.py") == 0
    assert checked == ["pkg/uses.py"] * 2
    write("pkg/base.py", BASE)
    assert run("pkg/uses.py") == 1
    assert checked == ["pkg/uses.py"] * 3


def test_a_source_that_changed_while_another_file_was_checked(checked: list[str]) -> None:
    """What one file's findings came from is not what another's come from now."""
    make_package()
    write("pkg/other.py", USES)
    assert run("pkg") == 1
    write("pkg/base.py", BASE + "    b: int = 2\n")
    assert run("pkg/other.py") == 0
    checked.clear()
    assert run("pkg/uses.py") == 0
    assert checked == ["pkg/uses.py"]


def test_what_changed_during_the_run_is_not_trusted(tmp_path: Path) -> None:
    path = write("a.py", CLEAN, age=0)
    seen = look(str(path))
    assert seen is not None
    assert not Clock(seen[1]).is_older(seen)
    assert Clock(seen[1] + 60_000_000_000).is_older(seen)
    kept = Clock(seen[1] + 60_000_000_000).stamp(seen, "x")
    assert kept == (*seen, "x")
    assert Clock(seen[1]).stamp(seen, "x") == (seen[0], 0, "x")


def test_a_file_that_fails_is_not_remembered(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    write("a.py", CLEAN)

    def fail(source: SourceFile, config: Config) -> Checked:
        msg = "oh"
        raise LookupError(msg)

    with monkeypatch.context() as patch:
        patch.setattr(engine, "check", fail)
        assert run() == 2
    assert run() == 0
    capsys.readouterr()
    Path("a.py").write_bytes(b"# \xff\n")
    for _ in range(2):
        assert run() == 2
        assert "not valid utf-8" in capsys.readouterr().err


def test_what_the_gate_held_back(checked: list[str], capsys: Output) -> None:
    """In a large folder it is not parsed; when the folder is small again it is."""
    write("broken.py", "x = (\n")
    large = write("large.py", PLAIN * 50_000)
    assert run() == 0
    assert run() == 0
    assert checked == []
    assert run("broken.py") == 2
    assert run() == 0
    large.unlink()
    assert run() == 2
    assert run() == 2
    assert "TL900" in capsys.readouterr().out


def test_what_the_gate_held_back_in_a_smaller_run(capsys: Output) -> None:
    """That `part/use.py` reaches `tree_at` is seen only beside the file that passes it on."""
    write("surgery.py", "from equinox import tree_at as cut\n")
    write("part/use.py", "from surgery import cut\n")
    write("part/large.py", PLAIN * 50_000)
    assert run() == 0
    write("part/use.py", "from surgery import cut\nm = cut(lambda t: (t.a, t.b), m, (1,))\n")
    assert run("part") == 0
    assert run() == 1
    assert "TL203" in capsys.readouterr().out


ITEM = "import jax.numpy as jnp\nx = jnp.zeros(3)\nx[0] = 1\n"
CUT = "m = cut(lambda t: (t.a, t.b), m, (1,))\n"


def test_a_file_alone_and_among_those_that_lead_there(checked: list[str], capsys: Output) -> None:
    """Alone it was checked by fewer rules, unless it has a sign; the others are as they were."""
    write("surgery.py", "from equinox import tree_at as cut\n")
    for text in ("", ITEM):
        write("use.py", f"{text}from surgery import cut\n")
        run()
        write("use.py", f"{text}from surgery import cut\n{CUT}")
        for _ in range(2):
            run("use.py")
            assert ("TL203" in capsys.readouterr().out) == bool(text)
            assert run() == 1
            assert "TL203" in capsys.readouterr().out
    checked.clear()
    run()
    assert checked == []


def test_a_file_that_is_named_and_one_that_is_met(checked: list[str], capsys: Output) -> None:
    """The same file in both: what leads there is not among those that are looked at."""
    write("treelint.toml", "extend-exclude = ['surgery.py']\n")
    write("surgery.py", "from equinox import tree_at as cut\n")
    write("use.py", f"{ITEM}from surgery import cut\n{CUT}")
    for paths, codes in (([], {"TL505"}), (["use.py"], {"TL203", "TL505"})) * 2:
        for is_known in (False, True):
            checked.clear()
            assert run(*paths) == 1
            assert checked == ([] if is_known else ["use.py"])
            out = capsys.readouterr().out
            assert {code for code in ("TL203", "TL505") if code in out} == codes


def test_another_file_leads_to_one_with_a_sign(checked: list[str], capsys: Output) -> None:
    """Its own content, and that of all that its findings came from, is as it was."""
    write("surgery.py", "")
    write("use.py", f"{ITEM}from surgery import cut\n{CUT}")
    write("plain.py", PLAIN)
    run()
    capsys.readouterr()
    for text, codes in (
        ("from equinox import tree_at as cut\n", {"TL203", "TL505"}),
        ("cut = print\n", {"TL505"}),
        ("from equinox import tree_at as cut\n", {"TL203", "TL505"}),
    ):
        write("surgery.py", text)
        checked.clear()
        assert run() == 1
        assert "use.py" in checked
        assert "plain.py" not in checked
        out = capsys.readouterr().out
        assert {code for code in ("TL203", "TL505") if code in out} == codes
        checked.clear()
        run()
        assert checked == []
        assert capsys.readouterr().out == out


def test_other_rules_for_a_file_with_a_sign(checked: list[str], capsys: Output) -> None:
    write("use.py", f"{ITEM}x.at[0].set(1)\n")
    for options, codes in (
        (["--select", "TL505"], {"TL505"}),
        (["--select", "TL302"], {"TL302"}),
        ([], {"TL302", "TL505"}),
    ):
        checked.clear()
        run(*options)
        assert checked == ["use.py"]
        out = capsys.readouterr().out
        assert {code for code in ("TL302", "TL505") if code in out} == codes


def test_a_file_that_cannot_be_checked_is_not_taken_for_held_back(capsys: Output) -> None:
    """Names of the project lead to it, which the gate alone does not know."""
    write("surgery.py", "from equinox import tree_at as cut\n")
    write("large.py", PLAIN * 50_000)
    Path("use.py").write_bytes(b"from surgery import cut  # \xff\n")
    os.utime("use.py", ns=(0, 0))
    for _ in range(2):
        assert run() == 2
        assert "not valid utf-8" in capsys.readouterr().err


def test_a_part_of_the_files_leaves_the_others_known(checked: list[str]) -> None:
    write("a.py", CLEAN)
    write("b.py", CLEAN)
    write("gone.py", CLEAN)
    run()
    Path("gone.py").unlink()
    write("a.py", NO_FIX)
    run("a.py")
    assert set(json.loads(CACHE.read_text())["files"]) == {"a.py", "b.py"}
    checked.clear()
    run()
    assert checked == []


def test_nothing_is_written_where_nothing_has_changed() -> None:
    write("a.py", CLEAN)
    run()
    before = CACHE.stat().st_ino
    run()
    assert CACHE.stat().st_ino == before


def test_where_it_is_kept(tmp_path: Path) -> None:
    write("a.py", CLEAN)
    run("--no-cache")
    assert not CACHE.parent.exists()
    run("--cache-dir", "elsewhere/cache")
    assert not CACHE.parent.exists()
    (kept,) = Path("elsewhere/cache").glob("*.json")
    assert json.loads(kept.read_text())["root"] == str(tmp_path)
    run()
    assert (CACHE.parent / ".gitignore").read_text() == "*\n"
    assert (CACHE.parent / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d1727")
    # A folder of the user's own is left as it is otherwise.
    Path("own").mkdir()
    run("--cache-dir", "own")
    assert [path.suffix for path in Path("own").iterdir()] == [".json"]


def test_each_root_of_settings_has_its_own() -> None:
    for name in ("one", "two"):
        write(f"{name}/treelint.toml", "")
        write(f"{name}/a.py", CLEAN)
    run()
    assert set(json.loads(Path("one", CACHE).read_text())["files"]) == {"a.py"}
    assert Path("two", CACHE).exists()
    assert not CACHE.exists()


def test_the_cache_is_not_checked() -> None:
    write("a.py", CLEAN)
    run()
    write(".treelint_cache/b.py", NO_FIX)
    assert run() == 0


def damage(content: bytes) -> None:
    CACHE.write_bytes(content)


DAMAGE = {
    "empty": b"",
    "garbage": b"\x00\xff\x80garbage",
    "truncated": None,
    "another kind": b"[1, 2]",
    "nothing in it": b"{}",
    "deep": b"[" * 100_000,
    "wrong types": b'{"program": 1, "root": [], "files": 3}',
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_cache_is_made_anew(name: str, checked: list[str], capsys: Output) -> None:
    write("a.py", NO_FIX)
    main([])
    first = capsys.readouterr()
    content = DAMAGE[name]
    CACHE.write_bytes(CACHE.read_bytes()[:-20] if content is None else content)
    checked.clear()
    assert main([]) == 1
    captured = capsys.readouterr()
    assert captured.out == first.out
    assert checked == ["a.py"]
    if name != "wrong types":
        assert captured.err.count("\n") == 1
        assert "cache.json is damaged, and made anew" in captured.err
    checked.clear()
    assert main([]) == 1
    assert capsys.readouterr() == first
    assert checked == []


def spoil(kept: dict[str, Any], key: str, value: object) -> None:
    kept["files"]["a.py"][int(key)] = value


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("0", [1]),
        ("0", ["1", 2, "x"]),
        ("0", None),
        ("1", 99),
        ("1", "x"),
        ("3", [["TL202"]]),
        ("3", [[1, 2, 3, 4, 5, 6, 7, 8]]),
        ("3", 7),
        ("4", [99]),
        ("5", ["x"]),
    ],
)
def test_an_entry_that_makes_no_sense(key: str, value: object, capsys: Output) -> None:
    write("a.py", NO_FIX)
    main([])
    first = capsys.readouterr()
    kept = json.loads(CACHE.read_text())
    spoil(kept, key, value)
    CACHE.write_text(json.dumps(kept))
    assert main([]) == 1
    assert capsys.readouterr().out == first.out


def test_a_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    def deny(self: Path, **_: object) -> None:
        raise PermissionError(13, "Permission denied")

    write("a.py", NO_FIX)
    monkeypatch.setattr(Path, "mkdir", deny)
    for _ in range(2):
        assert main([]) == 1
        captured = capsys.readouterr()
        assert "TL202" in captured.out
        assert captured.err.count("\n") == 1
        assert captured.err.endswith("cache.json cannot be written: Permission denied\n")
    assert run() == 1
    assert capsys.readouterr().err == ""


def a_file_for_the_folder() -> None:
    CACHE.parent.touch()


def a_folder_for_the_file() -> None:
    CACHE.mkdir(parents=True)


@pytest.mark.parametrize("make", [a_file_for_the_folder, a_folder_for_the_file])
def test_a_cache_that_cannot_be_read(make: Any, capsys: Output) -> None:
    write("a.py", NO_FIX)
    make()
    assert main([]) == 1
    captured = capsys.readouterr()
    assert "TL202" in captured.out
    assert captured.err.count("\n") == 1
    assert "cache.json cannot be read: " in captured.err


def test_a_write_that_fails_leaves_no_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    write("a.py", CLEAN)
    monkeypatch.setattr(Path, "replace", deny)
    assert run() == 0
    assert sorted(path.name for path in CACHE.parent.iterdir()) == [".gitignore", "CACHEDIR.TAG"]


def test_two_runs_at_once() -> None:
    """Each writes whole files: whoever is last, what is there can be read."""
    for number in range(20):
        write(f"f{number}.py", CLEAN.replace("m.a", f"m.a{number}"))
    root = Path.cwd()
    path = store.path_of(root, None)
    contents = store.Contents({"a.py": store.Entry((1, 2, "x"), "s", EVERYTHING, [], [], [])})
    problems: list[Exception] = []

    def save() -> None:
        try:
            for _ in range(50):
                store.save(path, "program", root, contents)
                assert store.load(path, "program", root) == contents
        except Exception as error:  # noqa: BLE001
            problems.append(error)

    threads = [threading.Thread(target=save) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    runs = [
        subprocess.Popen([sys.executable, "-m", "treelint", "-q"], stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    assert [process.communicate()[1] for process in runs] == [b""] * 3
    assert [process.returncode for process in runs] == [0] * 3
    assert [name.name for name in path.parent.glob("*.json*")] == ["cache.json"]


LISTEN = """\
import sys
from treelint.cli import main
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
status = main(["-q"])
print(*(name for name in opened if name.startswith(sys.argv[1]) or name[0] != "/"), sep="\\n")
"""


def test_a_warm_run_reads_no_code(tmp_path: Path) -> None:
    """Of the project it opens the settings and the cache, and of others nothing."""
    write("treelint.toml", "")
    make_package()
    write("pkg/uses.py", USES.replace("m.b", "m.a"))
    write("plain.py", PLAIN)

    def opened() -> set[str]:
        done = subprocess.run(
            [sys.executable, "-c", LISTEN, tmp_path], capture_output=True, text=True, check=True
        )
        assert done.stderr == ""
        return {Path(line).name for line in done.stdout.splitlines()}

    assert {"uses.py", "base.py", "plain.py"} <= opened()
    assert opened() == {"treelint.toml", "cache.json"}
