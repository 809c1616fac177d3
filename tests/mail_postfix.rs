//! Against a real mail server: a postfix of its own on loopback, with its own configuration and
//! queue, that delivers to maildirs and to nowhere else. Needs root and Debian's package `postfix`.

#[path = "support/postfix.rs"]
mod postfix;

use billcenter::mail::transport::{Envelope, Refusal, Security, SmtpSettings, Step, Transport};
use postfix::Postfix;

fn envelope(to: &str) -> Envelope {
    Envelope { from: "billing@example.com".parse().unwrap(), to: to.parse().unwrap() }
}

fn message(number: u32) -> Vec<u8> {
    let body: String =
        (0..700).map(|line| format!(".line {line} of a message that is {number}\r\n")).collect();
    format!(
        "Date: Fri, 27 Nov 2026 13:00:00 +0000\r\nFrom: Billing <billing@example.com>\r\n\
         To: undisclosed-recipients:;\r\nSubject: invoice\r\nMessage-ID: <{number}@example.com>\r\n\r\n{body}\r\n\r\n.\r\n"
    )
    .into_bytes()
}

#[tokio::test]
async fn each_recipient_gets_the_message_once_and_byte_for_byte() {
    // Where tests/run is not root it says so and sets this.
    if std::env::var_os("BILLCENTER_TEST_WITHOUT_ROOT").is_some() {
        return;
    }
    let postfix = Postfix::start(&["ana", "bob", "eve"]);
    let mut settings = SmtpSettings::new("127.0.0.1", Security::None);
    settings.port = Some(postfix.port());
    let transport = Transport::smtp(settings).unwrap();

    let mut session = transport.open().await.unwrap();
    for (number, name) in (1..).zip(["ana", "bob", "eve"]) {
        let to = format!("{name}@example.com");
        let accepted = session.send(&envelope(&to), &message(number)).await.unwrap();
        assert!(accepted.response.starts_with("250 2.0.0 Ok: queued as "), "{}", accepted.response);
    }
    let refused = session.send(&envelope("nobody@example.com"), &message(4)).await;
    let Err(Refusal::Permanent { step: Step::Recipient, response }) = refused else {
        panic!("{refused:?}");
    };
    assert!(response.starts_with("550 5.1.1 ") && response.contains("nobody@example.com"), "{response}");
    assert!(session.is_spent());
    let elsewhere =
        transport.open().await.unwrap().send(&envelope("ana@elsewhere.example"), &message(5)).await;
    assert!(matches!(elsewhere, Err(Refusal::Permanent { step: Step::Recipient, .. })), "{elsewhere:?}");

    for (number, name) in (1..).zip(["ana", "bob", "eve"]) {
        let mails = postfix.wait_for_mail(name, 1);
        assert_eq!(mails.len(), 1);
        // A maildir has bare line feeds, and postfix puts its own headers before ours.
        let sent = String::from_utf8(message(number)).unwrap().replace("\r\n", "\n");
        let (trace, ours) = mails[0].split_at(mails[0].len() - sent.len());
        assert_eq!(ours, sent);
        assert!(trace.contains(&format!("Delivered-To: {name}@example.com\n")), "{trace}");
    }
}
