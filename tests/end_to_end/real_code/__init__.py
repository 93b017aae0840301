"""What treelint says of published code, finding by finding: true, or a false alarm.

`packages.toml` pins the packages, `findings.toml` holds the verdicts, and
`python -m tests.end_to_end.real_code` says whether both still agree with treelint.
"""
