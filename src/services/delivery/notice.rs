//! From a notice in the outbox to the bytes that are sent.

use super::compose::Problem;
use crate::domain::notice::{Facts, NoticeKind, NoticeLink, THREAD};
use crate::mail::message::{NoticeMail, Recipient, Sender, compose_notice};
use crate::services::{App, ServiceError, proofs};
use crate::store::outbox::Claimed;
use crate::values::Invalid;
use crate::values::ids::UserId;

/// The bytes of `message`, but for the DKIM signature. Links are signed only now, so that none lies
/// in the outbox.
pub fn compose(
    app: &App,
    sender: &Sender,
    message: &Claimed,
    kind: NoticeKind,
    facts: &Facts,
    user: Option<UserId>,
) -> Result<Vec<u8>, Problem> {
    let url = match kind.link() {
        NoticeLink::Page(path) => format!("{}{path}", app.settings.portal_url()),
        NoticeLink::Case(above) => {
            let case = facts.get("case").map_or("", String::as_str);
            format!("{}{above}/{case}", app.settings.portal_url())
        }
        NoticeLink::Signed => link(app, message, kind, facts, user)?,
    };
    let answers = facts.get(THREAD).map(|id| id.parse()).transpose();
    let answers = answers.map_err(|why: Invalid| Problem::Message(why.to_string()))?;
    let mail = NoticeMail {
        kind,
        facts,
        url: &url,
        provider: &app.letterhead(),
        recipient: Recipient { name: &message.name, address: &message.email, locale: message.locale },
        sender,
        message_id: &message.message_id,
        answers: answers.as_ref(),
        date: message.dated_at,
    };
    compose_notice(&mail).map_err(|why| Problem::Message(why.to_string()))
}

fn link(
    app: &App,
    message: &Claimed,
    kind: NoticeKind,
    facts: &Facts,
    user: Option<UserId>,
) -> Result<String, Problem> {
    let Some((proof, user)) = proofs::of_notice(kind, facts, message.email.as_str()).zip(user) else {
        return Err(Problem::Message("the row lacks what its link is signed over".to_owned()));
    };
    if proof.expires_at <= app.clock.now() {
        return Err(Problem::Message("its link expired before it could be sent".to_owned()));
    }
    proofs::sign(app, user, &proof).map_err(|why| match why {
        ServiceError::Refused(why) => Problem::Setting(why),
        other => Problem::Service(other),
    })
}
