//! How to reach the mail server.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Deserializer};

use crate::values::Invalid;

/// The mail server, as `billcenter.toml` names it.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpSettings {
    /// Name or address of the server. With encryption its certificate must be for this name.
    pub host: String,
    /// Port; by default 587 for `starttls`, 465 for `tls`, 25 for `none`.
    pub port: Option<u16>,
    /// How the connection is encrypted; `starttls` by default.
    #[serde(default)]
    pub security: Security,
    /// User name, where the server wants one.
    pub username: Option<String>,
    /// The user's password. Better given by the environment than in a file.
    pub password: Option<String>,
    /// The name under which this machine greets: its own name in DNS. Some servers refuse others.
    #[serde(default = "default_helo_name")]
    pub helo_name: String,
    /// How long each step may take.
    #[serde(default)]
    pub timeouts: Timeouts,
    /// A PEM file of certificates to trust besides the system's: a private authority.
    pub root_certificate: Option<PathBuf>,
    /// After how many messages a new connection is opened; servers cut longer ones off.
    #[serde(default = "default_messages_per_connection")]
    pub messages_per_connection: u32,
}

/// How a connection is encrypted. There is no "if possible": who can cut the offer out of the
/// greeting would read every invoice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// Begins in clear and must switch (RFC 3207); a server that does not offer it is not used.
    #[default]
    Starttls,
    /// Encrypted from the first byte (RFC 8314).
    Tls,
    /// Not at all: only for a server on this machine.
    None,
}

/// How long each step may take, in whole seconds in the settings. The defaults are those of
/// RFC 5321, 4.5.3.2; giving up on the last answer early makes doubt, so that one is long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Timeouts {
    /// Until the connection stands; 30 s.
    #[serde(rename = "connect_s", deserialize_with = "seconds")]
    pub connect: Duration,
    /// Until the server greets, and until encryption stands; 300 s.
    #[serde(rename = "greeting_s", deserialize_with = "seconds")]
    pub greeting: Duration,
    /// For the answer to a command; 300 s.
    #[serde(rename = "command_s", deserialize_with = "seconds")]
    pub command: Duration,
    /// For every 64 KiB of the message to be taken; 180 s.
    #[serde(rename = "data_s", deserialize_with = "seconds")]
    pub data: Duration,
    /// For the answer after the end of the message; 600 s.
    #[serde(rename = "after_dot_s", deserialize_with = "seconds")]
    pub after_dot: Duration,
}

impl Default for Timeouts {
    fn default() -> Timeouts {
        Timeouts {
            connect: Duration::from_secs(30),
            greeting: Duration::from_secs(300),
            command: Duration::from_secs(300),
            data: Duration::from_secs(180),
            after_dot: Duration::from_secs(600),
        }
    }
}

impl SmtpSettings {
    /// A server without user name, and every default.
    pub fn new(host: impl Into<String>, security: Security) -> SmtpSettings {
        SmtpSettings {
            host: host.into(),
            port: None,
            security,
            username: None,
            password: None,
            helo_name: default_helo_name(),
            timeouts: Timeouts::default(),
            root_certificate: None,
            messages_per_connection: default_messages_per_connection(),
        }
    }

    /// The port that is set, or the usual one.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.security {
            Security::Starttls => 587,
            Security::Tls => 465,
            Security::None => 25,
        })
    }

    /// Whether the settings agree with each other, so that a process that could never send does
    /// not start.
    ///
    /// # Errors
    /// [`Invalid`] with the sentence for whoever wrote them.
    pub fn check(&self) -> Result<(), Invalid> {
        if self.host.is_empty() || self.host.contains(|c: char| c.is_control() || c.is_whitespace()) {
            return Invalid::because("the mail server's host is not a host name");
        }
        if self.helo_name.is_empty() || !self.helo_name.bytes().all(|b| b.is_ascii_graphic()) {
            return Invalid::because("helo_name is not a host name");
        }
        if self.security == Security::None && !self.is_on_this_machine() {
            return Invalid::because(format!(
                "mail to {} would travel unencrypted: security = \"none\" is only for this machine",
                self.host
            ));
        }
        if self.username.is_some() != self.password.is_some() {
            return Invalid::because("the mail server's username and password go together");
        }
        if self.messages_per_connection == 0 {
            return Invalid::because("messages_per_connection is at least 1");
        }
        Ok(())
    }

    fn is_on_this_machine(&self) -> bool {
        match self.host.parse::<IpAddr>() {
            Ok(address) => address.is_loopback(),
            Err(_) => self.host == "localhost",
        }
    }
}

/// Everything but the password.
impl fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpSettings")
            .field("host", &self.host)
            .field("port", &self.port())
            .field("security", &self.security)
            .field("username", &self.username)
            .field("password", &self.password.as_ref().map(|_| "***"))
            .field("helo_name", &self.helo_name)
            .field("timeouts", &self.timeouts)
            .field("root_certificate", &self.root_certificate)
            .field("messages_per_connection", &self.messages_per_connection)
            .finish()
    }
}

fn default_helo_name() -> String {
    "localhost".to_owned()
}

/// postfix and its peers keep a connection for some hundred messages.
fn default_messages_per_connection() -> u32 {
    200
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    match u64::deserialize(deserializer)? {
        0 => Err(serde::de::Error::custom("a time limit is at least one second")),
        seconds => Ok(Duration::from_secs(seconds)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_not_shown() {
        let settings = SmtpSettings {
            username: Some("billing".to_owned()),
            password: Some("correct horse".to_owned()),
            ..SmtpSettings::new("mail.example.com", Security::Tls)
        };
        let shown = format!("{settings:?}");
        assert!(shown.contains("billing") && shown.contains("465"), "{shown}");
        assert!(!shown.contains("horse"), "{shown}");
    }

    #[test]
    fn clear_text_stays_on_this_machine() {
        for host in ["127.0.0.1", "::1", "localhost"] {
            assert!(SmtpSettings::new(host, Security::None).check().is_ok(), "{host}");
        }
        for host in ["mail.example.com", "10.0.0.1", "localhost.example.com", ""] {
            assert!(SmtpSettings::new(host, Security::None).check().is_err(), "{host}");
        }
        let half =
            SmtpSettings { username: Some("a".to_owned()), ..SmtpSettings::new("m.example", Security::Tls) };
        assert!(half.check().is_err());
    }

    #[test]
    fn settings_are_read_strictly() {
        let read = |json: &str| serde_json::from_str::<SmtpSettings>(json);
        let settings = read(r#"{"host": "mail.example.com", "timeouts": {"after_dot_s": 20}}"#).unwrap();
        assert_eq!(settings.security, Security::Starttls);
        assert_eq!(settings.port(), 587);
        assert_eq!(settings.timeouts.after_dot, Duration::from_secs(20));
        assert_eq!(settings.timeouts.connect, Duration::from_secs(30));
        assert!(read(r#"{"host": "a", "pasword": "x"}"#).is_err());
        assert!(read(r#"{"host": "a", "security": "opportunistic"}"#).is_err());
        assert!(read(r#"{"host": "a", "timeouts": {"connect_s": 0}}"#).is_err());
    }
}
