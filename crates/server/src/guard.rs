//! Who may ask, how much, and what browsers are told: everything that keeps strangers out.
//!
//! Three gates stand before every page. The *host* must be one that this desk answers to, so that
//! no foreign page reaches it under a name of its own (DNS rebinding). On an address that others
//! can reach, a *token* is asked for; it is compared in constant time, and wrong ones are counted.
//! A *form* is taken only from a page of this desk, shown by the browser's word on where it comes
//! from and by a signature that other sites cannot read.

use crate::answer::Problem;
use crate::desk::Desk;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Wrong tokens an address may send in a minute.
const TRIES: u32 = 10;
const MINUTE: Duration = Duration::from_secs(60);
/// Addresses whose tries are counted; more than this at once is an attack, and all wait.
const COUNTED: usize = 10_000;
/// The cookie that stands for a token that was shown.
const COOKIE: &str = "tellings-session";

/// What a browser may do with a page: show it with our style, run our one script, send forms back.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// A drawing is styled by itself and runs nothing.
const POLICY_OF_DRAWINGS: &str = "default-src 'none'; style-src 'unsafe-inline'; \
    frame-ancestors 'none'; sandbox";

/// The gates of one desk.
pub(crate) struct Guard {
    /// Names that this desk answers to, beside those of the machine itself.
    hosts: Vec<String>,
    token: Option<Token>,
}

struct Token {
    hash: blake3::Hash,
    wrong: Mutex<BTreeMap<IpAddr, (Instant, u32)>>,
}

impl Guard {
    /// The gates of a desk that listens at `address`.
    pub(crate) fn new(address: SocketAddr, hosts: Vec<String>, token: Option<&str>) -> Self {
        let mut hosts = hosts;
        hosts.push(address.ip().to_string());
        let token = token
            .map(|token| Token { hash: blake3::hash(token.as_bytes()), wrong: Mutex::default() });
        Self { hosts, token }
    }

    /// Lets a request in, or says why not. Gives the cookie to set where a token was just shown.
    pub(crate) fn admit(
        &self,
        from: IpAddr,
        headers: &HeaderMap,
        query: &[(String, String)],
        desk: &Desk,
    ) -> Result<Option<String>, Problem> {
        self.host(headers)?;
        let Some(token) = &self.token else { return Ok(None) };
        let session = session(desk, token.hash);
        if cookie(headers).is_some_and(|shown| same(shown, &session)) {
            return Ok(None);
        }
        let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let bearer = bearer.and_then(|value| value.strip_prefix("Bearer "));
        let asked = query.iter().find(|(name, _)| name == "token").map(|(_, value)| value.as_str());
        let Some(shown) = bearer.or(asked) else {
            let what = "This desk asks for its token.";
            let remedy = "Open it once with ?token=… as `tellings serve` printed it, or send the \
                header Authorization: Bearer ….";
            return Err(Problem::new(StatusCode::UNAUTHORIZED, what, remedy));
        };
        token.check(from, shown)?;
        Ok(bearer.is_none().then(|| {
            format!("{COOKIE}={session}; Path=/; HttpOnly; SameSite=Strict; Max-Age=86400")
        }))
    }

    fn host(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
        let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((name, _)) => name,
            None => host.rsplit_once(':').map_or(host, |(name, _)| name),
        };
        let own = ["localhost", "127.0.0.1", "::1"];
        let known = own.contains(&name)
            || self.hosts.iter().any(|known| known.eq_ignore_ascii_case(name))
            // A desk on every address is asked for by any of them; its token guards it.
            || (self.token.is_some() && name.parse::<IpAddr>().is_ok());
        let what = "This desk does not answer to that name.";
        let remedy = "Name it with `tellings serve --name`.";
        known
            .then_some(())
            .ok_or_else(|| Problem::new(StatusCode::MISDIRECTED_REQUEST, what, remedy))
    }
}

