"""What currencies are called in running text. A name that several countries use, such as "dollar" or "$", has no code.

Codes are those of ISO 4217, also of currencies that are gone, where a text may still speak of them.
"""

from __future__ import annotations

from typing import Final

UNTOLD: Final = ""  # a dollar, pound, peso, franc or rupee of nobody in particular

SYMBOLS: Final = {
    "US$": "USD", "US $": "USD", "AU$": "AUD", "A$": "AUD", "CA$": "CAD", "C$": "CAD", "C $": "CAD", "NZ$": "NZD",
    "HK$": "HKD", "S$": "SGD", "SG$": "SGD", "NT$": "TWD", "R$": "BRL", "MEX$": "MXN", "MXN$": "MXN", "NZD$": "NZD",
    "AUD$": "AUD", "CAD$": "CAD", "SGD$": "SGD", "HKD$": "HKD", "USD$": "USD", "B$": "BND", "RM": "MYR", "RP": "IDR",
    "$": UNTOLD, "£": UNTOLD, "¥": UNTOLD, "€": "EUR", "₩": "KRW", "฿": "THB", "₫": "VND", "₱": "PHP", "₹": "INR",
    "₡": "CRC", "₭": "LAK", "៛": "KHR", "₺": "TRY", "₽": "RUB", "₴": "UAH", "₪": "ILS", "元": "CNY", "円": "JPY",
}  # fmt: skip

# Words of which the first form is that of one; the others are those of many.
ENGLISH: Final = {
    "US dollar": "USD", "U.S. dollar": "USD", "United States dollar": "USD", "American dollar": "USD",
    "Canadian dollar": "CAD", "Australian dollar": "AUD", "New Zealand dollar": "NZD", "Hong Kong dollar": "HKD",
    "Singapore dollar": "SGD", "Brunei dollar": "BND", "Taiwan dollar": "TWD", "dollar": UNTOLD,
    "British pound": "GBP", "pound sterling": "GBP", "pounds sterling": "GBP", "Egyptian pound": "EGP", "pound": UNTOLD,
    "euro": "EUR", "yen": "JPY", "Japanese yen": "JPY", "yuan": "CNY", "Chinese yuan": "CNY", "renminbi": "CNY",
    "RMB": "CNY", "kuai": "CNY", "won": "KRW", "Korean won": "KRW", "baht": "THB", "Thai baht": "THB", "dong": "VND",
    "ringgit": "MYR", "rupiah": "IDR", "kip": "LAK", "riel": "KHR", "kyat": "MMK", "Philippine peso": "PHP",
    "Mexican peso": "MXN", "peso": UNTOLD, "Swiss franc": "CHF", "CFA franc": UNTOLD, "franc": UNTOLD,
    "Indian rupee": "INR", "Pakistani rupee": "PKR", "Nepalese rupee": "NPR", "Sri Lankan rupee": "LKR",
    "rupee": UNTOLD, "Turkish lira": "TRY", "lira": UNTOLD, "Finnish markka": UNTOLD, "taka": "BDT", "rouble": "RUB",
    "ruble": "RUB", "hryvnia": "UAH", "Norwegian krone": "NOK", "Danish krone": "DKK", "Swedish krona": "SEK",
    "Swedish kronor": "SEK", "krone": UNTOLD, "rand": "ZAR", "dirham": UNTOLD, "dinar": UNTOLD, "riyal": UNTOLD,
    "real": UNTOLD, "reais": "BRL", "zloty": "PLN", "forint": "HUF", "Deutsche mark": UNTOLD, "mark": UNTOLD,
}  # fmt: skip

KOREAN: Final = {
    "미국 달러": "USD", "미국달러": "USD", "미 달러": "USD", "미달러": "USD", "캐나다 달러": "CAD", "호주 달러": "AUD",
    "뉴질랜드 달러": "NZD", "홍콩 달러": "HKD", "싱가포르 달러": "SGD", "브루나이 달러": "BND", "달러": UNTOLD,
    "불": UNTOLD, "엔": "JPY", "유로": "EUR", "파운드": UNTOLD, "영국 파운드": "GBP", "원": "KRW", "위안": "CNY",
    "바트": "THB",
    "베트남 동": "VND", "링깃": "MYR", "루피아": "IDR", "낍": "LAK", "리엘": "KHR", "짯": "MMK", "필리핀 페소": "PHP",
    "멕시코 페소": "MXN", "페소": UNTOLD, "스위스 프랑": "CHF", "프랑": UNTOLD, "인도 루피": "INR", "루피": UNTOLD,
    "루블": "RUB", "리라": UNTOLD, "튀르키예 리라": "TRY", "라리": "GEL", "콜론": "CRC", "핀란드 마르카": UNTOLD,
    "페세타": UNTOLD, "네덜란드 휠던": UNTOLD,
}  # fmt: skip

JAPANESE: Final = {
    "米ドル": "USD", "香港ドル": "HKD", "豪ドル": "AUD", "カナダドル": "CAD", "シンガポールドル": "SGD",
    "ニュージーランドドル": "NZD", "台湾ドル": "TWD", "ドル": "USD", "円": "JPY", "ユーロ": "EUR", "人民元": "CNY",
    "元": "CNY", "ウォン": "KRW", "バーツ": "THB", "ドン": "VND", "リンギット": "MYR", "ルピア": "IDR",
    "キープ": "LAK", "リエル": "KHR", "チャット": "MMK", "ペソ": UNTOLD, "スイス・フラン": "CHF", "スイスフラン": "CHF",
    "フラン": UNTOLD,
    "ポンド": UNTOLD, "ルピー": UNTOLD, "ルーブル": "RUB",
}  # fmt: skip

# Hundredths: of which dollar or pound, a text does not say.
ENGLISH_HUNDREDTHS: Final = ("cent", "eurocent", "euro cent", "centavo", "satang", "penny", "pence", "pennies")
ASIAN_HUNDREDTHS: Final = ("센트", "펜스", "페니", "セント", "ペンス", "ペニー", "銭")
