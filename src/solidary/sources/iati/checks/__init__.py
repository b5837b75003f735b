"""What an IATI file must hold to: its structure, its code lists and its rules. Reading only; nothing is repaired."""
