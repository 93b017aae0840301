"""`[tool.treelint]`: found, read and checked; every mistake in it is named, none is guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from treelint.fullnames import FAMILIES, PURE
from treelint.records import dataclass, field, replace
from treelint.rules import rule_codes
from treelint.selection import Choice, unknown
from treelint.source import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

Value: TypeAlias = Any  # whatever TOML can hold


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings for the files below `root`.

    `jobs` is None where treelint chooses, `python` where the environment is looked for.
    """

    root: Path
    choice: Choice = Choice()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] = ()
    runtime: str = "equinox"
    jobs: int | None = None
    unsafe_fixes: bool = False
    python: Path | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings, where they came from, which keys stand there, and what was wrong with others."""

    settings: Settings
    path: Path | None = None
    failures: tuple[Failure, ...] = ()
    keys: frozenset[str] = frozenset()


def file_in(folder: Path) -> Path | None:
    """The file with settings in a folder, if it has one."""
    own = folder / "treelint.toml"
    if own.is_file():
        return own
    shared = folder / "pyproject.toml"
    # Only a file that speaks of treelint is worth parsing here; `load` reports its errors.
    if shared.is_file() and b"treelint" in _bytes(shared) and _has_table(shared):
        return shared
    return None


def _has_table(path: Path) -> bool:
    """Whether a file holds settings of ours, or cannot be parsed, which `load` reports."""
    import tomllib

    try:
        tool = tomllib.loads(path.read_text("utf-8")).get("tool")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return b"tool.treelint" in _bytes(path)
    return isinstance(tool, dict) and "treelint" in tool


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # `load` is never reached: what cannot be read holds no settings


def load(path: Path) -> Loaded:
    """Read one file of settings. What is wrong is left out and reported; the rest holds."""
    import tomllib

    settings = Settings(path.parent.absolute())
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        return _failed(settings, path, f"cannot be read: {error.strerror}")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return _failed(settings, path, f"not valid TOML: {error}")
    if path.name == "pyproject.toml":
        tool = table.get("tool", {})
        table = tool.get("treelint", {}) if isinstance(tool, dict) else tool
    if not isinstance(table, dict):
        return _failed(settings, path, "`tool.treelint` must be a table")
    failures: list[Failure] = []
    keys: set[str] = set()
    for key, value in table.items():
        read = _KEYS.get(key)
        if read is None:
            failures.append(Failure(str(path), _unknown_key(key)))
            continue
        try:
            settings = read(settings, value)
        except _WrongValueError as error:
            failures.append(Failure(str(path), f"`{key}` {error}; this key is left out"))
            continue
        keys.add(key)
    settings, wrong = _without_unknown_codes(settings)
    failures += [Failure(str(path), message) for message in wrong]
    return Loaded(settings, path, tuple(failures), frozenset(keys))


def _failed(settings: Settings, path: Path, message: str) -> Loaded:
    return Loaded(settings, path, (Failure(str(path), f"{message}; the defaults are used"),))


def _unknown_key(key: str) -> str:
    import difflib

    near = difflib.get_close_matches(key, _KEYS, n=1)
    hint = f"did you mean `{near[0]}`?" if near else f"the keys are: {', '.join(_KEYS)}"
    return f"unknown key `{key}` in the treelint settings; {hint}"


class _WrongValueError(Exception):
    """A value of the wrong type, or outside what is allowed; the text says what is wanted."""


def _strings(value: Value) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _WrongValueError("must be a list of strings")
    return tuple(value)


def _flag(value: Value) -> bool:
    if not isinstance(value, bool):
        raise _WrongValueError("must be true or false")
    return value


def _count(value: Value) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise _WrongValueError("must be a whole number from 1")
    return value


def _runtime(value: Value) -> str:
    if value not in FAMILIES:
        msg = f"must be one of {', '.join(FAMILIES)}"
        raise _WrongValueError(msg)
    return str(value)


def _table(value: Value) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise _WrongValueError("must be a table")
    return value


def _aliases(value: Value) -> dict[str, str]:
    table = _table(value)
    for name, target in table.items():
        if "." not in name or target not in PURE:
            msg = (
                'must map full names to those of functions that treelint knows: "mylib.at" = '
                f'"equinox.tree_at"; {name!r} = {target!r} does not'
            )
            raise _WrongValueError(msg)
    return table


def _choose(name: str) -> Callable[[Settings, Value], Settings]:
    def read(settings: Settings, value: Value) -> Settings:
        return replace(settings, choice=replace(settings.choice, **{name: _strings(value)}))

    return read


def _set(name: str, check: Callable[[Value], Any]) -> Callable[[Settings, Value], Settings]:
    def read(settings: Settings, value: Value) -> Settings:
        return replace(settings, **{name: check(value)})

    return read


def _python(settings: Settings, value: Value) -> Settings:
    """Relative to the file that it stands in, wherever treelint is started."""
    if not isinstance(value, str) or not value:
        raise _WrongValueError("must be the path of an interpreter or an environment")
    return replace(settings, python=settings.root / value)


_KEYS: dict[str, Callable[[Settings, Value], Settings]] = {
    "select": _choose("select"),
    "ignore": _choose("ignore"),
    "extend-select": _choose("extend_select"),
    "per-file-ignores": _set(
        "per_file_ignores",
        lambda value: {pattern: _strings(codes) for pattern, codes in _table(value).items()},
    ),
    "exclude": _set("exclude", _strings),
    "extend-exclude": _set("extend_exclude", _strings),
    "runtime": _set("runtime", _runtime),
    "jobs": _set("jobs", _count),
    "unsafe-fixes": _set("unsafe_fixes", _flag),
    "python": _python,
    "aliases": _set("aliases", _aliases),
}


def _without_unknown_codes(settings: Settings) -> tuple[Settings, list[str]]:
    choice, wrong = without_unknown_codes(settings.choice)
    per_file: dict[str, tuple[str, ...]] = {}
    for pattern, codes in settings.per_file_ignores.items():
        per_file[pattern] = tuple(_known(codes, wrong))
    return replace(settings, choice=choice, per_file_ignores=per_file), wrong


def without_unknown_codes(choice: Choice) -> tuple[Choice, list[str]]:
    """The choice with its known codes only, and a line for each unknown one."""
    wrong: list[str] = []
    select = None if choice.select is None else tuple(_known(choice.select, wrong))
    extend = tuple(_known(choice.extend_select, wrong))
    return Choice(select, extend, tuple(_known(choice.ignore, wrong))), wrong


def _known(codes: tuple[str, ...], wrong: list[str]) -> Iterator[str]:
    for code in codes:
        message = unknown(code, rule_codes())
        if message is None:
            yield code
        else:
            wrong.append(message)
