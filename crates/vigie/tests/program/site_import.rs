//! `vigie site import`: real codes of the FINESS register, in the dialects of real lists.

use std::path::Path;
use std::process::Output;

use rstest::rstest;
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};
use vigie_store::{Store, sqlite_address};

use crate::support::{stderr, stdout, vigie, vigie_in};

/// A data folder without any site.
async fn data_folder() -> TempDir {
    let folder = tempdir().unwrap();
    let file = folder.path().join("vigie.db");
    let store = Store::open(&sqlite_address(&file)).await.unwrap();
    store.close().await.unwrap();
    folder
}

fn import(folder: &Path, list: impl AsRef<[u8]>, options: &[&str]) -> Output {
    std::fs::write(folder.join("sites.csv"), list).unwrap();
    let arguments = [&["site", "import", "sites.csv", "--data", "."], options].concat();
    vigie(&arguments, folder)
}

fn done(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", stderr(output));
    stdout(output)
}

fn listed(folder: &Path) -> Value {
    let output = vigie(&["site", "list", "--data", ".", "--json"], folder);
    serde_json::from_str(&done(&output)).unwrap()
}

/// Two pharmacies of the register (Ambérieu and Paris) and a made-up wholesaler with a valid SIRET.
const LIST: &str = "code;name;tier;department;organisation;organisation_name\n\
    010002301;Grande Pharmacie;pharmacy;01;;\n\
    750020927;Pharmacie Dang Trung;pharmacy;75;130012345;Groupement\n\
    73282932000074;Dépôt;wholesaler;69;130012345;Groupement\n";

#[rstest]
#[case::french("Numéro FINESS;Nom;Niveau;Département;Commune\n010002301;Grande Pharmacie;officine;01;Ambérieu\n".as_bytes())]
#[case::english(b"code,name,tier,department,municipality\n010002301,Grande Pharmacie,pharmacy,01,\"Amb\xc3\xa9rieu\"\n")]
#[case::byte_order_mark("\u{feff}finess;nom;type;dep;ville\r\n010002301;Grande Pharmacie;Officine;1;Ambérieu\r\n".as_bytes())]
#[case::windows_1252(b"Code FINESS;nom;niveau;d\xe9partement;ville\n010002301;Grande Pharmacie;pharmacie;01;Amb\xe9rieu\n")]
#[case::department_of_the_code("sep=;\nfiness;nom;niveau;ville\n010002301;Grande Pharmacie;officine;Ambérieu\n\n".as_bytes())]
#[tokio::test]
async fn the_same_site_in_this_dialect_is_registered(#[case] list: &[u8]) {
    let folder = data_folder().await;
    let output = import(folder.path(), list, &[]);
    assert_eq!(done(&output), "sites: 1 new, 0 changed, 0 as before\n");
    let site = &listed(folder.path())[0];
    let fields = ["code", "name", "tier", "department", "municipality"];
    let values: Vec<&Value> = fields.iter().map(|field| &site[field]).collect();
    assert_eq!(
        json!(values),
        json!([
            "010002301",
            "Grande Pharmacie",
            "pharmacy",
            "01",
            "Ambérieu"
        ])
    );
    assert_eq!(site["synthetic"], false);
}

#[tokio::test]
async fn importing_a_list_again_changes_nothing_and_what_changed_is_updated() {
    let folder = data_folder().await;
    let first = import(folder.path(), LIST, &[]);
    assert_eq!(done(&first), "sites: 3 new, 0 changed, 0 as before\n");
    let before = listed(folder.path());
    let again = import(folder.path(), LIST, &[]);
    assert_eq!(done(&again), "sites: 0 new, 0 changed, 3 as before\n");
    assert_eq!(listed(folder.path()), before);
    let renamed = LIST
        .replace("Grande Pharmacie", "Pharmacie Neuve")
        .replace("75;130012345;Groupement", "75;130099999;Autre");
    let changed = import(folder.path(), renamed, &[]);
    assert_eq!(done(&changed), "sites: 0 new, 2 changed, 1 as before\n");
    assert_eq!(listed(folder.path())[0]["name"], "Pharmacie Neuve");
    let closed = "code;nom;jusqu'au\n010002301;Pharmacie Neuve;31/12/2026\n";
    done(&import(folder.path(), closed, &["--tier", "pharmacy"]));
    assert_eq!(listed(folder.path())[0]["expected_until"], "2026-12-31");
}

#[tokio::test]
async fn a_token_of_the_organisation_can_be_issued_after_the_import() {
    let folder = data_folder().await;
    done(&import(folder.path(), LIST, &[]));
    for holder in [
        ["--organisation", "130012345"],
        ["--organisation", "010002301"],
        ["--site", "73282932000074"],
    ] {
        let issue = ["token", "issue", "--verb", "report", "--data", "."];
        let output = vigie(&[&issue[..], &holder].concat(), folder.path());
        assert!(done(&output).len() > 20);
    }
}

