//! How fast mail goes out: `cargo bench --bench mail`. Prints figures, judges nothing.
//!
//! A message with a 40 KB document goes over loopback to a minimal server in this process and,
//! where Debian's package `postfix` is installed, to its `smtp-sink`. Believe the ratios more than
//! the figures: the server shares the machine.

#[path = "../tests/support/invoice.rs"]
mod invoice;

use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use billcenter::mail::dkim::Signer;
use billcenter::mail::message::{Enclosure, EncodedPdf, InvoiceMail, Recipient, Sender, compose_invoice};
use billcenter::mail::transport::{Envelope, Security, Session, SmtpSettings, Transport};
use billcenter::values::locale::Locale;
use billcenter::values::message_id::MessageId;
use chrono::{DateTime, Utc};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

const PER_CASE: Duration = Duration::from_secs(2);

fn main() {
    let message = compose();
    println!("message: {} bytes", message.len());
    rate("compose", || drop(compose()));
    let rsa =
        Signer::from_pem("example.com", "s", include_str!("../tests/data/dkim_rsa.pem")).expect("a key");
    let ed25519 =
        Signer::from_pem("example.com", "s", include_str!("../tests/data/dkim_ed25519.pem")).expect("a key");
    rate("sign, RSA 2048", || drop(rsa.sign(&message)));
    rate("sign, Ed25519", || drop(ed25519.sign(&message)));

    let minimal = minimal_sink();
    let one = send("minimal sink", minimal, 1, &message);
    let four = send("minimal sink", minimal, 4, &message);
    println!("minimal sink, 4 connections : 1 = {:.2}", four / one);
    match SmtpSink::start() {
        None => println!("smtp-sink does not start (package postfix)"),
        Some(sink) => {
            let one = send("smtp-sink", sink.port, 1, &message);
            let four = send("smtp-sink", sink.port, 4, &message);
            println!("smtp-sink, 4 connections : 1 = {:.2}", four / one);
        }
    }
}

fn compose() -> Vec<u8> {
    thread_local! {
        static PDF: EncodedPdf = EncodedPdf::new("invoice.pdf", &[0x5a; 40_000]).expect("a plain name");
        static INVOICE: billcenter::domain::invoice::Invoice = invoice::invoice();
    }
    let sender = Sender {
        name: "Front Range Telecom Billing".to_owned(),
        address: "billing@example.com".parse().expect("an address"),
        reply_to: None,
    };
    PDF.with(|pdf| {
        INVOICE.with(|invoice| {
            compose_invoice(&InvoiceMail {
                invoice,
                recipient: Recipient {
                    name: "Ana Núñez",
                    address: &"ana@example.com".parse().expect("an address"),
                    locale: Locale::Es,
                },
                sender: &sender,
                message_id: &"1.1@example.com".parse::<MessageId>().expect("an id"),
                date: DateTime::<Utc>::UNIX_EPOCH,
                enclosure: Enclosure::Attached(pdf),
                copy: false,
            })
            .expect("it is issued")
        })
    })
}

fn rate(what: &str, mut work: impl FnMut()) {
    let (start, busy) = (Instant::now(), busy());
    let mut count = 0_u32;
    while start.elapsed() < PER_CASE / 2 {
        work();
        count += 1;
    }
    println!("{what}: {}", rates(count, start, busy));
}

/// Mails per second over `connections` connections at once.
fn send(what: &str, port: u16, connections: usize, message: &[u8]) -> f64 {
    let mut settings = SmtpSettings::new("127.0.0.1", Security::None);
    settings.port = Some(port);
    let transport = Transport::smtp(settings).expect("loopback");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (start, busy) = (Instant::now(), busy());
    let sent: u32 = runtime.block_on(async {
        let mut senders = tokio::task::JoinSet::new();
        for _ in 0..connections {
            senders.spawn(send_for(transport.clone(), message.to_vec(), start + PER_CASE));
        }
        senders.join_all().await.into_iter().sum()
    });
    println!("{what}, {connections} connection(s): {}", rates(sent, start, busy));
    f64::from(sent) / start.elapsed().as_secs_f64()
}

/// Per second, and per second in which this thread had a processor: the latter hardly minds what
/// else the machine does.
fn rates(count: u32, start: Instant, busy_before: Duration) -> String {
    let per = |time: Duration| f64::from(count) / time.as_secs_f64();
    format!("{:.0}/s, {:.0} per CPU second", per(start.elapsed()), per(busy() - busy_before))
}

/// How long this thread has had a processor.
fn busy() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(text.split(' ').next().and_then(|field| field.parse().ok()).unwrap_or(0))
}

async fn send_for(transport: Transport, message: Vec<u8>, end: Instant) -> u32 {
    let envelope = Envelope {
        from: "billing@example.com".parse().expect("an address"),
        to: "ana@example.com".parse().expect("an address"),
    };
    let mut session: Session = transport.open().await.expect("it listens");
    let mut sent = 0;
    while Instant::now() < end {
        if session.is_spent() {
            session.close().await;
            session = transport.open().await.expect("it listens");
        }
        session.send(&envelope, &message).await.expect("it takes everything");
        sent += 1;
    }
    session.close().await;
    sent
}

/// A server that takes everything and keeps nothing, on a thread of its own; its port.
fn minimal_sink() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a socket");
    let port = listener.local_addr().expect("it is bound").port();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a socket");
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(swallow(stream));
            }
        });
    });
    port
}

async fn swallow(stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::with_capacity(64 * 1024, stream);
    stream.write_all(b"220 sink\r\n").await?;
    let (mut line, mut in_message) = (Vec::new(), false);
    loop {
        line.clear();
        if stream.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        let answer: &[u8] = match (in_message, line.as_slice()) {
            (true, b".\r\n") => {
                in_message = false;
                b"250 Ok\r\n"
            }
            (true, _) => continue,
            (false, command) if command.starts_with(b"EHLO") => b"250-sink\r\n250 PIPELINING\r\n",
            (false, b"DATA\r\n") => {
                in_message = true;
                b"354 Go on\r\n"
            }
            (false, b"QUIT\r\n") => b"221 Bye\r\n",
            (false, _) => b"250 Ok\r\n",
        };
        stream.write_all(answer).await?;
    }
}

/// postfix's own sink; it ends with this.
struct SmtpSink {
    child: Child,
    port: u16,
}

impl SmtpSink {
    fn start() -> Option<SmtpSink> {
        let port = TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
        let address = format!("127.0.0.1:{port}");
        // Root must name another user, and nobody else may.
        let is_root = std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0);
        let user: &[&str] = if is_root { &["-u", "nobody"] } else { &[] };
        let quiet = Command::new("smtp-sink")
            .args(user)
            .args([address.as_str(), "100"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let sink = SmtpSink { child: quiet.ok()?, port };
        let end = Instant::now() + Duration::from_secs(5);
        while std::net::TcpStream::connect(&address).is_err() {
            if Instant::now() > end {
                return None;
            }
            thread::sleep(Duration::from_millis(10));
        }
        Some(sink)
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
