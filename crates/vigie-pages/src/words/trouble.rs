//! Problems.

part! {
    /// Problems.
    Trouble
    texts {
        not_found, not_found_text, not_found_do, bad_request, bad_request_text, bad_request_do, forbidden, forbidden_text, forbidden_do,
        too_many, too_many_text, too_many_do, failed, failed_text, failed_do, unavailable, unavailable_text,
        unavailable_do, what_to_do, request, to_board,
    }
    sentences { }
}

pub(super) const FRENCH: Trouble = Trouble {
    not_found: "Cette page n’existe pas",
    not_found_text: "L’adresse ne correspond à aucune page. Le médicament a pu être retiré, ou l’adresse mal recopiée.",
    not_found_do: "Vérifiez l’adresse, ou cherchez le médicament par son nom ou son code.",
    bad_request: "La demande n’est pas compréhensible",
    bad_request_text: "Un paramètre de l’adresse a une valeur que cette page ne connaît pas.",
    bad_request_do: "Corrigez l’adresse, ou repartez du tableau national.",
    forbidden: "Cette page ne vous est pas ouverte",
    forbidden_text: "Votre compte n’a pas le droit de la lire.",
    forbidden_do: "Connectez-vous avec un autre compte, ou demandez ce droit à votre organisation.",
    too_many: "Trop de demandes",
    too_many_text: "Beaucoup de demandes sont venues de votre réseau en peu de temps.",
    too_many_do: "Attendez une minute puis rechargez la page. Pour lire beaucoup de données, utilisez l’API.",
    failed: "La page n’a pas pu être préparée",
    failed_text: "Une erreur s’est produite de notre côté. Rien de ce que vous avez envoyé n’est perdu.",
    failed_do: "Rechargez la page. Si l’erreur persiste, signalez-la avec l’identifiant ci-dessous.",
    unavailable: "Le service démarre",
    unavailable_text: "Les données sont en cours de chargement.",
    unavailable_do: "Rechargez la page dans une minute.",
    what_to_do: "Que faire",
    request: "Identifiant de la demande",
    to_board: "Aller au tableau national",
};

pub(super) const ENGLISH: Trouble = Trouble {
    not_found: "This page does not exist",
    not_found_text: "No page has this address. The medicine may have been withdrawn, or the address copied wrongly.",
    not_found_do: "Check the address, or search for the medicine by its name or code.",
    bad_request: "The request cannot be understood",
    bad_request_text: "A parameter of the address has a value that this page does not know.",
    bad_request_do: "Correct the address, or start again from the national board.",
    forbidden: "This page is not open to you",
    forbidden_text: "Your account may not read it.",
    forbidden_do: "Sign in with another account, or ask your organisation for this right.",
    too_many: "Too many requests",
    too_many_text: "Many requests came from your network in a short time.",
    too_many_do: "Wait a minute, then reload the page. To read much data, use the API.",
    failed: "The page could not be prepared",
    failed_text: "Something failed on our side. Nothing that you sent is lost.",
    failed_do: "Reload the page. If it fails again, tell us, with the identifier below.",
    unavailable: "The service is starting",
    unavailable_text: "The data are being loaded.",
    unavailable_do: "Reload the page in a minute.",
    what_to_do: "What to do",
    request: "Request identifier",
    to_board: "Go to the national board",
};
