//! A server on a throwaway folder with a small catalogue and a few sites.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;
use vigie_model::{Day, Department, FixedClock, OrganisationNumber, SiteCode, SiteNumber, Tier};
use vigie_server::system::{System, SystemSettings, archive_folder};
use vigie_store::{NewOrganisation, NewSite, NewToken, TokenScope, TokenSecret};

/// Doliprane 1000 mg, a real code.
pub const DOLIPRANE: &str = "3400935955838";
/// Anastrozole, a real code.
pub const ANASTROZOLE: &str = "3400949497294";
/// A real code that the first release of the small catalogue does not have.
pub const LATER_PACK: &str = "3400930116791";

const MEDICINES: &str = "60234100\tDOLIPRANE 1000 mg, comprimé\tcomprimé\torale\tAutorisation active\tProcédure nationale\tCommercialisée\t26/07/2002\t\t\t OPELLA\tNon\r\n60002283\tANASTROZOLE ACCORD 1 mg, comprimé pelliculé\tcomprimé pelliculé\torale\tAutorisation active\tProcédure nationale\tCommercialisée\t22/11/2010\t\t\t ACCORD\tNon\r\n";
const PACKS: &str = "60234100\t3595583\tplaquette de 8 comprimés\tPrésentation active\tDéclaration de commercialisation\t26/07/2002\t3400935955838\toui\t65%\t1,16\t2,18\t1,02\t\n60002283\t4949729\tplaquette de 30 comprimés\tPrésentation active\tDéclaration de commercialisation\t16/03/2011\t3400949497294\toui\t100%\t24,34\t25,36\t1,02\t\n";
const LATER: &str = "60002283\t3011679\tplaquette de 90 comprimés\tPrésentation active\tDéclaration de commercialisation\t16/03/2026\t3400930116791\toui\t100%\t68,68\t71,44\t2,76\t\n";

/// One running server.
pub struct Server {
    pub system: Arc<System>,
    pub clock: FixedClock,
    pub tokens: Vec<String>,
    pub agency: String,
    pub folder: TempDir,
}

/// An answer.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
    pub text: String,
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Valid FINESS numbers of pharmacies in Paris and Finistère; the last digit is the Luhn key.
pub const SITES: [(&str, &str); 8] = [
    ("750000010", "75"),
    ("750000028", "75"),
    ("750000036", "75"),
    ("750000044", "75"),
    ("290000017", "29"),
    ("290000025", "29"),
    ("290000033", "29"),
    ("350000014", "35"),
];

fn archive(with_later: bool) -> Vec<u8> {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("CIS_bdpm.txt"), MEDICINES).unwrap();
    let packs = if with_later {
        format!("{PACKS}{LATER}")
    } else {
        PACKS.to_owned()
    };
    fs::write(folder.path().join("CIS_CIP_bdpm.txt"), packs).unwrap();
    archive_folder(folder.path()).unwrap()
}

/// Boxes of a pack in the first row of an answer.
pub async fn on_hand(server: &Server, pack: &str, query: &str) -> Value {
    let reply = server
        .get_as_agency(&format!("/api/v1/packs/{pack}/stock{query}"))
        .await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    reply.body["rows"][0]["on_hand"].clone()
}

/// Sends a report that must be accepted.
pub async fn report(server: &Server, site: usize, as_of: &str, kind: &str, rows: &str) {
    let query = format!("as_of={as_of}&kind={kind}");
    let reply = server
        .report(site, &query, format!("cip13;stock;vendu\n{rows}"))
        .await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text);
}

/// Three days of reports of three sites; the first two days are closed.
pub async fn three_days(server: &Server) {
    for (number, as_of) in ["2026-11-16", "2026-11-17", "2026-11-18"]
        .into_iter()
        .enumerate()
    {
        for site in 0..3 {
            let rows = format!(
                "{DOLIPRANE};{};2\n{ANASTROZOLE};{};1\n",
                100 - 10 * number - site,
                20 - number
            );
            report(server, site, as_of, "full", &rows).await;
        }
    }
    server
        .system
        .close_days_through(day("2026-11-17"))
        .await
        .unwrap();
}

impl Server {
    /// A server on 20 November 2026 with eight pharmacies and two packs.
    pub async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    /// The same with other settings.
    pub async fn start_with(change: impl FnOnce(&mut SystemSettings)) -> Self {
        let folder = TempDir::new().unwrap();
        let clock = FixedClock::at_noon(day("2026-11-20"));
        let mut server = Self::open_with(folder, clock, change).await;
        server
            .system
            .import_release(day("2026-05-26"), archive(false))
            .await
            .unwrap();
        server.register().await;
        server
    }

