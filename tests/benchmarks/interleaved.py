"""Calls in one process, timed in interleaved rounds; a ratio is the median of the rounds' own."""

from __future__ import annotations

import gc
import statistics
import time
from typing import TYPE_CHECKING, Any, TypeAlias

from tests.benchmarks.rounds import Ratio, Series

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Call: TypeAlias = Callable[[], Any]

# In each round, a contestant repeats its call for about so long, so many times. The best of these
# counts, as nothing else took the processor then. Calls that take longer are not repeated.
_SECONDS = 1e-3
_TIMES = 5
_MOST_REPEATS = 200


def measure(calls: Mapping[str, Call], rounds: int) -> dict[str, Series]:
    """The time of one call of each, in seconds, a round each, after two that warm up."""
    # What was there before is of no interest to the collector.
    gc.collect()
    gc.freeze()
    try:
        return _measured(calls, rounds)
    finally:
        gc.unfreeze()


def _measured(calls: Mapping[str, Call], rounds: int) -> dict[str, Series]:
    plans = {name: _plan(call) for name, call in calls.items()}
    times: dict[str, list[float]] = {name: [] for name in calls}
    for index in range(rounds):
        # Forth and back, so that none always comes after the same other.
        names = [*calls] if index % 2 == 0 else [*reversed([*calls])]
        for name in names:
            times[name].append(_time(calls[name], *plans[name]))
    return {name: Series(tuple(series)) for name, series in times.items()}


def _plan(call: Call) -> tuple[int, int]:
    """How often a call is repeated in a row, and how often that is done in a round."""
    call()
    once = max(_time(call, 1, 1), 1e-7)
    repeats = max(1, min(_MOST_REPEATS, int(_SECONDS / once)))
    return repeats, max(1, min(_TIMES, int(_TIMES * _SECONDS / once)))


def _time(call: Call, repeats: int, times: int) -> float:
    gc.collect()
    gc.disable()
    try:
        return min(_once(call, repeats) for _ in range(times))
    finally:
        gc.enable()


def _once(call: Call, repeats: int) -> float:
    start = time.perf_counter()
    for _ in range(repeats):
        call()
    return (time.perf_counter() - start) / repeats


def quartiles(one: Series, other: Series) -> Ratio:
    """How many times longer one takes than the other: the median of the rounds, and quartiles."""
    ratios = [
        mine / its
        for mine, its in zip(one.times, other.times, strict=True)
        if mine is not None and its is not None
    ]
    if len(ratios) == 1:
        return Ratio(ratios[0], ratios[0], ratios[0])
    low, median, high = statistics.quantiles(ratios, n=4, method="inclusive")
    return Ratio(median, low, high)
