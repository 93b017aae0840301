"""treeops beside equinox and its other peers, in one process, in interleaved rounds.

    python -m tests.benchmarks.runtime [--sizes 10 100] [--peer penzai] [--markdown] [--plot FILE]

On trees of each kind and size, each case is done by all who can do it, and each call waits until
its result is ready, on the device that JAX chooses. A ratio is the time of the other over that of
treeops, so that more is better: the median of the rounds' own ratios, and their quartiles. Only
that to the limit, which is flattening and building the tree anew, is our time over its.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.equal_grid import ARRAYS, ELEMENTS, grid
from tests.benchmarks.interleaved import measure
from tests.benchmarks.tree_cases import CASES, EQUINOX, LIMIT, OURS, PEERS, peer
from tests.benchmarks.tree_kinds import KINDS
from tests.benchmarks.tree_report import (
    Measured,
    as_markdown,
    as_text,
    environment,
    peers_in,
    plot,
    ratio_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.benchmarks.tree_cases import Calls

    Section = tuple[str, list[list[str]]]

SIZES = (10, 100, 1_000, 10_000)


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark, and print its tables."""
    options = _parser().parse_args(arguments)
    options.peer = options.peer or PEERS
    print(environment())
    for name in PEERS:
        if name in options.peer and name != LIMIT and peer(name) is None:
            print(f"{name} is not installed, and left out")
    growing = [*_trees(options)]
    fixed = [*_fixed(options)]
    compared = [] if options.no_grid else [*_grid(options)]
    shown = as_markdown if options.markdown else as_text
    for title, rows in _sections(growing, fixed, compared):
        if len(rows) > 1:
            print(f"\n{'### ' if options.markdown else ''}{title}\n")
            print(*shown(rows), sep="\n")
    if options.plot is not None:
        plot(growing, "module", options.plot)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tests.benchmarks.runtime", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, metavar="LEAVES")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--peer", action="append", choices=PEERS, help="compare with these only")
    parser.add_argument("--case", help="only the cases whose name holds this")
    parser.add_argument("--kind", action="append", choices=[*KINDS])
    parser.add_argument("--elements", nargs="+", type=int, default=ELEMENTS, metavar="NUMBER")
    parser.add_argument("--no-grid", action="store_true", help="no dtypes for tree_equal")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="an SVG; needs matplotlib")
    return parser


def _trees(options: argparse.Namespace) -> Iterator[Measured]:
    for case in CASES:
        for kind in case.kinds:
            if not case.grows or not _is_wanted(options, case.name, kind):
                continue
            for size in options.sizes:
                if size <= case.most_leaves:
                    yield _measured(case.name, kind, size, case.calls(KINDS[kind], size), options)


def _fixed(options: argparse.Namespace) -> Iterator[Measured]:
    """What does not depend on the number of leaves."""
    for case in CASES:
        for kind in case.kinds:
            if not case.grows and _is_wanted(options, case.name, kind):
                yield _measured(case.name, kind, 0, case.calls(KINDS[kind], 10), options)


def _grid(options: argparse.Namespace) -> Iterator[Measured]:
    if not _is_wanted(options, "tree_equal, dtypes", None):
        return
    for elements in options.elements:
        for name, position, calls in grid(elements):
            yield _measured(name, position, elements, calls, options)


def _is_wanted(options: argparse.Namespace, case: str, kind: str | None) -> bool:
    if options.kind and kind is not None and kind not in options.kind:
        return False
    return options.case is None or options.case in case


def _measured(
    case: str, kind: str, size: int, calls: Calls, options: argparse.Namespace
) -> Measured:
    print(f"{case}, {kind}, {size:,}", file=sys.stderr, flush=True)
    wanted = {name: call for name, call in calls.items() if name in (OURS, *options.peer)}
    return Measured(case, kind, size, measure(wanted, options.rounds))


def _sections(
    growing: list[Measured], fixed: list[Measured], compared: list[Measured]
) -> Iterator[Section]:
    trees = ["function", "tree"]
    yield "Times faster than equinox, by number of leaves", ratio_table(growing, EQUINOX, trees)
    yield "Times faster than equinox, whatever the number", ratio_table(fixed, EQUINOX, trees)
    for name in peers_in([*growing, *fixed]):
        if name == LIMIT:
            continue
        of = [item for item in (*growing, *fixed) if name in item.series]
        yield f"Times faster than {name}", ratio_table(of, name, trees)
    title = "Times the limit: flattening the tree, and building it anew"
    yield title, ratio_table(growing, LIMIT, trees)
    title = f"tree_equal, {ARRAYS} arrays: times faster than equinox, by number of elements"
    yield title, ratio_table(compared, EQUINOX, ["dtype", "difference"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
