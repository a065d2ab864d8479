"""Circles, gatherings, alerts, guides. Waits until something lives in it."""
