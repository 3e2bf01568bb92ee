//! Sends what leaves the country to the server, day after day, and lets days end.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use serde::Deserialize;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use vigie_model::{Day, FixedClock};
use vigie_server::system::{System, SystemError};

use super::Outgoing;
use crate::failure::{Failure, Outcome};
use crate::population::{Population, Sender};
use crate::wire::Connection;

/// Requests under way at once: the more, the more reports share one wait for the disk.
const CONNECTIONS: usize = 64;
/// Days whose files may wait to be written: while months are merged, days go on.
const MOST_CLOSING: usize = 30;

/// What the receipt of a report says.
#[derive(Debug, Default, Deserialize)]
struct Receipt {
    lines: u64,
    quarantined: u64,
}

/// A connection that is free, and the answer to what it sent last.
type Free = (Connection, Outcome<Option<Receipt>>);

/// The way from the country to the server.
pub struct Intake {
    /// Reports received.
    pub reports: u64,
    /// Lines in use.
    pub lines: u64,
    /// Lines in quarantine.
    pub quarantined: u64,
    system: Arc<System>,
    clock: FixedClock,
    senders: Arc<[Arc<Sender>]>,
    outgoing: mpsc::Receiver<Outgoing>,
    free: mpsc::Receiver<Free>,
    freed: mpsc::Sender<Free>,
    /// Days whose files are being written, the earliest first.
    closing: VecDeque<JoinHandle<Result<Vec<Day>, SystemError>>>,
    started: Instant,
}

impl Intake {
    /// Connects to the server.
    pub async fn open(
        system: &Arc<System>,
        clock: FixedClock,
        address: SocketAddr,
        population: &Population,
        outgoing: mpsc::Receiver<Outgoing>,
    ) -> Outcome<Self> {
        let (freed, free) = mpsc::channel(CONNECTIONS);
        for _ in 0..CONNECTIONS {
            let connection = Connection::open(address).await?;
            // The channel has room for all connections.
            let _ = freed.try_send((connection, Ok(None)));
        }
        let senders = population.senders.iter();
        let senders = senders.map(|sender| {
            Arc::new(Sender {
                code: sender.code.clone(),
                token: sender.token.clone(),
            })
        });
        Ok(Self {
            reports: 0,
            lines: 0,
            quarantined: 0,
            system: Arc::clone(system),
            clock,
            senders: senders.collect(),
            outgoing,
            free,
            freed,
            closing: VecDeque::new(),
            started: Instant::now(),
        })
    }

    /// Seconds since the first report.
    pub fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// Sends all reports of the next day; when they are answered, the day before it ends.
    pub async fn take_day(&mut self) -> Outcome<Day> {
        let ended = || Failure::internal("the simulated country has ended");
        loop {
            match self.outgoing.recv().await.ok_or_else(ended)? {
                Outgoing::Report {
                    site,
                    as_of,
                    kind,
                    gzip,
                } => self.send(site, as_of, kind, gzip).await?,
                Outgoing::DayEnd(day) => {
                    self.wait_for_answers().await?;
                    self.end_day(day).await?;
                    return Ok(day);
                }
            }
        }
    }

    /// Waits until the files of the ended days are written.
    pub async fn settle(&mut self) -> Outcome {
        self.settle_all_but(0).await
    }

    async fn settle_all_but(&mut self, most: usize) -> Outcome {
        while self.closing.len() > most
            && let Some(earliest) = self.closing.pop_front()
        {
            earliest.await??;
        }
        Ok(())
    }

    async fn send(
        &mut self,
        site: usize,
        as_of: Day,
        kind: &'static str,
        gzip: Vec<u8>,
    ) -> Outcome {
        let mut connection = self.take_connection().await?;
        let sender = self.senders.get(site).map(Arc::clone);
        let sender =
            sender.ok_or_else(|| Failure::internal("a site that was not registered reports"))?;
        let freed = self.freed.clone();
        tokio::spawn(async move {
            let answer = post(&mut connection, &sender, as_of, kind, &gzip).await;
            // Nobody waits for the connection once the demo ends.
            let _ = freed.send((connection, answer.map(Some))).await;
        });
        Ok(())
    }

    async fn take_connection(&mut self) -> Outcome<Connection> {
        let (connection, answer) = self
            .free
            .recv()
            .await
            .ok_or_else(|| Failure::internal("no connection is left"))?;
        if let Some(receipt) = answer? {
            self.reports += 1;
            self.lines += receipt.lines;
            self.quarantined += receipt.quarantined;
        }
        Ok(connection)
    }

    async fn wait_for_answers(&mut self) -> Outcome {
        let mut connections = Vec::with_capacity(CONNECTIONS);
        for _ in 0..CONNECTIONS {
            connections.push(self.take_connection().await?);
        }
        for connection in connections {
            let _ = self.freed.try_send((connection, Ok(None)));
        }
        Ok(())
    }

    /// The files of the day before are written while the next days are sent.
    async fn end_day(&mut self, day: Day) -> Outcome {
        self.settle_all_but(MOST_CLOSING).await?;
        // First the clock: reports of the next day must not be about the future.
        self.clock.set_day(day.plus_days(1));
        let system = Arc::clone(&self.system);
        self.closing.push_back(tokio::spawn(async move {
            let closed = system.close_days_unmerged(day.plus_days(-1)).await?;
            system.correct_days().await?;
            Ok(closed)
        }));
        Ok(())
    }
}

async fn post(
    connection: &mut Connection,
    sender: &Sender,
    as_of: Day,
    kind: &str,
    gzip: &[u8],
) -> Outcome<Receipt> {
    let target = format!(
        "/api/v1/reports?site={}&as_of={as_of}&kind={kind}",
        sender.code
    );
    let answer = connection.post(&target, &sender.token, gzip).await?;
    if answer.status == 201 || answer.status == 200 {
        return Ok(serde_json::from_slice(answer.body)?);
    }
    let text = String::from_utf8_lossy(answer.body);
    Err(Failure::internal(format!(
        "the server answered {} to site {}: {text}",
        answer.status, sender.code
    )))
}
