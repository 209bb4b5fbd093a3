"""Why a row stands where it does: a message id with its values, put into words by the outputs.

`WORDS` is the English source of every message; a translator may stand between.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from relcadence.domain.sentences import cadence_sentence


class Reason(NamedTuple):
    """A message id and the values that its words need."""

    key: str
    values: dict[str, Any]


WORDS = {
    "slot.first": "{cadence}; not reached yet",
    "slot.missed_first": "{cadence}; not reached yet, {missed} missed",
    "slot.due": "{cadence}; last reached {ago}",
    "slot.missed": "{cadence}; last reached {ago}, {missed} missed",
    "voice.due": "{cadence}; last spoken to {ago}",
    "voice.missed": "{cadence}; last spoken to {ago}, {missed} missed",
    "birthday.today": "birthday today",
    "birthday.ahead": "birthday {ahead}",
    "birthday.past": "birthday was {ago}",
    "birthday.age.today": "birthday today, turns {turns}",
    "birthday.age.ahead": "birthday {ahead}, turns {turns}",
    "birthday.age.past": "birthday was {ago}, turned {turns}",
    "birthday.round.today": "birthday today, turns {turns} (a round one)",
    "birthday.round.ahead": "birthday {ahead}, turns {turns} (a round one)",
    "birthday.round.past": "birthday was {ago}, turned {turns} (a round one)",
    "occasion.today": "{title} today",
    "occasion.ahead": "{title} {ahead}",
    "occasion.past": "{title} was {ago}",
    "promise.today": "promised for today: {title}",
    "promise.ahead": "promised {ahead}: {title}",
    "promise.past": "promised, {late} over: {title}",
    "event.today": "{what} today: {title}",
    "event.ahead": "{what} {ahead}: {title}",
    "event.past": "{what} was {ago}; did it take place? {title}",
    "card.today": "{what} cards to post today",
    "card.ahead": "{what} cards to post {ahead}",
    "card.past": "{what} cards to post, {late} over",
    "task.thank": "a thank-you card for sending {text}, {by}",
    "task.thank.one": "a thank-you card for the referral, {by}",
    "task.close-loop.one": "say thanks once more, how it went stays with you, {by}",
    "task.congratulate": "a card to congratulate: {text}, {by}",
    "task.close-loop": "say thanks once more, how it went stays with you: {text}, {by}",
    "task.close-loop.tell": "tell how it went with {text} ({outcome}), and say thanks, {by}",
    "task.materials": "hand over your card and brochure, new since {on}, {by}",
    "task.research": "write down what they need and how you would help, {by}",
    "task.complaint": "answer the complaint: {text}, {by}",
    "task.reply": "they wait for an answer since {on}: {text}, {by}",
    "task.professionals-list": "look over the professionals you know, {by}",
    "task.update-lists": "put your lists in order: relcadence list --stale, {by}",
    "task.community": "go to something in the community, {by}",
    "task.prune": "let go of what does not grow: relcadence prune, {by}",
    "task.own": "{text}, {by}",
    "task.means.articles": "find an article to send, {by}",
    "task.means.articles.on": "find an article on {text}, {by}",
    "task.means.invitations": "find an evening or a match to invite to, {by}",
    "task.means.seminars": "find a seminar to invite old contacts to, {by}",
    "task.means.cross-sell": "write down your services: relcadence service add, {by}",
    "task.plan": "go through the plan with them, {by}",
    "task.plan.first": "make a plan for them: relcadence client-plan add, {by}",
    "task.note": "bring the research note up to date, {by}",
    "task.note.first": "write down what they need and how you would help, {by}",
    "move.articles": "send “{title}”{since}",
    "move.articles.fits": "send “{title}”: it fits {topic}{since}",
    "move.meals.coffee": "ask for a coffee, on {day} or later{since}",
    "move.meals.lunch": "ask to lunch, on {day} or later{since}",
    "move.meals.dinner": "ask to dinner, on {day} or later{since}",
    "move.invitations": "invite to “{title}” on {day}{since}",
    "move.materials": "hand over your card and brochure",
    "move.share-professionals": "offer your list of professionals{since}",
    "move.circle-know": "tell what you and the firm do{since}",
    "move.cross-sell": "ask whether {title} would help{since}",
    "move.cross-sell.with": "offer to introduce {colleague} for {title}{since}",
    "move.project-budget": "offer help with project and budget{since}",
    "move.ask-referral": "ask whom they know who may need you{since}",
    "move.ask-reference": "ask for a few words to show others{since}",
    "move.seven": "{dots} {count} of 7; try {channel}",
    "move.seven.on": "{dots} {count} of 7; the seventh about {day}; try {channel}",
    "move.seven.plain": "{dots} {count} of 7; the seventh about {day}",
    "move.decide": "{count} touches without an answer: client, keep on, nurture or drop? relcadence prune",
    "move.own": "{title}{since}",
    "prune.prospect": "{count} touches without an answer, the last {on}",
    "prune.referrer": "no referral on record",
    "prune.referrer.past": "no referral since {on}",
    "prune.client": "no matter on record, and no answer in a year",
    "prune.client.past": "no matter since {on}, and no answer in a year",
    "rise.2": "meals and visits in a year: {meals}; answers: {answers}; interests known",
    "rise.3": "meals and visits in a year: {meals}; answers: {answers}",
    "rise.4": "meals and visits in a year: {meals}; family known; friends since {on}",
    "slide.silent": "silent for {silence} days, usually {gap}",
    "slide.apart": "no meal and no visit in a year",
    "stale.unreachable": "no e-mail and no phone",
    "stale.bounced": "{text} does not work any more",
    "stale.unverified": "not looked at since {on}",
    "figure.none": "–",
    "figure.nothing": "nothing was due",
    "figure.some": "{kept} of {due}",
    "figure.reached": "{kept} of {due} reached",
    "figure.noted": "{kept} of {due} with a fresh note",
    "figure.planned": "{kept} of {due} with a current plan",
    "figure.know": "{kept} of {due} know",
    "figure.given": "{kept} of {due} were given it",
    "figure.sent_one": "{kept} of {due} were sent one",
    "figure.meals": "meals with {kept} of {due}",
    "figure.invited": "{kept} of {due} invited",
    "figure.asked": "{kept} of {due} asked",
    "figure.offered": "{kept} of {due} were offered it",
    "figure.looked": "{kept} of {due} done",
    "figure.professionals": "professionals: {named}; promoted this year: {promoted}",
    "figure.fresh": "{fresh} of {all} records fresh",
    "figure.events": "events this quarter: {count}",
    "figure.decided": "{decided} of {all} decided",
    "figure.went": "{kept} of {due} attended",
    "figure.in_time": "{kept} of {due} in time",
    "figure.sent": "{kept} of {due} sent",
    "figure.delegated": "{kept} of {due} done by others",
    "figure.prospects": "{named} named (at least 3); {kept} of {due} reached, {days} working days left",
    "step.none": "",
    "step.nothing": "nothing open",
    "step.starts": "nothing to count yet",
    "step.on": "turn it on: relcadence checklist on {number}",
    "step.reach": "reach {names} by {by}",
    "step.reach.more": "reach {names} and {more} more by {by}",
    "step.review": "tick its task off when it is done",
    "step.research": "write down what they need: {names}",
    "step.research.more": "write down what they need: {names} and {more} more",
    "step.plan": "make plans for {names}",
    "step.plan.more": "make plans for {names} and {more} more",
    "step.post": "post {names} by {by}",
    "step.post.more": "post {names} and {more} more by {by}",
    "step.do": "still to come: {names}, by {by}",
    "step.do.more": "still to come: {names} and {more} more, by {by}",
    "step.name": "name at least 3 prospects: relcadence add NAME --role prospect",
    "share.nothing": "No minutes are logged in these 13 weeks; log some with --minutes to see where your time goes.",
    "share.people": "{hours} h with people in these 13 weeks; no other time logged "
    "({unknown} touches without minutes).",
    "share.both": "{percent} % of the time in these 13 weeks went to people (aim {aim} %): {hours} h with them, "
    "{own} h on your own ({unknown} touches without minutes).",
    "last.out": "{on} {channel}: {note}",
    "last.in": "{on} {channel} from them: {note}",
}


def age_of(turns: int | None) -> str:
    """What the key of a birthday says of the age: nothing where it is not known, else whether it is a round one."""
    return (".round" if is_round(turns) else ".age") if turns else ""


def word(reason: Reason, translate: Callable[[str], str] = str) -> str:
    """The reason in words; `translate` turns an English message into the reader's language."""
    values = dict(reason.values)
    days = values.get("days")
    if days is not None:
        values["ago"] = _ago(days, translate)
        values["ahead"] = translate("tomorrow") if days == 1 else translate("in {days} days").format(days=days)
        values["late"] = translate("1 day") if days == 1 else translate("{days} days").format(days=days)
        values["by"] = _by(days, translate)
    if "since" in values:
        since = values["since"]
        values["since"] = translate(" (last {since})").format(since=since) if since else ""
    for key in ("on", "day", "by"):
        if isinstance(values.get(key), date):
            values[key] = values[key].isoformat()
    for key in ("channel", "what", "outcome"):
        if key in values:
            values[key] = translate(str(values[key]))
    if "cadence" in values:
        values["cadence"] = translate(cadence_sentence(str(values["cadence"])))
    return translate(WORDS[reason.key]).format(**values).rstrip(" :：")


def _by(days: int, translate: Callable[[str], str]) -> str:
    """By when: `days` from today, negative once it is late."""
    if days < 0:
        return translate("{days} days late").format(days=-days) if days < -1 else translate("1 day late")
    if days == 0:
        return translate("by today")
    return translate("by tomorrow") if days == 1 else translate("within {days} days").format(days=days)


def _ago(days: int, translate: Callable[[str], str]) -> str:
    if days <= 0:
        return translate("today")
    return translate("yesterday") if days == 1 else translate("{days} days ago").format(days=days)


def is_round(age: int | None) -> bool:
    """True for an age to mark: every ten years, and 25 and 75 (every quarter of a century)."""
    return age is not None and age > 0 and (age % 10 == 0 or age % 25 == 0)
