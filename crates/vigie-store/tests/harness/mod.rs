//! What every contract test starts from: an empty store on the engine it names.

mod postgres;

use std::path::PathBuf;
use std::sync::LazyLock;

use jiff::Timestamp;
use tempfile::TempDir;
use uuid::Uuid;
use vigie_model::{Day, Department, OrganisationNumber, SiteNumber, Tier};
use vigie_store::{
    Engine, EntryKind, NewEntry, NewOrganisation, NewQuarantined, NewSite, QuarantineReason, Store,
    StoreOptions,
};

use postgres::PostgresServer;

/// One server for all tests of this process.
pub static POSTGRES: LazyLock<PostgresServer> =
    LazyLock::new(|| PostgresServer::start(false).expect("a throwaway PostgreSQL"));

/// An empty database of its own for each test.
pub struct Database {
    pub engine: Engine,
    pub address: String,
    folder: TempDir,
}

impl Database {
    pub fn new(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = match engine {
            Engine::Sqlite => vigie_store::sqlite_address(&folder.path().join("vigie.db")),
            Engine::Postgres => POSTGRES.create_database().unwrap(),
        };
        Self {
            engine,
            address,
            folder,
        }
    }

    pub fn sqlite_file(&self) -> PathBuf {
        self.folder.path().join("vigie.db")
    }

    pub async fn open(&self) -> Store {
        Store::open_with(&self.address, &options()).await.unwrap()
    }
}

/// Few connections: many tests share one server.
pub fn options() -> StoreOptions {
    StoreOptions {
        readers: 2,
        postgres_writers: 2,
        ..StoreOptions::default()
    }
}

/// A store with one organisation and the sites 0 and 1.
pub async fn store_with_sites(database: &Database) -> Store {
    let store = database.open().await;
    store
        .upsert_organisations(&[organisation("130012345", "Groupement")])
        .await
        .unwrap();
    store
        .upsert_sites(&[site(1, "Pharmacie A"), site(2, "Pharmacie B")])
        .await
        .unwrap();
    store
}

pub fn organisation(code: &str, name: &str) -> NewOrganisation {
    NewOrganisation {
        code: code.to_owned(),
        name: name.to_owned(),
    }
}

pub fn site(place: u64, name: &str) -> NewSite {
    NewSite {
        code: format!("{}", ean13(301_000_000_000 + place))
            .parse()
            .unwrap(),
        name: name.to_owned(),
        tier: Tier::Pharmacy,
        department: Department::from_code("75").unwrap(),
        municipality: "Paris".to_owned(),
        organisation: OrganisationNumber(0),
        expected_from: day(0),
        expected_until: None,
        synthetic: true,
    }
}

/// Twelve digits completed by their check digit: weights 1 and 3 from the left, sum completed to ten
/// (GS1 General Specifications, 7.9).
pub fn ean13(body: u64) -> u64 {
    let digits = format!("{body:012}");
    let weighted = digits
        .bytes()
        .zip([1, 3].into_iter().cycle())
        .map(|(digit, weight)| u64::from(digit - b'0') * weight);
    body * 10 + (10 - weighted.sum::<u64>() % 10) % 10
}

/// The `offset`th day after 2026-11-20.
pub fn day(offset: i32) -> Day {
    Day::from_ymd(2026, 11, 20).unwrap().plus_days(offset)
}

pub fn instant() -> Timestamp {
    "2026-11-20T18:30:00.123456Z".parse().unwrap()
}

/// A full report of site 0 whose content, and name, are this number.
pub fn entry(content: u64) -> NewEntry {
    entry_of(SiteNumber(0), content)
}

pub fn entry_of(site: SiteNumber, content: u64) -> NewEntry {
    let unique = (u128::from(site.0) << 64) | u128::from(content);
    NewEntry {
        id: Uuid::from_u128(unique),
        site,
        as_of: day(0),
        received_at: instant(),
        kind: EntryKind::Full,
        line_count: 2,
        digest: blake3::hash(&content.to_le_bytes()).into(),
        idempotency_key: None,
        payload: content.to_le_bytes().to_vec(),
        quarantined_count: 0,
        quarantined: Vec::new(),
        releases: Vec::new(),
    }
}

pub fn quarantined(row_in_report: u32, code: &str, reason: i16) -> NewQuarantined {
    NewQuarantined {
        row_in_report,
        code: code.to_owned(),
        reason: QuarantineReason(reason),
    }
}
