//! What every page needs: the reader's language, who they are, the token of its forms.

use std::borrow::Borrow;
use std::future::{Ready, ready};
use std::sync::Arc;

use actix_session::SessionExt;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::ACCEPT_LANGUAGE;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::errors::Failure;
use super::nav::{self, Room};
use super::post::Post;
use super::{Site, assets, csrf, own, session};
use crate::domain::access::{Role, Viewer};
use crate::domain::invoice::{Line, LineKind, Provider};
use crate::domain::look::Look;
use crate::domain::macd::receipt::Receipt;
use crate::services::App;
use crate::texts;
use crate::values::calendar::mountain_day;
use crate::values::locale::Locale;
use crate::values::money::Money;
use crate::values::number::AccountNumber;
use crate::values::period::BillingPeriod;

/// The cookie of who chose a language by hand.
const LANGUAGE: &str = "lang";

/// What templates call `f`.
pub struct Frame {
    /// The reader's language.
    pub locale: Locale,
    /// Who is signed in; with the eyes of a customer, where they look through those.
    pub viewer: Option<Viewer>,
    /// Through whose eyes they look.
    pub look: Option<Look>,
    /// The token of this page's forms.
    pub form_token: String,
    /// The provider, whose portal this is.
    pub provider: Arc<Provider>,
    /// The page's path, for the navigation.
    pub path: String,
    /// The account that the reader chose, which links to other pages keep.
    pub account: Option<AccountNumber>,
    query: String,
}

impl Frame {
    /// The text named `key`.
    pub fn t(&self, key: impl AsRef<str>) -> String {
        texts::text(self.locale, key.as_ref())
    }

    /// The text named `key` with its one place filled in.
    pub fn t1(&self, key: &str, name: &'static str, value: impl AsRef<str>) -> String {
        texts::text_with(self.locale, key, &[(name, value.as_ref())])
    }

    /// The text named `key` with its two places filled in.
    pub fn t2(
        &self,
        key: &str,
        name: &'static str,
        value: impl AsRef<str>,
        other: &'static str,
        second: impl AsRef<str>,
    ) -> String {
        texts::text_with(self.locale, key, &[(name, value.as_ref()), (other, second.as_ref())])
    }

