//! `/invoices`: every statement there ever was (REQUIREMENTS R2.1), newest first.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{account_number, answer, parse_cursor};
use crate::domain::statement::PaymentState;
use crate::services::memo::Question;
use crate::services::statements::{self, Cursor, Filter, StatementPage};
use crate::web::errors::Failure;
use crate::web::frame::{Frame, SignedIn};

#[derive(Template)]
#[template(path = "portal/invoices.html")]
struct Page<'a> {
    f: &'a Frame,
    found: &'a StatementPage,
    filter: &'a Filter,
    is_first: bool,
}

impl Page<'_> {
    fn states(&self) -> [PaymentState; 5] {
        PaymentState::ALL
    }

    fn is_account(&self, number: &crate::values::number::AccountNumber) -> bool {
        self.filter.account.as_ref() == Some(number)
    }

    fn is_narrowed(&self) -> bool {
        self.filter.state.is_some() || self.filter.year.is_some() || !self.filter.text.is_empty()
    }

    /// This list from `cursor` on, or from its beginning.
    fn address(&self, cursor: Option<&Cursor>) -> String {
        let mut query = form_urlencoded::Serializer::new("/invoices?".to_owned());
        if let Some(account) = &self.filter.account {
            query.append_pair("account", account.as_str());
        }
        if let Some(state) = self.filter.state {
            query.append_pair("state", state.as_str());
        }
        if let Some(year) = self.filter.year {
            query.append_pair("year", &year.to_string());
        }
        if !self.filter.text.is_empty() {
            query.append_pair("q", &self.filter.text);
        }
        if let Some((day, id)) = cursor {
            query.append_pair("cursor", &format!("{day}.{}", id.0));
        }
        query.finish()
    }

    fn year_address(&self, year: &i32) -> String {
        self.f.link(&format!("/invoices/year/{year}.zip"))
    }
}

/// What the list is narrowed to, and where it goes on. A field that was left empty narrows nothing.
#[derive(Deserialize)]
pub struct Query {
    account: Option<String>,
    #[serde(default)]
    state: String,
    #[serde(default)]
    year: String,
    #[serde(default)]
    q: String,
    cursor: Option<String>,
}

/// A page of the list.
pub async fn page(signed_in: SignedIn, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let after =
        query.cursor.as_deref().map(|text| parse_cursor(text).ok_or(Failure::NotFound)).transpose()?;
    let filter = Filter {
        account: account_number(query.account.as_deref())?,
        state: PaymentState::ALL.into_iter().find(|state| state.as_str() == query.state),
        year: query.year.parse().ok(),
        text: query.q.trim().chars().take(60).collect(),
    };
    let visit = signed_in.visit;
    let (question, narrowed) = (Question::Invoices(filter.clone(), after), filter.clone());
    let find = move |app: &_, viewer: &_| statements::list_statements(app, viewer, &narrowed, after);
    let found = answer(&visit.app, signed_in.viewer, question, find).await?;
    visit.ok(&Page { f: &visit.frame, found: &found, filter: &filter, is_first: after.is_none() })
}
