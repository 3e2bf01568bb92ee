//! One pack in the policy laboratory: its price and whether it earns its keep.

part! {
    /// One pack in the policy laboratory.
    LaboratoryPack
    texts {
        title, lead, description, form, pack, pack_hint, cost, fixed, rebate, holding, months, tax, boxes, of_price,
        of_turnover, of_stock, no_assumption, months_hint, tax_hint, boxes_hint, empty, example, choices_title,
        choices_caption, build_up_caption, part, today, at_break_even, a_box, before_tax, public, fee, with_fee,
        no_boxes_title, no_boxes, left_title, left_lead, left_caption, left_row, low, middle, high, typed, rebate_row,
        tax_row, cost_row, fixed_row, holding_row, margin, margin_rate, break_even, required_rise, withdrawal,
        takes_all, sensitivity_title, sensitivity_lead, sensitivity_caption, input, lower, higher, fixed_year,
        boxes_year, stock_row, sales_title, contributions_caption, contribution, rate, base, additional, supplementary,
        all_contributions, method, limits,
    }
    sentences {
        assumed(middle: &str, low: &str, high: &str, of_what: &str),
        fine_euros(number: &str),
        fine_percent(number: &str),
        one_price(price: &str),
        several_prices(prices: &str),
        no_price(below: &str, above: &str),
        published_price(price: &str, day: &str),
        wholesale(rate: &str),
        pharmacy(from: &str, up_to: &str, rate: &str),
        value_added_tax(rate: &str),
        boxes_published(boxes: &str),
        boxes_estimated(boxes: &str),
        boxes_typed(boxes: &str),
        months_of(months: &str),
        rise_cost(cost: &str),
    }
}

