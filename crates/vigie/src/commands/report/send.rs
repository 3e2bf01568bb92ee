//! `vigie report send`

use std::io::Read;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use indicatif::ProgressBar;
use serde::{Deserialize, Serialize};
use ureq::{Agent, Body, SendBody, http::Response};
use vigie_model::{Day, SiteCode};

use super::sent::{Sent, Shipment};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::terminal;

/// How often a request is tried when the server is busy or cannot be reached.
const TRIES: u32 = 6;
/// Longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::from_mins(1);
/// Longest answer that is read, bytes.
const LONGEST_ANSWER: u64 = 4 << 20;

/// send stock reports to a server
///
/// Run it again after an interruption: what the server has received is not sent twice.
#[derive(Debug, clap::Args)]
pub struct Send {
    /// the reports: CSV, JSON, XLSX or Parquet, plain, gzip or zstd
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// address of the server, such as `https://vigie.example`
    #[arg(long, value_name = "URL")]
    to: String,
    /// token of the site or organisation
    #[arg(long, env = "VIGIE_TOKEN", hide_env_values = true)]
    token: String,
    /// code of the site (FINESS, SIRET or GLN); not needed with a token of one site
    #[arg(long, value_name = "CODE")]
    site: Option<SiteCode>,
    /// day at whose end the stock was counted; not needed when the file says it
    #[arg(long, value_name = "DAY")]
    as_of: Option<Day>,
    /// whether the report lists all that the site keeps, or only what changed
    #[arg(long, value_enum, default_value_t = Kind::Full)]
    kind: Kind,
    /// print the receipts as JSON
    #[arg(long)]
    json: bool,
}

/// What a report lists.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Kind {
    /// all that the site keeps
    Full,
    /// only what changed
    Changes,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Changes => "changes",
        }
    }
}

/// What the server says of a report.
#[derive(Debug, Serialize, Deserialize)]
struct Receipt {
    id: String,
    lines: u64,
    quarantined: u64,
    repeated: bool,
    #[serde(default)]
    quarantined_lines: Vec<Line>,
}

/// A line in quarantine.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    row: u32,
    value: String,
    message: String,
}

/// What the server says of a problem (RFC 9457).
#[derive(Debug, Default, Deserialize)]
struct Problem {
    #[serde(default)]
    detail: String,
}

/// What became of a file.
#[derive(Debug, Serialize)]
struct FileOutcome {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<Receipt>,
    /// Received before, so not sent.
    skipped: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// Why one try did not succeed.
enum Refused {
    /// Trying again may help; perhaps the server says when.
    Later {
        reason: String,
        wait: Option<Duration>,
    },
    /// It will not.
    Never(Failure),
}

impl Send {
    /// Runs the command.
    pub fn run(self) -> Outcome {
        let mut sent = Sent::open()?;
        let agent: Agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(Duration::from_secs(10)))
            .timeout_recv_response(Some(Duration::from_mins(2)))
            .build()
            .into();
        let (mut outcomes, mut worst) = (Vec::new(), None);
        for file in &self.files {
            let result = self.send_file(&agent, &mut sent, file);
            if let Err(failure) = &result {
                worst = worst.max(Some(failure.kind()));
            }
            let outcome = self.tell(file, result)?;
            outcomes.push(outcome);
        }
        if self.json {
            terminal::print_json(&outcomes)?;
        }
        judge(worst, &outcomes)
    }

    fn send_file(&self, agent: &Agent, sent: &mut Sent, file: &Path) -> Outcome<Option<Receipt>> {
        let content = std::fs::read(file)
            .map_err(|error| Failure::user(format!("cannot read {}: {error}", file.display())))?;
        let to = self.to.trim_end_matches('/');
        let shipment = Shipment {
            site: self.site,
            as_of: self.as_of,
            kind: self.kind.as_str(),
        };
        let key = shipment.key(&content);
        if sent.has(to, &key) {
            return Ok(None);
        }
        let receipt = self.send_until_answered(agent, &key, &content)?;
        sent.remember(to, &key)?;
        Ok(Some(receipt))
    }

    fn send_until_answered(&self, agent: &Agent, key: &str, content: &[u8]) -> Outcome<Receipt> {
        let bar = terminal::byte_progress(content.len() as u64);
        let mut attempt = 1;
        loop {
            bar.set_position(0);
            match self.send_once(agent, key, content, &bar) {
                Ok(receipt) => {
                    bar.finish_and_clear();
                    return Ok(receipt);
                }
                Err(Refused::Never(failure)) => return Err(failure),
                Err(Refused::Later { reason, .. }) if attempt == TRIES => {
                    let failure = Failure::config(format!("{reason}, {TRIES} times"));
                    return Err(failure.with_hint(
                        "run the same command again later; what was received is not sent twice",
                    ));
                }
                Err(Refused::Later { reason, wait }) => {
                    let wait = wait
                        .unwrap_or(Duration::from_secs(1 << attempt))
                        .min(LONGEST_WAIT);
                    bar.suspend(|| {
                        terminal::note(&format!("{reason}; trying again in {} s", wait.as_secs()));
                    });
                    sleep(wait);
                    attempt += 1;
                }
            }
        }
    }

