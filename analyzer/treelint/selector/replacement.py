"""What can be told of a replacement from how it is written."""

import ast


def literal_count(node: ast.expr) -> int | None:
    """How many replacements a written-out tuple or list holds; None where that is not known."""
    match node:
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            if any(isinstance(element, ast.Starred) for element in elements):
                return None
            return len(elements)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _sum(literal_count(left), literal_count(right))
        case ast.BinOp(left=sequence, op=ast.Mult(), right=ast.Constant(value=int(times))):
            return _repeated(literal_count(sequence), times)
        case ast.BinOp(left=ast.Constant(value=int(times)), op=ast.Mult(), right=sequence):
            return _repeated(literal_count(sequence), times)
    return None


def is_scalar_literal(node: ast.expr) -> bool:
    """Whether the replacement is written as one value without a length: `0`, `-1.0`, `None`."""
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant) and not isinstance(node.value, str | bytes)


def _sum(left: int | None, right: int | None) -> int | None:
    if left is None or right is None:
        return None
    return left + right


def _repeated(count: int | None, times: int) -> int | None:
    return None if count is None else count * max(times, 0)
