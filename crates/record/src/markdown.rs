//! The report as Markdown: every statement has a footnote with the words it rests on.

use crate::words::{self, VERDICTS, limits};
use std::collections::BTreeMap;
use std::io::{self, Write};
use tellings_model::{Article, Basis, BlockKind, Citation, Note, Story, Telling};

/// Writes the report.
pub(crate) fn report(telling: &Telling, notes: &[Note], out: &mut dyn Write) -> io::Result<()> {
    for (idx, story) in (1..).zip(&telling.stories) {
        if idx > 1 {
            writeln!(out, "\n---\n")?;
        }
        let mut page = Page { story, idx, footnotes: BTreeMap::new() };
        page.write(out)?;
    }
    if notes.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## Notes on the input\n")?;
    for note in notes {
        let path = note.path.as_deref().map(|path| format!("`{}`: ", path.replace('`', "'")));
        let byte = note.byte.map(|byte| format!(" at byte {byte}"));
        let remedy = note.remedy.as_deref().map(|remedy| format!(" ({})", plain(remedy)));
        let what = plain(&note.what);
        let parts =
            [path.unwrap_or_default(), what, byte.unwrap_or_default(), remedy.unwrap_or_default()];
        writeln!(out, "- {}", parts.concat())?;
    }
    Ok(())
}

/// Writes one article with what is known of it in front.
pub(crate) fn article(article: &Article, is_first: bool, out: &mut dyn Write) -> io::Result<()> {
    if !is_first {
        writeln!(out)?;
    }
    writeln!(out, "---")?;
    let field = |name: &str, value: Option<&str>, out: &mut dyn Write| match value {
        // A string of JSON is one of YAML too.
        Some(value) => writeln!(out, "{name}: {}", serde_json::Value::from(value)),
        None => Ok(()),
    };
    field("title", article.title.as_ref().map(|title| title.value.as_str()), out)?;
    let byline = Some(article.byline.join("; ")).filter(|byline| !byline.is_empty());
    field("author", byline.as_deref(), out)?;
    field("outlet", article.outlet.as_ref().map(|outlet| outlet.value.as_str()), out)?;
    let day = article.published.as_ref().map(|time| time.value.day.to_string());
    field("date", day.as_deref(), out)?;
    field("url", article.url.as_deref(), out)?;
    field("language", article.language.as_deref(), out)?;
    writeln!(out, "---\n")?;
    if let Some(title) = &article.title {
        writeln!(out, "# {}", plain(&title.value))?;
    }
    let mut before = None;
    for block in &article.blocks {
        let mark = match block.kind {
            BlockKind::Heading => "## ",
            BlockKind::ListItem | BlockKind::TableRow => "- ",
            BlockKind::Quotation => "> ",
            BlockKind::Paragraph
            | BlockKind::Standfirst
            | BlockKind::Caption
            | BlockKind::CreditLine
            | BlockKind::Correction => "",
        };
        if before != Some(block.kind) || mark != "- " {
            writeln!(out)?;
        }
        writeln!(out, "{mark}{}", plain(article.at(block.span)))?;
        before = Some(block.kind);
    }
    Ok(())
}

/// Text of an article as plain words: no mark of it becomes Markdown or HTML.
fn plain(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '&' => {
                words.push('\\');
                words.push(c);
            }
            c if c.is_control() => {}
            c => words.push(c),
        }
    }
    words
}

struct Page<'a> {
    story: &'a Story,
    idx: usize,
    footnotes: BTreeMap<Citation, usize>,
}

