"""Write assignments to items of arrays as updates, in LibCST."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import libcst as cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.codemods.finding.places import Place
    from treelint.sites.arrays.items import ItemWrite
    from treelint.sites.arrays.plan import Plan

_NONE = cst.SimpleWhitespace("")
# From the loosest to the tightest.
_TIGHTNESS: tuple[tuple[type[cst.CSTNode], ...], ...] = (
    (cst.BitOr, cst.BitOrAssign),
    (cst.BitXor, cst.BitXorAssign),
    (cst.BitAnd, cst.BitAndAssign),
    (cst.LeftShift, cst.LeftShiftAssign, cst.RightShift, cst.RightShiftAssign),
    (cst.Add, cst.AddAssign, cst.Subtract, cst.SubtractAssign),
    (
        *(cst.Multiply, cst.MultiplyAssign, cst.Divide, cst.DivideAssign),
        *(cst.FloorDivide, cst.FloorDivideAssign, cst.Modulo, cst.ModuloAssign),
        *(cst.MatrixMultiply, cst.MatrixMultiplyAssign),
    ),
    (cst.Power, cst.PowerAssign),
)
_OPERATORS: dict[type[cst.BaseAugOp], type[cst.BaseBinaryOp]] = {
    cst.AddAssign: cst.Add,
    cst.BitAndAssign: cst.BitAnd,
    cst.BitOrAssign: cst.BitOr,
    cst.BitXorAssign: cst.BitXor,
    cst.DivideAssign: cst.Divide,
    cst.FloorDivideAssign: cst.FloorDivide,
    cst.LeftShiftAssign: cst.LeftShift,
    cst.MatrixMultiplyAssign: cst.MatrixMultiply,
    cst.ModuloAssign: cst.Modulo,
    cst.MultiplyAssign: cst.Multiply,
    cst.PowerAssign: cst.Power,
    cst.RightShiftAssign: cst.RightShift,
    cst.SubtractAssign: cst.Subtract,
}
# What can be an operand without parentheses.
_OPERANDS = (
    *(cst.Attribute, cst.Await, cst.BaseNumber, cst.Call, cst.Dict, cst.List, cst.Name),
    *(cst.SimpleString, cst.Subscript, cst.UnaryOperation),
)


def updates(
    old: cst.Assign | cst.AnnAssign | cst.AugAssign, statement: ast.stmt, plan: Plan
) -> cst.FlattenSentinel[cst.BaseSmallStatement]:
    """The statements that take the place of one."""
    return cst.FlattenSentinel(list(_updates(old, statement, plan)))


def _updates(
    old: cst.Assign | cst.AnnAssign | cst.AugAssign, statement: ast.stmt, plan: Plan
) -> Iterator[cst.BaseSmallStatement]:
    match statement, old:
        case ast.AugAssign(), cst.AugAssign():
            yield from _augmented(old, plan)
        case ast.Assign(targets=[ast.Tuple() | ast.List() as target]), cst.Assign():
            yield from _unpacked(old, target, plan)
        case ast.Assign(targets=targets), cst.Assign():
            yield from _chained(old, targets, plan)
        case ast.AnnAssign(target=target), cst.AnnAssign(value=cst.BaseExpression() as value):
            yield from _in_turn([(target, old.target)], value, plan)


def _chained(
    old: cst.Assign, targets: list[ast.expr], plan: Plan
) -> Iterator[cst.BaseSmallStatement]:
    nodes = [target.target for target in old.targets]
    yield from _in_turn(list(zip(targets, nodes, strict=True)), old.value, plan)


def _in_turn(
    targets: list[tuple[ast.expr, cst.BaseExpression]], value: cst.BaseExpression, plan: Plan
) -> Iterator[cst.BaseSmallStatement]:
    if plan.value is not None:
        yield _assign(cst.Name(plan.value), value)
        value = cst.Name(plan.value)
    for target, node in targets:
        found = plan.writes.get(target) if isinstance(target, ast.Subscript) else None
        if found is None:
            yield _assign(node, value)
        else:
            yield _write(found[0], node, value, plan)


def _unpacked(
    old: cst.Assign, target: ast.Tuple | ast.List, plan: Plan
) -> Iterator[cst.BaseSmallStatement]:
    taken = old.targets[0]
    yield old.with_changes(
        targets=[taken.with_changes(target=_renamed(target, taken.target, plan))]
    )
    for item, node in _items(target, taken.target, plan):
        yield _write(plan.writes[item][0], node, _name(plan, item), plan)


def _renamed(
    target: ast.expr, node: cst.BaseExpression, plan: Plan
) -> cst.BaseAssignTargetExpression | cst.BaseExpression:
    """The target with variables in the places of the items."""
    match target, node:
        case (ast.Tuple(elts=parts), cst.Tuple(elements=elements)) | (
            ast.List(elts=parts),
            cst.List(elements=elements),
        ):
            pairs = zip(parts, elements, strict=True)
            return node.with_changes(
                elements=[
                    element.with_changes(value=_renamed(_unstarred(part), element.value, plan))
                    for part, element in pairs
                ]
            )
        case ast.Subscript(), _ if target in plan.writes:
            return _name(plan, target)
    return node


def _items(
    target: ast.expr, node: cst.BaseExpression, plan: Plan
) -> Iterator[tuple[ast.Subscript, cst.BaseExpression]]:
    match target, node:
        case (ast.Tuple(elts=parts), cst.Tuple(elements=elements)) | (
            ast.List(elts=parts),
            cst.List(elements=elements),
        ):
            for part, element in zip(parts, elements, strict=True):
                yield from _items(_unstarred(part), element.value, plan)
        case ast.Subscript(), _ if target in plan.writes:
            yield target, node


def _unstarred(part: ast.expr) -> ast.expr:
    return part.value if isinstance(part, ast.Starred) else part


def _name(plan: Plan, item: ast.Subscript) -> cst.Name:
    name = plan.writes[item][1]
    if name is None:
        msg = f"nothing is unpacked for {ast.unparse(item)}"
        raise ValueError(msg)
    return cst.Name(name)


def _augmented(old: cst.AugAssign, plan: Plan) -> Iterator[cst.BaseSmallStatement]:
    ((write, _),) = plan.writes.values()
    item = cst.ensure_type(old.target, cst.Subscript)
    if plan.index is not None:
        yield _assign(cst.Name(plan.index), _index(item))
        name = cst.SubscriptElement(cst.Index(cst.Name(plan.index)))
        item = item.with_changes(slice=[name])
    operator = _OPERATORS[type(old.operator)]()
    read = _plain(item)
    value = cst.BinaryOperation(read, operator, _operand(old.value, operator))
    yield _write(write, item, value, plan)


def _index(item: cst.Subscript) -> cst.BaseExpression:
    """The index as a value of its own."""
    parts = [cst.ensure_type(element.slice, cst.Index).value for element in item.slice]
    is_tuple = len(parts) > 1 or isinstance(item.slice[0].comma, cst.Comma)
    if is_tuple:
        return cst.Tuple([cst.Element(part) for part in parts])
    return parts[0]


def _operand(value: cst.BaseExpression, operator: cst.BaseBinaryOp) -> cst.BaseExpression:
    """The value as the right side of an operator."""
    if value.lpar or isinstance(value, _OPERANDS):
        is_negation = isinstance(value, cst.UnaryOperation) and isinstance(value.operator, cst.Not)
        return value if value.lpar or not is_negation else _in_parentheses(value)
    if isinstance(value, cst.BinaryOperation) and _tightness(value.operator) > _tightness(
        operator
    ):
        return value
    return _in_parentheses(value)


def _tightness(operator: cst.BaseBinaryOp) -> int:
    return next(
        (level for level, kinds in enumerate(_TIGHTNESS) if isinstance(operator, kinds)), -1
    )


def _in_parentheses(value: cst.BaseExpression) -> cst.BaseExpression:
    return value.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _write(
    write: ItemWrite, item: cst.BaseExpression, value: cst.BaseExpression, plan: Plan
) -> cst.BaseSmallStatement:
    """`root = root.at[i].set(value)`; for an item of an item, the same with an update inside."""
    levels = [cst.ensure_type(item, cst.Subscript)]
    for _ in write.levels[1:]:
        levels.append(cst.ensure_type(levels[-1].value, cst.Subscript))
    for level in levels:
        # The first one keeps its comments; what is read again goes without.
        copy = level if level is levels[0] else cst.ensure_type(_plain(level), cst.Subscript)
        value = _set(copy, value)
    root = levels[-1].value
    if write.place is not None and plan.tree_at is not None:
        return _in_tree(write.place, root, plan.tree_at.text, value)
    return _assign(_plain(root.with_changes(lpar=[], rpar=[])), value)


def _in_tree(
    place: Place, array: cst.BaseExpression, tree_at: str, value: cst.BaseExpression
) -> cst.BaseSmallStatement:
    """`tree = tree_at(lambda t: t.array, tree, value)`."""
    # Loaded here: most arrays are in no tree.
    from treelint.codemods.finding.places import steps_between
    from treelint.codemods.lines.fresh_names import parameter_for

    tree = ast.unparse(place.root)
    code = cst.Module([]).code_for_node(_plain(array))
    if not code.startswith((f"{tree}.", f"{tree}[")):
        code = ast.unparse(place.node)
    steps = steps_between(place.node, place.root)
    indices = [step.slice for step in steps if isinstance(step, ast.Subscript)]
    parameter = parameter_for(place.root, indices)
    where = cst.parse_expression(f"lambda {parameter}: {parameter}{code.removeprefix(tree)}")
    root = cst.parse_expression(tree)
    call = cst.Call(cst.parse_expression(tree_at), [*map(cst.Arg, (where, root, value))])
    return _assign(root, call)


def _set(item: cst.Subscript, value: cst.BaseExpression) -> cst.Call:
    """`x.at[i].set(value)` for `x[i]`."""
    at = item.with_changes(value=cst.Attribute(item.value, cst.Name("at")), lpar=[], rpar=[])
    function = cst.Attribute(at, cst.Name("set"))
    is_enclosed = len(value.lpar) == 1 and not isinstance(value, cst.Tuple | cst.GeneratorExp)
    if is_enclosed and not isinstance(value, cst.Yield):
        # The parentheses of the value become those of the call, with the comments in them.
        before, after = value.lpar[0].whitespace_after, value.rpar[0].whitespace_before
        bare = value.with_changes(lpar=[], rpar=[])
        argument = cst.Arg(bare, whitespace_after_arg=after)
        return cst.Call(function, [argument], whitespace_before_args=before)
    if not value.lpar and isinstance(value, cst.Tuple | cst.Yield | cst.NamedExpr):
        value = _in_parentheses(value)
    return cst.Call(function, [cst.Arg(value)])


def _plain(node: cst.BaseExpression) -> cst.BaseExpression:
    """The same once more, on one line and without comments."""
    code = cst.Module([]).code_for_node(node)
    if "\n" in code or "\r" in code:
        return cst.parse_expression(ast.unparse(ast.parse(f"({code}\n)", mode="eval").body))
    return node.deep_clone()


def _assign(target: cst.BaseExpression, value: cst.BaseExpression) -> cst.Assign:
    if not isinstance(target, cst.BaseAssignTargetExpression):
        msg = f"{type(target).__name__} cannot be assigned"
        raise TypeError(msg)
    return cst.Assign([cst.AssignTarget(target)], value)
