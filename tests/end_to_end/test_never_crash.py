"""Whatever the code: no rule and no fix crashes, and what fixes leave is whole."""

import ast
import dataclasses
import hashlib
import itertools
import site
import textwrap
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given

from tests.end_to_end.programs import programs
from tests.end_to_end.support import run
from treelint import engine, surgery
from treelint import run as run_module
from treelint.cli import main
from treelint.engine import Checked, Config
from treelint.rule import PRELUDE
from treelint.rules import all_rules
from treelint.source import SourceFile, decode

# No gate: every rule looks at every file.
EVERY_RULE = Config(all_rules())
MISTAKES = tuple(
    example.code
    for rule in all_rules()
    for example in rule.invalid
    if rule.code not in {"TL900", "TL901"}
)
# How many files are looked at in each run, and how long they may be.
SAMPLE, LONGEST = 200, 30_000


def packages() -> Iterator[SourceFile]:
    """The environment's packages, less the few files that test what no Python can read."""
    for folder in site.getsitepackages():
        for path in Path(folder).rglob("*.py"):
            source = decode(path.read_bytes(), str(path))
            if isinstance(source, SourceFile):
                yield source


def hashed(source: SourceFile) -> int:
    """A number that is the same on every machine, and as good as random."""
    return int.from_bytes(hashlib.sha256(source.text.encode()).digest()[:6])


def compiles(source: SourceFile) -> bool:
    """Whether Python takes a file; a `return` outside of functions is no matter of its parser."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(source.text, source.filename, "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            return False
    return True


def said(checked: Checked) -> list[tuple[object, ...]]:
    return [(item.code, item.start, item.end, item.message) for item in checked.findings]


def survives(source: SourceFile) -> int:
    """Check it, and fix it twice; returns how many fixes landed."""
    checked = engine.check_with_edits(source, EVERY_RULE)
    assert checked.failures == ()
    landed = 0
    for unsafe in (False, True):
        if not any(finding.fix for finding in checked.findings):
            continue
        fixed = engine.fix(source, EVERY_RULE, unsafe=unsafe)
        assert fixed.remaining.failures == ()
        assert compiles(fixed.source) or not compiles(source), fixed.source.text
        again = engine.fix(fixed.source, EVERY_RULE, unsafe=unsafe)
        assert (again.landed, again.source.text) == (0, fixed.source.text)
        assert said(again.remaining) == said(fixed.remaining)
        landed = fixed.landed
    return landed


def planted(source: SourceFile) -> SourceFile:
    """The file with one of the rules' mistakes put before a statement of some function."""
    number = hashed(source)
    places = list(_places(source))
    if not places:
        return source
    line = places[number % len(places)] - 1
    lines = source.text.splitlines(keepends=True)
    indentation = lines[line][: -len(lines[line].lstrip())]
    mistake = textwrap.indent(PRELUDE + MISTAKES[number % len(MISTAKES)], indentation)
    line_end = "\r\n" if lines[line].endswith("\r\n") else "\n"
    lines.insert(line, "".join(one + line_end for one in mistake.splitlines()))
    return dataclasses.replace(source, text="".join(lines))


