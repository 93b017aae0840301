"""MkDocs hook: one page a rule, made from the rule's docstring, and an index of them."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from treelint.explain import page
from treelint.rules import all_rules


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages; nothing is written to disk, so that none can be out of date."""
    rows = [
        f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.summary} | {rule.fix.value} |"
        for rule in all_rules()
    ]
    index = "\n".join(["# Rules", "", "| code | name | finds | fix |", "|---|---|---|---|", *rows])
    pages = {f"rules/{rule.code}.md": page(rule) for rule in all_rules()}
    for name, content in {"rules/index.md": index, **pages}.items():
        files.append(File.generated(config, name, content=content))
    return files


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """List the pages of the rules in the navigation."""
    rules = [f"rules/{rule.code}.md" for rule in all_rules()]
    for entry in config.nav or []:
        if isinstance(entry, dict) and "Rules" in entry:
            entry["Rules"] = ["rules/index.md", *rules]
    return config
