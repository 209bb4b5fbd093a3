"""What the made-up people of the demo are told by: who they are, and how things stand with them. Data only.

Mail domains end in .example and phone numbers lie in ranges kept for fiction, so that no real person is meant.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from relcadence.domain.people import Contact, Reach

WHOLE_STORY = 395
KNOWN_BY_WORK = ("client", "former", "referrer")


class Persona(NamedTuple):
    """A made-up contact with a story; days are counted from the day of the demo.

    `channels` are those of the touches, `topics` what they are about, `last` channel and note of the newest.
    """

    contact: Contact
    channels: tuple[str, ...]
    topics: tuple[str, ...]
    last: tuple[str, str]
    story: Story

    @property
    def name(self) -> str:
        """The name of the contact."""
        return self.contact.name


class Story(NamedTuple):
    """How things stand with somebody.

    `ahead`: working days until the next touch is due; `missed`: windows let go before today; `joined`: days since
    she was added; `gone`: days since the touches ended (0: they go on); `birthday_in`: days ahead and year (0: not
    known); `snoozed`: working days ahead; `refused`, `archived`: why, since the touches ended.
    """

    ahead: int = 0
    missed: int = 0
    joined: int = WHOLE_STORY
    gone: int = 0
    birthday_in: tuple[int, int] | None = None
    snoozed: int = 0
    refused: str = ""
    archived: str = ""


def somebody(
    name: str,
    roles: str,
    *ways: str,
    channels: str = "",
    topics: tuple[str, ...] = (),
    last: tuple[str, str] = ("", ""),
    **known: Any,
) -> Persona:
    """A persona; `ways` are addresses, `roles` and `channels` words, `known` fields of Story and of Contact."""
    held = tuple(roles.split())
    if set(held) & set(KNOWN_BY_WORK):
        known.setdefault("basis", "prior relation")
    story = Story(**{field: known.pop(field) for field in Story._fields if field in known})
    contact = Contact(name, roles=held, reach=tuple(map(_way, ways)), **known)
    return Persona(contact, tuple(channels.split()), topics, last, story)


def _way(text: str) -> Reach:
    """`a@b.example`, `+1 …`, `wechat:name` or a postal address, each with ` | label` where it has one."""
    value, _, label = text.partition(" | ")
    if "@" in value:
        return Reach("email", value, label)
    if value.startswith("+"):
        return Reach("phone", value, label)
    service, colon, handle = value.partition(":")
    return Reach("handle", handle, service) if colon else Reach("address", value, label)
