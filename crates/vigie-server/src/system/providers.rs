//! Who somebody is for us that another service recognises, and what its word gives her.

use vigie_model::{Reach, Site};
use vigie_store::{GrantChanges, Identity, Membership, Person, PersonNumber, StoreError};

use super::System;
use crate::provider::{Arrived, Provider};

/// What comes of somebody whom another service recognises.
#[derive(Debug)]
pub enum Admission {
    /// She has an account.
    Known {
        /// Hers.
        person: Box<Person>,
        /// How the identity was linked to it just now; `None` when it was before.
        linked: Option<Linked>,
        /// What the service's word changed in what she is.
        changes: GrantChanges,
    },
    /// Her account is closed, or made up for a demonstration beside real sites.
    Closed(PersonNumber),
    /// Her account has another identity at this service.
    Taken(PersonNumber),
    /// She has none.
    Stranger,
}

/// By what an identity was linked to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linked {
    /// By the number in the directory of health professionals that an operator registered.
    Rpps,
    /// By the address of mail, which the service has verified and is trusted for.
    Mail,
}

impl Linked {
    /// Its word in the audit log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rpps => "rpps",
            Self::Mail => "mail",
        }
    }
}

/// Why an identity is not linked to the account of somebody signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotLinked {
    /// It leads to another account, or the account has another one at this service.
    Taken,
    /// Its number in the directory is not that of the account.
    OtherRpps,
}

impl System {
    /// Finds the account of somebody whom a service recognises: by the identity; else, once, by the number in the
    /// directory that an operator registered, or by a verified address of mail where the settings trust it.
    pub async fn admit(
        &self,
        provider: &Provider,
        arrived: &Arrived,
    ) -> Result<Admission, StoreError> {
        let identity = identity(provider, arrived);
        let mut found = self.store.find_person_by_identity(&identity).await?;
        let mut linked = None;
        if found.is_none()
            && let Some((person, by)) = self.find_to_link(provider, arrived).await?
        {
            if !self.may_sign_in(&person) {
                return Ok(Admission::Closed(person.number));
            }
            let now = self.wall().now();
            match self
                .store
                .link_identity(person.number, &identity, now)
                .await
            {
                Ok(()) => linked = Some(by),
                Err(StoreError::Conflict(_)) => {
                    // She has another identity there, or two sign-ins of hers came at once.
                    let same = self.store.find_person_by_identity(&identity).await?;
                    if same.is_none_or(|same| same.number != person.number) {
                        return Ok(Admission::Taken(person.number));
                    }
                }
                Err(error) => return Err(error),
            }
            found = Some(person);
        }
        let Some(person) = found else {
            return Ok(Admission::Stranger);
        };
        if !self.may_sign_in(&person) {
            return Ok(Admission::Closed(person.number));
        }
        let changes = self.grant(provider, arrived, person.number).await?;
        Ok(Admission::Known {
            person: Box::new(person),
            linked,
            changes,
        })
    }

    /// Links an identity to the account of somebody signed in.
    pub async fn link(
        &self,
        provider: &Provider,
        arrived: &Arrived,
        person: &Person,
    ) -> Result<Result<GrantChanges, NotLinked>, StoreError> {
        let rpps = arrived.claims.rpps(&provider.settings.claims);
        if let Some((said, registered)) = rpps.zip(person.rpps)
            && said != registered
        {
            return Ok(Err(NotLinked::OtherRpps));
        }
        let (identity, now) = (identity(provider, arrived), self.wall().now());
        match self
            .store
            .link_identity(person.number, &identity, now)
            .await
        {
            Ok(()) => {}
            Err(StoreError::Conflict(_)) => {
                let same = self.store.find_person_by_identity(&identity).await?;
                if same.is_none_or(|same| same.number != person.number) {
                    return Ok(Err(NotLinked::Taken));
                }
            }
            Err(error) => return Err(error),
        }
        Ok(Ok(self.grant(provider, arrived, person.number).await?))
    }

    /// The one person to whom an identity that nobody has may be linked.
    async fn find_to_link(
        &self,
        provider: &Provider,
        arrived: &Arrived,
    ) -> Result<Option<(Person, Linked)>, StoreError> {
        let settings = &provider.settings;
        if let Some(rpps) = arrived.claims.rpps(&settings.claims) {
            let mut people = self.store.find_people_by_rpps(rpps).await?;
            // Two with one number are a mistake that an operator mends: neither is opened.
            if people.len() > 1 {
                return Ok(None);
            }
            if let Some(person) = people.pop() {
                return Ok(Some((person, Linked::Rpps)));
            }
        }
        let mail = arrived.claims.verified_mail();
        let Some(mail) = mail.filter(|_| settings.trusts_mail) else {
            return Ok(None);
        };
        let person = self.store.find_person_by_email(mail).await?;
        // Somebody with this address and another number is somebody else.
        let said = arrived.claims.rpps(&settings.claims);
        let same = person.filter(|person| said.is_none() || person.rpps.is_none());
        Ok(same.map(|person| (person, Linked::Mail)))
    }

    /// Gives what the service's word gives now, and takes what it gave before.
    async fn grant(
        &self,
        provider: &Provider,
        arrived: &Arrived,
        person: PersonNumber,
    ) -> Result<GrantChanges, StoreError> {
        let registry = self.registry();
        let codes = arrived.claims.sites(&provider.settings.claims);
        let sites = codes.into_iter().filter_map(|code| registry.find(code));
        let memberships: Vec<Membership> = sites
            .filter_map(|site| membership(provider, site))
            .collect();
        let issuer = provider.issuer();
        let changes = self
            .store
            .set_granted_memberships(person, issuer, &memberships);
        let changes = changes.await?;
        if changes != GrantChanges::default() {
            self.forget_person(person);
        }
        Ok(changes)
    }

    fn may_sign_in(&self, person: &Person) -> bool {
        person.disabled_at.is_none() && self.may_be_here(person)
    }
}

fn membership(provider: &Provider, site: &Site) -> Option<Membership> {
    let roles = provider.settings.grants.iter().map(|grant| grant.role());
    let (role, _) = roles.into_iter().find(|(_, tier)| *tier == site.tier)?;
    Some(Membership {
        role,
        reach: Reach::Site(site.number),
    })
}

fn identity(provider: &Provider, arrived: &Arrived) -> Identity {
    Identity {
        issuer: provider.issuer().to_owned(),
        subject: arrived.subject.clone(),
    }
}
