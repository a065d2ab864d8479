"""Posts and who may read them, boosts, favourites, pictures in posts. Knows no timeline."""
