//! `orogen-bench`: measures the chain through real nodes.
//!
//! Each figure starts nodes of its own on a fresh development chain, brings them into the state that it
//! is about, measures, and ends them. What it finds goes into a JSON file that is kept in the
//! repository, and a Markdown table is written from that; see `docs/benchmarks`.
//!
//! | Module | What it does |
//! |---|---|
//! | [`node`] | starts, reads and ends nodes |
//! | [`desk`] | signs and pushes many transactions |
//! | [`ground`] | a running chain: its node, its blocks |
//! | [`market`] | operators, gateways, customers and sessions |
//! | [`work`] | receipts and batches |
//! | [`block`] | a block as the runtime executes it |
//! | [`stats`] | medians and percentiles |
//! | [`report`] | the JSON file and the table |
//! | [`figures`] | what is measured |
#![deny(rustdoc::broken_intra_doc_links)]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::cast_possible_truncation,
		clippy::cast_sign_loss
	)
)]

mod block;
mod desk;
mod fault;
mod figures;
mod ground;
mod market;
mod node;
mod report;
mod stats;
mod work;

use clap::Parser;
use fault::Fault;
use figures::Settings;
use node::Programs;
use report::{Figure, Goal, Report, Section};
use std::{
	path::{Path, PathBuf},
	process::ExitCode,
	time::Instant,
};
use tokio::signal::unix::{SignalKind, signal};

/// Measure the chain through real nodes.
#[derive(Debug, Parser)]
struct Cli {
	#[command(subcommand)]
	task: Task,

	/// The JSON file; sections that are not measured stay as they are.
	#[arg(long, global = true, value_name = "FILE", default_value = "benchmarks.json")]
	json: PathBuf,

	/// The table, written from the JSON file.
	#[arg(long, global = true, value_name = "FILE")]
	table: Option<PathBuf>,

	/// The node's program.
	#[arg(long, global = true, value_name = "FILE", default_value = "target/release/orogen-node")]
	node: PathBuf,

	/// The runtime's blob; by default the one beside the node.
	#[arg(long, global = true, value_name = "FILE")]
	runtime: Option<PathBuf>,

	/// Port of the nodes' RPC; 0 is a free one.
	#[arg(long, global = true, value_name = "PORT", default_value_t = 0)]
	rpc_port: u16,

	/// Fewer and shorter runs, to see that everything works; the numbers are not worth much.
	#[arg(long, global = true)]
	quick: bool,

	/// What to write down as the command that was run.
	#[arg(long, global = true, value_name = "TEXT")]
	command: Option<String>,

	/// What to write down as the state of the sources.
	#[arg(long, global = true, value_name = "TEXT")]
	commit: Option<String>,
}

/// What to measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Name {
	/// Weight and time of batches.
	Batches,
	/// Receipts a second over many blocks.
	Sustained,
	/// State that settled receipts leave behind.
	State,
	/// Calls that fit in a block.
	Calls,
	/// Latency of the RPC methods.
	Rpc,
	/// Time to the first block, and memory.
	Startup,
}

impl Name {
	const ALL: [Self; 6] =
		[Self::Batches, Self::Sustained, Self::State, Self::Calls, Self::Rpc, Self::Startup];

	const fn text(self) -> &'static str {
		match self {
			Self::Batches => "batches",
			Self::Sustained => "sustained",
			Self::State => "state",
			Self::Calls => "calls",
			Self::Rpc => "rpc",
			Self::Startup => "startup",
		}
	}

	async fn measure(self, settings: &Settings) -> Result<Outcome, Fault> {
		match self {
			Self::Batches => figures::batches::measure(settings).await,
			Self::Sustained => figures::sustained::measure(settings).await,
			Self::State => figures::state::measure(settings).await,
			Self::Calls => figures::calls::measure(settings).await,
			Self::Rpc => figures::rpc::measure(settings).await,
			Self::Startup => figures::startup::measure(settings).await,
		}
	}
}

/// What a figure found.
type Outcome = figures::Outcome;

