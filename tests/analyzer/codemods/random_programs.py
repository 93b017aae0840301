"""Random programs that change trees in place, with and without somebody who sees it.

A program is drawn as lines of text, with the types of its variables, so that most of what it
does can be run and most of it can be rewritten; aliases, shared nodes, kept trees and closures
come in often enough that a codemod which does not look for them is found out.
"""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st

from tests.analyzer.codemods.execution import TooLongError, run
from tests.analyzer.codemods.random_owners import programs_with_owners
from tests.analyzer.codemods.random_prelude import prelude
from tests.analyzer.codemods.random_statements import STARTS, Lines, Statements, function_lines
from tests.analyzer.codemods.random_values import MAKERS, Scope
from tests.analyzer.codemods.rewriting import ALL_RULES, Rewriter
from tests.analyzer.codemods.verdicts import Judgement, judge

RESULTS = ("result",)

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
_OWN = 'Own([make_block(), make_block()], Layer(9.0), {"b": 1.0, "a": 2.0}, State(Layer(4.0)))'


@st.composite
def random_programs(draw: st.DrawFn) -> str:
    """The source of a program; what it did stands in `result`."""
    places = [_as_script, _as_local, _as_parameter, _as_method, _as_helpers, programs_with_owners]
    text = draw(draw(st.sampled_from(places))())
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
    start = [f"flag = {draw(st.booleans())}", STARTS, f"{name} = {MAKERS[root]}"]
    return "\n".join([*start, *lines, f"result = [{shown}], seen, kept", _LOOK])


@st.composite
def _as_local(draw: st.DrawFn) -> str:
    root, name = _named_root(draw)
    lines, scope = _lines(draw, Scope({name: root}, exit=f"return [{name}], seen, kept"))
    shown = draw(st.sampled_from([name, ", ".join(scope.variables)]))
    body = [STARTS, f"{name} = {MAKERS[root]}", *lines, f"return [{shown}], seen, kept"]
    function = function_lines("run(flag: bool)", body)
    return "\n".join([*function, "", "", f"result = run({draw(st.booleans())})", _LOOK])


@st.composite
def _as_parameter(draw: st.DrawFn) -> str:
    root, name = _named_root(draw)
    ends = draw(st.sampled_from(["", "", name, name, "seen, kept"]))
    lines, _ = _lines(draw, Scope({name: root}, exit=f"return {ends}".strip()))
    last = [f"return {ends}"] if ends else []
    function = function_lines(f"run({name}: {root}, flag: bool)", [STARTS, *lines, *last])
    callers = [*_CALLERS, *_RETURNING] if ends == name else _CALLERS
    caller = draw(st.sampled_from(callers)).format(flag=draw(st.booleans()), new=MAKERS[root])
    return "\n".join([*function, "", "", f"made = {MAKERS[root]}", caller])


@st.composite
def _as_method(draw: st.DrawFn) -> str:
    ends = draw(st.sampled_from(["", "", "self", "self.head.weight", "seen, kept"]))
    lines, _ = _lines(draw, Scope({"self": "Model"}, exit=f"return {ends}".strip()))
    last = [f"return {ends}"] if ends else []
    method = function_lines("run(self, flag: bool)", [STARTS, *lines, *last])
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
        helpers += [*function_lines(f"{name}({head})", lines), "", ""]
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
    start = [*helpers, f"flag = {draw(st.booleans())}", STARTS, *made]
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


# What has been kept may be a function: see what it gives now.
_LOOK = "result = result, [item() for item in result[-1] if callable(item)]"


def judged_if_it_ends(code: str, rewriter: Rewriter = ALL_RULES) -> Judgement:
    """Judge a random program; reject one that does not end by itself.

    So it is with one that prints a tree which it has put into itself.
    """
    try:
        return judge(code, RESULTS, rewriter)
    except TooLongError:
        try:
            run(code, RESULTS, mutable=True)
        except TooLongError:
            reject()
        raise


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
        judged.append(judged_if_it_ends(code))

    judge_it()
    return judged
