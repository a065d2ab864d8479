"""Who is listening, and how they are told. Knows ids, never contents."""
