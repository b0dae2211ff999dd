#!/usr/bin/env python3
"""completion.py PROGRAM BASH ZSH FISH: what is typed to a real shell, and then the Tab key, becomes what it should.

Each shell runs on a terminal of its own, with `anyward` a function that prints its arguments. The sockets of running daemons
are looked for in a folder of the test's. Skipped (exit status 77) where one of the shells is missing.
"""

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PATIENCE = 60  # seconds

# What is typed before Tab, and the arguments that come of it. FOLDER is the test's.
ROWS = [
    ("undr", "undrain"),
    ("--vers", "--version"),
    ("run --hold-down-", "run --hold-down-max"),
    ("run --hold al", "run --hold always"),
    ("check --tripwire of", "check --tripwire off"),
    ("run --require an", "run --require any"),
    ("run --log-level war", "run --log-level warning"),
    ("run --degraded-action wi", "run --degraded-action withdraw"),
    ("run --on-exit li", "run --on-exit linger"),
    ("run --address 192.0.2.53 --dry", "run --address 192.0.2.53 --dry-run"),
    ("run --config FOLDER/conf", "run --config FOLDER/config.conf"),
    ("status --name web", "status --name website"),
    ("status --name lo:", "status --name lo:1"),
    ("drain --wait --rea", "drain --wait --reason"),
    ("undrain --for", "undrain --for"),  # a flag of drain alone
    ("status --socket FOLDER/web", "status --socket FOLDER/website.sock"),
]
STARTS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
SET_UP = {
    "bash": "anyward() {{ echo \"<<$*>>\"; }}; source {file}; PS1='ready> '",
    "zsh": "anyward() {{ echo \"<<$*>>\"; }}; fpath=({folder} $fpath); autoload -Uz compinit; compinit -u -D; PS1='ready> '",
    "fish": "function anyward; echo \"<<$argv>>\"; end; source {file}; function fish_prompt; echo 'ready> '; end",
}


class Terminal:
    def __init__(self, command, home):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(HOME=home, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home, TERM="dumb", LC_ALL="C.UTF-8")
            os.execvp(command[0], command)
        self.seen = ""

    def type(self, text):
        os.write(self.fd, text.encode())

    def until(self, pattern):
        """@return the match, in what has come since the last one"""
        end = time.monotonic() + PATIENCE
        while not (match := re.search(pattern, self.seen)):
            if not select.select([self.fd], [], [], max(0, end - time.monotonic()))[0]:
                raise TimeoutError(f"no {pattern} in {self.seen!r}")
            self.seen += os.read(self.fd, 4096).decode(errors="replace")
        self.seen = self.seen[match.end() :]
        return match

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def completed(shell, file, folder):
    """Type all rows. @return what is wrong"""
    terminal = Terminal(STARTS[shell], folder)
    try:
        terminal.type(SET_UP[shell].format(file=file, folder=folder) + "\n")
        terminal.type("anyward set up\n")
        terminal.until("<<set up>>")
        for typed, wanted in ROWS:
            terminal.type(f"anyward {typed}\t".replace("FOLDER", folder))
            terminal.type("\n")
            got = terminal.until(r"<<([^>$]*)>>")[1].replace(folder, "FOLDER").rstrip().rstrip("=")
            if got != wanted:
                yield f"{shell}: '{typed}' becomes '{got}', wanted '{wanted}'"
    except TimeoutError as error:
        yield f"{shell}: {error}"
    finally:
        terminal.close()


def helped(program, command):
    text = subprocess.run([program, command, "--help"], check=True, capture_output=True, text=True).stdout
    return set(re.findall(r"^  (?:-\w,)?(--[\w-]+)", text, re.MULTILINE))


def offered_by_fish(file, line):
    script = f"source {file}; complete -C '{line}'"
    out = subprocess.run(["fish", "--no-config", "-c", script], check=True, capture_output=True, text=True).stdout
    return {line.split("\t")[0] for line in out.splitlines()}


def main():
    program, *paths = sys.argv[1:]
    for shell in STARTS:
        if not shutil.which(shell):
            print(f"no {shell}", file=sys.stderr)
            sys.exit(77)
    errors = []
    with tempfile.TemporaryDirectory() as folder:
        for name in ("lo:1.sock", "website.sock", "config.conf"):
            open(f"{folder}/{name}", "w").close()
        files = {}
        for shell, path in zip(STARTS, paths, strict=True):
            files[shell] = f"{folder}/{os.path.basename(path)}"
            with open(path, encoding="utf-8") as source, open(files[shell], "w", encoding="utf-8") as copy:
                copy.write(source.read().replace("/run/anyward", folder))
            if subprocess.run([shell, "-n", files[shell]], check=False).returncode != 0:
                errors.append(f"{shell}: not its syntax")
            errors.extend(completed(shell, files[shell], folder))
        overview = subprocess.run([program, "--help"], check=True, capture_output=True, text=True).stdout
        commands = re.findall(r"^  (\w+) ", overview.split("Subcommands:")[1], re.MULTILINE)
        if offered_by_fish(files["fish"], "anyward ") != set(commands):
            errors.append(f"the commands are not {commands}")
        for command in commands:
            offered = offered_by_fish(files["fish"], f"anyward {command} --")
            if offered != helped(program, command):
                errors.append(f"{command}: offered or in --help, not both: {offered ^ helped(program, command)}")
    sys.exit("\n".join(errors) if errors else 0)


main()
