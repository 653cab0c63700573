"""Articles become contention points: split, extract, ground, link, summarise."""
