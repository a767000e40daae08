//! One story.

use super::Rulers;
use crate::schema::{
    DecisionWord, DescentWord, DigestRow, DirectionWord, Edge, EntityRow, EntryRow, EntryWord,
    FillingRow, MomentRow, Node, OfficeRow, OriginRow, PassageRow, ReadingRow, RelationWord,
    SlotRow, StemmaRow, Story, UtteranceRow, VerdictWord, WeakestRow, WhyRow, WithheldRow,
    WitnessRow, WordingRow,
};
use std::collections::BTreeSet;
use tellings_model::{self as model, Citation, NodeId};

pub(super) fn story(story: &model::Story, rulers: &Rulers<'_>) -> Story {
    Story {
        id: story.id.to_string(),
        thread: story.thread.to_string(),
        title: story.title.clone(),
        when: story.when.map(|days| days.to_string()),
        why: story.why.iter().map(why).collect(),
        weakest: story
            .weakest
            .map(|(siglum, score)| WeakestRow { witness: siglum.to_string(), score }),
        witnesses: story.witnesses.iter().map(witness).collect(),
        origins: story.stemma.origins.iter().map(|o| origin(o, rulers)).collect(),
        stemma: stemma(story, rulers),
        entities: story.entities.iter().map(|row| entity(row, story, rulers)).collect(),
        utterances: (1..).zip(&story.utterances).map(|(n, u)| utterance(n, u, rulers)).collect(),
        apparatus: (1..).zip(&story.apparatus.entries).map(|(n, e)| entry(n, e, rulers)).collect(),
        timeline: story.timeline.iter().map(|m| moment(m, rulers)).collect(),
        digest: story
            .digest
            .sentences
            .iter()
            .map(|sentence| DigestRow {
                text: sentence.text.clone(),
                citations: rulers.citations(&sentence.citations),
                origins: sentence.n_origins,
            })
            .collect(),
        withheld: story
            .digest
            .withheld
            .iter()
            .map(|left_out| WithheldRow { text: left_out.text.clone(), why: left_out.why.clone() })
            .collect(),
    }
}

fn why(why: &model::Why) -> WhyRow {
    let (first, second) = why.witnesses;
    WhyRow {
        witnesses: [first.to_string(), second.to_string()],
        shared: why.shared.clone(),
        weights: why.weights.clone(),
        decided: why.decided.as_ref().map(Into::into),
        score: why.score,
    }
}

fn witness(witness: &model::Witness) -> WitnessRow {
    WitnessRow {
        siglum: witness.siglum.to_string(),
        article: witness.article.id.to_string(),
        origin: witness.origin.to_string(),
    }
}

fn origin(origin: &model::Origin, rulers: &Rulers<'_>) -> OriginRow {
    OriginRow {
        id: origin.id.to_string(),
        witnesses: origin.witnesses.iter().map(ToString::to_string).collect(),
        named: origin.named.clone(),
        why: origin.why.clone(),
        because: rulers.citations(&origin.because),
    }
}

fn stemma(story: &model::Story, rulers: &Rulers<'_>) -> StemmaRow {
    let held = story.witnesses.iter().map(|witness| Node {
        id: witness.siglum.to_string(),
        label: None,
        because: Vec::new(),
    });
    let lost = (0..).zip(&story.stemma.lost).map(|(idx, lost)| Node {
        id: NodeId::Lost(idx).to_string(),
        label: Some(lost.label.clone()),
        because: rulers.citations(&lost.because),
    });
    StemmaRow {
        nodes: held.chain(lost).collect(),
        edges: story.stemma.descents.iter().map(|d| edge(d, rulers)).collect(),
    }
}

fn edge(descent: &model::Descent, rulers: &Rulers<'_>) -> Edge {
    let passages = match descent.model {
        NodeId::Witness(model) => descent
            .passages
            .iter()
            .map(|passage| PassageRow {
                model: rulers.citation(Citation { witness: model, span: passage.model }),
                copy: rulers.citation(Citation { witness: descent.copy, span: passage.copy }),
            })
            .collect(),
        NodeId::Lost(_) => Vec::new(),
    };
    Edge {
        from: descent.model.to_string(),
        to: descent.copy.to_string(),
        kind: descent.kind.into(),
        direction: descent.direction.into(),
        share_of_copy: descent.share_of_copy,
        share_of_model: descent.share_of_model,
        passages,
        because: descent.because.clone(),
    }
}

