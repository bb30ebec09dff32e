//! A stand-in for the system's keychain: the part of the Secret Service that the app needs, on a journey's own bus, with
//! the tempers that a real one cannot be brought into. It keeps what it is given, and knows nothing of cryptography.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, ObjectServer, connection, fdo, interface};

const NAME: &str = "org.freedesktop.secrets";
const SERVICE: &str = "/org/freedesktop/secrets";
const COLLECTION: &str = "/org/freedesktop/secrets/collection/journey";
const PROMPT: &str = "/org/freedesktop/secrets/prompt/only";
const SESSION: &str = "/org/freedesktop/secrets/session/only";
const NOWHERE: &str = "/";

/// How long a journey waits for the app to ask something of it.
const PATIENCE: Duration = Duration::from_secs(15);

/// Something that it is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    Greet,
    Ask,
    Store,
    Delete,
}

/// How it takes what it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Temper {
    Willing,
    /// Locked; its question is closed without a password.
    Refuses,
    /// Locked; its question stands open until it has another temper.
    Asks,
    /// Does this, and ends before it has answered. One that ends when it asks is locked.
    EndsAt(Call),
    /// Does this, and answers, only when it has another temper.
    HoldsBack(Call),
}

/// The session of the encryption and its parameters, the secret and its type, as the Secret Service sends them.
type Secret = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);

struct Entry {
    attributes: HashMap<String, String>,
    secret: Secret,
}

struct Kept {
    temper: watch::Sender<Temper>,
    heard: watch::Sender<Vec<Call>>,
    entries: watch::Sender<BTreeMap<u32, Entry>>,
}

pub struct StandIn {
    bus: String,
    place: tokio::sync::Mutex<Connection>,
    kept: Arc<Kept>,
}

impl StandIn {
    /// Takes the keychain's place on the bus at this address.
    pub async fn start(bus: &str, temper: Temper) -> Self {
        let kept = Arc::new(Kept {
            temper: watch::Sender::new(temper),
            heard: watch::Sender::new(Vec::new()),
            entries: watch::Sender::new(BTreeMap::new()),
        });
        let place = Self::appear(bus, &kept).await.expect("a place on the journey's own bus");
        Self { bus: bus.to_owned(), place: place.into(), kept }
    }

    async fn appear(bus: &str, kept: &Arc<Kept>) -> zbus::Result<Connection> {
        connection::Builder::address(bus)?
            .serve_at(SERVICE, Service(Arc::clone(kept)))?
            .serve_at(COLLECTION, Collection(Arc::clone(kept)))?
            .serve_at(PROMPT, Prompt(Arc::clone(kept)))?
            // One that has just ended may not be known to be gone yet.
            .allow_name_replacements(true)
            .name(NAME)?
            .build()
            .await
    }

    /// Changes its temper; whatever it held back goes on.
    pub fn become_of(&self, temper: Temper) {
        self.kept.temper.send_replace(temper);
    }

    /// Comes back with another temper and what it had, in the place of one that has ended or not.
    pub async fn rise(&self, temper: Temper) {
        self.become_of(temper);
        let mut place = self.place.lock().await;
        // One that has ended has nothing more to close.
        let _ = place.clone().close().await;
        *place = Self::appear(&self.bus, &self.kept).await.expect("a place on the journey's own bus");
        let numbers: Vec<_> = self.kept.entries.borrow().keys().copied().collect();
        for number in numbers {
            let item = Item { number, kept: Arc::clone(&self.kept) };
            place.object_server().at(path_of(number), item).await.expect("a place for each entry");
        }
    }

    /// What it was asked to do so far, in order.
    pub fn heard(&self) -> Vec<Call> {
        self.kept.heard.borrow().clone()
    }

