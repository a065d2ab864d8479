"""The charter, amendments and terms, at the level of the acts."""