impl Token {
    /// Compares without telling by its time how much is right, and counts what is wrong.
    fn check(&self, from: IpAddr, shown: &str) -> Result<(), Problem> {
        let many = || {
            let what = "Too many wrong tokens.";
            Problem::new(StatusCode::TOO_MANY_REQUESTS, what, "Wait a minute.")
        };
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.retain(|_, (since, _)| since.elapsed() < MINUTE);
        if wrong.len() >= COUNTED || wrong.get(&from).is_some_and(|(_, n)| *n >= TRIES) {
            return Err(many());
        }
        // The comparison of hashes takes the same time whatever they are.
        if blake3::hash(shown.as_bytes()) == self.hash {
            wrong.remove(&from);
            return Ok(());
        }
        wrong.entry(from).or_insert((Instant::now(), 0)).1 += 1;
        let what = "That is not the token of this desk.";
        Err(Problem::new(StatusCode::UNAUTHORIZED, what, "See what `tellings serve` printed."))
    }
}

/// What stands for a token in a cookie: nothing from which the token could be found.
fn session(desk: &Desk, token: blake3::Hash) -> String {
    blake3::keyed_hash(&desk.secret, token.as_bytes()).to_hex().to_string()
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let all = headers.get(header::COOKIE)?.to_str().ok()?;
    all.split(';').find_map(|one| one.trim().strip_prefix(COOKIE)?.strip_prefix('='))
}

fn same(shown: &str, right: &str) -> bool {
    blake3::hash(shown.as_bytes()) == blake3::hash(right.as_bytes())
}

/// A signature for the forms of a page: another for every page that is made, so that the lengths of packed
/// pages tell nothing of it to whoever writes what they hold.
pub(crate) fn form_token(desk: &Desk) -> String {
    let n = desk.n_forms.fetch_add(1, Ordering::Relaxed);
    let salt: String = keyed(desk, &format!("salt {n}")).chars().take(SALT).collect();
    format!("{salt}{}", keyed(desk, &salt))
}

/// The letters of a signature that are another for every page.
const SALT: usize = 16;

fn keyed(desk: &Desk, words: &str) -> String {
    let hash = blake3::keyed_hash(&desk.secret, format!("form {words}").as_bytes());
    hash.to_hex().chars().take(32).collect()
}

/// Whether a request that changes something comes from a page of this desk.
pub(crate) fn is_own_page(method: &Method, headers: &HeaderMap) -> Result<(), Problem> {
    if method != Method::POST {
        return Ok(());
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text("host").unwrap_or("");
    // Browsers say where a request comes from; the others show it by the origin, if at all. A page
    // that sends no referrer sends the origin `null`, so the origin alone would refuse our own.
    let own = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin.split_once("://").is_some_and(|(_, rest)| rest == host),
        (None, None) => true,
    };
    own.then_some(()).ok_or_else(foreign)
}

/// Whether a form carries the signature of this desk.
pub(crate) fn is_own_form(desk: &Desk, shown: &str) -> Result<(), Problem> {
    let own =
        shown.split_at_checked(SALT).is_some_and(|(salt, rest)| same(rest, &keyed(desk, salt)));
    own.then_some(()).ok_or_else(foreign)
}

fn foreign() -> Problem {
    let what = "This form does not come from a page of this desk, or the desk was started anew.";
    Problem::new(StatusCode::FORBIDDEN, what, "Load the page again and send the form once more.")
}

/// What every answer tells the browser.
pub(crate) fn headers<B>(response: &mut Response<B>) {
    let headers = response.headers_mut();
    let is_drawing = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|media| media.as_bytes().starts_with(b"image/svg"));
    let policy = if is_drawing { POLICY_OF_DRAWINGS } else { POLICY };
    let own = [
        ("content-security-policy", policy),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), interest-cohort=()"),
        ("cache-control", "no-store"),
    ];
    for (name, value) in own {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
