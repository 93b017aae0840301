"""Several processes for a long run: each checks files, and sends back what came of each.

Each process has a pipe of its own, so that when one dies it is known which file it had; the pool
of `concurrent.futures` loses all that is under way with it.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
from collections import deque
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from treelint.configure import Configurer
from treelint.records import dataclass, field, replace
from treelint.report.model import FileReport
from treelint.run import SHARE, Action, Outcome, run_file, work_in
from treelint.source import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from treelint.findings import Finding
    from treelint.run import Candidate, Task

# Windows waits for no more than this at once.
_MOST = 60
# Each process gets about this many chunks, so that all of them end at about the same time, and
# that what one of them reads of the project serves neighbouring files.
_CHUNKS_EACH = 8
# Seconds that a process has to end when it is told to.
_PATIENCE = 1.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one file, and what the settings gave rise to on the way."""

    outcome: Outcome
    failures: tuple[Failure, ...]
    notes: tuple[str, ...]


@dataclass(eq=False, slots=True)
class _Worker:
    """A process, and the files, by their index, that it has yet to reply to."""

    process: BaseProcess
    connection: Connection[Any, Any]
    files: deque[int] = field(default_factory=deque)
    is_ready: bool = False


def helpful(files: Sequence[Candidate], configurer: Configurer) -> int:
    """How many processes help: as many as are allowed, each with enough to do."""
    if multiprocessing.current_process().daemon:
        return 1  # which may not start others
    return max(
        1, min(allowed((file.path.parent for file in files), configurer), work_in(files) // SHARE)
    )


def allowed(folders: Iterable[Path], configurer: Configurer) -> int:
    """How many processes there may be by the settings for all folders, or by the machine."""
    asked = [jobs for folder in set(folders) if (jobs := configurer.settings(folder).jobs)]
    return min(_MOST, *(asked or [_processors()]))


def _processors() -> int:
    """How many processors this process may use."""
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_in_pool(
    files: Sequence[Candidate], task: Task, configurer: Configurer, jobs: int
) -> Iterator[tuple[int, Outcome]]:
    """Check the files in `jobs` processes; each outcome, as it comes, with its file's index."""
    return _Pool(files, task, configurer, jobs).run()


@dataclass(eq=False)
class _Pool:
    """The processes at work, and the chunks of files that none of them has yet."""

    files: Sequence[Candidate]
    task: Task
    configurer: Configurer
    jobs: int
    waiting: list[deque[int]] = field(default_factory=list)
    workers: dict[Connection[Any, Any], _Worker] = field(default_factory=dict)
    leaving: list[_Worker] = field(default_factory=list)
    can_start: bool = True

    def run(self) -> Iterator[tuple[int, Outcome]]:
        """The outcomes as they come; when the caller stops, so do the processes."""
        self.waiting = chunks(self.files, self.jobs * _CHUNKS_EACH)
        context = multiprocessing.get_context(start_method())
        yield from ((index, file.known) for index, file in enumerate(self.files) if file.known)
        try:
            while self.waiting or self.workers:
                while self.can_start and self.waiting and len(self.workers) < self.jobs:
                    self._start(context)
                if not self.workers:
                    break
                for ready in wait(list(self.workers)):
                    yield from self._heard(self.workers[ready])  # type: ignore[index]
            # Where the system lets no process start, or live, the work is done here.
            for index in sorted(index for chunk in self.waiting for index in chunk):
                yield index, run_file(self.files[index], self.task, self.configurer)
        finally:
            self._stop()

    def _start(self, context: BaseContext) -> None:
        own, other = context.Pipe()
        # What a fork has already; another process reads the settings itself.
        configurer, inherited = self.configurer, (*self.workers, own)
        is_fork = context.get_start_method() == "fork"
        if not is_fork:
            configurer, inherited = Configurer(configurer.options), ()
        process = context.Process(  # type: ignore[attr-defined]
            target=work, args=(other, self.task, configurer, inherited), daemon=True
        )
        try:
            with _without_interrupts(is_fork=is_fork):
                process.start()
        except OSError:
            self.can_start = False
            own.close()
        else:
            self.workers[own] = _Worker(process, own)
        # The end of the pipe is seen here only if nobody else holds it.
        other.close()

    def _heard(self, worker: _Worker) -> Iterator[tuple[int, Outcome]]:
        try:
            reply = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._lost(worker)
            return
        worker.is_ready = True
        if reply is not None:
            self._note(reply)
            yield worker.files.popleft(), reply.outcome
        if not worker.files:
            self._give(worker)

    def _give(self, worker: _Worker) -> None:
        """More work for one that waits for it, and so reads it; else it can go."""
        if not self.waiting:
            self._dismiss(worker)
            return
        chunk = self.waiting.pop()
        # One that has died since it was heard is found out by its next reply.
        with contextlib.suppress(OSError):
            worker.connection.send([self.files[index] for index in chunk])
            worker.files = chunk
            return
        self.waiting.append(chunk)

    def _lost(self, worker: _Worker) -> Iterator[tuple[int, Outcome]]:
        self._dismiss(worker)
        worker.process.join(_PATIENCE)
        # One that does not even start would not do so the next time.
        self.can_start = self.can_start and worker.is_ready
        if worker.files:
            index = worker.files.popleft()
            failure = Failure(str(self.files[index].path), _epitaph(worker.process.exitcode))
            yield index, Outcome(FileReport(()), (failure,))
        if worker.files:
            self.waiting.append(worker.files)

    def _dismiss(self, worker: _Worker) -> None:
        # It ends when it finds the pipe closed.
        worker.connection.close()
        del self.workers[worker.connection]
        self.leaving.append(worker)

    def _note(self, reply: Reply) -> None:
        """Keep what is new; each process that reads a file of settings says the same of it."""
        failures, notes = self.configurer.failures, self.configurer.notes
        failures += [item for item in reply.failures if item not in failures]
        notes += [item for item in reply.notes if item not in notes]

    def _stop(self) -> None:
        for worker in self.workers.values():
            worker.process.terminate()
        for worker in (*self.workers.values(), *self.leaving):
            worker.connection.close()
            worker.process.join(_PATIENCE)
            worker.process.kill()  # nothing, where it has ended


def chunks(files: Sequence[Candidate], number: int) -> list[deque[int]]:
    """The indexes of neighbouring files to check, of about equal size; the largest at the end."""
    new = [(index, file) for index, file in enumerate(files) if file.known is None]
    limit = sum(len(file.data) for _, file in new) / number
    found: list[tuple[int, deque[int]]] = []
    size, chunk = 0, deque[int]()
    for index, file in new:
        if chunk and size + len(file.data) > limit:
            found.append((size, chunk))
            size, chunk = 0, deque[int]()
        size += len(file.data)
        chunk.append(index)
    if chunk:
        found.append((size, chunk))
    return [chunk for _, chunk in sorted(found, key=lambda item: item[0])]


def start_method() -> str:
    """`fork`, which is ten times as fast, where it is safe: this process has a single thread."""
    if sys.platform != "linux" or "jax" in sys.modules:
        return "spawn"
    try:
        threads = len(os.listdir("/proc/self/task"))  # noqa: PTH208 - those of C libraries too
    except OSError:
        return "spawn"
    return "fork" if threads == 1 else "spawn"


@contextlib.contextmanager
def _without_interrupts(*, is_fork: bool) -> Iterator[None]:
    """Processes that start now never see Ctrl-C, which is for this one; it loses none."""
    if not hasattr(signal, "pthread_sigmask"):
        yield  # on Windows, where they see to it themselves
        return
    if not is_fork:
        from multiprocessing import resource_tracker

        # It comes with the first process, and lets Ctrl-C through as soon as it is there.
        resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _epitaph(status: int | None) -> str:
    what = "ended without a word" if status is None else f"ended with status {status}"
    if status is not None and status < 0:
        names = {member.value: member.name for member in signal.Signals}
        what = f"was killed ({names.get(-status, f'signal {-status}')})"
    return (
        f"not checked: the process that was at it {what}, perhaps for want of memory; everything "
        "else went on. Try `--jobs 1`"
    )


def work(
    connection: Connection[Any, Any],
    task: Task,
    configurer: Configurer,
    inherited: Iterable[Connection[Any, Any]],
) -> None:
    """What a process does: it says that it is there, and replies to each file that it gets."""
    # The other ends of pipes: held here, they would not be closed when that process closes them.
    for held in inherited:
        held.close()
    gc.disable()  # as in the process that started this one
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # An exit rather than a sudden end, so that a half-written file is cleared away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    # A pipe that is closed is how one is told that there is no more to do.
    with contextlib.suppress(EOFError, OSError):
        connection.send(None)
        while True:
            for candidate in connection.recv():
                connection.send(_reply(candidate, task, configurer))


def _reply(candidate: Candidate, task: Task, configurer: Configurer) -> Reply:
    failures, notes = len(configurer.failures), len(configurer.notes)
    outcome = run_file(candidate, task, configurer)
    return Reply(
        plain(outcome, task),
        tuple(configurer.failures[failures:]),
        tuple(configurer.notes[notes:]),
    )


def plain(outcome: Outcome, task: Task) -> Outcome:
    """An outcome that can be sent: without functions, and without what nobody asks for."""
    findings = tuple(map(_plain_finding, outcome.report.findings))
    outcome = replace(outcome, report=replace(outcome.report, findings=findings))
    if task.action is Action.DIFF and outcome.before != outcome.after:
        return outcome
    return replace(outcome, before=None, after=None)


def _plain_finding(finding: Finding) -> Finding:
    """A finding without what its fix does, unless that is known as pieces of text."""
    fix = finding.fix
    if fix is None or fix.is_cut:
        return finding
    return replace(finding, fix=replace(fix, changes=()))
