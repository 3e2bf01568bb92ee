use crate::world::world;
use vigie_query::Limits;

const SQL: &str = "select cip13, site, on_hand, day from stock_day \
                   where day = date '2026-11-20' and cip13 = 3400935955838 order by site";

#[test]
fn a_text_table_shows_names_values_and_unknowns() {
    let answer = world().run(SQL, Limits::default()).unwrap();
    let expected = "\
+---------------+------+---------+------------+
| cip13         | site | on_hand | day        |
+---------------+------+---------+------------+
| 3400935955838 | 1    | 7       | 2026-11-20 |
| 3400935955838 | 2    | 4       | 2026-11-20 |
| 3400935955838 | 3    |         | 2026-11-20 |
+---------------+------+---------+------------+
";
    assert_eq!(answer.to_text().unwrap(), expected);
}

#[test]
fn json_is_an_array_of_objects_with_null_for_unknown() {
    let answer = world().run(SQL, Limits::default()).unwrap();
    let read: serde_json::Value = serde_json::from_str(&answer.to_json().unwrap()).unwrap();
    let expected = serde_json::json!([
        {"cip13": 3_400_935_955_838_u64, "site": 1, "on_hand": 7, "day": "2026-11-20"},
        {"cip13": 3_400_935_955_838_u64, "site": 2, "on_hand": 4, "day": "2026-11-20"},
        {"cip13": 3_400_935_955_838_u64, "site": 3, "on_hand": null, "day": "2026-11-20"},
    ]);
    assert_eq!(read, expected);
}

#[test]
fn csv_leaves_unknown_empty() {
    let answer = world().run(SQL, Limits::default()).unwrap();
    let expected = "cip13,site,on_hand,day\n\
        3400935955838,1,7,2026-11-20\n\
        3400935955838,2,4,2026-11-20\n\
        3400935955838,3,,2026-11-20\n";
    assert_eq!(answer.to_csv().unwrap(), expected);
}

#[test]
fn an_answer_without_rows_still_has_its_columns() {
    let answer = world()
        .run(
            "select site, day from stock_day where site = 99",
            Limits::default(),
        )
        .unwrap();
    assert_eq!(answer.row_count(), 0);
    assert_eq!(answer.to_csv().unwrap(), "site,day\n");
    assert_eq!(answer.to_json().unwrap(), "[]");
    let text = answer.to_text().unwrap();
    assert!(text.contains("site") && text.contains("day"), "{text}");
}

#[test]
fn text_with_commas_and_quotes_is_quoted_in_csv() {
    let answer = world().answer(r#"select 'DOLIPRANE 1 g, "sec"' as label"#);
    assert_eq!(answer, "label\n\"DOLIPRANE 1 g, \"\"sec\"\"\"\n");
}
