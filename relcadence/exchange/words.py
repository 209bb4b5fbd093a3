"""What the words in address books mean: roles, levels, channels, yes and no; and text made fit to keep.

What the user wrote is kept as written; only what no field can hold is taken out. Escaping happens at display.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from relcadence.domain.likeness import is_han
from relcadence.domain.vocabulary import CHANNELS, ROLES
from relcadence.errors import say

MAX_NAME = 1000
SHORT = 200  # characters of cells that are worth remembering
_compiled = cache(re.compile)  # `re` looks into its own memory at half the cost of the work
_IMPOSSIBLE = re.compile("[\0\ud800-\udfff]")

_ROLE_WORDS = {
    "client": "customer, current client, existing client, 客户, 现有客户, 当事人",
    "former": "former client, past client, ex-client, old client, 老客户, 前客户",
    "referrer": "referral source, referring, source of cases, 案源介绍人, 介绍人, 案源, 推荐人",
    "prospect": "prospective client, potential client, lead, 潜在客户, 意向客户",
    "professional": "other professional, 其他专业人士, 专业人士",
    "connection": "人脉, 人脉关系",
    "colleague": "co-worker, coworker, fellow lawyer, 同所律师, 同事, 同行",
    "circle": "friend, family, relative, friends and family, social circle, 亲友圈, 亲友, 朋友, 家人, 亲戚",
    "assistant": "secretary, 助手, 助理, 秘书",
}
_CHANNEL_WORDS = {
    "call": "called, phone, phoned, phone call, telephone, voice, tel, 电话, 通话",
    "email": "emailed, e-mail, e-mailed, mail, mailed, 邮件, 电子邮件, 发邮件",
    "meeting": "meet, met, 会议, 会面, 见面, 开会",
    "meal": "lunch, dinner, breakfast, coffee, drinks, 吃饭, 午餐, 晚餐, 午饭, 晚饭, 饭局, 喝咖啡",
    "visit": "visited, office visit, 拜访, 来访",
    "letter": "post, 信, 信件",
    "card": "greeting card, 贺卡",
    "article": "文章",
    "message": "messaged, sms, text, texted, chat, wechat, whatsapp, im, 微信, 短信, 消息",
}
_LEVELS = {"业务": 1, "业余": 2, "友情": 3, "亲情": 4, "business": 1, "outside work": 2, "friendship": 3, "family": 4}
_YES = frozenset({"yes", "y", "true", "t", "1", "x", "on", "✓", "✔", "是", "对", "ja", "oui", "sí", "si"})
_NO = frozenset({"", "no", "n", "false", "f", "0", "off", "-", "否", "不", "nein", "non"})
_DIRECTIONS = {
    "": "out", "out": "out", "outbound": "out", "outgoing": "out", "sent": "out", "made": "out",
    "去": "out", "发出": "out",
    "in": "in", "inbound": "in", "incoming": "in", "received": "in", "来": "in", "收到": "in",
}  # fmt: skip
_PLACES = {
    "fax": "fax", "facsimile": "fax", "pager": "pager", "assistant": "assistant", "assistantphone": "assistant",
    "mobile": "mobile", "cell": "mobile", "iphone": "mobile", "work": "work", "business": "work", "home": "home",
    "main": "main",
}  # fmt: skip
_PLAIN_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "herr", "frau", "m", "mme", "先生", "女士", "小姐"})
_MARKERS = frozenset({"mycontacts", "my contacts", "我的联系人"})


def _by_word(table: dict[str, str], words: Iterable[str]) -> dict[str, str]:
    known = {word: word for word in words}
    for word, others in table.items():
        known.update(dict.fromkeys(others.split(", "), word))
    plurals = {f"{word}s": meaning for word, meaning in known.items() if word.isascii()}
    return {**plurals, "families": "circle", **known}


ROLE_OF = _by_word(_ROLE_WORDS, ROLES)
CHANNEL_OF = _by_word(_CHANNEL_WORDS, CHANNELS)


def one_line(text: str) -> str:
    """The text of a single-line field: runs of white space and line breaks are one space."""
    return " ".join((text if text.isascii() and "\0" not in text else possible(text)).split())


def many_lines(text: str) -> str:
    """The text of a note: line breaks are kept, all of one kind, none around it."""
    return possible(text).replace("\r\n", "\n").replace("\r", "\n").strip()


def possible(text: str) -> str:
    """The text without NUL and lone surrogates, which no store and no stream can hold."""
    return text if text.isascii() and "\0" not in text else _IMPOSSIBLE.sub("", text)


def items(text: str, separators: str = r"[;,；，、\n]|\s:::\s?") -> list[str]:
    """The parts of a list in one cell, without the empty ones.

    >>> items("tax; leases")
    ['tax', 'leases']
    """
    return [item for item in map(one_line, _compiled(separators).split(text)) if item]


def role(word: str) -> str | None:
    """The role a word stands for, singular or plural, English or Chinese; None for any other word."""
    return ROLE_OF.get(one_line(word).casefold())


def channel(word: str) -> str | None:
    """The channel a word stands for, or None."""
    return CHANNEL_OF.get(one_line(word).casefold())


def direction(word: str) -> str | None:
    """`out` or `in`; an empty word means `out`, an unknown one None."""
    return _DIRECTIONS.get(one_line(word).casefold())


def level(word: str) -> int:
    """1 to 4 from a figure or a word; ValueError for anything else."""
    text = one_line(word).casefold()
    found = _LEVELS.get(text) or re.fullmatch(r"(?:level|l|级别)?\s*([1-4])(?:\.0)?\s*级?", text)
    if not found:
        raise ValueError(say("The level “{word}” is not one of 1 to 4.", word=one_line(word)))
    return found if isinstance(found, int) else int(found[1])


def do_not_contact(cell: str) -> str:
    """ "" for no, `yes` for a bare yes, else the reason as it was written."""
    text = one_line(cell)
    if text.casefold() in _NO:
        return ""
    return "yes" if text.casefold() in _YES else text


def roles_and_tags(categories: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Labels or categories taken apart: those that name a role, and the rest as tags; markers of the source go."""
    roles: dict[str, None] = {}
    tags: dict[str, None] = {}
    for category in categories:
        label = one_line(category).removeprefix("*").strip()
        if not label or label.casefold() in _MARKERS:
            continue
        found = role(label)
        if found:
            roles[found] = None
        else:
            tags[label] = None
    return tuple(roles), tuple(tags)


