"""Whose rate stands for a currency: one state per currency, and the month since when its rates are in that unit.

International series are by state and do not say in which unit an old rate is. Where the unit changed (Ghana in July
2007, Belarus in July 2016) a rate from before is left out: unknown, and never wrong by a factor of a thousand. Of a
shared currency one member speaks for all: Senegal for the CFA franc of the west, Cameroon for that of the centre,
Saint Lucia for the dollar of the eastern Caribbean. Venezuela, whose unit changed without a new code, is left out.
Source: ISO 4217 with its amendments.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_TABLE: Final = """
    AFG AFN 2003-01  ALB ALL          DZA DZD          AGO AOA 1999-12  ARG ARS 1992-01  ARM AMD 1993-12
    ABW AWG          AUS AUD          AZE AZN 2006-01  BHS BSD          BHR BHD          BGD BDT
    BRB BBD          BLR BYN 2016-07  BLZ BZD          BMU BMD          BTN BTN          BOL BOB
    BIH BAM 1998-07  BWA BWP          BRA BRL 1994-07  BRN BND          BDI BIF          KHM KHR
    CMR XAF          CAN CAD          CPV CVE          CHL CLP          CHN CNY          HKG HKD
    MAC MOP          COL COP          COM KMF          COD CDF 1998-07  CRI CRC          CUB CUP
    CZE CZK 1993-03  DNK DKK          DJI DJF          DOM DOP          EGY EGP          ERI ERN 1997-12
    ETH ETB          FJI FJD          GMB GMD          GEO GEL 1995-11  GHA GHS 2007-07  GTM GTQ
    GIN GNF          GUY GYD          HTI HTG          HND HNL          HUN HUF          ISL ISK
    IND INR          IDN IDR          IRN IRR          IRQ IQD          ISR ILS          JAM JMD
    JPN JPY          JOR JOD          KAZ KZT 1993-12  KEN KES          KOR KRW          KWT KWD
    KGZ KGS 1993-06  LAO LAK          LBN LBP          LSO LSL          LBR LRD          LBY LYD
    MKD MKD 1993-06  MDG MGA 2005-01  MWI MWK          MYS MYR          MDV MVR          MRT MRU 2018-01
    MUS MUR          MEX MXN 1993-01  MDA MDL 1993-12  MNG MNT          MAR MAD          MOZ MZN 2006-07
    MMR MMK          NAM NAD 1993-10  NPL NPR          NZL NZD          NIC NIO 1991-05  NGA NGN
    NOR NOK          OMN OMR          PAK PKR          PNG PGK          PRY PYG          PER PEN 1991-07
    PHL PHP          POL PLN 1995-01  QAT QAR          ROU RON 2005-07  RUS RUB 1998-01  RWA RWF
    WSM WST          STP STN 2018-01  SAU SAR          SRB RSD 2003-07  SYC SCR          SLE SLE 2022-07
    SGP SGD          SLB SBD          SOM SOS          ZAF ZAR          SSD SSP 2011-08  LKA LKR
    SDN SDG 2007-07  SUR SRD 2004-01  SWE SEK          CHE CHF          SWZ SZL          SYR SYP
    TJK TJS 2000-11  TZA TZS          THA THB          TON TOP          TTO TTD          TUN TND
    TUR TRY 2005-01  TKM TMT 2009-01  UGA UGX          UKR UAH 1996-09  ARE AED          GBR GBP
    URY UYU 1993-03  UZB UZS 1994-07  VUT VUV          VNM VND          YEM YER          ZMB ZMW 2013-01
    ZWE ZWG 2024-05  LCA XCD          SEN XOF
"""
_ROWS: Final = re.findall(r"([A-Z]{3}) ([A-Z]{3})(?: (\d{4}-\d{2}))?", _TABLE)


def issuers(euro: str) -> dict[str, tuple[str, date]]:
    """Return area -> its currency, and the first day on which its rates are in that unit.

    Args:
        euro: the area that speaks for the euro, which each service calls otherwise.

    >>> issuers("G163")["GHA"], issuers("G163")["G163"][0]
    (('GHS', datetime.date(2007, 7, 1)), 'EUR')
    """
    found = {area: (currency, date.fromisoformat(f"{since or '1900-01'}-01")) for area, currency, since in _ROWS}
    return found | {euro: ("EUR", date(1999, 1, 1))}
