"""People and what passes between them: contact, account, touch, referral, as plain rows."""

from typing import NamedTuple


class Reach(NamedTuple):
    """One way to reach somebody: an e-mail, phone, postal address, or handle (WeChat, LinkedIn …)."""

    kind: str
    value: str
    label: str = ""


class DoNotContact(NamedTuple):
    """The wish, or the rule, that nobody be approached: since when (ISO date) and why."""

    on: str
    reason: str


class Hold(NamedTuple):
    """The duty to keep what is known of a person: through which day (ISO date), and why."""

    until: str
    reason: str


class Contact(NamedTuple):
    """One person (or a desk that answers like one). Empty text and empty tuples mean "not known".

    `birthday` is the text form of `occasions.parse_birthday`: `1980-02-20`, `--05-24`, `lunar:8-15`,
    `lunar:leap4-1`. `cadence` is an override ("" = by rule). Dates are ISO texts. `cards` are the
    holidays cards are sent for ("" = by rule, `none` = none), `country` two letters: where cards go.
    `shareable`: may stand on a list handed to others, with what they offer; `barred`: moves never to be proposed.
    """

    name: str
    id: int = 0
    uuid: str = ""
    roles: tuple[str, ...] = ()
    level: int | None = None
    status: str = "active"
    organisation: str = ""
    title: str = ""
    account_id: int | None = None
    account: str = ""
    reach: tuple[Reach, ...] = ()
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    preferences: str = ""
    how_met: str = ""
    note: str = ""
    salutation: str = ""
    language: str = ""
    channel: str = ""
    cadence: str = ""
    quiet: str = ""
    city: str = ""
    birthday: str = ""
    basis: str = "unknown"
    do_not_contact: DoNotContact | None = None
    added_on: str = ""
    cards: str = ""
    country: str = ""
    shareable: bool = False
    offers: str = ""
    barred: tuple[str, ...] = ()
    barred_reason: str = ""
    hold: Hold | None = None
    level_on: str = ""
    verified_on: str = ""

    def first(self, kind: str) -> str:
        """The first e-mail, phone, address or handle, or ""."""
        return next((way.value for way in self.reach if way.kind == kind), "")


class Touch(NamedTuple):
    """One past interaction with one contact. `together` is the number of the touch it was shared with."""

    contact_id: int
    on: str
    channel: str
    direction: str = "out"
    note: str = ""
    minutes: int | None = None
    tried: bool = False
    work: bool = False
    private: bool = False
    mass: bool = False
    point: str = ""
    id: int = 0
    together: int | None = None
    score: int | None = None
    needs_reply: bool = False
    article_id: int | None = None


class Referral(NamedTuple):
    """Who sent whom: `referrer_id` sent `referred_id` (or only `name`, while not yet a contact).

    `may_tell`: the client gave leave to tell the referrer how it went.
    """

    referrer_id: int
    on: str
    referred_id: int | None = None
    name: str = ""
    outcome: str = "open"
    thanked_on: str | None = None
    id: int = 0
    closed_on: str = ""
    matter_id: int | None = None
    may_tell: bool = False
    note: str = ""
