//! Signing in, second factor, invitations.

use super::counted;
use vigie_model::Language;

part! {
    /// Signing in, second factor, invitations.
    SignIn
    texts {
        title, lead, email, password, button, no_account, wrong, wrong_do, wait_do, needed, needed_do, form_kept,
        form_kept_do, factor_title, factor_lead, code, code_hint, code_wrong, code_wrong_do, confirm, sign_out,
        enrol_title, enrol_lead, enrol_required, enrol_required_do, drawing, secret, enrol_code, enrol_code_hint,
        enrol_confirm, codes_title, codes_lead, codes_kept, resume_title, resume_lead, resume_send, resume_leave,
        invitation_title, invitation_button, signed_out,
    }
    sentences { wait(seconds: u64), invitation_lead(name: &str, email: &str), }
}

pub(super) const FRENCH: SignIn = SignIn {
    title: "Se connecter",
    lead: "Les pages publiques se lisent sans compte. Un compte sert à transmettre, à voir ce qui est à vous et à agir.",
    email: "Adresse électronique",
    password: "Mot de passe",
    button: "Se connecter",
    no_account: "Les comptes sont ouverts par l’exploitant du service, qui envoie un lien d’invitation.",
    wrong: "L’adresse et le mot de passe ne correspondent pas",
    wrong_do: "Vérifiez-les. Si le compte est fermé ou le mot de passe oublié, demandez un nouveau lien à l’exploitant.",
    wait_do: "Plusieurs essais ont échoué depuis votre réseau. Ce délai ne ferme pas le compte ailleurs.",
    needed: "Cette page demande de se connecter",
    needed_do: "Vous y arriverez ensuite.",
    form_kept: "Votre session est terminée ; ce que vous avez saisi est conservé",
    form_kept_do: "Connectez-vous : le formulaire vous sera montré de nouveau, prêt à envoyer. Les mots de passe et codes ne sont jamais conservés.",
    factor_title: "Second facteur",
    factor_lead: "Ouvrez l’application de codes de votre appareil, ou prenez un de vos codes de secours.",
    code: "Code",
    code_hint: "Six chiffres qui changent toutes les trente secondes, ou un code de secours de seize signes.",
    code_wrong: "Ce code n’est pas le bon, ou a déjà servi",
    code_wrong_do: "Attendez le code suivant, et vérifiez l’heure de l’appareil.",
    confirm: "Confirmer",
    sign_out: "Se déconnecter",
    enrol_title: "Mettre en place le second facteur",
    enrol_lead: "Avec une application de codes sur un téléphone ou un ordinateur : lisez le carré ou saisissez la clé, puis le code qui s’affiche.",
    enrol_required: "Votre rôle le demande",
    enrol_required_do: "Sans second facteur, seules les pages publiques vous sont ouvertes.",
    drawing: "Carré à lire avec l’application de codes ; la clé écrite dessous dit la même chose",
    secret: "Clé",
    enrol_code: "Code affiché par l’application",
    enrol_code_hint: "Six chiffres.",
    enrol_confirm: "Activer",
    codes_title: "Vos codes de secours",
    codes_lead: "Imprimez-les ou notez-les : ils ne seront plus montrés. Chacun remplace une fois le code de l’appareil.",
    codes_kept: "Je les ai notés, continuer",
    resume_title: "Votre formulaire vous attendait",
    resume_lead: "Voici ce que vous aviez saisi. Rien n’a été envoyé.",
    resume_send: "Envoyer maintenant",
    resume_leave: "Ne pas envoyer",
    invitation_title: "Choisir un mot de passe",
    invitation_button: "Ouvrir le compte",
    signed_out: "Se connecter",
    wait: |seconds| {
        format!(
            "Prochain essai dans {}",
            counted(Language::French, seconds, "seconde", "secondes")
        )
    },
    invitation_lead: |name, email| {
        format!("Bienvenue, {name}. Votre compte porte l’adresse {email}.")
    },
};

pub(super) const ENGLISH: SignIn = SignIn {
    title: "Sign in",
    lead: "Public pages need no account. An account lets you report, see what is yours and act.",
    email: "E-mail address",
    password: "Password",
    button: "Sign in",
    no_account: "Accounts are opened by the operator of the service, who sends a link of invitation.",
    wrong: "Address and password do not match",
    wrong_do: "Check both. If the account is closed or the password forgotten, ask the operator for a new link.",
    wait_do: "Several tries from your network failed. This delay does not close the account elsewhere.",
    needed: "This page needs you to sign in",
    needed_do: "You will reach it afterwards.",
    form_kept: "Your session has ended; what you typed is kept",
    form_kept_do: "Sign in: the form will be shown again, ready to be sent. Passwords and codes are never kept.",
    factor_title: "Second factor",
    factor_lead: "Open the application for codes on your device, or take one of your recovery codes.",
    code: "Code",
    code_hint: "Six digits that change every thirty seconds, or a recovery code of sixteen signs.",
    code_wrong: "This code is not the right one, or was used before",
    code_wrong_do: "Wait for the next code, and check the clock of the device.",
    confirm: "Confirm",
    sign_out: "Sign out",
    enrol_title: "Set up the second factor",
    enrol_lead: "With an application for codes on a telephone or a computer: read the square or type the key, then the code it shows.",
    enrol_required: "Your role needs it",
    enrol_required_do: "Without a second factor, only public pages are open to you.",
    drawing: "Square to be read by the application for codes; the key written below says the same",
    secret: "Key",
    enrol_code: "Code that the application shows",
    enrol_code_hint: "Six digits.",
    enrol_confirm: "Activate",
    codes_title: "Your recovery codes",
    codes_lead: "Print them or write them down: they will not be shown again. Each replaces the code of the device once.",
    codes_kept: "I have kept them, continue",
    resume_title: "Your form has waited",
    resume_lead: "This is what you had typed. Nothing was sent.",
    resume_send: "Send now",
    resume_leave: "Do not send",
    invitation_title: "Choose a password",
    invitation_button: "Open the account",
    signed_out: "Sign in",
    wait: |seconds| {
        format!(
            "Next try in {}",
            counted(Language::English, seconds, "second", "seconds")
        )
    },
    invitation_lead: |name, email| {
        format!("Welcome, {name}. Your account has the address {email}.")
    },
};
