//! The lives of cases from opening to closing: what happens to the case, to the money and in the mail.

mod support;

use std::sync::Arc;

use billcenter::domain::access::{Role, Viewer};
use billcenter::domain::case::decide::{Action, Objection};
use billcenter::domain::case::{CaseState, Priority, What};
use billcenter::domain::dispute::{self, DisputeState, Reason};
use billcenter::services::cases::{self, Decision, Message, NewDispute, Outcome, Refusal, View};
use billcenter::services::imports::{self, ImportKind, ImportOptions};
use billcenter::services::summary::{Overview, summarize};
use billcenter::services::{App, Silent, invoices, verify};
use billcenter::values::locale::Locale;
use billcenter::values::money::Money;
use billcenter::values::number::{CaseNumber, InvoiceNumber};
use billcenter::values::words::Words;
use support::portal::{add_user, at, billed};
use support::post::{Letter, delivered};
use support::{TestDatabase, databases};

/// Finance contact of 100001.
const ANNA: &str = "anna@elm.example";
/// Finance contact of 100003.
const IRIS: &str = "iris@press.example";
/// Contact for cases of 100001, who reads Spanish.
const CASES: &str = "casos@elm.example";
const MARTA: &str = "marta@provider.example";
const NOOR: &str = "noor@provider.example";
const AGENT: &str = "agent@provider.example";

/// Saturday, two days after Thanksgiving; the books of three months are closed.
const OPENED: &str = "2026-11-28T09:00:00-07:00";

/// Equipment for 180.00 on the invoice of October, of which 118.16 x 180.00 / 3527.19 = 6.03 is tax.
const LINE: i32 = 1;

struct World {
    database: TestDatabase,
    app: Arc<App>,
    october: InvoiceNumber,
}

async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for database in databases() {
        let app = billed(&database).await;
        let contacts = format!("account,email,name,locale,roles\n100001,{CASES},Carmen,es,case\n");
        let options = ImportOptions { actor: "test", dry_run: false, total_bytes: 0 };
        imports::import(&app, ImportKind::Contacts, contacts.as_bytes(), &options, &Silent).unwrap();
        for (email, role, accounts) in [
            (ANNA, Role::Finance, &["100001"][..]),
            (IRIS, Role::Finance, &["100003"][..]),
            (MARTA, Role::Biller, &[]),
            (NOOR, Role::Manager, &[]),
            (AGENT, Role::Agent, &[]),
        ] {
            add_user(&app, email, role, accounts).await;
        }
        delivered(&app).await;
        let october = number(&app, "100001", "2026-10");
        worlds.push(World { database, app, october });
    }
    worlds
}

/// The number of the invoice that bills `account` for `period`.
fn number(app: &App, account: &str, period: &str) -> InvoiceNumber {
    let mut found = None;
    invoices::each_head(app, period.parse().unwrap(), |heads| {
        let head = heads.iter().find(|head| head.account == account);
        found = found.take().or(head.map(|head| head.number.clone()));
        Ok::<_, billcenter::services::ServiceError>(())
    })
    .unwrap();
    found.expect("an invoice").parse().unwrap()
}

impl World {
    fn at(&self, now: &str) -> Arc<App> {
        at(&self.database, now)
    }

    fn viewer(&self, email: &str) -> Viewer {
        let id = self.database.count(&format!("SELECT id AS count FROM users WHERE email = '{email}'"));
        let role = match email {
            ANNA | IRIS => Role::Finance,
            MARTA => Role::Biller,
            NOOR => Role::Manager,
            _ => Role::Agent,
        };
        Viewer { id: id.into(), email: email.to_owned(), role, locale: Locale::En, looks_as: None }
    }

