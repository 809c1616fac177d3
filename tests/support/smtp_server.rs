//! A mail server that plays faults, one script per connection, and remembers what it took.

#![allow(dead_code, reason = "each file plays other faults")]

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// What goes wrong, and where.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    Nothing,
    /// Instead of 220.
    Greets(&'static str),
    /// Never greets.
    StallsBeforeGreeting,
    /// Answers MAIL so.
    Sender(&'static str),
    /// Answers RCPT so.
    Recipient(&'static str),
    /// Answers RCPT for this address so; every other one is fine.
    RecipientIs(&'static str, &'static str),
    /// Answers DATA so.
    Data(&'static str),
    /// Reads a bit of the message and hangs up.
    CutInMessage,
    /// Says this after 354 without waiting for the end of the message.
    SpeaksInMessage(&'static str),
    /// Answers the end of the message so.
    AfterDot(&'static str),
    /// Takes the whole message and hangs up without a word.
    CutAfterDot,
    /// Takes the whole message and says nothing.
    StallsAfterDot,
    /// Says this after STARTTLS's 220, still in clear.
    InjectsBeforeTls(&'static str),
}

/// How a connection goes.
#[derive(Clone)]
pub struct Script {
    pub fault: Fault,
    /// Messages that go well on this connection before the fault.
    pub good_before: usize,
    pub extensions: Vec<&'static str>,
    /// For STARTTLS, or from the first byte where `implicit_tls` is set.
    pub tls: Option<TlsAcceptor>,
    pub implicit_tls: bool,
    /// The user name and password it wants.
    pub login: Option<(&'static str, &'static str)>,
}

/// A message it took.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    pub from: String,
    pub to: String,
    pub bytes: Vec<u8>,
    pub encrypted: bool,
    pub signed_in: bool,
    /// Which connection, from 0.
    pub connection: usize,
}

/// The server; it ends with this.
pub struct SmtpServer {
    port: u16,
    taken: Arc<Mutex<Vec<Taken>>>,
    accepting: JoinHandle<()>,
}

impl Script {
    pub fn good() -> Script {
        Script {
            fault: Fault::Nothing,
            good_before: 0,
            extensions: vec!["PIPELINING", "8BITMIME"],
            tls: None,
            implicit_tls: false,
            login: None,
        }
    }

    pub fn with(fault: Fault) -> Script {
        Script { fault, ..Script::good() }
    }
}

impl SmtpServer {
    /// The first connection follows the first script; the last one goes on for all others.
    pub async fn start(scripts: Vec<Script>) -> SmtpServer {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port on loopback");
        let port = listener.local_addr().expect("it is bound").port();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let memory = taken.clone();
        let accepting = tokio::spawn(async move {
            for connection in 0.. {
                let Ok((stream, _)) = listener.accept().await else { return };
                let script = scripts[connection.min(scripts.len() - 1)].clone();
                let talk = Talk { script, connection, memory: memory.clone(), ..Talk::default() };
                tokio::spawn(talk.serve(stream));
            }
        });
        SmtpServer { port, taken, accepting }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().expect("no talk panicked").clone()
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

trait Channel: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Channel for T {}
type Stream = BufReader<Box<dyn Channel>>;

impl Default for Script {
    fn default() -> Script {
        Script::good()
    }
}

#[derive(Default)]
struct Talk {
    script: Script,
    connection: usize,
    memory: Arc<Mutex<Vec<Taken>>>,
    encrypted: bool,
    signed_in: bool,
    from: String,
    to: String,
    messages: usize,
}

/// How a talk goes on after a command.
enum Next {
    Answer(String),
    Encrypt,
    HangUp,
}

impl Talk {
    async fn serve(mut self, stream: TcpStream) {
        let _ = stream.set_nodelay(true);
        let mut stream = self.first_channel(stream).await;
        match self.script.fault {
            Fault::StallsBeforeGreeting => return hold(&mut stream).await,
            Fault::Greets(line) => return say(&mut stream, line).await,
            _ => say(&mut stream, "220 mail.example ESMTP").await,
        }
        let mut line = String::new();
        while {
            line.clear();
            stream.read_line(&mut line).await.is_ok_and(|read| read > 0)
        } {
            match self.answer(line.trim_end(), &mut stream).await {
                Next::Answer(answer) => say(&mut stream, &answer).await,
                Next::Encrypt => {
                    stream = match self.encrypt(stream).await {
                        Some(stream) => stream,
                        None => return,
                    }
                }
                Next::HangUp => return,
            }
        }
    }

    async fn first_channel(&mut self, stream: TcpStream) -> Stream {
        let plain: Box<dyn Channel> = Box::new(stream);
        let acceptor = self.script.tls.clone().filter(|_| self.script.implicit_tls);
        match acceptor {
            None => BufReader::new(plain),
            Some(acceptor) => match acceptor.accept(plain).await {
                Ok(stream) => {
                    self.encrypted = true;
                    BufReader::new(Box::new(stream))
                }
                // The client refused our certificate: there is nobody to talk to.
                Err(_) => BufReader::new(Box::new(tokio::io::join(tokio::io::empty(), tokio::io::sink()))),
            },
        }
    }

    async fn encrypt(&mut self, mut stream: Stream) -> Option<Stream> {
        let extra = match self.script.fault {
            Fault::InjectsBeforeTls(line) => format!("{line}\r\n"),
            _ => String::new(),
        };
        stream.write_all(format!("220 go ahead\r\n{extra}").as_bytes()).await.ok()?;
        let acceptor = self.script.tls.clone()?;
        let stream = acceptor.accept(stream.into_inner()).await.ok()?;
        self.encrypted = true;
        Some(BufReader::new(Box::new(stream)))
    }

    async fn answer(&mut self, line: &str, stream: &mut Stream) -> Next {
        let fault = if self.messages >= self.script.good_before { self.script.fault } else { Fault::Nothing };
        let verb = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
        Next::Answer(match (verb.as_str(), fault) {
            ("EHLO", _) => self.offer(),
            ("STARTTLS", _) => return Next::Encrypt,
            ("AUTH", _) => self.sign_in(line, stream).await,
            ("MAIL", Fault::Sender(answer)) | ("RCPT", Fault::Recipient(answer)) => answer.to_owned(),
            ("DATA", Fault::Data(answer)) => answer.to_owned(),
            ("MAIL", _) => {
                self.from = address(line);
                "250 2.1.0 Ok".to_owned()
            }
            ("RCPT", Fault::RecipientIs(who, answer)) if address(line) == who => answer.to_owned(),
            ("RCPT", _) => {
                self.to = address(line);
                "250 2.1.5 Ok".to_owned()
            }
            ("DATA", _) => return self.take(fault, stream).await,
            ("RSET" | "NOOP", _) => "250 2.0.0 Ok".to_owned(),
            ("QUIT", _) => "221 2.0.0 Bye".to_owned(),
            _ => "502 5.5.2 Unknown".to_owned(),
        })
    }

    fn offer(&self) -> String {
        let mut lines = vec!["mail.example"];
        lines.extend(&self.script.extensions);
        if self.script.tls.is_some() && !self.encrypted {
            lines.push("STARTTLS");
        }
        let last = lines.len() - 1;
        let dash = |place: usize| if place < last { '-' } else { ' ' };
        let lines: Vec<_> =
            lines.iter().enumerate().map(|(at, line)| format!("250{}{line}", dash(at))).collect();
        lines.join("\r\n")
    }

    async fn sign_in(&mut self, line: &str, stream: &mut Stream) -> String {
        use base64::{Engine, engine::general_purpose::STANDARD};
        let Some((name, password)) = self.script.login else { return "503 5.5.1 No".to_owned() };
        let given = match line.split(' ').nth(1) {
            Some("PLAIN") => line.split(' ').nth(2).unwrap_or_default().to_owned(),
            _ => {
                let mut answers = Vec::new();
                for question in ["Username:", "Password:"] {
                    say(stream, &format!("334 {}", STANDARD.encode(question))).await;
                    let mut answer = String::new();
                    let _ = stream.read_line(&mut answer).await;
                    answers.push(String::from_utf8(STANDARD.decode(answer.trim()).unwrap()).unwrap());
                }
                STANDARD.encode(format!("\0{}", answers.join("\0")))
            }
        };
        self.signed_in = given == STANDARD.encode(format!("\0{name}\0{password}"));
        if self.signed_in { "235 2.7.0 In" } else { "535 5.7.8 Wrong name or password" }.to_owned()
    }

    async fn take(&mut self, fault: Fault, stream: &mut Stream) -> Next {
        let unasked = match fault {
            Fault::SpeaksInMessage(line) => format!("{line}\r\n"),
            _ => String::new(),
        };
        let _ = stream.write_all(format!("354 Go on\r\n{unasked}").as_bytes()).await;
        if fault == Fault::CutInMessage {
            let mut some = [0; 4096];
            let _ = stream.read_exact(&mut some).await;
            return Next::HangUp;
        }
        let Some(bytes) = read_message(stream).await else { return Next::HangUp };
        match fault {
            Fault::AfterDot(answer) => return Next::Answer(answer.to_owned()),
            Fault::SpeaksInMessage(_) => return Next::HangUp,
            _ => {}
        }
        self.messages += 1;
        self.memory.lock().expect("no talk panicked").push(Taken {
            from: std::mem::take(&mut self.from),
            to: std::mem::take(&mut self.to),
            bytes,
            encrypted: self.encrypted,
            signed_in: self.signed_in,
            connection: self.connection,
        });
        match fault {
            Fault::CutAfterDot => Next::HangUp,
            Fault::StallsAfterDot => {
                hold(stream).await;
                Next::HangUp
            }
            _ => Next::Answer(format!("250 2.0.0 Ok: queued as {:04X}", self.messages)),
        }
    }
}

/// The message as it was before its dots were doubled.
async fn read_message(stream: &mut Stream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await.ok()? == 0 {
            return None;
        }
        if line == b".\r\n" {
            return Some(bytes);
        }
        bytes.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}

async fn say(stream: &mut Stream, line: &str) {
    let _ = stream.write_all(format!("{line}\r\n").as_bytes()).await;
    let _ = stream.flush().await;
}

/// Until the client hangs up.
async fn hold(stream: &mut Stream) {
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
}

fn address(line: &str) -> String {
    line.split(['<', '>']).nth(1).unwrap_or_default().to_owned()
}
