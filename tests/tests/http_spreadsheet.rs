//! The export as LibreOffice reads it: by the separators that it takes by default, and by each of
//! them alone, as another program or another language's settings would. Whatever visitors wrote, no
//! cell is a formula, and by the right separator every cell has the visitor's text.

use std::{fs, path::Path, process::Command};

use hearby_tests::{
    collector::{ADMIN_TOKEN, Collector},
    environment,
    fixtures::response,
};
use roxmltree::{Document, Node};
use serde_json::json;
use tempfile::TempDir;

/// Written texts, and the text of each one's cell.
const TEXTS: [(&str, &str); 22] = [
    ("Nice; but slow", "Nice; but slow"),
    ("a, b; c\td|e", "a, b; c\td|e"),
    ("\"quoted\", 'quoted'", "\"quoted\", 'quoted'"),
    ("=1+1", "'=1+1"),
    ("ok;=1+1", "ok;'=1+1"),
    ("ok,=1+1", "ok,'=1+1"),
    ("ok\t=2+2", "ok\t'=2+2"),
    ("ok\n=3+3", "ok\n'=3+3"),
    ("ok\r\n@SUM(1;2)", "ok\n'@SUM(1;2)"),
    ("ok|=4+4", "ok|'=4+4"),
    ("ok; =5+5", "ok; '=5+5"),
    ("ok;\"=6+6\"", "ok;\"'=6+6\""),
    ("ok\";=7+7;\"", "ok\";'=7+7;\""),
    ("ok\",=8+8,\"", "ok\",'=8+8,\""),
    ("ok;'=9+9", "ok;''=9+9"),
    ("\u{feff}=1+2", "\u{feff}'=1+2"),
    ("ok;\u{200b}=1+3", "ok;\u{200b}'=1+3"),
    ("\u{a0}=1+4", "'=1+4"),
    ("＝1+5", "'＝1+5"),
    ("-1+6", "'-1+6"),
    ("+84 90 123", "'+84 90 123"),
    ("=HYPERLINK(\"http://127.0.0.1/?\"&A1;\"x\")", "'=HYPERLINK(\"http://127.0.0.1/?\"&A1;\"x\")"),
];

/// Separator settings: comma, semicolon and tabulator together, LibreOffice's default; each alone.
const SEPARATORS: [&str; 5] = ["44/59/9", "44", "59", "9", "124"];

const COLUMNS: usize = 18;
const SCORE: usize = 6;
const COMMENT: usize = 8;

#[test]
fn no_cell_is_a_formula_by_any_separator_and_each_reads_as_it_was_written() {
    let Some(soffice) = environment::find_program("HEARBY_SOFFICE", &["soffice"]) else {
        println!("skipped: LibreOffice is not installed");
        return;
    };
    let collector = Collector::start();
    collector.put_site("shop", &json!({"product": "Trà Sen"}));
    collector.put_survey("shop", "nps", &json!({"kind": "nps"}));
    for (written, _) in TEXTS {
        let mut body = response("nps", 9);
        let label: String = written.chars().filter(|c| !c.is_control()).collect();
        body["comment"] = json!(written);
        body["touchpoint"] = json!(label);
        body["respondent"] = json!(label);
        body["attributes"] = json!({"plan": label});
        let reply = collector.post(&body.to_string());
        assert_eq!(reply.status, 201, "{}", reply.text());
    }
    let path = "/v1/sites/shop/surveys/nps/export.csv";
    let export = collector.with_key(ADMIN_TOKEN, "GET", path, None).expect(200);
    let folder = TempDir::with_prefix("hearby-sheet-").unwrap();
    fs::write(folder.path().join("export.csv"), &export.body).unwrap();
    for separators in SEPARATORS {
        let sheet = imported(&soffice, folder.path(), separators);
        let sheet = Document::parse(&sheet).unwrap();
        let formulas: Vec<&str> = sheet
            .descendants()
            .flat_map(|node| node.attributes())
            .filter(|attribute| attribute.name() == "formula")
            .map(|attribute| attribute.value())
            .collect();
        assert!(formulas.is_empty(), "by {separators}: {formulas:?}");
        let rows: Vec<Vec<Cell>> = rows(&sheet);
        if separators.contains("44") {
            assert_eq!(rows.len(), TEXTS.len() + 1);
            assert!(rows.iter().all(|row| row.len() <= COLUMNS), "{rows:?}");
            for (_, shown) in TEXTS {
                // Responses of one millisecond come in any order.
                let is_there = rows.iter().any(|row| row[COMMENT].text == shown);
                assert!(
                    is_there,
                    "by {separators}: no {shown:?} in {:?}",
                    of_column(&rows, COMMENT)
                );
            }
            assert!(rows[1..].iter().all(|row| row[SCORE].is_number), "numbers stay numbers");
        }
    }
}

