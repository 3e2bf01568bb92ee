//! Charts.

part! {
    /// Charts.
    Charts
    texts { cover_panel, stock_panel, demand_panel, gap, satisfactory_line, watch_line, }
    sentences { }
}

pub(super) const FRENCH: Charts = Charts {
    cover_panel: "Couverture, en jours",
    stock_panel: "Stock, en boîtes",
    demand_panel: "Ventes, en boîtes par jour",
    gap: "Sans donnée",
    satisfactory_line: "satisfaisante",
    watch_line: "à surveiller",
};

pub(super) const ENGLISH: Charts = Charts {
    cover_panel: "Cover, in days",
    stock_panel: "Stock, in boxes",
    demand_panel: "Sales, in boxes a day",
    gap: "No data",
    satisfactory_line: "satisfactory",
    watch_line: "to watch",
};
