//! The post of the tests: sends what is due into a folder and reads it.

use std::fs;

use billcenter::services::delivery::{self, Transport};
use billcenter::services::{App, Silent};
use mail_parser::MessageParser;
use tempfile::TempDir;

/// A message that went out.
#[derive(Debug)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub message_id: String,
    pub in_reply_to: Option<String>,
}

impl Letter {
    /// The path of the link in it that leads to `page`, such as `/reset/`.
    pub fn path(&self, page: &str) -> String {
        let word = self.text.split_whitespace().find(|word| word.contains(page)).expect("a link");
        word[word.find(page).unwrap()..].to_owned()
    }
}

/// Sends everything that is due and reads it, by recipient and subject.
pub async fn delivered(app: &App) -> Vec<Letter> {
    let folder = TempDir::new().unwrap();
    delivery::send_due(app, &Transport::folder(folder.path().to_owned()), None, true, &Silent).await.unwrap();
    let mut letters: Vec<Letter> = files(folder.path()).iter().map(|bytes| read(bytes)).collect();
    letters.sort_by(|a, b| (&a.to, &a.subject).cmp(&(&b.to, &b.subject)));
    letters
}

fn files(folder: &std::path::Path) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push(fs::read(path).unwrap()),
        }
    }
    found
}

fn read(bytes: &[u8]) -> Letter {
    let mail = MessageParser::default().parse(bytes).unwrap();
    let to = mail.to().unwrap().first().unwrap();
    Letter {
        to: to.address().unwrap().to_owned(),
        subject: mail.subject().unwrap().to_owned(),
        text: mail.body_text(0).unwrap().into_owned(),
        html: mail.body_html(0).unwrap().into_owned(),
        message_id: mail.message_id().unwrap().to_owned(),
        in_reply_to: mail.in_reply_to().as_text().map(str::to_owned),
    }
}
