"""The code cells of a notebook, one below the other in one text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from treelint.notebook.magics import Masked, masked
from treelint.records import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from treelint.findings import Splice
    from treelint.notebook.document import StoredCell

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class CodeCell:
    """A code cell, and where it lies in the text of them all.

    `number` counts all cells of the notebook from 1. `text` is what stands in the cell, and
    `masked` what it is as Python. It begins at the index `start` of the text of all code cells,
    below `above` rows. `raises` is for a cell that is tagged as one that raises.
    """

    number: int
    text: str
    masked: Masked
    start: int
    above: int
    raises: bool

    @property
    def end(self) -> int:
        """The index into the text of all code cells at which this one ends."""
        return self.start + len(self.text)

    @property
    def joint(self) -> str:
        """What stands between this cell and the next one: a line end, and an empty line."""
        # Else the end of the cell and the beginning of this would be one line end.
        return " \n\n" if self.text.endswith("\r") else "\n\n"

    @property
    def row_after(self) -> int:
        """The empty line below the cell, counted in the text of all code cells."""
        return self.above + len(self.lines) + 1

    @property
    def lines(self) -> list[str]:
        """The lines as they are written, without their ends."""
        return _LINE_END.split(self.text)

    def has_magic(self, start: int, end: int) -> bool:
        """Whether a part of a stretch of the cell is what is IPython's own."""
        return any(start < stop and begin < end for begin, stop in self.masked.magics)

    def changed(self, changes: Iterable[Splice]) -> CodeCell | None:
        """The cell with pieces of it replaced; their indices count in this cell, in order.

        None where that reaches into what is no Python, or makes IPython take something else of
        the cell for its own.
        """
        text: list[str] = []
        code: list[str] = []
        at = 0
        for change in changes:
            if self.has_magic(change.start, change.end):
                return None
            text += self.text[at : change.start], change.content
            code += self.masked.code[at : change.start], change.content
            at = change.end
        whole = "".join([*text, self.text[at:]])
        remade = masked(whole)
        is_as_before = remade.code == "".join([*code, self.masked.code[at:]])
        if not is_as_before or remade.heads != self.masked.heads:
            return None
        return replace(self, text=whole, masked=remade)


def joined(stored: Sequence[StoredCell]) -> tuple[CodeCell, ...]:
    """The cells with their places in the text of them all."""
    cells: list[CodeCell] = []
    start = above = 0
    for item in stored:
        text = item.text
        cell = CodeCell(item.number, text, masked(text), start, above, item.raises)
        cells.append(cell)
        start = cell.end + len(cell.joint)
        above = cell.row_after
    return tuple(cells)


def code_of(cells: Iterable[CodeCell]) -> str:
    """The text of all code cells, as Python."""
    return "".join(cell.masked.code + cell.joint for cell in cells)
