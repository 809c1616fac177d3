//! `/cases/new`: charges of an invoice that should not be paid (REQUIREMENTS R6.7, R6.8).

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::{Flaws, largest_file, written};
use crate::domain::dispute::{self, Reason};
use crate::domain::macd::receipt::Receipt;
use crate::services::cases::{self, DisputableInvoice, DisputableLine, NewDispute, Refusal};
use crate::values::money::Money;
use crate::values::number::CaseNumber;
use crate::web::cases::{case_number, line_name, line_objected, refused, refused_status};
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, SignedIn};
use crate::web::portal::invoice_number;
use crate::web::upload::OwnUpload;

/// Lines that a page shows; the others are found by their words.
const LINES_SHOWN: usize = 200;

/// Fewer lines than these are seen at a glance.
const LINES_TO_SEARCH: usize = 30;

#[derive(Template)]
#[template(path = "portal/cases/new.html")]
struct Page<'a> {
    f: &'a Frame,
    invoice: &'a DisputableInvoice,
    asked: &'a Asked,
    rows: Vec<Row>,
    /// Lines that fit the search, shown or not.
    fitting: usize,
    typed: &'a Form,
    flaws: LineFlaws,
    largest: String,
}

/// A line in the form.
struct Row {
    line_no: i32,
    name: String,
    kind: String,
    account: String,
    amount: Money,
    left: Money,
    /// Why it cannot be disputed.
    why_not: Option<String>,
    is_ticked: bool,
    typed: String,
    flaw: Option<String>,
    /// Of a request: who approved it, and its time log.
    receipt: Option<Box<Receipt>>,
}

/// What the page's address asks for.
#[derive(Default)]
struct Asked {
    /// Lines that are ticked at first.
    lines: BTreeSet<i32>,
    /// The closed case that the dispute follows on.
    related: Option<CaseNumber>,
    /// Words of lines that are looked for.
    find: String,
    /// Whether others than the asked lines are looked for.
    finds_others: bool,
}

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    invoice: String,
    related: String,
    reason: String,
    words: String,
    /// `line-N` where a line is ticked, and `amount-N`.
    #[serde(flatten)]
    lines: BTreeMap<String, String>,
}

/// What was typed, read: why, and how much of which lines.
type Typed = (Reason, Vec<(i32, Money)>);

/// What is wrong.
#[derive(Default)]
struct LineFlaws {
    /// With lines, by their number.
    of_lines: BTreeMap<i32, String>,
    /// With all of them.
    lines: Option<String>,
    reason: Option<String>,
    message: Flaws,
}

impl Page<'_> {
    fn reasons(&self) -> impl Iterator<Item = (&'static str, String)> {
        Reason::ALL.into_iter().map(|reason| {
            let name = reason.as_str();
            (name, self.f.t(format!("dispute-reason-{}", name.replace('_', "-"))))
        })
    }

    fn is_long(&self) -> bool {
        self.invoice.lines.len() > LINES_TO_SEARCH
    }

    fn shown(&self) -> String {
        let count = |lines: usize| self.f.decimal(Decimal::from(lines));
        let (shown, all) = (count(self.rows.len()), count(self.invoice.lines.len()));
        self.f.t2("dispute-lines-shown", "shown", shown, "all", all)
    }
}

impl Asked {
    /// Reads `?line=N` as often as it is there, `related` and `find`.
    fn read(query: &str) -> Result<Asked, Failure> {
        let mut asked = Asked::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "line" => asked.lines.extend(value.parse::<i32>()),
                "related" if !value.is_empty() => asked.related = Some(case_number(&value)?),
                "find" => {
                    asked.find = value.trim().chars().take(60).collect();
                    asked.finds_others = true;
                }
                _ => {}
            }
        }
        Ok(asked)
    }
}

impl Form {
    /// The numbers of the ticked lines.
    fn ticked(&self) -> Vec<i32> {
        self.lines.keys().filter_map(|name| name.strip_prefix("line-")?.parse().ok()).collect()
    }

    fn amount(&self, line: i32) -> &str {
        self.lines.get(&format!("amount-{line}")).map_or("", |typed| typed.trim())
    }

    /// The disputed amounts, or what is wrong with them.
    fn read(&self, f: &Frame) -> Result<Typed, Box<LineFlaws>> {
        let mut flaws = LineFlaws::default();
        let mut lines = Vec::new();
        for line in self.ticked() {
            let typed = self.amount(line);
            match Money::typed(typed).or_else(|| typed.parse().ok()) {
                Some(amount) => lines.push((line, amount)),
                None => {
                    flaws.of_lines.insert(line, f.t("dispute-amount-unreadable"));
                }
            }
        }
        let reason = self.reason.parse::<Reason>();
        if reason.is_err() {
            flaws.reason = Some(f.t("dispute-reason-missing"));
        }
        match reason {
            Ok(reason) if flaws.of_lines.is_empty() => Ok((reason, lines)),
            _ => Err(Box::new(flaws)),
        }
    }
}

/// The form, with the asked lines ticked.
pub async fn form(signed_in: SignedIn, req: HttpRequest) -> Result<HttpResponse, Failure> {
    let query = req.query_string();
    let asked = Asked::read(query)?;
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let (_, invoice) = pairs.find(|(name, _)| name == "invoice").ok_or(Failure::NotFound)?;
    let typed = Form { invoice: invoice.into_owned(), ..Form::default() };
    show(&signed_in, StatusCode::OK, &typed, &asked, LineFlaws::default()).await
}

