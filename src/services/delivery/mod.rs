//! The post: every message in the outbox is sent once, and its fate is known (REQUIREMENTS R4.4).
//!
//! One process sends at a time: the pacer's limits then hold across processes, and a message that
//! is found half-sent belongs to a process that died.

mod compose;
mod notice;
mod pacer;
mod report;
mod trial;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rand::RngExt;
use tokio::task::JoinSet;

/// Where messages go: what [`transport`] finds in the settings, for those who ask for the sending.
pub use crate::mail::transport::Transport;
pub use report::{DeliveryReport, report};
pub use trial::{Said, send_trial};

use self::compose::Composer;
use self::pacer::Pacer;
use crate::domain::delivery::{MessageState, condemns_address, next_try};
use crate::mail::transport::{Envelope, Refusal, Session};
use crate::services::auth::note;
use crate::services::{App, Progress, ServiceError, Silent, blocking};
use crate::store::outbox::{self, Claim, Claimed, Outcome, Which};
use crate::store::{AnyConnection, StoreError, suppressed};
use crate::values::Invalid;
use crate::values::contact::EmailAddress;
use crate::values::period::BillingPeriod;

/// Who the audit log names for what follows from a server's answer.
const ACTOR: &str = "post";

/// Connections to the mail server at once.
const CONNECTIONS: usize = 4;

/// How long a healthy mail server takes at most to let us in.
const REACHABLE_WITHIN: Duration = Duration::from_secs(5);

/// What a delivery run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Delivered {
    /// Messages taken by the recipients' server.
    pub sent: usize,
    /// Messages refused for now.
    pub retrying: usize,
    /// Messages refused for good.
    pub failed: usize,
    /// Messages that were not tried: their address was refused for good before.
    pub suppressed: usize,
}

/// Where messages go by the settings; in development a folder stands in for a server.
///
/// # Errors
/// Neither a server nor a folder is set.
pub fn transport(app: &App, is_development: bool) -> Result<Transport, Invalid> {
    let mail = &app.settings.mail;
    let folder = match mail.folder.as_os_str().is_empty() {
        true if is_development => Some(PathBuf::from("mailbox")),
        true => None,
        false => Some(mail.folder.clone()),
    };
    match (&mail.smtp, folder) {
        (Some(smtp), _) => Transport::smtp(smtp.clone()),
        (None, Some(folder)) => Ok(Transport::folder(folder)),
        (None, None) => Invalid::because(
            "no mail server is set: set mail.smtp.host, or mail.folder to write messages into a folder",
        ),
    }
}

/// The mail server greets, encrypts and takes our name, all within a few seconds.
///
/// # Errors
/// It does not.
pub async fn check_reachable(app: &App) -> Result<(), ServiceError> {
    // Whether a folder may stand in for a server was decided when the process started.
    let transport = transport(app, true)?;
    match tokio::time::timeout(REACHABLE_WITHIN, transport.open()).await {
        Ok(Ok(session)) => {
            session.close().await;
            Ok(())
        }
        Ok(Err(refusal)) => ServiceError::refuse(refusal.to_string()),
        Err(_) => ServiceError::refuse("the mail server does not answer"),
    }
}

/// Sends every message that is due, or only the invoices of one period; `None` where another process is
/// sending and `wait` is not wanted.
///
/// # Errors
/// The database. What a mail server says is in the outbox.
pub async fn send_due(
    app: &App,
    transport: &Transport,
    period: Option<BillingPeriod>,
    wait: bool,
    progress: &dyn Progress,
) -> Result<Option<Delivered>, ServiceError> {
    send(app, transport, period.map_or(Which::All, Which::Period), wait, progress).await
}

/// Sends the notices that are due: for who has just enqueued one. Where another process is sending,
/// that one finds them, or the next wake-up does.
///
/// # Errors
/// As [`send_due`].
pub async fn send_notices(app: &App, transport: &Transport) -> Result<Option<Delivered>, ServiceError> {
    send(app, transport, Which::Notices, false, &Silent).await
}

async fn send(
    app: &App,
    transport: &Transport,
    which: Which,
    wait: bool,
    progress: &dyn Progress,
) -> Result<Option<Delivered>, ServiceError> {
    let (db, now) = (app.db.clone(), app.clock.now());
    let Some(_right_to_send) = blocking(move || db.sole("mail", wait)).await? else { return Ok(None) };
    let db = app.db.clone();
    let due = blocking(move || {
        db.write(|conn| {
            outbox::mark_orphans_in_doubt(conn, now)?;
            outbox::count_due(conn, which, now)
        })
    })
    .await?;
    progress.start(due as u64, "mailing");
    let postman = Arc::new(Postman {
        composer: Composer::new(app)?,
        pacer: Pacer::new(app).await?,
        from: app.settings.mail.from_address.parse()?,
        transport: transport.clone(),
        app: app.clone(),
        which,
    });
    let mut rounds = JoinSet::new();
    for _ in 0..CONNECTIONS.min(due as usize) {
        let postman = postman.clone();
        rounds.spawn(async move { postman.round().await });
    }
    let mut delivered = Delivered::default();
    while let Some(round) = rounds.join_next().await {
        let of_round = round.map_err(|why| ServiceError::Refused(format!("sending stopped: {why}")))??;
        delivered.sent += of_round.sent;
        delivered.retrying += of_round.retrying;
        delivered.failed += of_round.failed;
        delivered.suppressed += of_round.suppressed;
        let done = of_round.sent + of_round.retrying + of_round.failed + of_round.suppressed;
        progress.advance(done as u64);
    }
    Ok(Some(delivered))
}

