//! Fair shares in the policy laboratory.

part! {
    /// Fair shares in the policy laboratory.
    LaboratoryShares
    texts {
        title, lead, description, form, claims, claims_hint, supply, supply_hint, rule, rule_hint, headroom,
        headroom_hint, alpha, alpha_hint, rounding, rounding_hint, largest_remainder, sainte_lague, example, unread,
        warnings, side_title, side_caption, name, counted, left_over, sum, equity_caption, worst, gini, gini_unit, jain,
        jain_unit, chosen_caption, asked, floor, share, served, cover_before, cover_after, why, file, method_title,
        method, limits, proportional, equal_cover, equal_awards, equal_losses, talmud, alpha_fair, proportional_means,
        equal_cover_means, equal_awards_means, equal_losses_means, talmud_means, alpha_fair_means,
    }
    sentences {}
}

pub(super) const FRENCH: LaboratoryShares = LaboratoryShares {
    title: "Partage équitable",
    lead: "Trop peu de boîtes pour tous : ce que chaque règle donne à chacun, et pourquoi.",
    description: "Partager une offre rare entre des demandes, par six règles côte à côte, quotas vitaux d’abord.",
    form: "Demandes et offre",
    claims: "Demandes, une par ligne",
    claims_hint: "Nom ; boîtes demandées pour le mois ; boîtes en stock ; consommation vérifiée d’un mois ; quota vital. \
                  Les trois dernières colonnes peuvent manquer. Point-virgule ou tabulation entre les colonnes, virgule \
                  décimale permise, première ligne de titres ignorée. 500 lignes au plus. Ce que vous tapez \
                  fait partie de l’adresse : ne nommez pas ceux qui doivent rester secrets.",
    supply: "Boîtes à partager",
    supply_hint: "Un nombre entier.",
    rule: "Règle",
    rule_hint: "Expliquée ligne à ligne ; les autres restent à côté.",
    headroom: "Dépassement admis, %",
    headroom_hint: "Une demande compte jusqu’à la consommation vérifiée et cette marge. 10 % est une hypothèse.",
    alpha: "Aversion à l’inégalité (alpha)",
    alpha_hint: "Pour la règle alpha-équitable : 0 sert d’abord les plus gros, un grand nombre égalise.",
    rounding: "Arrondi",
    rounding_hint: "Comment les parts deviennent des boîtes entières.",
    largest_remainder: "plus forts restes",
    sainte_lague: "Sainte-Laguë",
    example: "Exemple inventé : remplacez ces lignes par les vôtres.",
    unread: "Lignes laissées de côté",
    warnings: "À savoir",
    side_title: "Toutes les règles côte à côte",
    side_caption: "Boîtes données à chacun selon la règle",
    name: "Demandeur",
    counted: "Demande comptée",
    left_over: "Boîtes dont personne n’a besoin",
    sum: "Somme",
    equity_caption: "Égalité des taux de service selon la règle",
    worst: "Le moins bien servi",
    gini: "Coefficient de Gini",
    gini_unit: "0 : tous pareils",
    jain: "Indice de Jain",
    jain_unit: "1 : tous pareils",
    chosen_caption: "Chaque part et sa raison",
    asked: "Demande",
    floor: "Quota vital",
    share: "Part",
    served: "Servi",
    cover_before: "Couverture avant",
    cover_after: "Couverture après",
    why: "Pourquoi",
    file: "Parts selon toutes les règles (CSV)",
    method_title: "Comment c’est compté",
    method: "Les quotas vitaux sont servis d’abord ; s’ils dépassent l’offre, ils sont réduits en proportion. Une demande \
             ne compte que jusqu’à la consommation vérifiée et la marge admise, mais jamais moins que son quota vital : \
             gonfler sa déclaration ne rapporte rien. La règle partage le reste, puis les parts deviennent des boîtes entières \
             de même somme. Un mois compte 365 ÷ 12 jours.",
    limits: "Les règles qui pèsent prennent la consommation vérifiée pour poids, la demande là où elle manque, et le même poids \
             pour tous si elle manque partout. Sans consommation vérifiée, la demande déclarée n’est pas plafonnée et la \
             couverture se lit sur elle.",
    proportional: "Proportionnelle",
    equal_cover: "Même couverture",
    equal_awards: "Parts égales",
    equal_losses: "Pertes égales",
    talmud: "Talmud (Aumann et Maschler)",
    alpha_fair: "Alpha-équitable",
    proportional_means: "Au-delà des quotas, chacun reçoit la même fraction de sa demande.",
    equal_cover_means: "Les moins couverts sont servis d’abord, jusqu’au même nombre de jours pour tous.",
    equal_awards_means: "Chacun reçoit autant de boîtes par unité de consommation, sans dépasser sa demande.",
    equal_losses_means: "Il manque à chacun le même nombre de boîtes, sans descendre sous zéro : les petits perdent le plus.",
    talmud_means: "Parts égales jusqu’à la moitié des demandes, pertes égales au-delà.",
    alpha_fair_means: "Le plus grand bien-être pondéré par la consommation, pour l’aversion à l’inégalité choisie.",
};

