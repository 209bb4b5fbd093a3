"""The trade itself: people, rhythms, promises, plans. No clock, no files, no SQL, no printing."""
