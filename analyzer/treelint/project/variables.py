"""What a variable holds where it is read."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.fullnames import TREE_AT
from treelint.project import operators
from treelint.project.changed_containers import unless_changed
from treelint.project.class_reader import class_of
from treelint.project.flow import Definition, DefinitionKind, Flow, flow_of, unpacking
from treelint.project.library import Defined, External
from treelint.project.types import (
    NONE,
    UNKNOWN,
    ClassObject,
    Function,
    Imported,
    Instance,
    Listing,
    ListingKind,
    Mapping,
    Scalar,
    Type,
    constants_forgotten,
    join,
    settled,
)
from treelint.resolve import Scope, ScopeKind
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from treelint.project.inference import Inference
    from treelint.project.library import Target

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def of(inference: Inference, node: ast.Name) -> Type:
    """The type of a variable, function, class or module by its name."""
    names = inference.module.names
    scope = names.scopes.get(node)
    if scope is None:
        return UNKNOWN
    owner = scope.owner(node.id)
    bindings = [] if owner is None else owner.bindings[node.id]
    if owner is None or (bindings and all(item.qualified for item in bindings)):
        target = inference.module.find(node, scope)
        return UNKNOWN if target is None else of_target(inference, target)
    if (owner, node.id) in inference.taken:
        inference.cut()
        return inference.taken[owner, node.id]
    if owner.kind is ScopeKind.COMPREHENSION:
        return _in_comprehension(inference, owner, node.id)
    if isinstance(owner.node, ast.Lambda):
        return _lambda_parameter(inference, owner.node, node.id)
    found = _only(inference, owner, node.id) or reaching(inference, node, owner)
    if found is None:
        return UNKNOWN
    type_ = _joined(inference, found, owner, node.id)
    if type_ is UNKNOWN and any(_mentions(item.value, node.id) for item in found):
        return _steady(inference, owner, node.id)
    return type_


def _mentions(value: ast.expr | None, name: str) -> bool:
    """Whether a value is made from the variable itself."""
    return value is not None and any(
        isinstance(inner, ast.Name) and inner.id == name for inner in walk(value)
    )


def _steady(inference: Inference, owner: Scope, name: str) -> Type:
    """What a variable always is, where `x = f(x)` stands in loops, if `f` keeps the type.

    It is taken to be what it is before; then all that it is made from itself must be that too.
    """
    key = (owner, name)
    if key in inference.steady:
        return inference.steady[key]
    flow = _flow(inference, owner, name)
    if flow is None or key in inference.taken:
        return UNKNOWN
    itself = [item for item in flow.all if _mentions(item.value, name)]
    others = [item for item in (*flow.all, flow.start) if item not in itself]

    def given(definitions: Iterable[Definition]) -> Type:
        types = (_value(inference, item, owner, name) for item in definitions)
        return constants_forgotten(join(type_ for type_ in types if type_ is not None))

    # Meanwhile the question may come up again.
    base = inference.supposing(key, UNKNOWN, lambda: given(others))
    if base is not UNKNOWN:
        total = join((base, inference.supposing(key, base, lambda: given(itself))))
        base = total if settled(total) == settled(base) else UNKNOWN
    if not inference.taken:
        inference.steady[key] = base
    return base


def _only(inference: Inference, owner: Scope, name: str) -> frozenset[Definition] | None:
    """The one definition of a variable that has no other, for which no flow is needed."""
    bindings = owner.bindings[name]
    if len(bindings) != 1:
        return None
    node = bindings[0].definition
    if node is None:
        # A parameter, or bound in some other way.
        is_parameter = name in parameter_names(owner.node)
        return frozenset({Definition(DefinitionKind.START)}) if is_parameter else None
    if not isinstance(node, ast.expr):
        return frozenset({Definition(DefinitionKind.FUNCTION, node=node)})
    statement = inference.parents.get(node)
    annotation = statement.annotation if isinstance(statement, ast.AnnAssign) else None
    return frozenset({Definition(DefinitionKind.VALUE, node, (), statement, annotation)})


def of_target(inference: Inference, target: Target) -> Type:
    """The type of what an import or a module's name leads to."""
    if isinstance(target, External) and target.is_ambiguous:
        return UNKNOWN
    if not isinstance(target, Defined):
        return Imported(target.name)
    node = target.node
    if isinstance(node, ast.ClassDef):
        cls = class_of(target)
        return UNKNOWN if cls is None else ClassObject(cls)
    if isinstance(node, _Function):
        from treelint.project.calls import transforms

        found = transforms(node, target.module, target.scope)
        if found is None:
            return UNKNOWN
        return Function(node, target.module, target.scope, transforms=found)
    if target.module is inference.module:
        return inference.of(node)
    if isinstance(node, ast.Lambda):
        return Function(node, target.module, target.scope)
    if isinstance(node, ast.Constant):
        # Another module may assign it anew, but to a value of its kind.
        return constants_forgotten(inference.of(node))
    return UNKNOWN


