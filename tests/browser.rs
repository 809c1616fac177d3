//! People's ways through the portal, in a real browser.

#[path = "support/browser.rs"]
mod driver;
mod support;
#[path = "support/totp.rs"]
mod totp;

use std::io::Cursor;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use billcenter::clock::Clock;
use billcenter::config::{Mode, Settings};
use billcenter::domain::access::Role;
use billcenter::services::demo::LOGINS;
use billcenter::services::{App, users};
use driver::{Driver, Look, barriers, sign_in};
use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use support::portal::{PASSWORD, Portal, TODAY, add_user, at, billed};
use zip::ZipArchive;

const PAT: &str = "pat@cedar.example";

/// Follows the link with this text, as soon as it is there.
async fn follow(browser: &Client, text: &str) {
    browser.wait().for_element(Locator::LinkText(text)).await.unwrap().click().await.unwrap();
}

async fn title(browser: &Client) -> String {
    browser.wait().for_element(Locator::Css("h1")).await.unwrap().text().await.unwrap()
}

#[actix_web::test]
async fn from_sign_in_to_the_calls() {
    let database = support::sqlite();
    let app = billed(&database).await;
    add_user(&app, PAT, Role::Finance, &["100007"]).await;
    let portal = Portal::serve(&app);
    let driver = Driver::start();
    let browser = driver.browser().await;

    browser.goto(&format!("{}/invoices", portal.address)).await.unwrap();
    sign_in(&browser, PAT, PASSWORD).await;
    follow(&browser, "INV-202611-000004").await;
    let calls = browser.wait().for_element(Locator::LinkText("See all 2 calls")).await.unwrap();
    calls.click().await.unwrap();
    assert_eq!(title(&browser).await, "Your toll-free numbers, from abroad");

    follow(&browser, "Summary").await;
    let figure = browser.wait().for_element(Locator::Css(".figure")).await.unwrap();
    assert_eq!(figure.text().await.unwrap(), "$4,846.34");
    let out = browser.find(Locator::Css("form[action='/sign-out'] button")).await.unwrap();
    out.click().await.unwrap();
    browser.wait().for_element(Locator::Css("form[action='/sign-in']")).await.unwrap();
    browser.close().await.unwrap();
}

#[actix_web::test]
async fn from_registration_to_downloads_that_open() {
    let database = support::sqlite();
    let app = billed(&database).await;
    let code = users::registration_code(&app, &"100007".parse().unwrap(), "test").unwrap();
    let portal = Portal::serve(&app);
    let driver = Driver::start();
    let browser = driver.browser().await;

    browser.goto(&format!("{}/register", portal.address)).await.unwrap();
    let form = browser.form(Locator::Css("form[action='/register']")).await.unwrap();
    for (field, text) in
        [("account", "100007"), ("code", code.as_str()), ("email", PAT), ("password", PASSWORD)]
    {
        form.set_by_name(field, text).await.unwrap();
    }
    form.submit().await.unwrap();
    follow(&browser, "View newest invoice").await;
    assert!(title(&browser).await.starts_with("Invoice INV-202611-000004"));

    follow(&browser, "Download PDF").await;
    let pdf = driver.downloaded("INV-202611-000004.pdf").await;
    assert!(text_of(&pdf, &driver.downloads()).contains("$4,846.34"), "what the page says is due");
    follow(&browser, "CSV").await;
    let csv = driver.downloaded("INV-202611-000004.csv").await;
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(csv.as_slice()).records().map(Result::unwrap).collect();
    let sum: rust_decimal::Decimal =
        rows.iter().map(|row| row[11].parse::<rust_decimal::Decimal>().unwrap()).sum();
    assert_eq!(sum.to_string(), "1204.24", "its rows add up to the new charges");
    follow(&browser, "Spreadsheet (Excel)").await;
    let xlsx = driver.downloaded("INV-202611-000004.xlsx").await;
    assert!(ZipArchive::new(Cursor::new(xlsx)).unwrap().by_name("xl/worksheets/sheet1.xml").is_ok());
    follow(&browser, "Invoices").await;
    follow(&browser, "2026 (ZIP)").await;
    let year = driver.downloaded("invoices-2026.zip").await;
    assert_eq!(ZipArchive::new(Cursor::new(year)).unwrap().len(), 7, "two accounts, three months, a list");
    browser.close().await.unwrap();
}

