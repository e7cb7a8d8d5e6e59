//! The desk's customers: each brand has a widget, a policy and its keys, all of which change while the desk runs.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::{Arc, PoisonError, RwLock},
};

use rusqlite::{Connection, params};
use serde_json::{Value, json};
use tokio::sync::Mutex;
use visitorseal::{Error, Explanation, Policy, Scheme, Settings, Verifier, explain_json, scheme};
use zeroize::Zeroizing;

use crate::{
    answer::{Failure, Result},
    now,
    store::Store,
};

/// The five, each named as its scheme, and the member of its fields that holds the signature.
const BRANDS: [(&str, &str); 5] = [
    ("reamaze", "authkey"),
    ("fernand", "hash"),
    ("orlo", "jwt"),
    ("bookbag", "user_hash"),
    ("thread", "connectionKey"),
];

/// Each brand's policy on the first day: who proves nothing may talk all the same.
const FIRST_POLICY: &str = "optional";

pub struct Brands(BTreeMap<&'static str, Brand>);

pub struct Brand {
    pub name: &'static str,
    /// The member that holds the signature: who has it is that visitor.
    pub signature: &'static str,
    scheme: Scheme,
    settings: Settings,
    /// What holds now. A request takes it once, and finishes with it.
    current: RwLock<Arc<Current>>,
    /// Held while a person changes policy or keys.
    changing: Mutex<()>,
}

/// A brand's policy and keys, and the verifier made of them.
pub struct Current {
    pub policy: String,
    keys: Vec<StoredKey>,
    /// None before a brand has a key.
    verifier: Option<Verifier>,
}

#[derive(Clone)]
struct StoredKey {
    id: i64,
    key: Zeroizing<String>,
}

impl Brands {
    /// Reads the brands; one without keys takes its first from the folder of secrets.
    pub fn open(store: &Store, secrets: Option<&Path>) -> std::result::Result<Self, Box<dyn std::error::Error>> {
        let mut brands = BTreeMap::new();
        for (name, signature) in BRANDS {
            let scheme = scheme(name)?;
            let file = if scheme.algorithm() == "RS256" { format!("{name}-public.pem") } else { format!("{name}.txt") };
            let first = secrets.map(|folder| fs::read_to_string(folder.join(&file)).map(Zeroizing::new)).transpose();
            let first = first.map_err(|error| format!("{file}: {error}"))?;
            let (policy, keys) = store.at_start(|transaction| {
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
            let current = Arc::new(Current::new(&scheme, &settings, policy, keys)?);
            let current = RwLock::new(current);
            brands.insert(name, Brand { name, signature, scheme, settings, current, changing: Mutex::default() });
        }
        Ok(Self(brands))
    }

    pub fn get(&self, name: &str) -> Result<&Brand> {
        self.0.get(name).ok_or_else(|| Failure::unknown("brand"))
    }

    /// In the order in which they are shown.
    pub fn all(&self) -> impl Iterator<Item = &Brand> {
        BRANDS.iter().filter_map(|(name, _)| self.0.get(name))
    }
}

impl Brand {
    pub fn current(&self) -> Arc<Current> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Why fields do not verify by the keys of now; for a person who asks, since it takes milliseconds.
    pub fn explain(&self, fields: &[u8]) -> Result<Explanation> {
        let current = self.current();
        let keys = current.keys.iter().map(|stored| stored.key.as_str());
        Ok(explain_json(&self.scheme, keys, fields, now(), &self.settings)?)
    }

    pub async fn set_policy(&self, store: &Store, policy: String) -> Result<()> {
        let _changing = self.changing.lock().await;
        let next = Current::new(&self.scheme, &self.settings, policy.clone(), self.current().keys.clone())?;
        let name = self.name;
        store
            .write(move |transaction| {
                transaction.execute("UPDATE brands SET policy = ? WHERE name = ?", [&*policy, name])
            })
            .await?;
        self.put(next);
        Ok(())
    }

    /// The newest key comes first.
    pub async fn add_key(&self, store: &Store, key: Zeroizing<String>) -> Result<()> {
        let _changing = self.changing.lock().await;
        let key = Zeroizing::new(key.trim().to_owned());
        let current = self.current();
        let with = |id| {
            let mut keys = vec![StoredKey { id, key: key.clone() }];
            keys.extend(current.keys.iter().cloned());
            Current::new(&self.scheme, &self.settings, current.policy.clone(), keys)
        };
        // A key that cannot be used is refused before it is stored.
        with(0)?;
        let (name, stored) = (self.name, key.clone());
        let id = store.write(move |transaction| add_key(transaction, name, &stored)).await?;
        self.put(with(id)?);
        Ok(())
    }

    pub async fn remove_key(&self, store: &Store, index: usize) -> Result<()> {
        let _changing = self.changing.lock().await;
        let current = self.current();
        let mut keys = current.keys.clone();
        if index >= keys.len() {
            return Err(Failure::unknown("key"));
        }
        let StoredKey { id, .. } = keys.remove(index);
        if keys.is_empty() {
            let reason = "the last key stays: without one nobody could be verified";
            return Err(Error::new(visitorseal::Code::KeyCount, reason).into());
        }
        let next = Current::new(&self.scheme, &self.settings, current.policy.clone(), keys)?;
        store.write(move |transaction| transaction.execute("DELETE FROM keys WHERE id = ?", [id])).await?;
        self.put(next);
        Ok(())
    }

    fn put(&self, next: Current) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
    }

    /// What a person sees of it: of each key when it was added, and how many visits it has verified.
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
            "algorithm": self.scheme.algorithm(),
            "covers": self.scheme.covers(),
            "policy": self.current().policy,
            "keys": keys,
        }))
    }
}

impl Current {
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
            .ok_or_else(|| Failure::new(status, "no_key", "the brand has no key yet; add one at the desk"))
    }

    /// The stored key at a verifier's index.
    pub fn key_id(&self, index: usize) -> Option<i64> {
        self.keys.get(index).map(|stored| stored.id)
    }
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