pub(super) const FRENCH: LaboratoryPack = LaboratoryPack {
    title: "Prix et viabilité d’une présentation",
    lead: "De quoi son prix est fait, ce qu’elle paie, ce qu’une boîte laisse, et à partir de quel prix elle ne coûte \
           plus à qui la vend.",
    description: "Construction du prix d’une présentation, contributions, prix d’équilibre et risque de retrait, avec \
                  les hypothèses sur ce qui n’est pas public.",
    form: "Présentation et coûts",
    pack: "Présentation",
    pack_hint: "Code CIP13 ou CIP7, ou un nom : « doliprane 1000 ».",
    cost: "Coût de revient, euros par boîte",
    fixed: "Coûts fixes, euros par an",
    rebate: "Remise, % du prix",
    holding: "Coût de détention du stock, % par an",
    months: "Stock tenu, mois",
    tax: "Contributions, % du prix",
    boxes: "Boîtes par an",
    of_price: "du prix fabricant",
    of_turnover: "du chiffre d’affaires",
    of_stock: "du coût de revient du stock",
    no_assumption: "Non public : à saisir.",
    months_hint: "Vide : la loi, 2 mois pour un médicament d’intérêt thérapeutique majeur, 7 jours sinon.",
    tax_hint: "Vide : les taux du droit de 2026.",
    boxes_hint: "Vide : Open Medic 2025, quand il les donne.",
    empty: "Indiquez une présentation. Les autres champs peuvent rester vides : des hypothèses affichées les remplacent.",
    example: "Un exemple : un paracétamol courant",
    choices_title: "Plusieurs présentations",
    choices_caption: "Présentations qui ont un prix publié et que ce texte peut désigner",
    build_up_caption: "Du prix fabricant au prix public",
    part: "Part du prix",
    today: "Aujourd’hui",
    at_break_even: "Au prix d’équilibre",
    a_box: "par boîte",
    before_tax: "Prix hors taxes",
    public: "Prix public, arrondi au centime",
    fee: "Honoraire de dispensation publié",
    with_fee: "Prix avec honoraire",
    no_boxes_title: "Volume non publié",
    no_boxes: "Les boîtes vendues de cette présentation ne sont pas publiées : indiquez les boîtes par an pour voir le \
               chiffre d’affaires, les contributions et la viabilité.",
    left_title: "Ce qu’une boîte laisse",
    left_lead: "Les coûts ne sont pas publics. Ce qui n’est pas saisi est une hypothèse, avec sa fourchette : coûts bas, \
                moyens, élevés.",
    left_caption: "Du prix fabricant à la marge, par boîte",
    left_row: "Par boîte",
    low: "Coûts bas (hypothèse)",
    middle: "Coûts moyens (hypothèse)",
    high: "Coûts élevés (hypothèse)",
    typed: "Coûts saisis",
    rebate_row: "Remise",
    tax_row: "Contributions",
    cost_row: "Coût de revient",
    fixed_row: "Coûts fixes",
    holding_row: "Détention du stock",
    margin: "Marge",
    margin_rate: "Marge, part du prix",
    break_even: "Prix d’équilibre",
    required_rise: "Hausse nécessaire du prix",
    withdrawal: "Risque de retrait dans l’année",
    takes_all: "« – » : remise et contributions prennent tout le prix, aucun prix ne couvre les coûts.",
    sensitivity_title: "Ce qui fait bouger la marge",
    sensitivity_lead: "Chaque donnée baissée puis relevée d’un cinquième, les autres inchangées, coûts moyens.",
    sensitivity_caption: "Marge par boîte selon chaque donnée",
    input: "Donnée",
    lower: "Marge si −20 %",
    higher: "Marge si +20 %",
    fixed_year: "Coûts fixes par an",
    boxes_year: "Boîtes vendues par an",
    stock_row: "Stock tenu",
    sales_title: "Ventes et contributions d’une année",
    contributions_caption: "Contributions sur le chiffre d’affaires, droit de 2026",
    contribution: "Contribution",
    rate: "Taux",
    base: "De base (hors génériques)",
    additional: "Additionnelle (remboursés)",
    supplementary: "Supplémentaire (remboursés)",
    all_contributions: "Ensemble",
    method: "Une boîte au prix fabricant P, remise r, contributions τ, coût de revient c, coûts fixes F sur q boîtes, \
             détention h par an de S mois de stock laisse P(1 − r − τ) − c − F/q − h·c·S/12. Le prix d’équilibre est \
             (c + F/q + h·c·S/12) / (1 − r − τ). Le risque de retrait suit une loi logistique de la marge rapportée au prix, \
             pas encore calée sur les arrêts observés.",
    limits: "Le chiffre d’affaires est au prix facial. La clause de sauvegarde, les remises conventionnelles et les autres \
             marchés de l’exploitant ne sont pas comptés.",
    assumed: |middle, low, high, of_what| {
        format!("Vide : hypothèse de {middle} % {of_what}, de {low} à {high} %.")
    },
    fine_euros: |number| format!("{number} €"),
    fine_percent: |number| format!("{number} %"),
    one_price: |price| format!("Un seul prix fabricant y mène : {price}."),
    several_prices: |prices| {
        format!("Plusieurs prix fabricants y mènent : {prices}. Le plus bas est pris.")
    },
    no_price: |below, above| {
        format!(
            "Aucun prix fabricant n’y mène sous ces règles : les plus proches sont {below} et {above}, et le premier connu \
         est pris."
        )
    },
    published_price: |price, day| format!("Prix public sans honoraire : {price}, publié au {day}."),
    wholesale: |rate| format!("Marge du grossiste ({rate}, bornée)"),
    pharmacy: |from, up_to, rate| format!("Marge de la pharmacie de {from} à {up_to} ({rate})"),
    value_added_tax: |rate| format!("TVA ({rate})"),
    boxes_published: |boxes| format!("{boxes} (Open Medic 2025)"),
    boxes_estimated: |boxes| format!("≈ {boxes} (estimées d’après les montants d’Open Medic 2025)"),
    boxes_typed: |boxes| format!("{boxes} (saisies)"),
    months_of: |months| format!("{months} mois"),
    rise_cost: |cost| {
        format!(
            "Porter le prix au prix d’équilibre (coûts moyens ou saisis) coûterait {cost} par an à l’assurance maladie, à volumes \
         inchangés."
        )
    },
};

