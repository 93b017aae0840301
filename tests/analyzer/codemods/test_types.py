"""Types: what mypy, with the plugin, finds nothing wrong with, stays so.

The hand-written programs and some random ones are checked before and after, in two runs of mypy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.analyzer.codemods.catalogue import judged, programs
from tests.analyzer.codemods.random_programs import judged_at_random
from tests.mypy_plugin.harness import run_mypy

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = "ignore_missing_imports = True\ncheck_untyped_defs = True\n"


def _errors(codes: dict[str, str], root: Path) -> dict[str, list[str]]:
    """mypy's errors by program."""
    folder = root / "programs"
    folder.mkdir(parents=True)
    for name, code in codes.items():
        (folder / f"{name}.py").write_text(code, encoding="utf-8")
    # Those of one folder share one cache, by which the second run is shorter.
    ran = run_mypy(folder, root, root.parent / "cache", SETTINGS)
    assert ran.status in {0, 1}, ran.output
    return {
        name: [
            line
            for lines in ran.messages.get(f"{name}.py", {}).values()
            for line in lines
            if line.startswith("error")
        ]
        for name in codes
    }


NARROWED = {"none_fields_child_of_child"}


def test_what_passed_passes(tmp_path: Path) -> None:
    judgements = {program.name.replace("/", "_"): judged(program) for program in programs()}
    drawn = enumerate(judged_at_random(50))
    judgements |= {f"random_{number}": judgement for number, judgement in drawn}
    before = {name: judgement.code for name, judgement in judgements.items()}
    after = {name: judgement.fixed for name, judgement in judgements.items()}
    known = _errors(before, tmp_path / "before")
    passed = {name for name, errors in known.items() if not errors}
    changed = {name for name in passed if after[name] != before[name]}
    assert len(changed) > 100
    new = _errors({name: after[name] for name in changed}, tmp_path / "after")
    wrong = [
        f"{name}: {error}"
        for name, errors in new.items()
        for error in errors
        # To mypy an assignment tells that a field is not None; an update of the tree does not.
        if name not in NARROWED
    ]
    assert not wrong, "\n".join(wrong)