/// With the line that some spreadsheets write first, and a blank one.
const BAD: &str = "sep=;\ncode;nom;niveau;département;depuis;jusqu'au;synthétique\n\
    010002301;Grande Pharmacie;officine;01;2026-01-01;;\n\
    010002302;Clé fausse;officine;01;;;\n\n\
    10002400;Zéro perdu;officine;01;;;\n\
    12;Court;officine;01;;;\n\
    ;Sans code;officine;01;;;\n\
    750020927;;officine;75;;;\n\
    750032955;Lemaitre;kiosque;75;;;\n\
    910007533;Relais;officine;75;;;\n\
    750015760;Caumartin;officine;99;;;\n\
    73282932000074;Dépôt;grossiste;;;;\n\
    010002400;Ambronay;officine;01;hier;;\n\
    010002301;Encore;officine;01;;;\n";

#[tokio::test]
async fn every_bad_row_is_listed_and_nothing_is_imported_unless_the_good_ones_are_asked_for() {
    let folder = data_folder().await;
    let output = import(folder.path(), BAD, &["--json"]);
    assert_eq!(output.status.code(), Some(3));
    let found: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(
        (&found["imported"], &found["new"]),
        (&json!(false), &json!(1))
    );
    let rejected = found["rejected"].as_array().unwrap();
    let reasons: Vec<Value> = rejected
        .iter()
        .map(|row| json!([row["row"], row["column"], row["reason"]]))
        .collect();
    let expected = json!([
        [4, "code", "wrong_check_digit"],
        [6, "code", "lost_zero"],
        [7, "code", "no_code"],
        [8, "code", "missing"],
        [9, "nom", "missing"],
        [10, "niveau", "unknown_tier"],
        [11, "département", "other_department"],
        [12, "département", "unknown_department"],
        [13, "département", "no_department"],
        [14, "depuis", "unreadable_day"],
        [15, "code", "repeated"],
    ]);
    assert_eq!(json!(reasons), expected);
    assert!(stderr(&output).contains("11 rows cannot be used; nothing was imported"));
    assert_eq!(listed(folder.path()), json!([]));
    let output = import(folder.path(), BAD, &["--keep-good"]);
    assert_eq!(done(&output), "sites: 1 new, 0 changed, 0 as before\n");
    assert_eq!(listed(folder.path())[0]["expected_from"], "2026-01-01");
}

#[tokio::test]
async fn a_bad_row_is_told_in_the_language_of_the_user_with_place_and_remedy() {
    let folder = data_folder().await;
    let list = "finess;nom;niveau\n010002302;Clé fausse;officine\n";
    std::fs::write(folder.path().join("sites.csv"), list).unwrap();
    let arguments = ["site", "import", "sites.csv", "--data", "."];
    let output = vigie_in("fr_FR.UTF-8", &arguments, folder.path());
    assert_eq!(
        stderr(&output).lines().next().unwrap(),
        "ligne 2, colonne « finess », « 010002302 » : ce code n'est pas valide, sa clé de contrôle ne correspond pas ; vérifiez-le"
    );
}

#[rstest]
#[case::other_tier("code;name;tier\n010002301;Grande Pharmacie;hospital\n", "moved")]
#[case::other_department(
    "code;name;tier;department\n73282932000074;Dépôt;wholesaler;13\n",
    "moved"
)]
#[case::simulated(
    "code;name;tier;synthetic\n010002301;Grande Pharmacie;pharmacy;yes\n",
    "synthetic_and_real"
)]
#[tokio::test]
async fn a_site_keeps_its_tier_and_department_and_stays_real(
    #[case] list: &str,
    #[case] reason: &str,
) {
    let folder = data_folder().await;
    done(&import(folder.path(), LIST, &[]));
    let before = listed(folder.path());
    let output = import(folder.path(), list, &["--json"]);
    assert_eq!(output.status.code(), Some(3));
    let found: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(found["rejected"][0]["reason"], reason);
    assert_eq!(listed(folder.path()), before);
}

#[rstest]
#[case(
    "nom;niveau\nA;officine\n",
    "a column `code` is missing; found: nom | niveau"
)]
#[case(
    "code;nom\n010002301;A\n",
    "hint: if all sites have one tier, say it with --tier"
)]
#[case("<!DOCTYPE html><html></html>", "the file is a web page")]
#[case("", "the file is empty")]
#[tokio::test]
async fn a_file_that_is_no_list_is_refused(#[case] list: &str, #[case] message: &str) {
    let folder = data_folder().await;
    let output = import(folder.path(), list, &[]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains(message), "{}", stderr(&output));
}
