//! Every way in which a mail server can fail, and what is known afterwards (REQUIREMENTS R4.4).

#[path = "support/smtp_server.rs"]
mod smtp_server;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use billcenter::mail::transport::{
    Accepted, Envelope, Refusal, Security, Session, SmtpSettings, Step, Timeouts, Transport,
};
use smtp_server::{Fault, Script, SmtpServer};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

const MESSAGE: &[u8] = b"From: a@b.example\r\nSubject: x\r\n\r\nfirst\r\n.dot\r\n..\r\n.\r\nlast\r\n";

fn envelope(to: &str) -> Envelope {
    Envelope { from: "billing@b.example".parse().unwrap(), to: to.parse().unwrap() }
}

fn settings(server: &SmtpServer) -> SmtpSettings {
    let mut settings = SmtpSettings::new("localhost", Security::None);
    settings.port = Some(server.port());
    settings
}

/// The limits are long, so that only the one that is tested can run out.
fn impatient(server: &SmtpServer, change: impl Fn(&mut Timeouts)) -> Transport {
    let mut settings = settings(server);
    change(&mut settings.timeouts);
    Transport::smtp(settings).unwrap()
}

async fn open(server: &SmtpServer) -> Session {
    Transport::smtp(settings(server)).unwrap().open().await.unwrap()
}

async fn send_to(script: Script) -> (Result<Accepted, Refusal>, Session, SmtpServer) {
    let server = SmtpServer::start(vec![script]).await;
    let mut session = open(&server).await;
    let result = session.send(&envelope("ana@c.example"), MESSAGE).await;
    (result, session, server)
}

fn is_unreachable<T>(result: Result<T, Refusal>, because: &str) {
    match result {
        Err(Refusal::Unreachable { why }) => assert!(why.contains(because), "{why}"),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it went well"),
    }
}

fn is_in_doubt(result: Result<Accepted, Refusal>) {
    assert!(matches!(result, Err(Refusal::Unknown { .. })), "{result:?}");
    assert!(!result.unwrap_err().may_be_retried(), "another try could double it");
}

#[tokio::test]
async fn a_message_arrives_byte_for_byte() {
    for extensions in [vec!["PIPELINING"], vec![]] {
        let (result, session, server) = send_to(Script { extensions, ..Script::good() }).await;
        assert_eq!(result.unwrap().response, "250 2.0.0 Ok: queued as 0001");
        let taken = server.taken();
        assert_eq!(taken.len(), 1);
        assert_eq!(taken[0].bytes, MESSAGE);
        assert_eq!((taken[0].from.as_str(), taken[0].to.as_str()), ("billing@b.example", "ana@c.example"));
        assert!(!session.is_spent());
        session.close().await;
    }
}

/// A dot at the start of a line would end the message: all messages of six such pieces.
#[tokio::test]
async fn dots_and_line_ends_arrive_in_every_order() {
    let server = SmtpServer::start(vec![Script::good()]).await;
    let mut settings = settings(&server);
    settings.messages_per_connection = u32::MAX;
    let mut session = Transport::smtp(settings).unwrap().open().await.unwrap();
    let mut sent = Vec::new();
    for number in 0..3_usize.pow(6) {
        let pieces = (0..6).map(|place| [".", "\r\n", "a"][number / 3_usize.pow(place) % 3]);
        let message = pieces.collect::<String>();
        session.send(&envelope("ana@c.example"), message.as_bytes()).await.unwrap();
        // A message is lines: where the last has no end it gets one.
        sent.push(if message.ends_with("\r\n") { message } else { message + "\r\n" });
    }
    let taken = server.taken().into_iter().map(|message| String::from_utf8(message.bytes).unwrap());
    assert!(taken.eq(sent));
}

