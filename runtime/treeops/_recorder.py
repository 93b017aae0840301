"""What a selector picks, seen from its steps: a double of the tree made only where it looks.

A recorder stands for a node and knows the way to it. It answers what can be answered from the
tree's structure alone, with recorders for what is below. For anything else it gives up, and the
full double of `_marks` answers, at the cost of the whole tree.
"""

from __future__ import annotations

import dataclasses
from collections import OrderedDict, defaultdict
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

import jax
import jax.tree_util as jtu

from treeops._instances import UNSET, is_made_of, names_of_fields, stored
from treeops._marks import Placeholder
from treeops._one_level import LEAF_TYPES, keyed_level, one_level
from treeops._opening import one_node
from treeops._selector_code import looks_at_classes
from treeops._siblings import FEW_SIBLINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from treeops._one_level import PyTreeDef
    from treeops._siblings import Siblings

# The way from a node to a child: the key in a dict, the number of the child in others.
Step: TypeAlias = Any


class _GiveUpError(BaseException):
    """A selector asks what a recorder cannot answer.

    Not an `Exception`, as a selector might catch those.
    """


class _Recording:
    """What the recorders of one call have in common."""

    is_leaf: Callable[[Any], bool] | None = None
    siblings: Siblings | None = None
    failed = False

    def __init__(self) -> None:
        # For each class, what builds one level of it, and where attributes stand among the
        # children: the next instance is most likely built as the last.
        self.classes: dict[type[Any], tuple[PyTreeDef, dict[str, int]]] = {}


# A recorder has one attribute, with a name that no node will have, as all others are the node's:
# the node, the recorder of its parent, the step from there, the recording, and for an instance
# its children and treedef, once they are known.
class LeafRecorder(Placeholder):
    """Stands for a leaf: a placeholder that knows its place."""

    __slots__ = ("treeops",)

    treeops: list[Any]


class NodeRecorder:
    """Stands for a node."""

    __slots__ = ("treeops",)

    treeops: list[Any]

    @property  # type: ignore[misc]  # for `isinstance`, which only reads it
    def __class__(self) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride]
        return type(self.treeops[0])

    def treeops_give_up(self, *_: Any) -> NoReturn:
        self.treeops[3].failed = True
        raise _GiveUpError

    def __getattr__(self, name: str) -> Any:
        self.treeops_give_up()

    def __bool__(self) -> bool:
        return bool(self.treeops_give_up())

    def __contains__(self, item: Any) -> bool:
        return bool(self.treeops_give_up())

    __eq__ = __ne__ = __repr__ = treeops_give_up
    # It gives up too: None would make it a TypeError, which selectors may catch.
    __hash__ = treeops_give_up


class _Sequence(NodeRecorder):
    """Stands for a list or a tuple."""

    __slots__ = ()

    def __len__(self) -> int:
        return len(self.treeops[0])

    def __bool__(self) -> bool:
        return len(self.treeops[0]) > 0

    def __iter__(self) -> Iterator[Any]:
        node, _, _, recording, _ = self.treeops
        if recording.siblings is not None and len(node) > FEW_SIBLINGS:
            doubles = recording.siblings.doubles(self)
            if doubles is not None:
                return iter(doubles)
        return iter([_recorder(node[i], self, i, recording) for i in range(len(node))])

    def __getitem__(self, index: Any) -> Any:
        node, _, _, recording, _ = self.treeops
        if type(index) is int:
            child = node[index]
            if index < 0:
                index += len(node)
            return _recorder(child, self, index, recording)
        if type(index) is not slice:
            self.treeops_give_up()
        indices = range(len(node))[index]
        # The whole of a tuple is that tuple, not a new one.
        if type(node) is tuple and len(indices) == len(node):
            self.treeops_give_up()
        return type(node)([_recorder(node[i], self, i, recording) for i in indices])


