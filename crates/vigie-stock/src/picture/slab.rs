//! Sums over the sites of one tier in one territory, pack by pack.

use vigie_model::PackNumber;

use super::closed::SlabSales;
use super::site::{Cell, Sale};

/// Sums of one pack over the sites of a slab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Boxes on hand.
    pub on_hand: u64,
    /// Boxes sold on the reported days of the last 7 days.
    pub sold_7_days: u64,
    /// Boxes sold on the reported days of the last 28 days.
    pub sold_28_days: u64,
    /// Sites that have at least one box.
    pub sites_holding: u32,
    /// Sites that carry the pack and have none.
    pub sites_at_zero: u32,
}

impl Totals {
    /// The sum over two sets of sites.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            on_hand: self.on_hand + other.on_hand,
            sold_7_days: self.sold_7_days + other.sold_7_days,
            sold_28_days: self.sold_28_days + other.sold_28_days,
            sites_holding: self.sites_holding + other.sites_holding,
            sites_at_zero: self.sites_at_zero + other.sites_at_zero,
        }
    }
}

/// The same in 20 bytes instead of 32, as a country has millions of them: 40 bits a sum (a million million boxes) and
/// 16 bits a count of sites of one tier (the largest, pharmacies, has 20,000). Sums wrap around, so that one that is
/// beyond belief for a while is right again once it is taken back.
#[derive(Debug, Clone, Copy, Default)]
struct Packed {
    low: [u32; 3],
    high: [u8; 3],
    sites: [u16; 2],
}

impl Packed {
    #[inline]
    const fn sum(low: u32, high: u8) -> u64 {
        low as u64 | (high as u64) << 32
    }

    #[inline]
    const fn totals(&self) -> Totals {
        let ([a, b, c], [a_high, b_high, c_high]) = (self.low, self.high);
        let [holding, at_zero] = self.sites;
        Totals {
            on_hand: Self::sum(a, a_high),
            sold_7_days: Self::sum(b, b_high),
            sold_28_days: Self::sum(c, c_high),
            sites_holding: holding as u32,
            sites_at_zero: at_zero as u32,
        }
    }

    #[inline]
    const fn set_on_hand(&mut self, boxes: u64) {
        self.low[0] = boxes as u32;
        self.high[0] = (boxes >> 32) as u8;
    }

    #[inline]
    const fn set_sold(&mut self, boxes_7_days: u64, boxes_28_days: u64) {
        (self.low[1], self.low[2]) = (boxes_7_days as u32, boxes_28_days as u32);
        (self.high[1], self.high[2]) = ((boxes_7_days >> 32) as u8, (boxes_28_days >> 32) as u8);
    }

    /// Adds the stock of one site.
    #[inline]
    fn add(&mut self, on_hand: u32) {
        let [holding, at_zero] = &mut self.sites;
        *holding = holding.wrapping_add((on_hand > 0).into());
        *at_zero = at_zero.wrapping_add((on_hand == 0).into());
        self.set_on_hand(Self::sum(self.low[0], self.high[0]).wrapping_add(on_hand.into()));
    }

    /// Takes the stock of one site back.
    #[inline]
    fn remove(&mut self, on_hand: u32) {
        let [holding, at_zero] = &mut self.sites;
        *holding = holding.wrapping_sub((on_hand > 0).into());
        *at_zero = at_zero.wrapping_sub((on_hand == 0).into());
        self.set_on_hand(Self::sum(self.low[0], self.high[0]).wrapping_sub(on_hand.into()));
    }

    /// Adds boxes sold.
    #[inline]
    fn sell(&mut self, boxes: u64, windows: Windows) {
        let Totals {
            sold_7_days,
            sold_28_days,
            ..
        } = self.totals();
        self.set_sold(
            sold_7_days.wrapping_add(boxes * u64::from(windows.seven)),
            sold_28_days.wrapping_add(boxes * u64::from(windows.twenty_eight)),
        );
    }

    /// Takes boxes sold back.
    #[inline]
    fn unsell(&mut self, boxes: u64, windows: Windows) {
        let Totals {
            sold_7_days,
            sold_28_days,
            ..
        } = self.totals();
        self.set_sold(
            sold_7_days.wrapping_sub(boxes * u64::from(windows.seven)),
            sold_28_days.wrapping_sub(boxes * u64::from(windows.twenty_eight)),
        );
    }
}

