"""Whether the mutations of one statement can become updates, and the statements that do it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.codemods.aliases import Alias, inlined
from treelint.codemods.dict_order import observed_order
from treelint.codemods.effects import changes_trees
from treelint.codemods.fresh_names import FreshNames
from treelint.codemods.freshness import is_fresh, is_unchangeable
from treelint.codemods.handing_back import UnclearError
from treelint.codemods.mutations import Mutation, Way, goes_around
from treelint.codemods.other_files import is_named_elsewhere
from treelint.codemods.parameters import handing_back
from treelint.codemods.purity import hands_over, has_walrus, is_plain
from treelint.codemods.sharing import is_parameter, may_change_afterwards, sharing
from treelint.codemods.updates import CannotError, Writer
from treelint.codemods.writing import written
from treelint.findings import Rewrite, Splice
from treelint.fixing.imports import of_either_family
from treelint.project.classes import TreeKind
from treelint.project.types import Instance, alternatives
from treelint.records import dataclass
from treelint.resolve import ScopeKind
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from treelint.codemods.places import Chain, Place
    from treelint.findings import Change
    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo

# With these code may change or read variables without naming them.
_DYNAMIC = frozenset({"eval", "exec", "globals", "locals", "vars"})


@dataclass(frozen=True, slots=True)
class Rewriting:
    """The changes that make updates of a statement, or that make way for them first."""

    message: str
    changes: tuple[Change, ...]
    is_first_step: bool = False


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why a statement stays as it is."""

    reason: str


Answer: TypeAlias = Rewriting | Withheld


def rewriting(file: FileIndex, statement: ast.stmt, found: Sequence[Mutation]) -> Answer:
    """The updates that mean what a statement would mean if trees could be changed."""
    before: tuple[Change, ...] = ()
    try:
        for mutation in found:
            reason = _reason(file, statement, mutation)
            if reason is not None:
                return _by_its_own_name(file, statement, mutation) or Withheld(reason)
            # One parameter after the other, where there are several.
            before = before or _made_ready(file, mutation, mutation.place.root)
    except UnclearError as unclear:
        return Withheld(str(unclear))
    name = _first_name(found[0].place.root)
    tree_at = None if name is None else of_either_family(file, "tree_at", name)
    if tree_at is None:
        return Withheld("`tree_at` cannot be reached by a name here")
    writer = Writer(file, tree_at.text, FreshNames(file, statement))
    try:
        _write(file, writer, statement, found)
    except CannotError as reason:
        return Withheld(str(reason))
    if before:
        return Rewriting("return the tree to those who gave it", before, is_first_step=True)
    change = Rewrite(statement, written(tuple(writer.lines), _indentation(file, statement)))
    declared = _declared(file, statement, found[0].place.root)
    if declared and statement in _first_statements(file, statement):
        # Both begin at one place: the declaration goes first, by itself.
        return Rewriting("declare the variable", declared, is_first_step=True)
    return Rewriting("update the tree out of place", (*declared, change, *tree_at.added))


def _indentation(file: FileIndex, statement: ast.stmt) -> str | None:
    """What stands before a statement on its line, if that is blank."""
    line = file.source.lines[statement.lineno - 1]
    before = line[: file.source.column(statement.lineno, statement.col_offset)]
    return None if before.strip() else before


def _first_statements(file: FileIndex, statement: ast.stmt) -> list[ast.stmt]:
    function = _function_around(file, statement)
    return [] if function is None else function.body[:2]


def _by_its_own_name(file: FileIndex, statement: ast.stmt, mutation: Mutation) -> Rewriting | None:
    """Write the tree's own name for a variable that is a part of it, which is a first step."""
    root = mutation.place.root
    if not isinstance(root, ast.Name) or _of_statement(file, statement) is not None:
        return None
    try:
        alias, changes = inlined(file, root)
        _check_tree(file, mutation, alias)
    except UnclearError:
        return None
    return Rewriting(f"write `{alias.text}` for `{root.id}`", changes, is_first_step=True)


def _check_tree(file: FileIndex, mutation: Mutation, alias: Alias) -> None:
    """Raise if the tree that the variable is a part of cannot be updated either."""
    tree, statement = alias.root, mutation.statement
    if not isinstance(tree, ast.Name):
        return
    if sharing(file, tree, statement, without=frozenset({alias.name.id})) is not None:
        outer, _ = inlined(file, tree)
        _check_tree(file, mutation, outer)
    _made_ready(file, mutation, tree)


def _made_ready(file: FileIndex, mutation: Mutation, root: ast.expr) -> tuple[Change, ...]:
    """What to change first where the tree is a parameter's."""
    if not isinstance(root, ast.Name) or not is_parameter(file, root):
        return ()

    def why_shared(statement: ast.stmt, tree: Chain) -> str | None:
        return _of_root(file, statement, tree)

    works = (
        mutation.way is Way.CALLED or not mutation.place.is_field or goes_around(file, mutation)
    )
    return handing_back(file, root, why_shared, must_be_called=works)


