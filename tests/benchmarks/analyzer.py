"""treelint beside its peers, on the same trees, in interleaved rounds.

    python -m tests.benchmarks.analyzer [--python 3.13] [--peer ruff] [FOLDER ...]

Makes environments with the tools (kept with `--environments FOLDER`), copies the trees of the
installed jax, equinox and flax and of each folder given, so that all tools see the same files,
and prints how the times compare: cold, warm (where a tool has a cache), and for one clean file.
A ratio is the median of the rounds' own ratios, with its smallest and largest; below 1 treelint
is the faster one.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.rounds import Series, ratio, run
from tests.benchmarks.tools import (
    PEERS,
    Tool,
    Tree,
    install_peers,
    install_treelint,
    peers,
    treelint,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

INSTALLED = ("jax", "equinox", "flax")
# One file with nothing to find that the gate lets pass.
CLEAN_FILE = """\
import equinox as eqx


def update(model, weight):
    return eqx.tree_at(lambda m: m.layers[-1].weight, model, weight)
"""


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark, and print its table."""
    options = _parser().parse_args(arguments)
    wanted = options.peer or PEERS
    with tempfile.TemporaryDirectory(prefix="treelint-benchmark-") as scratch:
        kept = options.environments or Path(scratch) / "environments"
        others = peers(install_peers(kept / "peers", wanted), wanted)
        ours = [
            treelint(*install_treelint(kept / f"treelint-{Path(python).name}", python))
            for python in options.python or [sys.executable]
        ]
        corpus = _copied(Path(scratch) / "trees", options.trees)
        print(*_header(), sep="\n")
        for line in _lines(corpus, ours, others, Path(scratch), options):
            print(line, flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tests.benchmarks.analyzer", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("trees", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--environments", type=Path, help="where the environments are kept")
    parser.add_argument("--python", action="append", help="an interpreter to run treelint with")
    parser.add_argument("--peer", action="append", choices=PEERS, help="compare with these only")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--limit", type=float, default=60, help="give a tool up after SECONDS")
    return parser


def _copied(target: Path, folders: Sequence[Path]) -> list[Tree]:
    """The trees, one small clean file among them, as copies without anything but Python."""
    sources = {folder.resolve().name: folder for folder in folders}
    for name in INSTALLED:
        spec = find_spec(name)
        if spec is not None and spec.submodule_search_locations:
            sources.setdefault(name, Path(spec.submodule_search_locations[0]))
    trees = [Tree(name, target / name) for name in sources]
    for tree in trees:
        origin = sources[tree.name]
        for path in origin.rglob("*.py"):
            inner = path.relative_to(origin)
            if path.is_file() and not any(part.startswith(".") for part in inner.parts):
                copy = tree.path / inner
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
    one = Tree("one file", target / "clean.py")
    target.mkdir(parents=True, exist_ok=True)
    one.path.write_text(CLEAN_FILE)
    return [one, *trees]


def _lines(
    corpus: list[Tree],
    ours: list[Tool],
    others: list[Tool],
    scratch: Path,
    options: argparse.Namespace,
) -> Iterator[str]:
    for tree in corpus:
        for is_warm in (False, True):
            tools = [*ours, *(tool for tool in others if tool.has_cache or not is_warm)]
            commands = {
                tool.name: tool.command(
                    _own(tree, tool, scratch), scratch / "caches" / tool.name if is_warm else None
                )
                for tool in tools
            }
            times = run(commands, options.rounds, options.limit)
            what = f"{tree.name}, {'warm' if is_warm else 'cold'}"
            yield f"{what} ({tree.lines:,} lines)"
            for mine in ours:
                yield from _compared(mine, tools, times, options.limit)


def _own(tree: Tree, tool: Tool, scratch: Path) -> Tree:
    """The tree itself, or for a tool that rewrites files a copy of its own."""
    if not tool.rewrites:
        return tree
    copy = Tree(tree.name, scratch / "rewritten" / tool.name / tree.path.name)
    if not copy.path.exists():
        copy.path.parent.mkdir(parents=True, exist_ok=True)
        if tree.path.is_dir():
            shutil.copytree(tree.path, copy.path)
        else:
            shutil.copyfile(tree.path, copy.path)
    return copy


def _header() -> Iterator[str]:
    yield f"{'':24} {'median':>10} {'treelint is':>12}  spread"


def _compared(
    mine: Tool, tools: list[Tool], times: dict[str, Series], limit: float
) -> Iterator[str]:
    for tool in tools:
        median = times[tool.name].median
        shown = f"> {limit:.0f} s" if median is None else f"{median * 1000:.0f} ms"
        if tool is mine:
            yield f"  {tool.name:22} {shown:>10}"
        elif tool.name.startswith("treelint"):
            continue
        else:
            found = ratio(times[mine.name], times[tool.name])
            spread = "" if found is None else f"{found.low:.2f} to {found.high:.2f}"
            times_slower = "" if found is None else f"{found.median:.2f} x"
            yield f"  {tool.name:22} {shown:>10} {times_slower:>12}  {spread}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
