//! Typed settings from `billcenter.toml` and the environment. A wrong one stops the start.

mod cases;
mod reminders;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use chrono::NaiveTime;
use serde::Deserialize;

pub use cases::{CaseSettings, Escalation, Level};
pub use reminders::ReminderSettings;

use crate::domain::bill_run::{FindingKind, Timeline};
use crate::domain::invoice::{BankDetails, Provider};
use crate::mail::transport::SmtpSettings;
use crate::values::Invalid;
use crate::values::address::PostalAddress;
use crate::values::business_days::BusinessDays;
use crate::values::contact::EmailAddress;
use crate::values::hash::hex;
use crate::values::languages::Languages;

const DEFAULTS: &str = include_str!("defaults.toml");

/// Looked for in the working folder where `--config` does not name another.
const FILE_NAME: &str = "billcenter.toml";

/// Settings that must not stand in a file that is copied around.
const SECRETS: [&str; 2] = ["server.session_secret", "mail.smtp.password"];

/// Every setting, checked. What they mean stands in `defaults.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The web server.
    pub server: ServerSettings,
    /// Signing in.
    pub auth: AuthSettings,
    /// The letterhead.
    pub provider: ProviderSettings,
    /// The month.
    pub billing: BillingSettings,
    /// Cases.
    pub cases: CaseSettings,
    /// The provider's own days.
    pub holidays: BusinessDays,
    /// What the portal is read in.
    pub languages: Languages,
    /// Reminders of what is past due.
    pub reminders: ReminderSettings,
    /// Sending mail.
    pub mail: MailSettings,
    /// Stored documents.
    pub files: FileSettings,
    /// Logs.
    pub log: LogSettings,
}

/// The web server.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerSettings {
    /// Address to listen on.
    pub bind: String,
    /// Port to listen on.
    pub port: u16,
    /// The portal's address for users, without a slash at the end.
    pub public_url: String,
    /// Key for signed links.
    pub session_secret: String,
    session_secret_file: String,
}

impl std::fmt::Debug for ServerSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServerSettings")
            .field("bind", &self.bind)
            .field("port", &self.port)
            .field("public_url", &self.public_url)
            .finish_non_exhaustive()
    }
}

/// Signing in.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthSettings {
    require_second_factor_for_staff: Option<bool>,
}

impl AuthSettings {
    /// Whether staff must have a second factor: yes, where nothing else was said.
    pub fn requires_factor_of_staff(&self) -> bool {
        self.require_second_factor_for_staff.unwrap_or(true)
    }

    /// What is meant where the setting is silent: staff need no second factor to try things out.
    pub fn settle(&mut self, mode: Mode) {
        self.require_second_factor_for_staff.get_or_insert(mode == Mode::Production);
    }
}

/// The provider as it presents itself on documents, but for the portal's address.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderSettings {
    address: PostalAddress,
    remit_to: PostalAddress,
    phone: String,
    email: String,
    bank: Option<BankDetails>,
}

/// The month.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillingSettings {
    close_at: NaiveTime,
    issue_at: NaiveTime,
    /// Findings that hold a draft.
    pub hold_on: Vec<FindingKind>,
}

/// Sending mail.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// Name of the sender.
    pub from_name: String,
    /// Address of the sender.
    pub from_address: String,
    /// Where answers go.
    pub reply_to: String,
    /// Largest document that is attached.
    pub max_attachment_bytes: usize,
    /// How long a link to a document works.
    pub link_days: u32,
    /// Messages per second, 0 = no limit.
    pub per_second: u32,
    /// Messages per day, 0 = no limit.
    pub per_day: u32,
    /// A folder instead of a mail server.
    pub folder: PathBuf,
    /// The mail server.
    pub smtp: Option<SmtpSettings>,
    /// Signing of messages.
    pub dkim: Option<DkimSettings>,
}

/// Signing of messages (RFC 6376).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DkimSettings {
    /// The signing domain.
    pub domain: String,
    /// The selector under which its key is published.
    pub selector: String,
    /// PEM file with the private key.
    pub key_file: PathBuf,
}

/// Stored documents.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileSettings {
    /// Where they lie; empty: beside the embedded database.
    pub folder: PathBuf,
}

/// Logs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogSettings {
    /// What is logged.
    pub filter: String,
    /// How.
    pub format: LogFormat,
}

/// How logs are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For collectors.
    Json,
}

/// Who runs the program, which decides what must be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Nothing may be missing.
    Production,
    /// A mailbox folder and generated secrets.
    Development,
}

