//! SMTP (RFC 5321): one connection, many messages, one recipient each.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::commands::{Auth, Data, Ehlo, Mail, Quit, Rcpt, Rset, Starttls};
use lettre::transport::smtp::extension::{ClientId, MailBodyParameter, MailParameter, ServerInfo};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::tls::Encryption;
use super::wire::{Reply, Wire};
use super::{Accepted, Envelope, Refusal, Security, SmtpSettings, Step, Timeouts};
use crate::values::Invalid;
use crate::values::contact::EmailAddress;

/// A mail server and how to reach it.
#[derive(Clone)]
pub struct SmtpTransport {
    settings: Arc<SmtpSettings>,
    encryption: Option<Encryption>,
}

/// A connection that is ready for a message.
pub struct SmtpSession {
    wire: Wire,
    limits: Timeouts,
    /// What the server offered in its EHLO reply.
    offer: Reply,
    messages_left: u32,
    /// Whether an earlier message went over this connection.
    used: bool,
    /// Set while a message is under way: it stays set where one fails or is cancelled midway.
    broken: bool,
}

impl SmtpTransport {
    /// Checks the settings and reads the certificates, once.
    ///
    /// # Errors
    /// [`Invalid`] where the settings contradict themselves, or a certificate cannot be read.
    pub fn new(settings: SmtpSettings) -> Result<SmtpTransport, Invalid> {
        settings.check()?;
        let encryption = match settings.security {
            Security::None => None,
            Security::Starttls | Security::Tls => {
                Some(Encryption::new(&settings.host, settings.root_certificate.as_deref())?)
            }
        };
        Ok(SmtpTransport { settings: Arc::new(settings), encryption })
    }

    /// Connects, greets, encrypts and signs in.
    ///
    /// # Errors
    /// [`Refusal::Unreachable`]: what a server says here is not about a message.
    pub async fn open(&self) -> Result<SmtpSession, Refusal> {
        let limits = self.settings.timeouts;
        let stream = self.connect().await?;
        let mut wire = match (&self.encryption, self.settings.security) {
            (Some(encryption), Security::Tls) => Wire::encrypted(stream, encryption, limits.greeting)
                .await
                .map_err(|silence| silence.during("encrypting"))?,
            _ => Wire::plain(stream),
        };
        let greeting = wire.read(limits.greeting).await.map_err(|silence| silence.during("greeting"))?;
        expect_done(&greeting, "the server does not serve us")?;
        let mut offer = self.introduce(&mut wire).await?;
        if let (Some(encryption), Security::Starttls) = (&self.encryption, self.settings.security) {
            wire = start_tls(wire, &offer, encryption, limits).await?;
            offer = self.introduce(&mut wire).await?;
        }
        self.sign_in(&mut wire, &offer).await?;
        let messages_left = self.settings.messages_per_connection;
        Ok(SmtpSession { wire, limits, offer, messages_left, used: false, broken: false })
    }

    async fn connect(&self) -> Result<TcpStream, Refusal> {
        let (host, port) = (self.settings.host.as_str(), self.settings.port());
        let limit = self.settings.timeouts.connect;
        let unreachable = |why: String| Refusal::Unreachable { why: format!("{host}:{port}: {why}") };
        let stream = match timeout(limit, TcpStream::connect((host, port))).await {
            Ok(stream) => stream.map_err(|error| unreachable(error.to_string()))?,
            Err(_) => return Err(unreachable(format!("no connection within {limit:?}"))),
        };
        let checked = stream.set_nodelay(true).and_then(|()| stream.peer_addr());
        let peer: SocketAddr = checked.map_err(|error| unreachable(error.to_string()))?;
        // The name was checked with the settings; what it resolves to is only known here.
        if self.settings.security == Security::None && !peer.ip().is_loopback() {
            return Err(unreachable(format!("{peer} is not on this machine and security is \"none\"")));
        }
        Ok(stream)
    }

    async fn introduce(&self, wire: &mut Wire) -> Result<Reply, Refusal> {
        let name = ClientId::Domain(self.settings.helo_name.clone());
        let reply = ask(wire, Ehlo::new(name), self.settings.timeouts.command).await?;
        expect_done(&reply, "the server refuses our greeting")?;
        Ok(reply)
    }

