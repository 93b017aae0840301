"""Random programs that are full of trees: the rules' own examples, taken apart and put together.

Any statement of any example may stand anywhere, any expression in it may be replaced by one of
another example or of other syntax, and the layout is changed: what the rules and their fixes
meet here, nobody has thought of.
"""

from __future__ import annotations

import ast
import copy
import io
import itertools
import textwrap
import tokenize
import warnings
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from treelint.rule import PRELUDE
from treelint.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Syntax that the examples of the rules may not show.
_SYNTAX = """\
global g
nonlocal_ = lambda a, /, b=1, *c, d, e=2, **f: (a, b, c, d, e, f)
@decorator(lambda m: m.a)
@other
def f(a: int, /, b: "str" = 1, *c, d, e=2, **f) -> dict[str, int]:
    '''A docstring.'''
    nonlocal_, (x, *y), z[0], w.v = yield a
    try: return await_
    finally: del a, b[0], c.d
async def g(x):
    async with a as (b, c), d: pass
    async for i, *j in await x: yield i
    else: continue_ = [k async for k in x if await k]
    return {**x, "a": x, None: (yield)}
class C(A, metaclass=B, **kw):
    x: int = 1
    y: "int"
    __slots__ = ()
    def method(self): return super().method
match x:
    case {"a": [1, *rest], **other} | Point(x=0, y=-1j) if (n := x): pass
    case (None | True | "s" | b"b" | a.b | [_, _] as c): pass
    case _: pass
try: pass
except* (A, B) as e: raise C from e
try: pass
except A: raise
except: pass
else: pass
finally: pass
while x: break
else: x = not -+~x ** -y // z @ w
for a.b, c[0] in *x, *y: continue
with (a as b, c): assert x, "message"
x += a if b else c
x: list[int] = [*a, *b]
a = b = c, = d
f"{x!r:>{width}} {y=} {{}} {lambda_:{a}.{b}f}" "implicit" f'{z["k"]}'
x[a:b:c, ..., None, ::2] = {a: b for a, b in c for d in e if f if g}
x = {*a, *b} | {i for i in j} <= {} != () is not None in y not in z
print(*args, sep="", **kw)
x = 0x_ff + 1_000j - 1e-5 * 'a\\'b' % b'\\x00' << ... >> True & None ^ __debug__
import a.b.c as d, e
from . import f
from ..g import (h as i)
from j import *
del x
(yield_, [z]) = w
lambda: (yield)
x = (y := 1, *z)
"""

_WRAPPERS = (
    "{}",
    "def function(m, model, x, t):\n{}",
    "def method(self):\n{}\n    return self",
    "class Class(eqx.Module):\n    field: jax.Array\n{}",
    "class Outer:\n    def method(self, m):\n        t = m\n{}\n        return t",
    "if condition:\n{}\nelif eqx.tree_at:\n{}",
    "for m in models:\n{}\nelse:\n{}",
    "while (m := next(models)):\n{}",
    "try:\n{}\nexcept ValueError as m:\n{}",
    "with context as m:\n{}",
    "async def function(eqx):\n{}",
    "match model:\n    case [m, *_]:\n{}",
    "@jax.jit\ndef function(jnp=1, *jax):\n{}",
)


@cache
def _examples() -> tuple[str, ...]:
    codes: list[str] = []
    for rule in all_rules():
        codes += rule.valid
        codes += (example.code for example in rule.invalid)
    return tuple(code for code in codes if _parsed(code) is not None)


def _parsed(code: str) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(code)
        except (SyntaxError, ValueError):
            return None


@cache
def _statements() -> tuple[ast.stmt, ...]:
    trees = (ast.parse(code) for code in (*_examples(), _SYNTAX))
    return tuple(node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.stmt))


@cache
def _expressions() -> tuple[ast.expr, ...]:
    nodes: dict[str, ast.expr] = {}
    for node in itertools.chain.from_iterable(map(ast.walk, _statements())):
        if isinstance(node, ast.expr) and _is_value(node):
            nodes.setdefault(ast.dump(node), node)
    return tuple(nodes.values())


def _is_value(node: ast.AST) -> bool:
    """Whether a node can stand where any expression can."""
    odd = (ast.Starred, ast.Slice, ast.FormattedValue, ast.Yield, ast.YieldFrom, ast.Await)
    context = getattr(node, "ctx", None)
    is_read = context is None or isinstance(context, ast.Load)
    return isinstance(node, ast.expr) and is_read and not isinstance(node, odd)


