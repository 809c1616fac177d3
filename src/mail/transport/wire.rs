//! The connection under an SMTP session: lines out, replies in, every step with a time limit.
//!
//! lettre has a connection type too, but it leaves Nagle's algorithm on and writes the end of a
//! message separately (44 ms for each message), adds an empty line to the message, has no time
//! limit after the connect and does not tell a failure before the end of a message from one after
//! it. So the connection is ours; the grammar (commands, replies, extensions) stays lettre's.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use lettre::transport::smtp::response::{Response, Severity};
use tokio::io::{
    AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader,
};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::Refusal;
use super::tls::Encryption;

/// Longer replies are not a mail server's (the cap of lettre and of postfix).
const REPLY_MAX_BYTES: u64 = 100_000;

/// How much is written under one time limit.
const BLOCK_BYTES: usize = 64 * 1024;

trait Channel: AsyncRead + AsyncWrite + Send + Sync + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Sync + Unpin> Channel for T {}

/// A connection, in clear or encrypted.
pub(super) struct Wire(BufReader<Box<dyn Channel>>);

/// A server's reply.
#[derive(Clone, Debug)]
pub(super) struct Reply(pub(super) Response);

/// Why the wire gave nothing.
#[derive(Debug)]
pub(super) enum Silence {
    /// It was cut or broke.
    Broken(io::Error),
    /// The time limit was over.
    Stalled(Duration),
    /// What came is not SMTP.
    Garbled,
}

impl Wire {
    pub(super) fn plain(stream: TcpStream) -> Wire {
        Wire(BufReader::new(Box::new(stream)))
    }

    pub(super) async fn encrypted(
        stream: impl AsyncRead + AsyncWrite + Send + Sync + Unpin + 'static,
        encryption: &Encryption,
        limit: Duration,
    ) -> Result<Wire, Silence> {
        let handshake = encryption.connector.connect(encryption.server.clone(), stream);
        let stream = within(limit, handshake).await?;
        Ok(Wire(BufReader::new(Box::new(stream))))
    }

    /// Encrypts from here on (RFC 3207).
    pub(super) async fn encrypt(self, encryption: &Encryption, limit: Duration) -> Result<Wire, Silence> {
        // What stands in the buffer came unencrypted, and would be believed as if it had not.
        if !self.0.buffer().is_empty() {
            return Err(Silence::Garbled);
        }
        Wire::encrypted(self.0.into_inner(), encryption, limit).await
    }

    /// Writes all of `bytes`. An error means that not all of them left this machine.
    pub(super) async fn write(&mut self, bytes: &[u8], limit: Duration) -> Result<(), Silence> {
        for block in bytes.chunks(BLOCK_BYTES) {
            within(limit, self.0.get_mut().write_all(block)).await?;
        }
        within(limit, self.0.get_mut().flush()).await
    }

    /// Waits for a reply.
    pub(super) async fn read(&mut self, limit: Duration) -> Result<Reply, Silence> {
        match timeout(limit, self.read_reply()).await {
            Ok(reply) => reply,
            Err(_) => Err(Silence::Stalled(limit)),
        }
    }

    /// A reply that has come unasked, or the end of the connection; `None` while all is quiet.
    pub(super) async fn unasked(&mut self, limit: Duration) -> Option<Result<Reply, Silence>> {
        // Lets the runtime hear from the network, then looks once. A time limit of zero would do the
        // same and wait for the next millisecond, which is half the time of a message.
        tokio::task::yield_now().await;
        let look = poll_fn(|context| match Pin::new(&mut self.0).poll_fill_buf(context) {
            Poll::Pending => Poll::Ready(None),
            Poll::Ready(Ok(_)) => Poll::Ready(Some(Ok(()))),
            Poll::Ready(Err(error)) => Poll::Ready(Some(Err(error))),
        });
        match look.await? {
            Ok(()) => Some(self.read(limit).await),
            Err(error) => Some(Err(Silence::Broken(error))),
        }
    }

