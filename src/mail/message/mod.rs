//! The invoice as an e-mail, and notices: what they say and the bytes they are sent as.
//!
//! Invariant: the bytes are a pure function of [`InvoiceMail`] or [`NoticeMail`]. The same delivery tried again has
//! the same Message-ID, the same date and the same MIME boundaries, so that a receiver who got it
//! twice can see that it is one message (DESIGN, "Post").

mod letter;
mod notice;
mod pdf;

use chrono::{DateTime, NaiveDate, Utc};
use lettre::Address;
use lettre::message::header::{
    ContentDisposition, ContentTransferEncoding, ContentType, HeaderName, HeaderValue,
};
use lettre::message::{Body, Mailbox, Message, MessageBuilder, MultiPart, SinglePart};
use sha2::{Digest, Sha256};

pub use notice::{NoticeMail, compose_notice};
pub use pdf::EncodedPdf;

use crate::domain::invoice::Invoice;
use crate::values::contact::EmailAddress;
use crate::values::locale::Locale;
use crate::values::message_id::MessageId;
use letter::Letter;

/// Everything that one e-mail with one invoice to one contact is made from (REQUIREMENTS R4.4).
#[derive(Clone, Debug)]
pub struct InvoiceMail<'a> {
    /// The invoice, issued.
    pub invoice: &'a Invoice,
    /// Who receives it, and in which language.
    pub recipient: Recipient<'a>,
    /// Who sends it.
    pub sender: &'a Sender,
    /// The same on every try.
    pub message_id: &'a MessageId,
    /// The same on every try: when the message was first due to be sent.
    pub date: DateTime<Utc>,
    /// How the document itself comes along.
    pub enclosure: Enclosure<'a>,
    /// Whether it was sent before and somebody asked for it again.
    pub copy: bool,
}

/// The contact who receives an invoice.
#[derive(Clone, Debug)]
pub struct Recipient<'a> {
    /// The person's name; may be empty.
    pub name: &'a str,
    /// Where to.
    pub address: &'a EmailAddress,
    /// The contact's language, which need not be the document's.
    pub locale: Locale,
}

/// Who sends invoices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// As readers see it, such as `Example Telecom Billing`.
    pub name: String,
    /// The address in From.
    pub address: EmailAddress,
    /// Where answers go, if not there.
    pub reply_to: Option<EmailAddress>,
}

/// How the document comes along.
#[derive(Clone, Debug)]
pub enum Enclosure<'a> {
    /// The PDF attached.
    Attached(&'a EncodedPdf),
    /// A signed address under which it can be fetched until a day.
    Link {
        /// The whole address.
        url: &'a str,
        /// The last day on which it works.
        expires_on: NaiveDate,
    },
}

/// Why no message can be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// Only an issued invoice has a number to be paid under.
    #[error("the invoice of account {account} for {period} is a draft: it has no number to be mailed under")]
    Draft {
        /// The account's number.
        account: String,
        /// The period.
        period: String,
    },
    /// lettre does not take an address that we took for one.
    #[error("{address} cannot stand in a mail header: {why}")]
    Address {
        /// The address.
        address: String,
        /// lettre's reason.
        why: String,
    },
    /// The link is no web address, or it could break out of its place.
    #[error("the link is not a web address")]
    Link,
}

/// Writes the message: headers, a text and an HTML part that say the same, the document.
///
/// # Errors
/// [`ComposeError`]; the input then needs a person, another try will not help.
pub fn compose_invoice(mail: &InvoiceMail<'_>) -> Result<Vec<u8>, ComposeError> {
    let letter = Letter::of(mail)?;
    let boundaries = Boundaries::of(mail.message_id);
    let words = multipart("alternative", &boundaries.inner)
        .singlepart(text_part("text/plain; charset=utf-8", letter.text()))
        .singlepart(text_part("text/html; charset=utf-8", letter.html()));
    let body = match &mail.enclosure {
        Enclosure::Attached(pdf) => {
            multipart("mixed", &boundaries.outer).multipart(words).singlepart(attachment(pdf))
        }
        Enclosure::Link { .. } => words,
    };
    let head = Head {
        sender: mail.sender,
        recipient: &mail.recipient,
        subject: &letter.subject(),
        message_id: mail.message_id,
        answers: None,
        date: mail.date,
    };
    head.over(body)
}

