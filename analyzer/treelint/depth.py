"""How deeply a statement is nested, as LibCST will see it.

LibCST's parser has no limit but the machine's stack, and where that is full the whole process
dies: ten thousand operands of one `and` are enough. So statements are measured first, on their
`ast`, which Python has kept within limits. See https://github.com/Instagram/LibCST/issues/1000.
"""

from __future__ import annotations

import ast


def nesting(tree: ast.AST) -> int:
    """The most nodes inside one another; nothing here calls itself, as that has limits too."""
    deepest = 0
    waiting = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        depth += _folded(node)
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in ast.iter_child_nodes(node)]
    return deepest


def _folded(node: ast.AST) -> int:
    """How many nodes, for LibCST one inside the other, are one for `ast`."""
    match node:
        case ast.BoolOp(values=parts):
            return len(parts)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return len(node.generators)
    return 0
