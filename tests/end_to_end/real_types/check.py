"""mypy over the packages, with the plugin and without it, and what differs."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import venv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.end_to_end.real_code.lint import function_around, lines_of
from tests.end_to_end.real_code.packages import Package
from tests.end_to_end.real_code.verdicts import Found, Place
from tests.end_to_end.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PINNED = tomllib.loads(Path(__file__).with_name("packages.toml").read_text("utf-8"))
_PLUGIN = "plugins = treelint_mypy\n"
_SETTINGS = """\
[mypy]
explicit_package_bases = True
check_untyped_defs = True
hide_error_codes = False
error_summary = False
mypy_path = {path}
"""
_MESSAGE = re.compile(r"(?P<file>[^:]+):(?P<row>\d+): (?P<text>(?:error|note): .*)")
_CODE = re.compile(r".*\[(?P<code>[a-z-]+)\]$")


class CheckError(Exception):
    """mypy could not do its work; the text is what it said."""


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """One line that mypy prints."""

    file: str
    row: int
    text: str


def pinned() -> tuple[Package, ...]:
    """The packages that are checked."""
    return tuple(Package(name, version) for name, version in _PINNED["versions"].items())


def environment(below: Path) -> Path:
    """The interpreter of an environment with mypy, the checkout's plugin, and the libraries."""
    folder = below / "environment"
    interpreter = folder / "bin" / "python"
    if interpreter.exists():
        return interpreter
    print("installing what the packages import", file=sys.stderr)
    venv.create(folder, with_pip=False)
    wanted = [f"{name}=={version}" for name, version in _PINNED["environment"].items()]
    pip = [sys.executable, "-m", "pip", "--python", str(interpreter), "install", "--quiet"]
    subprocess.run([*pip, "--disable-pip-version-check", *wanted], check=True, stdout=sys.stderr)
    [packages] = folder.glob("lib/*/site-packages")
    rooms = "".join(f"{ROOT / room}\n" for room in ("analyzer", "mypy_plugin"))
    (packages / "treelint.pth").write_text(rooms, "utf-8")
    return interpreter


def differences(packages: Sequence[Package], below: Path, interpreter: Path) -> list[Found]:
    """What is said with the plugin only, and what without it only."""
    alone, together = (
        Counter(_messages(packages, below, interpreter, settings))
        for settings in (_SETTINGS, _SETTINGS + _PLUGIN)
    )
    versions = {package.folder: package for package in packages}
    found: list[Found] = []
    for how, messages in (("added", together - alone), ("lost", alone - together)):
        for message in messages.elements():
            folder, _, path = message.file.partition("/")
            file = below / message.file
            text = lines_of(file)[message.row - 1].strip()
            code = _CODE.match(message.text)
            kind = f"{how} {code['code'] if code else 'note'}"
            place = Place(
                versions[folder].name, path, function_around(file, message.row), text, kind
            )
            found.append(Found(place, versions[folder].version, message.row, message.text))
    return found


def _messages(
    packages: Sequence[Package], below: Path, interpreter: Path, settings: str
) -> Iterator[Message]:
    folders = [package.folder for package in packages]
    configuration = below / "mypy.ini"
    configuration.write_text(settings.format(path=":".join(folders)), "utf-8")
    cache = "with" if _PLUGIN in settings else "without"
    command = [
        str(interpreter),
        "-m",
        "mypy",
        "--config-file=mypy.ini",
        f"--cache-dir=cache-{cache}",
    ]
    done = subprocess.run(
        [*command, *folders], cwd=below, capture_output=True, text=True, check=False
    )
    if done.stderr or done.returncode not in {0, 1}:
        raise CheckError(done.stderr or done.stdout)
    for line in done.stdout.splitlines():
        said = _MESSAGE.fullmatch(line)
        if said is None:
            raise CheckError(line)
        yield Message(said["file"], int(said["row"]), said["text"])
