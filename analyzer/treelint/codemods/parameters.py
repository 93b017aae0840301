"""Parameters: whether every caller gets the updated tree, or what makes it so."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.freshness import is_fresh, is_unchangeable
from treelint.codemods.handing_back import (
    Form,
    Parameter,
    UnclearError,
    Use,
    check_plain,
    form_of,
    gets_copies,
    is_put_back,
    own_nodes,
    parameter_of,
    uses_of,
)
from treelint.codemods.places import is_frozen_tree, place_of, type_of
from treelint.codemods.purity import has_walrus, is_plain
from treelint.codemods.roots import why_shared
from treelint.findings import Elsewhere, Rewrite, Splice
from treelint.index import end_of
from treelint.records import dataclass, field
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.codemods.places import Chain
    from treelint.findings import Change
    from treelint.index import FileIndex

_BACK = {Form.NOTHING: Form.BACK, Form.VALUE: Form.BACK_AND_VALUE}


@dataclass
class Plan:
    """What has to be changed so that the callers of some functions get their trees back."""

    file: FileIndex
    must_be_called: bool = False
    """Whether somebody who is not seen may rely on the change: it works today."""
    done: set[tuple[ast.FunctionDef, str]] = field(default_factory=set)
    changes: list[Change] = field(default_factory=list)

    def add(self, parameter: Parameter) -> None:
        """Look at one parameter, and at those that callers give for it; raise if it cannot be."""
        key = (parameter.function, parameter.name)
        if key in self.done or gets_copies(parameter.file, parameter):
            return
        self.done.add(key)
        check_plain(parameter.file, parameter)
        form = form_of(parameter)
        if form in _BACK:
            self._return_it(parameter, form)
        uses = uses_of(parameter.file, parameter)
        if self.must_be_called and not uses:
            msg = f"it is not known who calls `{parameter.function.name}`"
            raise UnclearError(msg)
        for use in uses:
            self._look_at(parameter, use, form)

    def _look_at(self, parameter: Parameter, use: Use, form: Form) -> None:
        if form not in _BACK and not is_put_back(use, form):
            shown = ast.unparse(use.argument)
            msg = f"a caller of `{parameter.function.name}` keeps the old `{shown}`"
            raise UnclearError(msg)
        if is_fresh(use.file, use.argument) and form is not Form.VALUE:
            return
        argument = use.argument
        if not isinstance(argument, ast.Name | ast.Attribute | ast.Subscript):
            msg = f"`{parameter.function.name}` is given what no variable holds"
            raise UnclearError(msg)
        self._check_other_arguments(use, argument)
        if any(isinstance(outer, ast.Try) for outer in use.file.ancestors(use.call)):
            msg = f"`{parameter.function.name}` may raise midway, which its caller catches"
            raise UnclearError(msg)
        if form in _BACK:
            self._put_back(use, form)
        self._check_root(use, argument)

    def _check_other_arguments(self, use: Use, argument: Chain) -> None:
        """Raise if the function gets the tree, or a part of it, by another way too."""
        first = next(node for node in walk(argument) if isinstance(node, ast.Name))
        others = [*use.call.args, *(keyword.value for keyword in use.call.keywords)]
        for other in others:
            for node in walk(other) if other is not argument else ():
                if not isinstance(node, ast.Name) or node.id != first.id:
                    continue
                part: ast.AST = node
                while isinstance(outer := use.file.parents[part], ast.Attribute | ast.Subscript):
                    part = outer
                if isinstance(part, ast.expr) and not is_unchangeable(type_of(use.file, part)):
                    msg = f"`{first.id}` is given twice"
                    raise UnclearError(msg)

    def _check_root(self, use: Use, argument: Chain) -> None:
        """The argument is a tree, or a part of one, that nothing else holds."""
        place = place_of(use.file, argument)
        root = argument if place is None else place.root
        if place is None and not is_frozen_tree(type_of(use.file, argument)):
            msg = f"it is not known what `{ast.unparse(argument)}` is"
            raise UnclearError(msg)
        statement = use.file.statement(use.call)
        inner = parameter_of(use.file, root) if isinstance(root, ast.Name) else None
        if inner is not None:
            self.add(inner)
        reason = why_shared(use.file, statement, root)
        if reason is not None:
            raise UnclearError(reason)

    def _return_it(self, parameter: Parameter, form: Form) -> None:
        function, name = parameter.function, parameter.name
        if function.returns is not None:
            self._annotate(parameter, function.returns, form)
        for node in own_nodes(function):
            if isinstance(node, ast.Return):
                self._write(parameter.file, node, self._returned(parameter.file, node, name, form))
        last = function.body[-1]
        if form is Form.NOTHING and not isinstance(last, ast.Return | ast.Raise):
            appended = self._appended(parameter.file, function, last, f"return {name}")
            self._change(parameter.file, appended)

    def _annotate(self, parameter: Parameter, returns: ast.expr, form: Form) -> None:
        """Say in the annotation of the result what it is now."""
        function = parameter.function
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        annotation = next(item.annotation for item in arguments if item.arg == parameter.name)
        cls = parameter.file.parents[function]
        if annotation is not None:
            tree = parameter.file.text(annotation)
        elif parameter.is_self and isinstance(cls, ast.ClassDef):
            tree = f'"{cls.name}"'
        else:
            msg = f"it is not known how to annotate what `{function.name}` returns"
            raise UnclearError(msg)
        text = tree if form is Form.NOTHING else f"tuple[{tree}, {parameter.file.text(returns)}]"
        # Loaded here: it loads LibCST where it is called.
        from treelint.codemods.writing import expression

        self._change(parameter.file, Rewrite(returns, expression(text)))

    def _returned(self, file: FileIndex, node: ast.Return, name: str, form: Form) -> str:
        if form is Form.NOTHING or node.value is None:
            return f"return {name}"
        return f"return {name}, {self._single(file, node.value)}"

    def _single(self, file: FileIndex, value: ast.expr) -> str:
        text = file.text(value)
        is_bare = isinstance(value, ast.Tuple) and not text.startswith("(")
        return f"({text})" if is_bare or isinstance(value, ast.NamedExpr) else text

    def _appended(
        self, file: FileIndex, function: ast.FunctionDef, last: ast.stmt, text: str
    ) -> Splice:
        source = file.source
        end = source.offset(*end_of(last))
        first = function.body[0]
        if first.lineno == function.body[-1].end_lineno and first.lineno == function.lineno:
            return Splice(end, end, f"; {text}")
        line = source.lines[first.lineno - 1]
        indentation = line[: len(line) - len(line.lstrip())]
        rest = source.text[end:].partition(source.newline)[0]
        if rest.strip() and not rest.lstrip().startswith("#"):
            msg = f"the last line of `{function.name}` has more on it"
            raise UnclearError(msg)
        at = end + len(rest)
        return Splice(at, at, f"{source.newline}{indentation}{text}")

    def _put_back(self, use: Use, form: Form) -> None:
        """Assign what the call returns to what it was given."""
        indices = [node.slice for node in walk(use.argument) if isinstance(node, ast.Subscript)]
        if not all(is_plain(use.file, index) for index in indices) or has_walrus(use.call):
            msg = f"`{ast.unparse(use.argument)}` would be evaluated twice"
            raise UnclearError(msg)
        target = ast.unparse(use.argument)
        call = use.file.text(use.call)
        statement = use.file.parents[use.call]
        match statement:
            case ast.Expr() if form is Form.NOTHING:
                text = f"{target} = {call}"
            case ast.Expr():
                text = f"{target}, _ = {call}"
            case ast.Assign(targets=[given]) if form is Form.VALUE:
                text = f"{target}, {self._single(use.file, given)} = {call}"
            case _:
                msg = f"`{ast.unparse(use.call.func)}` is called in an expression"
                raise UnclearError(msg)
        self._write(use.file, statement, text)

    def _write(self, file: FileIndex, statement: ast.stmt, text: str) -> None:
        # Loaded here: it loads LibCST where it is called.
        from treelint.codemods.writing import written

        if "\n" in file.text(statement) and "#" in file.text(statement):
            raise UnclearError("there is a comment in the midst of a statement")
        self._change(file, Rewrite(statement, written((text,))))

    def _change(self, file: FileIndex, change: Rewrite | Splice) -> None:
        self.changes.append(change if file is self.file else Elsewhere(file.source, change, file))


def handing_back(file: FileIndex, name: ast.Name, *, must_be_called: bool) -> tuple[Change, ...]:
    """What to change before a parameter can be updated; nothing where all callers are ready."""
    parameter = parameter_of(file, name)
    if parameter is None:
        msg = f"`{name.id}` is a parameter that is not followed"
        raise UnclearError(msg)
    plan = Plan(file, must_be_called)
    plan.add(parameter)
    return tuple(plan.changes)
