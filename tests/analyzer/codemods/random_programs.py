"""Random programs that change trees in place, with and without somebody who sees it.

A program is drawn as lines of text, with the types of its variables, so that most of what it
does can be run and most of it can be rewritten; aliases, shared nodes, kept trees and closures
come in often enough that a codemod which does not look for them is found out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.analyzer.codemods.random_calls import Calls
from tests.analyzer.codemods.random_lists import Lists
from tests.analyzer.codemods.random_prelude import prelude
from tests.analyzer.codemods.random_values import MAKERS, NAMES, Scope
from tests.analyzer.codemods.verdicts import Judgement, judge

if TYPE_CHECKING:
    from collections.abc import Callable

RESULTS = ("result",)
Lines = tuple[list[str], Scope]


class Statements(Lists, Calls):
    """Draws the statements of a program."""

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
        special = {
            "aliases": self.alias,
            "calls": self.call,
            "kept": self.keeper,
            "closures": self.closure,
            "exits": self.way_out,
            "inner calls": self.calling,
            "groups": self.group,
            "holders": self.holder,
            "lists": self.changing_list,
            "names": self.second_name,
            "readers": self.read_on,
        }
        kinds += [special[name] for name in sorted(self.features & special.keys())] * 2
        if "moves" in self.features:
            kinds += [self.put_in, self.put_in, self.take_out]
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
        if self.rarely("static"):
            return [f"{layer}.size = 3"], scope
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
        state = self.rooted(scope, "State")
        options += [f"{state}.loss = {number}"] if state else []
        return [self.one(*options)], scope

    def augmented(self, scope: Scope) -> Lines | None:
        """A field or an item, changed by a number."""
        operator = self.one("+=", "-=", "*=")
        targets = [f"{name}.step" for name in scope.of_types("Model")]
        targets += [f'{name}.table["a"]' for name in scope.of_types("Model")]
        layer, block = self.rooted(scope, "Layer"), self.rooted(scope, "Block")
        targets += [f"{layer}.weight"] * 3 if layer else []
        targets += [f"{block}.values[{self.index()}]"] if block else []
        if not targets:
            return None
        return [f"{self.one(*targets)} {operator} {self.number(scope)}"], scope

    def container(self, scope: Scope) -> Lines | None:
        """A list or dict in a tree is changed."""
        block, number = self.rooted(scope, "Block"), self.number(scope)
        options: list[str] = []
        for name in scope.of_types("Model"):
            table = f"{name}.table"
            options += [f'{table}["c"] = {number}', f'{table}.update({{"b": {number}}})']
            options += [f'{table}.setdefault("d", {number})', f'x = {table}.pop("a", 0.0)']
            options += [f'del {table}["b"]', f"{name}.blocks.reverse()"]
        if block:
            values = f"{block}.values"
            options += [f"{values}[0] = {number}", f"{values}[:1] = [{number}]"]
            options += [f"{values}.reverse()", f"{values}.pop(0)", f"del {values}[-1]"]
            options += [f"x = {values}.pop()", f"{block}.layers.reverse()", f"{values}.sort()"]
            if not scope.in_loop:
                options += [f"{block}.layers.append({self.layer(scope)})"]
                options += [f"{values}.insert(0, {number})", f"{values}.extend([{number}])"]
                options += [f"{values} += [{number}]", f"{values}.append({number})"]
        if not options:
            return None
        line = self.one(*options)
        return [line], scope.having("x", "float") if line.startswith("x = ") else scope

    def child(self, scope: Scope) -> Lines | None:
        """A whole child is put into a tree."""
        block, layer = self.rooted(scope, "Block"), self.layer(scope)
        models = scope.of_types("Model")
        options = [f"{name}.{at} = {layer}" for name in models for at in ("head", "extra")]
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
            options += [f"seen.append({layer}.bump())", f"x = {layer}.bump()"]
            options += [f"limited({layer}, {self.number(scope)})"]
        if block:
            options += [f"{block}.shrink()", f"x = take({block})"]
            options += [] if scope.in_loop else [f"add({block}, {self.layer(scope)})"]
        if not options:
            return None
        line = self.one(*options)
        return [line], scope.having("x", "float") if line.startswith("x = ") else scope

    def observation(self, scope: Scope) -> Lines | None:
        """Somebody looks."""
        layer, block = self.path(scope, "Layer"), self.path(scope, "Block")
        if self.rarely("order"):
            looks = f"print(list({block}.named))", f"print({block})", f"seen.extend({block}.named)"
            return [self.one(*looks)], scope
        options = [f"print({layer}.weight)", f"print({layer})", f"seen.append({layer}.weight)"]
        options += [f'trace("layer", {layer})'] if "traces" in self.features else []
        return [self.one(*options)], scope

    def keeper(self, scope: Scope) -> Lines | None:
        """Somebody keeps a part of a tree, and looks at it in the end."""
        layer, block = self.path(scope, "Layer"), self.path(scope, "Block")
        options = [f"kept.append({layer})", f"kept.append({layer}.read)", f"kept = [{layer}]"]
        options += [f"kept.extend({block}.layers)", f"kept += [({block}, 1)]"]
        options += [f'kept.append({{"a": {block}.values}})', f"kept.append(tuple({block}.layers))"]
        return [self.one(*options)], scope

    def closure(self, scope: Scope) -> Lines | None:
        """A function that reads or changes a tree of the one around it."""
        layer = self.rooted(scope, "Layer")
        if layer is None:
            return None
        name = self.one("inner", "later")
        body = self.one(f"return {layer}.weight", f"{layer}.weight += 1.0", f"return {layer}")
        if self.draw(st.booleans()):
            return [f"{name} = lambda: {layer}.weight", f"kept.append({name})"], scope
        call = self.one(f"{name}()", f"seen.append({name}())", f"kept.append({name})")
        return [f"def {name}():", f"    {body}", *self._between(scope), call], scope

    def _between(self, scope: Scope) -> list[str]:
        return self.statement(scope)[0] if self.draw(st.booleans()) else []

    def way_out(self, scope: Scope) -> Lines | None:
        """The end of a loop, or of the function."""
        ways = [scope.exit] if scope.exit else []
        ways += ["break", "continue"] if scope.in_loop else []
        if not ways:
            return None
        return [f"if {self.path(scope, 'Layer')}.weight > 1.0:", f"    {self.one(*ways)}"], scope

    def variable(self, scope: Scope) -> Lines:
        """A variable for something that nothing else holds."""
        name, type_ = self.one(*NAMES), self.one("Model", "Block", "Layer", "list[Layer]", "float")
        value = self.number(scope) if type_ == "float" else MAKERS[type_]
        source = None if type_ == "float" else self.rooted(scope, type_)
        if source and self.rarely("copies"):
            value = self.one(f"copy.deepcopy({source})", f"copy.copy({source})")
        return [f"{name} = {value}"], scope.having(name, type_)

    def alias(self, scope: Scope) -> Lines | None:
        """A variable for a part of a tree."""
        name, type_ = self.one(*NAMES), self.one("Layer", "Layer", "Block", "Model")
        path = self.rooted(scope, type_)
        if path is None:
            return None
        other = self.path(scope, type_)
        value = self.one(path, path, path, f"{path} if flag else {other}", f"{path} or {other}")
        return [f"{name} = {value}"], scope.having(name, type_)

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
        errors = "(KeyError, IndexError, ZeroDivisionError)"
        ends = [f"except {errors}:", *self.block(scope.deeper(), 1)]
        if self.draw(st.booleans()):
            ends = ["finally:", *self.block(scope.deeper(), 1)]
        return ["try:", *body, *ends], scope

    def loop(self, scope: Scope) -> Lines:
        """A loop that counts."""
        body = self.block(scope.deeper(in_loop=True))
        if self.draw(st.integers(0, 4)) == 0:
            return ["while len(order) < 2:", "    order.append(0)", *body], scope
        return [f"for m in range({self.one('1', '2')}):", *body], scope

    def child_loop(self, scope: Scope) -> Lines | None:
        """A loop over the layers of a block."""
        block = self.rooted(scope, "Block")
        if block is None:
            return None
        name, layers = self.one(*NAMES), f"{block}.layers"
        heads = {
            f"for {name} in {layers}:": name,
            f"for i, {name} in enumerate({layers}):": name,
            f"for i in range(len({layers})):": f"{layers}[i]",
            f"for {name}, number in zip({layers}, (1.0, 2.0)):": name,
            f"for {name} in {block}.named.values():": name,
        }
        head = self.one(*heads)
        inner = scope.deeper(in_loop=True)
        if heads[head] == name:
            inner = inner.having(name, "Layer")
        sign = self.one("=", "+=", "*=")
        lines = [head, f"    {heads[head]}.weight {sign} {self.number(inner)}"]
        more = self.draw(st.integers(0, 3)) == 0
        return [*lines, *(self.block(inner, 1) if more else [])], scope


# How a function that changes its parameter is called, and one that returns it as well.
_CALLERS = (
    "run(made, {flag})\nresult = made",
    "kept = made\nrun(made, {flag})\nresult = made, kept",
    "run(made, True)\nrun(made, False)\nresult = made",
    "try:\n    run(made, {flag})\nexcept ArithmeticError:\n    print(made)\nresult = made",
    "for flag in (True, False):\n    run(made, flag)\nresult = made",
    "outs = run(made, {flag}), run(made, True)\nresult = made, outs",
    "out = run(made, {flag})\nresult = made, out",
)
_RETURNING = (
    "made = run(made, {flag})\nresult = made",
    "changed = run(made, {flag})\nresult = made, changed",
    "result = run({new}, {flag})",
)
_STARTS = "order, seen, kept, m = [], [], [], 0"
_OWN = 'Own([make_block(), make_block()], Layer(9.0), {"b": 1.0, "a": 2.0}, State(Layer(4.0)))'


@st.composite
def random_programs(draw: st.DrawFn) -> str:
    """The source of a program; what it did stands in `result`."""
    place = draw(st.sampled_from([_as_script, _as_local, _as_parameter, _as_method, _as_helpers]))
    text = draw(place())
    return f"{prelude(text)}\n{text}\n"


def _named_root(draw: st.DrawFn) -> tuple[str, str]:
    root = draw(st.sampled_from(sorted(MAKERS)))
    return root, draw(st.sampled_from(["self" if root == "Trainer" else "model", "tree", "l"]))


def _lines(draw: st.DrawFn, scope: Scope) -> Lines:
    drawer = Statements(draw)
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 6))):
        new, scope = drawer.statement(scope)
        lines += new
    return lines, scope


@st.composite
def _as_script(draw: st.DrawFn) -> str:
    root, name = _named_root(draw)
    lines, scope = _lines(draw, Scope({name: root}))
    shown = draw(st.sampled_from([name, ", ".join(scope.variables)]))
    start = [f"flag = {draw(st.booleans())}", _STARTS, f"{name} = {MAKERS[root]}"]
    return "\n".join([*start, *lines, f"result = [{shown}], seen, kept", _LOOK])


@st.composite
def _as_local(draw: st.DrawFn) -> str:
    root, name = _named_root(draw)
    lines, scope = _lines(draw, Scope({name: root}, exit=f"return [{name}], seen, kept"))
    shown = draw(st.sampled_from([name, ", ".join(scope.variables)]))
    body = [_STARTS, f"{name} = {MAKERS[root]}", *lines, f"return [{shown}], seen, kept"]
    function = _function("run(flag: bool)", body)
    return "\n".join([*function, "", "", f"result = run({draw(st.booleans())})", _LOOK])


@st.composite
def _as_parameter(draw: st.DrawFn) -> str:
    root, name = _named_root(draw)
    ends = draw(st.sampled_from(["", "", name, name, "seen, kept"]))
    lines, _ = _lines(draw, Scope({name: root}, exit=f"return {ends}".strip()))
    last = [f"return {ends}"] if ends else []
    function = _function(f"run({name}: {root}, flag: bool)", [_STARTS, *lines, *last])
    callers = [*_CALLERS, *_RETURNING] if ends == name else _CALLERS
    caller = draw(st.sampled_from(callers)).format(flag=draw(st.booleans()), new=MAKERS[root])
    return "\n".join([*function, "", "", f"made = {MAKERS[root]}", caller])


@st.composite
def _as_method(draw: st.DrawFn) -> str:
    ends = draw(st.sampled_from(["", "", "self", "self.head.weight", "seen, kept"]))
    lines, _ = _lines(draw, Scope({"self": "Model"}, exit=f"return {ends}".strip()))
    last = [f"return {ends}"] if ends else []
    method = _function("run(self, flag: bool)", [_STARTS, *lines, *last])
    callers = [*_CALLERS, *_RETURNING] if ends == "self" else _CALLERS
    caller = draw(st.sampled_from(callers)).replace("run(made, ", "made.run(")
    caller = caller.replace("run({new}, ", "{new}.run(").format(flag=draw(st.booleans()), new=_OWN)
    head = ["class Own(Model):", *(f"    {line}" for line in method)]
    return "\n".join([*head, "", "", f"made = {_OWN}", caller])


_HELPER_ARGUMENTS = {"one": "Layer", "two": "Layer", "block": "Block", "model": "Model"}
_MODULE = {"model": "Model", "other": "Block", "l": "Layer"}


@st.composite
def _as_helpers(draw: st.DrawFn) -> str:
    """Functions with random bodies, called wherever an expression may stand."""
    helpers: list[str] = []
    names: list[tuple[str, dict[str, str]]] = []
    for name in draw(st.sampled_from([["f"], ["f", "g"]])):
        given = draw(
            st.sampled_from([["one"], ["block"], ["one", "two"], ["block", "one"], ["model"]])
        )
        held = {one: _HELPER_ARGUMENTS[one] for one in given}
        drawer = Statements(draw)
        scope = Scope(held, depth=1, exit=_helper_end(draw, held))
        lines: list[str] = []
        for _ in range(draw(st.integers(1, 2))):
            is_call = draw(st.booleans())
            if names and is_call:
                new = [_helper_call(drawer, scope, names[0])]
            else:
                new, scope = drawer.statement(scope)
            lines += new
        lines.append(_helper_end(draw, held))
        head = ", ".join(f"{one}: {type_}" for one, type_ in held.items())
        helpers += [*_function(f"{name}({head})", lines), "", ""]
        names.append((name, held))
    drawer = Statements(draw)
    scope = Scope(_MODULE)
    lines = []
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            call = _helper_call(drawer, scope, draw(st.sampled_from(names)))
            layer = drawer.path(scope, "Layer")
            new = [drawer.one(*_HELPER_USES).format(call=call, layer=layer)]
        else:
            new, scope = drawer.statement(scope)
        lines += new
    made = [f"{name} = {MAKERS[type_]}" for name, type_ in _MODULE.items()]
    start = [*helpers, f"flag = {draw(st.booleans())}", _STARTS, *made]
    return "\n".join([*start, *lines, "result = [model, other, l], seen, kept", _LOOK])


_HELPER_USES = (
    "{call}",
    "{call}",
    "x = {call}",
    "seen.append({call})",
    "kept.append({call})",
    "seen.append(({layer}.weight, {call}, {layer}.weight))",
    "{layer}.bias = 1.0 if {call} else 0.5",
    "x = [{call} for _ in range(2)]",
    "x = {call} or {call}",
    "if {call}: seen.append({layer}.weight)",
    "for _ in range(2): {call}",
    "print({call}, {layer}.weight)",
    "{call}; seen.append({layer}.weight)",
    "x = {call}; {layer}.weight = 5.0; seen.append(x)",
    "x = {{'a': {layer}.weight, 'b': {call}}}",
)


def _helper_end(draw: st.DrawFn, held: dict[str, str]) -> str:
    first = next(iter(held))
    reads = {"Layer": ".weight", "Block": ".layers[0]", "Model": ".head"}[held[first]]
    ends = ["return", f"return {first}", f"return {first}{reads}", f"return {first}, 1"]
    ends += [f"return {', '.join(held)}", f"return 1, {first}", "return 1.0"]
    return draw(st.sampled_from(ends))


def _helper_call(drawer: Statements, scope: Scope, function: tuple[str, dict[str, str]]) -> str:
    name, held = function
    given = [drawer.path(scope, type_) for type_ in held.values()]
    if drawer.draw(st.integers(0, 4)) == 0:
        pairs = list(zip(held, given, strict=True))[::-1]
        return f"{name}({', '.join(f'{one}={value}' for one, value in pairs)})"
    return f"{name}({', '.join(given)})"


def _function(head: str, body: list[str]) -> list[str]:
    return [f"def {head}:", *(f"    {line}" for line in body)]


# What has been kept may be a function: see what it gives now.
_LOOK = "result = result, [item() for item in result[-1] if callable(item)]"


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
