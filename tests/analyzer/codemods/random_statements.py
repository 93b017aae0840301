"""Random statements that change trees in place, look at them, keep and share parts of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.analyzer.codemods.random_calls import Calls
from tests.analyzer.codemods.random_lists import Lists
from tests.analyzer.codemods.random_values import MAKERS, NAMES, Scope

if TYPE_CHECKING:
    from collections.abc import Callable

Lines = tuple[list[str], Scope]
# What the statements use.
STARTS = "order, seen, kept, m = [], [], [], 0"


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


def function_lines(head: str, body: list[str]) -> list[str]:
    """The lines of a function."""
    return [f"def {head}:", *(f"    {line}" for line in body)]
