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
_LINE_END = re.compile(r"\r\n|\r|\n|\Z")
# What ties words to a directive before them: `ignore[TL101]: because ...`.
_TIES = " \t:;,-\N{EN DASH}\N{EM DASH}"


def finding(source: SourceFile, item: Unused, *, is_known: bool) -> Finding:
    """The finding for a comment, or one code of it, that switches nothing off."""
    directive = item.directive
    fix: Fix | None = Fix.safe("remove it", _removal(source, item))
    if directive.is_broken:
        message = (
            "this comment cannot be read and ignores nothing; write `treelint: ignore[TL101]`"
        )
        fix = None
    elif item.item is None:
        message = "this comment ignores nothing; remove it"
    elif is_known:
        message = f"no {item.item.code} is found here; remove it from the comment"
    else:
        message = f"{item.item.code} is no rule of treelint; correct it, or remove it"
    start, end = source.position(directive.start), source.position(directive.end)
    return Finding(
        rule.code,
        rule.name,
        message,
        source.filename,
        Position(start[0], start[1] + 1),
        Position(end[0], end[1] + 1),
        frozenset({directive.row}),
        fix,
    )


def _removal(source: SourceFile, unused: Unused) -> Splice:
    directive, item = unused.directive, unused.item
    listed = directive.listed or ()
    if item is None or len(listed) == 1:
        return _whole(source, directive)
    index = listed.index(item)
    if index + 1 < len(listed):
        # Up to the next code, so that the comma or blank between them goes too.
        return Splice(item.start, listed[index + 1].start, "")
    return Splice(listed[index - 1].end, item.end, "")


def _whole(source: SourceFile, directive: Directive) -> Splice:
    """Take the comment out; its line too, if nothing else stands on it."""
    after = _TEXT_AFTER.match(source.text, directive.end)
    rest = after.group() if after else ""
    words = rest.lstrip(_TIES)
    if words:
        return _keeping(directive, len(rest) - len(words), words)
    end = directive.end + len(rest)
    line_start = source.line_start(directive.row)
    before = source.text[line_start : directive.start].rstrip()
    if before:
        return Splice(line_start + len(before), end, "")
    line_end = _LINE_END.match(source.text, end)
    return Splice(line_start, end if line_end is None else line_end.end(), "")


def _keeping(directive: Directive, blanks: int, words: str) -> Splice:
    """Take the directive out of a comment that says more: the other words stay a comment."""
    is_first = directive.start == directive.comment
    mark = "# " if is_first and not words.startswith("#") else ""
    return Splice(directive.start, directive.end + blanks, mark)


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
