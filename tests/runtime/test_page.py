"""The examples of the web page run, and print what it shows."""

from __future__ import annotations

import doctest
import pathlib
import re

import equinox as eqx
import jax

import treeops

PAGE = pathlib.Path(__file__).parents[2] / "docs/pages/runtime.md"


def test_examples() -> None:
    # The first shows an error only; the page has its message on two lines.
    blocks = re.findall(r"^```python\n(>>> .*?)^```", PAGE.read_text(), re.DOTALL | re.MULTILINE)[
        1:
    ]
    assert len(blocks) == 2
    names = {"eqx": eqx, "jax": jax, **vars(treeops)}
    example = doctest.DocTestParser().get_doctest("\n".join(blocks), names, PAGE.name, None, 0)
    results = doctest.DocTestRunner().run(example)
    assert results.attempted > 5
    assert results.failed == 0


def test_every_function_is_listed() -> None:
    table = PAGE.read_text().partition("| function | what it does |")[2].partition("\n\n")[0]
    assert {*re.findall(r"`(\w+)`", table)} - {"inference"} == {*treeops.__all__} - {"__version__"}
