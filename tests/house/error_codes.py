"""Every error and warning code of the core and the facades stands in docs/errors.md, and every code there exists."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Where a code is handed to an error or a warning, directly or as the last arguments of a helper.
IN_CODE = [
    r'Error::new\(\s*"([a-z_]+)"',
    r'\.error\(\s*"([a-z_]+)"',
    r'Warning::new\(\s*"([a-z_]+)"',
    r'Self::\w+ => "(endpoint_[a-z]+)"',
]
#: The table of all warnings.
WARNINGS = r'\(\s*"([a-z_]+)",\s*"'
#: The facades in Python, Node and Go; that in Rust has no codes of its own.
FACADES = ("bindings/python/python/**/*.py", "bindings/node/*.*js", "bindings/node/source/*.cjs", "bindings/go/*.go")
#: Where a facade refuses something itself.
IN_FACADES = [r'AboveboardError\(\s*"([a-z_]+)"', r'\b[cC]ode: "([a-z_]+)"', r'\brefusal\(\s*"([a-z_]+)"']


def main() -> int:
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "core/src").rglob("*.rs")))
    warnings = (ROOT / "core/src/warning.rs").read_text(encoding="utf-8")
    facades = "\n".join(path.read_text(encoding="utf-8") for names in FACADES for path in sorted(ROOT.glob(names)))
    used = {code for pattern in IN_CODE for code in re.findall(pattern, source)}
    used |= {code for pattern in IN_FACADES for code in re.findall(pattern, facades)}
    used |= set(re.findall(WARNINGS, warnings))
    given = set(re.findall(r'"((?:variable|setting|state|local)_[a-z]+)"', source.replace(warnings, "")))
    for code in sorted(used & given - set(re.findall(WARNINGS, warnings))):
        print(f"error codes: core/src/warning.rs has no words for the warning {code}", file=sys.stderr)
    page = (ROOT / "docs/errors.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    listed = {code for row in rows for code in re.findall(r"`([a-z_]+)`", row)}
    for code in sorted(used - listed):
        print(f"error codes: {code} is used, but docs/errors.md does not list it", file=sys.stderr)
    for code in sorted(listed - used):
        print(f"error codes: docs/errors.md lists {code}, but nothing gives it", file=sys.stderr)
    print(f"error codes: {len(used)} used, {len(listed)} listed")
    return 0 if used == listed else 1


if __name__ == "__main__":
    sys.exit(main())
