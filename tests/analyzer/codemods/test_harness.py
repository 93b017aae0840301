"""The harness itself: it calls right what is right, and each kind of wrong rewriting wrong."""

from __future__ import annotations

import textwrap

import pytest

from tests.analyzer.codemods.execution import Outcome, run
from tests.analyzer.codemods.layout import lost_comments, touched_without_reason
from tests.analyzer.codemods.rewriting import Rewriting
from tests.analyzer.codemods.verdicts import Judgement, Verdict, judge

PRELUDE = """\
import dataclasses
import equinox as eqx
import flax.struct
import jax
import jax.numpy as jnp
from typing import NamedTuple
from tests.analyzer.codemods.tracing import trace

class Layer(eqx.Module):
    weight: float
    bias: float | None = None

class Model(eqx.Module):
    layers: list[Layer]
    scale: float = 1.0

def build():
    return Model([Layer(1.0), Layer(2.0)])

"""


def _judge(before: str, after: str) -> Judgement:
    """The verdict if a fixer made the one of the other."""
    before, after = (PRELUDE + textwrap.dedent(code) for code in (before, after))
    return judge(before, ["result"], lambda code: Rewriting(after))


def _run(code: str, *, mutable: bool) -> Outcome:
    return run(PRELUDE + textwrap.dedent(code), ["result"], mutable=mutable)


