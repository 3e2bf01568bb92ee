//! Safety stocks in the policy laboratory.

part! {
    /// Safety stocks in the policy laboratory.
    LaboratoryStock
    texts {
        title, lead, description, levers, months, months_hint, floor, floor_hint, cap, cap_hint, duration,
        duration_hint, weight, weight_hint, rules_title, rules_caption, rule, cost, against, loss, loss_unit,
        two_months, four_months, two_and_four, best_for_money, cheapest, frontier_title, frontier_lead, frontier_table,
        cost_axis, loss_axis, robust_title, robust_lead, robust_caption, truth, uniform_loses, best_loses, as_assumed, half_as_long,
        twice_as_long, rates_mixed, moved_title, moved_lead, more, less, months_held, failures, alone, yes,
        value_moved, file, method,
    }
    sentences {
        uniform(months: &str),
        basis_text(medicines: &str, left_out: &str, day: &str),
    }
}

pub(super) const FRENCH: LaboratoryStock = LaboratoryStock {
    title: "Stocks de sécurité",
    lead: "La même durée pour tous, ou la meilleure protection pour le même argent ?",
    description: "Stocks de sécurité uniformes contre la meilleure répartition du même budget, sur les médicaments \
                  d’intérêt thérapeutique majeur.",
    levers: "Leviers des stocks de sécurité",
    months: "Règle uniforme, mois",
    months_hint: "Le stock de tous, en mois de ventes. La loi : 2 mois, jusqu’à 4 sur décision.",
    floor: "Plancher, mois",
    floor_hint: "Le stock que chacun tient quoi qu’il arrive.",
    cap: "Plafond, mois",
    cap_hint: "Ce que la péremption permet. Hypothèse, la même pour tous.",
    duration: "Durée moyenne d’une défaillance, jours",
    duration_hint: "Médiane observée : 104 jours ; moyenne d’une loi exponentielle de cette médiane : 150.",
    weight: "Poids sans équivalent",
    weight_hint: "Une boîte manquante d’un médicament que rien d’équivalent ne remplace compte autant de fois.",
    rules_title: "Ce que coûte et protège chaque règle",
    rules_caption: "Valeur des stocks au prix fabricant, et boîtes qui manquent aux patients en un an",
    rule: "Règle",
    cost: "Valeur des stocks",
    against: "par rapport à la règle uniforme",
    loss: "Manque attendu",
    loss_unit: "milliers de boîtes pondérées par an",
    two_months: "2 mois pour tous",
    four_months: "4 mois pour tous",
    two_and_four: "2 mois, et 4 pour le dixième qui défaille le plus",
    best_for_money: "Meilleur usage du même argent",
    cheapest: "Même protection au moindre coût",
    frontier_title: "Protection selon l’argent",
    frontier_lead: "La courbe est le mieux que chaque budget puisse faire ; les règles sont au-dessus.",
    frontier_table: "Les mêmes chiffres en tableau",
    cost_axis: "Valeur des stocks, M€",
    loss_axis: "Manque attendu, millions de boîtes par an",
    robust_title: "Et si les hypothèses sont fausses ?",
    robust_lead: "Les stocks calculés avec les hypothèses ci-dessus, jugés quand la vérité est autre.",
    robust_caption: "Manque attendu selon la vérité",
    truth: "La vérité",
    uniform_loses: "Règle uniforme",
    best_loses: "Meilleur usage",
    as_assumed: "comme supposé",
    half_as_long: "les défaillances durent moitié moins",
    twice_as_long: "les défaillances durent deux fois plus",
    rates_mixed: "chaque médicament défaille deux fois plus ou deux fois moins, au hasard",
    moved_title: "Qui tiendrait plus, qui tiendrait moins",
    moved_lead: "Par rapport à la règle uniforme, par valeur. Un prix bas, des défaillances fréquentes et l’absence \
                 d’équivalent appellent plus de stock ; un prix élevé en appelle moins.",
    more: "Plus de stock",
    less: "Moins de stock",
    months_held: "Mois",
    failures: "Défaillances",
    alone: "Sans équivalent",
    yes: "oui",
    value_moved: "Écart de valeur",
    file: "Tous les médicaments (CSV)",
    method: "Un médicament demandé à d boîtes par mois, qui défaille λ fois par an pendant une durée exponentielle de \
             moyenne τ mois, fait manquer λ·d·τ·e^(−s/τ) boîtes par an quand s mois sont tenus. λ vient de la part des \
             médicaments de la même classe en rupture dans la liste publiée, divisée par τ. Le budget est réparti \
             exactement. Le coût de l’espace, la péremption avant terme et la demande qui varie ne sont pas comptés.",
    uniform: |months| format!("{months} mois pour tous"),
    basis_text: |medicines, left_out, day| {
        format!(
            "{medicines} médicaments d’intérêt thérapeutique majeur qui ont un prix et un volume de ville publiés ; \
         {left_out} autres, surtout hospitaliers, n’en ont pas et ne sont pas comptés. Liste de disponibilité du {day}."
        )
    },
};