#[tokio::test]
async fn many_messages_share_a_connection_until_it_is_spent() {
    let server = SmtpServer::start(vec![Script::good()]).await;
    let mut settings = settings(&server);
    settings.messages_per_connection = 3;
    let transport = Transport::smtp(settings).unwrap();
    let mut session = transport.open().await.unwrap();
    for place in 0..7 {
        if session.is_spent() {
            session.close().await;
            session = transport.open().await.unwrap();
        }
        session.send(&envelope(&format!("c{place}@c.example")), MESSAGE).await.unwrap();
    }
    let taken = server.taken();
    let connections: Vec<_> = taken.iter().map(|message| message.connection).collect();
    assert_eq!(connections, [0, 0, 0, 1, 1, 1, 2]);
    let recipients: Vec<_> = taken.iter().map(|message| message.to.clone()).collect();
    assert_eq!(recipients[6], "c6@c.example");
}

#[tokio::test]
async fn a_refused_recipient_is_permanent_and_says_so() {
    for extensions in [vec!["PIPELINING"], vec![]] {
        let script =
            Script { extensions, ..Script::with(Fault::Recipient("550-5.1.1 No such\r\n550 5.1.1 user")) };
        let (result, session, server) = send_to(script).await;
        let response = "550 5.1.1 No such 5.1.1 user".to_owned();
        assert_eq!(result, Err(Refusal::Permanent { step: Step::Recipient, response }));
        assert!(session.is_spent());
        assert!(server.taken().is_empty());
    }
}

#[tokio::test]
async fn a_4xx_is_temporary_wherever_it_comes() {
    for (fault, step) in [
        (Fault::Sender("451 4.3.0 busy"), Step::Sender),
        (Fault::Recipient("450 4.2.0 greylisted"), Step::Recipient),
        (Fault::Data("452 4.3.1 disk full"), Step::Message),
        (Fault::AfterDot("451 4.7.1 try later"), Step::Message),
    ] {
        let (result, session, server) = send_to(Script::with(fault)).await;
        let refusal = result.unwrap_err();
        assert!(matches!(&refusal, Refusal::Temporary { step: at, .. } if *at == step), "{refusal:?}");
        assert!(refusal.may_be_retried());
        assert!(session.is_spent() && server.taken().is_empty());
    }
}

#[tokio::test]
async fn a_5xx_about_the_message_is_permanent() {
    for fault in [Fault::Data("554 5.5.1 no"), Fault::AfterDot("554 5.7.1 spam")] {
        let (result, _, _) = send_to(Script::with(fault)).await;
        let refusal = result.unwrap_err();
        assert!(matches!(refusal, Refusal::Permanent { step: Step::Message, .. }), "{refusal:?}");
        assert!(!refusal.may_be_retried());
    }
}

/// Else one wrong setting would mark every customer's address.
#[tokio::test]
async fn a_refused_sender_is_never_the_recipient_s_fault() {
    let (result, _, _) = send_to(Script::with(Fault::Sender("550 5.7.1 sender not allowed"))).await;
    is_unreachable(result, "sender not allowed");
}

#[tokio::test]
async fn cut_before_the_end_of_the_message_is_unreachable() {
    let server = SmtpServer::start(vec![Script::with(Fault::CutInMessage)]).await;
    // More than the kernel's buffers hold: the cut comes while it is still being written.
    let message = b"line\r\n".repeat(5_000_000);
    let result = open(&server).await.send(&envelope("ana@c.example"), &message).await;
    is_unreachable(result, "sending");
    assert!(server.taken().is_empty());
}

#[tokio::test]
async fn a_server_that_speaks_before_the_end_gets_no_end() {
    let (result, _, server) = send_to(Script::with(Fault::SpeaksInMessage("421 4.3.2 going down"))).await;
    let response = "421 4.3.2 going down".to_owned();
    assert_eq!(result, Err(Refusal::Temporary { step: Step::Message, response }));
    assert!(server.taken().is_empty());
}

#[tokio::test]
async fn cut_after_the_end_of_the_message_is_in_doubt() {
    let (result, session, server) = send_to(Script::with(Fault::CutAfterDot)).await;
    assert_eq!(server.taken().len(), 1, "the doubt is right: it was taken");
    is_in_doubt(result);
    assert!(session.is_spent());
}

