//! What the provider sells and what customers of each trade buy.

use serde::Deserialize;

use crate::values::locale::Locale;

/// Something with a monthly price.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Product {
    pub(super) code: &'static str,
    english: &'static str,
    spanish: &'static str,
    pub(super) tax_class: &'static str,
    price: &'static str,
    /// For corporate families with many seats.
    volume_price: &'static str,
    /// What setting it up costs once; empty: nothing.
    pub(super) setup_price: &'static str,
}

impl Product {
    /// As it stands on the bill.
    pub(super) fn description(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::En => self.english,
            Locale::Es => self.spanish,
        }
    }

    pub(super) fn price(&self, has_volume_price: bool) -> &'static str {
        if has_volume_price { self.volume_price } else { self.price }
    }
}

macro_rules! products {
    ($($name:ident = $code:literal, $english:literal, $spanish:literal, $class:literal,
        $price:literal, $volume:literal, $setup:literal;)*) => {
        $(pub(super) const $name: Product = Product {
            code: $code, english: $english, spanish: $spanish, tax_class: $class,
            price: $price, volume_price: $volume, setup_price: $setup,
        };)*
    };
}

// Tax classes: `voice` is what 911 fees are counted by; numbers, data, software and equipment are
// taxed differently in every state.
products! {
    STANDARD = "UC-STD", "UC Standard user", "Usuario UC Estándar", "voice", "19.95", "16.95", "";
    PREMIUM = "UC-PRM", "UC Premium user with mobile and voicemail to text",
        "Usuario UC Premium con móvil y buzón de voz a texto", "voice", "27.95", "24.50", "";
    COMMON = "UC-CAP", "UC Common area phone", "Teléfono UC de área común", "voice", "9.95", "8.50", "";
    TRUNK = "SIP-CP", "SIP trunk call path", "Canal de troncal SIP", "voice", "17.50", "14.75", "";
    FAX = "FAX-V", "Virtual fax line", "Línea de fax virtual", "voice", "12.95", "11.95", "25.00";
    ELEVATOR = "POTS-E", "Elevator and alarm line (analog)", "Línea analógica de elevador y alarma", "voice",
        "34.95", "31.95", "125.00";
    DID = "DID", "Direct inward dial number", "Número de marcación directa (DID)", "numbers", "0.75", "0.50", "";
    TOLL_FREE = "TFN", "Toll-free number", "Número gratuito (800)", "numbers", "4.95", "3.95", "15.00";
    AGENT = "CC-AGT", "Contact center agent seat", "Puesto de agente de centro de contacto", "software",
        "79.00", "69.00", "";
    SUPERVISOR = "CC-SUP", "Contact center supervisor seat", "Puesto de supervisor de centro de contacto",
        "software", "99.00", "89.00", "";
    RECORDING = "REC", "Call recording, per user", "Grabación de llamadas, por usuario", "software",
        "8.00", "6.50", "";
    ATTENDANT = "AA", "Auto attendant", "Operadora automática", "software", "9.95", "9.95", "75.00";
    CONFERENCE = "CONF", "Conference bridge, 50 participants", "Sala de conferencias, 50 participantes",
        "software", "29.95", "24.95", "";
    CONSOLE = "OPR", "Operator console", "Consola de operadora", "software", "14.95", "12.95", "";
    DESK_PHONE = "PH-STD", "Desk phone rental, standard", "Alquiler de teléfono de escritorio", "equipment",
        "4.50", "3.75", "";
    EXECUTIVE_PHONE = "PH-EXE", "Desk phone rental, executive", "Alquiler de teléfono ejecutivo", "equipment",
        "7.50", "6.75", "";
    CORDLESS = "PH-DECT", "Cordless handset rental", "Alquiler de teléfono inalámbrico", "equipment",
        "6.50", "5.75", "";
    PAGING = "PAGE", "Overhead paging adapter rental", "Alquiler de adaptador de megafonía", "equipment",
        "6.00", "5.00", "95.00";
    ROUTER = "RTR", "Managed router rental", "Alquiler de enrutador administrado", "equipment", "25.00", "22.00", "";
    SDWAN_100 = "SDW-100", "SD-WAN edge, 100 Mbit/s", "Equipo SD-WAN, 100 Mbit/s", "data", "89.00", "79.00",
        "250.00";
    SDWAN_500 = "SDW-500", "SD-WAN edge, 500 Mbit/s", "Equipo SD-WAN, 500 Mbit/s", "data", "189.00", "169.00",
        "250.00";
}

/// What a customer does, which decides what it buys and how it telephones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Trade {
    Office,
    Small,
    Law,
    Clinic,
    School,
    Church,
    City,
    Restaurant,
    Retail,
    Hotel,
    Logistics,
    Center,
}

/// How many of a product.
#[derive(Clone, Copy, Debug)]
pub(super) enum Count {
    /// So many, whatever the size.
    Fixed(u32),
    /// So many for a hundred seats, at least one.
    PerHundred(u32),
}

impl Count {
    pub(super) fn of(self, seats: u32) -> u32 {
        match self {
            Fixed(count) => count,
            PerHundred(share) => (seats * share).div_ceil(100),
        }
    }
}

use Count::{Fixed, PerHundred};

type Basket = &'static [(&'static Product, Count)];

/// What comes and goes with people: the first product of a basket, and what each of them needs.
pub(super) const PER_PERSON: [&Product; 2] = [&DESK_PHONE, &DID];

