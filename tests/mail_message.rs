//! The invoice mail, read back by another library than the one that wrote it.

#[path = "support/invoice.rs"]
mod invoice;

use billcenter::mail::message::{
    ComposeError, Enclosure, EncodedPdf, InvoiceMail, Recipient, Sender, compose_invoice,
};
use billcenter::values::locale::Locale;
use billcenter::values::message_id::MessageId;
use billcenter::values::money::Money;
use chrono::{DateTime, Utc};
use mail_parser::{HeaderValue, Message, MessageParser, MimeHeaders};

/// Not what a PDF looks like, but every byte there is, so that a lost one shows.
fn pdf() -> Vec<u8> {
    (0..40_000_u32).map(|n| (n * 31 % 256) as u8).collect()
}

struct Given {
    invoice: billcenter::domain::invoice::Invoice,
    name: &'static str,
    locale: Locale,
    copy: bool,
    link: Option<&'static str>,
}

impl Given {
    fn new(locale: Locale) -> Given {
        Given { invoice: invoice::invoice(), name: "Ana Núñez", locale, copy: false, link: None }
    }

    fn compose(&self) -> Result<Vec<u8>, ComposeError> {
        let sender = Sender {
            name: "Front Range Telecom Billing".to_owned(),
            address: "billing@frontrange.example".parse().unwrap(),
            reply_to: Some("help@frontrange.example".parse().unwrap()),
        };
        let pdf = EncodedPdf::new("INV-202611-000042.pdf", &pdf()).unwrap();
        let enclosure = match self.link {
            None => Enclosure::Attached(&pdf),
            Some(url) => Enclosure::Link { url, expires_on: "2026-12-27".parse().unwrap() },
        };
        compose_invoice(&InvoiceMail {
            invoice: &self.invoice,
            recipient: Recipient {
                name: self.name,
                address: &"ap.100001@customer.example".parse().unwrap(),
                locale: self.locale,
            },
            sender: &sender,
            message_id: &"INV-202611-000042.17@frontrange.example".parse::<MessageId>().unwrap(),
            date: "2026-11-27T13:00:00Z".parse::<DateTime<Utc>>().unwrap(),
            enclosure,
            copy: self.copy,
        })
    }

    fn bytes(&self) -> Vec<u8> {
        self.compose().unwrap()
    }
}

fn read(bytes: &[u8]) -> Message<'_> {
    MessageParser::default().parse(bytes).expect("a message")
}

fn text(bytes: &[u8]) -> String {
    complete(read(bytes).body_text(0).expect("a text part").replace("\r\n", "\n"))
}

fn html(bytes: &[u8]) -> String {
    complete(read(bytes).body_html(0).expect("an HTML part").into_owned())
}

/// Fluent writes a text's key where there is no text, and a value's name where there is no value.
fn complete(part: String) -> String {
    assert!(
        !part.contains("Unknown localization") && !part.contains("{$") && !part.contains("mail-"),
        "{part}"
    );
    part
}

#[test]
fn text_html_and_document_arrive_as_they_were() {
    let bytes = Given::new(Locale::En).bytes();
    let message = read(&bytes);
    assert_eq!(message.text_body_count(), 1);
    assert_eq!(message.html_body_count(), 1);
    assert_eq!(message.attachment_count(), 1);
    let attachment = message.attachment(0).unwrap();
    assert_eq!(attachment.contents(), pdf());
    assert_eq!(attachment.attachment_name(), Some("INV-202611-000042.pdf"));
    let kind = attachment.content_type().unwrap();
    assert_eq!((kind.ctype(), kind.subtype()), ("application", Some("pdf")));
    assert!(html(&bytes).contains("lang=\"en\""));
}

#[test]
fn the_headers_say_who_and_what() {
    let bytes = Given::new(Locale::En).bytes();
    let message = read(&bytes);
    let from = message.from().unwrap().first().unwrap();
    assert_eq!(from.name(), Some("Front Range Telecom Billing"));
    assert_eq!(from.address(), Some("billing@frontrange.example"));
    assert_eq!(message.reply_to().unwrap().first().unwrap().address(), Some("help@frontrange.example"));
    let to = message.to().unwrap().first().unwrap();
    assert_eq!((to.name(), to.address()), (Some("Ana Núñez"), Some("ap.100001@customer.example")));
    assert_eq!(message.message_id(), Some("INV-202611-000042.17@frontrange.example"));
    assert_eq!(message.date().unwrap().to_rfc3339(), "2026-11-27T13:00:00Z");
    let header = |name: &str| message.header_raw(name).map(str::trim).map(str::to_owned);
    assert_eq!(header("Auto-Submitted").as_deref(), Some("auto-generated"));
    assert_eq!(header("Content-Language").as_deref(), Some("en"));
    assert_eq!(header("MIME-Version").as_deref(), Some("1.0"));
    assert_eq!(
        message.subject().unwrap(),
        "Front Range Telecom, LLC invoice INV-202611-000042: $4,543.05 due December 27, 2026 (account 100001)"
    );
}

