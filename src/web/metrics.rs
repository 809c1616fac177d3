//! For probes and collectors: is the process up, can it work, what has it done.

use std::sync::LazyLock;
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, web};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use crate::services::{App, health};

/// Seconds; the aim is 0.025 for 99 of 100.
const BUCKETS: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0];

static RECORDER: LazyLock<PrometheusHandle> = LazyLock::new(|| {
    let builder = PrometheusBuilder::new().set_buckets(&BUCKETS).expect("there are buckets");
    let recorder = builder.build_recorder();
    let handle = recorder.handle();
    if metrics::set_global_recorder(recorder).is_err() {
        tracing::warn!("metrics are recorded elsewhere already");
    }
    handle
});

/// The process's one recorder.
pub fn handle() -> PrometheusHandle {
    RECORDER.clone()
}

/// Counts each request by its route, never by its path: paths are without bound and hold secrets.
pub async fn count<B: MessageBody>(req: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let begun = Instant::now();
    let method = req.method().as_str().to_owned();
    let result = next.call(req).await;
    let (route, status) = match &result {
        Ok(res) => (res.request().match_pattern(), res.status()),
        Err(error) => (None, error.as_response_error().status_code()),
    };
    let route = route.filter(|route| !route.is_empty()).unwrap_or_else(|| "other".to_owned());
    let labels = [("method", method), ("route", route.clone()), ("status", status.as_u16().to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_seconds", "route" => route).record(begun.elapsed().as_secs_f64());
    result
}

/// `/healthz`: the process is up.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `/readyz`: the database answers and is current, mail can be handed over.
pub async fn readyz(app: web::Data<App>) -> HttpResponse {
    let reply = |mut response: actix_web::HttpResponseBuilder, text: &'static str| {
        response.content_type("text/plain; charset=utf-8").body(text)
    };
    match health::check_ready(&app).await {
        Ok(()) => reply(HttpResponse::Ok(), "ready\n"),
        Err(why) => {
            tracing::error!(%why, "not ready");
            reply(HttpResponse::ServiceUnavailable(), "not ready: see the log\n")
        }
    }
}

/// `/metrics`: Prometheus' text format.
pub async fn render(handle: web::Data<PrometheusHandle>) -> HttpResponse {
    handle.run_upkeep();
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(handle.render())
}
