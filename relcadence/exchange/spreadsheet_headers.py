"""What the columns of a table of people or touches are: header words of the known address books, one table.

A header is compared without case, width, underscores and runs of spaces. A field is `kind` or `kind:label`; an
address is `address:label:part`, whose parts make one address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from unicodedata import normalize

from relcadence.errors import UsageProblem, say

_WORDS = {
    "name": "name, full name, display name, contact, contact name, client name, person, "
    "姓名, 名字, 联系人, nom complet",
    "given": "first name, given name, forename, 名, vorname, prénom, nombre",
    "middle": "middle name, additional name, middle names, weitere vornamen",
    "family": "last name, family name, surname, 姓, nachname, nom, apellidos",
    "prefix": "name prefix, prefix, salutation, anrede, 称谓",
    "suffix": "suffix, name suffix, generational suffix",
    "alias": "nickname, nick name, alias, aliases, also known as, 昵称, 别名, 英文名",
    "file_as": "file as, filed as, sort name",
    "uid": "uid, uuid, contact uid, external id",
    "organisation": "organisation, organization, company, company name, organization name, employer, firm, "
    "单位, 公司, 工作单位, 公司名称, firma, société, empresa, organization 1 - name",
    "department": "department, organization department, organization 1 - department, 部门, abteilung",
    "title": "job title, position, organization title, organization 1 - title, 职务, 职位, 头衔",
    "title_or_prefix": "title",
    "email": "email, e-mail, mail, email address, e-mail address, e-mail-adresse, emails, primary email, "
    "primary email address, email 1, secondary email, second email, email 2, email 3, "
    "邮箱, 电子邮箱, 电子邮件, 邮件, "
    "e-mail 2 address, e-mail 3 address, email 2 address, email 3 address, e-mail 2, e-mail 3",
    "email:work": "work email, business email, email work, email (work)",
    "email:home": "home email, personal email, private email, email home, email (home)",
    "phone": "phone, phone number, telephone, tel, phones, primary phone, primary phone number, other phone, "
    "phone 1, phone 2, 电话, 联系电话, 座机, 固定电话, telefon, téléphone, teléfono, callback, radio phone",
    "phone:mobile": "mobile, mobile phone, cell, cell phone, mobile number, cellphone, "
    "手机, 手机号, 手机号码, 移动电话, mobiltelefon, car phone, phone (mobile)",
    "phone:work": "work phone, business phone, business phone 2, office phone, 办公电话, 工作电话, "
    "telefon geschäftlich, phone (work)",
    "phone:home": "home phone, home phone 2, 家庭电话, telefon privat, phone (home)",
    "phone:main": "company main phone, main phone",
    "phone:assistant": "assistant's phone",
    "phone:fax": "fax, fax number, business fax, home fax, other fax, 传真",
    "phone:pager": "pager, pager number",
    "address": "address, postal address, mailing address, 地址, 联系地址, 通讯地址, adresse",
    "address:home": "home address",
    "address:work": "business address, work address, office address, 单位地址",
    "address:other": "other address",
    "city": "city, town, 城市, 所在城市, ort, ville",
    "handle:wechat": "wechat, wechat id, 微信, 微信号",
    "handle:qq": "qq, qq号",
    "handle:linkedin": "linkedin, linkedin url, linkedin profile",
    "handle:im": "imaddress, im address, screen name",
    "handle:skype": "skype",
    "url": "url, web page, website, personal web page, business home page, web page 1, web page 2, 网址",
    "birthday": "birthday, birth date, birthdate, date of birth, dob, 生日, 出生日期, 出生年月日, geburtstag, "
    "date de naissance",
    "birth_year": "birth year",
    "birth_month": "birth month",
    "birth_day": "birth day",
    "anniversary": "anniversary, wedding anniversary, 纪念日, jahrestag",
    "role": "role, roles, relationship, 类别, 角色, 关系, 人脉类别",
    "level": "level, tier, 级别, 等级, 层次",
    "categories": "labels, categories, category, group membership, groups, group, list, 分组, kategorien",
    "tags": "tags, tag, 标签",
    "interests": "interests, interest, hobby, hobbies, 兴趣, 爱好, 兴趣爱好, hobbys",
    "cadence": "cadence, frequency, rhythm, contact every, keep in touch, 频率, 联系频率, 周期",
    "channel": "channel, preferred channel, contact preference, preferred contact method, 联系方式偏好, 首选联系方式",
    "language": "language, 语言, sprache",
    "do_not_contact": "do not contact, donotcontact, dnc, opt out, 勿联系, 请勿联系, 不再联系",
    "note": "notes, note, comment, comments, remarks, description, 备注, 说明, notizen, remarques",
    "last_touch": "last touch, last contact, last contacted, last touch on, last contact date, 上次联系, 最近联系, "
    "最后联系",
    "met": "connected on, met on, met, 认识日期",
    "related:spouse": "spouse, partner, 配偶",
    "related:child": "children, 子女",
    "related:manager": "manager's name, manager",
    "related:assistant": "assistant's name, assistant",
    "related:referred by": "referred by, 介绍人, 推荐人",
    "ignored": "photo, phonetic first name, phonetic middle name, phonetic last name, given yomi, surname yomi, "
    "company yomi, given name yomi, family name yomi, given name phonetic, initials, e-mail type, e-mail 2 type, "
    "e-mail 3 type, e-mail display name, e-mail 2 display name, e-mail 3 display name, gender, priority, private, "
    "sensitivity, mileage, internet free busy, directory server, billing information, id, type, yomi name, "
    "additional name yomi, short name, maiden name, subject, telex, isdn, tty/tdd phone",
}
_TOUCH_WORDS = {
    "on": "date, on, day, when, touched on, 日期, 时间, 联系日期",
    "name": "name, who, contact, person, full name, contact name, 姓名, 联系人, 对象",
    "channel": "channel, how, kind, type, 方式, 渠道, 联系方式",
    "direction": "direction, in or out, 方向",
    "minutes": "minutes, duration, min, 分钟, 时长",
    "note": "note, notes, subject, summary, 备注, 内容, 说明",
}
_PARTS = {
    "street": "street", "street 2": "street", "street 3": "street", "address 2": "street", "po box": "street",
    "extended address": "street", "address po box": "street", "city": "city", "state": "region", "region": "region",
    "postal code": "code", "zipcode": "code", "zip": "code", "zip code": "code", "country": "country",
    "country/region": "country", "formatted": "whole",
}  # fmt: skip
_PLACES = {"business": "work", "work": "work", "home": "home", "other": "other"}
_NUMBERED = re.compile(r"(e-?mail|phone|address|im|relation|event|website|custom field) (\d+) - (.+)")
_NUMBERED_FIELDS = {
    "e-mail": "email", "email": "email", "phone": "phone", "im": "handle", "relation": "related", "event": "event",
    "website": "url", "custom field": "custom",
}  # fmt: skip
_SPACES = re.compile(r"[\s_]+")

#: what may stand on the right of `--map "Kunde=name"`, beside `ignored`
TARGETS = {
    "first name": "given", "last name": "family", "middle name": "middle", "prefix": "prefix", "suffix": "suffix",
    "job title": "title", "date": "on", "mobile": "phone:mobile", "last touch": "last_touch", "met on": "met",
    "do not contact": "do_not_contact", "wechat": "handle:wechat", "linkedin": "handle:linkedin",
    **{word: word for word in (
        "name", "alias", "uid", "organisation", "department", "title", "email", "phone", "address", "city", "url",
        "birthday", "anniversary", "role", "level", "categories", "tags", "interests", "cadence", "channel",
        "language", "note", "direction", "minutes", "ignored",
    )},
}  # fmt: skip


class Column(NamedTuple):
    """One recognised column: where, what, and where the label of its value stands (-1: nowhere)."""

    at: int
    field: str
    label: str = ""
    label_at: int = -1


def _table(words: Mapping[str, str]) -> dict[str, str]:
    return {header: field for field, headers in words.items() for header in headers.split(", ")}


_PEOPLE = _table(_WORDS)
_TOUCHES = _table(_TOUCH_WORDS)


def folded(header: str) -> str:
    """A header as it is compared."""
    return _SPACES.sub(" ", normalize("NFKC", header)).strip(" :*\ufeff").casefold()


def is_known(header: str) -> bool:
    """Whether the header is a word of some address book, be it one of which nothing is read."""
    name = folded(header)
    return bool(_PEOPLE.get(name) or _numbered(name) or _part_of_address(name))


def people_columns(headers: Sequence[str], mapping: Mapping[str, str] | None = None) -> list[Column]:
    """The known columns of a table of people, in their order; `mapping` (header to target) comes first."""
    mapped = mapped_fields(mapping)
    names = [folded(header) for header in headers]
    columns = []
    for index, name in enumerate(names):
        field = mapped.get(name) or _PEOPLE.get(name) or _numbered(name) or _part_of_address(name)
        if field:
            kind, _, label = field.partition(":")
            columns.append(Column(index, kind, label, _label_index(name, names)))
    return _settled(columns)


def touch_columns(headers: Sequence[str], mapping: Mapping[str, str] | None = None) -> list[Column]:
    """The columns of a table of past touches; empty unless date, name and channel are among them."""
    mapped = mapped_fields(mapping)
    fields = [mapped.get(name) or _TOUCHES.get(name, "") for name in map(folded, headers)]
    first = {field: index for index, field in reversed(list(enumerate(fields))) if field}
    if not {"on", "name", "channel"} <= first.keys():
        return []
    return [Column(index, field) for field, index in first.items()]


def mapped_fields(mapping: Mapping[str, str] | None) -> dict[str, str]:
    """The user's own words for columns; UsageProblem where the right side is no field."""
    found = {}
    for header, target in (mapping or {}).items():
        field = TARGETS.get(folded(target))
        if not field:
            raise UsageProblem(
                say("“{target}” is no field a column can be.", target=target),
                say("Fields are: {targets}.", targets=", ".join(sorted(TARGETS))),
            )
        found[folded(header)] = field
    return found


