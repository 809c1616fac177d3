//! `/cases/{case}/files/{id}`: a file that came with a message, to be saved and never shown in the
//! portal's own name.

use actix_web::http::header::{
    Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue,
};
use actix_web::{HttpResponse, web};

use crate::services::cases;
use crate::web::cases::case_number;
use crate::web::errors::Failure;
use crate::web::frame::SignedIn;

/// The file's bytes.
pub async fn download(
    signed_in: SignedIn,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let (case, file) = path.into_inner();
    let (number, file) = (case_number(&case)?, file.parse().map_err(|_| Failure::NotFound)?);
    let (app, viewer) = (signed_in.visit.app, signed_in.viewer);
    let find = app.clone();
    let found = web::block(move || cases::find_file(&find, &viewer, number, file)).await??;
    let bytes = cases::read_file(&app, &found).await?;
    Ok(HttpResponse::Ok().content_type(found.content_type).insert_header(saved_as(&found.name)).body(bytes))
}

/// To be saved under this name: in plain letters for old programs, and as it is (RFC 6266).
fn saved_as(name: &str) -> ContentDisposition {
    let plain = name.chars().map(|c| if c.is_ascii_alphanumeric() || ".-_ ".contains(c) { c } else { '_' });
    let mut parameters = vec![DispositionParam::Filename(plain.collect())];
    if !name.is_ascii() {
        parameters.push(DispositionParam::FilenameExt(ExtendedValue {
            charset: Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: name.as_bytes().to_vec(),
        }));
    }
    ContentDisposition { disposition: DispositionType::Attachment, parameters }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_within_its_quotes() {
        assert_eq!(saved_as("quote 7.pdf").to_string(), "attachment; filename=\"quote 7.pdf\"");
        assert_eq!(
            saved_as("ñ\".pdf").to_string(),
            "attachment; filename=\"__.pdf\"; filename*=UTF-8''%C3%B1%22.pdf"
        );
    }
}
