//! Sessions: a random key in a signed cookie, everything else in the database.
//!
//! There is a row only for who is signed in, so that visitors cannot fill the table.

use std::collections::HashMap;

use actix_session::config::{BrowserSession, TtlExtensionPolicy};
use actix_session::storage::{
    LoadError, SaveError, SessionKey, SessionStore, UpdateError, generate_session_key,
};
use actix_session::{Session, SessionMiddleware};
use actix_web::cookie::{SameSite, time::Duration};
use actix_web::http::header::USER_AGENT;
use actix_web::{HttpRequest, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::errors::Failure;
use super::{Site, csrf, guard};
use crate::domain::access::Viewer;
use crate::domain::look::Look;
use crate::services::sessions::{Beginning, LiveSession};
use crate::services::{App, ServiceError, sessions};
use crate::values::device::device;
use crate::values::ids::{AccountId, UserId};
use crate::values::locale::Locale;

/// Read from the rows at every request; never stored in the session.
const LIVE: &str = "live";

/// With what a session begins: stored in columns of its own.
const BEGIN: &str = "begin";

/// The token of this session's forms.
const FORM_TOKEN: &str = "form_token";

/// The minute in which the session was last used.
const SEEN: &str = "seen";

/// Through whose eyes its user looks.
const LOOK: &str = "look";

/// The secret of a second factor that is being set up.
const NEW_FACTOR: &str = "new_factor";

/// What the rows say of the session.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct StoredLive {
    session: String,
    user: i64,
    email: String,
    role: String,
    locale: Locale,
    has_factor: bool,
    begun_at: DateTime<Utc>,
    proven_at: DateTime<Utc>,
}

#[derive(Serialize, Deserialize)]
struct StoredBegin {
    user: i64,
    device: String,
    origin: String,
    begun_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, Deserialize)]
struct StoredLook {
    id: String,
    account: i64,
    number: String,
    name: String,
    ends_at: DateTime<Utc>,
}

/// The session of a request, and whose it is.
#[derive(Clone, Debug)]
pub struct Live {
    /// Names it and opens nothing.
    pub id: String,
    /// Whose.
    pub viewer: Viewer,
    /// Whether they have a second factor.
    pub has_factor: bool,
    /// When they last proved who they are.
    pub proven_at: DateTime<Utc>,
    begun_at: DateTime<Utc>,
}

/// The session layer over the `sessions` table.
pub fn middleware(app: &web::Data<App>, site: &Site) -> SessionMiddleware<Sessions> {
    let lifecycle = BrowserSession::default()
        .state_ttl(Duration::minutes(sessions::IDLE_MINUTES))
        // Not with every request: `touch` moves the end at most once a minute.
        .state_ttl_extension_policy(TtlExtensionPolicy::OnStateChanges);
    SessionMiddleware::builder(Sessions { app: app.clone() }, site.cookie_key.clone())
        .cookie_name(site.cookie_name("session"))
        .cookie_secure(site.is_secure)
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_path("/".to_owned())
        .cookie_content_security(actix_session::config::CookieContentSecurity::Signed)
        .session_lifecycle(lifecycle)
        .build()
}

/// Begins a session for `user`, who has just proved who they are, under a fresh key, whatever the
/// browser brought along.
pub fn sign_in(session: &Session, req: &HttpRequest, user: UserId) -> Result<(), Failure> {
    session.clear();
    begin(session, req, user, None)?;
    session.insert(FORM_TOKEN, csrf::new_visit()).map_err(Failure::defect)
}

/// The same session, whose user has just proved again who they are, under a fresh key.
pub fn renew(session: &Session, req: &HttpRequest, live: &Live) -> Result<(), Failure> {
    begin(session, req, live.viewer.id, Some(live.begun_at))
}

fn begin(
    session: &Session,
    req: &HttpRequest,
    user: UserId,
    begun_at: Option<DateTime<Utc>>,
) -> Result<(), Failure> {
    session.renew();
    let begin = StoredBegin { user: user.0, device: device_of(req), origin: guard::origin(req), begun_at };
    session.insert(BEGIN, begin).map_err(Failure::defect)
}

/// Such as `Chrome/Windows`.
fn device_of(req: &HttpRequest) -> String {
    let header = req.headers().get(USER_AGENT).and_then(|value| value.to_str().ok());
    header.and_then(device).map_or_else(String::new, |(browser, system)| format!("{browser}/{system}"))
}

/// The session of this request.
pub fn live(session: &Session) -> Option<Live> {
    let stored: StoredLive = session.get(LIVE).ok()??;
    let role = stored.role.parse().ok()?;
    let viewer =
        Viewer { id: UserId(stored.user), email: stored.email, role, locale: stored.locale, looks_as: None };
    let StoredLive { session: id, has_factor, begun_at, proven_at, .. } = stored;
    Some(Live { id, viewer, has_factor, proven_at, begun_at })
}

/// Who is signed in.
pub fn viewer(session: &Session) -> Option<Viewer> {
    live(session).map(|live| live.viewer)
}

