//! Groups the articles of a JSONL file (`id`, `date`, `title`, `text`, `url`) read from standard
//! input and prints `{"id", "cluster"}` lines for the scorer. Arguments `name=value` set thresholds.
use std::io::{BufRead, Write};
use tellings::{Config, groups};
use tellings_model::{Article, ArticleId, Based, Basis, Stamp};

fn main() -> std::io::Result<()> {
    let mut config = Config::default();
    for arg in std::env::args().skip(1) {
        let Some((name, value)) = arg.split_once('=') else { continue };
        let v: f32 = value.parse().unwrap_or(0.0);
        let g = &mut config.group;
        match name {
            "words" => g.words = v,
            "names" => g.names = v,
            "figures" => g.figures = v,
            "fading" => g.fading_days = v,
            "timeless" => g.timeless = v,
            "story" => g.story = v,
            "link" => g.least_link = v,
            "terms" => g.index_terms = v as usize,
            _ => {}
        }
    }
    let mut articles = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?).map_err(std::io::Error::other)?;
        let field = |name: &str| row.get(name).and_then(|v| v.as_str()).unwrap_or("").to_owned();
        let mut article = Article::new(ArticleId::new(field("id")), field("text"));
        article.title = Some(Based::new(field("title"), Basis::Declared));
        article.url = Some(field("url")).filter(|u| !u.is_empty());
        if let Some(day) = field("date").get(..10).and_then(|d| d.parse().ok()) {
            article.published = Some(Based::new(Stamp { day, instant: None }, Basis::Declared));
        }
        articles.push(article);
    }
    let all: Vec<&Article> = articles.iter().collect();
    let start = std::time::Instant::now();
    let labels = groups(&all, &config);
    eprintln!("{} articles in {:.2} s", all.len(), start.elapsed().as_secs_f64());
    let mut out = std::io::stdout().lock();
    for (article, label) in articles.iter().zip(labels) {
        writeln!(
            out,
            "{}",
            serde_json::json!({"id": article.id.as_str(), "cluster": label.story.as_str()})
        )?;
    }
    Ok(())
}
