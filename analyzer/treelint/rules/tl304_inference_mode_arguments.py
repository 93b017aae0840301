"""The flag of `inference_mode` stands where the tree should be.

## What it does
Looks for calls of `inference_mode` and `tree_inference` whose first argument, the tree, is a
truth value: a constant, a comparison, or a variable that holds one. The two arguments may be
swapped, or the tree may be missing.

## Why is this bad?
A truth value is a tree without layers, so nothing raises: it is returned as it is, and the model
stays in the mode that it was in.

## Example
```python
model = eqx.nn.inference_mode(True, model)
```

## Use instead
```python
model = eqx.nn.inference_mode(model, True)
```

## Fix safety
There is no fix: the program has run with the wrong mode, and what was meant is not certain.

## References
- [`equinox.nn.inference_mode`](https://docs.kidger.site/equinox/api/nn/inference/)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.fullnames import INFERENCE
from treelint.rule import FixKind, Invalid, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex


def check(file: FileIndex) -> Iterator[Finding]:
    """Calls with a truth value for a tree."""
    for call in file.calls_of(INFERENCE):
        tree = _argument(call, 0, "pytree")
        if tree is None or not _is_flag(file, tree):
            continue
        value = _argument(call, 1, "value")
        if value is None or _is_flag(file, value):
            cure = "give the model first"
        else:
            cure = f"swap the two: `{ast.unparse(value)}` is the tree"
        message = (
            f"`{ast.unparse(tree)}` is the flag, not the tree, and is returned as it is; {cure}"
        )
        yield rule.at(file, tree, message)


def _argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    """An argument by its position or name, if its place is certain."""
    if any(isinstance(argument, ast.Starred) for argument in call.args[: position + 1]):
        return None
    if len(call.args) > position:
        return call.args[position]
    return next((item.value for item in call.keywords if item.arg == name), None)


def _is_flag(file: FileIndex, node: ast.expr) -> bool:
    """Whether an expression gives a truth value, and nothing else."""
    match file.names.value(node):
        case ast.Constant(value=bool()) | ast.UnaryOp(op=ast.Not()) | ast.Compare():
            return True
    return isinstance(node, ast.Name) and _is_flag_parameter(file, node)


def _is_flag_parameter(file: FileIndex, node: ast.Name) -> bool:
    """Whether a name is a parameter, never given anything else, that is annotated as a flag."""
    owner = file.names.scopes[node].owner(node.id)
    if owner is None or len(owner.bindings[node.id]) != 1:
        return False
    match owner.node:
        case ast.FunctionDef(args=arguments) | ast.AsyncFunctionDef(args=arguments):
            parameters = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
            return any(
                parameter.arg == node.id
                and parameter.annotation is not None
                and file.names.qualified_name(parameter.annotation) == "builtins.bool"
                for parameter in parameters
            )
    return False


rule = Rule(
    code="TL304",
    name="inference-mode-arguments",
    names=INFERENCE,
    fix=FixKind.NONE,
    check=check,
    valid=(
        "model = eqx.nn.inference_mode(model)",
        "model = eqx.nn.inference_mode(model, True)",
        "model = eqx.nn.inference_mode(model, value=not training)",
        "model = eqx.nn.inference_mode(value=False, pytree=model)",
        "model = eqx.nn.inference_mode(models[True])",
        "model = eqx.nn.inference_mode(*arguments)",
        "model = eqx.nn.inference_mode(*arguments, True)",
        "training = True\ntraining = model\nmodel = eqx.nn.inference_mode(training)",
        "def f(model: bool):\n    model = g(model)\n    return eqx.nn.inference_mode(model)",
        "def f(flag: bool):\n    return lambda flag: eqx.nn.inference_mode(flag)",
        "flag = True\nmodel = eqx.nn.inference_mode(flag and model)",
        "from lib import inference_mode\nmodel = inference_mode(True, model)",
    ),
    invalid=(
        Invalid("model = eqx.nn.inference_mode(True)"),
        Invalid("model = eqx.nn.inference_mode(False, model)"),
        Invalid("model = eqx.tree_inference(True, value=model)"),
        Invalid("model = eqx.nn.inference_mode(not training, model)"),
        Invalid("model = eqx.nn.inference_mode(mode == 'eval', model)"),
        Invalid("model = eqx.nn.inference_mode(value=model, pytree=True)"),
        Invalid("evaluating = True\nmodel = eqx.nn.inference_mode(evaluating, model)"),
        Invalid(
            "def evaluate(model, *, inference: bool = True):\n"
            "    return eqx.nn.inference_mode(inference, model)"
        ),
        Invalid("from treeops import tree_inference\nmodel = tree_inference(True, True)"),
    ),
)
