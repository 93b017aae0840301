"""The examples in the docstrings run, and every public function has one."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import treeops

MODULES = sorted(module.name for module in pkgutil.iter_modules(treeops.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    module = importlib.import_module(f"treeops.{name}")
    failed, _ = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
    assert failed == 0


@pytest.mark.parametrize("name", sorted({*treeops.__all__} - {"__version__"}))
def test_public_names_have_an_example_and_a_source(name: str) -> None:
    text = " ".join(getattr(treeops, name).__doc__.split())
    assert ">>> " in text
    assert "Behaves as `equinox." in text or "Has no model in equinox" in text
