"""Completion in bash, zsh and fish: the scripts, and the answer to one press of TAB.

The script hands the words of the line over as arguments, with `_RELCADENCE_COMPLETE` naming the shell; only the
command on the line is loaded. Nothing is ever written but candidates.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typer._click import shell_completion

from relcadence.domain.text import clean

if TYPE_CHECKING:
    from typer.core import TyperGroup

    from relcadence.cli.context import Context

VARIABLE = "_RELCADENCE_COMPLETE"
SCRIPTS = {
    "bash": r"""
_relcadence() {
    local item
    COMPREPLY=()
    while IFS= read -r item; do
        COMPREPLY+=("$item")
    done < <(_RELCADENCE_COMPLETE=bash "$1" "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o nosort -o bashdefault -o default -F _relcadence relcadence 2>/dev/null ||
    complete -o bashdefault -o default -F _relcadence relcadence
""",
    "zsh": r"""
#compdef relcadence
_relcadence() {
    local -a items
    items=("${(@f)$(_RELCADENCE_COMPLETE=zsh relcadence "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ -n "$items" ]]; then
        _describe -V relcadence items -U
    else
        _files
    fi
}
if [[ "$funcstack[1]" = _relcadence ]]; then _relcadence "$@"; else compdef _relcadence relcadence; fi
""",
    "fish": r"""
function __relcadence_complete
    set -l words (commandline -opc)
    set -l items (_RELCADENCE_COMPLETE=fish relcadence $words[2..] (commandline -ct) 2>/dev/null)
    if test -n "$items"
        printf '%s\n' $items
    else
        __fish_complete_path (commandline -ct)
    end
end
complete --command relcadence --no-files --keep-order --arguments '(__relcadence_complete)'
""",
}


class _Words(shell_completion.ShellComplete):
    """Typer's own reading of a half-typed line; the protocol around it is ours."""

    name = ""
    source_template = ""

    def source_vars(self) -> dict[str, str]:
        return {}

    def get_completion_args(self) -> tuple[list[str], str]:
        return [], ""

    def format_completion(self, item: shell_completion.CompletionItem) -> str:
        return ""


def candidates(root: TyperGroup, context: Context, shell: str, words: Sequence[str]) -> str:
    """The candidates for the last of the words, a line each, as that shell wants them; empty where there is none."""
    *before, typed = words or [""]
    reader = _Words(root, {"obj": context}, "relcadence", VARIABLE)
    found = reader.get_completions([_unquoted(word) for word in before if word != "="], _unquoted(typed))
    lines = (_line(shell, clean(item.value), clean(item.help or ""), typed) for item in found if item.type == "plain")
    return "".join(f"{line}\n" for line in lines)


def _line(shell: str, value: str, note: str, typed: str) -> str:
    if shell == "bash":
        return value if typed[:1] in ("'", '"') else _quoted(value)
    if shell == "zsh":
        value = value.replace("\\", "\\\\").replace(":", "\\:")
        return f"{value}:{note}" if note else value
    return f"{value}\t{note}"


def _quoted(value: str) -> str:
    """The value with a backslash before what bash would take for its own."""
    return "".join(char if char.isalnum() or char in "-_./,+@%:" or char > "~" else f"\\{char}" for char in value)


def _unquoted(word: str) -> str:
    if not any(char in word for char in "'\"\\"):
        return word
    return " ".join(shell_completion.split_arg_string(word))
