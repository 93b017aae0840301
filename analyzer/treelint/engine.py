"""One file through the stages: gate, parse, resolve, rules, suppressions, fixes."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from treelint.findings import Applicability, Finding, Fix
from treelint.index import FileIndex
from treelint.parse import ParseFailure, parse
from treelint.resolve import resolve
from treelint.rules import all_rules, find_rule, tl900_syntax_error, tl901_unused_ignore
from treelint.source import Failure, SourceFile
from treelint.suppress import Directive, directives, split, unused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from treelint.rule import Rule

# A fix may make room for another one; no sensible file needs more rounds than this.
_MAX_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Config:
    """What one file is checked with."""

    rules: tuple[Rule, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)
    all_on: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one file, and what could not be done."""

    findings: tuple[Finding, ...]
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file after its fixes: the new source, how many landed, and what remains."""

    source: SourceFile
    landed: int
    remaining: Checked


def check(source: SourceFile, config: Config) -> Checked:
    """The findings of one file."""
    return _check(source, config)[0]


def check_with_edits(source: SourceFile, config: Config) -> Checked:
    """The findings of one file, each fix as the pieces of text that it changes."""
    checked, index = _check(source, config)
    if index is None or not any(finding.fix for finding in checked.findings):
        return checked
    findings: list[Finding] = []
    failures = list(checked.failures)
    for finding in checked.findings:
        fix = _cut(index, finding)
        if isinstance(fix, Failure):
            failures.append(fix)
            fix = None
        findings.append(replace(finding, fix=fix))
    return Checked(tuple(findings), tuple(failures))


def fix(source: SourceFile, config: Config, *, unsafe: bool) -> Fixed:
    """Apply what can be applied, again until nothing more can be."""
    # Loaded here: clean code needs no surgeon.
    from treelint import surgery

    landed = 0
    checked = check_with_edits(source, config)
    for _ in range(_MAX_ROUNDS):
        fixes = list(_allowed(checked, unsafe=unsafe))
        if not fixes:
            break
        changed, count = surgery.apply(source, fixes)
        broken = parse(changed)
        if isinstance(broken, ParseFailure):
            failure = Failure(
                source.filename,
                f"fixes withheld, as the result would not parse ({broken.message}); this is a "
                "mistake in treelint, please report it with the file",
            )
            return Fixed(source, landed, replace(checked, failures=(*checked.failures, failure)))
        source, landed = changed, landed + count
        checked = check_with_edits(source, config)
    return Fixed(source, landed, checked)


def _allowed(checked: Checked, *, unsafe: bool) -> Iterator[Fix]:
    for finding in checked.findings:
        if finding.fix is None:
            continue
        if unsafe or finding.fix.applicability is Applicability.SAFE:
            yield finding.fix


def _check(source: SourceFile, config: Config) -> tuple[Checked, FileIndex | None]:
    tree = parse(source)
    if isinstance(tree, ParseFailure):
        return Checked((tl900_syntax_error.finding(source.filename, tree),)), None
    names, parents = resolve(tree, package_of(Path(source.filename)), config.aliases)
    index = FileIndex(source, tree, names, parents)
    found: list[Finding] = []
    failures: list[Failure] = []
    for rule in config.rules:
        # The boundary of the rules: one that fails is reported, and the others go on.
        try:
            found += rule.check(index)
        except Exception as error:  # noqa: BLE001
            failures.append(_crash(source.filename, rule, error))
    # One selector, used by two calls, is wrong once.
    found = list({(item.code, item.start, item.message): item for item in found}.values())
    comments = directives(source, has_findings=bool(found))
    stay, silenced = split(found, comments)
    if not failures:
        stay += _unused(source, comments, silenced, config)
    stay.sort(key=lambda finding: (finding.start.row, finding.start.column, finding.code))
    return Checked(tuple(stay), tuple(failures)), index


def _unused(
    source: SourceFile, comments: list[Directive], silenced: list[Finding], config: Config
) -> list[Finding]:
    """What TL901 says of the comments, unless one of them switches that off in turn."""
    enabled = {rule.code for rule in config.rules}
    if tl901_unused_ignore.rule.code not in enabled:
        return []
    idle = unused(
        comments,
        silenced,
        lambda code: code in enabled or find_rule(code) is None,
        all_on=config.all_on,
    )
    findings = [
        tl901_unused_ignore.finding(
            source, item, is_known=item.code is None or find_rule(item.code) is not None
        )
        for item in idle
    ]
    return split(findings, comments)[0]


def _cut(index: FileIndex, finding: Finding) -> Fix | Failure | None:
    if finding.fix is None:
        return None
    from treelint import surgery

    # The boundary of the surgery, as above.
    try:
        return surgery.resolve(index, finding.fix)
    except Exception as error:  # noqa: BLE001
        rule = next(rule for rule in all_rules() if rule.code == finding.code)
        return _crash(index.source.filename, rule, error)


def _crash(filename: str, rule: Rule, error: Exception) -> Failure:
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    return Failure(
        filename,
        f"{rule.code} failed here ({type(error).__name__}: {error}, at {where}); the other rules "
        "went on. This is a mistake in treelint, please report it with the file",
    )


def package_of(path: Path) -> str | None:
    """The package that a module is in, from the `__init__.py` files above it."""
    folder = path.absolute().parent
    parts: list[str] = []
    while (folder / "__init__.py").is_file():
        parts.append(folder.name)
        folder = folder.parent
    return ".".join(reversed(parts)) or None
