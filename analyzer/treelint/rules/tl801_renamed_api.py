"""A tree function is used by its old name.

## What it does
Looks for `jax.tree_map`, `tree_flatten`, `tree_leaves`, `tree_structure`, `tree_transpose`,
`tree_unflatten`, `tree_multimap` and `treedef_is_leaf` of `jax`, and for `equinox.tree_inference`
and `equinox.static_field`. The same names in `jax.tree_util` and `treeops` are fine.

The nearest `pyproject.toml` says which versions a project works with. Nothing is said of a name
whose successor its lower bound does not have. Without a lower bound the newest version is meant,
which is what gets installed. Code that asks for a version, or for the old name's error, is passed
over.

## Why is this bad?
jax 0.6.0 has removed its old names, so that they raise. `equinox.static_field` warns, and
`equinox.tree_inference` is there for old code only.

## Example
```python
jax.tree_map(jnp.zeros_like, model)
```

## Use instead
```python
jax.tree.map(jnp.zeros_like, model)
```

## Fix safety
Safe: it is the same function. What is imported by its old name from `jax` is imported from
`jax.tree_util`. What equinox calls otherwise gets its new name all over the file, or is imported
as the old one where the new one is taken.

## References
- [JAX 0.6.0](https://docs.jax.dev/en/latest/changelog.html#jax-0-6-0-april-16-2025)
- [`jax.tree`](https://docs.jax.dev/en/latest/jax.tree.html)
- [`equinox.nn.inference_mode`](https://docs.kidger.site/equinox/api/nn/inference/)
- [`equinox.field`](https://docs.kidger.site/equinox/api/module/advanced_fields/)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.rule import FixKind, Invalid, Rule, Sign
from treelint.sites.successors import SIGNS, SUCCESSORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding, Fix
    from treelint.index import FileIndex

_LAST = frozenset(name.rpartition(".")[2] for name in SUCCESSORS)
_ERRORS = ("AttributeError", "ImportError", "ModuleNotFoundError")


def check(file: FileIndex) -> Iterator[Finding]:
    """Old names as attributes of their packages, and in imports."""
    for node in file.nodes(ast.Attribute):
        if node.attr not in _LAST or not isinstance(node.ctx, ast.Load):
            continue
        module = file.names.qualified_name(node.value)
        yield from _old(file, node, f"{module}.{node.attr}", node)
    for statement in file.nodes(ast.ImportFrom):
        for alias in statement.names:
            if statement.level == 0:
                yield from _old(file, statement, f"{statement.module}.{alias.name}", alias)


def _old(
    file: FileIndex, node: ast.Attribute | ast.ImportFrom, name: str, what: ast.expr | ast.alias
) -> Iterator[Finding]:
    new = SUCCESSORS.get(name)
    if new is None or not file.requirements.of(new.package).may_assume(new.since):
        return
    if _is_fallback(file, node) or file.expects(node, *_ERRORS):
        return
    # Loaded here: most files have no old names.
    from treelint.fixing.modernising import of_attribute, of_import

    fix: Fix | None = None
    if isinstance(node, ast.Attribute):
        fix = of_attribute(file, node, name.rpartition(".")[0], new)
    elif isinstance(what, ast.alias):
        fix = of_import(file, node, what, new)
    message = f"`{name}` is `{new.full_name}` now, and {new.fate}"
    yield rule.at(file, node, message, fix)


def _is_fallback(file: FileIndex, node: ast.AST) -> bool:
    """Whether the code there runs with some versions only, or after an exception."""
    for outer in file.ancestors(node):
        match outer:
            case ast.ExceptHandler():
                return True
            case ast.If(test=test) | ast.IfExp(test=test):
                text = ast.unparse(test)
                if "hasattr" in text or "version" in text.lower():
                    return True
    return False


rule = Rule(
    code="TL801",
    name="renamed-api",
    names=frozenset(name for name in SUCCESSORS if name.startswith("equinox.")),
    signs=tuple(Sign(words, pattern) for words, pattern in SIGNS),
    fix=FixKind.SAFE,
    check=check,
    valid=(
        "jax.tree.map(f, m)",
        "jax.tree_util.tree_map(f, m)",
        "from jax.tree_util import tree_map, tree_leaves\ntree_map(f, m)",
        "import jax.tree_util as jtu\njtu.tree_map(f, m)",
        "from treeops import tree_inference\ntree_inference(m, True)",
        "try:\n    tree_map = jax.tree.map\nexcept AttributeError:\n    tree_map = jax.tree_map",
        "try:\n    from jax import tree_map\nexcept ImportError:\n    tree_map = jax.tree.map",
        "tree_map = jax.tree.map if hasattr(jax, 'tree') else jax.tree_map",
        "if jax.__version_info__ < (0, 4, 25):\n    jax.tree.map = jax.tree_map",
        "def f(jax):\n    return jax.tree_map",
        "jax.tree_map = f",
        "from .jax import tree_map",
    ),
    invalid=(
        Invalid("jax.tree_map(f, m)  # kept", "jax.tree.map(f, m)  # kept"),
        Invalid(
            "import jax as j\nx = (j\n     .tree_leaves)(m)",
            "import jax as j\nx = (j.tree\n     .leaves)(m)",
        ),
        Invalid("f(jax.treedef_is_leaf, t)", "f(jax.tree_util.treedef_is_leaf, t)"),
        Invalid("jax.tree_util.tree_multimap(f, a)", "jax.tree_util.tree_map(f, a)"),
        Invalid(
            "from jax import tree_map\ntree_map(f, m)",
            "from jax.tree_util import tree_map\ntree_map(f, m)",
        ),
        Invalid(
            "def f():\n    from jax import (jit, tree_map as tm, vmap)\n    return tm",
            "def f():\n    from jax.tree_util import tree_map as tm\n"
            "    from jax import (jit, vmap)\n    return tm",
        ),
        Invalid(
            "from jax import jit, tree_map, tree_leaves",
            "from jax.tree_util import tree_map\nfrom jax.tree_util import tree_leaves\n"
            "from jax import jit",
        ),
        Invalid("from jax import (\n    jit,\n    tree_map,  # why\n)"),
        Invalid("m = eqx.tree_inference(m, True)", "m = eqx.nn.inference_mode(m, True)"),
        Invalid(
            "from equinox import tree_inference\nm = tree_inference(m, True)",
            "from equinox.nn import inference_mode\nm = inference_mode(m, True)",
        ),
        Invalid(
            "from equinox import tree_inference\ninference_mode = tree_inference(m, True)",
            "from equinox.nn import inference_mode as tree_inference\n"
            "inference_mode = tree_inference(m, True)",
        ),
        Invalid(
            "class M(eqx.Module):\n    a: int = eqx.static_field()\n"
            "    b: int = eqx.static_field(default=1)",
            "class M(eqx.Module):\n    a: int = eqx.field(static=True)\n"
            "    b: int = eqx.field(static=True, default=1)",
        ),
        Invalid(
            "from equinox import Module as M, static_field\nclass A(M):\n"
            "    a: int = static_field()",
            "from equinox import field\nfrom equinox import Module as M\nclass A(M):\n"
            "    a: int = field(static=True)",
        ),
        Invalid(
            "from dataclasses import field\nfrom equinox import static_field\nx = static_field()"
        ),
        Invalid("from equinox import static_field as sf\nx = f(sf)"),
        Invalid(
            "from equinox import static_field as sf\nx = sf()",
            "from equinox import field as sf\nx = sf(static=True)",
        ),
        Invalid("make = eqx.static_field"),
        Invalid("x = eqx.static_field(1)"),
    ),
)
