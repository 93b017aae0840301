"""The bar of a long run: on a terminal only, late, and gone at the end."""

import io
import sys
from collections.abc import Iterator

import pytest

from treelint import progress
from treelint.progress import followed


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """Time that passes by a step whenever somebody looks at it."""

    def __init__(self, step: float) -> None:
        self.now = 0.0
        self.step = step

    def monotonic(self) -> float:
        self.now += self.step
        return self.now


def on(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, term: str = "xterm") -> io.StringIO:
    """Standard error; to be called in the test itself, as pytest changes it before that."""
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", term)
    return stream


def follow(monkeypatch: pytest.MonkeyPatch, step: float, *, is_quiet: bool = False) -> None:
    monkeypatch.setattr(progress, "time", Clock(step))
    assert list(followed(range(10), 10, is_quiet=is_quiet, since=0.0)) == list(range(10))


def test_a_long_run(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on(Terminal(), monkeypatch)
    follow(monkeypatch, 0.2)
    shown = terminal.getvalue().split("\r")
    assert shown[1] == f"[{'#' * 7:24}] 3 of 10 files\033[K"
    assert shown[-2] == f"[{'#' * 24}] 10 of 10 files\033[K"
    assert shown[-1] == "\033[K"


def test_it_does_not_flicker(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on(Terminal(), monkeypatch)
    follow(monkeypatch, 0.06)
    assert terminal.getvalue().count("files") == 1


def test_a_short_run(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on(Terminal(), monkeypatch)
    follow(monkeypatch, 0.04)
    assert terminal.getvalue() == ""


def test_where_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    quiet = on(Terminal(), monkeypatch)
    follow(monkeypatch, 1, is_quiet=True)
    dumb = on(Terminal(), monkeypatch, "dumb")
    follow(monkeypatch, 1)
    pipe = on(io.StringIO(), monkeypatch)
    follow(monkeypatch, 1)
    assert (quiet.getvalue(), dumb.getvalue(), pipe.getvalue()) == ("", "", "")


def test_it_goes_when_the_run_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def items() -> Iterator[int]:
        yield 1
        raise KeyboardInterrupt

    terminal = on(Terminal(), monkeypatch)
    monkeypatch.setattr(progress, "time", Clock(1))
    with pytest.raises(KeyboardInterrupt):
        list(followed(items(), 2, is_quiet=False, since=0.0))
    assert "1 of 2 files" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\033[K")