def _write(
    file: FileIndex, writer: Writer, statement: ast.stmt, found: Sequence[Mutation]
) -> None:
    if len(found) == 1 and _is_alone(statement, found[0]):
        writer.update(found[0])
        return
    if not isinstance(statement, ast.Assign) or any(
        mutation.way is not Way.ASSIGNED for mutation in found
    ):
        raise CannotError("the statement changes several places")
    _write_several(file, writer, statement, found)


def _is_alone(statement: ast.stmt, mutation: Mutation) -> bool:
    """Whether a mutation is all that its statement does."""
    match statement:
        case ast.Assign(targets=[target], value=value):
            return target is mutation.node or value is mutation.node
        case ast.Delete(targets=targets):
            return len(targets) == 1
        case ast.Expr(value=value):
            return value is mutation.node
        case ast.AugAssign() | ast.AnnAssign():
            return True
    return False


def _write_several(
    file: FileIndex, writer: Writer, statement: ast.Assign, found: Sequence[Mutation]
) -> None:
    """Give the values to variables first, and then put each where it belongs."""
    text = file.text(statement)
    start = file.source.offset(statement.lineno, statement.col_offset)
    names: list[str] = []
    for mutation in sorted(found, key=_place_in_text, reverse=True):
        node = mutation.place.node
        _check_later_targets(statement, mutation)
        name = writer.names.like(_suggested(mutation.place))
        at = file.source.offset(node.lineno, node.col_offset) - start
        text = text[:at] + name + text[at + len(file.text(node)) :]
        names.append(name)
    writer.lines.append(text)
    for mutation, name in zip(sorted(found, key=_place_in_text), reversed(names), strict=True):
        writer.assign_name(mutation.place, name)


def _place_in_text(mutation: Mutation) -> tuple[int, int]:
    return mutation.place.node.lineno, mutation.place.node.col_offset


def _suggested(place: Place) -> str:
    return place.node.attr if isinstance(place.node, ast.Attribute) else "value"


def _check_later_targets(statement: ast.Assign, mutation: Mutation) -> None:
    """Targets are assigned in order: what an earlier one's index reads must not change later."""
    read = {node.id for node in walk(mutation.place.node) if isinstance(node, ast.Name)}
    for target in statement.targets:
        for node in walk(target):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                is_later = (node.lineno, node.col_offset) > _place_in_text(mutation)
                if node.id in read and is_later:
                    msg = f"`{node.id}` is assigned by the same statement"
                    raise CannotError(msg)


def _first_name(node: ast.expr) -> ast.Name | None:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node if isinstance(node, ast.Name) else None


def _reason(file: FileIndex, statement: ast.stmt, mutation: Mutation) -> str | None:
    """Why one mutation cannot be an update."""
    place = mutation.place
    if place.static is not None:
        owner = place.static.owner.short_name
        return (
            f"`{place.static.name}` is a static field, which `tree_at` cannot reach; build a new "
            f"{owner}"
        )
    return (
        _of_statement(file, statement)
        or _of_class(place)
        or _of_root(file, statement, place.root)
        or _of_loop(file, statement, mutation)
        or _of_values(file, statement, mutation)
        or observed_order(file, place)
    )


def _of_loop(file: FileIndex, statement: ast.stmt, mutation: Mutation) -> str | None:
    """Why a loop would see a change that it no longer sees: it goes over what is changed."""
    place = mutation.place
    container = place.node if mutation.way is Way.CALLED else place.node.value
    changed = ast.dump(ast.parse(ast.unparse(container), mode="eval").body)
    for loop in file.ancestors(statement):
        if not isinstance(loop, ast.For):
            continue
        for node in walk(loop.iter):
            parent = file.parents.get(node)
            is_size = (
                isinstance(parent, ast.Call)
                and file.names.qualified_name(parent.func) == "builtins.len"
            )
            if ast.dump(node) == changed and not is_size:
                return f"the loop goes over `{ast.unparse(container)}`, which it changes"
    return None


def _of_values(file: FileIndex, statement: ast.stmt, mutation: Mutation) -> str | None:
    """Why what is put into the tree may not be what it is afterwards."""
    values: list[ast.expr] = []
    if mutation.value is not None:
        values.append(mutation.value)
    elif mutation.way is Way.ASSIGNED and isinstance(statement, ast.Assign):
        values.append(statement.value)
    if isinstance(statement, ast.Assign) and not is_unchangeable(mutation.place.type):
        value = statement.value
        is_chained = len(statement.targets) > 1 and not is_unchangeable(file.types.of(value))
        is_display = isinstance(value, ast.Tuple | ast.List)
        is_unpacked = mutation.value is None and mutation.way is Way.ASSIGNED
        if is_chained or (is_unpacked and not is_display and not is_fresh(file, value)):
            return "one thing may be put into two places, and change in one of them"
    if mutation.way is Way.CALLED and isinstance(mutation.node, ast.Call):
        values += mutation.node.args
        values += (keyword.value for keyword in mutation.node.keywords)
    changing = changes_trees(file, statement)
    if changing is not None:
        return changing
    root = _first_name(mutation.place.root)
    if root is None or (mutation.way is not Way.CALLED and is_unchangeable(mutation.place.type)):
        return None
    reasons = (may_change_afterwards(file, value, root, statement) for value in values)
    return next((reason for reason in reasons if reason is not None), None)


