"""From source to `ast`, the index of everything that follows."""

import ast
import sys
import warnings
from dataclasses import dataclass

from treelint.source import SourceFile


@dataclass(frozen=True, slots=True)
class ParseFailure:
    """Where and why a file cannot be parsed; the column is 0-based, in characters."""

    line: int
    column: int
    message: str


def parse(source: SourceFile) -> ast.Module | ParseFailure:
    """The module's syntax tree, or why there is none."""
    try:
        # A warning about an escape sequence in the user's strings is not ours to give.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source.text)
    except SyntaxError as error:
        python = f"Python {sys.version_info.major}.{sys.version_info.minor}"
        message = (
            f"{error.msg} (read as {python}; for newer syntax, run treelint under a newer one)"
        )
        return ParseFailure(error.lineno or 1, max((error.offset or 1) - 1, 0), message)
    except ValueError as error:
        return _null_byte(source) or ParseFailure(1, 0, str(error))
    except (RecursionError, MemoryError):
        return ParseFailure(1, 0, "nested too deeply to be parsed")


def _null_byte(source: SourceFile) -> ParseFailure | None:
    offset = source.text.find("\0")
    if offset < 0:
        return None
    line, column = source.position(offset)
    return ParseFailure(line, column, "source code cannot contain null bytes")