impl Settings {
    /// Reads the defaults, then `file` (or `billcenter.toml`, where there is one), then the environment.
    ///
    /// # Errors
    /// A sentence with the name of the wrong or unknown setting.
    pub fn load(file: Option<&Path>) -> Result<Settings, Invalid> {
        let merged = merged(file)?;
        let mut settings: Settings =
            merged.try_deserialize().map_err(|why| Invalid(format!("settings: {why}")))?;
        settings.server.session_secret = secret(
            &settings.server.session_secret,
            &settings.server.session_secret_file,
            "server.session_secret",
        )?;
        settings.server.public_url.truncate(settings.server.public_url.trim_end_matches('/').len());
        if let Some(smtp) = &settings.mail.smtp {
            smtp.check().map_err(|why| Invalid(format!("settings: mail.smtp: {why}")))?;
        }
        for (name, address) in
            [("mail.from_address", &settings.mail.from_address), ("mail.reply_to", &settings.mail.reply_to)]
        {
            let _: EmailAddress =
                address.parse().map_err(|why| Invalid(format!("settings: {name}: {why}")))?;
        }
        settings.cases.check()?;
        settings.reminders.check()?;
        if settings.billing.close_at > NaiveTime::from_hms_opt(23, 0, 0).expect("a time of day") {
            return Invalid::because("settings: billing.close_at: the 26th must leave time for the review");
        }
        Ok(settings)
    }

    /// Refuses to start in production without what users would miss.
    ///
    /// # Errors
    /// A sentence with the name of what is missing.
    pub fn require(&self, mode: Mode) -> Result<(), Invalid> {
        if mode == Mode::Development {
            return Ok(());
        }
        if self.mail.smtp.is_none() {
            return Invalid::because(
                "set mail.smtp.host: without a mail server no invoice would arrive (or use --dev)",
            );
        }
        if self.server.session_secret.len() < 32 {
            return Invalid::because(
                "set server.session_secret to 32 or more random characters (or use --dev)",
            );
        }
        if !self.server.public_url.starts_with("https://") {
            return Invalid::because("set server.public_url to the portal's https:// address (or use --dev)");
        }
        Ok(())
    }

    /// A session secret for trying out, where none is set: links and sign-ins end with the process.
    pub fn make_up_secrets(&mut self) {
        if self.server.session_secret.is_empty() {
            self.server.session_secret = hex(&rand::random::<[u8; 32]>());
        }
    }

    /// The letterhead as it is copied onto documents.
    pub fn letterhead(&self) -> Provider {
        Provider {
            address: self.provider.address.clone(),
            remit_to: self.provider.remit_to.clone(),
            phone: self.provider.phone.clone(),
            email: self.provider.email.clone(),
            portal_url: self.portal_url(),
            bank: self.provider.bank.clone(),
            logo: None,
        }
    }

    /// The portal's address, for users.
    pub fn portal_url(&self) -> String {
        match self.server.public_url.as_str() {
            "" => format!("http://{}:{}", self.server.bind, self.server.port),
            url => url.to_owned(),
        }
    }

    /// The domain that Message-IDs are made under: the sender's.
    pub fn mail_domain(&self) -> String {
        let address = &self.mail.from_address;
        address.rsplit_once('@').map_or_else(|| address.clone(), |(_, domain)| domain.to_owned())
    }

    /// When the steps of a month happen.
    pub fn timeline(&self) -> Timeline {
        Timeline { close_at: self.billing.close_at, issue_at: self.billing.issue_at }
    }
}

/// The effective settings as `section.name = value` lines, secrets masked.
///
/// # Errors
/// As [`Settings::load`].
pub fn show(file: Option<&Path>) -> Result<String, Invalid> {
    Settings::load(file)?;
    let tree: toml_tree::Table = merged(file)?.try_deserialize().map_err(|why| Invalid(why.to_string()))?;
    Ok(toml_tree::lines(&tree, &SECRETS))
}

