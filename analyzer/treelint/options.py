"""The options of the command line."""

from __future__ import annotations

import argparse
import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from treelint import __version__
from treelint.selection import Choice
from treelint.source import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FORMATS = ("text", "concise", "json")


def parse_options(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[Failure]]:
    """The options, and a line for each one that there is not."""
    parser = _parser()
    parsed, unknown = parser.parse_known_intermixed_args(arguments)
    known = re.findall(r"(?<![\w-])--[a-z-]+", parser.format_help())
    return parsed, [_unknown(option, known) for option in unknown]


def rule_choice(parsed: argparse.Namespace) -> Choice:
    """Which rules the options ask for."""
    select = None if parsed.select is None else _codes(parsed.select)
    return Choice(select, _codes(parsed.extend_select or ()), _codes(parsed.ignore or ()))


def _codes(texts: Iterable[str]) -> tuple[str, ...]:
    codes = (code.strip().upper() for text in texts for code in text.split(","))
    return tuple(code for code in codes if code)


def _unknown(option: str, known: Iterable[str]) -> Failure:
    name = option.partition("=")[0]
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else "see `treelint --help`"
    return Failure("command line", f"unknown option {name}; {hint} Nothing is written")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="treelint",
        description="Find and fix mistakes in code that updates JAX trees.",
        epilog="Exit status: 0 nothing found, 1 findings remain, 2 something could not be done.",
        allow_abbrev=False,
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
    _add_output(parser)
    settings = parser.add_argument_group("settings")
    settings.add_argument("--config", type=Path, metavar="FILE", help="read settings from FILE")
    settings.add_argument("--isolated", action="store_true", help="ignore all settings files")
    settings.add_argument(
        "--stdin-filename", type=Path, metavar="FILE", help="what standard input is called"
    )
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


def _add_output(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("output")
    group.add_argument("--output-format", choices=FORMATS, default="text", help="default: text")
    group.add_argument("--output-file", type=Path, metavar="FILE", help="write findings to FILE")
    group.add_argument("--statistics", action="store_true", help="count the findings by rule")
    group.add_argument("--exit-zero", action="store_true", help="exit 0 even with findings")
    group.add_argument("--quiet", "-q", action="store_true", help="findings only, no summary")
