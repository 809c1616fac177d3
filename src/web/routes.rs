//! Every route there is. What is not in the table cannot be reached, and the tests go through it.

use actix_web::{Resource, web};

use super::portal::{accounts, cases, contact, contacts, deliveries};
use super::portal::{
    calls, changes, downloads, find_calls, invoice, invoices, link, next, payments, register, set_password,
    sign_in, summary,
};
use super::portal::{confirm_email, forgot, login, reset, sign_in_code};
use super::{assets, look, metrics, office};

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Probes and collectors; no session, no page.
    Machine,
    /// Also who is not signed in.
    Anyone,
    /// Who is signed in, within what is granted to them.
    SignedIn,
    /// Who is signed in as one of the provider's; for everyone else there is no such page.
    Staff,
}

/// A method on a path.
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// With `{places}`.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    handler: fn() -> actix_web::Route,
}

macro_rules! routes {
    ($($access:ident $method:ident $path:literal => $handler:path),* $(,)?) => {
        /// Every route, those of one path side by side.
        pub const ROUTES: &[Route] = &[$(Route {
            method: stringify!($method),
            path: $path,
            access: Access::$access,
            handler: || routes!(@verb $method).to($handler),
        }),*];
    };
    (@verb GET) => { web::get() };
    (@verb POST) => { web::post() };
}

