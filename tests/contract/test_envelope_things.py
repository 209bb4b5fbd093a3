"""The rows of the things kept beside people, as scripts read them: the words of their tables, in one envelope."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from relcadence.cli.app import COMMANDS
from tests.contract.test_envelope import ENVELOPE, REFERRAL

THING = {"id", "changed"}
REFERRED = REFERRAL | {"closed_on", "matter_id", "matter", "may_tell", "note", "tell"}
MATTER = {"id", "contact_id", "contact", "title", "opened_on", "closed_on", "fee", "note", "referral_id"}
OCCASION = {"id", "contact_id", "contact", "kind", "title", "date", "next_on", "turns"}
EVENT = {
    "id", "title", "kind", "held_on", "place", "note", "group_id", "group", "attended", "dropped", "listed",
    "invited", "accepted", "declined", "came", "missed", "asks",
}  # fmt: skip
GROUP = {"id", "name", "cadence", "place", "note", "ended_on", "next_on", "last_on", "members"}
ARTICLE = {"id", "title", "link", "topics", "added_on", "note", "retired_on", "sent", "last_sent_on"}
SERVICE = {"id", "title", "note", "colleague_id", "colleague", "retired_on", "users"}
PLAN = {
    "id", "contact_id", "contact", "goal", "team", "made_on", "reviewed_on", "review_on", "ended_on", "steps",
    "state",
}  # fmt: skip
RESEARCH = {"id", "contact_id", "contact", "noted_on", "problem", "help"}
SHARED = {"id", "name", "organisation", "title", "offers", "phone", "email", "shareable"}
MEMBERS = {"id", "contacts", "changed"}

# A practice in the making: (words, how many of them are the command, keys of the object or of each row)
ANSWERS: list[tuple[list[str], int, set[str]]] = [
    (["refer", "show", "1"], 2, REFERRED),
    (["refer", "list", "--all"], 2, REFERRED),
    (["refer", "edit", "1", "--note", "golf"], 2, THING),
    (["matter", "open", "wang li", "lease", "--fee", "900", "--from", "1"], 2, {"id", "contact_id", "client"}),
    (["matter"], 1, MATTER),
    (["matter", "list"], 2, MATTER),
    (["matter", "show", "1"], 2, MATTER),
    (["matter", "edit", "1", "--fee", "950"], 2, THING),
    (["matter", "close", "1", "--keep"], 2, {"id", "contact_id", "former"}),
    (["refer", "close", "1", "client"], 2, {"id", "outcome", "referred_id", "tell"}),
    (["occasion", "add", "zoe", "birthday", "--", "--12-05"], 2, {"id", "date", "next_on"}),
    (["occasion"], 1, OCCASION),
    (["occasion", "list", "--all"], 2, OCCASION),
    (["occasion", "show", "2"], 2, OCCASION),
    (["occasion", "edit", "2", "--date", "1980-12-05"], 2, THING),
    (["occasion", "drop", "2"], 2, {"id"}),
    (["group", "add", "Bar association"], 2, {"id", "cadence"}),
    (["group", "member", "add", "bar", "jose"], 3, MEMBERS),
    (["group", "meeting", "bar", "2026-12-10"], 2, {"id", "event_id", "held_on"}),
    (["group", "attended", "bar"], 2, {"id", "event_id", "held_on"}),
    (["group"], 1, GROUP),
    (["group", "show", "bar"], 2, GROUP),
    (["group", "edit", "bar", "--every", "quarter"], 2, THING),
    (["group", "member", "remove", "bar", "jose"], 3, MEMBERS),
    (["group", "end", "bar"], 2, {"id"}),
    (["group", "list", "--all"], 2, GROUP),
    (["event", "add", "Concert", "2026-11-23", "--kind", "cultural"], 2, {"id", "held_on"}),
    (["event", "invite", "concert", "jose", "zoe"], 2, {"id", "invited", "already", "reminders"}),
    (["event", "answer", "concert", "jose", "accepted"], 2, {"id", "contacts", "state"}),
    (["event"], 1, EVENT),
    (["event", "show", "concert"], 2, EVENT | {"guests"}),
    (["event", "edit", "concert", "--place", "Hall"], 2, THING),
    (["event", "came", "concert", "jose"], 2, {"id", "contacts", "touch_id"}),
    (["event", "missed", "concert"], 2, {"id", "missed"}),
    (["event", "attended", "concert"], 2, {"id"}),
    (["event", "drop", "concert"], 2, {"id", "invited"}),
    (["event", "list", "--all"], 2, EVENT),
    (["article", "add", "Boats", "--topic", "sailing"], 2, {"id", "topics", "fits"}),
    (["article", "fits", "boats"], 2, {"contact_id", "contact", "interests", "last_article_on"}),
    (["article", "sent", "boats", "wang li"], 2, {"id", "sent", "already", "mass"}),
    (["article"], 1, ARTICLE),
    (["article", "show", "boats"], 2, ARTICLE | {"had"}),
    (["article", "edit", "boats", "--link", "https://law.example"], 2, THING),
    (["article", "drop", "boats"], 2, {"id"}),
    (["article", "list", "--all"], 2, ARTICLE),
    (["service", "add", "Tax", "--colleague", "#5"], 2, {"id"}),
    (["service", "use", "tax", "wang li"], 2, MEMBERS),
    (["service"], 1, SERVICE),
    (["service", "gaps"], 2, {"contact_id", "contact", "uses", "lacks"}),
    (["service", "show", "tax"], 2, SERVICE | {"used_by"}),
    (["service", "stop", "tax", "wang li"], 2, MEMBERS),
    (["service", "edit", "tax", "--note", "VAT too"], 2, THING),
    (["service", "drop", "tax"], 2, {"id"}),
    (["service", "list", "--all"], 2, SERVICE),
    (["client-plan", "add", "wang li", "two matters", "--step", "lunch"], 2, {"id", "contact_id", "review_on"}),
    (["client-plan", "step", "add", "wang li", "a list"], 3, {"id", "plan_id"}),
    (["client-plan", "step", "done", "wang li", "1"], 3, {"id", "plan_id"}),
    (["client-plan", "step", "drop", "wang li", "2"], 3, {"id", "plan_id"}),
    (["client-plan"], 1, PLAN),
    (["client-plan", "show", "wang li"], 2, PLAN),
    (["client-plan", "review", "wang li"], 2, {"id", "reviewed_on", "review_on"}),
    (["client-plan", "edit", "wang li", "--team", "Ann"], 2, THING),
    (["client-plan", "end", "wang li"], 2, {"id"}),
    (["client-plan", "list", "--all"], 2, PLAN),
    (["research", "add", "zoe", "the lease ends"], 2, {"id", "contact_id"}),
    (["research"], 1, RESEARCH),
    (["research", "list"], 2, RESEARCH),
    (["research", "show", "1"], 2, RESEARCH),
    (["research", "edit", "1", "--help-with", "renew"], 2, THING),
    (["research", "drop", "1"], 2, {"id"}),
    (["edit", "jose", "--role", "professional", "--shareable"], 1, {"id", "changed"}),
    (["share"], 1, SHARED),
    (["share", "list"], 2, SHARED),
    (["share", "professionals"], 2, SHARED),
    (["share", "given", "zoe"], 2, {"contacts", "on"}),
    (["refer", "drop", "1"], 2, {"id"}),
]  # fmt: skip


def test_every_word_of_a_thing_answers_in_the_envelope(run: Callable[..., Any], book: Path) -> None:
    for words, depth, keys in ANSWERS:
        ended = run(*words[:depth], "--json", *words[depth:])
        assert (ended.code, ended.err) == (0, ""), (words, ended.out, ended.err)
        answer = ended.json
        assert list(answer) == ENVELOPE
        assert answer["command"] == " ".join(words[:depth])
        rows = answer["data"] if isinstance(answer["data"], list) else [answer["data"]]
        assert rows, words
        for row in rows:
            assert keys == set(row), (words, keys ^ set(row))


def test_no_word_of_a_thing_is_left_out() -> None:
    from relcadence.cli.app import _root

    tried = {" ".join(words[:depth]) for words, depth, _keys in ANSWERS}
    root = _root()
    for name in {words[0] for words, *_ in ANSWERS} - {"edit"}:
        assert name in COMMANDS and name in tried | {"refer"}
        words = _words(root.get_command(None, name), name)  # type: ignore[arg-type]
        done_elsewhere = {"refer add", "refer thank", *(f"{name} list" for name in COMMANDS)}
        assert words - tried <= done_elsewhere


def _words(command: Any, path: str) -> set[str]:
    """The command lines that a command holds."""
    held = getattr(command, "commands", {})
    return {path} if not held else {word for name, each in held.items() for word in _words(each, f"{path} {name}")}
