//! A small generator of numbers, always the same.

pub struct Draws(pub u64);

impl Draws {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    pub fn part(&mut self) -> f64 {
        self.below(1_000_000) as f64 / 1e6
    }
}
