//! Safety stocks under limits of money, room and cold.

part! {
    /// Safety stocks under limits of money, room and cold.
    LaboratoryRoom
    texts {
        title, lead, description, levers, months, months_hint, room, room_hint, cold_room,
        cold_room_hint, litres, litres_hint, sellable, sellable_hint, lost, lost_hint, capital,
        capital_hint, price, price_hint, cold_price, cold_price_hint, classes, classes_hint,
        best_within, compared_title, compared_caption, yearly, volume, cold_volume, costs_caption,
        expired, expired_value, space_cost, worth_title, worth_lead, worth_money, worth_room,
        worth_cold, curve_title, curve_lead, curve_table, curve_caption, room_axis, moved_lead,
        kept_cold, room_moved, method,
    }
    sentences {
        found(within: &str, money: &str),
        proven(gap: &str),
        cold_text(cold: &str, medicines: &str),
    }
}

pub(super) const FRENCH: LaboratoryRoom = LaboratoryRoom {
    title: "Stocks : argent, place et froid",
    lead: "Que devient la meilleure répartition quand l’entrepôt et la chambre froide sont pleins ?",
    description: "Stocks de sécurité sous trois limites à la fois : le coût annuel, la place et la place au froid, avec la péremption et le loyer de l’espace.",
    levers: "Leviers des stocks sous trois limites",
    months: "Règle uniforme, mois",
    months_hint: "Elle fixe l’argent et la place dont on dispose.",
    room: "Place disponible, %",
    room_hint: "De ce que la règle uniforme occupe hors du froid.",
    cold_room: "Place au froid disponible, %",
    cold_room_hint: "De ce que la règle uniforme occupe entre 2 et 8 °C.",
    litres: "Volume d’une boîte, litres",
    litres_hint: "Hypothèse : 10 × 6 × 3,5 cm. De 0,05 (une plaquette) à 1,5 (une poche).",
    sellable: "Durée de vente d’une boîte, mois",
    sellable_hint: "De l’arrivée au dernier jour où elle se vend. Hypothèse ; de 6 à 36.",
    lost: "Pertes à tout âge, % par an",
    lost_hint: "Retours, boîtes oubliées, demande qui change. Hypothèse ; de 0 à 5.",
    capital: "Coût de l’argent immobilisé, % par an",
    capital_hint: "Hypothèse ; de 2 à 10.",
    price: "Espace ordinaire, € par m³ et par mois",
    price_hint: "Hypothèse ; de 4 à 20.",
    cold_price: "Espace au froid, € par m³ et par mois",
    cold_price_hint: "Hypothèse ; de 15 à 80.",
    classes: "Classes conservées au froid",
    classes_hint: "Débuts de codes ATC séparés par des espaces. Hypothèse : aucune source publique ne dit par médicament ce qui se garde entre 2 et 8 °C.",
    best_within: "Meilleur usage de l’argent et de la place",
    compared_title: "Ce que chaque règle protège, occupe et coûte",
    compared_caption: "Manque attendu, valeur, coût annuel et place des stocks",
    yearly: "Coût de détention",
    volume: "Place",
    cold_volume: "Place au froid",
    costs_caption: "Péremption et loyer de l’espace",
    expired: "Boîtes périmées",
    expired_value: "Valeur périmée",
    space_cost: "Loyer de l’espace",
    worth_title: "Ce que vaudrait un peu plus",
    worth_lead: "Boîtes pondérées qui manqueraient en moins chaque année ; zéro où la limite ne gêne pas.",
    worth_money: "Mille euros de plus par an",
    worth_room: "Un m³ de plus",
    worth_cold: "Un m³ de plus au froid",
    curve_title: "Protection selon la place",
    curve_lead: "Le moins que l’on puisse perdre avec le même argent (borne prouvée), quand l’entrepôt et le froid sont plus petits ou plus grands.",
    curve_table: "La courbe en tableau",
    curve_caption: "Manque attendu du meilleur usage, selon la place disponible",
    room_axis: "Place, % de ce que la règle uniforme occupe",
    moved_lead: "Par rapport à la règle uniforme, par place. Un prix bas et des défaillances fréquentes appellent plus de stock, tant que la place le permet.",
    kept_cold: "Au froid",
    room_moved: "Écart de place",
    method: "Chaque médicament tient l’un de quelques niveaux, entre son plancher et son plafond. Un stock coûte l’intérêt de sa valeur, les boîtes qui périment et l’espace qu’il occupe. Une boîte reste en stock autant de mois que le stock en couvre : au-delà de sa durée de vente, elle périme. Le choix des niveaux sous les trois limites est calculé avec une borne prouvée.",
    found: |within, money| {
        format!(
            "Avec le même argent et la place disponible, le manque attendu change de {within} par rapport à la règle uniforme ; sans limite de place, de {money}."
        )
    },
    proven: |gap| {
        format!(
            "Aucun choix de niveaux sous ces limites ne perd moins que la dernière ligne de plus de {gap} % : c’est prouvé."
        )
    },
    cold_text: |cold, medicines| {
        format!("{cold} des {medicines} sont comptés comme conservés au froid.")
    },
};

