"""Only codes of ISO 4217 that are in use are currencies; anything else is a fault that names a near one."""

from __future__ import annotations

import pytest

from solidary.errors import ValueFault
from solidary.values.currencies import CODES, currency

ASEAN_AND_PARTNERS = "BND KHR IDR LAK MYR MMK PHP SGD THB VND USD KRW JPY CNY AUD NZD INR CAD GBP EUR RUB CHF".split()
NO_LONGER_IN_USE = ["DEM", "FRF", "HRK", "ZWL", "SLL", "ANG"]


@pytest.mark.parametrize("code", ASEAN_AND_PARTNERS)
def test_the_money_of_asean_and_its_partners_is_known(code: str) -> None:
    assert currency(code) == code


def test_all_codes_are_three_capital_letters() -> None:
    assert all(len(code) == 3 and code.isascii() and code.isalpha() and code.isupper() for code in CODES)


@pytest.mark.parametrize("code", [*NO_LONGER_IN_USE, "", "usd", "US$", "BTC"])
def test_what_is_no_currency_in_use_is_refused(code: str) -> None:
    with pytest.raises(ValueFault) as caught:
        currency(code)
    assert caught.value.read == code


@pytest.mark.parametrize(("code", "near"), [("usd", "USD"), ("THBB", "THB")])
def test_a_near_code_is_offered(code: str, near: str) -> None:
    with pytest.raises(ValueFault, match=f"such as {near}"):
        currency(code)