    async fn read_reply(&mut self) -> Result<Reply, Silence> {
        let mut text = Vec::with_capacity(128);
        let mut capped = (&mut self.0).take(REPLY_MAX_BYTES);
        loop {
            let start = text.len();
            capped.read_until(b'\n', &mut text).await.map_err(Silence::Broken)?;
            let line = &text[start..];
            if !line.ends_with(b"\n") {
                return Err(if capped.limit() == 0 { Silence::Garbled } else { cut() });
            }
            // The last line has a blank (or nothing) after its code, the others a dash.
            if line.get(3) != Some(&b'-') {
                break;
            }
        }
        parse_reply(&text).ok_or(Silence::Garbled)
    }
}

fn parse_reply(text: &[u8]) -> Option<Reply> {
    // Servers quote what they were sent; bytes that are not text must not hide the reply's code.
    let mut text = String::from_utf8_lossy(text).into_owned();
    if text.trim_end().len() == 3 {
        text = format!("{} \r\n", text.trim_end()); // a bare code: lettre wants the blank
    } else if !text.ends_with("\r\n") {
        text = text.trim_end_matches('\n').to_owned() + "\r\n";
    }
    text.parse().ok().map(Reply)
}

async fn within<T>(limit: Duration, step: impl Future<Output = io::Result<T>>) -> Result<T, Silence> {
    match timeout(limit, step).await {
        Ok(done) => done.map_err(Silence::Broken),
        Err(_) => Err(Silence::Stalled(limit)),
    }
}

fn cut() -> Silence {
    Silence::Broken(io::Error::new(io::ErrorKind::UnexpectedEof, "the server closed the connection"))
}

impl Reply {
    pub(super) fn code(&self) -> u16 {
        self.0.code().into()
    }

    /// 2xx: done.
    pub(super) fn is_done(&self) -> bool {
        self.0.code().severity == Severity::PositiveCompletion
    }

    /// 4xx: not now.
    pub(super) fn is_temporary(&self) -> bool {
        self.0.code().severity == Severity::TransientNegativeCompletion
    }

    /// 5xx: never.
    pub(super) fn is_permanent(&self) -> bool {
        self.0.code().severity == Severity::PermanentNegativeCompletion
    }

    /// Whether the EHLO reply offers `extension`.
    pub(super) fn offers(&self, extension: &str) -> bool {
        self.0.message().skip(1).any(|line| {
            line.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case(extension))
        })
    }
}

/// Code and text on one line, without control characters: it goes into records and pages.
impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.code())?;
        for line in self.0.message().filter(|line| !line.is_empty()) {
            write!(f, " {}", line.replace(char::is_control, " "))?;
        }
        Ok(())
    }
}

impl fmt::Display for Silence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Silence::Broken(error) => write!(f, "{error}"),
            Silence::Stalled(limit) => write!(f, "nothing happened for {limit:?}"),
            Silence::Garbled => f.write_str("the server's answer is not SMTP"),
        }
    }
}

impl Silence {
    /// As the refusal it is before the end of a message.
    pub(super) fn during(self, step: &str) -> Refusal {
        Refusal::Unreachable { why: format!("{step}: {self}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_read_as_servers_write_them() {
        for (text, shown) in [
            ("250 2.0.0 Ok: queued as 4F1C2\r\n", "250 2.0.0 Ok: queued as 4F1C2"),
            ("550-5.1.1 No such user\r\n550 5.1.1 here\r\n", "550 5.1.1 No such user 5.1.1 here"),
            ("250\r\n", "250"),
            ("250 ok\n", "250 ok"),
        ] {
            assert_eq!(parse_reply(text.as_bytes()).unwrap().to_string(), shown, "{text:?}");
        }
        assert!(parse_reply(b"HTTP/1.1 400 Bad Request\r\n").is_none());
        assert!(parse_reply(b"452 caf\xe9 full\r\n").unwrap().is_temporary());
    }
}
