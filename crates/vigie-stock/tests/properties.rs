//! What must hold for any input.

use std::fmt::Write;
use std::sync::Arc;

use arrow::array::{Int32Array, Int64Array};
use proptest::prelude::*;
use vigie_stock::{
    FORECAST_MONTHS, FlowLine, Flows, Forecast, ForecastLine, LARGEST_QUANTITY, PayloadWriter,
    Quantities, QuarantineReason, QuarantinedLine, ReadLimits, ReportContent, ReportReader,
    StockLine, read_payload,
};

use crate::common::{PACKS, cases, code, pack, read, table};
use crate::formats::{gzip, parquet, zstd};

/// One row: pack, stock, sales.
type Row = (u32, u32, u32);

fn any_rows() -> impl Strategy<Value = Vec<Row>> {
    let quantity = || prop_oneof![3 => 0..20u32, 2 => 0..100_000u32, 1 => 0..=LARGEST_QUANTITY];
    let packs = prop::sample::subsequence((0..PACKS as u32).collect::<Vec<_>>(), 1..=PACKS);
    let rows = (
        packs.prop_shuffle(),
        prop::collection::vec((quantity(), quantity()), PACKS),
    );
    rows.prop_map(|(packs, quantities)| {
        packs
            .into_iter()
            .zip(quantities)
            .map(|(pack, (on_hand, sold))| (pack, on_hand, sold))
            .collect()
    })
}

fn content_of(rows: &[Row]) -> ReportContent {
    let mut rows = rows.to_vec();
    rows.sort_unstable();
    let line = |(number, on_hand, sold)| StockLine {
        pack: pack(number),
        on_hand,
        sold,
    };
    ReportContent {
        lines: rows.into_iter().map(line).collect(),
        states_sold: true,
        ..ReportContent::default()
    }
}

fn plain_text(rows: &[Row]) -> String {
    let mut text = "cip13;stock;ventes\n".to_owned();
    for &(pack, on_hand, sold) in rows {
        writeln!(text, "{};{on_hand};{sold}", code(pack)).unwrap();
    }
    text
}

/// The same rows in a form that only the careful reader understands: the style is taken in turn.
fn dressed_text(rows: &[Row]) -> String {
    let mut text = "libellé;\"Code CIP\";stock;date;ventes\r\n".to_owned();
    for (index, &(pack, on_hand, sold)) in rows.iter().enumerate() {
        let code = code(pack).to_string();
        let row = match index % 5 {
            0 => format!("\"A;\n\"\"B\"\"\";\"{code}\";\"{on_hand}\";;{sold}"),
            1 => format!("12\" x; {code} ; {on_hand} ;;\t{sold}"),
            2 => format!(";=\"{code}\";+{on_hand};;{sold}.0;;"),
            3 => format!("é;{} {};{:09};;{sold}", &code[..7], &code[7..], on_hand),
            _ => format!(";0{code};{};;{sold}", thousands(on_hand)),
        };
        text += &row;
        text += "\r\n";
    }
    text
}

