"""Several processes: the same report as one, whatever happens to one of them."""

import itertools
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from treelint import pool
from treelint.cli import main
from treelint.configure import Configurer, Options
from treelint.findings import Fix, Rewrite, Splice
from treelint.pool import Reply
from treelint.reach import NOTHING
from treelint.run import Action, Candidate, Outcome, Task, run_file, run_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection

IMPORT = "import equinox as eqx\n"
SAFE = f"{IMPORT}x = eqx.tree_at(lambda m: (l for l in m), m, new)\n"
UNSAFE = f"{IMPORT}eqx.tree_at(lambda m: m.a, model, 1)\n"
NO_FIX = f"{IMPORT}x = eqx.tree_at(lambda m: m.a, m)\n"
CLEAN = f"{IMPORT}x = eqx.tree_at(lambda m: m.a, m, 1)\n"
UNUSED = f"{IMPORT}x = 1  # treelint: ignore[TL301]\n"
BROKEN = f"{IMPORT}x = (\n"
NOTEBOOK = (
    '{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null, '
    '"source": ["import equinox as eqx\\n", "%time 1\\n", '
    '"x = eqx.tree_at(lambda m: (l for l in m), m, new)"]}], '
    '"metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
)
# A fork is made on Linux alone.
METHODS = ("fork", "spawn") if sys.platform == "linux" else ("spawn",)
CODES = (SAFE, UNSAFE, NO_FIX, CLEAN, UNUSED, BROKEN)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NO_COLOR", "1")
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    for number, code in enumerate(CODES * 3):
        Path(f"f{number:02}.py").write_text(code)
    Path("latin.py").write_bytes(b"import equinox  # \xff\ntree_at\n")
    Path("n.ipynb").write_text(NOTEBOOK)
    return project


