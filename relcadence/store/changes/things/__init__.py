"""Changes to what a practice keeps beside people: a module a thing, each act one change set."""
