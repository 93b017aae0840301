"""Magics of IPython and its extensions, by what they do with Python and its names."""

# They run Python to see how long it takes, what it needs or where it fails.
MEASURING = frozenset({"debug", "memit", "prun", "pyinstrument", "snakeviz", "time", "timeit"})

# Cell magics whose body is Python, run among the notebook's names.
PYTHON = MEASURING | {"capture", "ipytest", "wandb"}

# Cell magics whose body has names of its own, or none.
APART = frozenset(
    {
        "!",
        "bash",
        "cmd",
        "file",
        "html",
        "javascript",
        "js",
        "latex",
        "markdown",
        "perl",
        "pypy",
        "python",
        "python2",
        "python3",
        "ruby",
        "script",
        "sh",
        "svg",
        "sx",
        "system",
        "writefile",
    }
)

# Line magics that may give any name a value.
BINDING_ANYTHING = frozenset(
    {
        "ed",
        "edit",
        "load",
        "loadpy",
        "macro",
        "pylab",
        "recall",
        "rerun",
        "run",
        "store",
    }
)

# Line magics that need no `%` where they are all that a cell holds.
AUTOMATIC = (
    MEASURING
    | BINDING_ANYTHING
    | frozenset(
        {
            "alias",
            "autoreload",
            "bookmark",
            "cat",
            "cd",
            "conda",
            "config",
            "cp",
            "dirs",
            "env",
            "history",
            "less",
            "load_ext",
            "ls",
            "mamba",
            "man",
            "matplotlib",
            "micromamba",
            "mkdir",
            "more",
            "mv",
            "pip",
            "psearch",
            "pushd",
            "reload_ext",
            "reset",
            "rm",
            "rmdir",
            "set_env",
            "sx",
            "system",
            "unload_ext",
            "uv",
            "who",
            "whos",
            "xdel",
            "xmode",
        }
    )
)
