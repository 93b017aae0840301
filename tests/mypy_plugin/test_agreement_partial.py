"""The linter and the plugin speak of the same `Partial`s, and of the same calls of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.analyzer.support import check
from tests.mypy_plugin.harness import CHECKED, Run, run_mypy
from treelint.engine import Config
from treelint.rule import PRELUDE
from treelint.rules import tl401_jax_partial_over_module as tl401
from treelint.rules import tl402_partial_arguments as tl402
from treelint.rules import tl403_partial_call as tl403

if TYPE_CHECKING:
    from pathlib import Path

RULES = (tl401.rule, tl402.rule, tl403.rule)
# What mypy says of arguments that do not fit: its own words are of the last two.
CODES = ("[partial]", "[call-arg]", "[misc]")
# What mypy does not know there: the signature (`jax.jit` has none, `**kwargs` takes all), or that
# it is a module.
UNTYPED = ("@jax.jit", "Partial(jax.jit(", "def f(**kwargs)", "P(eqx.Partial(", "import flax")
INVALID = [PRELUDE + example.code for rule in RULES for example in rule.invalid]


@pytest.fixture(scope="module")
def run(cold: Run, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    root = tmp_path_factory.mktemp("partials")
    for number, code in enumerate(INVALID):
        (root / f"example_{number}.py").write_text(f"{code}\n{CHECKED}", encoding="utf-8")
    folder = tmp_path_factory.mktemp("configuration")
    return run_mypy(root, folder, cache)


def typed(number: int, run: Run) -> set[int]:
    messages = run.messages.get(f"example_{number}.py", {})
    return {line for line, texts in messages.items() if any(t.endswith(CODES) for t in texts)}


def linted(code: str) -> set[int]:
    return {finding.start.row for finding in check(code, Config(RULES)).findings}


@pytest.mark.parametrize("number", range(len(INVALID)))
def test_agreement(number: int, run: Run) -> None:
    code = INVALID[number]
    found = typed(number, run)
    if any(words in code for words in UNTYPED):
        assert not found, code
    else:
        assert found == linted(code), code
