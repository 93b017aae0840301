"""The annotation of what a function returns, once it returns its parameters, too."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.families import class_of_method, family, has_heirs
from treelint.codemods.callers.forms import Form, UnclearError
from treelint.findings import Splice
from treelint.fixing.imports import first_name, reference
from treelint.project.types import NONE, alternatives

if TYPE_CHECKING:
    from treelint.codemods.callers.calls import Parameter
    from treelint.index import FileIndex

_SELF_SINCE = (3, 11)


def annotated(file: FileIndex, form: Form, added: list[Parameter]) -> list[Splice]:
    """The changes that say it, for a function whose result is annotated."""
    function = added[0].function
    returns = function.returns
    if returns is None:
        return []
    splices: list[Splice] = []
    trees: list[str] = []
    for parameter in added:
        tree, imports = _annotation(file, parameter)
        trees.append(tree)
        splices += imports
    text = _text(file, returns, form, trees)
    start = file.source.offset(returns.lineno, returns.col_offset)
    return [*splices, Splice(start, start + len(file.text(returns)), text)]


def _text(file: FileIndex, returns: ast.expr, form: Form, trees: list[str]) -> str:
    old = file.text(returns)
    if form.is_display and form.given:
        match returns:
            case ast.Subscript(value=ast.Name(id="tuple"), slice=ast.Tuple(elts=elements)):
                texts = [file.text(element) for element in elements]
                place = len(form.given)
                return f"tuple[{', '.join([*texts[:place], *trees, *texts[place:]])}]"
        raise UnclearError("the annotation of a result is no tuple that is written out")
    if form.is_nothing:
        return trees[0] if len(trees) == 1 else f"tuple[{', '.join(trees)}]"
    parts = [old, *trees] if form.given else [*trees, old]
    return f"tuple[{', '.join(parts)}]"


def _annotation(file: FileIndex, parameter: Parameter) -> tuple[str, tuple[Splice, ...]]:
    """What a parameter is annotated as, or what `self` is."""
    function = parameter.function
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    annotation = next(item.annotation for item in arguments if item.arg == parameter.name)
    if annotation is not None:
        if NONE in alternatives(file.types.annotation(annotation)):
            msg = f"`{parameter.name}` may be None, but not what is returned of it"
            raise UnclearError(msg)
        return file.text(annotation), ()
    cls = class_of_method(file, function)
    if not parameter.is_self or cls is None:
        msg = f"it is not known how to annotate what `{function.name}` returns"
        raise UnclearError(msg)
    if not has_heirs(file, cls) and len(family(file, function)) == 1:
        return f'"{cls.short_name}"', ()
    place = next(filter(None, map(first_name, cls.node.bases)), None)
    named = None if place is None else reference(file, "typing", "Self", place)
    if named is None or not file.requirements.of("python").may_assume(_SELF_SINCE):
        msg = f"the result of `{function.name}` would need another annotation for each heir"
        raise UnclearError(msg)
    return named.text, named.added