    fn dispute_at(&self, now: &str, cents: i64) -> Outcome<CaseNumber> {
        let new = NewDispute {
            invoice: self.october.clone(),
            lines: vec![(LINE, Money::from_cents(cents))],
            reason: Reason::AlreadyCancelled,
            related: None,
        };
        say("We cancelled this.", |message| {
            cases::open_dispute(&self.at(now), &self.viewer(ANNA), &new, message).unwrap()
        })
    }

    fn disputed(&self, cents: i64) -> CaseNumber {
        self.dispute_at(OPENED, cents).unwrap()
    }

    fn act(&self, who: &str, now: &str, case: CaseNumber, action: Action, words: &str) -> Outcome<()> {
        say(words, |message| cases::act(&self.at(now), &self.viewer(who), case, &action, message).unwrap())
    }

    fn accept(&self, who: &str, now: &str, case: CaseNumber, cents: i64) -> Outcome<Decision> {
        let parts = [Money::from_cents(cents)];
        say("You are right.", |message| {
            cases::accept(&self.at(now), &self.viewer(who), case, &parts, message).unwrap()
        })
    }

    fn view(&self, who: &str, case: CaseNumber) -> View {
        cases::open_case(&self.app, &self.viewer(who), case).unwrap()
    }

    fn state(&self, case: CaseNumber) -> CaseState {
        self.view(ANNA, case).told.state
    }

    fn dispute_state(&self, case: CaseNumber) -> DisputeState {
        self.view(ANNA, case).dispute.unwrap().dispute.state
    }

    /// What is past due and what is in dispute, as the summary says.
    fn owed(&self, now: &str) -> (String, String) {
        let account = "100001".parse().unwrap();
        match summarize(&self.at(now), &self.viewer(ANNA), Some(&account)).unwrap() {
            Overview::Billed(summary) => (summary.past_due.to_string(), summary.in_dispute.to_string()),
            _ => panic!("the account gets invoices"),
        }
    }

    async fn mail(&self, now: &str) -> Vec<Letter> {
        delivered(&self.at(now)).await
    }

    async fn require_clean(&self, now: &str) {
        let app = self.at(now);
        billcenter::services::credit_notes::ensure_documents(&app).await.unwrap();
        let found = verify::verify(&app, &Silent).await.unwrap();
        assert!(found.differences.is_empty(), "{:?}", found.differences);
    }
}

fn say<T>(words: &str, then: impl FnOnce(&Message<'_>) -> T) -> T {
    let words: Words = words.parse().unwrap();
    then(&Message { words: &words, files: &[] })
}

fn to<'a>(letters: &'a [Letter], email: &str) -> Vec<&'a Letter> {
    letters.iter().filter(|letter| letter.to == email).collect()
}

#[actix_web::test]
async fn an_accepted_dispute_is_credited_confirmed_and_closed() {
    for world in worlds().await {
        // September's 12573.80 and October's 3645.35 are past due.
        assert_eq!(world.owed(OPENED), ("16219.15".to_owned(), "0.00".to_owned()));
        let case = world.disputed(18_000);
        assert_eq!(world.owed(OPENED), ("16033.12".to_owned(), "186.03".to_owned()));
        assert_eq!(world.view(ANNA, case).told.priority, Priority::Four);

        let monday = "2026-11-30T10:00:00-07:00";
        assert_eq!(world.act(MARTA, monday, case, Action::Claim, ""), Ok(()));
        assert_eq!(world.state(case), CaseState::InProgress);
        assert!(matches!(world.accept(MARTA, monday, case, 18_000), Ok(Decision::Done(Some(_)))));
        assert_eq!(
            (world.state(case), world.dispute_state(case)),
            (CaseState::Resolved, DisputeState::Accepted)
        );
        // Credited, not in dispute: the same is left to pay.
        assert_eq!(world.owed(monday), ("16033.12".to_owned(), "0.00".to_owned()));
        let credited = world.view(ANNA, case).events.into_iter().find_map(|event| match event.what {
            What::Credited { note, total, whole } => Some((note, total.to_string(), whole)),
            _ => None,
        });
        assert_eq!(credited, Some(("CN-2026-000001".to_owned(), "186.03".to_owned(), true)));

        assert_eq!(world.act(ANNA, monday, case, Action::Confirm, ""), Ok(()));
        assert_eq!(world.state(case), CaseState::Closed);
        world.require_clean(monday).await;
    }
}

