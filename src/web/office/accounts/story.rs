//! `/office/accounts/{account}`: everything about an account.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::number;
use crate::services::customers::{self, MoneyStory, Story};
use crate::values::locale::Locale;
use crate::values::number::CaseNumber;
use crate::values::rate;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, Staff};

#[derive(Template)]
#[template(path = "office/accounts/story.html")]
struct Page<'a> {
    f: &'a Frame,
    story: &'a Story,
    may_change: bool,
    may_help: bool,
    may_see_audit: bool,
}

impl Page<'_> {
    fn language(&self) -> &'static str {
        let locale: Locale = self.story.row.locale.parse().unwrap_or_default();
        self.f.language_name(locale)
    }

    /// A stored decimal as the reader writes it.
    fn decimal(&self, stored: &str) -> String {
        rate::parse_decimal(stored).map_or_else(|_| stored.to_owned(), |number| self.f.decimal(number))
    }

    fn price(&self, stored: &str) -> String {
        rate::parse_decimal(stored).map_or_else(|_| stored.to_owned(), |price| self.f.price(price))
    }

    fn minutes(&self, money: &MoneyStory) -> String {
        self.f.count(money.seconds / 60)
    }

    fn case_number(&self, listing: &crate::services::cases::Listing) -> CaseNumber {
        CaseNumber(listing.case.id)
    }
}

/// The account's page.
pub async fn page(staff: Staff, account: web::Path<String>) -> Result<HttpResponse, Failure> {
    let number = number(&account)?;
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let story = web::block(move || customers::tell(&app, &viewer, &number)).await??;
    let (visit, role) = (&staff.visit, staff.viewer.role);
    visit.ok(&Page {
        f: &visit.frame,
        story: &story,
        may_change: role.may_change_accounts(),
        may_help: role.may_help_customers(),
        may_see_audit: role.may_see_audit(),
    })
}
