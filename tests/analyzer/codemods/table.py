"""What became of the programs, as a table: `python -m tests.analyzer.codemods.table`.

`--random 5000` judges as many random programs instead, `--crossed 7` every seventh of those in
which something holds a part of a tree that changes, `--split` the programs taken apart into files.
`--list` names each program that is not as expected, and `--show NAME` prints what became of one.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from tests.analyzer.codemods.catalogue import Program, judged, programs
from tests.analyzer.codemods.crossed import crossed
from tests.analyzer.codemods.execution import PRELUDE_ENDS
from tests.analyzer.codemods.random_programs import RESULTS, judged_at_random
from tests.analyzer.codemods.rewriting import REWRITERS
from tests.analyzer.codemods.splitting import judge_split
from tests.analyzer.codemods.verdicts import Judgement, Verdict, judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_COLUMNS = (Verdict.REWRITTEN, Verdict.WITHHELD, Verdict.NOTHING, Verdict.DIFFERENT)


def counts_by_shape(judged: Iterable[tuple[str, Judgement]]) -> str:
    """A row for each shape, and one for all."""
    rows: defaultdict[str, Counter[Verdict]] = defaultdict(Counter)
    for shape, judgement in judged:
        rows[shape][judgement.verdict] += 1
        rows["all"][judgement.verdict] += 1
    lines = [_row("shape", "programs", *(verdict.value for verdict in _COLUMNS))]
    for shape, counts in rows.items():
        if shape != "all":
            lines.append(_row(shape, counts.total(), *(counts[verdict] for verdict in _COLUMNS)))
    counts = rows["all"]
    lines.append(_row("all", counts.total(), *(counts[verdict] for verdict in _COLUMNS)))
    return "\n".join(lines)


def _row(name: str, *cells: object) -> str:
    return f"{name:<16}" + "".join(f"{cell!s:>15}" for cell in cells)


def counts_by_reason(judgements: Iterable[Judgement]) -> str:
    """How often each reason was given, the most frequent first."""
    reasons = Counter(reason for judgement in judgements for reason in judgement.reasons)
    return "\n".join(f"{count:>6}  {reason}" for reason, count in reasons.most_common())


def share_rewritten(judged: Iterable[tuple[Program, Judgement]]) -> str:
    """How much of what can be rewritten was."""
    verdicts = [judgement.verdict for program, judgement in judged if program.is_rewritable]
    done = sum(verdict is Verdict.REWRITTEN for verdict in verdicts)
    return f"{done} of {len(verdicts)} rewritable programs rewritten ({done / len(verdicts):.1%})"


def _not_as_expected(judged: Iterable[tuple[Program, Judgement]]) -> str:
    return "\n".join(
        f"{program.name}: expected {program.expect}, but {judgement.verdict.value}"
        f" {'; '.join((*judgement.reasons, *judgement.mistakes))}"
        for program, judgement in judged
        if judgement.mistakes or not program.expect.startswith(judgement.verdict.value)
    )


def _is_wrong(code: str, way: str) -> bool:
    return bool(judge(code, RESULTS, REWRITERS[way]).mistakes)


def _judge_split() -> int:
    """Print what becomes of the programs where classes and functions are in other files."""
    counts: Counter[str] = Counter()
    for program in programs():
        judgement = judge_split(program.code, program.results)
        if judgement is None:
            counts["not to be taken apart"] += 1
            continue
        one = judged(program).verdict is Verdict.REWRITTEN
        files = {True: "rewritten", False: "not"}
        counts[f"{files[one]} in one file, {files[judgement.is_rewritten]} in several"] += 1
        if judgement.mistakes:
            counts["different"] += 1
            print(program.name, *judgement.mistakes, *judgement.after.values(), sep="\n")
    print(*(f"{count:5} {what}" for what, count in counts.most_common()), sep="\n")
    return int(bool(counts["different"]))


def _judge_crossed(step: int) -> int:
    """Print what becomes of the programs in which something holds a part of a tree."""
    counts: Counter[Verdict] = Counter()
    for code in islice(crossed(), 0, None, step):
        judgement = judge(code, RESULTS)
        counts[judgement.verdict] += 1
        if judgement.mistakes:
            print(judgement.code, judgement.fixed, *judgement.mistakes, sep="\n")
    print(_row("programs", *(verdict.value for verdict in _COLUMNS)))
    print(_row(str(counts.total()), *(counts[verdict] for verdict in _COLUMNS)))
    return int(bool(counts[Verdict.DIFFERENT]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit status is 1 if anything is different."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, metavar="N", help="judge N random programs")
    parser.add_argument("--list", action="store_true", help="name what is not as expected")
    parser.add_argument("--show", metavar="NAME", help="print what became of one program")
    parser.add_argument(
        "--crossed", type=int, metavar="N", help="judge every Nth of what holds parts of trees"
    )
    parser.add_argument("--split", action="store_true", help="judge programs in several files")
    options = parser.parse_args(arguments)
    if options.crossed:
        return _judge_crossed(options.crossed)
    if options.split:
        return _judge_split()
    if options.show:
        [program] = [program for program in programs() if program.name == options.show]
        judgement = judged(program)
        print(
            judgement.fixed, judgement.verdict, *judgement.reasons, *judgement.mistakes, sep="\n"
        )
        return int(bool(judgement.mistakes))
    if options.random:
        judgements = judged_at_random(options.random)
        by_shape = [("random", judgement) for judgement in judgements]
        print(counts_by_shape(by_shape), counts_by_reason(judgements), sep="\n\n")
        # One program is drawn with small changes again and again.
        wrong = {judgement.mistakes: judgement for judgement in judgements if judgement.mistakes}
        for judgement in wrong.values():
            # The classes and functions above that line hardly differ.
            bodies = (
                code.partition(PRELUDE_ENDS)[2] for code in (judgement.code, judgement.fixed)
            )
            ways = [way for way in REWRITERS if _is_wrong(judgement.code, way)]
            print("\n", *bodies, *judgement.mistakes, f"wrong by {ways}", sep="\n")
        return int(bool(wrong))
    pairs = [(program, judged(program)) for program in programs()]
    judgements = [judgement for _, judgement in pairs]
    print(counts_by_shape((program.shape, judgement) for program, judgement in pairs))
    print(share_rewritten(pairs), counts_by_reason(judgements), sep="\n\n")
    if options.list:
        print("", _not_as_expected(pairs), sep="\n")
    return int(any(judgement.mistakes for judgement in judgements))


if __name__ == "__main__":
    sys.exit(main())
