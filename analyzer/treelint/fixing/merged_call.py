"""The one call of `tree_at` that several are merged into, in LibCST."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from treelint.fixing.layout import Commented, deeper, fitted, inline, is_long, spread_call
from treelint.fixing.renaming import renamed
from treelint.fixing.substitution import copied
from treelint.sites.update_runs import replacements, selections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from treelint.index import FileIndex
    from treelint.sites.update_runs import Run


def merged(
    file: FileIndex, run: Run, comments: Sequence[tuple[str, ...]], last: cst.Call
) -> cst.Call:
    """The last call, for the first one's tree and all of the nodes."""
    where = cst.ensure_type(last.args[0].value, cst.Lambda)
    parameter = where.params.params[0].name.value
    selected: list[Commented] = []
    replaced: list[Commented] = []
    for call, own in zip(run.calls, comments, strict=True):
        old = "" if call.selector is None else call.selector.parameter
        first, *others = (renamed(copied(file, node), old, parameter) for node in selections(call))
        selected += (Commented(first, own), *map(Commented, others))
        replaced += (Commented(copied(file, node)) for node in replacements(call))
    pytree = run.calls[0].pytree
    tree = last.args[1].value if pytree is None else copied(file, pytree)

    def built(nodes: cst.Tuple, values: cst.Tuple) -> cst.Call:
        changed = {0: where.with_changes(body=nodes), 1: tree, _replace_index(last): values}
        arguments = [
            argument.with_changes(value=changed.get(index, argument.value))
            for index, argument in enumerate(last.args)
        ]
        return last.with_changes(args=arguments)

    line = built(inline(selected), inline(replaced))
    if not any(comments) and not is_long(line, _column(file, run)):
        return line
    indentation = _indentation(file, run)
    inner = deeper(indentation)
    nodes = fitted(selected, inner, len(f"{inner}lambda {parameter}: ,"))
    values = fitted(replaced, inner, len(f"{inner}replace=,"))
    return spread_call(built(nodes, values), indentation)


def _column(file: FileIndex, run: Run) -> int:
    """Where the call will stand in its line: its statement takes the place of the first one."""
    columns = [
        file.source.column(node.lineno, node.col_offset)
        for node in (run.calls[-1].node, *run.statements)
    ]
    call, *statements = columns
    return call + statements[0] - statements[-1] if statements else call


def _indentation(file: FileIndex, run: Run) -> str:
    node = run.statements[0] if run.statements else run.calls[-1].node
    line = file.source.lines[node.lineno - 1]
    return line[: len(line) - len(line.lstrip())]


def _replace_index(call: cst.Call) -> int:
    keywords = (argument.keyword and argument.keyword.value for argument in call.args)
    return next((index for index, name in enumerate(keywords) if name == "replace"), 2)