#[actix_web::test]
async fn more_than_the_limit_needs_a_second_person() {
    for world in worlds().await {
        // September's catch-up of 1659.18 is far above the limit of 250.00.
        let new = NewDispute {
            invoice: number(&world.app, "100001", "2026-09"),
            lines: vec![(0, Money::from_cents(165_918))],
            reason: Reason::NotOrdered,
            related: None,
        };
        let case = say("Not ours.", |message| {
            cases::open_dispute(&world.at(OPENED), &world.viewer(ANNA), &new, message).unwrap()
        });
        let (case, monday) = (case.unwrap(), "2026-11-30T10:00:00-07:00");
        let agent = world.accept(AGENT, monday, case, 100);
        assert_eq!(agent, Err(Refusal::Case(Objection::NotAllowed)), "an agent decides on no money");
        assert_eq!(
            world.accept(MARTA, monday, case, 165_919),
            Err(Refusal::NotWithin(0, Money::from_cents(165_918)))
        );
        assert_eq!(world.accept(MARTA, monday, case, 100_000), Ok(Decision::Proposed));
        assert_eq!(world.dispute_state(case), DisputeState::Proposed);
        assert_eq!(world.accept(MARTA, monday, case, 100), Err(Refusal::NothingToDecide));
        let approve = |who: &str| {
            say("Agreed.", |message| {
                cases::approve(&world.at(monday), &world.viewer(who), case, message).unwrap()
            })
        };
        assert_eq!(approve(MARTA), Err(Refusal::Case(Objection::NotAllowed)));
        assert!(matches!(approve(NOOR), Ok(Decision::Done(Some(_)))));
        assert_eq!(approve(NOOR), Err(Refusal::NothingToDecide), "once");
        assert_eq!(world.dispute_state(case), DisputeState::PartlyAccepted);
        // 407.57 x 1000.00 / 12166.23 of tax = 33.50: past due is what is left, the rest of the dispute included.
        assert_eq!(world.owed(monday), ("15185.65".to_owned(), "0.00".to_owned()));

        // A manager's own proposal waits for another one.
        let reopened = world.act(ANNA, monday, case, Action::Reopen, "The rest is not ours either.");
        assert_eq!(reopened, Ok(()));
        // 659.18 with its taxes, of the 55.58 on the whole what was not credited with the part.
        let (past_due, in_dispute) = world.owed(monday);
        let cents = |text: &str| text.parse::<Money>().unwrap().cents();
        assert_eq!(cents(&past_due) + cents(&in_dispute), 1_518_565);
        assert_eq!(in_dispute, "681.26");
        assert_eq!(world.accept(NOOR, monday, case, 65_918), Ok(Decision::Proposed));
        assert_eq!(approve(NOOR), Err(Refusal::OwnProposal));
        let back = say("Which contract?", |message| {
            cases::send_back(&world.at(monday), &world.viewer(NOOR), case, message).unwrap()
        });
        assert_eq!(back, Ok(()));
        let declined = say("The contract says otherwise.", |message| {
            cases::decline(&world.at(monday), &world.viewer(MARTA), case, message).unwrap()
        });
        assert_eq!(declined, Ok(()));
        assert_eq!(
            world.dispute_state(case),
            DisputeState::PartlyAccepted,
            "what was credited stays credited"
        );
        assert_eq!(world.owed(monday), ("15185.65".to_owned(), "0.00".to_owned()));
        world.require_clean(monday).await;
    }
}