struct Postman {
    app: App,
    transport: Transport,
    composer: Composer,
    pacer: Pacer,
    from: EmailAddress,
    which: Which,
}

impl Postman {
    /// Message after message over one connection, until none is due or the server is not there.
    /// What became of one is written in the same transaction that claims the next, so that only
    /// messages in flight can be in doubt.
    async fn round(self: Arc<Postman>) -> Result<Delivered, ServiceError> {
        let mut delivered = Delivered::default();
        let mut session: Option<Session> = None;
        let mut outcome: Option<Outcome> = None;
        loop {
            let goes_on = self.pacer.may_send();
            let claim = self.record_and_claim(outcome.take(), goes_on).await?;
            delivered.suppressed += claim.suppressed;
            let Some(message) = claim.message else { break };
            self.pacer.wait().await;
            if session.as_ref().is_some_and(Session::is_spent)
                && let Some(spent) = session.take()
            {
                spent.close().await;
            }
            if session.is_none() {
                match self.transport.open().await {
                    Ok(opened) => session = Some(opened),
                    Err(refusal) => {
                        // Nothing is wrong with the message; the server is not there for the rest either.
                        let outcome = self.refused(&message, &refusal);
                        delivered.count(outcome.state);
                        self.record(outcome).await?;
                        tracing::warn!(%refusal, "the mail server cannot be used");
                        break;
                    }
                }
            }
            let tried = match &mut session {
                Some(session) => self.hand_over(session, &message).await?,
                None => break,
            };
            delivered.count(tried.state);
            outcome = Some(tried);
        }
        if let Some(session) = session {
            session.close().await;
        }
        Ok(delivered)
    }

    async fn hand_over(&self, session: &mut Session, message: &Claimed) -> Result<Outcome, ServiceError> {
        let bytes = match self.composer.compose(&self.app, message).await {
            Ok(bytes) => bytes,
            Err(compose::Problem::Message(why)) => {
                return Ok(self.outcome(message, MessageState::Failed, None, false, why));
            }
            Err(compose::Problem::Setting(why)) => {
                let retry_at = self.retry_at(message);
                return Ok(self.outcome(message, MessageState::Retrying, retry_at, false, why));
            }
            Err(compose::Problem::Service(error)) => return Err(error),
        };
        let envelope = Envelope { from: self.from.clone(), to: message.email.clone() };
        Ok(match session.send(&envelope, &bytes).await {
            Ok(accepted) => self.outcome(message, MessageState::Sent, None, false, accepted.response),
            Err(refusal) => self.refused(message, &refusal),
        })
    }

    fn refused(&self, message: &Claimed, refusal: &Refusal) -> Outcome {
        let response = refusal.to_string();
        let in_doubt = matches!(refusal, Refusal::Unknown { .. });
        let retry_at = match refusal {
            Refusal::Permanent { .. } => None,
            _ => self.retry_at(message),
        };
        let state = if retry_at.is_some() { MessageState::Retrying } else { MessageState::Failed };
        tracing::warn!(message = %message.message_id.as_str(), state = state.as_str(), %response, "not delivered");
        let is_condemned =
            matches!(refusal, Refusal::Permanent { response, .. } if condemns_address(response));
        let condemned = is_condemned.then(|| message.email.clone());
        Outcome { condemned, ..self.outcome(message, state, retry_at, in_doubt, response) }
    }

    fn retry_at(&self, message: &Claimed) -> Option<chrono::DateTime<chrono::Utc>> {
        let jitter = rand::rng().random_range(0..100);
        next_try(message.dated_at, message.attempts + 1, jitter, self.app.clock.now())
    }

    fn outcome(
        &self,
        message: &Claimed,
        state: MessageState,
        retry_at: Option<chrono::DateTime<chrono::Utc>>,
        in_doubt: bool,
        response: String,
    ) -> Outcome {
        let at = self.app.clock.now();
        Outcome { id: message.id, state, retry_at, in_doubt, response, condemned: None, at }
    }

    async fn record_and_claim(&self, outcome: Option<Outcome>, claim: bool) -> Result<Claim, ServiceError> {
        let (db, which, now) = (self.app.db.clone(), self.which, self.app.clock.now());
        blocking(move || {
            db.write(|conn| {
                if let Some(outcome) = &outcome {
                    record(conn, outcome)?;
                }
                if claim { outbox::claim_next(conn, which, now) } else { Ok(Claim::default()) }
            })
        })
        .await
    }

    async fn record(&self, outcome: Outcome) -> Result<(), ServiceError> {
        self.record_and_claim(Some(outcome), false).await.map(|_| ())
    }
}

/// Writes down what became of a try; an address that was refused itself takes no more mail from now on.
fn record(conn: &mut AnyConnection, outcome: &Outcome) -> Result<(), StoreError> {
    outbox::record(conn, outcome)?;
    let Some(address) = &outcome.condemned else { return Ok(()) };
    if suppressed::insert(conn, address, &outcome.response, outcome.id, outcome.at)? {
        note(conn, outcome.at, ACTOR, "address.suppressed", address.as_str(), &outcome.response)?;
    }
    Ok(())
}

impl Delivered {
    fn count(&mut self, state: MessageState) {
        match state {
            MessageState::Sent => self.sent += 1,
            MessageState::Retrying => self.retrying += 1,
            _ => self.failed += 1,
        }
    }
}
