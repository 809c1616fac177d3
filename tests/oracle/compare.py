#!/usr/bin/env python3
"""Tells where the program's documents differ from the expected ones.

    python3 compare.py EXPECTED ACTUAL

Both are JSON arrays of documents, matched by account and period. Only what the expected one
states is compared, as written; the actual one may say more (numbers, descriptions, rates).
Lines and taxes may stand in any order, sections may not. Each actual document is also
added up again. Prints one difference a line; exit 1 where there is any.
"""

import argparse
import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description="Compares two JSON arrays of invoices.")
    parser.add_argument("expected", type=Path)
    parser.add_argument("actual", type=Path)
    arguments = parser.parse_args()
    expected, actual = (json.loads(file.read_text("utf-8")) for file in (arguments.expected, arguments.actual))
    differences = list(compare(expected, actual))
    for difference in differences:
        print(difference)
    sys.exit(1 if differences else 0)


def compare(expected: list[dict], actual: list[dict]):
    yield from matched(expected, actual, document_name, document_differences, ("account", "period"))
    for document in actual:
        yield from sums_that_fail(document)


def document_name(document: dict) -> str:
    return f"{document['period']} {document['account']}"


def document_differences(where: str, expected: dict, actual: dict):
    yield from plain_differences(where, expected, actual)
    orders = [[section["account"] for section in document["sections"]] for document in (expected, actual)]
    if orders[0] != orders[1] and sorted(orders[0]) == sorted(orders[1]):
        yield f"{where}: sections expected in the order {orders[0]}, found {orders[1]}"
    yield from matched(
        expected["sections"],
        actual["sections"],
        lambda section: f"{where} section {section['account']}",
        section_differences,
        ("account",),
    )


def section_differences(where: str, expected: dict, actual: dict):
    yield from plain_differences(where, expected, actual)
    lines = [with_days(line) for line in actual["lines"]]
    yield from matched(
        expected["lines"],
        lines,
        lambda line: " ".join([where] + [line[key] for key in ("kind", "code", "period") if line.get(key)]),
        plain_differences,
        # What is equal first, then the closest, so that a wrong amount is told as such and not
        # as one line missing and another too many.
        ("kind", "code", "period", "amount", "days", "tax_class"),
        ("kind", "code", "period"),
        ("code", "period"),
    )
    yield from matched(
        expected["taxes"], actual["taxes"], lambda tax: f"{where} tax {tax['code']}", plain_differences, ("code",)
    )


def with_days(line: dict) -> dict:
    """A line gives its first and last day; how many they are follows from that."""
    if "days" in line or not (line.get("from") and line.get("to")):
        return line
    return line | {"days": (date.fromisoformat(line["to"]) - date.fromisoformat(line["from"])).days + 1}


def matched(expected, actual, name, differences, *identities):
    """Pairs items that agree in the keys of each identity in turn, as far as the expected one has
    them; gives the pairs' differences and what is left without a partner."""
    missing, unexpected = list(expected), list(actual)
    for identity in identities:
        unpaired = []
        for item in missing:
            wanted = {key: item[key] for key in identity if key in item}
            for place, other in enumerate(unexpected):
                if all(other.get(key) == value for key, value in wanted.items()):
                    yield from differences(name(item), item, unexpected.pop(place))
                    break
            else:
                unpaired.append(item)
        missing = unpaired
    for item in missing:
        yield f"{name(item)}: missing{figures(item)}"
    for item in unexpected:
        yield f"{name(item)}: not expected{figures(item)}"


def figures(item: dict) -> str:
    found = [f"{key} {item[key]}" for key in ("amount", "days", "total", "total_due") if key in item]
    return f" ({', '.join(found)})" if found else ""


def plain_differences(where: str, expected: dict, actual: dict):
    for key, value in expected.items():
        if not isinstance(value, list) and (key not in actual or actual[key] != value):
            yield f"{where}: {key} expected {value}, found {actual.get(key, 'nothing')}"


def sums_that_fail(document: dict):
    """INTERFACES, "Arithmetic, exactly", 10."""
    where = document_name(document)

    def check(what: str, sum_of_parts: Decimal, stated: str):
        if sum_of_parts != Decimal(stated):
            yield f"{where}: {what} add up to {sum_of_parts}, stated {stated}"

    for section in document["sections"]:
        parts = sum(amounts(section["lines"] + section["taxes"], "amount"))
        yield from check(f"section {section['account']}, lines and taxes", parts, section["total"])
    figure = {
        key: Decimal(document.get(key, "0"))
        for key in ("previous_balance", "payments", "credits", "adjustments", "late_fee", "new_charges")
    }
    sections = sum(amounts(document["sections"], "total"))
    yield from check("sections and late fee", sections + figure["late_fee"], document["new_charges"])
    total_due = (
        figure["previous_balance"]
        - figure["payments"]
        - figure["credits"]
        + figure["adjustments"]
        + figure["new_charges"]
    )
    yield from check("balance, payments, credits, adjustments and new charges", total_due, document["total_due"])


def amounts(items: list[dict], key: str) -> list[Decimal]:
    return [Decimal(item[key]) for item in items]


if __name__ == "__main__":
    main()
