//! `/invoices/{number}`: a statement with every line, built like its PDF (REQUIREMENTS R3.3).

use actix_web::{HttpResponse, web};
use askama::Template;

use super::{Compared, answer, compare, invoice_number};
use crate::domain::dispute::last_day_to_dispute;
use crate::domain::invoice::{Invoice, Line, LineKind, Section, TaxKind, TaxLine};
use crate::domain::statement::Standing;
use crate::services::memo::Question;
use crate::services::statements;
use crate::values::calendar::mountain_day;
use crate::values::money::Money;
use crate::values::number::InvoiceNumber;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, SignedIn};

#[derive(Template)]
#[template(path = "portal/invoice.html")]
struct Page<'a> {
    f: &'a Frame,
    number: &'a InvoiceNumber,
    invoice: &'a Invoice,
    standing: Standing,
    categories: Vec<Compared>,
    sections: Vec<SectionView<'a>>,
    /// Whether the viewer can dispute its charges: what is left of each, the form says.
    is_disputable: bool,
}

/// A section with its lines by kind.
struct SectionView<'a> {
    section: &'a Section,
    groups: Vec<Group<'a>>,
}

/// The lines of one kind.
struct Group<'a> {
    kind: LineKind,
    /// Each with its place through all sections, by which its calls are found.
    lines: Vec<(usize, &'a Line)>,
}

impl Group<'_> {
    fn is_usage(&self) -> bool {
        matches!(self.kind, LineKind::Usage | LineKind::UsageLate)
    }
}

impl Page<'_> {
    fn may_dispute(&self, line: &Line) -> bool {
        self.is_disputable && line.amount > Money::ZERO
    }

    fn changed(&self) -> bool {
        self.invoice.previous_charges.is_some()
    }

    /// How a prorated line came to be: days of a period's days.
    fn proration(&self, line: &Line) -> Option<String> {
        let (days, period) = (line.days?, line.period?);
        let whole = period.days();
        (days != whole).then(|| {
            let (days, whole) = (days.to_string(), whole.to_string());
            self.f.t2("prorated", "days", &days, "whole", &whole)
        })
    }

    /// How calls were rated.
    fn rating(&self, line: &Line) -> Option<String> {
        let usage = line.usage.as_ref()?;
        let rounding = self.f.t2(
            "rated",
            "increment",
            usage.increment_seconds.to_string(),
            "minimum",
            usage.minimum_seconds.to_string(),
        );
        Some(match usage.included_minutes_used.is_zero() {
            true => rounding,
            false => {
                let minutes = self.f.decimal(usage.included_minutes_used.normalize());
                format!("{rounding} · {}", self.f.t1("included", "minutes", &minutes))
            }
        })
    }

    fn tax_rate(&self, tax: &TaxLine) -> String {
        let rate = self.f.decimal(tax.rate.normalize());
        match tax.kind {
            TaxKind::Percent => format!("{rate} %"),
            TaxKind::PerUnit => self.f.t1("per-unit", "rate", &rate),
        }
    }

    fn method(&self, method: &str) -> String {
        self.f.t(format!("method-{method}"))
    }
}

/// The statement.
pub async fn page(signed_in: SignedIn, number: web::Path<String>) -> Result<HttpResponse, Failure> {
    let number = invoice_number(&number)?;
    let visit = signed_in.visit;
    let is_customer = signed_in.viewer.role.is_customer();
    let (question, wanted) = (Question::Invoice(number.clone()), number.clone());
    let find = move |app: &_, viewer: &_| statements::open_invoice(app, viewer, &wanted);
    let opened = answer(&visit.app, signed_in.viewer, question, find).await?;
    let invoice = &opened.invoice;
    visit.ok(&Page {
        f: &visit.frame,
        number: &number,
        invoice,
        standing: opened.standing,
        categories: compare(&invoice.charges(), invoice.previous_charges.as_ref()),
        sections: section_views(invoice),
        is_disputable: is_customer
            && mountain_day(visit.app.clock.now()) <= last_day_to_dispute(invoice.invoice_date),
    })
}

fn section_views(invoice: &Invoice) -> Vec<SectionView<'_>> {
    let mut place = 0;
    let mut views = Vec::with_capacity(invoice.sections.len());
    for section in &invoice.sections {
        let first = place;
        place += section.lines.len();
        let groups = LineKind::ALL.into_iter().filter_map(|kind| {
            let lines: Vec<_> = (first..).zip(&section.lines).filter(|(_, line)| line.kind == kind).collect();
            (!lines.is_empty()).then_some(Group { kind, lines })
        });
        views.push(SectionView { section, groups: groups.collect() });
    }
    views
}
