"""Write the outlines anew, from the packages installed beside treelint.

    python -m treelint.bundled

Names, annotations, defaults and signatures only; no body, no comment, no docstring.
"""

from __future__ import annotations

import json
from importlib import metadata, util
from pathlib import Path

from treelint.bundled import FOLDER, PACKAGES
from treelint.bundled.skeleton import skeleton

# Command line tools, tests and examples that no user's class derives from.
_LEFT_OUT = {"examples", "experimental", "oss", "testing", "tests", "_vendor"}
# Of flax only what makes trees: the modules of linen and nnx are none.
_FLAX = {
    "flax",
    "flax.core",
    "flax.core.frozen_dict",
    "flax.struct",
    "flax.training",
    "flax.training.train_state",
}


def main() -> None:
    """Write one file a package."""
    for package in PACKAGES:
        modules = outline(package)
        version = metadata.version(package)
        table = {
            "package": package,
            "version": version,
            "license": "Apache-2.0",
            "made_by": "python -m treelint.bundled",
            "modules": modules,
        }
        text = json.dumps(table, indent=1, ensure_ascii=False)
        (FOLDER / f"{package}.json").write_text(f"{text}\n", "utf-8")
        print(f"{package} {version}: {len(modules)} modules")


def outline(package: str) -> dict[str, list[str]]:
    """The lines of the outline of each module of an installed package."""
    spec = util.find_spec(package)
    if spec is None or spec.origin is None:
        msg = f"{package} is not installed here: pip install {package}"
        raise SystemExit(msg)
    root = Path(spec.origin).parent
    modules: dict[str, list[str]] = {}
    for path in sorted(root.rglob("*.py")):
        relative = path.relative_to(root)
        if _LEFT_OUT.intersection(relative.parts) or path.stem.endswith("_test"):
            continue
        parts = [package, *relative.with_suffix("").parts]
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if package == "flax" and name not in _FLAX:
            continue
        modules[name] = skeleton(path.read_text("utf-8"))
    return modules


if __name__ == "__main__":
    main()
