//! Where requests come from, and what of them logs may hold.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::HeaderMap;
use actix_web::{Error, HttpMessage, HttpRequest};
use tracing::Span;
use tracing_actix_web::{RequestId, RootSpanBuilder};

/// A span per request that names the route, not the path: paths hold one-time links.
pub struct QuietPaths;

impl RootSpanBuilder for QuietPaths {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let id = request.extensions().get::<RequestId>().copied();
        let route = request.match_pattern();
        tracing::info_span!(
            "request",
            id = id.map(tracing::field::display),
            method = %request.method(),
            route = route.as_deref().unwrap_or("-"),
            status = tracing::field::Empty,
        )
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let status = match outcome {
            Ok(response) => response.status(),
            Err(error) => error.as_response_error().status_code(),
        };
        span.record("status", status.as_u16());
    }
}

/// The reference under which the log tells of this request.
pub fn reference(req: &HttpRequest) -> String {
    req.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default()
}

/// The network address that tries are counted by. Behind a proxy on the same machine it is the one
/// that the proxy saw: the last entry, because the browser can write the others itself.
pub fn origin(req: &HttpRequest) -> String {
    let peer = req.peer_addr().map(|peer| peer.ip());
    let forwarded = peer.filter(|peer| peer.is_loopback()).and_then(|_| last_forwarded(req.headers()));
    forwarded.or(peer.map(|peer| peer.to_string())).unwrap_or_default()
}

fn last_forwarded(headers: &HeaderMap) -> Option<String> {
    let header = headers.get_all("x-forwarded-for").last()?.to_str().ok()?;
    let last = header.rsplit(',').next()?.trim();
    last.parse::<std::net::IpAddr>().ok().map(|address| address.to_string())
}
