#!/usr/bin/env python3
"""flags.py PROGRAM PAGE: the commands' --help and the man page know the same flags, values and defaults.

In the page, a flag is an item of the form
    .It Fl -NAME Ar PLACEHOLDER Pq default Cm VALUE
Nor may the page speak anywhere of a flag that does not exist.
"""

import re
import subprocess
import sys


def from_help(program, command):
    """@return {flag: (placeholder, default)}, None where there is none"""
    text = subprocess.run([program, command, "--help"], check=True, capture_output=True, text=True).stdout
    lines = []
    for line in text.splitlines():
        if re.match(r" {1,8}-", line):
            lines.append(line.strip())
        elif lines and line.startswith(" "):  # a description that did not fit beside its flag
            lines[-1] += "  " + line.strip()
    flags = {}
    for line in lines:
        match = re.match(r"(?:-\w, ?)?--([\w-]+)(?: (\S+))?(?:\s\s+(.*))?$", line)
        if not match:
            sys.exit(f"cannot read this line of {command} --help: {line}")
        name, placeholder, description = match.groups()
        default = re.search(r"\(default: (.*)\)$", description or "")
        flags[name] = (placeholder, default and default.group(1))
    return flags


def from_page(page):
    flags = {}
    for line in re.findall(r"^\.It (Fl .*)$", page, re.MULTILINE):
        match = re.match(r"Fl (?:\w , )?-([\w-]+)(?: Ar (\S+))?(?: Pq default (.*))?$", line)
        if not match:
            sys.exit(f"not of the form 'Fl -NAME Ar PLACEHOLDER Pq default Cm VALUE': .It {line}")
        name, placeholder, default = match.groups()
        if name in flags:
            sys.exit(f"--{name} is there twice")
        if default:
            words = [word for word in default.split() if word not in ("Ar", "Cm", "No")]
            default = " ".join(words).replace(" ,", ",")
        flags[name] = (placeholder, default)
    return flags


def main():
    program, path = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        page = re.sub(r'^\.\\".*\n', "", file.read(), flags=re.MULTILINE)  # without its comments
    overview = subprocess.run([program, "--help"], check=True, capture_output=True, text=True).stdout
    commands = re.findall(r"^  (\w+) ", overview.split("Subcommands:")[1], re.MULTILINE)
    by_command = {command: from_help(program, command) for command in commands}
    paged = from_page(page)
    errors = []
    if len(by_command["run"]) < 5:
        errors.append("found next to no flag in run --help: can this test still read it?")
    if by_command["run"] != by_command["check"]:
        errors.append("run --help and check --help differ")
    helped = {}
    for command, flags in by_command.items():
        if f".It Cm {command}\n" not in page:
            errors.append(f"the command {command} is not in the man page")
        helped |= flags
    for name in sorted(helped.keys() | paged.keys()):
        if name not in paged:
            errors.append(f"--{name} is not in the man page")
        elif name not in helped:
            errors.append(f"--{name} is in the man page, but not in --help")
        elif helped[name] != paged[name]:
            errors.append(f"--{name}: value and default are {helped[name]} in --help, {paged[name]} in the man page")
    # The program's own flag, without a command.
    known = helped.keys() | {"version"}
    for name in sorted(set(re.findall(r"\bFl -([\w-]+)", page)) - known - paged.keys()):
        errors.append(f"the man page speaks of --{name}, which does not exist")
    sys.exit("\n".join(errors) if errors else 0)


main()