#[actix_web::test]
async fn a_declined_dispute_is_due_again_and_can_be_reopened_to_the_last_second() {
    for world in worlds().await {
        let case = world.disputed(10_000);
        let monday = "2026-11-30T10:00:00-07:00";
        let silent = say("", |message| {
            cases::decline(&world.at(monday), &world.viewer(MARTA), case, message).unwrap()
        });
        assert_eq!(silent, Err(Refusal::Case(Objection::WordsMissing)), "a reason is written");
        let declined = say("It was cancelled in December only.", |message| {
            cases::decline(&world.at(monday), &world.viewer(MARTA), case, message).unwrap()
        });
        assert_eq!(declined, Ok(()));
        assert_eq!(world.owed(monday), ("16219.15".to_owned(), "0.00".to_owned()));
        assert_eq!(world.act(ANNA, "2026-11-30T23:59:00-07:00", case, Action::Confirm, ""), Ok(()));

        // Seven calendar days after 30 November.
        let late = world.act(ANNA, "2026-12-08T00:00:00-07:00", case, Action::Reopen, "Look again.");
        assert!(matches!(late, Err(Refusal::Case(Objection::TooLate(_)))), "{late:?}");
        let last = "2026-12-07T23:59:59-07:00";
        assert_eq!(world.act(ANNA, last, case, Action::Reopen, "Look again."), Ok(()));
        assert_eq!((world.state(case), world.dispute_state(case)), (CaseState::Reopened, DisputeState::Open));
        // 118.16 x 100.00 / 3527.19 = 3.35 of tax.
        assert_eq!(world.owed(last), ("16115.80".to_owned(), "103.35".to_owned()));
        world.require_clean(last).await;
    }
}

#[actix_web::test]
async fn what_is_wrong_is_refused() {
    for world in worlds().await {
        let more = Refusal::Line(Some(0), dispute::Objection::MoreThanLeft(Money::from_cents(18_000)));
        assert_eq!(world.dispute_at(OPENED, 18_001), Err(more));
        let case = world.disputed(15_000);
        let more = Refusal::Line(Some(0), dispute::Objection::MoreThanLeft(Money::from_cents(3_000)));
        assert_eq!(world.dispute_at(OPENED, 3_001), Err(more), "what is in dispute is not left");
        // October's statement is of 2026-10-27: 180 days end with 2027-04-25.
        let late = world.dispute_at("2027-04-26T00:00:00-06:00", 100);
        assert!(matches!(late, Err(Refusal::Line(Some(0), dispute::Objection::TooLate(_)))), "{late:?}");
        assert!(world.dispute_at("2027-04-25T23:59:59-06:00", 100).is_ok());

        // For Iris neither the statement nor the case exists.
        let new = NewDispute {
            invoice: world.october.clone(),
            lines: vec![(LINE, Money::from_cents(1))],
            reason: Reason::Other,
            related: None,
        };
        let foreign =
            say("Mine?", |message| cases::open_dispute(&world.app, &world.viewer(IRIS), &new, message));
        assert_eq!(foreign.unwrap_err().to_string(), format!("there is no invoice {}", world.october));
        assert!(cases::open_case(&world.app, &world.viewer(IRIS), case).is_err());
        let comment = say("Hello?", |message| {
            cases::act(&world.app, &world.viewer(IRIS), case, &Action::Comment, message).unwrap_err()
        });
        assert_eq!(comment.to_string(), format!("there is no case {case}"));

        // A dispute ends with a decision, not with a nod; a closed case stays closed for staff.
        let nod = world.act(MARTA, OPENED, case, Action::Resolve, "Done.");
        assert_eq!(nod, Err(Refusal::Undecided));
        assert_eq!(world.act(ANNA, OPENED, case, Action::Withdraw, ""), Ok(()));
        assert_eq!(world.owed(OPENED).1, "1.03", "only the other dispute is left");
        let closed = world.act(MARTA, OPENED, case, Action::Reply, "Hello?");
        assert_eq!(closed, Err(Refusal::Case(Objection::NotNow(CaseState::Closed))));
        world.require_clean(OPENED).await;
    }
}

