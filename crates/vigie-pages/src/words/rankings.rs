//! Rankings and years of the observatory.

part! {
    /// Rankings and years of the observatory.
    Rankings
    texts {
        map_tab, rankings_tab, years_tab,
    }
    sentences { }
}

pub(super) const FRENCH: Rankings = Rankings {
    map_tab: "Carte",
    rankings_tab: "Classements",
    years_tab: "Années",
};

pub(super) const ENGLISH: Rankings = Rankings {
    map_tab: "Map",
    rankings_tab: "Rankings",
    years_tab: "Years",
};
