"""Random programs that change trees in place, with and without somebody who sees it.

A program is drawn as lines of text, with the types of its variables, so that most of what it
does can be run and most of it can be rewritten; aliases, shared nodes, kept trees and closures
come in often enough that a codemod which does not look for them is found out.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.analyzer.codemods.random_prelude import prelude
from tests.analyzer.codemods.verdicts import Judgement, judge

if TYPE_CHECKING:
    from collections.abc import Callable

RESULTS = ("result",)
# How one gets from one type to another: the type, and what stands behind it.
_STEPS: dict[str, list[tuple[str, str]]] = {
    "Model": [("Block", ".blocks[0]"), ("Block", ".blocks[-1]"), ("Layer", ".head")],
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
    "Trainer": [("Model", ".model"), ("Layer", ".spare")],
    "list[Layer]": [("Layer", "[0]"), ("Layer", "[-1]")],
}
_MAKERS = {"Model": "make_model()", "Block": "make_block()", "Layer": "make_layer()"}
_NAMES = ("a", "b", "m", "t", "x", "layer", "block", "model", "index", "value")
_CALLERS = (
    "result = run({made}, {flag})",
    "made = {made}; made = run(made, {flag}); result = made",
    "made = {made}; changed = run(made, {flag}); result = made, changed",
)
_FLOATS = ("0.0", "1.5", "-2.0", "3.0")


@dataclass(frozen=True)
class Scope:
    """The variables that a line may use, by type, and where it stands."""

    variables: dict[str, str] = field(default_factory=dict)
    depth: int = 2
    in_loop: bool = False

    def having(self, name: str, type_: str) -> Scope:
        """With one more variable."""
        return replace(self, variables={**self.variables, name: type_})

    def deeper(self, *, in_loop: bool = False) -> Scope:
        """In a block of its own: what it defines is not certain afterwards."""
        return replace(self, depth=self.depth - 1, in_loop=self.in_loop or in_loop)

    def of_types(self, *types: str) -> list[str]:
        """The variables of these types."""
        return [name for name, type_ in self.variables.items() if type_ in types]


Lines = tuple[list[str], Scope]


class Drawer:
    """Draws pieces of one program."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        # Half of the programs hide nothing, so that there is much to rewrite.
        self.is_plain = draw(st.booleans())

    def one(self, *options: str) -> str:
        """One of them."""
        return self.draw(st.sampled_from(options))

    def rarely(self) -> bool:
        """True now and then; never in a plain program."""
        return not self.is_plain and self.draw(st.integers(0, 4)) == 0

    def index(self) -> str:
        """An index for two items."""
        if self.is_plain:
            return self.one("0", "1", "m_index")
        return self.one("0", "1", "int(flag)", 'trace("index", 1)', "len(order)", "m_index")

    def path(self, scope: Scope, type_: str) -> str:
        """A way to an object of a type from some variable; a new one, if there is none."""
        starts = [*scope.of_types(type_, "Model", "Block", "Trainer", "list[Layer]")]
        for name in self.draw(st.permutations(starts)) if starts else ():
            path, current = name, scope.variables[name]
            while current != type_:
                steps = [step for step in _STEPS[current] if _leads(step[0], type_)]
                if not steps:
                    break
                current, step = self.draw(st.sampled_from(steps))
                path += step.replace("{index}", self.index())
            if current == type_:
                return path
        return _MAKERS.get(type_, "make_layer()")

    def rooted(self, scope: Scope, type_: str) -> str | None:
        """A way that begins at a variable."""
        path = self.path(scope, type_)
        return None if path.startswith("make_") else path

    def number(self, scope: Scope) -> str:
        """An expression for a float."""
        layer = self.path(scope, "Layer")
        plain = self.one(*_FLOATS)
        options = [plain, plain, f"{layer}.weight", f"{layer}.weight * 2 + {plain}"]
        if self.is_plain:
            return self.one(*options)
        options += [f'trace("value", {plain})', f'trace("weight", {layer}.weight)']
        options += [f"({plain} if flag else {layer}.weight)", *scope.of_types("float")]
        if self.rarely():
            options = [f"{layer}.bump()", f"{layer}.read()", f"untouched({layer})"]
            block = self.rooted(scope, "Block")
            if block:
                options += [f"take({block})", f"sum(l.weight for l in {block}.layers)"]
                options.append(f"{block}.values[0]")
        return self.one(*options)

    def layer(self, scope: Scope) -> str:
        """An expression for a layer: a new one mostly, else one that is somewhere already."""
        if self.rarely():
            return self.one(self.path(scope, "Layer"), f"doubled({self.path(scope, 'Layer')})")
        return self.one(f"Layer({self.number(scope)})", "make_layer(2.0)", "Layer(1.0, 0.5)")

    def block(self, scope: Scope, most: int = 3) -> list[str]:
        """A few lines, indented."""
        lines: list[str] = []
        for _ in range(self.draw(st.integers(1, most))):
            new, scope = self.statement(scope)
            lines += new
        return [f"    {line}" for line in lines]

    def statement(self, scope: Scope) -> Lines:
        """One statement, and the variables after it."""
        kinds: list[Callable[[Scope], Lines | None]] = [
            *(self.assignment, self.assignment, self.assignment, self.augmented),
            *(self.container, self.child, self.observation, self.variable),
        ]
        if not self.is_plain:
            kinds += [self.call, self.alias]
        if scope.depth:
            kinds += [self.branch, self.loop, self.child_loop, self.guarded]
        lines = self.draw(st.sampled_from(kinds))(scope)
        return lines or ([f"seen.append({self.number(scope)})"], scope)

    def assignment(self, scope: Scope) -> Lines | None:
        """Of a field, in one of the many ways."""
        layer, other = self.rooted(scope, "Layer"), self.rooted(scope, "Layer")
        if layer is None or other is None:
            return None
        number = self.number(scope)
        options = [f"{layer}.weight = {number}"] * 4 + [
            f"{layer}.bias = {self.one(number, 'None')}",
            f"{layer}.weight: float = {number}",
            f"{layer}.weight = {other}.weight = {number}",
            f"{layer}.weight, {other}.weight = {other}.weight, {layer}.weight",
            f"{layer}.weight, {other}.bias = {number}, {self.number(scope)}",
            f'setattr({layer}, "weight", {number})',
            f'object.__setattr__({layer}, "weight", {number})',
        ]
        options += [f"{name}.step = {number}" for name in scope.of_types("Model")]
        if self.rarely():
            options = [f"{layer}.size = 3", f"{layer}.weight, seen[0:0] = {number}, [1.0]"]
        return [self.one(*options)], scope

    def augmented(self, scope: Scope) -> Lines | None:
        """A field or an item, changed by a number."""
        operator = self.one("+=", "-=", "*=")
        targets = [f"{name}.step" for name in scope.of_types("Model")]
        targets += [f'{name}.table["a"]' for name in scope.of_types("Model")]
        layer, block = self.rooted(scope, "Layer"), self.rooted(scope, "Block")
        targets += [f"{layer}.weight"] * 3 if layer else []
        targets += [f"{block}.values[{self.index()}]"] if block else []
        return (
            ([f"{self.one(*targets)} {operator} {self.number(scope)}"], scope) if targets else None
        )

    def container(self, scope: Scope) -> Lines | None:
        """A list or dict in a tree is changed."""
        block, number = self.rooted(scope, "Block"), self.number(scope)
        options: list[str] = []
        for name in scope.of_types("Model"):
            table = f"{name}.table"
            options += [f'{table}["c"] = {number}', f'{table}.update({{"b": {number}}})']
            options += [
                f'{table}.setdefault("d", {number})',
                f'seen.append({table}.pop("a", 0.0))',
            ]
            options += [f'del {table}["b"]', f"{name}.blocks.reverse()"]
        if block:
            values = f"{block}.values"
            options += [f"{values}[0] = {number}", f"{values}[:1] = [{number}]"]
            options += [f"{values}.reverse()", f"{values}.pop(0)", f"del {values}[-1]"]
            options += [f"seen.append({values}.pop())", f"{block}.layers.reverse()"]
            if not scope.in_loop:
                options += [f"{block}.layers.append({self.layer(scope)})"]
                options += [f"{values}.insert(0, {number})", f"{values}.extend([{number}])"]
                options += [f"add({block}, {self.layer(scope)})", f"{values} += [{number}]"]
        return ([self.one(*options)], scope) if options else None

    def child(self, scope: Scope) -> Lines | None:
        """A whole child is put into a tree."""
        block, layer = self.rooted(scope, "Block"), self.layer(scope)
        options = [
            f"{name}.{at} = {layer}"
            for name in scope.of_types("Model")
            for at in ("head", "extra")
        ]
        if block:
            options += [f"{block}.layers[0] = {layer}", f'{block}.named["c"] = {layer}']
            options += [f"{block}.best = {layer}", f"{block}.values = [{self.number(scope)}]"]
            options += [f"{block}.layers[0], {block}.layers[1] = {block}.layers[1], {layer}"]
        return ([self.one(*options)], scope) if options else None

    def call(self, scope: Scope) -> Lines | None:
        """A function or method that changes what it gets."""
        layer, block = self.rooted(scope, "Layer"), self.rooted(scope, "Block")
        options = [f"{name}.tick({self.number(scope)})" for name in scope.of_types("Model")]
        if layer:
            options += [f"reset({layer})", f"{layer}.rescale({self.number(scope)})"]
            options += [f"seen.append({layer}.bump())"]
        if block:
            options += [f"{block}.shrink()", f"seen.append(take({block}))"]
        return ([self.one(*options)], scope) if options else None

    def observation(self, scope: Scope) -> Lines | None:
        """Somebody looks, or keeps a tree."""
        layer, block = self.path(scope, "Layer"), self.path(scope, "Block")
        options = [f"print({layer}.weight)", f'trace("layer", {layer})', f"print({layer})"]
        options += [f"seen.append({layer}.weight)", f"seen.append({self.number(scope)})"]
        if self.rarely():
            options = [f"kept.append({layer})", f"print(list({block}.named))"]
            options += [f"kept.append({layer}.read)", f"kept.extend({block}.layers)"]
            options += [f"kept.append(lambda: {layer}.weight)"]
        return [self.one(*options)], scope

    def variable(self, scope: Scope) -> Lines:
        """A variable for something that nothing else holds."""
        name = self.one(*_NAMES)
        type_ = self.one("Model", "Block", "Layer", "float")
        value = {**_MAKERS, "float": self.number(scope)}[type_]
        source = self.rooted(scope, type_) if type_ != "float" else None
        if source and self.rarely():
            value = f"copy.deepcopy({source})"
        return [f"{name} = {value}"], scope.having(name, type_)

    def alias(self, scope: Scope) -> Lines | None:
        """A variable for a part of a tree."""
        name, type_ = self.one(*_NAMES), self.one("Layer", "Layer", "Block", "Model")
        path = self.rooted(scope, type_)
        if path is None:
            return None
        return [f"{name} = {path}"], scope.having(name, type_)

    def branch(self, scope: Scope) -> Lines:
        """An `if`."""
        test = self.one("flag", "not flag", f"{self.path(scope, 'Layer')}.weight > 1.0")
        lines = [f"if {test}:", *self.block(scope.deeper())]
        if self.draw(st.booleans()):
            lines += ["else:", *self.block(scope.deeper())]
        return lines, scope

    def guarded(self, scope: Scope) -> Lines:
        """A `try` or a `with`."""
        body = self.block(scope.deeper())
        if self.draw(st.booleans()):
            return ["with contextlib.nullcontext():", *body], scope
        ends = ["except (KeyError, ZeroDivisionError):", *self.block(scope.deeper(), 1)]
        if self.draw(st.booleans()):
            ends = ["finally:", *self.block(scope.deeper(), 1)]
        return ["try:", *body, *ends], scope

    def loop(self, scope: Scope) -> Lines:
        """A loop that counts."""
        inner = scope.deeper(in_loop=True)
        if self.rarely():
            return ["while len(order) < 2:", "    order.append(0)", *self.block(inner)], scope
        lines = [f"for m_index in range({self.one('1', '2')}):", *self.block(inner)]
        return lines, scope

    def child_loop(self, scope: Scope) -> Lines | None:
        """A loop over the layers of a block."""
        block = self.rooted(scope, "Block")
        if block is None:
            return None
        name, layers = self.one(*_NAMES), f"{block}.layers"
        heads = {
            f"for {name} in {layers}:": f"{name}.weight",
            f"for i, {name} in enumerate({layers}):": f"{name}.weight",
            f"for i in range(len({layers})):": f"{layers}[i].weight",
            f"for {name}, number in zip({layers}, (1.0, 2.0)):": f"{name}.weight",
            f"for {name} in {block}.named.values():": f"{name}.weight",
        }
        head = self.one(*heads)
        inner = scope.deeper(in_loop=True)
        if f" {name}" in head:
            inner = inner.having(name, "Layer")
        lines = [head]
        if self.draw(st.booleans()):
            lines += [f"    {heads[head]} = {self.number(inner)}"]
        else:
            lines += [f"    {heads[head]} {self.one('+=', '*=')} {self.number(inner)}"]
        return [*lines, *(self.block(inner, 1) if self.rarely() else [])], scope


