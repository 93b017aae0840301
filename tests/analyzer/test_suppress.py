"""Comments that switch findings off."""

import pytest

from tests.analyzer.support import check, codes, fixed
from treelint.engine import Config
from treelint.rules import all_rules, find_rule

WRONG = "import equinox as eqx\nx = eqx.tree_at(lambda m: m.a, m)"
LONG = (
    "import equinox as eqx\nx = eqx.tree_at({first}\n    lambda m: m.a,{middle}\n    m,\n){last}\n"
)


@pytest.mark.parametrize(
    "comment",
    [
        "# treelint: ignore",
        "# treelint: ignore[TL202]",
        "# treelint: ignore [tl202]",
        "#treelint:ignore[TL101,TL202]",
        "# TreeLint: Ignore[TL202]",
        "# why not # treelint: ignore[TL202] really",
        "# noqa",
        "# NOQA: TL202",
        "# noqa:E501,TL202",
        "# noqa: E501 TL202",
        "# type: ignore  # noqa: TL202",
    ],
)
def test_ignored(comment: str) -> None:
    assert "TL202" not in codes(f"{WRONG}  {comment}\n")


@pytest.mark.parametrize(
    "comment",
    [
        "# treelint: ignore[TL101]",
        "# treelint: ignore[]",
        "# treelint: ignore[where-not-a-node]",
        "# treelint: ignore[TL202",
        "# treelint: ignore TL202",
        "# treelint: ignore-file",
        "# treelint: ignore_me",
        "# see `# treelint: ignore[TL202]`",
        "# noqa: TL202x",
        "# noqa-file",
        "# noqa :",
        "# treelint: ignored",
        "# noqa: E501",
        "# noqa: TL101",
        "# noqa: E501 because TL202",
        "# treelint ignore[TL202]",
    ],
)
def test_not_ignored(comment: str) -> None:
    assert "TL202" in codes(f"{WRONG}  {comment}\n")


@pytest.mark.parametrize("comment", ["# treelint: file-ignore[TL202]", "# treelint: file-ignore"])
def test_file(comment: str) -> None:
    assert codes(f"{comment}\n{WRONG}\n") == []
    assert codes(f"{WRONG}\nif x:\n    {comment}\n    pass\n") == []


@pytest.mark.parametrize(
    ("place", "is_ignored"), [("first", True), ("last", True), ("middle", False)]
)
def test_calls_of_several_lines(place: str, *, is_ignored: bool) -> None:
    comments = dict.fromkeys(("first", "middle", "last"), "")
    comments[place] = "  # treelint: ignore[TL202]"
    assert ("TL202" not in codes(LONG.format(**comments))) is is_ignored


def test_a_finding_inside_a_call_is_ignored_from_the_ends_of_the_call() -> None:
    code = """\
    import equinox as eqx
    x = f(
        eqx.tree_at(  # treelint: ignore[TL106]
            lambda m: (
                m.a,
                m.a,
            ),
            m,
            new,
        )
    )
    """
    assert codes(code) == []


def test_a_comment_inside_a_body_does_not_reach_the_header() -> None:
    code = """\
    import equinox as eqx
    if eqx.tree_at(w, m):
        x = 1  # treelint: ignore[TL202]
    """
    assert codes(code) == ["TL202", "TL901"]


def test_text_in_strings_is_no_comment() -> None:
    assert codes(f'{WRONG}; y = "# treelint: ignore"\n') == ["TL202"]


def test_a_syntax_error_is_never_ignored() -> None:
    assert codes("# treelint: file-ignore\nx = (  # treelint: ignore[TL900]\n") == ["TL900"]


def test_unused_only_for_what_was_looked_for() -> None:
    code = "import equinox as eqx  # treelint: ignore[TL202]\n"
    rules = tuple(rule for rule in all_rules() if rule.code in {"TL101", "TL901"})
    assert codes(code, Config(rules, all_on=False)) == []
    assert codes("x = 1  # treelint: ignore\n", Config(rules, all_on=False)) == []
    assert codes(code) == ["TL901"]
    without = tuple(rule for rule in all_rules() if rule.code != "TL901")
    assert codes(code, Config(without, all_on=False)) == []


def test_unused_can_be_ignored_by_name_only() -> None:
    assert codes("x = 1  # treelint: ignore[TL202, TL901]\n") == []
    assert codes("x = 1  # treelint: ignore\n") == ["TL901"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1  # treelint: ignore[TL202]\n", "x = 1\n"),
        ("# treelint: ignore[TL202]\nx = 1\n", "x = 1\n"),
        ("x = 1\r\n    # treelint: ignore\r\ny = 2\r\n", "x = 1\r\ny = 2\r\n"),
        ("x = 1  # treelint: ignore[TL202]", "x = 1"),
        ("# treelint: ignore[TL202]", ""),
        ("x = 1  # treelint: ignore[TL202, TL203, TL101]\n", "x = 1\n"),
        ("x = 1  # noqa: TL202 TL203 E501\n", "x = 1  # noqa: E501\n"),
        ("x = 1  # noqa: E501,TL202\n", "x = 1  # noqa: E501\n"),
        ("x = 1  # noqa: E501, TL202, F401\n", "x = 1  # noqa: E501, F401\n"),
        ("x = 'ü'  # treelint: ignore # kept\n", "x = 'ü'  # kept\n"),
        ("x = 1  # kept # treelint: ignore and this\n", "x = 1  # kept and this\n"),
        ("x = 1  # treelint: ignore[TL1] kept\n", "x = 1  # kept\n"),
        ("x = d['#']  # treelint: ignore - 1\n", "x = d['#']  # 1\n"),
        ("c = '#fff'  # treelint: ignore[TL202] hex colour\n", "c = '#fff'  # hex colour\n"),
        ("x = 1  # treelint: ignore[TL202]: why\n", "x = 1  # why\n"),
        ("x = 1  # treelint: ignore[TL202x, TL101]\n", "x = 1\n"),
        ("x = 1  # treelint: ignore[ TL202 ,TL101 ]\n", "x = 1\n"),
        ("x = 1  # treelint: ignore[where-not-a-node]\n", "x = 1\n"),
        ("x = 1\r# treelint: ignore\ry = 2\r", "x = 1\ry = 2\r"),
    ],
)
def test_removal(before: str, after: str) -> None:
    assert fixed(before, unsafe=False) == after


@pytest.mark.parametrize("comment", ["ignore[TL202", "ignore TL202", "ignore[]", "ignore[ , ]"])
def test_what_cannot_be_read_is_reported_and_stays(comment: str) -> None:
    code = f"x = 1  # treelint: {comment}\n"
    (found,) = check(code).findings
    assert found.code == "TL901"
    assert "cannot be read" in found.message
    assert fixed(code) == code


def test_comments_that_tokenize_cannot_reach() -> None:
    code = "# treelint: ignore[TL101]\nif 1:\n    x = 1\n  \\\n\n"
    assert check(code).failures == ()


def test_the_rule_is_found_by_code_and_by_name() -> None:
    assert find_rule("TL901") is find_rule("unused-ignore")
    assert find_rule("TL999") is None
