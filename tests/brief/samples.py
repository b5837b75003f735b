"""A dossier that tries to act: markup, scripts, templates and formulas in every text that it may hold."""

from __future__ import annotations

from typing import Final

SCRIPT: Final = "<script>alert(1)</script>"
PAYLOAD: Final = (
    SCRIPT + " {{ 7*7 }} {% raw %} | ](javascript:alert(1)) [x](javascript:alert(2)) `code` <img src=x onerror=y>"
)
HOSTILE: Final = f"""\
initiative:
  key: trap
  title: 'Initiative {PAYLOAD}'
  short: 'Trap {PAYLOAD}'
  partner: KR
  beneficiary: ASEAN
  frameworks: [kasi, aoip]
  compiled: 2026-11-24
  coded_by: 'coder {PAYLOAD}'
sources:
  scheme: {{title: 'Scheme {PAYLOAD}', url: 'javascript:alert(1)', published: 2020-01-01, grade: official}}
  broken:
    {{title: 'Broken', url: 'https://example.org/><script>alert(1)</script>', published: 2021-01-01, grade: official}}
  quoted: {{title: 'Quoted', url: 'https://example.org/"onmouseover="alert(1)', published: 2022-01-01, grade: official}}
promises:
  money:
    title: 'Promise {PAYLOAD}'
    flagship: yes
    part_of: whole
    serves: {{kasi: ["1"], aoip: [maritime]}}
    claims:
      - says: {{amount: USD 19 million, period: 2020-22, actor: 'Actor {PAYLOAD}', beneficiary: TH}}
        source: scheme
        locator: 'Locator {PAYLOAD}'
      - {{says: {{amount: USD 20 million, period: 2021-23}}, source: broken, locator: 'Second {PAYLOAD}'}}
      - {{says: {{amount: USD 25 million}}, source: quoted, locator: 'page 1', doubt: 'Doubt {PAYLOAD}'}}
  whole:
    title: '=HYPERLINK("https://example.org";"click")'
    claims:
      - says: {{amount: USD 100 million, deliverable: '@SUM(1+1)', channel: '+1+1', actor: '-2+3'}}
        source: scheme
        locator: 'page 2'
projects:
  shed:
    title: '+cmd|calc {PAYLOAD}'
    claims:
      - {{says: {{places: [TH], sector: '-1+1', actor: '@actor'}}, source: scheme, locator: 'page 3'}}
milestones:
  day:
    title: 'Milestone {PAYLOAD}'
    kind: summit
    concerns: [TH]
    claims:
      - {{says: {{date: 2027-01-01}}, source: scheme, locator: 'page 4'}}
facts:
  told:
    title: 'Fact {PAYLOAD}'
    topic: critique
    claims:
      - {{says: {{fact: 'Told {PAYLOAD}'}}, source: scheme, locator: 'page 5'}}
contradictions:
  x-99: {{title: 'Contradiction {PAYLOAD}', between: [money.amount], reading: 'Reading {PAYLOAD}'}}
"""
