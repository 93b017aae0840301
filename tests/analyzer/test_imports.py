"""How a fix refers to a function of another module, and the import that it adds."""

import pytest

from tests.analyzer.support import fixed
from treelint.engine import Config
from treelint.rules import find_rule

BAD = "jax.jit(eqx.Partial(f, x))"
GOOD = "jax.jit({}(f, x))"


def after(code: str) -> str:
    rule = find_rule("TL405")
    assert rule is not None
    return fixed(code, Config((rule,)))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("import functools", "functools.partial"),
        ("import functools as ft", "ft.partial"),
        ("import os, functools", "functools.partial"),
        ("from functools import partial", "partial"),
        ("from functools import wraps, partial as p", "p"),
    ],
)
def test_an_import_that_serves(line: str, name: str) -> None:
    code = f"{line}\nimport jax\nimport equinox as eqx\n\ndef g(f, x):\n    {{}}\n"
    assert after(code.format(BAD)) == code.format(GOOD.format(name))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("", "import jax\nimport equinox as eqx\n"),
        ('"""Doc."""\n# c\n', "import jax\nimport equinox as eqx\n"),
        ("from __future__ import annotations\n\n", "import jax, equinox as eqx\n"),
        (
            "from __future__ import annotations",
            "\ndef h():\n    global jax, eqx\n    import jax, equinox as eqx\n",
        ),
    ],
)
def test_an_import_is_added(above: str, below: str, newline: str) -> None:
    added = "import functools\n" if not above or above.endswith("\n") else "\nimport functools"
    before = f"{above}{below}{BAD}\n".replace("\n", newline)
    expected = f"{above}{added}{below}{GOOD.format('functools.partial')}\n"
    assert after(before) == expected.replace("\n", newline)


def test_one_import_for_several() -> None:
    code = f"import jax\nimport equinox as eqx\n{BAD}\n{BAD}\n"
    good = GOOD.format("functools.partial")
    assert after(code) == f"import functools\nimport jax\nimport equinox as eqx\n{good}\n{good}\n"


@pytest.mark.parametrize(
    "code",
    [
        # The name is something else, there or everywhere.
        "import jax, equinox as eqx\nfunctools = 1\n{}\n",
        "import jax, equinox as eqx\ndef g(f, x, functools):\n    {}\n",
        "import functools\nimport jax, equinox as eqx\nfunctools = 1\n{}\n",
        # It may not be there at run time, or yet.
        "import jax, equinox as eqx\nif TYPE_CHECKING:\n    import functools\n{}\n",
        "import jax, equinox as eqx\n{}\nimport functools\n",
        # There is no line for it.
        "x = 1; import jax, equinox as eqx\n{}\n",
        "def g():\n    import jax, equinox as eqx\n    {}\n",
        "from __future__ import division  # c\ndef g():\n    import jax, equinox as eqx\n    {}\n",
    ],
)
def test_there_is_no_way(code: str) -> None:
    assert after(code.format(BAD)) == code.format(BAD)
