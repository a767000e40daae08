//! What can be typed.

use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// One event, many tellings: finds the articles that tell the same story, who copied whom, and
/// where the tellings agree, part and stay silent. Every statement names the words it rests on.
#[derive(Debug, Parser)]
#[command(name = "tellings", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "\
Examples:
  tellings read articles/                    the stories in a folder of saved pages
  tellings read a.html b.txt -o story.html   a report that opens from disk in any browser
  tellings read articles/ | jq .title        in a pipe: one story a line, JSON
  tellings extract pages/*.html > texts.jsonl

Exit status: 0 done; 1 done, and some input could not be read; 2 wrong use or broken environment.")]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What every command takes.
#[derive(Debug, Group)]
pub(crate) struct Common {
    /// Use N threads; 0 takes one for each core. The output does not depend on N
    #[arg(short, long, value_name = "N", global = true, env = "TELLINGS_JOBS")]
    pub(crate) jobs: Option<usize>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto")]
    pub(crate) color: When,
    /// Say nothing but what could not be read
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say every remark, and how long each step took
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// Read language models from this file; its parts take the place of the shipped ones
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) model: Vec<PathBuf>,
    /// Read settings from this TOML file
    #[arg(long, value_name = "FILE", global = true, env = "TELLINGS_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Replay the decisions of people in this journal; see `tellings correct`
    #[arg(long, value_name = "FILE", global = true, env = "TELLINGS_JOURNAL")]
    pub(crate) journal: Option<PathBuf>,
    /// Read publishers and their outlets from this CSV file (`family,outlet`), before those that ship
    #[arg(long, value_name = "FILE", global = true, env = "TELLINGS_FAMILIES")]
    pub(crate) families: Option<PathBuf>,
}

/// When to do something that only a terminal understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// At a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Tell the stories in articles: the main job
    #[command(after_help = "\
Examples:
  tellings read articles/
  tellings read articles/ --format html -o story.html
  tellings read 'inbox/**/*.html' --full
  find . -name '*.txt' | tellings read --from - --format md")]
    Read(Read),
    /// Write main text and metadata of each page, one JSON line an article
    #[command(after_help = "\
Examples:
  tellings extract pages/ > texts.jsonl
  tellings extract page.html.gz --format md
  tellings extract crawl.warc.gz --precision -o texts.jsonl
  tellings extract --url https://example.org/story.html --format txt")]
    Extract(Extract),
    /// Write what is found in each article: quotes, times, quantities, names, credits, events
    #[command(after_help = "\
Examples:
  tellings annotate articles/ > found.jsonl
  tellings annotate articles/ --layers quotes,times
  tellings annotate articles/ --layers tokens,tags,parse --format conllu > trees.conllu")]
    Annotate(Annotate),
    /// Write which articles tell the same story, one JSON line an article
    #[command(after_help = "\
Examples:
  tellings group articles/ | jq -r '[.story, .path] | @tsv'
  tellings group --stream day.jsonl          in order of time, one line a change")]
    Group(Grouping),
    /// Say why two articles are, or are not, told together, and why one is taken for a copy of the other
    #[command(after_help = "\
Examples:
  tellings explain a.html b.txt articles/
  tellings explain 17 23 day.jsonl           by the ids of the records")]
    Explain(Explain),
    /// Decide that two articles are of one story, or of two, in a journal that is replayed on every run
    #[command(after_help = "\
Examples:
  tellings correct split a.html b.html articles/ --journal desk.jsonl --by Ada --why 'two fires'
  tellings read articles/ --journal desk.jsonl")]
    Correct(Correct),
    /// Write the passages that articles share, one JSON line a pair, over any number of articles
    #[command(after_help = "Example:\n  tellings copies articles/ | jq -c '[.a, .b, .score]'")]
    Copies(Inputs),
    /// Write who copied whom, one JSON line an article, or as a graph
    #[command(after_help = "\
Examples:
  tellings stemma articles/ | jq -c '[.id, .parent]'
  tellings stemma articles/ --format dot | dot -Tsvg > stemma.svg
  tellings stemma corpus.jsonl --corpus > lines.jsonl")]
    Stemma(Stemma),
    /// Write the sayings over all tellings, one a line, with their wordings by telling
    #[command(after_help = "\