/// Through whose eyes its user looks; whether that goes on, the look tells.
pub fn look(session: &Session) -> Option<Look> {
    let StoredLook { id, account, number, name, ends_at } = session.get(LOOK).ok()??;
    Some(Look { id, account: AccountId(account), number: number.parse().ok()?, name, ends_at })
}

/// Remembers a look that begins.
pub fn begin_look(session: &Session, look: &Look) -> Result<(), Failure> {
    let stored = StoredLook {
        id: look.id.clone(),
        account: look.account.0,
        number: look.number.to_string(),
        name: look.name.clone(),
        ends_at: look.ends_at,
    };
    session.insert(LOOK, stored).map_err(Failure::defect)
}

/// Forgets it.
pub fn end_look(session: &Session) {
    session.remove(LOOK);
}

/// The secret of the second factor that is being set up, made by `new` where there is none yet.
pub fn new_factor(session: &Session, new: impl FnOnce() -> String) -> Result<String, Failure> {
    if let Some(secret) = session.get::<String>(NEW_FACTOR).ok().flatten() {
        return Ok(secret);
    }
    let secret = new();
    session.insert(NEW_FACTOR, &secret).map_err(Failure::defect)?;
    Ok(secret)
}

/// Forgets that secret.
pub fn forget_new_factor(session: &Session) {
    session.remove(NEW_FACTOR);
}

/// The token that this session's forms carry.
pub fn form_token(session: &Session) -> Option<String> {
    session.get(FORM_TOKEN).ok()?
}

/// Keeps a session in use alive, with at most one write a minute.
pub fn touch(session: &Session, app: &App) {
    let minute = app.clock.now().timestamp() / 60;
    if session.get::<i64>(SEEN).ok().flatten() != Some(minute) && session.insert(SEEN, minute).is_err() {
        tracing::warn!("a session could not be kept alive");
    }
}

/// The `sessions` table.
pub struct Sessions {
    app: web::Data<App>,
}

impl Sessions {
    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> Result<T, ServiceError> + Send + 'static,
    ) -> Result<T, anyhow::Error> {
        let app = self.app.clone();
        Ok(web::block(move || work(&app)).await??)
    }
}

impl SessionStore for Sessions {
    async fn load(&self, key: &SessionKey) -> Result<Option<HashMap<String, String>>, LoadError> {
        let key = key.as_ref().to_owned();
        let found = match self.app.answers_at_once() {
            true => sessions::find_session(&self.app, &key).map_err(anyhow::Error::from),
            false => self.off_thread(move |app| sessions::find_session(app, &key)).await,
        };
        let Some(found) = found.map_err(LoadError::Other)? else { return Ok(None) };
        let mut state: HashMap<String, String> =
            serde_json::from_str(&found.state).map_err(|why| LoadError::Deserialization(why.into()))?;
        let live = serde_json::to_string(&StoredLive::of(found));
        state.insert(LIVE.to_owned(), live.map_err(|why| LoadError::Deserialization(why.into()))?);
        Ok(Some(state))
    }

    async fn save(&self, mut state: HashMap<String, String>, _: &Duration) -> Result<SessionKey, SaveError> {
        let begin = state.remove(BEGIN).and_then(|text| serde_json::from_str::<StoredBegin>(&text).ok());
        let begin = begin.ok_or_else(|| SaveError::Other(anyhow::anyhow!("a session without a user")))?;
        let with = Beginning {
            state: stored(state).map_err(SaveError::Serialization)?,
            device: begin.device,
            origin: begin.origin,
            begun_at: begin.begun_at,
        };
        let key = generate_session_key();
        let begun = key.as_ref().to_owned();
        self.off_thread(move |app| sessions::begin_session(app, &begun, UserId(begin.user), &with))
            .await
            .map_err(SaveError::Other)?;
        Ok(key)
    }

    async fn update(
        &self,
        key: SessionKey,
        state: HashMap<String, String>,
        _: &Duration,
    ) -> Result<SessionKey, UpdateError> {
        let text = stored(state).map_err(UpdateError::Serialization)?;
        let used = key.as_ref().to_owned();
        self.off_thread(move |app| sessions::continue_session(app, &used, &text))
            .await
            .map_err(UpdateError::Other)?;
        Ok(key)
    }

    async fn update_ttl(&self, _: &SessionKey, _: &Duration) -> Result<(), anyhow::Error> {
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        let key = key.as_ref().to_owned();
        self.off_thread(move |app| sessions::end_session(app, &key)).await
    }
}

impl StoredLive {
    fn of(live: LiveSession) -> StoredLive {
        StoredLive {
            session: live.id,
            user: live.viewer.id.0,
            email: live.viewer.email,
            role: live.viewer.role.to_string(),
            locale: live.viewer.locale,
            has_factor: live.has_factor,
            begun_at: live.begun_at,
            proven_at: live.proven_at,
        }
    }
}

fn stored(mut state: HashMap<String, String>) -> Result<String, anyhow::Error> {
    state.remove(LIVE);
    state.remove(BEGIN);
    Ok(serde_json::to_string(&state)?)
}
