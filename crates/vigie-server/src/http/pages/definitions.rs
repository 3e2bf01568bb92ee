//! The definitions of the numbers on pages: those of `docs/definitions.md`, in both languages, under the same
//! identifiers.

use axum::extract::State;
use axum::response::Response;
use vigie_pages::{CoverThresholds, Definition, Definitions, Prose};

use super::answer;
use super::asked::Asked;
use super::country::RANKED_FROM_BOXES_PER_DAY;
use super::shell::shell;
use crate::http::App;

/// A text in French and in English.
type Text = (&'static str, &'static str);

const SITE_REPORTS: Text = ("Rapports de stock des sites", "Stock reports of sites");
const COMPUTED: Text = (
    "Calcul sur les rapports de stock",
    "Computed from stock reports",
);
const CATALOGUE: Text = (
    "Base de données publique des médicaments (ANSM, HAS, UNCAM)",
    "Public medicines database (ANSM, HAS, UNCAM)",
);
const LABORATORY: Text = (
    "base publique des médicaments, Open Medic 2025, paramètres datés du laboratoire",
    "public medicines database, Open Medic 2025, dated parameters of the laboratory",
);
const LIST: Text = (
    "Liste de disponibilité publiée par l’ANSM avec la base de données publique des médicaments",
    "Availability list published by the ANSM with the public medicines database",
);

/// `/{lang}/definitions`
pub async fn show(State(app): State<App>, asked: Asked) -> Response {
    let data_day = app.system.picture.read().latest();
    let entries = all(app.system.settings.fewest_sites);
    answer(
        Definitions {
            shell: shell(&app.system, &asked, data_day),
            entries,
        }
        .render(asked.language),
        &asked,
    )
}

/// Rules of ours that judge: each is published with all its numbers.
fn judgements() -> Vec<Definition> {
    let thin_episode = Entry {
        identifier: "thin-episode",
        name: ("Épisode de couverture mince", "Thin-cover episode"),
        meaning: (
            "Jours d’affilée pendant lesquels la couverture nationale d’une présentation est insuffisante.",
            "Days in a row on which the national cover of a pack is insufficient.",
        ),
        formula: (
            "jours de suite dont la couverture est sous le seuil « insuffisante », trois au moins",
            "days in a row whose cover is below the threshold `insufficient`, three at least",
        ),
        unit: ("jours", "days"),
        source: COMPUTED,
    };
    let severity = Entry {
        identifier: "severity",
        name: ("Gravité", "Severity"),
        meaning: (
            "À quel point il est grave qu’une présentation manque, de 0 à 100. Une couverture de 30 jours ou plus vaut 0.",
            "How serious it is that a pack runs short, from 0 to 100. A cover of 30 days or more is 0.",
        ),
        formula: (
            "40 × (1 − couverture ÷ 30 jours) + 20 × (part des sites à zéro ÷ 50 %) + 15 × (jours de couverture mince ÷ 90) + 15 × (1 − couverture des alternatives ÷ 30 jours) + 10 si MITM ; chaque rapport est borné à 0 et 1",
            "40 × (1 − cover ÷ 30 days) + 20 × (share of sites at zero ÷ 50%) + 15 × (days of thin cover ÷ 90) + 15 × (1 − cover of the alternatives ÷ 30 days) + 10 if MITM; each ratio is kept between 0 and 1",
        ),
        unit: ("points", "points"),
        source: (
            "Règle de Vigie, calculée sur les rapports de stock et le catalogue",
            "A rule of Vigie, computed from stock reports and the catalogue",
        ),
    };
    vec![
        thin_episode.noted(
            "Un jour dont rien n’est connu ne commence ni ne termine un épisode.",
            "A day of which nothing is known neither begins nor ends an episode.",
        ),
        severity.noted(
            format!(
                "Alternatives : les autres spécialités des mêmes substances et de la même voie ; leur couverture est leur stock divisé par la demande de tout le groupe. Seules les présentations vendues à {RANKED_FROM_BOXES_PER_DAY} boîtes par jour ou plus sont classées."
            ),
            format!(
                "Alternatives: the other medicines of the same substances and route; their cover is their stock divided by the demand of the whole group. Only packs that sell {RANKED_FROM_BOXES_PER_DAY} boxes a day or more are ranked."
            ),
        ),
    ]
}

