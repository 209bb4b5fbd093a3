"""A digest as a mail: plain text with HTML beside it, under a Message-ID that its day and receiver decide.

One rule: addresses are taken apart and built, never joined, so that none can bring a header line of its own.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from email.message import EmailMessage

DOMAIN = "digest.relcadence"


class Letter(NamedTuple):
    """What a mail is made of. `at` is aware; `language` such as `zh_CN`."""

    sender: str
    receiver: str
    name: str
    subject: str
    text: str
    html: str
    message_id: str
    at: datetime
    language: str


def message_id(home: str, day: date, receiver: str, kind: str, number: int = 1) -> str:
    """The Message-ID of one digest, the same each time it is tried; `number` counts those sent again on purpose.

    `home` tells stores apart. It says nothing of the receiver: the address goes in as a hash.
    """
    mark = sha256("\n".join((home, receiver.casefold(), kind)).encode()).hexdigest()[:20]
    again = f".{number}" if number > 1 else ""
    return f"<{day.isoformat()}.{kind}.{mark}{again}@{DOMAIN}>"


SPECIALS = str.maketrans(dict.fromkeys('()<>[]:;@\\,"', " "))
LONGEST_NAME = 60


def _plain_name(name: str) -> str:
    """A name that needs no quotes: Python loses them where it folds a long header, and then an address may begin."""
    return " ".join(_one_line(name).translate(SPECIALS).split())[:LONGEST_NAME]


def message(letter: Letter) -> EmailMessage:
    """The mail, ready to be sent. ValueError for an address that is none."""
    from email.headerregistry import Address
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime

    made = EmailMessage(policy=SMTP)
    made["From"] = Address("relcadence", addr_spec=checked(letter.sender))
    made["To"] = Address(_plain_name(letter.name), addr_spec=checked(letter.receiver))
    made["Subject"] = _one_line(letter.subject)
    made["Date"] = format_datetime(letter.at)
    made["Message-ID"] = letter.message_id
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.text)
    made.add_alternative(letter.html, subtype="html")
    made["Content-Language"] = letter.language.replace("_", "-")  # last: making it a multipart moves such headers
    return made


def checked(address: str) -> str:
    """The address, if it is one and nothing else. ValueError for a line break, a blank, a list of several."""
    if re.search(r"[\x00-\x20\x7f-\x9f,;<>\"\\()]", address):
        raise ValueError("An address for mail is one word without blanks, line breaks or brackets.")
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or "@" in local or address.startswith("-"):
        raise ValueError("An address for mail has one @ with something on both sides of it.")
    return address


def _one_line(words: str) -> str:
    from relcadence.domain.text import clean

    return clean(words)
