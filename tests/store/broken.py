"""IATI files of a hundred activities with one fault in the middle, made by code, for the tests of the load."""

from __future__ import annotations

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n'
TAIL = "</iati-activities>\n"
FAULT = 50


def activity(number: int, inside: str = "") -> str:
    return (
        f'<iati-activity default-currency="USD">\n<iati-identifier>XX-1-{number}</iati-identifier>\n'
        f"<title><narrative>Activity {number}</narrative></title>\n{inside}\n</iati-activity>\n"
    )


def file_of(fault: str, *, head: str = HEAD) -> bytes:
    """Return a file in which activity 50 holds a fault, or is replaced by it if the fault is a whole activity."""
    parts = [activity(number, fault if number == FAULT else "") for number in range(1, 101)]
    return (head + "".join(parts) + TAIL).encode()
