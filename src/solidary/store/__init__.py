"""The lake: immutable snapshots of Parquet, the raw input beside them, and what changed from one to the next."""
