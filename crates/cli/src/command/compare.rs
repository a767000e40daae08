//! `tellings compare A B`: two tellings side by side.

use super::{Outcome, Run};
use crate::args::{Compare, CompareFormat, Inputs};
use crate::failure::Failure;
use crate::output::{self, Output};
use tellings_record::{View, render_compared, rows};

pub(crate) fn compare(mut run: Run<'_>, compare: &Compare) -> anyhow::Result<Outcome> {
    let mut pages = Vec::new();
    for input in [&compare.first, &compare.second] {
        let inputs = Inputs {
            input: vec![input.clone()],
            from: None,
            url: Vec::new(),
            output: None,
            clean: false,
        };
        pages.extend(run.pages(&inputs)?);
    }
    run.n_inputs = 2;
    let config = run.settings.engine();
    let story = tellings::tell_together(&pages, &config).keep(&mut run.notes);
    let pair = story.as_ref().map(|story| story.witnesses.as_slice());
    let (Some(story), Some([first, second])) = (&story, pair) else {
        let what = "the two inputs do not hold one article each";
        return Err(Failure::new(what, "name two files with one telling in each").into());
    };
    let shared = tellings_record::shared(story, first.siglum, second.siglum);
    let comparison = tellings_record::compare(first, second, &shared);
    let mut output = Output::new(compare.output.as_deref())?;
    let to_file = matches!(output, Output::File { .. });
    let format = compare.format.unwrap_or(if output::is_terminal() && !to_file {
        CompareFormat::Terminal
    } else {
        CompareFormat::Jsonl
    });
    match format {
        CompareFormat::Terminal => {
            let view = View {
                width: if to_file { View::default().width } else { output::width() },
                colour: !to_file && output::colour(run.common.color),
                full: compare.full,
            };
            render_compared(story, &comparison, &view, &mut output)?;
        }
        CompareFormat::Jsonl => rows::compared(story, &comparison, &mut output)?,
    }
    run.finish(output, "2 tellings compared")
}
