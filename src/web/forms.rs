//! Forms with their token checked before anything else is looked at.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::csrf;
use super::errors::Failure;

/// A form from one of our own pages. There is no other way to read one.
pub struct OwnForm<T>(pub T);

#[derive(Deserialize)]
struct WithToken<T> {
    form_token: String,
    #[serde(flatten)]
    form: T,
}

impl<T: DeserializeOwned + 'static> FromRequest for OwnForm<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<OwnForm<T>, actix_web::Error>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = web::Form::<WithToken<T>>::from_request(req, payload);
        let req = req.clone();
        Box::pin(async move {
            let form = form.await?.into_inner();
            match csrf::is_right(&req, &form.form_token) {
                true => Ok(OwnForm(form.form)),
                false => Err(Failure::Forged.into()),
            }
        })
    }
}

/// A form with nothing but its token.
#[derive(Deserialize)]
pub struct Nothing {}
