//! A postfix that belongs to one test and ends with it.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The user `nobody`: postfix delivers to no system account.
const OWNER: u32 = 65_534;

/// Every wait has this limit, far beyond what is needed.
const LIMIT: Duration = Duration::from_secs(20);

pub struct Postfix {
    folder: TempDir,
    port: u16,
}

impl Postfix {
    /// With a mailbox at `example.com` for each of `names`.
    ///
    /// # Panics
    /// In plain words where there is no postfix, no root, or it does not start.
    pub fn start(names: &[&str]) -> Postfix {
        let is_root = fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0);
        assert!(is_root, "this test starts a postfix of its own, which needs root");
        let installed = Command::new("postconf").arg("mail_version").output().is_ok();
        assert!(installed, "this test needs postfix: apt-get install postfix");

        let folder = tempfile::Builder::new().prefix("postfix-").tempdir().expect("a folder");
        // Its daemons are other users and walk through here.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("it is ours");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port").port();
        let postfix = Postfix { folder, port };
        postfix.configure(names);
        let output = postfix.command("start");
        assert!(output.status.success(), "postfix does not start: {output:?}\n{}", postfix.log());
        postfix.wait("it answers", || TcpStream::connect(("127.0.0.1", port)).ok());
        postfix
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// The mails of `name`, as soon as there are `count`.
    pub fn wait_for_mail(&self, name: &str, count: usize) -> Vec<String> {
        let folder = self.path("mail").join(name).join("new");
        self.wait(&format!("{count} mails for {name}"), || {
            let entries = fs::read_dir(&folder).ok()?;
            let mails: Vec<_> =
                entries.map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()).collect();
            (mails.len() >= count).then_some(mails)
        })
    }

    fn configure(&self, names: &[&str]) {
        let (config, data, queue, mail) =
            (self.path("config"), self.path("data"), self.path("queue"), self.path("mail"));
        for folder in [&config, &data, &queue, &mail] {
            fs::create_dir(folder).expect("a new folder");
        }
        chown(&mail, Some(OWNER), Some(OWNER)).expect("we are root");
        let data_owner = Command::new("chown").arg("postfix").arg(&data).status();
        assert!(data_owner.is_ok_and(|status| status.success()), "postfix has its user");
        let boxes: Vec<_> = names.iter().map(|name| format!("{{ {name}@example.com = {name}/ }}")).collect();
        let main = MAIN
            .replace("FOLDER", &self.folder.path().display().to_string())
            .replace("OWNER", &OWNER.to_string())
            .replace("BOXES", &boxes.join(", "));
        fs::write(config.join("main.cf"), main).expect("our folder");
        fs::write(config.join("master.cf"), MASTER.replace("PORT", &self.port.to_string()))
            .expect("our folder");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, what: &str) -> Output {
        Command::new("postfix")
            .arg("-c")
            .arg(self.path("config"))
            .arg(what)
            .output()
            .expect("it is installed")
    }

    fn log(&self) -> String {
        read(&self.path("log"))
    }

    fn wait<T>(&self, what: &str, condition: impl Fn() -> Option<T>) -> T {
        let end = Instant::now() + LIMIT;
        loop {
            if let Some(found) = condition() {
                return found;
            }
            assert!(Instant::now() < end, "waited {LIMIT:?} until {what}; postfix says:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        self.command("stop");
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// Nothing leaves this machine: only `example.com` is taken, and every other way is an error.
const MAIN: &str = "\
compatibility_level = 3.6
queue_directory = FOLDER/queue
data_directory = FOLDER/data
maillog_file = FOLDER/log
maillog_file_prefixes = FOLDER
myhostname = mail.example.com
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
default_transport = error:5.1.2 nothing leaves this machine
relay_transport = $default_transport
local_transport = $default_transport
local_header_rewrite_clients =
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = reject_unlisted_recipient, reject_unauth_destination
smtpd_client_restrictions =
smtpd_peername_lookup = no
virtual_mailbox_domains = example.com
virtual_mailbox_base = FOLDER/mail
virtual_mailbox_maps = inline:{ BOXES }
virtual_uid_maps = static:OWNER
virtual_gid_maps = static:OWNER
alias_maps =
alias_database =
";

const MASTER: &str = "\
127.0.0.1:PORT inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
";
