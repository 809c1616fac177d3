//! Forms that bring files along: read piece by piece and cut off where they are too large, so that
//! nobody fills the memory.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use actix_multipart::{Field, Multipart};
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;

use super::csrf;
use super::errors::Failure;
use crate::domain::attachment::FILES_AT_ONCE;
use crate::services::App;
use crate::services::cases::Upload;

/// The largest text of one field: ten thousand letters of any alphabet.
const TEXT_BYTES: usize = 48 * 1024;

/// Fields of one form, files apart.
const FIELDS_AT_MOST: usize = 500;

/// A form with files from one of our own pages. There is no other way to read one.
pub struct OwnUpload<T> {
    /// What was typed.
    pub form: T,
    /// The files, in the order of their coming. One that is too large has one byte more than it may
    /// have, so that whoever looks at it finds so.
    pub files: Vec<Upload>,
}

impl<T: DeserializeOwned + 'static> FromRequest for OwnUpload<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<OwnUpload<T>, actix_web::Error>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let req = req.clone();
        let parts = Multipart::new(req.headers(), payload.take());
        Box::pin(async move { Ok(read(&req, parts).await?) })
    }
}

async fn read<T: DeserializeOwned>(req: &HttpRequest, mut parts: Multipart) -> Result<OwnUpload<T>, Failure> {
    let missing = || Failure::defect(std::io::Error::other("the server is not configured"));
    let app = req.app_data::<web::Data<App>>().ok_or_else(missing)?;
    let most = usize::try_from(app.settings.cases.max_file_bytes).unwrap_or(usize::MAX);
    let (mut fields, mut files): (BTreeMap<String, String>, Vec<Upload>) = Default::default();
    if announced(req) > most.saturating_add(1).saturating_mul(FILES_AT_ONCE + 1) {
        return Err(Failure::TooLarge);
    }
    while let Some(field) = parts.next().await {
        let mut field = field.map_err(|_| Failure::BadRequest)?;
        let (name, file_name) = names(&field);
        match file_name {
            // A browser sends an empty file where none was chosen.
            Some(file) if file.is_empty() => {
                piece(&mut field, 0).await?;
            }
            Some(_) if files.len() > FILES_AT_ONCE => return Err(Failure::TooLarge),
            Some(name) => files.push(Upload { name, bytes: piece(&mut field, most).await? }),
            None if fields.len() >= FIELDS_AT_MOST => return Err(Failure::TooLarge),
            None => {
                let bytes = piece(&mut field, TEXT_BYTES).await?;
                fields.insert(name, String::from_utf8(bytes).map_err(|_| Failure::BadRequest)?);
            }
        }
    }
    if !csrf::is_right(req, fields.get("form_token").map_or("", String::as_str)) {
        return Err(Failure::Forged);
    }
    let pairs = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let form = web::Query::<T>::from_query(&encoded).map_err(|_| Failure::BadRequest)?;
    Ok(OwnUpload { form: form.into_inner(), files })
}

/// How long the request says that it is.
fn announced(req: &HttpRequest) -> usize {
    let length = req.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    length.and_then(|length| length.parse().ok()).unwrap_or(0)
}

/// A field's name, and its file's where it is one.
fn names(field: &Field) -> (String, Option<String>) {
    let disposition = field.content_disposition();
    let part = |text: Option<&str>| text.map(str::to_owned);
    let name = part(disposition.and_then(|disposition| disposition.get_name()));
    (name.unwrap_or_default(), part(disposition.and_then(|disposition| disposition.get_filename())))
}

/// Up to one byte more than `most`; the rest is read and dropped as long as it is not very long.
async fn piece(field: &mut Field, most: usize) -> Result<Vec<u8>, Failure> {
    let (mut bytes, mut dropped) = (Vec::new(), 0);
    while let Some(chunk) = field.next().await {
        let chunk = chunk.map_err(|_| Failure::BadRequest)?;
        let room = (most + 1).saturating_sub(bytes.len()).min(chunk.len());
        bytes.extend_from_slice(&chunk[..room]);
        dropped += chunk.len() - room;
        if dropped > most.max(TEXT_BYTES).saturating_mul(2) {
            return Err(Failure::TooLarge);
        }
    }
    Ok(bytes)
}
