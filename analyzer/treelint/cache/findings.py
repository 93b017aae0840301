"""Findings as plain data, and back. What their fixes would change is not kept, only what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from treelint.findings import Applicability, Finding, Fix, Position

if TYPE_CHECKING:
    from collections.abc import Iterable

Plain: TypeAlias = list[Any]  # as JSON has it


def plain(findings: Iterable[Finding]) -> list[Plain]:
    """The findings of one file, without its name."""
    return [
        [
            item.code,
            item.name,
            item.message,
            [item.start.row, item.start.column],
            [item.end.row, item.end.column],
            sorted(item.comment_rows),
            None if item.fix is None else [item.fix.applicability.value, item.fix.message],
            item.cell,
        ]
        for item in findings
    ]


def restored(kept: Iterable[Plain], filename: str) -> tuple[Finding, ...]:
    """The findings again; anything that is not what `plain` makes raises."""
    return tuple(_restored(item, filename) for item in kept)


def _restored(kept: Plain, filename: str) -> Finding:
    code, name, message, start, end, rows, fix, cell = kept
    return Finding(
        _text(code),
        _text(name),
        _text(message),
        filename,
        Position(*map(_number, start)),
        Position(*map(_number, end)),
        frozenset(map(_number, rows)),
        None if fix is None else Fix(Applicability(fix[0]), _text(fix[1]), ()),
        None if cell is None else _number(cell),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        msg = f"{value!r} is no text"
        raise TypeError(msg)
    return value


def _number(value: object) -> int:
    if not isinstance(value, int):
        msg = f"{value!r} is no number"
        raise TypeError(msg)
    return value