    /// The text named `key` with its three places filled in.
    pub fn t3(
        &self,
        key: &str,
        first: (&'static str, impl ToString),
        second: (&'static str, impl ToString),
        third: (&'static str, impl ToString),
    ) -> String {
        let (one, two, three) = (first.1.to_string(), second.1.to_string(), third.1.to_string());
        texts::text_with(self.locale, key, &[(first.0, &one), (second.0, &two), (third.0, &three)])
    }

    /// Through whose eyes the reader looks, and until when.
    pub fn looks_at(&self, look: &Look) -> String {
        let (name, number) = (("name", &look.name), ("number", &look.number));
        self.t3("look-banner", name, number, ("time", self.time_of_day(look.ends_at)))
    }

    /// Whether the reader is a customer who is signed in.
    pub fn is_customer(&self) -> bool {
        self.viewer.as_ref().is_some_and(|viewer| viewer.role.is_customer())
    }

    /// What a kind of line is called.
    pub fn kind(&self, kind: impl Borrow<LineKind>) -> String {
        self.t(format!("kind-{}", kind.borrow().as_str().replace('_', "-")))
    }

    /// The text named `key` for so many.
    pub fn n(&self, key: &str, count: impl Borrow<u32>) -> String {
        texts::text_count(self.locale, key, i64::from(*count.borrow()))
    }

    /// A whole number.
    pub fn count(&self, count: impl Borrow<i64>) -> String {
        self.locale.decimal(Decimal::from(*count.borrow()))
    }

    /// An amount with its currency.
    pub fn money(&self, amount: impl Borrow<Money>) -> String {
        self.locale.money(*amount.borrow())
    }

    /// A number with every decimal it has.
    pub fn decimal(&self, number: impl Borrow<Decimal>) -> String {
        self.locale.decimal(*number.borrow())
    }

    /// A price of a unit: two decimals, or as many more as it has.
    pub fn price(&self, price: impl Borrow<Decimal>) -> String {
        let mut price = price.borrow().normalize();
        price.rescale(price.scale().max(2));
        self.locale.decimal(price)
    }

    /// A difference with its sign.
    pub fn change(&self, change: impl Borrow<Money>) -> String {
        let change = *change.borrow();
        let text = self.locale.money(change);
        match change {
            change if change.is_zero() => "–".to_owned(),
            change if change.is_negative() => text,
            _ => format!("+{text}"),
        }
    }

    /// The text that names a payment state.
    pub fn state_key(&self, state: &str) -> String {
        format!("state-{state}")
    }

    /// Every language there is.
    pub fn languages(&self) -> &'static [Locale] {
        &Locale::ALL
    }

    /// What a language calls itself.
    pub fn language_name(&self, locale: &Locale) -> &'static str {
        match locale {
            Locale::En => "English",
            Locale::Es => "Español",
        }
    }

    /// A day in words.
    pub fn long_date(&self, day: impl Borrow<NaiveDate>) -> String {
        self.locale.long_date(*day.borrow())
    }

    /// A day in digits.
    pub fn date(&self, day: impl Borrow<NaiveDate>) -> String {
        self.locale.short_date(*day.borrow())
    }

    /// A day and a time, Mountain Time, to the minute.
    pub fn minute(&self, instant: impl Borrow<DateTime<Utc>>) -> String {
        self.locale.minute(*instant.borrow())
    }

    /// The day of an instant in digits, Mountain Time.
    pub fn day_of(&self, instant: impl Borrow<DateTime<Utc>>) -> String {
        self.locale.short_date(mountain_day(*instant.borrow()))
    }

    /// Its time of day, Mountain Time.
    pub fn time_of_day(&self, instant: impl Borrow<DateTime<Utc>>) -> String {
        self.locale.time_of_day(*instant.borrow())
    }

    /// How the minutes of a request became what they cost.
    pub fn rounding(&self, receipt: &Receipt) -> String {
        let minutes = (receipt.billable_minutes, receipt.units, receipt.increment_minutes);
        texts::work_rounding(self.locale, minutes, receipt.unit_price, receipt.work)
    }

    /// A period in words.
    pub fn period(&self, period: impl Borrow<BillingPeriod>) -> String {
        self.locale.period(*period.borrow())
    }

    /// What a line is for: its description, or the kind of calls that it sums.
    pub fn line_name(&self, line: &Line) -> String {
        match &line.usage {
            Some(_) => self.call_type(&line.code),
            None => line.description.clone(),
        }
    }

    /// The kind of calls that a `plan/call_type` names.
    pub fn call_type(&self, code: &str) -> String {
        match code.rsplit_once('/') {
            Some((_, call_type)) => self.t(format!("doc-call-{}", call_type.replace('_', "-"))),
            None => code.to_owned(),
        }
    }

    /// A page's address, about the same account as this one.
    pub fn link(&self, path: &str) -> String {
        match &self.account {
            Some(account) => format!("{path}?account={account}"),
            None => path.to_owned(),
        }
    }

    /// The rooms that the reader may enter.
    pub fn rooms(&self, role: &Role) -> Vec<&'static Room> {
        nav::rooms(*role).collect()
    }

    /// The style sheet's name.
    pub fn styles(&self) -> &'static str {
        assets::styles()
    }

    /// The icon's name.
    pub fn icon(&self) -> &'static str {
        assets::icon()
    }

    /// This page in another language.
    pub fn in_language(&self, locale: &Locale) -> String {
        let others = self.query.split('&').filter(|part| !part.is_empty() && !part.starts_with("lang="));
        let mut query: Vec<&str> = others.collect();
        let choice = format!("lang={locale}");
        query.push(&choice);
        format!("{}?{}", self.path, query.join("&"))
    }
}

/// A request for a page, signed in or not.
pub struct Visit {
    /// The use cases' world.
    pub app: Arc<App>,
    /// What the page needs.
    pub frame: Frame,
    cookies: Vec<Cookie<'static>>,
    post: web::Data<Post>,
}

/// A request of someone who is signed in.
pub struct SignedIn {
    /// As for anyone.
    pub visit: Visit,
    /// Who.
    pub viewer: Viewer,
}

/// A request of someone of the provider's. For customers the page does not exist.
pub struct Staff {
    /// As for anyone.
    pub visit: Visit,
    /// Who.
    pub viewer: Viewer,
}

