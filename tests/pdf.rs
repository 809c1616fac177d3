//! The invoice as other programs read it: text by `pdftotext`, structure by `qpdf` and `pdffonts`
//! (packages poppler-utils and qpdf).

#[path = "support/invoices.rs"]
mod invoices;

use std::io::Write;
use std::process::Command;

use billcenter::domain::credit_note::{CreditNote, CreditedLine, CreditedTax};
use billcenter::domain::invoice::{CallDetail, ChargesByCategory, Invoice, LineKind, TaxKind, TaxLine};
use billcenter::pdf::{PdfError, invoice_file_name, missing_glyphs, render_credit_note, render_invoice};
use billcenter::values::ids::{CaseId, CreditNoteId, InvoiceId};
use billcenter::values::locale::Locale;
use billcenter::values::logo::Logo;
use billcenter::values::money::Money;
use billcenter::values::number::CaseNumber;
use invoices::{cents, dec};
use proptest::prelude::*;

/// What a program says about a document; its success is asserted.
fn ask(program: &str, before: &[&str], pdf: &[u8], after: &[&str]) -> String {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(pdf).expect("written");
    let output = Command::new(program)
        .args(before)
        .arg(file.path())
        .args(after)
        .output()
        .unwrap_or_else(|error| panic!("{program} runs (poppler-utils, qpdf): {error}"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{program}: {said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

fn render(invoice: &Invoice, calls: &CallDetail) -> Vec<u8> {
    render_invoice(invoice, calls).expect("every glyph is there")
}

/// The text, page by page.
fn text(pdf: &[u8]) -> Vec<String> {
    let text = ask("pdftotext", &["-layout"], pdf, &["-"]);
    text.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect()
}

/// One blank between words, so that a line break is no difference.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of each line, with the empty lines left out: what does not depend on poppler's version.
fn lines(pages: &[String]) -> String {
    let lines = |page: &String| -> String {
        page.lines().map(squeezed).filter(|line| !line.is_empty()).map(|line| line + "\n").collect()
    };
    pages.iter().map(lines).collect::<Vec<_>>().join("=== next page ===\n")
}

#[test]
fn a_logo_is_a_picture_above_the_name() {
    let plain = invoices::with_lines(40);
    let mut invoice = plain.clone();
    let file = include_bytes!("../src/services/demo/data/logo.png");
    invoice.provider.logo = Some(Logo::read(file).expect("a logo"));
    let pdf = render(&invoice, &CallDetail::default());
    assert_eq!(pdf, render(&invoice, &CallDetail::default()), "the same rows, the same bytes");
    ask("qpdf", &["--check"], &pdf, &[]);
    // Page, number, kind, width, height, colour, components, bits; one picture, on page 1, in 45 by 15 mm:
    // 470 pixels on 127.56 points are 265 to the inch.
    let pictures = ask("pdfimages", &["-list"], &pdf, &[]);
    let rows: Vec<Vec<&str>> = pictures.lines().skip(2).map(|row| row.split_whitespace().collect()).collect();
    assert_eq!(rows.len(), 1, "{pictures}");
    assert_eq!(rows[0][..8], ["1", "0", "image", "470", "104", "rgb", "3", "8"], "{pictures}");
    assert_eq!(rows[0][12..14], ["265", "265"], "{pictures}");
    let without = render(&plain, &CallDetail::default());
    let words = |pdf: &[u8]| {
        let pages = text(pdf).join(" ");
        let mut words: Vec<String> = pages.split_whitespace().map(str::to_owned).collect();
        words.sort();
        words
    };
    assert_eq!(words(&pdf), words(&without), "the words are the same");
    assert!(ask("pdfimages", &["-list"], &without, &[]).lines().count() == 2);
    // Nothing of the head comes into the window of the envelope, also under the highest logo and a long name.
    let mut high = plain;
    high.provider.address.name =
        "Summit Ridge Communications and Sons of the Western Slope, Incorporated".into();
    high.provider.logo = Some(Logo::read(&square()).expect("a logo"));
    let boxes = ask("pdftotext", &["-bbox", "-l", "1"], &render(&high, &CallDetail::default()), &["-"]);
    let bottoms: Vec<f64> = boxes
        .lines()
        .filter(|line| line.contains(&format!(">{}<", high.provider.email)))
        .filter_map(|line| line.split("yMax=\"").nth(1)?.split('"').next()?.parse().ok())
        .collect();
    assert!(bottoms.first().is_some_and(|bottom| *bottom < 147.0), "{bottoms:?}");
}

/// A PNG as high as it is wide.
fn square() -> Vec<u8> {
    let mut png = Vec::new();
    let encoder = png::Encoder::new(&mut png, 60, 60);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&[0; 60 * 60]).expect("its pixels");
    writer.finish().expect("its end");
    png
}

fn greek() -> Invoice {
    let mut invoice = invoices::with_lines(3);
    invoice.bill_to.name = "Αρχιτέκτονες Ολύμπου Α.Ε.".into();
    invoice.sections[0].name = "Архитектурное бюро «Север» Đặng Văn".into();
    invoice
}

fn samples() -> Vec<(&'static str, Invoice, CallDetail)> {
    let (english, calls) = invoices::rich(Locale::En);
    let (spanish, llamadas) = invoices::rich(Locale::Es);
    let (many, detail) = invoices::with_calls(500);
    vec![
        ("no sections", invoices::empty(Locale::En), CallDetail::new()),
        ("one line", invoices::one_line(), CallDetail::new()),
        ("three hundred lines", invoices::with_lines(300), CallDetail::new()),
        ("greek", greek(), CallDetail::new()),
        ("english", english, calls),
        ("spanish", spanish, llamadas),
        ("calls", many, detail),
    ]
}

#[test]
fn documents_are_sound_and_complete() {
    for (name, invoice, calls) in samples() {
        let pdf = render(&invoice, &calls);
        let checked = ask("qpdf", &["--check"], &pdf, &[]);
        assert!(checked.contains("No syntax or stream encoding errors found"), "{name}: {checked}");

        let fonts = ask("pdffonts", &[], &pdf, &[]);
        for font in fonts.lines().skip(2) {
            let marks: Vec<&str> = font.split_whitespace().rev().take(5).collect();
            assert_eq!(marks[4], "yes", "{name}: embedded: {font}");
        }
        assert!(fonts.lines().count() >= 4, "{fonts}");

        let information = ask("pdfinfo", &[], &pdf, &[]);
        assert!(information.contains("612 x 792 pts (letter)"), "{name}: {information}");
        assert!(information.contains("Author:          Summit Ridge Communications, Inc."), "{information}");
        assert!(information.contains("PDF version:     1.7"), "{information}");
        assert!(!squeezed(&text(&pdf).concat()).contains("Unknown localization"), "{name}");
    }
}

#[test]
fn what_printpdf_writes_is_mended() {
    let pdf = render(&invoices::one_line(), &CallDetail::new());
    let has = |part: &[u8]| pdf.windows(part.len()).any(|window| window == part);
    let part_of = |part: &str| (has(part.as_bytes()), part.to_owned());
    for part in [
        "%PDF-1.7",
        "/PageMode/UseOutlines",
        "/Lang(en-US)",
        "/DisplayDocTitle true",
        "/F 4",
        "(D:20261127120000Z)",
    ] {
        assert_eq!(part_of(part), (true, part.to_owned()));
    }
    for part in ["GTS_PDFX", "/Trapped", "/TrimBox", "/XObject", "/ExtGState"] {
        assert_eq!(part_of(part), (false, part.to_owned()));
    }
}

#[test]
fn same_rows_same_bytes() {
    for (name, invoice, calls) in samples() {
        let first = render(&invoice, &calls);
        let again = std::thread::scope(|scope| {
            scope.spawn(|| render(&invoice.clone(), &calls.clone())).join().expect("rendered")
        });
        assert!(first == again, "{name}");
    }
    let id = |invoice: &Invoice| {
        let pdf = render(invoice, &CallDetail::new());
        let tail = String::from_utf8_lossy(&pdf[pdf.len() - 200..]).into_owned();
        tail.split("/ID").nth(1).map(str::to_owned).expect("an id")
    };
    let mut other = invoices::one_line();
    other.bill_to.name.push('!');
    assert_ne!(id(&invoices::one_line()), id(&other), "the id is of the content");
}

#[test]
fn the_text_of_an_english_invoice() {
    let (invoice, calls) = invoices::rich(Locale::En);
    insta::assert_snapshot!(lines(&text(&render(&invoice, &calls))[..4]));
}

#[test]
fn the_text_of_a_spanish_invoice() {
    let (mut invoice, calls) = invoices::rich(Locale::Es);
    invoice.bill_to.name = "Ñandú & Compañía, S.A. de C.V.".into();
    insta::assert_snapshot!(lines(&text(&render(&invoice, &calls))[..3]));
}

#[test]
fn every_page_says_whose_bill_it_is_how_much_and_which_page() {
    for (name, invoice, calls) in samples() {
        let pages = text(&render(&invoice, &calls));
        for (place, page) in pages.iter().enumerate() {
            let number = match invoice.locale {
                Locale::En => format!("Page {} of {}", place + 1, pages.len()),
                Locale::Es => format!("Página {} de {}", place + 1, pages.len()),
            };
            let due = invoice.locale.money(invoice.total_due());
            for part in [number.as_str(), &due, "INV-202611-000042", "100001", "Summit Ridge Communications"]
            {
                assert!(page.contains(part), "{name}: {part:?} on page {}:\n{page}", place + 1);
            }
        }
    }
}

#[test]
fn every_line_tax_and_payment_is_in_the_text() {
    for (name, invoice, calls) in samples() {
        let text = squeezed(&text(&render(&invoice, &calls)).concat());
        let locale = invoice.locale;
        let has = |part: &str| assert!(text.contains(part), "{name}: {part:?} is missing in\n{text}");
        for section in &invoice.sections {
            has(section.account.as_str());
            has(&locale.money(section.total()));
            for line in &section.lines {
                has(&locale.amount(line.amount));
                has(&locale.short_date(line.from));
                if !matches!(line.kind, LineKind::Usage | LineKind::UsageLate) {
                    has(&line.code);
                }
            }
            for tax in &section.taxes {
                has(&tax.name);
                has(&locale.amount(tax.amount));
            }
        }
        for payment in &invoice.payments_received {
            has(&payment.reference);
            has(&locale.amount(payment.amount));
        }
        if let Some(fee) = &invoice.late_fee {
            has(&locale.money(fee.base));
            has(&format!("{} %", locale.decimal(fee.percent)));
        }
    }
}

#[test]
fn every_call_is_a_row_of_its_own() {
    let (invoice, calls) = invoices::with_calls(500);
    let pages = text(&render(&invoice, &calls));
    let rows: Vec<String> = pages.iter().flat_map(|page| page.lines()).map(squeezed).collect();
    for call in calls.values().flatten() {
        let start = format!("{} {} {}", Locale::En.date_time(call.started_at), call.from, call.to);
        let end = call.amount.to_decimal().normalize().to_string();
        let row = rows.iter().find(|row| row.starts_with(&start)).unwrap_or_else(|| panic!("{start}"));
        assert!(row.contains(&end), "{row} ends in {end}");
    }
    let heads = rows.iter().filter(|row| row.starts_with("Date and time From To")).count();
    let pages_with_calls = pages.iter().filter(|page| page.contains("+1303555")).count();
    assert_eq!(heads, pages_with_calls, "the head is repeated on every page");
    assert!(rows.iter().any(|row| row.starts_with("500 calls")), "the sum is there");
}

#[test]
fn names_in_other_scripts_come_out_right() {
    let text = squeezed(&text(&render(&greek(), &CallDetail::new())).concat());
    for name in ["Αρχιτέκτονες Ολύμπου Α.Ε.", "Архитектурное бюро «Север» Đặng Văn"]
    {
        assert!(text.contains(name), "{name} in {text}");
    }
}

#[test]
fn a_character_without_a_glyph_is_refused_by_name() {
    let mut invoice = invoices::one_line();
    invoice.sections[0].name = "東京 Office".into();
    let expected = missing_glyphs("東京");
    assert_eq!(render_invoice(&invoice, &CallDetail::new()), Err(PdfError::MissingGlyphs(expected.clone())));
    let said = PdfError::MissingGlyphs(expected).to_string();
    assert!(said.contains("東") && said.contains("U+6771"), "{said}");
}

#[test]
fn a_draft_says_so_on_every_page() {
    for (locale, mark) in [(Locale::En, "DRAFT"), (Locale::Es, "BORRADOR")] {
        let (mut invoice, calls) = invoices::rich(locale);
        invoice.number = None;
        for page in ask("pdftotext", &[], &render(&invoice, &calls), &["-"]).trim_end().split('\u{c}') {
            assert!(page.contains(mark), "{mark} in {page}");
        }
        assert_eq!(invoice_file_name(&invoice), "DRAFT-100001-2026-11.pdf");
    }
    assert_eq!(invoice_file_name(&invoices::one_line()), "INV-202611-000042.pdf");
}

#[test]
fn nothing_is_asked_for_where_the_account_is_in_credit() {
    let mut invoice = invoices::one_line();
    invoice.previous_balance = cents(-9_000_000);
    let pages = text(&render(&invoice, &CallDetail::new()));
    assert!(pages[0].contains("Credit balance") && pages[0].contains("Nothing to pay"), "{}", pages[0]);
    assert!(!pages[0].contains("Amount enclosed"));
    assert!(!pages.concat().contains("Please pay"));
}

#[test]
fn what_changed_adds_up_to_the_cent() {
    let (invoice, calls) = invoices::rich(Locale::En);
    let page = text(&render(&invoice, &calls)).remove(0);
    let change_of = |label: &str| -> Money {
        let row = page.lines().find(|line| line.starts_with(label)).unwrap_or_else(|| panic!("{label}"));
        let change = row.split_whitespace().last().expect("a change").replace([',', '+'], "");
        change.parse().expect("an amount")
    };
    let labels = ["Services 11/26", "Prorated", "One-time", "Calls", "Taxes", "Late fee"];
    let sum: Money = labels.map(change_of).into_iter().sum();
    let before = invoice.previous_charges.expect("an invoice before").total();
    assert_eq!(sum, invoice.new_charges() - before);
    assert_eq!(change_of("Total new charges"), sum);
}

/// Text with its place, in points from the upper left corner.
fn words_of_page_1(pdf: &[u8]) -> Vec<(f32, f32, f32, f32, String)> {
    let boxes = ask("pdftotext", &["-bbox", "-l", "1"], pdf, &["-"]);
    let number = |line: &str, name: &str| -> f32 {
        let value = line.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        value.and_then(|value| value.parse().ok()).expect("a coordinate")
    };
    boxes
        .lines()
        .filter(|line| line.contains("<word "))
        .map(|line| {
            let word = line.split('>').nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
            let at = |name| number(line, name);
            (at("xMin"), at("yMin"), at("xMax"), at("yMax"), word.to_owned())
        })
        .collect()
}

#[test]
fn addresses_show_in_their_windows_and_nothing_else_does() {
    for (_, mut invoice, calls) in samples() {
        invoice.bill_to.name =
            "Verband deutscher Donaudampfschifffahrtsgesellschaften und ihrer Freunde e. V.".into();
        let words = words_of_page_1(&render(&invoice, &calls));
        // The outgoing #10 window and the return envelope's: what can show, and what always does.
        for (shows, always, first, last) in [
            ((147.0, 261.0), (178.0, 229.0), "Verband", "80205"),
            ((675.0, 792.0), (715.0, 756.5), "Summit", "80291-0482"),
        ] {
            let inside: Vec<_> =
                words.iter().filter(|word| word.3 > shows.0 && word.1 < shows.1 && word.0 < 387.0).collect();
            assert_eq!(inside[0].4, first, "{inside:?}");
            assert_eq!(inside[inside.len() - 1].4, last, "{inside:?}");
            for word in &inside {
                let fits = word.0 >= 63.0 && word.2 <= 320.0 && word.1 >= always.0 && word.3 <= always.1;
                assert!(fits, "{word:?} in {always:?}");
            }
        }
    }
}

#[test]
fn the_outline_leads_to_every_part() {
    let (invoice, calls) = invoices::rich(Locale::En);
    let pdf = render(&invoice, &calls);
    let json: serde_json::Value =
        serde_json::from_str(&ask("qpdf", &["--json", "--json-key=outlines"], &pdf, &[])).expect("JSON");
    let outlines = json["outlines"].as_array().expect("outlines");
    let titles: Vec<&str> = outlines.iter().filter_map(|entry| entry["title"].as_str()).collect();
    assert_eq!(titles[..3], ["Summary", "Payments and credits", "Account summary"]);
    assert_eq!(titles[4], "Fort Collins studio (100001-01)");
    assert_eq!(titles[titles.len() - 1], "Call detail");
    assert_eq!(outlines[outlines.len() - 1]["kids"].as_array().map(Vec::len), Some(4));
    let pages: Vec<i64> = outlines.iter().filter_map(|entry| entry["destpageposfrom1"].as_i64()).collect();
    assert!(pages.is_sorted() && pages[0] == 1 && pages.len() == outlines.len(), "{pages:?}");
}

#[test]
fn sizes_stay_within_the_aims() {
    let small = render(&invoices::with_lines(25), &CallDetail::new()).len();
    assert!(small <= 45 * 1024, "{small} bytes");
    let (invoice, calls) = invoices::with_calls(10_000);
    let large = render(&invoice, &calls).len();
    assert!(large <= 600_000, "{large} bytes");
}

#[test]
fn both_languages_have_the_same_texts() {
    let keys = |language: &str| -> Vec<String> {
        let path = format!("{}/templates/locales/{language}/invoice.ftl", env!("CARGO_MANIFEST_DIR"));
        let file = std::fs::read_to_string(path).expect("the texts");
        let lines = file.lines().filter(|line| line.starts_with("doc-"));
        lines.filter_map(|line| line.split(" =").next()).map(str::to_owned).collect()
    };
    assert_eq!(keys("en"), keys("es"));
}

#[test]
fn what_is_in_dispute_waits() {
    let said = |invoice: &Invoice| {
        text(&render(invoice, &CallDetail::new())).iter().map(|page| squeezed(page)).collect::<Vec<_>>()
    };
    let mut invoice = invoices::one_line();
    (invoice.previous_balance, invoice.in_dispute) = (cents(50_000), cents(20_000));
    let due = Locale::En.money(invoice.total_due() - cents(20_000));
    let pages = said(&invoice);
    for part in [
        format!("Undisputed amount due now {due} Pay and see"),
        "$200.00 more is in dispute".to_owned(),
        format!("Total due {}", Locale::En.money(invoice.total_due())),
        "In dispute -200.00".to_owned(),
        format!("Amount due {due}"),
    ] {
        assert!(pages[0].contains(&part), "{part} in {}", pages[0]);
    }
    assert!(pages[1].contains("In dispute 200.00 Charges of earlier invoices"), "{}", pages[1]);
    assert!(pages[1].contains(&format!("Undisputed amount due {due} by")), "{}", pages[1]);

    // All of it: nothing is asked for.
    invoice.in_dispute = invoice.total_due();
    let pages = said(&invoice);
    assert!(pages[0].contains("Undisputed amount due now $0.00 Pay and see"), "{}", pages[0]);
    assert!(pages[0].contains("Nothing to pay now: what is open is in dispute."), "{}", pages[0]);
    assert!(!pages[0].contains("Amount enclosed"), "{}", pages[0]);
}

fn credit_note(invoice: &Invoice) -> CreditNote {
    let line = |line_no, kind: Option<LineKind>, description: &str, amount| CreditedLine {
        invoice: InvoiceId(1),
        invoice_number: "INV-202610-000042".parse().unwrap(),
        line_no,
        account: invoice.account.clone(),
        kind,
        description: description.to_owned(),
        from: invoice.period.first_day(),
        to: invoice.period.last_day(),
        amount,
    };
    let tax = |tax_no, name: &str, kind, base, rate, amount| CreditedTax {
        invoice: InvoiceId(1),
        tax_no,
        code: name.to_owned(),
        name: name.to_owned(),
        jurisdiction: "US-CO".to_owned(),
        kind,
        base: dec(base),
        rate: dec(rate),
        amount,
    };
    CreditNote {
        id: CreditNoteId(1),
        number: "CN-2026-000007".parse().unwrap(),
        account: invoice.account.clone(),
        bill_to: invoice.bill_to.clone(),
        provider: invoice.provider.clone(),
        locale: invoice.locale,
        case: Some(CaseNumber(CaseId(42))),
        credited_on: invoice.invoice_date,
        reason: "Ten seats were cancelled in September.".to_owned(),
        lines: vec![
            line(0, Some(LineKind::Recurring), "Seat, professional", cents(24_950)),
            line(-1, None, "", cents(375)),
        ],
        taxes: vec![
            tax(0, "Sales tax", TaxKind::Percent, "249.50", "2.9", cents(724)),
            tax(1, "911 surcharge", TaxKind::PerUnit, "10", "0.70", cents(700)),
        ],
        issued_at: "2026-11-27T18:00:00Z".parse().unwrap(),
    }
}

#[test]
fn a_credit_note_says_what_is_credited_and_why() {
    for (locale, parts) in [
        (Locale::En, ["Nothing to pay", "Case C-000042", "Late fee", "Total credit $267.49"]),
        (Locale::Es, ["Nada que pagar", "Caso C-000042", "Recargo por mora", "Crédito total 267,49 US$"]),
    ] {
        let pdf = render_credit_note(&credit_note(&invoices::empty(locale))).expect("every glyph is there");
        let checked = ask("qpdf", &["--check"], &pdf, &[]);
        assert!(checked.contains("No syntax or stream encoding errors found"), "{checked}");
        let said = squeezed(&text(&pdf).concat());
        for part in
            parts.into_iter().chain(["CN-2026-000007", "INV-202610-000042", "Ten seats were cancelled"])
        {
            assert!(said.contains(part), "{part} in {said}");
        }
        for number in [Locale::amount(locale, cents(24_950)), Locale::amount(locale, cents(724))] {
            assert!(said.contains(&number), "{number} in {said}");
        }
    }
    // More lines than fit go on on another page.
    let mut long = credit_note(&invoices::empty(Locale::En));
    long.lines = vec![long.lines[0].clone(); 60];
    let pages = text(&render_credit_note(&long).expect("every glyph is there"));
    assert!(pages.len() > 1 && squeezed(&pages[1]).contains("Credit note CN-2026-000007"), "{pages:?}");
}

fn amounts() -> impl Strategy<Value = Money> {
    prop_oneof![(-99_999..999_999_i64), (-9_999_999_999..9_999_999_999_i64), Just(0)]
        .prop_map(Money::from_cents)
}

prop_compose! {
    fn any_invoice()(
        spanish: bool,
        name in "[A-Za-zÀ-ÖØ-öø-ÿ ()\\\\%&'-]{1,90}",
        lines in prop::collection::vec((0..6_usize, amounts(), 0..28_u32), 0..40),
        taxes in prop::collection::vec(amounts(), 0..4),
        balance in (amounts(), amounts(), amounts(), amounts()),
        previous in prop::option::of((amounts(), amounts())),
    ) -> Invoice {
        let mut invoice = invoices::empty(if spanish { Locale::Es } else { Locale::En });
        (invoice.previous_balance, invoice.payments, invoice.credits, invoice.adjustments) = balance;
        invoice.previous_charges = previous
            .map(|(recurring, taxes)| ChargesByCategory { recurring, taxes, ..Default::default() });
        let lines = lines.into_iter().map(|(kind, amount, days)| {
            let mut line = invoices::recurring("ANY", &name, "1", "1");
            line.kind = LineKind::ALL[kind];
            line.days = Some(days);
            line.amount = amount;
            line
        });
        let mut section = invoices::section("100001-01", &format!("Section {name}"), lines.collect());
        section.taxes = taxes.into_iter().map(|amount| TaxLine { base: dec("1"), amount, ..section.taxes[0].clone() }).collect();
        invoice.sections.push(section);
        invoice
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_invoice_shows_its_totals(invoice in any_invoice()) {
        let pages = text(&render(&invoice, &CallDetail::new()));
        let (locale, all) = (invoice.locale, squeezed(&pages.concat()));
        let first = squeezed(&pages[0]);
        prop_assert!(first.contains(&locale.money(invoice.total_due())), "{first}");
        prop_assert!(first.contains(&locale.amount(invoice.new_charges())), "{first}");
        prop_assert!(first.contains(&locale.amount(invoice.balance_forward())), "{first}");
        for line in &invoice.sections[0].lines {
            prop_assert!(all.contains(&locale.amount(line.amount)), "{} in {all}", line.amount);
        }
        prop_assert!(all.contains(&locale.money(invoice.sections[0].total())), "{all}");
    }
}
