//! What people do to a case.

use super::desk::works_on;
use super::{App, Held, Outcome, Refusal, ServiceError, allowed, author, doer, hold, levels, record, settle};
use crate::domain::access::{Scope, Viewer};
use crate::domain::case::decide::{Action, decide};
use crate::domain::case::{CaseKind, What};
use crate::store::cases::{self, NewFile};
use crate::store::{AnyConnection, people};
use crate::values::number::CaseNumber;
use crate::values::words::Words;

/// What somebody writes and sends along.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// The text; may be empty.
    pub words: &'a Words,
    /// Files whose bytes are stored already.
    pub files: &'a [NewFile],
}

/// Does `action` to the case with this number.
///
/// # Errors
/// A case that does not exist for the viewer. What the rules say against it is in the outcome.
pub fn act(
    app: &App,
    viewer: &Viewer,
    number: CaseNumber,
    action: &Action,
    message: &Message<'_>,
) -> Result<Outcome<()>, ServiceError> {
    app.db.write(|conn| {
        let held = hold(app, conn, viewer.scope(), number)?;
        let action = allowed!(prepared(app, conn, viewer, &held, action)?);
        let has_words = !message.words.is_empty();
        let now = app.clock.now();
        let levels = levels(app, held.row.kind);
        let all = allowed!(decide(&held.told, &action, doer(viewer), has_words, levels, now));
        allowed!(settle::follow(app, conn, &held, &all)?);
        record(app, conn, &held, all, message, author(viewer))?;
        if held.row.kind == CaseKind::Master {
            for_all_members(app, conn, viewer, &held, &action, message)?;
        }
        Ok(Ok(()))
    })
}

/// The action with what it names looked up.
fn prepared(
    app: &App,
    conn: &mut AnyConnection,
    viewer: &Viewer,
    held: &Held,
    action: &Action,
) -> Result<Outcome<Action>, ServiceError> {
    Ok(match action {
        Action::Assign(Some(email)) => match worker(conn, email, held.row.kind)? {
            Some(email) => Ok(Action::Assign(Some(email))),
            None => Err(Refusal::NoSuchPerson),
        },
        Action::MarkDuplicate(of) => match other(app, conn, viewer, held, of)? {
            Some(main) if is_main_for(&main, held) => {
                Ok(Action::MarkDuplicate(CaseNumber(main.row.id).to_string()))
            }
            _ => Err(Refusal::NoSuchCase),
        },
        Action::Join(master) => match other(app, conn, viewer, held, master)? {
            Some(master) if is_master_for(&master, held) => {
                Ok(Action::Join(CaseNumber(master.row.id).to_string()))
            }
            _ => Err(Refusal::NoSuchCase),
        },
        Action::Resolve if settle::is_undecided(conn, held)? => Err(Refusal::Undecided),
        other => Ok(other.clone()),
    })
}

/// The address of an active person who works on cases of this kind.
fn worker(conn: &mut AnyConnection, email: &str, kind: CaseKind) -> Result<Option<String>, ServiceError> {
    let user = people::find_user(conn, &email.trim().to_lowercase())?;
    Ok(user.filter(|user| user.is_active && works_on(user.role, kind)).map(|user| user.email))
}

/// Another case, by its number as somebody typed it.
fn other(
    app: &App,
    conn: &mut AnyConnection,
    viewer: &Viewer,
    held: &Held,
    typed: &str,
) -> Result<Option<Held>, ServiceError> {
    let Ok(number) = typed.parse::<CaseNumber>() else { return Ok(None) };
    let exists = cases::find_case(conn, viewer.scope(), number.0)?.is_some();
    if !exists || number.0 == held.row.id {
        return Ok(None);
    }
    hold(app, conn, viewer.scope(), number).map(Some)
}

/// An open case of the same account and kind takes over what a duplicate asks for.
fn is_main_for(main: &Held, held: &Held) -> bool {
    main.row.account == held.row.account && main.row.kind == held.row.kind && !main.told.state.is_closed()
}

fn is_master_for(master: &Held, held: &Held) -> bool {
    master.row.kind == CaseKind::Master && held.row.kind != CaseKind::Master && !master.told.state.is_closed()
}

/// What staff tell the customers of a master case, each of its open cases tells its own
/// (REQUIREMENTS R6.9). What does not fit a case in its state is left out there.
fn for_all_members(
    app: &App,
    conn: &mut AnyConnection,
    viewer: &Viewer,
    master: &Held,
    action: &Action,
    message: &Message<'_>,
) -> Result<(), ServiceError> {
    let reaches_all = matches!(action, Action::Reply | Action::Estimate(_) | Action::Resolve);
    if !reaches_all {
        return Ok(());
    }
    for id in cases::list_members(conn, master.row.id)? {
        let held = hold(app, conn, Scope::EveryAccount, CaseNumber(id))?;
        let levels = levels(app, held.row.kind);
        let stays_open = held.row.kind == CaseKind::Macd || settle::is_undecided(conn, &held)?;
        let is_resolvable = *action != Action::Resolve || !stays_open;
        // A dispute is decided case by case, and work is finished by who does it: the customer is told, and
        // it stays open.
        let action = if is_resolvable { action.clone() } else { Action::Reply };
        let all: Result<Vec<What>, _> =
            decide(&held.told, &action, doer(viewer), !message.words.is_empty(), levels, app.clock.now());
        if let Ok(all) = all {
            record(app, conn, &held, all, message, author(viewer))?;
        }
    }
    Ok(())
}