#[actix_web::test]
async fn of_two_who_claim_at_once_one_is_told() {
    for world in worlds().await {
        let case = world.disputed(1_000);
        let claim = |who: &'static str| {
            let (app, viewer) = (world.at(OPENED), world.viewer(who));
            std::thread::spawn(move || {
                say("", |message| cases::act(&app, &viewer, case, &Action::Claim, message).unwrap())
            })
        };
        let (one, other) = (claim(MARTA), claim(AGENT));
        let outcomes = [one.join().unwrap(), other.join().unwrap()];
        let winner = world.view(MARTA, case).told.assignee.unwrap();
        let told = Err(Refusal::Case(Objection::Taken(winner.clone())));
        let expected = if winner == MARTA { [Ok(()), told] } else { [told, Ok(())] };
        assert_eq!(outcomes, expected);
    }
}

#[actix_web::test]
async fn a_duplicate_hands_its_money_to_the_main_case() {
    for world in worlds().await {
        let (main, double) = (world.disputed(10_000), world.disputed(5_000));
        assert_eq!(world.owed(OPENED).1, "155.02", "100.00 and 3.35, 50.00 and 1.67");
        let nowhere =
            world.act(MARTA, OPENED, double, Action::MarkDuplicate(double.to_string()), "The same.");
        assert_eq!(nowhere, Err(Refusal::NoSuchCase), "of itself");
        let of = Action::MarkDuplicate(main.to_string());
        assert_eq!(world.act(MARTA, OPENED, double, of, "One case will do."), Ok(()));
        assert_eq!(world.state(double), CaseState::Duplicate);
        assert_eq!(world.owed(OPENED).1, "155.02");
        let lines = world.view(ANNA, main).dispute.unwrap().dispute.lines;
        assert_eq!(lines.iter().map(|line| line.amount.cents()).collect::<Vec<_>>(), [15_000]);
        assert!(matches!(world.accept(MARTA, OPENED, main, 15_000), Ok(Decision::Done(Some(_)))));
        world.require_clean(OPENED).await;
    }
}

#[actix_web::test]
async fn silence_closes_a_case_and_who_returns_gets_a_new_one() {
    for world in worlds().await {
        let case = world.disputed(10_000);
        let asked = "2026-11-30T10:00:00-07:00";
        assert_eq!(world.act(MARTA, asked, case, Action::Reply, "When did you cancel?"), Ok(()));
        let early = world.act(MARTA, "2026-12-02T09:59:59-07:00", case, Action::AnnounceClosing, "");
        assert!(matches!(early, Err(Refusal::Case(Objection::NotYet(_)))), "{early:?}");
        let announced = "2026-12-02T10:00:00-07:00";
        assert_eq!(world.act(MARTA, announced, case, Action::AnnounceClosing, ""), Ok(()));
        cases::wake(&world.at("2026-12-03T09:59:59-07:00")).unwrap();
        assert_eq!(world.state(case), CaseState::InProgress);
        let closed = "2026-12-03T10:00:00-07:00";
        cases::wake(&world.at(closed)).unwrap();
        assert_eq!(world.state(case), CaseState::ClosedNoResponse);
        assert_eq!(world.owed(closed), ("16219.15".to_owned(), "0.00".to_owned()), "it is due again");
        assert_eq!(cases::wake(&world.at("2027-01-01T00:00:00-07:00")).unwrap(), 0, "nothing is left to do");

        let reopened = world.act(ANNA, closed, case, Action::Reopen, "Sorry, I was away.");
        assert_eq!(reopened, Err(Refusal::Case(Objection::NotNow(CaseState::ClosedNoResponse))));
        let new = say("Sorry, I was away.", |message| {
            cases::open_follow_on(&world.at(closed), &world.viewer(ANNA), case, message).unwrap().unwrap()
        });
        assert_eq!(world.view(ANNA, new).related, Some(case));
        assert_eq!(world.view(ANNA, case).followers, [new]);
        world.require_clean(closed).await;
    }
}

