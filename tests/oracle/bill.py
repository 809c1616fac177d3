#!/usr/bin/env python3
"""What the invoices must say, computed a second time and in another way.

    python3 bill.py DIR PERIOD [PERIOD ...] [--hold PERIOD:ACCOUNT ...]

Reads the import files of DIR (any may be missing), closes and issues the consecutive periods
one after the other, and prints the documents as a JSON array by period and account number.
An account named by --hold is not issued for that period.

This is the rule that the program is tested against (INTERFACES, "Arithmetic, exactly"; the
numbers in the comments are its points), so it shares no code with it and favours the literal
over the fast: days are counted one by one. MACD work and disputes cannot be imported and are
left out. The currency is US dollars.
"""

import argparse
import csv
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, getcontext
from pathlib import Path
from zoneinfo import ZoneInfo

# A tie at the half cent is a short decimal, so with this many digits a division can neither
# hide one nor make one up.
getcontext().prec = 60

MOUNTAIN = ZoneInfo("America/Denver")
DAY = timedelta(days=1)
ZERO = Decimal("0.00")


def rounded(amount: Decimal, places: str = "0.01") -> Decimal:
    """Half away from zero; adding 0 turns a negative zero into a plain one."""
    return amount.quantize(Decimal(places), ROUND_HALF_UP) + 0


# --- Periods (1) ------------------------------------------------------------------------------


@dataclass(frozen=True, order=True)
class Period:
    """The 26th of the month before through the 25th of the month it is named after."""

    year: int
    month: int

    @classmethod
    def named(cls, name: str) -> "Period":
        named = datetime.strptime(name, "%Y-%m")
        return cls(named.year, named.month)

    @classmethod
    def of(cls, day: date) -> "Period":
        own = cls(day.year, day.month)
        return own.next if day.day >= 26 else own

    @property
    def next(self) -> "Period":
        return Period(self.year + 1, 1) if self.month == 12 else Period(self.year, self.month + 1)

    @property
    def first(self) -> date:
        month_before = date(self.year, self.month, 1) - DAY
        return month_before.replace(day=26)

    @property
    def last(self) -> date:
        return date(self.year, self.month, 25)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def invoice_date(self) -> date:
        return date(self.year, self.month, 27)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


def days_between(first: date, last: date) -> set[date]:
    return {first + n * DAY for n in range((last - first).days + 1)}


# --- What is imported -------------------------------------------------------------------------


@dataclass
class Account:
    number: str
    parent: str
    country: str
    region: str
    terms_days: int
    late_fee_percent: Decimal
    bills_separately: bool
    tax_exempt: bool


@dataclass
class Service:
    code: str
    tax_class: str
    quantity: Decimal
    unit_price: Decimal
    starts_on: date
    ends_on: date
    covered: set[date]  # days billed, here or by an earlier system


@dataclass
class Charge:
    code: str
    day: date
    tax_class: str
    quantity: Decimal
    unit_price: Decimal


@dataclass
class Call:
    started_at: datetime
    call_id: str
    day: date
    seconds: int
    rate: tuple[str, str]


