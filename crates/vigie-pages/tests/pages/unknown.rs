//! What is not known is written as unknown, with its reason, and never as zero or nothing.

use vigie_model::Language;
use vigie_pages::{DepartmentSort, Known, sample};

use crate::html::{elements, inner, text};

fn main_text(html: &str) -> String {
    text(inner(html, "main").unwrap())
}

#[test]
fn a_board_before_the_first_report_shows_no_number() {
    let html = sample::empty_home().render(Language::French).unwrap();
    let figures = elements(&html, "dd");
    assert_eq!(figures.len(), 4);
    for figure in figures {
        let seen = text(figure);
        assert!(
            seen.contains("inconnu") && seen.contains("aucun site ne l’a transmis"),
            "{seen}"
        );
        assert!(
            !seen.contains(|letter: char| letter.is_ascii_digit()),
            "{seen}"
        );
    }
    assert!(main_text(&html).contains("Rien à montrer\u{a0}: aucun stock n’a encore été reçu."));
}

#[test]
fn nobody_expected_is_not_a_complete_country() {
    let html = sample::empty_home().render(Language::English).unwrap();
    assert!(!main_text(&html).contains("100%"));
    assert!(main_text(&html).contains("No site is expected yet: completeness is unknown."));
}

#[test]
fn an_unknown_medicine_has_reasons_instead_of_zeros() {
    let html = sample::unknown_medicine_page()
        .render(Language::English)
        .unwrap();
    let seen = main_text(&html);
    for reason in [
        "unknown  (no site has reported it)",
        "unknown  (the source does not publish it)",
    ] {
        assert!(seen.contains(reason), "{reason}");
    }
    let pack = elements(inner(&html, "tbody").unwrap(), "td");
    assert!(pack.iter().all(|cell| !text(cell).trim().starts_with('0')));
    assert!(seen.contains("There is no history for this pack yet."));
}

#[test]
fn no_list_imported_is_not_the_same_as_not_on_the_list() {
    let mut page = sample::unknown_medicine_page();
    let unknown = main_text(&page.render(Language::English).unwrap());
    assert!(unknown.contains("Availability unknown"));
    assert!(!unknown.contains("No published difficulty"));
    page.availability.situation = Known::Value(None);
    let not_listed = main_text(&page.render(Language::English).unwrap());
    assert!(not_listed.contains("No published difficulty"));
    assert!(!not_listed.contains("Availability unknown"));
}

#[test]
fn a_return_date_that_is_not_published_is_said_to_be_unknown() {
    let html = sample::medicine_page().render(Language::French).unwrap();
    assert!(main_text(&html).contains("inconnu\u{a0}: l’ANSM ne publie pas de date"));
}

#[test]
fn vanishing_from_the_list_is_not_called_an_end() {
    let html = sample::medicine_page().render(Language::French).unwrap();
    let seen = main_text(&html);
    assert!(seen.contains("Ne figure plus dans la liste"));
    assert!(seen.contains("n’est pas une fin déclarée"));
}

#[test]
fn a_department_that_is_silent_is_unknown_and_last() {
    for sort in ["cover", "-cover"] {
        let mut page = sample::medicine_page();
        page.department_sort = DepartmentSort::from_query(sort).unwrap();
        let html = page.render(Language::French).unwrap();
        let table = html
            .split("id=\"departments-table-caption\"")
            .nth(1)
            .unwrap()
            .split("</table>")
            .next()
            .unwrap();
        let last = elements(table, "tr").last().map(|row| text(row)).unwrap();
        assert!(last.contains("inconnu"), "{last}");
        assert!(last.contains("0\u{202f}%"), "{last}");
    }
}

#[test]
fn a_sorted_table_says_so_and_stays_open() {
    let mut page = sample::medicine_page();
    page.department_sort = DepartmentSort::from_query("-stock").unwrap();
    let html = page.render(Language::English).unwrap();
    assert!(html.contains("aria-sort=\"descending\""));
    assert!(html.contains("<details class=\"figures\" open>"));
    assert!(html.contains("?pack=3400933857042&#38;sort=stock#departments"));
}

#[test]
fn days_without_data_stay_empty_in_the_history() {
    let html = sample::medicine_page().render(Language::English).unwrap();
    assert!(html.contains("12 days without data, left empty"));
    let line = html
        .split("line-cover\" d=\"")
        .last()
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    // 365 days with 12 missing in one run: two pieces, 353 points.
    assert_eq!(line.matches('M').count(), 2);
    assert_eq!(line.matches(['M', 'L']).count(), 353);
}
