//! How many pages a signed-in reader gets: `cargo bench --bench web`. Prints figures, judges nothing.
//!
//! The program serves its demo; 32 connections ask for a static text, then for the summary, the
//! invoice of one location, the corporate one of nine accounts, and more pages. What counts is the
//! ratio to the static text of the same run (at least an eighth is the aim) and the slowest of a
//! hundred answers (at most 25 ms). Pages of the office, which few people open, follow without an aim.
//! The client is on the same machine and takes its share of it.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::{Client, StatusCode, redirect};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const CONNECTIONS: usize = 32;
const MEASURED: Duration = Duration::from_secs(4);
const WARM_UP: Duration = Duration::from_secs(1);

/// The finance contact of the demo and its biller.
const CAROL: (&str, &str) = ("carol.jennings@bluesprucedental.example", "blue-spruce-ledger");
const MARTA: (&str, &str) = ("marta.quintero@juniperridge.example", "juniper-invoice-27");

/// The program, stopped at the end.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::main]
async fn main() {
    let folder = TempDir::new().expect("a folder");
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
    let program = Command::new(env!("CARGO_BIN_EXE_billcenter"))
        .args(["demo", "--port", &port.to_string(), "--dir"])
        .arg(folder.path().join("demo"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let _served = Served(program.expect("the program starts"));
    let address = format!("http://127.0.0.1:{port}");
    let client = client();
    let cookie = sign_in(&client, &address, CAROL).await;
    let newest = async |path: &str| {
        let page = get(&client, &format!("{address}{path}")).await;
        format!("/invoices/{}", between(&page, "class=\"button\" href=\"/invoices/"))
    };
    let (invoice, corporate) = (newest("/?account=204117-06").await, newest("/").await);
    let fixed = measure(port, "/healthz", "").await;
    report("static text", fixed, fixed.0);
    for (name, path) in [
        ("summary", "/".to_owned()),
        ("invoice", invoice),
        ("corporate", corporate),
        ("invoices", "/invoices".to_owned()),
        ("payments", "/payments".to_owned()),
        ("next bill", "/next".to_owned()),
    ] {
        report(name, measure(port, &path, &cookie).await, fixed.0);
    }
    let office = self::client();
    let cookie = sign_in(&office, &address, MARTA).await;
    let answer = office.get(format!("{address}/office/month")).send().await.expect("an answer");
    let month = answer.headers()["location"].to_str().expect("an address").to_owned();
    for (name, path) in [
        ("office", "/office".to_owned()),
        ("month", month),
        ("mail", "/office/deliveries".to_owned()),
        ("aging", "/office/reports/aging".to_owned()),
        ("books", "/office/books".to_owned()),
    ] {
        report(name, measure(port, &path, &cookie).await, fixed.0);
    }
}

fn client() -> Client {
    let client = Client::builder().cookie_store(true).redirect(redirect::Policy::none()).build();
    client.expect("a client")
}

async fn get(client: &Client, address: &str) -> String {
    let answer = client.get(address).send().await.expect("an answer");
    answer.text().await.expect("a page")
}

/// The cookie of a session.
async fn sign_in(client: &Client, address: &str, (email, password): (&str, &str)) -> String {
    while client.get(format!("{address}/readyz")).send().await.is_err() {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let page = get(client, &format!("{address}/sign-in")).await;
    let token = between(&page, "name=\"form_token\" value=\"");
    let form = [("form_token", token.as_str()), ("email", email), ("password", password)]
        .map(|(name, value)| format!("{name}={}", value.replace('@', "%40")));
    let answer = client
        .post(format!("{address}/sign-in"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.join("&"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "signed in");
    let cookie = answer.cookies().find(|cookie| cookie.name() == "session").expect("a session");
    format!("session={}", cookie.value())
}

fn between(text: &str, before: &str) -> String {
    let (_, rest) = text.split_once(before).expect("on the page");
    rest.split('"').next().expect("it ends").to_owned()
}

/// Answers per second, and how long 99 of 100 took at most.
async fn measure(port: u16, path: &str, cookie: &str) -> (f64, Duration) {
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n").into_bytes();
    run(port, &request, WARM_UP).await;
    let begun = Instant::now();
    let mut took = run(port, &request, MEASURED).await;
    let per_second = took.len() as f64 / begun.elapsed().as_secs_f64();
    took.sort_unstable();
    (per_second, took[took.len() * 99 / 100])
}

async fn run(port: u16, request: &[u8], until: Duration) -> Vec<Duration> {
    let end = Instant::now() + until;
    let connections: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            let request = request.to_vec();
            tokio::spawn(async move {
                let mut stream = TcpStream::connect(("127.0.0.1", port)).await.expect("a connection");
                let (mut took, mut buffer) = (Vec::new(), Vec::with_capacity(256 * 1024));
                while Instant::now() < end {
                    let asked = Instant::now();
                    stream.write_all(&request).await.expect("it is sent");
                    read_answer(&mut stream, &mut buffer).await;
                    took.push(asked.elapsed());
                }
                took
            })
        })
        .collect();
    let mut all = Vec::new();
    for connection in connections {
        all.extend(connection.await.expect("no panic"));
    }
    all
}

/// Reads one answer whole by its Content-Length.
async fn read_answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) {
    buffer.clear();
    let mut whole = None;
    loop {
        if whole.is_none()
            && let Some(head) = buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n")
        {
            let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
            assert!(text.starts_with("http/1.1 200"), "{text}");
            let (_, length) = text.split_once("content-length: ").expect("a length");
            let length: usize = length.lines().next().and_then(|line| line.parse().ok()).expect("a number");
            whole = Some(head + 4 + length);
        }
        if whole.is_some_and(|whole| buffer.len() >= whole) {
            return;
        }
        assert!(stream.read_buf(buffer).await.expect("an answer") > 0, "the connection ended");
    }
}

fn report(name: &str, (per_second, slow): (f64, Duration), fixed: f64) {
    println!(
        "{name:<12} {per_second:>8.0} pages/s   1/{:<5.1} of the static text   p99 {:.1} ms",
        fixed / per_second,
        slow.as_secs_f64() * 1_000.0
    );
}
