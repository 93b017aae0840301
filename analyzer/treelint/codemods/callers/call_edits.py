"""What becomes of the statements whose calls return more than they did, and of the returns."""

from __future__ import annotations

import ast
import itertools
from typing import TYPE_CHECKING

from treelint.codemods.callers.effects import may_run
from treelint.codemods.callers.forms import Form, UnclearError
from treelint.codemods.callers.hoisting import Hoisting, TakenOut
from treelint.codemods.callers.uses import is_read
from treelint.codemods.flow.meanwhile import reached
from treelint.findings import Splice
from treelint.index import end_of
from treelint.records import dataclass, field
from treelint.sites.evaluation import hands_over
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from treelint.codemods.lines.fresh_names import FreshNames
    from treelint.index import FileIndex

# Functions that assign attributes without naming them in the code.
_BY_NAME = frozenset({"setattr", "delattr", "vars", "__setattr__", "__delattr__", "__dict__"})


@dataclass(frozen=True, slots=True)
class CallEdit:
    """A call of a function of some form that gives back more from now on, in this order.

    Each target is the argument to assign it to, or None where nobody has the argument. `back` is
    what the function returned already, and is put back from now on.
    """

    call: ast.Call
    form: Form
    targets: tuple[ast.expr | str | None, ...]
    back: ast.expr | None = None
    kept: frozenset[ast.expr] = frozenset()


@dataclass(frozen=True, slots=True)
class ReturnEdit:
    """A `return` of a function of some form that gives back these parameters, too."""

    statement: ast.Return
    form: Form
    names: tuple[str, ...]


