"""Which files are looked at: by the libraries' names, and by the project's own."""

import subprocess
import sys
from pathlib import Path, PurePath

import pytest

from treelint import engine
from treelint.cli import main
from treelint.engine import Checked, Config
from treelint.gate import gate
from treelint.import_lines import read_imports
from treelint.own_names import File, led
from treelint.reach import EVERYTHING, NOTHING, Reach
from treelint.rules import all_rules
from treelint.source import SourceFile, decode

SURGERY = "import equinox\nfrom equinox import tree_at\n"
MISTAKES = "{0}(lambda m: (m.a, m.b), model, (1, 2, 3))\n"
BASE = "import equinox as eqx\n\n\nclass Base(eqx.Module):\n    w: int\n"
COUNTER = """\
from dataclasses import replace

from ._base import Base


class Counter(Base):
    def reset(self):
        return replace(self, w=0)
"""
# More than is checked whatever it holds.
OTHER = "value = 1\n" * 30_000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(files: dict[str, str]) -> None:
    for name, text in {"other.py": OTHER, **files}.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def codes(out: str, filename: str) -> list[str]:
    lines = [line for line in out.splitlines() if line.startswith(f"{filename}:")]
    return sorted(line.split()[1] for line in lines)


Output = pytest.CaptureFixture[str]


def test_a_function_that_the_project_exports_again(capsys: Output) -> None:
    write(
        {
            "ops/__init__.py": "from ops._surgery import tree_at\n",
            "ops/_surgery.py": SURGERY,
            "train.py": "from ops import tree_at\n\n" + MISTAKES.format("tree_at"),
        }
    )
    assert main(["--output-format", "concise"]) == 1
    assert codes(capsys.readouterr().out, "train.py") == ["TL203", "TL301"]


@pytest.mark.parametrize(
    ("surgery", "export", "use"),
    [
        ("from equinox import tree_at as surgery\n", "from ._s import surgery\n", "surgery"),
        ("import equinox as e\n\nsurgery = e.tree_at\n", "from ._s import *\n", "surgery"),
        ("from equinox import filter as a, tree_at\n", "from ._s import tree_at as at\n", "at"),
        (
            "from equinox import (\n    tree_at as cut,  # (\n)\n",
            "from . import _s as t\n",
            "t.cut",
        ),
    ],
)
def test_a_function_under_a_name_of_the_project(
    surgery: str, export: str, use: str, capsys: Output
) -> None:
    top = use.partition(".")[0]
    write(
        {
            "ops/__init__.py": export,
            "ops/_s.py": surgery,
            "train.py": f"from ops import {top}\n\n" + MISTAKES.format(use),
        }
    )
    assert main(["--output-format", "concise", "--no-cache"]) == 1
    assert codes(capsys.readouterr().out, "train.py") == ["TL203", "TL301"]


def test_classes_of_the_project_alone(capsys: Output) -> None:
    use = "from nets import Counter\n\n\ndef f(c: Counter):\n    c.reset()\n    return c\n"
    write(
        {
            "nets/__init__.py": "from nets._counter import Counter\n",
            "nets/_base.py": BASE,
            "nets/_counter.py": COUNTER,
            "use.py": use,
        }
    )
    assert main(["--output-format", "concise"]) == 1
    assert codes(capsys.readouterr().out, "use.py") == ["TL308"]


def test_a_file_that_comes_to_matter(capsys: Output) -> None:
    """Through a change in another one, with what an earlier run remembers."""
    train = "from ops import cut\n\n" + MISTAKES.format("cut")
    write({"ops.py": "cut = print\n", "train.py": train})
    assert main(["--output-format", "concise"]) == 0
    assert main(["--output-format", "concise"]) == 0
    Path("ops.py").write_text("from equinox import tree_at as cut\n")
    capsys.readouterr()
    for _ in range(3):
        assert main(["--output-format", "concise"]) == 1
        assert codes(capsys.readouterr().out, "train.py") == ["TL203", "TL301"]


def test_one_file_with_a_telling_name() -> None:
    for text in ("from ops import tree_at\n", "ops.apply_updates(m, u)\n"):
        assert gate(all_rules(), {}).reach(text.encode(), PurePath("train.py")) == EVERYTHING
    for text in ("from ops import combine\n", "ops.Partial(m, u)\n"):
        assert gate(all_rules(), {}).reach(text.encode(), PurePath("train.py")) == NOTHING


ITEM = "import jax.numpy as jnp\nx = jnp.zeros(3)\nx[0] = 1\n"
UPDATE = "import jax\ny.at[0].set(1)\n"


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        (ITEM, Reach(frozenset({"TL505"}))),
        (ITEM + UPDATE, Reach(frozenset({"TL302", "TL505"}))),
        (ITEM + "import equinox\nequinox.filter(m, f)\n", EVERYTHING),
        # A comment may speak of any rule.
        (ITEM + "# treelint: ignore\n", EVERYTHING),
        (ITEM + "y = 1  # noqa: TL301\n", EVERYTHING),
        (ITEM + "y = 1  # noqa\n", Reach(frozenset({"TL505"}))),
    ],
)
def test_which_rules_may_find_something(text: str, reach: Reach) -> None:
    assert gate(all_rules(), {}).reach(text.encode(), PurePath("train.py")) == reach


def test_rules_in_reach(capsys: Output) -> None:
    """A sign admits its own rule; names of the project that lead there admit the others."""
    mistake = "m = cut(lambda t: (t.a, t.b), m, (1,))\n"
    write(
        {
            "ops.py": "from equinox import tree_at as cut\n",
            "sign.py": f"{ITEM}from others import cut\n{mistake}",
            "led.py": f"{ITEM}from ops import cut\n{mistake}",
            "own.py": f"from ops import cut\n{mistake}",
        }
    )
    for options in (["--no-cache"], [], []):
        assert main(["--output-format", "concise", *options]) == 1
        out = capsys.readouterr().out
        assert codes(out, "sign.py") == ["TL505"]
        assert codes(out, "led.py") == ["TL203", "TL505"]
        assert codes(out, "own.py") == ["TL203"]


