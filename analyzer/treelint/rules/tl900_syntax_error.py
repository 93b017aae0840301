"""The file cannot be parsed.

## What it does
Reports a file that Python's own parser rejects, with the parser's message. In a notebook it is
said of each cell, and the other cells are checked.

## Why is this bad?
Nothing else can be checked in such a file. The rule can neither be ignored nor deselected, and
the exit status is 2. A file that mentions no tree code is not parsed when it is met in a large
folder; one that is named on the command line always is.

## Example
```python
model = eqx.tree_at(lambda m: m.weight, model, 0
```

## Use instead
```python
model = eqx.tree_at(lambda m: m.weight, model, 0)
```

## Fix safety
There is no fix.

## References
- [The Python language reference](https://docs.python.org/3/reference/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.findings import Finding, Position
from treelint.rule import FixKind, Invalid, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex
    from treelint.parse import ParseFailure


def finding(filename: str, failure: ParseFailure) -> Finding:
    """The finding for a file that cannot be parsed."""
    place = Position(failure.line, failure.column + 1)
    return Finding(rule.code, rule.name, failure.message, filename, place, place, frozenset())


def check(file: FileIndex) -> Iterator[Finding]:
    """A file that has come as far as an index has no such mistake."""
    yield from ()


rule = Rule(
    code="TL900",
    name="syntax-error",
    names=frozenset(),
    fix=FixKind.NONE,
    check=check,
    valid=("", "x = 1\n", "def f(): ...\n", "x = (\n    1\n)\n"),
    invalid=(
        Invalid("x = (\n"),
        Invalid("def f(:\n    pass\n"),
        Invalid("x = 1\n  y = 2\n"),
        Invalid("x = '\0'\n"),
    ),
)
