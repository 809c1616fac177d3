//! The style sheet, the icon and the provider's logo, under names that change with their bytes.

use std::sync::LazyLock;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use actix_web::{HttpResponse, web};

use crate::services::App;
use crate::values::hash::sha256;
use crate::values::logo::Logo;

const STYLES: &str = include_str!("../../templates/assets/billcenter.css");
const ICON: &str = include_str!("../../templates/assets/icon.svg");

static STYLES_NAME: LazyLock<String> =
    LazyLock::new(|| format!("billcenter-{}.css", &sha256(STYLES.as_bytes())[..12]));
static ICON_NAME: LazyLock<String> = LazyLock::new(|| format!("icon-{}.svg", &sha256(ICON.as_bytes())[..12]));

/// The style sheet's path.
pub fn styles() -> &'static str {
    &STYLES_NAME
}

/// The icon's path.
pub fn icon() -> &'static str {
    &ICON_NAME
}

/// `/logo/{name}`: the logo of today's letterhead, for a year, since another one has another name.
pub async fn logo(app: web::Data<App>, name: web::Path<String>) -> HttpResponse {
    let named = |logo: &Logo| name.strip_suffix(".png") == Some(logo.sha256());
    let Some(logo) = app.letterhead().logo.filter(named) else { return HttpResponse::NotFound().finish() };
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "image/png"))
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(logo.png().to_vec())
}

/// `/assets/{name}`: for a year, since a changed one has another name.
pub async fn asset(name: web::Path<String>) -> HttpResponse {
    let (kind, body) = match name.as_str() {
        name if name == styles() => ("text/css; charset=utf-8", STYLES),
        name if name == icon() => ("image/svg+xml", ICON),
        _ => return HttpResponse::NotFound().finish(),
    };
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, kind))
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(body)
}
