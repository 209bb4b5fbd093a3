"""What a practice keeps beside people, out of the store: a module a thing."""
