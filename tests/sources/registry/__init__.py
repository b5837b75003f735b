"""Fetching, against real servers on loopback that misbehave."""
