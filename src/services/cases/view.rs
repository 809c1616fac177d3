//! A case as its page shows it, for who asks.

use chrono::{DateTime, Utc};

use super::{App, Held, ServiceError, escalation_path, told};
use crate::config::Level;
use crate::domain::access::{Scope, Viewer};
use crate::domain::case::{CaseKind, Side, Told, What};
use crate::domain::dispute::{Dispute, DisputedLine};
use crate::domain::hierarchy::AccountNode;
use crate::domain::invoice::LineKind;
use crate::services::invoices;
use crate::store::cases::{self, EventRow, FileRow, Narrowed, Queued};
use crate::store::{AnyConnection, disputes, hierarchy};
use crate::values::ids::CaseId;
use crate::values::money::Money;
use crate::values::number::{CaseNumber, InvoiceNumber};

/// Cases of a master case that its page lists.
const MEMBERS_SHOWN: i64 = 500;

/// A case.
#[derive(Clone, Debug)]
pub struct View {
    /// Its number.
    pub number: CaseNumber,
    /// What it is about.
    pub kind: CaseKind,
    /// In a few words.
    pub subject: String,
    /// Whose it is; `None` for a master case.
    pub account: Option<AccountNode>,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// Where it stands, its clocks and who works on it.
    pub told: Told,
    /// What happened, oldest first: all of it for staff, what customers see for customers.
    pub events: Vec<Shown>,
    /// The case that it follows on.
    pub related: Option<CaseNumber>,
    /// The cases that follow on it.
    pub followers: Vec<CaseNumber>,
    /// What is disputed.
    pub dispute: Option<DisputeView>,
    /// Whom to ask, from level 1 up.
    pub escalation: Vec<Level>,
    /// The cases that a master case gathers.
    pub members: Vec<Queued>,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its place, from 1.
    pub seq: i32,
    /// When.
    pub at: DateTime<Utc>,
    /// Through whom.
    pub side: Side,
    /// The address of the person.
    pub actor: String,
    /// What.
    pub what: What,
    /// What was written with it; may be empty.
    pub words: String,
    /// Files that came with it.
    pub files: Vec<FileRow>,
}

/// What is disputed, line by line.
#[derive(Clone, Debug)]
pub struct DisputeView {
    /// The dispute.
    pub dispute: Dispute,
    /// Its lines in the words of their invoices.
    pub lines: Vec<DisputedView>,
}

/// A disputed line.
#[derive(Clone, Debug)]
pub struct DisputedView {
    /// What of it is disputed.
    pub line: DisputedLine,
    /// The invoice.
    pub invoice: InvoiceNumber,
    /// `None` for the late fee.
    pub kind: Option<LineKind>,
    /// In plain words; empty for the late fee.
    pub description: String,
}

impl DisputedView {
    /// What is left to decide, without taxes.
    pub fn left(&self) -> Money {
        self.line.amount - self.line.accepted
    }
}

/// The case with this number.
///
/// # Errors
/// One that does not exist for the viewer.
pub fn open_case(app: &App, viewer: &Viewer, number: CaseNumber) -> Result<View, ServiceError> {
    app.db.read(|conn| {
        let row = cases::find_case(conn, viewer.scope(), number.0)?.ok_or_else(|| super::missing(number))?;
        let events = cases::load_events(conn, row.id)?;
        let told = told(app, row.id, &events)?;
        let mut files = cases::list_files(conn, row.id)?;
        let is_shown =
            |event: &EventRow| !viewer.role.is_customer() || event.event.what.is_shown_to_customers();
        let shown =
            events.iter().filter(|event| is_shown(event)).map(|event| show(event, &mut files)).collect();
        let account = match row.account {
            Some(id) => hierarchy::find_account_by_id(conn, Scope::EveryAccount, id)?,
            None => None,
        };
        let held = Held { row, events: Vec::new(), told };
        Ok(View {
            number,
            kind: held.row.kind,
            subject: held.row.subject.clone(),
            account,
            opened_at: held.row.opened_at,
            events: shown,
            related: held.row.related.map(CaseNumber),
            followers: cases::list_followers(conn, held.row.id)?.into_iter().map(CaseNumber).collect(),
            dispute: dispute_view(app, conn, &held)?,
            escalation: escalation_path(app, held.row.kind),
            members: match held.row.kind {
                CaseKind::Master => cases::list_queue(conn, &gathered(held.row.id), None, MEMBERS_SHOWN)?,
                _ => Vec::new(),
            },
            told: held.told,
        })
    })
}

fn show(row: &EventRow, files: &mut Vec<FileRow>) -> Shown {
    let of_event = |file: &mut FileRow| file.seq == row.seq;
    Shown {
        seq: row.seq,
        at: row.event.at,
        side: row.event.side,
        actor: row.actor.clone(),
        what: row.event.what.clone(),
        words: row.words.clone(),
        files: files.extract_if(.., of_event).collect(),
    }
}

fn dispute_view(
    app: &App,
    conn: &mut AnyConnection,
    held: &Held,
) -> Result<Option<DisputeView>, ServiceError> {
    if held.row.kind != CaseKind::Dispute {
        return Ok(None);
    }
    let Some(dispute) = disputes::find_dispute(conn, held.row.id)? else { return Ok(None) };
    let mut lines = Vec::with_capacity(dispute.lines.len());
    for line in &dispute.lines {
        let invoice = invoices::issued(app, conn, line.invoice)?;
        let all = invoice.sections.iter().flat_map(|section| &section.lines);
        let found = usize::try_from(line.line_no).ok().and_then(|place| all.into_iter().nth(place));
        let Some(number) = invoice.number.clone() else { continue };
        lines.push(DisputedView {
            line: *line,
            invoice: number,
            kind: found.map(|line| line.kind),
            description: found.map(|line| line.description.clone()).unwrap_or_default(),
        });
    }
    Ok(Some(DisputeView { dispute, lines }))
}

fn gathered(master: CaseId) -> Narrowed {
    Narrowed { master: Some(master), ..Narrowed::default() }
}
