//! A notice as an e-mail: a greeting, what happened, one link, what to do if it was someone else.

use askama::Template;
use chrono::{DateTime, Utc};

use super::{
    Boundaries, ComposeError, Head, Recipient, Sender, is_web_address, multipart, one_line, text_part,
};
use crate::domain::invoice::Provider;
use crate::domain::notice::{Facts, NoticeKind, WORDS};
use crate::texts::{text, text_of, text_with};
use crate::values::message_id::MessageId;

/// Everything that one notice to one person is made from.
#[derive(Clone, Debug)]
pub struct NoticeMail<'a> {
    /// What it tells of.
    pub kind: NoticeKind,
    /// What its words are filled in with.
    pub facts: &'a Facts,
    /// What its button opens.
    pub url: &'a str,
    /// Whose portal it is.
    pub provider: &'a Provider,
    /// Who receives it, and in which language.
    pub recipient: Recipient<'a>,
    /// Who sends it.
    pub sender: &'a Sender,
    /// The same on every try.
    pub message_id: &'a MessageId,
    /// The message that began the thread, where this one goes on with it.
    pub answers: Option<&'a MessageId>,
    /// The same on every try: when the message was first due to be sent.
    pub date: DateTime<Utc>,
}

/// The words of one notice.
struct Words<'a> {
    mail: &'a NoticeMail<'a>,
    facts: Facts,
}

#[derive(Template)]
#[template(path = "mail/notice.txt")]
struct Text<'a> {
    words: &'a Words<'a>,
}

#[derive(Template)]
#[template(path = "mail/notice.html")]
struct Html<'a> {
    words: &'a Words<'a>,
}

/// Writes the message: headers, a text and an HTML part that say the same.
///
/// # Errors
/// [`ComposeError`]; the input then needs a person, another try will not help.
pub fn compose_notice(mail: &NoticeMail<'_>) -> Result<Vec<u8>, ComposeError> {
    if !is_web_address(mail.url) {
        return Err(ComposeError::Link);
    }
    let words = Words::of(mail);
    let text = Text { words: &words }.render().expect("the template is checked when it is built");
    let html = Html { words: &words }.render().expect("the template is checked when it is built");
    let body = multipart("alternative", &Boundaries::of(mail.message_id).inner)
        .singlepart(text_part("text/plain; charset=utf-8", text))
        .singlepart(text_part("text/html; charset=utf-8", html));
    let head = Head {
        sender: mail.sender,
        recipient: &mail.recipient,
        subject: &words.part("subject"),
        message_id: mail.message_id,
        answers: mail.answers,
        date: mail.date,
    };
    head.over(body)
}

impl<'a> Words<'a> {
    fn of(mail: &'a NoticeMail<'a>) -> Words<'a> {
        let mut facts: Facts =
            mail.facts.iter().map(|(name, value)| (name.clone(), one_line(value))).collect();
        facts.insert("provider".to_owned(), one_line(&mail.provider.address.name));
        facts.insert("phone".to_owned(), one_line(&mail.provider.phone));
        Words { mail, facts }
    }

    /// One of the messages that belong to this kind.
    fn part(&self, part: &str) -> String {
        text_of(self.mail.recipient.locale, &format!("notice-{}-{part}", self.mail.kind), &self.facts)
    }

    /// What somebody wrote, paragraph by paragraph and line by line; empty where nobody did.
    fn paragraphs(&self) -> Vec<Vec<&str>> {
        let typed = self.mail.facts.get(WORDS).map_or("", String::as_str);
        let paragraphs = typed.split("\n\n").map(|one| one.lines().collect());
        paragraphs.filter(|lines: &Vec<&str>| lines.iter().any(|line| !line.trim().is_empty())).collect()
    }

    fn provider(&self) -> String {
        one_line(&self.mail.provider.address.name)
    }

    fn greeting(&self) -> String {
        let locale = self.mail.recipient.locale;
        match one_line(self.mail.recipient.name).as_str() {
            "" => text(locale, "mail-greeting-nobody"),
            name => text_with(locale, "mail-greeting", &[("name", name)]),
        }
    }

    /// The provider's name and seat, on one line.
    fn seat(&self) -> String {
        let seat = &self.mail.provider.address;
        let lines: Vec<_> = std::iter::once(seat.name.clone()).chain(seat.lines()).collect();
        one_line(&lines.join(", "))
    }

    fn questions(&self) -> String {
        let (provider, locale) = (self.mail.provider, self.mail.recipient.locale);
        let ways = [("phone", provider.phone.as_str()), ("email", provider.email.as_str())];
        format!("{} {}", text(locale, "mail-questions"), text_with(locale, "mail-questions-call", &ways))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::locale::Locale;

    /// What the notices of any kind are filled in with, beside the provider's own.
    const FACTS: [&str; 10] =
        ["new", "left", "case", "title", "said", "tone", "amount", "account", "name", "days"];

    #[test]
    fn every_kind_has_its_words_in_every_language() {
        let facts: Facts = FACTS.iter().map(|name| ((*name).to_owned(), "a fact".to_owned())).collect();
        for (kind, locale) in NoticeKind::ALL.iter().flat_map(|kind| Locale::ALL.map(|locale| (kind, locale)))
        {
            for part in ["subject", "text", "button", "note"] {
                let key = format!("notice-{kind}-{part}");
                let mut filled = facts.clone();
                filled.insert("provider".to_owned(), "Juniper".to_owned());
                filled.insert("phone".to_owned(), "+1 800 555 0100".to_owned());
                let words = text_of(locale, &key, &filled);
                assert!(!words.contains(&key) && !words.contains('$'), "{locale} {key}: {words}");
                let english = text_of(Locale::En, &key, &filled);
                assert_eq!(words == english, locale == Locale::En, "{locale} {key}: {words}");
            }
        }
    }
}
