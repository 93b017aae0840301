"""The linter and the plugin speak of the same `Partial`s, and of the same calls of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.analyzer.support import check
from tests.mypy_plugin import functools_cases
from tests.mypy_plugin.conftest import CASES as FOLDER
from tests.mypy_plugin.harness import CHECKED, Run, expected, run_mypy
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
UNTYPED = ("@jax.jit", "Partial(jax.jit(", "def f(**kwargs)", "import flax")
# mypy says it of a direct call, too: it takes an object for one of the class that is declared, and
# not of a class below, a function for the first of several, a variable for what it held first.
DECLARED = ("def g(m: M)", "type[M]", "self.f, 1", "cls, *a)", "=Meta", "if condition", "if g:")
# That there is nothing to call, what JAX's own functions take, and `functools.partial`.
BESIDES = ("def f(a: A)", ", x=x", "import partial")
# That a mistake is expected the linter alone takes into account.
PLUGIN_ONLY = (*DECLARED, *BESIDES, "pytest.raises", "except ")
INVALID = [PRELUDE + example.code for rule in RULES for example in rule.invalid]
VALID = [PRELUDE + code for rule in RULES for code in rule.valid]
EXAMPLES = [*INVALID, *VALID]
# What else has calls of Partials: the linter resolves a part of it without types.
CASES = sorted([*FOLDER.glob("partial_*.py"), *FOLDER.glob("functools/*.py")])


@pytest.fixture(scope="module")
def run(cold: Run, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    root = tmp_path_factory.mktemp("partials")
    for number, code in enumerate(EXAMPLES):
        (root / f"example_{number}.py").write_text(f"{code}\n{CHECKED}", encoding="utf-8")
    folder = tmp_path_factory.mktemp("configuration")
    return run_mypy(root, folder, cache)


def typed(number: int, run: Run) -> set[int]:
    messages = run.messages.get(f"example_{number}.py", {})
    return {line for line, texts in messages.items() if any(t.endswith(CODES) for t in texts)}


def linted(code: str) -> set[int]:
    return {finding.start.row for finding in check(code, Config(RULES)).findings}


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_agreement(number: int, run: Run) -> None:
    code = EXAMPLES[number]
    found = typed(number, run)
    if any(words in code for words in UNTYPED):
        assert not found, code
    elif number >= len(INVALID) and any(words in code for words in PLUGIN_ONLY):
        assert found, code
        assert not linted(code), code
    else:
        assert found == linted(code), code


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_linter_finds_nothing_else_in_the_cases(path: Path) -> None:
    """It knows less than the plugin of what is typed, and is right in what it knows."""
    is_of_functools = path.parent.name == "functools"
    messages = functools_cases.expected(path, "equinox") if is_of_functools else expected(path)
    reported = {
        line for line, texts in messages.items() if any(t.startswith("error") for t in texts)
    }
    assert linted(path.read_text(encoding="utf-8")) <= reported