def _settled(columns: list[Column]) -> list[Column]:
    """`Title` is the form of address where `Job Title` stands beside it, as Outlook has it, else the job title."""
    title = "prefix" if any(column.field == "title" for column in columns) else "title"
    return [
        column._replace(field=title) if column.field == "title_or_prefix" else column
        for column in columns
        if column.field != "ignored"
    ]


def _numbered(name: str) -> str:
    """Google's `E-mail 1 - Value`, `Address 2 - City`."""
    if not (found := _NUMBERED.fullmatch(name)):
        return ""
    kind, number, part = found.groups()
    if kind == "address":
        labels = {"label", "type"}
        field = "address_label" if part in labels else "address" if part in _PARTS else ""
        return f"{field}:#{number}:{_PARTS.get(part, '')}".rstrip(":") if field else "ignored"
    return _NUMBERED_FIELDS[kind] if part == "value" else "ignored"


def _label_index(name: str, names: Sequence[str]) -> int:
    found = _NUMBERED.fullmatch(name)
    if not found or found[1] == "address":
        return -1
    labels = (f"{found[1]} {found[2]} - {part}" for part in ("service", "label", "type"))
    return next((names.index(label) for label in labels if label in names), -1)


def _part_of_address(name: str) -> str:
    """Outlook's `Business Street 2`, Thunderbird's `Home ZipCode`."""
    place, _, part = name.partition(" ")
    return f"address:{_PLACES[place]}:{_PARTS[part]}" if place in _PLACES and part in _PARTS else ""
