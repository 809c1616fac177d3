//! What all pages of this server share.

use actix_web::cookie::Key;
use sha2::{Digest, Sha512};

use crate::services::App;

/// Made once per process.
#[derive(Clone)]
pub struct Site {
    /// `scheme://host[:port]` under which browsers know the portal.
    pub origin: String,
    /// Whether that is `https`: cookies are then for secure connections only.
    pub is_secure: bool,
    /// Signs the session's cookie.
    pub cookie_key: Key,
    /// Binds forms to the browser they were shown in.
    pub form_key: Vec<u8>,
}

impl Site {
    /// Keys come from the session secret, so that several processes understand one another.
    pub fn new(app: &App) -> Site {
        let origin = app.settings.portal_url();
        let is_secure = origin.starts_with("https://");
        let secret = &app.settings.server.session_secret;
        let secret = match secret.len() {
            // Development only (`Settings::require`): sessions end with the process.
            0..32 => rand::random::<[u8; 32]>().to_vec(),
            _ => secret.clone().into_bytes(),
        };
        let derived = |label: &[u8]| Sha512::new().chain_update(label).chain_update(&secret).finalize();
        Site {
            cookie_key: Key::from(&derived(b"billcenter session cookie v1:")),
            form_key: derived(b"billcenter form token v1:").to_vec(),
            origin,
            is_secure,
        }
    }

    /// A cookie's name: with the prefix that binds it to this host where the connection is secure.
    pub fn cookie_name(&self, name: &str) -> String {
        if self.is_secure { format!("__Host-{name}") } else { name.to_owned() }
    }
}
