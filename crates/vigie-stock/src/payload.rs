//! How the journal keeps a report: columns of small integers, compressed; about 1.5 bytes a line.
//!
//! Layout before compression: version, flags, then streams of LEB128 integers. Pack numbers and rows are
//! differences from the one before. The digest of a report is taken over this form, so that the order of lines,
//! the names of columns and the compression of a file do not make two reports of one.

use vigie_model::PackNumber;

use crate::QuarantineReason;
use crate::line::{
    FORECAST_MONTHS, FlowLine, Flows, Forecast, ForecastLine, Quantities, QuarantinedLine,
    ReportContent, StockLine,
};

const VERSION: u8 = 1;
const STATES_SOLD: u8 = 1;
/// Fast and, on such streams, within 5 % of the slower levels.
const COMPRESSION_LEVEL: i32 = 1;
/// Larger than any report that the intake accepts; bounds what a damaged payload may ask for.
const LARGEST_PAYLOAD: usize = 256 << 20;

/// A payload that cannot be read back: the store is damaged, or newer than this program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PayloadError {
    /// The bytes end too early or say impossible things.
    #[error("journal payload is damaged")]
    Damaged,
    /// Written by a later version.
    #[error("journal payload has version {0}, this program reads up to {VERSION}")]
    Version(u8),
}

/// Writes payloads, reusing its buffers and compression state.
pub struct PayloadWriter {
    plain: Vec<u8>,
    compressor: zstd::bulk::Compressor<'static>,
}

impl std::fmt::Debug for PayloadWriter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("PayloadWriter")
            .finish_non_exhaustive()
    }
}

impl PayloadWriter {
    /// A writer.
    pub fn new() -> std::io::Result<Self> {
        Ok(Self {
            plain: Vec::new(),
            compressor: zstd::bulk::Compressor::new(COMPRESSION_LEVEL)?,
        })
    }

    /// The compressed payload and the BLAKE3 digest of its plain form.
    pub fn write(&mut self, content: &ReportContent) -> std::io::Result<(Vec<u8>, [u8; 32])> {
        self.plain.clear();
        write_plain(content, &mut self.plain);
        let digest = blake3::hash(&self.plain).into();
        Ok((self.compressor.compress(&self.plain)?, digest))
    }
}

/// Reads a compressed payload.
pub fn read_payload(bytes: &[u8]) -> Result<ReportContent, PayloadError> {
    let capacity = zstd::bulk::Decompressor::upper_bound(bytes)
        .unwrap_or(LARGEST_PAYLOAD)
        .min(LARGEST_PAYLOAD);
    let plain = zstd::bulk::decompress(bytes, capacity).map_err(|_| PayloadError::Damaged)?;
    read_plain(&plain)
}

fn write_plain(content: &ReportContent, out: &mut Vec<u8>) {
    out.reserve(content.lines.len() * 3 + 64);
    out.extend([VERSION, if content.states_sold { STATES_SOLD } else { 0 }]);
    put(out, content.lines.len() as u64);
    put_packs(out, content.lines.iter().map(|line| line.pack));
    content
        .lines
        .iter()
        .for_each(|line| put(out, line.on_hand.into()));
    if content.states_sold {
        content
            .lines
            .iter()
            .for_each(|line| put(out, line.sold.into()));
    }
    put(out, content.flows.len() as u64);
    put_packs(out, content.flows.iter().map(|line| line.pack));
    content
        .flows
        .iter()
        .for_each(|line| put_flows(out, line.flows));
    put(out, content.forecasts.len() as u64);
    put_packs(out, content.forecasts.iter().map(|line| line.pack));
    content
        .forecasts
        .iter()
        .for_each(|line| put_forecast(out, &line.forecast));
    put(out, content.quarantined.len() as u64);
    content
        .quarantined
        .iter()
        .for_each(|line| put_quarantined(out, line));
}

fn put_packs(out: &mut Vec<u8>, packs: impl Iterator<Item = PackNumber>) {
    let mut last = 0;
    for pack in packs {
        put(out, u64::from(pack.0.wrapping_sub(last)));
        last = pack.0;
    }
}

fn put_flows(out: &mut Vec<u8>, flows: Flows) {
    put(out, flows.ordered_not_delivered.into());
    put(out, flows.in_transit.into());
    put(out, flows.expiring.into());
}

fn put_forecast(out: &mut Vec<u8>, forecast: &Forecast) {
    // 0 is a month that is not stated; others are one more than they are.
    for month in forecast.demand.iter().chain(&forecast.supply) {
        put(out, month.map_or(0, |boxes| u64::from(boxes) + 1));
    }
}

