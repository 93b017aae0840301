"""How expressions are spelt: their parentheses, and the comments in the midst of them."""

from __future__ import annotations

import keyword
from collections import Counter
from typing import TYPE_CHECKING

from treelint.index import end_of

if TYPE_CHECKING:
    import ast
    import tokenize
    from collections.abc import Iterable

    from treelint.index import FileIndex

_PAIRS = {"(": ")", "[": "]", "{": "}"}


def with_its_parentheses(file: FileIndex, node: ast.expr, text: str) -> str:
    """The text of an expression, with the parentheses around it if it may need them."""
    source = file.source
    statement = file.statement(node)
    whole = file.text(statement)
    if "\n" not in whole:
        return text
    offset = source.offset(statement.lineno, statement.col_offset)
    start = source.offset(node.lineno, node.col_offset) - offset
    end = source.offset(*end_of(node)) - offset
    for first, last in _around(whole, start, end):
        start, end, text = first, last, whole[first:start] + text + whole[end:last]
    return text


def _around(whole: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """The bounds of the parentheses around a part of a statement, from inside outwards."""
    tokens = [token for token in _tokens(whole) if token.string.strip()]
    spans = [(_offset(whole, token.start), token) for token in tokens if token.string[0] != "#"]
    before = [index for index, (at, _) in enumerate(spans) if at < start]
    after = [index for index, (at, _) in enumerate(spans) if at >= end]
    for left, right in zip(reversed(before), after, strict=False):
        if (
            spans[left][1].string != "("
            or spans[right][1].string != ")"
            or _is_of_call(spans[left - 1][1] if left else None)
        ):
            return
        yield spans[left][0], spans[right][0] + 1


def _is_of_call(before: tokenize.TokenInfo | None) -> bool:
    """Whether a parenthesis after this token is that of a call."""
    if before is None:
        return False
    text = before.string
    return text in {")", "]", "}"} or (text.isidentifier() and not keyword.iskeyword(text))


def _offset(text: str, at: tuple[int, int]) -> int:
    lines = text.splitlines(keepends=True)
    # The statement stands in parentheses of its own.
    return sum(map(len, lines[: at[0] - 1])) + at[1] - (at[0] == 1)


def _tokens(text: str) -> list[tokenize.TokenInfo]:
    """The tokens of a statement or of a part of one; none if they cannot be told."""
    # Loaded here: only what reaches over several lines is taken apart.
    import io
    import tokenize

    try:
        return list(tokenize.generate_tokens(io.StringIO(f"({text}\n)").readline))[1:-4]
    except (tokenize.TokenError, SyntaxError):
        return []


def is_one_expression(text: str) -> bool:
    """Whether a text is in brackets as a whole, so that it may go over several lines."""
    if not text or text[0] not in _PAIRS:
        return False
    depth = 0
    tokens = _tokens(text)
    for number, token in enumerate(tokens):
        if token.string in _PAIRS:
            depth += 1
        elif token.string in _PAIRS.values():
            depth -= 1
            if not depth:
                rest = tokens[number + 1 :]
                return not any(later.string.strip() for later in rest)
    return False


def breaks_off(text: str) -> bool:
    """Whether a text goes over several lines outside of brackets, and ends too early by itself."""
    if "\n" not in text:
        return False
    depth = 0
    for token in _tokens(text):
        if token.string in _PAIRS:
            depth += 1
        elif token.string in _PAIRS.values():
            depth -= 1
        elif not depth and "\n" in token.string and not token.string.strip():
            return True
    return False


def comments(text: str) -> Counter[str]:
    """The comments in a text, each as often as it is there."""
    if "#" not in text:
        return Counter()
    return Counter(token.string for token in _tokens(text) if token.string.startswith("#"))
