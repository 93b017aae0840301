"""The options of the command line."""

from __future__ import annotations

import argparse
import itertools
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from treelint import __version__
from treelint.selection import Choice
from treelint.source import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Each is a module of `treelint.report`, loaded only when it is asked for.
FORMATS = ("text", "concise", "json", "github", "gitlab", "sarif", "junit")
STANDARD_INPUT = Path("-")


class Arguments(argparse.Namespace):
    """What stands on the command line."""

    paths: list[Path]
    fix: bool
    unsafe_fixes: bool
    diff: bool
    add_ignores: bool
    baseline: Path | None
    write_baseline: Path | None
    select: list[str] | None
    ignore: list[str] | None
    extend_select: list[str] | None
    explain: str | None
    list_rules: bool
    output_format: str
    output_file: Path | None
    statistics: bool
    exit_zero: bool
    quiet: bool
    config: Path | None
    isolated: bool
    show_settings: bool
    stdin_filename: Path | None
    python: Path | None
    jobs: int | None
    watch: bool
    no_cache: bool
    cache_dir: Path | None

    @property
    def reads_standard_input(self) -> bool:
        """Whether the code comes from standard input."""
        return self.paths == [STANDARD_INPUT]


def parse_options(arguments: Sequence[str]) -> tuple[Arguments, list[Failure]]:
    """The options, and a line for each one that there is not, or that does not go with another."""
    parser = _parser()
    parsed, unknown = parser.parse_known_intermixed_args(arguments, Arguments())
    wrong = list(_wrong(unknown, parser)) if unknown else []
    return parsed, [*wrong, *_clashes(parsed)]


def rule_choice(parsed: Arguments) -> Choice:
    """Which rules the options ask for."""
    select = None if parsed.select is None else _codes(parsed.select)
    return Choice(select, _codes(parsed.extend_select or ()), _codes(parsed.ignore or ()))


def _codes(texts: Iterable[str]) -> tuple[str, ...]:
    codes = (code.strip().upper() for text in texts for code in text.split(","))
    return tuple(code for code in codes if code)


def _wrong(unknown: Iterable[str], parser: argparse.ArgumentParser) -> Iterator[Failure]:
    import difflib

    known = re.findall(r"(?<![\w-])--[a-z-]+", parser.format_help())
    for option in unknown:
        name = option.partition("=")[0]
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else "see `treelint --help`"
        yield Failure("command line", f"unknown option {name}; {hint} Nothing is written")


def _clashes(parsed: Arguments) -> list[Failure]:
    """What cannot be asked at once: what each changes is what another one looks at."""
    asked = {
        "--diff": parsed.diff,
        "--add-ignores": parsed.add_ignores,
        "--write-baseline": parsed.write_baseline is not None,
    }
    names = [name for name, is_asked in asked.items() if is_asked]
    pairs = list(itertools.combinations(names, 2))
    outer = {"--watch": parsed.watch, "standard input": parsed.reads_standard_input}
    pairs += [
        (name, other)
        for other, is_asked in outer.items()
        for name in names
        if is_asked and name != "--diff"
    ]
    if all(outer.values()):
        pairs.append(("--watch", "standard input"))
    return [
        Failure("command line", f"{one} cannot be combined with {other}. Nothing is written")
        for one, other in pairs
    ]


class _Formatter(argparse.HelpFormatter):
    """One that finds the width of the terminal without loading what can do much more.

    A parser makes one for every option that it gets.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked) > 0:
        return int(asked)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1).columns or 80
    except (OSError, ValueError):
        return 80


class _Parser(argparse.ArgumentParser):
    """One that says in a line of its own what it cannot read, without the whole usage."""

    def error(self, message: str) -> NoReturn:
        print(f"treelint: command line: {message}; see `treelint --help`", file=sys.stderr)
        sys.exit(2)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="treelint",
        usage="treelint [OPTIONS] [PATH ...]",
        description="Find and fix mistakes in code that updates JAX trees.",
        epilog="Exit status: 0 nothing found, 1 findings remain, 2 something could not be done.",
        allow_abbrev=False,
        formatter_class=_Formatter,
    )
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="files and folders (default: this folder); - for standard input",
    )
    _add_fixing(parser)
    _add_rules(parser)
    _add_accepting(parser)
    _add_output(parser)
    _add_settings(parser)
    _add_running(parser)
    parser.add_argument("--version", action="version", version=f"treelint {__version__}")
    return parser


def _add_fixing(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("fixing")
    group.add_argument("--fix", action="store_true", help="apply the safe fixes")
    group.add_argument(
        "--unsafe-fixes", action="store_true", help="with --fix or --diff: unsafe fixes as well"
    )
    group.add_argument("--diff", action="store_true", help="show the changes, write nothing")


def _add_rules(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(
        "rules", "CODES are rule codes or prefixes with commas between them: TL1,TL203; or ALL"
    )
    group.add_argument("--select", action="append", metavar="CODES", help="look for these only")
    group.add_argument("--ignore", action="append", metavar="CODES", help="leave these out")
    group.add_argument("--extend-select", action="append", metavar="CODES", help="add these")
    group.add_argument("--explain", metavar="CODE", help="show the documentation of a rule")
    group.add_argument("--list-rules", action="store_true", help="list all rules")


def _add_accepting(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("accepting what is there")
    group.add_argument(
        "--baseline", type=Path, metavar="FILE", help="leave out the findings recorded in FILE"
    )
    group.add_argument(
        "--write-baseline", type=Path, metavar="FILE", help="record the findings in FILE"
    )
    group.add_argument(
        "--add-ignores",
        action="store_true",
        help="write a `# treelint: ignore[CODE]` comment for every finding",
    )


def _add_output(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("output")
    group.add_argument("--output-format", choices=FORMATS, default="text", help="default: text")
    group.add_argument("--output-file", type=Path, metavar="FILE", help="write findings to FILE")
    group.add_argument("--statistics", action="store_true", help="count the findings by rule")
    group.add_argument("--exit-zero", action="store_true", help="exit 0 even with findings")
    group.add_argument("--quiet", "-q", action="store_true", help="findings only, no summary")


def _add_settings(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("settings")
    group.add_argument("--config", type=Path, metavar="FILE", help="read settings from FILE")
    group.add_argument("--isolated", action="store_true", help="ignore all settings files")
    group.add_argument(
        "--show-settings", action="store_true", help="show what holds for PATH, and from where"
    )
    group.add_argument(
        "--stdin-filename", type=Path, metavar="FILE", help="what standard input is called"
    )
    group.add_argument(
        "--python",
        type=Path,
        metavar="PATH",
        help="the interpreter or environment whose packages the code uses",
    )


def _add_running(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("running")
    group.add_argument("--watch", action="store_true", help="check again whenever a file changes")
    group.add_argument(
        "--jobs", type=_positive, metavar="N", help="how many processes (default: as many as help)"
    )
    group.add_argument("--no-cache", action="store_true", help="neither read nor write the cache")
    group.add_argument("--cache-dir", type=Path, metavar="DIR", help="where the cache is kept")


def _positive(text: str) -> int:
    if text.isdecimal() and int(text) > 0:
        return int(text)
    msg = f"must be a whole number from 1, not {text!r}"
    raise argparse.ArgumentTypeError(msg)
