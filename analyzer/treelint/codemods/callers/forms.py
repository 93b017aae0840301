"""What a function returns, with regard to its parameters."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.records import dataclass
from treelint.walk import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

# What takes exceptions that are raised in its block.
SUPPRESSING = frozenset({"assertRaises", "raises", "suppress"})
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


class UnclearError(Exception):
    """Why it cannot be seen to that every caller gets the tree back; the text says it."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a function returns: first the parameters `given` back, then a value, if any.

    `is_display` says that each `return` writes a tuple out, `given` first. Where nothing is given
    back and there is a value, an end without one returns None.
    """

    given: tuple[str, ...] = ()
    has_value: bool = False
    is_display: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether it is called for what it does alone."""
        return not self.given and not self.has_value

    def with_more(self, names: tuple[str, ...]) -> Form:
        """The form of the same function once it gives back these too."""
        given = (*self.given, *names)
        return Form(given, self.has_value, self.has_value or len(given) > 1)


def form_of(function: ast.FunctionDef) -> Form:
    """What the function returns; raise if that is not the same wherever it ends."""
    returns = returns_of(function)
    forms = {_form_of_return(node, parameters(function)) for node in returns}
    if not ends_by_itself(function.body):
        forms.add(Form())
    if not forms:
        msg = f"`{function.name}` never returns"
        raise UnclearError(msg)
    return _common(forms, function) if len(forms) > 1 else forms.pop()


def _common(forms: set[Form], function: ast.FunctionDef) -> Form:
    plain = {form for form in forms if not form.given}
    if len(plain) == len(forms):
        return Form(has_value=True)
    # Maybe several more values, in one place, than in another.
    displays = [form for form in forms if form.is_display]
    shortest = min((form.given for form in forms), key=len)
    if len(displays) == len(forms) and shortest:
        given = tuple(
            name
            for index, name in enumerate(shortest)
            if all(form.given[: index + 1] == shortest[: index + 1] for form in forms)
        )
        if given:
            return Form(given, has_value=True, is_display=True)
    msg = f"`{function.name}` does not return the same wherever it ends"
    raise UnclearError(msg)


def _form_of_return(node: ast.Return, names: list[str]) -> Form:
    match node.value:
        case None | ast.Constant(value=None):
            return Form()
        case ast.Name(id=returned) if returned in names:
            return Form((returned,))
        case ast.Tuple(elts=elements):
            given: list[str] = []
            for element in elements:
                is_given = isinstance(element, ast.Name) and element.id in names
                if not is_given or not isinstance(element, ast.Name) or element.id in given:
                    break
                given.append(element.id)
            if given:
                return Form(tuple(given), len(given) < len(elements), is_display=True)
    return Form(has_value=True)


def parameters(function: ast.FunctionDef) -> list[str]:
    """The names of the parameters that each stand for one argument."""
    given = function.args
    return [item.arg for item in (*given.posonlyargs, *given.args, *given.kwonlyargs)]


def returns_of(function: ast.FunctionDef) -> list[ast.Return]:
    """Every `return` of the function itself."""
    return [node for node in own_nodes(function) if isinstance(node, ast.Return)]


def ends_by_itself(body: list[ast.stmt]) -> bool:
    """Whether the end of a block is never passed."""
    match body[-1]:
        case ast.Return() | ast.Raise():
            return True
        case ast.If(body=one, orelse=other) if other:
            return ends_by_itself(one) and ends_by_itself(other)
        case ast.With(items=items, body=inner):
            return all(map(_raises_on, items)) and ends_by_itself(inner)
        case ast.Try(body=inner, handlers=handlers, orelse=other):
            bodies = [other or inner, *(handler.body for handler in handlers)]
            return all(map(ends_by_itself, bodies))
        case ast.While(test=ast.Constant(value=True), body=inner):
            return not any(
                isinstance(node, ast.Break) for statement in inner for node in walk(statement)
            )
    return False


def _raises_on(item: ast.withitem) -> bool:
    """Whether what is raised in a block is raised after it, too: it is a library's `with`."""
    called = item.context_expr.func if isinstance(item.context_expr, ast.Call) else None
    match called:
        case ast.Attribute(value=ast.Name(), attr=name):
            return name not in SUPPRESSING
        case ast.Name(id=name):
            return name == "open"
    return False


def own_nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """The nodes of a function, without those of functions inside."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, _SCOPES):
            pending += children(node)