fn merged(file: Option<&Path>) -> Result<config::Config, Invalid> {
    let mut builder =
        config::Config::builder().add_source(config::File::from_str(DEFAULTS, config::FileFormat::Toml));
    let path = file.map(Path::to_owned).or_else(|| Path::new(FILE_NAME).exists().then(|| FILE_NAME.into()));
    if let Some(path) = path {
        let text = std::fs::read_to_string(&path)
            .map_err(|why| Invalid(format!("settings: {}: {why}", path.display())))?;
        refuse_secrets(&text, &path)?;
        builder = builder.add_source(config::File::from_str(&text, config::FileFormat::Toml));
    }
    let named: HashMap<String, String> =
        std::env::vars().filter(|(name, _)| name.starts_with("BILLCENTER_") && name.contains("__")).collect();
    let environment = config::Environment::with_prefix("BILLCENTER")
        .prefix_separator("_")
        .separator("__")
        .list_separator(",")
        .with_list_parse_key("billing.hold_on")
        .with_list_parse_key("holidays.closed")
        .with_list_parse_key("holidays.worked")
        .with_list_parse_key("languages.offered")
        .try_parsing(true)
        .source(Some(named));
    builder.add_source(environment).build().map_err(|why| Invalid(format!("settings: {why}")))
}

fn refuse_secrets(text: &str, path: &Path) -> Result<(), Invalid> {
    let parsed = config::Config::builder()
        .add_source(config::File::from_str(text, config::FileFormat::Toml))
        .build()
        .map_err(|why| Invalid(format!("settings: {}: {why}", path.display())))?;
    match SECRETS.iter().find(|name| parsed.get_string(name).is_ok_and(|secret| !secret.is_empty())) {
        None => Ok(()),
        Some(name) => Invalid::because(format!(
            "settings: {}: {name} is a secret: give it in the environment as BILLCENTER_{} or in a file",
            path.display(),
            name.replace('.', "__").to_uppercase()
        )),
    }
}

fn secret(direct: &str, file: &str, name: &str) -> Result<String, Invalid> {
    if file.is_empty() {
        return Ok(direct.to_owned());
    }
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(text.trim_end().to_owned()),
        Err(why) => Invalid::because(format!("settings: {name}_file: {file}: {why}")),
    }
}

mod toml_tree {
    //! A settings tree as lines.

    use std::collections::BTreeMap;

    use config::Value;

    pub type Table = BTreeMap<String, Value>;

    pub fn lines(table: &Table, secrets: &[&str]) -> String {
        let mut out = String::new();
        walk("", table, secrets, &mut out);
        out
    }

    fn walk(prefix: &str, table: &Table, secrets: &[&str], out: &mut String) {
        for (key, value) in table {
            let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
            match value.clone().into_table() {
                Ok(inner) => walk(&name, &inner.into_iter().collect(), secrets, out),
                Err(_) => {
                    let text = value.to_string();
                    let shown =
                        if secrets.contains(&name.as_str()) && !text.is_empty() { "********" } else { &text };
                    out.push_str(&format!("{name} = {shown}\n"));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Settings, Invalid> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        Settings::load(Some(file.path()))
    }

    #[test]
    fn the_defaults_are_complete() {
        let settings = load("").unwrap();
        assert_eq!(settings.mail.max_attachment_bytes, 8 * 1024 * 1024);
        assert_eq!(settings.portal_url(), "http://127.0.0.1:8080");
        assert!(settings.require(Mode::Development).is_ok());
        assert!(settings.require(Mode::Production).unwrap_err().to_string().contains("mail.smtp.host"));
    }

    #[test]
    fn a_wrong_setting_is_named() {
        for (text, name) in [
            ("[server]\nprot = 1", "prot"),
            ("[server]\nport = 99999", "port"),
            ("[billing]\nclose_at = \"26:00\"", "close_at"),
            ("[mail]\nfrom_address = \"nobody\"", "mail.from_address"),
            ("[server]\nsession_secret = \"hunter2\"", "BILLCENTER_SERVER__SESSION_SECRET"),
            ("[billing]\nhold_on = [\"everything\"]", "everything"),
            ("[cases]\napproval_limit = \"-1.00\"", "cases.approval_limit"),
            ("[cases.escalation]\nbilling = []", "cases.escalation.billing"),
            ("[holidays]\nclosed = [\"2026-11-28 Saturday\"]", "closed: \"2026-11-28 Saturday\""),
            ("[holidays]\nworked = [\"2026-11-27 Friday\"]", "no federal holiday"),
            ("[languages]\noffered = []", "languages.offered"),
            ("[languages]\noffered = [\"es\"]", "languages.default"),
            ("[reminders]\ndays = [10, 3]", "days after the due date"),
            ("[reminders]\nleast = \"0.00\"", "reminders.least"),
        ] {
            let error = load(text).unwrap_err().to_string();
            assert!(error.contains(name), "{text:?}: {error}");
        }
    }
}
