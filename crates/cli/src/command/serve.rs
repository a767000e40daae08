//! `tellings serve`: a store as web pages.

use super::add::failed;
use super::{Outcome, Run};
use crate::args::Serve;
use crate::failure::Failure;
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use tellings_server::{Desk, Listen};
use tellings_store::{Limits, Store};

/// Bytes of a token that is made up.
const TOKEN_BYTES: usize = 24;

pub(crate) fn serve(run: Run<'_>, serve: &Serve) -> anyhow::Result<Outcome> {
    let desk = desk(&run, &serve.at.store)?;
    if let Some(path) = &serve.get {
        let page = tellings_server::get(&desk, path)?;
        let mut out = std::io::stdout().lock();
        out.write_all(&page)?;
        out.flush()?;
        return Ok(Outcome::Clean);
    }
    let address = SocketAddr::new(serve.host, serve.port);
    let token = match (&serve.token, serve.host.is_loopback()) {
        (Some(token), _) if token.len() < 16 => {
            let what = "a token has 16 letters or more";
            return Err(Failure::new(what, "leave --token out and one is made up").into());
        }
        (Some(token), _) => Some(token.clone()),
        (None, true) => None,
        (None, false) => Some(made_up()?),
    };
    let listen = Listen { address, names: serve.name.clone(), token: token.clone() };
    tellings_server::serve(desk, listen, |address| {
        let mut url = format!("http://{address}/");
        // A token that was given is known; it is not written where others may read it.
        if serve.token.is_none()
            && let Some(token) = &token
        {
            url.push_str(&format!("?token={token}"));
            eprintln!("others can reach this desk; they need this address with its token");
        }
        eprintln!("serving {} at {url}", serve.at.store.display());
        if serve.open {
            open(&url);
        }
    })?;
    Ok(Outcome::Clean)
}

/// A desk over the store of a run.
pub(crate) fn desk(run: &Run<'_>, path: &Path) -> anyhow::Result<Desk> {
    let config = run.settings.engine();
    let settings = vec![
        ("One story", format!("{:?}", config.group)),
        ("Copies", format!("{:?}", config.copies)),
        ("Who copied whom", format!("{:?}", config.stemma)),
        ("Dates", format!("{:?}", config.calendar)),
        ("Timeline", format!("{:?}", config.timeline)),
    ];
    let opener = move |path: &Path| Store::open(path, config.clone(), Limits::default());
    Desk::new(path, Box::new(opener), settings).map_err(failed)
}

fn made_up() -> anyhow::Result<String> {
    let mut bytes = [0; TOKEN_BYTES];
    getrandom::fill(&mut bytes).map_err(std::io::Error::from)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Opens an address in a browser; where there is none, the address stands on the terminal.
fn open(url: &str) {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let browser = std::process::Command::new(program)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if browser.is_err() {
        eprintln!("no browser could be opened");
    }
}
