"""The command line: one file per command. A command opens the workspace, calls it, prints; it does not think."""