def _places(source: SourceFile) -> Iterator[int]:
    """The lines on which statements of functions begin."""
    if any(odd in source.text for odd in "\f\v\x1c\x1d\x1e\x85\u2028\u2029"):
        return  # `splitlines` finds more lines in it than Python does
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(source.text)
        except (SyntaxError, ValueError):
            return
    lines = source.text.splitlines()
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    for statement in itertools.chain.from_iterable(node.body for node in functions):
        line = min(
            [statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", ()))]
        )
        is_first = not lines[line - 1][: statement.col_offset].strip()
        if is_first and not lines[line - 2].endswith("\\"):
            yield line


def test_a_sample_of_the_environment() -> None:
    short = (source for source in packages() if len(source.text) < LONGEST)
    sample = sorted(short, key=hashed)[:SAMPLE]
    landed = 0
    for source in sample:
        survives(source)
        landed += survives(planted(source))
    assert landed > SAMPLE // 10


@pytest.mark.all_packages
def test_the_whole_environment() -> None:
    looked_at = landed = 0
    for source in packages():
        survives(source)
        landed += survives(planted(source))
        looked_at += 1
    assert looked_at > 3000
    assert landed > looked_at // 10


@given(programs())
def test_generated_programs(program: str) -> None:
    survives(SourceFile("program.py", program))


# Each is one statement, `number` levels deep.
DEEP: dict[str, Callable[[int], str]] = {
    "sum": lambda number: "x = " + " + ".join(["a"] * number),
    "and": lambda number: "x = " + " and ".join(["a"] * number),
    "power": lambda number: "x = " + "a ** " * number + "b",
    "attributes": lambda number: "x = a" + ".b" * number,
    "calls": lambda number: "x = a" + "()" * number,
    "items": lambda number: "x = a" + "[0]" * number,
    "signs": lambda number: "x = " + "-" * number + "1",
    "not": lambda number: "x = " + "not " * number + "1",
    "lambdas": lambda number: "x = " + "lambda: " * number + "1",
    "conditions": lambda number: "x = " + "a if b else " * number + "c",
    "lists": lambda number: "x = " + "[" * number + "]" * number,
    "dicts": lambda number: "x = " + "{1: " * number + "1" + "}" * number,
    "loops": lambda number: "x = [a" + " for a in b" * number + "]",
    "strings": lambda number: "x = " + "'a' " * number,
    "elif": lambda number: "if a:\n    pass\n" + "elif b:\n    pass\n" * number,
    "functions": lambda number: (
        "".join(f"{' ' * i}def f():\n" for i in range(min(number, 200))) + " " * 200 + "pass"
    ),
}


@pytest.mark.parametrize("number", [90, 900, 10_000])
def test_deep_nesting(number: int, tmp_path: Path) -> None:
    """Beside the deep statement, and in it, there is something to fix."""
    imports, mistake = "import equinox as eqx\n", "eqx.tree_at(lambda m: m.a, model, {})\n"
    for name, deep in DEEP.items():
        statement = deep(number)
        (tmp_path / f"{name}.py").write_text(f"{imports}{statement}\n{mistake.format(1)}")
        if statement.startswith("x = "):
            inside = mistake.format(statement.removeprefix("x = "))
            (tmp_path / f"{name}_inside.py").write_text(imports + inside)
    last = tmp_path / "z.py"
    last.write_text(imports + mistake.format(1))
    result = run("treelint", "--isolated", "--fix", "--unsafe-fixes", tmp_path)
    assert result.returncode == (0 if number == 90 else 2), result
    assert "mistake in treelint" not in result.stderr
    assert last.read_text() == f"{imports}model = {mistake.format(1)}"


def test_a_fix_that_libcst_cannot_make() -> None:
    """Python reads this loop, LibCST does not: the finding stays, and the file as it is."""
    update = "model = eqx.tree_at(lambda m: {m.a}, model, [k async\n for k in x])"
    code = f"{PRELUDE}async def f(model):\n    {update}\n    return model\n"
    source = SourceFile("program.py", code)
    fixed = engine.fix(source, EVERY_RULE, unsafe=True)
    assert fixed.source.text == code
    assert [finding.code for finding in fixed.remaining.findings] == ["TL104"]
    (failure,) = fixed.remaining.failures
    assert "the fix of TL104 in line 6 is withheld: LibCST cannot parse" in failure.message


# Every stage that a file goes through, each with a function of it that may fail.
STAGES = [
    (engine, "parse_file"),
    (engine, "resolve"),
    (engine, "directives"),
    (engine, "silence"),
    (engine, "unused"),
    (surgery, "nesting"),
    (surgery, "apply"),
    (run_module, "decode"),
    (run_module, "replace"),
]


@pytest.mark.parametrize("error", [RecursionError, MemoryError, AssertionError, UnicodeError])
@pytest.mark.parametrize("place", STAGES, ids=lambda place: place[1])
def test_a_stage_that_fails(
    place: tuple[ModuleType, str],
    error: type[Exception],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Only the first file suffers."""
    module, name = place
    stage = getattr(module, name)
    calls = itertools.count()

    def fail_once(*arguments: object, **options: object) -> object:
        if next(calls) == 0:
            raise error
        return stage(*arguments, **options)

    monkeypatch.setattr(module, name, fail_once)
    code = "import equinox as eqx\neqx.tree_at(lambda m: m.a, model, 1)\n"
    first, second = tmp_path / "a.py", tmp_path / "b.py"
    first.write_text(code)
    second.write_text(code)
    options = ("--isolated", "--no-cache", "--jobs", "1", "--fix", "--unsafe-fixes")
    assert main([*options, str(first), str(second)]) == 2
    assert f"{first}: " in capsys.readouterr().err
    assert first.read_text() == code
    assert second.read_text() == code.replace("eqx.tree", "model = eqx.tree")
