//! What moved on the availability list.

part! {
    /// What moved on the availability list.
    Moves
    texts { appeared, changed, returned, vanished, reappeared, vanished_note, }
    sentences { }
}

pub(super) const FRENCH: Moves = Moves {
    appeared: "Entre dans la liste",
    changed: "Change de situation",
    returned: "Remis à disposition",
    vanished: "Ne figure plus dans la liste",
    reappeared: "Revient dans la liste",
    vanished_note: "Ne plus figurer dans la liste n’est pas une fin déclarée : la source ne dit pas ce qu’est devenu \
                    l’incident.",
};

pub(super) const ENGLISH: Moves = Moves {
    appeared: "Enters the list",
    changed: "Changes situation",
    returned: "Supply resumed",
    vanished: "No longer on the list",
    reappeared: "Back on the list",
    vanished_note: "Being no longer on the list is not a declared end: the source does not say what became of the \
                    incident.",
};
