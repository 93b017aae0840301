"""The hand-written programs, each a file with what is expected of it in its first lines.

```
# expect: rewritten              (or `withheld (why)`)
# results: model, losses         (the variables to compare; `result`, if not given)
# raises: KeyError               (how it ends, if with an exception)
```
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.analyzer.codemods.verdicts import Judgement, judge

FOLDER = Path(__file__).parent / "programs"
_HEADER = re.compile(r"# (expect|results|raises): (.*)\n")


@dataclass(frozen=True, slots=True)
class Program:
    """One program: its code, and what is expected of it."""

    path: Path
    code: str
    expect: str
    results: tuple[str, ...] = ("result",)
    raises: str | None = None

    @property
    def shape(self) -> str:
        """The folder that it stands in."""
        return self.path.parent.name

    @property
    def name(self) -> str:
        """Short, and unlike any other program's."""
        return f"{self.shape}/{self.path.stem}"

    @property
    def is_rewritable(self) -> bool:
        """Whether a complete codemod rewrites it."""
        return self.expect == "rewritten"


def programs() -> list[Program]:
    """All programs, by shape and name."""
    return [read(path) for path in sorted(FOLDER.glob("*/*.py"))]


@cache
def judged(program: Program) -> Judgement:
    """What becomes of a program; several tests ask, and it is run once."""
    return judge(program.code, program.results)


def read(path: Path) -> Program:
    """One program; its header stays part of its code, as a comment like any other."""
    code = path.read_text(encoding="utf-8")
    header: dict[str, str] = {}
    for line in code.splitlines(keepends=True):
        match = _HEADER.fullmatch(line)
        if match is None:
            break
        header[match[1]] = match[2].strip()
    results = tuple(name.strip() for name in header.get("results", "result").split(","))
    return Program(path, code, header["expect"], results, header.get("raises"))
