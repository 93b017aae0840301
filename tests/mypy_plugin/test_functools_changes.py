"""mypy's cases of `functools.partial` from a warm cache and in a daemon, for the `Partial`s."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.mypy_plugin import stand_in
from tests.mypy_plugin.functools_cases import FAMILIES, IMPORTS
from tests.mypy_plugin.harness import by_file, configure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.mypy_plugin.harness import Run

PARTIALS = """
{line}

def decay(step: int, kind: str, period: int = 10) -> float:
    return 0.5

whole = Partial(decay)
first = Partial(decay, 1)
named = Partial(decay, kind="cosine")
"""
CALLS = """
from typing import Callable
from lib_{family} import first, whole

def wants_float(function: Callable[..., float]) -> None: ...
def wants_text(function: Callable[..., str]) -> None: ...

whole(1, "cosine", period=20)
reveal_type(whole)
wants_float(whole)
wants_text(whole)
first("cosine", 20)
first(2, 20)
first(1, "cosine", 20)
first(step=1, kind="cosine")
reveal_type(first.func)
"""
OTHER_CALLS = """
from lib_{family} import named

named(1, period=20)
named(step=1)
named(1, 20)
named(1, kind="linear")
"""
SIGNATURE = "def (step: int, kind: str, period: int =) -> float"
SAID = {
    9: [f'note: Revealed type is "{SIGNATURE}"'],
    11: [
        (
            'error: Argument 1 to "wants_text" has incompatible type "Callable[[int, str, int], '
            'float]"; expected "Callable[..., str]"  [arg-type]'
        )
    ],
    13: ['error: Argument 1 to "decay" has incompatible type "int"; expected "str"  [arg-type]'],
    14: [
        'error: Too many arguments for "decay"  [call-arg]',
        'error: Argument 1 to "decay" has incompatible type "int"; expected "str"  [arg-type]',
        'error: Argument 2 to "decay" has incompatible type "str"; expected "int"  [arg-type]',
    ],
    15: ['error: Unexpected keyword argument "step" for "decay"  [call-arg]'],
    16: [f'note: Revealed type is "{SIGNATURE}"'],
}
BY_NAME = {
    6: [
        (
            'error: Too many positional arguments for "decay": "period" can be given by name '
            'only, as "kind" before is bound by its name  [call-arg]'
        )
    ]
}
TWICE = {7: ['error: Unexpected keyword argument "kind" for "decay"  [call-arg]']}
# The function, and what becomes of it.
FUNCTION = """
{line}

def decay(step: int, kind: str, period: int = 10) -> float:
    return 0.5

made = {value}
"""
MADE = """
from lib import made

reveal_type(made)
made("cosine", 20)
made(1, "cosine", 20)
"""


@pytest.mark.parametrize("family", FAMILIES)
def test_a_warm_cache(family: str, check: Callable[..., Run]) -> None:
    lib, calls = f"lib_{family}.py", f"calls_{family}.py"
    first = check(
        {
            lib: PARTIALS.format(line=IMPORTS[family]),
            calls: CALLS.format(family=family),
        }
    )
    assert first.messages == {calls: SAID}
    # The Partials are read from the cache now, and what uses them is checked anew.
    again = check({calls: f"{CALLS.format(family=family)}\n"})
    assert again.messages == {calls: SAID}
    others = check({calls: OTHER_CALLS.format(family=family)})
    assert others.messages == {calls: BY_NAME | ({} if family == "jax" else TWICE)}


def test_a_daemon(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    stand_in.write(root)
    configuration = configure(root, tmp_path)
    status = str(tmp_path / "status")

    def dmypy(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "mypy.dmypy", "--status-file", status, *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    def said(value: str) -> dict[int, list[str]]:
        source = FUNCTION.format(line=IMPORTS["equinox"], value=value)
        (root / "lib.py").write_text(source, encoding="utf-8")
        done = dmypy("run", "--", f"--config-file={configuration}", *paths)
        assert done.stderr == ""
        return by_file(done.stdout)["calls.py"]

    (root / "calls.py").write_text(MADE, encoding="utf-8")
    paths = [str(root / name) for name in ("calls.py", "lib.py")]
    try:
        assert [*said("decay")] == [4, 5]
        assert said("Partial(decay, 1)") == {
            4: ['note: Revealed type is "def (kind: str, period: int =) -> float"'],
            6: SAID[14],
        }
        assert said('Partial(decay, 1, "cosine")') == {
            4: ['note: Revealed type is "def (period: int =) -> float"'],
            5: [
                'error: Too many arguments for "decay"  [call-arg]',
                (
                    'error: Argument 1 to "decay" has incompatible type "str"; expected "int"  '
                    "[arg-type]"
                ),
            ],
            6: [
                'error: Too many arguments for "decay"  [call-arg]',
            ],
        }
        assert [*said("decay")] == [4, 5]
    finally:
        dmypy("stop")
