"""What a function's parameters take."""

import ast


def takes_one_argument(parameters: ast.arguments) -> bool:
    """Whether one positional argument, and nothing else, fits the parameters."""
    positional = len(parameters.posonlyargs) + len(parameters.args)
    required = positional - len(parameters.defaults)
    has_required_keyword = any(default is None for default in parameters.kw_defaults)
    takes_any = positional > 0 or parameters.vararg is not None
    return takes_any and required <= 1 and not has_required_keyword
