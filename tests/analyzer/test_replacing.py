"""Replacements that become functions of the node, in odd layouts."""

import pytest

from tests.analyzer.support import fixed
from treelint.engine import Config
from treelint.rules import all_rules

IMPORT = "import equinox as eqx\n"
RULE = Config(tuple(rule for rule in all_rules() if rule.code == "TL206"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "b = eqx.tree_at(lambda m: m.a, m, g(\r\n    m\r\n    .a, 1))\r\n",
            "b = eqx.tree_at(lambda m: m.a, m, replace_fn=lambda a: g(\r\n    a, 1))\r\n",
        ),
        (
            "b = eqx.tree_at(lambda m: m.a, m, f'{m.a}')\n",
            "b = eqx.tree_at(lambda m: m.a, m, replace_fn=lambda a: f'{a}')\n",
        ),
        (
            "b = eqx.tree_at(lambda m: m['a b'], m, g(m['a b'], m['ab'], m[\"a b\"]))\n",
            (
                "b = eqx.tree_at(lambda m: m['a b'], m, "
                "replace_fn=lambda node: g(node, m['ab'], node))\n"
            ),
        ),
        (
            "b = eqx.tree_at(lambda m: m.a, m, eqx.tree_at(lambda a: a.b, m.a, m.a.b + 1))\n",
            (
                "b = eqx.tree_at(lambda m: m.a, m, replace_fn=lambda node: "
                "eqx.tree_at(lambda a: a.b, node, replace_fn=lambda b: b + 1))\n"
            ),
        ),
        (
            "b = eqx.tree_at(replace=-(m.a), where=lambda m: m.a, pytree=m)\n",
            "b = eqx.tree_at(replace_fn=lambda a: -(a), where=lambda m: m.a, pytree=m)\n",
        ),
        (
            "b = eqx.tree_at(lambda é: é.ü, é, 'ñ' + é.ü)\n",
            "b = eqx.tree_at(lambda é: é.ü, é, replace_fn=lambda ü: 'ñ' + ü)\n",
        ),
    ],
)
def test_layout(before: str, after: str) -> None:
    assert fixed(IMPORT + before, RULE) == IMPORT + after