    fn send_once(
        &self,
        agent: &Agent,
        key: &str,
        content: &[u8],
        bar: &ProgressBar,
    ) -> Result<Receipt, Refused> {
        let mut body = bar.wrap_read(content);
        let request = agent
            .post(self.address())
            .header("authorization", format!("Bearer {}", self.token.trim()))
            .header("idempotency-key", key)
            .header("accept-language", terminal::language().code())
            .header("content-type", "application/octet-stream")
            .header("content-length", content.len().to_string());
        match request.send(SendBody::from_reader(&mut body)) {
            Ok(response) => read_answer(response),
            Err(ureq::Error::BadUri(reason)) => {
                Err(Refused::Never(Failure::user(format!("--to: {reason}"))))
            }
            Err(error) => Err(Refused::Later {
                reason: format!("cannot reach {}: {error}", self.to),
                wait: None,
            }),
        }
    }

    fn address(&self) -> String {
        // Codes and days are digits, letters and hyphens: nothing to escape.
        let site = self
            .site
            .map_or_else(String::new, |site| format!("&site={site}"));
        let day = self
            .as_of
            .map_or_else(String::new, |day| format!("&as_of={day}"));
        format!(
            "{}/api/v1/reports?kind={}{site}{day}",
            self.to.trim_end_matches('/'),
            self.kind.as_str()
        )
    }

    fn tell(&self, file: &Path, result: Outcome<Option<Receipt>>) -> Outcome<FileOutcome> {
        let name = file.display().to_string();
        let mut outcome = FileOutcome {
            file: name.clone(),
            receipt: None,
            skipped: false,
            error: None,
        };
        match result {
            Ok(Some(receipt)) => {
                if !self.json {
                    print_receipt(&name, &receipt)?;
                }
                outcome.receipt = Some(receipt);
            }
            Ok(None) => {
                terminal::note(&format!("{name}: received before, not sent again"));
                outcome.skipped = true;
            }
            Err(failure) => {
                terminal::note(&format!("{name}: {}", failure.message()));
                if let Some(hint) = failure.hint() {
                    terminal::note(&format!("hint: {hint}"));
                }
                outcome.error = Some(failure.message());
            }
        }
        Ok(outcome)
    }
}

fn read_answer(mut response: Response<Body>) -> Result<Receipt, Refused> {
    let status = response.status().as_u16();
    let wait = response
        .headers()
        .get("retry-after")
        .and_then(|value| value.to_str().ok()?.parse().ok());
    let mut text = String::new();
    let read = response
        .body_mut()
        .as_reader()
        .take(LONGEST_ANSWER)
        .read_to_string(&mut text);
    match status {
        200..300 => match (read, serde_json::from_str(&text)) {
            (Ok(_), Ok(receipt)) => Ok(receipt),
            // The report may be on the server: sending it again is safe, and tells.
            _ => Err(Refused::Later {
                reason: "the answer was cut off".to_owned(),
                wait: None,
            }),
        },
        429 | 502..=504 => {
            let reason = format!("the server is busy ({status})");
            Err(Refused::Later {
                reason,
                wait: wait.map(Duration::from_secs),
            })
        }
        _ => Err(Refused::Never(refusal(status, &text))),
    }
}

fn refusal(status: u16, text: &str) -> Failure {
    let detail = serde_json::from_str::<Problem>(text)
        .unwrap_or_default()
        .detail;
    let detail = if detail.is_empty() {
        format!("the server answered {status}")
    } else {
        detail
    };
    match status {
        400 | 409 | 413 | 422 => Failure::data(detail),
        401 | 403 => Failure::config(detail).with_hint("check --token and --site"),
        404 | 405 => Failure::config(format!("no intake of reports at this address ({status})"))
            .with_hint("check --to"),
        _ => Failure::config(detail),
    }
}

fn print_receipt(name: &str, receipt: &Receipt) -> Outcome {
    let again = if receipt.repeated {
        ", received before"
    } else {
        ""
    };
    terminal::print(&format!(
        "{name}: {} lines accepted, {} in quarantine, receipt {}{again}",
        receipt.lines, receipt.quarantined, receipt.id
    ))?;
    for line in &receipt.quarantined_lines {
        terminal::print(&format!(
            "  row {}, `{}`: {}",
            line.row, line.value, line.message
        ))?;
    }
    Ok(())
}

/// The worst outcome of a file is that of the command.
fn judge(worst: Option<FailureKind>, outcomes: &[FileOutcome]) -> Outcome {
    let failed = outcomes
        .iter()
        .filter(|outcome| outcome.error.is_some())
        .count();
    let message = format!("{failed} of {} reports were not received", outcomes.len());
    match worst {
        None => Ok(()),
        Some(FailureKind::User) => Err(Failure::user(message)),
        Some(FailureKind::Config) => Err(Failure::config(message)),
        Some(FailureKind::Data) => Err(Failure::data(message)),
        Some(FailureKind::Internal) => Err(Failure::internal(message)),
    }
}
