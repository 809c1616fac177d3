//! What customers have, and what they add, change and drop: services and one-time charges.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::catalogue::{OPTIONS, PER_PERSON, Product};
use super::customers::Customer;
use super::random::Random;
use super::sheet::{Csv, Sheet};
use crate::services::imports::ImportKind;
use crate::values::locale::Locale;
use crate::values::period::BillingPeriod;

const SERVICE_COLUMNS: [&str; 10] = [
    "account",
    "service",
    "product",
    "description",
    "tax_class",
    "quantity",
    "unit_price",
    "starts_on",
    "ends_on",
    "billed_through",
];

const CHARGE_COLUMNS: [&str; 7] =
    ["account", "reference", "charged_on", "description", "tax_class", "quantity", "unit_price"];

/// A service; its change ends it and begins another.
#[derive(Clone, Debug)]
struct Service {
    code: String,
    product: &'static Product,
    quantity: u32,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    billed_through: Option<NaiveDate>,
}

#[derive(Default)]
struct Portfolio {
    services: Vec<Service>,
    /// Places of services that are new or ended since the last file.
    touched: BTreeSet<usize>,
}

/// The order desk.
pub(super) struct Desk {
    portfolios: BTreeMap<String, Portfolio>,
    last_order: u32,
}

/// One account's month at the desk.
struct Visit<'a> {
    customer: &'a Customer,
    portfolio: &'a mut Portfolio,
    charges: &'a mut Sheet,
    last_order: &'a mut u32,
    period: BillingPeriod,
    /// What happens later is not known yet.
    through: NaiveDate,
    random: Random,
}

impl Desk {
    pub(super) fn new() -> Desk {
        Desk { portfolios: BTreeMap::new(), last_order: 48_210 }
    }

    /// What happened in `period` through the day `through`; accounts that were customers before it
    /// were billed for it by an earlier system. `months_left` counts down to the last billed period.
    pub(super) fn sheets(
        &mut self,
        customers: &[Customer],
        period: BillingPeriod,
        through: NaiveDate,
        months_left: Option<u32>,
    ) -> Vec<Csv> {
        let mut services = Sheet::new(ImportKind::Services, &SERVICE_COLUMNS);
        let mut charges = Sheet::new(ImportKind::Charges, &CHARGE_COLUMNS);
        let month = period.to_string();
        for customer in customers.iter().filter(|customer| customer.opened_on <= through) {
            let is_new = !self.portfolios.contains_key(&customer.number);
            let mut visit = Visit {
                customer,
                portfolio: self.portfolios.entry(customer.number.clone()).or_default(),
                charges: &mut charges,
                last_order: &mut self.last_order,
                period,
                through,
                random: Random::of(&["orders", &customer.number, &month]),
            };
            match is_new {
                true => visit.open(),
                false => visit.usual_month(),
            }
            if let Some(months_left) = months_left {
                visit.story(months_left);
            }
            visit.portfolio.write(customer, &mut services);
        }
        [services.finish(), charges.finish()].into_iter().flatten().collect()
    }
}

impl Portfolio {
    fn add(&mut self, customer: &Customer, product: &'static Product, quantity: u32, starts_on: NaiveDate) {
        let code = format!("S{}-{:03}", customer.number, self.services.len() + 1);
        self.touched.insert(self.services.len());
        self.services.push(Service {
            code,
            product,
            quantity,
            starts_on,
            ends_on: None,
            billed_through: None,
        });
    }

    fn active(&self, product: &Product) -> Option<usize> {
        self.services.iter().position(|service| service.ends_on.is_none() && service.product == product)
    }

    /// Another quantity from `day` on, none at all where it is 0.
    fn change(&mut self, customer: &Customer, place: usize, quantity: u32, day: NaiveDate) {
        let service = &mut self.services[place];
        service.ends_on = Some(day - Days::new(1));
        let product = service.product;
        self.touched.insert(place);
        if quantity > 0 {
            self.add(customer, product, quantity, day);
        }
    }

    fn write(&mut self, customer: &Customer, sheet: &mut Sheet) {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        for place in std::mem::take(&mut self.touched) {
            let service = &self.services[place];
            let product = service.product;
            sheet.row(&[
                &customer.number,
                &service.code,
                product.code,
                product.description(customer.locale),
                product.tax_class,
                &service.quantity.to_string(),
                product.price(customer.has_volume_price),
                &service.starts_on.to_string(),
                &day(service.ends_on),
                &day(service.billed_through),
            ]);
        }
    }
}

