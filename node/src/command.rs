//! Runs what the command line asks for.

use crate::{
	cli::{Cli, Subcommand},
	failure::{self, Failure},
	genesis, key, sealing, service,
};
use orogen_primitives_core::OpaqueBlock as Block;
use sc_cli::{CliConfiguration, NetworkBackendType, Runner, SubstrateCli};
use sc_network::{Multiaddr, multiaddr::Protocol};
use sc_service::{Configuration, TaskManager};
use std::{
	future::Future,
	io::ErrorKind,
	net::{IpAddr, SocketAddr, TcpListener, UdpSocket},
};

/// Runs the program.
pub(crate) fn run() -> Result<(), Failure> {
	failure::report_panics(None);
	let Some(mut cli) = Cli::parse_args()? else { return Ok(()) };
	if cli.subcommand.is_none() {
		cli.relax_node_key();
	}
	match &cli.subcommand {
		None => run_node(&cli),
		Some(Subcommand::Key(command)) => {
			key::check(command, cli.inspected.as_ref())?;
			Ok(command.run(&cli)?)
		}
		Some(Subcommand::ExportChainSpec(command)) => {
			let mut spec = cli.load_spec(&command.chain)?;
			genesis::prepare_export(spec.as_mut(), command.raw)?;
			Ok(command.run(spec)?)
		}
		Some(Subcommand::CheckBlock(command)) => {
			import(reader(&cli, command)?, |queue, client| command.run(client, queue))
		}
		Some(Subcommand::ImportBlocks(command)) => {
			import(runner(&cli, command)?, |queue, client| command.run(client, queue))
		}
		Some(Subcommand::ExportBlocks(command)) => reader(&cli, command)?.async_run(|config| {
			let opened = service::open(&config)?;
			let exported = command.run(opened.client, config.database);
			Ok((async { Ok(exported.await?) }, opened.task_manager))
		}),
		Some(Subcommand::ExportState(command)) => reader(&cli, command)?.async_run(|config| {
			let opened = service::open(&config)?;
			let exported = command.run(opened.client, config.chain_spec);
			Ok((async { Ok(exported.await?) }, opened.task_manager))
		}),
		Some(Subcommand::Revert(command)) => reader(&cli, command)?.async_run(|config| {
			let opened = service::open(&config)?;
			let consensus = Box::new(
				|client: std::sync::Arc<service::FullClient>,
				 backend,
				 blocks|
				 -> sc_cli::Result<()> {
					sc_consensus_babe::revert(client.clone(), backend, blocks)?;
					sc_consensus_grandpa::revert(client, blocks)?;
					Ok(())
				},
			);
			let reverted = command.run(opened.client, opened.backend, Some(consensus));
			Ok((async { Ok(reverted.await?) }, opened.task_manager))
		}),
		Some(Subcommand::PurgeChain(command)) => {
			runner(&cli, command)?.sync_run(|config| Ok(command.run(config.database)?))
		}
		Some(Subcommand::ChainInfo(command)) => reader(&cli, command)?.sync_run(|config| {
			command
				.run::<Block>(&config)
				.map_err(|error| service::database_failure(&config, &error.to_string()))
		}),
	}
}

fn runner<C: CliConfiguration>(cli: &Cli, command: &C) -> Result<Runner<Cli>, Failure> {
	let mut runner = cli.create_runner(command)?;
	failure::report_panics(runner.config().database.path());
	// Blocks that a command imports get their rows into the off-chain index, too.
	runner.config_mut().offchain_worker.indexing_enabled = true;
	Ok(runner)
}

/// As [`runner`], for a command that is of no use without a database.
fn reader<C: CliConfiguration>(cli: &Cli, command: &C) -> Result<Runner<Cli>, Failure> {
	let runner = runner(cli, command)?;
	match runner.config().database.path() {
		Some(path) if !path.exists() => Err(Failure::Said(format!(
			"there is no database in {}: name the node's --base-path and --chain",
			path.display()
		))),
		_ => Ok(runner),
	}
}

/// Runs a command that imports blocks.
fn import<F>(
	runner: Runner<Cli>,
	command: impl FnOnce(
		sc_consensus::DefaultImportQueue<Block>,
		std::sync::Arc<service::FullClient>,
	) -> F,
) -> Result<(), Failure>
where
	F: Future<Output = sc_cli::Result<()>>,
{
	runner.async_run(|config| {
		let opened = service::open(&config)?;
		let consensus = service::consensus(&config, &opened)?;
		let imported = command(consensus.queue, opened.client);
		Ok((async { Ok(imported.await?) }, opened.task_manager))
	})
}