#[test]
fn the_bytes_are_the_same_on_every_try_and_fit_every_server() {
    for locale in Locale::ALL {
        let given = Given { copy: locale == Locale::Es, ..Given::new(locale) };
        let bytes = given.bytes();
        assert_eq!(bytes, given.bytes());
        assert!(bytes.is_ascii(), "no 8BITMIME is needed");
        assert!(bytes.ends_with(b"\r\n"));
        for line in bytes.split(|byte| *byte == b'\n') {
            assert!(line.len() <= 200, "{}", String::from_utf8_lossy(line));
            let inside = line.strip_suffix(b"\r").unwrap_or(line);
            assert!(line.is_empty() || inside.len() + 1 == line.len(), "lines end in CRLF");
            assert!(!inside.contains(&b'\r'));
        }
    }
}

#[test]
fn the_text_answers_what_page_1_answers() {
    insta::assert_snapshot!("text_en", text(&Given::new(Locale::En).bytes()));
    insta::assert_snapshot!("text_es", text(&Given::new(Locale::Es).bytes()));
}

#[test]
fn text_and_html_name_the_same_figures() {
    for locale in Locale::ALL {
        let bytes = Given::new(locale).bytes();
        let (text, html) = (text(&bytes), html(&bytes));
        let figures: Vec<_> =
            text.split_whitespace().filter(|word| word.contains(|c: char| c.is_ascii_digit())).collect();
        assert!(figures.len() > 40, "{figures:?}");
        for figure in figures {
            let figure = figure.trim_matches(['(', ')', '.', ',', ':']);
            assert!(html.contains(figure), "{figure} is not in the HTML part");
        }
        assert!(!html.contains("<img") && !html.contains("<script"), "nothing is fetched or run");
    }
}

#[test]
fn the_reader_s_language_is_used_and_not_the_document_s() {
    let bytes = Given::new(Locale::Es).bytes();
    assert!(html(&bytes).contains("<html lang=\"es\""));
    let message = read(&bytes);
    assert_eq!(message.header_raw("Content-Language").map(str::trim), Some("es"));
    assert_eq!(
        message.subject().unwrap(),
        "Factura INV-202611-000042 de Front Range Telecom, LLC: 4.543,05 US$ a pagar hasta el \
         27 de diciembre de 2026 (cuenta 100001)"
    );
}

#[test]
fn a_credit_balance_says_that_nothing_is_to_pay() {
    for locale in Locale::ALL {
        let mut given = Given::new(locale);
        given.invoice.payments = Money::from_cents(5_000_000);
        let bytes = given.bytes();
        let name = format!("credit_{locale}");
        insta::assert_snapshot!(name, text(&bytes));
        let html = html(&bytes);
        for bank in ["102000076", "PO Box 9001"] {
            assert!(!html.contains(bank), "nobody is told how to pay nothing");
        }
    }
}

