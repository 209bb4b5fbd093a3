"""What the commands of things kept beside people answer."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from relcadence.cli.schema.build import Says, Shape
from relcadence.cli.schema.common import Edited, Members, Numbered
from relcadence.domain import people
from relcadence.store.queries.things import articles, events, matters, occasions, plans, services, shareable

Outcome = Annotated[str, Says(enum=["open", "client", "declined"])]
Tell = Annotated[str, Says(description="what the referrer may be told: open, thanks or all")]
Matter = matters.MatterRow
Event = events.Invited
Research = plans.ResearchRow
Step = plans.StepRow


class ReferralRow(Shape, of=people.Referral):
    """A referral with the names, the matter it brought, and what may be told."""

    outcome: Outcome
    referrer: str
    referred: str
    matter: str | None
    tell: Tell


class Referred(Shape):
    """A referral that was noted, with the reminders of the professional rules."""

    id: int
    reminders: list[str]


class Thanked(Shape):
    """The day on which thanks were noted."""

    id: int
    thanked_on: date


class Closed(Shape):
    """What became of a referral."""

    id: int
    outcome: Outcome
    referred_id: int | None
    tell: Tell


class Opened(Shape):
    """A matter that was opened; whether the contact became a client by it."""

    id: int
    contact_id: int
    client: bool


class MatterClosed(Shape):
    """A matter that was closed; whether the client became a former one."""

    id: int
    contact_id: int
    former: bool


class OccasionNoted(Shape):
    """An occasion, its date, and the day it falls on next."""

    id: int
    date: str
    next_on: str | None


class ArticleKept(Shape):
    """An article with its topics, and how many it suits."""

    id: int
    topics: list[str]
    fits: int


class ArticlePage(Shape, of=articles.ArticleRow):
    """An article, and who had it."""

    had: list[articles.Had]


class Sent(Shape):
    """Who was sent an article; `mass` for a circular, which keeps no slot."""

    id: int
    sent: list[int]
    already: int
    mass: bool


class ServicePage(Shape, of=services.ServiceRow):
    """A service, and who uses it."""

    used_by: list[services.User]


class Use(Shape):
    """A service that is used."""

    service_id: int
    title: str


class Lack(Use):
    """A service that is not used, and the colleague to introduce."""

    colleague: str | None


class Gap(Shape):
    """What a client uses and lacks."""

    contact_id: int
    contact: str
    uses: list[Use]
    lacks: list[Lack]


class Plan(Shape, of=plans.PlanRow):
    """A plan with its steps."""


class PlanRow(Plan):
    """A plan; overdue where its review is."""

    state: Annotated[str, Says(enum=["open", "overdue", "ended"])]


class Planned(Shape):
    """A plan that was made."""

    id: int
    contact_id: int
    review_on: date


class Reviewed(Shape):
    """A plan that was gone through."""

    id: int
    reviewed_on: date
    review_on: date


class StepNoted(Shape):
    """A step, and the plan it belongs to."""

    id: int
    plan_id: int


class Researched(Shape):
    """A research note and whom it is about."""

    id: int
    contact_id: int


class Given(Shape):
    """To whom the list was given, and when."""

    contacts: list[int]
    on: date


REFERRALS: dict[str, object] = {
    "refer list": list[ReferralRow],
    "refer show": ReferralRow,
    "refer add": Referred,
    "refer thank": Thanked,
    "refer close": Closed,
    "refer edit": Edited,
    "refer drop": Numbered,
    "matter list": list[Matter],
    "matter show": Matter,
    "matter open": Opened,
    "matter close": MatterClosed,
    "matter edit": Edited,
    "occasion list": list[occasions.OccasionRow],
    "occasion show": occasions.OccasionRow,
    "occasion add": OccasionNoted,
    "occasion edit": Edited,
    "occasion drop": Numbered,
}
OFFERS: dict[str, object] = {
    "article list": list[articles.ArticleRow],
    "article show": ArticlePage,
    "article add": ArticleKept,
    "article fits": list[articles.Fit],
    "article sent": Sent,
    "article edit": Edited,
    "article drop": Numbered,
    "service list": list[services.ServiceRow],
    "service show": ServicePage,
    "service add": Numbered,
    "service use": Members,
    "service stop": Members,
    "service gaps": list[Gap],
    "service edit": Edited,
    "service drop": Numbered,
    "client-plan list": list[PlanRow],
    "client-plan show": PlanRow,
    "client-plan add": Planned,
    "client-plan review": Reviewed,
    "client-plan edit": Edited,
    "client-plan end": Numbered,
    "client-plan step add": StepNoted,
    "client-plan step done": StepNoted,
    "client-plan step drop": StepNoted,
    "research list": list[Research],
    "research show": Research,
    "research add": Researched,
    "research edit": Edited,
    "research drop": Numbered,
    "share list": list[shareable.Shared],
    "share professionals": list[shareable.Shared],
    "share given": Given,
}
ANSWERS = REFERRALS | OFFERS