fn run_node(cli: &Cli) -> Result<(), Failure> {
	if matches!(cli.run.network_params.network_backend, NetworkBackendType::Libp2p) {
		return Err(Failure::Said(
			"this node speaks litep2p only: leave out --network-backend".into(),
		));
	}
	let mut runner = cli.create_runner(&cli.run)?;
	failure::report_panics(runner.config().database.path());
	refuse_random_ports(runner.config_mut());
	check_ports(runner.config(), cli.run.prometheus_params.prometheus_port.is_some())?;
	let sealing = cli.sealing;
	if sealing.is_some() {
		sealing::check_chain(runner.config())?;
	}
	runner.run_node_until_exit(|config| async move {
		let started: Result<TaskManager, Failure> = service::run(config, sealing);
		started
	})
}

/// A busy RPC port ends the start, where the library would quietly take another one.
fn refuse_random_ports(config: &mut Configuration) {
	for endpoint in config.rpc.addr.iter_mut().flatten() {
		endpoint.retry_random_port = false;
	}
}

/// Says which port is taken before anything is started; the network library would go on without it.
fn check_ports(config: &Configuration, own_prometheus_port: bool) -> Result<(), Failure> {
	for endpoint in config.rpc.addr.iter().flatten().filter(|endpoint| !endpoint.is_optional) {
		check_tcp(endpoint.listen_addr, "RPC", "--rpc-port")?;
	}
	for address in &config.network.listen_addresses {
		match socket_of(address) {
			Some((socket, Transport::Tcp)) => check_tcp(socket, "p2p", "--port")?,
			Some((socket, Transport::Udp)) => {
				check_bound(UdpSocket::bind(socket), socket, "p2p", "--port")?;
			}
			None => {}
		}
	}
	if let Some(prometheus) = &config.prometheus_config
		&& let Err(taken) = check_tcp(prometheus.port, "Prometheus", "--prometheus-port")
	{
		// The default port is no wish of the operator, and several nodes may share a machine.
		if own_prometheus_port {
			return Err(taken);
		}
		log::warn!("No metrics: {taken}");
	}
	Ok(())
}

fn check_tcp(socket: SocketAddr, what: &str, flag: &str) -> Result<(), Failure> {
	check_bound(TcpListener::bind(socket), socket, what, flag)
}

fn check_bound<T>(
	bound: std::io::Result<T>,
	socket: SocketAddr,
	what: &str,
	flag: &str,
) -> Result<(), Failure> {
	let reason = match bound {
		Err(error) if error.kind() == ErrorKind::AddrInUse => "is in use",
		Err(error) if error.kind() == ErrorKind::PermissionDenied => "may not be used",
		// A machine without IPv6 cannot bind such addresses, which is no fault.
		_ => return Ok(()),
	};
	Err(Failure::Said(format!(
		"the {what} port {} {reason} (address {}): choose another one with {flag}",
		socket.port(),
		socket.ip()
	)))
}

/// What carries a p2p address.
#[derive(Debug, PartialEq, Eq)]
enum Transport {
	Tcp,
	Udp,
}

fn socket_of(address: &Multiaddr) -> Option<(SocketAddr, Transport)> {
	let mut parts = address.iter();
	let ip = match parts.next()? {
		Protocol::Ip4(ip) => IpAddr::V4(ip),
		Protocol::Ip6(ip) => IpAddr::V6(ip),
		_ => return None,
	};
	match parts.next()? {
		Protocol::Tcp(port) => Some((SocketAddr::new(ip, port), Transport::Tcp)),
		Protocol::Udp(port) => Some((SocketAddr::new(ip, port), Transport::Udp)),
		_ => None,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn socket_of_should_read_tcp_websocket_and_webrtc_addresses() {
		for (text, expected) in [
			("/ip4/127.0.0.1/tcp/30333", Some(("127.0.0.1:30333", Transport::Tcp))),
			("/ip6/::/tcp/30333/ws", Some(("[::]:30333", Transport::Tcp))),
			("/ip4/0.0.0.0/udp/1/webrtc-direct", Some(("0.0.0.0:1", Transport::Udp))),
			("/dns/example.org/tcp/1", None),
		] {
			let expected = expected.map(|(socket, kind)| (socket.parse().unwrap(), kind));
			assert_eq!(socket_of(&text.parse().unwrap()), expected, "{text}");
		}
	}

	#[test]
	fn check_tcp_should_name_port_and_flag_when_the_port_is_in_use() {
		let listener = TcpListener::bind("127.0.0.1:0").unwrap();
		let socket = listener.local_addr().unwrap();
		let message = check_tcp(socket, "RPC", "--rpc-port").unwrap_err().to_string();
		assert_eq!(
			message,
			format!(
				"the RPC port {} is in use (address 127.0.0.1): choose another one with --rpc-port",
				socket.port()
			)
		);
		drop(listener);
		assert!(check_tcp(socket, "RPC", "--rpc-port").is_ok());
	}
}