def for_every_run(monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    monkeypatch.setattr("treelint.run.SHARE", 1)
    monkeypatch.setattr(pool, "SHARE", 1)
    monkeypatch.setattr(pool, "start_method", lambda: method)


def found() -> tuple[list[Candidate], Configurer]:
    paths = sorted(Path().glob("f*.py"))
    files = [Candidate(path, path.read_bytes()) for path in paths]
    return files, Configurer(Options())


POOLED = """
import sys
from treelint import pool, run
from treelint.cli import console

if __name__ == "__main__":
    run.SHARE = pool.SHARE = 1
    pool._PATIENCE = 600  # which no process makes use of
    method = sys.argv.pop(1)
    pool.start_method = lambda: method
    console()
"""


@pytest.fixture(params=METHODS)
def method(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def run_pooled(method: str, *options: str, code: str = POOLED) -> tuple[int, str, str]:
    """The command in a process of its own: this one may have threads, and then must not fork."""
    script = Path("../script.py")
    script.write_text(code)
    result = subprocess.run(
        [sys.executable, script, method, "--jobs", "2", "--no-cache", *options],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return result.returncode, result.stdout, result.stderr


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--output-format", "concise"),
        ("--output-format", "json"),
        ("--statistics",),
        ("--diff", "--unsafe-fixes"),
        ("--fix",),
        ("--fix", "--unsafe-fixes", "--output-format", "sarif"),
        ("--add-ignores",),
        ("--write-baseline", "known.json"),
    ],
    ids=" ".join,
)
def test_as_with_one_process(
    options: tuple[str, ...],
    method: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if method == "spawn" and options not in {(), ("--fix",)}:
        pytest.skip("two show enough of what takes so long")
    before = folder.with_name("before")
    shutil.copytree(folder, before)
    alone = (main([*options, "--jobs", "1", "--no-cache"]), *capsys.readouterr(), contents(folder))
    shutil.copytree(before, folder, dirs_exist_ok=True)
    if method == "fork":
        pooled = run_pooled(method, *options)
    else:
        for_every_run(monkeypatch, method)
        pooled = (main([*options, "--jobs", "2", "--no-cache"]), *capsys.readouterr())
    assert (*pooled, contents(folder)) == alone
    assert alone[1]


def test_what_is_known_is_not_checked_again(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in Path().iterdir():
        os.utime(path, (1, 1))  # the cache trusts no date that has just passed
    for_every_run(monkeypatch, "spawn")
    assert main(["--jobs", "2"]) == 2
    first = capsys.readouterr()
    given: list[list[Path]] = []
    run_in_pool = pool.run_in_pool

    def noted(files: "Sequence[Candidate]", *rest: Any) -> "Iterator[tuple[int, Outcome]]":
        given.append([file.path for file in files if file.known is None])
        return run_in_pool(files, *rest)

    monkeypatch.setattr(pool, "run_in_pool", noted)
    for name in ("f04.py", "f10.py"):
        Path(name).write_text(SAFE)
    assert main(["--jobs", "2"]) == 2
    second = capsys.readouterr()
    # What could not be done is tried again.
    assert given == [[Path("f04.py"), Path("f10.py"), Path("latin.py")]]
    assert second.out.count("TL104") == first.out.count("TL104") + 2
    assert second.err == first.err


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_what_the_settings_give_rise_to_is_said_once(method: str) -> None:
    Path("treelint.toml").write_text('selct = ["TL2"]\n')
    status, _, err = run_pooled(method)
    assert status == 2
    assert err.count("selct") == 1


def test_few_files_start_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "run_in_pool", None)
    files, configurer = found()
    assert [index for index, _ in run_files(files, Task(Action.REPORT), configurer)] == [
        *range(len(files))
    ]


def test_how_many_processes_help(monkeypatch: pytest.MonkeyPatch) -> None:
    def helpful(sizes: list[int], jobs: int | None = None) -> int:
        files = [Candidate(Path("a.py"), bytes(size)) for size in sizes]
        files.append(Candidate(Path("b.py"), bytes(10_000), NOTHING))
        return pool.helpful(files, Configurer(Options(jobs=jobs)))

    monkeypatch.setattr(pool, "SHARE", 1000)
    monkeypatch.setattr(pool, "_processors", lambda: 4)
    assert helpful([]) == 1
    assert helpful([1999]) == 1
    assert helpful([1000, 1000]) == 2
    assert helpful([9000]) == 4
    assert helpful([9000], jobs=3) == 3
    assert helpful([9000], jobs=8) == 8
    assert helpful([10**6], jobs=1000) == pool._MOST
    Path("treelint.toml").write_text("jobs = 2\n")
    assert helpful([9000]) == 2
    assert helpful([9000], jobs=1) == 1


def test_a_process_that_may_start_none_does_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    class Daemon:
        daemon = True

    monkeypatch.setattr(multiprocessing, "current_process", Daemon)
    assert pool.helpful([Candidate(Path("a.py"), bytes(10**8))], Configurer(Options())) == 1


def test_processors() -> None:
    assert pool._processors() >= 1


def test_no_fork_where_it_is_not_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    assert pool.start_method() == "spawn"
    stop.set()
    thread.join()
    monkeypatch.setattr(os, "listdir", lambda _: ["1"])
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delitem(sys.modules, "jax", raising=False)
    assert pool.start_method() == "fork"
    monkeypatch.setitem(sys.modules, "jax", sys)
    assert pool.start_method() == "spawn"
    monkeypatch.delitem(sys.modules, "jax")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert pool.start_method() == "spawn"
    monkeypatch.setattr(sys, "platform", "linux")

    def hidden(_: str) -> list[str]:
        raise PermissionError

    monkeypatch.setattr(os, "listdir", hidden)
    assert pool.start_method() == "spawn"


@pytest.mark.parametrize("sizes", [[], [5], [1] * 10, [100, 1, 1, 1, 40, 40], [0, 0]])
def test_chunks(sizes: list[int]) -> None:
    files = [Candidate(Path("a.py"), bytes(size)) for size in sizes]
    made = pool.chunks(files, 4)
    assert sorted(itertools.chain(*made)) == list(range(len(sizes)))
    assert all(list(chunk) == list(range(chunk[0], chunk[-1] + 1)) for chunk in made)
    weights = [sum(sizes[index] for index in chunk) for chunk in made]
    assert weights == sorted(weights)
    limit = max([sum(sizes) / 4, *sizes])
    assert all(weight <= limit for weight in weights)


def test_what_crosses_is_plain() -> None:
    Path("f.py").write_text(SAFE + "x = 1  # treelint: ignore[TL301]\n")
    configurer = Configurer(Options())
    candidate = Candidate(Path("f.py"), Path("f.py").read_bytes())
    task = Task(Action.REPORT)
    whole = run_file(candidate, task, configurer)
    kinds = [type(item.fix.changes[0]) for item in whole.report.findings if item.fix]
    assert kinds == [Rewrite, Splice]
    sent = pool.plain(whole, task)
    fixes = [item.fix for item in sent.report.findings]
    shown = [item.fix for item in whole.report.findings]
    assert [fix and fix.message for fix in fixes] == [fix and fix.message for fix in shown]
    assert fixes == [
        Fix(shown[0].applicability, shown[0].message, ()) if shown[0] else 0,
        shown[1],
    ]


def test_a_source_crosses_only_to_be_compared() -> None:
    configurer = Configurer(Options())
    candidate = Candidate(Path("f00.py"), SAFE.encode())
    clean = Candidate(Path("f03.py"), CLEAN.encode())

    def sent(file: Candidate, action: Action) -> Outcome:
        task = Task(action)
        return pool.plain(run_file(file, task, configurer), task)

    assert sent(candidate, Action.DIFF).after is not None
    assert sent(clean, Action.DIFF).after is None
    fixed = sent(candidate, Action.FIX)
    assert (fixed.before, fixed.after, fixed.fixed) == (None, None, 1)


def test_the_work_of_a_process() -> None:
    """In this process, where it can be looked at; signals are put back."""
    files, configurer = found()
    own, other = multiprocessing.Pipe()
    replies: list[Reply | None] = []
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        thread = threading.Thread(target=talk, args=(own, files[:2], replies))
        thread.start()
        pool.work(other, Task(Action.REPORT), configurer, [])
        thread.join()
        handler = signal.getsignal(signal.SIGTERM)
        assert callable(handler)
        with pytest.raises(SystemExit):
            handler(signal.SIGTERM, None)
    finally:
        for number, before in handlers.items():
            signal.signal(number, before)
    ready, first, second = replies
    assert ready is None
    assert first
    assert second
    assert [item.code for item in first.outcome.report.findings] == ["TL104"]
    assert [item.code for item in second.outcome.report.findings] == ["TL301"]
    assert (first.failures, first.notes) == ((), ())


def talk(
    connection: "Connection[list[Candidate], Reply | None]",
    files: list[Candidate],
    replies: list[Reply | None],
) -> None:
    replies.append(connection.recv())
    connection.send(files)
    replies += [connection.recv() for _ in files]
    connection.close()


DYING = """
import os
import signal
from treelint import engine

check = engine.check

def dies(source, config):
    if source.filename in ("f02.py", "f09.py"):
        {death}
    return check(source, config)

engine.check = dies
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs a fork")
@pytest.mark.parametrize(
    ("death", "said"),
    [
        ("os._exit(7)", "ended with status 7"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "was killed (SIGKILL)"),
        ("os.kill(os.getpid(), signal.SIGRTMIN + 3)", "was killed (signal "),
    ],
)
def test_a_process_that_dies(death: str, said: str) -> None:
    code = DYING.replace("{death}", death) + POOLED
    status, out, err = run_pooled("fork", "--output-format", "concise", code=code)
    assert status == 2
    lines = [line for line in err.splitlines() if "the process" in line]
    assert [line.split(": ")[1] for line in lines] == ["f02.py", "f09.py"]
    assert all(said in line for line in lines)
    assert "Traceback" not in err
    files = [line.partition(":")[0] for line in out.splitlines() if ":" in line]
    assert files == sorted(files)
    expected = {f"f{number:02}.py" for number in range(18) if number % 6 != 3} | {"n.ipynb"}
    assert set(files) == expected - {"f02.py", "f09.py"}


def test_no_process_can_be_started(
    method: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--jobs", "1"]) == 2
    alone = capsys.readouterr()
    for_every_run(monkeypatch, method)
    context = multiprocessing.get_context(method)

    def refuse(_: object) -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    process: type = context.Process  # type: ignore[attr-defined]
    monkeypatch.setattr(process, "start", refuse)
    assert main(["--jobs", "2"]) == 2
    assert capsys.readouterr() == alone


def test_processes_that_end_before_they_work(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--jobs", "1"]) == 2
    alone = capsys.readouterr()
    for_every_run(monkeypatch, "spawn")
    monkeypatch.setattr(pool, "work", os._exit)  # which takes no such arguments
    assert main(["--jobs", "2"]) == 2
    assert capsys.readouterr().out == alone.out


SHIELDED = """
import os, pathlib, signal

def work(*_):
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    pathlib.Path(f"mask{os.getpid()}").write_text(str(signal.SIGINT in blocked))

from treelint import pool
pool.work = work
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_processes_are_shielded_from_their_start(method: str, folder: Path) -> None:
    """Before one can say that it ignores Ctrl-C, it would end with a traceback."""
    run_pooled(method, code=SHIELDED + POOLED)
    masks = [path.read_text() for path in Path().glob("mask*")]
    assert masks
    assert set(masks) == {"True"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.parametrize("option", ["--quiet", "--fix"])
def test_interrupt(method: str, option: str, folder: Path) -> None:
    code = (
        "import pathlib, time\n"
        "from treelint import engine\n"
        "def slow(*_, **__):\n"
        "    pathlib.Path('started').touch()\n"
        "    time.sleep(60)\n"
        "engine.check = engine.fix = slow\n"
    )
    script = folder.with_name("script.py")
    script.write_text(code + POOLED)
    process = subprocess.Popen(
        [sys.executable, script, method, "--jobs", "2", "--no-cache", option],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    deadline = time.monotonic() + 30
    while not Path("started").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    asked = time.monotonic()
    # As a terminal does: to all processes of the group.
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert time.monotonic() - asked < 10
    # Nobody is left; a process of `multiprocessing` itself goes when the others have gone.
    while is_there(process.pid) and time.monotonic() - asked < 10:
        time.sleep(0.02)
    assert not is_there(process.pid)


def is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
