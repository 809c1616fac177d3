#!/usr/bin/env python3
"""Makes customer bases that are valid and as awkward as the rules allow.

    python3 generate.py SEED DIR [--accounts N]

Writes the eight import files for the periods 2026-09 to 2026-11; the same seed gives the same
files. No call is later than 2026-11-25 in Mountain Time and nothing was received after
2026-11-30, so all of it can be imported with the clock at 2026-12-01.
"""

import argparse
import csv
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from random import Random

DAY = timedelta(days=1)

# First and last days of periods with their neighbours: where counting days goes wrong.
EDGES = [
    date.fromisoformat(f"2026-{month:02}-{day}") for month in range(7, 13) for day in (24, 25, 26, 27)
]
LONG_AGO = [date(2024, 2, 29), date(2025, 5, 14), date(2025, 12, 31), date(2026, 1, 1), date(2026, 5, 26)]

# The instants about which the period changes: Mountain midnight of the 26th, under daylight
# saving time and, in November, standard time; the repeated hour of the change between them; and
# the 26th as UTC and as a clock that missed the change have it.
TURNS = [
    datetime.fromisoformat(instant)
    for instant in (
        "2026-02-26T07:00:00Z",
        "2026-08-26T06:00:00Z",
        "2026-09-26T00:00:00Z",
        "2026-09-26T06:00:00Z",
        "2026-10-26T06:00:00Z",
        "2026-10-26T07:00:00Z",
        "2026-11-01T07:30:00Z",
        "2026-11-01T08:30:00Z",
        "2026-11-26T00:00:00Z",
        "2026-11-26T06:00:00Z",
        "2026-11-26T07:00:00Z",
    )
]
END_OF_CALLS = TURNS[-1]

PLACES = [("US", "CO"), ("US", "CO"), ("US", "TX"), ("US", "NY"), ("US", "OR"), ("CA", "BC"), ("MX", "JAL")]
TAX_CLASSES = ["voice", "voice", "equipment", "software", "labor", "none"]
QUANTITIES = ["1", "1", "2", "3", "12", "133", "2.5", "0.5", "1.125"]
# 0.15 and 0.31 halve the cent where a 30th or 31st of them is due; 7.005 does so at once.
PRICES = ["24.95", "0.15", "0.31", "0.155", "7.005", "0.0001", "33.3333", "12.345", "0", "99", "1234.5678"]
CALL_TYPES = [
    "local", "toll_free", "ld_intralata", "ld_intrastate", "ld_interstate", "ld_international",
    "800_intrastate", "800_interstate", "800_international",
]  # fmt: skip
PLANS = ["basic", "plus"]

TAXES = """\
code,name,country,region,tax_class,kind,value,is_government,starts_on,ends_on
FUSF,Federal Universal Service Fund,US,,voice,percent,24.4,true,2026-01-01,2026-10-26
FUSF-27,"Federal Universal Service Fund, from the 27th",US,,voice,percent,25.1125,true,2026-10-27,
LAST-DAY,In force on the 27th for the last time,US,,equipment,percent,1.5,true,2026-01-01,2026-10-27
DAY-AFTER,Begins a day too late,US,,,percent,50,true,2026-11-28,
OVER,Ended a day too early,US,,,percent,50,true,2020-01-01,2026-09-26
CO-ST,Colorado sales tax,US,CO,equipment,percent,2.9,true,2020-01-01,
TX-ST,Texas sales tax on everything,US,TX,,percent,6.25,true,2020-01-01,
NY-EX,New York excise,US,NY,usage,percent,2.5,true,2020-01-01,
LABOR,Labor tax,US,,labor,percent,8.125,true,2020-01-01,
GST,Goods and services tax,CA,,,percent,5,true,2020-01-01,
BC-PST,British Columbia sales tax,CA,BC,software,percent,7,true,2020-01-01,
NOTHING,Suspended,US,,,percent,0,true,2020-01-01,
E911-CO,911 surcharge,US,CO,voice,per_unit,0.70,true,2020-01-01,
E911-TX,911 surcharge,US,TX,,per_unit,0.125,true,2020-01-01,
E911-NY,"911 surcharge, until the 26th",US,NY,voice,per_unit,0.3333,true,2020-01-01,2026-11-26
UNIT,Line recovery fee (not a government tax),US,,voice,per_unit,0.005,false,2026-10-27,
RCF,Regulatory cost recovery fee (not a government tax),US,,,percent,3.35,false,2020-01-01,
WORLD,Cost recovery anywhere,,,,percent,0.0333,false,2020-01-01,
"""


