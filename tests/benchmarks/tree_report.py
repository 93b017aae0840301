"""The runtime benchmark's tables and plot."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import os
import platform
from typing import TYPE_CHECKING, Any

import jax

from tests.benchmarks.interleaved import quartiles
from tests.benchmarks.tree_cases import EQUINOX, LIMIT, OURS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from tests.benchmarks.rounds import Series

    Row = list[str]

_PACKAGES = ("jax", "numpy", "equinox", "penzai", "optax", "flax")
# What the plot's ratios are of: the cases, and how they are called there.
_PLOTTED = {
    "tree_at, one leaf": "tree_at",
    "tree_equal, equal": "tree_equal",
    "tree_check": "tree_check",
    "tree_inference": "tree_inference",
    "partition": "partition",
    "apply_updates": "apply_updates",
}
_SHARED = "tree_at, one leaf, share=True"
_COLORS = {
    "equinox": "#d1495b",
    "penzai": "#edae49",
    "flax": "#8d6a9f",
    "limit": "#7a7a7a",
    "treeops": "#00798c",
    "treeops, share=True": "#30b38f",
}


@dataclasses.dataclass(frozen=True)
class Measured:
    """One case on trees of one kind and size, and the times of all who took part."""

    case: str
    kind: str
    size: int
    series: dict[str, Series]


def environment() -> str:
    """The device that JAX chose, and the versions of all that is measured."""
    device = jax.devices()[0]
    versions = []
    for name in _PACKAGES:
        try:
            versions.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return (
        f"{device.platform} ({device.device_kind}), {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, {', '.join(versions)}"
    )


def ratio_table(measured: Sequence[Measured], other: str, heading: Row) -> list[Row]:
    """How many times longer `other` takes than treeops; for the limit, the other way round."""
    sizes = sorted({item.size for item in measured})
    rows: dict[tuple[str, str], dict[int, str]] = {}
    for item in measured:
        if other in item.series:
            rows.setdefault((item.case, item.kind), {})[item.size] = _ratio(item, other)
    numbers = [f"{size:,}" for size in sizes]
    return [
        [*heading, *(numbers if len(sizes) > 1 else ["ratio"])],
        *([*names, *(cells.get(size, "") for size in sizes)] for names, cells in rows.items()),
    ]


def _ratio(item: Measured, other: str) -> str:
    pair = item.series[other], item.series[OURS]
    found = quartiles(*(reversed(pair) if other == LIMIT else pair))
    return f"{_number(found.median)} ({_number(found.low)}\N{EN DASH}{_number(found.high)})"


def _number(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def peers_in(measured: Iterable[Measured]) -> list[str]:
    """All who took part beside treeops and equinox, in the order of their first case."""
    names = dict.fromkeys(name for item in measured for name in item.series)
    return [name for name in names if name not in (OURS, EQUINOX)]


def as_markdown(rows: list[Row]) -> Iterator[str]:
    """A table for the docs."""
    head, *body = rows
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in body:
        yield f"| {' | '.join(row)} |"


def as_text(rows: list[Row]) -> Iterator[str]:
    """A table for the terminal."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def plot(measured: Sequence[Measured], kind: str, path: Path) -> None:
    """Draws `tree_at` beside its peers, and all functions beside equinox, over leaves."""
    try:
        import matplotlib as mpl  # type: ignore[import-not-found]  # needed for nothing else
        from matplotlib.figure import Figure  # type: ignore[import-not-found]
    except ModuleNotFoundError:
        raise SystemExit("--plot needs matplotlib: pip install matplotlib") from None
    style: dict[str, Any] = {"svg.fonttype": "none", "svg.hashsalt": "treeops", "font.size": 9}
    with mpl.rc_context(style):
        figure = Figure(figsize=(9.5, 3.8), layout="constrained")
        times, ratios = figure.subplots(1, 2)
        _draw_times(times, [item for item in measured if item.kind == kind])
        _draw_ratios(ratios, [item for item in measured if item.kind == kind])
        figure.savefig(path, metadata={"Date": None, "Creator": None})


def _draw_times(axes: Any, measured: list[Measured]) -> None:
    lines: dict[str, list[tuple[int, float]]] = {}
    for item in measured:
        shared = item.case == _SHARED
        if item.case != "tree_at, one leaf" and not shared:
            continue
        for name, series in item.series.items():
            if shared and name != OURS:
                continue
            label = f"{OURS}, share=True" if shared else name
            lines.setdefault(label, []).append((item.size, (series.median or 0) * 1e6))
    for label, color in _COLORS.items():
        if label in lines:
            dashes = "--" if label == LIMIT else "-"
            name = "flatten + unflatten" if label == LIMIT else label
            xs, ys = zip(*sorted(lines[label]), strict=True)
            axes.plot(xs, ys, dashes, color=color, label=name, marker="o", markersize=3)
    axes.set(xscale="log", yscale="log", xlabel="leaves", title="tree_at, one leaf: microseconds")
    _finish(axes)


def _draw_ratios(axes: Any, measured: list[Measured]) -> None:
    for case, label in _PLOTTED.items():
        points = sorted(
            (item.size, quartiles(item.series[EQUINOX], item.series[OURS]).median)
            for item in measured
            if item.case == case and EQUINOX in item.series
        )
        if points:
            xs, ys = zip(*points, strict=True)
            axes.plot(xs, ys, label=label, marker="o", markersize=3)
    axes.axhline(1, color="#7a7a7a", linewidth=0.8, linestyle="--")
    axes.set(xscale="log", xlabel="leaves", title="times faster than equinox")
    axes.set_ylim(bottom=0)
    _finish(axes, loc="center left", bbox_to_anchor=(1, 0.5))


def _finish(axes: Any, **place: Any) -> None:
    axes.minorticks_off()
    axes.grid(visible=True, alpha=0.3)
    axes.legend(frameon=False, fontsize=8, **place)
