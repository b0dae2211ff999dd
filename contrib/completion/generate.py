#!/usr/bin/env python3
"""generate.py PROGRAM BASH ZSH FISH: write the completions for these shells to these files.

What is completed comes from the program itself, and so from its one table of flags: commands and flags from --help, and the
values of a flag from the sentence with which it refuses another one.
"""

import collections
import contextlib
import dataclasses
import functools
import re
import subprocess
import sys
import textwrap


@dataclasses.dataclass(frozen=True)
class Flag:
    name: str
    placeholder: str  # empty: it takes no value
    help: str
    repeatable: bool
    kind: str  # of the value: words, file, interface, instance, or none that can be guessed
    words: tuple = ()


def ask(program, *arguments):
    run = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    return run.stdout or run.stderr


def entries(text):
    """@return (what stands on the left of a list in --help, what is said of it) of each entry"""
    found = []
    for line in text.splitlines():
        if match := re.match(r"  (\S.*?)(?:\s{2,}(.*))?$", line):
            found.append([match[1], match[2] or ""])
        elif found and line.startswith("   "):  # too long for the space on the left
            found[-1][1] += (" " if found[-1][1] else "") + line.strip()
    return found


@functools.cache
def words_of(program, name):
    refusal = ask(program, "run", "--address", "192.0.2.53", "--validate", f"--{name}", "?")
    match = re.search(r"'\?' is not known; (.*) would be$", refusal.strip())
    return tuple(word for word in re.split(r", | or ", match[1]) if " " not in word) if match else ()


def flags_of(program, command):
    listed = entries(ask(program, command, "--help"))
    asks_a_daemon = not any(left.startswith("--address ") for left, _ in listed)
    for left, said in listed:
        match = re.match(r"(?:-\w,)?--([\w-]+)(?: (\S+))?$", left)
        if not match:
            sys.exit(f"generate.py: cannot read '{left}' of {command} --help")
        name, placeholder = match[1], match[2] or ""
        words = words_of(program, name) if placeholder else ()
        kind = "words" if words else {"FILE": "file", "PATH": "file", "IF": "interface"}.get(placeholder, "none")
        if name == "name" and asks_a_daemon:
            kind = "instance"
        repeatable = said.endswith("repeatable")
        yield Flag(name, placeholder, textwrap.shorten(said, 100, placeholder=" ..."), repeatable, kind, words)


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def bash(commands):
    after = collections.defaultdict(list)  # what to do after which commands and flags
    for command, (_, flags) in commands.items():
        for flag in flags:
            if flag.placeholder:
                do = {
                    "words": "offered=" + quoted(" ".join(flag.words)),
                    "file": "files=yes",
                    "interface": "offered=$(cd /sys/class/net && echo *)",
                    "instance": "offered=$(cd /run/anyward 2>/dev/null && compgen -G '*.sock' | sed 's/\\.sock$//')",
                    "none": ":",
                }[flag.kind]
                after[do].append(f"{command},--{flag.name}")
    for command, (_, flags) in commands.items():
        after["offered=" + quoted(" ".join("--" + flag.name for flag in flags))].append(f"{command},*")
    print(f"""
_anyward() {{
    local line=${{COMP_LINE:0:COMP_POINT}} words cur previous offered='' files=''
    read -ra words <<<"$line"
    [[ $line != *[[:blank:]] ]] || words+=('')
    cur=${{words[-1]}} previous=${{words[-2]}}
    if [[ $cur == --*=* ]]; then
        previous=${{cur%%=*}} cur=${{cur#*=}}
    fi
    if ((${{#words[@]}} == 2)); then
        words[1]=''                     # it is the command that is being typed
    fi
    case ${{words[1]}},$previous in
        ,*) offered={quoted(" ".join([*commands, "--help", "--version"]))} ;;""")
    for do, patterns in after.items():
        print("        " + " | \\\n            ".join(patterns) + f") {do} ;;")
    print("""    esac
    if [[ $files ]]; then
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
        return
    fi
    mapfile -t COMPREPLY < <(compgen -W "$offered" -- "$cur")
    # readline's word begins after a colon, as in the instance lo:1.
    if [[ $cur == *:* && $COMP_WORDBREAKS == *:* ]]; then
        COMPREPLY=("${COMPREPLY[@]#"${cur%:*}:"}")
    fi
}
complete -F _anyward anyward""")


def zsh(commands):
    def spec(flag):
        said = re.sub(r"([][:\\])", r"\\\1", flag.help)
        if not flag.placeholder:
            return quoted(("(- *)" if flag.name == "help" else "") + f"--{flag.name}[{said}]")
        action = {
            "words": f"({' '.join(flag.words)})",
            "file": "_files",
            "interface": "_net_interfaces",
            "instance": "_anyward_instances",
            "none": "",
        }[flag.kind]
        return quoted(f"{'*' * flag.repeatable}--{flag.name}=[{said}]:{flag.placeholder}:{action}")

    print("""
_anyward_instances() {
    local -a names=(/run/anyward/*.sock(N:t:r))
    compadd -a names
}

_anyward() {
    local curcontext=$curcontext state
    local -a commands=(""")
    for command, (said, _) in commands.items():
        print(f"        {quoted(command + ':' + said)}")
    print("""    )
    _arguments -C '(- *)--help[list the commands]' '(- *)--version[say which version this is]' \\
        '1:command:->command' '*::flag:->flag' && return
    if [[ $state == command ]]; then
        _describe command commands
        return
    fi
    case $words[1] in""")
    for command, (_, flags) in commands.items():
        print(f"        {command}) _arguments", *(f"\\\n            {spec(flag)}" for flag in flags), ";;")
    print("    esac\n}\n\n_anyward \"$@\"")


def fish(commands):
    print("""
function __anyward_instances
    for socket in /run/anyward/*.sock
        string replace -r '.*/(.*)\\.sock$' '$1' -- $socket
    end
end

complete -c anyward -f
complete -c anyward -n __fish_use_subcommand -l help -d 'List the commands'
complete -c anyward -n __fish_use_subcommand -l version -d 'Say which version this is'""")
    takers = {}
    for command, (said, flags) in commands.items():
        print(f"complete -c anyward -n __fish_use_subcommand -a {command} -d {fish_quoted(said)}")
        for flag in flags:
            takers.setdefault(flag, []).append(command)
    for flag, of in takers.items():
        value = {
            "words": f" -x -a {fish_quoted(' '.join(flag.words))}",
            "file": " -r -F",
            "interface": " -x -a '(__fish_print_interfaces)'",
            "instance": " -x -a '(__anyward_instances)'",
            "none": " -x",
        }[flag.kind]
        condition = fish_quoted("__fish_seen_subcommand_from " + " ".join(of))
        said = f" -d {fish_quoted(flag.help)}" if flag.help else ""
        print(f"complete -c anyward -n {condition} -l {flag.name}{value if flag.placeholder else ''}{said}")


def fish_quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def main():
    program, *paths = sys.argv[1:]
    listed = ask(program, "--help").partition("Subcommands:")[2]
    commands = {name: (said, list(flags_of(program, name))) for name, said in entries(listed)}
    if not commands:
        sys.exit("generate.py: --help lists no command")
    for shell, path in zip((bash, zsh, fish), paths, strict=True):
        with open(path, "w", encoding="utf-8") as file, contextlib.redirect_stdout(file):
            if shell is zsh:
                print("#compdef anyward")
            print(f"# {shell.__name__} completion of anyward, made by contrib/completion/generate.py from its --help.")
            shell(commands)


main()