def _of_statement(file: FileIndex, statement: ast.stmt) -> str | None:
    if hands_over(statement):
        return "other code may run in the midst of the statement"
    if has_walrus(statement):
        return "the statement assigns to a variable in passing"
    if _has_comment_inside(file, statement):
        return "there is a comment in the midst of the statement"
    for node in file.nodes(ast.Name):
        if node.id in _DYNAMIC and file.names.is_free(node.id, node):
            return f"`{node.id}` may read or change variables without naming them"
    return None


def _has_comment_inside(file: FileIndex, statement: ast.stmt) -> bool:
    if statement.lineno == statement.end_lineno:
        return False
    import io
    import tokenize

    tokens = tokenize.generate_tokens(io.StringIO(f"({file.text(statement)}\n)").readline)
    try:
        return any(token.type == tokenize.COMMENT for token in tokens)
    except (tokenize.TokenError, SyntaxError):
        return True


def _of_class(place: Place) -> str | None:
    """Why assigning to a field does more, or something else, than replacing a node."""
    for member in alternatives(place.owner):
        cls = member.cls if isinstance(member, Instance) else None
        reason = None if cls is None else _of_one_class(cls, place)
        if reason is not None:
            return reason
    return None


def _of_one_class(cls: ClassInfo, place: Place) -> str | None:
    name = cls.short_name
    if not isinstance(place.node, ast.Attribute):
        return None
    for special in ("__setattr__", "__delattr__"):
        if cls.member(special) is not None:
            return f"{name} has its own `{special}`"
    if cls.kind is not TreeKind.MODULE and cls.member("__post_init__") is not None:
        return f"the `__post_init__` of {name} runs whenever JAX rebuilds it"
    field = cls.fields.get(place.node.attr)
    if field is None:
        return f"`{place.node.attr}` is no field of {name}"
    if field.is_static is None:
        return f"it is not known whether `{field.name}` is static"
    return None


def _of_root(file: FileIndex, statement: ast.stmt, root: Chain) -> str | None:
    """Why assigning the updated tree to its root is not the same."""
    if isinstance(root, ast.Name):
        return _of_variable(file, statement, root)
    if isinstance(root, ast.Attribute):
        # Loaded here: most roots are variables.
        from treelint.codemods.attribute_roots import shared_attribute

        return shared_attribute(file, statement, root)
    shown = file.text(root)
    if not isinstance(root.value, ast.Name) or not is_plain(file, root.slice):
        return f"something else may hold what `{shown}` is"
    # An item of a list or dict, which is changed in place as before.
    if is_parameter(file, root.value):
        return f"something else may hold what `{shown}` is"
    return sharing(file, root.value, statement)


def _can_be_declared(file: FileIndex, statement: ast.stmt, root: ast.Name) -> bool:
    """Whether `global` makes a module's variable one that the function may assign."""
    owner = file.names.scopes[root].owner(root.id)
    if owner is None or owner.kind is not ScopeKind.MODULE or is_named_elsewhere(file, root.id):
        return False
    return _function_around(file, statement) is not None


def _function_around(file: FileIndex, statement: ast.stmt) -> ast.FunctionDef | None:
    """The function that a statement stands in, if that is one of the module itself."""
    for outer in file.ancestors(statement):
        if isinstance(outer, ast.FunctionDef):
            return outer if isinstance(file.parents[outer], ast.Module) else None
        if isinstance(outer, ast.Lambda | ast.ClassDef | ast.AsyncFunctionDef):
            return None
    return None


def _declared(file: FileIndex, statement: ast.stmt, root: ast.expr) -> tuple[Change, ...]:
    """The `global` statement that an assignment to a variable of the module needs."""
    function = _function_around(file, statement)
    if not isinstance(root, ast.Name) or file.names.is_local(root) or function is None:
        return ()
    first = function.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    if is_text and len(function.body) > 1:
        first = function.body[1]
    start = file.source.offset(first.lineno, first.col_offset)
    line = file.source.text[file.source.line_start(first.lineno) : start]
    if line.strip():
        return (Splice(start, start, f"global {root.id}; "),)
    return (Splice(start, start, f"global {root.id}{file.source.newline}{line}"),)


def _of_variable(file: FileIndex, statement: ast.stmt, root: ast.Name) -> str | None:
    scope = file.names.scopes[root]
    owner = scope.owner(root.id)
    if owner is None:
        return f"it is not known what `{root.id}` is"
    if scope.kind is ScopeKind.CLASS or owner.kind is ScopeKind.CLASS:
        return "a selector in a class body cannot see the names of the class"
    if not file.names.is_local(root) and not _can_be_declared(file, statement, root):
        kind = "module" if owner.kind is ScopeKind.MODULE else "function around this one"
        return f"`{root.id}` is a variable of the {kind}; assigning to it here makes another one"
    if owner.kind is not ScopeKind.MODULE and scope is not owner and root.id in scope.elsewhere:
        return f"`{root.id}` is shared with another function"
    return sharing(file, root, statement)
