//! `tellings export`: the stories of a store as a site of files, or one a line.

use super::add::failed;
use super::serve::desk;
use super::{Outcome, Run, plural};
use crate::args::{Export, ExportWhat};
use crate::output::Output;
use std::path::PathBuf;
use tellings_model::Telling;
use tellings_record::{Format, View, render};
use tellings_store::{Keys, Reader};

pub(crate) fn export(run: Run<'_>, export: &Export) -> anyhow::Result<Outcome> {
    // A reader fails where there is no store; a desk would make one.
    let store = Reader::open(&export.at.store).map_err(failed)?;
    match export.what {
        ExportWhat::Site => {
            let desk = desk(&run, &export.at.store)?;
            let folder = export.output.clone().unwrap_or_else(|| PathBuf::from("site"));
            let mut begun = false;
            let n = tellings_server::export(&desk, &folder, &mut |n_done, n_all| {
                if !std::mem::replace(&mut begun, true) {
                    run.progress.count("writing", n_all);
                }
                run.progress.reach(n_done);
            })?;
            let done = format!("{n} {} written to {}", plural(n, "file"), folder.display());
            run.finish(Output::new(None)?, &done)
        }
        ExportWhat::Jsonl => {
            let mut out = Output::new(export.output.as_deref())?;
            let keys = store.keys(Keys::Stories).map_err(failed)?;
            run.progress.count("writing", keys.len());
            for key in &keys {
                if let Some(story) = store.story(key).map_err(failed)? {
                    let telling = Telling { stories: vec![story.story] };
                    render(&telling, &[], Format::Jsonl, &View::default(), &mut out)?;
                }
                run.progress.one_done();
            }
            run.finish(out, &format!("{} {} written", keys.len(), plural(keys.len(), "story")))
        }
    }
}
