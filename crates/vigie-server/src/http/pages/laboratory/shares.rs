//! Fair shares: what is asked, what each rule gives, and the same as a file. Lines are read in `claims`.

use axum::extract::State;
use axum::response::Response;
use vigie_pages::Prose;
use vigie_pages::laboratory::{
    RuleSums, ShareRow, SharesOutcome, SharesPage, SharesView, SharingRule,
};
use vigie_policy::{
    Claim, Problem, Rounding, Sentence, Share, ShareRule, SharedOut, Warning, share_out,
};

use super::claims::{self, ReadClaim};
use super::{OUTCOME, computed_or_wrong, csv_text, file, market_view, own_shell, prose, refused};
use crate::http::App;
use crate::http::pages::asked::Asked;
use crate::http::pages::trouble;

/// Longest query that is read: longer addresses are cut by programs on their way.
const LONGEST_QUERY: usize = 12_000;
/// Most boxes to share.
const MOST_BOXES: u64 = 1_000_000_000;
/// Alpha is zero or between these: beyond, weights are no numbers any more.
const ALPHAS: std::ops::RangeInclusive<f64> = 0.05..=1_000.0;
const EXAMPLE_SUPPLY: &str = "1000";
/// One place of each sort; made up.
const EXAMPLE: &str = "CHU;900;240;860;200\nCentre hospitalier;400;30;390;60\nClinique;150;60;140;20\nPharmacies du nord;700;90;520\nPharmacies du sud;300;10;310";
const DEFAULT_HEADROOM: &str = "10";
const DEFAULT_ALPHA: &str = "2";

/// What an address asks for.
struct Wanted {
    supply: u64,
    rule: SharingRule,
    alpha: f64,
    rounding: Rounding,
    claims: Vec<ReadClaim>,
    unread: Vec<Sentence>,
}

/// The shares by each rule, in the order of the page.
struct Computed {
    wanted: Wanted,
    by_rule: Vec<(SharingRule, SharedOut)>,
}

/// `/{lang}/laboratory/shares?claims=…`
pub async fn show(State(app): State<App>, asked: Asked) -> Response {
    let computed = read(&asked).and_then(compute);
    let view = match &computed {
        Ok(computed) => SharesView::Computed(Box::new(outcome(computed, &asked))),
        Err(sentences) => SharesView::Wrong(sentences.iter().map(prose).collect()),
    };
    let text = |name: &str, default: &str| {
        let typed = asked.parameter(name).unwrap_or(default);
        vigie_model::shown(typed, 30)
    };
    let claims = claims_text(&asked);
    let page = SharesPage {
        shell: own_shell(&app, &asked),
        claims: claims.to_owned(),
        supply: text("supply", default_supply(&asked)),
        rule: chosen_rule(&asked).unwrap_or(SharingRule::EqualCover),
        alpha: text("alpha", DEFAULT_ALPHA),
        headroom: text("headroom", DEFAULT_HEADROOM),
        is_sainte_lague: asked.parameter("rounding") == Some("sainte-lague"),
        is_example: is_example(claims),
        view,
    };
    let is_wrong = matches!(page.view, SharesView::Wrong(_));
    let html = if asked.is_for_region(OUTCOME) {
        page.render_outcome(asked.language)
    } else {
        page.render(asked.language)
    };
    computed_or_wrong(html, is_wrong, &asked)
}

fn claims_text(asked: &Asked) -> &str {
    asked.parameter("claims").unwrap_or(EXAMPLE)
}

/// Browsers end the lines of a form in their own way.
fn is_example(claims: &str) -> bool {
    claims.lines().eq(EXAMPLE.lines())
}

fn default_supply(asked: &Asked) -> &'static str {
    if is_example(claims_text(asked)) {
        EXAMPLE_SUPPLY
    } else {
        ""
    }
}

fn chosen_rule(asked: &Asked) -> Option<SharingRule> {
    let Some(text) = asked.parameter("rule") else {
        return Some(SharingRule::EqualCover);
    };
    let mut rules = SharingRule::ALL.into_iter();
    rules.find(|rule| rule.as_str() == text)
}

