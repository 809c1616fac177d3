//! Signatures that a receiver can check, the same on every try. The keys in tests/data sign
//! nothing else.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use billcenter::mail::dkim::Signer;
use ring::signature::{
    ED25519, Ed25519KeyPair, KeyPair, RSA_PKCS1_2048_8192_SHA256, RsaKeyPair, UnparsedPublicKey,
};
use sha2::{Digest, Sha256};
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;

const RSA: &str = include_str!("data/dkim_rsa.pem");
const ED25519_KEY: &str = include_str!("data/dkim_ed25519.pem");

const MESSAGE: &str = "Date: Fri, 27 Nov 2026 13:00:00 +0000\r\n\
    From: \"Front Range\" <billing@frontrange.example>\r\n\
    To: =?utf-8?b?QW5hIE7DusOxZXo=?= <ana@customer.example>\r\n\
    Subject: Factura INV-202611-000042  de\r\n Front Range\r\n\
    Message-ID: <INV-202611-000042.17@frontrange.example>\r\n\
    MIME-Version: 1.0\r\n\
    Content-Type: text/plain\r\n\
    \r\n\
    Hola,  Ana \r\n\r\nadi\tos\r\n\r\n\r\n";

/// What a receiver makes of `MESSAGE` under relaxed/relaxed, written out by hand.
const COVERED: &str = "from:\"Front Range\" <billing@frontrange.example>\r\n\
    to:=?utf-8?b?QW5hIE7DusOxZXo=?= <ana@customer.example>\r\n\
    subject:Factura INV-202611-000042 de Front Range\r\n\
    date:Fri, 27 Nov 2026 13:00:00 +0000\r\n\
    message-id:<INV-202611-000042.17@frontrange.example>\r\n\
    mime-version:1.0\r\n\
    content-type:text/plain\r\n";
const BODY: &str = "Hola, Ana\r\n\r\nadi os\r\n";

fn sign(pem: &str) -> String {
    let signer = Signer::from_pem("frontrange.example", "bill2026", pem).unwrap();
    assert!(!format!("{signer:?}").contains("PRIVATE"));
    let signed = signer.sign(MESSAGE.as_bytes());
    assert_eq!(signed, signer.sign(MESSAGE.as_bytes()), "the same on every try");
    String::from_utf8(signed).unwrap()
}

/// The signed text and the signature, as a receiver takes them from the message.
fn receive(signed: &str) -> (String, Vec<u8>) {
    let header = signed.strip_suffix(MESSAGE).expect("the message itself is not touched");
    assert!(header.split("\r\n").all(|line| line.len() <= 120), "{header}");
    let value = header.trim_end().strip_prefix("DKIM-Signature: ").unwrap();
    let unfolded = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let (covered, signature) = unfolded.rsplit_once(" b=").unwrap();
    let hash = STANDARD.encode(Sha256::digest(BODY));
    for tag in ["v=1;", "c=relaxed/relaxed;", "d=frontrange.example;", "s=bill2026;"] {
        assert!(covered.contains(tag), "{tag} is not in {covered}");
    }
    assert!(covered.contains(&format!("bh={hash};")), "{covered}");
    assert!(
        covered.contains(" h=from:from:to:subject:date:message-id:mime-version:content-type;"),
        "{covered}"
    );
    let signature = STANDARD.decode(signature.replace(' ', "")).unwrap();
    (format!("{COVERED}dkim-signature:{covered} b="), signature)
}

#[test]
fn a_receiver_can_check_an_rsa_signature() {
    let signed = sign(RSA);
    assert!(signed.contains("a=rsa-sha256;"));
    let (covered, signature) = receive(&signed);
    let der = PrivatePkcs8KeyDer::from_pem_slice(RSA.as_bytes()).unwrap();
    let key = RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).unwrap();
    let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key.public_key().as_ref());
    public.verify(covered.as_bytes(), &signature).expect("the signature is right");
}

#[test]
fn a_receiver_can_check_an_ed25519_signature() {
    let signed = sign(ED25519_KEY);
    assert!(signed.contains("a=ed25519-sha256;"));
    let (covered, signature) = receive(&signed);
    let der = PrivatePkcs8KeyDer::from_pem_slice(ED25519_KEY.as_bytes()).unwrap();
    let key = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der.secret_pkcs8_der()).unwrap();
    let public = UnparsedPublicKey::new(&ED25519, key.public_key().as_ref());
    public.verify(&Sha256::digest(covered), &signature).expect("the signature is right");
}

/// Not a check: `BILLCENTER_MAIL_SAMPLES=folder` writes them for another program to verify.
#[test]
fn samples_for_other_programs() {
    let Ok(folder) = std::env::var("BILLCENTER_MAIL_SAMPLES") else { return };
    std::fs::write(format!("{folder}/signed_rsa.eml"), sign(RSA)).unwrap();
    std::fs::write(format!("{folder}/signed_ed25519.eml"), sign(ED25519_KEY)).unwrap();
}
