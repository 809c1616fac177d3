//! A person's way through the portal, in a real browser.

mod support;

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use billcenter::domain::access::Role;
use fantoccini::{ClientBuilder, Locator};
use serde_json::json;
use support::portal::{PASSWORD, Portal, add_user, billed};

const PAT: &str = "pat@cedar.example";

/// The browser's driver on a free port, ended with the test.
struct Driver {
    process: Child,
    address: String,
}

impl Driver {
    fn start() -> Driver {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed");
        Driver { process, address: format!("http://127.0.0.1:{port}") }
    }

    /// A browser, as soon as the driver listens.
    async fn browser(&self, folder: &std::path::Path) -> fantoccini::Client {
        let arguments = [
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-background-networking".to_owned(),
            format!("--user-data-dir={}", folder.display()),
        ];
        let options = json!({ "goog:chromeOptions": { "args": arguments } });
        let capabilities = options.as_object().unwrap().clone();
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
        loop {
            let client =
                ClientBuilder::native().capabilities(capabilities.clone()).connect(&self.address).await;
            match client {
                Ok(client) => return client,
                Err(why) if std::time::Instant::now() > deadline => panic!("no browser: {why}"),
                Err(_) => tokio::task::yield_now().await,
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

#[actix_web::test]
async fn from_sign_in_to_the_calls() {
    let database = support::sqlite();
    let app = billed(&database).await;
    add_user(&app, PAT, Role::Finance, &["100007"]).await;
    let portal = Portal::serve(&app);
    let driver = Driver::start();
    let folder = tempfile::TempDir::new().unwrap();
    let browser = driver.browser(folder.path()).await;

    browser.goto(&format!("{}/invoices", portal.address)).await.unwrap();
    let form = browser.form(Locator::Css("form[action='/sign-in']")).await.unwrap();
    form.set_by_name("email", PAT).await.unwrap();
    form.set_by_name("password", PASSWORD).await.unwrap();
    form.submit().await.unwrap();

    let wait = browser.wait();
    wait.for_element(Locator::LinkText("INV-202611-000004")).await.unwrap().click().await.unwrap();
    let pdf = browser.wait().for_element(Locator::LinkText("Download PDF")).await.unwrap();
    assert_eq!(pdf.attr("href").await.unwrap().unwrap(), "/invoices/INV-202611-000004.pdf");
    let calls = browser.wait().for_element(Locator::LinkText("See all 2 calls")).await.unwrap();
    calls.click().await.unwrap();
    let title = browser.wait().for_element(Locator::Css("h1")).await.unwrap().text().await.unwrap();
    assert_eq!(title, "Your toll-free numbers, from abroad");

    browser.find(Locator::LinkText("Summary")).await.unwrap().click().await.unwrap();
    let figure = browser.wait().for_element(Locator::Css(".figure")).await.unwrap();
    assert_eq!(figure.text().await.unwrap(), "$4,846.34");
    let out = browser.find(Locator::Css("form[action='/sign-out'] button")).await.unwrap();
    out.click().await.unwrap();
    browser.wait().for_element(Locator::Css("form[action='/sign-in']")).await.unwrap();
    browser.close().await.unwrap();
}
