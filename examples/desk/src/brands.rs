//! The desk's customers. Each brand has a widget, a policy and keys. Policy and keys can change while the desk runs.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::{Arc, PoisonError, RwLock},
};

use rusqlite::{Connection, params};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use visitorseal::{Error, Explainer, Explanation, KeyKind, Policy, Scheme, Settings, Verifier, scheme};
use zeroize::Zeroizing;

use crate::{
    answer::{Failure, Result},
    now,
    store::Store,
};

/// The brands, each named like its scheme.
const BRANDS: [&str; 5] = ["reamaze", "fernand", "orlo", "bookbag", "thread"];

/// The policy of a new brand: visitors who are not signed in may write too.
const FIRST_POLICY: &str = "optional";

pub struct Brands(BTreeMap<&'static str, Brand>);

pub struct Brand {
    pub name: &'static str,
    /// The field that holds the signature. Whoever has a signature can pose as that visitor.
    pub signature_field: String,
    scheme: Scheme,
    settings: Settings,
    /// A request takes it once and uses it to the end.
    configuration: RwLock<Arc<Configuration>>,
    /// Held while a person changes the policy or the keys.
    change_lock: Mutex<()>,
}

/// A brand's policy and keys, with the verifier for them.
pub struct Configuration {
    pub policy: String,
    keys: Vec<StoredKey>,
    /// None while the brand has no key.
    verifier: Option<Verifier>,
}

#[derive(Clone)]
struct StoredKey {
    id: i64,
    key: Zeroizing<String>,
}

impl Brands {
    /// Reads the brands. A brand without keys gets its first one from the folder of secrets.
    pub fn open(store: &Store, secrets: Option<&Path>) -> std::result::Result<Self, Box<dyn std::error::Error>> {
        let mut brands = BTreeMap::new();
        for name in BRANDS {
            let scheme = scheme(name)?;
            let file = match scheme.key_kind() {
                KeyKind::Pair => format!("{name}-public.pem"),
                KeyKind::Shared => format!("{name}.txt"),
            };
            let first = secrets.map(|folder| fs::read_to_string(folder.join(&file)).map(Zeroizing::new)).transpose();
            let first = first.map_err(|error| format!("{file}: {error}"))?;
            let (policy, keys) = store.transaction(|transaction| {
                let insert = "INSERT OR IGNORE INTO brands VALUES (?, ?)";
                transaction.execute(insert, [name, FIRST_POLICY])?;
                if let (true, Some(key)) = (read_keys(transaction, name)?.is_empty(), first) {
                    add_key(transaction, name, key.trim())?;
                }
                let policy =
                    transaction.query_row("SELECT policy FROM brands WHERE name = ?", [name], |row| row.get(0))?;
                Ok((policy, read_keys(transaction, name)?))
            })?;
            let settings = match name {
                "orlo" => Settings::new().with("contact_claim", "email"),
                "thread" => Settings::new().with("app_id", "demo"),
                _ => Settings::new(),
            };
            let signature_field = signature_field(&scheme)?;
            let configuration = Arc::new(Configuration::new(&scheme, &settings, policy, keys)?);
            let configuration = RwLock::new(configuration);
            brands.insert(
                name,
                Brand { name, signature_field, scheme, settings, configuration, change_lock: Mutex::default() },
            );
        }
        Ok(Self(brands))
    }

    pub fn get(&self, name: &str) -> Result<&Brand> {
        self.0.get(name).ok_or_else(|| Failure::not_found("brand"))
    }

    /// All brands, in the order of the page.
    pub fn all(&self) -> impl Iterator<Item = &Brand> {
        BRANDS.iter().filter_map(|name| self.0.get(name))
    }
}

impl Brand {
    pub fn configuration(&self) -> Arc<Configuration> {
        Arc::clone(&self.configuration.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Explains why fields do not verify. This takes milliseconds, so it runs only when a person asks.
    pub fn explain(&self, fields: &[u8]) -> Result<Explanation> {
        let configuration = self.configuration();
        let keys = configuration.keys.iter().map(|stored| stored.key.as_str());
        Ok(Explainer::new(&self.scheme, keys)?.settings(&self.settings)?.explain_json(fields, now())?)
    }

    pub async fn set_policy(&self, store: &Store, policy: String) -> Result<()> {
        let _lock = self.change_lock.lock().await;
        let next = Configuration::new(&self.scheme, &self.settings, policy.clone(), self.configuration().keys.clone())?;
        let name = self.name;
        store
            .write(move |transaction| {
                transaction.execute("UPDATE brands SET policy = ? WHERE name = ?", [&*policy, name])
            })
            .await?;
        self.replace(next);
        Ok(())
    }

    /// Adds a key as the newest one.
    pub async fn add_key(&self, store: &Store, key: Zeroizing<String>) -> Result<()> {
        let _lock = self.change_lock.lock().await;
        let key = Zeroizing::new(key.trim().to_owned());
        let configuration = self.configuration();
        let with_key = |id| {
            let mut keys = vec![StoredKey { id, key: key.clone() }];
            keys.extend(configuration.keys.iter().cloned());
            Configuration::new(&self.scheme, &self.settings, configuration.policy.clone(), keys)
        };
        // Refuses an unusable key before it is stored.
        with_key(0)?;
        let (name, stored) = (self.name, key.clone());
        let id = store.write(move |transaction| add_key(transaction, name, &stored)).await?;
        self.replace(with_key(id)?);
        Ok(())
    }

    pub async fn remove_key(&self, store: &Store, index: usize) -> Result<()> {
        let _lock = self.change_lock.lock().await;
        let configuration = self.configuration();
        let mut keys = configuration.keys.clone();
        if index >= keys.len() {
            return Err(Failure::not_found("key"));
        }
        let StoredKey { id, .. } = keys.remove(index);
        if keys.is_empty() {
            let reason = "This is the last key. Add the new key first, then remove this one.";
            return Err(Error::new(visitorseal::Code::KeyCount, reason).into());
        }
        let next = Configuration::new(&self.scheme, &self.settings, configuration.policy.clone(), keys)?;
        store.write(move |transaction| transaction.execute("DELETE FROM keys WHERE id = ?", [id])).await?;
        self.replace(next);
        Ok(())
    }

    fn replace(&self, next: Configuration) {
        *self.configuration.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
    }

    /// The brand as the page shows it. Of a key: when it was added, and how many visits it has verified.
    pub fn to_json(&self, connection: &Connection) -> rusqlite::Result<Value> {
        let select = "SELECT id, added, matched FROM keys WHERE brand = ? ORDER BY id DESC";
        let keys: Vec<Value> = connection
            .prepare_cached(select)?
            .query_map([self.name], |row| {
                let (id, added, matched): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(json!({"id": id, "added": added, "matched": matched}))
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(json!({
            "name": self.name,
            "vendor": self.scheme.vendor(),
            "document": self.scheme.document(),
            "key_kind": self.scheme.key_kind().as_str(),
            "algorithm": self.scheme.algorithm(),
            "covers": self.scheme.covers(),
            "policy": self.configuration().policy,
            "keys": keys,
        }))
    }
}

impl Configuration {
    fn new(
        scheme: &Scheme,
        settings: &Settings,
        policy: String,
        keys: Vec<StoredKey>,
    ) -> std::result::Result<Self, Error> {
        let parsed: Policy = policy.parse()?;
        let verifier = match keys.is_empty() {
            true => None,
            false => Some(
                Verifier::new(scheme, keys.iter().map(|stored| stored.key.as_str()))?
                    .policy(parsed)
                    .settings(settings)?,
            ),
        };
        Ok(Self { policy, keys, verifier })
    }

    pub fn verifier(&self) -> Result<&Verifier> {
        let status = axum::http::StatusCode::SERVICE_UNAVAILABLE;
        self.verifier
            .as_ref()
            .ok_or_else(|| Failure::new(status, "key_missing", "The brand has no key yet. Add one on the desk's page."))
    }

    /// The id of the stored key at a verifier's index.
    pub fn key_id(&self, index: usize) -> Option<i64> {
        self.keys.get(index).map(|stored| stored.id)
    }
}

/// The field that holds the signature, from the scheme's description.
fn signature_field(scheme: &Scheme) -> serde_json::Result<String> {
    #[derive(Deserialize)]
    struct Description {
        signature_field: String,
    }
    let Description { signature_field } = serde_json::from_str(&scheme.to_json())?;
    Ok(signature_field)
}

fn read_keys(transaction: &Connection, brand: &str) -> rusqlite::Result<Vec<StoredKey>> {
    transaction
        .prepare("SELECT id, key FROM keys WHERE brand = ? ORDER BY id DESC")?
        .query_map([brand], |row| Ok(StoredKey { id: row.get(0)?, key: Zeroizing::new(row.get(1)?) }))?
        .collect()
}

fn add_key(transaction: &Connection, brand: &str, key: &str) -> rusqlite::Result<i64> {
    let insert = "INSERT INTO keys (brand, key, added) VALUES (?, ?, ?)";
    transaction.execute(insert, params![brand, key, now().cast_signed()])?;
    Ok(transaction.last_insert_rowid())
}
