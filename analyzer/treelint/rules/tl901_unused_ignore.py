"""A comment ignores a finding that is not there.

## What it does
Looks for `# treelint: ignore[...]`, `# treelint: file-ignore[...]` and `# noqa: TL...` comments
that switch off nothing, and for codes in them that are no rule's. Only codes that the run has
looked for are judged.

## Why is this bad?
The comment outlives what it was for, and hides the next finding on its line.

## Example
```python
model = eqx.tree_at(lambda m: m.weight, model, 0)  # treelint: ignore[TL202]
```

## Use instead
```python
model = eqx.tree_at(lambda m: m.weight, model, 0)
```

## Fix safety
Safe: only the comment, or one code of it, is removed.

## References
- [Suppressing a finding](https://treelint.readthedocs.io/en/latest/usage/#suppressing-a-finding)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from treelint.findings import Finding, Fix, Position, Splice
from treelint.rule import FixKind, Invalid, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex
    from treelint.source import SourceFile
    from treelint.suppress import Directive, Unused

_TEXT_AFTER = re.compile(r"[^\r\n]*")


def finding(source: SourceFile, item: Unused, *, is_known: bool) -> Finding:
    """The finding for a comment, or one code of it, that switches nothing off."""
    directive = item.directive
    if item.code is None:
        message = "this comment ignores nothing; remove it"
    elif is_known:
        message = f"no {item.code} is found here; remove it from the comment"
    else:
        message = f"{item.code} is no rule of treelint; correct it, or remove it"
    start, end = source.position(directive.start), source.position(directive.end)
    return Finding(
        rule.code,
        rule.name,
        message,
        source.filename,
        Position(start[0], start[1] + 1),
        Position(end[0], end[1] + 1),
        frozenset({directive.row}),
        Fix.safe("remove it", _removal(source, directive, item.code)),
    )


def _removal(source: SourceFile, directive: Directive, code: str | None) -> Splice:
    if code is None or len(directive.listed) == 1:
        return _whole(source, directive)
    text = source.text[directive.start : directive.end]
    start, end = _listed(text, code)
    if not text[end:].strip(" ]"):
        # The last of the list goes with the comma before it.
        start = len(text[:start].rstrip().removesuffix(",").rstrip())
    return Splice(directive.start + start, directive.start + end, "")


def _listed(text: str, code: str) -> tuple[int, int]:
    """Where a code stands in the comment, with the comma or blank that follows."""
    found = re.search(rf"\b{code}\b(?:\s*,\s*|\s+(?=\w))?", text, re.IGNORECASE)
    if found is None:
        msg = f"{code} does not stand in {text!r}"
        raise ValueError(msg)
    return found.span()


def _whole(source: SourceFile, directive: Directive) -> Splice:
    """Take the comment out; its line too, if nothing else stands on it."""
    start, end = directive.start, directive.end
    after = _TEXT_AFTER.match(source.text, end)
    rest = after.group() if after else ""
    line_start = source.line_start(directive.row)
    before = source.text[line_start:start]
    if rest.strip():
        # Other words follow: they stay a comment.
        words = rest.lstrip()
        keep = "" if words.startswith("#") or before.rstrip().rpartition("#")[1] else "# "
        return Splice(start, end + len(rest) - len(words), keep)
    end += len(rest)
    if before.strip():
        return Splice(line_start + len(before.rstrip()), end, "")
    if source.text.startswith("\r\n", end):
        return Splice(line_start, end + 2, "")
    return Splice(line_start, min(end + 1, len(source.text)), "")


def check(file: FileIndex) -> Iterator[Finding]:
    """The engine asks once all other rules have spoken; see `finding`."""
    yield from ()


_CALL = "model = eqx.tree_at(lambda m: m.weight, model, 0)"
_WRONG = "model = eqx.tree_at(lambda m: m.weight, model)"

rule = Rule(
    code="TL901",
    name="unused-ignore",
    names=frozenset(),
    fix=FixKind.SAFE,
    check=check,
    valid=(
        f"{_WRONG}  # treelint: ignore[TL202]\n",
        f"{_WRONG}  # treelint: ignore\n",
        f"{_WRONG}  # noqa: TL202\n",
        f"{_WRONG}  # noqa\n",
        f"# treelint: file-ignore[TL202]\n{_WRONG}\n",
        f"{_CALL}  # noqa: E501\n",
        'text = "# treelint: ignore[TL202]"\n',
    ),
    invalid=(
        Invalid(f"{_CALL}  # treelint: ignore[TL202]\n", f"{_CALL}\n"),
        Invalid(f"{_CALL}  # treelint: ignore\n", f"{_CALL}\n"),
        Invalid(
            f"{_WRONG}  # treelint: ignore[TL202, TL301]\n",
            f"{_WRONG}  # treelint: ignore[TL202]\n",
        ),
        Invalid(
            f"{_WRONG}  # treelint: ignore[TL301, TL202]\n",
            f"{_WRONG}  # treelint: ignore[TL202]\n",
        ),
        Invalid(f"{_CALL}  # noqa: TL202, E501\n", f"{_CALL}  # noqa: E501\n"),
        Invalid(f"{_CALL}  # treelint: ignore[TL202] one day\n", f"{_CALL}  # one day\n"),
        Invalid(f"{_CALL}  # why # noqa: TL202\n", f"{_CALL}  # why\n"),
        Invalid(f"# treelint: file-ignore[TL202]\n{_CALL}\n", f"{_CALL}\n"),
        Invalid(f"{_CALL}  # treelint: ignore[TL999]\n", f"{_CALL}\n"),
    ),
)
