//! Turns rows in any order into a [`ReportContent`] in order of pack.
//!
//! Rows are kept as they come; a table indexed by pack number remembers where each pack was met, so that the
//! sort is one pass over a bitmap and a duplicate is seen at once.

use std::sync::Arc;

use vigie_model::{IdentifierError, IdentifierReason, PackCode, PackCodeError, PackNumber, shown};

use crate::line::{
    FlowLine, Flows, ForecastLine, Quantities, QuarantinedLine, ReportContent, StockLine,
};
use crate::reason::LARGEST_QUANTITY;
use crate::{PackTable, QuarantineReason};

/// Longest offending value that is kept for the sender, in characters.
const LONGEST_VALUE: usize = 64;
/// Longest code that is kept, in characters: longer than the content of any barcode of a medicine, so that a line can
/// be used later as it is.
const LONGEST_CODE: usize = 256;

/// Where rows go while a file is read. Reusable: [`Collector::finish`] leaves it empty.
#[derive(Debug)]
pub struct Collector {
    packs: Arc<PackTable>,
    lines: Vec<StockLine>,
    present: Vec<u64>,
    place: Vec<u32>,
    flows: Vec<FlowLine>,
    forecasts: Vec<ForecastLine>,
    quarantined: Vec<QuarantinedLine>,
    states_sold: bool,
    sums_batches: bool,
}

impl Collector {
    /// A collector for the packs of a table.
    pub fn new(packs: Arc<PackTable>) -> Self {
        let words = packs.len().div_ceil(64);
        Self {
            present: vec![0; words],
            place: vec![0; words * 64],
            packs,
            lines: Vec::new(),
            flows: Vec::new(),
            forecasts: Vec::new(),
            quarantined: Vec::new(),
            states_sold: false,
            sums_batches: false,
        }
    }

    /// The packs it knows.
    pub fn packs(&self) -> &PackTable {
        &self.packs
    }

    /// Says that the file has a column of sales.
    pub fn set_states_sold(&mut self) {
        self.states_sold = true;
    }

    /// Says that the file has a column of batches: rows of one pack are then parts of its stock.
    pub fn set_sums_batches(&mut self) {
        self.sums_batches = true;
    }

    /// How many rows were taken or put in quarantine.
    pub fn rows(&self) -> usize {
        self.lines.len() + self.quarantined.len()
    }

    /// Takes a row with nothing but a stock and sales: the hot path.
    /// Returns `false`, having kept nothing, when the pack was already listed.
    #[inline]
    pub fn take(&mut self, pack: PackNumber, on_hand: u32, sold: u32) -> bool {
        let index = pack.0 as usize;
        let (Some(word), Some(place)) =
            (self.present.get_mut(index / 64), self.place.get_mut(index))
        else {
            return false;
        };
        let bit = 1u64 << (index % 64);
        if *word & bit != 0 {
            return false;
        }
        *word |= bit;
        *place = self.lines.len() as u32;
        self.lines.push(StockLine {
            pack,
            on_hand,
            sold,
        });
        true
    }

    /// Takes a whole row, by whatever code the sender uses for the pack.
    pub fn take_row(&mut self, row: u32, code: &str, quantities: Quantities) {
        match self.resolve(code) {
            Ok(pack) => self.take_quantities(row, code, pack, quantities),
            Err(reason) => self.quarantine(row, reason, code, Some(quantities), code),
        }
    }

    /// Takes a whole row of a known pack.
    pub fn take_quantities(
        &mut self,
        row: u32,
        code: &str,
        pack: PackNumber,
        quantities: Quantities,
    ) {
        if !self.take(pack, quantities.on_hand, quantities.sold) {
            if !(self.sums_batches && self.add_batch(pack, quantities)) {
                self.quarantine(
                    row,
                    QuarantineReason::DuplicatePack,
                    code,
                    Some(quantities),
                    code,
                );
            }
            return;
        }
        self.take_rare(pack, quantities);
    }

    /// Takes orders, transit and expiry of a pack whose row was taken.
    pub fn take_flows(&mut self, pack: PackNumber, flows: Flows) {
        if !flows.is_empty() {
            self.flows.push(FlowLine { pack, flows });
        }
    }

