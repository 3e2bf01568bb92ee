//! Reads a day file back into the frozen day it was written from, so that a late report can correct it.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Int32Type, Int64Type};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use vigie_model::{Cip13, SiteNumber};

use super::notes::UntoldSites;
use super::{DayNotes, HistoryError};
use crate::PackTable;
use crate::line::{FlowLine, Flows};
use crate::picture::{Cell, DayState, Position, SLABS, Sale, SitePosition};

/// Reads a day file whole: 8 bytes a line in memory. Positions that carry an earlier report get the day before, which
/// is all that a day file tells of them.
pub fn read_day(
    path: &Path,
    packs: &PackTable,
    slab_of: impl Fn(SiteNumber) -> Option<usize>,
) -> Result<DayState, HistoryError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?;
    let notes = DayNotes::read(builder.metadata())?;
    let untold = UntoldSites::read(builder.metadata());
    let mut sites: BTreeMap<SiteNumber, SiteLines> = BTreeMap::new();
    for batch in builder.build()? {
        read_batch(&batch?, packs, &mut sites)?;
    }
    add_untold(&mut sites, untold);
    let mut state = DayState {
        day: notes.day,
        journal_head: notes.journal_head,
        packs: packs.len(),
        sites: Vec::with_capacity(sites.len()),
        reported: vec![0; SLABS],
        expected: vec![0; SLABS],
    };
    for slab in &notes.slabs {
        if let (Some(reported), Some(expected)) = (
            state.reported.get_mut(slab.slab),
            state.expected.get_mut(slab.slab),
        ) {
            (*reported, *expected) = (slab.reported, slab.expected);
        }
    }
    for (site, lines) in sites {
        if let Some(slab) = slab_of(site) {
            state.sites.push(SitePosition {
                site,
                slab,
                position: lines.position(&state),
            });
        }
    }
    state.sites.sort_by_key(|site| site.slab);
    Ok(state)
}

fn add_untold(sites: &mut BTreeMap<SiteNumber, SiteLines>, untold: UntoldSites) {
    for site in untold.without_sales {
        sites.entry(site).or_default().reported = true;
    }
    for site in untold.without_lines {
        let lines = sites.entry(site).or_default();
        (lines.reported, lines.states_sales) = (true, true);
    }
    for site in untold.carried_without_lines {
        sites.entry(site).or_default();
    }
}

#[derive(Default)]
struct SiteLines {
    cells: Vec<Cell>,
    sales: Vec<Sale>,
    flows: Vec<FlowLine>,
    states_sales: bool,
    reported: bool,
}

impl SiteLines {
    fn position(self, state: &DayState) -> Position {
        let mut position = Position::empty(if self.reported || self.states_sales {
            state.day
        } else {
            state.day.plus_days(-1)
        });
        position.cells = Arc::new(self.cells);
        position.sales = self.states_sales.then(|| Arc::new(self.sales));
        position.flows = Arc::new(self.flows);
        position
    }
}

fn read_batch(
    batch: &RecordBatch,
    packs: &PackTable,
    sites: &mut BTreeMap<SiteNumber, SiteLines>,
) -> Result<(), HistoryError> {
    let column = |name: &'static str| batch.column_by_name(name).ok_or(HistoryError::Column(name));
    let small = |name: &'static str| {
        column(name)?
            .as_primitive_opt::<Int32Type>()
            .ok_or(HistoryError::Column(name))
    };
    let codes = column("cip13")?
        .as_primitive_opt::<Int64Type>()
        .ok_or(HistoryError::Column("cip13"))?;
    let (site, on_hand, sold) = (small("site")?, small("on_hand")?, small("sold")?);
    let ordered = small("ordered_not_delivered")?;
    for index in 0..batch.num_rows() {
        let code = Cip13::from_u64(codes.value(index) as u64)
            .map_err(|_| HistoryError::Column("cip13"))?;
        let Some(pack) = packs.number(code) else {
            continue;
        };
        let lines = sites
            .entry(SiteNumber(site.value(index) as u32))
            .or_default();
        lines.cells.push(Cell {
            pack,
            on_hand: on_hand.value(index) as u32,
        });
        lines.states_sales |= sold.is_valid(index);
        if sold.is_valid(index) && sold.value(index) > 0 {
            lines.sales.push(Sale {
                pack,
                boxes: sold.value(index) as u32,
            });
        }
        if ordered.value(index) > 0 {
            let flows = Flows {
                ordered_not_delivered: ordered.value(index) as u32,
                ..Flows::default()
            };
            lines.flows.push(FlowLine { pack, flows });
        }
    }
    Ok(())
}