/// What one site has: its owner and the authority see it.
fn own_stocks() -> Vec<Definition> {
    const OF_THE_SITE: Text = ("Rapports de stock du site", "Stock reports of the site");
    const OF_THE_SITES: Text = (
        "Rapports de stock de ses sites",
        "Stock reports of its sites",
    );
    let demand = Entry {
        identifier: "own-demand",
        name: ("Vendu par jour", "Sold a day"),
        meaning: (
            "Ce qu’un site vend lui-même d’une présentation, en moyenne des jours dont il a déclaré les ventes.",
            "What one site itself sells of a pack, on the mean of the days whose sales it stated.",
        ),
        formula: (
            "boîtes vendues par le site en 28 jours ÷ jours, parmi ces 28, dont il a déclaré les ventes",
            "boxes that the site sold in 28 days ÷ days of these 28 whose sales it stated",
        ),
        unit: ("boîtes par jour", "boxes a day"),
        source: OF_THE_SITE,
    };
    let cover = Entry {
        identifier: "own-cover",
        name: ("Durée du stock d’un site", "How long a site’s stock lasts"),
        meaning: (
            "Jours que les boîtes d’un site tiendraient à ses propres ventes.",
            "Days that the boxes of a site would last at its own sales.",
        ),
        formula: (
            "boîtes en stock ÷ boîtes vendues par jour par le site",
            "boxes on hand ÷ boxes that the site sells a day",
        ),
        unit: ("jours", "days"),
        source: OF_THE_SITE,
    };
    let demand_of_organisation = Entry {
        identifier: "organisation-demand",
        name: (
            "Vendu par jour par une organisation",
            "Sold a day by an organisation",
        ),
        meaning: (
            "Ce que les sites d’une organisation et d’un niveau vendent ensemble d’une présentation.",
            "What the sites of one organisation and tier sell of a pack together.",
        ),
        formula: (
            "somme, sur ses sites ouverts que l’on peut voir, de ce que chacun vend par jour",
            "sum, over its open sites that one may see, of what each sells a day",
        ),
        unit: ("boîtes par jour", "boxes a day"),
        source: OF_THE_SITES,
    };
    let cover_of_organisation = Entry {
        identifier: "organisation-cover",
        name: (
            "Durée du stock d’une organisation",
            "How long the stock of an organisation lasts",
        ),
        meaning: (
            "Jours que les boîtes de ses sites tiendraient ensemble à leurs ventes.",
            "Days that the boxes of its sites would last together at their sales.",
        ),
        formula: (
            "somme des boîtes du dernier stock de chaque site ÷ boîtes vendues par jour par l’organisation",
            "sum of the boxes of each site’s last stock ÷ boxes that the organisation sells a day",
        ),
        unit: ("jours", "days"),
        source: OF_THE_SITES,
    };
    let legal = Entry {
        identifier: "legal-stock",
        name: ("Minimum légal", "Legal minimum"),
        meaning: (
            "Boîtes qu’un exploitant garde au moins pour le pays : deux mois de ses ventes pour un MITM, une semaine pour les autres.",
            "Boxes that a company keeps at least for the country: two months of its sales for a medicine of major therapeutic interest, one week for the others.",
        ),
        formula: (
            "boîtes vendues en 365 jours × mois ÷ 12 (ou × jours ÷ 365), arrondi au-dessus ; si moins de jours sont déclarés, leurs ventes × 365 ÷ jours déclarés\u{a0}; de plusieurs sites, la somme de leurs ventes, portées au même nombre de jours",
            "boxes sold in 365 days × months ÷ 12 (or × days ÷ 365), rounded up; when fewer days are stated, their sales × 365 ÷ days stated; of several sites, the sum of their sales, stretched to as many days",
        ),
        unit: ("boîtes", "boxes"),
        source: (
            "Rapports de l’exploitant ; code de la santé publique, article R. 5124-49-4",
            "Reports of the company; public health code, article R. 5124-49-4",
        ),
    };
    vec![
        demand.plain(),
        cover.plain(),
        demand_of_organisation.noted(
            "Quand certains sites qui tiennent la présentation ne déclarent pas leurs ventes, la somme des autres est un minimum, et la durée un maximum.",
            "When some sites that carry the pack state no sales, the sum of the others is a least, and the duration a most.",
        ),
        cover_of_organisation.plain(),
        legal.noted(
            "Les stocks relevés ou abaissés par décision de l’agence n’y sont pas, ni les mois exceptionnels que la loi écarte.",
            "Stocks raised or lowered by a decision of the agency are not in it, nor are the exceptional months that the law leaves out.",
        ),
    ]
}

