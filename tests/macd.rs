//! Requests for work: who may ask, approve, log and review, and what is refused on the way.

mod support;

use std::sync::Arc;

use billcenter::domain::access::{Role, Viewer};
use billcenter::domain::case::CaseState;
use billcenter::domain::case::decide::{Action, Objection};
use billcenter::domain::macd::log::{self, Purpose};
use billcenter::domain::macd::{MacdKind, TermsFlaw, Urgency};
use billcenter::services::cases::{self, Message};
use billcenter::services::imports::{self, ImportKind, ImportOptions};
use billcenter::services::macd::{self, NewRequest, NewService, NewTime, Outcome, Refusal, ServiceChange};
use billcenter::services::{App, Silent, verify};
use billcenter::values::locale::Locale;
use billcenter::values::number::CaseNumber;
use billcenter::values::words::Words;
use support::portal::{add_user, at, billed};
use support::post::delivered;
use support::{TestDatabase, databases};

/// Finance contact of 100001.
const ANNA: &str = "anna@elm.example";
/// Main point of contact of 100001.
const DANA: &str = "dana@elm.example";
/// Signs in as a main point of contact of 100001 but is none of its contacts.
const OMAR: &str = "omar@elm.example";
const SAM: &str = "sam@provider.example";
const MARTA: &str = "marta@provider.example";
const ADMIN: &str = "admin@provider.example";

/// A Monday morning.
const NOW: &str = "2026-11-30T09:00:00-07:00";

struct World {
    database: TestDatabase,
    app: Arc<App>,
}

async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for database in databases() {
        let app = billed(&database).await;
        let contacts = format!("account,email,name,roles\n100001,{DANA},Dana,mpoc\n");
        let options = ImportOptions { actor: "test", dry_run: false, total_bytes: 0 };
        imports::import(&app, ImportKind::Contacts, contacts.as_bytes(), &options, &Silent).unwrap();
        for (email, role, accounts) in [
            (ANNA, Role::Finance, &["100001"][..]),
            (DANA, Role::Mpoc, &["100001"][..]),
            (OMAR, Role::Mpoc, &["100001"][..]),
            (SAM, Role::Technician, &[]),
            (MARTA, Role::Biller, &[]),
            (ADMIN, Role::Administrator, &[]),
        ] {
            add_user(&app, email, role, accounts).await;
        }
        delivered(&app).await;
        worlds.push(World { database, app });
    }
    worlds
}

impl World {
    fn at(&self, now: &str) -> Arc<App> {
        at(&self.database, now)
    }

    fn viewer(&self, email: &str) -> Viewer {
        let id = self.database.count(&format!("SELECT id AS count FROM users WHERE email = '{email}'"));
        let role = match email {
            ANNA => Role::Finance,
            DANA | OMAR => Role::Mpoc,
            SAM => Role::Technician,
            MARTA => Role::Biller,
            _ => Role::Administrator,
        };
        Viewer { id: id.into(), email: email.to_owned(), role, locale: Locale::En, looks_as: None }
    }

    fn ask(&self, who: &str, now: &str, urgency: Urgency, accepts_fee: bool) -> Outcome<CaseNumber> {
        let new = NewRequest {
            account: "100001".parse().unwrap(),
            kind: MacdKind::Change,
            urgency,
            accepts_fee,
            wanted_on: None,
            subject: "Two phones to the second floor".parse().unwrap(),
        };
        say("Please move them.", |message| {
            macd::open_request(&self.at(now), &self.viewer(who), &new, message).unwrap()
        })
    }

    fn approved(&self) -> CaseNumber {
        self.ask(DANA, NOW, Urgency::Standard, false).unwrap()
    }

    fn log(&self, case: CaseNumber, from: &str, to: &str, purpose: Purpose) -> Outcome<()> {
        let wall = |time: &str| format!("2026-11-30T{time}:00-07:00").parse().unwrap();
        let new = NewTime { started_at: wall(from), ended_at: wall(to), purpose, corrects: None };
        say("", |message| {
            macd::log_time(&self.at("2026-11-30T22:00:00-07:00"), &self.viewer(SAM), case, &new, message)
                .unwrap()
        })
    }

    fn billable(&self, case: CaseNumber) -> (u32, u32, String) {
        let view = macd::open_view(&self.app, &self.viewer(ANNA), case).unwrap();
        (view.meter.billable_minutes, view.meter.units, view.meter.total().to_string())
    }