#[test]
fn a_settled_account_has_nothing_to_pay() {
    for (locale, words) in
        [(Locale::En, "Nothing to pay\nYour account is settled."), (Locale::Es, "Nada que pagar\n")]
    {
        let mut given = Given::new(locale);
        given.invoice.adjustments = -given.invoice.total_due();
        let text = text(&given.bytes());
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn the_first_invoice_has_nothing_to_compare_with() {
    let mut given = Given::new(Locale::En);
    given.invoice.previous_charges = None;
    assert!(text(&given.bytes()).contains("This is your first invoice."));
    given.invoice.previous_charges = Some(given.invoice.charges());
    assert!(text(&given.bytes()).contains("the same as last month"));
}

#[test]
fn a_link_takes_the_place_of_the_document() {
    let url = "https://billing.frontrange.example/d/42?expires=20261227&sig=abc";
    let given = Given { link: Some(url), ..Given::new(Locale::En) };
    let bytes = given.bytes();
    assert_eq!(read(&bytes).attachment_count(), 0);
    let text = text(&bytes);
    assert!(text.contains(url) && text.contains("December 27, 2026"), "{text}");
    assert!(html(&bytes).contains("expires=20261227&#38;sig=abc"));
    for bad in ["javascript:alert(1)", "https://a.example/\"onclick", "https://a.example/\r\nx"] {
        assert_eq!(Given { link: Some(bad), ..Given::new(Locale::En) }.compose(), Err(ComposeError::Link));
    }
}

#[test]
fn a_copy_says_so() {
    let bytes = Given { copy: true, ..Given::new(Locale::En) }.bytes();
    assert!(read(&bytes).subject().unwrap().starts_with("Copy: "));
    for part in [text(&bytes), html(&bytes)] {
        assert!(part.contains("This is a copy of an invoice that we sent you before."));
    }
}

#[test]
fn a_draft_is_not_mailed() {
    let mut given = Given::new(Locale::En);
    given.invoice.number = None;
    assert!(matches!(given.compose(), Err(ComposeError::Draft { .. })));
}

#[test]
fn names_can_neither_forge_headers_nor_pages() {
    let mut given = Given::new(Locale::En);
    given.name = "Eve\r\nBcc: all@customer.example\r\n\r\n<b>hello</b>";
    given.invoice.bill_to.name = "Acme\r\nX-Evil: 1 <script>alert(1)</script>\u{2028}Ltd".to_owned();
    given.invoice.provider.address.name = "Front\r\nRange".to_owned();
    let bytes = given.bytes();
    let message = read(&bytes);
    assert!(message.bcc().is_none());
    assert!(message.header("X-Evil").is_none());
    assert_eq!(message.to().unwrap().first().unwrap().address(), Some("ap.100001@customer.example"));
    assert_eq!(message.to().unwrap().iter().count(), 1);
    assert!(matches!(message.header("Subject"), Some(HeaderValue::Text(_))));
    let html = html(&bytes);
    assert!(!html.contains("<script") && !html.contains("<b>hello"), "names are escaped");
    assert!(text(&bytes).contains("Acme X-Evil: 1 <script>alert(1)</script> Ltd"));
}

#[test]
fn names_of_every_script_arrive() {
    let long = "Überlandwerke Łódź & Söhne – ".repeat(6);
    for name in [
        "Zoë Çelik",
        "山田太郎",
        "\"Quoted\" O'Brien, Jr.",
        "Pat (AP) <billing>",
        "",
        long.trim_end_matches([' ', '–']),
    ] {
        let mut given = Given::new(Locale::Es);
        given.invoice.provider.address.name = name.to_owned();
        given.invoice.bill_to.name = name.to_owned();
        let bytes = given.bytes();
        assert!(bytes.is_ascii());
        assert!(read(&bytes).subject().unwrap().contains(name), "{name}");
        assert!(text(&bytes).contains(name));
    }
    for name in ["Zoë Çelik", "山田太郎", "\"Quoted\" O'Brien, Jr.", "Pat (AP) <billing>"] {
        let bytes = Given { name, ..Given::new(Locale::En) }.bytes();
        assert_eq!(read(&bytes).to().unwrap().first().unwrap().name(), Some(name));
    }
    let nobody = Given { name: "", ..Given::new(Locale::En) }.bytes();
    assert_eq!(read(&nobody).to().unwrap().first().unwrap().name(), None);
    assert!(text(&nobody).starts_with("Hello,\n"));
}

/// Not a check: `BILLCENTER_MAIL_SAMPLES=folder` writes what a mail program would show.
#[test]
fn samples_for_the_eye() {
    let Ok(folder) = std::env::var("BILLCENTER_MAIL_SAMPLES") else { return };
    let link = Some("https://billing.frontrange.example/d/42?expires=20261227&sig=abc");
    let mut credit = Given::new(Locale::En);
    credit.invoice.payments = Money::from_cents(5_000_000);
    let samples = [
        ("en", Given::new(Locale::En)),
        ("es", Given::new(Locale::Es)),
        ("copy", Given { copy: true, link, ..Given::new(Locale::En) }),
        ("credit", credit),
    ];
    for (name, given) in samples {
        let bytes = given.bytes();
        std::fs::write(format!("{folder}/{name}.html"), html(&bytes)).unwrap();
        let key = include_str!("data/dkim_rsa.pem");
        let signer = billcenter::mail::dkim::Signer::from_pem("frontrange.example", "bill2026", key).unwrap();
        std::fs::write(format!("{folder}/{name}.eml"), signer.sign(&bytes)).unwrap();
    }
}