/// All definitions, in the order shown.
fn all(fewest_sites: u32) -> Vec<Definition> {
    [
        stocks(fewest_sites),
        covers(),
        sites(),
        own_stocks(),
        lists(),
        judgements(),
        catalogue(),
        laboratory_taxes(),
        laboratory_stocks(),
        laboratory_packs(),
        laboratory_shares(),
    ]
    .concat()
}

struct Entry {
    identifier: &'static str,
    name: Text,
    meaning: Text,
    formula: Text,
    unit: Text,
    source: Text,
}

impl Entry {
    fn plain(self) -> Definition {
        Definition {
            identifier: self.identifier.to_owned(),
            name: prose(self.name),
            meaning: prose(self.meaning),
            formula: prose(self.formula),
            unit: prose(self.unit),
            source: prose(self.source),
            note: None,
        }
    }

    fn noted(self, french: impl Into<String>, english: impl Into<String>) -> Definition {
        Definition {
            note: Some(Prose::both(french, english)),
            ..self.plain()
        }
    }
}

fn prose((french, english): Text) -> Prose {
    Prose::both(french, english)
}

fn stocks(fewest_sites: u32) -> Vec<Definition> {
    let stock = Entry {
        identifier: "stock",
        name: ("Stock", "Stock"),
        meaning: (
            "Boîtes présentes dans les sites d’un territoire et d’un niveau, à la fin du jour.",
            "Boxes present at the sites of a territory and tier, at the end of the day.",
        ),
        formula: (
            "Somme des boîtes des sites dont le stock est compté ; un site qui n’a pas encore transmis garde le stock de son dernier rapport.",
            "Sum of the boxes of the sites whose stock is counted; a site that has not reported yet keeps the stock of its last report.",
        ),
        unit: ("boîtes", "boxes"),
        source: SITE_REPORTS,
    };
    let demand = Entry {
        identifier: "demand",
        name: ("Ventes moyennes", "Mean demand"),
        meaning: (
            "Ce que les sites comptés vendent par jour, en moyenne des 28 derniers jours ; un site muet n’est pas lu comme zéro.",
            "What the counted sites sell a day, on the mean of the last 28 days; a silent site is not read as zero.",
        ),
        formula: (
            "boîtes vendues sur 28 jours ÷ jours-sites ayant déclaré leurs ventes × sites dont le stock est compté",
            "boxes sold over 28 days ÷ site-days that stated sales × sites whose stock is counted",
        ),
        unit: ("boîtes par jour", "boxes a day"),
        source: SITE_REPORTS,
    };
    vec![
        stock.noted(
            format!(
                "En tête de page : le niveau où les patients se procurent la présentation, soit les officines, ou les pharmacies hospitalières si elles sont seules à la tenir. Une somme qui repose sur moins de {fewest_sites} sites n’est pas publiée, ni celle qui permettrait de la retrouver."
            ),
            format!(
                "At the head of a page: the tier where patients get the pack, which is pharmacies, or hospital pharmacies when they alone carry it. A sum over fewer than {fewest_sites} sites is not published, nor is one that would give it away."
            ),
        ),
        demand.noted(
            "Pour l’ensemble du pays : officines et pharmacies hospitalières seulement, car ce qu’un grossiste vend est revendu par une officine. Les ventes du jour de l’historique sont celles des sites qui les ont déclarées.",
            "For the whole country: pharmacies and hospital pharmacies only, since what a wholesaler sells is sold again by a pharmacy. Sales of a day in the history are those of the sites that stated them.",
        ),
    ]
}