/// Which windows of days a day's sales fall into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Windows {
    /// The last 7 days.
    pub seven: bool,
    /// The last 28 days.
    pub twenty_eight: bool,
}

/// Sums over the sites of one tier in one territory.
#[derive(Debug, Clone, Default)]
pub struct Slab {
    packed: Vec<Packed>,
    /// Sites with a known position.
    pub sites: u32,
    /// Site-days that stated sales in the last 7 days.
    pub site_days_7: u32,
    /// Site-days that stated sales in the last 28 days.
    pub site_days_28: u32,
}

impl Slab {
    /// Makes room for more packs.
    pub fn grow(&mut self, packs: usize) {
        if self.packed.len() < packs {
            self.packed.reserve_exact(packs - self.packed.len());
            self.packed.resize(packs, Packed::default());
        }
    }

    /// The sums of one pack.
    pub fn totals(&self, pack: PackNumber) -> Totals {
        self.packed
            .get(pack.index())
            .map(Packed::totals)
            .unwrap_or_default()
    }

    /// The sums of every pack, in order of number.
    pub fn all(&self) -> impl ExactSizeIterator<Item = Totals> {
        self.packed.iter().map(Packed::totals)
    }

    /// Replaces a site's old cells with its new ones. Both are in order of pack, so the slab is walked once.
    pub fn replace_cells(&mut self, old: &[Cell], new: &[Cell]) {
        let mut old = old.iter().peekable();
        for cell in new {
            while let Some(gone) = old.next_if(|gone| gone.pack < cell.pack) {
                self.with(gone.pack, |packed| packed.remove(gone.on_hand));
            }
            match old.next_if(|same| same.pack == cell.pack) {
                Some(same) if same.on_hand == cell.on_hand => {}
                Some(same) => self.with(cell.pack, |packed| {
                    packed.remove(same.on_hand);
                    packed.add(cell.on_hand);
                }),
                None => self.with(cell.pack, |packed| packed.add(cell.on_hand)),
            }
        }
        for gone in old {
            self.with(gone.pack, |packed| packed.remove(gone.on_hand));
        }
    }

    /// Adds the sales of a site's day.
    pub fn add_sales(&mut self, sales: &[Sale], windows: Windows) {
        for sale in sales {
            self.with(sale.pack, |packed| packed.sell(sale.boxes.into(), windows));
        }
        self.site_days_7 += u32::from(windows.seven);
        self.site_days_28 += u32::from(windows.twenty_eight);
    }

    /// Adds the sales of a closed day.
    pub fn add_closed(&mut self, sales: &SlabSales, windows: Windows) {
        for (pack, boxes) in sales.sold() {
            self.with(pack, |packed| packed.sell(boxes, windows));
        }
        self.site_days_7 += sales.site_days * u32::from(windows.seven);
        self.site_days_28 += sales.site_days * u32::from(windows.twenty_eight);
    }

    /// Takes a closed day out of windows.
    pub fn remove_closed(&mut self, sales: &SlabSales, windows: Windows) {
        for (pack, boxes) in sales.sold() {
            self.with(pack, |packed| packed.unsell(boxes, windows));
        }
        self.remove_site_days(sales.site_days, windows);
    }

    /// Takes the sales of a site's day back.
    pub fn remove_sales(&mut self, sales: &[Sale], windows: Windows) {
        for sale in sales {
            self.with(sale.pack, |packed| {
                packed.unsell(sale.boxes.into(), windows);
            });
        }
        self.remove_site_days(1, windows);
    }

    fn remove_site_days(&mut self, site_days: u32, windows: Windows) {
        self.site_days_7 -= site_days * u32::from(windows.seven);
        self.site_days_28 -= site_days * u32::from(windows.twenty_eight);
    }

    #[inline]
    fn with(&mut self, pack: PackNumber, change: impl FnOnce(&mut Packed)) {
        if let Some(packed) = self.packed.get_mut(pack.index()) {
            change(packed);
        }
    }
}
