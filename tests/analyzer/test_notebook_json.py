"""Notebooks as JSON: what is read from it, and what a change leaves as it was."""

import json
import pickle
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.analyzer.notebooks import (
    PYTHON,
    Cell,
    code,
    encoded,
    lines,
    markdown,
    notebook,
    read,
    splice,
)
from treelint.findings import Splice
from treelint.notebook.document import Document
from treelint.notebook.document import read as read_document
from treelint.notebook.json_text import read_array, read_object, read_value
from treelint.notebook.json_text import read_document as read_json
from treelint.notebook.source import NotebookSource
from treelint.source import Failure, decode, split_lines

_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=12,
)


def _with_floats(value: Any) -> Any:
    return json.loads(json.dumps(value), parse_int=float)


def _anything(text: str, start: int) -> tuple[Any, int]:
    """Read everything with the readers of our own."""
    if text.startswith("{", start):
        return read_object(text, start, _Always(_anything))
    if text.startswith("[", start):
        return read_array(text, start, _anything)
    return read_value(text, start)


class _Always(dict[str, Callable[[str, int], tuple[Any, int]]]):
    """The same reader for every name."""

    def __init__(self, reader: Callable[[str, int], tuple[Any, int]]) -> None:
        super().__init__()
        self._reader = reader

    def get(self, key: str, default: Any = None) -> Any:
        return self._reader


@given(_VALUES, st.sampled_from([None, 0, 1, "\t"]), st.sampled_from(["", " ", "\r\n\t "]))
def test_json_is_read_as_json_reads_it(value: Any, indent: int | str | None, blanks: str) -> None:
    text = blanks + json.dumps(value, indent=indent) + blanks
    assert repr(read_json(text, _anything)) == repr(_with_floats(value))


@given(st.text('{}[],:" \n1a\\', max_size=12))
@example('{"a": 1, "a": 2}')
@example("[1,]")
@example('{"a":1,}')
@example("[1 2]")
@example('{"a" 1}')
@example("{1: 2}")
@example("[")
@example("")
def test_what_is_no_json_for_json_is_none(text: str) -> None:
    try:
        expected = json.loads(text, parse_int=float)
    except json.JSONDecodeError:
        with pytest.raises(json.JSONDecodeError):
            read_json(text, _anything)
    else:
        assert read_json(text, _anything) == expected


@pytest.mark.parametrize("text", ["1", '"a"', "null", "[1]"])
def test_another_value_where_an_object_should_be(text: str) -> None:
    assert read_json(text, partial(read_object, readers={})) is None
    assert read_json("{}", partial(read_array, reader=read_value)) is None


def _read(value: Any) -> list[tuple[int, str]]:
    found = read_document(json.dumps(value), "nb.ipynb")
    assert isinstance(found, Document)
    return [(cell.number, cell.text) for cell in found.cells]


def test_code_cells() -> None:
    cells = (markdown("m"), code("a"), markdown("x = 1"), lines("b\nc"), code([]))
    assert _read(notebook(*cells)) == [(2, "a"), (4, "b\nc"), (5, "")]
    assert _read(notebook()) == []
    raw = code("a") | {"cell_type": "raw"}
    assert _read(notebook(raw, code("b"))) == [(2, "b")]


@pytest.mark.parametrize(
    ("metadata", "is_python"),
    [
        (PYTHON, True),
        ({}, True),
        (3, True),
        ({"kernelspec": 3, "language_info": {"name": 3}}, True),
        ({"kernelspec": {"name": "python3"}}, True),
        ({"language_info": {"name": "Python"}}, True),
        ({"language_info": {"name": "ipython"}}, True),
        ({"language_info": {"name": "R"}}, False),
        ({"kernelspec": {"language": "julia"}}, False),
        # The kernel of SageMath reads Python that is not quite Python.
        ({"kernelspec": {"language": "sage"}, "language_info": {"name": "python"}}, False),
    ],
)
def test_languages(metadata: Any, is_python: bool) -> None:
    found = _read(notebook(code("x"), metadata=metadata))
    assert found == ([(1, "x")] if is_python else [])


def test_the_language_of_a_cell() -> None:
    sql = code("select", vscode={"languageId": "sql"})
    own = code("x", vscode={"languageId": "python"})
    assert _read(notebook(sql, own)) == [(2, "x")]