fn covers() -> Vec<Definition> {
    let CoverThresholds {
        satisfactory_from_days,
        watch_from_days,
    } = CoverThresholds::default();
    let cover = Entry {
        identifier: "cover",
        name: ("Couverture", "Cover"),
        meaning: (
            "Nombre de jours que le stock tiendrait à la demande moyenne des 28 derniers jours.",
            "Days that the stock would last at the mean demand of the last 28 days.",
        ),
        formula: (
            "stock ÷ ventes moyennes, du même territoire, du même niveau et du même jour",
            "stock ÷ mean demand, of the same territory, tier and day",
        ),
        unit: ("jours", "days"),
        source: COMPUTED,
    };
    let median = Entry {
        identifier: "median-cover",
        name: (
            "Couverture médiane des MITM",
            "Median cover of major medicines",
        ),
        meaning: (
            "La moitié des présentations de MITM dont la couverture est connue en ont moins, l’autre moitié plus.",
            "Half of the packs of major therapeutic interest whose cover is known have less, the other half more.",
        ),
        formula: (
            "médiane des couvertures nationales connues",
            "median of the known national covers",
        ),
        unit: ("jours", "days"),
        source: COMPUTED,
    };
    let label = Entry {
        identifier: "cover-label",
        name: ("Niveau de couverture", "Cover label"),
        meaning: (
            "Un mot pour la couverture : satisfaisante, à surveiller, insuffisante.",
            "A word for the cover: satisfactory, to watch, insufficient.",
        ),
        formula: (
            "comparaison de la couverture à deux seuils",
            "the cover compared with two thresholds",
        ),
        unit: ("niveau", "label"),
        source: (
            "Seuils hebdomadaires proposés pour le plan hivernal",
            "Weekly thresholds proposed for the winter plan",
        ),
    };
    vec![
        cover.noted(
            format!(
                "Inconnue quand rien n’a été vendu : elle n’est alors ni nulle ni infinie. Le classement des couvertures les plus minces retient les présentations de MITM vendues à au moins {RANKED_FROM_BOXES_PER_DAY} boîtes par jour dans le pays ; une baisse y est montrée à partir d’un jour et d’un dixième en sept jours."
            ),
            format!(
                "Unknown when nothing was sold: it is then neither zero nor infinite. The list of thinnest covers keeps packs of major therapeutic interest that sell at least {RANKED_FROM_BOXES_PER_DAY} boxes a day in the country; a fall is shown from one day and one tenth in seven days on."
            ),
        ),
        median.plain(),
        label.noted(
            format!(
                "Satisfaisante à partir de {satisfactory_from_days} jours, à surveiller à partir de {watch_from_days}, insuffisante en dessous. Une couverture inconnue n’est pas jugée."
            ),
            format!(
                "Satisfactory from {satisfactory_from_days} days on, to watch from {watch_from_days} on, insufficient below. An unknown cover is not judged."
            ),
        ),
    ]
}

fn sites() -> Vec<Definition> {
    let holding = Entry {
        identifier: "sites-holding",
        name: ("Sites qui en ont", "Sites holding"),
        meaning: (
            "Sites qui ont au moins une boîte.",
            "Sites that have at least one box.",
        ),
        formula: (
            "sites dont le dernier rapport montre 1 boîte ou plus",
            "sites whose last report shows 1 box or more",
        ),
        unit: ("sites", "sites"),
        source: SITE_REPORTS,
    };
    let at_zero = Entry {
        identifier: "sites-at-zero",
        name: ("Sites à zéro", "Sites at zero"),
        meaning: (
            "Sites qui tiennent cette présentation et n’en ont plus.",
            "Sites that list the pack and have none left.",
        ),
        formula: (
            "sites dont le dernier rapport montre 0 boîte",
            "sites whose last report shows 0 boxes",
        ),
        unit: ("sites", "sites"),
        source: SITE_REPORTS,
    };
    let share_at_zero = Entry {
        identifier: "share-at-zero",
        name: ("Part des sites à zéro", "Share of sites at zero"),
        meaning: (
            "Sur cent paires d’une présentation et d’un site qui la tient, celles où le site n’en a plus.",
            "Of a hundred pairs of a pack and a site that lists it, those in which the site has none left.",
        ),
        formula: (
            "somme des sites à zéro ÷ somme des sites qui tiennent la présentation",
            "sum of sites at zero ÷ sum of sites that list the pack",
        ),
        unit: ("%", "%"),
        source: COMPUTED,
    };
    let completeness = Entry {
        identifier: "completeness",
        name: ("Complétude", "Completeness"),
        meaning: (
            "Part des sites attendus qui ont transmis leur rapport du jour.",
            "Share of the expected sites that have reported for the day.",
        ),
        formula: (
            "sites ayant transmis ÷ sites attendus",
            "sites that reported ÷ sites expected",
        ),
        unit: ("%, avec les deux nombres", "%, with both counts"),
        source: (
            "Registre des sites et rapports reçus",
            "Register of sites and reports received",
        ),
    };
    vec![
        holding.plain(),
        at_zero.noted(
            "Un site qui ne mentionne pas la présentation ne compte pas : il ne l’a peut-être jamais vendue.",
            "A site that does not list the pack does not count: it may never have sold it.",
        ),
        share_at_zero.noted(
            "Une présentation tenue par trop peu de sites d’un territoire n’entre dans aucune somme de ce territoire ; quand les autres font moins de la moitié des ventes nationales de celles qui y sont tenues, la somme est masquée.",
            "A pack that too few sites of a place carry is in no sum of that place; when the others make less than half of the national sales of those carried there, the sum is hidden.",
        ),
        completeness.noted(
            "Un site est attendu de son premier à son dernier jour dans le registre.",
            "A site is expected from its first day in the register to its last.",
        ),
    ]
}

