//! Why a line was taken out, in a few words.

use super::cue::Cue;
use super::evidence::is_list;
use super::line::Line;

/// Where a line that was taken out stands to the telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Before its first paragraph.
    Before,
    /// Between its paragraphs.
    Between,
    /// After its last paragraph.
    After,
}

/// The plainest reason for which a line is furniture.
pub(crate) fn reason(line: &Line, n_repeats: usize, place: Place) -> &'static str {
    let cues = &line.cues;
    let is_short = line.prose() == 0;
    let calls = cues.opens(Cue::Act) || cues.opens(Cue::Reader);
    let is_call = calls && (cues.has(Cue::Channel) || cues.has(Cue::Reader));
    match () {
        () if cues.n_words == 0 => "ornament",
        () if cues.n_numbers == cues.n_words => "counter",
        () if cues.only_stamp() => "time stamp",
        () if cues.opens(Cue::Talk) && is_short => "comments",
        () if cues.opens(Cue::Ad) && is_short => "advertising label",
        () if cues.only_label() => "label",
        () if is_call => "call to the reader",
        () if cues.opens(Cue::More) && place != Place::Before => "pointer to other articles",
        () if cues.has(Cue::Legal) => "legal notice",
        () if cues.has(Cue::Channel) && cues.has(Cue::Reader) => "call to the reader",
        () if is_list(line) => "list of tags",
        () if cues.n_stamp * 2 >= cues.n_words => "time stamp",
        () if n_repeats > 0 => "also on other pages of the outlet",
        () if cues.has(Cue::Picture) => "caption or picture credit",
        () if is_short && (!line.gap_before || !line.gap_after) => "menu or list of links",
        () => match place {
            Place::Before => "before the telling",
            Place::Between => "between paragraphs of the telling",
            Place::After => "after the telling",
        },
    }
}
