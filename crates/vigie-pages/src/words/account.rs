//! One's own account.

use super::counted;
use vigie_model::Language;

part! {
    /// One's own account.
    Account
    texts {
        title, lead, email, roles, no_role, places, profile, name, name_wrong, language, save, to_correct, saved,
        saved_text, password, current_password, current_wrong, new_password, new_password_hint, repeated_password,
        password_short, password_long, password_common, password_personal, password_different, change_password,
        factor, factor_none, factor_new, factor_again, factor_remove, factor_code, sessions, sessions_caption,
        browser, began, last_used, action, this_session, end_session, end_all, sign_out,
    }
    sentences { factor_there(codes: u64), }
}

pub(super) const FRENCH: Account = Account {
    title: "Mon compte",
    lead: "Qui vous êtes ici, comment vous vous connectez, où vous l’êtes.",
    email: "Adresse électronique",
    roles: "Rôles",
    no_role: "aucun",
    places: "Vos pages",
    profile: "Nom et langue",
    name: "Nom",
    name_wrong: "Un nom de 1 à 100 signes, sans signe invisible.",
    language: "Langue",
    save: "Enregistrer",
    to_correct: "À corriger",
    saved: "C’est enregistré",
    saved_text: "La modification vaut dès maintenant.",
    password: "Mot de passe",
    current_password: "Mot de passe actuel",
    current_wrong: "Ce n’est pas le mot de passe actuel.",
    new_password: "Nouveau mot de passe",
    new_password_hint: "12 signes au moins ; quelques mots sans rapport entre eux font un bon mot de passe.",
    repeated_password: "Le même, une seconde fois",
    password_short: "Il faut 12 signes au moins.",
    password_long: "C’est trop long : 256 octets au plus.",
    password_common: "Ce mot de passe est parmi les premiers que l’on essaie. Choisissez-en un autre.",
    password_personal: "Il ne doit pas être fait de votre nom ou de votre adresse.",
    password_different: "Les deux saisies diffèrent.",
    change_password: "Changer le mot de passe",
    factor: "Second facteur",
    factor_none: "Aucun. Un code de votre appareil, demandé après le mot de passe, protège le compte si le mot de passe est volé.",
    factor_new: "Mettre en place le second facteur",
    factor_again: "Le remplacer, avec de nouveaux codes de secours",
    factor_remove: "Retirer le second facteur",
    factor_code: "Code actuel",
    sessions: "Sessions",
    sessions_caption: "Où ce compte est connecté",
    browser: "Navigateur",
    began: "Début",
    last_used: "Dernier usage",
    action: "Agir",
    this_session: "Cette session",
    end_session: "Terminer",
    end_all: "Se déconnecter partout",
    sign_out: "Se déconnecter",
    factor_there: |codes| {
        format!(
            "En place. Il vous reste {}.",
            counted(
                Language::French,
                codes,
                "code de secours",
                "codes de secours"
            )
        )
    },
};

pub(super) const ENGLISH: Account = Account {
    title: "My account",
    lead: "Who you are here, how you sign in, where you are signed in.",
    email: "E-mail address",
    roles: "Roles",
    no_role: "none",
    places: "Your pages",
    profile: "Name and language",
    name: "Name",
    name_wrong: "A name of 1 to 100 signs, none of them hidden.",
    language: "Language",
    save: "Save",
    to_correct: "To be corrected",
    saved: "Saved",
    saved_text: "The change counts from now on.",
    password: "Password",
    current_password: "Present password",
    current_wrong: "This is not the present password.",
    new_password: "New password",
    new_password_hint: "12 signs or more; a few unrelated words make a good password.",
    repeated_password: "The same once more",
    password_short: "12 signs or more are needed.",
    password_long: "This is too long: 256 bytes at most.",
    password_common: "This password is among the first that people try. Choose another.",
    password_personal: "It must not be made of your name or address.",
    password_different: "The two differ.",
    change_password: "Change the password",
    factor: "Second factor",
    factor_none: "None. A code of your device, asked for after the password, protects the account when the password is stolen.",
    factor_new: "Set up the second factor",
    factor_again: "Replace it, with new recovery codes",
    factor_remove: "Remove the second factor",
    factor_code: "Present code",
    sessions: "Sessions in use",
    sessions_caption: "Where this account is signed in",
    browser: "Browser",
    began: "Began",
    last_used: "Last used",
    action: "What to do",
    this_session: "This session",
    end_session: "End",
    end_all: "Sign out everywhere",
    sign_out: "Sign out",
    factor_there: |codes| {
        format!(
            "In place. You have {} left.",
            counted(Language::English, codes, "recovery code", "recovery codes")
        )
    },
};