fn lists() -> Vec<Definition> {
    let availability = Entry {
        identifier: "availability",
        name: ("Disponibilité", "Availability"),
        meaning: (
            "Ce que l’ANSM publie d’un médicament : rupture, tension, arrêt, remise à disposition.",
            "What the ANSM publishes about a medicine: shortage, tension, cessation, return.",
        ),
        formula: (
            "ligne de la liste en vigueur ce jour ; s’il y en a plusieurs, la plus grave",
            "row of the list in force that day; of several, the most serious",
        ),
        unit: (
            "situation, avec la date de la liste",
            "situation, with the date of the list",
        ),
        source: LIST,
    };
    let moves = Entry {
        identifier: "availability-move",
        name: ("Mouvement de la liste", "Move on the list"),
        meaning: (
            "Ce qui change pour un médicament entre deux versions de la liste.",
            "What changes for a medicine between two releases of the list.",
        ),
        formula: (
            "comparaison de deux versions successives",
            "two successive releases compared",
        ),
        unit: ("mouvement", "move"),
        source: LIST,
    };
    let year_listed = Entry {
        identifier: "year-listed",
        name: (
            "Spécialités listées dans l’année",
            "Medicines listed in a year",
        ),
        meaning: (
            "Spécialités qu’une version au moins de la liste, publiée dans l’année, donne en rupture (ou en tension).",
            "Medicines that one release of the list at least, published in the year, has in shortage (or tension).",
        ),
        formula: (
            "nombre de codes CIS différents, toutes versions importées de l’année ensemble",
            "number of different CIS codes, over all releases of the year that were imported",
        ),
        unit: ("spécialités", "medicines"),
        source: LIST,
    };
    let episode = Entry {
        identifier: "episode",
        name: ("Épisode", "Episode"),
        meaning: (
            "Période pendant laquelle la liste donne un médicament en rupture ou en tension.",
            "Period during which the list has a medicine in shortage or tension.",
        ),
        formula: (
            "du début publié, à défaut de la première version qui le dit, à la version qui dit autre chose",
            "from the published start, else the first release that says so, to the release that says otherwise",
        ),
        unit: ("jours", "days"),
        source: LIST,
    };
    vec![
        availability.noted(
            "Une spécialité présente deux fois compte une fois, dans sa situation la plus grave.",
            "A medicine that is listed twice counts once, in its most serious situation.",
        ),
        moves.noted(
            "Ne plus figurer dans la liste n’est pas une fin déclarée.",
            "No longer being on the list is not a declared end.",
        ),
        year_listed.noted(
            "Une spécialité listée en rupture puis en tension compte dans les deux colonnes. Ce n’est pas un nombre de déclarations.",
            "A medicine listed in shortage, then in tension, counts in both columns. It is no number of declarations.",
        ),
        episode.noted(
            "Quand un médicament ne figure plus dans la liste, l’épisode est dessiné jusqu’à la dernière version qui le portait.",
            "When a medicine is no longer on the list, the episode is drawn until the last release that had it.",
        ),
    ]
}

