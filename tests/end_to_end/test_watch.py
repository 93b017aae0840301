"""`treelint --watch`, run as a user runs it: it checks at every change, until it is stopped."""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from tests.end_to_end.support import SCRIPTS

IMPORT = "import equinox as eqx\n"
CLEAN = f"{IMPORT}x = eqx.tree_at(w, m, 1)\n"
WRONG = f"{IMPORT}x = eqx.tree_at(w, m)\n"
SAFE = f"{IMPORT}x = eqx.tree_at(lambda m: {{m.a}}, m, n)\n"
CLEAR = "\033[2J\033[3J\033[H"
# Long, for slow machines: a test that passes never waits for it.
PATIENCE = 60


class Watching:
    """A process that watches, and the lines that it prints."""

    def __init__(self, process: subprocess.Popen[str], stream: IO[str]) -> None:
        self.process = process
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, args=(stream,), daemon=True).start()

    def _read(self, stream: IO[str]) -> None:
        with contextlib.suppress(OSError):  # how a terminal tells that nobody writes to it
            for line in stream:
                self._lines.put(line)

    def run(self) -> str:
        """What the next run prints, up to where it waits for changes."""
        printed = ""
        while "waiting for changes" not in printed:
            printed += self._lines.get(timeout=PATIENCE)
        return printed

    def is_quiet(self) -> bool:
        """Whether nothing is printed for longer than a change takes to be seen."""
        try:
            self._lines.get(timeout=1)
        except queue.Empty:
            return True
        return False


@contextlib.contextmanager
def watching(folder: Path, *arguments: str) -> Iterator[Watching]:
    process = subprocess.Popen(
        [SCRIPTS / "treelint", "--watch", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    try:
        assert process.stdout is not None
        yield Watching(process, process.stdout)
    finally:
        process.kill()
        process.communicate()


def test_every_change_is_checked(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(CLEAN)
    with watching(tmp_path) as watched:
        first = watched.run()
        assert first.startswith("Nothing found in 1 file.\n")
        assert "\033" not in first
        (tmp_path / "a.py").write_text(WRONG)
        assert "a.py:2:5: TL202" in watched.run()
        (tmp_path / "new").mkdir()
        (tmp_path / "new" / "b.py").write_text(WRONG)
        assert "Found 2 mistakes in 2 files." in watched.run()
        # As editors save: to another file, which takes the place of the old one.
        (tmp_path / ".a.py.tmp").write_text(CLEAN)
        (tmp_path / ".a.py.tmp").replace(tmp_path / "a.py")
        assert "Found 1 mistake in 1 file." in watched.run()
        (tmp_path / "new" / "b.py").unlink()
        assert "Nothing found in 1 file." in watched.run()
        (tmp_path / "treelint.toml").write_text("selct = []\n")
        assert "unknown key `selct`" in watched.run()
        for name in ("notes.txt", "__pycache__/a.py", "report.json"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(WRONG)
        assert watched.is_quiet()
        watched.process.send_signal(signal.SIGINT)
        assert watched.process.wait(PATIENCE) == 130
        assert watched.is_quiet()


def test_many_changes_at_once_are_one_run(tmp_path: Path) -> None:
    with watching(tmp_path) as watched:
        assert "Nothing found in 0 files." in watched.run()
        for number in range(50):
            (tmp_path / f"a{number}.py").write_text(WRONG)
        printed = watched.run()
        while "Found 50 mistakes" not in printed:  # a machine may take long over them
            printed = watched.run()
        assert watched.is_quiet()


def test_a_named_file_and_fixes(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(CLEAN)
    (tmp_path / "b.py").write_text(CLEAN)
    with watching(tmp_path, "--fix", "a.py") as watched:
        watched.run()
        (tmp_path / "b.py").write_text(SAFE)
        assert watched.is_quiet()
        (tmp_path / "a.py").write_text(SAFE)
        assert "Nothing found in 1 file (1 fixed)." in watched.run()
        assert "lambda m: (m.a,)" in (tmp_path / "a.py").read_text()
        # What it has written is a change as well.
        assert "Nothing found in 1 file.\n" in watched.run()
        assert watched.is_quiet()
    assert (tmp_path / "b.py").read_text() == SAFE


def test_a_baseline_is_watched(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(WRONG)
    with watching(tmp_path, "--baseline", "known.json") as watched:
        assert "known.json: cannot be read" in watched.run()
        arguments = ["--write-baseline", "known.json"]
        subprocess.run([SCRIPTS / "treelint", *arguments], cwd=tmp_path, check=True)
        assert "(1 in the baseline)" in watched.run()


def test_nothing_to_watch(tmp_path: Path) -> None:
    with watching(tmp_path, "gone.py") as watched:
        assert watched.process.wait(PATIENCE) == 2


def test_what_it_needs() -> None:
    code = (
        "import sys\nsys.modules['watchfiles'] = None\nfrom treelint.cli import main\n"
        "sys.exit(main(['--watch']))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr == (
        "treelint: command line: --watch needs watchfiles: pip install 'treelint[watch]'\n"
    )


# Ctrl-C goes to what the terminal belongs to. Done in the new process: this one may have threads.
LOGIN = "import os, sys; os.login_tty(0); os.execv(sys.argv[1], sys.argv[1:])"


def test_on_a_terminal(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    (tmp_path / "a.py").write_text(CLEAN)
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [sys.executable, "-c", LOGIN, SCRIPTS / "treelint", "--watch"],
        cwd=tmp_path,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        text=True,
    )
    os.close(theirs)
    with os.fdopen(ours, encoding="utf-8", newline="") as terminal:
        try:
            watched = Watching(process, terminal)
            assert watched.run().startswith(f"{CLEAR}Nothing found in 1 file.")
            (tmp_path / "a.py").write_text(WRONG)
            second = watched.run()
            assert CLEAR in second
            assert "\033[1;31mTL202\033[0m" in second
            os.write(ours, b"\x03")
            assert process.wait(PATIENCE) == 130
        finally:
            process.kill()
            process.wait()
