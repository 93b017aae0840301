"""Reports to be shown: made from code, or from whatever text there is."""

import os
import textwrap

from hypothesis import strategies as st

from treelint import engine
from treelint.engine import Config
from treelint.findings import Finding, Fix, Position, Splice
from treelint.report.model import FileReport, Report
from treelint.rules import all_rules
from treelint.source import Failure, SourceFile

CONFIG = Config(all_rules())
CODE = """\
import equinox as eqx
x = eqx.tree_at(lambda m: (l for l in m), m, new)
eqx.nn.inference_mode(
    model)
"""


def report_on(code: str, filename: str = "a.py") -> Report:
    """The report on one file, its fixes as edits."""
    source = SourceFile(filename, textwrap.dedent(code))
    checked = engine.check_with_edits(source, CONFIG)
    return Report([FileReport(checked.findings, source)], checked.failures, 1)


def _may_be_named(character: str) -> bool:
    """Whether a file of this system may have it in its name."""
    try:
        return os.fsencode(character) != b"\0"
    except UnicodeEncodeError:
        return False


# What formats trip over, beside whatever else there is.
ODD = "%:,\r\n\t<>&\"'\\\x1b\x07\x7f\x85\u2028\u202e\ufffe\uffff\udcff\ud800漢é𝒳 /"
TEXTS = st.text(st.characters() | st.sampled_from(ODD), min_size=1, max_size=12)
NAMES = TEXTS.map(lambda text: "".join(filter(_may_be_named, text)).strip("/") or "a")
CODES = st.sampled_from(["TL104", "TL301", "TL900", "TL999"])


@st.composite
def file_reports(draw: st.DrawFn) -> FileReport:
    name = draw(NAMES)
    source = SourceFile(name, draw(TEXTS))
    found: list[Finding] = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(source.text)))
        end = draw(st.integers(start, len(source.text)))
        row, column = source.position(start)
        end_row, end_column = source.position(end)
        fix = Fix.unsafe(draw(TEXTS), Splice(start, end, draw(TEXTS)))
        found.append(
            Finding(
                draw(CODES),
                "some-rule",
                draw(TEXTS),
                name,
                Position(row, column + 1),
                Position(end_row, end_column + 1),
                frozenset({row}),
                draw(st.none() | st.just(fix)),
                draw(st.none() | st.integers(1, 9)),
            )
        )
    return FileReport(found, source)


FAILURES = st.lists(st.builds(Failure, NAMES, TEXTS), max_size=2)
REPORTS = st.builds(Report, st.lists(file_reports(), max_size=3), FAILURES, st.just(3))