#[derive(Debug, clap::Subcommand)]
enum Task {
	/// Weight and time of a maximal and a typical batch.
	Batches,
	/// Receipts a second that are settled and closed, by the clock.
	Sustained,
	/// Live state that settled receipts leave behind.
	State,
	/// Transfers, burns and sessions that fit in a block.
	Calls,
	/// Latency of every read method, beside the node's own `state_call`.
	Rpc,
	/// Time to the first block, and memory.
	Startup,
	/// Everything, or what is named.
	All {
		/// What to measure.
		figures: Vec<Name>,
	},
	/// Writes something down that was measured elsewhere.
	Record {
		/// Section of the report.
		section: String,
		/// What was measured.
		name: String,
		/// How much it was.
		value: f64,
		/// Of what.
		unit: String,
		/// Most that it should be.
		#[arg(long, value_name = "VALUE")]
		at_most: Option<f64>,
	},
	/// Writes the table again.
	Table,
}

fn main() -> ExitCode {
	let cli = Cli::parse();
	let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
		Ok(runtime) => runtime,
		Err(error) => {
			eprintln!("Error: {error}");
			return ExitCode::FAILURE;
		}
	};
	let result = runtime.block_on(async {
		// Nodes are ended when what measures with them is dropped.
		tokio::select! {
			result = run(&cli) => result,
			result = interrupted() => result,
		}
	});
	// Threads that sign need not come to an end.
	runtime.shutdown_background();
	match result {
		Ok(()) => ExitCode::SUCCESS,
		Err(fault) => {
			eprintln!("Error: {fault}");
			match fault {
				Fault::Stopped => ExitCode::from(130),
				_ => ExitCode::FAILURE,
			}
		}
	}
}

async fn interrupted() -> Result<(), Fault> {
	let mut term = signal(SignalKind::terminate())?;
	tokio::select! {
		result = tokio::signal::ctrl_c() => result?,
		_ = term.recv() => {}
	}
	Err(Fault::Stopped)
}

async fn run(cli: &Cli) -> Result<(), Fault> {
	let names = match &cli.task {
		Task::Batches => vec![Name::Batches],
		Task::Sustained => vec![Name::Sustained],
		Task::State => vec![Name::State],
		Task::Calls => vec![Name::Calls],
		Task::Rpc => vec![Name::Rpc],
		Task::Startup => vec![Name::Startup],
		Task::All { figures } if figures.is_empty() => Name::ALL.to_vec(),
		Task::All { figures } => figures.clone(),
		Task::Record { section, name, value, unit, at_most } => {
			let mut figure = Figure::value(name.clone(), *value, unit);
			if let Some(limit) = at_most {
				figure = figure.goal(Goal::AtMost(*limit));
			}
			let mut report = Report::read(&cli.json)?;
			report.add(section, figure, context(cli));
			return write(cli, &report);
		}
		Task::Table => return write(cli, &Report::read(&cli.json)?),
	};
	let settings = Settings {
		programs: Programs {
			node: cli.node.clone(),
			runtime: cli.runtime.clone(),
			rpc_port: cli.rpc_port,
		},
		quick: cli.quick,
	};
	for name in names {
		note(format_args!("{}", name.text()));
		let (began, context) = (Instant::now(), context(cli));
		let outcome = name.measure(&settings).await?;
		for figure in &outcome.figures {
			note(format_args!("  {}", report::line(figure)));
		}
		// Read again, so that two runs at a time lose nothing of each other.
		let mut report = Report::read(&cli.json)?;
		let section = Section {
			seconds: began.elapsed().as_secs(),
			figures: outcome.figures,
			notes: outcome.notes,
			..context
		};
		report.put(name.text(), section);
		write(cli, &report)?;
	}
	Ok(())
}

/// When, of what, where and how something is measured.
fn context(cli: &Cli) -> Section {
	let command = cli.command.clone().unwrap_or_else(|| {
		std::env::args().skip(1).fold("orogen-bench".into(), |line, word| line + " " + &word)
	});
	Section::now(command, cli.commit.clone(), cli.quick)
}

fn write(cli: &Cli, report: &Report) -> Result<(), Fault> {
	report.write(&cli.json)?;
	cli.table.as_deref().map_or(Ok(()), |path: &Path| report.write_table(path))
}

/// Tells how far it is.
pub(crate) fn note(text: impl std::fmt::Display) {
	eprintln!("{text}");
}
