"""A new dossier to fill: valid as it is made, with a comment where a person has to write."""

from __future__ import annotations

from datetime import date

TEMPLATE = """\
# yaml-language-server: $schema=../schemas/dossier.schema.json
# A dossier: what sources say about one initiative. `solidary check {name}.yml` finds its faults.
# The format, with all keys and values: docs/dossiers.md, or the JSON Schema that your editor can use
# (`solidary ref` lists the codes that may be used).
initiative:
  key: {name}
  title: {title}
  short: {title}
  partner: {partner}
  beneficiary: {beneficiary}
  frameworks: [aoip, sdg]
  compiled: {today}
  coded_by: {by}

# A document that the bundled sources do not have.
sources:
  {name}-text:
    title: Title of the announcement
    published: undated
    grade: official

# One entry per promise; one statement per source and place. Leave out what you did not find;
# write `not stated` where a source was read and is silent.
promises:
  first-promise:
    title: What is promised, in a few neutral words
    claims:
      - says: {{amount: not stated, beneficiary: {beneficiary}}}
        source: {name}-text
        locator: a few words of the text, or its page
"""


def template(name: str, title: str, partner: str, beneficiary: str, by: str, today: date) -> str:
    """Return the text of a new dossier."""
    quoted = '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return TEMPLATE.format(
        name=name, title=quoted, partner=partner, beneficiary=beneficiary, by=by, today=today.isoformat()
    )
