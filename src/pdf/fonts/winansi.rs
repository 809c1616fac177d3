//! WinAnsi, the one-byte encoding of PDF that covers English and Spanish (PDF 1.7, annex D).

/// The codes 0x80 to 0x9f; `\0` where there is none.
const UPPER: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', //
    '\0', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// The code of `c`.
pub fn code_of(c: char) -> Option<u8> {
    match c {
        ' '..='~' => Some(c as u8),
        '\u{ad}' => None,
        '\u{a0}'..='\u{ff}' => Some(c as u8),
        '\0' => None,
        _ => UPPER.iter().position(|upper| *upper == c).map(|place| 0x80 + place as u8),
    }
}

/// The character of a code.
pub fn char_of(code: u8) -> Option<char> {
    match code {
        0x20..=0x7e | 0xa0..=0xac | 0xae..=0xff => Some(char::from(code)),
        0x80..=0x9f => Some(UPPER[usize::from(code - 0x80)]).filter(|c| *c != '\0'),
        _ => None,
    }
}
