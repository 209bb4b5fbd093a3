"""The vocabularies: tuples of plain strings, the same words in the store, in JSON and on the command line."""

ROLES = (
    "client", "former", "referrer", "prospect", "professional", "connection", "colleague", "circle", "assistant",
)  # fmt: skip
DEFAULT_ROLE = "connection"
LEVELS = {1: "business", 2: "outside work", 3: "friendship", 4: "family"}
CHANNELS = ("call", "email", "meeting", "meal", "visit", "letter", "card", "article", "message")
DIRECTIONS = ("out", "in")
STATUSES = ("active", "dormant", "archived")
BASES = ("lawyer", "family", "prior relation", "routine user", "asked us", "none", "unknown")
REACH_KINDS = ("email", "phone", "address", "handle")