def reaching(inference: Inference, node: ast.Name, owner: Scope) -> frozenset[Definition] | None:
    """The definitions of a variable that may reach a place; None if that cannot be told."""
    flow = _flow(inference, owner, node.id)
    if flow is None:
        return None
    inner: ast.AST | None = node
    while inner is not None:
        before = flow.before(inner) if isinstance(inner, ast.stmt) else None
        if before is not None:
            if _is_deferred(inference, node, inner):
                break
            return before
        inner = inference.parents.get(inner)
    # A function that is called later sees whatever was assigned by then.
    return frozenset({*flow.all, flow.start})


def _is_deferred(inference: Inference, node: ast.Name, statement: ast.AST) -> bool:
    """Whether a name in a statement is read when a function is called, not there and then."""
    child: ast.AST = node
    while child is not statement:
        parent = inference.parents[child]
        if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef) and child in parent.body:
            return True
        if isinstance(parent, ast.Lambda) and child is parent.body:
            # A lambda that is an argument is called there and then, but for callbacks.
            is_argument = isinstance(inference.parents.get(parent), ast.Call | ast.keyword)
            if not is_argument:
                return True
        child = parent
    return False


def _flow(inference: Inference, owner: Scope, name: str) -> Flow | None:
    key = (owner, name)
    if key not in inference.flows:
        body = getattr(owner.node, "body", None)
        flow = flow_of(name, body, inference.stored) if isinstance(body, list) else None
        # One that is bound by other means too: `nonlocal`, `global`, a type parameter.
        bound = len(owner.bindings[name]) - (name in parameter_names(owner.node))
        if flow is not None and len(flow.all) != bound:
            flow = None
        inference.flows[key] = flow
    return inference.flows[key]


def parameter_names(node: ast.AST) -> set[str]:
    """The parameters of a function; of anything else none."""
    if not isinstance(node, _Function):
        return set()
    arguments = node.args
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    starred = (arguments.vararg, arguments.kwarg)
    return {item.arg for item in (*every, *starred) if item is not None}


def _joined(
    inference: Inference, definitions: Iterable[Definition], owner: Scope, name: str
) -> Type:
    plain: list[Type] = []
    circular: list[Type] = []
    for definition in definitions:
        value, unpack = _part(definition)
        if value is not None and inference.is_open(value):
            inference.cut()
            if unpack or _is_shared(definition):
                return UNKNOWN  # it may be another variable's type that is asked for
            # `x = f(x)` in a loop: what x was before the loop decides, if f keeps the type.
            continue
        before = inference.cuts
        found = _value(inference, definition, owner, name)
        if found is not None:
            (circular if inference.cuts > before else plain).append(found)
    if not plain:
        return UNKNOWN
    if not circular:
        return join(plain)
    base = constants_forgotten(join(plain))
    total = constants_forgotten(join((*plain, *circular)))
    return total if settled(base) == settled(total) else UNKNOWN


def _part(definition: Definition) -> tuple[ast.expr | None, tuple[int, ...]]:
    """What a variable gets of a display: `y` is all of `b` in `x, y = a, b`; and the way left."""
    value, unpack = definition.value, definition.unpack
    while unpack and definition.kind is DefinitionKind.VALUE:
        match value:
            case ast.Tuple(elts=parts) | ast.List(elts=parts) if unpack[0] < len(
                parts
            ) and not any(isinstance(part, ast.Starred) for part in parts):
                value, unpack = parts[unpack[0]], unpack[1:]
            case _:
                break
    return value, unpack


def _is_shared(definition: Definition) -> bool:
    """Whether several variables get the same value: `x = y = f(x)`."""
    return isinstance(definition.node, ast.Assign) and len(definition.node.targets) > 1


