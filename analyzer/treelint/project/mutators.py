"""Methods that change the list, dict or set that they are called on, by the names alone."""

OF_LISTS = frozenset({"append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort"})
OF_DICTS = frozenset({"clear", "pop", "popitem", "setdefault", "update"})
OF_SETS = frozenset(
    {
        *("add", "clear", "difference_update", "discard", "intersection_update", "pop", "remove"),
        *("symmetric_difference_update", "update"),
    }
)
MUTATORS = OF_LISTS | OF_DICTS | OF_SETS
# Functions that set or delete an attribute by its name, by the last part of their own.
SETTERS = frozenset({"__setattr__", "delattr", "setattr"})
