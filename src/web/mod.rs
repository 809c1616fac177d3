//! The web server: pages for people, health and metrics for machines.
//!
//! Invariants: this room reaches the world through `services` only; every route stands in
//! [`ROUTES`], which is also what registers it; a foreign record is the same page as a missing one.

mod assets;
mod cases;
mod csrf;
mod door;
mod errors;
mod forms;
mod frame;
mod guard;
mod headers;
mod look;
mod metrics;
mod nav;
mod office;
mod own;
mod portal;
mod post;
mod routes;
mod session;
mod site;
mod stream;
mod upload;

use std::io;
use std::net::TcpListener;
use std::sync::Arc;

use actix_web::middleware::from_fn;
use actix_web::{App as Web, HttpServer, web};
use tracing_actix_web::TracingLogger;

use post::Post;
pub use routes::{Access, ROUTES, Route};
pub use site::Site;

use crate::services::App;
use crate::services::delivery::Transport;

/// Seconds that open requests get to end when the process is told to stop.
const SHUTDOWN_S: u64 = 20;

/// How the server runs; `None` where the machine decides.
#[derive(Clone, Debug, Default)]
pub struct ServeOptions {
    /// Threads that take requests.
    pub workers: Option<usize>,
    /// Where notices go as soon as there is one; without it they wait for the scheduler.
    pub transport: Option<Transport>,
}

/// The largest form: two hundred accounts with their names and cost centers, each letter encoded.
const FORM_BYTES: usize = 256 * 1024;

/// Serves on the address of the settings until the process is told to stop.
///
/// # Errors
/// An address that cannot be listened on.
pub async fn serve(app: App, options: ServeOptions) -> io::Result<()> {
    let server = &app.settings.server;
    let listener = TcpListener::bind((server.bind.as_str(), server.port))?;
    serve_on(listener, Arc::new(app), options)?.await
}

/// Serves on a socket that is open already; the server's handle stops it.
///
/// # Errors
/// A socket that cannot be listened on.
pub fn serve_on(
    listener: TcpListener,
    app: Arc<App>,
    options: ServeOptions,
) -> io::Result<actix_web::dev::Server> {
    listener.set_nonblocking(true)?;
    let site = web::Data::new(Site::new(&app));
    let data = web::Data::from(app);
    let handle = metrics::handle();
    let post = web::Data::new(Post(options.transport));
    let server = HttpServer::new(move || {
        Web::new()
            .app_data(data.clone())
            .app_data(site.clone())
            .app_data(post.clone())
            .app_data(web::Data::new(handle.clone()))
            .configure(|cfg| configure(cfg, &data, &site))
            .wrap(from_fn(metrics::count))
            .wrap(TracingLogger::<guard::QuietPaths>::new())
    })
    .shutdown_timeout(SHUTDOWN_S);
    let server = match options.workers {
        Some(workers) => server.workers(workers),
        None => server,
    };
    Ok(server.listen(listener)?.run())
}

/// Every route with its middleware.
fn configure(cfg: &mut web::ServiceConfig, app: &web::Data<App>, site: &web::Data<Site>) {
    routes::register(cfg, Access::Machine);
    cfg.app_data(web::FormConfig::default().limit(FORM_BYTES));
    let pages = web::scope("")
        .configure(|cfg| routes::register(cfg, Access::Anyone))
        .configure(|cfg| routes::register(cfg, Access::SignedIn))
        .configure(|cfg| routes::register(cfg, Access::Staff))
        .default_service(web::to(errors::not_found))
        .wrap(from_fn(look::read_only))
        .wrap(from_fn(errors::show))
        .wrap(from_fn(csrf::check_origin))
        .wrap(session::middleware(app, site))
        .wrap(from_fn(headers::add));
    cfg.service(pages);
}
