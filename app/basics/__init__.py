"""Clock, ids, errors, events, settings, text. Knows no table, no network and nothing else of ours."""