fn entity(entity: &model::Entity, story: &model::Story, rulers: &Rulers<'_>) -> EntityRow {
    EntityRow {
        id: entity.id.to_string(),
        name: entity.name.clone(),
        kind: entity.kind.into(),
        aliases: entity.aliases.clone(),
        roles: entity.roles.clone(),
        offices: entity.offices.iter().map(|office| self::office(office, story, rulers)).collect(),
        within: entity.within.clone(),
    }
}

fn office(office: &model::Office, story: &model::Story, rulers: &Rulers<'_>) -> OfficeRow {
    let published = |citation: &Citation| {
        let witness = story.witnesses.get(citation.witness.idx())?;
        Some(witness.published.as_ref()?.value.day.to_string())
    };
    let days: BTreeSet<String> = office.citations.iter().filter_map(published).collect();
    let told = days
        .first()
        .zip(days.last())
        .map(|(first, last)| if first == last { first.clone() } else { format!("{first}/{last}") });
    OfficeRow {
        role: office.role.clone(),
        of: office.of.clone(),
        former: office.is_former,
        told,
        citations: rulers.citations(&office.citations),
    }
}

fn utterance(n: u32, utterance: &model::Utterance, rulers: &Rulers<'_>) -> UtteranceRow {
    UtteranceRow {
        id: format!("u{n}"),
        speaker: utterance.speaker.map(|speaker| speaker.to_string()),
        speaker_name: utterance.name.clone(),
        readings: utterance
            .wordings
            .iter()
            .map(|wording| WordingRow {
                text: wording.text.clone(),
                citations: rulers.citations(&wording.citations),
                relation: wording.relation.into(),
            })
            .collect(),
        speakers_differ: utterance.speakers_differ,
        altered: utterance.altered,
        slots: utterance.slots.iter().map(slot).collect(),
    }
}

fn slot(slot: &model::Slot) -> SlotRow {
    let filling = |filling: &model::Filling| FillingRow {
        text: filling.text.clone(),
        witnesses: filling.witnesses.iter().map(ToString::to_string).collect(),
    };
    SlotRow { before: slot.before.clone(), fillings: slot.fillings.iter().map(filling).collect() }
}

fn entry(n: u32, entry: &model::Entry, rulers: &Rulers<'_>) -> EntryRow {
    EntryRow {
        id: format!("s{n}"),
        kind: entry.kind.into(),
        topic: entry.topic.clone(),
        verdict: entry.verdict.into(),
        readings: entry
            .readings
            .iter()
            .map(|reading| ReadingRow {
                value: reading.value.clone(),
                text: reading.text.clone(),
                citations: rulers.citations(&reading.citations),
                origins: reading.n_origins,
            })
            .collect(),
        silent: entry.silent.iter().map(ToString::to_string).collect(),
    }
}

fn moment(moment: &model::Moment, rulers: &Rulers<'_>) -> MomentRow {
    MomentRow {
        when: crate::words::when(moment.when, moment.approximate),
        text: moment.text.clone(),
        citations: rulers.citations(moment.citations()),
        origins: moment.n_origins,
        reported: moment.reported.map(|days| days.to_string()),
        background: moment.background,
        against: moment.against.clone(),
    }
}

words_between! {
    model::DescentKind => DescentWord { Copies, Revises, Rewords, Cites }
    model::DecisionAct => DecisionWord { Merge, Split, Pin, Undo }
    model::Direction => DirectionWord { Known, Likely, Unknown }
    model::WordingRelation => RelationWord {
        Same, Trimmed, Joined, Bracketed, Reworded, Paraphrased
    }
    model::EntryKind => EntryWord { Date, Quantity, Place, Actor, Action, Name, Quote, Other }
    model::Verdict => VerdictWord { Agree, Echo, Finer, Superseded, Conflict, OnlyIn }
}