fn catalogue() -> Vec<Definition> {
    let price = Entry {
        identifier: "price",
        name: ("Prix public", "Public price"),
        meaning: (
            "Ce que paie le public, honoraire de dispensation compris.",
            "What the public pays, dispensing fee included.",
        ),
        formula: ("tel que publié", "as published"),
        unit: ("euros", "euros"),
        source: CATALOGUE,
    };
    let reimbursement = Entry {
        identifier: "reimbursement",
        name: ("Remboursement", "Reimbursement"),
        meaning: (
            "Part du prix remboursée par l’Assurance maladie.",
            "Share of the price reimbursed by the health insurance.",
        ),
        formula: (
            "tel que publié ; vide vaut non remboursé",
            "as published; empty means not reimbursed",
        ),
        unit: ("%", "%"),
        source: CATALOGUE,
    };
    let major = Entry {
        identifier: "major-therapeutic-interest",
        name: (
            "Médicament d’intérêt thérapeutique majeur (MITM)",
            "Medicine of major therapeutic interest (MITM)",
        ),
        meaning: (
            "Médicament dont l’interruption mettrait des patients en danger (article L. 5111-4 du code de la santé publique).",
            "Medicine whose interruption would put patients in danger (article L. 5111-4 of the public health code).",
        ),
        formula: (
            "présence dans la liste publiée des MITM",
            "presence on the published list",
        ),
        unit: ("oui ou non", "yes or no"),
        source: CATALOGUE,
    };
    vec![price.plain(), reimbursement.plain(), major.plain()]
}

/// Prices and taxes of the laboratory.
fn laboratory_taxes() -> Vec<Definition> {
    let protected = Entry {
        identifier: "protected-boxes",
        name: ("Boîtes protégées", "Protected boxes"),
        meaning: (
            "Boîtes d’une année de médicaments matures qu’une exonération ou un abattement soulage.",
            "Boxes of a year of mature medicines that an exemption or an abatement relieves.",
        ),
        formula: (
            "somme sur les présentations matures qui paient une contribution de boîtes × part épargnée\u{a0}: 1 si exonérée, sinon taux d’abattement × part européenne",
            "sum over mature packs that pay contributions of boxes × part spared: 1 when exempt, else abatement rate × European share",
        ),
        unit: ("boîtes par an", "boxes a year"),
        source: LABORATORY,
    };
    let contributions = Entry {
        identifier: "turnover-contributions",
        name: (
            "Contributions sur le chiffre d’affaires",
            "Contributions on turnover",
        ),
        meaning: (
            "Ce que les exploitants paient sur leurs ventes de médicaments selon les taux d’un scénario.",
            "What companies pay on their sales of medicines under the rates of a scenario.",
        ),
        formula: (
            "prix fabricant × boîtes de l’année × (taux de base, hors génériques + taux additionnel et supplémentaire, pour ce qui est remboursé) × (1 − abattement × part européenne) ; rien pour une présentation exonérée",
            "manufacturer price × boxes of the year × (base rate, generics excepted + additional and supplementary rates, for what is reimbursed) × (1 − abatement × European share); nothing for an exempt pack",
        ),
        unit: ("euros par an", "euros a year"),
        source: LABORATORY,
    };
    vec![
        protected.noted(
            "Une part européenne ou un âge inconnu n’est pas soulagé\u{a0}; ce que le reste paierait pour cela n’est pas retranché.",
            "An unknown European share or age is not relieved; what the rest would pay for it is not taken off.",
        ),
        contributions.noted(
            "Les volumes ne réagissent ni aux prix ni aux taxes, et les remises ne sont pas publiques.",
            "Volumes react neither to prices nor to taxes, and rebates are not public.",
        ),
    ]
}