fn read(asked: &Asked) -> Result<Wanted, Vec<Sentence>> {
    if asked.query.len() > LONGEST_QUERY {
        return Err(vec![too_long()]);
    }
    let mut problems = Vec::new();
    let mut number = |name: &str, default: &str, what: [&str; 2]| {
        let text = asked.parameter(name).unwrap_or(default);
        claims::read_boxes(text).unwrap_or_else(|| {
            problems.push(not_a_number(what, text));
            0.0
        })
    };
    let supply = number(
        "supply",
        default_supply(asked),
        ["Boîtes à partager", "Boxes to share"],
    );
    let headroom = number(
        "headroom",
        DEFAULT_HEADROOM,
        ["Dépassement admis", "Headroom"],
    );
    let alpha = number("alpha", DEFAULT_ALPHA, ["Alpha", "Alpha"]);
    if supply.fract() != 0.0 || supply > MOST_BOXES as f64 {
        problems.push(bad_supply());
    }
    let rule = chosen_rule(asked);
    if rule.is_none() {
        problems.push(unknown_choice("rule"));
    }
    let rounding = match asked.parameter("rounding") {
        None | Some("largest-remainder") => Some(Rounding::LargestRemainder),
        Some("sainte-lague") => Some(Rounding::SainteLague),
        Some(_) => None,
    };
    if rounding.is_none() {
        problems.push(unknown_choice("rounding"));
    }
    if alpha != 0.0 && !ALPHAS.contains(&alpha) {
        problems.push(bad_alpha());
    }
    let (claims, unread) = claims::read(claims_text(asked), headroom / 100.0);
    if claims.is_empty() {
        problems.push(no_claim());
        problems.extend(unread);
        return Err(problems);
    }
    match (rule, rounding, problems.is_empty()) {
        (Some(rule), Some(rounding), true) => Ok(Wanted {
            supply: supply as u64,
            rule,
            alpha,
            rounding,
            claims,
            unread,
        }),
        _ => Err(problems),
    }
}

fn compute(wanted: Wanted) -> Result<Computed, Vec<Sentence>> {
    let claims: Vec<Claim> = wanted.claims.iter().map(|one| one.claim.clone()).collect();
    let shared = |rule| {
        let of_crate = rule_of(rule, wanted.alpha);
        let shared = share_out(wanted.supply, &claims, of_crate, wanted.rounding)?;
        Ok((rule, shared))
    };
    let by_rule: Result<Vec<_>, Problem> = SharingRule::ALL.into_iter().map(shared).collect();
    match by_rule {
        Ok(by_rule) => Ok(Computed { wanted, by_rule }),
        Err(problem) => Err(vec![problem.sentence]),
    }
}

const fn rule_of(rule: SharingRule, alpha: f64) -> ShareRule {
    match rule {
        SharingRule::Proportional => ShareRule::Proportional,
        SharingRule::EqualCover => ShareRule::EqualCover,
        SharingRule::EqualAwards => ShareRule::EqualAwards,
        SharingRule::EqualLosses => ShareRule::EqualLosses,
        SharingRule::Talmud => ShareRule::Talmud,
        SharingRule::AlphaFair => ShareRule::AlphaFair(alpha),
    }
}

fn outcome(computed: &Computed, asked: &Asked) -> SharesOutcome {
    let wanted = &computed.wanted;
    let unread = wanted.unread.iter().map(prose);
    SharesOutcome {
        supply: wanted.supply,
        rows: rows(computed),
        rules: computed.by_rule.iter().map(sums).collect(),
        counted: wanted.claims.iter().map(|one| one.claim.boxes).sum(),
        unread: unread.collect(),
        warnings: warnings(computed),
        file: market_view::address(asked, "/laboratory/shares.csv", None),
    }
}

/// The same for all rules: each once.
fn warnings(computed: &Computed) -> Vec<Prose> {
    let first = computed.by_rule.first();
    let warnings = first.map_or(&[] as &[Warning], |(_, shared)| shared.warnings.as_slice());
    warnings
        .iter()
        .map(|warning| prose(&warning.sentence))
        .collect()
}

fn sums((rule, shared): &(SharingRule, SharedOut)) -> RuleSums {
    RuleSums {
        rule: *rule,
        given: shared.shares.iter().map(|share| share.boxes).sum(),
        left_over: shared.left_over,
        equity: shared
            .equity
            .map(|equity| [equity.worst, equity.gini, equity.jain]),
    }
}

fn rows(computed: &Computed) -> Vec<ShareRow> {
    let wanted = &computed.wanted;
    let mut by_rule = computed.by_rule.iter();
    let chosen = by_rule.find(|(rule, _)| *rule == wanted.rule);
    let shares = chosen.map_or(&[] as &[Share], |(_, shared)| shared.shares.as_slice());
    let claims = wanted.claims.iter().zip(shares).enumerate();
    claims
        .map(|(place, (one, share))| row(computed, place, one, share))
        .collect()
}

