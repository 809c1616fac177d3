//! What the head of every document has: who sends it, to whom, and numbers and dates at the right.

use super::canvas::{Canvas, Style};
use super::flow::{LEFT, wrap_within};
use super::palette::{ACCENT, HAIRLINE, INK, SMALL};
use super::words::Words;
use crate::domain::invoice::Provider;
use crate::values::address::PostalAddress;
use crate::values::logo::Logo;

/// Left edge of what must not show in the window.
pub const ASIDE: f32 = 390.0;
/// Left edge of an address in a window.
pub const WINDOW_LEFT: f32 = 66.0;

/// The provider's name, seat and how to reach it.
pub fn draw(canvas: &mut dyn Canvas, words: Words, provider: &Provider) {
    let name = Style::bold(15.0, INK);
    let mut y = match &provider.logo {
        Some(logo) => logo_at_the_top(canvas, logo) + 17.5,
        None => {
            canvas.fill(LEFT, 38.0, 30.0, 4.0, ACCENT);
            62.0
        }
    };
    let (name, name_lines) = wrap_within(&provider.address.name, &name, ASIDE - LEFT - 20.0, 2);
    for line in &name_lines {
        canvas.text(LEFT, y, &name, line);
        y += name.size + 2.0;
    }
    y -= 3.0;
    canvas.text(LEFT, y, &SMALL, &provider.address.lines().join(" · "));
    y += 15.0;
    canvas.text(LEFT, y, &Style::bold(8.4, INK), &words.text("doc-questions-short"));
    let at = LEFT + Style::bold(8.4, INK).width(&words.text("doc-questions-short")) + 5.0;
    canvas.linked_text(at, y, &Style::bold(8.4, ACCENT), &provider.phone, &telephone(&provider.phone));
    y += 11.5;
    canvas.linked_text(LEFT, y, &SMALL, &provider.email, &format!("mailto:{}", provider.email));
    let at = LEFT + SMALL.width(&provider.email);
    canvas.text(at, y, &SMALL, "  ·  ");
    let at = at + SMALL.width("  ·  ");
    canvas.linked_text(at, y, &SMALL, shown(&provider.portal_url), &provider.portal_url);
}

/// The logo as large as it may be, in its own proportions; where it ends. What stands below it must end above
/// the window of the envelope, also where the name takes two lines.
fn logo_at_the_top(canvas: &mut dyn Canvas, logo: &Logo) -> f32 {
    const TOP: f32 = 26.0;
    // 45 by 15 millimetres.
    const MOST: (f32, f32) = (127.56, 42.52);
    let (width, height) = (logo.size().0 as f32, logo.size().1 as f32);
    let scale = (MOST.0 / width).min(MOST.1 / height);
    canvas.image(LEFT, TOP, width * scale, height * scale, logo);
    TOP + height * scale
}

/// A telephone number as an address: `tel:` and its digits.
fn telephone(number: &str) -> String {
    let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    format!("tel:{digits}")
}

/// An address as people write it, without the scheme.
pub fn shown(url: &str) -> &str {
    url.trim_start_matches("https://").trim_end_matches('/')
}

/// A label, its value at the right, and a hairline below.
pub fn labelled(canvas: &mut dyn Canvas, left: f32, right: f32, y: f32, label: &str, value: &str) {
    canvas.text(left, y, &SMALL, label);
    let room = right - left - SMALL.width(label) - 6.0;
    canvas.text_right(right, y, &Style::regular(8.4, INK).within(value, room), value);
    canvas.rule(left, y + 5.0, right - left, 0.4, HAIRLINE);
}

/// Name and address for a window, from the first baseline.
pub fn address(canvas: &mut dyn Canvas, first: f32, address: &PostalAddress, room: f32) {
    let style = Style::regular(9.4, INK);
    let below = address.lines();
    // Four lines of this size fit the window however the sheet lies; five are set closer.
    let (name_style, name) = wrap_within(&address.name, &style, room, 2);
    let leading = (46.4 / (name.len() + below.len()) as f32).min(11.6);
    let style = Style { size: style.size.min(leading * 0.9), ..style };
    let name_style = Style { size: name_style.size.min(style.size), ..name_style };
    let mut y = first;
    let name = name.iter().map(|line| (name_style, line.as_ref()));
    for (style, line) in name.chain(below.iter().map(|line| (style, line.as_str()))) {
        canvas.text_within(WINDOW_LEFT, y, &style, line, room);
        y += leading;
    }
}
