"""mypy with the plugin beside mypy without it, on a package of much tree surgery.

    python -m tests.benchmarks.mypy_plugin [--rounds 7] [--case cold] [--mypy COMMAND]

Writes the package, and measures in interleaved rounds: cold, with an empty cache; package, where
every module of the package has changed; warm, where none has; and incremental, where one has. A
ratio is the median of the rounds' own ratios, with its quartiles; 1.02 is two per cent more time.
CPU time is what to look at on a machine that does other things too.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks import surgery_package
from tests.benchmarks.interleaved import quartiles
from tests.benchmarks.rounds import Series, ToolFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PACKAGE = "stages"
SETTINGS = {
    "without": "[mypy]\nstrict = True\n",
    "with": "[mypy]\nstrict = True\nplugins = treelint_mypy\n",
}


@dataclass(frozen=True, slots=True)
class Side:
    """mypy with or without the plugin: a copy of the package, and a cache, of its own."""

    folder: Path
    command: list[str]

    @property
    def cache(self) -> Path:
        """Where mypy keeps what it knows."""
        return self.folder / "cache"

    def run(self) -> Taken:
        """Check the package once."""
        arguments = [*self.command, "--config-file=mypy.ini", "--cache-dir=cache", "-p", PACKAGE]
        with tempfile.TemporaryFile() as output:
            start = time.perf_counter()
            process = subprocess.Popen(
                arguments, cwd=self.folder, env=_environment(), stdout=output, stderr=output
            )
            _, status, used = os.wait4(process.pid, 0)
            taken = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                output.seek(0)
                raise ToolFailedError(output.read().decode()[-2000:])
        return Taken(taken, used.ru_utime + used.ru_stime)


def _environment() -> dict[str, str]:
    """The environment, less what would have the plugin compiled from source each time."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True)
class Taken:
    """How long a run took, in seconds, and how much of that the processors worked for it."""

    wall: float
    processor: float


def empty(side: Side, number: int) -> None:
    """Nothing is known."""
    shutil.rmtree(side.cache, ignore_errors=True)


def change_all(side: Side, number: int) -> None:
    """Every module is another one; what they use is not."""
    for module in range(surgery_package.MODULES):
        change(side, module, number)


def keep(side: Side, number: int) -> None:
    """All is known."""


def change_one(side: Side, number: int) -> None:
    """One module is another one."""
    change(side, number % surgery_package.MODULES, number)


def change(side: Side, module: int, number: int) -> None:
    """Give a module one more function."""
    with (side.folder / PACKAGE / f"stage_{module}.py").open("a", encoding="utf-8") as opened:
        opened.write(f"\n\ndef added_{number}_{time.time_ns()}() -> int:\n    return {number}\n")


CASES: dict[str, Callable[[Side, int], None]] = {
    "cold": empty,
    "package": change_all,
    "warm": keep,
    "incremental": change_one,
}


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark, and print its table."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.mypy_plugin", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--case", action="append", choices=CASES, help="measure these only")
    parser.add_argument("--mypy", default=f"{sys.executable} -m mypy", help="the command")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="treelint-benchmark-") as scratch:
        sides = {
            name: _side(Path(scratch) / name, settings, options.mypy.split())
            for name, settings in SETTINGS.items()
        }
        lines = sum(
            path.read_bytes().count(b"\n") for path in (sides["with"].folder / PACKAGE).iterdir()
        )
        print(f"{lines:,} lines, {surgery_package.CALLS} calls, {options.rounds} rounds")
        print(f"{'':12} {'with':>8} {'without':>8}  CPU time, with to without   wall time")
        for side in sides.values():
            side.run()
        for case in options.case or CASES:
            print(row(case, measure(sides, CASES[case], options.rounds)), flush=True)
    return 0


def _side(folder: Path, settings: str, command: list[str]) -> Side:
    surgery_package.write(folder / PACKAGE)
    (folder / "mypy.ini").write_text(settings, "utf-8")
    return Side(folder, command)


def measure(
    sides: dict[str, Side], prepare: Callable[[Side, int], None], rounds: int
) -> dict[str, list[Taken]]:
    """The times of each side, a round each; they take turns forth and back."""
    times: dict[str, list[Taken]] = {name: [] for name in sides}
    for number in range(rounds):
        for name in [*sides] if number % 2 == 0 else [*reversed([*sides])]:
            prepare(sides[name], number)
            times[name].append(sides[name].run())
    return times


def row(case: str, times: dict[str, list[Taken]]) -> str:
    """One line of the table."""
    processor = {name: Series(tuple(t.processor for t in taken)) for name, taken in times.items()}
    wall = {name: Series(tuple(t.wall for t in taken)) for name, taken in times.items()}
    medians = (f"{(processor[name].median or 0) * 1000:>6,.0f} ms" for name in ("with", "without"))
    ratios = (quartiles(series["with"], series["without"]) for series in (processor, wall))
    shown = "   ".join(f"{r.median:.3f} ({r.low:.3f} to {r.high:.3f})" for r in ratios)
    return f"{case:12} {' '.join(medians)}  {shown}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