def _value(inference: Inference, definition: Definition, owner: Scope, name: str) -> Type | None:
    """What a definition gives; None where it gives nothing, so that reading it would raise."""
    value, unpack = _part(definition)
    match definition.kind:
        case DefinitionKind.START:
            if name not in parameter_names(owner.node):
                return None
            return parameter(inference, owner.node, name)
        case DefinitionKind.DELETED | DefinitionKind.DECLARED:
            return None
        case DefinitionKind.FUNCTION:
            return _defined(inference, definition.node)
        case DefinitionKind.VALUE if value is not None:
            found = operators.unpacked(inference.of(value), unpack)
            found = unless_changed(inference, found, value, owner, name)
            if definition.annotation is not None and found is UNKNOWN:
                return inference.annotation(definition.annotation)
            return found
        case DefinitionKind.ELEMENT if value is not None:
            return operators.unpacked(operators.element(inference, value), unpack)
    return UNKNOWN


def _defined(inference: Inference, node: ast.AST | None) -> Type:
    if isinstance(node, ast.ClassDef):
        cls = inference.class_info(node)
        return UNKNOWN if cls is None else ClassObject(cls)
    return inference.function(node) if isinstance(node, _Function) else UNKNOWN


def parameter(inference: Inference, function: ast.AST, name: str) -> Type:
    """The type of a parameter inside its function."""
    if not isinstance(function, _Function):
        return UNKNOWN
    arguments = function.args
    positional = (*arguments.posonlyargs, *arguments.args)
    if positional and positional[0].arg == name and positional[0].annotation is None:
        bound = _self(inference, function)
        if bound is not None:
            return bound
    for argument, default in _with_defaults(arguments):
        if argument.arg == name:
            found = inference.annotation(argument.annotation, inference.class_around(function))
            is_optional = isinstance(default, ast.Constant) and default.value is None
            return join((found, NONE)) if is_optional else found
    for starred in (arguments.vararg, arguments.kwarg):
        if starred is not None and starred.arg == name:
            each = inference.annotation(starred.annotation)
            if starred is arguments.vararg:
                return Listing(ListingKind.TUPLE, each)
            return Mapping(Scalar("str"), each)
    return UNKNOWN


def _self(inference: Inference, function: _Function) -> Type | None:
    cls = inference.class_around(function)
    if cls is None:
        return None
    decorators = {
        inference.module.names.qualified_name(decorator) for decorator in function.decorator_list
    }
    if "builtins.staticmethod" in decorators:
        return None
    if "builtins.classmethod" in decorators or function.name == "__init_subclass__":
        return ClassObject(cls, is_exact=False)
    return None if function.name == "__new__" else Instance(cls)


def _with_defaults(
    arguments: ast.arguments,
) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    positional = (*arguments.posonlyargs, *arguments.args)
    missing = len(positional) - len(arguments.defaults)
    yield from zip(positional, (*([None] * missing), *arguments.defaults), strict=True)
    yield from zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)


def _in_comprehension(inference: Inference, owner: Scope, name: str) -> Type:
    found: list[Type] = []
    for generator in getattr(owner.node, "generators", ()):
        for bound, definition in unpacking(generator.target, generator.iter, generator):
            if bound == name and definition.value is not None:
                if definition.kind is DefinitionKind.OTHER:
                    return UNKNOWN
                element = operators.element(inference, definition.value)
                found.append(operators.unpacked(element, definition.unpack))
    # Bound twice: which one is meant depends on the place.
    return found[0] if len(found) == 1 else UNKNOWN


def _lambda_parameter(inference: Inference, function: ast.Lambda, name: str) -> Type:
    """Inside a `where`, the parameter is the tree that the call is about."""
    call = inference.parents.get(function)
    if isinstance(call, ast.keyword) and call.arg == "where":
        call = inference.parents.get(call)
    if not isinstance(call, ast.Call) or function.args.args[:1] != [
        item for item in function.args.args if item.arg == name
    ]:
        return UNKNOWN
    if inference.module.names.qualified_name(call.func) not in TREE_AT:
        return UNKNOWN
    is_where = bool(call.args and call.args[0] is function) or any(
        keyword.arg == "where" and keyword.value is function for keyword in call.keywords
    )
    tree = call.args[1] if len(call.args) > 1 else None
    for keyword in call.keywords:
        if keyword.arg == "pytree":
            tree = keyword.value
    if not is_where or tree is None or isinstance(tree, ast.Starred):
        return UNKNOWN
    return inference.of(tree)