#[derive(Debug)]
struct Cell {
    text: String,
    is_number: bool,
}

fn of_column(rows: &[Vec<Cell>], column: usize) -> Vec<&str> {
    rows.iter().map(|row| row[column].text.as_str()).collect()
}

/// Returns LibreOffice's import of `export.csv`, as a flat XML file.
#[track_caller]
fn imported(soffice: &Path, folder: &Path, separators: &str) -> String {
    // Its settings for texts: separators, the quote ("), UTF-8, from line 1 on, no columns of their
    // own, no language, quoted cells like others, special numbers found, formulas run.
    let settings = format!("{separators},34,76,1,,0,false,true,false,false,false,-1,true,true");
    let output = Command::new(soffice)
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.display()))
        .args(["--headless", "--convert-to", "fods", "--outdir", "sheets"])
        .arg(format!("--infilter=Text - txt - csv (StarCalc):{settings}"))
        .arg("export.csv")
        .current_dir(folder)
        .output()
        .unwrap();
    let sheet = folder.join("sheets/export.fods");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let text = fs::read_to_string(&sheet).unwrap_or_else(|error| panic!("{error}: {said}"));
    fs::remove_file(sheet).unwrap();
    text
}

fn rows(sheet: &Document<'_>) -> Vec<Vec<Cell>> {
    let rows = sheet.descendants().filter(|node| node.tag_name().name() == "table-row");
    rows.map(cells).filter(|cells| cells.iter().any(|cell| !cell.text.is_empty())).collect()
}

fn cells(row: Node<'_, '_>) -> Vec<Cell> {
    let attribute = |node: Node<'_, '_>, name: &str| {
        let found = node.attributes().find(|attribute| attribute.name() == name);
        found.map(|attribute| attribute.value().to_owned())
    };
    let cells = row.children().filter(|node| node.tag_name().name() == "table-cell");
    cells
        .flat_map(|cell| {
            let repeated = attribute(cell, "number-columns-repeated");
            let n: usize = repeated.map_or(1, |n| n.parse().unwrap());
            let is_number = attribute(cell, "value-type").as_deref() == Some("float");
            let lines: Vec<String> = cell.children().filter(Node::is_element).map(text).collect();
            // The rest of the row is one cell, repeated a thousand times.
            (0..n.min(COLUMNS)).map(move |_| Cell { text: lines.join("\n"), is_number })
        })
        .take(COLUMNS)
        .collect()
}

/// Returns the text of a paragraph, in which blanks and tabulators are elements.
fn text(paragraph: Node<'_, '_>) -> String {
    let parts = paragraph.descendants().map(|node| match node.tag_name().name() {
        "tab" => "\t".to_owned(),
        "s" => {
            let n = node.attributes().find(|attribute| attribute.name() == "c");
            " ".repeat(n.map_or(1, |n| n.value().parse().unwrap()))
        }
        _ if node.is_text() => node.text().unwrap_or_default().to_owned(),
        _ => String::new(),
    });
    parts.collect()
}
