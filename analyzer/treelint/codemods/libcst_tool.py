r"""The rewritings for LibCST's own tool.

    python -m libcst.tool codemod --no-format \
        -x treelint.codemods.libcst_tool.OutOfPlaceUpdates FILE

It does what `treelint --fix --unsafe-fixes` does with the rules that rewrite mutations, within one
file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from libcst import parse_module
from libcst.codemod import CodemodCommand, SkipFile

from treelint.configure import Configurer, Options
from treelint.engine import fix
from treelint.records import replace
from treelint.rules import all_rules
from treelint.source import Failure, decode

if TYPE_CHECKING:
    import libcst as cst

# The rules that rewrite what changes trees, and arrays, in place.
_PREFIX = "TL50"


class OutOfPlaceUpdates(CodemodCommand):
    """Rewrites code that changes JAX trees and arrays in place into out-of-place updates."""

    DESCRIPTION = "Rewrite code that changes JAX trees and arrays in place into updates of copies."

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """The module with all that can be rewritten; raises `SkipFile` if it is not Python."""
        filename = self.context.filename or "<codemod>"
        source = decode(tree.bytes, filename)
        if isinstance(source, Failure):
            raise SkipFile(str(source))
        config, _ = Configurer(Options(no_cache=True)).config(Path(filename))
        rules = tuple(rule for rule in all_rules() if rule.code.startswith(_PREFIX))
        chosen = tuple(rule for rule in rules if rule.default)
        fixed = fix(source, replace(config, rules=chosen), unsafe=True)
        for failure in fixed.remaining.failures:
            self.warn(str(failure))
        return parse_module(fixed.source.text, tree.config_for_parsing)