RIGHT = {
    "assignment": (
        """
        model = build()
        model.layers[0].weight = 3.0
        result = model
        """,
        """
        model = build()
        model = eqx.tree_at(lambda m: m.layers[0].weight, model, 3.0)
        result = model
        """,
    ),
    "order": (
        """
        model = build()
        model.layers[trace("index", 0)].weight = trace("value", 3.0)
        result = model
        """,
        """
        model = build()
        value = trace("value", 3.0)
        index = trace("index", 0)
        model = eqx.tree_at(lambda m: m.layers[index].weight, model, value)
        result = model
        """,
    ),
    "none": (
        """
        model = build()
        model.layers[0].bias = 3.0
        result = model
        """,
        """
        model = build()
        model = eqx.tree_at(
            lambda m: m.layers[0].bias, model, 3.0, is_leaf=lambda x: x is None
        )
        result = model
        """,
    ),
    "array": (
        """
        x = jnp.zeros(3)
        x[1] += 2
        result = x
        """,
        """
        x = jnp.zeros(3)
        x = x.at[1].set(x[1] + 2)
        result = x
        """,
    ),
    "exception": (
        """
        model = build()
        try:
            model.scale = {}["key"]
        finally:
            result = model
        """,
        """
        model = build()
        try:
            model = eqx.tree_at(lambda m: m.scale, model, {}["key"])
        finally:
            result = model
        """,
    ),
}
WRONG = {
    "an alias sees the change": (
        """
        model = build()
        best = model
        model.scale = 3.0
        result = best.scale
        """,
        """
        model = build()
        best = model
        model = eqx.tree_at(lambda m: m.scale, model, 3.0)
        result = best.scale
        """,
    ),
    "a container is held by another": (
        """
        layers = [Layer(1.0)]
        model = Model(layers)
        model.layers.append(Layer(2.0))
        result = len(layers)
        """,
        """
        layers = [Layer(1.0)]
        model = Model(layers)
        model = eqx.tree_at(lambda m: m.layers, model, [*model.layers, Layer(2.0)])
        result = len(layers)
        """,
    ),
    "the index goes first": (
        """
        model = build()
        model.layers[trace("index", 0)].weight = trace("value", 3.0)
        result = model
        """,
        """
        model = build()
        index = trace("index", 0)
        model = eqx.tree_at(lambda m: m.layers[index].weight, model, trace("value", 3.0))
        result = model
        """,
    ),
    "the index is evaluated again": (
        """
        model = build()
        model.layers[trace("index", 0)].weight = 3.0
        result = model
        """,
        """
        model = build()
        model = eqx.tree_at(lambda m: m.layers[trace("index", 0)].weight, model, 3.0)
        result = model
        """,
    ),
    "the parameter captures the index": (
        """
        m = 1
        model = build()
        model.layers[m].weight = 3.0
        result = model
        """,
        """
        m = 1
        model = build()
        model = eqx.tree_at(lambda m: m.layers[0].weight, model, 3.0)
        result = model
        """,
    ),
    "a tracer of another type": (
        """
        model = build()
        model.scale = 3
        result = model
        """,
        """
        model = build()
        model = eqx.tree_at(lambda m: m.scale, model, 3.0)
        result = model
        """,
    ),
    "a shared node is copied": (
        """
        class Key: pass
        model = build()
        model.layers[0].weight = model.layers[1].weight = Key()
        result = model
        """,
        """
        class Key: pass
        model = build()
        model = eqx.tree_at(
            lambda m: (m.layers[0].weight, m.layers[1].weight), model, (Key(), Key())
        )
        result = model
        """,
    ),
    "the exception comes before": (
        """
        model = build()
        try:
            model.scale = 2.0
            model.layers[5].weight = 1.0
        except IndexError:
            pass
        result = model
        """,
        """
        model = build()
        try:
            model = eqx.tree_at(lambda m: (m.scale, m.layers[5].weight), model, (2.0, 1.0))
        except IndexError:
            pass
        result = model
        """,
    ),
    "the order of a dict is seen": (
        """
        model = Model({"b": 1.0, "a": 2.0})
        model.scale = 2.0
        print(list(model.layers))
        """,
        """
        model = Model({"b": 1.0, "a": 2.0})
        model = eqx.tree_at(lambda m: m.scale, model, 2.0)
        print(list(model.layers))
        """,
    ),
    "an array is shared": (
        """
        x = jnp.zeros(3)
        result = x
        x[0] = 1
        """,
        """
        x = jnp.zeros(3)
        result = x
        x = x.at[0].set(1)
        """,
    ),
    "an exception of another type": (
        """
        model = build()
        model.scale = {}["key"]
        """,
        """
        model = build()
        model = eqx.tree_at(lambda m: m.scal, model, 2.0)
        """,
    ),
    "no syntax": ("model = build()\nmodel.scale = 2.0\n", "model = = build()\n"),
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_rewriting(name: str) -> None:
    before, after = RIGHT[name]
    judged = _judge(before, after)
    differences = [item for item in judged.mistakes if "touched" not in item]
    assert judged.verdict is Verdict.REWRITTEN
    assert not differences


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_rewriting(name: str) -> None:
    judged = _judge(*WRONG[name])
    assert judged.verdict is Verdict.DIFFERENT
    assert judged.mistakes


def test_what_is_still_assigned_is_not_rewritten() -> None:
    before = "model = build()\nmodel.scale = 2.0\nmodel.layers[0].weight = 1.0\n"
    after = "model = build()\nmodel = eqx.tree_at(lambda m: m.scale, model, 2.0)\n"
    judged = _judge(before, after + "model.layers[0].weight = 1.0\n")
    assert judged.verdict is Verdict.WITHHELD


def test_what_stays_is_not_rewritten() -> None:
    code = "result = build()\n"
    assert _judge(code, code).verdict is Verdict.NOTHING


CLASSES = {
    "a frozen dataclass": "@dataclasses.dataclass(frozen=True)\nclass State:\n    step: int = 0",
    "a flax dataclass": "@flax.struct.dataclass\nclass State:\n    step: int = 0",
    "a NamedTuple": "class State(NamedTuple):\n    step: int = 0",
    "a registered dataclass": (
        "@jax.tree_util.register_dataclass\n@dataclasses.dataclass(frozen=True)\n"
        "class State:\n    step: int = 0"
    ),
}


@pytest.mark.parametrize("name", CLASSES)
def test_trees_of_all_kinds_can_be_assigned_to(name: str) -> None:
    code = f"{CLASSES[name]}\nstate = State()\nalias = state\nstate.step += 1\nresult = alias\n"
    frozen = _run(code, mutable=False)
    assert frozen.raised in {"FrozenInstanceError", "AttributeError"}
    mutable = _run(code, mutable=True)
    assert mutable.raised is None
    functional = f"{CLASSES[name]}\nresult = jax.tree_util.tree_map(lambda x: x, State(1))\n"
    if "register" in code or "flax" in code or "Named" in code:
        assert mutable.results == _run(functional, mutable=True).results
        assert mutable.results == _run(functional, mutable=False).results


def test_a_mutable_named_tuple_is_one_to_read() -> None:
    code = """
        class State(NamedTuple):
            step: int
            loss: float = 0.5

            def next(self):
                return self._replace(step=self.step + 1)

        class Same(State):
            pass

        first, second = State(1).next()
        print(State(1), Same(1), len(State(1)), State(1)[-1], State(1)._asdict())
        result = [first, second, State(1) == (1, 0.5), hash(State(1)) == hash((1, 0.5))]
        result.append(jax.tree_util.tree_flatten_with_path(State(1))[0])
    """
    mutable = _run(code, mutable=True)
    assert mutable.raised is None
    assert not _run(code, mutable=False).differences(mutable)


def test_nothing_stays_mutable() -> None:
    _run("result = build()\nresult.scale = 2.0\n", mutable=True)
    assert _run("result = build()\nresult.scale = 2.0\n", mutable=False).raised


def test_a_program_that_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.analyzer.codemods.execution.SECONDS", 0.2)
    with pytest.raises(BaseException, match="ran for more than"):
        _run("while True:\n    pass\n", mutable=True)


def test_comments_are_looked_for() -> None:
    assert lost_comments("a = 1  # one\n# two\n", "# two\nb = 1\n") == ["# one"]


def test_lines_that_change_without_reason() -> None:
    before = textwrap.dedent(
        """\
        import equinox as eqx
        def scale(model, by):
            # not here
            model.scale *= by
            x = f( 1 )
            return x
        def twice(model):
            return scale(model, 2)
        layer = model.layers[0]
        for layer in layers:
            print( x)
            layer.weight = 1
        """
    )
    found = [4, 12]
    after = before.replace("f( 1 )", "f(1)").replace("print( x)", "print(x)")
    assert touched_without_reason(before, after, found) == [
        "    x = f( 1 )\n",
        "    print( x)\n",
    ]
    after = before.replace("return x", "return model, x").replace("model, 2", "model, 3")
    after = after.replace("layer = model", "lay = model").replace("for layer", "for item")
    assert touched_without_reason(before, after, found) == []
