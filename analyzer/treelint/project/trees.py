"""The files that a run reads, and the syntax trees that it has made of them lately.

A file is checked in its own right, and read for what others import from it: it is parsed once.
Trees are not changed by those who have them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from treelint.parse import ParseFailure, parse
from treelint.records import dataclass, field
from treelint.source import read_bytes

if TYPE_CHECKING:
    import ast
    from pathlib import Path

    from treelint.source import Failure, SourceFile

# Characters of code whose trees, of some 20 bytes for each, are kept.
_KEPT = 2_000_000


@dataclass
class Trees:
    """Trees by their file, each with the text that it is of; the oldest goes first.

    `changed` is what some files hold by now in a run that only shows what it would change.
    """

    changed: dict[Path, bytes] = field(default_factory=dict, repr=False)
    _trees: dict[str, tuple[str, ast.Module]] = field(default_factory=dict, repr=False)
    _size: int = 0

    def read(self, path: Path) -> bytes | Failure:
        """What a file holds, or why it cannot be read."""
        known = self.changed.get(path) if self.changed else None
        return read_bytes(path, str(path)) if known is None else known

    def parse(self, source: SourceFile) -> ast.Module | ParseFailure:
        """The syntax tree of a file with this text, or why there is none."""
        path = os.path.abspath(source.filename)  # noqa: PTH100 - no path for each of many files
        text = source.text
        known = self._trees.get(path)
        if known is not None and known[0] == text:
            return known[1]
        tree = parse(source)
        if not isinstance(tree, ParseFailure):
            self._keep(path, text, tree)
        return tree

    def _keep(self, path: str, text: str, tree: ast.Module) -> None:
        replaced = self._trees.pop(path, None)
        self._size += len(text) - (0 if replaced is None else len(replaced[0]))
        self._trees[path] = (text, tree)
        while self._size > _KEPT and len(self._trees) > 1:
            oldest = next(iter(self._trees))
            self._size -= len(self._trees.pop(oldest)[0])
