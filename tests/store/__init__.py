"""Tests of the lake: loading, publication, what a crash leaves, and what changed between snapshots."""
