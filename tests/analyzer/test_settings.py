"""`[tool.treelint]`: found, read, and every mistake in it named."""

from pathlib import Path

import pytest

from treelint import configure
from treelint.cli import main
from treelint.configure import Configurer, Options
from treelint.selection import Choice
from treelint.settings import file_in, load


def write(folder: Path, text: str, name: str = "pyproject.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text)
    return path


def find(folder: Path) -> Path | None:
    return Configurer(Options()).loaded(folder).path


def messages(tmp_path: Path, text: str) -> list[str]:
    loaded = load(write(tmp_path, f"[tool.treelint]\n{text}"))
    return [failure.message for failure in loaded.failures]


def test_everything(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        [tool.treelint]
        select = ["TL1", "TL203"]
        ignore = ["TL104"]
        extend-select = ["TL301"]
        exclude = ["old"]
        extend-exclude = ["*_pb2.py"]
        runtime = "treeops"
        jobs = 4
        unsafe-fixes = true
        python = "../env"
        [tool.treelint.per-file-ignores]
        "tests/*" = ["TL301"]
        [tool.treelint.aliases]
        "mylib.surgery" = "equinox.tree_at"
        """,
    )
    loaded = load(path)
    assert loaded.failures == ()
    settings = loaded.settings
    assert settings.choice == Choice(("TL1", "TL203"), ("TL301",), ("TL104",))
    assert settings.root == tmp_path
    assert (settings.exclude, settings.extend_exclude) == (("old",), ("*_pb2.py",))
    assert (settings.runtime, settings.unsafe_fixes) == ("treeops", True)
    assert (settings.jobs, settings.python) == (4, tmp_path / "../env")
    assert loaded.keys == {
        *("select", "ignore", "extend-select", "exclude", "extend-exclude", "runtime", "jobs"),
        *("unsafe-fixes", "python", "per-file-ignores", "aliases"),
    }
    assert settings.per_file_ignores == {"tests/*": ("TL301",)}
    assert settings.aliases == {"mylib.surgery": "equinox.tree_at"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "slect = ['TL1']",
            "unknown key `slect` in the treelint settings; did you mean `select`?",
        ),
        ("zzz = 1", "the keys are: select, ignore"),
        ("select = 'TL1'", "`select` must be a list of strings; this key is left out"),
        ("ignore = [1]", "`ignore` must be a list of strings"),
        ("unsafe-fixes = 'yes'", "`unsafe-fixes` must be true or false"),
        ("runtime = 'flax'", "`runtime` must be one of equinox, treeops"),
        ("jobs = 0", "`jobs` must be a whole number from 1"),
        ("jobs = true", "`jobs` must be a whole number from 1"),
        ("jobs = '2'", "`jobs` must be a whole number from 1"),
        ("python = 3.11", "`python` must be the path of an interpreter or an environment"),
        ("python = ''", "`python` must be the path of an interpreter or an environment"),
        ("aliases = 1", "`aliases` must be a table"),
        ("aliases = {'a.b' = 'equinox.nope'}", "'a.b' = 'equinox.nope' does not"),
        ("aliases = {surgery = 'equinox.tree_at'}", "must map full names to those of functions"),
        ("per-file-ignores = {'a' = 'TL1'}", "`per-file-ignores` must be a list of strings"),
        ("select = ['TL3011']", "unknown rule code 'TL3011'; did you mean TL301?"),
        ("per-file-ignores = {'a' = ['XX']}", "unknown rule code 'XX'"),
    ],
)
def test_mistakes(tmp_path: Path, text: str, message: str) -> None:
    (found,) = messages(tmp_path, text)
    assert message in found


def test_the_rest_holds(tmp_path: Path) -> None:
    text = "[tool.treelint]\nselect = ['TL101', 'TL9999']\nfoo = 1\nunsafe-fixes = true"
    loaded = load(write(tmp_path, text))
    assert loaded.settings.choice.select == ("TL101",)
    assert loaded.settings.unsafe_fixes
    assert loaded.keys == {"select", "unsafe-fixes"}
    assert len(loaded.failures) == 2


def test_broken_files(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, "[tool.treelint\n"))
    assert "not valid TOML" in loaded.failures[0].message
    assert "the defaults are used" in loaded.failures[0].message
    loaded = load(tmp_path / "gone.toml")
    assert "cannot be read" in loaded.failures[0].message
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
    assert "not valid TOML" in load(tmp_path / "bad.toml").failures[0].message


@pytest.mark.parametrize("text", ["[[tool.treelint]]\n", "[tool]\ntreelint = 3\n", "tool = 3\n"])
def test_no_table(tmp_path: Path, text: str) -> None:
    loaded = load(write(tmp_path, text))
    assert "`tool.treelint` must be a table" in loaded.failures[0].message


@pytest.mark.parametrize(
    "text", ["[ tool . treelint ]\n", '[tool."treelint"]\n', "[tool]\ntreelint = {}\n"]
)
def test_the_table_in_other_spellings(tmp_path: Path, text: str) -> None:
    assert find(tmp_path) is None
    path = write(tmp_path, text)
    assert find(tmp_path) == path
    write(tmp_path / "in", "# not treelint\n[tool.ruff]\n")
    assert find(tmp_path / "in") == path


def test_the_nearest_file_holds(tmp_path: Path) -> None:
    outer = write(tmp_path, "[tool.treelint]\nselect = ['TL1']\n")
    write(tmp_path / "a", "[tool.ruff]\n")
    inner = write(tmp_path / "a" / "b", "select = ['TL2']\n", "treelint.toml")
    assert find(tmp_path / "a") == outer
    assert find(tmp_path / "a" / "b") == inner
    configurer = Configurer(Options())
    assert configurer.settings(tmp_path / "a").choice.select == ("TL1",)
    assert configurer.settings(tmp_path / "a" / "b").choice.select == ("TL2",)
    isolated = Configurer(Options(isolated=True))
    assert isolated.settings(tmp_path).choice.select is None


def codes(configurer: Configurer, path: Path) -> set[str]:
    return {rule.code for rule in configurer.config(path)[0].rules}


def test_options_over_settings(tmp_path: Path) -> None:
    write(tmp_path, "[tool.treelint]\nselect = ['TL1']\nignore = ['TL101']\n")
    path = tmp_path / "a.py"
    assert codes(Configurer(Options()), path) >= {"TL102", "TL900"}
    assert "TL101" not in codes(Configurer(Options()), path)
    added = Configurer(Options(Choice(None, ("TL203",), ("TL102",))))
    assert "TL203" in codes(added, path)
    assert not {"TL101", "TL102"} & codes(added, path)
    afresh = Configurer(Options(Choice(("TL101",))))
    assert codes(afresh, path) == {"TL101", "TL900"}


def test_options_that_settings_have_too(tmp_path: Path) -> None:
    write(tmp_path, "[tool.treelint]\njobs = 4\npython = 'env'\nunsafe-fixes = false\n")
    settings = Configurer(Options()).settings(tmp_path)
    assert (settings.jobs, settings.python) == (4, tmp_path / "env")
    options = Options(unsafe_fixes=True, jobs=2, python=Path("here"))
    settings = Configurer(options).settings(tmp_path)
    assert (settings.jobs, settings.python) == (2, Path("here").absolute())
    assert settings.unsafe_fixes
    write(tmp_path, "[tool.treelint]\nunsafe-fixes = true\n")
    assert Configurer(Options()).settings(tmp_path).unsafe_fixes


def test_aliases_hold_below_their_file_only(tmp_path: Path) -> None:
    for name in ("one", "two"):
        text = f"[aliases]\n'{name}.at' = 'equinox.tree_at'\n"
        write(tmp_path / name, text, "treelint.toml")
    configurer = Configurer(Options())
    for name in ("one", "two"):
        config, _ = configurer.config(tmp_path / name / "a.py")
        assert config.aliases == {f"{name}.at": "equinox.tree_at"}
    config, _ = configurer.config(tmp_path / "a.py")
    assert config.aliases == {}


def test_each_folder_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "[tool.treelint]\n")
    looked: list[Path] = []

    def noted(folder: Path) -> Path | None:
        looked.append(folder)
        return file_in(folder)

    monkeypatch.setattr(configure, "file_in", noted)
    configurer = Configurer(Options())
    for folder in ("a/b", "a/c", "a", ".", "a/b"):
        assert configurer.loaded(tmp_path / folder).path == path
    assert looked == [tmp_path / "a" / "b", tmp_path / "a", tmp_path, tmp_path / "a" / "c"]


def test_per_file_ignores(tmp_path: Path) -> None:
    text = "[tool.treelint.per-file-ignores]\n'tests/*' = ['TL3']\n'conftest.py' = ['ALL']\n"
    write(tmp_path, text)
    configurer = Configurer(Options())
    assert "TL301" in codes(configurer, tmp_path / "a.py")
    assert "TL301" not in codes(configurer, tmp_path / "tests" / "a.py")
    assert codes(configurer, tmp_path / "x" / "conftest.py") == set()


def test_an_environment_that_is_elsewhere_is_a_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The settings are shared between machines; an option is for this one."""
    monkeypatch.chdir(tmp_path)
    Path("treelint.toml").write_text("python = 'gone'\n", encoding="utf-8")
    Path("code.py").write_text("x = 1\n", encoding="utf-8")
    assert main(["code.py"]) == 0
    assert "gone: there is no environment here" in capsys.readouterr().err
    assert main(["code.py", "--python", "gone"]) == 2