pub(super) const ENGLISH: LaboratoryPack = LaboratoryPack {
    title: "Price and viability of a pack",
    lead: "What its price is made of, what it pays, what a box leaves, and from which price on it no longer costs who \
           sells it.",
    description: "Build-up of a pack’s price, contributions, break-even price and risk of withdrawal, with the \
                  assumptions on what is not public.",
    form: "Pack and costs",
    pack: "Pack",
    pack_hint: "CIP13 or CIP7 code, or a name: “doliprane 1000”.",
    cost: "Cost of goods, euros a box",
    fixed: "Fixed costs, euros a year",
    rebate: "Rebate, % of the price",
    holding: "Cost of holding stock, % a year",
    months: "Stock held, months",
    tax: "Contributions, % of the price",
    boxes: "Boxes a year",
    of_price: "of the manufacturer price",
    of_turnover: "of turnover",
    of_stock: "of the cost of goods in stock",
    no_assumption: "Not public: to be typed.",
    months_hint: "Empty: the law, 2 months for a medicine of major therapeutic interest, 7 days for others.",
    tax_hint: "Empty: the rates of the law of 2026.",
    boxes_hint: "Empty: Open Medic 2025, where it has them.",
    empty: "Name a pack. The other fields may stay empty: assumptions that are shown take their place.",
    example: "An example: a common paracetamol",
    choices_title: "Several packs",
    choices_caption: "Packs with a published price that this text may mean",
    build_up_caption: "From the manufacturer price to the public price",
    part: "Part of the price",
    today: "Today",
    at_break_even: "At the break-even price",
    a_box: "a box",
    before_tax: "Price before tax",
    public: "Public price, rounded to the cent",
    fee: "Published fee of dispensing",
    with_fee: "Price with fee",
    no_boxes_title: "Volume not published",
    no_boxes: "The boxes sold of this pack are not published: type the boxes a year to see turnover, contributions and \
               viability.",
    left_title: "What a box leaves",
    left_lead: "Costs are not public. What is not typed is an assumption with its range: low, middle and high costs.",
    left_caption: "From the manufacturer price to the margin, a box",
    left_row: "A box",
    low: "Low costs (assumed)",
    middle: "Middle costs (assumed)",
    high: "High costs (assumed)",
    typed: "Costs as typed",
    rebate_row: "Rebate",
    tax_row: "Contributions on the price",
    cost_row: "Cost of goods",
    fixed_row: "Fixed costs",
    holding_row: "Holding the stock",
    margin: "Margin",
    margin_rate: "Margin, part of the price",
    break_even: "Break-even price",
    required_rise: "Rise of the price that is needed",
    withdrawal: "Risk of withdrawal within a year",
    takes_all: "“–”: rebate and contributions take the whole price, no price covers the costs.",
    sensitivity_title: "What moves the margin",
    sensitivity_lead: "Each input a fifth lower, then a fifth higher, the others unchanged, at middle costs.",
    sensitivity_caption: "Margin a box by each input",
    input: "Input",
    lower: "Margin at −20%",
    higher: "Margin at +20%",
    fixed_year: "Fixed costs a year",
    boxes_year: "Boxes sold a year",
    stock_row: "Stock held",
    sales_title: "Sales and contributions of a year",
    contributions_caption: "Contributions on turnover, law of 2026",
    contribution: "Name of the contribution",
    rate: "Rate",
    base: "Base (generics excepted)",
    additional: "Additional (reimbursed)",
    supplementary: "Supplementary (reimbursed)",
    all_contributions: "Together",
    method: "A box at manufacturer price P, rebate r, contributions τ, cost of goods c, fixed costs F over q boxes, \
             holding h a year of S months of stock leaves P(1 − r − τ) − c − F/q − h·c·S/12. The break-even price is \
             (c + F/q + h·c·S/12) / (1 − r − τ). The risk of withdrawal is logistic in the margin as a part of the price, not \
             yet calibrated on cessations.",
    limits: "Turnover is at list price. The safeguard contribution, agreed rebates and the company’s other markets are \
             not counted.",
    assumed: |middle, low, high, of_what| {
        format!("Empty: an assumption of {middle}% {of_what}, from {low} to {high}%.")
    },
    fine_euros: |number| match number.strip_prefix('\u{2212}') {
        Some(number) => format!("\u{2212}€{number}"),
        None => format!("€{number}"),
    },
    fine_percent: |number| format!("{number}%"),
    one_price: |price| format!("Only one manufacturer price leads to it: {price}."),
    several_prices: |prices| {
        format!("Several manufacturer prices lead to it: {prices}. The lowest is used.")
    },
    no_price: |below, above| {
        format!(
            "No manufacturer price leads to it under these rules: the nearest are {below} and {above}, and the first that is \
         known is used."
        )
    },
    published_price: |price, day| format!("Public price without fee: {price}, published on {day}."),
    wholesale: |rate| format!("Margin of the wholesaler ({rate}, bounded)"),
    pharmacy: |from, up_to, rate| format!("Margin of the pharmacy from {from} to {up_to} ({rate})"),
    value_added_tax: |rate| format!("VAT ({rate})"),
    boxes_published: |boxes| format!("{boxes} (Open Medic 2025)"),
    boxes_estimated: |boxes| format!("≈ {boxes} (estimated from the amounts of Open Medic 2025)"),
    boxes_typed: |boxes| format!("{boxes} (typed)"),
    months_of: |months| format!("{months} months"),
    rise_cost: |cost| {
        format!(
            "Raising the price to the break-even price (middle or typed costs) would cost the health insurance {cost} a year, at \
         unchanged volumes."
        )
    },
};
