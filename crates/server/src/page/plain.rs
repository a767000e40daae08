//! Pages about the desk itself: how numbers are made, what could not be read, the API, the style.

use super::{Frame, html};
use crate::answer::{Answer, Kind, Problem};
use crate::route::{Asked, ROUTES};
use askama::Template;
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Map, Value, json};
use tellings_model::Note;
use tellings_record::schema::{Article, StoryLine, UtteranceRow};
use tellings_store::Counts;

#[derive(Template)]
#[template(path = "method.html")]
struct Method {
    frame: Frame,
    parts: Vec<(&'static str, Vec<Parameter>)>,
    version: &'static str,
}

/// A threshold with the value that is used here.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Parameter {
    /// Its name.
    pub(crate) name: String,
    /// Its value.
    pub(crate) value: String,
}

pub(crate) fn method(asked: &Asked<'_>) -> Result<Answer, Problem> {
    let parts = parameters(asked.desk.settings());
    if asked.kind == Kind::Json {
        let parts: Map<String, Value> =
            parts.iter().map(|(part, values)| ((*part).to_owned(), json!(values))).collect();
        return Answer::json(&parts);
    }
    let frame =
        Frame::new(asked, "method", "Method")?.with_forms("method", &[(Kind::Json, "JSON")]);
    html(&Method { frame, parts, version: env!("CARGO_PKG_VERSION") })
}

