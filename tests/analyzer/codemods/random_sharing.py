"""Random statements after which two names, or two places, have one part of a tree.

Each draws the sharing and, close by, a change through one of the two and a look through the other:
drawn apart, they would hardly ever meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from hypothesis import strategies as st

from tests.analyzer.codemods.random_values import NAMES, Drawer, Scope

if TYPE_CHECKING:
    Lines: TypeAlias = tuple[list[str], Scope]

# What gives one of a block's layers.
_TAKEN = (
    "{block}.layers[0]",
    "{block}.layers[-1]",
    '{block}.named["a"]',
    "{block}.pair[0]",
    '{block}.named.get("a", {block}.layers[0])',
    "{block}.layers[:1][0]",
    "{block}.layers[::-1][0]",
    "list({block}.layers)[0]",
    "[*{block}.layers][0]",
    '{{**{block}.named}}["a"]',
    'dict({block}.named)["a"]',
    "[one for one in {block}.layers][0]",
    '{{key: one for key, one in {block}.named.items()}}["a"]',
    "next(iter({block}.layers))",
    "next(one for one in {block}.layers)",
    "next(reversed({block}.layers))",
    "next(enumerate({block}.layers))[1]",
    "next(zip({block}.layers, {block}.pair))[0]",
    "max({block}.layers, key=lambda one: one.weight)",
    "sorted({block}.layers, key=lambda one: one.weight)[0]",
    "copy.copy({block}).layers[0]",
    "copy.copy({block}.layers)[0]",
    "{block}.layers.copy()[0]",
    "(lambda: {block}.layers[0])()",
    "(lambda one={block}.layers[0]: one)()",
    "first({block})",
    "same({block}.layers[0])",
    "chosen(*{block}.layers)",
    "({block}.layers + [Layer(0.5)])[0]",
    "({block}.layers * 2)[1]",
    'getattr({block}, "layers")[0]',
    "{block}.layers.__getitem__(0)",
    'vars({block})["layers"][0]',
    "dataclasses.replace({block}, values=[1.0]).layers[0]",
    "({block},)[0].layers[0]",
    '{{"a": {block}.layers}}["a"][0]',
    "Holder({block}.layers[0]).layer",
    "Block({block}.layers, {block}.named, {block}.pair).layers[0]",
    "eqx.tree_at(lambda one: one.values, {block}, [1.0]).layers[0]",
    "functools.reduce(chosen, {block}.layers)",
    "operator.itemgetter(0)({block}.layers)",
    'operator.attrgetter("layers")({block})[0]',
    "set({block}.layers[:1]).pop() if False else {block}.layers[0]",
    "functools.partial(same, {block}.layers[0])()",
)
# Statements that bind a name to one of a block's layers.
_BOUND = (
    "{name}, _ = {block}.pair",
    "{name}, *_ = {block}.layers",
    "*_, {name} = {block}.layers",
    "[{name}, _] = {block}.layers",
    "({name}, _), _ = {block}.layers, 1",
    "_ = {name} = {block}.layers[0]",
    "seen.append(({name} := {block}.layers[0]).weight)",
    "for {name} in {block}.layers: pass",
    "for _, {name} in {block}.named.items(): pass",
    "for _, {name} in enumerate({block}.layers): seen.append(_)",
    "for {name}, _ in zip({block}.layers, (1, 2)): pass",
    "with contextlib.nullcontext({block}.layers[0]) as {name}: pass",
    "[({name} := one) for one in {block}.layers]",
    "seen.append([({name} := one).weight for one in {block}.layers])",
    "{name}: Layer = {block}.layers[0]",
)
# What goes on reading a block's layers afterwards.
_ITERATORS = (
    "(one.weight for one in {block}.layers)",
    "iter({block}.layers)",
    "reversed({block}.layers)",
    "enumerate({block}.layers)",
    "zip({block}.layers, {block}.layers)",
    "map(lambda one: one.weight, {block}.layers)",
    "filter(None, {block}.layers)",
    "iter({block}.named.values())",
    "{block}.named.values()",
    "{block}.named.items()",
    "weights({block})",
    "itertools.chain({block}.layers, {block}.pair)",
    "(number for one in {block}.layers for number in [one.weight])",
    "iter({block}.values)",
    "(number + 1.0 for number in {block}.values)",
)
# Functions that read a block, or a part of it, each time that they are called.
_READERS = (
    "lambda: {block}.layers[0].weight",
    "lambda one={block}.layers[0]: one.weight",
    "{block}.layers[0].read",
    "functools.partial(Layer.read, {block}.layers[0])",
    "functools.partial(weight_of, {block}.layers[0])",
    "{block}.values.copy",
    "{block}.values.__len__",
    "reader({block}.layers[0])",
    "Holder({block}.layers[0]).read",
)


class Sharings(Drawer):
    """Draws statements that share something, and change it."""

    def change(self, scope: Scope, layer: str) -> str:
        """A statement that changes a layer, by one of its names."""
        number = self.number(scope)
        options = [f"{layer}.weight = {number}", f"{layer}.weight += {number}"]
        options += [f'setattr({layer}, "weight", {number})', f"{layer}.bias = {number}"]
        options += [
            f"reset({layer})",
            f"{layer}.rescale({number})",
            f"seen.append({layer}.bump())",
        ]
        options += [
            f"doubled({layer})",
            f"limited({layer}, 100.0)",
            f"doubled({layer}).weight = 7.0",
        ]
        return self.one(*options)

    def look(self, layer: str) -> str:
        """A statement that looks at a layer."""
        return self.one(f"seen.append({layer}.weight)", f"print({layer})", f"kept.append({layer})")

    def around(self, scope: Scope) -> list[str]:
        """Nothing, or some other change."""
        path = self.rooted(scope, "Layer")
        if path is None or self.draw(st.booleans()):
            return []
        return [self.change(scope, path)]

    def put_in(self, scope: Scope) -> Lines | None:
        """A layer goes into a tree, and is changed afterwards."""
        block, name = self.rooted(scope, "Block"), self.one(*NAMES)
        start: list[str] = []
        if self.draw(st.integers(0, 2)) == 0:
            owner = self.one("owner", "owners[0]")
            start = ["owner = Trainer()", "owners = [Trainer()]"]
            block = f"{owner}.model.blocks[0]"
        if block is None or name in scope.variables:
            return None
        made = self.one("Layer(9.0)", "make_layer()", f"copy.deepcopy({block}.layers[0])")
        puts = [f"{block}.layers[0] = {name}", f"{block}.layers.append({name})"]
        puts += [f'{block}.named["a"] = {name}', f"{block}.best = {name}"]
        puts += [f"{block}.layers += [{name}]", f"{block}.layers[:1] = [{name}]"]
        puts += [
            f"{block}.layers.insert(0, {name})",
            f"{block}.layers.extend(({name}, Layer(3.0)))",
        ]
        puts += [f"{block}.named.update(a={name})", f'{block}.named.update({{"a": {name}}})']
        puts += [f'{block}.named.setdefault("z", {name})', f"{block}.pair = ({name}, Layer(3.0))"]
        puts += [f"add({block}, {name})", f'setattr({block}, "best", {name})']
        puts += [f"{block}.layers = [{name}] * 2", f"{block}.layers = [{name}, *{block}.layers]"]
        puts += [
            f"{block}.best = {block}.layers[0] = {name}",
            f"{block}.layers.extend([{name}] * 2)",
        ]
        puts += [f"{block}.best, {block}.layers[0] = {name}, {name}", f"place({block}, {name})"]
        puts += [f"{block}.put({name})", f"{block}.best = {name} if flag else Layer(0.5)"]
        puts += [f"{block}.best = same({name})", f"{block}.layers = list(({name}, Layer(3.0)))"]
        put = self.one(*puts)
        changed = self.one(name, name, name, f"{block}.layers[0]", f"({block}.best or {name})")
        between = self.around(scope)
        last = [self.change(scope, changed), self.look(self.one(name, f"{block}.layers[0]"))]
        end = ["kept.append(owner.model)", "kept.append(owners[0].model)"] if start else []
        lines = [*start, f"{name} = {made}", put, *between, *last, *end]
        return lines, scope.having(name, "Layer")

    def take_out(self, scope: Scope) -> Lines | None:
        """A layer is taken out of a tree, perhaps put elsewhere, and changed."""
        block, other = self.rooted(scope, "Block"), self.rooted(scope, "Block")
        if block is None or scope.in_loop:
            return None
        name = self.one(*(name for name in NAMES if name not in scope.variables))
        taken = [f"{block}.layers.pop()", f"{block}.layers.pop(0)", f'{block}.named.pop("a")']
        taken += [f"{block}.named.popitem()[1]", f"{block}.layers[0]", f"{block}.pair[0]"]
        puts = ["", f"{other}.layers.insert(0, {name})", f"{other}.layers.append({name})"]
        puts += [
            f'{other}.named["a"] = {name}',
            f"{other}.best = {name}",
            f"del {other}.layers[0]",
        ]
        puts += [f"{other}.pair = ({name}, {name})", f"{block}.layers[0] = Layer(0.5)"]
        put = self.one(*puts)
        changed = self.one(name, name, f"{other}.layers[0]", f"{other}.layers[-1]")
        lines = [f"{name} = {self.one(*taken)}", put, *self.around(scope)]
        lines += [self.change(scope, changed), self.look(self.one(name, f"{other}.layers[-1]"))]
        return [line for line in lines if line], scope.having(name, "Layer")

    def second_name(self, scope: Scope) -> Lines | None:
        """A layer gets another name, in one of many ways."""
        block = self.rooted(scope, "Block")
        name = self.one(*(name for name in NAMES if name not in scope.variables))
        if block is None:
            return None
        if self.draw(st.integers(0, 2)):
            line = f"{name} = {self.one(*_TAKEN)}".format(block=block)
        else:
            line = self.one(*_BOUND).format(block=block, name=name)
        changed = self.one(f"{block}.layers[0]", f"{block}.layers[0]", name, f"{block}.layers[-1]")
        seen = self.one(name, f"{block}.layers[0]")
        lines = [line, *self.around(scope), self.change(scope, changed), self.look(seen)]
        return lines, scope.having(name, "Layer")

    def read_on(self, scope: Scope) -> Lines | None:
        """An iterator, or a function, reads a tree before and after a change."""
        block, name = self.rooted(scope, "Block"), self.one("going", "reading")
        if block is None:
            return None
        if self.draw(st.booleans()):
            line = f"{name} = {self.one(*_READERS)}"
            looks = [f"seen.append({name}())", f"kept.append({name})"]
        else:
            line = f"{name} = {self.one(*_ITERATORS)}"
            looks = [f"seen.append(list({name}))", f"seen.extend({name})"]
            looks += [f"for item in {name}: seen.append(item)", f"seen.append([*{name}])"]
        start = self.one("", "", f"next({name}, None)") if "next" not in line else ""
        if line.endswith(("values()", "items()")) or "list" not in looks[0]:
            start = ""
        layer = self.one(f"{block}.layers[0]", f"{block}.layers[-1]", f'{block}.named["a"]')
        changes = [
            self.change(scope, layer),
            f"{block}.layers.reverse()",
            f"{block}.values[0] = 5.0",
        ]
        if not scope.in_loop:
            changes += [f"{block}.layers.append(Layer(8.0))", f"del {block}.layers[0]"]
        change = self.one(*changes)
        lines = [line.format(block=block), start, change, self.one(*looks)]
        return [item for item in lines if item], scope

    def holder(self, scope: Scope) -> Lines | None:
        """Ordinary objects hold a part of a tree, or one tree."""
        layer = self.path(scope, "Layer")
        one, two = "holder", self.one("other", "second")
        makes = [f"{two} = Holder({one}.layer)", f"{two} = {one}", f"{two} = copy.copy({one})"]
        makes += [f"{two} = copy.deepcopy({one})", f"{two} = Holder(Layer(3.0))"]
        makes += [
            f"{two} = Holder(Layer(3.0)); {two}.layer = {one}.layer",
            f"{one}.then = {two} = Holder(Layer(2.0))",
        ]
        puts = [
            "",
            "",
            f"{two}.layer = {layer}",
            f"{one}.layer = Layer(5.0)",
            f"{one}.layer, {two}.layer = {two}.layer, {one}.layer",
        ]
        changed = self.one(f"{one}.layer", f"{one}.layer", f"{two}.layer", layer)
        changes = [self.change(scope, changed), f"{one}.fill(6.0)", f"{two}.fill(3.0)"]
        lines = [f"{one} = Holder({layer})", self.one(*makes), self.one(*puts), self.one(*changes)]
        looks = self.one(
            f"seen.append(({one}.layer.weight, {two}.layer.weight))", f"kept.append({two})"
        )
        return [line for line in [*lines, looks] if line], scope

    def group(self, scope: Scope) -> Lines | None:
        """Trees in a list, tuple, dict or set of the program."""
        layer, other = self.path(scope, "Layer"), self.one("Layer(3.0)", self.path(scope, "Layer"))
        kinds = {
            f"[{layer}, {other}]": ("[0]", "[1]"),
            f"({layer}, {other})": ("[0]", "[1]"),
            f"[{layer}] * 2": ("[0]", "[1]"),
            f'{{"a": {layer}, "b": {other}}}': ('["a"]', '["b"]'),
            f'dict.fromkeys("ab", {layer})': ('["a"]', '["b"]'),
            f"[[{layer}], [{other}]]": ("[0][0]", "[1][0]"),
            f'{{"a": [{layer}], "b": ({other},)}}': ('["a"][0]', '["b"][0]'),
            "[Layer(float(i)) for i in range(2)]": ("[0]", "[1]"),
            f"[{layer} for _ in range(2)]": ("[0]", "[1]"),
            f"[(1, {layer}), (2, {other})]": ("[0][1]", "[1][1]"),
        }
        made = self.one(*kinds)
        one, two = (f"trees{step}" for step in kinds[made])
        loops = [
            "for tree in trees: tree.weight = 2.0",
            "for i, tree in enumerate(trees): tree.weight += i",
        ]
        plain = kinds[made] == ("[0]", "[1]")
        changes = [self.change(scope, one), self.change(scope, two), self.change(scope, layer)]
        changes += loops if plain else []
        after = [f"seen.append({one}.weight)", f"seen.append({two}.weight)", "kept.append(trees)"]
        after += ["trees = None"]
        between = [
            f"again = {one}",
            *(
                ["trees = trees[:]", "trees = [*trees]", "trees = trees + trees"]
                if made.startswith("[") and plain
                else []
            ),
            "",
        ]
        lines = [f"trees = {made}", self.one(*between), self.one(*changes), self.one(*after)]
        return [line for line in lines if line], scope
