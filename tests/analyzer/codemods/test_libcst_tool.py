"""LibCST's own tool does what `treelint --fix --unsafe-fixes` does in one file."""

import subprocess
import sys
from pathlib import Path

import libcst as cst
import pytest
from libcst.codemod import CodemodContext

from tests.analyzer.codemods.catalogue import Program, programs
from tests.analyzer.support import fixed
from treelint.codemods.libcst_tool import OutOfPlaceUpdates
from treelint.engine import Config
from treelint.rules import all_rules

CHOSEN = Config(tuple(r for r in all_rules() if r.code.startswith("TL50") and r.default))
# One program in so many: each is fixed again and again by the other tests.
EVERY = 12


@pytest.mark.parametrize("program", programs()[::EVERY], ids=lambda program: program.name)
def test_the_same_result(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code = program.code
    context = CodemodContext(filename=str(tmp_path / "code.py"))
    module = OutOfPlaceUpdates(context).transform_module(cst.parse_module(code))
    assert module.code == fixed(code, CHOSEN)


def test_the_tool_itself(tmp_path: Path) -> None:
    path = tmp_path / "code.py"
    path.write_text(
        "import equinox as eqx\n\n\nclass Layer(eqx.Module):\n    scale: float\n\n\n"
        "layer = Layer(1.0)\nlayer.scale = 2.0  # more\n"
    )
    command = [sys.executable, "-m", "libcst.tool", "codemod", "--no-format", "-x"]
    name = "treelint.codemods.libcst_tool.OutOfPlaceUpdates"
    subprocess.run([*command, name, path], check=True, cwd=tmp_path, capture_output=True)
    assert path.read_text().endswith(
        "layer = eqx.tree_at(lambda l: l.scale, layer, 2.0)  # more\n"
    )
