//! A certificate authority for a test, and a process in which the system trusts it.
//!
//! The client trusts the authorities of the system only, and has no setting for others. So a test starts itself again in a process
//! where `SSL_CERT_FILE` names this authority only.

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

    /// A server with a certificate of this authority.
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

/// The certificate and the TLS version of a server.
pub type Identity = Arc<ServerConfig>;

/// A server with a self-signed certificate.
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

/// The parameters of a valid certificate for these names.
pub fn sound(names: &[&str]) -> CertificateParams {
    CertificateParams::new(names.iter().map(ToString::to_string).collect::<Vec<_>>()).unwrap()
}

/// Runs the calling test in a process where the system trusts one authority, and passes that authority.
pub fn where_one_authority_is_trusted<Test: Fn(&Authority)>(test: Test) {
    if env::var_os(TRUSTED).is_some() {
        let authority = Authority::new("the trusted authority");
        fs::write(env::var_os("SSL_CERT_FILE").unwrap(), authority.0.pem()).unwrap();
        return test(&authority);
    }
    // The type name of the closure contains the test: `tls::redirects::a_test::{{closure}}`.
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
