"""The benchmarks: real `parasol serve` processes on loopback, measured as clients and allies see them.

`python -m bench` (or `./dev bench`) prints a table. Nothing here is imported by the house.
"""
