"""What the page on `tree_at` says that mypy prints, mypy prints, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.mypy_plugin.harness import Messages, Run

PAGE = Path(__file__).parents[2] / "docs" / "pages" / "mypy-tree-at.md"
SETTINGS = '# mypy: enable-error-code="tree-at-type"\n'


def modules() -> dict[str, str]:
    """The blocks of the page: what follows the model by itself, and what must be asked for."""
    model, *others = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    by_type = [block for block in others if "[tree-at-type]" in block]
    plain = [block for block in others if block not in by_type]
    return {
        "page.py": "\n".join([model, *plain]),
        "typed.py": "\n".join([SETTINGS + model, *by_type]),
    }


def shown(source: str) -> Messages:
    """The messages below each line of code; one that is long goes on in the next comment."""
    messages: Messages = {}
    code = 0
    for number, line in enumerate(source.splitlines(), start=1):
        comment = line.strip().removeprefix("# ")
        if comment == line.strip():
            code = number
        elif comment.startswith(("error: ", "note: ")):
            messages.setdefault(code, []).append(comment)
        elif code:
            # mypy sets off its codes by two spaces.
            gap = "  " if comment.startswith("[") else " "
            messages[code][-1] += gap + comment
    return messages


def test_messages(check: Callable[..., Run]) -> None:
    sources = modules()
    run = check(sources)
    for name, source in sources.items():
        assert run.messages[name] == shown(source)
    assert sum(map(len, run.messages.values())) > 20