#[tokio::test]
async fn stalled_after_the_end_of_the_message_is_in_doubt() {
    let server = SmtpServer::start(vec![Script::with(Fault::StallsAfterDot)]).await;
    let transport = impatient(&server, |limits| limits.after_dot = Duration::from_millis(100));
    let result = transport.open().await.unwrap().send(&envelope("ana@c.example"), MESSAGE).await;
    assert_eq!(server.taken().len(), 1);
    is_in_doubt(result);
}

#[tokio::test]
async fn a_session_that_failed_is_not_used_again() {
    let script = Script { good_before: 1, ..Script::with(Fault::Recipient("550 5.1.1 no")) };
    let server = SmtpServer::start(vec![script, Script::good()]).await;
    let mut session = open(&server).await;
    session.send(&envelope("ana@c.example"), MESSAGE).await.unwrap();
    session.send(&envelope("bob@c.example"), MESSAGE).await.unwrap_err();
    is_unreachable(session.send(&envelope("eve@c.example"), MESSAGE).await, "spent");
    open(&server).await.send(&envelope("eve@c.example"), MESSAGE).await.unwrap();
    let to: Vec<_> = server.taken().into_iter().map(|message| message.to).collect();
    assert_eq!(to, ["ana@c.example", "eve@c.example"]);
}

#[tokio::test]
async fn a_cancelled_send_spends_the_session() {
    let server = SmtpServer::start(vec![Script::with(Fault::StallsAfterDot)]).await;
    let mut session = open(&server).await;
    let to = envelope("ana@c.example");
    let cancelled = tokio::time::timeout(Duration::from_millis(50), session.send(&to, MESSAGE)).await;
    assert!(cancelled.is_err());
    assert!(session.is_spent());
}

#[tokio::test]
async fn a_server_that_does_not_serve_is_unreachable() {
    for (fault, because) in [
        (Fault::Greets("554 5.3.2 no service"), "554 5.3.2 no service"),
        (Fault::Greets("421 4.3.2 too busy"), "421 4.3.2 too busy"),
        (Fault::Greets("HTTP/1.1 400 Bad Request"), "not SMTP"),
        (Fault::StallsBeforeGreeting, "greeting"),
    ] {
        let server = SmtpServer::start(vec![Script::with(fault)]).await;
        let transport = impatient(&server, |limits| limits.greeting = Duration::from_millis(100));
        is_unreachable(transport.open().await, because);
    }
    let closed = SmtpServer::start(vec![Script::good()]).await;
    let transport = Transport::smtp(settings(&closed)).unwrap();
    drop(closed);
    tokio::task::yield_now().await;
    is_unreachable(transport.open().await, "localhost");
}

#[tokio::test]
async fn signing_in_by_either_mechanism() {
    for (mechanisms, password, good) in [
        ("AUTH PLAIN LOGIN", "s3cret", true),
        ("AUTH LOGIN", "s3cret", true),
        ("AUTH PLAIN", "wrong", false),
        ("AUTH LOGIN", "wrong", false),
        ("AUTH CRAM-MD5", "s3cret", false),
        ("8BITMIME", "s3cret", false),
    ] {
        let login = Some(("billing", "s3cret"));
        let script = Script { extensions: vec!["PIPELINING", mechanisms], login, ..Script::good() };
        let server = SmtpServer::start(vec![script]).await;
        let mut settings = settings(&server);
        (settings.username, settings.password) = (Some("billing".into()), Some(password.into()));
        match Transport::smtp(settings).unwrap().open().await {
            Ok(mut session) => {
                assert!(good, "{mechanisms} {password}");
                session.send(&envelope("ana@c.example"), MESSAGE).await.unwrap();
                assert!(server.taken()[0].signed_in);
            }
            Err(Refusal::Unreachable { why }) => {
                assert!(!good, "{mechanisms} {password}: {why}");
                assert!(!why.contains("s3cret") && !why.contains("czNj"), "{why}");
            }
            Err(other) => panic!("{other:?}"),
        }
    }
}