class Base:
    def __init__(self, seed: int, accounts: int):
        self.random = Random(seed)
        self.accounts = self.make_accounts(accounts)
        # Some accounts stay empty: they get no invoice, or only one for what their children have.
        self.customers = [account for account in self.accounts if self.chance(0.85)]
        self.tables = {
            "accounts": self.accounts,
            "contacts": [contact for account in self.accounts for contact in self.contacts(account)],
            "services": self.numbered("service", "S", 0, 6, self.service),
            "charges": self.numbered("reference", "C", 0, 4, self.charge),
            "rates": [self.rate(plan, call_type) for plan in PLANS for call_type in CALL_TYPES],
            "usage": self.usage(),
            "payments": self.numbered("reference", "P", 0, 3, self.payment),
            "taxes": self.taxes(),
        }

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def pick(self, choices):
        return self.random.choice(choices)

    def day(self, first: date, last: date) -> date:
        return first + self.random.randint(0, (last - first).days) * DAY

    def numbered(self, column: str, letter: str, least: int, most: int, make) -> list[dict]:
        """The same codes return in every account: only account and code together name a row."""
        return [
            {"account": account["number"], column: f"{letter}{n:02}"} | make()
            for account in self.customers
            for n in range(self.random.randint(least, most))
        ]

    def make_accounts(self, count: int) -> list[dict]:
        made = []
        for n in range(count):
            parents = [account for account in made if account["depth"] < 4]
            parent = self.pick(parents) if parents and self.chance(0.65) else None
            # A child's number may have nothing to do with its parent's, and sort before it.
            number = f"{self.random.randint(100, 999)}{n:04}"
            if parent and self.chance(0.7):
                number = f"{parent['number']}-{n:02}"
            country, region = self.pick(PLACES)
            made.append(
                {
                    "number": number,
                    "parent": parent["number"] if parent else "",
                    "name": self.pick(["Elm Dental", 'Müller "& Söhne", Inc.', "Ürüng Press", "Iris, Oak & Co"]),
                    "street": f"{self.random.randint(1, 9999)} Main St",
                    "city": self.pick(["Denver", "Dallas", "Zapopan"]),
                    "region": region,
                    "postal_code": "80202",
                    "country": country,
                    "currency": self.pick(["USD", ""]),
                    "locale": self.pick(["en", "es", ""]),
                    # 28 days make the due date the 25th, a day before the one that counts; 29 the 26th.
                    "terms_days": self.pick(["", "0", "10", "28", "29", "30", "45"]),
                    "late_fee_percent": self.pick(["", "0", "0.5", "1.25", "1.3333", "18"]),
                    "bills_separately": self.pick(["true", "false", "false", ""]),
                    "opened_on": "2020-01-01",
                    "closed_on": self.pick(["", "", "", "2026-10-10"]),
                    "tax_exempt": self.pick(["true", "false", "false", ""]),
                    "depth": parent["depth"] + 1 if parent else 1,
                }
            )
        for account in made:
            del account["depth"]
        return made

    def contacts(self, account: dict) -> list[dict]:
        people = [("pat", self.pick(["invoice", "mpoc_primary", "invoice;mpoc_primary"])), ("kim", "mpoc;case")]
        return [
            {
                "account": account["number"],
                "email": f"{name}.{account['number']}@example.com",
                "name": f"{name.title()} {account['number']}",
                "title": "",
                "phone": "+13035550100",
                "locale": self.pick(["en", "es"]),
                "roles": roles,
                "delivery": self.pick(["attachment", "link"]),
            }
            for name, roles in people
            if self.chance(0.9)
        ]

    def service(self) -> dict:
        starts_on = self.pick(LONG_AGO) if self.chance(0.4) else self.awkward_day(date(2026, 7, 1), date(2026, 12, 31))
        ends_on = billed_through = None
        if self.chance(0.5):
            ends_on = self.awkward_day(max(starts_on, date(2026, 8, 1)), date(2027, 1, 31))
            if self.chance(0.25):
                ends_on = starts_on
        if starts_on < date(2026, 8, 1) and self.chance(0.8) or self.chance(0.2):
            # From long before the first period to beyond the last; before, on and after the last day of
            # service. Nobody has billed a service to a day before it began.
            awkward = self.awkward_day(date(2026, 7, 1), date(2027, 1, 31))
            billed_through = self.pick([date(2026, 8, 25), awkward, ends_on, date(2027, 6, 30)])
            if billed_through:
                billed_through = max(billed_through, starts_on)
        return {
            "product": self.pick(["UC User", "DID", "Router Rental"]),
            "description": self.pick(["UC User – main office", 'Router, 19" rack (HQ)', "DID"]),
            "tax_class": self.pick(TAX_CLASSES),
            "quantity": self.pick(QUANTITIES),
            "unit_price": self.pick(PRICES),
            "starts_on": starts_on,
            "ends_on": ends_on or "",
            "billed_through": billed_through or "",
        }

    def awkward_day(self, first: date, last: date) -> date:
        edges = [edge for edge in EDGES if first <= edge <= last]
        return self.pick(edges) if edges and self.chance(0.6) else self.day(first, last)

    def charge(self) -> dict:
        return {
            "charged_on": self.awkward_day(date(2026, 6, 1), date(2026, 11, 30)),
            "description": self.pick(["Shipping and handling", "Goodwill credit", "Porting fee, per number"]),
            "tax_class": self.pick(TAX_CLASSES),
            "quantity": self.pick(QUANTITIES),
            "unit_price": self.pick(PRICES + ["-25.00", "-7.005", "-0.01", "-450.5555"]),
        }

    def rate(self, plan: str, call_type: str) -> dict:
        return {
            "plan": plan,
            "call_type": call_type,
            "per_minute": self.pick(["0", "0.0150", "0.0235", "0.1875", "0.01875", "2.45"]),
            "increment_seconds": self.pick(["1", "6", "7", "60"]),
            "minimum_seconds": self.pick(["0", "6", "30", "60"]),
            "included_minutes": self.pick(["0", "0", "1", "10", "100"]),
        }

    def usage(self) -> list[dict]:
        calls = []
        for account in self.customers:
            # Few kinds of calls for many calls, so that they meet in one allowance.
            kinds = [(self.pick(PLANS), self.pick(CALL_TYPES)) for _ in range(2)]
            for n in range(self.random.randint(0, 14)):
                plan, call_type = self.pick(kinds)
                seconds = self.pick([0, 1, 5, 6, 7, 29, 30, 31, 59, 60, 61, 599, 600, 3600, 19999])
                calls.append(
                    {
                        "account": account["number"],
                        "call_id": f"U{n:03}",
                        "started_at": self.written(self.instant()),
                        "seconds": seconds,
                        "from": "+13035550100",
                        "to": "+442079460000",
                        "call_type": call_type,
                        "plan": plan,
                    }
                )
        return calls

    def instant(self) -> datetime:
        if self.chance(0.5):
            instant = self.pick(TURNS) + timedelta(seconds=self.pick([-1, 0, 1, -0.001]))
        else:
            begin = datetime(2026, 7, 1, tzinfo=timezone.utc)
            instant = begin + timedelta(seconds=self.random.randrange(int((END_OF_CALLS - begin).total_seconds())))
        return instant if instant < END_OF_CALLS else END_OF_CALLS - timedelta(seconds=1)

    def written(self, instant: datetime) -> str:
        """The same instant in one of the ways RFC 3339 allows."""
        hours = self.pick([None, None, -6, -7, 5.5, 0])
        if hours is None:
            return instant.isoformat().replace("+00:00", "Z")
        return instant.astimezone(timezone(timedelta(hours=hours))).isoformat()

    def payment(self) -> dict:
        amount = f"{self.random.randint(1, 99999) / 100:.2f}"
        return {
            "received_on": self.awkward_day(date(2026, 7, 1), date(2026, 11, 30)),
            "method": self.pick(["check", "ach", "card", "wire"]),
            "amount": "50000.00" if self.chance(0.05) else self.pick(["0.01", "4.42", "100", "1500.5", amount]),
        }

    def taxes(self) -> list[dict]:
        return list(csv.DictReader(TAXES.splitlines()))

    def write(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        for kind, table in self.tables.items():
            columns = list(table[0]) if table else []
            if not columns:
                (directory / f"{kind}.csv").unlink(missing_ok=True)
                continue
            # Order means nothing, neither of columns nor of rows; children may come before their parents.
            self.random.shuffle(columns)
            self.random.shuffle(table)
            encoding = self.pick(["utf-8", "utf-8-sig"])
            with (directory / f"{kind}.csv").open("w", encoding=encoding, newline="") as text:
                writer = csv.DictWriter(text, columns, lineterminator=self.pick(["\n", "\r\n"]))
                writer.writeheader()
                writer.writerows(table)


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes a random set of import files.")
    parser.add_argument("seed", type=int)
    parser.add_argument("dir", type=Path)
    parser.add_argument("--accounts", type=int, default=24)
    arguments = parser.parse_args()
    Base(arguments.seed, arguments.accounts).write(arguments.dir)


if __name__ == "__main__":
    main()
