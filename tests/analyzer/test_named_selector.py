"""Selectors that stand under a name: in another file, or under one that has several values."""

from pathlib import Path

import pytest

from treelint import engine
from treelint.engine import Checked, Config
from treelint.project.project import Project
from treelint.rules import all_rules
from treelint.source import SourceFile

SELECTORS = """\
import jax
from lib.sizes import DEPTH

SHARED = {}

def weight(m):
    return m.weight

def static(m):
    return m.in_features

def both(m):
    return m.weight, m.weight

def overlapping(m):
    found = [m.layers]
    found.append(m.layers[0])
    return found

def of_leaves(m):
    return [x for x in jax.tree.leaves(m) if x.ndim == 2]

misspelt = lambda m: m.wieght
generator = lambda m: (l for l in m)
outer = lambda m: (SHARED["a"], m.bias)
part = lambda m: (m.bias, m.weight[0])
either = lambda m: m.weight if m.bias is None else m.bias
splat = lambda m: (m.weight, *m.layers, m.weight)
set_of = lambda m: {m.weight}
identity = lambda m: m

def branches(m, flag=DEPTH):
    if flag:
        return m.weight, m.weight
    return m.bias, m.bias

@jax.jit
def decorated(m):
    return 1

async def asynchronous(m):
    return 1

def nothing():
    return 1

class Of:
    @staticmethod
    def bias(m):
        return m.in_features

    def method(self, m):
        return self.in_features

several = static
several = weight
"""

PRELUDE = """\
import equinox as eqx
import jax
from lib import selectors

model = eqx.nn.Linear(2, 3, key=jax.random.key(0))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "__init__.py").touch()
    (tmp_path / "lib" / "selectors.py").write_text(SELECTORS)
    (tmp_path / "lib" / "again.py").write_text("from lib.selectors import static as one\n")
    return tmp_path


def config(folder: Path) -> Config:
    return Config(all_rules(), project=Project(root=folder))


def checked(code: str, folder: Path) -> Checked:
    result = engine.check(SourceFile(str(folder / "main.py"), PRELUDE + code), config(folder))
    assert not result.failures
    return result


def codes(code: str, folder: Path) -> list[str]:
    return [finding.code for finding in checked(code, folder).findings]


FOUND = {
    "selectors.static": ["TL702"],
    "selectors.both": ["TL106"],
    "selectors.overlapping": ["TL107", "TL704"],
    "selectors.of_leaves": ["TL101"],
    "selectors.misspelt": ["TL704"],
    "selectors.generator": ["TL104"],
    "selectors.part": ["TL103"],
    "selectors.set_of": ["TL104"],
    "selectors.splat": ["TL106", "TL704"],
    "selectors.identity": ["TL105"],
    "selectors.branches": ["TL106", "TL106"],
    "selectors.Of.bias": ["TL702"],
    "selectors.weight": [],
    "selectors.outer": [],
    "selectors.either": [],
    "selectors.decorated": [],
    "selectors.asynchronous": [],
    "selectors.nothing": [],
    "selectors.Of().method": [],
    "selectors.several": [],
    "selectors.unknown": [],
}


@pytest.mark.parametrize(("where", "expected"), FOUND.items())
def test_in_another_file(where: str, expected: list[str], folder: Path) -> None:
    code = f"result = eqx.tree_at(\n    {where}, model, new\n)\n"
    found = checked(code, folder).findings
    assert [finding.code for finding in found] == expected
    for finding in found:
        assert (finding.start.row, finding.start.column) == (7, 5)
        assert (finding.end.row, finding.end.column) == (7, 5 + len(where))
        assert finding.fix is None


@pytest.mark.parametrize("where", ["one", "one_more", "lib.selectors.static"])
def test_by_whatever_name(where: str, folder: Path) -> None:
    code = (
        "from lib.again import one\nimport lib.selectors\none_more = one\n"
        f"result = eqx.tree_at({where}, model, new)\n"
    )
    assert codes(code, folder) == ["TL702"]


def test_messages_show_what_is_written_there(folder: Path) -> None:
    code = "result = eqx.tree_at(selectors.part, model, (1, 2))\n"
    (finding,) = checked(code, folder).findings
    assert finding.message.startswith("`m.weight[0]` is computed from an array")


@pytest.mark.parametrize(
    ("first", "last"), [("  # treelint: ignore", ""), ("", "  # treelint: ignore[TL702]")]
)
def test_comments_stand_at_the_call(first: str, last: str, folder: Path) -> None:
    code = f"result = eqx.tree_at({first}\n    selectors.static,\n    model,\n    1,\n){last}\n"
    assert codes(code, folder) == []


def test_the_answer_depends_on_the_other_file(folder: Path) -> None:
    code = "result = eqx.tree_at(selectors.weight, model, new)\n"
    consulted = checked(code, folder).consulted
    assert folder / "lib" / "selectors.py" in consulted.present


def test_a_fix_changes_the_call_alone(folder: Path) -> None:
    (folder / "lib" / "selectors.py").write_text("def bias(l):\n    return l.bias\n")
    code = (
        "from lib.selectors import bias\n"
        "l = eqx.nn.Linear(2, 3, use_bias=False, key=k)\nl = eqx.tree_at(bias, l, new)\n"
    )
    source = SourceFile(str(folder / "main.py"), PRELUDE + code)
    result = engine.fix(source, config(folder), unsafe=True)
    assert result.source.text.endswith(
        "l = eqx.tree_at(bias, l, new, is_leaf=lambda x: x is None)\n"
    )
    assert not result.remaining.findings


def test_one_of_several_values_of_a_name(folder: Path) -> None:
    code = (
        "def f(model: eqx.nn.Linear, flag):\n"
        "    where = lambda l: l.weight\n"
        "    model = eqx.tree_at(where, model, 1)\n"
        "    where = lambda l: l.in_features\n"
        "    model = eqx.tree_at(where, model, 1)\n"
        "    if flag:\n"
        "        where = lambda l: l.weight\n"
        "    return eqx.tree_at(where, model, 1)\n"
    )
    found = checked(code, folder).findings
    assert [(finding.code, finding.start.row) for finding in found] == [("TL702", 9)]


def test_in_a_class_of_the_file(folder: Path) -> None:
    code = (
        "class Of:\n    @staticmethod\n    def width(l):\n        return l.in_features\n"
        "result = eqx.tree_at(Of.width, model, 1)\n"
    )
    (finding,) = checked(code, folder).findings
    assert (finding.code, finding.start.row) == ("TL702", 9)


@pytest.mark.parametrize(("depth", "expected"), [(10, ["TL106"]), (400, [])])
def test_a_path_too_long_to_follow(depth: int, expected: list[str], folder: Path) -> None:
    path = "m" + ".a" * depth
    (folder / "lib" / "selectors.py").write_text(f"def deep(m):\n    return {path}, {path}\n")
    assert codes("result = eqx.tree_at(selectors.deep, tree, new)\n", folder) == expected
