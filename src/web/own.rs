//! Requests of people who look after their own login.

use std::future::{Ready, ready};

use actix_session::SessionExt;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::errors::Failure;
use super::frame::Visit;
use super::session::{self, Live};
use crate::domain::sign_in::{is_proven, owes_factor};

/// A request of someone who is signed in, for the pages about their own login: those are open also
/// to who must set up a second factor before anything else.
pub struct OwnLogin {
    /// As for anyone.
    pub visit: Visit,
    /// Their session.
    pub live: Live,
}

impl OwnLogin {
    /// Whether they must set up a second factor before anything else.
    pub fn owes_factor(&self) -> bool {
        let required = self.visit.app.settings.auth.requires_factor_of_staff();
        owes_factor(self.live.viewer.role, self.live.has_factor, required)
    }

    /// Leads staff who owe a second factor to where they set it up.
    pub fn require_factor(&self, req: &HttpRequest) -> Result<(), Failure> {
        match self.owes_factor() {
            true => Err(Failure::FactorFirst(come_back(req, "/"))),
            false => Ok(()),
        }
    }

    /// Leads who did not prove themself of late to where they do; from there they come back to the
    /// page at `page`.
    pub fn require_proof(&self, page: &str) -> Result<(), Failure> {
        match is_proven(self.live.proven_at, self.visit.app.clock.now()) {
            true => Ok(()),
            false => Err(Failure::ProveFirst(page.to_owned())),
        }
    }
}

impl FromRequest for OwnLogin {
    type Error = actix_web::Error;
    type Future = Ready<Result<OwnLogin, actix_web::Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        // A customer's own login is nobody's to look at.
        let own = own_login(req).and_then(|own| match own.visit.frame.look {
            Some(_) if req.method().is_safe() => Err(Failure::Looking),
            _ => Ok(own),
        });
        ready(own.map_err(Into::into))
    }
}

/// Who is signed in, or the way to the sign-in page.
pub fn own_login(req: &HttpRequest) -> Result<OwnLogin, Failure> {
    let visit = Visit::of(req)?;
    let session = req.get_session();
    match session::live(&session) {
        Some(live) => {
            session::touch(&session, &visit.app);
            Ok(OwnLogin { visit, live })
        }
        None => Err(Failure::SignInFirst(come_back(req, "/"))),
    }
}

/// Only what was asked for to be looked at can be come back to.
fn come_back(req: &HttpRequest, otherwise: &str) -> String {
    if req.method().is_safe() { req.uri().to_string() } else { otherwise.to_owned() }
}