#[actix_web::test]
async fn promises_wake_people_once_and_holds_end_by_themselves() {
    for world in worlds().await {
        let case = world.disputed(10_000);
        // Opened on a Saturday: counted from Monday, due on Tuesday 00:00; warned four hours before.
        let due = "2026-12-01T07:00:00Z".parse().unwrap();
        assert_eq!(world.view(MARTA, case).told.due_at(), Some(due));
        assert_eq!(cases::wake(&world.at("2026-11-30T19:59:59-07:00")).unwrap(), 0);
        assert_eq!(cases::wake(&world.at("2026-11-30T20:00:00-07:00")).unwrap(), 1);
        assert_eq!(cases::wake(&world.at("2026-11-30T23:59:59-07:00")).unwrap(), 0, "once");
        assert_eq!(cases::wake(&world.at("2026-12-01T00:00:00-07:00")).unwrap(), 1);
        let names =
            |who| world.view(who, case).events.iter().map(|event| event.what.name()).collect::<Vec<_>>();
        assert_eq!(names(MARTA), ["opened", "warned", "missed"]);
        assert_eq!(names(ANNA), ["opened"], "what is among staff stays there");

        let now = "2026-12-01T09:00:00-07:00";
        let until = "2026-12-04T09:00:00-07:00".parse().unwrap();
        assert_eq!(world.act(MARTA, now, case, Action::Hold(until), "Waiting for the carrier."), Ok(()));
        assert_eq!(world.state(case), CaseState::OnHold);
        assert_eq!(cases::wake(&world.at("2026-12-04T08:59:59-07:00")).unwrap(), 0);
        assert_eq!(cases::wake(&world.at("2026-12-04T09:00:00-07:00")).unwrap(), 1);
        assert_eq!(world.state(case), CaseState::InProgress);
        world.require_clean(until.to_rfc3339().as_str()).await;
    }
}

#[actix_web::test]
async fn mail_goes_to_who_must_know_in_their_language_and_one_thread() {
    for world in worlds().await {
        let case = world.disputed(18_000);
        let letters = world.mail(OPENED).await;
        let (anna, carmen) = (to(&letters, ANNA), to(&letters, CASES));
        assert_eq!(
            (letters.len(), anna.len(), carmen.len()),
            (2, 1, 1),
            "who opened it, and the contact for cases"
        );
        assert_eq!(anna[0].subject.split(':').next(), Some(format!("[{case}] Your case").as_str()));
        assert_eq!(carmen[0].subject.split(':').next(), Some(format!("[{case}] Su caso").as_str()));
        assert!(anna[0].text.contains("> We cancelled this."), "{}", anna[0].text);
        assert!(anna[0].text.contains("12/01/2026 00:00 Mountain Time"), "{}", anna[0].text);
        assert!(anna[0].text.contains(&format!("/cases/{case}")));
        assert!(anna[0].in_reply_to.is_none());

        let monday = "2026-11-30T10:00:00-07:00";
        world.act(MARTA, monday, case, Action::Reply, "When was that?\n\nWhich order?").unwrap();
        let answers = world.mail(monday).await;
        let answer = to(&answers, ANNA)[0];
        assert_eq!(
            (answers.len(), &answer.subject),
            (2, &anna[0].subject),
            "nobody tells Marta what she did"
        );
        assert_eq!(answer.in_reply_to.as_deref(), Some(anna[0].message_id.as_str()));
        let quoted: Vec<&str> = answer.text.lines().filter(|line| line.starts_with('>')).collect();
        assert_eq!(quoted, ["> When was that?", "> Which order?"]);

        world.act(ANNA, monday, case, Action::Comment, "In August.").unwrap();
        let news = world.mail(monday).await;
        let mut readers: Vec<&str> = news.iter().map(|letter| letter.to.as_str()).collect();
        readers.sort_unstable();
        assert_eq!(readers, [CASES, MARTA]);
        let marta = to(&news, MARTA)[0];
        assert!(marta.text.contains(&format!("/office/cases/{case}")) && marta.text.contains("> In August."));

        world.act(MARTA, monday, case, Action::Note, "Looks right to me.").unwrap();
        assert!(world.mail(monday).await.is_empty(), "a note of her own tells nobody");
        world.act(ANNA, monday, case, Action::Escalate, "The quarter ends.").unwrap();
        let news = world.mail(monday).await;
        let desk = &world.app.settings.cases.escalation.billing[0].email;
        assert_eq!(to(&news, desk).len(), 1, "the first level is told");
    }
}

