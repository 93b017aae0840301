"""Parameters: whether every caller gets the updated tree, or what makes it so."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.call_edits import (
    CallEdit,
    ReturnEdit,
    StatementEdit,
    at_the_end,
    in_order,
)
from treelint.codemods.callers.calls import Kind, kind_of
from treelint.codemods.callers.families import family, is_stub
from treelint.codemods.callers.forms import (
    Form,
    UnclearError,
    ends_by_itself,
    form_of,
    parameters,
    returns_of,
)
from treelint.codemods.callers.given_trees import GivenTree, given_tree
from treelint.codemods.callers.handing_back import (
    check_never_assigned,
    check_plain,
    gets_copies,
    parameter_named,
    parameter_of,
)
from treelint.codemods.callers.results import annotated
from treelint.codemods.callers.uses import uses_of
from treelint.codemods.flow.turns import may_be_given
from treelint.codemods.holders.roots import declaration
from treelint.codemods.holders.sharing import sharing
from treelint.codemods.lines.fresh_names import FreshNames
from treelint.findings import Elsewhere, Splice
from treelint.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.codemods.callers.calls import Parameter
    from treelint.codemods.callers.uses import Use
    from treelint.findings import Change
    from treelint.index import FileIndex

# Stands for the first parameter of a method, whatever each of a family calls it.
_SELF = "self of a method"


class FirstStepError(Exception):
    """What has to be changed before it can be seen what else has."""

    def __init__(self, changes: tuple[Change, ...]) -> None:
        super().__init__("something else comes first")
        self.changes = changes


@dataclass
class _Changed:
    """A function that is to give back more, and its form so far."""

    file: FileIndex
    function: ast.FunctionDef
    form: Form
    added: list[str] = field(default_factory=list)

    def named(self, names: tuple[str, ...] | list[str]) -> tuple[str, ...]:
        """The parameters as this function calls them."""
        own = parameters(self.function)
        return tuple(own[0] if name == _SELF else name for name in names)


@dataclass
class _Given:
    """What one call gives for the parameters that are followed."""

    file: FileIndex
    call: ast.Call
    changed: _Changed
    trees: dict[str, GivenTree] = field(default_factory=dict)


@dataclass
class Plan:
    """What has to be changed so that the callers of some functions get their trees back."""

    file: FileIndex
    must_be_called: bool = False
    """Whether somebody who is not seen may rely on the change: it works today."""
    done: set[tuple[ast.FunctionDef, str]] = field(default_factory=set)
    functions: dict[ast.FunctionDef, _Changed] = field(default_factory=dict)
    calls: dict[ast.Call, _Given] = field(default_factory=dict)

    def add(self, parameter: Parameter) -> None:
        """Look at one parameter, and at those that callers give for it; raise if it cannot be."""
        key = (parameter.function, parameter.name)
        if key in self.done or gets_copies(parameter.file, parameter):
            return
        methods = self._methods(parameter)
        name = _SELF if parameter.is_self else parameter.name
        own = {
            method: parameter_named(
                parameter.file, method, parameters(method)[0] if parameter.is_self else name
            )
            for method in methods
        }
        for method, one in own.items():
            self.done.add((method, one.name))
            check_plain(parameter.file, one)
        form = self._form(parameter, methods)
        for method in methods:
            changed = self.functions.setdefault(method, _Changed(parameter.file, method, form))
            if name not in form.given:
                check_never_assigned(parameter.file, own[method])
                changed.added.append(name)
        uses = list(uses_of(parameter.file, parameter, methods))
        if self.must_be_called and not uses:
            msg = f"it is not known who calls `{parameter.function.name}`"
            raise UnclearError(msg)
        for use in uses:
            self._look_at(parameter, name, use)

    def _methods(self, parameter: Parameter) -> list[ast.FunctionDef]:
        if kind_of(parameter.file, parameter.function) is Kind.FUNCTION:
            return [parameter.function]
        methods = family(parameter.file, parameter.function)
        if len(methods) > 1 and not parameter.is_self:
            msg = f"there is another `{parameter.function.name}`"
            raise UnclearError(msg)
        return methods

    def _form(self, parameter: Parameter, methods: list[ast.FunctionDef]) -> Form:
        """What they all return; raise if it is not the same."""
        forms: set[Form] = set()
        for method in methods:
            if is_stub(parameter.file, method):
                continue
            form = form_of(method)
            if parameter.is_self:
                first = parameters(method)[0]
                given = tuple(_SELF if name == first else name for name in form.given)
                form = Form(given, form.has_value, form.is_display)
            forms.add(form)
        if len(forms) != 1:
            msg = f"not all methods `{parameter.function.name}` return the same"
            raise UnclearError(msg)
        return forms.pop()

    def _look_at(self, parameter: Parameter, name: str, use: Use) -> None:
        changed = self.functions[parameter.function]
        if use.of_super is not None and any(
            is_stub(parameter.file, method) for method in self._methods(parameter)
        ):
            raise UnclearError("a method may be called that only heirs have")
        tree = given_tree(use, changed.form, name)
        if tree.target is not None and name in changed.form.given:
            for method in self._methods(parameter):
                own = parameters(method)[0] if parameter.is_self else name
                check_never_assigned(parameter.file, parameter_named(parameter.file, method, own))
        given = self.calls.setdefault(use.call, _Given(use.file, use.call, changed))
        given.trees[name] = tree
        if use.of_super is not None:
            first = parameters(use.of_super)[0]
            self.add(parameter_named(use.file, use.of_super, first))
        if tree.root is not None:
            root = tree.root
            inner = parameter_of(use.file, root) if isinstance(root, ast.Name) else None
            if inner is not None and isinstance(root, ast.Name) and may_be_given(use.file, root):
                self.add(inner)
            try:
                tree.check(use)
            except UnclearError:
                self._by_its_own_name(use, root)
                raise

    def _by_its_own_name(self, use: Use, root: ast.expr) -> None:
        """Make it the first step to write the tree's own name for a variable that is a part of it.

        So that the tree can be updated then.
        """
        if not isinstance(root, ast.Name) or use.file is not self.file:
            return
        # Loaded here: the two ask each other.
        from treelint.codemods.parts.aliases import inlined

        alias, changes = inlined(use.file, root)
        tree = alias.root
        if not isinstance(tree, ast.Name):
            return
        statement = use.file.statement(use.call)
        if sharing(use.file, tree, statement, without=frozenset({alias.name.id})) is not None:
            return
        outer = parameter_of(use.file, tree)
        if outer is not None and may_be_given(use.file, tree):
            Plan(self.file, done=set(self.done)).add(outer)
        raise FirstStepError(changes)

    def finish(self) -> tuple[Change, ...]:
        """All changes, each statement once."""
        statements: dict[ast.stmt, StatementEdit] = {}
        splices: list[tuple[FileIndex, Splice]] = []
        for changed in self.functions.values():
            for node in returns_of(changed.function) if changed.added else ():
                edit = self._edit(statements, changed.file, node)
                edit.returned = ReturnEdit(node, _real(changed), changed.named(changed.added))
        for given in self.calls.values():
            statement = given.file.statement(given.call)
            made = _call_edit(given)
            if made is not None:
                self._edit(statements, given.file, statement).calls.append(made)
                splices += ((given.file, item) for item in self._declared(given))
        # What is put before a statement comes before what changes in it, at one place.
        for edit in sorted(statements.values(), key=lambda edit: edit.is_simple):
            splices += ((edit.file, item) for item in edit.splices())
        for changed in self.functions.values():
            splices += ((changed.file, item) for item in self._of_function(changed))
        return tuple(self._changes(splices))

    def _changes(self, splices: list[tuple[FileIndex, Splice]]) -> Iterator[Change]:
        """The pieces of text as they come in each file, each once."""
        files = {file.source.filename: file for file, _ in splices}
        for filename, file in files.items():
            own = dict.fromkeys(
                splice for other, splice in splices if other.source.filename == filename
            )
            for splice in in_order(list(own)):
                is_here = file is self.file
                yield splice if is_here else Elsewhere(file.source, splice, file)

    def _edit(
        self, statements: dict[ast.stmt, StatementEdit], file: FileIndex, statement: ast.stmt
    ) -> StatementEdit:
        if statement not in statements:
            names = FreshNames(file, statement, shared=True)
            statements[statement] = StatementEdit(file, statement, names)
        return statements[statement]

    def _of_function(self, changed: _Changed) -> list[Splice]:
        """The annotation of the result, and a `return` at the end where there was none."""
        function = changed.function
        if not changed.added:
            return []
        names = changed.named(changed.added)
        added = [parameter_named(changed.file, function, name) for name in names]
        splices = annotated(changed.file, _real(changed), added)
        if not is_stub(changed.file, function) and not ends_by_itself(function.body):
            form = changed.form
            ending = [*changed.named(form.given), *names, *(["None"] if form.has_value else [])]
            text = f"return {', '.join(ending)}"
            splices.append(at_the_end(changed.file, function, text))
        return splices

    def _declared(self, given: _Given) -> list[Splice]:
        """What makes a variable of the module one that a function may assign."""
        found: list[Splice] = []
        for tree in given.trees.values():
            if tree.root is not None and (tree.target is not None):
                statement = given.file.statement(given.call)
                found += (
                    item
                    for item in declaration(given.file, statement, tree.root)
                    if isinstance(item, Splice)
                )
        return found


def _real(changed: _Changed) -> Form:
    form = changed.form
    return Form(changed.named(form.given), form.has_value, form.is_display)


def _call_edit(given: _Given) -> CallEdit | None:
    """What becomes of a call, if anything does."""
    changed = given.changed
    back = next(
        (
            tree.target
            for name, tree in given.trees.items()
            if name in changed.form.given and isinstance(tree.target, ast.expr)
        ),
        None,
    )
    if not changed.added and back is None:
        return None
    targets = tuple(given.trees[name].target for name in changed.added)
    kept = frozenset(index for tree in given.trees.values() for index in tree.kept)
    return CallEdit(given.call, _real(changed), targets, back, kept)


def handing_back(file: FileIndex, name: ast.Name, *, must_be_called: bool) -> tuple[Change, ...]:
    """What to change before a parameter can be updated; nothing where all callers are ready."""
    parameter = parameter_of(file, name)
    if parameter is None:
        msg = f"`{name.id}` is a parameter that is not followed"
        raise UnclearError(msg)
    plan = Plan(file, must_be_called)
    try:
        plan.add(parameter)
    except FirstStepError as step:
        return step.changes
    return plan.finish()
