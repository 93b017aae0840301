"""Random programs in which ordinary objects have the trees, and their methods change them."""

from __future__ import annotations

from typing import TypeAlias

from hypothesis import strategies as st

from tests.analyzer.codemods.random_statements import STARTS, Statements, function_lines
from tests.analyzer.codemods.random_values import Scope

# How an object comes by its tree, and how one is made.
_CONSTRUCTORS = (
    (["self.model = make_model()"], "self", "Owner()"),
    (["self.model = make_model()"], "self", "Owner()"),
    (["self.model = model"], "self, model: Model", "Owner(make_model())"),
    (["self.model = model"], "self, model: Model", "Owner(given)"),
    (
        ["self.model = make_model()", "self.model.head = layer"],
        "self, layer: Layer",
        "Owner(make_layer())",
    ),
    (
        ["self.model = make_model()", "self.model.blocks[0].layers.append(layer)"],
        "self, layer: Layer",
        "Owner(layer)",
    ),
)
_OTHERS = ("owner", "copy.copy(owner)", "copy.deepcopy(owner)", "{made}", "{made}")
_PARAMETERS = {"one": "Layer", "block": "Block", "other": "Trainer"}
_ARGUMENTS = {
    "one": (
        "layer",
        "Layer(2.0)",
        "owner.spare",
        "owner.model.head",
        "other.model.blocks[0].layers[0]",
    ),
    "block": ("make_block()", "owner.model.blocks[0]", "other.model.blocks[-1]"),
    "other": ("owner", "other", "other"),
}
_ENDS = (
    "",
    "",
    "return self",
    "return self.model.head",
    "return self.model.head.weight",
    "return seen, kept",
)
_Method: TypeAlias = tuple[str, list[str]]
_USES = ("{call}", "{call}", "x = {call}", "seen.append({call})", "kept.append({call})")


@st.composite
def programs_with_owners(draw: st.DrawFn) -> str:
    """A class with a tree, one to three methods that change it, and calls of them."""
    body, head, made = draw(st.sampled_from(_CONSTRUCTORS))
    spare = "self.spare = make_layer(4.0)"
    lines = ["class Owner:", *_inside(function_lines(f"__init__({head})", [*body, spare]))]
    methods: list[_Method] = []
    for name in draw(st.sampled_from([["f"], ["f", "g"], ["f", "g", "h"]])):
        given = draw(st.lists(st.sampled_from(sorted(_PARAMETERS)), max_size=2, unique=True))
        scope = Scope({"self": "Trainer", **{one: _PARAMETERS[one] for one in given}}, depth=1)
        statements = _statements(draw, scope, draw(st.integers(1, 2)))
        if draw(st.booleans()) and methods:
            statements.append(_call(draw, "self", methods[0], own=True))
        end = draw(st.sampled_from(_ENDS))
        parameters = "".join(f", {one}: {_written(one)}" for one in given)
        body = [STARTS, *statements, *([end] if end else [])]
        lines += ["", *_inside(function_lines(f"{name}(self{parameters})", body))]
        methods.append((name, given))
    other = draw(st.sampled_from(_OTHERS)).format(made=made)
    lines += ["", "", f"flag = {draw(st.booleans())}", STARTS]
    lines += ["layer, given = make_layer(), make_model()", f"owner = {made}", f"other = {other}"]
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.integers(0, 2)):
            receiver = draw(st.sampled_from(["owner", "other"]))
            call = _call(draw, receiver, draw(st.sampled_from(methods)))
            lines.append(draw(st.sampled_from(_USES)).format(call=call))
        else:
            scope = Scope({"owner": "Trainer", "other": "Trainer", "layer": "Layer"}, depth=1)
            lines += _statements(draw, scope, 1)
    seen = "result = owner.model, owner.spare, other.model, other.spare, layer, given, seen, kept"
    return "\n".join([*lines, seen])


def _statements(draw: st.DrawFn, scope: Scope, count: int) -> list[str]:
    drawer = Statements(draw)
    lines: list[str] = []
    for _ in range(count):
        new, scope = drawer.statement(scope)
        lines += new
    return lines


def _call(draw: st.DrawFn, receiver: str, method: _Method, *, own: bool = False) -> str:
    name, given = method
    arguments = [draw(st.sampled_from(_ARGUMENTS[one])) for one in given]
    if own:
        arguments = [one.replace("owner", "self").replace("other", "self") for one in arguments]
        arguments = ["self.spare" if one == "layer" else one for one in arguments]
    return f"{receiver}.{name}({', '.join(arguments)})"


def _written(parameter: str) -> str:
    return "'Owner'" if parameter == "other" else _PARAMETERS[parameter]


def _inside(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]