    /// Waits until it has been asked to do this as often as that.
    pub async fn hears(&self, call: Call, times: usize) {
        let mut heard = self.kept.heard.subscribe();
        let often = |calls: &Vec<Call>| calls.iter().filter(|each| **each == call).count() >= times;
        let heard = tokio::time::timeout(PATIENCE, heard.wait_for(often)).await;
        assert!(
            heard.is_ok(),
            "the app did not ask the keychain to {call:?} {times} times: {:?}",
            self.heard()
        );
    }

    /// Waits until it has so many entries.
    pub async fn keeps(&self, count: usize) {
        let mut entries = self.kept.entries.subscribe();
        let kept = tokio::time::timeout(PATIENCE, entries.wait_for(|entries| entries.len() == count)).await;
        assert!(kept.is_ok(), "the keychain keeps {:?} after {:?}", self.accounts(), self.heard());
    }

    /// The accounts that it has an entry of.
    pub fn accounts(&self) -> Vec<String> {
        let account = |entry: &Entry| entry.attributes.get("username").cloned().unwrap_or_default();
        self.kept.entries.borrow().values().map(account).collect()
    }
}

impl Kept {
    fn locked(&self) -> bool {
        matches!(*self.temper.borrow(), Temper::Refuses | Temper::Asks | Temper::EndsAt(Call::Ask))
    }

    fn find(&self, attributes: HashMap<String, String>) -> Vec<u32> {
        let wanted: Vec<_> = attributes.into_iter().collect();
        let alike =
            |entry: &Entry| wanted.iter().all(|(name, value)| entry.attributes.get(name) == Some(value));
        self.entries.borrow().iter().filter(|(_, entry)| alike(entry)).map(|(number, _)| *number).collect()
    }

    async fn until(&self, ready: impl FnMut(&Temper) -> bool) {
        // It cannot end before its own state does.
        let _ = self.temper.subscribe().wait_for(ready).await;
    }

    async fn hear(&self, call: Call) {
        self.heard.send_modify(|heard| heard.push(call));
        self.until(|temper| *temper != Temper::HoldsBack(call)).await;
    }

    /// Ends the connection, as the end of a program does, if that is its temper.
    async fn survive(&self, call: Call, connection: &Connection) {
        if *self.temper.borrow() == Temper::EndsAt(call) {
            let _ = connection.clone().close().await;
        }
    }
}

struct Service(Arc<Kept>);

#[interface(name = "org.freedesktop.Secret.Service")]
impl Service {
    /// Its half of the key exchange is 1, and so is then the secret that both share, in every session: what is put in
    /// comes out again without its reading it.
    async fn open_session(
        &self,
        algorithm: &str,
        input: Value<'_>,
        #[zbus(connection)] connection: &Connection,
    ) -> fdo::Result<(OwnedValue, OwnedObjectPath)> {
        self.0.hear(Call::Greet).await;
        self.0.survive(Call::Greet, connection).await;
        if algorithm != "dh-ietf1024-sha256-aes128-cbc-pkcs7" || !matches!(input, Value::Array(_)) {
            return Err(fdo::Error::NotSupported(algorithm.to_owned()));
        }
        let output = OwnedValue::try_from(Value::from(vec![1_u8])).map_err(zbus::Error::from)?;
        Ok((output, path(SESSION)))
    }

    fn search_items(
        &self,
        attributes: HashMap<String, String>,
    ) -> (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) {
        let found = self.0.find(attributes).into_iter().map(path_of).collect();
        if self.0.locked() { (Vec::new(), found) } else { (found, Vec::new()) }
    }

    fn unlock(&self, objects: Vec<OwnedObjectPath>) -> (Vec<OwnedObjectPath>, OwnedObjectPath) {
        if self.0.locked() { (Vec::new(), path(PROMPT)) } else { (objects, path(NOWHERE)) }
    }

    #[expect(clippy::unused_self, reason = "what stands for the bus in `interface` calls it as a method")]
    fn read_alias(&self, name: &str) -> OwnedObjectPath {
        path(if name == "default" { COLLECTION } else { NOWHERE })
    }
}

