"""Other files of a project that name something of a file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from treelint.source import Failure, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex

# More files than that are not looked through for one name.
_MOST = 3000


def is_named_elsewhere(file: FileIndex, name: str) -> bool:
    """Whether another file of the project has this word in it; so it is where there are many."""
    own = Path(file.source.filename).absolute()
    word = re.compile(rb"\b" + name.encode() + rb"\b")
    for count, path in enumerate(_files(own)):
        if count > _MOST:
            return True
        if path == own:
            continue
        data = read_bytes(path, str(path))
        if isinstance(data, Failure) or (name.encode() in data and word.search(data)):
            return True
    return False


def _files(own: Path) -> Iterator[Path]:
    """The files beside one, and those of all the packages that it is in."""
    folder = own.parent
    if not (folder / "__init__.py").is_file():
        yield from folder.glob("*.py")
        return
    while (folder / "__init__.py").is_file():
        folder = folder.parent
    for path in folder.rglob("*.py"):
        if not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path
