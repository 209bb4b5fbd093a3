"""What the made-up lawyer keeps beside her people: matters, articles, an evening, a group, services, plans.

Days are counted back from the day of the demo; what is new today asks for its tasks, as it would in earnest.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from relcadence.domain.occasions import make_occasion
from relcadence.store.changes import touches
from relcadence.store.changes.things import articles, events, groups, matters, occasions, plans, services

if TYPE_CHECKING:
    from relcadence.cli.demo_practice import Stage

MATTERS = (
    ("Rosa Delgado", "lease of the third restaurant", 90, None, 6400),
    ("林伟", "warehouse lease", 300, 40, 8800),
    ("Priya Raghunathan", "second funding round", 45, None, 21000),
    ("Grace Okonkwo", "the second doctor's contract", 120, None, 5200),
    ("Tomasz Zieliński", "the mechanic's lien in Queens", 60, None, None),
    ("Harold Whitcomb", "family trust", 200, None, 12500),
    ("陈静", "purchase of the apartment", 250, 80, 9300),
    ("Noor Haddad", "shareholders' agreement", 240, None, 7700),
    ("Ruth Abramowitz", "the wills", 150, 14, 4800),
    ("Fiona MacAllister", "terms of the online store", 80, None, 3900),
    ("Keiko Tanabe", "distribution agreement", 70, None, 11200),
    ("Marcus Bell", "closing on 125th Street", 110, None, 15800),
    ("Luciana Ferreira", "franchise of the bakeries", 115, None, 13100),
    ("Amélie Rousseau", "loan terms of the London fair", 35, None, 2600),
)
"""Client, title, opened and closed so many days ago (None: open), fee."""
ARTICLES = (
    ("What the new rent rules mean for shops", ("leases", "restaurants", "retail"), 70, ("Rosa", "Fiona", "Ruth")),
    ("Handing the business to the children", ("estate", "family businesses"), 40, ("Harold", "陈静", "Beatriz")),
    ("Six questions before you franchise", ("franchise", "restaurants"), 12, ("Luciana",)),
)
PLANS = (
    ("Priya Raghunathan", "be her counsel when the company is sold", "Priya, Daniel, the auditors", 130),
    ("Rosa Delgado", "all three restaurants on one lease calendar", "Rosa, her sister", 60),
    ("Harold Whitcomb", "the whole family in one estate plan", "Harold, his two sons", 400),
)
SERVICES = (
    ("leases", "", ("Rosa", "林伟", "Fiona", "Marcus", "Keiko")),
    ("estates and trusts", "", ("Harold", "陈静", "Ruth")),
    ("immigration", "Judith", ("陈静",)),
)


def keep(stage: Stage) -> str:
    """Matters, articles, services and plans of the year gone by."""
    for name, title, opened, closed, fee in MATTERS:
        number = matters.open_matter(stage.as_of(stage.day(-opened)), _who(stage, name), title, on=stage.day(-opened),
                                     fee=fee)  # fmt: skip
        if closed is not None:
            matters.close_matter(stage.as_of(stage.day(-closed)), number, on=stage.day(-closed))
    for title, topics, ago, readers in ARTICLES:
        on = stage.day(-ago)
        number = articles.add(stage.as_of(on), title, topics)
        articles.send(stage.as_of(on), number, [_who(stage, name) for name in readers], on=on)
    for title, colleague, clients in SERVICES:
        introduced = _who(stage, colleague) if colleague else None
        number = services.add(stage.as_of(stage.day(-100)), title, colleague=introduced)
        services.use(stage.writer, number, [_who(stage, name) for name in clients])
    for name, goal, team, made in PLANS:
        writer = stage.as_of(stage.day(-made))
        review = stage.day(-made) + timedelta(days=365)
        plans.add(writer, _who(stage, name), goal, team=team, steps=("speak of it over lunch",), review_on=review)
    return "matters, articles, services, plans"


def stir(stage: Stage) -> str:
    """What is new today: a success, an evening ahead, a group that meets."""
    writer = stage.as_of(stage.today)
    writer.change("contact", _who(stage, "Beatriz"), shareable=1, offers="accounts for restaurants and shops")
    writer.change("contact", _who(stage, "Jonathan"), shareable=1, offers="insurance between partners")
    ahead = stage.workdays.later(stage.today, 15)
    events.add(writer, "Winter concert at the Philharmonic", ahead, kind="cultural", place="Lincoln Center")
    group = groups.add(writer, "Bar section on small business", "monthly", place="44th Street")
    groups.add_members(writer, group, [_who(stage, "Jonathan"), _who(stage, "Beatriz")])
    groups.meet(writer, group, stage.workdays.later(stage.today, 8))
    grace = _who(stage, "Grace Okonkwo")
    success = make_occasion("success", "the clinic opened", stage.today.isoformat(), contact_id=grace)
    occasions.add(writer, success)
    touches.own_time(stage.as_of(stage.day(-2)), stage.day(-2), 40, "the page on franchises")
    return "a success, an evening, a group"


def _who(stage: Stage, name: str) -> int:
    return next(number for full, number in stage.numbers.items() if full.startswith(name))
