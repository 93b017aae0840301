"""Which versions of a package a project works with, as its `pyproject.toml` says it.

Only what a lower or upper bound takes is read of a specifier, and nothing is installed or
imported for it.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias

from treelint.project.library import Consulted
from treelint.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Version: TypeAlias = tuple[int, ...]

_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?([^;@)]*)")
_CLAUSE = re.compile(r"(===?|~=|<=?|>=?|\^|~)\s*v?(?:\d+!)?(\d+(?:\.\d+)*)")
_LOWER = frozenset({"==", "===", "~=", ">", ">=", "^", "~"})
_UPPER = frozenset({"==", "===", "<", "<="})


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lowest and the highest version that a project names; None where it names none."""

    lowest: Version | None = None
    highest: Version | None = None

    def may_assume(self, since: Version) -> bool:
        """Whether something that a version has brought may be used.

        Without a lower bound that is what users get who install the package today, unless an
        upper bound keeps them from it.
        """
        if self.lowest is not None:
            return self.lowest >= since
        return self.highest is None or self.highest > since


@dataclass(frozen=True, slots=True)
class Requirements:
    """What a project requires, by the normalised names of packages, and where that stands."""

    bounds: Mapping[str, Bounds] = field(default_factory=dict)
    consulted: Consulted = field(default_factory=Consulted)

    def of(self, package: str) -> Bounds:
        """The bounds of one package."""
        return self.bounds.get(package, Bounds())


def requirements(path: Path) -> Requirements:
    """What the nearest `pyproject.toml` above a file requires."""
    absent: list[Path] = []
    for folder in path.absolute().parents:
        candidate = folder / "pyproject.toml"
        try:
            table = tomllib.loads(candidate.read_text("utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            absent.append(candidate)
            continue
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            table = {}  # a mistake in it is reported where it is read for settings
        consulted = Consulted(frozenset({candidate}), frozenset(absent))
        return Requirements(_bounds(table), consulted)
    return Requirements(consulted=Consulted(absent=frozenset(absent)))


def _bounds(table: dict[str, Any]) -> dict[str, Bounds]:
    clauses: defaultdict[str, list[tuple[str, Version]]] = defaultdict(list)
    for name, specifier in _required(table):
        clauses[re.sub(r"[-_.]+", "-", name).lower()] += [
            (operator, tuple(map(int, version.split("."))))
            for operator, version in _CLAUSE.findall(specifier)
        ]
    return {
        name: Bounds(
            # Of several, for other systems or extras, the lowest and the highest.
            min((version for operator, version in found if operator in _LOWER), default=None),
            max((version for operator, version in found if operator in _UPPER), default=None),
        )
        for name, found in clauses.items()
    }


def _required(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each requirement as a name and a specifier."""
    project = _table(table, "project")
    extras = _table(project, "optional-dependencies").values()
    groups = _table(table, "dependency-groups").values()
    for requirement in _strings(project.get("dependencies"), *extras, *groups):
        match = _REQUIREMENT.match(requirement)
        if match is not None:
            yield match[1], match[2]
    yield from (("python", text) for text in _strings([project.get("requires-python")]))
    poetry = _table(table, "tool", "poetry", "dependencies")
    for name, specifier in poetry.items():
        version = specifier.get("version", "") if isinstance(specifier, dict) else specifier
        if isinstance(version, str):
            yield name, f"=={version}" if version[:1].isdigit() else version


def _table(table: dict[str, Any], *keys: str) -> dict[str, Any]:
    for key in keys:
        inner = table.get(key)
        if not isinstance(inner, dict):
            return {}
        table = inner
    return table


def _strings(*lists: object) -> Iterator[str]:
    for items in lists:
        if isinstance(items, list):
            yield from (item for item in items if isinstance(item, str))
