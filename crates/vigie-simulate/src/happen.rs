//! Events that settings make happen.

use crate::{
    country::Country,
    inputs::PackInput,
    settings::{Event, Target},
};

impl Country {
    /// Lets the events of the day begin and end.
    pub(crate) fn happen(&mut self) {
        let events = std::mem::take(&mut self.settings.events);
        for event in &events {
            if let Event::PlantFailure {
                target,
                from,
                days,
                share_percent,
                stock_blocked,
            } = event
            {
                let elapsed = self.day().days_since(*from);
                let left = i32::from(*days) - elapsed;
                // What began before the country did goes on in it.
                let begins = elapsed == 0 || (self.today == 0 && elapsed > 0);
                if begins && left > 0 {
                    let until = self.today + left as u32;
                    self.stop(target, until, *share_percent, *stock_blocked);
                }
            }
        }
        self.settings.events = events;
        for pack in 0..self.blocked.len() {
            if self.blocked[pack] == self.today && self.today > 0 {
                self.set_blocked(pack, false);
            }
        }
    }

    /// Stops the makers of the packs, the largest first, until they make this share of the volume.
    fn stop(&mut self, target: &Target, until: u32, share_percent: u8, stock_blocked: bool) {
        let hit = |pack: &PackInput| match target {
            Target::Atc(class) => pack.atc.is_some_and(|atc| atc.starts_with(*class)),
            Target::Medicine(cis) => pack.cis == *cis,
        };
        let packs: Vec<usize> = (0..self.packs.len())
            .filter(|pack| hit(&self.inputs[*pack]))
            .collect();
        for pack in self.of_largest_makers(&packs, share_percent) {
            let place = self.makers[pack];
            self.productions[place.site as usize][place.slot as usize].stop_until(until);
            if stock_blocked {
                self.blocked[pack] = until;
                self.set_blocked(pack, true);
            }
        }
    }

    /// The packs of the largest makers, until these have this share of the volume of all.
    fn of_largest_makers(&self, packs: &[usize], share_percent: u8) -> Vec<usize> {
        let maker = |pack: usize| self.packs[pack].company as usize;
        let mut volumes = vec![0.0; self.companies.len()];
        for pack in packs {
            let traits = &self.packs[*pack];
            volumes[maker(*pack)] += traits.pharmacy_rate + traits.hospital_rate;
        }
        let enough = volumes.iter().sum::<f64>() * f64::from(share_percent) / 100.0;
        let mut order: Vec<usize> = (0..volumes.len()).collect();
        order.sort_by(|a, b| volumes[*b].total_cmp(&volumes[*a]));
        let mut chosen = Vec::new();
        let mut stopped = 0.0;
        for company in order.into_iter().filter(|company| volumes[*company] > 0.0) {
            if stopped >= enough {
                break;
            }
            stopped += volumes[company];
            chosen.extend(packs.iter().copied().filter(|pack| maker(*pack) == company));
        }
        chosen
    }

    fn set_blocked(&mut self, pack: usize, blocked: bool) {
        let (maker, source) = (self.makers[pack], self.sources[pack]);
        self.companies[maker.site as usize].cells[maker.slot as usize].blocked = blocked;
        if let Some(keeper) = self.depositaries.get_mut(source.site as usize) {
            keeper.cells[source.slot as usize].blocked = blocked;
        }
    }
}