Examples:
  tellings quotes articles/
  tellings quotes articles/ --format jsonl | jq 'select(.altered)'")]
    Quotes(Quotes),
    /// Hold two tellings against one another: same, changed, moved, missing
    #[command(after_help = "\
Examples:
  tellings compare first.html second.html
  tellings compare wire.txt paper.html --format jsonl | jq 'select(.change == \"changed\")'")]
    Compare(Compare),
    /// Keep articles in a store, and tell the stories that changed
    #[command(after_help = "\
Examples:
  tellings add articles/
  tellings add feed.xml archive.warc.gz --store desk.tellings
  tellings add                               tell what waits, and nothing else

Adding the same again changes nothing; a run that was broken off goes on where it stopped.")]
    Add(Add),
    /// Look for articles in a store, by words and by what is known of them
    #[command(after_help = "\
Examples:
  tellings search ferry capsized
  tellings search '\"coast guard\" outlet:post after:2025-05'
  tellings search 'speaker:cole has:conflict' --format jsonl")]
    Search(Search),
    /// Show a story of a store, or the list of its stories
    #[command(after_help = "\
Examples:
  tellings show                              the stories, those told last first
  tellings show s0123456789abcdef
  tellings show s0123456789abcdef --format md")]
    Show(Show),
    /// Write the stories of a store: as files of a web site, or one story a line
    #[command(after_help = "\
Examples:
  tellings export site -o public/
  tellings export jsonl -o stories.jsonl")]
    Export(Export),
    /// Serve a store as web pages, on this machine
    #[command(after_help = "\
Examples:
  tellings serve --open
  tellings serve -p 0 --store desk.tellings
  tellings serve --get /s/s0123456789abcdef.json    one page, without a server
  tellings serve --host 0.0.0.0                     for others too; asks for a token")]
    Serve(Serve),
    /// Print a completion script for a shell
    #[command(
        after_help = "Example:\n  tellings completions bash > ~/.local/share/bash-completion/completions/tellings"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = "Example:\n  tellings man | man -l -")]
    Man,
}

/// The articles of a run.
#[derive(Debug, Group)]
pub(crate) struct Inputs {
    /// Files, folders (with all below them), globs, or `-` for standard input.
    /// Text, HTML, JSON lines and other kinds are told apart by their bytes
    #[arg(value_name = "INPUT", required_unless_present_any = ["from", "url"])]
    pub(crate) input: Vec<String>,
    /// Read the names of inputs from this file, one a line; `-` for standard input
    #[arg(long, value_name = "LIST")]
    pub(crate) from: Option<PathBuf>,
    /// Fetch this page too; may be given several times. Only https, what robots.txt allows, one
    /// request a second to a host. Without this nothing is ever fetched
    #[arg(long, value_name = "URL")]
    pub(crate) url: Vec<String>,
    /// Write to this file rather than to standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Take furniture out of the text of JSON records too; it is otherwise taken as it stands
    #[arg(long)]
    pub(crate) clean: bool,
}

#[derive(Debug, Group)]
pub(crate) struct Grouping {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// Take the articles one by one, in the order they come; write a line for each change
    #[arg(long)]
    pub(crate) stream: bool,
}

/// Two articles among others.
#[derive(Debug, Group)]
pub(crate) struct Explain {
    /// The first article: its id, or its file
    #[arg(value_name = "A")]
    pub(crate) a: String,
    /// The second
    #[arg(value_name = "B")]
    pub(crate) b: String,
    #[command(flatten)]
    pub(crate) inputs: Inputs,
}

#[derive(Debug, Group)]
pub(crate) struct Correct {
    /// What is decided
    #[arg(value_name = "ACT")]
    pub(crate) act: Act,
    #[command(flatten)]
    pub(crate) about: Explain,
    /// Who decides
    #[arg(long, value_name = "NAME")]
    pub(crate) by: String,
    /// The reason
    #[arg(long, value_name = "REASON")]
    pub(crate) why: String,
}

