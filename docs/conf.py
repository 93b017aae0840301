"""The web site: `pip install '.[docs]' && sphinx-build -W docs site`."""

from pathlib import Path

from treelint import __version__
from treelint.explain import page
from treelint.rules import all_rules

project = "treelint"
release = version = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_show_copyright = False
html_title = f"treelint {__version__}"
root_doc = "pages/index"
include_patterns = ["pages/**"]
myst_heading_anchors = 3
# The signatures hold jax's types, which the site has no pages for.
autodoc_typehints = "none"
autodoc_preserve_defaults = True

RULES = Path(__file__).parent / "pages" / "rules"


def write_rule_pages() -> None:
    """One page a rule, made from its docstring, and an index. None of them is committed."""
    RULES.mkdir(exist_ok=True)
    rows = [
        f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.summary} | {rule.fix.value} |"
        for rule in all_rules()
    ]
    table = "\n".join(["| code | name | finds | fix |", "|---|---|---|---|", *rows])
    pages = "\n".join(rule.code for rule in all_rules())
    toctree = f"```{{toctree}}\n:hidden:\n\n{pages}\n```"
    (RULES / "index.md").write_text(f"# Rules\n\n{table}\n\n{toctree}\n")
    for rule in all_rules():
        (RULES / f"{rule.code}.md").write_text(page(rule))


write_rule_pages()
