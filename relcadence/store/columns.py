"""The kinds of columns that tables are made of: STRICT types, checks in words, defaults that say "not known"."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator
from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Text
from sqlmodel import Field


def _iso(text: str) -> str:
    return date.fromisoformat(text).isoformat() if text else text


IsoDate = Annotated[str, AfterValidator(_iso)]


def one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def truth(*columns: str) -> list[CheckConstraint]:
    return [CheckConstraint(f"{column} IN (0, 1)", name=f"{column}_truth") for column in columns]


def options(*parts: Any, autoincrement: bool = True) -> tuple[Any, ...]:
    return (*parts, {"sqlite_strict": True, "sqlite_autoincrement": autoincrement})


def key() -> Any:
    """The integer key of a table."""
    return Field(default=None, sa_column=Column(Integer, primary_key=True))


def words(default: str | None = "", **more: Any) -> Any:
    """A text column, empty where nothing is said."""
    return Field(default=default, sa_type=Text, sa_column_kwargs={"server_default": default}, **more)


def number(default: int | None = None) -> Any:
    """A whole number; NULL where it is not known, unless it has a default."""
    plain = {} if default is None else {"server_default": str(default)}
    return Field(default=default, sa_type=Integer, sa_column_kwargs=plain)


def refers(table: str, *, optional: bool = False, index: bool = True) -> Any:
    """A reference to a row of another table."""
    column = Column(Integer, ForeignKey(f"{table}.id"), nullable=optional, index=index)
    return Field(default=None, sa_column=column)
