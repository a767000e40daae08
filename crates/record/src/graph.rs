//! The stemma for drawing programs: DOT (Graphviz) and GraphML.

use crate::schema::{DescentWord, DirectionWord, StoryLine};
use std::io::{self, Write};
use tellings_model::Telling;

/// Writes the stemmata of all stories as one DOT graph, a cluster each.
pub(crate) fn dot(telling: &Telling, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "digraph stemma {{\n  rankdir=TB;\n  node [shape=box];")?;
    for (n, story) in telling.stories.iter().enumerate() {
        let line = StoryLine::new(story);
        writeln!(out, "  subgraph cluster_{n} {{\n    label={};", quoted(&line.story.title))?;
        for node in &line.story.stemma.nodes {
            let label = label(&line, &node.id, node.label.as_deref());
            let style = if node.label.is_some() { " style=dashed" } else { "" };
            writeln!(out, "    {} [label={}{style}];", name(n, &node.id), quoted(&label))?;
        }
        for edge in &line.story.stemma.edges {
            let width = 1.0 + 4.0 * edge.share_of_copy.unwrap_or(0.0);
            let open = match edge.direction {
                DirectionWord::Unknown => " style=dashed dir=none",
                DirectionWord::Known | DirectionWord::Likely => "",
            };
            writeln!(
                out,
                "    {} -> {} [label={} penwidth={width:.1}{open}];",
                name(n, &edge.from),
                name(n, &edge.to),
                quoted(kind(edge.kind)),
            )?;
        }
        writeln!(out, "  }}")?;
    }
    writeln!(out, "}}")
}

/// Writes the stemmata of all stories as one GraphML graph.
pub(crate) fn graphml(telling: &Telling, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n\
        <key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n\
        <key id=\"story\" for=\"node\" attr.name=\"story\" attr.type=\"string\"/>\n\
        <key id=\"article\" for=\"node\" attr.name=\"article\" attr.type=\"string\"/>\n\
        <key id=\"origin\" for=\"node\" attr.name=\"origin\" attr.type=\"string\"/>\n\
        <key id=\"lost\" for=\"node\" attr.name=\"lost\" attr.type=\"boolean\"/>\n\
        <key id=\"kind\" for=\"edge\" attr.name=\"kind\" attr.type=\"string\"/>\n\
        <key id=\"direction\" for=\"edge\" attr.name=\"direction\" attr.type=\"string\"/>\n\
        <key id=\"share_of_copy\" for=\"edge\" attr.name=\"share_of_copy\" attr.type=\"double\"/>\n\
        <graph id=\"stemma\" edgedefault=\"directed\">\n",
    )?;
    for (n, story) in telling.stories.iter().enumerate() {
        let line = StoryLine::new(story);
        for node in &line.story.stemma.nodes {
            writeln!(out, "<node id=\"{}\">", name(n, &node.id))?;
            let label = label(&line, &node.id, node.label.as_deref());
            datum(out, "label", &label)?;
            datum(out, "story", &line.story.id)?;
            datum(out, "lost", if node.label.is_some() { "true" } else { "false" })?;
            let mut witnesses = line.story.witnesses.iter();
            if let Some(witness) = witnesses.find(|witness| witness.siglum == node.id) {
                datum(out, "article", &witness.article)?;
                datum(out, "origin", &witness.origin)?;
            }
            writeln!(out, "</node>")?;
        }
        for edge in &line.story.stemma.edges {
            let (from, to) = (name(n, &edge.from), name(n, &edge.to));
            writeln!(out, "<edge source=\"{from}\" target=\"{to}\">")?;
            datum(out, "kind", kind(edge.kind))?;
            let direction = match edge.direction {
                DirectionWord::Known => "known",
                DirectionWord::Likely => "likely",
                DirectionWord::Unknown => "unknown",
            };
            datum(out, "direction", direction)?;
            if let Some(share) = edge.share_of_copy {
                datum(out, "share_of_copy", &crate::number::round4(share).to_string())?;
            }
            writeln!(out, "</edge>")?;
        }
    }
    out.write_all(b"</graph>\n</graphml>\n")
}

fn kind(kind: DescentWord) -> &'static str {
    match kind {
        DescentWord::Copies => "copies",
        DescentWord::Revises => "revises",
        DescentWord::Rewords => "rewords",
        DescentWord::Cites => "cites",
    }
}

/// A name that is free of marks: `s0_A`, `s0_lost1`.
fn name(story: usize, id: &str) -> String {
    format!("s{story}_{id}")
}

/// `A The Harbour Post`, or what a lost text was.
fn label(line: &StoryLine, id: &str, lost: Option<&str>) -> String {
    if let Some(lost) = lost {
        return lost.to_owned();
    }
    let witness = line.story.witnesses.iter().zip(&line.articles).find(|(w, _)| w.siglum == id);
    let outlet = witness.and_then(|(_, article)| Some(article.outlet.as_ref()?.name.as_str()));
    outlet.map_or_else(|| id.to_owned(), |outlet| format!("{id} {outlet}"))
}

/// A string of DOT.
fn quoted(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn datum(out: &mut dyn Write, key: &str, text: &str) -> io::Result<()> {
    writeln!(out, "<data key=\"{key}\">{}</data>", xml(text))
}

/// Text as XML text; what XML cannot hold is left out.
pub(crate) fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(c),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}
