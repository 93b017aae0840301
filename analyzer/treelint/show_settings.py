"""`--show-settings`: what holds for a path, and where each value comes from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from treelint.discover import EXCLUDE
from treelint.source import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from treelint.configure import Configurer, Options
    from treelint.settings import Settings

_TABLES = ("per-file-ignores", "aliases")


def show_settings(paths: Iterable[Path], configurer: Configurer) -> Iterator[str]:
    """The lines for each path, as TOML that can be pasted; a path that there is not fails."""
    for path in paths:
        if path.exists():
            yield from _settings(path, configurer)
        else:
            configurer.failures.append(Failure(str(path), "no such file or folder"))


def _settings(path: Path, configurer: Configurer) -> Iterator[str]:
    # For a folder: what holds for a file in it that no pattern names.
    file = path / "*.py" if path.is_dir() else path
    loaded = configurer.loaded(file.parent)
    settings = configurer.settings(file.parent)
    yield f"# what holds for {path}"
    yield f"# settings file: {loaded.path or 'none'}"
    yield "[tool.treelint]"
    asked = _asked(configurer.options)
    for key, value in _values(settings).items():
        origin = _origin(key, asked, loaded.keys)
        if key in _TABLES:
            yield from _table(key, value, origin)
        elif value is None:
            yield f"# {key}: not set, so that treelint chooses  ({origin})"
        else:
            yield f"{key} = {_toml(value)}  # {origin}"
    rules = [rule.code for rule in configurer.config(file)[0].rules]
    yield f"# rules that look at it: {', '.join(rules)}"
    yield ""


def _values(settings: Settings) -> dict[str, Any]:
    """Every key with its value; None where treelint chooses."""
    choice = settings.choice
    return {
        "select": ["ALL"] if choice.select is None else choice.select,
        "ignore": choice.ignore,
        "extend-select": choice.extend_select,
        "exclude": EXCLUDE if settings.exclude is None else settings.exclude,
        "extend-exclude": settings.extend_exclude,
        "runtime": settings.runtime,
        "jobs": settings.jobs,
        "unsafe-fixes": settings.unsafe_fixes,
        "python": None if settings.python is None else str(settings.python),
        "per-file-ignores": settings.per_file_ignores,
        "aliases": settings.aliases,
    }


def _asked(options: Options) -> frozenset[str]:
    """The keys that the command line speaks of."""
    spoken = {
        "select": options.choice.select is not None,
        "ignore": bool(options.choice.ignore),
        "extend-select": bool(options.choice.extend_select),
        "jobs": options.jobs is not None,
        "unsafe-fixes": options.unsafe_fixes,
        "python": options.python is not None,
    }
    return frozenset(key for key, is_spoken_of in spoken.items() if is_spoken_of)


def _origin(key: str, asked: frozenset[str], read: frozenset[str]) -> str:
    afresh = "select" in asked and key in {"ignore", "extend-select"}
    adds = key in {"ignore", "extend-select"} and not afresh
    origins = (
        ["settings file"] if key in read and not afresh and (adds or key not in asked) else []
    )
    origins += ["command line"] if key in asked or (afresh and key in read) else []
    return " and ".join(origins) or "default"


def _table(key: str, values: Mapping[str, Any], origin: str) -> Iterator[str]:
    yield f"[tool.treelint.{key}]  # {origin}"
    for name, value in values.items():
        yield f"{_toml(name)} = {_toml(value)}"


def _toml(value: Any) -> str:
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_toml, value))}]"
    # A string, a number and a truth value are the same in JSON, but for this character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
