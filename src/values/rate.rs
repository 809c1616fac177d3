//! Decimal numbers as people write them: quantities, unit prices, percentages.

use rust_decimal::Decimal;

use super::Invalid;

/// Quantities and prices stay below this, so that their products fit every sum.
const MAX_ABS: i64 = 1_000_000_000;

/// Reads a plain decimal such as `1234.50` or `-7.005`: no separators, no exponent, no blanks.
pub fn parse_decimal(text: &str) -> Result<Decimal, Invalid> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.starts_with(|c: char| c.is_ascii_digit())
        && !digits.ends_with('.')
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if !plain {
        return Invalid::because(format!("{text:?} is not a number like 1234.50"));
    }
    text.parse().map_err(|_| Invalid(format!("{text:?} is not a number like 1234.50")))
}

/// A quantity, price or percentage: a plain decimal of at most `places` decimals, below a billion.
pub fn parse_bounded(text: &str, places: u32) -> Result<Decimal, Invalid> {
    let number = parse_decimal(text)?.normalize();
    if number.abs() > Decimal::from(MAX_ABS) {
        return Invalid::because(format!("{text} is too large"));
    }
    if number.scale() > places {
        return Invalid::because(format!("{text} has more than {places} decimals"));
    }
    Ok(number)
}

/// As `parse_bounded`, and not negative.
pub fn parse_non_negative(text: &str, places: u32) -> Result<Decimal, Invalid> {
    let number = parse_bounded(text, places)?;
    if number.is_sign_negative() && !number.is_zero() {
        return Invalid::because(format!("{text} is negative"));
    }
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_decimals_only() {
        for good in ["0", "0.0000", "24.95", "-25.00", "7.005"] {
            assert!(parse_decimal(good).is_ok(), "{good}");
        }
        for bad in ["", "-", ".5", "5.", "1,000", "1e5", "NaN", "1.2.3", "+1", "0x1", "١"] {
            assert!(parse_decimal(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn bounds_are_kept() {
        assert!(parse_bounded("1000000001", 4).is_err());
        assert!(parse_bounded("0.00001", 4).is_err());
        assert_eq!(parse_bounded("1.50000", 2).unwrap().to_string(), "1.5");
        assert!(parse_non_negative("-1", 2).is_err());
        assert!(parse_non_negative("-0.00", 2).is_ok());
    }
}
