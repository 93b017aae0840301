"""`explain_where`: what a selector picks, shown in the tree."""

from __future__ import annotations

import contextlib
import dataclasses
import difflib
import html
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import jax.tree_util as jtu

from treeops._flatten import reject_endless
from treeops._node_text import shortened
from treeops._one_level import keyed_level
from treeops._outline import Line, Outline
from treeops._selection import select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from treeops._key_paths import Path
    from treeops._one_level import Level

# What `tree_at` raises for a `where`, and what the `where` itself may run into.
_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
_NAMED = 8
_LONGEST_NAME = 60
# Black on pale yellow, so that it can be read on any background.
_MARK_STYLE = "background: #ffe58a; color: #000; border-radius: 2px; padding: 0 2px"
_PRE_STYLE = "line-height: 1.35; overflow-x: auto; margin: 0"


@dataclasses.dataclass(frozen=True, slots=True, repr=False)
class WhereExplanation:
    """What `explain_where` found.

    `str` and `repr` show the tree in at most some hundred lines, with `>` before the picked nodes
    and, where there are several, their number in the sequence. Notebooks show them coloured.

    Attributes:
        paths: The key paths of the picked nodes, in the order of `where`, such as
            `.layers[0].weight`; the root's is empty.
        error: What `tree_at` raises for this `where`; None where it picks nodes. The nodes that
            it returned are marked with `?` then, where they can be told.
        lines: The tree, line by line.
    """

    paths: tuple[str, ...]
    error: Exception | None
    lines: tuple[Line, ...]

    def __str__(self) -> str:
        width = max(len(line.mark) for line in self.lines) + 1
        tree = (f"{line.mark:{width}}{'  ' * line.depth}{line.text}" for line in self.lines)
        return "\n".join([self._headline(), *tree])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        width = max(len(line.mark) for line in self.lines) + 1
        rows = [html.escape(self._headline())]
        for line in self.lines:
            text = html.escape(line.text)
            if line.mark:
                text = f'<mark style="{_MARK_STYLE}">{text}</mark>'
            rows.append(html.escape(f"{line.mark:{width}}") + "  " * line.depth + text)
        return f'<pre style="{_PRE_STYLE}">{chr(10).join(rows)}</pre>'

    def _headline(self) -> str:
        if self.error is not None:
            return f"`where` is wrong: {type(self.error).__name__}: {_message(self.error)}"
        count = len(self.paths)
        if not count:
            return "`where` picks no node, so that `tree_at` changes nothing"
        text = f"`where` picks {count:,} node{'s' if count > 1 else ''}: {_listed(self.paths)}"
        twice = [name for name, times in Counter(self.paths).items() if times > 1]
        if twice:
            text += (
                f"\nnamed more than once, so that the last replacement counts: {_listed(twice)}"
            )
        return text


def explain_where(
    where: Callable[[Any], Any],
    pytree: Any,
    *,
    is_leaf: Callable[[Any], bool] | None = None,
) -> WhereExplanation:
    """Shows which nodes a selector picks, or why `tree_at` does not take it.

    Args:
        where: As for `tree_at`.
        pytree: Any tree. Leaves may be of any shape, dtype and type, traced ones included; their
            values are not read.
        is_leaf: As for `tree_at`.

    Returns:
        The key paths of the picked nodes, or the error that `tree_at` raises; printed, and in a
        notebook, the tree with these nodes marked. Of a large tree only what leads to them is
        shown.

    Raises:
        Exception: Only what `where` or `is_leaf` raise themselves and is not about the tree, such
            as a `NameError` or `KeyboardInterrupt`.

    Example:
        >>> params = {"layers": [{"w": 1.0, "b": 2.0}, {"w": 3.0, "b": 4.0}], "scale": None}
        >>> explain_where(lambda p: [layer["w"] for layer in p["layers"]], params)
        `where` picks 2 nodes: ['layers'][0]['w'], ['layers'][1]['w']
           dict of 2
             ['layers']: list of 2
               [0]: dict of 2
                 ['b']: 2.0
        >0       ['w']: 1.0
               [1]: dict of 2
                 ['b']: 4.0
        >1       ['w']: 3.0
             ['scale']: None
        >>> explain_where(lambda p: p["layers"][0]["w"], params).paths
        ("['layers'][0]['w']",)

    Has no model in equinox; what may be picked is what `equinox.tree_at` of equinox 0.13 takes,
    but for the differences of `tree_at`.
    """
    try:
        if is_leaf is None:
            reject_endless(pytree)
        selection = select(where, pytree, is_leaf)
    except _ERRORS as error:
        return _explained(where, pytree, is_leaf, error)
    marks: dict[Path, str] = {}
    for index, path in enumerate(selection.paths):
        number = "" if selection.single else str(index)
        marks[path] = f"{marks[path]},{number}" if path in marks else f">{number}"
    lines = Outline(pytree, marks, is_leaf).lines()
    return WhereExplanation(tuple(_names(pytree, selection.paths)), None, lines)


def _explained(
    where: Callable[[Any], Any],
    pytree: Any,
    is_leaf: Callable[[Any], bool] | None,
    error: Exception,
) -> WhereExplanation:
    """The tree with the nodes that `where` returned, for all that it is wrong."""
    marks: dict[Path, str] = {}
    endless = True
    with contextlib.suppress(*_ERRORS):  # each of them is, or leads to, the error itself
        reject_endless(pytree)
        endless = False
        marks.update(dict.fromkeys(_places(where(pytree), pytree, is_leaf), "?"))
    lines = Outline(pytree, marks, is_leaf, endless=endless, counting=False).lines()
    return WhereExplanation((), error, lines)


def _places(picked: Any, pytree: Any, is_leaf: Callable[[Any], bool] | None) -> list[Path]:
    """Where the returned nodes stand, but for those that stand at several places."""
    wanted = {id(picked)}
    if isinstance(picked, Sequence) and not isinstance(picked, str | bytes):
        wanted.update(map(id, picked))
    found: dict[int, list[Path]] = {}
    todo: list[tuple[Path, Any]] = [((), pytree)]
    while todo:
        path, node = todo.pop()
        if id(node) in wanted:
            found.setdefault(id(node), []).append(path)
        level = None if is_leaf is not None and is_leaf(node) else keyed_level(node)
        if level is not None:
            todo.extend(((*path, index), child) for index, child in enumerate(level.children))
    return [paths[0] for paths in found.values() if len(paths) == 1]


def _names(pytree: Any, paths: Iterable[Path]) -> list[str]:
    """The key paths as text. Many picked nodes share what is above them: it is asked for once."""
    levels: dict[Path, Level | None] = {}
    names = []
    for path in paths:
        node, keys = pytree, []
        for length, index in enumerate(path):
            above = path[:length]
            level = levels.get(above)
            if level is None:
                level = levels[above] = keyed_level(node)
            if level is None or index >= len(level.children):
                break  # a node that is flattened otherwise each time
            keys.append(level.keys[index])
            node = level.children[index]
        names.append(jtu.keystr(tuple(keys)))
    return names


def _message(error: Exception) -> str:
    text = " ".join(str(error).split())
    name = getattr(error, "name", None)
    if isinstance(error, AttributeError) and isinstance(name, str):
        close = difflib.get_close_matches(name, dir(error.obj), n=1)
        text += f" (did you mean `{close[0]}`?)" if close else ""
    return text


def _listed(names: Sequence[str]) -> str:
    shown = [shortened(name, _LONGEST_NAME) or "the root" for name in names[:_NAMED]]
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(shown) + more
