"""Patterns of `.gitignore` files and of the settings."""

import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treelint.gitignore import GitIgnore
from treelint.patterns import compiled, path_from

# The patterns, what they ignore, and what not. A slash at the end is for a folder, %20 a blank.
CASES = [
    ("a", "a a/ b/a b/a/", "ab ba b"),
    ("a/", "a/ b/a/", "a b/a"),
    ("/a", "a a/", "b/a"),
    ("b/a", "b/a b/a/", "a c/b/a"),
    ("b/a/", "b/a/", "b/a c/b/a/"),
    ("*.py", "a.py b/a.py .py", "a.pyc py"),
    ("/*.py", "a.py", "b/a.py"),
    ("b/*.py", "b/a.py", "b/c/a.py"),
    ("a?", "ab b/ab", "a abc a/b"),
    ("[ab]c", "ac b/bc", "cc c"),
    ("[!a-c]x", "dx", "ax bx cx x"),
    ("[^a]x", "bx", "ax"),
    ("[]-]x", "]x -x", "ax"),
    ("**/a", "a b/a c/b/a", "ab"),
    ("a/**", "a/b a/b/c", "a"),
    ("a/**/b", "a/b a/c/b a/c/d/b", "ab b"),
    ("a**b", "ab axxb", "a/b"),
    (r"\#a", "#a", "a"),
    (r"\!a", "!a", "a"),
    (r"\a\*", "a*", "ab"),
    ("a b", "a%20b a%20b/", "a"),
    ("a  ", "a", "b"),
    (r"a\ ", "a%20", "a"),
    ("a\r", "a", "b"),
    ("# a", "", "a"),
    ("", "", "a"),
    ("!", "", "a !"),
    ("/", "", "a"),
    ("[a", "", "a [a"),
    ("a\\", "", "a a\\"),
    ("*\n!b", "a c", "b"),
    ("!b\nb", "b", "a"),
    ("*.py\n!/b/\n!/b/*.py", "a.py", "b/a.py b/"),
]


def verdict(patterns: GitIgnore, path: str) -> bool:
    path = path.replace("%20", " ")
    return bool(patterns.verdict(path.rstrip("/"), is_folder=path.endswith("/")))


@pytest.mark.parametrize(("text", "ignored", "others"), CASES)
def test_patterns(text: str, ignored: str, others: str) -> None:
    patterns = GitIgnore.read(text)
    assert [path for path in ignored.split() if not verdict(patterns, path)] == []
    assert [path for path in others.split() if verdict(patterns, path)] == []


def test_what_nothing_is_said_of() -> None:
    patterns = GitIgnore.read("a\n!b\n")
    assert patterns.verdict("a", is_folder=False) is True
    assert patterns.verdict("b", is_folder=False) is False
    assert patterns.verdict("c", is_folder=False) is None


# What people write; in stranger patterns, and in some orders of exceptions, the library and git
# differ.
PIECES = ["a", "b", ".", "?", "*", "[ab]", r"\a", "-"]
PARTS = (
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=3)
    .map("".join)
    .filter(lambda part: "**" not in part)
)
PATTERNS = st.builds(
    lambda mark, start, parts, end: mark + start + "/".join(parts) + end,
    st.sampled_from(["", "", "", "#"]),
    st.sampled_from(["", "", "/", "**/"]),
    st.lists(PARTS, min_size=1, max_size=2),
    st.sampled_from(["", "", "/"]),
)
PATHS = st.lists(st.sampled_from(["a", "b", "ab", ".a", "-", "a b", "*"]), min_size=1, max_size=3)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    return folder


@given(st.lists(PATTERNS, min_size=1, max_size=4), st.lists(PATHS, min_size=1, max_size=5))
def test_as_git_reads_them(repository: Path, lines: list[str], paths: list[list[str]]) -> None:
    """Asked for folders that are there: git looks at what a path is."""
    (repository / ".gitignore").write_text("\n".join(lines))
    names = sorted({"/".join(path) for path in paths})
    for name in names:
        (repository / name).mkdir(parents=True, exist_ok=True)
    asked = subprocess.run(
        ["git", "-C", repository, "check-ignore", "--no-index", "--stdin", "-z"],
        input="\0".join(names),
        capture_output=True,
        text=True,
        check=False,
    )
    patterns = GitIgnore.read("\n".join(lines))
    ours = [
        name for name in names if any(verdict(patterns, f"{outer}/") for outer in outwards(name))
    ]
    assert sorted(asked.stdout.split("\0")[:-1]) == ours


def outwards(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]


TEXT = st.text(alphabet="ab*?[]!-/.", min_size=1, max_size=5)


@given(st.lists(TEXT, min_size=1, max_size=3), TEXT, TEXT)
def test_patterns_of_the_settings_are_globs(patterns: list[str], name: str, path: str) -> None:
    expected = any(fnmatch(one, item.rstrip("/")) for one in (name, path) for item in patterns)
    assert compiled(tuple(patterns)).fit(name, path) == expected


def test_paths_from_the_root() -> None:
    assert path_from("/a", "/a/b/c") == "b/c"
    assert path_from("/", "/b/c") == "b/c"
    assert path_from("/a", "/ab/c") == "/ab/c"
