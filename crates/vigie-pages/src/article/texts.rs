//! The texts of articles. Both languages stand side by side.

use super::{Article, Section};

pub(super) const ARTICLES: [Article; 5] = [
    Article {
        path: "/about",
        title: ("À propos de Vigie", "About Vigie"),
        description: (
            "Ce qu’est Vigie, d’où viennent ses données et comment lire ses nombres.",
            "What Vigie is, where its data come from and how to read its numbers.",
        ),
        sections: &[
            Section {
                heading: ("Ce qu’est Vigie", "What Vigie is"),
                paragraphs: &[
                    (
                        "Vigie réunit les stocks de médicaments que déclarent les officines, les pharmacies hospitalières, les grossistes-répartiteurs, les dépositaires et les laboratoires. Chacun transmet son stock une fois ; l’agence, le pharmacien et le patient voient ensuite la même chose.",
                        "Vigie brings together the stocks of medicines that pharmacies, hospital pharmacies, wholesalers, depositaries and companies declare. Each sends its stock once; the agency, the pharmacist and the patient then see the same thing.",
                    ),
                    (
                        "Le système informe ; les personnes décident. Rien de ce qui est affiché ici ne remplace l’avis d’un pharmacien ou d’un médecin.",
                        "The system informs; people decide. Nothing shown here replaces the advice of a pharmacist or a doctor.",
                    ),
                ],
                points: &[],
            },
            Section {
                heading: ("Comment lire un nombre", "How to read a number"),
                paragraphs: &[(
                    "Un nombre ne voyage jamais seul. Avec lui viennent son jour, sa complétude (qui devait transmettre, qui a transmis) et sa définition. Ce qui n’est pas connu est écrit « inconnu », avec la raison : une absence n’est jamais lue comme zéro.",
                    "A number never travels alone. With it come its day, its completeness (who was to report, who did) and its definition. What is not known is written “unknown”, with the reason: a gap is never read as zero.",
                )],
                points: &[],
            },
            Section {
                heading: ("D’où viennent les données", "Where the data come from"),
                paragraphs: &[],
                points: &[
                    (
                        "Les stocks et les ventes : rapports des sites, reçus chaque jour.",
                        "Stocks and sales: reports of the sites, received every day.",
                    ),
                    (
                        "Les médicaments, prix, groupes génériques et la liste des MITM : base de données publique des médicaments (ANSM, HAS, UNCAM).",
                        "Medicines, prices, generic groups and the list of MITM: public medicines database (ANSM, HAS, UNCAM).",
                    ),
                    (
                        "Les ruptures et tensions publiées : liste de disponibilité de l’ANSM. Elle et nos stocks sont deux sources distinctes ; elles sont montrées côte à côte, jamais mêlées.",
                        "Published shortages and tensions: availability list of the ANSM. It and our stocks are two distinct sources; they are shown side by side, never mixed.",
                    ),
                    (
                        "Les contours des départements : IGN, Admin Express 2018, Licence Ouverte.",
                        "Outlines of departments: IGN, Admin Express 2018, Licence Ouverte.",
                    ),
                ],
            },
        ],
    },
    Article {
        path: "/about/methods",
        title: ("Méthodes", "Methods"),
        description: (
            "Comment Vigie calcule la demande, la couverture, les manques et leur gravité, et ce que ces calculs ne disent pas.",
            "How Vigie computes demand, cover, lacks and their severity, and what these do not tell.",
        ),
        sections: &[
            Section {
                heading: ("Du rapport au nombre", "From a report to a number"),
                paragraphs: &[
                    (
                        "Un rapport accepté est inscrit dans un journal numéroté, qui n’est jamais modifié ; une correction est une nouvelle entrée. Tous les nombres se recalculent à partir du journal, et une commande les compare à ce qui est affiché.",
                        "An accepted report is written into a numbered journal that is never changed; a correction is a new entry. All numbers can be computed again from the journal, and a command compares them with what is shown.",
                    ),
                    (
                        "Une ligne inutilisable (code inconnu, quantité impossible) est mise de côté avec sa raison, montrée à son expéditeur, et reprise dès que le catalogue connaît la présentation.",
                        "A line that cannot be used (unknown code, impossible quantity) is set aside with its reason, shown to its sender, and used as soon as the catalogue knows the pack.",
                    ),
                ],
                points: &[],
            },
            Section {
                heading: ("Demande et couverture", "Demand and cover"),
                paragraphs: &[
                    (
                        "La demande est la moyenne des boîtes vendues par jour et par site, sur 28 jours, multipliée par les sites comptés : un site muet n’est pas lu comme un site qui ne vend rien. La couverture est le stock divisé par cette demande.",
                        "Demand is the mean of boxes sold a day and a site over 28 days, times the sites that are counted: a silent site is not read as one that sells nothing. Cover is stock divided by that demand.",
                    ),
                    (
                        "Une couverture nationale suffisante peut cacher des départements vides, et une demande qui monte vite raccourcit la couverture réelle : regardez la carte et la courbe.",
                        "Enough cover in the nation may hide empty departments, and a demand that rises fast shortens the real cover: look at the map and at the curve.",
                    ),
                ],
                points: &[],
            },
            Section {
                heading: ("Plusieurs présentations ensemble", "Several packs together"),
                paragraphs: &[(
                    "Pour une classe ou une liste, les boîtes et la demande des présentations sont additionnées avant le calcul. Les boîtes n’ont pas toutes le même contenu : la somme compare des jours et des lieux, pas des traitements.",
                    "For a class or a list, boxes and demand of the packs are added up before cover is computed. Boxes do not all hold the same: the sum compares days and places, not treatments.",
                )],
                points: &[],
            },
            Section {
                heading: ("Gravité", "Severity"),
                paragraphs: &[(
                    "La gravité va de 0 à 100 et additionne cinq parts publiées. C’est une règle de Vigie pour trier, pas une règle de droit ; ses poids sont dans les définitions.",
                    "Severity goes from 0 to 100 and adds five published parts. It is a rule of Vigie to sort by, not a rule of law; its weights are in the definitions.",
                )],
                points: &[],
            },
        ],
    },
    Article {
        path: "/about/confidentiality",
        title: ("Confidentialité", "Confidentiality"),
        description: (
            "Qui voit quoi : lignes de stock, sommes et règles de secret.",
            "Who sees what: lines of stock, sums and rules of secrecy.",
        ),
        sections: &[
            Section {
                heading: ("Qui voit quoi", "Who sees what"),
                paragraphs: &[],
                points: &[
                    (
                        "Une ligne de stock est vue par le site ou l’entreprise qui l’a transmise, et par l’autorité. Personne d’autre.",
                        "A line of stock is seen by the site or company that sent it, and by the authority. Nobody else.",
                    ),
                    (
                        "Les autres voient des sommes. Une somme repose sur au moins trois sites qui tiennent la présentation ; sinon elle est masquée et écrite « inconnu (trop peu de sites) ».",
                        "Others see sums. A sum rests on at least three sites that carry the pack; otherwise it is hidden and written “unknown (too few sites)”.",
                    ),
                    (
                        "Quand un seul territoire d’une région est masqué, un second l’est avec lui : la différence entre la région et ses départements ne dit rien d’un site.",
                        "When a single place of a region is hidden, a second one is hidden with it: the difference between the region and its departments tells nothing of a site.",
                    ),
                    (
                        "Une somme de plusieurs présentations ne compte que celles qui peuvent être montrées seules : deux questions voisines ne révèlent rien par différence.",
                        "A sum of several packs counts only those that can be shown by themselves: two close questions reveal nothing by difference.",
                    ),
                    (
                        "Ce qui a été masqué un jour le reste tant que la demande, qui compte 28 jours, contient ce jour : relever les sommes chaque jour ne révèle pas les ventes d’un site.",
                        "What was hidden on a day stays hidden as long as demand, which counts 28 days, contains that day: writing the sums down every day does not reveal the sales of a site.",
                    ),
                ],
            },
            Section {
                heading: ("Données personnelles", "Personal data"),
                paragraphs: &[(
                    "Vigie ne reçoit aucune donnée de patient. Les pages publiques ne déposent aucun traceur et ne demandent rien à un autre site.",
                    "Vigie receives no data of patients. Public pages set no tracker and ask nothing of any other site.",
                )],
                points: &[],
            },
        ],
    },
    Article {
        path: "/about/accessibility",
        title: ("Accessibilité", "Accessibility"),
        description: (
            "État de l’accessibilité des pages de Vigie et comment signaler un défaut.",
            "State of accessibility of the pages of Vigie and how to report a defect.",
        ),
        sections: &[
            Section {
                heading: ("Ce qui est visé", "What is aimed at"),
                paragraphs: &[(
                    "Les pages visent le RGAA 4.1 et les WCAG 2.2 au niveau AA : tout se fait au clavier, sans script, à 320 pixels de large et à 400 % d’agrandissement ; aucune information ne passe par la couleur seule ; chaque graphique et chaque carte a son tableau.",
                    "Pages aim at RGAA 4.1 and WCAG 2.2 level AA: all can be done by keyboard, without script, at 320 pixels wide and at 400% zoom; no information is told by colour alone; each chart and each map has its table.",
                )],
                points: &[],
            },
            Section {
                heading: ("État", "State"),
                paragraphs: &[(
                    "Ces pages sont contrôlées par des outils automatiques et dans un vrai navigateur à chaque version. Aucun audit de conformité par un tiers n’a encore eu lieu : la conformité n’est pas déclarée.",
                    "These pages are checked by automatic tools and in a real browser for every version. No audit by a third party has taken place yet: conformity is not declared.",
                )],
                points: &[],
            },
            Section {
                heading: ("Signaler un défaut", "Report a defect"),
                paragraphs: &[(
                    "Écrivez à l’exploitant de cette installation en nommant la page et ce qui vous a arrêté.",
                    "Write to the operator of this installation with the page and what stopped you.",
                )],
                points: &[],
            },
        ],
    },
    Article {
        path: "/about/legal",
        title: ("Mentions légales", "Legal notices"),
        description: (
            "Licences du logiciel et des données, et ce que les nombres n’engagent pas.",
            "Licences of the software and of the data, and what the numbers do not commit to.",
        ),
        sections: &[
            Section {
                heading: ("Logiciel", "Software"),
                paragraphs: &[(
                    "Vigie est un logiciel libre sous licence publique de l’Union européenne (EUPL 1.2). L’exploitant de cette installation est responsable de ce qu’elle publie.",
                    "Vigie is free software under the European Union Public Licence (EUPL 1.2). The operator of this installation is responsible for what it publishes.",
                )],
                points: &[],
            },
            Section {
                heading: ("Données", "Data"),
                paragraphs: &[(
                    "Les données publiques reprises ici sont sous Licence Ouverte 2.0 ; leur source et leur date figurent au pied de chaque page. Les sommes que Vigie calcule peuvent être réutilisées en citant Vigie, le jour et la complétude.",
                    "The public data used here are under Licence Ouverte 2.0; their source and date stand at the foot of each page. The sums that Vigie computes may be reused, citing Vigie, the day and the completeness.",
                )],
                points: &[],
            },
            Section {
                heading: ("Responsabilité", "Liability"),
                paragraphs: &[(
                    "Les nombres sont ceux que les sites ont déclarés. Ils peuvent être incomplets : leur complétude est affichée. Ils n’engagent ni à délivrer, ni à commander, ni à constituer de réserve.",
                    "The numbers are those that the sites declared. They may be incomplete: their completeness is shown. They commit nobody to dispense, to order or to hoard.",
                )],
                points: &[],
            },
        ],
    },
];
