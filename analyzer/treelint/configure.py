"""The settings that hold for each file: its nearest file of settings, under the options."""

from __future__ import annotations

from pathlib import Path

from treelint.discover import matches
from treelint.engine import Config
from treelint.gate import Gate, gate
from treelint.project.environment import prefix_of
from treelint.project.project import Project
from treelint.records import dataclass, field, replace
from treelint.rules import all_rules
from treelint.selection import Choice, chosen, covers
from treelint.settings import Loaded, Settings, file_in, load
from treelint.source import Failure


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


@dataclass
class Configurer:
    """Answers what holds for a file; each file of settings is read once."""

    options: Options
    failures: list[Failure] = field(default_factory=list)
    _folders: dict[Path, Settings] = field(default_factory=dict)
    _nearest: dict[Path, Path | None] = field(default_factory=dict)
    _files: dict[Path, Loaded] = field(default_factory=dict)
    _projects: dict[tuple[Path, Path | None], Project] = field(default_factory=dict)
    _configs: dict[tuple[object, ...], tuple[Config, Gate]] = field(default_factory=dict)

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

    def config(self, path: Path) -> tuple[Config, Gate]:
        """What to check a file with, and the gate before it."""
        settings = self.settings(path.parent)
        ignored = frozenset(
            code
            for pattern, codes in settings.per_file_ignores.items()
            if matches(path, (pattern,), settings.root)
            for code in codes
        )
        aliases = tuple(sorted(settings.aliases.items()))
        key = (settings.root, settings.python, settings.choice, ignored, aliases)
        if key not in self._configs:
            self._configs[key] = _config(settings, ignored, self.project(settings))
        return self._configs[key]

    def project(self, settings: Settings) -> Project:
        """The project that the files under some settings belong to, with its environment."""
        key = (settings.root, settings.python)
        if key not in self._projects:
            self._projects[key] = Project(*key)
            if settings.python is not None and prefix_of(settings.python) is None:
                message = "there is no interpreter and no environment here; installed packages "
                self.failures.append(Failure(str(settings.python), f"{message}are not read"))
        return self._projects[key]

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


def _config(settings: Settings, ignored: frozenset[str], project: Project) -> tuple[Config, Gate]:
    rules = tuple(
        rule
        for rule in chosen(all_rules(), settings.choice)
        if not any(covers(prefix, rule.code) for prefix in ignored)
    )
    defaults = {rule.code for rule in all_rules() if rule.default}
    all_on = defaults <= {rule.code for rule in rules}
    config = Config(rules, settings.aliases, all_on, project)
    return config, gate(rules, settings.aliases)
