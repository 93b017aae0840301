"""What the text of a file says of items of arrays: what it may rule out, and what it may not."""

import pytest

from treelint.sites.arrays.glance import may_assign_item

HEAD = "import jax\nimport jax.numpy as jnp\nimport numpy as np\nfrom jax import Array\n"


def may(text: str) -> bool:
    return may_assign_item((HEAD + text).encode())


@pytest.mark.parametrize(
    "text",
    [
        # What is bound in the function, around it, or by the module.
        "def f():\n    x = jnp.zeros(3)\n    x[0] = 1",
        "def f(x: Array):\n    def g():\n        x[0] = 1",
        "x = jnp.zeros(3)\n\n\ndef f():\n    x[0] = 1",
        "if a:\n    x = jnp.zeros(3)\n\n\ndef f():\n    x[0] = 1",
        "def f():\n    x = {}\n    x[0] = 1\n\n\nx = jnp.zeros(3)",
        "def f():\n    global x\n    x = jnp.zeros(3)\ndef g():\n    x = 1\n    x[0] = 1",
        "def f():\n    x[0] = 1\n\n\nx: Array",
        (
            "class A:\n    def f(self):\n        self.x = jnp.zeros(3)\n    def g(self):\n"
            "        self.x[0] = 1"
        ),
        "class A:\n    x: Array\n\n\ndef f(a: A):\n    a.x[0] = 1",
        'def f(x: Array):\n    """\ntext\n"""\n    x[0] = 1',
        "@jax.jit\ndef f(\n    x: Array,\n):\n    # x\n    x[0] = 1",
        # What it was made of, over any number of steps, and in circles.
        "a = jnp.zeros(3)\nb = a + 1\nc = b * 2\nd = c.T\nd[0] = 1",
        "def f(n):\n    x = y + 1\n    y = x * 2\n    y = jnp.zeros(n)\n    x[0] = 1",
        "def f(a: Array):\n    x = 2 * a\n    x[0] = 1",
        "def f(a: Array):\n    x = (a + 1).T\n    x[0] = 1",
        "def f(a: Array):\n    x = a.reshape(3)[1:]\n    x[0] = 1",
        "def f(a: Array):\n    x = float(n) * a\n    x[0] = 1",
        "def f(a: Array):\n    x = copy.deepcopy(a)\n    x[0] = 1",
        "class A:\n    def f(self):\n        x = self.y.copy()\n        x[0] = 1\n    y: Array",
        "def f(a, b: Array):\n    for i, x in enumerate(b):\n        x[0] = 1",
        "def make(n) -> Array: ...\n\n\ndef f():\n    x = make(1)\n    x[0] = 1",
        "def f(x):\n    assert isinstance(x, Array)\n    x[0] = 1",
        "def f(x: 'Array | None'):\n    if x is not None:\n        x[0] = 1",
        "from jax import Array as A\ndef f(a, x: A = None):\n    x[0] = 1",
        "import nets.types as t\ndef f(x: t.RealArray):\n    x[0] = 1",
        "from . import make\ndef f():\n    x = make()\n    x[0] = 1",
        "import jax.numpy as np\nx = np.zeros(3)\nx[0] = 1",
        "Vector = Array\ndef f(x: Vector):\n    x[0] = 1",
        "def f(xs: list[Array]):\n    xs[0][1] = 1",
        # Several targets, in whatever form.
        "x = jnp.zeros(3)\n(x[0], y) = 1, 2",
        "x = jnp.zeros(3)\n[y, *x[1:]] = 1, 2",
        "x = jnp.zeros(3)\ny.a, x[f(1)(2)], *z = 1, 2, 3",
        "x = jnp.zeros(3)\nwith f() as g: x[0] = 1",
        "x = jnp.zeros(3)\nif s == '(': x[0] = 1",
        "x = jnp.zeros(3)\na = b = x[0] = 1",
        "ẋ = jnp.zeros(3)\nẋ[0] = 1",
    ],
)
def test_what_may_be_an_array(text: str) -> None:
    assert may(text)
    assert may(text.replace("\n", "\r\n"))


@pytest.mark.parametrize(
    "text",
    [
        # Of the same name elsewhere.
        "def f():\n    x = {}\n    x[0] = 1\n\n\ndef g(x: Array): ...",
        "def f(x):\n    x[0] = 1\n\n\ndef g(x: Array): ...",
        "def f(a, x=None):\n    x[0] = 1\n\n\nclass A:\n    def g(self):\n        x = jnp.ones(3)",
        "class A:\n    def f(self, x: Array): ...\n\n\ndef g():\n    x = f()\n    x[0] = 1",
        # Arguments of calls.
        "x = jnp.zeros(3)\ny = f(x[0], y=1)",
        "x = jnp.zeros(3)\ny = f(a, x[0], y=1)",
        "x = jnp.zeros(3)\ny = dict(a=x[0], b=1)",
        "x = jnp.zeros(3)\ny = f(\n    a=x[0], b=1)",
        "x = jnp.zeros(3)\ny = f((\n    x[0], 1), b=1)",
        "x = jnp.zeros(3)\ny = f([x[:1], x[1:] + x[:-1]], axis=0)",
        "x = jnp.zeros(3)\ny = f(x[0] + z, y=1)",
        # What describes an array, and what is computed from it.
        "def f(a: Array):\n    x = list(a.shape)\n    x[0] = 1",
        "def f(a: Array):\n    x = a.shape\n    x[0] = 1",
        "def f(a: Array):\n    x = g(a)\n    x[0] = 1",
        "def f(a: Array):\n    x = np.asarray(a)\n    x[0] = 1",
        "def f(a: Array):\n    a.shape[0] = 1",
        # Other types, and text that is no type.
        "def f(x: ShapedArray):\n    x[0] = 1",
        "def f(x: np.ndarray, y: Array):\n    x[0] = 1",
        "def f(x: dict, y: Array):\n    x[0] = 1",
        "def f(x: G[int], y: Array):\n    x[0] = 1",
        'def f(x=None):\n    """\n    x: what an Array is taken from\n    """\n    x[0] = 1',
        "import json\ndef f():\n    x = json.load(y)\n    x[0] = 1",
        "def f():\n    x = len(y)\n    x[0] = 1\ny: Array",
    ],
)
def test_what_is_no_array(text: str) -> None:
    assert not may(text)
    assert not may(text.replace("\n", "\r\n"))