def _leads(start: str, end: str) -> bool:
    return start == end or any(_leads(step, end) for step, _ in _STEPS[start])


def _function(parameters: str, body: list[str]) -> list[str]:
    return [f"def run({parameters}):", *(f"    {line}" for line in body), "", ""]


@st.composite
def random_programs(draw: st.DrawFn) -> str:
    """The source of a program; what it did stands in `result`."""
    drawer = Drawer(draw)
    root = draw(st.sampled_from(["Model", "Block", "Layer", "Trainer"]))
    name = draw(st.sampled_from(["self" if root == "Trainer" else "model", "tree", "m"]))
    scope = Scope({name: root})
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 6))):
        new, scope = drawer.statement(scope)
        lines += new
    shown = draw(st.lists(st.sampled_from(sorted(scope.variables)), max_size=3, unique=True))
    made = "Trainer()" if root == "Trainer" else _MAKERS[root]
    starts = "order, seen, kept, m_index = [], [], [], 0"
    ends = f"[{', '.join([*shown, name])}], seen, kept"
    place = draw(st.sampled_from(["parameter", "local", "script"]))
    if place == "script":
        body = [f"flag = {draw(st.booleans())}", starts, f"{name} = {made}", *lines]
        body.append(f"result = {ends}")
    elif place == "local":
        body = _function("flag: bool", [starts, f"{name} = {made}", *lines, f"return {ends}"])
        body.append(f"result = run({draw(st.booleans())})")
    else:
        ends = name if drawer.is_plain else ends
        body = _function(f"{name}: {root}, flag: bool", [starts, *lines, f"return {ends}"])
        body += (
            draw(st.sampled_from(_CALLERS)).format(made=made, flag=draw(st.booleans())).split("; ")
        )
    text = textwrap.dedent("\n".join(body)) + "\n"
    return prelude(text) + "\n" + text


def judged_at_random(count: int) -> list[Judgement]:
    """Judge as many random programs, without a word on those that are wrong."""
    judged: list[Judgement] = []

    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(random_programs())
    def judge_it(code: str) -> None:
        judged.append(judge(code, RESULTS))

    judge_it()
    return judged
