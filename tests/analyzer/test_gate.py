"""Which files are looked at: by the libraries' names, and by the project's own."""

import subprocess
import sys
from pathlib import Path, PurePath

import pytest

from treelint.cli import main
from treelint.gate import gate
from treelint.import_lines import read_imports
from treelint.own_names import File, admitted
from treelint.rules import all_rules

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
        assert gate(all_rules(), {}).admits(text.encode(), PurePath("train.py"))
    for text in ("from ops import combine\n", "ops.Partial(m, u)\n"):
        assert not gate(all_rules(), {}).admits(text.encode(), PurePath("train.py"))


def verdicts(files: dict[str, str], by_gate: set[str]) -> set[str]:
    names = list(files)
    given = [File(PurePath(name), files[name].encode(), name in by_gate) for name in names]
    return {name for name, verdict in zip(names, admitted(given), strict=True) if verdict}


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
    assert verdicts(files, {"a.py"}) == {"a.py"}


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
    assert verdicts(files, {"nets.py"}) == {"nets.py"}


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
