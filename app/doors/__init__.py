"""What every door shares: who may come in, how much they may carry, how often. Knows no page and no table."""
