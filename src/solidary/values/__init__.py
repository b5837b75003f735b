"""Small truths without I/O: money, amounts, quantities, periods, places, currencies."""
