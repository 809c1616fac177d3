//! Whom to trust on the way to the mail server.

use std::path::Path;
use std::sync::Arc;

use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::values::Invalid;

/// What an encrypted connection to one server needs, made once per process.
#[derive(Clone)]
pub(super) struct Encryption {
    pub(super) connector: TlsConnector,
    /// The name that the server's certificate must carry.
    pub(super) server: ServerName<'static>,
}

impl Encryption {
    /// Trusts the system's authorities and those in the PEM file `root_certificate`.
    pub(super) fn new(host: &str, root_certificate: Option<&Path>) -> Result<Encryption, Invalid> {
        let Ok(server) = ServerName::try_from(host.to_owned()) else {
            return Invalid::because(format!("{host} is not a name that a certificate can be for"));
        };
        let mut roots = RootCertStore::empty();
        // A system store may hold odd entries; those that cannot be read are not trusted.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if let Some(path) = root_certificate {
            add_from_file(&mut roots, path)?;
        }
        if roots.is_empty() {
            return Invalid::because(
                "no certificate authority is known: install ca-certificates or set root_certificate",
            );
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring knows TLS 1.2 and 1.3")
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Encryption { connector: TlsConnector::from(Arc::new(config)), server })
    }
}

fn add_from_file(roots: &mut RootCertStore, path: &Path) -> Result<(), Invalid> {
    let unreadable = |why: String| Invalid(format!("root_certificate {}: {why}", path.display()));
    let certificates = CertificateDer::pem_file_iter(path).map_err(|error| unreadable(error.to_string()))?;
    let mut found = false;
    for certificate in certificates {
        let certificate = certificate.map_err(|error| unreadable(error.to_string()))?;
        roots.add(certificate).map_err(|error| unreadable(error.to_string()))?;
        found = true;
    }
    if found { Ok(()) } else { Err(unreadable("holds no certificate".to_owned())) }
}
