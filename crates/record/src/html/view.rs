//! Story → what the template shows of it.

use super::page::{
    Alone, Branch, Cell, CellReading, Cite, Count, Entry, Moment, Origin, Saying, Sentence, Slot,
    Speaker, Story, Why, Witness, Wording, WordingPiece,
};
use super::{Places, stemma, text};
use crate::diff;
use crate::ruler::Ruler;
use crate::tree;
use crate::words::{self, VERDICTS};
use std::collections::{BTreeMap, BTreeSet};
use tellings_model as model;
use tellings_model::{Basis, Citation, NodeId, OriginId, Siglum, Verdict, WordingRelation};

/// Prepares one story.
pub(super) fn story(story: &model::Story, places: Places<'_>) -> Story {
    let view = View::new(story, places);
    let mut rules = String::new();
    let witnesses = view.witnesses(&mut rules);
    Story {
        idx: places.idx(),
        title: if story.title.is_empty() {
            story
                .witnesses
                .first()
                .map_or_else(String::new, |witness| words::headline(&witness.article).to_owned())
        } else {
            story.title.clone()
        },
        when: story.when.map(|days| days.to_string()),
        numbers: words::three_numbers(story),
        flags: words::flags(story),
        why: view.why(),
        origins: view.origins(),
        digest: view.digest(),
        withheld: story.digest.withheld.clone(),
        witnesses,
        drawing: stemma::drawing(story),
        branches: view.branches(),
        entries: view.entries(),
        counts: counts(story),
        speakers: view.speakers(),
        alone: view.alone(),
        timeline: view.timeline(),
        rules,
        alone_in_the_run: story.witnesses.len() == 1,
        on_one_page: matches!(places, Places::OnePage(_)),
    }
}

fn rulers(story: &model::Story) -> Vec<Ruler<'_>> {
    story.witnesses.iter().map(|witness| Ruler::new(witness.article.text())).collect()
}

/// Every place that anything on the page rests on.
fn cited(story: &model::Story) -> BTreeSet<Citation> {
    let mut cited = BTreeSet::new();
    for origin in &story.stemma.origins {
        cited.extend(&origin.because);
    }
    for lost in &story.stemma.lost {
        cited.extend(&lost.because);
    }
    for sentence in &story.digest.sentences {
        cited.extend(&sentence.citations);
    }
    for reading in story.apparatus.entries.iter().flat_map(|entry| &entry.readings) {
        cited.extend(&reading.citations);
    }
    for wording in story.utterances.iter().flat_map(|utterance| &utterance.wordings) {
        cited.extend(&wording.citations);
    }
    for moment in &story.timeline {
        cited.extend(moment.citations());
    }
    for witness in &story.witnesses {
        cited.extend(&witness.published_because);
    }
    cited
}

fn counts(story: &model::Story) -> Vec<Count> {
    let count = |verdict| {
        let entries = story.apparatus.entries.iter();
        let n = entries.filter(|entry| entry.verdict == verdict).count();
        let (mark, word) = words::verdict(verdict);
        let (class, meaning) = (class(verdict), words::verdict_meaning(verdict));
        (n > 0).then_some(Count { mark, word, class, meaning, n })
    };
    VERDICTS.into_iter().filter_map(count).collect()
}

fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::OnlyIn => "only-in",
        other => words::verdict(other).1,
    }
}

pub(super) struct View<'a> {
    story: &'a model::Story,
    places: Places<'a>,
    rulers: Vec<Ruler<'a>>,
    cited: BTreeSet<Citation>,
}

impl<'a> View<'a> {
    pub(super) fn new(story: &'a model::Story, places: Places<'a>) -> Self {
        Self { story, places, rulers: rulers(story), cited: cited(story) }
    }
}

