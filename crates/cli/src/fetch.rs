//! Pages from the web, only where `--url` asks for them.
//!
//! Every request is as polite and as narrow as it can be: https alone, what `robots.txt`
//! allows, one request a second to a host, and no address that the outside world cannot
//! reach, wherever a name or a redirect may point (server-side request forgery, CWE-918).

use crate::args::Inputs;
use jiff::Timestamp;
use robotstxt::DefaultMatcher;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::{Duration, Instant};
use tellings_intake::{Found, ReadConfig};
use tellings_model::Note;
use ureq::config::Config;
use ureq::http::{Response, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body};
use url::Url;

/// What servers are told, and what `robots.txt` may forbid.
const NAME: &str = "tellings";
/// A request that takes longer is given up.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two requests to one host.
const PAUSE: Duration = Duration::from_secs(1);
/// More redirects than this are a loop.
const MAX_REDIRECTS: usize = 5;
/// Google reads as much of a `robots.txt`.
const MAX_ROBOTS_BYTES: u64 = 500 * 1024;

/// Gives the pages at the addresses that were asked for.
pub(crate) fn each(inputs: &Inputs, config: &ReadConfig, mut each: impl FnMut(Found) -> bool) {
    let mut fetcher = Fetcher::new(config);
    for url in &inputs.url {
        let goes_on = match fetcher.fetch(url) {
            Ok(fetched) => fetched.pages(url, config, &mut each),
            Err(what) => {
                let note = Note::unreadable(Some(url), what);
                each(Err(note.with_remedy("save the page from a browser and name the file")))
            }
        };
        if !goes_on {
            return;
        }
    }
}

/// What came back.
struct Fetched {
    /// Where the last redirect led.
    url: Url,
    charset: Option<String>,
    bytes: Vec<u8>,
}

impl Fetched {
    /// The pages inside: one, or those of a feed or an archive.
    fn pages(self, asked: &str, config: &ReadConfig, each: &mut impl FnMut(Found) -> bool) -> bool {
        let mut goes_on = true;
        tellings_intake::read(self.bytes.as_slice(), Some(asked), config, |found| {
            let found = found.map(|mut page| {
                if page.path.as_deref() == Some(asked) {
                    page.url.get_or_insert_with(|| self.url.to_string());
                    page.charset = page.charset.or_else(|| self.charset.clone());
                }
                page.captured = page.captured.or_else(|| Some(Timestamp::now()));
                page
            });
            goes_on = each(found);
            if goes_on {
                std::ops::ControlFlow::Continue(())
            } else {
                std::ops::ControlFlow::Break(())
            }
        });
        goes_on
    }
}

/// Asks servers for pages.
struct Fetcher {
    agent: Agent,
    max_bytes: u64,
    /// The rules of each host: what its `robots.txt` says.
    robots: BTreeMap<String, String>,
    /// When each host was asked last.
    asked: BTreeMap<String, Instant>,
}

impl Fetcher {
    fn new(config: &ReadConfig) -> Self {
        let settings = Agent::config_builder()
            .https_only(true)
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            // A proxy would resolve names where the guard cannot see it.
            .proxy(None)
            .user_agent(concat!("tellings/", env!("CARGO_PKG_VERSION")))
            .build();
        let agent = Agent::with_parts(settings, DefaultConnector::default(), Guard::default());
        let max_bytes = config.max_page_bytes as u64;
        Self { agent, max_bytes, robots: BTreeMap::new(), asked: BTreeMap::new() }
    }

    /// The page at an address, redirects followed.
    fn fetch(&mut self, asked: &str) -> Result<Fetched, String> {
        let mut url = Url::parse(asked).map_err(|error| format!("is no address: {error}"))?;
        for _ in 0..=MAX_REDIRECTS {
            let host = host_of(&url)?;
            if !self.is_allowed(&host, &url)? {
                return Err(format!("robots.txt of {host} does not allow it to be fetched"));
            }
            let response = self.get(&host, &url)?;
            let status = response.status();
            if status.is_redirection() {
                let place = header(&response, "location").ok_or("redirects to nowhere")?;
                url = url.join(&place).map_err(|_| "redirects to no address".to_owned())?;
                continue;
            }
            if !status.is_success() {
                return Err(format!("the server answers {status}"));
            }
            let charset = header(&response, "content-type").and_then(|kind| charset(&kind));
            let bytes = body(response, self.max_bytes)?;
            return Ok(Fetched { url, charset, bytes });
        }
        Err(format!("redirects more than {MAX_REDIRECTS} times"))
    }

    /// Whether the host lets a page be fetched. A host without rules allows everything; one
    /// that cannot be asked allows nothing (RFC 9309 §2.3.1).
    fn is_allowed(&mut self, host: &str, url: &Url) -> Result<bool, String> {
        if !self.robots.contains_key(host) {
            let place = url.join("/robots.txt").map_err(|error| error.to_string())?;
            let response = self.get(host, &place)?;
            let rules = match response.status() {
                status if status.is_success() => {
                    let mut bytes = Vec::new();
                    let reader = response.into_body().into_reader();
                    reader
                        .take(MAX_ROBOTS_BYTES)
                        .read_to_end(&mut bytes)
                        .map_err(|error| format!("robots.txt of {host}: {error}"))?;
                    String::from_utf8_lossy(&bytes).into_owned()
                }
                status if status.is_server_error() => {
                    return Err(format!("robots.txt of {host} cannot be read: {status}"));
                }
                _ => String::new(),
            };
            self.robots.insert(host.to_owned(), rules);
        }
        let rules = self.robots.get(host).map_or("", String::as_str);
        let mut matcher = DefaultMatcher::default();
        Ok(matcher.one_agent_allowed_by_robots(rules, NAME, url.as_str()))
    }

