"""Takes data out: flows as CSV, XLSX, Parquet and data packages; what was registered as IATI."""