pub(super) const ENGLISH: LaboratoryRoom = LaboratoryRoom {
    title: "Stocks: money, room and cold",
    lead: "What becomes of the best shares when the warehouse and the cold room are full?",
    description: "Safety stocks under three limits at once: yearly cost, room, and room in the cold, with expiry and the rent of space.",
    levers: "Levers of stocks under three limits",
    months: "Uniform rule, months",
    months_hint: "It sets the money and the room that there are.",
    room: "Room available, %",
    room_hint: "Of what the uniform rule takes outside the cold.",
    cold_room: "Room available in the cold, %",
    cold_room_hint: "Of what the uniform rule takes between 2 and 8 °C.",
    litres: "Volume of a box, litres",
    litres_hint: "An assumption: 10 × 6 × 3.5 cm. From 0.05 (a blister) to 1.5 (a bag).",
    sellable: "Time to sell a box, months",
    sellable_hint: "From its arrival to the last day it may be sold. An assumption; from 6 to 36.",
    lost: "Losses at any age, % a year",
    lost_hint: "Returns, boxes forgotten, demand that moves. An assumption; from 0 to 5.",
    capital: "Cost of the money tied up, % a year",
    capital_hint: "An assumption; from 2 to 10.",
    price: "Ordinary space, € a m³ a month",
    price_hint: "An assumption; from 4 to 20.",
    cold_price: "Cold space, € a m³ a month",
    cold_price_hint: "An assumption; from 15 to 80.",
    classes: "Classes kept cold",
    classes_hint: "Starts of ATC codes separated by spaces. An assumption: no public source says by medicine what is kept between 2 and 8 °C.",
    best_within: "Best use of the money and the room",
    compared_title: "What each rule protects, takes and costs",
    compared_caption: "Expected lack, value, yearly cost and room of the stocks",
    yearly: "Cost of holding",
    volume: "Room",
    cold_volume: "Room in the cold",
    costs_caption: "Expiry and rent of space",
    expired: "Expired boxes",
    expired_value: "Value expired",
    space_cost: "Rent of space",
    worth_title: "What a little more would be worth",
    worth_lead: "Weighted boxes that would no longer be lacking each year; zero where the limit does not bind.",
    worth_money: "A thousand euros more a year",
    worth_room: "One m³ more",
    worth_cold: "One m³ more in the cold",
    curve_title: "Protection by room",
    curve_lead: "The least that can be lost with the same money (a proven bound), when warehouse and cold room are smaller or larger.",
    curve_table: "The curve as a table",
    curve_caption: "Expected lack of the best use, by room available",
    room_axis: "Room, % of what the uniform rule takes",
    moved_lead: "Against the uniform rule, by room. A low price and frequent failures call for more stock, as far as the room allows.",
    kept_cold: "Cold",
    room_moved: "Change of room",
    method: "Each medicine holds one of a few levels between its floor and its cap. A stock costs the interest on its value, the boxes that expire and the space it takes. A box stays in stock for as many months as the stock covers: beyond the time to sell it, it expires. The levels within the three limits are chosen with a proven bound.",
    found: |within, money| {
        format!(
            "With the same money and the room available, the expected lack changes by {within} against the uniform rule; without limits of room, by {money}."
        )
    },
    proven: |gap| {
        format!(
            "No choice of levels within these limits loses less than the last row by more than {gap} %: this is proven."
        )
    },
    cold_text: |cold, medicines| format!("{cold} of the {medicines} count as kept cold."),
};
