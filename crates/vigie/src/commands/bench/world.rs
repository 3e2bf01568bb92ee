//! What is made before anything is measured: a data folder with the registered sites, and the files they will send.

use std::fmt::Write;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use libdeflater::{CompressionLvl, Compressor, Decompressor};
use vigie_catalogue::Catalogue;
use vigie_model::{Cip13, Clock, Day, Language, Reach, Role, SystemClock};
use vigie_server::system::{NewSession, System};
use vigie_simulate::{Inputs, NationalDay, NationalDaySettings};
use vigie_store::{Membership, NewPerson};

use super::load::Request;
use crate::data_folder::DataFolder;
use crate::embedded;
use crate::failure::{Failure, Outcome};
use crate::population::{self, Sender};
use crate::terminal;

/// Threads that write the files.
const WRITERS: usize = 2;
/// Where all chance comes from.
const SEED: u64 = 1;
/// Lines of a small report.
const SMALL_LINES: usize = 50;

/// What is there before the server starts.
pub struct World {
    /// The data folder of the server.
    pub data: PathBuf,
    /// The day of the full reports: yesterday, so that the server does not end it while they arrive.
    pub as_of: Day,
    /// The packs that are reported.
    pub packs: Vec<Cip13>,
    /// The catalogue that the server has.
    pub catalogue: Arc<Catalogue>,
    /// Sessions of people who see all.
    pub cookies: Cookies,
    senders: Arc<[Address]>,
    bodies: PathBuf,
    /// Lines by site.
    lines: Vec<u64>,
}

/// Sessions, as browsers send them.
pub struct Cookies {
    /// Sees the stock of every site.
    pub assessor: Arc<str>,
    /// Runs the installation.
    pub operator: Arc<str>,
}

/// Where and as whom a site sends.
struct Address {
    site: String,
    token: Arc<str>,
}

impl World {
    /// Makes it in an empty folder.
    pub async fn make(folder: &Path, sites: u32) -> Outcome<Self> {
        let as_of = SystemClock.today().plus_days(-1);
        let settings = NationalDaySettings::new(SEED, as_of).with_sites(sites);
        let inputs = Inputs::embedded()?;
        let national = NationalDay::new(settings, &inputs, &inputs.marketed_packs())?;
        let (data, bodies) = (folder.join("data"), folder.join("bodies"));
        let (senders, catalogue, cookies) = register(&data, &national).await?;
        fs::create_dir_all(&bodies)?;
        let lines = tokio::task::block_in_place(|| write_bodies(&national, &bodies))?;
        let senders = senders.into_iter().map(|sender| Address {
            site: sender.code,
            token: sender.token.into(),
        });
        Ok(Self {
            data,
            as_of,
            packs: national.packs().iter().map(|pack| pack.cip13).collect(),
            catalogue,
            cookies,
            senders: senders.collect(),
            bodies,
            lines,
        })
    }

    /// Where the history of a year is written.
    pub fn year_folder(&self) -> PathBuf {
        self.data.with_file_name("year")
    }

    /// How many sites report.
    pub fn sites(&self) -> usize {
        self.lines.len()
    }

    /// Codes of the sites.
    pub fn site_codes(&self) -> impl Iterator<Item = &str> {
        self.senders.iter().map(|sender| sender.site.as_str())
    }

    /// Lines of all sites.
    pub fn lines(&self) -> u64 {
        self.lines.iter().sum()
    }

    /// How many sites, from the first, have this many lines together.
    pub fn sites_with_lines(&self, wanted: u64) -> usize {
        let sums = self.lines.iter().scan(0, |sum, lines| {
            *sum += lines;
            Some(*sum)
        });
        sums.take_while(|sum| *sum < wanted)
            .count()
            .min(self.lines.len())
    }

    /// The full reports of these sites, one after the other.
    pub fn full_reports(
        &self,
        from: usize,
        until: usize,
    ) -> impl Fn(usize) -> Outcome<Option<Request>> + Send + Sync + use<> {
        let (senders, bodies, as_of) = (Arc::clone(&self.senders), self.bodies.clone(), self.as_of);
        move |index| {
            let site = from + index;
            let Some(sender) = senders.get(site).filter(|_| site < until) else {
                return Ok(None);
            };
            Ok(Some(Request::Post {
                target: format!(
                    "/api/v1/reports?site={}&as_of={as_of}&kind=full",
                    sender.site
                ),
                token: Arc::clone(&sender.token),
                body: fs::read(body_path(&bodies, site))?,
            }))
        }
    }

    /// So many reports of 50 changed lines, of today, from the first `sites` sites in turn; made before the first is
    /// sent. `round` makes them differ from those of another round.
    pub fn small_reports(
        &self,
        sites: usize,
        count: usize,
        round: usize,
    ) -> Outcome<impl Fn(usize) -> Outcome<Option<Request>> + Send + Sync + use<>> {
        let today = self.as_of.plus_days(1);
        let codes: Vec<Vec<String>> = (0..sites)
            .map(|site| self.first_codes(site))
            .collect::<Outcome<_>>()?;
        let mut compressor = Compressor::new(CompressionLvl::default());
        let bodies: Vec<Vec<u8>> = (0..count)
            .map(|number| {
                small_report(
                    codes.get(number % sites.max(1)),
                    number + round * count,
                    &mut compressor,
                )
            })
            .collect();
        let senders = Arc::clone(&self.senders);
        Ok(move |index: usize| {
            let (Some(body), Some(sender)) = (bodies.get(index), senders.get(index % sites.max(1)))
            else {
                return Ok(None);
            };
            Ok(Some(Request::Post {
                target: format!(
                    "/api/v1/reports?site={}&as_of={today}&kind=changes",
                    sender.site
                ),
                token: Arc::clone(&sender.token),
                body: body.clone(),
            }))
        })
    }

