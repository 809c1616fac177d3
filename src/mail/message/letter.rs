//! What the e-mail says, in the reader's language, before it is set as text and as HTML.

use askama::Template;
use chrono::NaiveDate;

use super::{ComposeError, Enclosure, InvoiceMail, is_web_address, one_line};
use crate::domain::invoice::{ChargesByCategory, Invoice};
use crate::texts::{text, text_with};
use crate::values::locale::Locale;
use crate::values::money::Money;

/// The words and figures of one e-mail.
pub(super) struct Letter<'a> {
    invoice: &'a Invoice,
    locale: Locale,
    number: &'a str,
    account: &'a str,
    provider: String,
    company: String,
    name: String,
    copy: bool,
    link: Option<(&'a str, NaiveDate)>,
    total: Money,
    summary: Vec<Row>,
    changes: Vec<Change>,
}

/// A line of the summary.
struct Row {
    label: String,
    amount: String,
    /// Whether it sums up the lines before it.
    is_sum: bool,
}

/// A category whose charges differ from last month's.
struct Change {
    label: String,
    before: String,
    now: String,
    difference: String,
}

#[derive(Template)]
#[template(path = "mail/invoice.txt")]
struct Text<'a> {
    letter: &'a Letter<'a>,
}

#[derive(Template)]
#[template(path = "mail/invoice.html")]
struct Html<'a> {
    letter: &'a Letter<'a>,
}

/// The width of a table in the text part.
const TEXT_COLUMNS: usize = 60;