fn row(computed: &Computed, place: usize, one: &ReadClaim, share: &Share) -> ShareRow {
    let boxes = computed.by_rule.iter().map(|(_, shared)| {
        let share = shared.shares.get(place);
        share.map_or(0, |share| share.boxes)
    });
    let claim = &one.claim;
    let days = |stock: f64| stock / claim.daily_demand;
    ShareRow {
        name: claim.name.clone(),
        asked: one.asked,
        counted: claim.boxes,
        floor: claim.floor,
        boxes: boxes.collect(),
        chosen: share.boxes,
        fill_rate: share.fill_rate,
        cover_days: (claim.daily_demand > 0.0)
            .then(|| [days(claim.stock), days(claim.stock + share.boxes as f64)]),
        reason: prose(&share.sentence),
    }
}

fn too_long() -> Sentence {
    Sentence::new(
        "Ces lignes sont trop longues pour une adresse\u{a0}: au-delà de 12\u{202f}000 signes, des programmes la coupent en chemin. Partagez en deux fois, ou raccourcissez les noms.",
        "These lines are too long for an address: beyond 12,000 signs programs cut it on its way. Share in two turns, or shorten the names.",
    )
}

fn not_a_number([french, english]: [&str; 2], text: &str) -> Sentence {
    let shown = vigie_model::shown(text, 30);
    Sentence::new(
        format!(
            "{french}\u{a0}: «\u{a0}{shown}\u{a0}» n’est pas un nombre de zéro ou plus. Écrivez par exemple 1200."
        ),
        format!("{english}: “{shown}” is not a number of zero or more. Write 1200, for example."),
    )
}

fn bad_supply() -> Sentence {
    Sentence::new(
        "Boîtes à partager\u{a0}: écrivez un nombre entier, d’un milliard au plus.",
        "Boxes to share: write a whole number, a billion at most.",
    )
}

fn bad_alpha() -> Sentence {
    Sentence::new(
        "Alpha\u{a0}: écrivez 0, ou un nombre de 0,05 à 1000.",
        "Alpha: write 0, or a number from 0.05 to 1000.",
    )
}

fn unknown_choice(name: &str) -> Sentence {
    Sentence::new(
        format!("«\u{a0}{name}\u{a0}»\u{a0}: choisissez dans la liste."),
        format!("“{name}”: choose from the list."),
    )
}

fn no_claim() -> Sentence {
    Sentence::new(
        "Aucune ligne ne peut être lue\u{a0}: écrivez un nom, un point-virgule et un nombre de boîtes.",
        "No line can be read: write a name, a semicolon and a number of boxes.",
    )
}

/// `/{lang}/laboratory/shares.csv?…`: what each rule gives.
pub async fn shares_file(asked: Asked) -> Response {
    let computed = match read(&asked).and_then(compute) {
        Ok(computed) => computed,
        Err(sentences) => {
            let first = sentences.into_iter().next().unwrap_or_else(no_claim);
            return refused(&asked, &Problem::new("bad_claims", "claims", first));
        }
    };
    match csv(&computed) {
        Ok(text) => file("text/csv; charset=utf-8", "shares.csv", text),
        Err(error) => trouble::failed(&error, &asked),
    }
}

fn csv(computed: &Computed) -> Result<String, csv::Error> {
    let header = [
        "name",
        "asked",
        "counted",
        "floor",
        "on_hand",
        "daily_demand",
        "proportional",
        "equal_cover",
        "equal_awards",
        "equal_losses",
        "talmud",
        "alpha_fair",
    ];
    let claims = computed.wanted.claims.iter().zip(rows(computed));
    let rows = claims.map(|(one, row)| {
        let claim = &one.claim;
        let by = |place: usize| {
            row.boxes
                .get(place)
                .map_or_else(String::new, u64::to_string)
        };
        [
            as_text(&claim.name),
            one.asked.to_string(),
            format!("{:.2}", claim.boxes),
            claim.floor.to_string(),
            claim.stock.to_string(),
            format!("{:.4}", claim.daily_demand),
            by(0),
            by(1),
            by(2),
            by(3),
            by(4),
            by(5),
        ]
    });
    csv_text(header, rows)
}

/// So that a spreadsheet reads it as text, whatever it begins with.
fn as_text(name: &str) -> String {
    if name.starts_with(['=', '+', '-', '@']) {
        format!("'{name}")
    } else {
        name.to_owned()
    }
}
