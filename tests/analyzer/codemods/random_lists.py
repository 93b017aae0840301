"""Random statements that change lists of trees, and the trees in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.analyzer.codemods.random_sharing import Sharings

if TYPE_CHECKING:
    from tests.analyzer.codemods.random_sharing import Lines
    from tests.analyzer.codemods.random_values import Scope

_MADE = (
    "[Layer(1.0), Layer(2.0)]",
    "[{layer}, Layer(2.0)]",
    "[Layer(float(i)) for i in range(3)]",
    "[{layer} for _ in range(2)]",
    "[make_layer(2.0)] * 2",
    "[Layer(1.0)] if flag else [Layer(2.0), Layer(3.0)]",
)
# What goes into a list: a new tree, one that something else has, one that it has already.
_NEW = ("Layer(3.0)", "make_layer(4.0)", "Layer(1.0, 0.5)", "{layer}", "many[0]", "many[-1]")
_STEPS = (
    "many.append({new})",
    "many.insert(0, {new})",
    "many[0] = {new}",
    "many[-1] = {new}",
    "many[0] = many[-1] = {new}",
    "many[0], many[-1] = many[-1], many[0]",
    "many[0] = eqx.tree_at(lambda one: one.weight, many[0], 5.0)",
    "many[-1] = same(many[0])",
    "many.reverse()",
    "many.sort(key=lambda one: one.weight)",
    "again = many[0]",
    "again = many[-1]",
    "others = many",
    "others = [*many]",
    "many = [*many]",
    "many = many[:]",
    "many += [{new}]",
    "many[:1] = [{new}]",
    "many.extend([{new}])",
    "again = many.pop(); many.append(again)",
    "again, many = many[0], [Layer(0.5)]",
    "del many[1:]",
    "for one in many: {change}",
    "for one in [*many]: many.append(one)",
    "for i in range(len(many)): many[i].weight = float(i)",
    "for i in range(2): many[i % len(many)] = {new}",
    "for i, one in enumerate(many): many[i] = same(one)",
    "for i, one in enumerate(many): one.weight += i",
)
_LOOKS = (
    "seen.append([one.weight for one in many])",
    "seen.append([one.weight for one in others])",
    "seen.append(again.weight)",
    "seen.append({layer}.weight)",
    "seen.append(many[0] is many[-1])",
    "kept.append(many)",
)


class Lists(Sharings):
    """Draws statements about a list of trees that belongs to no tree."""

    def changing_list(self, scope: Scope) -> Lines:
        """A list is made, changed a few times, and looked at, and so are trees in it."""
        layer = self.path(scope, "Layer")

        def filled(*options: str) -> str:
            change = self.change(scope, "one")
            new = self.one(*_NEW).format(layer=layer)
            return self.one(*options).format(layer=layer, new=new, change=change)

        lines = [f"many = {filled(*_MADE)}", "others, again = many, many[0]"]
        if self.draw(st.booleans()):
            lines[1] = "others, again = [], Layer(8.0)"
        for _ in range(self.draw(st.integers(1, 4))):
            lines.append(filled(*_STEPS))
            if self.draw(st.booleans()):
                lines.append(self.change(scope, self.one("many[0]", "many[-1]", "again", layer)))
        return [*lines, filled(*_LOOKS), filled(*_LOOKS)], scope