@pytest.mark.parametrize(
    ("path", "text", "is_led"),
    [
        (".", ITEM, False),
        (".", f"{ITEM}class M(nets.Module): ...\n", True),
        # The files that lead there may be none of the run's.
        ("a.py", ITEM, True),
        ("a.py", "x = 1\n", None),
    ],
)
def test_one_file(
    path: str, text: str, is_led: bool | None, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    asked: list[Reach] = []

    def noting(source: SourceFile, config: Config) -> Checked:
        asked.append(config.reach)
        return check(source, config)

    check = engine.check
    monkeypatch.setattr(engine, "check", noting)
    Path("a.py").write_text(text)
    assert main([path, "--no-cache"]) == int(is_led is not None)
    expected = NOTHING if is_led is None else Reach(frozenset({"TL505"}), is_led=is_led)
    assert asked == [expected]


NESTED = """\
from typing import NamedTuple


class P(NamedTuple):
    x: int


class Q(NamedTuple):
    p: P


def f(q: Q):
    q._replace(p=q.p._replace(x=2))
    return q
"""


def test_what_a_fix_writes_is_looked_at_by_every_rule() -> None:
    """In a file of which one rule alone was asked."""
    assert gate(all_rules(), {}).reach(NESTED.encode(), PurePath("a.py")).codes == {"TL507"}
    write({"a.py": NESTED})
    assert main(["--fix", "--unsafe-fixes", "--extend-select", "TL507"]) == 0
    assert "    q = equinox.tree_at(lambda q: q.p.x, q, 2)\n" in Path("a.py").read_text()


def test_what_remains_after_a_fix_is_of_every_rule() -> None:
    reach = Reach(frozenset({"TL505"}))
    config = Config(all_rules(), reach=reach)
    for text, expected in ((ITEM, EVERYTHING), ("x = 1\n", reach)):
        source = decode(text.encode(), "a.py")
        assert isinstance(source, SourceFile)
        assert engine.fix(source, config, unsafe=False).config.reach == expected


def verdicts(files: dict[str, str], by_gate: set[str]) -> set[str]:
    names = list(files)
    given = [File(PurePath(name), files[name].encode(), name in by_gate) for name in names]
    return {name for name, verdict in zip(names, led(given), strict=True) if verdict}


def test_what_only_shares_a_name_is_held_back() -> None:
    files = {
        "ops.py": "from equinox import filter, Partial\n\n\nclass L(eqx.Module): ...\n",
        "a.py": "from others import filter, Partial, L\n",
        "b.py": "from ops import others\nfilter(None, [])\n",
        "c.py": "import ops\n\nops.others\n",
        "d.py": "import other.ops as o\n\no.L\n",
        "e.py": "from ops import filter\n",
    }
    assert verdicts(files, {"ops.py"}) == {"ops.py", "d.py", "e.py"}


def test_nothing_is_exported() -> None:
    files = {"a.py": "import jax\n", "b.py": "from a import *\nimport a\n"}
    assert verdicts(files, {"a.py"}) == set()


@pytest.mark.parametrize(
    "definition",
    [
        "class L(eqx.Module): ...",
        "class L(eqx.Module, strict=True): ...",
        "class L(\n    Generic[T],\n    eqx.nn.Linear,\n): ...",
        "class L[T](Module): ...",
        "@flax.struct.dataclass\nclass L: ...",
        "@jax.tree_util.register_dataclass\n@dataclass\nclass L: ...",
        "class K(L): ...\n\n\nclass B(Module): ...\n\n\nclass L(B): ...",
        "if True:\r\n    class L(Module):\r\n        ...",
    ],
)
def test_classes_that_are_trees(definition: str) -> None:
    files = {"nets/__init__.py": definition, "a.py": "from nets import L", "b.py": "import x"}
    assert verdicts(files, {"nets/__init__.py"}) == {"nets/__init__.py", "a.py"}


def test_other_classes() -> None:
    files = {"nets.py": "class L(Base): ...\n\n\nclass M: ...", "a.py": "from nets import L, M"}
    assert verdicts(files, {"nets.py"}) == set()


def test_what_is_read_of_a_file() -> None:
    text = "from a.b import (c,  # d\n  e as f)\nfrom . import \\\n  g\nimport h.i as j, k  # l\n"
    found = [(item.module, item.name, item.alias) for item in read_imports(text.encode())]
    assert found == [
        *(("a.b", "c", "c"), ("a.b", "e", "f"), (".", "g", "g")),
        *(("", "h.i", "j"), ("", "k", "")),
    ]


def test_circles_end() -> None:
    files = {
        "a.py": "from equinox import tree_at as x\nfrom b import *\nfrom b import z as w\n",
        "b.py": "from a import *\nfrom a import x as y, w as z\nimport a as c\nc.x\n",
    }
    assert verdicts(files, {"a.py"}) == {"a.py", "b.py"}


@pytest.mark.parametrize("text", ["class " * 20_000, "from a import (" * 5000, "@x\n" * 50_000])
def test_odd_files_take_no_longer(text: str) -> None:
    code = (
        "import sys\nfrom treelint.import_lines import read_imports\n"
        "from treelint.own_names import read_classes\n"
        "data = sys.stdin.buffer.read(); read_classes(data); read_imports(data)"
    )
    subprocess.run([sys.executable, "-c", code], input=text.encode(), timeout=20, check=True)
