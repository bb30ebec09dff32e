//! A certificate authority for a test, and a process in which the system trusts it.
//!
//! The client has no way to be given an authority, and shall have none: it asks the system. So a test runs once
//! more in a process of its own, where `SSL_CERT_FILE` names this authority and no other.

use std::process::Command;
use std::sync::Arc;
use std::{any, env, fs};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::version::{TLS12, TLS13};
use rustls::{ServerConfig, SupportedProtocolVersion};

pub const VERSIONS: [&SupportedProtocolVersion; 2] = [&TLS13, &TLS12];

/// Set in the process in which the authority is trusted.
const TRUSTED: &str = "PINELABS_TEST_AUTHORITY_IS_TRUSTED";

pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// A server that shows a certificate of this authority.
    pub fn vouches(
        &self,
        params: &CertificateParams,
        version: &'static SupportedProtocolVersion,
    ) -> Identity {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        identity(certificate.der().clone(), &key, version)
    }
}

/// What a server shows of itself, and the version of TLS that it speaks.
pub type Identity = Arc<ServerConfig>;

/// A server that vouches for itself.
pub fn self_signed(params: &CertificateParams, version: &'static SupportedProtocolVersion) -> Identity {
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    identity(certificate.der().clone(), &key, version)
}

fn identity(
    certificate: CertificateDer<'static>,
    key: &KeyPair,
    version: &'static SupportedProtocolVersion,
) -> Identity {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(&[version])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key);
    Arc::new(config.unwrap())
}

/// What a certificate of these names says when nothing is wrong with it.
pub fn sound(names: &[&str]) -> CertificateParams {
    CertificateParams::new(names.iter().map(ToString::to_string).collect::<Vec<_>>()).unwrap()
}

/// Runs the test that it is called from where the system trusts one authority, which the test is given.
pub fn where_one_authority_is_trusted<Test: Fn(&Authority)>(test: Test) {
    if env::var_os(TRUSTED).is_some() {
        let authority = Authority::new("the trusted authority");
        fs::write(env::var_os("SSL_CERT_FILE").unwrap(), authority.0.pem()).unwrap();
        return test(&authority);
    }
    // The closure is named after the test that it stands in: `tls::redirects::a_test::{{closure}}`.
    let path = any::type_name::<Test>().trim_end_matches("::{{closure}}");
    let (_, name) = path.split_once("::").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(TRUSTED, "1")
        .env("SSL_CERT_FILE", folder.path().join("authority.pem"))
        .env_remove("SSL_CERT_DIR")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{name}\n{said}\n{complained}");
}
