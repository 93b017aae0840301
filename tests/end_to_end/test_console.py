"""The installed command and its streams: pipes that close, disks that are full, odd encodings."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.support import SCRIPTS
from treelint.options import FORMATS

CODE = "import equinox as eqx\nx = '漢字', eqx.tree_at(w, m)\n"
TREELINT = str(SCRIPTS / "treelint")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.py").write_text(CODE, "utf-8")
    return tmp_path


def shell(command: str, **environment: str) -> tuple[int, str, str]:
    """The status of a command line in which `treelint` is the command, and what it printed."""
    result = subprocess.run(
        ["bash", "-c", command.replace("treelint", TREELINT)],
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return result.returncode, result.stdout, result.stderr


def test_a_reader_that_goes() -> None:
    lines = "x = eqx.tree_at(w, m)\n" * 2000  # more than a pipe holds
    Path("a.py").write_text("import equinox as eqx\n" + lines)
    for others in ("", "2>&1"):
        assert shell(f"treelint a.py {others} | head -1 >/dev/null; exit ${{PIPESTATUS[0]}}") == (
            *(2, "", ""),
        )
    assert shell("treelint a.py | head -1")[1].startswith("a.py:2:5: TL202")


def test_streams_that_are_closed() -> None:
    assert shell("treelint a.py >&-") == (1, "", "")
    assert shell("treelint a.py gone.py >&- 2>&-") == (2, "", "")
    status, out, _ = shell("treelint a.py gone.py 2>&-")
    assert status == 2
    assert "TL202" in out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk() -> None:
    status, _, err = shell("treelint a.py >/dev/full")
    assert status == 2
    assert err == (
        "treelint: command line: stopped, as the system says: [Errno 28] No space left on device\n"
    )
    assert shell("treelint gone.py 2>/dev/full")[0] == 2
    status, _, err = shell("treelint a.py -q --output-file /dev/full")
    assert status == 2
    assert err == "treelint: /dev/full: cannot be written: No space left on device\n"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_encodings_without_the_characters(encoding: str) -> None:
    status, out, err = shell("treelint a.py -q", PYTHONIOENCODING=encoding)
    assert (status, err) == (1, "")
    _, _, line, carets, _ = out.splitlines()
    assert line == r"2 | x = '\u6f22\u5b57', eqx.tree_at(w, m)"
    assert carets.index("^") == line.index("eqx")


@pytest.mark.parametrize("name", FORMATS)
def test_documents_in_any_encoding(name: str) -> None:
    Path("ü漢.py").write_text(CODE, "utf-8")
    command = f"treelint --output-format {name}"
    status, out, _ = shell(command, PYTHONIOENCODING="ascii")
    assert status == 1
    assert out.isascii()
    if name not in {"text", "concise", "github"}:
        assert out == shell(command, PYTHONIOENCODING="utf-8")[1]


@pytest.mark.parametrize("name", FORMATS)
def test_only_the_format_asked_for_is_loaded(name: str, folder: Path) -> None:
    code = (
        "import sys\nfrom treelint.cli import main\n"
        f"main(['a.py', '--output-format', {name!r}, '--output-file', 'out'])\n"
        "print(*(name for name in sys.modules if name.startswith('treelint.report.')))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = {item.rpartition(".")[2] for item in result.stdout.splitlines()[-1].split()}
    own = {"json": "json_", "concise": "text"}.get(name, name)
    others = {"text", "json_", "github", "gitlab", "sarif", "junit", "statistics"} - {own}
    assert own in loaded
    assert not others & loaded


def test_what_is_rarely_asked_for_is_not_loaded() -> None:
    code = (
        "import sys\nfrom treelint.cli import main\nmain(['a.py'])\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    rare = {"baseline", "add_ignores", "watch", "show_settings", "fingerprint"}
    assert not {f"treelint.{name}" for name in rare} & set(result.stderr.split())
    assert not {"watchfiles", "anyio", "xml", "rich", "asyncio"} & set(result.stderr.split())
