//! A small customer base with three issued months, and the portal served over it on a free port.

use std::net::TcpListener;
use std::sync::Arc;

use billcenter::domain::access::Role;
use billcenter::services::delivery::Transport;
use billcenter::services::imports::{self, ImportKind, ImportOptions};
use billcenter::services::{App, Silent, bill_run};
use billcenter::services::{auth, users};
use billcenter::values::password::NewPassword;
use billcenter::web::{self, ServeOptions};
use reqwest::header::{HeaderMap, LOCATION, SET_COOKIE};
use reqwest::{Client, Response, StatusCode};

use super::TestDatabase;

/// The day on which the pages are looked at: the invoices of September are past due.
pub const TODAY: &str = "2026-11-28T09:00:00-07:00";

/// Everyone's, for the tests only.
pub const PASSWORD: &str = "four plain words together";

/// Between the parts of a form with files.
const BOUNDARY: &str = "a-line-between-parts";

const FOLDER: &str = "tests/examples/three-months";

/// The example base, billed for its three months.
pub async fn billed(database: &TestDatabase) -> Arc<App> {
    let app = at(database, TODAY);
    import_base(&app);
    bill(&app, &["2026-09", "2026-10", "2026-11"]).await;
    app
}

/// The customers of the example, with all that is known of them in the end.
pub fn import_base(app: &App) {
    for kind in [
        ImportKind::Accounts,
        ImportKind::Contacts,
        ImportKind::Services,
        ImportKind::Charges,
        ImportKind::Rates,
        ImportKind::Taxes,
        ImportKind::Usage,
        ImportKind::Payments,
    ] {
        let file = std::fs::File::open(format!("{FOLDER}/{}.csv", kind.as_str())).unwrap();
        let options = ImportOptions { dry_run: false, actor: "test", total_bytes: 0 };
        imports::import(app, kind, file, &options, &Silent).unwrap();
    }
}

/// Closes, releases and issues each month.
pub async fn bill(app: &App, months: &[&str]) {
    for month in months {
        let period = month.parse().unwrap();
        bill_run::close(app, period, "test", &Silent).unwrap();
        bill_run::release(app, period, None, "checked", "test").unwrap();
        bill_run::issue(app, period, "test", &Silent).await.unwrap();
    }
}

/// The program on this database at another time.
pub fn at(database: &TestDatabase, now: &str) -> Arc<App> {
    let mut app = database.app(now);
    app.settings.server.session_secret = "a secret that only the tests know of, 32+".to_owned();
    Arc::new(app)
}

/// A login with the password of the tests.
pub async fn add_user(app: &Arc<App>, email: &str, role: Role, accounts: &[&str]) {
    let accounts: Vec<_> = accounts.iter().map(|number| number.parse().unwrap()).collect();
    let link = users::add_user(app, &email.parse().unwrap(), role, &accounts, "test").unwrap();
    let token = link.rsplit('/').next().unwrap();
    let password = NewPassword::parse(PASSWORD, email).unwrap();
    auth::set_password(app, token, password).await.unwrap().unwrap();
}

/// The portal of `app`, stopped with the test.
pub struct Portal {
    /// `http://127.0.0.1:port`.
    pub address: String,
    handle: actix_web::dev::ServerHandle,
}

impl Portal {
    pub fn serve(app: &Arc<App>) -> Portal {
        Portal::serve_with(app, None)
    }

    /// With a place where notices go as soon as there is one.
    pub fn serve_with(app: &Arc<App>, transport: Option<Transport>) -> Portal {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let options = ServeOptions { workers: Some(1), transport };
        let server = web::serve_on(listener, Arc::clone(app), options).unwrap();
        let handle = server.handle();
        tokio::spawn(server);
        Portal { address, handle }
    }

