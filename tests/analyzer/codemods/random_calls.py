"""Random statements where calls that change trees stand inside of others, in every position."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from hypothesis import strategies as st

from tests.analyzer.codemods.random_values import NAMES, Drawer, Scope

if TYPE_CHECKING:
    Lines: TypeAlias = tuple[list[str], Scope]

# `{call}` changes `{layer}`, and gives a float.
_STATEMENTS = (
    "x = {call}",
    "x = {layer}.weight + {call}",
    "x = {call} + {layer}.weight",
    "x = {call} + {call}",
    "x = {call} if flag else {layer}.weight",
    "x = {layer}.weight if {call} > 1.0 else 0.0",
    "x = flag and {call}",
    "x = {call} or {call}",
    "x = not {call}",
    "x = -{call}",
    "x = 0.0 < {call} < {call}",
    "x = ({layer}.weight, {call}, {layer}.weight)",
    "x = [{call}, {layer}]",
    "x = {{{call}: {layer}.weight}}",
    "x = {{'a': {layer}.weight, 'b': {call}}}",
    "x = [{call} for _ in range(2)]",
    "x = [{layer}.weight for _ in range(int({call} > 0.0))]",
    "x = sum({call} for _ in range(2))",
    "x = [1, 2, 3][int({call}) % 3]",
    "x = f'{{{call}}} {{{layer}.weight}}'",
    "x = max({layer}.weight, {call})",
    "x = dict(a={layer}.weight, b={call})",
    "x = (lambda: {call})()",
    "x = (lambda number={call}: number)()",
    "x = (y := {call}) + y",
    "print({layer}.weight, {call}, {layer}.weight)",
    "print(*[{call}], sep=str({layer}.weight))",
    "seen.extend([{layer}.weight, {call}])",
    "seen += [{call}]",
    "seen.append({call}); seen.append({layer}.weight)",
    "assert {call} is not None, {layer}.weight",
    "{layer}.bias = {call}",
    "{layer}.weight = {call}",
    "{layer}.weight += {call}",
    "{layer}.weight = {layer}.weight - {call}",
    "{layer}.weight, {layer}.bias = {call}, {layer}.weight",
    "{layer}.bias = {layer}.weight = {call}",
    "seen[int({call}) % 1:] = [{layer}.weight]",
    "if {call} > 1.0: seen.append({layer}.weight)",
    "if {call} > 100.0: pass\nelif {call} > 1.0: seen.append({layer}.weight)",
    "while {call} < 3.0 and len(order) < 3: order.append({layer}.weight)",
    "for item in [{call}, {layer}.weight]: seen.append(item)",
    "for item in range(int(abs({call})) % 3): {layer}.bias = item",
    "with contextlib.nullcontext({call}) as x: seen.append({layer}.weight)",
    (
        "try:\n"
        "    x = 1 / {call}\n"
        "except ZeroDivisionError:\n"
        "    seen.append({layer}.weight)\n"
        "else:\n"
        "    {layer}.bias = 1.0"
    ),
    "try:\n    {call}\nfinally:\n    {layer}.weight += 1.0",
    (
        "try:\n"
        "    {layer}.weight = 5.0\n"
        "    x = {call}\n"
        "    raise KeyError({layer}.weight)\n"
        "except KeyError as error:\n"
        "    seen.append(error.args)"
    ),
    "del seen[:int({call})]",
    "x = sorted([3.0, 1.0], key=lambda number: number * {call})",
    "x = [number for number in (1.0, 2.0) if {call} > number]",
    "x = {layer}.read() + {call}",
    "x = {call}.real",
    "{call}",
    "global_step = {call}, {layer}.weight",
    "x = [{layer}.weight, *[{call}]][-1]",
    "x = {layer}.weight == {call} == {layer}.weight",
    "x = type({layer})({call}).weight",
    "x = Layer({call}, {layer}.weight)",
    "match {call}:\n    case float(x): seen.append({layer}.weight)",
)
_CALLS = (
    "{layer}.bump()",
    "{layer}.bump()",
    "bumped({layer})",
    "bumped(layer={layer})",
    "bumped(*[{layer}])",
    "(bumped or None)({layer})",
    "getattr({layer}, 'bump')()",
    "Layer.bump({layer})",
    "bumped(doubled({layer}))",
    "doubled({layer}).bump()",
    "early({layer}, {number})",
    "early(by={number}, layer={layer})",
    "both({layer}, {other})",
    "both(other={other}, layer={layer})",
    "countdown({layer}, 2)",
    "risky({layer}, {number})",
    "paired({layer})[0]",
    "paired({layer})[1].weight",
    "doubled({layer}).weight",
    "chain({layer})",
    "caught({layer})",
)
# Whole statements with calls of functions that do more than one thing.
_WHOLE = (
    "swap({layer}, {other})",
    "x, {name} = paired({layer})\n{name}.weight = 4.0",
    "{name} = doubled({layer})\n{name}.weight += 1.0",
    "{name} = same({layer})\n{name}.weight += 1.0",
    "{layer} = doubled({layer})",
    "{layer}.weight = 1.0; seen.append({layer}.weight); {layer}.weight = 2.0",
    "if flag: {layer}.weight = 1.0; {layer}.bias = 2.0",
    "try:\n    risky({layer}, 0.0)\nexcept ZeroDivisionError:\n    seen.append({layer}.weight)",
    "try:\n    {layer}.weight = 1.0 / 0.0\nexcept ZeroDivisionError:\n    pass",
    "try:\n    {layer}.weight, {layer}.bias = 1.0, 1.0 / 0.0\nexcept ZeroDivisionError:\n    pass",
    (
        "try:\n"
        "    {layer}.weight = 3.0\n"
        "    {layer}.bias = {{}}['a']\n"
        "except KeyError:\n"
        "    seen.append({layer}.weight)"
    ),
    "try:\n    both({layer}, None)\nexcept AttributeError:\n    seen.append({layer}.weight)",
    "{layer}.rescale(2.0); {layer}.rescale(3.0)",
    "for _ in range(2): {layer}.rescale(2.0)",
    "[{layer}.rescale(2.0) for _ in range(2)]",
    "{layer}.weight, x = 3.0, {layer}.weight",
    "x, {layer}.weight = {layer}.weight, 3.0",
    "({layer}.weight, x), {layer}.bias = (1.0, 2.0), 3.0",
    "{layer}.weight, *x = 1.0, 2.0, 3.0",
    "for {layer}.weight in (1.0, 2.0): seen.append({layer}.weight)",
    "with contextlib.nullcontext(4.0) as {layer}.weight: seen.append({layer}.weight)",
    "{layer}.weight = {layer}.bias = {layer}.weight + 1.0",
    "{layer}.weight = (lambda: {layer}.weight)()",
    "vars({layer})['weight'] = 3.0",
    "{layer}.__dict__.update(weight=3.0)",
    "{layer}.__setattr__('weight', 3.0)",
    "Layer.__setattr__({layer}, 'weight', 3.0)",
    "object.__setattr__({layer}, 'weight', {number})",
    "for key in ('weight', 'bias'): setattr({layer}, key, 3.0)",
    "setattr({layer}, 'weight' if flag else 'bias', 3.0)",
    (
        "try:\n"
        "    {layer}.weight = {number}\n"
        "    seen[99]\n"
        "except IndexError:\n"
        "    seen.append({layer}.weight)\n"
        "    {layer}.weight = 0.5"
    ),
    "del {layer}.bias",
    "{name} = {layer}.rescale\n{name}(2.0)",
    "list(map(reset, [{layer}]))",
    "functools.partial(reset, {layer})()",
    "def {name}(one: Layer = {layer}) -> None:\n    one.weight += 1.0\n{name}()",
    (
        "def {name}(one: Layer) -> None:\n"
        "    one.weight += 1.0\n"
        "    seen.append(one)\n"
        "{name}({layer})"
    ),
    (
        "def {name}(one: Layer) -> Layer:\n"
        "    one.weight += 1.0\n"
        "    return Layer(one.weight)\n"
        "x = {name}({layer})"
    ),
    (
        "def {name}(one: Layer) -> Layer:\n"
        "    if one.weight > 1.0:\n"
        "        return one\n"
        "    one.weight = 5.0\n"
        "    return Layer(2.0)\n"
        "x = {name}({layer})\n"
        "x.weight = 7.0"
    ),
    (
        "def {name}(one: Layer, two: Layer) -> None:\n"
        "    one.weight = 3.0\n"
        "    two.weight += one.weight\n"
        "{name}({layer}, {layer})"
    ),
    (
        "def {name}(one: Layer, two: Layer) -> None:\n"
        "    one.weight = 3.0\n"
        "    two.weight += one.weight\n"
        "{name}({layer}, {other})"
    ),
    (
        "def {name}(one: Layer) -> float:\n"
        "    one.weight += 1.0\n"
        "    raise KeyError(one.weight)\n"
        "try:\n"
        "    {name}({layer})\n"
        "except KeyError as error:\n"
        "    seen.append(error.args)"
    ),
)


class Calls(Drawer):
    """Draws statements with calls in them."""

    def calling(self, scope: Scope) -> Lines | None:
        """A statement that calls something that changes a layer."""
        layer = self.rooted(scope, "Layer")
        if layer is None:
            return None
        other, number = self.path(scope, "Layer"), self.one("0.0", "1.0", "-2.0")
        name = self.one(*(name for name in NAMES if name not in scope.variables))
        if self.draw(st.integers(0, 2)) == 0:
            text = self.one(*_WHOLE).format(layer=layer, other=other, number=number, name=name)
        else:
            text = self.one(*_STATEMENTS)
            calls = [
                self.one(*_CALLS).format(layer=layer, other=other, number=number)
                for _ in range(text.count("{call}"))
            ]
            for call in calls:
                text = text.replace("{call}", call.replace("{", "{{").replace("}", "}}"), 1)
            text = text.format(layer=layer)
        if text.startswith(("if", "for", "while", "try", "def", "with", "match")) or "\n" in text:
            return text.split("\n"), scope
        if self.draw(st.integers(0, 4)) == 0:
            return [f"{text}; seen.append({layer}.weight)"], scope
        return [text], scope