    async fn open(folder: TempDir, clock: FixedClock) -> Self {
        Self::open_with(folder, clock, |_| ()).await
    }

    async fn open_with(
        folder: TempDir,
        clock: FixedClock,
        change: impl FnOnce(&mut SystemSettings),
    ) -> Self {
        let mut settings = SystemSettings::new(folder.path());
        settings.removal_wait = Duration::ZERO;
        change(&mut settings);
        let system = System::open(settings, Arc::new(clock.clone())).await;
        let system = system.unwrap();
        Self {
            system,
            clock,
            tokens: Vec::new(),
            agency: String::new(),
            folder,
        }
    }

    async fn register(&mut self) {
        let store = &self.system.store;
        let organisation = NewOrganisation {
            code: "TEST".to_owned(),
            name: "Test".to_owned(),
        };
        store.upsert_organisations(&[organisation]).await.unwrap();
        let sites: Vec<NewSite> = SITES
            .iter()
            .map(|(code, department)| new_site(code, department))
            .collect();
        store.upsert_sites(&sites).await.unwrap();
        self.system.reload_registry().await.unwrap();
        for number in 0..SITES.len() {
            self.tokens.push(
                self.issue(TokenScope::Site(SiteNumber(number as u32)), "report")
                    .await,
            );
        }
        self.agency = self
            .issue(TokenScope::Organisation(OrganisationNumber(0)), "authority")
            .await;
    }

    pub async fn issue(&self, scope: TokenScope, verb: &str) -> String {
        let secret = TokenSecret::random().unwrap();
        let token = NewToken {
            hash: secret.hash(),
            scope,
            verbs: [verb.to_owned()].into(),
            label: "test".to_owned(),
            created_at: jiff::Timestamp::now(),
            expires_at: None,
            created_by: None,
        };
        self.system.store.issue_token(&token).await.unwrap();
        secret.to_string()
    }

    /// The same folder opened again, as after a crash: nothing was closed.
    pub async fn restart(self) -> Self {
        self.restart_with(|_| ()).await
    }

    /// The same with other settings.
    pub async fn restart_with(self, change: impl FnOnce(&mut SystemSettings)) -> Self {
        let Self {
            system,
            clock,
            tokens,
            agency,
            folder,
        } = self;
        drop(system);
        let server = Self::open_with(folder, clock, change).await;
        Self {
            tokens,
            agency,
            ..server
        }
    }

    /// Another server on a copy of the folder. Nothing may be under way.
    pub async fn copied(&self) -> Self {
        let folder = TempDir::new().unwrap();
        copy_folder(self.folder.path(), folder.path());
        let server = Self::open(folder, self.clock.clone()).await;
        Self {
            tokens: self.tokens.clone(),
            agency: self.agency.clone(),
            ..server
        }
    }

    pub async fn import_later_release(&self) -> usize {
        self.system
            .import_release(day("2026-11-01"), archive(true))
            .await
            .unwrap()
            .released_lines
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = vigie_server::router(Arc::clone(&self.system))
            .oneshot(request)
            .await
            .unwrap();
        let status = response.status();
        let headers = response.headers().clone();
        let bytes = to_bytes(response.into_body(), 64 << 20).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Reply {
            status,
            headers,
            body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
            text,
        }
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    pub async fn get_as_agency(&self, path: &str) -> Reply {
        let request = Request::get(path).header("authorization", format!("Bearer {}", self.agency));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Sends a report of a site with its own token.
    pub async fn report(&self, site: usize, query: &str, body: impl Into<Body>) -> Reply {
        self.report_as(SITES[site].0, &self.tokens[site], query, body)
            .await
    }

    /// Sends a report of the site with a code.
    pub async fn report_as(
        &self,
        code: &str,
        token: &str,
        query: &str,
        body: impl Into<Body>,
    ) -> Reply {
        let path = format!("/api/v1/reports?site={code}&{query}");
        let request = Request::post(path)
            .header("authorization", format!("Bearer {token}"))
            .header("accept-language", "en");
        self.send(request.body(body.into()).unwrap()).await
    }
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&to).unwrap();
            copy_folder(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn new_site(code: &str, department: &str) -> NewSite {
    NewSite {
        code: code.parse::<SiteCode>().unwrap(),
        name: format!("Pharmacie {code}"),
        tier: Tier::Pharmacy,
        department: Department::from_code(department).unwrap(),
        municipality: "Paris".to_owned(),
        organisation: OrganisationNumber(0),
        expected_from: day("2026-01-01"),
        expected_until: None,
        synthetic: true,
    }
}