@dataclass
class StatementEdit:
    """All that changes in one statement."""

    file: FileIndex
    statement: ast.stmt
    names: FreshNames
    calls: list[CallEdit] = field(default_factory=list)
    returned: ReturnEdit | None = None

    @property
    def is_simple(self) -> bool:
        """Whether it has no statements inside."""
        return not hasattr(self.statement, "body")

    def splices(self) -> list[Splice]:
        """The changes of text."""
        self._check()
        hoisting = self._hoisting()
        match self.statement:
            case ast.If(test=header) | ast.While(test=header) | ast.For(iter=header):
                return self._of_header(hoisting, header)
            case ast.With(items=[first, *_]):
                return self._of_header(hoisting, first.context_expr)
            case ast.Match(subject=header):
                return self._of_header(hoisting, header)
            case ast.Expr() | ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.Return():
                return self._of_simple(hoisting)
        msg = f"`{ast.unparse(self.calls[0].call.func)}` is called in a way that is not followed"
        raise UnclearError(msg)

    def _check(self) -> None:
        if not self.calls:
            return
        if hands_over(self.statement):
            raise UnclearError("other code may run in the midst of a statement")

    def _hoisting(self) -> Hoisting:
        taken: dict[ast.Call, TakenOut] = {}
        suffixes: dict[ast.AST, str] = {}
        kept: set[ast.expr] = set()
        changing: list[ast.expr] = []
        for edit in self.calls:
            kept |= edit.kept
            changing += (target for target in edit.targets if isinstance(target, ast.expr))
            changing += [] if edit.back is None else [edit.back]
            if edit.back is None and not any(edit.targets):
                if self._is_whole(edit.call):
                    continue
                self._check_value(edit)
                index = 0 if edit.form.given else len(edit.targets)
                suffixes[edit.call] = f"[{index}]"
            else:
                taken[edit.call] = self._taken(edit)
        return Hoisting(
            self.file, self.names, taken, frozenset(kept), tuple(changing), suffixes=suffixes
        )

    def _taken(self, edit: CallEdit) -> TakenOut:
        targets = self._targets(edit)
        if edit.back is not None:
            return TakenOut((edit.back, *targets), instead=edit.back)
        if edit.form.given:
            return TakenOut(after=targets)
        return TakenOut(targets, has_value=edit.form.has_value)

    def _targets(self, edit: CallEdit) -> tuple[str | ast.expr, ...]:
        return tuple(self._unused() if item is None else item for item in edit.targets)

    def _unused(self) -> str:
        return self.names.like("unused") if is_read(self.file, "_") else "_"

    def _check_value(self, edit: CallEdit) -> None:
        shown = f"`{ast.unparse(edit.call.func)}`"
        if edit.form.is_nothing:
            msg = f"what {shown} returns is used, which is None"
            raise UnclearError(msg)
        if edit.form.is_display:
            msg = f"what {shown} returns is used as a tuple"
            raise UnclearError(msg)

    def _is_whole(self, call: ast.Call) -> bool:
        """Whether a call is all that an expression statement or an assignment evaluates."""
        match self.statement:
            case ast.Expr(value=value) | ast.Assign(targets=[_], value=value):
                return value is call
        return False

    def _of_simple(self, hoisting: Hoisting) -> list[Splice]:
        statement = self.statement
        whole = next((edit for edit in self.calls if self._is_whole(edit.call)), None)
        if whole is not None and whole.back is None:
            hoisting.settle_parts(whole.call)
            last = self._whole(hoisting, whole)
        else:
            self._settle(hoisting)
            last = self._last(hoisting)
        start = self.file.source.offset(statement.lineno, statement.col_offset)
        lines = [*hoisting.lines, *last]
        text = self._between().join(lines)
        if text == self.file.text(statement):
            return []
        if "\n" in self.file.text(statement) and "#" in self.file.text(statement):
            raise UnclearError("there is a comment in the midst of a statement")
        return [_smallest(start, self.file.text(statement), text)]

    def _settle(self, hoisting: Hoisting) -> None:
        """Take out what the statement calls; an assignment's value comes before its target."""
        value: ast.expr | None = None
        for edit in self.calls:
            self._check_value(edit)
        match self.statement:
            case ast.AugAssign(target=ast.Name() as target, value=ast.expr() as added):
                value = added
                if not hoisting.is_steady(target):
                    msg = f"`{target.id}` may be changed by a call"
                    raise UnclearError(msg)
            case ast.AugAssign(target=target, value=ast.expr() as added):
                value = added
                if not self._is_left_alone(hoisting, target):
                    msg = f"`{ast.unparse(target)}` is read before a call changes it, maybe"
                    raise UnclearError(msg)
            case ast.Expr() | ast.Assign() | ast.AnnAssign() | ast.Return():
                value = self.statement.value
        if value is not None:
            hoisting.settle(value)
        for edit in self.calls:
            if edit.call in hoisting.calls and edit.call not in hoisting.replaced:
                msg = f"`{ast.unparse(edit.call.func)}` is called in a target"
                raise UnclearError(msg)

    def _is_left_alone(self, hoisting: Hoisting, target: ast.expr) -> bool:
        """Whether no call assigns an attribute, which is read before it and assigned after."""
        if not isinstance(target, ast.Attribute) or not hoisting.is_steady(target.value):
            return False
        if not all(may_run(self.file, edit.call) for edit in self.calls):
            return False  # a function of another file, which is not looked into here
        functions = reached(self.file, [edit.call for edit in self.calls])
        return not any(
            (isinstance(node, ast.Attribute) and node.attr == target.attr and is_stored(node))
            or (isinstance(node, ast.Attribute) and node.attr in _BY_NAME)
            or (isinstance(node, ast.Name) and node.id in _BY_NAME)
            for function in functions
            for node in walk(function)
        )

    def _whole(self, hoisting: Hoisting, edit: CallEdit) -> list[str]:
        """The statement of a call, with more targets, before or after those it had."""
        call = hoisting.text(edit.call)
        new = [hoisting.written(target) for target in self._targets(edit)]
        given: list[str] = []
        match self.statement:
            case ast.Assign(targets=[ast.Tuple(elts=elements) as target]) if edit.form.is_display:
                place = len(edit.form.given)
                if any(isinstance(item, ast.Starred) for item in elements[:place]):
                    raise UnclearError("what a call returns is not unpacked one by one")
                texts = [self.file.text(item) for item in elements]
                text = ", ".join([*texts[:place], *new, *texts[place:]])
                is_open = self.file.text(target).startswith("(")
                return [f"({text}) = {call}" if is_open else f"{text} = {call}"]
            case ast.Assign(targets=[target]):
                self._check_value(edit)
                given = [single(self.file, target)]
            case _ if edit.form.is_nothing or not any(edit.targets):
                if not any(edit.targets):
                    return [call]
            case _ if edit.form.is_display:
                self._check_value(edit)
            case _:
                given = [self._unused()]
        targets = [*given, *new] if edit.form.given else [*new, *given]
        return [f"{', '.join(targets)} = {call}"]

    def _last(self, hoisting: Hoisting) -> list[str]:
        """The statement after what was taken out of it."""
        statement = self.statement
        if isinstance(statement, ast.Expr) and statement.value in hoisting.replaced:
            return []
        if self.returned is None or not isinstance(statement, ast.Return):
            return [hoisting.text(statement)]
        form, names = self.returned.form, self.returned.names
        value = statement.value
        if not form.given:
            if not form.has_value:
                return [f"return {', '.join(names)}"]
            text = "None" if value is None else _as_single(value, hoisting.text(value))
            return [f"return {', '.join([*names, text])}"]
        if isinstance(value, ast.Tuple):
            texts = [hoisting.text(item) for item in value.elts]
            place = len(form.given)
            return [f"return {', '.join([*texts[:place], *names, *texts[place:]])}"]
        return [f"return {', '.join([*form.given, *names])}"]

    def _between(self) -> str:
        """What stands between two statements in the place of this one."""
        line = self.file.source.lines[self.statement.lineno - 1]
        before = line[: self.file.source.column(self.statement.lineno, self.statement.col_offset)]
        if before.strip():
            return "; "
        return f"{self.file.source.newline}{before.rpartition(chr(12))[2]}"

    def _of_header(self, hoisting: Hoisting, header: ast.expr) -> list[Splice]:
        statement, source = self.statement, self.file.source
        for edit in self.calls:
            self._check_value(edit)
        first = source.offset(header.lineno, header.col_offset)
        last = first + len(self.file.text(header))
        if "#" in self.file.text(header):
            raise UnclearError("there is a comment in the midst of a statement")
        hoisting.settle(header)
        text = hoisting.text(header)
        changed = _smallest(first, self.file.text(header), text)
        if not hoisting.lines:
            return [changed]
        if isinstance(statement, ast.While):
            return [Splice(first, last, "True"), self._turn(hoisting, statement, text)]
        start = source.offset(statement.lineno, statement.col_offset)
        between = self._between()
        if between == "; " or source.text.startswith("elif", start):
            raise UnclearError("there is no place for a call before its statement")
        before = "".join(f"{line}{between}" for line in hoisting.lines)
        return [Splice(start, start, before), changed]

    def _turn(self, hoisting: Hoisting, loop: ast.While, test: str) -> Splice:
        """What a loop evaluates first in each of its turns, and may end by."""
        source, body = self.file.source, loop.body[0]
        line = source.lines[body.lineno - 1]
        before = line[: source.column(body.lineno, body.col_offset)]
        if before.strip() or loop.orelse:
            raise UnclearError("there is no place for a call at the beginning of a loop")
        step = "\t" if before.startswith("\t") else "    "
        shown = test if isinstance(loop.test, ast.Compare | ast.Name | ast.Call) else f"({test})"
        lines = [*hoisting.lines, f"if not {shown}:", f"{step}break"]
        text = "".join(f"{line}{source.newline}{before}" for line in lines)
        start = source.offset(body.lineno, body.col_offset)
        return Splice(start, start, text)