    /// Takes what few rows state.
    fn take_rare(&mut self, pack: PackNumber, quantities: Quantities) {
        self.take_flows(pack, quantities.flows);
        if !quantities.forecast.is_empty() {
            self.forecasts.push(ForecastLine {
                pack,
                forecast: quantities.forecast,
            });
        }
    }

    /// Adds another batch to a pack that was met before; `false` when the sum is beyond belief.
    fn add_batch(&mut self, pack: PackNumber, quantities: Quantities) -> bool {
        let place = self.place.get(pack.index()).copied().unwrap_or_default() as usize;
        let Some(line) = self.lines.get_mut(place) else {
            return false;
        };
        let sum = |a: u32, b: u32| a.checked_add(b).filter(|&sum| sum <= LARGEST_QUANTITY);
        let (Some(on_hand), Some(sold)) = (
            sum(line.on_hand, quantities.on_hand),
            sum(line.sold, quantities.sold),
        ) else {
            return false;
        };
        line.on_hand = on_hand;
        line.sold = sold;
        self.take_rare(pack, quantities);
        true
    }

    /// Keeps a row that cannot be used; `value` is what was wrong with it.
    pub fn quarantine(
        &mut self,
        row: u32,
        reason: QuarantineReason,
        code: &str,
        quantities: Option<Quantities>,
        value: &str,
    ) {
        self.quarantined.push(QuarantinedLine {
            row,
            reason,
            code: code.chars().take(LONGEST_CODE).collect(),
            quantities,
            value: shown(value, LONGEST_VALUE),
        });
    }

    /// The pack that a sender means by a code.
    pub fn resolve(&self, code: &str) -> Result<PackNumber, QuarantineReason> {
        resolve(&self.packs, code)
    }

    /// The content in order of pack; the collector is empty again.
    pub fn finish(&mut self) -> ReportContent {
        let mut sorted = Vec::with_capacity(self.lines.len());
        for (word_index, word) in self.present.iter_mut().enumerate() {
            let mut bits = std::mem::take(word);
            while bits != 0 {
                let index = word_index * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let line = self
                    .place
                    .get(index)
                    .and_then(|&place| self.lines.get(place as usize));
                sorted.extend(line.copied());
            }
        }
        self.lines.clear();
        self.sums_batches = false;
        self.flows.sort_by_key(|line| line.pack);
        self.flows.dedup_by(|next, kept| {
            let same = next.pack == kept.pack;
            if same {
                kept.flows = kept.flows.plus(next.flows);
            }
            same
        });
        // A forecast is of the pack, not of a batch: the first row that states one says it.
        self.forecasts.sort_by_key(|line| line.pack);
        self.forecasts.dedup_by_key(|line| line.pack);
        self.quarantined.sort_by_key(|line| line.row);
        ReportContent {
            lines: sorted,
            states_sold: std::mem::take(&mut self.states_sold),
            flows: std::mem::take(&mut self.flows),
            forecasts: std::mem::take(&mut self.forecasts),
            quarantined: std::mem::take(&mut self.quarantined),
        }
    }
}

/// The pack that a sender means by a code, or why there is none.
pub fn resolve(packs: &PackTable, code: &str) -> Result<PackNumber, QuarantineReason> {
    match PackCode::parse(code) {
        Ok(code) => match (code.cip13(), code.ucd13()) {
            (Some(cip13), _) => packs.number(cip13).ok_or(QuarantineReason::UnknownPack),
            (None, Some(_)) => Err(QuarantineReason::DispensingUnit),
            (None, None) => Err(QuarantineReason::UnknownPack),
        },
        Err(PackCodeError::Damaged(_)) => Err(QuarantineReason::DamagedCode),
        Err(PackCodeError::Invalid(IdentifierError {
            reason: IdentifierReason::CheckDigit { .. },
            ..
        })) => Err(QuarantineReason::WrongCheckDigit),
        Err(_) => Err(QuarantineReason::UnreadableCode),
    }
}