pub(super) const ENGLISH: LaboratoryStock = LaboratoryStock {
    title: "Safety stocks",
    lead: "The same time for all, or the best protection for the same money?",
    description: "Uniform safety stocks against the best use of the same budget, over medicines of major therapeutic \
                  interest.",
    levers: "Levers of safety stocks",
    months: "Uniform rule, months",
    months_hint: "The stock of all, in months of sales. The law: 2 months, up to 4 by decision.",
    floor: "Floor, months",
    floor_hint: "What each holds whatever happens.",
    cap: "Cap, months",
    cap_hint: "What shelf life allows. An assumption, the same for all.",
    duration: "Mean length of a failure, days",
    duration_hint: "Median observed: 104 days; mean of an exponential law with this median: 150.",
    weight: "Weight without equivalent",
    weight_hint: "A missing box of a medicine that nothing equivalent replaces counts so many times.",
    rules_title: "What each rule costs and protects",
    rules_caption: "Value of the stocks at manufacturer price, and boxes that patients lack in a year",
    rule: "Rule",
    cost: "Value of the stocks",
    against: "against the uniform rule",
    loss: "Expected lack",
    loss_unit: "thousands of weighted boxes a year",
    two_months: "2 months for all",
    four_months: "4 months for all",
    two_and_four: "2 months, and 4 for the tenth that fails most",
    best_for_money: "Best use of the same money",
    cheapest: "Same protection at least cost",
    frontier_title: "Protection by money",
    frontier_lead: "The curve is the best that each budget can do; rules lie above it.",
    frontier_table: "The same figures as a table",
    cost_axis: "Value of the stocks, €m",
    loss_axis: "Expected lack, million boxes a year",
    robust_title: "And if the assumptions are wrong?",
    robust_lead: "Stocks computed with the assumptions above, judged when the truth is another.",
    robust_caption: "Expected lack by what is true",
    truth: "The truth",
    uniform_loses: "Uniform rule",
    best_loses: "Best use",
    as_assumed: "as assumed",
    half_as_long: "failures last half as long",
    twice_as_long: "failures last twice as long",
    rates_mixed: "each medicine fails twice or half as often, at random",
    moved_title: "Who would hold more, who less",
    moved_lead: "Against the uniform rule, by value. A low price, frequent failures and the lack of an equivalent call \
                 for more stock; a high price calls for less.",
    more: "More stock",
    less: "Less stock",
    months_held: "Months",
    failures: "Failures",
    alone: "No equivalent",
    yes: "yes",
    value_moved: "Change of value",
    file: "All medicines (CSV)",
    method: "A medicine asked for at d boxes a month, that fails λ times a year for an exponential time of mean τ \
             months, lacks λ·d·τ·e^(−s/τ) boxes a year when s months are held. λ comes from the share of medicines of \
             the same class in shortage on the published list, divided by τ. The budget is shared out exactly. The cost \
             of space, early expiry and demand that varies are not counted.",
    uniform: |months| format!("{months} months for all"),
    basis_text: |medicines, left_out, day| {
        format!(
            "{medicines} medicines of major therapeutic interest that have a published price and community volume; \
         {left_out} others, mostly for hospitals, have none and are not counted. Availability list of {day}."
        )
    },
};
