"""Random expressions over the variables of a program, of known types."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

# What a program may do besides plain updates. Each one has a few of them, drawn at random: where
# everything happens in every program, nothing is ever rewritten.
FEATURES = (
    "aliases",
    "calls",
    "closures",
    "copies",
    "exits",
    "groups",
    "holders",
    "inner calls",
    "kept",
    "lists",
    "moves",
    "names",
    "order",
    "readers",
    "raises",
    "reads",
    "sharing",
    "static",
    "traces",
)
NAMES = ("a", "b", "m", "t", "x", "layer", "block", "model", "index", "value", "weight")
MAKERS = {
    "Model": "make_model()",
    "Block": "make_block()",
    "Layer": "make_layer()",
    "State": "State(make_layer())",
    "list[Layer]": "[make_layer(), make_layer(3.0)]",
    "Trainer": "Trainer()",
}
# How one gets from one type to another: the type, and what stands behind it.
_STEPS: dict[str, list[tuple[str, str]]] = {
    "Model": [
        ("Block", ".blocks[0]"),
        ("Block", ".blocks[-1]"),
        ("Layer", ".head"),
        ("State", ".state"),
    ],
    "Block": [
        ("Layer", ".layers[0]"),
        ("Layer", ".layers[1]"),
        ("Layer", ".layers[-1]"),
        ("Layer", ".layers[{index}]"),
        ("Layer", '.named["a"]'),
        ("Layer", '.named["b"]'),
        ("Layer", ".pair[0]"),
        ("Layer", ".pair[1]"),
    ],
    "Layer": [],
    "State": [("Layer", ".layer")],
    "Trainer": [("Model", ".model"), ("Layer", ".spare")],
    "list[Layer]": [("Layer", "[0]"), ("Layer", "[-1]")],
}
_FLOATS = ("0.0", "1.5", "-2.0", "3.0")


@dataclass(frozen=True)
class Scope:
    """The variables that a line may use, by type, and where it stands."""

    variables: dict[str, str] = field(default_factory=dict)
    depth: int = 2
    in_loop: bool = False
    # The function's `return`, if there is one.
    exit: str | None = None

    def having(self, name: str, type_: str) -> Scope:
        """With one more variable."""
        return replace(self, variables={**self.variables, name: type_})

    def deeper(self, *, in_loop: bool = False) -> Scope:
        """In a block of its own: what it defines is not certain afterwards."""
        return replace(self, depth=self.depth - 1, in_loop=self.in_loop or in_loop)

    def of_types(self, *types: str) -> list[str]:
        """The variables of these types."""
        return [name for name, type_ in self.variables.items() if type_ in types]


class Drawer:
    """Draws pieces of one program, which has some of the features."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.features = draw(st.sets(st.sampled_from(FEATURES), max_size=3))

    def one(self, *options: str) -> str:
        """One of them."""
        return self.draw(st.sampled_from(options))

    def rarely(self, feature: str) -> bool:
        """True now and then, in a program that has the feature."""
        return feature in self.features and self.draw(st.integers(0, 2)) == 0

    def index(self) -> str:
        """An index for two items."""
        if self.rarely("traces"):
            return 'trace("index", 1)'
        return self.one("0", "1", "m", "int(flag)", "len(order)")

    def path(self, scope: Scope, type_: str) -> str:
        """A way to an object of a type from some variable; a new one, if there is none."""
        return self.rooted(scope, type_) or MAKERS[type_]

    def rooted(self, scope: Scope, type_: str) -> str | None:
        """A way that begins at a variable."""
        starts = [name for name, start in scope.variables.items() if _leads(start, type_)]
        if not starts:
            return None
        path = self.one(*starts)
        current = scope.variables[path]
        while current != type_:
            steps = [step for step in _STEPS[current] if _leads(step[0], type_)]
            current, step = self.draw(st.sampled_from(steps))
            path += step.replace("{index}", self.index())
        return path

    def number(self, scope: Scope) -> str:
        """An expression for a float."""
        layer, plain = self.path(scope, "Layer"), self.one(*_FLOATS)
        if self.rarely("traces"):
            return self.one(f'trace("value", {plain})', f'trace("weight", {layer}.weight)')
        if self.rarely("raises"):
            return self.one(f'{{"a": {plain}}}["b"]', f"{plain} / 0", f"[{plain}][{self.index()}]")
        if self.rarely("calls"):
            return self._called(scope, layer)
        options = [plain, plain, f"{layer}.weight", f"{layer}.weight * 2 + {plain}"]
        options += [f"({plain} if flag else {layer}.weight)", *scope.of_types("float")]
        return self.one(*options)

    def _called(self, scope: Scope, layer: str) -> str:
        options = [f"{layer}.bump()", f"{layer}.read()", f"untouched({layer})"]
        block = self.rooted(scope, "Block")
        if block:
            options += [f"take({block})", f"sum(l.weight for l in {block}.layers)"]
            options.append(f"{block}.values.pop()")
        return self.one(*options)

    def layer(self, scope: Scope) -> str:
        """An expression for a layer: a new one, or, with sharing, one that is somewhere."""
        if self.rarely("sharing"):
            return self.path(scope, "Layer")
        if self.rarely("calls"):
            return f"doubled({self.path(scope, 'Layer')})"
        return self.one(f"Layer({self.number(scope)})", "make_layer(2.0)", "Layer(1.0, 0.5)")


def _leads(start: str, end: str) -> bool:
    return start == end or any(_leads(step, end) for step, _ in _STEPS.get(start, ()))
