"""Reading a file, and writing it back, without losing anything on the way."""

from __future__ import annotations

import bisect
import codecs
import contextlib
import itertools
import os
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from treelint.records import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from treelint.findings import Splice
    from treelint.notebook.cells import CodeCell

# How the name of a notebook ends.
NOTEBOOK = ".ipynb"

# What Python itself takes for the end of a line; `str.splitlines` knows more.
_LINE_END = re.compile(r"\r\n|\r|\n")


def split_lines(text: str) -> list[str]:
    """The lines of a text, each with its end."""
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    return [
        text[start:end] for start, end in itertools.pairwise([*starts, len(text)]) if end > start
    ]


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be done, in one line that names the place and the cure."""

    filename: str
    message: str

    def __str__(self) -> str:
        return f"{self.filename}: {self.message}"


@dataclass(frozen=True)
class SourceFile:
    """A decoded file; line endings are as they stand in it, the BOM is apart.

    Where it is a notebook, `cells` are its code cells, whose Python is the text.
    """

    filename: str
    text: str
    encoding: str = "utf-8"
    bom: bytes = b""
    cells: tuple[CodeCell, ...] = ()

    @cached_property
    def lines(self) -> list[str]:
        """The lines, without their ends."""
        return _LINE_END.split(self.text)

    @cached_property
    def newline(self) -> str:
        """How the first line ends; a single line has the ending of Unix."""
        end = _LINE_END.search(self.text)
        return "\n" if end is None else end.group()

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def line_start(self, line: int) -> int:
        """The index into `text` at which a 1-based line begins."""
        return self._line_starts[line - 1]

    def column(self, line: int, utf8_offset: int) -> int:
        """The 0-based column in characters, for one that `ast` counts in UTF-8 bytes."""
        text = self.lines[line - 1]
        if text.isascii():
            return utf8_offset
        return len(text.encode()[:utf8_offset].decode(errors="ignore"))

    def offset(self, line: int, utf8_offset: int) -> int:
        """The index into `text` of a 1-based line and a column in UTF-8 bytes."""
        return self.line_start(line) + self.column(line, utf8_offset)

    def position(self, offset: int) -> tuple[int, int]:
        """The 1-based line and 0-based column in characters of an index into `text`."""
        line = bisect.bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1]

    @property
    def parts(self) -> Iterable[tuple[int, Sequence[str]]]:
        """The lines of each part that is read by itself, and how many are above it."""
        return [(0, self.lines)]

    @property
    def sections(self) -> Iterable[tuple[str, str]]:
        """What a person looks at one by one, with its title."""
        return [(self.filename, self.text)]

    def cell_at(self, line: int) -> CodeCell | None:
        """The notebook cell that a 1-based line of the text is in."""
        after = bisect.bisect_left(self.cells, line, key=lambda cell: cell.above)
        return self.cells[after - 1] if after else None

    def lines_of(self, cell: int | None) -> Sequence[str]:
        """The lines that rows count in: those of a cell, by its number, or all."""
        own = next((found.lines for found in self.cells if found.number == cell), None)
        return self.lines if own is None else own

    def accepts(self, changes: Iterable[Splice]) -> bool:
        """Whether these are pieces of the text that can be replaced."""
        return all(0 <= item.start <= item.end <= len(self.text) for item in changes)

    def spliced(self, changes: Iterable[Splice]) -> SourceFile:
        """The same file with pieces of its text replaced; they are in order, and apart."""
        pieces: list[str] = []
        end = 0
        for change in changes:
            pieces += self.text[end : change.start], change.content
            end = change.end
        return replace(self, text="".join([*pieces, self.text[end:]]))

    def encoded(self) -> bytes:
        """The bytes of the file, BOM and encoding as they were."""
        return self.bom + self.text.encode(self.encoding)


def read_bytes(path: Path, filename: str) -> bytes | Failure:
    """The content of a file, or why it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        return Failure(filename, f"cannot be read: {error.strerror or error}")


def decode(data: bytes, filename: str) -> SourceFile | Failure:
    """The text of a file, by its BOM or its coding comment, else as UTF-8."""
    if filename.endswith(NOTEBOOK):
        # Loaded here: most runs meet no notebook.
        from treelint.notebook.source import decode_notebook

        return decode_notebook(data, filename)
    bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    content = data[len(bom) :]
    try:
        encoding = _encoding(data)
        return SourceFile(filename, content.decode(encoding), encoding, bom)
    except UnicodeDecodeError as error:
        return _undecodable(content, error, filename)
    except (SyntaxError, UnicodeError, LookupError) as error:
        # Also raised for the first lines of a file that is not UTF-8: then say where.
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as place:
            return _undecodable(content, place, filename)
        reason = error.msg if isinstance(error, SyntaxError) else f"unusable encoding: {error}"
        return Failure(filename, f"{reason}; save it as UTF-8, or correct the coding comment")


def _encoding(data: bytes) -> str:
    """The encoding by the coding comment, which stands in one of the first two lines."""
    head = data[: data.find(b"\n", data.find(b"\n") + 1) + 1] or data
    if b"coding" not in head:
        return "utf-8"
    # Loaded here: few files have one.
    import io
    import tokenize

    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    return encoding.removesuffix("-sig")


def _undecodable(content: bytes, error: UnicodeDecodeError, filename: str) -> Failure:
    line = content.count(b"\n", 0, error.start) + 1
    message = f"not valid {error.encoding} in line {line}; save it as UTF-8"
    return Failure(filename, f"{message}, or name its encoding in a coding comment")


def write(path: Path, source: SourceFile, read: bytes) -> Failure | None:
    """Write a file whole or not at all: to a temporary file beside it, then renamed over it.

    `read` is what the source was made from: a file that holds something else by now is left.
    """
    import tempfile

    temporary = None
    try:
        # A link stays a link: what it points to is written.
        target = path.resolve(strict=True)
        data = source.encoded()
        if not os.access(target, os.W_OK):
            return Failure(source.filename, "cannot be written, left as it was: it is read-only")
        before = target.stat()
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(temporary).chmod(before.st_mode)
        _give(Path(temporary), before)
        if target.read_bytes() != read:
            Path(temporary).unlink()
            return Failure(source.filename, "changed since it was read, left as it is; run again")
        Path(temporary).replace(target)
    except (OSError, UnicodeEncodeError) as error:
        if temporary is not None:
            with contextlib.suppress(FileNotFoundError):
                Path(temporary).unlink()
        reason = getattr(error, "strerror", None) or error
        return Failure(source.filename, f"cannot be written, left as it was: {reason}")
    return None


def _give(path: Path, owner: os.stat_result) -> None:
    """Give a file to the owner of the one that it replaces, where that is allowed."""
    made = path.stat()
    if (made.st_uid, made.st_gid) != (owner.st_uid, owner.st_gid):
        with contextlib.suppress(PermissionError):
            os.chown(path, owner.st_uid, owner.st_gid)
