//! The daemon's HTTP server.
//!
//! | Request | Answer |
//! |---|---|
//! | `POST /receipts` | takes receipts, one or one a line; 200 if all are taken, 422 with the reasons if not |
//! | `GET /batches/ID` or `/batches/0xROOT` | receipts of a batch with their proofs |
//! | `GET /batches/ID/proofs/INDEX` | one receipt with its proof, as `receipts_verify` takes it |
//! | `GET /status` | what the daemon has and does |
//! | `GET /metrics` | the same for Prometheus |
//!
//! With a token, everything but `/batches` must show it: `Authorization: Bearer TOKEN`; else the answer
//! is 401. Batches are for everyone, as the chain names where they are.

use super::{check::Code, daemon::Gateway, intake::parse};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{
	Method, Request, Response, StatusCode, body::Bytes, body::Incoming, header,
	server::conn::http1, service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::{Value, json};
use std::{convert::Infallible, pin::pin, sync::Arc, time::Duration};
use tokio::{
	net::TcpListener,
	sync::{Semaphore, watch},
};

/// Connections at a time.
const CONNECTIONS: usize = 256;
/// Longest body in bytes.
const MAX_BODY: usize = 8 << 20;
/// Longest time that a connection may take to send its head or its body.
const PATIENCE: Duration = Duration::from_secs(15);
/// Longest life of a connection.
const LIFE: Duration = Duration::from_secs(120);

type Answer = Response<Full<Bytes>>;

/// Answers until `stop` changes.
pub(super) async fn serve(
	listener: TcpListener,
	gateway: Arc<Gateway>,
	mut stop: watch::Receiver<bool>,
) {
	let permits = Arc::new(Semaphore::new(CONNECTIONS));
	loop {
		let accepted = tokio::select! {
			accepted = listener.accept() => accepted,
			_ = stop.changed() => return,
		};
		let Ok((stream, _)) = accepted else {
			// Too many open files: wait for some to close.
			tokio::time::sleep(Duration::from_millis(100)).await;
			continue;
		};
		let Ok(permit) = permits.clone().try_acquire_owned() else { continue };
		let (gateway, mut stop) = (gateway.clone(), stop.clone());
		tokio::spawn(async move {
			let service = service_fn(move |request| {
				let gateway = gateway.clone();
				async move { Ok::<_, Infallible>(answer(&gateway, request).await) }
			});
			let mut connection = pin!(
				http1::Builder::new()
					.timer(TokioTimer::new())
					.header_read_timeout(PATIENCE)
					.serve_connection(TokioIo::new(stream), service)
			);
			let is_over = tokio::select! {
				// Whatever a peer does wrong is its own matter.
				_ = connection.as_mut() => true,
				_ = stop.changed() => false,
				() = tokio::time::sleep(LIFE) => false,
			};
			if !is_over {
				connection.as_mut().graceful_shutdown();
				drop(tokio::time::timeout(PATIENCE, connection).await);
			}
			drop(permit);
		});
	}
}

fn respond(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Answer {
	let mut response = Response::new(Full::new(body.into()));
	*response.status_mut() = status;
	response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
	response
}

fn as_json(status: StatusCode, value: &Value) -> Answer {
	respond(status, "application/json", format!("{value}\n"))
}

fn fault(status: StatusCode, reason: &str) -> Answer {
	as_json(status, &json!({ "error": reason }))
}

fn unauthorized() -> Answer {
	let reason = "show the gateway's token: Authorization: Bearer TOKEN";
	let mut response = fault(StatusCode::UNAUTHORIZED, reason);
	let challenge = header::HeaderValue::from_static("Bearer");
	response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
	response
}

async fn answer(gateway: &Gateway, request: Request<Incoming>) -> Answer {
	let path = request.uri().path().to_owned();
	let parts: Vec<_> = path.trim_matches('/').split('/').collect();
	let shown = request.headers().get(header::AUTHORIZATION);
	let is_open = matches!(parts.as_slice(), ["batches", ..]);
	if !is_open && gateway.config.token.as_ref().is_some_and(|token| !token.is_shown(shown)) {
		return unauthorized();
	}
	match (request.method(), parts.as_slice()) {
		(&Method::POST, ["receipts"]) => take(gateway, request).await,
		(&Method::GET, ["status"]) => as_json(StatusCode::OK, &gateway.status()),
		(&Method::GET, ["metrics"]) => {
			respond(StatusCode::OK, "text/plain; version=0.0.4", gateway.metrics())
		}
		(&Method::GET, ["batches", which]) => {
			found(tokio::task::block_in_place(|| gateway.batch(which, None)))
		}
		(&Method::GET, ["batches", which, "proofs", index]) => match index.parse() {
			Ok(index) => found(tokio::task::block_in_place(|| gateway.batch(which, Some(index)))),
			Err(_) => fault(StatusCode::BAD_REQUEST, "the index is no number"),
		},
		(_, ["receipts"]) => fault(StatusCode::METHOD_NOT_ALLOWED, "POST receipts here"),
		(_, ["status" | "metrics"] | ["batches", ..]) => {
			fault(StatusCode::METHOD_NOT_ALLOWED, "GET this")
		}
		_ => fault(
			StatusCode::NOT_FOUND,
			"there are POST /receipts, GET /batches/ID, /batches/ID/proofs/INDEX, /status, /metrics",
		),
	}
}

fn found(batch: Result<Option<Value>, crate::Error>) -> Answer {
	match batch {
		Ok(Some(value)) => as_json(StatusCode::OK, &value),
		Ok(None) => fault(StatusCode::NOT_FOUND, "there is no such batch or receipt here"),
		Err(error) => fault(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
	}
}

async fn take(gateway: &Gateway, request: Request<Incoming>) -> Answer {
	let body = Limited::new(request.into_body(), MAX_BODY).collect();
	let body = match tokio::time::timeout(PATIENCE, body).await {
		Ok(Ok(body)) => body.to_bytes(),
		Ok(Err(_)) => {
			return fault(StatusCode::PAYLOAD_TOO_LARGE, "more than 8 MiB, or the body broke off");
		}
		Err(_) => return fault(StatusCode::REQUEST_TIMEOUT, "the body did not come"),
	};
	let Ok(text) = std::str::from_utf8(&body) else {
		return fault(StatusCode::BAD_REQUEST, "the body is no text");
	};
	let lines = parse(text);
	if lines.is_empty() {
		return fault(StatusCode::BAD_REQUEST, "there is no receipt");
	}
	let verdicts = match gateway.take(lines).await {
		Ok(verdicts) => verdicts,
		Err(error) => return fault(StatusCode::SERVICE_UNAVAILABLE, &error.to_string()),
	};
	let accepted = verdicts.iter().filter(|verdict| verdict.outcome == Ok(true)).count();
	let known = verdicts.iter().filter(|verdict| verdict.outcome == Ok(false)).count();
	let rejected: Vec<_> = verdicts
		.iter()
		.filter(|verdict| verdict.outcome.is_err())
		.map(super::intake::Verdict::json)
		.collect();
	let unavailable = verdicts.iter().any(|verdict| {
		verdict.outcome.as_ref().is_err_and(|refusal| refusal.code == Code::Unavailable)
	});
	let status = if rejected.is_empty() {
		StatusCode::OK
	} else if unavailable {
		StatusCode::SERVICE_UNAVAILABLE
	} else {
		StatusCode::UNPROCESSABLE_ENTITY
	};
	as_json(status, &json!({ "accepted": accepted, "known": known, "rejected": rejected }))
}
