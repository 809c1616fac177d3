//! Banks' numbers.

/// Whether the check digit of an ABA routing number is right: money goes where it says.
pub fn is_routing_number(text: &str) -> bool {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
    let Some(digits) = digits.filter(|digits| digits.len() == 9) else { return false };
    let sum: u32 = digits.iter().zip([3, 7, 1].iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    sum > 0 && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_routing_number_has_its_check_digit() {
        // 102000076: 3(1+0+0) + 7(0+0+7) + 1(2+0+6) = 60.
        for (number, expected) in [
            ("102000076", true),
            ("021000021", true),
            ("102000077", false),
            ("201000076", false),
            ("10200007", false),
            ("000000000", false),
            ("10200007a", false),
        ] {
            assert_eq!(is_routing_number(number), expected, "{number}");
        }
    }
}