routes! {
    Machine GET "/healthz" => metrics::healthz,
    Machine GET "/readyz" => metrics::readyz,
    Machine GET "/metrics" => metrics::render,
    Machine GET "/assets/{name}" => assets::asset,
    Machine GET "/logo/{name}" => assets::logo,
    Anyone GET "/sign-in" => sign_in::form,
    Anyone POST "/sign-in" => sign_in::submit,
    Anyone GET "/sign-in/code" => sign_in_code::form,
    Anyone POST "/sign-in/code" => sign_in_code::submit,
    Anyone GET "/forgot" => forgot::form,
    Anyone POST "/forgot" => forgot::submit,
    Anyone GET "/reset/{signed}" => reset::form,
    Anyone POST "/reset/{signed}" => reset::submit,
    Anyone GET "/confirm-email/{signed}" => confirm_email::form,
    Anyone POST "/confirm-email/{signed}" => confirm_email::submit,
    Anyone GET "/register" => register::form,
    Anyone POST "/register" => register::submit,
    Anyone GET "/set-password/{token}" => set_password::form,
    Anyone POST "/set-password/{token}" => set_password::submit,
    Anyone GET "/d/{signed}" => link::open,
    SignedIn POST "/sign-out" => sign_in::sign_out,
    SignedIn POST "/see-as/stop" => look::stop,
    SignedIn GET "/login" => login::page,
    SignedIn GET "/login/confirm" => login::confirm::form,
    SignedIn POST "/login/confirm" => login::confirm::submit,
    SignedIn GET "/login/password" => login::password::form,
    SignedIn POST "/login/password" => login::password::submit,
    SignedIn GET "/login/email" => login::email::form,
    SignedIn POST "/login/email" => login::email::submit,
    SignedIn GET "/login/factor" => login::factor::form,
    SignedIn POST "/login/factor" => login::factor::submit,
    SignedIn POST "/login/factor/codes" => login::factor::codes,
    SignedIn POST "/login/factor/off" => login::factor::off,
    SignedIn POST "/login/sessions" => login::sessions::end,
    SignedIn GET "/" => summary::page,
    SignedIn GET "/next" => next::page,
    SignedIn GET "/calls" => find_calls::page,
    SignedIn GET "/calls.csv" => find_calls::csv,
    SignedIn GET "/payments" => payments::page,
    SignedIn GET "/invoices" => invoices::page,
    SignedIn GET "/invoices/{number}.pdf" => downloads::pdf,
    SignedIn GET "/invoices/{number}.csv" => downloads::csv,
    SignedIn GET "/invoices/{number}.xlsx" => downloads::xlsx,
    SignedIn GET "/invoices/year/{year}.zip" => downloads::year,
    SignedIn GET "/invoices/{number}/calls" => calls::page,
    SignedIn GET "/invoices/{number}/changes" => changes::page,
    SignedIn GET "/invoices/{number}/delivery" => deliveries::of_invoice,
    SignedIn GET "/invoices/{number}" => invoice::page,
    SignedIn GET "/credit-notes/{number}.pdf" => downloads::credit_note,
    SignedIn GET "/cases" => cases::list::page,
    SignedIn GET "/cases/new" => cases::dispute::form,
    SignedIn POST "/cases/new" => cases::dispute::submit,
    SignedIn GET "/cases/ask" => cases::ask::form,
    SignedIn POST "/cases/ask" => cases::ask::submit,
    SignedIn GET "/requests/new" => cases::request::form,
    SignedIn POST "/requests/new" => cases::request::submit,
    SignedIn GET "/cases/{case}" => cases::case::page,
    SignedIn POST "/cases/{case}/comment" => cases::act::comment,
    SignedIn POST "/cases/{case}/confirm" => cases::act::confirm,
    SignedIn POST "/cases/{case}/reopen" => cases::act::reopen,
    SignedIn POST "/cases/{case}/withdraw" => cases::act::withdraw,
    SignedIn POST "/cases/{case}/escalate" => cases::act::escalate,
    SignedIn POST "/cases/{case}/follow-on" => cases::act::follow_on,
    SignedIn POST "/cases/{case}/approve" => cases::agree::approve,
    SignedIn POST "/cases/{case}/accept-quote" => cases::agree::accept_quote,
    SignedIn GET "/cases/{case}/files/{id}" => cases::files::download,
    SignedIn GET "/deliveries" => deliveries::page,
    SignedIn GET "/contacts" => contacts::page,
    SignedIn POST "/contacts/confirm" => contacts::confirm,
    SignedIn GET "/contacts/new" => contact::new,
    SignedIn POST "/contacts/new" => contact::add,
    SignedIn GET "/contacts/{id}" => contact::form,
    SignedIn POST "/contacts/{id}" => contact::submit,
    SignedIn POST "/contacts/{id}/remove" => contact::remove,
    SignedIn GET "/accounts" => accounts::page,
    SignedIn POST "/accounts" => accounts::submit,
    SignedIn GET "/accounts/services" => accounts::services,
    SignedIn POST "/accounts/services" => accounts::submit_services,
    Staff GET "/office" => office::home::page,
    Staff GET "/office/accounts/new" => office::accounts::edit::new,
    Staff POST "/office/accounts/new" => office::accounts::edit::add,
    Staff GET "/office/accounts" => office::accounts::list::page,
    Staff GET "/office/accounts/{account}" => office::accounts::story::page,
    Staff POST "/office/accounts/{account}/see-as" => look::begin,
    Staff GET "/office/accounts/{account}/edit" => office::accounts::edit::form,
    Staff POST "/office/accounts/{account}/edit" => office::accounts::edit::submit,
    Staff GET "/office/accounts/{account}/services/new" => office::accounts::service::new,
    Staff POST "/office/accounts/{account}/services/new" => office::accounts::service::add,
    Staff GET "/office/accounts/{account}/services/{service}/end" => office::accounts::service::end_form,
    Staff POST "/office/accounts/{account}/services/{service}/end" => office::accounts::service::end,
    Staff GET "/office/accounts/{account}/services/{service}/change" => office::accounts::service::change_form,
    Staff POST "/office/accounts/{account}/services/{service}/change" => office::accounts::service::change,
    Staff GET "/office/accounts/{account}/charges/new" => office::accounts::charge::form,
    Staff POST "/office/accounts/{account}/charges/new" => office::accounts::charge::submit,
    Staff GET "/office/accounts/{account}/access" => office::accounts::access::page,
    Staff POST "/office/accounts/{account}/access/code" => office::accounts::access::code,
    Staff POST "/office/accounts/{account}/access/invite" => office::accounts::access::invite,
    Staff GET "/office/accounts/{account}/access/{user}" => office::accounts::access::login,
    Staff POST "/office/accounts/{account}/access/{user}/help" => office::accounts::access::help,
    Staff POST "/office/accounts/{account}/access/{user}/take-away" => office::accounts::access::take_away,
    Staff GET "/office/month" => office::month::current,
    Staff GET "/office/month/{period}" => office::month::page,
    Staff GET "/office/month/{period}/report.csv" => office::month::report,
    Staff GET "/office/month/{period}/report.pdf" => office::month::finish,
    Staff POST "/office/month/{period}/check" => office::month_work::check,
    Staff POST "/office/month/{period}/close" => office::month_work::close,
    Staff POST "/office/month/{period}/issue" => office::month_work::issue,
    Staff POST "/office/month/{period}/hold" => office::month_work::hold,
    Staff POST "/office/month/{period}/release" => office::month_work::release,
    Staff GET "/office/month/{period}/{account}.pdf" => office::draft::pdf,
    Staff GET "/office/month/{period}/{account}" => office::draft::page,
    Staff POST "/office/month/{period}/{account}/hold" => office::draft::hold,
    Staff POST "/office/month/{period}/{account}/release" => office::draft::release,
    Staff POST "/office/month/{period}/{account}/redraft" => office::draft::redraft,
    Staff GET "/office/cases" => office::queue::page,
    Staff GET "/office/cases/new" => office::new::form,
    Staff POST "/office/cases/new" => office::new::submit,
    Staff GET "/office/cases/{case}" => office::case::page,
    Staff POST "/office/cases/{case}/reply" => office::act::reply,
    Staff POST "/office/cases/{case}/claim" => office::act::claim,
    Staff POST "/office/cases/{case}/assign" => office::act::assign,
    Staff POST "/office/cases/{case}/priority" => office::act::priority,
    Staff POST "/office/cases/{case}/state" => office::act::state,
    Staff POST "/office/cases/{case}/duplicate" => office::act::duplicate,
    Staff POST "/office/cases/{case}/master" => office::act::master,
    Staff POST "/office/cases/{case}/escalate" => office::act::escalate,
    Staff POST "/office/cases/{case}/accept" => office::decide::accept,
    Staff POST "/office/cases/{case}/decline" => office::decide::decline,
    Staff POST "/office/cases/{case}/approve" => office::decide::approve,
    Staff POST "/office/cases/{case}/send-back" => office::decide::send_back,
    Staff GET "/office/reminders" => office::reminders::page,
    Staff GET "/office/reminders/{account}" => office::reminders::form,
    Staff POST "/office/reminders/{account}" => office::reminders::submit,
    Staff POST "/office/cases/{case}/time" => office::work::time,
    Staff POST "/office/cases/{case}/quote" => office::work::quote,
    Staff POST "/office/cases/{case}/finish" => office::work::finish,
    Staff POST "/office/cases/{case}/take-up" => office::work::take_up,
    Staff GET "/office/requests" => office::requests::page,
    Staff GET "/office/requests/{case}" => office::review::form,
    Staff POST "/office/requests/{case}" => office::review::submit,
    Staff GET "/office/reports" => office::reports::list,
    Staff GET "/office/reports/{kind}.csv" => office::reports::csv,
    Staff GET "/office/reports/{kind}.xlsx" => office::reports::xlsx,
    Staff GET "/office/reports/{kind}" => office::reports::page,
    Staff GET "/office/books" => office::books::page,
    Staff POST "/office/books/{month}/close" => office::books::close,
    Staff GET "/office/audit" => office::audit::page,
    Staff GET "/office/audit.csv" => office::audit::csv,
    Staff POST "/office/audit/verify" => office::audit::verify,
    Staff GET "/office/deliveries" => office::deliveries::page,
    Staff POST "/office/deliveries/resend-failed" => office::deliveries::resend_failed,
    Staff GET "/office/deliveries/addresses" => office::addresses::page,
    Staff POST "/office/deliveries/addresses" => office::addresses::lift,
    Staff GET "/office/deliveries/{id}" => office::delivery::page,
    Staff POST "/office/deliveries/{id}/resend" => office::delivery::resend,
    Staff GET "/office/settings" => office::settings::page,
    Staff GET "/office/settings/users" => office::settings::users::page,
    Staff POST "/office/settings/users" => office::settings::users::invite,
    Staff GET "/office/settings/users/{id}" => office::settings::user::page,
    Staff POST "/office/settings/users/{id}/{deed}" => office::settings::user::submit,
    Staff POST "/office/settings/provider/logo" => office::settings::logo::submit,
    Staff POST "/office/settings/provider/preview" => office::settings::section::preview,
    Staff GET "/office/settings/taxes" => office::settings::taxes::page,
    Staff POST "/office/settings/taxes" => office::settings::taxes::submit,
    Staff POST "/office/settings/taxes/{code}/end" => office::settings::taxes::end,
    Staff GET "/office/settings/mail" => office::settings::mail::page,
    Staff POST "/office/settings/mail" => office::settings::mail::submit,
    Staff GET "/office/settings/{section}" => office::settings::section::page,
    Staff POST "/office/settings/{section}" => office::settings::section::submit,
    Staff GET "/office/terms" => office::terms::page,
    Staff POST "/office/terms" => office::terms::submit,
    Staff GET "/office/money" => office::money::list::page,
    Staff GET "/office/money/payment" => office::money::payment::form,
    Staff POST "/office/money/payment" => office::money::payment::submit,
    Staff GET "/office/money/import" => office::money::import::form,
    Staff POST "/office/money/import" => office::money::import::submit,
    Staff GET "/office/money/in-credit" => office::money::list::in_credit,
    Staff GET "/office/money/approvals" => office::money::approvals::page,
    Staff POST "/office/money/approvals/{id}/approve" => office::money::approvals::approve,
    Staff POST "/office/money/approvals/{id}/send-back" => office::money::approvals::send_back,
    Staff GET "/office/money/unidentified" => office::money::unidentified::form,
    Staff POST "/office/money/unidentified" => office::money::unidentified::submit,
    Staff GET "/office/money/unidentified/{id}" => office::money::unidentified::page,
    Staff POST "/office/money/unidentified/{id}/apply" => office::money::unidentified::apply,
    Staff POST "/office/money/unidentified/{id}/return" => office::money::unidentified::give_back,
    Staff GET "/office/money/{account}" => office::money::account::page,
    Staff GET "/office/money/{account}/credit" => office::money::credit::form,
    Staff POST "/office/money/{account}/credit" => office::money::credit::submit,
    Staff GET "/office/money/{account}/refund" => office::money::act::refund_form,
    Staff POST "/office/money/{account}/refund" => office::money::act::refund,
    Staff GET "/office/money/{account}/write-off" => office::money::act::write_off_form,
    Staff POST "/office/money/{account}/write-off" => office::money::act::write_off,
    Staff GET "/office/money/{account}/return/{id}" => office::money::act::return_form,
    Staff POST "/office/money/{account}/return/{id}" => office::money::act::return_payment,
    Staff GET "/office/money/{account}/move/{id}" => office::money::act::move_form,
    Staff POST "/office/money/{account}/move/{id}" => office::money::act::move_payment,
}

/// Registers the routes of one kind, in the order of the table.
pub fn register(cfg: &mut web::ServiceConfig, access: Access) {
    let mut of_path: Option<(&str, Resource)> = None;
    for route in ROUTES.iter().filter(|route| route.access == access) {
        of_path = Some(match of_path.take() {
            Some((path, resource)) if path == route.path => (path, resource.route((route.handler)())),
            earlier => {
                if let Some((_, resource)) = earlier {
                    cfg.service(resource);
                }
                (route.path, web::resource(route.path).route((route.handler)()))
            }
        });
    }
    if let Some((_, resource)) = of_path {
        cfg.service(resource);
    }
}
