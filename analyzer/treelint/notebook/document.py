"""A notebook's file: its JSON, and where in it the source of each code cell stands.

The format is described at https://nbformat.readthedocs.io/en/latest/format_description.html.
"""

from __future__ import annotations

import codecs
import json
from functools import partial
from typing import TYPE_CHECKING, Any

from treelint.notebook.json_text import read_array, read_document, read_object, read_value
from treelint.records import dataclass
from treelint.source import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

_PYTHON = frozenset({"", "ipython", "python", "python3"})
_CURE = "restore it, or write it anew from Jupyter"


@dataclass(frozen=True, slots=True)
class Piece:
    """A JSON string of a cell's source, and where it stands with its quotes."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class StoredCell:
    """A code cell; `number` counts all cells from 1.

    Its source stands from `start` up to `end`, as a list of strings or as one. `raises` is for
    a cell that is tagged as one that raises.
    """

    number: int
    start: int
    end: int
    pieces: tuple[Piece, ...]
    is_list: bool
    raises: bool

    @property
    def text(self) -> str:
        """The source as people read it."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Document:
    """The JSON of a notebook, and its Python cells; none where its kernel speaks no Python."""

    text: str
    cells: tuple[StoredCell, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    start: int
    end: int
    pieces: tuple[Piece | None, ...]
    is_list: bool


class _NoNotebookError(Exception):
    """JSON, but no notebook that can be read; the text says why."""


def decode_json(data: bytes, filename: str) -> tuple[bytes, str] | Failure:
    """The BOM and the text of a file."""
    bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    content = data[len(bom) :]
    try:
        return bom, content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Failure(filename, f"not valid utf-8 in line {line}; {_CURE}")


def read(text: str, filename: str) -> Document | Failure:
    """The code cells of a notebook, or why it cannot be read."""
    try:
        return Document(text, tuple(_code_cells(read_document(text, _read_notebook))))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        return Failure(filename, f"not valid JSON in {place} ({error.msg}); {_CURE}")
    except _NoNotebookError as error:
        return Failure(filename, f"cannot be read as a notebook: {error}")
    except RecursionError:
        return Failure(filename, f"cannot be read: its JSON is nested too deeply; {_CURE}")


def _read_piece(text: str, start: int) -> tuple[Piece | None, int]:
    value, end = read_value(text, start)
    return (Piece(start, end, value) if isinstance(value, str) else None), end


def _read_source(text: str, start: int) -> tuple[_Source, int]:
    is_list = text.startswith("[", start)
    if is_list:
        pieces, end = read_array(text, start, _read_piece)
    else:
        piece, end = _read_piece(text, start)
        pieces = [piece]
    return _Source(start, end, tuple(pieces or ()), is_list), end


_read_cell = partial(read_object, readers={"source": _read_source})
_read_cells = partial(read_array, reader=_read_cell)
_read_notebook = partial(read_object, readers={"cells": _read_cells})


def _code_cells(notebook: dict[str, Any] | None) -> Iterator[StoredCell]:
    if notebook is None or not isinstance(notebook.get("cells"), list):
        if isinstance(notebook, dict) and "worksheets" in notebook:
            raise _NoNotebookError(
                "its format is older than 4; `jupyter nbconvert --to notebook --inplace` brings "
                "it up to date"
            )
        msg = f"it has no list of `cells`; {_CURE}"
        raise _NoNotebookError(msg)
    if not _speaks_python(notebook.get("metadata")):
        return
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell is None:
            msg = f"cell {number} is no object; {_CURE}"
            raise _NoNotebookError(msg)
        metadata = cell.get("metadata")
        if cell.get("cell_type") != "code" or not _is_python(metadata):
            continue
        source = cell.get("source")
        if source is None or None in source.pieces:
            msg = f"the `source` of cell {number} is no text; {_CURE}"
            raise _NoNotebookError(msg)
        tags = _member(metadata, "tags")
        raises = isinstance(tags, list) and "raises-exception" in tags
        yield StoredCell(number, source.start, source.end, source.pieces, source.is_list, raises)


def _speaks_python(metadata: Any) -> bool:
    """Whether nothing says that the notebook's kernel runs another language."""
    named = (
        _member(_member(metadata, "language_info"), "name"),
        _member(_member(metadata, "kernelspec"), "language"),
    )
    return all(_names_python(name) for name in named)


def _is_python(metadata: Any) -> bool:
    """Whether a cell is in the notebook's language; Visual Studio Code lets each have its own."""
    return _names_python(_member(_member(metadata, "vscode"), "languageId"))


def _names_python(language: Any) -> bool:
    return not isinstance(language, str) or language.lower() in _PYTHON


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None
