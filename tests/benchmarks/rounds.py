"""Interleaved rounds: in each, every tool runs once, so that a slow moment is slow for all."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class ToolFailedError(Exception):
    """A tool ended in a way that is no result: its time says nothing."""


@dataclass(frozen=True)
class Series:
    """The wall times of one tool, a round each, in seconds; None is one beyond the limit."""

    times: tuple[float | None, ...]

    @property
    def median(self) -> float | None:
        """The median, or None if the tool was given up."""
        known = [item for item in self.times if item is not None]
        return statistics.median(known) if len(known) == len(self.times) else None


@dataclass(frozen=True)
class Ratio:
    """How much slower one tool is than another: the median of the rounds, and the extremes."""

    median: float
    low: float
    high: float


def ratio(one: Series, other: Series) -> Ratio | None:
    """The ratio of two tools, round by round; None where either was given up."""
    pairs = [
        mine / its
        for mine, its in zip(one.times, other.times, strict=True)
        if mine is not None and its is not None
    ]
    if len(pairs) < len(one.times):
        return None
    return Ratio(statistics.median(pairs), min(pairs), max(pairs))


def run(
    commands: Mapping[str, Sequence[str | Path]], rounds: int, limit: float
) -> dict[str, Series]:
    """The times of each command, by name, after a first run that fills the caches."""
    first = {name: _time(command, limit) for name, command in commands.items()}
    times: dict[str, list[float | None]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            is_given_up = first[name] is None
            times[name].append(None if is_given_up else _time(command, limit))
    return {name: Series(tuple(series)) for name, series in times.items()}


def _time(command: Sequence[str | Path], limit: float) -> float | None:
    """How long a command takes, or None if it is longer than the limit."""
    environment = {**os.environ, "NO_COLOR": "1"}
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )
    try:
        _, complaints = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        # With its own workers, which would slow down the others.
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None
    taken = time.perf_counter() - start
    # A linter that finds something says so in its status; a crash shows in what it prints.
    if process.returncode < 0 or b"Traceback (most recent call last)" in complaints:
        msg = f"{command[0]} failed: {complaints.decode(errors='replace')[-500:]}"
        raise ToolFailedError(msg)
    return taken