#[actix_web::test]
async fn a_master_case_tells_every_customer_it_gathers() {
    for world in worlds().await {
        let ours = world.disputed(1_000);
        let account = "100003".parse().unwrap();
        let subject = "Calls are dropped".parse().unwrap();
        let theirs = say("Since noon.", |message| {
            let iris = world.viewer(IRIS);
            cases::open_question(&world.app, &iris, &account, &subject, Priority::One, message)
                .unwrap()
                .unwrap()
        });
        assert_eq!(world.view(MARTA, theirs).told.priority, Priority::Four, "until staff review it");
        let master = say("A carrier is down.", |message| {
            cases::open_master(&world.app, &world.viewer(MARTA), &subject, message).unwrap().unwrap()
        });
        let by_customer = say("Mine.", |message| {
            cases::open_master(&world.app, &world.viewer(ANNA), &subject, message).unwrap()
        });
        assert_eq!(by_customer, Err(Refusal::Case(Objection::NotAllowed)));
        assert_eq!(
            world.act(MARTA, OPENED, ours, Action::Join(theirs.to_string()), ""),
            Err(Refusal::NoSuchCase)
        );
        for case in [ours, theirs] {
            assert_eq!(world.act(MARTA, OPENED, case, Action::Join(master.to_string()), ""), Ok(()));
        }
        assert!(
            cases::open_case(&world.app, &world.viewer(ANNA), master).is_err(),
            "a master case is staff's"
        );
        world.mail(OPENED).await;
        assert_eq!(world.act(MARTA, OPENED, master, Action::Reply, "The carrier works on it."), Ok(()));
        let letters = world.mail(OPENED).await;
        for reader in [ANNA, CASES, IRIS] {
            assert_eq!(to(&letters, reader).len(), 1, "{reader}");
        }
        // A question is resolved with the master; a dispute is decided by itself.
        assert_eq!(world.act(MARTA, OPENED, master, Action::Resolve, "It works again."), Ok(()));
        let states = [world.view(MARTA, ours).told.state, world.view(MARTA, theirs).told.state];
        assert_eq!(states, [CaseState::InProgress, CaseState::Resolved]);
        world.require_clean(OPENED).await;
    }
}

#[actix_web::test]
async fn nobody_edits_what_happened() {
    for world in worlds().await {
        let case = world.disputed(1_000);
        for statement in ["UPDATE case_events SET body = 'x'", "DELETE FROM case_events"] {
            assert!(world.database.execute(statement).is_err(), "{statement}");
        }
        let rows = world.database.count(
            "SELECT COUNT(*) AS count FROM audit WHERE action = 'case.event' AND actor = 'anna@elm.example' \
             AND detail = 'opened'",
        );
        assert_eq!(rows, 1);
        // What a row repeats of its events is checked against them.
        world
            .database
            .execute(&format!("UPDATE cases SET state = 'closed' WHERE id = {}", case.0.0))
            .unwrap();
        let found = verify::verify(&world.app, &Silent).await.unwrap();
        assert_eq!(found.differences, [format!("case {case}: its row is not what its events amount to")]);
    }
}