fn thousands(boxes: u32) -> String {
    let digits = boxes.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

fn json(rows: &[Row]) -> String {
    let object = |&(pack, on_hand, sold): &Row| {
        format!(
            "{{\"pack\":\"{}\",\"on_hand\":{on_hand},\"sold\":\"{sold}\"}}",
            code(pack)
        )
    };
    let objects: Vec<String> = rows.iter().map(object).collect();
    format!("[{}]", objects.join(",\n"))
}

fn parquet_file(rows: &[Row]) -> Vec<u8> {
    let codes = rows.iter().map(|row| code(row.0).as_u64() as i64);
    parquet(vec![
        ("cip13", Arc::new(codes.collect::<Int64Array>())),
        (
            "stock",
            Arc::new(rows.iter().map(|row| row.1 as i32).collect::<Int32Array>()),
        ),
        (
            "sold",
            Arc::new(rows.iter().map(|row| row.2 as i32).collect::<Int32Array>()),
        ),
    ])
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn the_same_rows_give_the_same_content_in_every_form(rows in any_rows(), cut in any::<prop::sample::Index>()) {
        let expected = content_of(&rows);
        let plain = plain_text(&rows);
        prop_assert_eq!(&read(plain.as_bytes()).unwrap().content, &expected);
        let dressed = dressed_text(&rows);
        prop_assert_eq!(&read(dressed.as_bytes()).unwrap().content, &expected);
        prop_assert_eq!(&read(json(&rows).as_bytes()).unwrap().content, &expected);
        prop_assert_eq!(&read(&parquet_file(&rows)).unwrap().content, &expected);
        let (head, tail) = dressed.as_bytes().split_at(cut.index(dressed.len()));
        prop_assert_eq!(&read(&[gzip(head), gzip(tail)].concat()).unwrap().content, &expected);
    }

    #[test]
    fn the_order_of_rows_does_not_change_the_digest(rows in any_rows(), seed in any::<u64>()) {
        let mut others = rows.clone();
        others.rotate_left(seed as usize % rows.len());
        if seed % 2 == 0 {
            others.reverse();
        }
        let mut writer = PayloadWriter::new().unwrap();
        let mut digest = |body: &[u8]| writer.write(&read(body).unwrap().content).unwrap().1;
        let expected = digest(plain_text(&rows).as_bytes());
        prop_assert_eq!(digest(dressed_text(&others).as_bytes()), expected);
        prop_assert_eq!(digest(&zstd(plain_text(&others).as_bytes())), expected);
    }

    #[test]
    fn a_payload_is_read_as_it_was_written(content in any_content()) {
        let (bytes, _) = PayloadWriter::new().unwrap().write(&content).unwrap();
        prop_assert_eq!(read_payload(&bytes).unwrap(), content);
    }

    #[test]
    fn another_content_has_another_digest(one in any_content(), other in any_content()) {
        let mut writer = PayloadWriter::new().unwrap();
        let mut digest = |content: &ReportContent| writer.write(content).unwrap().1;
        prop_assert_eq!(digest(&one) == digest(&other), one == other);
    }
}

fn any_content() -> impl Strategy<Value = ReportContent> {
    let lines = prop::collection::btree_map(any::<u32>(), (any::<u32>(), any::<u32>()), 0..30);
    let flows = prop::collection::btree_map(any::<u32>(), any_flows(), 0..5);
    let forecasts = prop::collection::btree_map(any::<u32>(), any_forecast(), 0..5);
    let quarantined = prop::collection::vec(any_quarantined(), 0..5);
    (lines, any::<bool>(), flows, forecasts, quarantined).prop_map(
        |(lines, states_sold, flows, forecasts, quarantined)| ReportContent {
            lines: lines
                .into_iter()
                .map(|(number, (on_hand, sold))| StockLine {
                    pack: pack(number),
                    on_hand,
                    sold: if states_sold { sold } else { 0 },
                })
                .collect(),
            states_sold,
            flows: flows
                .into_iter()
                .map(|(number, flows)| FlowLine {
                    pack: pack(number),
                    flows,
                })
                .collect(),
            forecasts: forecasts
                .into_iter()
                .map(|(number, forecast)| ForecastLine {
                    pack: pack(number),
                    forecast,
                })
                .collect(),
            quarantined,
        },
    )
}

fn any_flows() -> impl Strategy<Value = Flows> {
    any::<(u32, u32, u32)>().prop_map(|(ordered_not_delivered, in_transit, expiring)| Flows {
        ordered_not_delivered,
        in_transit,
        expiring,
    })
}

fn any_forecast() -> impl Strategy<Value = Forecast> {
    any::<(
        [Option<u32>; FORECAST_MONTHS],
        [Option<u32>; FORECAST_MONTHS],
    )>()
    .prop_map(|(demand, supply)| Forecast { demand, supply })
}

fn any_quarantined() -> impl Strategy<Value = QuarantinedLine> {
    let quantities = (any::<u32>(), any::<u32>(), any_flows(), any_forecast()).prop_map(
        |(on_hand, sold, flows, forecast)| Quantities {
            on_hand,
            sold,
            flows,
            forecast,
        },
    );
    (
        any::<u32>(),
        prop::sample::select(&QuarantineReason::ALL),
        any::<String>(),
        prop::option::of(quantities),
        any::<String>(),
    )
        .prop_map(|(row, reason, code, quantities, value)| QuarantinedLine {
            row,
            reason,
            code,
            quantities,
            value,
        })
}

/// A reader that does not ask for much memory.
fn read_anything(body: &[u8]) {
    let limits = ReadLimits {
        plain_bytes: 1 << 20,
        rows: 1000,
    };
    // Whether it is read or refused does not matter: it must not panic.
    let _ = ReportReader::new(table(), limits).read(body);
}

/// Files of every form, to be damaged.
fn samples() -> Vec<Vec<u8>> {
    let rows = [(0, 42, 7), (1, 0, 1), (2, 5, 5), (7, 9, 0)];
    let text = plain_text(&rows).into_bytes();
    let wide: Vec<u8> = std::iter::once('\u{feff}')
        .chain(plain_text(&rows).chars())
        .flat_map(|letter| (letter as u16).to_le_bytes())
        .collect();
    vec![
        gzip(&text),
        zstd(&text),
        text,
        wide,
        dressed_text(&rows).into_bytes(),
        json(&rows).into_bytes(),
        parquet_file(&rows),
        include_bytes!("fixtures/inventory.xlsx").to_vec(),
    ]
}

proptest! {
    #![proptest_config(cases(4_000))]

    #[test]
    fn no_bytes_make_the_reader_panic(body in prop::collection::vec(any::<u8>(), 0..600)) {
        read_anything(&body);
    }

    #[test]
    fn no_text_makes_the_reader_panic(
        header in prop::sample::select(vec!["", "cip13;stock\n", "code,stock,sold,lot\n", "{", "[{\"cip13\":", "PK\u{3}\u{4}", "PAR1"]),
        body in "[0-9;,\t|\"\r\n '=.eE+\\-{}\\[\\]:a\u{e9}\u{1d}]{0,200}",
    ) {
        read_anything(format!("{header}{body}").as_bytes());
    }

    #[test]
    fn no_code_and_no_quantity_make_the_reader_panic(code in any::<String>(), quantity in any::<String>(), day in any::<String>()) {
        let object = serde_json::json!({"cip13": code, "stock": quantity, "date": day});
        read_anything(object.to_string().as_bytes());
    }

    #[test]
    fn no_damage_to_a_file_makes_the_reader_panic(
        sample in prop::sample::select(samples()),
        damages in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in prop::option::weighted(0.3, any::<prop::sample::Index>()),
    ) {
        let mut body = sample;
        for (place, byte) in damages {
            let place = place.index(body.len());
            body[place] = byte;
        }
        if let Some(cut) = cut {
            body.truncate(cut.index(body.len()));
        }
        read_anything(&body);
    }

    #[test]
    fn no_bytes_make_the_reader_of_payloads_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read_payload(&bytes);
        let _ = read_payload(&zstd(&bytes));
        // With the right version.
        let _ = read_payload(&zstd(&[&[1], bytes.as_slice()].concat()));
    }

    #[test]
    fn no_damage_to_a_payload_makes_its_reader_panic(
        content in any_content(),
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let (bytes, _) = PayloadWriter::new().unwrap().write(&content).unwrap();
        let mut damaged = bytes.clone();
        let place = place.index(bytes.len());
        damaged[place] = byte;
        let _ = read_payload(&damaged);
        let mut plain = zstd::stream::decode_all(bytes.as_slice()).unwrap();
        let place = place % plain.len();
        plain[place] = byte;
        let _ = read_payload(&zstd(&plain));
        plain.truncate(place);
        prop_assert!(read_payload(&zstd(&plain)).is_err());
    }
}
