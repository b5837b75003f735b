"""Types of the definition and dossier files, and the one strict loader that reads them."""