impl Visit<'_> {
    /// The first month: what the trade has, set up where the customer is new.
    fn open(&mut self) {
        let customer = self.customer;
        let joins = self.period.contains(customer.opened_on);
        for (product, count) in customer.trade.basket() {
            self.portfolio.add(customer, product, count.of(customer.seats), customer.opened_on);
        }
        if joins {
            let day = customer.opened_on;
            self.charge(
                day,
                ("Site installation and training", "Instalación y capacitación"),
                "labor",
                1,
                "495.00",
            );
            self.charge(
                day,
                ("Number porting, per number", "Portabilidad, por número"),
                "labor",
                customer.seats,
                "12.50",
            );
            self.charge(day, ("Shipping and handling", "Envío y manejo"), "equipment", 1, "48.60");
        } else {
            let through = self.period.last_day();
            self.portfolio.services.iter_mut().for_each(|service| service.billed_through = Some(through));
        }
    }

    fn usual_month(&mut self) {
        if self.random.chance(16) {
            self.change_seats();
        }
        if self.random.chance(5) {
            self.toggle_option();
        }
        if self.random.chance(4) {
            let (day, hours) = (self.day(), self.random.between(1, 3));
            self.charge(
                day,
                ("On-site technician, hour", "Técnico en sitio, hora"),
                "labor",
                hours,
                "145.00",
            );
        }
        if self.random.chance(3) {
            let (day, count) = (self.day(), self.random.between(1, 6));
            self.charge(
                day,
                ("Number porting, per number", "Portabilidad, por número"),
                "labor",
                count,
                "12.50",
            );
        }
        if self.random.chance(3) {
            let (day, ticket) = (self.day(), self.random.between(31_000, 39_999));
            let english = format!("Goodwill credit, case {ticket}: intermittent audio");
            let spanish = format!("Crédito de cortesía, caso {ticket}: audio intermitente");
            let amount = *self.random.pick(&["-25.00", "-40.00", "-75.00"]);
            self.charge(day, (&english, &spanish), "none", 1, amount);
        }
    }

    /// People come or go, and with them what each of them needs.
    fn change_seats(&mut self) {
        let day = self.day();
        let main = self.customer.trade.basket()[0].0;
        let Some(place) = self.changeable(main, day) else { return };
        let before = self.portfolio.services[place].quantity;
        let change = self.random.between(1, (before / 10).clamp(1, 6));
        let comes = self.random.chance(70);
        if !comes && before <= change {
            return;
        }
        let after = if comes { before + change } else { before - change };
        self.portfolio.change(self.customer, place, after, day);
        if comes {
            self.equip(change, day);
        }
    }

    fn equip(&mut self, people: u32, day: NaiveDate) {
        for product in PER_PERSON {
            if let Some(place) = self.changeable(product, day) {
                let quantity = self.portfolio.services[place].quantity + people;
                self.portfolio.change(self.customer, place, quantity, day);
            }
        }
        self.charge(day, ("New user set-up", "Alta de usuario"), "labor", people, "15.00");
        self.charge(day, ("Shipping and handling", "Envío y manejo"), "equipment", 1, "18.90");
    }

    /// An option that was there goes, one that was not comes.
    fn toggle_option(&mut self) {
        let option = *self.random.pick(&OPTIONS);
        let day = self.day();
        match self.portfolio.active(option) {
            Some(_) => {
                if let Some(place) = self.changeable(option, day) {
                    self.portfolio.change(self.customer, place, 0, day);
                }
            }
            None => self.add_option(option, 1, day),
        }
    }

    fn add_option(&mut self, option: &'static Product, quantity: u32, day: NaiveDate) {
        if day > self.through {
            return;
        }
        self.portfolio.add(self.customer, option, quantity, day);
        if !option.setup_price.is_empty() {
            let english = format!("Set-up: {}", option.description(Locale::En));
            let spanish = format!("Activación: {}", option.description(Locale::Es));
            self.charge(day, (&english, &spanish), "labor", quantity, option.setup_price);
        }
    }

    /// What every demo shows, however short it is.
    fn story(&mut self, months_left: u32) {
        let on = |days| self.period.first_day() + Days::new(days);
        match (self.customer.number.as_str(), months_left) {
            ("204117-03", 0) => self.hire(3, on(9)),
            ("208834", 0) => self.add_option(&super::catalogue::AGENT, 4, on(13)),
            ("215540-01", 0) => self.hire(1, on(16)),
            ("219276-02", 0) => self.end(&super::catalogue::CORDLESS, on(11)),
            ("228790", 1) => self.outage_credit(on(18), "-640.00"),
            ("236872", 0) => self.outage_credit(on(5), "-120.00"),
            ("257714", 0) => self.outage_credit(on(20), "-180.00"),
            ("262939", 1) => self.add_option(&super::catalogue::SDWAN_100, 1, on(6)),
            _ => {}
        }
    }

    fn hire(&mut self, people: u32, day: NaiveDate) {
        let main = self.customer.trade.basket()[0].0;
        if let Some(place) = self.changeable(main, day) {
            let quantity = self.portfolio.services[place].quantity + people;
            self.portfolio.change(self.customer, place, quantity, day);
            self.equip(people, day);
        }
    }

    fn end(&mut self, product: &'static Product, day: NaiveDate) {
        if let Some(place) = self.changeable(product, day) {
            self.portfolio.change(self.customer, place, 0, day);
        }
    }

    fn outage_credit(&mut self, day: NaiveDate, amount: &str) {
        let texts = ("Service credit, outage reported to support", "Crédito por interrupción del servicio");
        self.charge(day, texts, "none", 1, amount);
    }

    /// The active service of `product`, unless it began too late to change on `day`, or `day` has
    /// not come.
    fn changeable(&self, product: &Product, day: NaiveDate) -> Option<usize> {
        let place = self.portfolio.active(product)?;
        (self.portfolio.services[place].starts_on < day && day <= self.through).then_some(place)
    }

    fn charge(&mut self, day: NaiveDate, texts: (&str, &str), tax_class: &str, quantity: u32, price: &str) {
        if day > self.through {
            return;
        }
        *self.last_order += 1;
        let text = if self.customer.locale == Locale::Es { texts.1 } else { texts.0 };
        self.charges.row(&[
            &self.customer.number,
            &format!("ORD-{}", self.last_order),
            &day.to_string(),
            text,
            tax_class,
            &quantity.to_string(),
            price,
        ]);
    }

    /// A day of the period, not its very first.
    fn day(&mut self) -> NaiveDate {
        self.period.first_day() + Days::new(self.random.between(2, self.period.days() - 1).into())
    }
}