    async fn sign_in(&self, wire: &mut Wire, offer: &Reply) -> Result<(), Refusal> {
        let (Some(username), Some(password)) = (&self.settings.username, &self.settings.password) else {
            return Ok(());
        };
        let refused = |why: String| Refusal::Unreachable { why: format!("signing in: {why}") };
        let mechanism = ServerInfo::from_response(&offer.0)
            .ok()
            .and_then(|server| server.get_auth_mechanism(DEFAULT_MECHANISMS))
            .ok_or_else(|| refused("the server offers neither PLAIN nor LOGIN".to_owned()))?;
        let credentials = Credentials::new(username.clone(), password.clone());
        let limit = self.settings.timeouts.command;
        let first = Auth::new(mechanism, credentials.clone(), None);
        let mut reply = ask(wire, first.map_err(|error| refused(error.to_string()))?, limit).await?;
        // LOGIN asks twice; a server that asks for ever is not answered.
        for _ in 0..2 {
            if reply.code() != 334 {
                break;
            }
            let next = Auth::new_from_response(mechanism, credentials.clone(), &reply.0);
            reply = ask(wire, next.map_err(|error| refused(error.to_string()))?, limit).await?;
        }
        expect_done(&reply, "the server refuses user name or password")
    }
}

impl SmtpSession {
    /// Hands one message over.
    ///
    /// # Errors
    /// Any [`Refusal`]; the session is spent then.
    pub async fn send(&mut self, envelope: &Envelope, message: &[u8]) -> Result<Accepted, Refusal> {
        if self.broken {
            return Err(Refusal::Unreachable { why: "this connection is spent".to_owned() });
        }
        self.broken = true;
        self.announce(envelope, message).await?;
        let accepted = self.transmit(message).await?;
        self.broken = false;
        self.used = true;
        self.messages_left = self.messages_left.saturating_sub(1);
        Ok(accepted)
    }

    /// Whether the next message needs another session.
    pub fn is_spent(&self) -> bool {
        self.broken || self.messages_left == 0
    }

    /// Says good-bye, and does not wait long for the answer.
    pub async fn close(mut self) {
        if !self.broken {
            let limit = self.limits.command.min(Duration::from_secs(2));
            let _ = ask(&mut self.wire, Quit, limit).await;
        }
    }

    /// Everything before the message itself, in one packet where the server allows it (RFC 2920).
    async fn announce(&mut self, envelope: &Envelope, message: &[u8]) -> Result<(), Refusal> {
        let (from, to) = (address(&envelope.from)?, address(&envelope.to)?);
        let parameters = self.parameters(envelope, message)?;
        let mut steps = vec![
            (Step::Sender, Mail::new(Some(from), parameters).to_string()),
            (Step::Recipient, Rcpt::new(to, vec![]).to_string()),
            (Step::Message, Data.to_string()),
        ];
        if self.used {
            // Nothing of the message before may stick to this one.
            steps.insert(0, (Step::Sender, Rset.to_string()));
        }
        let pipelined = self.offer.offers("PIPELINING");
        if pipelined {
            let all: String = steps.iter().map(|(_, command)| command.as_str()).collect();
            self.write(all.as_bytes(), self.limits.command).await?;
        }
        for (step, command) in steps {
            if !pipelined {
                self.write(command.as_bytes(), self.limits.command).await?;
            }
            let reply = self.wire.read(self.limits.command).await;
            let reply = reply.map_err(|silence| silence.during(command.trim_end()))?;
            let go_on = if step == Step::Message { reply.code() == 354 } else { reply.is_done() };
            if !go_on {
                return Err(refusal(step, &reply));
            }
        }
        Ok(())
    }