impl Page<'_> {
    fn write(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let story = self.story;
        writeln!(out, "# {}\n", plain(&story.title))?;
        let mut numbers = words::three_numbers(story).join(" · ");
        for flag in words::flags(story) {
            numbers.push_str(&format!(" · {flag}"));
        }
        if let Some(when) = story.when {
            numbers = format!("{when} · {numbers}");
        }
        writeln!(out, "{numbers}")?;
        self.digest(out)?;
        self.witnesses(out)?;
        self.descent(out)?;
        self.apparatus(out)?;
        self.sayings(out)?;
        self.timeline(out)?;
        self.footnotes(out)
    }

    /// Footnote marks for citations; the same words have the same number everywhere.
    fn cites(&mut self, citations: &[Citation]) -> String {
        let mut marks = String::new();
        for &citation in citations {
            let next = self.footnotes.len() + 1;
            let n = *self.footnotes.entry(citation).or_insert(next);
            marks.push_str(&format!("[^{}{}-{n}]", citation.witness, self.idx));
        }
        marks
    }

    fn footnotes(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut rows: Vec<(usize, Citation)> =
            self.footnotes.iter().map(|(&citation, &n)| (n, citation)).collect();
        rows.sort_unstable();
        if !rows.is_empty() {
            writeln!(out)?;
        }
        for (n, citation) in rows {
            let witness = self.story.witnesses.get(citation.witness.idx());
            let outlet = witness.map_or("", |witness| words::outlet(&witness.article));
            writeln!(
                out,
                "[^{siglum}{idx}-{n}]: {siglum} ({}): “{}”",
                plain(outlet),
                plain(self.story.exact(citation)),
                siglum = citation.witness,
                idx = self.idx,
            )?;
        }
        Ok(())
    }

    fn digest(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let digest = &self.story.digest;
        if digest.sentences.is_empty() && digest.withheld.is_empty() {
            return Ok(());
        }
        section(out, "In short", limits::DIGEST)?;
        for sentence in &digest.sentences {
            let origins = words::counted(sentence.n_origins as usize, "origin");
            let cites = self.cites(&sentence.citations);
            writeln!(out, "- {}{cites} ({origins})", plain(&sentence.text))?;
        }
        for left_out in &digest.withheld {
            let (text, why) = (plain(&left_out.text), plain(&left_out.why));
            writeln!(out, "- *Withheld*: {text} — {why}")?;
        }
        Ok(())
    }

    fn witnesses(&mut self, out: &mut dyn Write) -> io::Result<()> {
        section(out, "Tellings", limits::WITNESSES)?;
        writeln!(out, "| | Outlet | Published | Origin | Headline |")?;
        writeln!(out, "| --- | --- | --- | --- | --- |")?;
        for witness in &self.story.witnesses {
            let published = match &witness.published {
                None => "not known".to_owned(),
                Some(stamp) => {
                    let cites = self.cites(&witness.published_because);
                    let basis = match stamp.basis {
                        Basis::Siblings => "fixed by the other tellings",
                        basis => words::basis(basis),
                    };
                    format!("{} ({basis}){cites}", stamp.value.day)
                }
            };
            writeln!(
                out,
                "| {} | {} | {published} | {} | {} |",
                witness.siglum,
                plain(words::outlet(&witness.article)),
                witness.origin,
                plain(words::headline(&witness.article)),
            )?;
        }
        Ok(())
    }

    fn descent(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.story.witnesses.len() < 2 {
            return Ok(());
        }
        section(out, "Where it comes from", limits::DESCENT)?;
        for origin in &self.story.stemma.origins {
            let named = origin.named.as_deref().map(|named| format!(" from {}", plain(named)));
            let why = if origin.why.is_empty() {
                String::new()
            } else {
                format!(" — {}", plain(&origin.why.join("; ")))
            };
            let cites = self.cites(&origin.because);
            let sigla = words::letters(&origin.witnesses);
            writeln!(out, "- {}: {sigla}{}{why}{cites}", origin.id, named.unwrap_or_default())?;
        }
        if self.story.stemma.descents.is_empty() {
            return writeln!(out, "\nNo copying was found among these tellings.");
        }
        writeln!(out)?;
        for branch in crate::tree::branches(self.story) {
            let indent = "  ".repeat(branch.depth.min(12));
            let evidence: Vec<String> = branch
                .into
                .iter()
                .map(|descent| plain(&words::evidence(self.story, descent)))
                .collect();
            let name = plain(&words::node(self.story, branch.id));
            let gap = if evidence.is_empty() { "" } else { " " };
            writeln!(out, "{indent}- **{name}**{gap}{}", evidence.join("; also "))?;
        }
        Ok(())
    }

    fn apparatus(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let entries = &self.story.apparatus.entries;
        if entries.is_empty() {
            return Ok(());
        }
        section(out, "Where the tellings agree and part", limits::APPARATUS)?;
        for verdict in VERDICTS {
            for entry in entries.iter().filter(|entry| entry.verdict == verdict) {
                let (mark, word) = words::verdict(verdict);
                writeln!(out, "- {mark} **{word}** {}", plain(&entry.topic))?;
                for reading in &entry.readings {
                    let value = words::value(reading).map(|value| format!(" = {}", plain(value)));
                    let cites = self.cites(&reading.citations);
                    let sigla = words::letters(&words::sigla(&reading.citations));
                    let origins = words::counted(reading.n_origins as usize, "origin");
                    writeln!(
                        out,
                        "  - “{}”{} {sigla} ({origins}){cites}",
                        plain(&reading.text),
                        value.unwrap_or_default()
                    )?;
                }
                if !entry.silent.is_empty() {
                    writeln!(out, "  - silent: {}", words::letters(&entry.silent))?;
                }
            }
        }
        Ok(())
    }

    fn sayings(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.story.utterances.is_empty() {
            return Ok(());
        }
        section(out, "Sayings", limits::SAYINGS)?;
        for utterance in &self.story.utterances {
            let name = words::speaker(self.story, utterance).unwrap_or("Speaker not settled");
            let differ = words::speakers(self.story, utterance).map_or_else(String::new, |named| {
                format!(" ≠ the tellings name different speakers: {}", plain(&named))
            });
            let altered =
                if utterance.altered { " ≠ altered inside the quotation marks" } else { "" };
            writeln!(out, "- **{}**{differ}{altered}", plain(name))?;
            for wording in &utterance.wordings {
                let cites = self.cites(&wording.citations);
                let relation = words::relation(wording.relation);
                writeln!(out, "  - “{}” ({relation}){cites}", plain(&wording.text))?;
            }
        }
        Ok(())
    }

    fn timeline(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.story.timeline.is_empty() {
            return Ok(());
        }
        section(out, "Timeline", limits::TIMELINE)?;
        for moment in &self.story.timeline {
            let when = words::when(moment.when, moment.approximate).replace('~', "\\~");
            let cites = self.cites(moment.citations());
            let origins = words::counted(moment.n_origins as usize, "origin");
            let mut remarks = vec![origins];
            remarks.extend(words::remarks(moment, &self.story.timeline));
            writeln!(out, "- **{when}** {}{cites} ({})", plain(&moment.text), remarks.join("; "))?;
        }
        Ok(())
    }
}

fn section(out: &mut dyn Write, name: &str, limits: &str) -> io::Result<()> {
    writeln!(out, "\n## {name}\n\n*{limits}*\n")
}
