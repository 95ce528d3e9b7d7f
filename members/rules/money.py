"""Amounts as people read and write them."""

from decimal import Decimal

from django.utils.formats import number_format


def money(cents: int, currency: str) -> str:
    """`12000, EUR` -> `120.00 EUR`, in the reader's number format."""
    return f"{number_format(Decimal(cents) / 100, 2)} {currency}"
