"""Bind arguments to a signature: what does not fit, and what remains for a later call."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from treelint.records import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.project.signatures import Parameter, Signature


@dataclass(frozen=True, slots=True)
class Arguments:
    """How many arguments are given by place, and which by name."""

    by_place: int
    by_name: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TooMany:
    """More positional arguments than parameters that take one."""

    taken: int


@dataclass(frozen=True, slots=True)
class Unexpected:
    """A keyword argument for which there is no parameter; `near` is one that is spelt alike."""

    name: str
    near: str | None


@dataclass(frozen=True, slots=True)
class Repeated:
    """A parameter that is given twice."""

    name: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Parameters that are not given, and have no default."""

    names: tuple[str, ...]


Misfit: TypeAlias = TooMany | Unexpected | Repeated | Missing


def misfits(signature: Signature, arguments: Arguments, *, is_call: bool) -> Iterator[Misfit]:
    """What the signature cannot take; a call must leave nothing out that is required."""
    places = signature.by_place
    if arguments.by_place > len(places) and not signature.more_by_place:
        yield TooMany(len(places))
    filled = {parameter.name for parameter in places[: arguments.by_place]}
    for name in arguments.by_name:
        parameter = signature.named(name)
        if name in signature.refused or (parameter is not None and name in filled):
            yield Repeated(name)
        elif parameter is None and not signature.more_by_name:
            yield Unexpected(name, _near(name, signature))
    missing = tuple(
        parameter.name
        for parameter in signature.parameters
        if parameter.is_required
        and parameter.name not in filled
        and not (parameter.by_name and parameter.name in arguments.by_name)
    )
    if is_call and missing:
        yield Missing(missing)


def remaining(signature: Signature, arguments: Arguments, *, may_override: bool) -> Signature:
    """The signature without what is bound.

    `may_override` tells whether a keyword may be given anew, as `functools.partial` has it.
    """
    left: list[Parameter] = []
    refused = set() if may_override else {*arguments.by_name}
    by_place = arguments.by_place
    # Behind one that is bound by its name, no other can be reached by place.
    is_reachable = True
    for parameter in signature.parameters:
        if parameter.by_place and by_place > 0:
            by_place -= 1
            refused |= {parameter.name} if parameter.by_name else set()
            continue
        if parameter.name in arguments.by_name and parameter.by_name:
            is_reachable = is_reachable and not parameter.by_place
            if may_override:
                left.append(replace(parameter, by_place=False, is_required=False))
            continue
        left.append(parameter if is_reachable else replace(parameter, by_place=False))
    return replace(
        signature,
        parameters=tuple(left),
        more_by_place=signature.more_by_place and is_reachable,
        refused=signature.refused | refused,
    )


def _near(name: str, signature: Signature) -> str | None:
    # Loaded here: most names are right.
    import difflib

    names = [parameter.name for parameter in signature.parameters if parameter.by_name]
    return next(iter(difflib.get_close_matches(name, names, n=1)), None)