/// Opens the dispute.
pub async fn submit(signed_in: SignedIn, sent: OwnUpload<Form>) -> Result<HttpResponse, Failure> {
    let OwnUpload { form: typed, files } = sent;
    let visit = &signed_in.visit;
    let f = &visit.frame;
    let invoice = invoice_number(&typed.invoice)?;
    let related = Some(typed.related.as_str()).filter(|related| !related.is_empty());
    let related = related.map(case_number).transpose()?;
    let lines = typed.ticked().into_iter().collect();
    let asked = Asked { lines, related, ..Asked::default() };
    let ((reason, lines), written) = match (typed.read(f), written(visit, &typed.words, files).await?) {
        (Ok(read), Ok(written)) => (read, written),
        (read, written) => {
            let mut flaws = read.err().map(|flaws| *flaws).unwrap_or_default();
            flaws.message = written.err().unwrap_or_default();
            return show(&signed_in, StatusCode::UNPROCESSABLE_ENTITY, &typed, &asked, flaws).await;
        }
    };
    let new = NewDispute { invoice, lines, reason, related };
    let chosen: Vec<i32> = new.lines.iter().map(|(line, _)| *line).collect();
    let (app, viewer) = (visit.app.clone(), signed_in.viewer.clone());
    let opened = web::block(move || cases::open_dispute(&app, &viewer, &new, &written.message())).await??;
    match opened {
        Ok(number) => {
            visit.wake_post();
            Ok(see_other(&format!("/cases/{number}?done=opened")))
        }
        Err(refusal) => {
            let flaws = flaws(f, &refusal, &chosen);
            show(&signed_in, refused_status(&refusal), &typed, &asked, flaws).await
        }
    }
}

/// What is wrong, at its place in the form.
fn flaws(f: &Frame, refusal: &Refusal, chosen: &[i32]) -> LineFlaws {
    let mut flaws = LineFlaws::default();
    match refusal {
        Refusal::Line(Some(place), objection) if !matches!(objection, dispute::Objection::TooLate(_)) => {
            let line = chosen.get(*place).copied().unwrap_or_default();
            flaws.of_lines.insert(line, line_objected(f, *objection));
        }
        Refusal::Line(_, objection) => flaws.lines = Some(line_objected(f, *objection)),
        other => flaws.message.words = Some(refused(f, other)),
    }
    flaws
}

async fn show(
    signed_in: &SignedIn,
    status: StatusCode,
    typed: &Form,
    asked: &Asked,
    mut flaws: LineFlaws,
) -> Result<HttpResponse, Failure> {
    let visit = &signed_in.visit;
    let (app, viewer, number) =
        (visit.app.clone(), signed_in.viewer.clone(), invoice_number(&typed.invoice)?);
    let invoice = web::block(move || cases::show_disputable(&app, &viewer, &number)).await??;
    let f = &visit.frame;
    let (rows, fitting) = rows(f, &invoice, asked, typed, &flaws);
    // A flaw of a line that is not among them is one of all.
    if let Some((_, text)) = flaws.of_lines.iter().find(|(no, _)| rows.iter().all(|row| row.line_no != **no))
    {
        flaws.lines = Some(text.clone());
    }
    let largest = largest_file(f, &visit.app);
    visit.page(status, &Page { f, invoice: &invoice, asked, rows, fitting, typed, flaws, largest })
}

/// The asked lines, then the others that fit the search, as many as are shown; and how many there are. Of
/// a long invoice who asked for lines sees those alone until they look for others: what comes below them
/// is near.
fn rows(
    f: &Frame,
    invoice: &DisputableInvoice,
    asked: &Asked,
    typed: &Form,
    flaws: &LineFlaws,
) -> (Vec<Row>, usize) {
    let wanted = asked.find.to_lowercase();
    let is_alone = !asked.lines.is_empty() && !asked.finds_others && invoice.lines.len() > LINES_TO_SEARCH;
    let fits = |line: &&DisputableLine| {
        let has = |text: &str| text.to_lowercase().contains(&wanted);
        !asked.lines.contains(&line.line_no)
            && !is_alone
            && (wanted.is_empty()
                || has(&line_name(f, line.kind, &line.description))
                || has(line.account.as_str()))
    };
    let first = invoice.lines.iter().filter(|line| asked.lines.contains(&line.line_no));
    let fitting = invoice.lines.iter().filter(fits).count();
    let all = first.chain(invoice.lines.iter().filter(fits)).take(LINES_SHOWN);
    (all.map(|line| row(f, line, asked, typed, flaws)).collect(), fitting)
}

fn row(f: &Frame, line: &DisputableLine, asked: &Asked, typed: &Form, flaws: &LineFlaws) -> Row {
    let why_not = match () {
        () if line.amount <= Money::ZERO => Some(f.t("dispute-line-credit")),
        () if line.left.is_zero() => Some(f.t("dispute-line-exhausted")),
        () => None,
    };
    let typed = match typed.lines.get(&format!("amount-{}", line.line_no)) {
        Some(typed) => typed.clone(),
        None => f.locale.amount(line.left),
    };
    Row {
        line_no: line.line_no,
        name: line_name(f, line.kind, &line.description),
        kind: line.kind.map(|kind| f.kind(kind)).unwrap_or_default(),
        account: line.account.to_string(),
        amount: line.amount,
        left: line.left,
        is_ticked: why_not.is_none() && asked.lines.contains(&line.line_no),
        why_not,
        typed,
        flaw: flaws.of_lines.get(&line.line_no).cloned(),
        receipt: line.receipt.clone(),
    }
}
