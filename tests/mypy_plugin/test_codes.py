"""The error codes of the plugin work as those of mypy: options, comments, links."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from treelint_mypy.codes import CODES, page_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.mypy_plugin.harness import Run

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "pages" / "mypy.md"
# The same mistakes twice: in the lines 8 and 9, and 12 and 13.
SOURCE = """
import equinox as eqx

def f(a: int) -> int:
    return a

def surgery(tree: dict[str, int]) -> None:
    eqx.tree_at(lambda t: t["a"], tree)
    eqx.Partial(f, "a")

def again(tree: dict[str, int]) -> None:
    eqx.tree_at(lambda t: t["a"], tree)
    eqx.Partial(f, "a")
"""
PER_MODULE = """
[mypy-loud]
enable_error_code = partial
[mypy-quiet]
disable_error_code = partial, tree-at
"""


def codes(run: Run, name: str) -> list[str]:
    messages = run.messages.get(name, {})
    return [text.rpartition("  ")[2] for line in sorted(messages) for text in messages[line]]


def test_codes_can_be_turned_off(check_alone: Callable[..., Run]) -> None:
    loud = check_alone({"a.py": SOURCE})
    assert codes(loud, "a.py") == ["[tree-at]", "[partial]"] * 2
    assert "See" not in loud.output
    quiet = check_alone({}, "disable_error_code = tree-at\n")
    assert codes(quiet, "a.py") == ["[partial]"] * 2
    run = check_alone({"loud.py": SOURCE, "quiet.py": SOURCE}, PER_MODULE)
    assert codes(run, "loud.py") == ["[tree-at]", "[partial]"] * 2
    assert codes(run, "quiet.py") == []


def test_the_code_that_is_off_is_known(check_alone: Callable[..., Run]) -> None:
    run = check_alone({"codes.py": "x = 1\n"}, "enable_error_code = tree-at-type\n")
    assert run.status == 0, run.output


def test_ignore_comments(check_alone: Callable[..., Run]) -> None:
    """Those with the right code are used, others are unused and silence nothing."""
    source = SOURCE.replace("tree)", "tree)  # type: ignore[tree-at]", 1)
    source = source.replace('"a")\n\ndef', '"a")  # type: ignore[tree-at]\n\ndef', 1)
    messages = check_alone({"a.py": source}).messages["a.py"]
    assert 8 not in messages
    assert 'Unused "type: ignore" comment  [unused-ignore]' in messages[9][0]
    assert messages[9][1].endswith("[partial]")
    assert messages[12][0].endswith("[tree-at]")


def test_links_to_the_documentation(check_alone: Callable[..., Run]) -> None:
    """Under mypy's option for links each code has one, at its first error."""
    source = f"{SOURCE}\nx: int = undefined\n"
    messages = check_alone({"a.py": source}, "show_error_code_links = True\n").messages["a.py"]
    links = {
        line: text.split()[2]
        for line, texts in messages.items()
        for text in texts
        if text.startswith("note: See")
    }
    address = "https://treelint.readthedocs.io/en/latest/mypy/"
    assert links == {8: f"{address}#tree-at", 9: f"{address}#partial"}


def test_no_link_where_the_error_is_ignored(check_alone: Callable[..., Run]) -> None:
    source = SOURCE.replace("tree)", "tree)  # type: ignore[tree-at]")
    run = check_alone({"a.py": source}, "show_error_code_links = True\n")
    assert "#tree-at" not in run.output
    assert "#partial" in run.output


@pytest.mark.parametrize("code", sorted(code.code for code in CODES))
def test_the_documentation_has_a_heading_for_each_code(code: str) -> None:
    assert f"### `{code}`\n" in DOCUMENTATION.read_text(encoding="utf-8")
    assert {page_of(known).rpartition("#")[2] for known in CODES} >= {code}
