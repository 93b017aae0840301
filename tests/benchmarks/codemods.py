"""How long the codemods take, and how much memory, for many files that change trees in place.

    python -m tests.benchmarks.codemods [--files 1000] [--jobs 2]
    python -m tests.benchmarks.codemods --mutations 500

Makes a project of that many files, each with about 300 lines and ten mutations, fixes all of it
with `treelint --fix --unsafe-fixes`, and prints the time and the memory of all processes together
at its highest. `--mutations` fixes single files instead, with up to that many mutations each,
twice as many each time: the time is to grow no faster than they do.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SECONDS_BETWEEN = 0.25
_PER_FILE = 10
_HEADER = '''\
"""Training helpers of part {number}."""

import equinox as eqx
import jax
import jax.numpy as jnp


class Layer{number}(eqx.Module):
    weight: jax.Array
    scale: float


class Model{number}(eqx.Module):
    layers: list[Layer{number}]
    head: Layer{number}
    params: dict[str, jax.Array]

'''
_FUNCTION = """
def step_{number}_{place}(x, limit=3):
    model = Model{number}(
        [Layer{number}(jnp.ones(2), 1.0)], Layer{number}(jnp.ones(2), 2.0), {{}}
    )
    y = jnp.sum(x) + {place}
    z = y * 2
    model.{mutation}
    w = z + y
    if w > limit:
        z = z + 1
    total = 0
    for i in range(10):
        total += i * {place}
    values = [v * 2 for v in range(total)]
    names = {{str(v): v for v in values}}
    # The longer ones come first.
    for name in sorted(names, key=len, reverse=True):
        y = y + names[name]
        if names[name] > 100:
            break
    result = {{"sum": sum(values)}}
    try:
        result["first"] = values[0]
    except IndexError:
        result["first"] = 0
    while total > limit:
        total //= 2
    return model, w + z, result
"""
_MUTATIONS = (
    "head.scale = 2.0",
    "head.weight = jnp.zeros(3)",
    "layers[0].scale += 1.0",
    "layers.append(Layer{number}(jnp.ones(3), 1.0))",
    'params["w"] = jnp.ones(2)',
    "layers[0].weight = jnp.ones(2) * limit",
    "head.scale *= 3.0",
    "layers[0] = Layer{number}(jnp.ones(3), 2.0)",
    "head = Layer{number}(jnp.ones(3), 2.0)",
    "layers[0].scale, model.head.scale = 4.0, 5.0",
)


@dataclass(frozen=True)
class Cost:
    """What a run took: the seconds, those of its processes together, and the most megabytes."""

    seconds: float
    processor_seconds: float
    megabytes: float
    said: str


def source(number: int, mutations: int = _PER_FILE) -> str:
    """One file, like no other by its names."""
    functions = (
        _FUNCTION.format(
            number=number,
            place=place,
            mutation=_MUTATIONS[place % len(_MUTATIONS)].format(number=number),
        )
        for place in range(mutations)
    )
    return _HEADER.format(number=number) + "\n".join(functions)


def fixed(folder: Path, jobs: int) -> Cost:
    """Fix a folder, and watch what it costs."""
    options = ["--isolated", "--no-cache", "--jobs", str(jobs), "--fix", "--unsafe-fixes"]
    most = 0.0
    # A file takes what a pipe would not, if much is said while nobody reads.
    with tempfile.TemporaryFile("w+") as said:
        before, used = time.perf_counter(), _processor_seconds()
        process = subprocess.Popen(
            [sys.executable, "-m", "treelint", *options, str(folder)],
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        while process.poll() is None:
            most = max(most, sum(map(_megabytes, _family(process.pid))))
            time.sleep(_SECONDS_BETWEEN)
        seconds = time.perf_counter() - before
        said.seek(0)
        ended = said.read().strip().rpartition("\n")[2]
    return Cost(seconds, _processor_seconds() - used, most, ended)


def _processor_seconds() -> float:
    """What all that has ended of what this process started has used of the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _family(pid: int) -> Iterator[int]:
    """A process and all those that it started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text()
        except OSError:
            continue  # it has ended
        for child in children.split():
            yield from _family(int(child))


def _megabytes(pid: int) -> float:
    """The memory of a process; what it shares with others counts in part for each."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    sizes = [line.split()[1] for line in lines if line.startswith("Pss:")]
    return sum(map(int, sizes)) / 1024


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark, and print what it cost."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.codemods", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--mutations", type=int, help="single files with up to so many")
    options = parser.parse_args(arguments)
    sizes = [options.mutations >> shift for shift in (3, 2, 1, 0)] if options.mutations else []
    for size in sizes or [_PER_FILE]:
        with tempfile.TemporaryDirectory(prefix="treelint-benchmark-") as scratch:
            files = 1 if sizes else options.files
            for number in range(files):
                Path(scratch, f"part_{number}.py").write_text(source(number, size))
            cost = fixed(Path(scratch), options.jobs)
        print(
            f"{files:,} files with {size} mutations each: {cost.seconds:.1f} s "
            f"({cost.processor_seconds:.1f} s of processor time), "
            f"{cost.megabytes:.0f} MB ({cost.said})",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
