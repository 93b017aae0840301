"""Short ways to run the analyzer on source code."""

import textwrap

from treelint import engine
from treelint.engine import Checked, Config
from treelint.findings import Finding
from treelint.rule import Rule
from treelint.rules import all_rules
from treelint.source import SourceFile

ALL = Config(all_rules())
# In a folder with no other files: what they say of a function would count.
FILENAME = "/nowhere/code.py"


def source(code: str, filename: str = FILENAME) -> SourceFile:
    return SourceFile(filename, textwrap.dedent(code))


def check(code: str, config: Config = ALL) -> Checked:
    return engine.check(source(code), config)


def codes(code: str, config: Config = ALL) -> list[str]:
    return [finding.code for finding in check(code, config).findings]


def findings(code: str, rule: Rule) -> list[Finding]:
    checked = check(code)
    assert not checked.failures
    return [finding for finding in checked.findings if finding.code == rule.code]


def fixed(code: str, config: Config = ALL, *, unsafe: bool = True) -> str:
    result = engine.fix(source(code), config, unsafe=unsafe)
    assert not result.remaining.failures
    return result.source.text