@st.composite
def programs(draw: st.DrawFn) -> str:
    """The source of a module that Python can parse."""
    blocks = draw(st.lists(st.one_of(_as_written(), _mixed()), min_size=1, max_size=5))
    text = PRELUDE + "\n".join(blocks) + "\n"
    if draw(st.booleans()):
        text = _respaced(text, draw(st.lists(st.sampled_from(_SPACES), max_size=30)))
    text = text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])))
    return text if _parsed(text) is not None else PRELUDE


@st.composite
def _as_written(draw: st.DrawFn) -> str:
    """An example with its comments, somewhere."""
    return _wrapped(draw(st.sampled_from(_examples())), draw(st.sampled_from(_WRAPPERS)))


@st.composite
def _mixed(draw: st.DrawFn) -> str:
    """Some statements in which expressions have been swapped."""
    chosen = draw(st.lists(st.sampled_from(_statements()), min_size=1, max_size=3))
    module = ast.Module([copy.deepcopy(statement) for statement in chosen], [])
    swaps = st.tuples(st.integers(0, 100), st.sampled_from(_expressions()))
    for place, expression in draw(st.lists(swaps, max_size=4)):
        _swap(module, place, copy.deepcopy(expression))
    text = ast.unparse(ast.fix_missing_locations(module))
    if draw(st.booleans()) and not any(hasattr(statement, "body") for statement in chosen):
        text = "; ".join(text.splitlines())
    wrapped = _wrapped(text, draw(st.sampled_from(_WRAPPERS)))
    # Not all that can be built can be written: `del f()`, a keyword twice.
    return wrapped if _parsed(wrapped) is not None else text if _parsed(text) else "pass"


def _wrapped(text: str, wrapper: str) -> str:
    """The text in the place of each `{}`, indented one step further than the line above it."""
    lines: list[str] = []
    for line in wrapper.splitlines():
        if line != "{}":
            lines.append(line)
            continue
        above = lines[-1] if lines else ""
        depth = len(above) - len(above.lstrip()) + (4 if above.endswith(":") else 0)
        lines.append(textwrap.indent(text, " " * depth))
    return "\n".join(lines)


def _swap(module: ast.Module, place: int, new: ast.expr) -> None:
    """Put an expression in the place of another one."""
    slots = list(_slots(module))
    if not slots:
        return
    owner, field, index = slots[place % len(slots)]
    if index is None:
        setattr(owner, field, new)
    else:
        getattr(owner, field)[index] = new


def _slots(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None]]:
    for owner in ast.walk(tree):
        # What stands in a pattern or an f-string is no expression like others.
        if isinstance(owner, ast.JoinedStr | ast.MatchValue | ast.MatchClass | ast.MatchMapping):
            continue
        for field, value in ast.iter_fields(owner):
            if isinstance(value, list):
                found = ((owner, field, i) for i, item in enumerate(value) if _is_value(item))
                yield from found
            elif isinstance(value, ast.AST) and _is_value(value):
                yield owner, field, None


# Before and after these there may be space where there is none.
_OWN_LINE = frozenset("()[]{}.,:=")
_SPACES = ("", " ", "\t", "\n", "  # comment (\n", "\\\n", "\n\n      ")


def _respaced(text: str, spaces: Sequence[str]) -> str:
    """The same tokens with other space between some of those on one logical line."""
    if not spaces:
        return text
    lines = text.splitlines(keepends=True)
    starts = [0, *itertools.accumulate(map(len, lines))]
    pieces: list[str] = []
    end = depth = strings = 0
    choices = itertools.cycle(spaces)
    for token in _tokens(text):
        start = starts[token.start[0] - 1] + token.start[1]
        gap = text[end:start]
        inside = strings > 0
        if gap == " " and not inside:
            # LibCST reads `async for` on one line only.
            space = " " if pieces[-1] == "async" else next(choices)
            # Outside of brackets only a backslash may end the line.
            gap = space or gap if depth else "  \\\n" if "\n" in space else gap
        elif not gap and depth and not inside and token.string in _OWN_LINE:
            gap = next(choices).replace("\\\n", "")
        pieces += gap, token.string
        end = start + len(token.string)
        depth += (token.string in {"(", "[", "{"}) - (token.string in {")", "]", "}"})
        strings += _string_depth(token)
    respaced = "".join(pieces)
    return respaced if _parsed(respaced) is not None else text


def _tokens(text: str) -> Iterable[tokenize.TokenInfo]:
    skipped = {tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return (token for token in tokens if token.type not in skipped)


def _string_depth(token: tokenize.TokenInfo) -> int:
    """From Python 3.12 on, an f-string is many tokens."""
    begins = token.type == getattr(tokenize, "FSTRING_START", None)
    ends = token.type == getattr(tokenize, "FSTRING_END", None)
    return begins - ends