/// A certificate for `localhost` in a file, and a server that has its key.
fn certificate(folder: &Path) -> (std::path::PathBuf, TlsAcceptor) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let path = folder.join("root.pem");
    std::fs::write(&path, made.cert.pem()).unwrap();
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())
        .unwrap();
    (path, TlsAcceptor::from(Arc::new(config)))
}

async fn open_encrypted(server: &SmtpServer, security: Security, root: &Path) -> Result<Session, Refusal> {
    let mut settings = SmtpSettings::new("localhost", security);
    settings.port = Some(server.port());
    settings.root_certificate = Some(root.to_owned());
    Transport::smtp(settings).unwrap().open().await
}

#[tokio::test]
async fn encrypted_from_the_first_byte_or_by_starttls() {
    let folder = tempfile::tempdir().unwrap();
    let (root, acceptor) = certificate(folder.path());
    for security in [Security::Starttls, Security::Tls] {
        let implicit_tls = security == Security::Tls;
        let script = Script { tls: Some(acceptor.clone()), implicit_tls, ..Script::good() };
        let server = SmtpServer::start(vec![script]).await;
        let mut session = open_encrypted(&server, security, &root).await.unwrap();
        for to in ["ana@c.example", "bob@c.example"] {
            session.send(&envelope(to), MESSAGE).await.unwrap();
        }
        session.close().await;
        let taken = server.taken();
        assert_eq!(taken.len(), 2);
        assert!(taken.iter().all(|message| message.encrypted && message.bytes == MESSAGE));
    }
}

#[tokio::test]
async fn without_the_encryption_that_is_asked_for_nothing_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let (root, acceptor) = certificate(folder.path());
    let server = SmtpServer::start(vec![Script::good()]).await;
    is_unreachable(open_encrypted(&server, Security::Starttls, &root).await, "does not offer encryption");

    let injecting = Script { tls: Some(acceptor), ..Script::with(Fault::InjectsBeforeTls("250 2.0.0 Ok")) };
    let server = SmtpServer::start(vec![injecting]).await;
    is_unreachable(open_encrypted(&server, Security::Starttls, &root).await, "encrypting");
    assert!(server.taken().is_empty());
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    let (ours, theirs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (root, _) = certificate(ours.path());
    let (_, acceptor) = certificate(theirs.path());
    for security in [Security::Starttls, Security::Tls] {
        let implicit_tls = security == Security::Tls;
        let script = Script { tls: Some(acceptor.clone()), implicit_tls, ..Script::good() };
        let server = SmtpServer::start(vec![script]).await;
        is_unreachable(open_encrypted(&server, security, &root).await, "certificate");
    }
    let unreadable = SmtpSettings {
        root_certificate: Some(ours.path().join("missing.pem")),
        ..SmtpSettings::new("localhost", Security::Tls)
    };
    assert!(Transport::smtp(unreadable).is_err());
}

#[tokio::test]
async fn a_folder_holds_each_message_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sent");
    let mut session = Transport::folder(&path).open().await.unwrap();
    let message = |id: &str| [format!("Message-ID: <{id}>\r\n").as_bytes(), MESSAGE].concat();
    for _ in 0..3 {
        session.send(&envelope("ana@c.example"), &message("1@b.example")).await.unwrap();
    }
    session.send(&envelope("bob@c.example"), &message("1@b.example")).await.unwrap();
    session.send(&envelope("ana@c.example"), &message("2@b.example")).await.unwrap();
    let mut files: Vec<_> = std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert_eq!(files.len(), 3, "{files:?}");
    assert!(files.iter().all(|file| file.extension().is_some_and(|extension| extension == "eml")));
    assert_eq!(std::fs::read(&files[0]).unwrap(), message("1@b.example"));
    assert!(!session.is_spent());

    let blocked = Transport::folder(files[0].join("below a file")).open().await;
    assert!(matches!(blocked, Err(Refusal::Unreachable { .. })));
}
