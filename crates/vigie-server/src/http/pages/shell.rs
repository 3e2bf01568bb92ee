//! What surrounds every page: address, day of the data, sources.

use vigie_catalogue::Catalogue;
use vigie_model::Day;
use vigie_pages::{Prose, Shell, SourceNote};

use super::asked::Asked;
use crate::http::policy;
use crate::system::System;

const LICENCE: &str = "Licence Ouverte 2.0";

/// The surroundings of a page that was asked for. `data_day` is the latest day of stocks.
pub fn shell(system: &System, asked: &Asked, data_day: Option<Day>) -> Shell {
    Shell {
        visitor: asked.visitor.clone(),
        workplace: asked.workplace,
        ..shell_at(system, &asked.path, &asked.query, data_day)
    }
}

/// The same for a page by its path without language.
pub fn shell_at(system: &System, path: &str, query: &str, data_day: Option<Day>) -> Shell {
    let synthetic = system.registry().has_synthetic_sites();
    Shell {
        // Never from the Host header, which is the asker's word: without a public address links stay relative.
        origin: system.settings.origin(),
        path: path.to_owned(),
        query: query.to_owned(),
        synthetic,
        data_day,
        sources: sources(&system.catalogue(), system.clock.today(), synthetic),
        nonce: policy::nonce_place().to_owned(),
        visitor: None,
        workplace: None,
    }
}

fn sources(catalogue: &Catalogue, today: Day, synthetic: bool) -> Vec<SourceNote> {
    let list = catalogue.list_at(today).map(|(day, _)| day);
    let mut sources = vec![
        source(
            "Base de données publique des médicaments (ANSM, HAS, UNCAM)",
            Some("https://base-donnees-publique.medicaments.gouv.fr"),
            catalogue.release_day(),
        ),
        source(
            "Disponibilité des médicaments (ANSM)",
            Some("https://ansm.sante.fr/disponibilites-des-produits-de-sante/medicaments"),
            list,
        ),
    ];
    sources.retain(|source| source.day.is_some());
    if synthetic {
        let note = "Open Medic 2025 (Assurance maladie) : volumes estimés, pour le pays simulé";
        sources.push(source(note, None, None));
    }
    sources
}

fn source(name: &str, address: Option<&str>, day: Option<Day>) -> SourceNote {
    SourceNote {
        name: Prose::french(name),
        address: address.map(str::to_owned),
        day,
        licence: LICENCE.to_owned(),
    }
}