/// What a person can decide about two articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Act {
    /// Their stories are one
    Merge,
    /// They are in two stories
    Split,
    /// The first stays in the story of the second
    Pin,
    /// What was decided about the two before no longer holds
    Undo,
}

#[derive(Debug, Group)]
pub(crate) struct Read {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// How to write it; without this: by the name of -o, a report at a terminal, JSON lines in a pipe
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,
    /// Show every row of every section of the terminal report
    #[arg(long)]
    pub(crate) full: bool,
}

/// How to write a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A report to read at a terminal
    #[value(alias = "text", alias = "table")]
    Terminal,
    /// One JSON object
    Json,
    /// One story a line, JSON
    Jsonl,
    /// Markdown, with a footnote for each citation
    #[value(alias = "markdown")]
    Md,
    /// The apparatus as a table
    Csv,
    /// The apparatus as a TEI document
    Tei,
    /// One HTML file that opens from disk, without network or script
    Html,
    /// The timelines as JSON for TimelineJS
    Timelinejs,
    /// The timelines as an iCalendar file
    #[value(alias = "icalendar")]
    Ics,
}

#[derive(Debug, Group)]
pub(crate) struct Stemma {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// How to write it
    #[arg(short, long, value_name = "FORMAT", default_value = "jsonl")]
    pub(crate) format: StemmaFormat,
    /// Follow copied wording over the whole corpus, without telling its stories
    #[arg(long, conflicts_with = "format")]
    pub(crate) corpus: bool,
}

/// How to write who copied whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StemmaFormat {
    /// One article a line, JSON
    Jsonl,
    /// A graph for Graphviz
    Dot,
    /// A graph for Gephi, yEd and others
    Graphml,
}

#[derive(Debug, Group)]
pub(crate) struct Compare {
    /// The first telling
    #[arg(value_name = "A")]
    pub(crate) first: String,
    /// The second telling
    #[arg(value_name = "B")]
    pub(crate) second: String,
    /// Write to this file rather than to standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// How to write it; without this: a report at a terminal, JSON lines in a pipe
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: Option<CompareFormat>,
    /// Show every row of every section of the terminal report
    #[arg(long)]
    pub(crate) full: bool,
}

/// How to write two tellings side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CompareFormat {
    /// A report to read at a terminal
    #[value(alias = "text")]
    Terminal,
    /// One sentence a line, JSON
    Jsonl,
}

#[derive(Debug, Group)]
pub(crate) struct Extract {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// How to write it; without this: by the name of -o, or else JSON lines
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: Option<ExtractFormat>,
    /// Leave out what may be no part of the article
    #[arg(long, conflicts_with = "recall")]
    pub(crate) precision: bool,
    /// Keep what may be part of the article, captions too
    #[arg(long)]
    pub(crate) recall: bool,
}

/// How to write extracted articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExtractFormat {
    /// One article a line, JSON
    Jsonl,
    /// One JSON list
    Json,
    /// Markdown, with what is known of the article in front of it
    #[value(alias = "markdown")]
    Md,
    /// Headline and text
    #[value(alias = "text")]
    Txt,
}

#[derive(Debug, Group)]
pub(crate) struct Quotes {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// How to write them; without this a terminal gets wordings with what differs marked, a pipe gets JSON lines
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: Option<QuotesFormat>,
}

/// How to write sayings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum QuotesFormat {
    /// For a person: speaker, wordings by telling, and what differs between them
    Terminal,
    /// One saying a line, JSON
    Jsonl,
}

#[derive(Debug, Group)]
pub(crate) struct Annotate {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// Which layers to write; without this all but those of single words
    #[arg(long, value_name = "LAYER", value_delimiter = ',')]
    pub(crate) layers: Vec<Layer>,
    /// How to write it
    #[arg(short, long, value_name = "FORMAT", default_value = "jsonl")]
    pub(crate) format: AnnotateFormat,
}

/// How to write what is found in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnnotateFormat {
    /// One article a line, JSON
    Jsonl,
    /// One word a line, as treebanks have it: tags and tree, names among the remarks
    Conllu,
}