    /// The codes of the first lines of a site's report, which are in random order.
    fn first_codes(&self, site: usize) -> Outcome<Vec<String>> {
        let gzip = fs::read(body_path(&self.bodies, site))?;
        // A gzip file ends with the size of what is in it.
        let plain_bytes = gzip
            .last_chunk::<4>()
            .map_or(0, |bytes| u32::from_le_bytes(*bytes) as usize);
        let mut csv = vec![0; plain_bytes];
        Decompressor::new()
            .gzip_decompress(&gzip, &mut csv)
            .map_err(|error| Failure::internal(format!("{error:?}")))?;
        let text = String::from_utf8_lossy(&csv);
        let lines = text.lines().skip(1).take(SMALL_LINES);
        Ok(lines
            .filter_map(|line| Some(line.split_once(';')?.0.to_owned()))
            .collect())
    }
}

async fn register(
    data: &Path,
    national: &NationalDay,
) -> Outcome<(Vec<Sender>, Arc<Catalogue>, Cookies)> {
    terminal::note("reading the built-in releases and registering the sites");
    let system = DataFolder::at(data)
        .open_system(Arc::new(SystemClock))
        .await?;
    if system.picture.read().journal_head().0 > 0 {
        return Err(
            Failure::user(format!("{} holds reports already", data.display()))
                .with_hint("name an empty folder"),
        );
    }
    embedded::import_all(&system).await?;
    let owners = national
        .sites()
        .iter()
        .map(|site| site.organisation.index() + 1)
        .max()
        .unwrap_or_default();
    let names: Vec<String> = (0..owners)
        .map(|number| format!("Organisation {number}"))
        .collect();
    let population = population::register(&system, national.sites(), &names).await?;
    let catalogue = system.catalogue();
    let cookies = Cookies {
        assessor: sign_in(&system, Role::Assessor).await?,
        operator: sign_in(&system, Role::Operator).await?,
    };
    system.store.close().await?;
    Ok((population.senders, catalogue, cookies))
}

/// A session of a made-up person in a role over the country, as if she had shown her password and second factor.
async fn sign_in(system: &System, role: Role) -> Outcome<Arc<str>> {
    let person = NewPerson {
        email: format!("{role}@vigie.example"),
        name: role.to_string(),
        language: Language::French,
        password_hash: None,
        invitation: None,
        rpps: None,
        created_at: jiff::Timestamp::now(),
        synthetic: true,
    };
    let reach = Reach::Nation;
    let membership = Membership { role, reach };
    let number = system.store.add_person(&person, &[membership]).await?;
    let session = NewSession {
        person: number,
        factor_done: true,
        provider: None,
        user_agent: "bench",
        replaced: None,
    };
    let secret = system.begin_session(session).await?;
    Ok(format!("vigie={}", secret.written()).into())
}

/// Writes the file of each site; returns lines by site.
fn write_bodies(national: &NationalDay, folder: &Path) -> Outcome<Vec<u64>> {
    let bar = terminal::progress(national.sites().len() as u64, "files");
    let lines: Vec<AtomicU64> = national.sites().iter().map(|_| AtomicU64::new(0)).collect();
    let stopped = national.for_each(WRITERS, |site, file| {
        let index = site.number.index();
        if let Some(slot) = lines.get(index) {
            slot.store(file.lines, Ordering::Relaxed);
        }
        bar.inc(1);
        match fs::write(body_path(folder, index), &file.gzip) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => ControlFlow::Break(error),
        }
    });
    bar.finish_and_clear();
    match stopped {
        ControlFlow::Break(error) => Err(error.into()),
        ControlFlow::Continue(()) => Ok(lines.into_iter().map(AtomicU64::into_inner).collect()),
    }
}

fn body_path(folder: &Path, site: usize) -> PathBuf {
    folder.join(format!("{site}.csv.gz"))
}

fn small_report(
    codes: Option<&Vec<String>>,
    number: usize,
    compressor: &mut Compressor,
) -> Vec<u8> {
    let mut csv = "cip13;on_hand;sold\n".to_owned();
    for (line, code) in codes.into_iter().flatten().enumerate() {
        // The first quantity is the number of the report, so that no report is the repetition of another one.
        let on_hand = if line == 0 {
            number
        } else {
            (number * 7 + line * 3) % 90
        };
        let sold = (number + line) % 4;
        // Writing to a string cannot fail.
        writeln!(csv, "{code};{on_hand};{sold}").unwrap_or_default();
    }
    let mut gzip = vec![0; compressor.gzip_compress_bound(csv.len())];
    let written = compressor
        .gzip_compress(csv.as_bytes(), &mut gzip)
        .unwrap_or_default();
    gzip.truncate(written);
    gzip
}
