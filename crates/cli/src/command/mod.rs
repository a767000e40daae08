//! What each command does. `read.rs` is the main job; the others stop earlier on the same way.

mod add;
mod annotate;
mod compare;
mod corpus;
mod decide;
mod documents;
mod export;
mod extract;
mod read;
mod search;
mod serve;
mod show;
mod stories;

use crate::args::{Args, Command, Common, Inputs};
use crate::failure::Failure;
use crate::fetch;
use crate::input::{self, Counts};
use crate::output::Output;
use crate::progress::Progress;
use crate::settings::Settings;
use anyhow::Context;
use std::time::Instant;
use tellings_model::{Note, Page};

/// How a run ended that was not broken off.
pub(crate) enum Outcome {
    /// All input was read.
    Clean,
    /// Some input could not be read.
    Unreadable,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    match &args.command {
        Command::Read(read) => read::read(Run::new(&args.common)?, read),
        Command::Extract(extract) => extract::extract(Run::new(&args.common)?, extract),
        Command::Annotate(annotate) => annotate::annotate(Run::new(&args.common)?, annotate),
        Command::Group(grouping) => corpus::group(Run::new(&args.common)?, grouping),
        Command::Explain(explain) => decide::explain(Run::new(&args.common)?, explain),
        Command::Correct(correct) => decide::correct(Run::new(&args.common)?, correct),
        Command::Copies(inputs) => corpus::copies(Run::new(&args.common)?, inputs),
        Command::Stemma(stemma) if stemma.corpus => {
            corpus::lineage(Run::new(&args.common)?, &stemma.inputs)
        }
        Command::Stemma(stemma) => stories::stemma(Run::new(&args.common)?, stemma),
        Command::Quotes(quotes) => stories::quotes(Run::new(&args.common)?, quotes),
        Command::Compare(compare) => compare::compare(Run::new(&args.common)?, compare),
        Command::Add(add) => add::add(Run::new(&args.common)?, add),
        Command::Search(search) => search::search(Run::new(&args.common)?, search),
        Command::Show(show) => show::show(Run::new(&args.common)?, show),
        Command::Export(export) => export::export(Run::new(&args.common)?, export),
        Command::Serve(serve) => serve::serve(Run::new(&args.common)?, serve),
        Command::Completions { shell } => documents::completions(*shell),
        Command::Man => documents::man(),
    }
}

/// One run: its settings, its notes, and what it says on standard error.
pub(crate) struct Run<'a> {
    common: &'a Common,
    settings: Settings,
    notes: Vec<Note>,
    progress: Progress,
    clock: Instant,
    n_inputs: usize,
    n_skipped: usize,
}

impl<'a> Run<'a> {
    fn new(common: &'a Common) -> anyhow::Result<Self> {
        let settings = Settings::new(common)?;
        // Fails only where a pool stands already, which a program that runs once cannot have.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(settings.jobs).build_global();
        Ok(Self {
            common,
            settings,
            notes: Vec::new(),
            progress: Progress::new(common.quiet),
            clock: Instant::now(),
            n_inputs: 0,
            n_skipped: 0,
        })
    }

    /// The settings of the engine, with the decisions of people.
    fn engine(&self) -> anyhow::Result<tellings::Config> {
        let mut config = self.settings.engine();
        if let Some(path) = &self.common.journal {
            config.decisions = decide::journal(path)?;
        }
        if let Some(path) = &self.common.families {
            config.stemma.families = std::fs::read_to_string(path).with_context(|| {
                Failure::new(format!("cannot read publishers {}", path.display()), "")
            })?;
        }
        Ok(config)
    }

    /// All pages of the inputs.
    fn pages(&mut self, inputs: &Inputs) -> anyhow::Result<Vec<Page>> {
        let mut pages = Vec::new();
        self.each_page(inputs, |page, _| {
            pages.push(page);
            Ok(())
        })?;
        Ok(pages)
    }

    /// Gives the pages of the inputs one by one.
    fn each_page(
        &mut self,
        inputs: &Inputs,
        mut each: impl FnMut(Page, &mut Vec<Note>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let config = self.settings.reading(inputs.clean);
        let Counts { n_inputs, n_skipped } =
            input::read(inputs, &config, &self.progress, &mut self.notes, &mut each)?;
        (self.n_inputs, self.n_skipped) = (n_inputs + inputs.url.len(), n_skipped);
        let mut outcome = Ok(());
        fetch::each(inputs, &config, |found| {
            match found {
                Ok(page) => outcome = each(page, &mut self.notes),
                Err(note) => self.notes.push(note),
            }
            outcome.is_ok()
        });
        outcome
    }

    /// Ends the output, says what could not be read, and sums up.
    fn finish(self, output: Output, done: &str) -> anyhow::Result<Outcome> {
        output.finish()?;
        drop(self.progress);
        let n_unreadable = self.notes.iter().filter(|note| note.unreadable).count();
        for note in &self.notes {
            if note.unreadable || self.common.verbose {
                eprintln!("{}", shown(note));
            }
        }
        if !self.common.quiet {
            let mut summary =
                format!("{} {}; {done}", self.n_inputs, plural(self.n_inputs, "input"));
            if self.n_skipped > 0 {
                let files = plural(self.n_skipped, "file");
                summary.push_str(&format!("; {} {files} skipped by name", self.n_skipped));
            }
            let n_remarks = self.notes.len() - n_unreadable;
            if n_unreadable > 0 {
                summary.push_str(&format!("; {n_unreadable} could not be read"));
            }
            if n_remarks > 0 && !self.common.verbose {
                summary.push_str(&format!("; {n_remarks} {} (-v)", plural(n_remarks, "remark")));
            }
            if self.common.verbose {
                summary.push_str(&format!("; {} ms", self.clock.elapsed().as_millis()));
            }
            eprintln!("{summary}");
        }
        Ok(if n_unreadable > 0 { Outcome::Unreadable } else { Outcome::Clean })
    }
}

/// `path: at byte 12: what is the matter (what can be done)`.
fn shown(note: &Note) -> String {
    let mut text = String::new();
    if let Some(path) = &note.path {
        text.push_str(&format!("{path}: "));
    }
    if let Some(byte) = note.byte {
        text.push_str(&format!("byte {byte}: "));
    }
    text.push_str(&note.what);
    if let Some(remedy) = &note.remedy {
        text.push_str(&format!(" ({remedy})"));
    }
    // A name or a note may repeat bytes of the input; a terminal must not obey them.
    text.chars().filter(|c| !c.is_control()).collect()
}

fn plural(n: usize, noun: &str) -> String {
    match noun {
        _ if n == 1 => noun.to_owned(),
        "story" => "stories".to_owned(),
        noun => format!("{noun}s"),
    }
}