/// Safety stocks of the laboratory.
fn laboratory_stocks() -> Vec<Definition> {
    let holding = Entry {
        identifier: "cost-of-holding",
        name: ("Coût de détention", "Cost of holding"),
        meaning: (
            "Ce que des stocks coûtent en un an\u{a0}: l’argent immobilisé, les boîtes qui périment et l’espace.",
            "What stocks cost in a year: the money tied up, the boxes that expire and the space.",
        ),
        formula: (
            "valeur au prix fabricant × coût de l’argent + boîtes périmées × prix + volume × loyer du m³ × 12",
            "value at manufacturer price × cost of money + expired boxes × price + volume × rent of a m³ × 12",
        ),
        unit: ("euros par an", "euros a year"),
        source: LABORATORY,
    };
    let expired = Entry {
        identifier: "expired-boxes",
        name: ("Boîtes périmées", "Expired boxes"),
        meaning: (
            "Boîtes d’un stock tenu plein et vendu dans l’ordre d’arrivée qui périment en un an.",
            "Boxes of a stock kept full and sold in order of arrival that expire in a year.",
        ),
        formula: (
            "12 × d × max(s / a − 1, 0) + part perdue × d × s\u{a0}: d boîtes par mois, s mois tenus, a mois de vente possible",
            "12 × d × max(s / a − 1, 0) + share lost × d × s: d boxes a month, s months held, a months in which a box may be sold",
        ),
        unit: ("boîtes par an", "boxes a year"),
        source: LABORATORY,
    };
    let lack = Entry {
        identifier: "expected-lack",
        name: ("Manque attendu", "Expected lack"),
        meaning: (
            "Boîtes que les patients n’auraient pas en un an, pondérées, quand chaque médicament est tenu pendant s mois.",
            "Boxes that patients would not get in a year, weighted, when each medicine is held for s months.",
        ),
        formula: (
            "somme sur les médicaments de w·λ·d·τ·e^(−s/τ) : d boîtes par mois, λ défaillances par an de durée moyenne τ mois, poids w",
            "sum over medicines of w·λ·d·τ·e^(−s/τ): d boxes a month, λ failures a year of mean length τ months, weight w",
        ),
        unit: ("boîtes pondérées par an", "weighted boxes a year"),
        source: LABORATORY,
    };
    vec![
        holding.noted(
            "Aucune source publique ne donne le volume d’une boîte, sa durée de vente ni les loyers\u{a0}: ce sont des hypothèses, montrées à côté.",
            "No public source gives the volume of a box, the time to sell it or the rents: they are assumptions, shown beside.",
        ),
        expired.noted(
            "La demande est prise comme régulière\u{a0}; ce qui périme malgré tout est une part donnée du stock.",
            "Demand is taken as steady; what expires all the same is a given part of the stock.",
        ),
        lack.noted(
            "La demande qui varie, la péremption et le coût de l’espace ne sont pas comptés.",
            "Demand that varies, expiry and the cost of space are not counted.",
        ),
    ]
}