impl View<'_> {
    fn cite(&self, citation: Citation) -> Cite {
        let points = self.rulers.get(citation.witness.idx()).map(|r| r.points(citation.span));
        let (start, end) = points.unwrap_or((0, 0));
        Cite {
            siglum: citation.witness.to_string(),
            href: self.places.href(citation.witness, start, end),
            exact: self.story.exact(citation).trim().to_owned(),
        }
    }

    fn cites(&self, citations: &[Citation]) -> Vec<Cite> {
        citations.iter().map(|&citation| self.cite(citation)).collect()
    }

    fn why(&self) -> Vec<Why> {
        let why = self.story.why.iter().map(|why| Why {
            pair: format!("{} and {}", why.witnesses.0, why.witnesses.1),
            shared: why.shared.join(", "),
            score: format!("{:.2}", why.score),
        });
        why.collect()
    }

    fn origins(&self) -> Vec<Origin> {
        let origins = self.story.stemma.origins.iter().map(|origin| Origin {
            id: origin.id.to_string(),
            sigla: words::letters(&origin.witnesses),
            n_witnesses: origin.witnesses.len(),
            named: origin.named.clone(),
            why: origin.why.join("; "),
            cites: self.cites(&origin.because),
        });
        origins.collect()
    }

    fn digest(&self) -> Vec<Sentence> {
        let sentences = self.story.digest.sentences.iter().map(|sentence| Sentence {
            text: sentence.text.clone(),
            cites: self.cites(&sentence.citations),
            origins: words::counted(sentence.n_origins as usize, "origin"),
        });
        sentences.collect()
    }

    /// The tellings; where articles have pages of their own, without their texts.
    fn witnesses(&self, rules: &mut String) -> Vec<Witness> {
        let with_text = matches!(self.places, Places::OnePage(_));
        let witnesses = self.story.witnesses.iter();
        witnesses.map(|witness| self.witness(witness, with_text.then_some(&mut *rules))).collect()
    }

    /// One telling, with its text if style rules are asked for: those that the text needs are added.
    pub(super) fn witness(&self, witness: &model::Witness, rules: Option<&mut String>) -> Witness {
        let article = &witness.article;
        let paragraphs = rules.map_or_else(Vec::new, |rules| {
            let (paragraphs, more) =
                text::paragraphs(self.story, witness, self.places, &self.cited);
            if !rules.is_empty() && !more.is_empty() {
                rules.push(',');
            }
            rules.push_str(&more);
            paragraphs
        });
        Witness {
            siglum: witness.siglum.to_string(),
            href: self.places.article(witness.siglum),
            outlet: words::outlet(article).to_owned(),
            outlet_basis: article.outlet.as_ref().map(|outlet| words::basis(outlet.basis)),
            headline: words::headline(article).to_owned(),
            byline: article.byline.join(", "),
            published: witness.published.as_ref().map(|stamp| stamp.value.day.to_string()),
            basis: witness.published.as_ref().map(|stamp| match stamp.basis {
                Basis::Siblings => "fixed by the other tellings",
                basis => words::basis(basis),
            }),
            because: self.cites(&witness.published_because),
            origin: witness.origin.to_string(),
            path: article.path.clone(),
            url: article.url.clone(),
            paragraphs,
            furniture: article.furniture.clone(),
            n_words: article.text().split_whitespace().count(),
        }
    }

    /// The stemma as a list: every root, and below it what descends from it.
    fn branches(&self) -> Vec<Branch> {
        tree::branches(self.story).iter().map(|branch| self.branch(branch)).collect()
    }

    fn branch(&self, branch: &tree::Branch<'_>) -> Branch {
        let (name, cites) = match branch.id {
            NodeId::Witness(siglum) => {
                let witness = self.story.witnesses.get(siglum.idx());
                let outlet = witness.map_or("", |witness| words::outlet(&witness.article));
                (format!("{siglum} {outlet}"), Vec::new())
            }
            NodeId::Lost(idx) => {
                let lost = self.story.stemma.lost.get(idx as usize);
                let cites = lost.map(|lost| self.cites(&lost.because)).unwrap_or_default();
                (words::node(self.story, branch.id), cites)
            }
        };
        let into = branch.into.iter();
        Branch {
            depth: branch.depth.min(12),
            name,
            lost: matches!(branch.id, NodeId::Lost(_)),
            evidence: into.map(|descent| words::evidence(self.story, descent)).collect(),
            cites,
        }
    }

    fn entries(&self) -> Vec<Entry> {
        let mut entries: Vec<&model::Entry> = self.story.apparatus.entries.iter().collect();
        let place = |verdict| VERDICTS.iter().position(|&other| other == verdict);
        entries.sort_by_key(|entry| place(entry.verdict));
        entries.into_iter().map(|entry| self.entry(entry)).collect()
    }

    fn entry(&self, entry: &model::Entry) -> Entry {
        let origins = &self.story.stemma.origins;
        let column: BTreeMap<OriginId, usize> =
            origins.iter().enumerate().map(|(n, origin)| (origin.id, n)).collect();
        let column_of = |siglum: Siglum| {
            self.story.witnesses.get(siglum.idx()).and_then(|w| column.get(&w.origin)).copied()
        };
        let mut cells: Vec<Cell> = origins.iter().map(|_| Cell::default()).collect();
        for (letter, reading) in ('a'..='z').chain(std::iter::repeat('…')).zip(&entry.readings) {
            let mut by_column: BTreeMap<usize, Vec<Citation>> = BTreeMap::new();
            for &citation in &reading.citations {
                if let Some(column) = column_of(citation.witness) {
                    by_column.entry(column).or_default().push(citation);
                }
            }
            for (column, citations) in by_column {
                let text = citations.first().map_or("", |&first| self.story.exact(first));
                let text = if text.trim().is_empty() { &reading.text } else { text };
                if let Some(cell) = cells.get_mut(column) {
                    cell.readings.push(CellReading {
                        letter: if entry.readings.len() > 1 {
                            letter.into()
                        } else {
                            String::new()
                        },
                        text: text.trim().to_owned(),
                        value: words::value(reading).map(Into::into),
                        cites: self.cites(&citations),
                    });
                }
            }
        }
        for &siglum in &entry.silent {
            if let Some(cell) = column_of(siglum).and_then(|column| cells.get_mut(column)) {
                let gap = if cell.silent.is_empty() { "" } else { " " };
                cell.silent.push_str(&format!("{gap}{siglum}"));
            }
        }
        let (mark, word) = words::verdict(entry.verdict);
        Entry {
            mark,
            word,
            class: class(entry.verdict),
            meaning: words::verdict_meaning(entry.verdict),
            kind: words::entry_kind(entry.kind),
            topic: entry.topic.clone(),
            cells,
        }
    }

    /// The sayings by speaker, in order of each speaker's first; those nobody is sure of come last.
    fn speakers(&self) -> Vec<Speaker> {
        // By entity and by name: a body or an office may have no entity.
        type Named<'a> = (Option<model::EntityId>, Option<&'a str>);
        let mut by_speaker: Vec<(Named<'_>, Vec<Saying>)> = Vec::new();
        for utterance in &self.story.utterances {
            let saying = self.saying(utterance);
            let named = (utterance.speaker, words::speaker(self.story, utterance));
            match by_speaker.iter_mut().find(|(speaker, _)| *speaker == named) {
                Some((_, sayings)) => sayings.push(saying),
                None => by_speaker.push((named, vec![saying])),
            }
        }
        by_speaker.sort_by_key(|((_, name), _)| name.is_none());
        let speaker = |((id, name), sayings): (Named<'_>, Vec<Saying>)| {
            let entity = self.story.entities.iter().find(|entity| Some(entity.id) == id);
            Speaker {
                name: name.unwrap_or("Speaker not settled").to_owned(),
                roles: entity.map_or_else(String::new, |entity| entity.roles.join(", ")),
                sayings,
            }
        };
        by_speaker.into_iter().map(speaker).collect()
    }

    pub(super) fn saying(&self, utterance: &model::Utterance) -> Saying {
        let longest = utterance.wordings.first().map_or("", |wording| wording.text.trim());
        let wording = |(n, wording): (usize, &model::Wording)| {
            let same = n == 0 || wording.relation == WordingRelation::Same;
            let text = wording.text.trim();
            let whole =
                |words: &str| vec![WordingPiece { element: "span", words: words.to_owned() }];
            let pieces = if same {
                whole(text)
            } else {
                diff::changes(longest, text).into_iter().map(WordingPiece::from).collect()
            };
            Wording {
                pieces,
                marks: wording.relation != WordingRelation::Paraphrased,
                relation: (n > 0).then(|| words::relation(wording.relation)),
                cites: self.cites(&wording.citations),
            }
        };
        Saying {
            differ: words::speakers(self.story, utterance),
            altered: utterance.altered,
            wordings: utterance.wordings.iter().enumerate().map(wording).collect(),
            slots: utterance.slots.iter().map(slot).collect(),
        }
    }

    fn alone(&self) -> Vec<Alone> {
        let entries = &self.story.apparatus.entries;
        let alone = self.story.witnesses.iter().map(|witness| {
            let only = entries.iter().filter(|entry| entry.verdict == Verdict::OnlyIn);
            let readings = only.flat_map(|entry| entry.readings.iter().map(move |r| (entry, r)));
            let mine = readings
                .filter(|(_, reading)| words::sigla(&reading.citations).contains(&witness.siglum));
            let silent = entries.iter().filter(|entry| entry.silent.contains(&witness.siglum));
            Alone {
                siglum: witness.siglum.to_string(),
                outlet: words::outlet(&witness.article).to_owned(),
                only: mine
                    .map(|(entry, reading)| Sentence {
                        text: format!("{}: “{}”", entry.topic, reading.text.trim()),
                        cites: self.cites(&reading.citations),
                        origins: String::new(),
                    })
                    .collect(),
                silent: silent.map(|entry| entry.topic.clone()).collect(),
            }
        });
        alone.filter(|alone| !alone.only.is_empty() || !alone.silent.is_empty()).collect()
    }

    fn timeline(&self) -> Vec<Moment> {
        let moments = self.story.timeline.iter().map(|moment| Moment {
            when: words::when(moment.when, moment.approximate),
            text: moment.text.clone(),
            cites: self.cites(moment.citations()),
            origins: words::counted(moment.n_origins as usize, "origin"),
            remarks: words::remarks(moment, &self.story.timeline),
        });
        moments.collect()
    }
}

fn slot(slot: &model::Slot) -> Slot {
    let filling =
        |filling: &model::Filling| (filling.text.clone(), words::letters(&filling.witnesses));
    Slot { before: slot.before.clone(), fillings: slot.fillings.iter().map(filling).collect() }
}