@dataclass
class Rate:
    per_minute: Decimal
    increment_seconds: int
    minimum_seconds: int
    included_minutes: Decimal

    def billed_seconds(self, seconds: int) -> int:
        if seconds == 0:
            return 0
        seconds = max(seconds, self.minimum_seconds)
        return -(-seconds // self.increment_seconds) * self.increment_seconds


@dataclass
class Payment:
    day: date
    amount: Decimal


@dataclass
class Tax:
    code: str
    country: str
    region: str
    tax_class: str
    kind: str
    value: Decimal
    is_government: bool
    starts_on: date
    ends_on: date

    def applies(self, account: Account, day: date) -> bool:
        return (
            self.country in ("", account.country)
            and self.region in ("", account.region)
            and self.starts_on <= day <= self.ends_on
            and not (self.is_government and account.tax_exempt)
        )

    def covers(self, tax_class: str) -> bool:
        return self.tax_class in ("", tax_class)


@dataclass
class Invoice:
    due_date: date
    new_charges: Decimal
    late_fee: Decimal


def rows(directory: Path, kind: str):
    file = directory / f"{kind}.csv"
    if file.exists():
        with file.open(encoding="utf-8-sig", newline="") as text:
            yield from csv.DictReader(text)


def optional_day(text: str | None, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise


def truth(text: str | None) -> bool:
    return text == "true"


def take(items: list, last: date) -> list:
    """Removes and returns what happened up to `last`: whatever no invoice has had so far."""
    taken = [item for item in items if item.day <= last]
    items[:] = [item for item in items if item.day > last]
    return taken


def nested(sections: list[dict], key: str) -> Decimal:
    return sum((section[key] for section in sections), ZERO)


class Books:
    """Everything imported, and what the invoices issued so far have made of it."""

    def __init__(self, directory: Path):
        self.accounts = {
            row["number"]: Account(
                row["number"],
                row.get("parent") or "",
                row["country"],
                row["region"],
                int(row.get("terms_days") or 30),
                Decimal(row.get("late_fee_percent") or "1.5"),
                truth(row.get("bills_separately")),
                truth(row.get("tax_exempt")),
            )
            for row in rows(directory, "accounts")
        }
        self.services: dict[str, list[Service]] = defaultdict(list)
        for row in rows(directory, "services"):
            starts_on = date.fromisoformat(row["starts_on"])
            self.services[row["account"]].append(
                Service(
                    row["service"],
                    row["tax_class"],
                    Decimal(row["quantity"]),
                    Decimal(row["unit_price"]),
                    starts_on,
                    optional_day(row.get("ends_on"), date.max),
                    days_between(starts_on, optional_day(row.get("billed_through"), starts_on - DAY)),
                )
            )
        self.charges: dict[str, list[Charge]] = defaultdict(list)
        for row in rows(directory, "charges"):
            self.charges[row["account"]].append(
                Charge(
                    row["reference"],
                    date.fromisoformat(row["charged_on"]),
                    row["tax_class"],
                    Decimal(row["quantity"]),
                    Decimal(row["unit_price"]),
                )
            )
        self.rates = {
            (row["plan"], row["call_type"]): Rate(
                Decimal(row["per_minute"]),
                int(row["increment_seconds"]),
                int(row["minimum_seconds"]),
                Decimal(row["included_minutes"]),
            )
            for row in rows(directory, "rates")
        }
        self.calls: dict[str, list[Call]] = defaultdict(list)
        for row in rows(directory, "usage"):
            started_at = datetime.fromisoformat(row["started_at"])
            self.calls[row["account"]].append(
                Call(
                    started_at,
                    row["call_id"],
                    started_at.astimezone(MOUNTAIN).date(),
                    int(row["seconds"]),
                    (row["plan"], row["call_type"]),
                )
            )
        # A payment on a child is booked on its billing account (2).
        self.payments: dict[str, list[Payment]] = defaultdict(list)
        for row in rows(directory, "payments"):
            self.payments[self.billing_account(row["account"])].append(
                Payment(date.fromisoformat(row["received_on"]), Decimal(row["amount"]))
            )
        self.taxes = [
            Tax(
                row["code"],
                row["country"],
                row["region"],
                row["tax_class"],
                row["kind"],
                Decimal(row["value"]),
                truth(row["is_government"]),
                optional_day(row["starts_on"], date.min),
                optional_day(row.get("ends_on"), date.max),
            )
            for row in rows(directory, "taxes")
        ]
        self.invoices: dict[str, list[Invoice]] = defaultdict(list)
        self.paid: dict[str, Decimal] = defaultdict(lambda: ZERO)
        self.balance: dict[str, Decimal] = defaultdict(lambda: ZERO)

    def billing_account(self, number: str) -> str:
        account = self.accounts[number]
        if account.parent and not account.bills_separately:
            return self.billing_account(account.parent)
        return number

    def close_and_issue(self, period: Period, held: set[str]) -> list[dict]:
        members = defaultdict(list)
        for number in sorted(self.accounts):
            members[self.billing_account(number)].append(number)
        # Holding back leaves everything where it is, for the next close to take in (11).
        documents = (self.invoice(period, number, members[number]) for number in sorted(members) if number not in held)
        return [document for document in documents if document]

    def invoice(self, period: Period, number: str, members: list[str]) -> dict | None:
        # Its own section, then those of the accounts that roll up into it (2).
        in_order = [number] + [member for member in members if member != number]
        sections = [section for member in in_order if (section := self.section(period, member))]
        payments = sum((payment.amount for payment in take(self.payments[number], period.last)), ZERO)
        self.paid[number] += payments
        late_fee = self.late_fee(period, number)
        previous_balance = self.balance[number]
        if not sections and not payments and not late_fee and not previous_balance:
            return None
        new_charges = nested(sections, "total") + late_fee
        self.balance[number] = previous_balance - payments + new_charges
        due_date = period.invoice_date + self.accounts[number].terms_days * DAY
        self.invoices[number].append(Invoice(due_date, new_charges, late_fee))
        return {
            "account": number,
            "period": str(period),
            "invoice_date": period.invoice_date,
            "due_date": due_date,
            "previous_balance": previous_balance,
            "payments": payments,
            "late_fee": late_fee,
            "new_charges": new_charges,
            "total_due": self.balance[number],
            "sections": sections,
        }

    def section(self, period: Period, number: str) -> dict | None:
        lines = (
            self.recurring_lines(period, number)
            + self.one_time_lines(period, number)
            + self.usage_lines(period, number)
        )
        if not lines:
            return None
        taxes = self.tax_lines(period, number, lines)
        return {
            "account": number,
            "lines": lines,
            "taxes": taxes,
            "total": nested(lines, "amount") + nested(taxes, "amount"),
        }

    def recurring_lines(self, closing: Period, number: str) -> list[dict]:
        """Days served and not covered, days covered and not served (3)."""
        lines = []
        for service in sorted(self.services[number], key=lambda service: service.code):
            last = closing.next.last
            served = days_between(service.starts_on, min(service.ends_on, last))
            covered = {day for day in service.covered if day <= last}
            days = defaultdict(int)
            for day in served ^ covered:
                days[Period.of(day), 1 if day in served else -1] += 1
            service.covered ^= served ^ covered
            for (period, sign), count in sorted(days.items()):
                price = sign * service.quantity * service.unit_price
                charge_kind = "recurring" if period == closing.next else "catch_up"
                lines.append(
                    {
                        "kind": charge_kind if sign > 0 else "catch_up_credit",
                        "code": service.code,
                        "amount": rounded(price * count / period.days),
                        "tax_class": service.tax_class,
                        "period": str(period),
                        "days": count,
                    }
                )
        return lines

    def one_time_lines(self, period: Period, number: str) -> list[dict]:
        """One-time charges up to the period's end that no invoice has had (6)."""
        return [
            {
                "kind": "one_time",
                "code": charge.code,
                "amount": rounded(charge.quantity * charge.unit_price),
                "tax_class": charge.tax_class,
            }
            for charge in sorted(take(self.charges[number], period.last), key=lambda charge: charge.code)
        ]

    def usage_lines(self, period: Period, number: str) -> list[dict]:
        """Calls of the period, and late ones in lines of their own; both share what is included (4)."""
        included_left = {}
        amounts = defaultdict(lambda: ZERO)
        calls = take(self.calls[number], period.last)
        for call in sorted(calls, key=lambda call: (call.started_at, call.call_id)):
            rate = self.rates[call.rate]
            seconds = rate.billed_seconds(call.seconds)
            left = included_left.get(call.rate, rate.included_minutes * 60)
            included = min(seconds, left)
            included_left[call.rate] = left - included
            kind = "usage_late" if Period.of(call.day) < period else "usage"
            amounts[kind, "/".join(call.rate)] += rounded((seconds - included) * rate.per_minute / 60, "0.000001")
        return [
            {"kind": kind, "code": code, "amount": rounded(amount), "tax_class": "usage"}
            for (kind, code), amount in sorted(amounts.items())
        ]

    def tax_lines(self, period: Period, number: str, lines: list[dict]) -> list[dict]:
        """In the order of the tax file; the section's account decides, not the billing account (7)."""
        first_day = period.next.first
        found = []
        for tax in self.taxes:
            if not tax.applies(self.accounts[number], period.invoice_date):
                continue
            if tax.kind == "percent":
                base = sum((line["amount"] for line in lines if tax.covers(line["tax_class"])), ZERO)
                amount = rounded(base * tax.value / 100)
            else:
                active = (s for s in self.services[number] if s.starts_on <= first_day <= s.ends_on)
                quantity = sum(service.quantity for service in active if tax.covers(service.tax_class))
                amount = rounded(quantity * tax.value)
            if amount:
                found.append({"code": tax.code, "amount": amount})
        return found

    def late_fee(self, period: Period, number: str) -> Decimal:
        """On what is past due before the 26th, never on an earlier late fee (8, 9)."""
        invoices = self.invoices[number]
        # An invoice below zero is a credit like a payment; both go to the oldest invoice first,
        # whenever they came, so one sum serves for all of them.
        credit = self.paid[number] - sum(min(invoice.new_charges, ZERO) for invoice in invoices)
        past_due = ZERO
        for invoice in invoices:
            owed = max(invoice.new_charges, ZERO)
            applied = min(credit, owed)
            credit -= applied
            if invoice.due_date <= period.last:
                # Credit lines may leave less than the late fee itself: then there is nothing to charge on.
                past_due += max(min(owed - applied, invoice.new_charges - invoice.late_fee), ZERO)
        return rounded(past_due * self.accounts[number].late_fee_percent / 100)


def main() -> None:
    parser = argparse.ArgumentParser(description="Prints the invoices that a set of import files must give.")
    parser.add_argument("dir", type=Path)
    parser.add_argument("periods", metavar="period", nargs="+", type=Period.named, help="YYYY-MM, consecutive")
    parser.add_argument("--hold", metavar="PERIOD:ACCOUNT", action="append", default=[])
    arguments = parser.parse_args()
    if not arguments.dir.is_dir():
        parser.error(f"{arguments.dir} is not a folder")
    if any(before.next != after for before, after in zip(arguments.periods, arguments.periods[1:])):
        parser.error("the periods must follow each other")
    books = Books(arguments.dir)
    held = defaultdict(set)
    for hold in arguments.hold:
        name, _, number = hold.partition(":")
        if number not in books.accounts or books.billing_account(number) != number:
            parser.error(f"--hold {hold}: not a billing account")
        held[Period.named(name)].add(number)
    documents = [document for period in arguments.periods for document in books.close_and_issue(period, held[period])]
    json.dump(documents, sys.stdout, indent=1, default=str)
    print()


if __name__ == "__main__":
    main()
