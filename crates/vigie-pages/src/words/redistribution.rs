//! Boxes of a pack that could move between sites.

part! {
    /// Boxes of a pack that could move between sites.
    Redistribution
    texts {
        title, lead, back, terms, tier, tier_hint, territory_hint, within, within_hint,
        within_department, within_region, within_territory, keep, keep_hint, want, want_hint,
        moves_title, lacking, surplus, moved, none, moves_caption, to, lasts, boxes, file,
        unmet_title, unmet_caption, need, received, why, method, from,
    }
    sentences {
        found(moved: &str, lacking: &str, served: &str, needing: &str),
        ways(near: &str, region: &str, far: &str),
        basis(sites: &str, unknown: &str),
        shown_of(shown: &str, all: &str),
    }
}

pub(super) const FRENCH: Redistribution = Redistribution {
    title: "Boîtes à déplacer",
    lead: "Ce que des sites qui ont plus qu’il ne leur faut pourraient céder à ceux qui vont manquer.",
    back: "Qui détient quoi",
    terms: "Conditions du calcul",
    tier: "Niveau de la chaîne",
    tier_hint: "Les boîtes restent entre sites du même niveau.",
    territory_hint: "Les sites qui donnent et qui reçoivent.",
    within: "Jusqu’où",
    within_hint: "Le plus près d’abord dans tous les cas.",
    within_department: "dans le même département",
    within_region: "dans la même région",
    within_territory: "dans tout le territoire",
    keep: "Jours gardés par qui donne",
    keep_hint: "De ses propres ventes, moyenne de 28 jours.",
    want: "Jours voulus par qui manque",
    want_hint: "Un site qui en a moins reçoit jusque-là.",
    moves_title: "Ce qui pourrait se déplacer",
    lacking: "Boîtes qui manquent",
    surplus: "Boîtes au-delà des jours gardés",
    moved: "Boîtes déplacées",
    none: "Rien à déplacer : aucun site n’est sous les jours voulus, ou aucun n’a de quoi donner.",
    moves_caption: "Boîtes d’un site à l’autre, les plus nombreuses d’abord",
    to: "Reçoit",
    lasts: "Dure",
    boxes: "Boîtes à céder",
    file: "Tous les déplacements (CSV)",
    unmet_title: "Besoins qui restent",
    unmet_caption: "Sites qui manquent encore de boîtes",
    need: "Manquait",
    received: "Reçu",
    why: "Pourquoi",
    method: "Le calcul déplace le plus de boîtes possible, d’abord vers les sites qui n’ont plus rien, par les chemins les plus courts (même département, même région, plus loin), et prouve qu’aucun autre plan ne coûte moins. Dans un même département, on prend à ceux qui ont le plus et on partage en proportion des besoins. C’est un calcul, pas un ordre.",
    from: "Donne",
    found: |moved, lacking, served, needing| {
        format!(
            "{moved} des {lacking} boîtes qui manquent pourraient venir d’autres sites ; {served} des {needing} sites concernés auraient alors ce qu’il leur faut."
        )
    },
    ways: |near, region, far| {
        format!("{near} dans le département, {region} dans la région, {far} plus loin")
    },
    basis: |sites, unknown| {
        format!(
            "{sites} sites comptés. {unknown} autres tiennent la présentation mais ne le sont pas : leur stock est en retard, ou leurs ventes ne sont pas déclarées."
        )
    },
    shown_of: |shown, all| format!("Les {shown} premiers de {all} déplacements."),
};

pub(super) const ENGLISH: Redistribution = Redistribution {
    title: "Boxes to move",
    lead: "What sites that have more than they need could give to those about to lack.",
    back: "Who holds what",
    terms: "Terms of the computation",
    tier: "Level of the chain",
    tier_hint: "Boxes stay between sites of the same level.",
    territory_hint: "The sites that give and that receive.",
    within: "How far",
    within_hint: "Nearest first in any case.",
    within_department: "within the department",
    within_region: "within the region",
    within_territory: "in the whole territory",
    keep: "Days kept by who gives",
    keep_hint: "Of its own sales, mean of 28 days.",
    want: "Days wanted by who lacks",
    want_hint: "A site that has fewer receives up to this.",
    moves_title: "What could move",
    lacking: "Boxes lacking",
    surplus: "Boxes beyond the days kept",
    moved: "Boxes moved",
    none: "Nothing to move: no site is below the days wanted, or none has anything to give.",
    moves_caption: "Boxes from site to site, most first",
    to: "Receives",
    lasts: "Lasts",
    boxes: "Boxes to give",
    file: "All moves (CSV)",
    unmet_title: "Needs that remain",
    unmet_caption: "Sites that still lack boxes",
    need: "Lacked",
    received: "Received",
    why: "Why",
    method: "The computation moves as many boxes as possible, first to sites that have nothing left, by the shortest ways (same department, same region, further), and proves that no other plan costs less. Within a department, boxes come from those that have most and are shared in proportion to needs. This is a computation, not an order.",
    from: "Gives",
    found: |moved, lacking, served, needing| {
        format!(
            "{moved} of the {lacking} boxes that lack could come from other sites; {served} of the {needing} sites concerned would then have what they need."
        )
    },
    ways: |near, region, far| {
        format!("{near} within the department, {region} within the region, {far} further")
    },
    basis: |sites, unknown| {
        format!(
            "{sites} sites counted. {unknown} others carry the pack and are not: their stock is late, or their sales are not stated."
        )
    },
    shown_of: |shown, all| format!("The first {shown} of {all} moves."),
};