impl<'a> Letter<'a> {
    pub(super) fn of(mail: &InvoiceMail<'a>) -> Result<Letter<'a>, ComposeError> {
        let invoice = mail.invoice;
        let Some(number) = &invoice.number else {
            let (account, period) = (invoice.account.to_string(), invoice.period.to_string());
            return Err(ComposeError::Draft { account, period });
        };
        let link = match &mail.enclosure {
            Enclosure::Attached(_) => None,
            Enclosure::Link { url, expires_on } => Some((*url, *expires_on)),
        };
        let addresses = link.iter().map(|(url, _)| *url).chain([invoice.provider.portal_url.as_str()]);
        if !addresses.into_iter().all(is_web_address) {
            return Err(ComposeError::Link);
        }
        let locale = mail.recipient.locale;
        Ok(Letter {
            invoice,
            locale,
            number: number.as_str(),
            account: invoice.account.as_str(),
            provider: one_line(&invoice.provider.address.name),
            company: one_line(&invoice.bill_to.name),
            name: one_line(mail.recipient.name),
            copy: mail.copy,
            link,
            total: invoice.undisputed_due(),
            summary: summary(invoice, locale),
            changes: changes(invoice, locale),
        })
    }

    /// Names provider, invoice, amount, day and account: a full mailbox is searched by these.
    pub(super) fn subject(&self) -> String {
        let key = if self.is_to_pay() { "mail-subject-due" } else { "mail-subject-nothing" };
        let subject = self.with(
            key,
            &[
                ("provider", &self.provider),
                ("number", self.number),
                ("amount", &self.locale.money(self.total)),
                ("due", &self.due()),
                ("account", self.account),
            ],
        );
        if self.copy { self.with("mail-subject-copy", &[("subject", &subject)]) } else { subject }
    }

    pub(super) fn text(&self) -> String {
        Text { letter: self }.render().expect("the template is checked when it is built")
    }

    pub(super) fn html(&self) -> String {
        Html { letter: self }.render().expect("the template is checked when it is built")
    }

    fn t(&self, key: &str) -> String {
        text(self.locale, key)
    }

    fn with(&self, key: &str, values: &[(&'static str, &str)]) -> String {
        text_with(self.locale, key, values)
    }

    fn is_to_pay(&self) -> bool {
        self.total > Money::ZERO
    }

    fn greeting(&self) -> String {
        match self.name.as_str() {
            "" => self.t("mail-greeting-nobody"),
            name => self.with("mail-greeting", &[("name", name)]),
        }
    }

    fn opening(&self) -> String {
        let key = if self.link.is_some() { "mail-linked" } else { "mail-attached" };
        let period = self.locale.period(self.invoice.period);
        self.with(key, &[("company", &self.company), ("period", &period)])
    }

    fn amount(&self) -> String {
        self.locale.money(self.total)
    }

    fn due(&self) -> String {
        self.locale.long_date(self.invoice.due_date)
    }

    fn due_by(&self) -> String {
        self.with("mail-due-by", &[("due", &self.due())])
    }

    /// What of the balance waits, where something is in dispute.
    fn in_dispute_note(&self) -> Option<String> {
        let in_dispute = self.invoice.in_dispute;
        let note = || self.with("mail-in-dispute-note", &[("amount", &self.locale.money(in_dispute))]);
        (!in_dispute.is_zero()).then(note)
    }

    /// The label of what is to pay.
    fn due_label(&self) -> String {
        self.t(if self.invoice.in_dispute.is_zero() { "mail-amount-due" } else { "mail-undisputed-due" })
    }

    /// Why there is nothing to pay.
    fn nothing_note(&self) -> String {
        if !self.invoice.in_dispute.is_zero() {
            return self.t("mail-all-in-dispute");
        }
        if self.total.is_zero() {
            return self.t("mail-settled-note");
        }
        self.with("mail-credit-note", &[("credit", &self.locale.money(-self.total))])
    }

    /// The label of the last line: what is to pay, or what stands to the customer's credit.
    fn total_label(&self) -> String {
        if self.total.is_negative() { self.t("mail-credit-balance") } else { self.due_label() }
    }

    fn total_amount(&self) -> String {
        self.locale.money(if self.total.is_negative() { -self.total } else { self.total })
    }

    /// Which invoice this is about.
    fn facts(&self) -> Vec<(String, String)> {
        let (period, locale) = (self.invoice.period, self.locale);
        let (from, to) = (locale.long_date(period.first_day()), locale.long_date(period.last_day()));
        vec![
            (self.t("mail-account"), format!("{} · {}", self.account, self.company)),
            (self.t("mail-invoice-number"), self.number.to_owned()),
            (self.t("mail-invoice-date"), locale.long_date(self.invoice.invoice_date)),
            (self.t("mail-period"), self.with("mail-period-days", &[("from", &from), ("to", &to)])),
        ]
    }

    fn changes_note(&self) -> String {
        let Some(before) = self.invoice.previous_charges else {
            return self.t("mail-changes-first");
        };
        let (before, now) = (before.total(), self.invoice.new_charges());
        let difference = if now < before { before - now } else { now - before };
        let key = match now.cmp(&before) {
            std::cmp::Ordering::Greater => "mail-changes-up",
            std::cmp::Ordering::Less => "mail-changes-down",
            std::cmp::Ordering::Equal if self.changes.is_empty() => "mail-changes-same",
            std::cmp::Ordering::Equal => "mail-changes-shifted",
        };
        let money = |amount| self.locale.money(amount);
        self.with(
            key,
            &[("difference", &money(difference)), ("now", &money(now)), ("before", &money(before))],
        )
    }

    fn bank(&self) -> Option<String> {
        let bank = self.invoice.provider.bank.as_ref()?;
        Some(self.with(
            "mail-pay-bank-details",
            &[("bank", &bank.bank), ("routing", &bank.routing_number), ("number", &bank.account_number)],
        ))
    }

    /// Where a check goes, on one line.
    fn remit_to(&self) -> String {
        let remit_to = &self.invoice.provider.remit_to;
        let lines: Vec<_> = std::iter::once(remit_to.name.clone()).chain(remit_to.lines()).collect();
        one_line(&lines.join(", "))
    }

    /// The provider's name and seat, on one line.
    fn seat(&self) -> String {
        let seat = &self.invoice.provider.address;
        let lines: Vec<_> = std::iter::once(seat.name.clone()).chain(seat.lines()).collect();
        one_line(&lines.join(", "))
    }

    fn reference(&self) -> String {
        self.with("mail-pay-reference", &[("account", self.account), ("number", self.number)])
    }

    fn call(&self) -> String {
        let provider = &self.invoice.provider;
        self.with("mail-questions-call", &[("phone", &provider.phone), ("email", &provider.email)])
    }

    /// The same sentence around its two places, which the HTML part makes links.
    fn call_in_parts(&self) -> (String, String, String) {
        // Neither sign occurs in a text.
        let sentence = self.with("mail-questions-call", &[("phone", "\u{1}"), ("email", "\u{2}")]);
        let (before, rest) = sentence.split_once('\u{1}').unwrap_or((&sentence, ""));
        let (between, after) = rest.split_once('\u{2}').unwrap_or((rest, ""));
        (before.to_owned(), between.to_owned(), after.to_owned())
    }

    /// The phone number as a telephone dials it.
    fn dialled(&self) -> String {
        let phone = &self.invoice.provider.phone;
        phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }

    fn dispute(&self) -> String {
        if self.is_to_pay() {
            return self.with("mail-questions-dispute", &[("due", &self.due())]);
        }
        self.t("mail-questions-dispute-nothing")
    }

    fn link_note(&self) -> String {
        let expires = self.link.map_or_else(String::new, |(_, day)| self.locale.long_date(day));
        self.with("mail-link-note", &[("expires", &expires)])
    }

    fn footer(&self) -> String {
        self.with("mail-footer", &[("account", self.account)])
    }

    fn portal_url(&self) -> &str {
        &self.invoice.provider.portal_url
    }

    /// A line of a table in the text part: label left, amount right.
    fn line(&self, label: impl AsRef<str>, amount: impl AsRef<str>) -> String {
        let (label, amount) = (label.as_ref(), amount.as_ref());
        let room = TEXT_COLUMNS.saturating_sub(label.chars().count());
        format!("{label}{amount:>room$}")
    }

    /// A fact in the text part.
    fn fact(&self, label: impl AsRef<str>, value: impl AsRef<str>) -> String {
        let (label, value) = (label.as_ref(), value.as_ref());
        format!("{label:<22}{value}")
    }

    /// A section's title in the text part, underlined.
    fn title(&self, key: &str) -> String {
        let title = self.t(key);
        let line = "-".repeat(title.chars().count());
        format!("{title}\n{line}")
    }
}

/// The figures of page 1; what is zero is left out.
fn summary(invoice: &Invoice, locale: Locale) -> Vec<Row> {
    let row = |key: &str, amount: Money, is_sum: bool| Row {
        label: text(locale, key),
        amount: locale.money(amount),
        is_sum,
    };
    let some = |rows: &[(&str, Money)]| -> Vec<Row> {
        rows.iter()
            .filter(|(_, amount)| !amount.is_zero())
            .map(|(key, amount)| row(key, *amount, false))
            .collect()
    };
    let mut rows = some(&[
        ("mail-previous-balance", invoice.previous_balance),
        ("mail-payments", -invoice.payments),
        ("mail-credits", -invoice.credits),
        ("mail-adjustments", invoice.adjustments),
    ]);
    if !rows.is_empty() {
        rows.push(row("mail-balance-forward", invoice.balance_forward(), true));
    }
    rows.extend(some(&by_category(&invoice.charges())));
    rows.push(row("mail-new-charges", invoice.new_charges(), true));
    rows.extend(some(&[("mail-in-dispute", -invoice.in_dispute)]));
    rows
}

fn changes(invoice: &Invoice, locale: Locale) -> Vec<Change> {
    let Some(before) = &invoice.previous_charges else {
        return Vec::new();
    };
    let pairs = by_category(before).into_iter().zip(by_category(&invoice.charges()));
    pairs
        .filter(|((_, before), (_, now))| before != now)
        .map(|((key, before), (_, now))| {
            let sign = if now > before { "+" } else { "" };
            Change {
                label: text(locale, key),
                before: locale.money(before),
                now: locale.money(now),
                difference: format!("{sign}{}", locale.money(now - before)),
            }
        })
        .collect()
}

fn by_category(charges: &ChargesByCategory) -> [(&'static str, Money); 7] {
    [
        ("mail-recurring", charges.recurring),
        ("mail-catch-up", charges.catch_up),
        ("mail-one-time", charges.one_time),
        ("mail-macd", charges.macd),
        ("mail-usage", charges.usage),
        ("mail-taxes", charges.taxes),
        ("mail-late-fee", charges.late_fee),
    ]
}
