"""The rules, one module each. A new module here is a new rule; nothing lists them."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from treelint.rule import Rule


@cache
def rule_codes() -> tuple[str, ...]:
    """The codes of all rules, by the names of their modules: none of them is loaded."""
    names = (module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(name.partition("_")[0].upper() for name in names))


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    modules = (
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    )
    rules: list[Rule] = [module.rule for module in modules]
    return tuple(sorted(rules, key=lambda rule: rule.code))


def find_rule(code: str) -> Rule | None:
    """The rule with this code or name."""
    return next((rule for rule in all_rules() if code in {rule.code, rule.name}), None)