    fn state(&self, case: CaseNumber) -> CaseState {
        cases::open_case(&self.app, &self.viewer(ANNA), case).unwrap().told.state
    }

    async fn require_clean(&self) {
        let found = verify::verify(&self.app, &Silent).await.unwrap();
        assert!(found.differences.is_empty(), "{:?}", found.differences);
    }
}

fn say<T>(words: &str, then: impl FnOnce(&Message<'_>) -> T) -> T {
    let words: Words = words.parse().unwrap();
    then(&Message { words: &words, files: &[] })
}

const EVENING: &str = "2026-11-30T22:00:00-07:00";

#[actix_web::test]
async fn work_waits_for_a_main_contact_of_the_account() {
    for world in worlds().await {
        let case = world.ask(ANNA, NOW, Urgency::Standard, false).unwrap();
        let letters = delivered(&world.at(NOW)).await;
        let readers: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
        assert_eq!(readers, [ANNA, DANA], "who asked, and who can approve");
        assert!(letters[0].text.contains("Work begins once a main contact of the account approves"));
        let early = world.log(case, "09:00", "09:30", Purpose::Work);
        assert_eq!(early, Err(Refusal::Log(log::Objection::NotApproved)));
        let approve = |who: &str| {
            say("", |message| {
                macd::approve(&world.at("2026-11-30T10:00:00-07:00"), &world.viewer(who), case, message)
                    .unwrap()
            })
        };
        for other in [ANNA, OMAR, MARTA] {
            assert_eq!(approve(other), Err(Refusal::NotMpoc), "{other}");
        }
        assert_eq!(approve(DANA), Ok(()));
        assert_eq!(approve(DANA), Err(Refusal::NothingToAgree), "once");
        assert_eq!(
            world.log(case, "09:59", "10:30", Purpose::Work),
            Err(Refusal::Log(log::Objection::NotApproved))
        );
        assert_eq!(world.log(case, "10:00", "10:30", Purpose::Work), Ok(()));
        // Who works on it has picked it up.
        assert_eq!(world.state(case), CaseState::InProgress);
        world.require_clean().await;
    }
}

#[actix_web::test]
async fn an_expedited_request_accepts_its_fee_and_has_its_clock() {
    for world in worlds().await {
        let refused = world.ask(DANA, NOW, Urgency::Expedited, false);
        assert_eq!(refused, Err(Refusal::FeeNotAccepted));
        // Saturday night: to the team that works around the clock, in four hours.
        let case = world.ask(DANA, "2026-11-28T23:00:00-07:00", Urgency::Expedited, true).unwrap();
        let view = cases::open_case(&world.app, &world.viewer(DANA), case).unwrap();
        assert_eq!(view.told.due_at(), Some("2026-11-29T10:00:00Z".parse().unwrap()));
        let request = macd::open_view(&world.app, &world.viewer(DANA), case).unwrap();
        assert!(request.request.is_outside_hours);
        assert_eq!(request.meter.total().to_string(), "0.00", "nothing was worked");
        // A standard one waits for Monday.
        let offer = macd::offer(&world.at("2026-11-28T23:00:00-07:00")).unwrap();
        assert_eq!(offer.standard.worked_on, "2026-11-30".parse().unwrap());
        assert_eq!(offer.terms.expedite_fee.to_string(), "150.00");
    }
}

#[actix_web::test]
async fn the_meter_rounds_up_once_and_stops_for_a_quote() {
    for world in worlds().await {
        let case = world.approved();
        assert_eq!(world.log(case, "09:00", "09:07", Purpose::Work), Ok(()));
        assert_eq!(world.log(case, "09:10", "09:40", Purpose::Gathering), Ok(()));
        assert_eq!(world.log(case, "10:00", "10:07", Purpose::Work), Ok(()));
        assert_eq!(world.billable(case), (14, 1, "25.00".to_owned()), "7 and 7 minutes are one quarter hour");
        assert_eq!(
            world.log(case, "10:00", "10:10", Purpose::Testing),
            Err(Refusal::Log(log::Objection::Overlaps))
        );
        assert_eq!(world.log(case, "10:07", "14:53", Purpose::Work), Ok(()));
        assert_eq!(world.billable(case), (300, 20, "500.00".to_owned()));
        assert_eq!(
            world.log(case, "15:00", "15:01", Purpose::Work),
            Err(Refusal::Log(log::Objection::NeedsQuote(0)))
        );
        let quote = |units| {
            say("The wall is thicker than planned.", |message| {
                macd::quote(&world.at(EVENING), &world.viewer(SAM), case, units, message).unwrap()
            })
        };
        assert_eq!(quote(20), Err(Refusal::QuoteTooSmall(21)));
        assert_eq!(quote(24), Ok(()));
        assert_eq!(
            world.log(case, "15:00", "15:01", Purpose::Work),
            Err(Refusal::Log(log::Objection::NeedsQuote(0)))
        );
        let accept = |who: &str| {
            say("", |message| {
                macd::accept_quote(&world.at(EVENING), &world.viewer(who), case, message).unwrap()
            })
        };
        assert_eq!(accept(ANNA), Err(Refusal::NotMpoc));
        assert_eq!(accept(DANA), Ok(()));
        assert_eq!(world.log(case, "15:00", "15:01", Purpose::Work), Ok(()));
        assert_eq!(world.billable(case), (301, 21, "525.00".to_owned()));
        world.require_clean().await;
    }
}

#[actix_web::test]
async fn wrong_time_is_corrected_by_an_entry_of_its_own() {
    for world in worlds().await {
        let case = world.approved();
        for (from, to, objection) in [
            ("10:00", "10:00", log::Objection::NoTime),
            ("10:00", "09:59", log::Objection::NoTime),
            ("21:30", "22:01", log::Objection::NotYet),
        ] {
            assert_eq!(world.log(case, from, to, Purpose::Work), Err(Refusal::Log(objection)), "{from} {to}");
        }
        assert_eq!(world.log(case, "10:00", "12:00", Purpose::Work), Ok(()));
        let wrong =
            macd::open_view(&world.app, &world.viewer(SAM), case).unwrap().entries[0].row.entry.clone();
        let correct = |corrects| {
            let ended_at = "2026-11-30T10:20:00-07:00".parse().unwrap();
            let new = NewTime { ended_at, started_at: wrong.started_at, purpose: Purpose::Work, corrects };
            say("Lunch.", |message| {
                macd::log_time(&world.at(EVENING), &world.viewer(SAM), case, &new, message).unwrap()
            })
        };
        assert_eq!(correct(None), Err(Refusal::Log(log::Objection::Overlaps)));
        assert_eq!(correct(Some(wrong.id)), Ok(()));
        assert_eq!(world.billable(case), (20, 2, "50.00".to_owned()));
        assert_eq!(correct(Some(wrong.id)), Err(Refusal::Log(log::Objection::NothingToCorrect)), "once");
        assert!(world.database.execute("UPDATE macd_entries SET purpose = 'testing'").is_err());
        assert!(world.database.execute("DELETE FROM macd_entries").is_err());
    }
}

#[actix_web::test]
async fn what_was_worked_before_a_withdrawal_is_billed() {
    for world in worlds().await {
        let (worked, idle) = (world.approved(), world.approved());
        assert_eq!(world.log(worked, "10:00", "10:20", Purpose::Work), Ok(()));
        assert_eq!(world.log(idle, "11:00", "11:20", Purpose::Gathering), Ok(()));
        for case in [worked, idle] {
            say("We changed our minds.", |message| {
                cases::act(&world.at(EVENING), &world.viewer(DANA), case, &Action::Withdraw, message).unwrap()
            })
            .unwrap();
        }
        let waiting = macd::list_to_review(&world.app).unwrap();
        let waiting: Vec<CaseNumber> = waiting.iter().map(|one| CaseNumber(one.request.case)).collect();
        assert_eq!(waiting, [worked], "20 minutes are two quarter hours, gathering information is none");
        // Reopened, the work goes on.
        say("Please go on.", |message| {
            cases::act(&world.at(EVENING), &world.viewer(DANA), worked, &Action::Reopen, message).unwrap()
        })
        .unwrap();
        assert!(macd::list_to_review(&world.app).unwrap().is_empty());
        world.require_clean().await;
    }
}

#[actix_web::test]
async fn billing_reviews_what_is_finished_and_services_change_with_it() {
    for world in worlds().await {
        let case = world.approved();
        assert_eq!(world.log(case, "10:00", "10:50", Purpose::Work), Ok(()));
        let service = |on: &str| NewService {
            account: "100001".parse().unwrap(),
            code: "100001-S77".to_owned(),
            product: "Desk phone".to_owned(),
            description: "Desk phone, second floor".to_owned(),
            tax_class: "equipment".to_owned(),
            quantity: "2".parse().unwrap(),
            unit_price: "3.75".parse().unwrap(),
            on: on.parse().unwrap(),
        };
        let review = |who: &str, changes: &[ServiceChange]| {
            say("", |message| {
                let seen = macd::open_view(&world.app, &world.viewer(who), case).unwrap().meter;
                let reviewer = world.viewer(who);
                macd::review(&world.at(EVENING), &reviewer, case, (&seen).into(), changes, message).unwrap()
            })
        };
        assert_eq!(review(MARTA, &[]), Err(Refusal::NothingToReview), "not finished");
        let finish = || {
            say("Both phones ring upstairs.", |message| {
                macd::finish(&world.at(EVENING), &world.viewer(SAM), case, message).unwrap()
            })
        };
        assert_eq!(finish(), Ok(()));
        assert_eq!(world.state(case), CaseState::Resolved, "the customer confirms it");
        assert_eq!(
            world.log(case, "11:00", "11:10", Purpose::Work),
            Err(Refusal::Log(log::Objection::Finished))
        );
        assert_eq!(macd::list_to_review(&world.app).unwrap().len(), 1);
        assert_eq!(review(SAM, &[]), Err(Refusal::Case(cases::Refusal::Case(Objection::NotAllowed))));
        let unknown = ServiceChange::Ends {
            account: "100001".parse().unwrap(),
            code: "NO-SUCH".to_owned(),
            on: "2026-11-30".parse().unwrap(),
        };
        let starts = ServiceChange::Starts(service("2026-12-01"));
        assert_eq!(review(MARTA, &[starts.clone(), unknown]), Err(Refusal::Service(1)));
        let services = "SELECT COUNT(*) AS count FROM services WHERE code = '100001-S77'";
        assert_eq!(world.database.count(services), 0, "all or nothing");
        let ends = ServiceChange::Ends {
            account: "100001".parse().unwrap(),
            code: "100001-S02".to_owned(),
            on: "2026-12-15".parse().unwrap(),
        };
        assert_eq!(review(MARTA, &[ends, starts]), Ok(()));
        assert_eq!(world.database.count(services), 1);
        let view = macd::open_view(&world.app, &world.viewer(ANNA), case).unwrap();
        let review_of = view.request.review.unwrap();
        assert_eq!((review_of.units, review_of.work.to_string()), (4, "100.00".to_owned()), "50 minutes");
        assert_eq!(review(MARTA, &[]), Err(Refusal::NothingToReview), "once");
        let after =
            say("", |message| macd::take_up(&world.at(EVENING), &world.viewer(SAM), case, message).unwrap());
        assert_eq!(after, Err(Refusal::Log(log::Objection::Billed)));
        assert!(world.database.execute("UPDATE macd_requests SET units = 1").is_err());
        let confirm = say("", |message| {
            cases::act(&world.at(EVENING), &world.viewer(DANA), case, &Action::Confirm, message).unwrap()
        });
        assert_eq!(confirm, Ok(()));
        world.require_clean().await;
    }
}

#[actix_web::test]
async fn new_terms_begin_later_and_leave_what_was_agreed() {
    for world in worlds().await {
        let before = world.approved();
        let plan = macd::list_terms(&world.app).unwrap()[0].clone();
        let raised = |starts_on: &str| billcenter::domain::macd::Terms {
            starts_on: starts_on.parse().unwrap(),
            hourly: "120".parse().unwrap(),
            ..plan.clone()
        };
        let set = |who: &str, starts_on: &str| {
            macd::set_terms(&world.at(NOW), &world.viewer(who), &raised(starts_on)).unwrap()
        };
        assert_eq!(set(MARTA, "2026-12-01"), Err(Refusal::Case(cases::Refusal::Case(Objection::NotAllowed))));
        assert_eq!(set(ADMIN, "2026-11-30"), Err(Refusal::Terms(TermsFlaw::ReachesBack)));
        assert_eq!(set(ADMIN, "2026-12-01"), Ok(()));
        assert_eq!(set(ADMIN, "2026-12-01"), Err(Refusal::Terms(TermsFlaw::DayTaken)));
        assert!(world.database.execute("UPDATE macd_terms SET hourly = '1'").is_err());
        let after = world.ask(DANA, "2026-12-01T08:00:00-07:00", Urgency::Standard, false).unwrap();
        let price = |case| {
            macd::open_view(&world.app, &world.viewer(DANA), case).unwrap().meter.unit_price.to_string()
        };
        assert_eq!((price(before), price(after)), ("25".to_owned(), "30".to_owned()));
    }
}