/// What every message has above its body.
struct Head<'a> {
    sender: &'a Sender,
    recipient: &'a Recipient<'a>,
    subject: &'a str,
    message_id: &'a MessageId,
    answers: Option<&'a MessageId>,
    date: DateTime<Utc>,
}

impl Head<'_> {
    fn over(&self, body: MultiPart) -> Result<Vec<u8>, ComposeError> {
        let reply_to = self.sender.reply_to.as_ref().unwrap_or(&self.sender.address);
        let thread = |builder: MessageBuilder| match self.answers.map(MessageId::in_brackets) {
            Some(first) => builder.in_reply_to(first.clone()).references(first),
            None => builder,
        };
        let message = thread(Message::builder())
            .date(self.date.into())
            .from(mailbox(&self.sender.name, &self.sender.address)?)
            .reply_to(mailbox(&self.sender.name, reply_to)?)
            .to(mailbox(self.recipient.name, self.recipient.address)?)
            .subject(one_line(self.subject))
            .message_id(Some(self.message_id.in_brackets()))
            // Keeps holiday notices from answering (RFC 3834).
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("Content-Language", self.recipient.locale.as_str()))
            .multipart(body)
            .expect("from and to are set");
        Ok(message.formatted())
    }
}

/// The same for the same message, and never in a body: quoted-printable and base64 have no `=_`.
struct Boundaries {
    outer: String,
    inner: String,
}

impl Boundaries {
    fn of(id: &MessageId) -> Boundaries {
        let hash = Sha256::digest(id.as_str().as_bytes());
        let hash: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        Boundaries { outer: format!("=_mixed_{hash}"), inner: format!("=_words_{hash}") }
    }
}

/// Not lettre's own constructor: that one draws a random boundary first.
fn multipart(kind: &str, boundary: &str) -> MultiPart {
    let content_type = format!("multipart/{kind}; boundary=\"{boundary}\"");
    MultiPart::builder().header(content_type_of(&content_type)).build()
}

fn text_part(content_type: &str, text: String) -> SinglePart {
    // Always this encoding: the boundaries rely on it, and no line is too long in it.
    let body = Body::new_with_encoding(text, ContentTransferEncoding::QuotedPrintable)
        .expect("every text can be quoted-printable");
    SinglePart::builder().header(content_type_of(content_type)).body(body)
}

fn is_web_address(url: &str) -> bool {
    let web = url.starts_with("https://") || url.starts_with("http://");
    web && url.bytes().all(|b| b.is_ascii_graphic() && !b"\"'<>\\".contains(&b))
}

fn attachment(pdf: &EncodedPdf) -> SinglePart {
    let content_type = format!("application/pdf; name=\"{}\"", pdf.file_name());
    let body = Body::dangerous_pre_encoded(pdf.base64().to_vec(), ContentTransferEncoding::Base64);
    SinglePart::builder()
        .header(content_type_of(&content_type))
        .header(ContentDisposition::attachment(pdf.file_name()))
        .body(body)
}

fn content_type_of(text: &str) -> ContentType {
    ContentType::parse(text).expect("a content type written here")
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn mailbox(name: &str, address: &EmailAddress) -> Result<Mailbox, ComposeError> {
    let name = one_line(name);
    let address: Address = address.as_str().parse().map_err(|error: lettre::address::AddressError| {
        ComposeError::Address { address: address.to_string(), why: error.to_string() }
    })?;
    Ok(Mailbox::new((!name.is_empty()).then_some(name), address))
}

/// Names come from customers' files: what would begin a new line in a header becomes a blank.
fn one_line(text: &str) -> String {
    let blanks = text.replace(|c: char| c.is_control() || c.is_whitespace(), " ");
    blanks.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