/// The words of a PDF, read by another program.
fn text_of(pdf: &[u8], folder: &Path) -> String {
    let file = folder.join("read.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new("pdftotext").arg(&file).arg("-").output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[actix_web::test]
async fn a_keyboard_is_enough() {
    let database = support::sqlite();
    let app = billed(&database).await;
    add_user(&app, PAT, Role::Finance, &["100007"]).await;
    let portal = Portal::serve(&app);
    let driver = Driver::start();
    let browser = driver.browser().await;
    let press = async |keys: &str| browser.active_element().await.unwrap().send_keys(keys).await.unwrap();
    let tab = String::from(char::from(Key::Tab));
    let enter = String::from(char::from(Key::Enter));

    browser.goto(&format!("{}/sign-in", portal.address)).await.unwrap();
    press(PAT).await;
    press(&tab).await;
    press(PASSWORD).await;
    press(&enter).await;
    browser.wait().for_element(Locator::Css(".figure")).await.unwrap();
    // The first stop of a page leads over its head.
    press(&tab).await;
    assert_eq!(browser.active_element().await.unwrap().attr("href").await.unwrap().unwrap(), "#main");
    press(&enter).await;
    for _ in 0..20 {
        press(&tab).await;
        let here = browser.active_element().await.unwrap();
        if here.text().await.unwrap() == "View newest invoice" {
            press(&enter).await;
            break;
        }
    }
    browser.wait().for_element(Locator::LinkText("Download PDF")).await.unwrap();
    assert!(title(&browser).await.starts_with("Invoice INV-202611-000004"));
    browser.close().await.unwrap();
}

#[actix_web::test]
async fn a_second_step_with_a_phone() {
    const LATER: &str = "2026-11-28T09:10:00-07:00";
    let database = support::sqlite();
    let app = billed(&database).await;
    add_user(&app, PAT, Role::Finance, &["100007"]).await;
    let portal = Portal::serve(&app);
    let driver = Driver::start();
    let browser = driver.browser().await;
    browser.goto(&format!("{}/login/factor", portal.address)).await.unwrap();
    sign_in(&browser, PAT, PASSWORD).await;
    let secret = browser.wait().for_element(Locator::Css("code.secret")).await.unwrap();
    let secret = secret.text().await.unwrap().replace([' ', '\n'], "");
    let form = browser.form(Locator::Css("form.stack-form")).await.unwrap();
    form.set_by_name("code", &totp::code(&secret, TODAY)).await.unwrap();
    form.submit().await.unwrap();
    browser.wait().for_element(Locator::Css("li code")).await.unwrap();
    assert_eq!(browser.find_all(Locator::Css("li code")).await.unwrap().len(), 10, "recovery codes");
    browser.close().await.unwrap();

    // Ten minutes later, somewhere else.
    let portal = Portal::serve(&at(&database, LATER));
    let browser = driver.browser_as(Look { width: 390, dark: false }).await;
    browser.goto(&format!("{}/payments", portal.address)).await.unwrap();
    sign_in(&browser, PAT, PASSWORD).await;
    let field = browser.wait().for_element(Locator::Css("input[name=code]")).await.unwrap();
    browser.goto(&format!("{}/invoices", portal.address)).await.unwrap();
    browser.wait().for_element(Locator::Css("form[action='/sign-in']")).await.unwrap();
    drop(field);
    sign_in(&browser, PAT, PASSWORD).await;
    let field = browser.wait().for_element(Locator::Css("input[name=code]")).await.unwrap();
    field.send_keys(&totp::code(&secret, LATER)).await.unwrap();
    field.send_keys(&String::from(char::from(Key::Enter))).await.unwrap();
    browser.wait().for_element(Locator::LinkText("INV-202611-000004")).await.unwrap();
    assert_eq!(title(&browser).await, "Invoices", "where one wanted to go");
    browser.close().await.unwrap();
}

/// The demo, served.
struct Demo {
    portal: Portal,
    _folder: tempfile::TempDir,
}

fn demo() -> Demo {
    const CLOCK: &str = "2026-11-10T10:00:00-07:00";
    let folder = tempfile::TempDir::new().unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_billcenter"))
        .current_dir(folder.path())
        .env_remove("DATABASE_URL")
        .env("BILLCENTER_CLOCK", CLOCK)
        .args(["demo", "--dir", "demo", "--months", "3", "--no-serve"])
        .stdout(Stdio::null())
        .status();
    assert!(made.unwrap().success());
    let database = format!("sqlite://{}", folder.path().join("demo/billcenter.db").display());
    let mut settings = Settings::load(None).unwrap();
    settings.files.folder = folder.path().join("demo/billcenter.files");
    settings.mail.folder = folder.path().join("demo/mailbox");
    settings.make_up_secrets();
    settings.auth.settle(Mode::Development);
    let app = App::open(&database, Clock::parse(CLOCK).unwrap(), settings).unwrap();
    Demo { portal: Portal::serve(&Arc::new(app)), _folder: folder }
}

/// Every page that opens without something in its address, and one of each kind that needs it.
const PAGES: &[&str] = &[
    "/",
    "/?account=204117-02",
    "/invoices",
    "/invoices?state=paid&q=none",
    "/invoices/NUMBER",
    "/invoices/NUMBER/changes",
    "/invoices/NUMBER/calls?line=LINE",
    "/next",
    "/payments",
    "/payments?account=204117-02",
    "/calls",
    "/invoices/NUMBER/delivery",
    "/deliveries",
    "/cases",
    "/cases?closed=1",
    "/cases/ask",
    "/requests/new",
    "/requests/new?kind=move",
    "/cases/REQUEST",
    "/cases/new?invoice=NUMBER&line=LINE",
    "/cases/CASE",
    "/cases/OLDCASE",
    "/contacts",
    "/contacts/new",
    "/accounts",
    "/accounts/services",
    "/login",
    "/login/factor",
    "/login/password",
    "/login/email",
    "/nowhere",
];

/// The same for staff: with a dispute that waits for a decision, and a case that is closed.
const STAFF_PAGES: &[&str] = &[
    "/office/cases",
    "/office/cases?closed=1",
    "/office/cases?text=none",
    "/office/cases/new",
    "/office/cases/OLDCASE",
    "/office/cases/CASE?template=more",
    "/office",
    "/office/month",
    "/office/month/2026-10",
    "/office/month/2026-10/204117",
    "/office/reminders",
    "/office/reminders/100006",
    "/office/cases/WORKED",
    "/office/cases/REQUEST",
    "/office/requests",
    "/office/requests/REQUEST",
    "/office/reports",
    "/office/reports/aging",
    "/office/reports/revenue",
    "/office/reports/taxes",
    "/office/reports/disputes",
    "/office/reports/promises",
    "/office/reports/work",
    "/office/reports/usage",
    "/office/books",
    "/office/terms",
    "/office/money",
    "/office/money/payment",
    "/office/money/import",
    "/office/money/in-credit",
    "/office/money/approvals",
    "/office/money/unidentified",
    "/office/money/204117",
    "/office/money/204117/credit",
    "/office/money/204117/write-off",
    "/office/accounts",
    "/office/accounts?q=none",
    "/office/accounts/new",
    "/office/accounts/204117",
    "/office/accounts/204117-02",
    "/office/accounts/204117/edit",
    "/office/accounts/204117/services/new",
    "/office/accounts/204117/charges/new",
    "/office/accounts/204117/access",
    "/office/deliveries?period=2026-10",
    "/office/deliveries/addresses",
    "/office/deliveries/1",
];

/// The same for an administrator.
const SETTINGS_PAGES: &[&str] = &[
    "/office/settings",
    "/office/settings/users",
    "/office/settings/users/1",
    "/office/settings/users/3",
    "/office/settings/provider",
    "/office/settings/taxes",
    "/office/settings/escalation",
    "/office/settings/limits",
    "/office/settings/holidays",
    "/office/settings/languages",
    "/office/settings/mail",
];

#[actix_web::test]
async fn no_page_has_barriers() {
    let demo = demo();
    let address = &demo.portal.address;
    let driver = Driver::start();
    let login = |role| LOGINS.iter().find(|login| login.role == role).unwrap();
    let (manager, biller, administrator) =
        (login(Role::Mpoc), login(Role::Biller), login(Role::Administrator));
    let looks = [
        (Look { width: 1280, dark: false }, "en"),
        (Look { width: 1280, dark: true }, "es"),
        (Look { width: 320, dark: false }, "es"),
    ];
    let mut found = Vec::new();
    for (look, language) in looks {
        let browser = driver.browser_as(look).await;
        for path in ["/sign-in", "/register", "/forgot"] {
            browser.goto(&format!("{address}{path}?lang={language}")).await.unwrap();
            found.extend(
                barriers(&browser, look).await.into_iter().map(|one| format!("{look:?} {path}: {one}")),
            );
        }
        browser.goto(&format!("{address}/")).await.unwrap();
        sign_in(&browser, manager.email, manager.password).await;
        browser.wait().for_element(Locator::Css(".figure")).await.unwrap();
        let (number, line) = an_invoice(&browser, address).await;
        let (case, old) =
            (a_case(&browser, address, "/cases").await, a_case(&browser, address, "/cases?closed=1").await);
        let request = a_request(&browser, address).await;
        for path in PAGES {
            let path = path.replace("NUMBER", &number).replace("LINE", &line);
            let path = path.replace("OLDCASE", &old).replace("CASE", &case).replace("REQUEST", &request);
            browser.goto(&format!("{address}{path}")).await.unwrap();
            found.extend(
                barriers(&browser, look).await.into_iter().map(|one| format!("{look:?} {path}: {one}")),
            );
        }
        browser.delete_all_cookies().await.unwrap();
        browser.goto(&format!("{address}/office/cases?lang={language}")).await.unwrap();
        sign_in(&browser, biller.email, biller.password).await;
        browser.wait().for_element(Locator::Css(".case-link")).await.unwrap();
        let case = in_queue(&browser, address, "kind=dispute").await;
        let old = in_queue(&browser, address, "closed=1").await;
        let worked = in_queue(&browser, address, "kind=macd&state=in-progress").await;
        let request = in_queue(&browser, address, "kind=macd&state=resolved").await;
        for path in STAFF_PAGES {
            let path = path.replace("OLDCASE", &old).replace("CASE", &case);
            let path = path.replace("WORKED", &worked).replace("REQUEST", &request);
            browser.goto(&format!("{address}{path}")).await.unwrap();
            found.extend(
                barriers(&browser, look).await.into_iter().map(|one| format!("{look:?} {path}: {one}")),
            );
        }
        browser.delete_all_cookies().await.unwrap();
        browser.goto(&format!("{address}/office/settings?lang={language}")).await.unwrap();
        sign_in(&browser, administrator.email, administrator.password).await;
        browser.wait().for_element(Locator::Css("a[href='/office/settings/users']")).await.unwrap();
        for path in SETTINGS_PAGES {
            browser.goto(&format!("{address}{path}")).await.unwrap();
            found.extend(
                barriers(&browser, look).await.into_iter().map(|one| format!("{look:?} {path}: {one}")),
            );
        }
        browser.close().await.unwrap();
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The newest invoice that has calls, and the place of a line with calls.
async fn an_invoice(browser: &Client, address: &str) -> (String, String) {
    browser.goto(&format!("{address}/")).await.unwrap();
    let newest = browser.find(Locator::Css(".due .actions a")).await.unwrap();
    let path = newest.attr("href").await.unwrap().unwrap();
    browser.goto(&format!("{address}{path}")).await.unwrap();
    let calls = browser.find(Locator::Css(".note-link")).await.unwrap().attr("href").await.unwrap().unwrap();
    let line = calls.split_once("line=").unwrap().1.to_owned();
    (path.trim_start_matches("/invoices/").to_owned(), line)
}

/// The newest case of a list.
async fn a_case(browser: &Client, address: &str, list: &str) -> String {
    browser.goto(&format!("{address}{list}")).await.unwrap();
    let link = browser.find(Locator::Css("th a[href^='/cases/C-']")).await.unwrap();
    link.attr("href").await.unwrap().unwrap().trim_start_matches("/cases/").to_owned()
}

/// A request that the reader has just sent.
async fn a_request(browser: &Client, address: &str) -> String {
    browser.goto(&format!("{address}/requests/new?kind=move")).await.unwrap();
    browser.find(Locator::Id("subject")).await.unwrap().send_keys("Two phones upstairs").await.unwrap();
    browser.find(Locator::Id("words")).await.unwrap().send_keys("Please move them.").await.unwrap();
    browser.find(Locator::Css("main form .button")).await.unwrap().click().await.unwrap();
    browser.wait().for_element(Locator::Id("request-title")).await.unwrap();
    browser.current_url().await.unwrap().path().trim_start_matches("/cases/").to_owned()
}

/// The first case of a part of the queue.
async fn in_queue(browser: &Client, address: &str, part: &str) -> String {
    browser.goto(&format!("{address}/office/cases?{part}")).await.unwrap();
    let link = browser.find(Locator::Css(".case-link")).await.unwrap();
    link.attr("href").await.unwrap().unwrap().trim_start_matches("/office/cases/").to_owned()
}
