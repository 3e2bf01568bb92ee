//! The best use of a relief from contributions.

part! {
    /// The best use of a relief from contributions.
    Relief
    texts {
        title, lead, description, levers, payer, payer_hint, by_budget, by_rest, rise, rise_hint, budget,
        budget_hint, boxes, burdened, burdened_hint, open_best, best, frontier_title, frontier_lead,
        frontier_table, frontier_caption, cost_axis, boxes_axis, abatement, share, factor, method,
        found_title,
    }
    sentences {
        found(threshold: &str, abatement: &str, share: &str, cost: &str),
        of_mature(boxes: &str),
        of_contributions(contributions: &str),
        basis(tried: &str, packs: &str, day: &str),
    }
}

pub(super) const FRENCH: Relief = Relief {
    found_title: "La règle qui protège le plus",
    title: "Meilleur usage d’un allègement",
    lead: "Quel seuil et quel abattement protègent le plus de boîtes de médicaments matures, pour ce que l’on accepte de payer ?",
    description: "Le seuil d’exonération et l’abattement qui protègent le plus de boîtes à coût donné, et la frontière entre coût et protection.",
    levers: "Ce que l’on accepte de payer",
    payer: "Qui paie",
    payer_hint: "Sans coût public net : ceux qui paient encore compensent, par des taux plus hauts.",
    by_budget: "le budget public",
    by_rest: "ceux qui paient encore",
    rise: "Hausse des taux acceptée, %",
    rise_hint: "Compte quand ceux qui paient encore compensent.",
    budget: "Budget, millions d’euros par an",
    budget_hint: "Compte quand le budget public paie.",
    boxes: "Boîtes protégées par an",
    burdened: "Boîtes matures qui paieraient plus",
    burdened_hint: "si ceux qui paient encore compensaient",
    open_best: "Ouvrir ce scénario",
    best: "le meilleur",
    frontier_title: "Protection selon le coût",
    frontier_lead: "Chaque point est ce que le meilleur couple d’un seuil et d’un abattement protège pour ce coût.",
    frontier_table: "Les points de la courbe en tableau",
    frontier_caption: "Seuils et abattements qu’aucun autre ne dépasse au même coût",
    cost_axis: "Contributions perdues, M€ par an",
    boxes_axis: "Boîtes protégées, millions par an",
    abatement: "Abattement",
    share: "Part des boîtes matures",
    factor: "Taux du reste, multiplié par",
    method: "Une boîte d’un médicament exonéré compte entière ; une boîte avec abattement compte pour la part de sa contribution qui lui est épargnée. Les volumes ne réagissent pas. Le seuil ne concerne que les médicaments matures.",
    found: |threshold, abatement, share, cost| {
        format!(
            "Seuil de {threshold} et abattement de {abatement} : {share} des boîtes matures protégées, pour {cost} de contributions par an."
        )
    },
    of_mature: |boxes| format!("sur {boxes} qui paient"),
    of_contributions: |contributions| format!("de {contributions} par an aujourd’hui"),
    basis: |tried, packs, day| {
        format!(
            "{tried} couples essayés sur {packs} présentations qui ont un prix et un volume publiés. Prix du {day}."
        )
    },
};

pub(super) const ENGLISH: Relief = Relief {
    found_title: "The rule that protects most",
    title: "Best use of a relief",
    lead: "Which threshold and which abatement protect the most boxes of mature medicines, for what one accepts to pay?",
    description: "The threshold of exemption and the abatement that protect the most boxes at a given cost, and the frontier between cost and protection.",
    levers: "What one accepts to pay",
    payer: "Who pays",
    payer_hint: "At no net public cost: those who still pay make up for it, by higher rates.",
    by_budget: "the public budget",
    by_rest: "those who still pay",
    rise: "Rise of rates accepted, %",
    rise_hint: "Counts when those who still pay make up for it.",
    budget: "Budget, millions of euros a year",
    budget_hint: "Counts when the public budget pays.",
    boxes: "Boxes protected a year",
    burdened: "Mature boxes that would pay more",
    burdened_hint: "if those who still pay made up for it",
    open_best: "Open this scenario",
    best: "the best",
    frontier_title: "Protection by cost",
    frontier_lead: "Each point is what the best pair of a threshold and an abatement protects for that cost.",
    frontier_table: "The points of the curve as a table",
    frontier_caption: "Thresholds and abatements that no other exceeds at the same cost",
    cost_axis: "Contributions lost, €M a year",
    boxes_axis: "Boxes protected, millions a year",
    abatement: "Abatement",
    share: "Share of mature boxes",
    factor: "Rates on the rest, times",
    method: "A box of an exempt medicine counts whole; a box with an abatement counts for the part of its contribution that it is spared. Volumes do not react. The threshold concerns mature medicines only.",
    found: |threshold, abatement, share, cost| {
        format!(
            "A threshold of {threshold} and an abatement of {abatement}: {share} of mature boxes protected, for {cost} of contributions a year."
        )
    },
    of_mature: |boxes| format!("of {boxes} that pay"),
    of_contributions: |contributions| format!("of {contributions} a year today"),
    basis: |tried, packs, day| {
        format!(
            "{tried} pairs tried on {packs} packs that have a published price and volume. Prices of {day}."
        )
    },
};