    fn get(&mut self, host: &str, url: &Url) -> Result<Response<Body>, String> {
        if let Some(last) = self.asked.get(host) {
            std::thread::sleep(PAUSE.saturating_sub(last.elapsed()));
        }
        let response = self.agent.get(url.as_str()).call();
        self.asked.insert(host.to_owned(), Instant::now());
        response.map_err(|error| format!("cannot be fetched: {error}"))
    }
}

/// The host of an address that may be asked at all.
fn host_of(url: &Url) -> Result<String, String> {
    if url.scheme() != "https" {
        return Err(format!("leads to {}://; only https:// is fetched", url.scheme()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("holds a user name or password; such addresses are not fetched".to_owned());
    }
    let host = url.host_str().ok_or("names no host")?;
    Ok(url.port().map_or(host.to_owned(), |port| format!("{host}:{port}")))
}

fn header(response: &Response<Body>, name: &str) -> Option<String> {
    Some(response.headers().get(name)?.to_str().ok()?.to_owned())
}

fn charset(kind: &str) -> Option<String> {
    let (_, label) = kind.split_once("charset=")?;
    let label = label.split(';').next()?.trim().trim_matches('"');
    (!label.is_empty()).then(|| label.to_owned())
}

/// The body, unpacked, if it is not too large.
fn body(response: Response<Body>, limit: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let reader = response.into_body().into_reader();
    reader
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("breaks off: {error}"))?;
    if bytes.len() as u64 > limit {
        return Err(format!("is larger than {} MB", limit / 1_000_000));
    }
    Ok(bytes)
}

/// Resolves names, and keeps only addresses that everybody can reach. What is connected to is
/// what was checked, so a name that changes its address in between gains nothing.
#[derive(Debug, Default)]
struct Guard {
    inner: DefaultResolver,
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut public = self.empty();
        for address in self.inner.resolve(uri, config, timeout)?.iter() {
            if is_public(address.ip()) {
                public.push(*address);
            }
        }
        if public.is_empty() {
            let what = "the name leads to a private address";
            return Err(ureq::Error::Io(std::io::Error::other(what)));
        }
        Ok(public)
    }
}

/// Whether an address is one of the open internet (IANA special-purpose registries, RFC 6890).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19)))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = address.segments();
    // Addresses that carry one of version 4: mapped, translated (RFC 6052), 6to4.
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match [a, b, c, d, e, f] {
        [0, 0, 0, 0, 0, 0xffff] => inner(g, h),
        [0x64, 0xff9b, 0, 0, 0, 0] => inner(g, h),
        [0x2002, high, low, ..] => inner(high, low),
        // Documentation, benchmarks, Teredo and other protocol assignments.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, ..] => false,
        // What else is not of the global unicast range is local, multicast or unassigned.
        _ => a & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_told_from_public_ones() {
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "::127.0.0.1",
        ] {
            assert!(private.parse().is_ok_and(|address| !is_public(address)), "{private}");
        }
        for public in ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1"] {
            assert!(public.parse().is_ok_and(is_public), "{public}");
        }
    }

    #[test]
    fn only_plain_https_addresses_are_asked() {
        let refused = |url: &str| Url::parse(url).ok().map(|url| host_of(&url).is_err());
        for url in ["http://a.example/", "file:///etc/passwd", "https://user:word@a.example/"] {
            assert_eq!(refused(url), Some(true), "{url}");
        }
        assert_eq!(refused("https://a.example/x"), Some(false));
    }

    #[test]
    fn names_of_this_machine_are_not_asked() {
        let mut fetcher = Fetcher::new(&ReadConfig::default());
        for url in ["https://127.0.0.1/", "https://[::1]/", "https://localhost/", "https://0x7f.1/"]
        {
            let what = fetcher.fetch(url).err().unwrap_or_default();
            assert!(what.contains("private address"), "{url}: {what}");
        }
    }

    #[test]
    fn robots_are_obeyed() {
        let mut fetcher = Fetcher::new(&ReadConfig::default());
        let rules = "User-agent: *\nDisallow: /members\n\nUser-agent: tellings\nDisallow: /private";
        fetcher.robots.insert("a.example".to_owned(), rules.to_owned());
        let mut allows = |url: &str| {
            Url::parse(url).ok().and_then(|url| fetcher.is_allowed("a.example", &url).ok())
        };
        assert_eq!(allows("https://a.example/private/x"), Some(false));
        assert_eq!(allows("https://a.example/news/x"), Some(true));
    }

    #[test]
    fn labels_of_characters_stand_in_headers() {
        assert_eq!(charset("text/html; charset=\"koi8-r\"; x=y").as_deref(), Some("koi8-r"));
        assert_eq!(charset("text/html"), None);
    }
}