pub(super) const ENGLISH: LaboratoryShares = LaboratoryShares {
    title: "Fair shares",
    lead: "Too few boxes for all: what each rule gives to each, and why.",
    description: "Share a scarce supply between claims by six rules side by side, vital quotas first.",
    form: "Claims and supply",
    claims: "Claims, one a line",
    claims_hint: "Name; boxes asked for the month; boxes on hand; verified consumption of a month; vital quota. The last \
                  three columns may be missing. Semicolon or tab between columns, decimal comma allowed, a first line of \
                  headings is passed over. 500 lines at most. What you type is part of the address: \
                  do not name those who must stay secret.",
    supply: "Boxes to share",
    supply_hint: "A whole number.",
    rule: "Rule",
    rule_hint: "Explained line by line; the others stay beside it.",
    headroom: "Headroom, %",
    headroom_hint: "A claim counts up to its verified consumption and this margin. 10% is an assumption.",
    alpha: "Aversion to inequality (alpha)",
    alpha_hint: "For the alpha-fair rule: 0 serves the largest first, a large number levels.",
    rounding: "Rounding",
    rounding_hint: "How parts become whole boxes.",
    largest_remainder: "largest remainder",
    sainte_lague: "Sainte-Laguë (Webster)",
    example: "A made-up example: put your own lines in its place.",
    unread: "Lines left aside",
    warnings: "To know",
    side_title: "All rules side by side",
    side_caption: "Boxes given to each by the rule",
    name: "Claimant",
    counted: "Claim counted",
    left_over: "Boxes that nobody needs",
    sum: "Sum",
    equity_caption: "Equality of fill rates by the rule",
    worst: "Served least",
    gini: "Gini coefficient",
    gini_unit: "0: all alike",
    jain: "Jain’s index",
    jain_unit: "1: all alike",
    chosen_caption: "Each share and its reason",
    asked: "Asked for",
    floor: "Vital quota",
    share: "Share",
    served: "Served",
    cover_before: "Cover before",
    cover_after: "Cover after",
    why: "Why",
    file: "Shares by all rules (CSV)",
    method_title: "How it is counted",
    method: "Vital quotas are served first; when they exceed the supply, they are cut in proportion. A claim counts up to \
             its verified consumption and the headroom only, but never less than its vital quota: inflating it brings \
             nothing. The rule shares the rest, then parts become whole boxes of the same sum. A month has 365 ÷ 12 days.",
    limits: "Rules that weigh take verified consumption as weight, the claim where it is missing, and the same weight for all \
             when it is missing everywhere. Without verified consumption the declared claim is not capped, and cover is read \
             from it.",
    proportional: "Proportional",
    equal_cover: "Equal cover",
    equal_awards: "Equal awards",
    equal_losses: "Equal losses",
    talmud: "Talmud (Aumann and Maschler)",
    alpha_fair: "Alpha-fair",
    proportional_means: "Beyond quotas, each gets the same part of its claim.",
    equal_cover_means: "Those with the least cover are served first, up to the same number of days for all.",
    equal_awards_means: "Each gets as many boxes for a unit of consumption, no more than its claim.",
    equal_losses_means: "Each lacks the same number of boxes, none below zero: the small lose most.",
    talmud_means: "Equal awards up to half of the claims, equal losses beyond.",
    alpha_fair_means: "The greatest welfare weighted by consumption, for the aversion to inequality that is chosen.",
};
