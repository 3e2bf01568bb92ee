//! A throwaway PostgreSQL server: private folder, unix socket, gone when the process that started it is gone.

use std::env;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

/// A running server. Dropping it, or the end of the process in whatever way, stops it and removes its folder.
pub struct PostgresServer {
    socket_folder: PathBuf,
    databases: AtomicU32,
    account: Option<String>,
    programs: PathBuf,
    /// A shell that waits for the end of its input, which is the end of this process, then stops the server.
    _keeper: Child,
}

impl PostgresServer {
    /// Starts a server. `durable` keeps fsync on: needed to measure, not to test.
    pub fn start(durable: bool) -> Result<Self> {
        let programs = programs_folder()?;
        let folder = tempfile::Builder::new()
            .prefix("vigie-postgres-")
            .tempdir()?
            .keep();
        let account = give_to_unprivileged(&folder)?;
        run(as_account(account.as_deref(), &programs.join("initdb"))
            .args([
                "--username=vigie",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "-D",
            ])
            .arg(folder.join("data"))
            .current_dir(&folder))?;
        let server = server_command(account.as_deref(), &programs, &folder, durable);
        let server = Self {
            _keeper: keep(&server, &folder)?,
            socket_folder: folder,
            databases: AtomicU32::new(0),
            account,
            programs,
        };
        server.wait_until_ready()?;
        Ok(server)
    }

    /// A new, empty database; answers its address.
    pub fn create_database(&self) -> Result<String> {
        let name = format!("vigie_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.psql("postgres", &format!("CREATE DATABASE {name}"))?;
        Ok(format!(
            "postgres:///{name}?host={}&user=vigie",
            self.socket_folder.display()
        ))
    }

    /// Where the server keeps its data, and works.
    #[allow(dead_code, reason = "used by the measure, not by the tests")]
    pub fn data_folder(&self) -> PathBuf {
        self.socket_folder.join("data")
    }

    /// Runs statements in the database with this address.
    pub fn execute(&self, address: &str, statements: &str) -> Result<String> {
        let name = address
            .trim_start_matches("postgres:///")
            .split('?')
            .next()
            .unwrap_or_default();
        self.psql(name, statements)
    }

    fn psql(&self, database: &str, statements: &str) -> Result<String> {
        let mut command = as_account(self.account.as_deref(), &self.programs.join("psql"));
        run(command
            .args([
                "-X",
                "-q",
                "-A",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "-U",
                "vigie",
                "-d",
                database,
                "-c",
                statements,
                "-h",
            ])
            .arg(&self.socket_folder)
            .current_dir(&self.socket_folder))
    }

    fn wait_until_ready(&self) -> Result<()> {
        let deadline = Instant::now() + Duration::from_mins(1);
        while let Err(error) = self.psql("postgres", "SELECT 1") {
            if Instant::now() > deadline {
                let log = fs::read_to_string(self.socket_folder.join("log")).unwrap_or_default();
                bail!("PostgreSQL did not start: {error}\n{log}");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

/// Where `initdb` and `postgres` are: in `PATH`, or the newest in Debian's place.
fn programs_folder() -> Result<PathBuf> {
    let in_path = env::var_os("PATH")
        .map(|path| env::split_paths(&path).collect::<Vec<_>>())
        .unwrap_or_default();
    let mut installed: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|versions| {
            versions
                .flatten()
                .map(|version| version.path().join("bin"))
                .collect()
        })
        .unwrap_or_default();
    installed.sort();
    installed
        .into_iter()
        .rev()
        .chain(in_path)
        .find(|folder| ["initdb", "postgres", "psql"].iter().all(|program| folder.join(program).is_file()))
        .context(
            "these tests need the PostgreSQL programs initdb, postgres and psql: on Debian or Ubuntu run \
             `apt-get install postgresql`, elsewhere install PostgreSQL 14 or later and put its bin folder in PATH",
        )
}

/// PostgreSQL refuses to run as root; as root, an ordinary account gets the folder and runs it.
fn give_to_unprivileged(folder: &Path) -> Result<Option<String>> {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    if fs::metadata(folder)?.uid() != 0 {
        return Ok(None);
    }
    let accounts = fs::read_to_string("/etc/passwd")?;
    let account = |name: &str| {
        let line = accounts
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        let mut numbers = line.split(':').skip(2).map(str::parse::<u32>);
        Some((
            numbers.next()?.ok()?,
            numbers.next()?.ok()?,
            name.to_owned(),
        ))
    };
    let (user, group, name) = account("postgres").or_else(|| account("nobody")).context(
        "running as root, PostgreSQL needs an account `postgres` or `nobody`: create one",
    )?;
    chown(folder, Some(user), Some(group))?;
    Ok(Some(name))
}

fn as_account(account: Option<&str>, program: &Path) -> Command {
    let Some(account) = account else {
        return Command::new(program);
    };
    let mut command = Command::new("runuser");
    command.args(["-u", account, "--"]).arg(program);
    command
}

fn server_command(account: Option<&str>, programs: &Path, folder: &Path, durable: bool) -> Command {
    let mut command = as_account(account, &programs.join("postgres"));
    let fsync = if durable { "fsync=on" } else { "fsync=off" };
    command
        .arg("-D")
        .arg(folder.join("data"))
        .arg("-k")
        .arg(folder);
    command.args([
        "-c",
        "listen_addresses=",
        "-c",
        "max_connections=200",
        "-c",
        "shared_buffers=64MB",
        "-c",
        fsync,
    ]);
    command
}

/// Starts the server under a shell whose input is ours.
fn keep(server: &Command, folder: &Path) -> Result<Child> {
    let script = "folder=$1; shift; \"$@\" >\"$folder/log\" 2>&1 </dev/null & \
         read -r _; kill -INT $(head -n 1 \"$folder/data/postmaster.pid\"); wait; rm -rf \"$folder\"";
    let keeper = Command::new("sh")
        .args(["-c", script, "keeper"])
        .arg(folder)
        .arg(server.get_program())
        .args(server.get_args())
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    Ok(keeper)
}

fn run(command: &mut Command) -> Result<String> {
    let output = command
        .output()
        .with_context(|| format!("cannot run {command:?}"))?;
    let error = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{command:?} failed: {error}");
    Ok(String::from_utf8(output.stdout)?)
}
