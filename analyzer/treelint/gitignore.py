"""One `.gitignore` file, read by pathspec as git reads it.

Loaded only where there is such a file: pathspec takes as long to load as a small run.
"""

from __future__ import annotations

import re

from pathspec import GitIgnoreSpec

from treelint.records import dataclass


@dataclass(frozen=True, slots=True)
class GitIgnore:
    """One file's patterns: the last one that matches decides."""

    patterns: GitIgnoreSpec

    @classmethod
    def read(cls, text: str) -> GitIgnore:
        """The patterns in the text of a file."""
        # A line ends with a line feed and nothing else, for git.
        lines = [line.removesuffix("\r") for line in text.removeprefix("\ufeff").split("\n")]
        return cls(GitIgnoreSpec.from_lines(filter(_is_pattern, lines)))

    def verdict(self, path: str, *, is_folder: bool) -> bool | None:
        """Whether a path, relative to the file's folder, is ignored; None if nothing is said.

        What lies in an ignored folder is no matter here: nobody goes there.
        """
        return self.patterns.check_file(f"{path}/" if is_folder else path).include


def _is_pattern(line: str) -> bool:
    """Whether a line can be read; like git, we pass over one that cannot."""
    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True