fn put_quarantined(out: &mut Vec<u8>, line: &QuarantinedLine) {
    put(out, line.row.into());
    out.push(line.reason.code());
    put_text(out, &line.code);
    put_text(out, &line.value);
    out.push(u8::from(line.quantities.is_some()));
    if let Some(quantities) = &line.quantities {
        put(out, quantities.on_hand.into());
        put(out, quantities.sold.into());
        put_flows(out, quantities.flows);
        put_forecast(out, &quantities.forecast);
    }
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

#[inline]
fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn read_plain(plain: &[u8]) -> Result<ReportContent, PayloadError> {
    let mut reader = Reader { rest: plain };
    match reader.byte()? {
        VERSION => {}
        other => return Err(PayloadError::Version(other)),
    }
    let states_sold = reader.byte()? & STATES_SOLD != 0;
    let lines = reader.lines(states_sold)?;
    let flows = reader.flow_lines()?;
    let forecasts = reader.forecast_lines()?;
    let quarantined = reader.quarantined_lines()?;
    if !reader.rest.is_empty() {
        return Err(PayloadError::Damaged);
    }
    Ok(ReportContent {
        lines,
        states_sold,
        flows,
        forecasts,
        quarantined,
    })
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn byte(&mut self) -> Result<u8, PayloadError> {
        let (&first, rest) = self.rest.split_first().ok_or(PayloadError::Damaged)?;
        self.rest = rest;
        Ok(first)
    }

    #[inline]
    fn integer(&mut self) -> Result<u64, PayloadError> {
        let first = self.byte()?;
        if first < 0x80 {
            return Ok(first.into());
        }
        let mut value = u64::from(first & 0x7F);
        for shift in (7..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(PayloadError::Damaged)
    }

    #[inline]
    fn small(&mut self) -> Result<u32, PayloadError> {
        u32::try_from(self.integer()?).map_err(|_| PayloadError::Damaged)
    }

    /// A count of items that take at least one byte each, so that a damaged count cannot ask for memory.
    fn count(&mut self) -> Result<usize, PayloadError> {
        let count = self.integer()? as usize;
        if count > self.rest.len() {
            Err(PayloadError::Damaged)
        } else {
            Ok(count)
        }
    }

    fn packs<T>(
        &mut self,
        count: usize,
        make: impl Fn(PackNumber) -> T,
    ) -> Result<Vec<T>, PayloadError> {
        let mut last = 0u32;
        let mut items = Vec::with_capacity(count);
        for _ in 0..count {
            last = last
                .checked_add(self.small()?)
                .ok_or(PayloadError::Damaged)?;
            items.push(make(PackNumber(last)));
        }
        Ok(items)
    }

    fn lines(&mut self, states_sold: bool) -> Result<Vec<StockLine>, PayloadError> {
        let count = self.count()?;
        let mut lines = self.packs(count, |pack| StockLine {
            pack,
            on_hand: 0,
            sold: 0,
        })?;
        for line in &mut lines {
            line.on_hand = self.small()?;
        }
        if states_sold {
            for line in &mut lines {
                line.sold = self.small()?;
            }
        }
        Ok(lines)
    }

    fn flow_lines(&mut self) -> Result<Vec<FlowLine>, PayloadError> {
        let count = self.count()?;
        let mut lines = self.packs(count, |pack| FlowLine {
            pack,
            flows: Flows::default(),
        })?;
        for line in &mut lines {
            line.flows = self.flows()?;
        }
        Ok(lines)
    }

    fn flows(&mut self) -> Result<Flows, PayloadError> {
        Ok(Flows {
            ordered_not_delivered: self.small()?,
            in_transit: self.small()?,
            expiring: self.small()?,
        })
    }

    fn forecast_lines(&mut self) -> Result<Vec<ForecastLine>, PayloadError> {
        let count = self.count()?;
        let mut lines = self.packs(count, |pack| ForecastLine {
            pack,
            forecast: Forecast::default(),
        })?;
        for line in &mut lines {
            line.forecast = self.forecast()?;
        }
        Ok(lines)
    }

    fn forecast(&mut self) -> Result<Forecast, PayloadError> {
        Ok(Forecast {
            demand: self.months()?,
            supply: self.months()?,
        })
    }

    fn months(&mut self) -> Result<[Option<u32>; FORECAST_MONTHS], PayloadError> {
        let mut months = [None; FORECAST_MONTHS];
        for month in &mut months {
            let stored = self.integer()?;
            *month = stored
                .checked_sub(1)
                .map(u32::try_from)
                .transpose()
                .map_err(|_| PayloadError::Damaged)?;
        }
        Ok(months)
    }

    fn quarantined_lines(&mut self) -> Result<Vec<QuarantinedLine>, PayloadError> {
        let count = self.count()?;
        (0..count).map(|_| self.quarantined_line()).collect()
    }

    fn quarantined_line(&mut self) -> Result<QuarantinedLine, PayloadError> {
        let row = self.small()?;
        let reason = QuarantineReason::from_code(self.byte()?).ok_or(PayloadError::Damaged)?;
        let code = self.text()?;
        let value = self.text()?;
        let quantities = match self.byte()? {
            0 => None,
            _ => Some(Quantities {
                on_hand: self.small()?,
                sold: self.small()?,
                flows: self.flows()?,
                forecast: self.forecast()?,
            }),
        };
        Ok(QuarantinedLine {
            row,
            reason,
            code,
            quantities,
            value,
        })
    }

    fn text(&mut self) -> Result<String, PayloadError> {
        let length = self.integer()? as usize;
        let (text, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or(PayloadError::Damaged)?;
        self.rest = rest;
        String::from_utf8(text.to_vec()).map_err(|_| PayloadError::Damaged)
    }
}