    /// A browser that was never here.
    pub fn browser(&self) -> Browser {
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).cookie_store(true);
        Browser { address: self.address.clone(), client: client.build().unwrap() }
    }

    /// A browser that has signed in.
    pub async fn signed_in(&self, email: &str) -> Browser {
        let browser = self.browser();
        let page = browser.sign_in(email, PASSWORD).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
        browser
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        let stop = self.handle.stop(false);
        tokio::spawn(stop);
    }
}

/// Keeps cookies and follows nothing.
pub struct Browser {
    address: String,
    client: Client,
}

/// What came back.
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    pub bytes: Vec<u8>,
}

impl Browser {
    /// The same browser, cookies and all, at a portal whose clock stands elsewhere.
    pub fn at(&self, portal: &Portal) -> Browser {
        Browser { address: portal.address.clone(), client: self.client.clone() }
    }

    pub async fn get(&self, path: &str) -> Page {
        self.get_with(path, &[]).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Page {
        let mut request = self.client.get(format!("{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Page::read(request.send().await.unwrap()).await
    }

    /// Sends a form as its page would: with the token of the page at `from`.
    pub async fn submit(&self, from: &str, to: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.get(from).await.form_token();
        let mut all = vec![("form_token", token.as_str())];
        all.extend_from_slice(fields);
        self.post(to, &all, &[]).await
    }

    pub async fn post(&self, to: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Page {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let mut request = self
            .client
            .post(format!("{}{to}", self.address))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.join("&"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Page::read(request.send().await.unwrap()).await
    }

    /// Sends a form with files as its page at `from` would.
    pub async fn upload(
        &self,
        from: &str,
        to: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &[u8])],
    ) -> Page {
        let token = self.get(from).await.form_token();
        let mut body = Vec::new();
        let mut part = |disposition: String, bytes: &[u8]| {
            body.extend_from_slice(format!("--{BOUNDARY}\r\n{disposition}\r\n\r\n").as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        };
        for (name, value) in std::iter::once(&("form_token", token.as_str())).chain(fields) {
            part(format!("Content-Disposition: form-data; name=\"{name}\""), value.as_bytes());
        }
        for (name, bytes) in files {
            let disposition = format!("Content-Disposition: form-data; name=\"files\"; filename=\"{name}\"");
            part(format!("{disposition}\r\nContent-Type: application/octet-stream"), bytes);
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let request = self
            .client
            .post(format!("{}{to}", self.address))
            .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
            .body(body);
        Page::read(request.send().await.unwrap()).await
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Page {
        self.submit("/sign-in", "/sign-in", &[("email", email), ("password", password)]).await
    }
}

impl Page {
    async fn read(response: Response) -> Page {
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Page { status, headers, text, bytes: bytes.to_vec() }
    }

    /// The token of its forms.
    pub fn form_token(&self) -> String {
        let (_, rest) = self.text.split_once("name=\"form_token\" value=\"").expect("a page with a form");
        rest.split('"').next().unwrap().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> &str {
        self.header(LOCATION.as_str())
    }

    /// The cookie of this name that the answer sets, with its attributes.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let all = self.headers.get_all(SET_COOKIE).into_iter().map(|value| value.to_str().unwrap());
        all.map(str::to_owned).find(|cookie| cookie.starts_with(&format!("{name}=")))
    }

    /// Without what differs in every browser.
    pub fn without_token(&self) -> String {
        match self.text.contains("name=\"form_token\"") {
            true => self.text.replace(&self.form_token(), "TOKEN"),
            false => self.text.clone(),
        }
    }
}

/// The words of a page: its tags taken out, one space between them.
pub fn words(page: &Page) -> String {
    let parts = page.text.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    parts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// A page has these parts among its words.
pub fn require_parts(page: &Page, parts: &[&str]) {
    let words = words(page);
    for part in parts {
        assert!(words.contains(part), "{part:?} in {words}");
    }
}

fn encoded(value: &str) -> String {
    value.bytes().fold(String::new(), |mut text, byte| {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => text.push(char::from(byte)),
            other => text.push_str(&format!("%{other:02X}")),
        }
        text
    })
}