/// What a customer may add or drop at any time.
pub(super) const OPTIONS: [&Product; 5] = [&FAX, &ATTENDANT, &CONFERENCE, &TOLL_FREE, &CORDLESS];

impl Trade {
    /// What such a customer has; the first is what its people have.
    pub(super) fn basket(self) -> Basket {
        match self {
            Trade::Office => &[
                (&STANDARD, PerHundred(80)),
                (&PREMIUM, PerHundred(20)),
                (&DID, PerHundred(110)),
                (&DESK_PHONE, PerHundred(90)),
                (&ATTENDANT, Fixed(1)),
                (&ROUTER, Fixed(1)),
            ],
            Trade::Small => {
                &[(&STANDARD, PerHundred(100)), (&DID, PerHundred(120)), (&DESK_PHONE, PerHundred(100))]
            }
            Trade::Law => &[
                (&STANDARD, PerHundred(55)),
                (&PREMIUM, PerHundred(45)),
                (&DID, PerHundred(100)),
                (&EXECUTIVE_PHONE, PerHundred(45)),
                (&DESK_PHONE, PerHundred(55)),
                (&CONFERENCE, Fixed(3)),
                (&FAX, Fixed(2)),
                (&RECORDING, Fixed(6)),
                (&SDWAN_100, Fixed(1)),
            ],
            Trade::Clinic => &[
                (&STANDARD, PerHundred(85)),
                (&PREMIUM, PerHundred(15)),
                (&DID, PerHundred(60)),
                (&DESK_PHONE, PerHundred(100)),
                (&FAX, Fixed(1)),
                (&ATTENDANT, Fixed(1)),
                (&ROUTER, Fixed(1)),
            ],
            Trade::School => &[
                (&STANDARD, PerHundred(60)),
                (&COMMON, PerHundred(40)),
                (&TRUNK, PerHundred(15)),
                (&DID, PerHundred(65)),
                (&PAGING, Fixed(4)),
                (&ELEVATOR, Fixed(1)),
            ],
            Trade::Church => &[(&STANDARD, PerHundred(100)), (&DID, Fixed(5)), (&DESK_PHONE, PerHundred(80))],
            Trade::City => &[
                (&STANDARD, PerHundred(75)),
                (&PREMIUM, PerHundred(15)),
                (&COMMON, PerHundred(10)),
                (&DID, PerHundred(100)),
                (&DESK_PHONE, PerHundred(100)),
                (&RECORDING, PerHundred(10)),
                (&ELEVATOR, Fixed(2)),
                (&SDWAN_100, Fixed(1)),
            ],
            Trade::Restaurant => &[
                (&STANDARD, PerHundred(60)),
                (&CORDLESS, PerHundred(60)),
                (&DID, Fixed(2)),
                (&ROUTER, Fixed(1)),
            ],
            Trade::Retail => &[
                (&STANDARD, PerHundred(100)),
                (&DID, PerHundred(60)),
                (&CORDLESS, PerHundred(50)),
                (&DESK_PHONE, PerHundred(50)),
                (&ATTENDANT, Fixed(1)),
                (&ROUTER, Fixed(1)),
            ],
            Trade::Hotel => &[
                (&PREMIUM, PerHundred(15)),
                (&COMMON, PerHundred(85)),
                (&TRUNK, PerHundred(20)),
                (&DID, PerHundred(25)),
                (&TOLL_FREE, Fixed(2)),
                (&CONSOLE, Fixed(2)),
                (&ELEVATOR, Fixed(2)),
                (&ROUTER, Fixed(1)),
            ],
            Trade::Logistics => &[
                (&STANDARD, PerHundred(80)),
                (&PREMIUM, PerHundred(10)),
                (&CORDLESS, PerHundred(30)),
                (&DID, PerHundred(70)),
                (&DESK_PHONE, PerHundred(60)),
                (&SDWAN_100, Fixed(1)),
            ],
            Trade::Center => &[
                (&AGENT, PerHundred(70)),
                (&SUPERVISOR, PerHundred(8)),
                (&PREMIUM, PerHundred(30)),
                (&RECORDING, PerHundred(78)),
                (&TRUNK, PerHundred(60)),
                (&TOLL_FREE, Fixed(4)),
                (&SDWAN_500, Fixed(2)),
            ],
        }
    }

    /// How often each call type occurs, in the order of [`CALL_TYPES`](crate::domain::usage::CALL_TYPES).
    pub(super) fn call_mix(self) -> [u32; 9] {
        match self {
            Trade::Center => [4, 1, 2, 4, 12, 1, 24, 49, 3],
            Trade::Hotel => [20, 5, 4, 8, 18, 5, 12, 25, 3],
            Trade::Law => [34, 6, 6, 14, 36, 4, 0, 0, 0],
            Trade::Small => [40, 6, 6, 14, 26, 8, 0, 0, 0],
            Trade::Logistics => [18, 6, 6, 18, 40, 4, 4, 4, 0],
            _ => [48, 6, 7, 13, 24, 2, 0, 0, 0],
        }
    }

    /// Whether it telephones on Saturdays and Sundays as on other days.
    pub(super) fn works_on_week_ends(self) -> bool {
        matches!(self, Trade::Restaurant | Trade::Hotel | Trade::Center | Trade::Retail)
    }
}
