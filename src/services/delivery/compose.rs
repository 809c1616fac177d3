//! From a row of the outbox to the bytes that are sent, the same on every try.

use std::sync::Arc;

use chrono::Days;
use tokio::sync::Mutex;

use super::notice;
use crate::domain::invoice::Invoice;
use crate::domain::notice::{Facts, NoticeKind};
use crate::mail::dkim::Signer;
use crate::mail::message::{
    Enclosure, EncodedPdf, InvoiceMail, NoticeMail, Recipient, Sender, compose_invoice, compose_notice,
};
use crate::pdf::invoice_file_name;
use crate::services::{App, ServiceError, blocking, invoices, links, secrets};
use crate::store::StoreError;
use crate::store::outbox::{Claimed, Matter};
use crate::values::Invalid;
use crate::values::calendar::{mountain_day, mountain_midnight};
use crate::values::contact::{Delivery, EmailAddress};
use crate::values::ids::InvoiceId;
use crate::values::locale::Locale;
use crate::values::message_id::MessageId;

/// Why a message could not be made.
pub enum Problem {
    /// It lies in the message: another try will not help.
    Message(String),
    /// It lies in the settings: the message goes out once they are right.
    Setting(String),
    /// The database or the file store.
    Service(ServiceError),
}

/// Makes messages. Recipients of the same invoice follow each other: its PDF is encoded once.
pub struct Composer {
    sender: Sender,
    signer: Option<Signer>,
    last: Mutex<Option<(InvoiceId, Arc<Letter>)>>,
}

struct Letter {
    invoice: Invoice,
    pdf: EncodedPdf,
    size_bytes: usize,
}

impl Composer {
    /// With the sender and the DKIM key of the settings.
    ///
    /// # Errors
    /// A key that cannot be read.
    pub fn new(app: &App) -> Result<Composer, ServiceError> {
        let mail = &app.settings.mail;
        let sender = Sender {
            name: mail.from_name.clone(),
            address: mail.from_address.parse()?,
            reply_to: Some(mail.reply_to.parse()?),
        };
        let signer = mail.dkim.as_ref().map(|dkim| {
            let pem = std::fs::read_to_string(&dkim.key_file)
                .map_err(|why| Invalid(format!("settings: mail.dkim.key_file: {why}")))?;
            Signer::from_pem(&dkim.domain, &dkim.selector, &pem)
        });
        Ok(Composer { sender, signer: signer.transpose()?, last: Mutex::default() })
    }

    /// The bytes of `message`.
    pub async fn compose(&self, app: &App, message: &Claimed) -> Result<Vec<u8>, Problem> {
        let bytes = match &message.matter {
            Matter::Invoice(invoice, delivery) => self.invoice(app, message, *invoice, *delivery).await?,
            Matter::Notice(kind, facts, user) => {
                notice::compose(app, &self.sender, message, *kind, facts, *user)?
            }
        };
        Ok(self.signed(bytes))
    }

    /// The bytes of a test message.
    pub fn trial(&self, app: &App, to: &EmailAddress, locale: Locale) -> Result<Vec<u8>, Problem> {
        let invalid = |why: Invalid| Problem::Message(why.to_string());
        let name = format!("test-{}@{}", secrets::random_name(), app.settings.mail_domain());
        let message_id: MessageId = name.parse().map_err(invalid)?;
        let mail = NoticeMail {
            kind: NoticeKind::MailTest,
            facts: &Facts::new(),
            url: &format!("{}/office/settings/mail", app.settings.portal_url()),
            provider: &app.letterhead(),
            recipient: Recipient { name: "", address: to, locale },
            sender: &self.sender,
            message_id: &message_id,
            answers: None,
            date: app.clock.now(),
        };
        let bytes = compose_notice(&mail).map_err(|why| Problem::Message(why.to_string()))?;
        Ok(self.signed(bytes))
    }

    fn signed(&self, bytes: Vec<u8>) -> Vec<u8> {
        match &self.signer {
            Some(signer) => signer.sign(&bytes),
            None => bytes,
        }
    }

    async fn invoice(
        &self,
        app: &App,
        message: &Claimed,
        id: InvoiceId,
        delivery: Delivery,
    ) -> Result<Vec<u8>, Problem> {
        let letter = self.letter(app, id).await.map_err(Problem::Service)?;
        let is_link =
            delivery == Delivery::Link || letter.size_bytes > app.settings.mail.max_attachment_bytes;
        let expires_on = mountain_day(message.dated_at) + Days::new(u64::from(app.settings.mail.link_days));
        let url = match &letter.invoice.number {
            // A link works through its last day.
            Some(number) if is_link => links::sign(app, number, mountain_midnight(expires_on + Days::new(1)))
                .map_err(|why| Problem::Setting(why.to_string()))?,
            _ => String::new(),
        };
        let mail = InvoiceMail {
            invoice: &letter.invoice,
            recipient: Recipient { name: &message.name, address: &message.email, locale: message.locale },
            sender: &self.sender,
            message_id: &message.message_id,
            date: message.dated_at,
            enclosure: match is_link {
                true => Enclosure::Link { url: &url, expires_on },
                false => Enclosure::Attached(&letter.pdf),
            },
            copy: message.is_copy,
        };
        compose_invoice(&mail).map_err(|why| Problem::Message(why.to_string()))
    }

    async fn letter(&self, app: &App, id: InvoiceId) -> Result<Arc<Letter>, ServiceError> {
        let mut last = self.last.lock().await;
        if let Some((of, letter)) = last.as_ref()
            && *of == id
        {
            return Ok(letter.clone());
        }
        let db = app.db.clone();
        let invoice = blocking(move || {
            let found = db.read(|conn| crate::store::invoices::load(conn, &[id]))?.pop();
            found.ok_or_else(|| {
                StoreError::Corrupt(format!("a message refers to invoice {}, which is gone", id.0))
            })
        })
        .await?;
        let bytes = invoices::pdf(app, id, &invoice).await?;
        let pdf = EncodedPdf::new(invoice_file_name(&invoice), &bytes)?;
        let letter = Arc::new(Letter { invoice, pdf, size_bytes: bytes.len() });
        *last = Some((id, letter.clone()));
        Ok(letter)
    }
}
