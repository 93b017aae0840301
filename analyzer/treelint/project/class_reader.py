"""From a class statement to what is known of the class."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.fullnames import TRANSPARENT, canonical
from treelint.project.classes import ClassInfo, Field, Member, MemberKind, TreeKind
from treelint.project.library import Defined, public_name
from treelint.project.registration import Registration, registration
from treelint.project.well_known import (
    ABSTRACT_FIELD,
    CLASS_VARIABLES,
    FIELD_FUNCTIONS,
    PLAIN_BASES,
    PLAIN_CLASS_DECORATORS,
    PROPERTIES,
    REGISTER_DATACLASS,
    REGISTER_NODE,
    TREE_BASES,
    TREE_DECORATORS,
)
from treelint.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator


def class_of(defined: Defined) -> ClassInfo | None:
    """The class that a definition is, if it is one; each class statement is read once."""
    node = defined.node
    if not isinstance(node, ast.ClassDef):
        return None
    module = defined.module
    if node not in module.classes:
        # Noted before the bases are read: a class cannot be its own base, but code can say so.
        info = ClassInfo(
            defined.name, node, module, defined.scope, TreeKind.ORDINARY, (), is_complete=False
        )
        module.classes[node] = info
        _read(info)
    return module.classes[node]


def _read(info: ClassInfo) -> None:
    kind, bases, is_complete = _bases(info)
    # The base class of all trees of a kind is one itself.
    kind = TREE_BASES.get(canonical(info.name), kind)
    shape = _decorated(info, _as_frozen(kind, info.node))
    info.kind, info.bases = shape.kind, bases
    info.is_complete = is_complete and shape.is_complete
    for statement in _statements(info.node.body):
        _declare(info, statement, shape)


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a class body; what stands under an `if` may be there."""
    for statement in body:
        if isinstance(statement, ast.If):
            yield from _statements(statement.body)
            yield from _statements(statement.orelse)
        else:
            yield statement


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the decorators and the registration say of a class."""

    kind: TreeKind
    is_complete: bool
    registration: Registration
    is_keyword_only: bool = False


def _bases(info: ClassInfo) -> tuple[TreeKind, tuple[ClassInfo, ...], bool]:
    kind, is_complete = TreeKind.ORDINARY, True
    bases: list[ClassInfo] = []
    for node in info.node.bases:
        bare = node.value if isinstance(node, ast.Subscript) else node
        name = info.module.known_name(bare, info.outside)
        if name in TREE_BASES:
            kind = TREE_BASES[name]
            continue
        if name in PLAIN_BASES:
            continue
        target = info.module.find(bare, info.outside)
        base = class_of(target) if isinstance(target, Defined) else None
        public = public_name(target)
        if public in TREE_BASES:
            kind = TREE_BASES[public]
        elif base is None or _derives_from(base, info):
            is_complete = is_complete and public in PLAIN_BASES
        else:
            bases.append(base)
            is_complete = is_complete and base.is_complete
            if base.kind is not TreeKind.ORDINARY and kind is TreeKind.ORDINARY:
                kind = _inherited(base.kind)
    return kind, tuple(bases), is_complete


def _derives_from(info: ClassInfo, other: ClassInfo) -> bool:
    """Whether a class has another one above it: `class A(A)`, where the other `A` is not seen."""
    return info is other or any(_derives_from(base, other) for base in info.bases)


def _inherited(kind: TreeKind) -> TreeKind:
    """What kind a class is by its base: a registration holds for one class alone."""
    if kind in {TreeKind.MODULE, TreeKind.ENUMERATION}:
        return kind
    if kind is TreeKind.NAMED_TUPLE:
        return TreeKind.CUSTOM  # its own annotations are no fields
    return TreeKind.PLAIN_DATACLASS if kind is not TreeKind.CUSTOM else TreeKind.ORDINARY


def _decorated(info: ClassInfo, kind: TreeKind) -> _Shape:
    is_complete = True
    registered = Registration()
    is_keyword_only = False
    for decorator in info.node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        function = decorator if call is None else call.func
        name = info.module.known_name(function, info.outside)
        if name == "functools.partial" and call is not None and call.args:
            name = info.module.known_name(call.args[0], info.outside)
            if name == REGISTER_DATACLASS:
                registered = registration(call)
        if name in TREE_DECORATORS:
            found = _as_frozen(TREE_DECORATORS[name], call)
            if found is not TreeKind.PLAIN_DATACLASS or kind is TreeKind.ORDINARY:
                kind = found
            is_keyword_only |= call is not None and _flag(call, "kw_only") is True
        elif name not in PLAIN_CLASS_DECORATORS:
            is_complete = False
    for call, name in _registrations(info):
        if name == REGISTER_DATACLASS:
            kind = TreeKind.DATACLASS
            registered = registration(call)
        elif name in REGISTER_NODE:
            kind = TreeKind.CUSTOM
    return _Shape(kind, is_complete, registered, is_keyword_only)


def _as_frozen(kind: TreeKind, given: ast.Call | ast.ClassDef | None) -> TreeKind:
    """The kind of a class by the options of its decorator or of its class statement."""
    keywords = [] if given is None else given.keywords
    for keyword in keywords:
        if kind is TreeKind.FLAX and keyword.arg in {"frozen", None}:
            is_frozen = isinstance(keyword.value, ast.Constant) and keyword.value.value is True
            return kind if is_frozen else TreeKind.UNFROZEN_FLAX
    return kind


def _registrations(info: ClassInfo) -> Iterator[tuple[ast.Call, str]]:
    """The calls at the top of the module that register this class."""
    if info.outside is not info.module.names.module:
        return
    for statement in info.module.tree.body:
        match statement:
            case ast.Expr(value=ast.Call(args=[ast.Name(id=name), *_]) as call):
                if name == info.node.name:
                    function = info.module.known_name(call.func)
                    if function is not None:
                        yield call, function


def _flag(call: ast.Call, name: str) -> bool | None:
    """The constant that a keyword argument is; None where it is computed, False if not given."""
    for keyword in call.keywords:
        if keyword.arg == name:
            value = keyword.value
            return bool(value.value) if isinstance(value, ast.Constant) else None
        if keyword.arg is None:
            return None
    return False


def _declare(info: ClassInfo, statement: ast.stmt, shape: _Shape) -> None:
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
            if _is_class_variable(info, annotation):
                _add(info, Member(name, MemberKind.CLASS_VARIABLE, info, value, annotation))
            elif shape.kind in {TreeKind.ORDINARY, TreeKind.CUSTOM, TreeKind.ENUMERATION}:
                if value is not None:
                    _add(info, Member(name, MemberKind.DECLARED, info, value, annotation))
            else:
                info.own_fields[name] = _field(info, name, annotation, value, shape)
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                if isinstance(target, ast.Name):
                    _assign(info, target.id, value)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            _add(info, _function(info, statement))
        case ast.ClassDef(name=name):
            _add(info, Member(name, MemberKind.CLASS, info, statement))
        case ast.Import() | ast.ImportFrom() | ast.For() | ast.With() | ast.Try():
            # May bind anything.
            info.is_complete = False


def _assign(info: ClassInfo, name: str, value: ast.expr) -> None:
    # `__call__ = other` names a method again; a property may be made by a call.
    kind = MemberKind.CLASS_VARIABLE
    if isinstance(value, ast.Call | ast.Name | ast.Attribute):
        kind = MemberKind.DESCRIPTOR
    _add(info, Member(name, kind, info, value))


def _add(info: ClassInfo, member: Member) -> None:
    old = info.own_members.get(member.name)
    if old is not None and old.kind is MemberKind.PROPERTY:
        # A setter comes after its getter, which says what the property gives.
        return
    info.own_members[member.name] = member


def _function(info: ClassInfo, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Member:
    kind = MemberKind.METHOD
    transforms: list[str] = []
    for decorator in node.decorator_list:
        bare = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = info.module.known_name(bare, info.outside)
        match name:
            case "builtins.classmethod":
                kind = MemberKind.CLASS_METHOD
            case "builtins.staticmethod":
                kind = MemberKind.STATIC_METHOD
            case str() if name in PROPERTIES:
                kind = MemberKind.PROPERTY
            case str() if name in TRANSPARENT:
                transforms.append(name)
            case _:
                return Member(node.name, MemberKind.DESCRIPTOR, info, node)
    return Member(node.name, kind, info, node, node.returns, tuple(transforms))


def _is_class_variable(info: ClassInfo, annotation: ast.expr) -> bool:
    bare = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    match annotation:
        case ast.Constant(value=str(text)):
            return text.startswith(("ClassVar", "typing.ClassVar", "AbstractClassVar"))
    names = _possible_names(info, bare)
    # Type checkers are told `ClassVar` for what is an abstract field.
    return bool(names & CLASS_VARIABLES) and ABSTRACT_FIELD not in names


def _possible_names(info: ClassInfo, annotation: ast.expr) -> frozenset[str]:
    """The full names that an annotation's outermost name may have, re-exports followed."""
    names = info.module.possible_names(annotation, info.outside)
    if any(name.endswith("Var") for name in names):
        public = public_name(info.module.find(annotation, info.outside))
        return names if public is None else names | {public}
    return names


