//! The way in, whichever page a person came by: past the second factor, then on to where they
//! wanted to go.

use std::sync::Arc;

use actix_session::Session;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::errors::Failure;
use super::{Site, session};
use crate::domain::sign_in::HALF_WAY_LASTS;
use crate::services::{App, second_step};
use crate::values::ids::UserId;

/// What is escaped in the value of `next`: all but what RFC 3986 leaves alone, and slashes.
const ESCAPED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The cookie of who owes the code of their second factor.
const HALF_WAY: &str = "half";

/// Signs `user` in, who has given their password or proved their address, and leads on to `next`; or
/// to the second step, where there is one.
pub async fn let_in(
    app: &Arc<App>,
    req: &HttpRequest,
    session: &Session,
    user: UserId,
    next: &str,
) -> Result<HttpResponse, Failure> {
    let Some(key) = second_step::begin(app, user).await? else {
        session::sign_in(session, req, user)?;
        return Ok(see_other(own_path(next)));
    };
    // Whoever was signed in in this browser is not any more.
    session.purge();
    let mut response = see_other(&with_next("/sign-in/code", own_path(next)));
    let cookie = half_way_cookie(req, key, Duration::seconds(HALF_WAY_LASTS.num_seconds()))?;
    response.add_cookie(&cookie).map_err(Failure::defect)?;
    Ok(response)
}

/// The key of who owes the code.
pub fn half_way_key(req: &HttpRequest) -> Option<String> {
    let site = req.app_data::<web::Data<Site>>()?;
    Some(req.cookie(&site.cookie_name(HALF_WAY))?.value().to_owned())
}

/// On to `next`, and the key forgotten.
pub fn arrived(req: &HttpRequest, next: &str) -> Result<HttpResponse, Failure> {
    let mut response = see_other(own_path(next));
    response.add_cookie(&half_way_cookie(req, String::new(), Duration::ZERO)?).map_err(Failure::defect)?;
    Ok(response)
}

fn half_way_cookie(req: &HttpRequest, key: String, age: Duration) -> Result<Cookie<'static>, Failure> {
    let site = req.app_data::<web::Data<Site>>();
    let site = site.ok_or_else(|| Failure::defect(std::io::Error::other("the server is not configured")))?;
    Ok(Cookie::build(site.cookie_name(HALF_WAY), key)
        .path("/")
        .http_only(true)
        .secure(site.is_secure)
        .same_site(SameSite::Lax)
        .max_age(age)
        .finish())
}

/// The page at `page`, which leads on to `next`.
pub fn with_next(page: &str, next: &str) -> String {
    if next == "/" {
        return page.to_owned();
    }
    format!("{page}?next={}", utf8_percent_encode(next, &ESCAPED))
}

/// A path of this portal, whatever a link asked for.
pub fn own_path(next: &str) -> &str {
    let is_own = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && next.bytes().all(|byte| byte.is_ascii_graphic());
    if is_own { next } else { "/" }
}

/// On to another page, after a form.
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, path)).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_on_stays_in_the_portal() {
        assert_eq!(own_path("/invoices/INV-202611-000001?x=1"), "/invoices/INV-202611-000001?x=1");
        for bad in ["", "https://evil.example", "//evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x"] {
            assert_eq!(own_path(bad), "/", "{bad:?}");
        }
        assert_eq!(
            with_next("/sign-in", "/invoices?account=1&x"),
            "/sign-in?next=/invoices%3Faccount%3D1%26x"
        );
        assert_eq!(with_next("/sign-in", "/"), "/sign-in");
    }
}
