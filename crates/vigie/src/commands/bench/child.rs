//! The server as a process of its own, so that its time and memory are counted alone.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::failure::{Failure, Outcome};
use crate::process;
use crate::wire::Connection;

/// A running `vigie serve`; killed when dropped.
#[derive(Debug)]
pub struct ServerProcess {
    child: Child,
    address: SocketAddr,
}

/// What the server says it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Stock lines.
    pub lines: u64,
    /// Reports in the journal.
    pub journal_head: u64,
}

impl ServerProcess {
    /// Starts it and waits until it is ready.
    pub async fn start(data: &Path, listen: SocketAddr) -> Outcome<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["serve", "--listen", &listen.to_string(), "--data"])
            .arg(data)
            .env_remove("VIGIE_DATABASE")
            .env("VIGIE_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let stdout = child.stdout.take();
        let line = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            stdout.map(|stdout| BufReader::new(stdout).read_line(&mut line));
            line
        });
        let line = line.await?;
        let address = line
            .trim()
            .strip_prefix("listening on http://")
            .and_then(|text| text.parse().ok());
        let Some(address) = address else {
            let _ = child.kill();
            return Err(Failure::internal(
                "the server did not start; its reason stands above",
            ));
        };
        let server = Self { child, address };
        server.connect().await?.get("/readyz").await?;
        Ok(server)
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Opens a connection.
    pub async fn connect(&self) -> Outcome<Connection> {
        Ok(Connection::open(self.address).await?)
    }

    /// Seconds it has spent on the processor.
    pub fn cpu_seconds(&self) -> Outcome<f64> {
        process::cpu_seconds(self.child.id())
    }

    /// Bytes of memory it holds.
    pub fn resident_bytes(&self) -> Outcome<u64> {
        process::resident_bytes(self.child.id())
    }

    /// What it holds, by its own metrics.
    pub async fn held(&self) -> Outcome<Held> {
        let mut connection = self.connect().await?;
        let answer = connection.get("/metrics").await?;
        let text = String::from_utf8_lossy(answer.body);
        let gauge = |name: &str| {
            let value = text
                .lines()
                .find_map(|line| line.strip_prefix(name)?.trim().parse::<f64>().ok());
            value
                .map(|value| value as u64)
                .ok_or_else(|| Failure::internal(format!("the server has no metric {name}")))
        };
        Ok(Held {
            lines: gauge("vigie_stock_lines")?,
            journal_head: gauge("vigie_journal_head")?,
        })
    }

    /// Kills it without warning (SIGKILL).
    pub fn kill(mut self) -> Outcome {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to end (SIGTERM) and waits.
    pub fn stop(mut self) -> Outcome {
        // The standard library can only kill; the command of the system asks.
        Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()?;
        let status = tokio::task::block_in_place(|| self.child.wait())?;
        if status.success() {
            Ok(())
        } else {
            Err(Failure::internal(format!("the server ended with {status}")))
        }
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        // Already ended in most cases.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