def _field(
    info: ClassInfo, name: str, annotation: ast.expr, value: ast.expr | None, shape: _Shape
) -> Field:
    bare = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    is_abstract = ABSTRACT_FIELD in _possible_names(info, bare)
    call = value if isinstance(value, ast.Call) else None
    function = info.module.known_name(call.func, info.outside) if call else None
    if call is None or function not in FIELD_FUNCTIONS:
        # A call of something else may be a field function of the project's own.
        is_static = None if call is not None else shape.registration.is_static(name)
        return Field(
            name,
            annotation,
            info,
            is_static=is_static,
            is_init=True,
            is_keyword_only=shape.is_keyword_only,
            has_default=value is not None,
            default=value,
            is_abstract=is_abstract,
        )
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    return Field(
        name,
        annotation,
        info,
        is_static=_is_static(call, function, shape.registration.is_static(name)),
        is_init=_flag(call, "init") is not False or "init" not in given,
        is_keyword_only=_flag(call, "kw_only") is True or shape.is_keyword_only,
        has_default="default" in given or "default_factory" in given,
        default=given.get("default"),
        is_converted="converter" in given or None in given,
        is_abstract=is_abstract,
    )


def _is_static(call: ast.Call, function: str, by_name: bool | None) -> bool | None:
    if function == "equinox.static_field" or by_name:
        return True
    if by_name is None:
        return None
    if function == "flax.struct.field":
        is_node = _flag(call, "pytree_node")
        given = any(keyword.arg == "pytree_node" for keyword in call.keywords)
        return (not is_node if given else False) if is_node is not None else None
    is_static = _flag(call, "static")
    if is_static is False:
        for keyword in call.keywords:
            if keyword.arg == "metadata":
                return _in_metadata(keyword.value)
    return is_static


def _in_metadata(node: ast.expr) -> bool | None:
    """`dict(static=True)` or `{"static": True}`."""
    match node:
        case ast.Call(func=ast.Name(id="dict")):
            return _flag(node, "static")
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "static":
                    return bool(value.value) if isinstance(value, ast.Constant) else None
                if key is None:
                    return None
            return False
    return None