    /// The message and its end, each line's leading dot doubled (RFC 5321, 4.5.2).
    async fn transmit(&mut self, message: &[u8]) -> Result<Accepted, Refusal> {
        let mut start = 0;
        for dot in leading_dots(message) {
            self.write(&message[start..=dot], self.limits.data).await?;
            start = dot;
        }
        self.write(&message[start..], self.limits.data).await?;
        // A server that has given up says so or hangs up; as long as the end of the message is not
        // sent, it cannot have taken it. This look keeps the window of doubt as small as it gets.
        if let Some(said) = self.wire.unasked(self.limits.command).await {
            let reply = said.map_err(|silence| silence.during("in the middle of the message"))?;
            return Err(refusal(Step::Message, &reply));
        }
        let end: &[u8] = if message.ends_with(b"\r\n") { b".\r\n" } else { b"\r\n.\r\n" };
        self.write(end, self.limits.data).await?;
        match self.wire.read(self.limits.after_dot).await {
            Ok(reply) if reply.is_done() => Ok(Accepted { response: reply.to_string() }),
            Ok(reply) if reply.is_temporary() || reply.is_permanent() => Err(refusal(Step::Message, &reply)),
            Ok(reply) => {
                Err(Refusal::Unknown { why: format!("the server's answer makes no sense: {reply}") })
            }
            Err(silence) => {
                Err(Refusal::Unknown { why: format!("no answer after the end of the message: {silence}") })
            }
        }
    }

    async fn write(&mut self, bytes: &[u8], limit: Duration) -> Result<(), Refusal> {
        self.wire.write(bytes, limit).await.map_err(|silence| silence.during("sending"))
    }

    /// Says so where a message or an address is not plain ASCII (RFC 6152, RFC 6531).
    fn parameters(&self, envelope: &Envelope, message: &[u8]) -> Result<Vec<MailParameter>, Refusal> {
        let mut parameters = Vec::new();
        if !message.is_ascii() && self.offer.offers("8BITMIME") {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        if !(envelope.from.as_str().is_ascii() && envelope.to.as_str().is_ascii()) {
            if !self.offer.offers("SMTPUTF8") {
                let response = "not sent: the server takes no addresses beyond ASCII (SMTPUTF8)".to_owned();
                return Err(Refusal::Permanent { step: Step::Recipient, response });
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        Ok(parameters)
    }
}

async fn start_tls(
    mut wire: Wire,
    offer: &Reply,
    encryption: &Encryption,
    limits: Timeouts,
) -> Result<Wire, Refusal> {
    if !offer.offers("STARTTLS") {
        return Err(Refusal::Unreachable {
            why: "the server does not offer encryption (STARTTLS)".to_owned(),
        });
    }
    let reply = ask(&mut wire, Starttls, limits.command).await?;
    expect_done(&reply, "the server refuses to encrypt")?;
    wire.encrypt(encryption, limits.greeting).await.map_err(|silence| silence.during("encrypting"))
}

async fn ask(wire: &mut Wire, command: impl fmt::Display, limit: Duration) -> Result<Reply, Refusal> {
    let command = command.to_string();
    // The verb alone: what follows AUTH is a password.
    let verb = command.split_whitespace().next().unwrap_or_default().to_owned();
    wire.write(command.as_bytes(), limit).await.map_err(|silence| silence.during(&verb))?;
    wire.read(limit).await.map_err(|silence| silence.during(&verb))
}

fn expect_done(reply: &Reply, otherwise: &str) -> Result<(), Refusal> {
    if reply.is_done() {
        return Ok(());
    }
    Err(Refusal::Unreachable { why: format!("{otherwise}: {reply}") })
}

fn refusal(step: Step, reply: &Reply) -> Refusal {
    let response = reply.to_string();
    match step {
        _ if reply.is_temporary() => Refusal::Temporary { step, response },
        // A refused sender is our own fault or the server's: no recipient's address is marked for it.
        Step::Recipient | Step::Message if reply.is_permanent() => Refusal::Permanent { step, response },
        _ => Refusal::Unreachable { why: format!("the server refuses {step}: {response}") },
    }
}

/// Where a line begins with a dot.
fn leading_dots(message: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let first = message.first().filter(|byte| **byte == b'.').map(|_| 0);
    let later =
        message.windows(3).enumerate().filter(|(_, window)| *window == b"\r\n.").map(|(at, _)| at + 2);
    first.into_iter().chain(later)
}

fn address(address: &EmailAddress) -> Result<Address, Refusal> {
    address.as_str().parse().map_err(|error: lettre::address::AddressError| Refusal::Permanent {
        step: Step::Recipient,
        response: format!("not sent: {address}: {error}"),
    })
}

impl fmt::Debug for SmtpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SmtpTransport").field(&self.settings).finish()
    }
}

impl fmt::Debug for SmtpSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpSession")
            .field("messages_left", &self.messages_left)
            .field("broken", &self.broken)
            .finish_non_exhaustive()
    }
}
