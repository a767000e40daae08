//! HTTP: requests in, answers out, and no more at once than the machine can bear.

use crate::answer::{Answer, Kind, Problem};
use crate::desk::Desk;
use crate::guard::{self, Guard};
use crate::link::Links;
use crate::page::add::{MAX_UPLOAD, Upload};
use crate::page::{self, Frame, ProblemPage, journal};
use crate::ready::keep_ready;
use crate::route;
use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Multipart, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::IntoResponse;
use axum::routing::post;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

/// Connections at once; more wait.
const CONNECTIONS: usize = 512;
/// Pages made at once.
const AT_WORK: usize = 4;
/// How long a client may take for its head, and for every piece of its body.
const SLOWNESS: Duration = Duration::from_secs(15);
/// How long an answer may take.
const ANSWER: Duration = Duration::from_secs(60);
/// The most bytes of a form without files.
const MAX_FORM: usize = 256 << 10;

/// How a desk listens.
#[derive(Clone, Debug)]
pub struct Listen {
    /// Where; port 0 takes a free one.
    pub address: SocketAddr,
    /// Names it answers to, beside those of the machine itself.
    pub names: Vec<String>,
    /// What others have to show; needed on any address but the machine's own.
    pub token: Option<String>,
}

/// Why a desk cannot listen.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// Others can reach the address, and no token guards it.
    #[error("{0} can be reached by others, and needs a token")]
    Open(SocketAddr),
    /// The address cannot be taken.
    #[error("cannot listen at {address}")]
    Address {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The system gave no threads.
    #[error("the server could not start")]
    Start(#[from] std::io::Error),
}

/// Serves a desk for ever; `ready` is told the address once it listens.
///
/// Fails where the address can be reached by others and no token is given, or cannot be taken.
pub fn serve(desk: Desk, listen: Listen, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    if !listen.address.ip().is_loopback() && listen.token.is_none() {
        return Err(ServeError::Open(listen.address));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(AT_WORK + 4)
        .enable_all()
        .build()?;
    let desk = Arc::new(desk);
    let teller = Arc::clone(&desk);
    std::thread::Builder::new().name("teller".to_owned()).spawn(move || teller.keep_telling())?;
    let ahead = Arc::clone(&desk);
    std::thread::Builder::new().name("ahead".to_owned()).spawn(move || keep_ready(&ahead))?;
    runtime.block_on(async {
        let address = listen.address;
        let listener = TcpListener::bind(address)
            .await
            .map_err(|source| ServeError::Address { address, source })?;
        let address = listener.local_addr()?;
        let guard = Guard::new(address, listen.names, listen.token.as_deref());
        let router = router(Shared::new(desk, guard));
        ready(address);
        accept(listener, router).await;
        Ok(())
    })
}

/// Takes connections; a client that is slow to say what it wants is let go.
async fn accept(listener: TcpListener, router: Router) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, from)) = listener.accept().await else {
            // Out of file handles: those that are open will be closed.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service =
            tower::service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
                request.extensions_mut().insert(ConnectInfo(from));
                router.clone().oneshot(request.map(Body::new))
            });
        tokio::spawn(async move {
            let mut http = hyper::server::conn::http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(SLOWNESS).max_headers(64);
            let service = TowerToHyperService::new(service);
            // A broken connection is the client's affair.
            let _ = http.serve_connection(TokioIo::new(stream), service).await;
            drop(place);
        });
    }
}

/// What every request is given.
#[derive(Clone)]
struct Shared {
    desk: Arc<Desk>,
    guard: Arc<Guard>,
    /// Pages made at once; others wait, so that memory and threads are bounded.
    at_work: Arc<Semaphore>,
}

impl Shared {
    fn new(desk: Arc<Desk>, guard: Guard) -> Self {
        Self { desk, guard: Arc::new(guard), at_work: Arc::new(Semaphore::new(AT_WORK)) }
    }

    /// Runs what blocks where it blocks nobody.
    async fn work(
        &self,
        job: impl FnOnce(&Desk) -> Result<Answer, Problem> + Send + 'static,
    ) -> Result<Answer, Problem> {
        let place = Arc::clone(&self.at_work).acquire_owned().await;
        let place = place.map_err(|_| Problem::fault())?;
        let desk = Arc::clone(&self.desk);
        let done = tokio::task::spawn_blocking(move || {
            let answer = job(&desk);
            drop(place);
            answer
        });
        done.await.map_err(|_| Problem::fault())?
    }
}

fn router(shared: Shared) -> Router {
    Router::new()
        .route("/add", post(add).layer(DefaultBodyLimit::max(MAX_UPLOAD)).get(read))
        .route("/correct", post(correct).layer(DefaultBodyLimit::max(MAX_FORM)))
        .fallback(read)
        .layer(RequestBodyTimeoutLayer::new(SLOWNESS))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER))
        .layer(middleware::from_fn_with_state(shared.clone(), gates))
        .with_state(shared)
}