/// What can be found in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Layer {
    /// Words, numbers and marks
    Tokens,
    /// Part of speech and dictionary form of each word
    Tags,
    /// Head and relation of each word
    Parse,
    /// Sentences
    Sentences,
    /// Quotations with their speakers
    Quotes,
    /// Time expressions
    Times,
    /// Quantities
    Quantities,
    /// People, organisations and places that are named, with all their names, offices and owners
    Names,
    /// The places where they are named
    Entities,
    /// Words that name where a text or claim comes from
    Credits,
    /// What the text says happens, with its time
    Events,
}

/// Where a store lies.
#[derive(Debug, Group)]
pub(crate) struct At {
    /// The store: one file
    #[arg(long, value_name = "FILE", env = "TELLINGS_STORE", default_value = "desk.tellings")]
    pub(crate) store: PathBuf,
}

#[derive(Debug, Group)]
pub(crate) struct Add {
    #[command(flatten)]
    pub(crate) at: At,
    /// Files, folders (with all below them), globs, or `-` for standard input
    #[arg(value_name = "INPUT")]
    pub(crate) input: Vec<String>,
    /// Read the names of inputs from this file, one a line; `-` for standard input
    #[arg(long, value_name = "LIST")]
    pub(crate) from: Option<PathBuf>,
    /// Take furniture out of the text of JSON records too; it is otherwise taken as it stands
    #[arg(long)]
    pub(crate) clean: bool,
    /// Keep the articles and leave telling for later
    #[arg(long)]
    pub(crate) no_tell: bool,
}

#[derive(Debug, Group)]
pub(crate) struct Search {
    #[command(flatten)]
    pub(crate) at: At,
    /// Words, "phrases", beginnings*, -words, and outlet: speaker: person: place: title: before:
    /// after: has:
    #[arg(value_name = "QUERY", required = true, allow_hyphen_values = true)]
    pub(crate) query: Vec<String>,
    /// Find so many articles at most
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) limit: usize,
    /// How to write it; without this: a list at a terminal, JSON lines in a pipe
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: Option<ListFormat>,
}

/// How to write a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// Lines to read at a terminal
    Terminal,
    /// One item a line, JSON
    Jsonl,
}

#[derive(Debug, Group)]
pub(crate) struct Show {
    #[command(flatten)]
    pub(crate) at: At,
    /// The key of a story, or of an article that tells it; the list of stories without it
    #[arg(value_name = "KEY")]
    pub(crate) key: Option<String>,
    /// How to write a story; without this: a report at a terminal, JSON lines in a pipe
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,
    /// Show every row of every section, and stories with one telling in the list
    #[arg(long)]
    pub(crate) full: bool,
}

#[derive(Debug, Group)]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) at: At,
    /// What to write
    #[arg(value_name = "WHAT")]
    pub(crate) what: ExportWhat,
    /// The folder of a site, or the file of stories
    #[arg(short, long, value_name = "PATH", required_if_eq("what", "site"))]
    pub(crate) output: Option<PathBuf>,
}

/// What can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportWhat {
    /// Web pages that open from disk
    Site,
    /// One story a line, JSON
    Jsonl,
}

#[derive(Debug, Group)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) at: At,
    /// The port; 0 takes a free one
    #[arg(short, long, value_name = "PORT", default_value_t = 7465)]
    pub(crate) port: u16,
    /// The address to listen at; any but this machine's own asks for a token
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) host: std::net::IpAddr,
    /// The token that others have to show; one is made up without it
    #[arg(long, value_name = "TOKEN", env = "TELLINGS_TOKEN", hide_env_values = true)]
    pub(crate) token: Option<String>,
    /// A name under which the desk is reached, beside those of the machine; may be repeated
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Vec<String>,
    /// Open the stories in a browser
    #[arg(long)]
    pub(crate) open: bool,
    /// Print the page at this path and end, without serving
    #[arg(long, value_name = "PATH", conflicts_with = "open")]
    pub(crate) get: Option<String>,
}
