//! Forms count only from our own pages: browsers say where a request comes from, and each form
//! carries a token that only the browser it was shown in can send back.

use actix_session::SessionExt;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::ORIGIN;
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{Site, errors::Failure, session};

/// The cookie that marks a browser before anyone signs in.
pub const VISIT: &str = "visit";

/// Refuses what a page of another site sends, by the headers that pages cannot set.
pub async fn check_origin<B: MessageBody>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    if !req.method().is_safe() && !is_own(&req) {
        return Err(Failure::Forged.into());
    }
    next.call(req).await
}

fn is_own(req: &ServiceRequest) -> bool {
    let header = |name: &str| req.headers().get(name).map(|value| value.to_str().unwrap_or("?").to_owned());
    if let Some(site) = header("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    match header(ORIGIN.as_str()) {
        // Not a browser's page: the token decides.
        None => true,
        Some(origin) => req.app_data::<web::Data<Site>>().is_some_and(|site| {
            let host = req.connection_info().host().to_owned();
            origin == site.origin || (!site.is_secure && origin == format!("http://{host}"))
        }),
    }
}

/// A value for a browser that has none yet.
pub fn new_visit() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// The token of forms that are shown to a browser marked `visit`.
pub fn visit_token(site: &Site, visit: &str) -> String {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&site.form_key).expect("keys of any length");
    mac.update(visit.as_bytes());
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

/// Whether `token` is the one that this browser was shown.
pub fn is_right(req: &HttpRequest, token: &str) -> bool {
    let Some(site) = req.app_data::<web::Data<Site>>() else { return false };
    let session = req.get_session();
    let expected = match session::form_token(&session) {
        Some(token) => Some(token),
        None => req.cookie(&site.cookie_name(VISIT)).map(|visit| visit_token(site, visit.value())),
    };
    expected.is_some_and(|expected| same(expected.as_bytes(), token.as_bytes()))
}

/// Compares in a time that tells nothing of where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}
