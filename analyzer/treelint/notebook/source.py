"""A notebook as a source file: its text is the Python of its code cells."""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING

from treelint.findings import Splice
from treelint.notebook.cells import CodeCell, code_of, joined
from treelint.notebook.document import Document, decode_json, read
from treelint.notebook.splice import document_with
from treelint.records import dataclass, field
from treelint.source import Failure, SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LINE_END_BEFORE = re.compile(r"(?:\r\n|\r|\n)\Z")


@dataclass(frozen=True)
class NotebookSource(SourceFile):
    """A notebook, its code cells one below the other; changes go to its JSON."""

    document: Document = field(default=Document("", ()), repr=False)

    @property
    def parts(self) -> Iterator[tuple[int, Sequence[str]]]:
        """The lines of each cell, and how many are above it."""
        for cell in self.cells:
            yield cell.above, self.lines[cell.above : cell.above + len(cell.lines)]

    @property
    def sections(self) -> Iterator[tuple[str, str]]:
        """The cells as they are written; the last line of each ends like the others."""
        for cell in self.cells:
            yield f"{self.filename}:cell {cell.number}", f"{cell.text}\n"

    def accepts(self, changes: Iterable[Splice]) -> bool:
        """Whether each change lies in the Python of one cell, and leaves the rest what it is."""
        by_cell = self._by_cell(changes)
        return by_cell is not None and all(
            self.cells[index].changed(own) is not None for index, own in by_cell.items()
        )

    def spliced(self, changes: Iterable[Splice]) -> SourceFile:
        """The notebook with pieces of its cells replaced."""
        by_cell = self._by_cell(changes)
        if by_cell is None:
            msg = "a change goes beyond its cell"
            raise ValueError(msg)
        stored = self.document.cells
        text = document_with(self.document.text, ((stored[i], by_cell[i]) for i in by_cell))
        document = read(text, self.filename)
        if isinstance(document, Failure):
            raise TypeError(str(document))
        return _of(document, self.filename, self.bom)

    def encoded(self) -> bytes:
        """The bytes of the notebook."""
        return self.bom + self.document.text.encode()

    def _by_cell(self, changes: Iterable[Splice]) -> dict[int, list[Splice]] | None:
        """The changes of each cell, in order; None if one does not lie in a cell."""
        found: dict[int, list[Splice]] = {}
        for change in sorted(changes, key=lambda item: (item.start, item.end)):
            index = bisect.bisect_right(self.cells, change.start, key=lambda cell: cell.start) - 1
            own = _within(self.cells[index], change)
            if own is None:
                return None
            found.setdefault(index, []).append(own)
        return found


def decode_notebook(data: bytes, filename: str) -> SourceFile | Failure:
    """The code cells of a notebook; none where it is in another language."""
    decoded = decode_json(data, filename)
    if isinstance(decoded, Failure):
        return decoded
    bom, text = decoded
    document = read(text, filename)
    if isinstance(document, Failure):
        return document
    try:
        return _of(document, filename, bom)
    except RecursionError:
        return Failure(filename, "the magics of a cell are nested too deeply; take some out")


def _of(document: Document, filename: str, bom: bytes) -> NotebookSource:
    cells = joined(document.cells)
    return NotebookSource(filename, code_of(cells), "utf-8", bom, cells=cells, document=document)


def _within(cell: CodeCell, change: Splice) -> Splice | None:
    """The change with its indices counted in the cell; None if it does not lie in it."""
    start, end = change.start - cell.start, change.end - cell.start
    size = len(cell.text)
    if not change.content and start < size < end == size + len(cell.joint) - 1:
        # The line end after the last line is not the cell's: the one before it goes instead.
        before = _LINE_END_BEFORE.search(cell.text, 0, start)
        return Splice(start if before is None else before.start(), size, "")
    return Splice(start, end, change.content) if end <= size else None
