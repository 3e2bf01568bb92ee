//! Many requests over keep-alive connections, from one counter: what came back, and how long each took.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde::Deserialize;
use tokio::task::JoinSet;

use crate::failure::{Failure, Outcome};
use crate::wire::Connection;

/// A request.
pub enum Request {
    /// A question.
    Get {
        /// The address.
        target: Arc<str>,
        /// The session of the asker, if any.
        cookie: Option<Arc<str>>,
    },
    /// A report.
    Post {
        /// The address.
        target: String,
        /// The sender's token.
        token: Arc<str>,
        /// The file.
        body: Vec<u8>,
    },
}

/// What came back.
#[derive(Debug, Default)]
pub struct Tally {
    /// Requests answered with success.
    pub answered: u64,
    /// Lines in use, by the receipts.
    pub lines: u64,
    /// Lines in quarantine, by the receipts.
    pub quarantined: u64,
    /// Seconds from the first request to the last answer.
    pub seconds: f64,
    /// Microseconds that each took.
    microseconds: Vec<u32>,
}

#[derive(Debug, Deserialize)]
struct Receipt {
    lines: u64,
    quarantined: u64,
}

impl Tally {
    /// Milliseconds within which this share of the requests was answered.
    pub fn percentile_milliseconds(&mut self, share: f64) -> f64 {
        self.microseconds.sort_unstable();
        let last = self.microseconds.len().saturating_sub(1);
        let index = (last as f64 * share).round() as usize;
        self.microseconds
            .get(index)
            .map_or(0.0, |microseconds| f64::from(*microseconds) / 1000.0)
    }

    fn add(&mut self, other: Self) {
        self.answered += other.answered;
        self.lines += other.lines;
        self.quarantined += other.quarantined;
        self.microseconds.extend(other.microseconds);
    }
}

/// Sends request 0, 1, 2… over so many connections until `make` has no more. The first answer that is no success ends
/// the run.
pub async fn drive(
    address: SocketAddr,
    connections: usize,
    make: impl Fn(usize) -> Outcome<Option<Request>> + Send + Sync + 'static,
) -> Outcome<Tally> {
    let (make, next) = (Arc::new(make), Arc::new(AtomicUsize::new(0)));
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..connections {
        let (make, next) = (Arc::clone(&make), Arc::clone(&next));
        tasks.spawn(async move { run(address, &next, &*make).await });
    }
    let mut tally = Tally::default();
    while let Some(outcome) = tasks.join_next().await {
        tally.add(outcome??);
    }
    tally.seconds = started.elapsed().as_secs_f64();
    Ok(tally)
}

/// Asks the same addresses in turn for some time.
pub async fn ask(
    address: SocketAddr,
    connections: usize,
    targets: Vec<Arc<str>>,
    cookie: Option<Arc<str>>,
    time: Duration,
) -> Outcome<Tally> {
    let end = Instant::now() + time;
    let make = move |index: usize| {
        let target = targets
            .get(index % targets.len().max(1))
            .filter(|_| Instant::now() < end);
        Ok(target.map(|target| Request::Get {
            target: Arc::clone(target),
            cookie: cookie.clone(),
        }))
    };
    drive(address, connections, make).await
}

async fn run(
    address: SocketAddr,
    next: &AtomicUsize,
    make: &(impl Fn(usize) -> Outcome<Option<Request>> + Sync),
) -> Outcome<Tally> {
    let mut connection = Connection::open(address).await?;
    let mut tally = Tally::default();
    while let Some(request) = make(next.fetch_add(1, Ordering::Relaxed))? {
        let started = Instant::now();
        exchange(&mut connection, &request, &mut tally).await?;
        tally
            .microseconds
            .push(started.elapsed().as_micros() as u32);
        tally.answered += 1;
    }
    Ok(tally)
}

async fn exchange(connection: &mut Connection, request: &Request, tally: &mut Tally) -> Outcome {
    let answer = match request {
        Request::Get { target, cookie } => connection.get_as(target, cookie.as_deref()).await?,
        Request::Post {
            target,
            token,
            body,
        } => connection.post(target, token, body).await?,
    };
    if !matches!(answer.status, 200 | 201) {
        let text = String::from_utf8_lossy(answer.body);
        return Err(Failure::internal(format!(
            "the server answered {}: {text}",
            answer.status
        )));
    }
    if matches!(request, Request::Post { .. }) {
        let receipt: Receipt = serde_json::from_slice(answer.body)?;
        tally.lines += receipt.lines;
        tally.quarantined += receipt.quarantined;
    }
    Ok(())
}
