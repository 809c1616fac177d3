//! Chromium, driven from outside.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::json;
use tempfile::TempDir;

/// Deque's rules for WCAG, as published.
const AXE: &str = include_str!("../axe/axe.min.js");

/// What of them counts: WCAG 2.2 A and AA, and what the makers call best practice.
const RULES: &str = "return axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', \
                     'best-practice']}).then(found => found.violations.map(one => one.id + ': ' + \
                     one.nodes.map(node => node.html + ' ' + node.failureSummary).join(' | ')))";

/// How long the browser may take for what a person would wait for.
const PATIENCE: Duration = Duration::from_secs(30);

/// The browser's driver on a free port, ended with the test.
pub struct Driver {
    process: Child,
    address: String,
    folder: TempDir,
}

/// How a reader looks at pages.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Of the screen, in CSS pixels; narrow ones are phones.
    pub width: u32,
    pub dark: bool,
}

impl Driver {
    pub fn start() -> Driver {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed");
        Driver { process, address: format!("http://127.0.0.1:{port}"), folder: TempDir::new().unwrap() }
    }

    /// A browser on a wide screen in daylight.
    pub async fn browser(&self) -> Client {
        self.browser_as(Look { width: 1280, dark: false }).await
    }

    /// A browser of a reader with this look, as soon as the driver listens.
    pub async fn browser_as(&self, look: Look) -> Client {
        let profile = self.folder.path().join(format!("profile-{}-{}", look.width, look.dark));
        // The scheme counts from 0 = dark.
        let arguments = [
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-background-networking".to_owned(),
            "--window-size=1280,900".to_owned(),
            format!("--blink-settings=preferredColorScheme={}", u8::from(!look.dark)),
            format!("--user-data-dir={}", profile.display()),
        ];
        let mut chrome = json!({
            "args": arguments,
            "prefs": {
                "download.default_directory": self.downloads(),
                "download.prompt_for_download": false,
                "plugins.always_open_pdf_externally": true,
            },
        });
        if look.width < 600 {
            let metrics = json!({ "width": look.width, "height": 800, "pixelRatio": 1.0 });
            chrome["mobileEmulation"] = json!({ "deviceMetrics": metrics });
        }
        let options = json!({ "goog:chromeOptions": chrome });
        let capabilities = options.as_object().unwrap().clone();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let client =
                ClientBuilder::native().capabilities(capabilities.clone()).connect(&self.address).await;
            match client {
                Ok(client) => return client,
                Err(why) if Instant::now() > deadline => panic!("no browser: {why}"),
                Err(_) => tokio::task::yield_now().await,
            }
        }
    }

    /// Where downloads are kept.
    pub fn downloads(&self) -> PathBuf {
        self.folder.path().join("downloads")
    }

    /// The bytes of a download, as soon as it is complete.
    pub async fn downloaded(&self, name: &str) -> Vec<u8> {
        let file = self.downloads().join(name);
        let deadline = Instant::now() + PATIENCE;
        loop {
            let unfinished = Path::new(&format!("{}.crdownload", file.display())).exists();
            match std::fs::read(&file) {
                Ok(bytes) if !unfinished && !bytes.is_empty() => return bytes,
                _ if Instant::now() > deadline => panic!("{name} was not downloaded"),
                _ => tokio::task::yield_now().await,
            }
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Signs in on the page that asks for it.
pub async fn sign_in(browser: &Client, email: &str, password: &str) {
    let form = browser.wait().for_element(Locator::Css("form[action='/sign-in']")).await.unwrap();
    drop(form);
    let form = browser.form(Locator::Css("form[action='/sign-in']")).await.unwrap();
    form.set_by_name("email", email).await.unwrap();
    form.set_by_name("password", password).await.unwrap();
    form.submit().await.unwrap();
}

/// What is wrong with the page for people who see, hear or move differently, and what sticks out of it.
pub async fn barriers(browser: &Client, look: Look) -> Vec<String> {
    browser.execute(AXE, Vec::new()).await.unwrap();
    let found = browser.execute(RULES, Vec::new()).await.unwrap();
    let mut barriers: Vec<String> = serde_json::from_value(found).unwrap();
    // A phone makes its page wider than its screen where something sticks out.
    let width = browser.execute("return document.documentElement.scrollWidth", Vec::new()).await.unwrap();
    if width.as_u64() > Some(u64::from(look.width)) {
        barriers.push(format!("{width} pixels wide on a screen of {}", look.width));
    }
    barriers
}
