//! The apparatus for other programs: CSV for tables, TEI for editions.

use crate::graph::xml;
use crate::schema::{EntryRow, StoryLine, VerdictWord};
use std::io::{self, Write};
use tellings_model::Telling;

/// Writes one row for each citation of each reading, and one for each silent witness (RFC 4180).
pub(crate) fn csv(telling: &Telling, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(
        b"story,entry,kind,topic,verdict,reading,value,origins,witness,outlet,start,end,exact\r\n",
    )?;
    for story in &telling.stories {
        let line = StoryLine::new(story);
        for entry in &line.story.apparatus {
            let kind = word(&entry.kind);
            let head = [&line.story.id, &entry.id, &kind, &entry.topic, verdict(entry.verdict)];
            for (n, reading) in (1..).zip(&entry.readings) {
                for citation in &reading.citations {
                    let outlet = outlet(&line, &citation.witness);
                    let (n, origins) = (format!("{n}"), reading.origins.to_string());
                    let (start, end) = (citation.start.to_string(), citation.end.to_string());
                    let tail: [&str; 8] = [
                        &n,
                        &reading.value,
                        &origins,
                        &citation.witness,
                        outlet,
                        &start,
                        &end,
                        &citation.exact,
                    ];
                    row(out, head.iter().copied().chain(tail))?;
                }
            }
            for siglum in &entry.silent {
                let tail = ["silent", "", "", siglum, outlet(&line, siglum), "", "", ""];
                row(out, head.iter().copied().chain(tail))?;
            }
        }
    }
    Ok(())
}

fn row<'a>(out: &mut dyn Write, cells: impl Iterator<Item = &'a str>) -> io::Result<()> {
    for (n, cell) in cells.enumerate() {
        if n > 0 {
            out.write_all(b",")?;
        }
        // A cell that begins like a formula is kept from being one in a spreadsheet.
        let guard = if cell.starts_with(['=', '+', '-', '@', '\t']) { "'" } else { "" };
        if cell.contains([',', '"', '\n', '\r']) {
            write!(out, "\"{guard}{}\"", cell.replace('"', "\"\""))?;
        } else {
            write!(out, "{guard}{cell}")?;
        }
    }
    out.write_all(b"\r\n")
}

/// Writes the apparatus as a TEI document: a witness list, and a list of `app` with `rdg`.
pub(crate) fn tei(telling: &Telling, out: &mut dyn Write) -> io::Result<()> {
    let lines: Vec<StoryLine> = telling.stories.iter().map(StoryLine::new).collect();
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n<teiHeader>\n<fileDesc>\n\
        <titleStmt><title>Critical apparatus of news stories</title></titleStmt>\n\
        <publicationStmt><p>Written by tellings.</p></publicationStmt>\n<sourceDesc>\n",
    )?;
    for (n, line) in lines.iter().enumerate() {
        writeln!(out, "<listWit><head>{}</head>", xml(&line.story.title))?;
        for (witness, article) in line.story.witnesses.iter().zip(&line.articles) {
            let name = outlet(line, &witness.siglum);
            let title = xml(article.title.as_deref().unwrap_or(""));
            let when = article.published.value.as_deref();
            let date = when.map(|day| format!(", <date when=\"{day}\">{day}</date>"));
            writeln!(
                out,
                "<witness xml:id=\"s{n}{}\">{}: <title>{title}</title>{}</witness>",
                witness.siglum,
                xml(name),
                date.unwrap_or_default(),
            )?;
        }
        writeln!(out, "</listWit>")?;
    }
    out.write_all(b"</sourceDesc>\n</fileDesc>\n</teiHeader>\n<text>\n<body>\n")?;
    for (n, line) in lines.iter().enumerate() {
        writeln!(out, "<div type=\"story\">\n<head>{}</head>\n<listApp>", xml(&line.story.title))?;
        for entry in &line.story.apparatus {
            app(out, n, entry)?;
        }
        writeln!(out, "</listApp>\n</div>")?;
    }
    out.write_all(b"</body>\n</text>\n</TEI>\n")
}

fn app(out: &mut dyn Write, story: usize, entry: &EntryRow) -> io::Result<()> {
    let kind = word(&entry.kind);
    writeln!(
        out,
        "<app type=\"{kind}\" subtype=\"{}\" xml:id=\"s{story}{}\">",
        verdict(entry.verdict),
        entry.id
    )?;
    for reading in &entry.readings {
        let mut sigla: Vec<&str> = reading.citations.iter().map(|c| c.witness.as_str()).collect();
        sigla.dedup();
        let wit: Vec<String> = sigla.iter().map(|siglum| format!("#s{story}{siglum}")).collect();
        writeln!(out, "<rdg wit=\"{}\">{}</rdg>", wit.join(" "), xml(&reading.text))?;
    }
    let silent: Vec<String> =
        entry.silent.iter().map(|siglum| format!("#s{story}{siglum}")).collect();
    if !silent.is_empty() {
        writeln!(out, "<rdg wit=\"{}\" type=\"silent\"/>", silent.join(" "))?;
    }
    writeln!(out, "<note>{}</note>\n</app>", xml(&entry.topic))
}

fn outlet<'a>(line: &'a StoryLine, siglum: &str) -> &'a str {
    let mut witnesses = line.story.witnesses.iter().zip(&line.articles);
    let article = witnesses.find(|(witness, _)| witness.siglum == siglum).map(|(_, a)| a);
    article.map_or("", |article| match (&article.outlet, &article.path) {
        (Some(outlet), _) => &outlet.name,
        (None, Some(path)) => path,
        (None, None) => &article.id,
    })
}

fn verdict(verdict: VerdictWord) -> &'static str {
    match verdict {
        VerdictWord::Agree => "agree",
        VerdictWord::Echo => "echo",
        VerdictWord::Finer => "finer",
        VerdictWord::Superseded => "superseded",
        VerdictWord::Conflict => "conflict",
        VerdictWord::OnlyIn => "only-in",
    }
}

/// The published word of a closed set.
/// The published word of what kind of thing a name names: `PER`, `ORG`, `LOC`, `MISC`.
pub fn entity_word(kind: tellings_model::EntityKind) -> String {
    word(&crate::schema::EntityType::from(kind))
}

/// The published word of a member of a closed set: `only-in`, `PER`.
pub fn word(word: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(word).ok();
    value.as_ref().and_then(|value| value.as_str()).unwrap_or("").to_owned()
}