/// The gates before every page, and the headers after it.
async fn gates(State(shared): State<Shared>, request: Request, next: Next) -> Response<Body> {
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let from = from.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |from| from.0.ip());
    let query = fields(request.uri().query());
    let admitted = guard::is_own_page(request.method(), request.headers())
        .and_then(|()| shared.guard.admit(from, request.headers(), &query, &shared.desk));
    let mut response = match admitted {
        Ok(cookie) => {
            let mut response = next.run(request).await;
            if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
                response.headers_mut().insert(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(problem) => shown(&problem, Kind::Html),
    };
    guard::headers(&mut response);
    response
}

/// The fields of a query or a form.
fn fields(encoded: Option<&str>) -> Vec<(String, String)> {
    let fields = form_urlencoded::parse(encoded.unwrap_or("").as_bytes());
    fields.into_owned().take(64).collect()
}

/// Every page that is read.
async fn read(State(shared): State<Shared>, request: Request) -> Response<Body> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let what = "Pages are read; forms are sent to /add and /correct.";
        let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, what, "");
        return shown(&problem, Kind::Html);
    }
    let path = request.uri().path().to_owned();
    let query = fields(request.uri().query());
    let kind = Kind::split(&path).1;
    let gzip = reads_gzip(request.headers());
    let answer = shared.work(move |desk| {
        route::answer(desk, &path, &query, Links::Live).and_then(|answer| answer.whole(gzip))
    });
    let mut response =
        answer.await.map_or_else(|problem| shown(&problem, kind), Answer::into_response);
    response.headers_mut().insert(header::VARY, header::ACCEPT_ENCODING.into());
    response
}

/// Whether a client reads gzip, as it says itself.
fn reads_gzip(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter();
    values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(
        |coding| {
            let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
            let weight = weight.trim().strip_prefix("q=").map(str::parse::<f32>);
            name.trim().eq_ignore_ascii_case("gzip") && weight != Some(Ok(0.0))
        },
    )
}

async fn add(State(shared): State<Shared>, form: Multipart) -> Response<Body> {
    let answer = match uploads(&shared.desk, form).await {
        Ok(uploads) => shared.work(move |desk| page::add::take(desk, uploads)).await,
        Err(problem) => Err(problem),
    };
    answer.map_or_else(|problem| shown(&problem, Kind::Html), Answer::into_response)
}

/// The files and the text of an upload. The signature stands first in the form, so that a foreign
/// upload is not read to its end.
async fn uploads(desk: &Desk, mut form: Multipart) -> Result<Vec<Upload>, Problem> {
    let broken = |error: axum::extract::multipart::MultipartError| {
        let what = match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => {
                format!("That is more than {} MB at once.", MAX_UPLOAD >> 20)
            }
            _ => "The form arrived broken.".to_owned(),
        };
        Problem::new(error.status(), what, "Send less at once, or use `tellings add`.")
    };
    let mut uploads = Vec::new();
    let mut own = false;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or("").to_owned();
        let file = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(broken)?;
        if name == "form" {
            guard::is_own_form(desk, &String::from_utf8_lossy(&bytes))?;
            own = true;
        } else if !own {
            guard::is_own_form(desk, "")?;
        } else if bytes.iter().any(|byte| !byte.is_ascii_whitespace()) {
            let name = file.filter(|name| !name.is_empty()).unwrap_or_else(|| "pasted text".into());
            uploads.push(Upload { name, bytes: bytes.to_vec() });
        }
    }
    Ok(uploads)
}

async fn correct(State(shared): State<Shared>, body: String) -> Response<Body> {
    let form = fields(Some(&body));
    let token = form.iter().find(|(name, _)| name == "form").map_or("", |(_, value)| value);
    let answer = match guard::is_own_form(&shared.desk, token) {
        Ok(()) => shared.work(move |desk| journal::correct(desk, &form)).await,
        Err(problem) => Err(problem),
    };
    answer.map_or_else(|problem| shown(&problem, Kind::Html), Answer::into_response)
}

/// A problem as a page, or as JSON for programs.
fn shown(problem: &Problem, kind: Kind) -> Response<Body> {
    let answer = match kind {
        Kind::Html => {
            let frame = Frame::bare("Not possible");
            let page = ProblemPage { frame, problem: problem.clone() };
            Answer::new(Kind::Html, page.render().unwrap_or_else(|_| problem.to_string()))
        }
        _ => {
            let error = serde_json::json!({ "error": problem.what, "remedy": problem.remedy });
            Answer::new(Kind::Json, error.to_string())
        }
    };
    let mut response = answer.into_response();
    *response.status_mut() = problem.status;
    response.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_to_whoever_asks_for_it() {
        let reads = |said: &'static str| {
            let value = HeaderValue::from_static(said);
            reads_gzip(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, value)]))
        };
        assert!(reads("gzip") && reads("br, GZIP;q=0.5") && reads("deflate,gzip"));
        assert!(!reads("") && !reads("gzip;q=0") && !reads("br, xgzip") && !reads("identity"));
        assert!(!reads_gzip(&HeaderMap::new()));
    }
}
