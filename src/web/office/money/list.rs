//! `/office/money`: what came in, what nobody can place, what waits for a second person; and accounts in
//! credit.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::Teller;
use crate::domain::account::PAYMENT_METHODS;
use crate::services::money::{self, Cursor, List, ListFilter, Unapplied};
use crate::values::ids::{AccountId, PaymentId};
use crate::web::errors::Failure;
use crate::web::frame::Frame;

#[derive(Template)]
#[template(path = "office/money/list.html")]
struct Page<'a> {
    f: &'a Frame,
    found: &'a List,
    query: &'a Query,
    methods: [&'static str; PAYMENT_METHODS.len()],
    may_act: bool,
}

#[derive(Template)]
#[template(path = "office/money/in_credit.html")]
struct CreditPage<'a> {
    f: &'a Frame,
    found: &'a Unapplied,
    is_first: bool,
}

/// What the list is narrowed to, as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    account: String,
    method: String,
    from: String,
    to: String,
    reference: String,
    after: String,
}

impl Query {
    fn fields(&self) -> [(&'static str, &str); 5] {
        [
            ("account", &self.account),
            ("method", &self.method),
            ("from", &self.from),
            ("to", &self.to),
            ("reference", &self.reference),
        ]
    }

    fn is_narrowed(&self) -> bool {
        self.fields().iter().any(|(_, text)| !text.trim().is_empty())
    }

    /// What can be read of it; `None` where an account was typed that cannot be one.
    fn filter(&self) -> Option<ListFilter> {
        let account = match self.account.trim() {
            "" => None,
            text => Some(text.parse().ok()?),
        };
        Some(ListFilter {
            account,
            from: self.from.trim().parse().ok(),
            to: self.to.trim().parse().ok(),
            method: PAYMENT_METHODS.into_iter().find(|method| *method == self.method),
            reference: Some(self.reference.trim().to_owned()).filter(|text| !text.is_empty()),
        })
    }

    fn cursor(&self) -> Option<Cursor> {
        let (day, id) = self.after.split_once('.')?;
        Some((day.parse().ok()?, PaymentId(id.parse().ok()?)))
    }
}

impl Page<'_> {
    fn address(&self, after: Option<&Cursor>) -> String {
        let fields = self.query.fields();
        let mut pairs: Vec<(&str, String)> = fields
            .iter()
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(name, text)| (*name, text.trim().to_owned()))
            .collect();
        pairs.extend(after.map(|(day, id)| ("after", format!("{day}.{}", id.0))));
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        if query.is_empty() { "/office/money".to_owned() } else { format!("/office/money?{query}") }
    }

    fn is_first(&self) -> bool {
        self.query.cursor().is_none()
    }
}

/// What came in.
pub async fn page(Teller(staff): Teller, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let (filter, after) = (query.filter(), query.cursor());
    let found = web::block(move || {
        let nothing = ListFilter::default();
        let mut found = money::list_money(&app, &viewer, filter.as_ref().unwrap_or(&nothing), after)?;
        if filter.is_none() {
            (found.payments, found.next) = (Vec::new(), None);
        }
        Ok::<_, crate::services::ServiceError>(found)
    })
    .await??;
    let page = Page {
        f: &staff.visit.frame,
        found: &found,
        query: &query,
        methods: PAYMENT_METHODS,
        may_act: staff.viewer.role.may_credit(),
    };
    staff.visit.ok(&page)
}

/// Where the list of accounts in credit goes on.
#[derive(Deserialize)]
pub struct After {
    after: Option<i64>,
}

/// Accounts in credit.
pub async fn in_credit(Teller(staff): Teller, query: web::Query<After>) -> Result<HttpResponse, Failure> {
    let (app, after) = (staff.visit.app.clone(), query.after.map(AccountId));
    let found = web::block(move || money::list_unapplied(&app, after)).await??;
    staff.visit.ok(&CreditPage { f: &staff.visit.frame, found: &found, is_first: after.is_none() })
}
