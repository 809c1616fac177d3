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
use actix_web::web;
use serde::{Deserialize, Serialize};

use super::Site;
use super::errors::Failure;
use crate::domain::access::Viewer;
use crate::services::{App, ServiceError, sessions};
use crate::values::ids::UserId;
use crate::values::locale::Locale;

/// Read from the user's row at every request; never stored in the session.
const VIEWER: &str = "viewer";

/// The user's id; stored in a column of its own.
const USER: &str = "user";

/// The token of this session's forms.
const FORM_TOKEN: &str = "form_token";

/// The minute in which the session was last used.
const SEEN: &str = "seen";

#[derive(Serialize, Deserialize)]
struct StoredViewer {
    id: i64,
    email: String,
    role: String,
    locale: Locale,
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

/// Begins a session for `user` under a fresh key, whatever the browser brought along.
pub fn sign_in(session: &Session, user: UserId, form_token: &str) -> Result<(), Failure> {
    session.clear();
    session.renew();
    session.insert(USER, user.0).map_err(Failure::defect)?;
    session.insert(FORM_TOKEN, form_token).map_err(Failure::defect)
}

/// Who is signed in.
pub fn viewer(session: &Session) -> Option<Viewer> {
    let stored: StoredViewer = session.get(VIEWER).ok()??;
    let StoredViewer { id, email, role, locale } = stored;
    Some(Viewer { id: UserId(id), email, role: role.parse().ok()?, locale })
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
        let found = self.off_thread(move |app| sessions::find_session(app, &key)).await;
        let Some((viewer, state)) = found.map_err(LoadError::Other)? else { return Ok(None) };
        let mut state: HashMap<String, String> =
            serde_json::from_str(&state).map_err(|why| LoadError::Deserialization(why.into()))?;
        let stored = StoredViewer {
            id: viewer.id.0,
            email: viewer.email,
            role: viewer.role.to_string(),
            locale: viewer.locale,
        };
        let text = serde_json::to_string(&stored).map_err(|why| LoadError::Deserialization(why.into()))?;
        state.insert(VIEWER.to_owned(), text);
        Ok(Some(state))
    }

    async fn save(&self, mut state: HashMap<String, String>, _: &Duration) -> Result<SessionKey, SaveError> {
        let user = state.remove(USER).and_then(|id| id.parse().ok());
        let user = user.ok_or_else(|| SaveError::Other(anyhow::anyhow!("a session without a user")))?;
        let text = stored(state).map_err(SaveError::Serialization)?;
        let key = generate_session_key();
        let begun = key.as_ref().to_owned();
        self.off_thread(move |app| sessions::begin_session(app, &begun, UserId(user), &text))
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

fn stored(mut state: HashMap<String, String>) -> Result<String, anyhow::Error> {
    state.remove(VIEWER);
    state.remove(USER);
    Ok(serde_json::to_string(&state)?)
}
