"""Every link from one page of the repository to another leads somewhere: the file is there, and so is the heading."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\(([^()\s]+)\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


def anchors(page: str) -> set[str]:
    """The names of a page's headings, as GitHub makes them; one that comes again is numbered."""
    found: set[str] = set()
    for heading in re.findall(r"^#+ +(.+?) *$", FENCE.sub("", page), re.MULTILINE):
        name = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        number = 1
        unique = name
        while unique in found:
            unique, number = f"{name}-{number}", number + 1
        found.add(unique)
    return found


def problem(page: Path, link: str) -> str | None:
    """What is wrong with a link on a page; None where nothing is, or where it leads out of the repository."""
    if re.match(r"[a-z]+:", link):
        return None
    name, _, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    if not target.is_relative_to(ROOT) or not target.exists():
        return "there is no such file"
    if anchor and anchor not in anchors(target.read_text(encoding="utf-8")):
        return "there is no such heading"
    return None


def main() -> int:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "*.md"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    problems = links = 0
    for page in [ROOT / name for name in listed.split("\0") if name]:
        for link in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
            links += 1
            wrong = problem(page, link)
            if wrong:
                problems += 1
                print(f"links: {page.relative_to(ROOT)}: {link}: {wrong}", file=sys.stderr)
    print(f"links: {links} links, {problems} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
