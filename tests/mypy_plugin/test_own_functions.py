"""A module of the user's that is called `treeops`, with functions of the same names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.mypy_plugin.harness import expected

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.mypy_plugin.harness import Run

OWN = """
from typing import Callable

def tree_at(tree: dict[str, int], path: str, value: int = 0) -> dict[str, int]: return tree
def filter(tree: dict[str, int], keep: Callable[[int], bool]) -> list[int]: return []
def partition(tree: list[int], keep: Callable[[int], bool]) -> tuple[int, list[int]]: return 0, []
def tree_inference(*trees: int) -> str: return ""
class Partial:
    def __init__(self, a: int, *, name: str) -> None: ...
"""
USE = """
import treeops

def use(tree: dict[str, int]) -> None:
    reveal_type(treeops.tree_at(tree, "a", 3))  # N: Revealed type is "dict[str, int]"
    reveal_type(treeops.filter(tree, lambda n: n > 0))  # N: Revealed type is "list[int]"
    reveal_type(treeops.partition([1], bool))  # N: Revealed type is "tuple[int, list[int]]"
    reveal_type(treeops.tree_inference(1, 2))  # N: Revealed type is "str"
    reveal_type(treeops.Partial(1, name="a"))  # N: Revealed type is "treeops.Partial"
"""


def test_functions_of_the_users_own(check_alone: Callable[..., Run], tmp_path: Path) -> None:
    run = check_alone({"treeops.py": OWN, "use.py": USE})
    assert run.messages.get("use.py") == expected(tmp_path / "root" / "use.py"), run.output
    assert "treeops.py" not in run.messages
