"""The rules, one module each. A new module here is a new rule; nothing lists them."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from treelint.rule import Rule


def _module_names() -> list[str]:
    folder = Path(__path__[0])
    if folder.is_dir():
        return sorted({path.name.partition(".")[0] for path in folder.glob("tl*.py*")})
    # Loaded here, as it costs as much as all else that a short run loads: only an archive that
    # Python imports from has no folder.
    import pkgutil

    return [module.name for module in pkgutil.iter_modules(__path__)]


@cache
def rule_codes() -> tuple[str, ...]:
    """The codes of all rules, by the names of their modules: none of them is loaded."""
    return tuple(sorted(name.partition("_")[0].upper() for name in _module_names()))


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    modules = (importlib.import_module(f"{__name__}.{name}") for name in _module_names())
    rules: list[Rule] = [module.rule for module in modules]
    return tuple(sorted(rules, key=lambda rule: rule.code))


def find_rule(code: str) -> Rule | None:
    """The rule with this code or name."""
    return next((rule for rule in all_rules() if code in {rule.code, rule.name}), None)
