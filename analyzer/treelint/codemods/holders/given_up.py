"""Arguments that their callers keep no longer: whoever gets one is all that has it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.calls import Kind, kind_of
from treelint.codemods.callers.families import family
from treelint.codemods.callers.forms import UnclearError
from treelint.codemods.callers.other_files import is_named_elsewhere
from treelint.codemods.flow.loops import loops_around
from treelint.codemods.holders.freshness import is_fresh
from treelint.sites.evaluation import is_parameter

if TYPE_CHECKING:
    from treelint.index import FileIndex


def is_given_up(file: FileIndex, name: ast.Name) -> bool:
    """Whether all callers of a function make what they give for a parameter, and some are seen.

    So they do where a variable holds it that is read for that call only.
    """
    # Loaded here: they ask for this.
    from treelint.codemods.callers.handing_back import check_method, gets_copies, parameter_of
    from treelint.codemods.callers.uses import uses_of

    parameter = parameter_of(file, name)
    if parameter is None:
        return False
    if gets_copies(file, parameter):
        return True
    function = parameter.function
    is_method = kind_of(file, function) is not Kind.FUNCTION
    if is_method and is_named_elsewhere(file, function.name):
        return False
    try:
        if is_method:
            check_method(file, function)
        methods = family(file, function) if is_method else [function]
        uses = list(uses_of(file, parameter, methods))
    except UnclearError:
        return False
    return bool(uses) and all(
        use.argument is not None and gives_up(use.file, use.argument) for use in uses
    )


def gives_up(file: FileIndex, argument: ast.expr) -> bool:
    """Whether whoever gives an argument has it no longer."""
    if is_fresh(file, argument):
        return True
    if not isinstance(argument, ast.Name) or is_parameter(file, argument):
        return False
    loads = [other for other in file.uses(argument) if isinstance(other.ctx, ast.Load)]
    value = file.names.value(argument)
    return (
        loads == [argument]
        and is_fresh(file, value)
        and loops_around(file, value) == loops_around(file, argument)
    )