/// What a pack leaves to who sells it.
fn laboratory_packs() -> Vec<Definition> {
    let margin = Entry {
        identifier: "margin-per-box",
        name: ("Marge d’une boîte", "Margin of a box"),
        meaning: (
            "Ce qui reste d’une boîte à qui la vend, quand remise, taxes, coût de revient, coûts fixes et stock obligatoire sont payés.",
            "What is left of a box for who sells it, when rebate, taxes, cost of goods, fixed costs and the stock that the law asks for are paid.",
        ),
        formula: (
            "prix fabricant × (1 − remise − taxes) − coût de revient − coûts fixes de l’année ÷ boîtes − coût du stock × mois tenus ÷ 12\u{a0}; la part est rapportée au prix",
            "manufacturer price × (1 − rebate − taxes) − cost of goods − fixed costs of the year ÷ boxes − cost of the stock × months held ÷ 12; the part is of the price",
        ),
        unit: ("euros par boîte, % du prix", "euros a box, % of the price"),
        source: LABORATORY,
    };
    let break_even = Entry {
        identifier: "break-even-price",
        name: ("Prix d’équilibre", "Break-even price"),
        meaning: (
            "Le prix fabricant auquel la marge d’une boîte est nulle.",
            "The manufacturer price at which the margin of a box is zero.",
        ),
        formula: (
            "(c + F ÷ q + h × c × S ÷ 12) ÷ (1 − r − t)\u{a0}: c coût de revient, F coûts fixes, q boîtes par an, h coût annuel du stock en part de sa valeur, S mois tenus, r remise, t taxes\u{a0}; la hausse requise est ce prix ÷ prix − 1",
            "(c + F ÷ q + h × c × S ÷ 12) ÷ (1 − r − t): c cost of goods, F fixed costs, q boxes a year, h yearly cost of the stock as a part of its value, S months held, r rebate, t taxes; the rise required is this price ÷ price − 1",
        ),
        unit: ("euros par boîte, %", "euros a box, %"),
        source: LABORATORY,
    };
    let withdrawal = Entry {
        identifier: "withdrawal-risk",
        name: ("Risque de retrait", "Risk of withdrawal"),
        meaning: (
            "La probabilité qu’une présentation soit retirée dans l’année, selon sa marge.",
            "The chance that a pack is withdrawn within a year, by its margin.",
        ),
        formula: (
            "1 ÷ (1 + e^(k × marge − ln(p ÷ (1 − p))))\u{a0}: p la probabilité à marge nulle, k la pente, marge en part du prix",
            "1 ÷ (1 + e^(k × margin − ln(p ÷ (1 − p)))): p the chance at no margin, k the slope, margin as a part of the price",
        ),
        unit: ("%", "%"),
        source: LABORATORY,
    };
    vec![
        margin.noted(
            "Remises, coûts et coûts fixes ne sont pas publics\u{a0}: ce sont des champs, avec une fourchette.",
            "Rebates, costs and fixed costs are not public: they are fields, with a range.",
        ),
        break_even.noted(
            "Sans prix qui couvre les coûts quand remise et taxes prennent tout.",
            "There is none when rebate and taxes take all.",
        ),
        withdrawal.noted(
            "La pente et la probabilité à marge nulle sont supposées, non mesurées.",
            "The slope and the chance at no margin are assumed, not measured.",
        ),
    ]
}

/// How even shares are.
fn laboratory_shares() -> Vec<Definition> {
    let gini = Entry {
        identifier: "gini",
        name: ("Coefficient de Gini", "Gini coefficient"),
        meaning: (
            "L’inégalité des parts servies\u{a0}: 0 quand chacun reçoit la même part de sa demande.",
            "How uneven the parts served are: 0 when each receives the same part of its claim.",
        ),
        formula: (
            "2 × Σ i × x(i) ÷ (n × Σ x) − (n + 1) ÷ n\u{a0}: x(i) les parts servies par ordre croissant, n leur nombre",
            "2 × Σ i × x(i) ÷ (n × Σ x) − (n + 1) ÷ n: x(i) the parts served in ascending order, n how many",
        ),
        unit: ("de 0 à 1", "from 0 to 1"),
        source: LABORATORY,
    };
    let jain = Entry {
        identifier: "jain",
        name: ("Indice de Jain", "Jain’s index"),
        meaning: (
            "L’égalité des parts servies\u{a0}: 1 quand chacun reçoit la même part de sa demande, 1 ÷ n quand un seul reçoit tout.",
            "How even the parts served are: 1 when each receives the same part of its claim, 1 ÷ n when one receives all.",
        ),
        formula: ("(Σ x)² ÷ (n × Σ x²)", "(Σ x)² ÷ (n × Σ x²)"),
        unit: ("de 0 à 1", "from 0 to 1"),
        source: LABORATORY,
    };
    vec![gini.plain(), jain.plain()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use vigie_model::Language;
    use vigie_pages::LINKED_DEFINITIONS;

    #[test]
    fn every_definition_that_pages_link_to_is_there_once() {
        let entries = all(3);
        let identifiers: BTreeSet<&str> = entries
            .iter()
            .map(|entry| entry.identifier.as_str())
            .collect();
        assert_eq!(identifiers, LINKED_DEFINITIONS.into_iter().collect());
        assert_eq!(identifiers.len(), entries.len());
    }

    #[test]
    fn the_fewest_sites_of_the_settings_are_told() {
        let entries = all(7);
        let note = entries
            .iter()
            .find(|entry| entry.identifier == "stock")
            .and_then(|entry| entry.note.clone());
        assert!(
            note.unwrap()
                .text(Language::English)
                .contains("fewer than 7 sites")
        );
    }
}
