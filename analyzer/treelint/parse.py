"""From source to `ast`, the index of everything that follows."""

import ast
import sys
import warnings
from collections.abc import Callable

from treelint.records import dataclass
from treelint.source import SourceFile


@dataclass(frozen=True, slots=True)
class ParseFailure:
    """Where and why a file cannot be parsed; the column is 0-based, in characters."""

    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A syntax tree; for a notebook, what of it is not in the tree, and what it displays."""

    tree: ast.Module
    failures: tuple[ParseFailure, ...] = ()
    displayed: frozenset[ast.stmt] = frozenset()


def parse_file(
    source: SourceFile, parser: Callable[[SourceFile], ast.Module | ParseFailure] | None = None
) -> Parsed | ParseFailure:
    """The syntax tree of a file, be it a notebook; `parser` may know the tree already."""
    if source.cells:
        # Loaded here: most runs meet no notebook.
        from treelint.notebook.tree import parse_cells

        return parse_cells(source.cells)
    tree = (parser or parse)(source)
    return tree if isinstance(tree, ParseFailure) else Parsed(tree)


def parse(source: SourceFile) -> ast.Module | ParseFailure:
    """The module's syntax tree, or why there is none."""
    return parse_text(source.text)


def parse_text(text: str) -> ast.Module | ParseFailure:
    """The syntax tree of a whole text, or why there is none."""
    null = text.find("\0")
    if null >= 0:
        # Python's own message for this names no place.
        line, column = SourceFile("", text).position(null)
        return ParseFailure(line, column, "source code cannot contain null bytes")
    try:
        # A warning about an escape sequence in the user's strings is not ours to give.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except UnicodeEncodeError as error:
        # No file can hold one, but JSON can.
        line, column = SourceFile("", text).position(error.start)
        return ParseFailure(line, column, "source code cannot contain half a surrogate pair")
    except SyntaxError as error:
        python = f"Python {sys.version_info.major}.{sys.version_info.minor}"
        hint = f"read as {python}; for newer syntax, run treelint under a newer one"
        column = max((error.offset or 1) - 1, 0)
        return ParseFailure(error.lineno or 1, column, f"{error.msg} ({hint})")
    except (RecursionError, MemoryError):
        return ParseFailure(1, 0, "nested too deeply to be parsed")
