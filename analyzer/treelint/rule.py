"""What a rule is: metadata, documentation, examples and a check, in one declaration."""

from __future__ import annotations

import enum
import sys
from typing import TYPE_CHECKING

from treelint.findings import Finding, Fix, Position, Rewrite
from treelint.records import dataclass

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterator

    from treelint.index import FileIndex

DOCUMENTATION = "https://treelint.readthedocs.io/en/latest/rules"


# What every example begins with.
PRELUDE = """\
import equinox as eqx
import jax
import jax.numpy as jnp
import optax
"""


class FixKind(enum.Enum):
    """Which fix a rule offers, where it offers one."""

    NONE = "no fix"
    SAFE = "safe fix"
    UNSAFE = "unsafe fix"
    EITHER = "safe or unsafe fix"


@dataclass(frozen=True, slots=True)
class Invalid:
    """Code, below `PRELUDE`, that the rule must find.

    After `--fix --unsafe-fixes` it reads as `fixed`, which is None where no fix is offered.
    """

    code: str
    fixed: str | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """How a file shows that it may hold what a rule is about, where no name tells.

    All of the words must be in it, which costs next to nothing to find out, and then something
    that fits the pattern, a regular expression in which `^` is the start of a line. `glance` may
    look at what such a file holds once more.
    """

    words: tuple[str, ...]
    pattern: str
    glance: Callable[[bytes], bool] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    `names` are the full names of the functions that it is about. A file that may mention a name
    of any rule is looked at by all of them; one that has but `signs`, only by the rules with
    these; another by none. `check` yields the findings of one file and keeps no state; the
    docstring of its module, under the headings of `treelint.explain`, is the rule's page.
    """

    code: str
    name: str
    names: frozenset[str]
    fix: FixKind
    check: Callable[[FileIndex], Iterator[Finding]]
    valid: tuple[str, ...]
    invalid: tuple[Invalid, ...]
    default: bool = True
    signs: tuple[Sign, ...] = ()

    @property
    def doc(self) -> str:
        """The documentation: the docstring of the rule's module."""
        import inspect

        return inspect.cleandoc(sys.modules[self.check.__module__].__doc__ or "")

    @property
    def summary(self) -> str:
        """The first line of the documentation."""
        return self.doc.splitlines()[0]

    @property
    def url(self) -> str:
        """The page of the rule on the web site."""
        return f"{DOCUMENTATION}/{self.code}/"

    def at(
        self, file: FileIndex, node: ast.expr | ast.stmt, message: str, fix: Fix | None = None
    ) -> Finding:
        """A finding of this rule at a node; its fix is withheld if it is for another file."""
        start, end = file.span(node)
        if fix is not None and any(
            isinstance(change, Rewrite) and change.node in file.stand_ins for change in fix.changes
        ):
            fix = None
        return Finding(
            self.code,
            self.name,
            message,
            file.source.filename,
            Position(*start),
            Position(*end),
            file.comment_rows(node),
            fix,
        )
