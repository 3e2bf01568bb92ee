//! What the system knows of a process: its time on the processor and its memory.

use std::fs;

use crate::failure::{Failure, Outcome};

/// Ticks in a second of the times in `/proc`: fixed by the interface of Linux (`USER_HZ`).
const TICKS_PER_SECOND: f64 = 100.0;

/// Seconds that a process has spent on the processor, in the system included; to 0.01 s.
pub fn cpu_seconds(process: u32) -> Outcome<f64> {
    let text = read(process, "stat")?;
    // The name of the program may hold spaces and brackets; the fields start after its last bracket.
    let fields = text
        .rsplit_once(')')
        .map(|(_, fields)| fields)
        .unwrap_or_default();
    // utime and stime are the fields 14 and 15 of proc(5); the state, first here, is field 3.
    let ticks: Vec<f64> = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse().ok())
        .collect();
    match ticks.as_slice() {
        [user, system] => Ok((user + system) / TICKS_PER_SECOND),
        _ => Err(Failure::internal("the times of a process cannot be read")),
    }
}

/// Bytes of memory that a process holds.
pub fn resident_bytes(process: u32) -> Outcome<u64> {
    let text = read(process, "status")?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    kibibytes
        .map(|count| count << 10)
        .ok_or_else(|| Failure::internal("the memory of a process cannot be read"))
}

fn read(process: u32, file: &str) -> Outcome<String> {
    let path = format!("/proc/{process}/{file}");
    fs::read_to_string(&path)
        .map_err(|error| Failure::config(format!("cannot read {path}: {error}")))
}
