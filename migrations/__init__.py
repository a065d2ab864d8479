"""The schema, step by step. Each step is tested with rows in the tables."""
