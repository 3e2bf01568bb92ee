#![doc = include_str!("../README.md")]

mod audit;
mod engine;
mod error;
mod file;
mod identity;
mod journal;
mod medicine_list;
mod migration;
mod numbering;
mod organisation;
mod pack_number;
mod pending_sign_in;
mod person;
mod quarantine;
mod session;
mod setting;
mod site;
mod sql;
mod store;
mod token;

pub use audit::{AuditEntry, AuditFilter, NewAuditEntry};
pub use engine::{Engine, sqlite_address};
pub use error::StoreError;
pub use file::{File, FileKind, FileKindError, FileState, NewFile};
pub use identity::{GrantChanges, Identity, LinkedIdentity};
pub use journal::{Appended, Entry, EntryKind, NewEntry, Outcome, Receipt};
pub use medicine_list::{
    FeedSecret, FeedSecretError, MedicineList, MedicineListNumber, MedicineListSummary,
    NewMedicineList,
};
pub use organisation::{NewOrganisation, Organisation};
pub use pending_sign_in::PendingSignIn;
pub use person::{Invitation, Membership, NewPerson, Person, PersonNumber, SecretHash, email_key};
pub use quarantine::{NewQuarantined, QuarantineReason, Quarantined, QuarantinedRow};
pub use session::{Attempts, Session, SessionProvider};
pub use site::NewSite;
pub use store::{Store, StoreOptions};
pub use token::{
    NewToken, Token, TokenFormatError, TokenHash, TokenNumber, TokenScope, TokenSecret,
};
