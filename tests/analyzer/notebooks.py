"""Short ways to make notebooks."""

import json
from typing import Any, TypeAlias

from treelint.findings import Splice
from treelint.notebook.source import NotebookSource
from treelint.source import decode

Cell: TypeAlias = dict[str, Any]

PYTHON = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "version": "3.12.1"},
}


def code(source: str | list[str], **metadata: Any) -> Cell:
    return {
        "cell_type": "code",
        "execution_count": 1,
        "metadata": metadata,
        "outputs": [{"name": "stdout", "output_type": "stream", "text": ["tree_at\n"]}],
        "source": source,
    }


def lines(source: str, **metadata: Any) -> Cell:
    """A code cell as Jupyter writes it: a string for each line."""
    return code(source.splitlines(keepends=True), **metadata)


def markdown(text: str) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def notebook(*cells: Cell, metadata: Any = None) -> dict[str, Any]:
    return {
        "cells": list(cells),
        "metadata": PYTHON if metadata is None else metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def encoded(*cells: Cell, metadata: Any = None) -> bytes:
    """A notebook as Jupyter writes it."""
    text = json.dumps(notebook(*cells, metadata=metadata), indent=1, ensure_ascii=False)
    return f"{text}\n".encode("utf-8", "surrogatepass")


def read(data: bytes, filename: str = "/nowhere/nb.ipynb") -> NotebookSource:
    source = decode(data, filename)
    assert isinstance(source, NotebookSource)
    return source


def sources(data: bytes) -> list[str]:
    """The source of each cell."""
    return ["".join(cell["source"]) for cell in json.loads(data)["cells"]]


def splice(source: NotebookSource, cell: int, start: int, end: int, content: str) -> Splice:
    """A change whose indices count in a code cell, by its place among them."""
    above = source.cells[cell].start
    return Splice(above + start, above + end, content)
