"""The memory of people: which claim is in force as of a date, and the ledger of the user's own claims."""