impl Visit {
    /// Reads what a request says of its reader.
    pub fn of(req: &HttpRequest) -> Result<Visit, Failure> {
        let missing = || Failure::defect(std::io::Error::other("the server is not configured"));
        let app = req.app_data::<web::Data<App>>().ok_or_else(missing)?;
        let site = req.app_data::<web::Data<Site>>().ok_or_else(missing)?;
        let post = req.app_data::<web::Data<Post>>().ok_or_else(missing)?.clone();
        let session = req.get_session();
        let viewer = session::viewer(&session);
        let look = session::look(&session).filter(|look| viewer.is_some() && look.is_open(app.clock.now()));
        let viewer = match &look {
            Some(look) => viewer.map(|viewer| viewer.through(look.account)),
            None => viewer,
        };
        let mut cookies = Vec::new();
        let chosen = chosen_language(req);
        if let Some(locale) = chosen {
            cookies.push(language_cookie(site, locale));
        }
        let form_token = match session::form_token(&session) {
            Some(token) => token,
            None => visit_token(req, site, &mut cookies),
        };
        let locale = chosen
            .or_else(|| req.cookie(LANGUAGE).and_then(|cookie| cookie.value().parse().ok()))
            .or(viewer.as_ref().map(|viewer| viewer.locale))
            .unwrap_or_else(|| accepted_language(req));
        let frame = Frame {
            locale,
            viewer,
            look,
            form_token,
            provider: Arc::new(app.letterhead()),
            path: req.path().to_owned(),
            account: chosen_account(req),
            query: req.query_string().to_owned(),
        };
        Ok(Visit { app: Arc::clone(app), frame, cookies, post })
    }

    /// Wakes the sending of notices: for whoever has just had one enqueued.
    pub fn wake_post(&self) {
        self.post.wake(&self.app);
    }

    /// The page, with the cookies that it needs.
    pub fn page(&self, status: StatusCode, template: &impl Template) -> Result<HttpResponse, Failure> {
        let mut response = HttpResponse::build(status);
        for cookie in &self.cookies {
            response.cookie(cookie.clone());
        }
        Ok(response.content_type("text/html; charset=utf-8").body(template.render()?))
    }

    /// The page where all is well.
    pub fn ok(&self, template: &impl Template) -> Result<HttpResponse, Failure> {
        self.page(StatusCode::OK, template)
    }
}

impl Staff {
    /// Goes on only where the reader's role has a right.
    pub fn require(&self, may: fn(Role) -> bool) -> Result<(), Failure> {
        if may(self.viewer.role) { Ok(()) } else { Err(Failure::NotAllowed) }
    }
}

impl FromRequest for Visit {
    type Error = actix_web::Error;
    type Future = Ready<Result<Visit, actix_web::Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Visit::of(req).map_err(Into::into))
    }
}

impl FromRequest for SignedIn {
    type Error = actix_web::Error;
    type Future = Ready<Result<SignedIn, actix_web::Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(signed_in(req).map_err(Into::into))
    }
}

impl FromRequest for Staff {
    type Error = actix_web::Error;
    type Future = Ready<Result<Staff, actix_web::Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let staff = signed_in(req).and_then(|SignedIn { visit, viewer }| match viewer.role.is_customer() {
            true if visit.frame.look.is_some() => Err(Failure::Looking),
            true => Err(Failure::NotFound),
            false => Ok(Staff { visit, viewer }),
        });
        ready(staff.map_err(Into::into))
    }
}

fn signed_in(req: &HttpRequest) -> Result<SignedIn, Failure> {
    let own = own::own_login(req)?;
    own.require_factor(req)?;
    let viewer = match &own.visit.frame.look {
        Some(look) => own.live.viewer.through(look.account),
        None => own.live.viewer,
    };
    Ok(SignedIn { visit: own.visit, viewer })
}

fn visit_token(req: &HttpRequest, site: &Site, cookies: &mut Vec<Cookie<'static>>) -> String {
    let name = site.cookie_name(csrf::VISIT);
    if let Some(visit) = req.cookie(&name) {
        return csrf::visit_token(site, visit.value());
    }
    let visit = csrf::new_visit();
    let token = csrf::visit_token(site, &visit);
    let cookie = Cookie::build(name, visit).path("/").http_only(true).secure(site.is_secure);
    cookies.push(cookie.same_site(SameSite::Lax).finish());
    token
}

fn chosen_account(req: &HttpRequest) -> Option<AccountNumber> {
    req.query_string().split('&').find_map(|part| part.strip_prefix("account=")?.parse().ok())
}

fn chosen_language(req: &HttpRequest) -> Option<Locale> {
    req.query_string().split('&').find_map(|part| part.strip_prefix("lang=")?.parse().ok())
}

fn language_cookie(site: &Site, locale: Locale) -> Cookie<'static> {
    Cookie::build(LANGUAGE, locale.as_str())
        .path("/")
        .http_only(true)
        .secure(site.is_secure)
        .same_site(SameSite::Lax)
        .max_age(Duration::days(365))
        .finish()
}

/// The first of our languages that the browser names; browsers name them in order.
fn accepted_language(req: &HttpRequest) -> Locale {
    let header = req.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    header
        .split(',')
        .find_map(|language| language.trim().get(..2)?.to_ascii_lowercase().parse().ok())
        .unwrap_or_default()
}
