#!/usr/bin/env python3
"""Puts text into a section of docs/benchmarks.md. Each tool of bench/ owns one section: the lines between its two marker comments.

usage: TOOL | bench/report.py NAME [--out FILE]

Replaces the lines between `<!-- bench/NAME: begin -->` and `<!-- bench/NAME: end -->` by the standard input; adds the section, and the
file, if missing. All other lines stay. From Python: `report.write(NAME, lines, path)`.
"""
import argparse
import fcntl
import os
import platform
import subprocess
import sys

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAGE = os.path.join(HOME, "docs", "benchmarks.md")
INTRODUCTION = """# Benchmarks

Each section was written by the command of `bench/` that it names, from its own measurements. Run the command again to measure this
version on another machine: it replaces its section only.
"""


def replaced(page, name, text):
    """Returns the page with the text as section `name`. Sections that are new come last."""
    begin, end = f"<!-- bench/{name}: begin -->", f"<!-- bench/{name}: end -->"
    section = f"{begin}\n{text.strip()}\n{end}"
    if page.count(begin) != page.count(end) or page.count(begin) > 1:
        sys.exit(f"bench/report.py: the markers of bench/{name} are not one pair. Remove them, and run it again")
    if begin not in page:
        return page.rstrip() + "\n\n" + section + "\n"
    before, rest = page.split(begin, 1)
    if end not in rest:
        sys.exit(f"bench/report.py: the markers of bench/{name} are in the wrong order. Remove them, and run it again")
    return before + section + rest.split(end, 1)[1]


def write(name, lines, path=PAGE):
    """Writes a section. `lines` is a text or a list of lines; its headings start at level 2. Two tools may write at the same time."""
    text = lines if isinstance(lines, str) else "\n".join(lines)
    with open(path, "a+", encoding="utf-8") as page:
        fcntl.flock(page, fcntl.LOCK_EX)
        page.seek(0)
        new = replaced(page.read() or INTRODUCTION, name, text)
        page.seek(0)
        page.truncate()
        page.write(new)
    print(path)


def machine():
    """Returns processors, system, Java and load, for the first line of a section."""
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        model = next((line.split(":")[1].strip() for line in info if line.startswith("model name")), "unknown")
    load = os.getloadavg()[0]
    java = subprocess.run(["java", "-version"], stderr=subprocess.PIPE, text=True, check=True).stderr.splitlines()[0]
    return f"{os.cpu_count()} processors ({model}), {platform.system()} {platform.release()}, {java}, load at the start {load:.1f}"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("name", metavar="NAME")
    options.add_argument("--out", default=PAGE)
    chosen = options.parse_args()
    text = sys.stdin.read()
    if not text.strip():
        sys.exit(f"bench/report.py: no output of bench/{chosen.name}; the section stays as it was")
    write(chosen.name, text, chosen.out)


if __name__ == "__main__":
    main()