/// The settings as the program writes them (`Part { name: value, … }`), by part.
fn parameters(settings: &[(&'static str, String)]) -> Vec<(&'static str, Vec<Parameter>)> {
    let values = |written: &String| {
        let inside =
            written.split_once('{').map_or("", |(_, rest)| rest).trim_end_matches([' ', '}']);
        let fields = inside.split(", ").filter_map(|field| field.split_once(": "));
        fields
            .map(|(name, value)| Parameter {
                name: name.trim().replace('_', " "),
                value: value.to_owned(),
            })
            .collect()
    };
    settings.iter().map(|(part, written)| (*part, values(written))).collect()
}

#[derive(Template)]
#[template(path = "check.html")]
struct Check {
    frame: Frame,
    counts: Counts,
    notes: Vec<Note>,
}

/// A note on the input, as JSON.
#[derive(Serialize, JsonSchema)]
pub(crate) struct NoteItem {
    /// Where the input came from.
    path: Option<String>,
    /// The byte at which the trouble begins.
    byte: Option<u64>,
    /// What is the matter.
    what: String,
    /// What can be done.
    remedy: Option<String>,
    /// Whether it could not be read.
    unreadable: bool,
}

/// Notes listed at most.
const NOTES: usize = 1_000;

pub(crate) fn check(asked: &Asked<'_>) -> Result<Answer, Problem> {
    let notes = asked.store.notes(NOTES)?;
    match asked.kind {
        Kind::Json => {
            let items = notes.into_iter().map(|note| NoteItem {
                path: note.path,
                byte: note.byte,
                what: note.what,
                remedy: note.remedy,
                unreadable: note.unreadable,
            });
            Answer::json(&items.collect::<Vec<_>>())
        }
        Kind::Csv => {
            let head = ["path", "byte", "what", "remedy", "unreadable"];
            let mut table = vec![head.map(str::to_owned).to_vec()];
            table.extend(notes.into_iter().map(|note| {
                let byte = note.byte.map_or_else(String::new, |byte| byte.to_string());
                let (path, remedy) =
                    (note.path.unwrap_or_default(), note.remedy.unwrap_or_default());
                vec![path, byte, note.what, remedy, note.unreadable.to_string()]
            }));
            Ok(Answer::csv(&table))
        }
        _ => {
            let frame = Frame::new(asked, "check", "Check")?
                .with_forms("check", &[(Kind::Json, "JSON"), (Kind::Csv, "CSV")]);
            html(&Check { frame, counts: asked.store.counts()?, notes })
        }
    }
}

/// The stylesheet: that of reports, and what pages of a desk have beside.
pub(crate) fn style(_: &Asked<'_>) -> Result<Answer, Problem> {
    let style = [tellings_record::STYLE, include_str!("../../assets/desk.css")].concat();
    Ok(Answer::new(Kind::Css, style))
}

/// One text above, two that come from it.
pub(crate) fn icon(_: &Asked<'_>) -> Result<Answer, Problem> {
    const ICON: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\">\
        <path d=\"M8 5V7M4 11V9q0-2 4-2t4 2v2\" fill=\"none\" stroke=\"#5b3f8c\"/>\
        <path d=\"M5 1h6v4H5zM1 11h6v4H1zM9 11h6v4H9z\" fill=\"#5b3f8c\"/></svg>\n";
    Ok(Answer::new(Kind::Svg, ICON))
}

#[derive(Template)]
#[template(path = "openapi.html")]
struct Api {
    frame: Frame,
    rows: Vec<(String, &'static str, String)>,
}

/// The description of the JSON API (OpenAPI 3.1), made of the table of routes and of the types
/// that are written.
pub(crate) fn openapi(asked: &Asked<'_>) -> Result<Answer, Problem> {
    if asked.kind == Kind::Json {
        return Answer::json(&description());
    }
    let rows = ROUTES.iter().filter(|route| !route.kinds.is_empty()).map(|route| {
        let path = if route.path.is_empty() { "index" } else { route.path };
        let endings: Vec<&str> = route.kinds.iter().map(|kind| kind.ending()).collect();
        (format!("/{path}"), route.what, endings.join(" "))
    });
    let rows = rows.collect();
    let frame = Frame::new(asked, "", "API")?.with_forms("openapi", &[(Kind::Json, "OpenAPI")]);
    html(&Api { frame, rows })
}

fn description() -> Value {
    let mut schemas = SchemaGenerator::new(
        schemars::generate::SchemaSettings::draft2020_12()
            .with(|settings| settings.definitions_path = "/components/schemas".into()),
    );
    let mut paths = Map::new();
    for route in ROUTES {
        for kind in route.kinds {
            let bare = if route.path.is_empty() { "index" } else { route.path };
            let parts: Vec<String> = bare
                .split('/')
                .map(|part| {
                    part.strip_prefix(':').map_or_else(|| part.to_owned(), |p| format!("{{{p}}}"))
                })
                .collect();
            let open = route.path.split('/').filter_map(|part| part.strip_prefix(':'));
            let in_path = open.map(|name| {
                json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
            });
            let in_query = route.query.iter().map(|(name, what)| {
                json!({ "name": name, "in": "query", "description": what, "schema": { "type": "string" } })
            });
            let schema = match kind {
                Kind::Json => schema_of(route.path, &mut schemas),
                _ => json!({ "type": "string" }),
            };
            let mut content = Map::new();
            content.insert(kind.media().to_owned(), json!({ "schema": schema }));
            let operation = json!({
                "summary": route.what,
                "parameters": in_path.chain(in_query).collect::<Vec<_>>(),
                "responses": {
                    "200": { "description": "It is there", "content": content },
                    "404": { "description": "There is none" },
                },
            });
            let path = format!("/{}{}", parts.join("/"), kind.ending());
            paths.insert(path, json!({ "get": operation }));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Tellings", "version": env!("CARGO_PKG_VERSION") },
        "paths": paths,
        "components": { "schemas": schemas.take_definitions(true) },
    })
}

/// What the JSON of a path is made of.
fn schema_of(path: &str, schemas: &mut SchemaGenerator) -> Value {
    fn of<T: JsonSchema>(schemas: &mut SchemaGenerator) -> Value {
        schemas.subschema_for::<T>().to_value()
    }
    match path {
        "" => of::<super::stories::StoryList>(schemas),
        "s/:story" => of::<StoryLine>(schemas),
        "a/:article" => of::<Article>(schemas),
        "d/:first/:second" => of::<Vec<tellings_record::Row>>(schemas),
        "q/:saying" => of::<UtteranceRow>(schemas),
        "e/:name" | "o/:outlet" => of::<super::name::NameItem>(schemas),
        "search" => of::<super::search::HitList>(schemas),
        "method" => of::<std::collections::BTreeMap<String, Vec<Parameter>>>(schemas),
        "check" => of::<Vec<NoteItem>>(schemas),
        "journal" => of::<Vec<super::journal::EntryItem>>(schemas),
        _ => json!({ "type": "object" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_json_page_is_described_with_a_shape() {
        let text = description().to_string();
        for route in ROUTES.iter().filter(|route| route.kinds.contains(&Kind::Json)) {
            let mut schemas = SchemaGenerator::default();
            let known = schema_of(route.path, &mut schemas) != json!({ "type": "object" });
            assert!(known || route.path == "openapi", "{}", route.path);
        }
        assert!(text.contains("/components/schemas/StoryLine"));
        assert!(text.contains("/s/{story}.json"));
    }

    #[test]
    fn settings_are_taken_apart() {
        let settings = [("Part", "Part { story: 0.4, index_terms: 12 }".to_owned())];
        let parts = parameters(&settings);
        let values: Vec<String> =
            parts[0].1.iter().map(|p| format!("{}={}", p.name, p.value)).collect();
        assert_eq!(values, ["story=0.4", "index terms=12"]);
    }
}
