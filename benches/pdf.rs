//! How fast invoices are drawn: `cargo bench --bench pdf`.
//!
//! Prints documents per CPU second of one thread, and bytes; it judges nothing. The aims are at least
//! 2,500 small invoices and 450 of five pages per CPU second, and 10,000 calls within a second.

#[path = "../tests/support/invoices.rs"]
mod invoices;

use std::time::{Duration, Instant};

use billcenter::domain::invoice::{CallDetail, Invoice};
use billcenter::pdf::render_invoice;
use billcenter::values::locale::Locale;

fn main() {
    let (all_kinds, calls_of_all_kinds) = invoices::rich(Locale::Es);
    let (many_calls, ten_thousand) = invoices::with_calls(10_000);
    let mut greek = invoices::with_lines(25);
    greek.bill_to.name = "Αρχιτέκτονες Ολύμπου και Συνεργάτες".into();
    let none = CallDetail::new();
    measure("one line", &invoices::one_line(), &none);
    measure("25 lines", &invoices::with_lines(25), &none);
    measure("25 lines, Greek name", &greek, &none);
    measure("five pages", &invoices::five_pages(), &none);
    measure("every kind of line", &all_kinds, &calls_of_all_kinds);
    measure("300 lines", &invoices::with_lines(300), &none);
    measure("10,000 calls", &many_calls, &ten_thousand);
}

fn measure(name: &str, invoice: &Invoice, calls: &CallDetail) {
    // The first one prepares fonts and texts, once per process.
    let bytes = render_invoice(invoice, calls).expect("every glyph is there").len();
    let (mut documents, start, used_before) = (0_u32, Instant::now(), cpu_time());
    while start.elapsed() < Duration::from_secs(2) {
        std::hint::black_box(render_invoice(std::hint::black_box(invoice), calls).expect("as before"));
        documents += 1;
    }
    let used = match (used_before, cpu_time()) {
        (Some(before), Some(after)) => after - before,
        _ => start.elapsed(),
    };
    let per_second = f64::from(documents) / used.as_secs_f64();
    println!("{name:<22} {per_second:>9.1} documents/CPU second {bytes:>8} bytes");
}

/// How long this thread has run, where the system says so (Linux): what others do does not count.
fn cpu_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