struct Collection(Arc<Kept>);

#[interface(name = "org.freedesktop.Secret.Collection")]
impl Collection {
    #[zbus(property)]
    fn locked(&self) -> bool {
        self.0.locked()
    }

    async fn create_item(
        &self,
        properties: HashMap<String, OwnedValue>,
        secret: Secret,
        replace: bool,
        #[zbus(connection)] connection: &Connection,
        #[zbus(object_server)] server: &ObjectServer,
    ) -> fdo::Result<(OwnedObjectPath, OwnedObjectPath)> {
        self.0.hear(Call::Store).await;
        let attributes = properties.get("org.freedesktop.Secret.Item.Attributes").cloned();
        let attributes = attributes.and_then(|value| HashMap::try_from(value).ok()).unwrap_or_default();
        if !replace || !self.0.find(attributes.clone()).is_empty() {
            return Err(fdo::Error::InvalidArgs("the app looks first, and then replaces".to_owned()));
        }
        let mut number = 0;
        self.0.entries.send_modify(|entries| {
            number = entries.last_key_value().map_or(1, |(last, _)| last + 1);
            entries.insert(number, Entry { attributes, secret });
        });
        server.at(path_of(number), Item { number, kept: Arc::clone(&self.0) }).await?;
        self.0.survive(Call::Store, connection).await;
        Ok((path_of(number), path(NOWHERE)))
    }
}

struct Item {
    number: u32,
    kept: Arc<Kept>,
}

#[interface(name = "org.freedesktop.Secret.Item")]
impl Item {
    #[zbus(property)]
    fn locked(&self) -> bool {
        self.kept.locked()
    }

    fn get_secret(&self, session: OwnedObjectPath) -> fdo::Result<(Secret,)> {
        let entries = self.kept.entries.borrow();
        let entry = entries.get(&self.number).ok_or(fdo::Error::UnknownObject(String::new()))?;
        let (_, parameters, value, kind) = entry.secret.clone();
        Ok(((session, parameters, value, kind),))
    }

    async fn set_secret(&self, secret: Secret, #[zbus(connection)] connection: &Connection) {
        self.kept.hear(Call::Store).await;
        self.kept.entries.send_modify(|entries| {
            if let Some(entry) = entries.get_mut(&self.number) {
                entry.secret = secret;
            }
        });
        self.kept.survive(Call::Store, connection).await;
    }

    async fn delete(&self, #[zbus(connection)] connection: &Connection) -> OwnedObjectPath {
        self.kept.hear(Call::Delete).await;
        self.kept.entries.send_modify(|entries| _ = entries.remove(&self.number));
        self.kept.survive(Call::Delete, connection).await;
        path(NOWHERE)
    }
}

struct Prompt(Arc<Kept>);

#[interface(name = "org.freedesktop.Secret.Prompt")]
impl Prompt {
    async fn prompt(
        &self,
        window: &str,
        #[zbus(connection)] connection: &Connection,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> fdo::Result<()> {
        self.0.hear(Call::Ask).await;
        self.0.survive(Call::Ask, connection).await;
        self.0.until(|temper| *temper != Temper::Asks).await;
        if !window.is_empty() {
            return Err(fdo::Error::InvalidArgs("it knows no windows".to_owned()));
        }
        Ok(Self::completed(&emitter, self.0.locked(), Value::from(Vec::<OwnedObjectPath>::new())).await?)
    }

    #[zbus(signal)]
    async fn completed(emitter: &SignalEmitter<'_>, dismissed: bool, result: Value<'_>) -> zbus::Result<()>;
}

fn path(path: &'static str) -> OwnedObjectPath {
    zbus::zvariant::ObjectPath::from_static_str_unchecked(path).into()
}

fn path_of(number: u32) -> OwnedObjectPath {
    OwnedObjectPath::try_from(format!("{COLLECTION}/{number}")).expect("a number makes a path")
}
