"""The query engine: one text of SQL over the Parquet of a snapshot, in this process (DuckDB) or on a cluster (Spark).

``engine`` says what an engine can do, and puts snapshots and the library before one; ``duckdb`` and ``spark`` are the
two that do it. ``library`` reads ``store/sql``, one SELECT per file; ``statement`` takes a SELECT apart. ``mapping``
writes what is made of files as Parquet; ``iati`` makes tables of an IATI file.
"""
