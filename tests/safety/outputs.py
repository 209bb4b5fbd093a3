"""Every word of the command line, sorted: what gives something out (READS), what changes (ACTS), what stands apart.

A command that is in none of them fails `test_every_command_is_sorted`: whoever adds one says here how it is run, and
with that it is attacked, asked for what it must not tell, watched for sockets, and its files for their rights.

The practice is filled so that each text of a table that can hold words has the word of its owner in it: `Zebra` for
contact 1, who has something of everything, and `Plain` for the other, who sent her.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relcadence.cli.app import COMMANDS, PROGRAM, _root
from relcadence.cli.context import Context

WORD = "Zebra"
EARLIER, TODAY = "2026-11-02", "2026-11-23"
PRACTICE = (
    (EARLIER, "init --yes --set country=US --set auto_backup=no --set capacity=50 --set has_assistant=yes"),
    (EARLIER, "config set name 'Zebra Signer'"),
    (EARLIER, "add 'Zebra Quill' --role client --role professional --level 2 --org 'Zebra Textiles' "
     "--title 'Zebra boss' "
     "--account 'Zebra & Co' --phone '+1 212 555 0101' --email zebra@harbour.example --address 'Zebra Street 1' "
     "--handle 'wechat:Zebra' --alias 'Zebra Lily' --tag Zebra --interest 'Zebra golf' --preferences 'Zebra tea' "
     "--met 'Zebra fair' --note 'Zebra is tall' --city 'Zebra City' --birthday 1980-11-24 --salutation 'Dear Zebra' "
     "--cards 'New Year,Thanksgiving'"),
    (EARLIER, "edit '#1' --quiet 'only mon tue wed thu fri' --shareable --offers 'Zebra law'"),
    (EARLIER, "add 'Plain Friend' --role referrer --role connection --interest leases"),
    (EARLIER, "add 'Helper Hand' --role assistant --email helper@firm.example"),
    (EARLIER, "log '#1' 'Zebra asked about the lease' --call --minutes 10 --promise 'Zebra send the draft' --by fri"),
    (EARLIER, "log '#2' 'spoke of the weather' --meal"),
    (EARLIER, "refer add '#2' '#1' --note 'Zebra lease'"),
    (EARLIER, "matter open '#1' 'Zebra lease of the shop' --fee 4800 --note 'Zebra file' --keep"),
    (EARLIER, "occasion add '#1' success yesterday 'Zebra won the appeal'"),
    (EARLIER, "occasion add '#1' free 2026-11-25 'Zebra opens a shop'"),
    (EARLIER, "event add 'Zebra concert' 2026-12-12 --kind cultural --place 'Zebra hall' --note 'Zebra umbrella'"),
    (EARLIER, "event invite 1 '#1' '#2' --as email"),
    (EARLIER, "group add 'Zebra chamber' --every month --place 'Zebra club' --note 'Zebra dues'"),
    (EARLIER, "group member add 1 '#1'"),
    (EARLIER, "article add 'Zebra rent caps' --topic 'Zebra,leases' --link 'https://law.example/Zebra' "
     "--note 'Zebra long'"),
    (EARLIER, "article sent 1 '#1' --email"),
    (EARLIER, "service add 'Zebra tax' --note 'Zebra by Ann'"),
    (EARLIER, "service add 'Zebra wills'"),
    (EARLIER, "service use 1 '#1'"),
    (EARLIER, "client-plan add '#1' 'Zebra two matters' --team 'Zebra Ann' --step 'Zebra lunch'"),
    (EARLIER, "research add '#1' 'Zebra lease ends' --help-with 'Zebra renegotiate'"),
    (TODAY, "cards plan 'New Year 2027'"),
    (TODAY, "log '#1' 'Zebra came by' --visit --in --next 2026-11-30"),
    (TODAY, "promise add '#1' 'Zebra ask the bank' --by 2026-11-23"),
    (TODAY, "assign P2 'Helper Hand'"),
)  # fmt: skip

# leaf of the tree of commands -> the ways to run it; {out} is a file to write to
READS: dict[str, tuple[str, ...]] = {
    "today": ("today", "today --all", "today --json", "today --count"),
    "agenda": ("agenda --days 30", "agenda --days 30 --json"),
    "week": ("week", "week --json"),
    "digest": tuple(f"digest --format {form}" for form in ("text", "markdown", "html", "json")),
    "list": ("list", "list --json"),
    "show": ("show #1", "show #2", "show #1 --json", "show #1 --why"),
    "find": ("find role:client", "find lease --json"),
    "duplicates": ("duplicates", "duplicates --json"),
    "promise list": ("promise", "promise list --all --json"),
    "refer list": ("refer", "refer --json"),
    "refer show": ("refer show 1", "refer show 1 --json"),
    "matter list": ("matter", "matter --json"),
    "matter show": ("matter show 1", "matter show 1 --json"),
    "occasion list": ("occasion", "occasion --json"),
    "occasion show": ("occasion show 2", "occasion show 2 --json"),
    "event list": ("event", "event --json"),
    "event show": ("event show 1", "event show 1 --json"),
    "group list": ("group", "group --json"),
    "group show": ("group show 1", "group show 1 --json"),
    "article list": ("article", "article --json"),
    "article show": ("article show 1", "article show 1 --json"),
    "article fits": ("article fits 1", "article fits 1 --json"),
    "service list": ("service", "service --json"),
    "service show": ("service show 1", "service show 1 --json"),
    "service gaps": ("service gaps", "service gaps --json"),
    "client-plan list": ("client-plan", "client-plan --json"),
    "client-plan show": ("client-plan show #1", "client-plan show #1 --json"),
    "research list": ("research", "research --json"),
    "research show": ("research show 1", "research show 1 --json"),
    "share list": ("share", "share --json"),
    "share professionals": tuple(f"share professionals --as {form}" for form in ("text", "csv", "vcf")),
    "cards list": ("cards", "cards --json"),
    "cards show": ("cards show C1", "cards show C1 --json"),
    "cards labels": ("cards labels C1",),
    "cards csv": ("cards csv C1",),
    "cards draft": ("cards draft C1", "cards draft success #1", "cards draft thanks #2"),
    "cards holidays": ("cards holidays", "cards holidays --json"),
    "cards template list": ("cards template list",),
    "cards template show": ("cards template show holiday",),
    "checklist list": ("checklist", "checklist --json"),
    "checklist show": ("checklist show 1", "checklist show 9 --json"),
    "checklist audit": ("checklist audit 1", "checklist audit 9 --json"),
    "month": ("month", "month --json"),
    "report": ("report -o -", "report -o - --redact"),
    "timeline": ("timeline #1", "timeline #1 --json"),
    **{
        f"stats {word}": (f"stats {word}", f"stats {word} --json")
        for word in (
            "channels",
            "load",
            "prospects",
            "pyramid",
            "referrers",
            "replies",
            "time",
            "touches",
            "windows",
        )
    },
    "pyramid": ("pyramid", "pyramid --json"),
    "prune list": ("prune", "prune --json"),
    "prune file": ("prune file",),
    "cadence list": ("cadence", "cadence --json"),
    "load": ("load", "load --json"),
    "export ics": ("export ics",),
    "export json": ("export json",),
    "export vcf": ("export vcf",),
    "export csv": ("export csv",),
    "export labels": ("export labels --format html", "export labels --format text"),
    "export markdown": ("export markdown #1",),
    "export about": ("export about #1 --format json --yes", "export about #1 --format markdown --yes"),
    "history": ("history -n 1000", "history --json"),
    "undo": ("undo --list", "undo --list --json"),
    "config list": ("config", "config --json"),
    "config get": ("config get name",),
    "backup list": ("backup list", "backup list --json"),
    "backup verify": ("backup verify",),
    "doctor": ("doctor", "doctor --json"),
    "schedule status": ("schedule", "schedule status --json"),
    "help": ("help", "help privacy"),
}
COMPLETED = ("show ", "log ", "done ")  # the words before the one that is completed
ACTS: dict[str, tuple[str, ...]] = {
    "log": ("log #2 hello --call",),
    "done": ("done P1 kept",),
    "snooze": ("snooze P2 3d",),
    "skip": ("skip P2",),
    "promise add": ("promise add #2 call", "promise add #2 write", "promise add #2 visit"),
    "promise keep": ("promise keep P3",),
    "promise drop": ("promise drop P4",),
    "undo": ("undo", "undo --redo"),
    "add": ("add 'New One'",),
    "edit": ("edit #2 --level 3", "edit #2 --hold-until 2030-01-01 --why x", "edit #2 --no-hold"),
    "archive": ("archive #2 --reason moved",),
    "restore": ("restore #2",),
    "merge": ("merge 'New One' 'Helper Hand' --yes",),
    "assign": ("assign P5 'Helper Hand'",),
    "refer add": ("refer add #2 'Jo Park'",),
    "refer thank": ("refer thank 1",),
    "refer close": ("refer close 1 client",),
    "refer edit": ("refer edit 1 --note x",),
    "refer drop": ("refer drop 1 --yes",),
    "matter open": ("matter open #2 x --keep",),
    "matter close": ("matter close 1 --keep",),
    "matter edit": ("matter edit 1 --note x",),
    "occasion add": ("occasion add #2 free 2026-12-01 x",),
    "occasion edit": ("occasion edit 2 --title x",),
    "occasion drop": ("occasion drop 2 --yes",),
    "event add": ("event add Seminar 2026-12-20",),
    "event invite": ("event invite 2 #2",),
    "event answer": ("event answer 1 #1 accepted",),
    "event came": ("event came 2 #2 --today 2026-12-21",),
    "event missed": ("event missed 2 #2 --today 2026-12-21",),
    "event attended": ("event attended 2 --today 2026-12-21",),
    "event edit": ("event edit 1 --place x",),
    "event drop": ("event drop 2 --yes",),
    "group add": ("group add Bar",),
    "group meeting": ("group meeting 1 2026-12-10",),
    "group attended": ("group attended 1 2026-11-20",),
    "group edit": ("group edit 1 --place x",),
    "group end": ("group end 2 --yes",),
    "group member add": ("group member add 1 #2",),
    "group member remove": ("group member remove 1 #2",),
    "article add": ("article add Caps",),
    "article sent": ("article sent 2 #2 --email",),
    "article edit": ("article edit 2 --note x",),
    "article drop": ("article drop 2 --yes",),
    "service add": ("service add Leases",),
    "service use": ("service use 2 #1",),
    "service stop": ("service stop 2 #1",),
    "service edit": ("service edit 2 --note x",),
    "service drop": ("service drop 3 --yes",),
    "client-plan add": ("client-plan add #2 grow",),
    "client-plan review": ("client-plan review #1",),
    "client-plan edit": ("client-plan edit #1 --goal x",),
    "client-plan end": ("client-plan end #2 --yes",),
    "client-plan step add": ("client-plan step add #1 x",),
    "client-plan step done": ("client-plan step done #1 1",),
    "client-plan step drop": ("client-plan step drop #1 2",),
    "research add": ("research add #2 x",),
    "research edit": ("research edit 1 --help-with x",),
    "research drop": ("research drop 2 --yes",),
    "share given": ("share given #2",),
    "cards plan": ("cards plan Thanksgiving",),
    "cards csv": ("cards csv C1 -o {out}.csv",),
    "cards sent": ("cards sent C1 #1",),
    "cards received": ("cards received #2",),
    "cards returned": ("cards returned C1 #1",),
    "cards drop": ("cards drop C1 #1",),
    "cards template reset": ("cards template reset holiday",),
    "checklist set": ("checklist set 10 --every 2months",),
    "checklist off": ("checklist off 10",),
    "checklist on": ("checklist on 10",),
    "checklist add": ("checklist add 'Write a column'",),
    "checklist reset": ("checklist reset 10",),
    "prune keep": ("prune keep #2",),
    "prune client": ("prune client #2",),
    "prune nurture": ("prune nurture #2",),
    "prune archive": ("prune archive #2 --yes",),
    "cadence set": ("cadence set tag vip weekly",),
    "cadence drop": ("cadence drop tag vip",),
    "cadence preset": ("cadence preset abcd --yes",),
    "config set": ("config set capacity 6",),
    "config reset": ("config reset capacity",),
    "config dayoff": ("config dayoff 2026-12-24",),
    "config day": ("config day 2026-12-01 3",),
    "import": ("import {people} --yes",),
    "export ics": ("export ics -o {out}.ics",),
    "export json": ("export json -o {out}.json",),
    "export vcf": ("export vcf -o {out}.vcf",),
    "export csv": ("export csv -o {out}.csv",),
    "share professionals": ("share professionals --as csv -o {out}.csv",),
    "digest": ("digest --format html -o {out}.html",),
    "report": ("report -o {out}.html",),
    "prune file": ("prune file -o {out}.csv",),
    "backup": ("backup", "backup -o {out}.db"),
    "backup daily": ("backup daily",),
    "backup restore": ("backup restore --yes",),
    "doctor": ("doctor --fix",),
    "erase": ("erase #2 --everywhere --yes",),
    "init": ("init --yes",),
}
# What is run by tests of its own: the network, the machine's scheduler, an editor, another home, keys pressed.
APART = {"publish caldav", "schedule install", "schedule remove", "schedule run", "triage", "demo", "prune apply",
         "cards template edit"}  # fmt: skip


def leaves() -> Iterator[str]:
    """Every command of the program that does something, by its words."""
    root = _root()
    ctx = root.make_context(PROGRAM, [], obj=Context([]), resilient_parsing=True)
    for name in COMMANDS:
        yield from _below(root.get_command(ctx, name), name)


def _below(command: Any, words: str) -> Iterator[str]:
    subcommands = getattr(command, "commands", {})
    if not subcommands:
        yield words
    for name, each in subcommands.items():
        yield from _below(each, f"{words} {name}")


def reads() -> list[str]:
    """Every line of READS."""
    return [line for lines in READS.values() for line in lines]
