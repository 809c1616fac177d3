//! `/login/sessions`: ends one session, or all but this one.

use actix_web::HttpResponse;
use serde::Deserialize;

use crate::services::sessions;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::own::OwnLogin;

/// Instead of a session's name.
const OTHERS: &str = "others";

/// Which one.
#[derive(Deserialize)]
pub struct Form {
    session: String,
}

/// Ends it; it is out at its next request.
pub async fn end(own: OwnLogin, OwnForm(form): OwnForm<Form>) -> Result<HttpResponse, Failure> {
    let (app, live) = (&own.visit.app, own.live);
    match form.session.as_str() {
        OTHERS => sessions::end_others(app, live.viewer, live.id).await?,
        _ => sessions::end_own(app, live.viewer, form.session).await?,
    }
    Ok(see_other("/login?done=sessions"))
}