def roles_of(
    cells: tuple[str, ...], categories: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The roles and tags that cells of roles and of categories name, and what is no role in the former."""
    is_short = sum(map(len, (*cells, *categories))) < SHORT
    return (_known_roles if is_short else _roles_of)(cells, categories)


def _roles_of(
    cells: tuple[str, ...], categories: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    said = [item for cell in cells for item in items(cell, r"[;,/|+&；，、]|\sand\s")]
    labels = [item for cell in categories for item in items(cell)]
    return *roles_and_tags([*said, *labels]), tuple(word for word in said if role(word) is None)


_known_roles = lru_cache(maxsize=1000)(_roles_of)  # a file has few, over and over


def place(words: Iterable[str]) -> str:
    """What a number is called by the words at it: `fax` and `mobile` say more than `work` and `home`; "" unknown."""
    said = set(words)
    return next((meaning for word, meaning in _PLACES.items() if word in said), "")


def full_name(given: str, middle: str, family: str, prefix: str = "", suffix: str = "") -> str:
    """The parts of a name as it is spoken: Chinese ones family first, a plain Mr or Ms left out."""
    if is_han(given) and is_han(family):
        return one_line(f"{family}{middle}{given}")
    title = "" if prefix.rstrip(".").casefold() in _PLAIN_TITLES else prefix
    return one_line(f"{title} {given} {middle} {family} {suffix}")


def checked_name(name: str) -> str:
    """The name; ValueError where it is longer than any name is."""
    if len(name) > MAX_NAME:
        raise ValueError(
            say(
                "The name has {count:,} characters; the longest that can be kept has {max_name:,}.",
                count=len(name),
                max_name=MAX_NAME,
            )
        )
    return name
