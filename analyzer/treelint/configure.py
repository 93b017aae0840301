"""The settings that hold for each file: its nearest file of settings, under the options."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from treelint.patterns import compiled, path_from
from treelint.records import dataclass, field, replace
from treelint.selection import Choice
from treelint.settings import Loaded, Settings, file_in, load
from treelint.source import Failure

if TYPE_CHECKING:
    from treelint.engine import Config
    from treelint.gate import Gate
    from treelint.project.project import Project


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says of settings; where they say the same, these win.

    `cache_dir` and `no_cache` have no counterpart in the settings.
    """

    choice: Choice = Choice()
    config: Path | None = None
    isolated: bool = False
    unsafe_fixes: bool = False
    jobs: int | None = None
    python: Path | None = None
    no_cache: bool = False
    cache_dir: Path | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """All that settings and options say of how a file is checked; many files have the same.

    `ignored` are the codes that the file's own pattern leaves out, `runtime` the family that a fix
    imports where the file has neither.
    """

    root: Path
    python: Path | None
    choice: Choice
    ignored: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...]
    runtime: str


@dataclass
class Configurer:
    """Answers what holds for a file; each file of settings is read once."""

    options: Options
    failures: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _folders: dict[Path, Settings] = field(default_factory=dict)
    _nearest: dict[Path, Path | None] = field(default_factory=dict)
    _files: dict[Path, Loaded] = field(default_factory=dict)
    _pythons: set[Path] = field(default_factory=set)
    _projects: dict[tuple[Path, Path | None], Project] = field(default_factory=dict)
    _profiles: dict[str, Profile] = field(default_factory=dict)
    _same: dict[Profile, Profile] = field(default_factory=dict)
    _configs: dict[Profile, tuple[Config, Gate]] = field(default_factory=dict)

    def settings(self, folder: Path) -> Settings:
        """The settings for the files in a folder, with the options of the command line."""
        absolute = folder.absolute()
        if absolute not in self._folders:
            self._folders[absolute] = self._merged(self.loaded(absolute).settings)
        return self._folders[absolute]

    def loaded(self, folder: Path) -> Loaded:
        """What the nearest file of settings says, without the options of the command line."""
        if self.options.isolated:
            return Loaded(Settings(Path.cwd()))
        path = self.options.config or self._find(folder.absolute())
        if path is None:
            return Loaded(Settings(Path.cwd()))
        if path not in self._files:
            self._files[path] = load(path)
            self.failures += self._files[path].failures
        return self._files[path]

    def profile(self, path: Path | str) -> Profile:
        """How a file is checked, by the settings for its folder and those for the file itself.

        The same settings are the same object.
        """
        folder = os.path.dirname(path)  # noqa: PTH120 - for each of many files
        if folder in self._profiles:
            return self._profiles[folder]
        path = Path(path)
        settings = self.settings(path.parent)
        self._look_for(settings.python)
        profile = Profile(
            settings.root,
            settings.python,
            settings.choice,
            _ignored(path, settings),
            tuple(sorted(settings.aliases.items())),
            settings.runtime,
        )
        profile = self._same.setdefault(profile, profile)
        if not settings.per_file_ignores:
            self._profiles[folder] = profile
        return profile

    def _look_for(self, python: Path | None) -> None:
        if python is None or python in self._pythons:
            return
        from treelint.project.environment import prefix_of

        self._pythons.add(python)
        if prefix_of(python) is None:
            message = "there is no environment here; the packages in it are not known"
            self._note_missing(Failure(str(python), message))

    def config(self, path: Path) -> tuple[Config, Gate]:
        """What to check a file with, and the gate before it."""
        return self.config_of(self.profile(path))

    def config_of(self, profile: Profile) -> tuple[Config, Gate]:
        """The same for all files with one profile; the rules are loaded here, and not before."""
        if profile not in self._configs:
            self._configs[profile] = _config(profile, self.project(profile))
        return self._configs[profile]

    def project(self, profile: Profile) -> Project:
        """The project that files with a profile belong to, with its environment."""
        from treelint.project.project import Project

        key = (profile.root, profile.python)
        if key not in self._projects:
            self._projects[key] = Project(*key)
        return self._projects[key]

    def _note_missing(self, missing: Failure) -> None:
        """Settings may name an environment that is not on every machine; an option may not."""
        if self.options.python is None:
            self.notes.append(str(missing))
        else:
            self.failures.append(missing)

    def _find(self, folder: Path) -> Path | None:
        """The nearest file with settings, from a folder upwards; no folder is looked at twice."""
        passed: list[Path] = []
        for one in (folder, *folder.parents):
            passed.append(one)
            if one not in self._nearest:
                self._nearest[one] = file_in(one)
            if self._nearest[one] is not None:
                break
        found = self._nearest[passed[-1]]
        self._nearest.update(dict.fromkeys(passed, found))
        return found

    def _merged(self, settings: Settings) -> Settings:
        options = self.options
        return replace(
            settings,
            choice=_merged(settings.choice, options.choice),
            unsafe_fixes=options.unsafe_fixes or settings.unsafe_fixes,
            jobs=options.jobs or settings.jobs,
            python=options.python.absolute() if options.python else settings.python,
        )


def _merged(own: Choice, asked: Choice) -> Choice:
    """The options of the command line: `--select` starts afresh, the others add."""
    if asked.select is not None:
        return asked
    return Choice(own.select, own.extend_select + asked.extend_select, own.ignore + asked.ignore)


def _ignored(path: Path, settings: Settings) -> tuple[str, ...]:
    """The codes that the patterns for single files leave out."""
    place = path_from(str(settings.root), str(path.absolute()))
    ignored = {
        code
        for pattern, codes in settings.per_file_ignores.items()
        if compiled((pattern,)).fit(path.name, place)
        for code in codes
    }
    return tuple(sorted(ignored))


def _config(profile: Profile, project: Project) -> tuple[Config, Gate]:
    from treelint.engine import Config
    from treelint.gate import gate
    from treelint.rules import all_rules
    from treelint.selection import chosen, covers

    rules = tuple(
        rule
        for rule in chosen(all_rules(), profile.choice)
        if not any(covers(prefix, rule.code) for prefix in profile.ignored)
    )
    defaults = {rule.code for rule in all_rules() if rule.default}
    all_on = defaults <= {rule.code for rule in rules}
    aliases = dict(profile.aliases)
    return Config(rules, aliases, all_on, project, profile.runtime), gate(rules, aliases)
