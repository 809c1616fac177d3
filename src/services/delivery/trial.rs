//! A test message: what the mail server says to one, now.

use std::time::Duration;

use super::compose::{Composer, Problem};
use super::transport;
use crate::domain::access::Viewer;
use crate::mail::transport::Envelope;
use crate::services::auth::note;
use crate::services::{App, ServiceError, blocking};

/// How long a person waits for the server.
const WITHIN: Duration = Duration::from_secs(30);

/// What the server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Whether it took the message.
    pub is_taken: bool,
    /// Its answer, or why there was none.
    pub answer: String,
}

/// Sends a message to the viewer over the way that invoices go, past the outbox; `None` where their role is
/// for other things. What came of it is recorded.
///
/// # Errors
/// Wrong settings; the database.
pub async fn send_trial(app: &App, viewer: &Viewer) -> Result<Option<Said>, ServiceError> {
    if !viewer.role.may_change_settings() {
        return Ok(None);
    }
    let composer = Composer::new(app)?;
    let to = viewer.email.parse()?;
    let bytes = match composer.trial(app, &to, app.languages().choose(viewer.locale)) {
        Ok(bytes) => bytes,
        Err(Problem::Message(why) | Problem::Setting(why)) => return ServiceError::refuse(why),
        Err(Problem::Service(error)) => return Err(error),
    };
    // Whether a folder may stand in for a server was decided when the process started.
    let transport = transport(app, true)?;
    let envelope = Envelope { from: app.settings.mail.from_address.parse()?, to };
    let sending = async {
        let mut session = transport.open().await?;
        let accepted = session.send(&envelope, &bytes).await?;
        session.close().await;
        Ok::<_, crate::mail::transport::Refusal>(accepted.response)
    };
    let said = match tokio::time::timeout(WITHIN, sending).await {
        Ok(Ok(answer)) => Said { is_taken: true, answer },
        Ok(Err(refusal)) => Said { is_taken: false, answer: refusal.to_string() },
        Err(_) => Said { is_taken: false, answer: "the mail server does not answer".to_owned() },
    };
    let (db, now, email, told) = (app.db.clone(), app.clock.now(), viewer.email.clone(), said.clone());
    blocking(move || {
        let detail = format!("{}: {}", if told.is_taken { "taken" } else { "not taken" }, told.answer);
        db.write(|conn| note(conn, now, &email, "mail.tested", &email, &detail))
    })
    .await?;
    Ok(Some(said))
}