def _failure(data: bytes | str) -> str:
    found = decode(data.encode() if isinstance(data, str) else data, "nb.ipynb")
    assert isinstance(found, Failure)
    assert "\n" not in str(found)
    return str(found)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not valid JSON in line 1, column 1 (Expecting value)"),
        (b'{"cells": [\n<<<<<<< HEAD\n', "not valid JSON in line 2, column 1 (Expecting value)"),
        (b'{"cells": []} x', "not valid JSON in line 1, column 15 (Extra data)"),
        (b"{}", "it has no list of `cells`"),
        (b"[]", "it has no list of `cells`"),
        (b'{"cells": 3}', "it has no list of `cells`"),
        (b'{"worksheets": []}', "older than 4; `jupyter nbconvert --to notebook --inplace`"),
        (b'{"cells": [3]}', "cell 1 is no object"),
        (b'{"cells": [{"cell_type": "code"}]}', "the `source` of cell 1 is no text"),
        (b'{"cells": [{"cell_type": "code", "source": 3}]}', "the `source` of cell 1 is no text"),
        (
            b'{"cells": [{"cell_type": "raw"}, {"cell_type": "code", "source": ["a", 3]}]}',
            "the `source` of cell 2 is no text",
        ),
        (b'{"cells": [\n\n"\xff"]}', "not valid utf-8 in line 3"),
        (b'{"a": ' + b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_cannot_be_read(data: bytes, message: str) -> None:
    assert message in _failure(data)


def test_numbers_that_python_does_not_convert() -> None:
    data = encoded(code("x = 1")).replace(b'"execution_count": 1', b'"a": ' + b"9" * 5000)
    assert [cell.text for cell in read(data).cells] == ["x = 1"]


# Notebooks as different programs write them.


def _as_string(text: str) -> str | list[str]:
    return text


def _as_lines(text: str) -> str | list[str]:
    return text.splitlines(keepends=True)


def _in_odd_pieces(text: str) -> str | list[str]:
    return re.findall(r"(?s).{1,7}", text)


_LINES = st.sampled_from(
    ["x = 1", "é = '𝒳 \\u00e9'", "if x:\n    pass", "%time f(x)", "!ls", "y?", "", "# /", "'\t\"'"]
)
_SOURCES = st.builds(
    lambda body, end, last: end.join(body) + last,
    st.lists(_LINES, max_size=5),
    st.sampled_from(["\n", "\n", "\r\n", "\r"]),
    st.sampled_from(["", "\n", "\r"]),
)
_CODE = st.builds(
    lambda source, style: code(style(source)),
    _SOURCES,
    st.sampled_from([_as_string, _as_lines, _in_odd_pieces]),
)
_CELLS = st.lists(_CODE | st.builds(markdown, _SOURCES), max_size=5)


@st.composite
def _notebooks(draw: st.DrawFn) -> bytes:
    cells: list[Cell] = draw(_CELLS)
    text = json.dumps(
        notebook(*cells),
        indent=draw(st.sampled_from([None, 0, 1, 2, "\t"])),
        ensure_ascii=draw(st.booleans()),
        sort_keys=draw(st.booleans()),
        separators=draw(st.sampled_from([None, (",", ":"), (" , ", " : ")])),
    )
    text = draw(st.sampled_from(["", " \n"])) + text + draw(st.sampled_from(["", "\n", "\n\n"]))
    if draw(st.booleans()):
        # `json` never writes this, others do.
        text = text.replace("/", "\\/")
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()


@given(_notebooks())
def test_a_notebook_is_read_whole(data: bytes) -> None:
    source = read(data)
    cells = json.loads(data)["cells"]
    expected = [
        (number, "".join(cell["source"]))
        for number, cell in enumerate(cells, 1)
        if cell["cell_type"] == "code"
    ]
    assert [(cell.number, cell.text) for cell in source.cells] == expected
    assert source.encoded() == data
    assert source.spliced([]).encoded() == data
    assert pickle.loads(pickle.dumps(source)) == source  # noqa: S301


@given(_notebooks())
def test_the_cells_lie_in_the_text(data: bytes) -> None:
    source = read(data)
    for cell in source.cells:
        assert source.text[cell.start : cell.end] == cell.masked.code
        assert source.line_start(cell.above + 1) == cell.start
        assert len(source.lines_of(cell.number)) == len(cell.lines)
        for row in range(1, len(cell.lines) + 1):
            assert source.cell_at(cell.above + row) is cell
        assert source.lines[cell.row_after - 1] == ""
    for cell, (above, part) in zip(source.cells, source.parts, strict=True):
        assert (above, len(part)) == (cell.above, len(cell.lines))
    assert [text for _, text in source.sections] == [f"{cell.text}\n" for cell in source.cells]


_CONTENT = st.sampled_from(["", "a", "é𝒳", "a\n", "\n", "a\nb", "\r\n", "/\"\\'\t\x00"])


@st.composite
def _splices(draw: st.DrawFn, source: NotebookSource) -> dict[int, list[Splice]]:
    """Changes of each code cell, in order and apart."""
    found: dict[int, list[Splice]] = {}
    for index, cell in enumerate(source.cells):
        bounds = st.integers(0, len(cell.text))
        ends = sorted(draw(st.lists(bounds, max_size=4, unique=True)))
        pairs = zip(ends[::2], ends[1::2], strict=False)
        found[index] = [splice(source, index, a, b, draw(_CONTENT)) for a, b in pairs]
    return found


@given(st.data())
def test_a_change_of_cells_changes_nothing_else(drawn: st.DataObject) -> None:
    data = drawn.draw(_notebooks())
    source = read(data)
    by_cell = drawn.draw(_splices(source))
    after = source.spliced([item for changes in by_cell.values() for item in changes])
    assert isinstance(after, NotebookSource)
    for cell, new, changes in zip(source.cells, after.cells, by_cell.values(), strict=True):
        assert (new.number, new.text) == (cell.number, _applied(cell.text, cell.start, changes))
    _compare_json(data, after.encoded())
    _compare_bytes(source, after, by_cell)


def _applied(text: str, start: int, changes: list[Splice]) -> str:
    for change in reversed(changes):
        text = text[: change.start - start] + change.content + text[change.end - start :]
    return text


def _compare_json(data: bytes, after: bytes) -> None:
    """All but the sources is equal, and these are still of their kinds."""
    old, new = json.loads(data), json.loads(after)
    for cell, changed in zip(old["cells"], new["cells"], strict=True):
        assert type(changed["source"]) is type(cell["source"])
        if isinstance(cell["source"], list):
            assert "" not in changed["source"]
        changed["source"] = cell["source"]
    assert new == old


def _compare_bytes(
    source: NotebookSource, after: NotebookSource, by_cell: dict[int, list[Splice]]
) -> None:
    """Between the sources that change, nothing has changed, and no string has needlessly."""
    at = now = 0
    text, new = source.document.text, after.document.text
    for index, (cell, changed) in enumerate(
        zip(source.document.cells, after.document.cells, strict=True)
    ):
        if by_cell[index]:
            assert text[at : cell.start] == new[now : changed.start]
            at, now = cell.end, changed.end
    assert text[at:] == new[now:]


@given(st.data())
def test_lists_of_lines_stay_lists_of_lines(drawn: st.DataObject) -> None:
    text = drawn.draw(_SOURCES.map(lambda text: text.replace("\r", "")))
    data = encoded(lines(text))
    source = read(data)
    after = source.spliced(drawn.draw(_splices(source))[0])
    (cell,) = json.loads(after.encoded())["cells"]
    assert cell["source"] == split_lines("".join(cell["source"]))
    # Jupyter would write the very same file.
    new = json.loads(data)
    new["cells"][0]["source"] = cell["source"]
    assert after.encoded().decode() == json.dumps(new, indent=1, ensure_ascii=False) + "\n"


def _changed(data: str, start: int, end: int, content: str) -> str:
    source = read(data.encode())
    after = source.spliced([splice(source, 0, start, end, content)])
    return after.encoded().decode()


@pytest.mark.parametrize(
    ("source", "start", "end", "content", "expected"),
    [
        # Only the character's own spelling goes.
        (r'"a\/\u00e9\u0062"', 0, 1, "x", r'"x\/\u00e9\u0062"'),
        (r'"a\/\u00e9\u0062"', 2, 3, "", r'"a\/\u0062"'),
        (r'"\ud835\udcb3 = 1"', 4, 5, "2", r'"\ud835\udcb3 = 2"'),
        # A file in ASCII stays one.
        (r'"a\u00e9"', 0, 1, "\u00fc", r'"\u00fc\u00e9"'),
        (r'"a\u001b"', 0, 1, "\u00fc", '"\u00fc\\u001b"'),
        ('"a\u00e9\\u00e9"', 0, 1, "\u00fc", '"\u00fc\u00e9\\u00e9"'),
        ('"a"', 0, 1, '"\\\n', r'"\"\\\n"'),
        # Strings that are not touched stay, however they are cut.
        (r'["a", "b\n",  "c"]', 4, 4, "x", r'["a", "b\n",  "cx"]'),
        (r'["a", "b\n",  "c"]', 1, 2, "x", r'["ax\n",  "c"]'),
        (r'["a\n", "b\n"]', 0, 2, "", r'["b\n"]'),
        (r'["a\n", "b\n"]', 2, 4, "", r'["a\n"]'),
        (r'["a\n", "b"]', 1, 2, "", r'["ab"]'),
        (r'["a\n", "b"]', 2, 3, "", r'["a\n"]'),
        (r'["a\n" , "b\n" , "c"]', 2, 4, "", r'["a\n" , "c"]'),
        (r'["a\n" , "c"]', 2, 2, "b\n", r'["a\n" , "b\n" , "c"]'),
        (r'["a\n" , "c"]', 0, 0, "b\n", r'["b\n" , "a\n" , "c"]'),
        (r'["a\n" , "c"]', 3, 3, "\nd\n", r'["a\n" , "c\n" , "d\n"]'),
        ('["a"]', 0, 1, "", "[]"),
        ('["a"]', 1, 1, "\nb", r'["a\n", "b"]'),
        ('[\n  "a"\n ]', 1, 1, "\nb", '[\n  "a\\n",\n  "b"\n ]'),
        ("[ ]", 0, 0, "a\nb", r'["a\n", "b"]'),
    ],
)
def test_the_smallest_change(
    source: str, start: int, end: int, content: str, expected: str
) -> None:
    data = f'{{"cells": [{{"cell_type": "code", "source": {source}}}]}}'
    assert _changed(data, start, end, content) == data.replace(source, expected)


def test_a_last_line_goes_with_the_line_end_before_it() -> None:
    source = read(encoded(lines("x = 1\n# y"), lines("z")))
    changed = source.spliced([Splice(6, 10, "")])
    titles = [f"{source.filename}:cell {number}" for number in (1, 2)]
    assert [title for title, _ in changed.sections] == titles
    assert [text for _, text in changed.sections] == ["x = 1\n", "z\n"]
    emptied = source.spliced([Splice(0, 10, "")])
    assert [text for _, text in emptied.sections] == ["\n", "z\n"]


def test_what_a_change_may_be() -> None:
    source = read(encoded(code("x = 1\n%time f(x)\n!ls"), code("%%bash\nx"), code("%%time\ny")))
    text = source.text

    def accepts(part: str, content: str, offset: int = 0, end: int | None = None) -> bool:
        start = text.index(part) + offset
        stop = start + len(part) if end is None else start + end
        return source.accepts([Splice(start, stop, content)])

    assert accepts("x = 1", "x = 2")
    assert accepts("f(x)", "g(x)")
    assert accepts("y", "z")
    assert accepts("x = 1", "import y\n", end=0)
    # Into a magic, at its end, or before one that must be first.
    bash = source.cells[1].start
    assert not source.accepts([Splice(bash + 7, bash + 8, "y")])
    assert not source.accepts([Splice(source.cells[0].end, source.cells[0].end, "  # why")])
    time = source.cells[2].start
    assert not source.accepts([Splice(time, time, "import y\n")])
    # What makes a magic, or ends one.
    assert not accepts("x = 1", "%ls")
    assert not accepts("f(x)", "for x in y: pass")
    # Beyond a cell.
    assert not source.accepts([Splice(0, source.cells[1].start + 1, "")])
    with pytest.raises(ValueError, match="beyond its cell"):
        source.spliced([Splice(0, source.cells[1].start + 1, "")])
    # One that cannot be made keeps all others from it: they belong together.
    assert not source.accepts([Splice(0, 1, "z"), Splice(bash, bash + 1, "")])


def test_an_indented_cell_is_left_alone() -> None:
    source = read(encoded(code("  x = 1\n  y = 2")))
    assert not source.accepts([Splice(2, 3, "z")])


def test_a_huge_output_costs_little() -> None:
    cell = code("x = 1\n")
    cell["outputs"] = [
        {"data": {"image/png": "A" * 20_000_000}, "metadata": {"n": [1.5] * 10_000}}
    ]
    data = encoded(cell)
    source = read(data)
    after = source.spliced([Splice(0, 1, "y")]).encoded()
    assert after == data.replace(b'"x = 1', b'"y = 1')


def test_magics_nested_too_deeply() -> None:
    assert "magics of a cell are nested too deeply" in _failure(encoded(code("%%time\n" * 5000)))


@given(st.sampled_from(["\ud800", "'\\ud800'", "x = '\udfff'"]))
def test_half_a_surrogate_pair(text: str) -> None:
    data = json.dumps(notebook(code(text), code("x = 1"))).encode()
    source = read(data)
    assert source.encoded() == data
    second = source.cells[1].start
    after = source.spliced([Splice(second, second + 1, "y")])
    assert json.loads(after.encoded())["cells"][0]["source"] == text
