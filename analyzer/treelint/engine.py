"""One file through the stages: gate, parse, resolve, rules, suppressions, fixes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from treelint.findings import Applicability, Finding
from treelint.fullnames import FAMILIES
from treelint.index import FileIndex
from treelint.parse import ParseFailure, parse_file
from treelint.project.library import Consulted
from treelint.project.project import Project
from treelint.reach import EVERYTHING, Reach
from treelint.records import dataclass, field, replace
from treelint.resolve import resolve
from treelint.rules import find_rule, tl900_syntax_error, tl901_unused_ignore
from treelint.source import Failure, SourceFile
from treelint.suppress import Silenced, directives, silence, unused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from treelint.rule import Rule

# A fix may make room for another one; no sensible file needs more rounds than this.
_MAX_ROUNDS = 20
_UNPARSABLE = (
    "fixes withheld, as the result would not parse; this is a mistake in treelint, please report "
    "it with the file"
)


@dataclass(frozen=True, slots=True)
class Config:
    """What one file is checked with: those of the rules that are in reach.

    Without any, its syntax only.
    """

    rules: tuple[Rule, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)
    all_on: bool = True
    project: Project = field(default_factory=Project, repr=False, compare=False)
    runtime: str = FAMILIES[0]
    reach: Reach = EVERYTHING


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one file, and what could not be done."""

    findings: tuple[Finding, ...]
    failures: tuple[Failure, ...] = ()
    consulted: Consulted = field(default_factory=Consulted)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file after its fixes: the new source, how many landed, and what remains of which rules."""

    source: SourceFile
    landed: int
    remaining: Checked
    config: Config


def check(source: SourceFile, config: Config) -> Checked:
    """The findings of one file."""
    return _check(source, config)[0]


def check_with_edits(source: SourceFile, config: Config) -> Checked:
    """The findings of one file, each fix as the pieces of text that it changes."""
    checked, index = _check(source, config)
    return checked if index is None else _cut(checked, index, lambda _: True)


def fix(source: SourceFile, config: Config, *, unsafe: bool) -> Fixed:
    """Apply what can be applied, again until nothing more can be.

    Fixes that reach into other files are left, as pieces of text.
    """

    def is_allowed(finding: Finding) -> bool:
        fix = finding.fix
        return fix is not None and (unsafe or fix.applicability is Applicability.SAFE)

    def is_wanted(finding: Finding) -> bool:
        return is_allowed(finding) and not reaches_out(finding)

    landed = 0
    checked, index = _check(source, config)
    for _ in range(_MAX_ROUNDS):
        if index is None or not any(map(is_wanted, checked.findings)):
            break
        # Loaded here: clean code needs no surgeon.
        from treelint import surgery

        checked = _cut(checked, index, is_wanted)
        fixes = [item.fix for item in checked.findings if is_wanted(item) and item.fix]
        changed, count = surgery.apply(source, fixes)
        broken = _newly_broken(changed, checked, config)
        if broken is not None:
            failure = Failure(source.filename, f"{_UNPARSABLE} ({broken.message})")
            checked = replace(checked, failures=(*checked.failures, failure))
            return Fixed(source, landed, checked, config)
        if not count:
            break
        source, landed = changed, landed + count
        # What a fix has written may be of interest to any rule.
        config = replace(config, reach=EVERYTHING)
        checked, index = _check(source, config)
    if index is not None:
        checked = _cut(checked, index, lambda item: is_allowed(item) and reaches_out(item))
    return Fixed(source, landed, checked, config)


def reaches_out(finding: Finding) -> bool:
    """Whether a fix changes other files too."""
    return finding.fix is not None and bool(finding.fix.elsewhere)


def _newly_broken(changed: SourceFile, before: Checked, config: Config) -> ParseFailure | None:
    """What cannot be parsed of a changed file, unless it could not be parsed before."""
    # The tree is the one that is checked next.
    parsed = parse_file(changed, config.project.trees.parse)
    failures = (parsed,) if isinstance(parsed, ParseFailure) else parsed.failures
    known = sum(finding.code == tl900_syntax_error.rule.code for finding in before.findings)
    return failures[-1] if len(failures) > known else None


def _cut(checked: Checked, index: FileIndex, is_wanted: Callable[[Finding], bool]) -> Checked:
    """The same, with the wanted fixes as pieces of text; one that fails is reported, and gone."""
    if not any(finding.fix and is_wanted(finding) for finding in checked.findings):
        return checked
    from treelint.surgery import Surgeon, WithheldError

    surgeon = Surgeon(index)
    findings: list[Finding] = []
    failures = list(checked.failures)
    for finding in checked.findings:
        kept, fix = finding, finding.fix
        if fix is not None and is_wanted(finding):
            # The boundary of the surgery, like that of the rules.
            try:
                fix = surgeon.resolve(fix)
                if not index.source.accepts(fix.splices):
                    from treelint.notebook.place import without_fix

                    kept, fix = without_fix(finding), None
            except WithheldError as reason:
                cell = "" if finding.cell is None else f"cell {finding.cell}, "
                place = f"{finding.code} in {cell}line {finding.start.row}"
                message = f"the fix of {place} is withheld: {reason}"
                failures.append(Failure(index.source.filename, message))
                fix = None
            except Exception as error:  # noqa: BLE001
                failures.append(crash(index.source.filename, finding.code, error))
                fix = None
        findings.append(replace(kept, fix=fix))
    return Checked(tuple(findings), tuple(failures), checked.consulted)


def _check(source: SourceFile, config: Config) -> tuple[Checked, FileIndex | None]:
    checked, index = _found(source, config)
    if not source.cells:
        return checked, index
    # Loaded here, and in `_cut`: most runs meet no notebook.
    from treelint.notebook.place import in_its_cell

    placed = tuple(in_its_cell(finding, source) for finding in checked.findings)
    return replace(checked, findings=placed), index


def _found(source: SourceFile, config: Config) -> tuple[Checked, FileIndex | None]:
    parsed = parse_file(source, config.project.trees.parse)
    if isinstance(parsed, ParseFailure):
        return Checked((tl900_syntax_error.finding(source.filename, parsed),)), None
    broken = [tl900_syntax_error.finding(source.filename, item) for item in parsed.failures]
    rules = [rule for rule in config.rules if config.reach.has(rule.code)]
    if not rules:
        return Checked(tuple(broken)), None
    package = config.project.package(Path(source.filename))
    names, parents = resolve(parsed.tree, package, config.aliases)
    index = FileIndex(
        source, parsed.tree, names, parents, config.project, parsed.displayed, config.runtime
    )
    names.origin = index.origin
    found = list(broken)
    failures: list[Failure] = []
    for rule in rules:
        # The boundary of the rules: one that fails is reported, and the others go on.
        try:
            found += rule.check(index)
        except Exception as error:  # noqa: BLE001
            failures.append(crash(source.filename, rule.code, error))
    # One selector, used by two calls, is wrong once.
    found = list({(item.code, item.start, item.message): item for item in found}.values())
    comments = directives(source, has_findings=bool(found))
    silenced = silence(found, comments)
    stay = silenced.stay
    # What a comment ignores may be in what could not be looked at.
    if not failures and not broken:
        stay = stay + _unused(source, silenced, config)
    stay.sort(key=lambda finding: (finding.start.row, finding.start.column, finding.code))
    return Checked(tuple(stay), tuple(failures), index.consulted), index


def _unused(source: SourceFile, silenced: Silenced, config: Config) -> list[Finding]:
    """What TL901 says of the comments, unless one of them switches that off in turn."""
    enabled = {rule.code for rule in config.rules}
    if tl901_unused_ignore.rule.code not in enabled:
        return []
    idle = unused(
        silenced, lambda code: code in enabled or find_rule(code) is None, all_on=config.all_on
    )
    findings = [
        tl901_unused_ignore.finding(
            source, item, is_known=item.item is None or find_rule(item.item.code) is not None
        )
        for item in idle
    ]
    return silence(findings, list(silenced.used)).stay


def crash(filename: str, what: str, error: Exception) -> Failure:
    """What to say of an error of our own."""
    import traceback

    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    cure = "This is a mistake in treelint, please report it with the file"
    if isinstance(error, RecursionError):
        cure = "The code is nested too deeply for it; take it apart"
    return Failure(
        filename,
        f"{what} failed here ({type(error).__name__}: {error}, at {where}); everything else went "
        f"on. {cure}",
    )
