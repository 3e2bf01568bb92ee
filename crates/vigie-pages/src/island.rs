//! What a script adds to a page. The markup works without it; the islands themselves are in `web/islands`.

use crate::assets;

/// A custom element of a page, with the script that brings it to life. A page names those that stand on it; the search
/// stands on every page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Island {
    /// `<vigie-search>`: suggestions while typing.
    Search,
    /// `<vigie-chart>`: reads a chart day by day.
    Chart,
    /// `<vigie-map>`: reads a map department by department, and moves it through time.
    Map,
    /// `<vigie-upload>`: drag and drop, progress, cancel.
    Upload,
    /// `<vigie-scan>`: takes what a barcode scanner types.
    Scan,
    /// `<vigie-slider>`: sliders beside the numbers of a form, which is sent while they move.
    Slider,
    /// `<vigie-refresh>`: changes one region of the page instead of loading all of it.
    Refresh,
}

impl Island {
    /// All islands.
    pub const ALL: [Self; 7] = [
        Self::Search,
        Self::Chart,
        Self::Map,
        Self::Upload,
        Self::Scan,
        Self::Slider,
        Self::Refresh,
    ];

    /// The name of its script without digest: `web/islands/<name>.ts`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::Chart => "chart",
            Self::Map => "map",
            Self::Upload => "upload",
            Self::Scan => "scan",
            Self::Slider => "slider",
            Self::Refresh => "refresh",
        }
    }

    /// Address of its script; `None` when this program was built without scripts.
    pub fn script(self) -> Option<String> {
        assets::script_path(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_has_the_scripts_of_all_islands_or_of_none() {
        let built = Island::ALL.map(|island| island.script().is_some());
        assert!(built.iter().all(|each| *each == built[0]), "{built:?}");
    }
}
