"""Dataclasses that cost next to nothing to declare.

The standard ones write the source of their methods and compile it as they are declared, and load
`inspect`: for the hundred and more of them here that took half of the time of a run over one file.
These compile `__init__` once several instances were made, and share all other methods. What they
offer works as with the standard ones, `dataclasses.replace` among it; `fields` and `asdict` do
not know them.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # To a type checker they are the standard ones.
    from collections.abc import Callable, Iterable, Mapping
    from dataclasses import dataclass, field, replace

__all__ = ["dataclass", "field", "replace"]

_MISSING: Any = object()
# To compile an `__init__` takes as long as to make this many instances without.
_FEW = 40


class _Field:
    """What is said of one field, beside its type."""

    __slots__ = ("_field_type", "compare", "default", "factory", "init", "name", "repr")

    def __init__(
        self,
        default: Any = _MISSING,
        factory: Callable[[], Any] | None = None,
        *,
        repr: bool = True,  # noqa: A002
        compare: bool = True,
    ) -> None:
        self.name = ""
        self.default = default
        self.factory = factory
        self.repr = repr
        self.compare = compare
        # What the standard `replace` wants to see.
        self.init = True
        self._field_type = None


if not TYPE_CHECKING:

    def field(*, default=_MISSING, default_factory=None, repr=True, compare=True):  # noqa: A002
        """A field with a default, one made anew for each instance, or one left out of `==`."""
        return _Field(default, default_factory, repr=repr, compare=compare)

    def dataclass(cls=None, /, *, frozen=False, slots=False, eq=True):
        """Make a dataclass of a class with annotated fields."""

        def declare(cls):
            return _declared(cls, frozen=frozen, slots=slots, eq=eq)

        return declare if cls is None else declare(cls)

    def replace(record, /, **changes):
        """The same with other values in some fields."""
        values = {name: getattr(record, name) for name in _fields_of(type(record))}
        return type(record)(**(values | changes))


def _fields_of(cls: type) -> Mapping[str, _Field]:
    fields: Mapping[str, _Field] = getattr(cls, "__dataclass_fields__", {})
    return fields


def _declared(cls: type, *, frozen: bool, slots: bool, eq: bool) -> type:
    own: dict[str, _Field] = {}
    for name in cls.__annotations__:
        given = cls.__dict__.get(name, _MISSING)
        own[name] = given if isinstance(given, _Field) else _Field(given)
        own[name].name = name
    fields = {**_fields_of(cls), **own}
    if slots:
        cls = _with_slots(cls, own)
    else:
        for name in own.keys() & cls.__dict__.keys():
            delattr(cls, name)
    # What the class defines itself stays; Python adds a `__hash__` of None beside an `__eq__`.
    defined = {name for name, value in cls.__dict__.items() if value is not None}
    for name, value in _methods(fields, frozen=frozen, eq=eq).items():
        if name not in defined:
            setattr(cls, name, value)
    if "__init__" not in defined:
        _compile_on_use(cls, fields, frozen=frozen)
    return cls


def _with_slots(cls: type, own: Iterable[str]) -> type:
    """The class anew: slots can only be given to it as it is made."""
    left_out = {*own, "__dict__", "__weakref__"}
    members = {name: value for name, value in cls.__dict__.items() if name not in left_out}
    members |= {"__slots__": tuple(own), "__qualname__": cls.__qualname__}
    return type(cls.__name__, cls.__bases__, members)


def _methods(fields: Mapping[str, _Field], *, frozen: bool, eq: bool) -> dict[str, Any]:
    methods: dict[str, Any] = {
        "__dataclass_fields__": fields,
        "__match_args__": tuple(fields),
        "__repr__": _repr,
        "__reduce__": _reduce,
    }
    if eq:
        compared = tuple(name for name, field in fields.items() if field.compare)
        methods["__record_key__"] = staticmethod(_getter(compared))
        methods["__eq__"] = _eq
        methods["__hash__"] = _hash if frozen else None
    if frozen:
        methods["__setattr__"] = methods["__delattr__"] = _refuse
    return methods


def _getter(names: tuple[str, ...]) -> Callable[[Any], Any]:
    # `attrgetter` wants at least one name.
    return attrgetter(*names) if names else lambda _: ()


def _compile_on_use(cls: Any, fields: Mapping[str, _Field], *, frozen: bool) -> None:
    made = 0

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        nonlocal made
        made += 1
        values = _bound(fields, args, kwargs) if made <= _FEW else None
        if values is None:
            # What cannot be bound is an error, which Python words best.
            cls.__init__ = _compiled(cls, fields, frozen=frozen)
            cls.__init__(self, *args, **kwargs)
            return
        for name, value in values.items():
            object.__setattr__(self, name, value)

    __init__.__qualname__ = f"{cls.__qualname__}.__init__"
    cls.__init__ = __init__


def _bound(
    fields: Mapping[str, _Field], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> dict[str, Any] | None:
    """A value for each field; None if the arguments are not what the fields want."""
    given = dict(zip(fields, args, strict=False))
    if len(args) > len(fields) or not given.keys().isdisjoint(kwargs):
        return None
    given |= kwargs
    missing = fields.keys() - given.keys()
    if len(given) + len(missing) > len(fields) or any(
        fields[name].factory is None and fields[name].default is _MISSING for name in missing
    ):
        return None
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name in given:
            values[name] = given[name]
        else:
            values[name] = field.default if field.factory is None else field.factory()
    return values


def _compiled(cls: type, fields: Mapping[str, _Field], *, frozen: bool) -> Any:
    """The `__init__` that one would write by hand."""
    scope: dict[str, Any] = {"made": _MISSING, "put": object.__setattr__}
    parameters = ["self"]
    lines: list[str] = []
    for name, given in fields.items():
        value = name
        if given.factory is not None:
            scope[f"make_{name}"] = given.factory
            parameters.append(f"{name}=made")
            value = f"make_{name}() if {name} is made else {name}"
        elif given.default is not _MISSING:
            scope[f"default_{name}"] = given.default
            parameters.append(f"{name}=default_{name}")
        else:
            parameters.append(name)
        lines.append(f"put(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    source = f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines or ["pass"])
    exec(source, scope)  # noqa: S102 - as the standard ones do, of names in our own classes
    init = scope["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


# The methods that all of them share.


def _repr(self: Any) -> str:
    shown = (
        f"{name}={getattr(self, name)!r}"
        for name, field in _fields_of(type(self)).items()
        if field.repr
    )
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _eq(self: Any, other: Any) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    key = self.__record_key__
    return key(self) == key(other)


def _hash(self: Any) -> int:
    return hash(self.__record_key__(self))


def _reduce(self: Any) -> tuple[type, tuple[Any, ...]]:
    cls = type(self)
    return cls, tuple(getattr(self, name) for name in _fields_of(cls))


def _refuse(self: Any, name: str, *_: object) -> None:
    msg = f"{type(self).__name__} is frozen: {name!r} can neither be set nor deleted"
    raise AttributeError(msg)
