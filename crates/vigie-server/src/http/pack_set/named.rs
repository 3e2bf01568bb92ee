//! Sets by the text that names them. To find a class or a list, all medicines are walked: these are kept for as long as
//! the catalogue is the same.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use vigie_catalogue::Catalogue;
use vigie_pages::{Subject, SubjectKind};
use vigie_stock::PackTable;

use super::{Library, MAJOR_INTEREST, PackSet};
use crate::system::System;

/// Most sets kept: more than the classification has classes with medicines.
const MOST_KEPT: usize = 4096;

/// Sets that were found.
#[derive(Debug, Default)]
pub struct NamedSets(Mutex<Option<Kept>>);

/// Those of one catalogue.
#[derive(Debug)]
struct Kept {
    catalogue: Arc<Catalogue>,
    table: Arc<PackTable>,
    sets: HashMap<String, Arc<PackSet>>,
}

impl NamedSets {
    /// The set that a text names, as [`Library::find`] reads it.
    pub fn find(&self, system: &System, text: &str) -> Option<Arc<PackSet>> {
        let (catalogue, table) = (system.catalogue(), system.packs());
        if let Some(kept) = self.0.lock().as_ref()
            && Arc::ptr_eq(&kept.catalogue, &catalogue)
            && Arc::ptr_eq(&kept.table, &table)
            && let Some(set) = kept.sets.get(text)
        {
            return Some(Arc::clone(set));
        }
        let library = Library {
            catalogue: &catalogue,
            table: &table,
        };
        let set = Arc::new(library.find(text)?);
        let is_walked = matches!(
            set.subject.kind,
            SubjectKind::All | SubjectKind::MajorInterest | SubjectKind::AtcClass
        );
        if is_walked {
            self.keep(catalogue, table, text, Arc::clone(&set));
        }
        Some(set)
    }

    fn keep(
        &self,
        catalogue: Arc<Catalogue>,
        table: Arc<PackTable>,
        text: &str,
        set: Arc<PackSet>,
    ) {
        let mut of_one = self.0.lock();
        let is_same = |kept: &Kept| {
            Arc::ptr_eq(&kept.catalogue, &catalogue) && Arc::ptr_eq(&kept.table, &table)
        };
        let kept = of_one.take().filter(|kept| is_same(kept));
        let mut sets = kept.map(|kept| kept.sets).unwrap_or_default();
        if sets.len() >= MOST_KEPT {
            sets.clear();
        }
        sets.insert(text.to_owned(), set);
        *of_one = Some(Kept {
            catalogue,
            table,
            sets,
        });
    }

    /// The packs of medicines of major therapeutic interest.
    pub fn major_interest(&self, system: &System) -> Arc<PackSet> {
        let list = || {
            let (catalogue, table) = (system.catalogue(), system.packs());
            let library = Library {
                catalogue: &catalogue,
                table: &table,
            };
            Arc::new(library.major_interest())
        };
        self.find(system, MAJOR_INTEREST).unwrap_or_else(list)
    }
}

/// What a text may mean that names no set: the medicines found, and their classes.
pub fn candidates(system: &System, text: &str) -> Vec<Subject> {
    let (catalogue, table) = (system.catalogue(), system.packs());
    let library = Library {
        catalogue: &catalogue,
        table: &table,
    };
    library.candidates(text)
}