def is_stored(node: ast.Attribute) -> bool:
    """Whether an attribute is assigned or deleted."""
    return not isinstance(node.ctx, ast.Load)


def single(file: FileIndex, value: ast.expr) -> str:
    """The text of an expression as one among others."""
    return _as_single(value, file.text(value))


def _as_single(value: ast.expr, text: str) -> str:
    is_bare = isinstance(value, ast.Tuple) and not text.startswith("(")
    return f"({text})" if is_bare or isinstance(value, ast.NamedExpr) else text


def at_the_end(file: FileIndex, function: ast.FunctionDef, text: str) -> Splice:
    """A last statement for a function."""
    source, last = file.source, function.body[-1]
    end = source.offset(*end_of(last))
    first = function.body[0]
    if first.lineno == last.end_lineno and first.lineno == function.lineno:
        return Splice(end, end, f"; {text}")
    line = source.lines[first.lineno - 1]
    indentation = line[: len(line) - len(line.lstrip())]
    rest = source.text[end:].partition(source.newline)[0]
    if rest.strip() and not rest.lstrip().startswith("#"):
        msg = f"the last line of `{function.name}` has more on it"
        raise UnclearError(msg)
    at = end + len(rest)
    return Splice(at, at, f"{source.newline}{indentation}{text}")


def _smallest(start: int, old: str, new: str) -> Splice:
    """The smallest piece of text that makes one of another."""
    before = _shared(old, new)
    after = _shared(old[before:][::-1], new[before:][::-1])
    return Splice(start + before, start + len(old) - after, new[before : len(new) - after])


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


def in_order(splices: Sequence[Splice]) -> list[Splice]:
    """Pieces of text as they come in the file; those that begin at one place stay as they are."""
    return sorted(splices, key=lambda splice: (splice.start, splice.end))