class _Dict(NodeRecorder):
    """Stands for a dict, an `OrderedDict` or a `defaultdict`."""

    __slots__ = ()

    def __len__(self) -> int:
        return len(self.treeops[0])

    def __bool__(self) -> bool:
        return len(self.treeops[0]) > 0

    def __contains__(self, key: Any) -> bool:
        return key in self.treeops[0]

    def __getitem__(self, key: Any) -> Any:
        node, _, _, recording, _ = self.treeops
        # A missing key is for the selector to see, but a `defaultdict` must not grow.
        if type(node) is defaultdict and key not in node:
            self.treeops_give_up()
        return _recorder(node[key], self, key, recording)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.keys())

    def keys(self) -> list[Any]:
        node = self.treeops[0]
        keys = list(node)
        # Selectors see the order that JAX makes, and this one is not it.
        if type(node) is not OrderedDict and sorted(keys) != keys:
            self.treeops_give_up()
        return keys

    def values(self) -> list[Any]:
        return [child for _, child in self.items()]

    def items(self) -> list[tuple[Any, Any]]:
        node, _, _, recording, _ = self.treeops
        return [(key, _recorder(node[key], self, key, recording)) for key in self.keys()]


class _Instance(NodeRecorder):
    """Stands for an instance of a registered class: its attributes that are children."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        children, positions = self.treeops_children()
        # By the class, and surely so if it is the right object and no other child is the same.
        index = positions.get(name)
        if index is None or index >= len(children):
            return self._exactly(name)
        value = children[index]
        node, _, _, recording, _ = self.treeops
        try:
            if _stored(node, name) is not value:
                return self._exactly(name)
        except AttributeError:
            self.treeops_give_up()
        if len(children) > 1:
            same = 0
            for child in children:
                if child is value:
                    same += 1
            if same > 1:
                return self._exactly(name)
        return _recorder(value, self, index, recording)

    def treeops_children(self) -> tuple[list[Any], dict[str, int]]:
        node, _, _, recording, level = self.treeops
        kind = type(node)
        known = recording.classes.get(kind)
        if known is not None:
            if level is not None:
                return level[0], known[1]
            try:
                return known[0].flatten_up_to(node), known[1]
            except ValueError:
                pass  # it has other static fields
        # Not a leaf, by its class.
        self.treeops[4] = children, treedef = jtu.tree_flatten(node, one_node())
        positions = _POSITIONS.get(kind)
        if positions is None:
            positions = _new_positions(kind)
        recording.classes[kind] = treedef, positions
        return children, positions

    def _exactly(self, name: str) -> Any:
        """What an attribute is by the keys of this very node."""
        node, _, _, recording, _ = self.treeops
        value = stored(node, name, UNSET)
        level = keyed_level(node)
        if level is None or value is UNSET:
            self.treeops_give_up()
        kind = type(node)
        keys = [key.name if isinstance(key, jtu.GetAttrKey) else None for key in level.keys]
        positions = _POSITIONS.get(kind) or _new_positions(kind)
        for index, key in enumerate(keys):
            if key is not None:
                positions[key] = index
        if name in keys:
            index = keys.index(name)
            if (
                value is not level.children[index]
                or value is not self.treeops_children()[0][index]
            ):
                self.treeops_give_up()
            return _recorder(value, self, index, recording)
        # A static field. One that a constructor sets may hold what is below, and an empty one
        # is for the double to tell from "no nodes".
        if (
            None in keys
            or not dataclasses.is_dataclass(kind)
            or names_of_fields(kind).get(name, True)
            or (isinstance(value, tuple | list) and not value)
            or any(value is child for child in level.children)
        ):
            self.treeops_give_up()
        return value


class _Callable(_Instance):
    """Stands for an instance that can be called, for `callable` to see."""

    __slots__ = ()

    __call__ = NodeRecorder.treeops_give_up


class _NamedTuple(_Instance):
    """Stands for a named tuple."""

    __slots__ = ()

    def __getitem__(self, index: Any) -> Any:
        if type(index) is not int:
            self.treeops_give_up()
        children = self.treeops_elements()
        child = children[index]
        if index < 0:
            index += len(children)
        return _recorder(child, self, index, self.treeops[3])

    def __len__(self) -> int:
        return len(self.treeops[0])

    def __iter__(self) -> Iterator[Any]:
        for index, child in enumerate(self.treeops_elements()):
            yield _recorder(child, self, index, self.treeops[3])

    def treeops_elements(self) -> list[Any]:
        children = self.treeops_children()[0]
        if not is_made_of(self.treeops[0], children):
            self.treeops_give_up()
        return children


# Which recorder stands for an instance of a class. JAX forgets no class, so that a node stays
# one; but a leaf may become one.
_RECORDERS: dict[type[Any], type[Any]] = {
    list: _Sequence,
    tuple: _Sequence,
    dict: _Dict,
    OrderedDict: _Dict,
    defaultdict: _Dict,
    **dict.fromkeys(LEAF_TYPES, LeafRecorder),
}
# Classes that are made again and again, as in a notebook, are not all kept.
_MOST_CLASSES = 1024


# For each class, where its attributes stand among its children, as far as instances have shown.
_POSITIONS: dict[type[Any], dict[str, int]] = {}


def _new_positions(kind: type[Any]) -> dict[str, int]:
    if len(_POSITIONS) > _MOST_CLASSES:
        _POSITIONS.clear()
    positions = _POSITIONS[kind] = {}
    return positions


def _recorder(node: Any, parent: Any, step: Step, recording: _Recording) -> Any:
    """What stands for a child: a recorder, or None for None, as that is only one object."""
    if recording.is_leaf is None:
        kind = _RECORDERS.get(type(node))
    elif recording.is_leaf(node):
        kind = LeafRecorder
    else:
        kind = _RECORDERS.get(type(node))
    if kind is None:
        if node is None:
            return None
        kind = _recorder_class(node)
    made = _new(kind)
    made.treeops = [node, parent, step, recording, None]
    return made


_new: Any = object.__new__
_stored: Any = object.__getattribute__


def is_node(node: Any) -> bool:
    """Whether this is no leaf; quickly where its class was seen before."""
    kind = _RECORDERS.get(type(node)) or _recorder_class(node)
    return kind is not LeafRecorder


def _recorder_class(node: Any) -> type[Any]:
    """The class of recorder for a node whose class is not known yet."""
    kind = type(node)
    if isinstance(node, jax.Array):
        _RECORDERS[kind] = LeafRecorder
        return LeafRecorder
    level = one_level(node)
    if level is None:
        return LeafRecorder
    made: type[Any] = _Instance
    if issubclass(kind, tuple) and _indexes_as_a_tuple(kind):
        made = _NamedTuple
    elif callable(node):
        made = _Callable
    if len(_RECORDERS) < _MOST_CLASSES:
        _RECORDERS[kind] = made
    return made


def _indexes_as_a_tuple(kind: type[Any]) -> bool:
    names = ("__getitem__", "__iter__", "__len__")
    return all(getattr(kind, name) is getattr(tuple, name) for name in names)


def picked_by(recorders: Sequence[Any], picked: Any) -> bool:
    """Whether a selector that gave these recorders, given the tree itself, gave their nodes."""
    if type(picked) is not type(recorders) or len(picked) != len(recorders):
        return False
    if recorders:
        parent = recorders[0].treeops[1]
        # `tuple(t)` is `t` for a tuple: one node, not several.
        if parent is not None and parent.treeops[0] is picked:
            return False
    for node, recorder in zip(picked, recorders, strict=True):
        if node is not recorder.treeops[0]:
            return False
    return True


RECORDERS = frozenset({LeafRecorder, _Sequence, _Dict, _Instance, _Callable, _NamedTuple})


def record(
    where: Callable[[Any], Any],
    pytree: Any,
    is_leaf: Callable[[Any], bool] | None,
    siblings: Siblings | None = None,
) -> Any:
    """What `where` picks: a recorder, or a list or tuple of some; None if they cannot tell.

    Where doubles of `siblings` were made, what it picks of them, for those to tell.
    """
    if looks_at_classes(where):
        return None
    recording = _Recording()
    recording.siblings = siblings
    if is_leaf is not None:
        recording.is_leaf = is_leaf
    try:
        picked = where(_recorder(pytree, None, None, recording))
    except (Exception, _GiveUpError):  # noqa: BLE001  (it gets the same tree in another form)
        return None
    if recording.failed:
        return None
    kind = type(picked)
    if kind in RECORDERS or (siblings is not None and siblings.any):
        return picked
    if (kind is tuple or kind is list) and RECORDERS.issuperset(map(type, picked)):
        return picked
    return None


def steps_to(recorder: Any) -> list[Step]:
    """The way to a node, from the root on."""
    steps = []
    _, parent, step, _, _ = recorder.treeops
    while parent is not None:
        steps.append(step)
        _, parent, step, _, _ = parent.treeops
    steps.reverse()
    return steps
