"""Which family a fix imports: the one that the file knows, else what the settings say."""

from pathlib import Path

import pytest

from tests.analyzer.support import fixed
from treelint.configure import Configurer, Options
from treelint.engine import Config
from treelint.rules import tl404_functools_partial_in_tree

CODE = """\
import functools
{imports}
import jax.numpy as jnp
from flax import struct

@struct.dataclass
class A:
    f: object

a = A({partial}(f, jnp.ones(2)))
"""


def after(imports: str, runtime: str) -> str:
    config = Config((tl404_functools_partial_in_tree.rule,), runtime=runtime)
    return fixed(CODE.format(imports=imports, partial="functools.partial"), config)


@pytest.mark.parametrize("runtime", ["equinox", "treeops"])
@pytest.mark.parametrize(
    ("imports", "name"),
    [
        ("import equinox as eqx", "eqx.Partial"),
        ("import treeops", "treeops.Partial"),
        ("from treeops import Partial as P", "P"),
        ("from equinox import Module, Partial", "Partial"),
        ("import treeops as t; from equinox import Module", "t.Partial"),
    ],
)
def test_what_is_imported_serves(imports: str, name: str, runtime: str) -> None:
    assert after(imports, runtime) == CODE.format(imports=imports, partial=name)


@pytest.mark.parametrize("runtime", ["equinox", "treeops"])
@pytest.mark.parametrize(
    ("imports", "family"),
    [
        ("from equinox import Module", "equinox"),
        ("from treeops import tree_at", "treeops"),
        ("def f():\n    from treeops import tree_at", "treeops"),
    ],
)
def test_the_family_that_is_used_is_imported(imports: str, family: str, runtime: str) -> None:
    expected = CODE.format(imports=imports, partial=f"{family}.Partial")
    assert after(imports, runtime) == f"import {family}\n{expected}"


@pytest.mark.parametrize("runtime", ["equinox", "treeops"])
@pytest.mark.parametrize(
    "imports", ["import os", "from equinox import Module\nfrom treeops import f"]
)
def test_the_setting_decides(imports: str, runtime: str) -> None:
    expected = CODE.format(imports=imports, partial=f"{runtime}.Partial")
    assert after(imports, runtime) == f"import {runtime}\n{expected}"


def test_the_setting_reaches_the_rules(tmp_path: Path) -> None:
    (tmp_path / "treelint.toml").write_text('runtime = "treeops"\n', encoding="utf-8")
    configurer = Configurer(Options())
    assert configurer.config(tmp_path / "a.py")[0].runtime == "treeops"
    assert Configurer(Options(isolated=True)).config(tmp_path / "a.py")[0].runtime == "equinox"
