//! Puts the node's parts together.

use crate::{
	blob,
	cli::Sealing,
	failure::Failure,
	fake_runtime_api::RuntimeApi,
	genesis,
	rpc::{self, ConsensusRpc},
	sealing::{self, CommandSender, Marker},
};
use futures::FutureExt;
use orogen_primitives_core::{Hash, OpaqueBlock as Block};
use sc_client_api::{Backend as _, BlockBackend};
use sc_consensus::DefaultImportQueue;
use sc_consensus_babe::{
	BabeBlockImport, BabeLink, BabeWorkerHandle, ImportQueueParams, SlotProportion,
};
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaBlockImport, GrandpaPruningFilter, LinkHalf, SharedVoterState,
};
use sc_consensus_manual_seal::{ManualSealParams, consensus::babe::BabeConsensusDataProvider};
use sc_executor::{HeapAllocStrategy, WasmExecutor};
use sc_network::{
	Litep2pNetworkBackend, NetworkBackend,
	config::FullNetworkConfiguration,
	service::{NotificationMetrics, traits::NetworkService},
};
use sc_network_sync::SyncingService;
use sc_service::{
	BuildGenesisBlock, ChainType, Configuration, GenesisBlockBuilder, TaskManager, WarpSyncConfig,
};
use sc_telemetry::{Telemetry, TelemetryHandle, TelemetryWorker};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_blockchain::HeaderBackend;
use sp_consensus_babe::inherents::BabeCreateInherentDataProviders;
use sp_core::storage::{Storage, well_known_keys};
use sp_keystore::KeystorePtr;
use std::{sync::Arc, time::Duration};

pub(crate) type Executor = WasmExecutor<sp_io::SubstrateHostFunctions>;
pub(crate) type FullClient = sc_service::TFullClient<Block, RuntimeApi, Executor>;
pub(crate) type FullBackend = sc_service::TFullBackend<Block>;
pub(crate) type FullPool = sc_transaction_pool::TransactionPoolHandle<Block, FullClient>;
pub(crate) type SelectChain = sc_consensus::LongestChain<FullBackend, Block>;
pub(crate) type Inherents = BabeCreateInherentDataProviders<Block>;
type GrandpaImport = GrandpaBlockImport<FullBackend, Block, FullClient, SelectChain>;
type BabeImport<Inner> = BabeBlockImport<Block, FullClient, Inner, Inherents, SelectChain>;
type Network = Litep2pNetworkBackend;
type NetworkConfig = FullNetworkConfiguration<Block, Hash, Network>;

/// Blocks between two justifications that are kept although no authority changed.
const JUSTIFICATION_PERIOD: u32 = 512;
/// How long a GRANDPA message travels.
const GOSSIP_DURATION: Duration = Duration::from_millis(333);
/// Part of a slot that is spent on making a block.
const PROPOSAL_PORTION: f32 = 0.5;

/// An opened chain, before consensus.
pub(crate) struct Opened {
	pub(crate) client: Arc<FullClient>,
	pub(crate) backend: Arc<FullBackend>,
	pub(crate) keystore: KeystorePtr,
	pub(crate) task_manager: TaskManager,
	telemetry: Option<Telemetry>,
}

impl Opened {
	fn telemetry(&self) -> Option<TelemetryHandle> {
		self.telemetry.as_ref().map(Telemetry::handle)
	}

	fn select_chain(&self) -> SelectChain {
		SelectChain::new(self.backend.clone())
	}

	fn pool(&self, config: &Configuration) -> Arc<FullPool> {
		let builder = sc_transaction_pool::Builder::new(
			self.task_manager.spawn_essential_handle(),
			self.client.clone(),
			config.role.is_authority().into(),
		);
		Arc::from(
			builder
				.with_options(config.transaction_pool.clone())
				.with_prometheus(config.prometheus_registry())
				.build(),
		)
	}
}

/// Opens the chain's database, or makes it, and checks that chain, database and node agree.
pub(crate) fn open(config: &Configuration) -> Result<Opened, Failure> {
	let executor = executor(config);
	let mut settings = config.db_config();
	// Without it, pruning of blocks would take the justifications that warp sync proofs are made of.
	settings.pruning_filters = vec![Arc::new(GrandpaPruningFilter)];
	let backend = sc_service::new_db_backend::<Block>(settings)
		.map_err(|error| database_failure(config, &error.to_string()))?;

	let genesis = genesis::build(config.chain_spec.as_ref(), &executor).map_err(|error| {
		format!("genesis of the chain `{}` cannot be made: {error}", config.chain_spec.id())
	})?;
	check_genesis(config, &backend, &executor, &genesis)?;
	let genesis_code = genesis.top.get(well_known_keys::CODE).cloned();
	let genesis_builder = GenesisBlockBuilder::new_with_storage(
		genesis,
		!config.no_genesis(),
		backend.clone(),
		executor.clone(),
	)?;

	let telemetry = match config.telemetry_endpoints.clone() {
		Some(endpoints) if !endpoints.is_empty() => {
			let worker = TelemetryWorker::new(16).map_err(sc_service::Error::from)?;
			let telemetry = worker.handle().new_telemetry(endpoints);
			Some((worker, telemetry))
		}
		_ => None,
	};
	let (client, backend, keystore, task_manager) =
		sc_service::new_full_parts_with_genesis_builder(
			config,
			telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
			executor,
			backend,
			genesis_builder,
			false,
		)?;
	let telemetry = telemetry.map(|(worker, telemetry)| {
		task_manager.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});

	check_runtime(&client, genesis_code)?;
	Ok(Opened {
		client: Arc::new(client),
		backend,
		keystore: keystore.keystore(),
		task_manager,
		telemetry,
	})
}

fn executor(config: &Configuration) -> Executor {
	let heap = config
		.executor
		.default_heap_pages
		.and_then(|pages| u32::try_from(pages).ok())
		.map_or(sc_executor::DEFAULT_HEAP_ALLOC_STRATEGY, |extra_pages| {
			HeapAllocStrategy::Static { extra_pages }
		});
	// The cache takes absolute paths only, while --base-path may be a relative one.
	let cache = config.data_path.join("wasm-cache");
	let cache = std::path::absolute(&cache).unwrap_or(cache);
	Executor::builder()
		.with_execution_method(config.executor.wasm_method)
		.with_onchain_heap_alloc_strategy(heap)
		.with_offchain_heap_alloc_strategy(heap)
		.with_max_runtime_instances(config.executor.max_runtime_instances)
		.with_runtime_cache_size(config.executor.runtime_cache_size)
		.with_cache_path(cache)
		.build()
}

/// What to say when the database cannot be opened.
pub(crate) fn database_failure(config: &Configuration, reason: &str) -> Failure {
	// A folder that cannot be made is no damage.
	if let Some(path) = config.database.path()
		&& let Err(error) = std::fs::create_dir_all(path)
	{
		let path = path.display();
		return Failure::Said(format!(
			"the folder {path} cannot be made: {error}; choose another --base-path, or mend what is \
			 above it"
		));
	}
	let path = config.database.path().map(|path| path.display().to_string()).unwrap_or_default();
	Failure::Said(format!(
		"the database {path} cannot be opened: {reason}; if no other node uses it, it is damaged: \
		 remove it with purge-chain and synchronise again"
	))
}

/// Refuses a database whose genesis is not the chain's.
fn check_genesis(
	config: &Configuration,
	backend: &Arc<FullBackend>,
	executor: &Executor,
	genesis: &Storage,
) -> Result<(), Failure> {
	let Some(stored) = backend.blockchain().hash(0)? else { return Ok(()) };
	let builder = GenesisBlockBuilder::<Block, _, _>::new_with_storage(
		genesis.clone(),
		false,
		backend.clone(),
		executor.clone(),
	)?;
	let (block, _) = builder.build_genesis_block()?;
	let wanted = block.header.hash();
	if stored == wanted {
		return Ok(());
	}
	Err(Failure::Said(format!(
		"the data folder {} holds another chain: its genesis is {stored:?}, that of `{}` is {wanted:?}; \
		 choose another --base-path, or the chain specification or runtime blob that it was made with, \
		 or run purge-chain",
		config.data_path.display(),
		config.chain_spec.id(),
	)))
}

/// Refuses a chain whose runtime the node cannot work with.
fn check_runtime(client: &FullClient, genesis_code: Option<Vec<u8>>) -> Result<(), Failure> {
	let info = client.info();
	let version = if info.finalized_state.is_some() {
		client
			.runtime_version_at(info.best_hash, sp_core::traits::CallContext::Offchain)
			.map_err(|error| format!("the chain's runtime has no version: {error}"))?
	} else {
		// Warp sync starts without a state; what counts is the code that genesis has.
		blob::version_of(&genesis_code.ok_or("genesis of the chain has no runtime".to_owned())?)
			.map_err(|reason| format!("the runtime of genesis does not serve: {reason}"))?
	};
	blob::check(&version)
		.map_err(|reason| format!("the chain's runtime does not serve: {reason}").into())
}

/// BABE and GRANDPA around an opened chain.
pub(crate) struct Consensus {
	pub(crate) queue: DefaultImportQueue<Block>,
	pool: Arc<FullPool>,
	babe_import: BabeImport<GrandpaImport>,
	babe_link: BabeLink<Block>,
	babe_worker: BabeWorkerHandle<Block>,
	grandpa_link: LinkHalf<Block, FullClient, SelectChain>,
	inherents: Inherents,
}

/// Sets up the import of blocks by BABE's and GRANDPA's rules.
pub(crate) fn consensus(config: &Configuration, opened: &Opened) -> Result<Consensus, Failure> {
	let client = opened.client.clone();
	let select_chain = opened.select_chain();
	let pool = opened.pool(config);
	let (grandpa_import, grandpa_link) = sc_consensus_grandpa::block_import(
		client.clone(),
		JUSTIFICATION_PERIOD,
		&client,
		select_chain.clone(),
		opened.telemetry(),
	)?;

	let babe = sc_consensus_babe::configuration(&*client)?;
	let slot_duration = babe.slot_duration();
	let inherents: Inherents = Arc::new(move |_, ()| async move {
		let timestamp = sp_timestamp::InherentDataProvider::from_system_time();
		let slot =
			sp_consensus_babe::inherents::InherentDataProvider::from_timestamp_and_slot_duration(
				*timestamp,
				slot_duration,
			);
		Ok((slot, timestamp))
	});
	let (babe_import, babe_link) = sc_consensus_babe::block_import(
		babe,
		grandpa_import.clone(),
		client.clone(),
		inherents.clone(),
		select_chain,
		OffchainTransactionPoolFactory::new(pool.clone()),
	)?;
	let (queue, babe_worker) = sc_consensus_babe::import_queue(ImportQueueParams {
		link: babe_link.clone(),
		block_import: babe_import.clone(),
		justification_import: Some(Box::new(grandpa_import)),
		client,
		slot_duration,
		spawner: &opened.task_manager.spawn_essential_handle(),
		registry: config.prometheus_registry(),
		telemetry: opened.telemetry(),
	})?;
	Ok(Consensus { queue, pool, babe_import, babe_link, babe_worker, grandpa_link, inherents })
}

/// Starts the node.
pub(crate) fn run(
	mut config: Configuration,
	sealing: Option<Sealing>,
) -> Result<TaskManager, Failure> {
	if matches!(config.chain_spec.chain_type(), ChainType::Development | ChainType::Local) {
		// Such networks are small; the default waits for three peers.
		config.network.min_peers_to_start_warp_sync = Some(1);
	}
	match sealing {
		Some(mode) => run_sealed(config, mode),
		None => run_by_clock(config),
	}
}

fn network_config(config: &Configuration) -> (NetworkConfig, NotificationMetrics) {
	let registry = config.prometheus_registry();
	let metrics = <Network as NetworkBackend<Block, Hash>>::register_notification_metrics(registry);
	(NetworkConfig::new(&config.network, registry.cloned()), metrics)
}

/// The running network.
struct Networking {
	network: Arc<dyn NetworkService>,
	sync: Arc<SyncingService<Block>>,
}

/// What [`start`] needs besides the opened chain.
struct Parts {
	queue: DefaultImportQueue<Block>,
	pool: Arc<FullPool>,
	net_config: NetworkConfig,
	metrics: NotificationMetrics,
	warp_sync: Option<WarpSyncConfig<Block>>,
	consensus_rpc: Option<ConsensusRpc>,
	sealer: Option<CommandSender>,
}

/// Starts everything but the making of blocks.
fn start(config: Configuration, opened: &mut Opened, parts: Parts) -> Result<Networking, Failure> {
	let Parts { queue, pool, net_config, metrics, warp_sync, consensus_rpc, sealer } = parts;
	let (network, system_rpc_tx, tx_handler_controller, sync, _) =
		sc_service::build_network(sc_service::BuildNetworkParams {
			config: &config,
			net_config,
			client: opened.client.clone(),
			transaction_pool: pool.clone(),
			spawn_handle: opened.task_manager.spawn_handle(),
			spawn_essential_handle: opened.task_manager.spawn_essential_handle(),
			import_queue: queue,
			block_announce_validator_builder: None,
			warp_sync_config: warp_sync,
			block_relay: None,
			metrics,
			gap_sync_body_policy: None,
		})?;

	if config.offchain_worker.enabled {
		let workers = sc_offchain::OffchainWorkers::new(sc_offchain::OffchainWorkerOptions {
			runtime_api_provider: opened.client.clone(),
			keystore: Some(opened.keystore.clone()),
			offchain_db: opened.backend.offchain_storage(),
			transaction_pool: Some(OffchainTransactionPoolFactory::new(pool.clone())),
			network_provider: Arc::new(network.clone()),
			is_validator: config.role.is_authority(),
			enable_http_requests: true,
			custom_extensions: |_| Vec::new(),
		})
		.map_err(sc_service::Error::from)?;
		opened.task_manager.spawn_handle().spawn(
			"offchain-workers-runner",
			"offchain-worker",
			workers.run(opened.client.clone(), opened.task_manager.spawn_handle()).boxed(),
		);
	}

	let rpc_builder = {
		let deps = rpc::Deps {
			client: opened.client.clone(),
			offchain: opened.backend.offchain_storage(),
			pool: pool.clone(),
			keystore: opened.keystore.clone(),
			select_chain: opened.select_chain(),
			chain_spec: config.chain_spec.cloned_box(),
			consensus: consensus_rpc,
			sealer,
		};
		Box::new(move |executor| rpc::create(&deps, executor))
	};
	sc_service::spawn_tasks(sc_service::SpawnTasksParams {
		config,
		client: opened.client.clone(),
		backend: opened.backend.clone(),
		task_manager: &mut opened.task_manager,
		keystore: opened.keystore.clone(),
		transaction_pool: pool,
		rpc_builder,
		network: network.clone(),
		system_rpc_tx,
		tx_handler_controller,
		sync_service: sync.clone(),
		telemetry: opened.telemetry.as_mut(),
		tracing_execute_block: None,
	})?;
	Ok(Networking { network, sync })
}

/// Blocks by the clock: BABE and GRANDPA.
fn run_by_clock(config: Configuration) -> Result<TaskManager, Failure> {
	Marker::of(&config).check()?;
	let mut opened = open(&config)?;
	let Consensus { queue, pool, babe_import, babe_link, babe_worker, grandpa_link, inherents } =
		consensus(&config, &opened)?;

	let (mut net_config, metrics) = network_config(&config);
	let genesis_hash =
		opened.client.block_hash(0)?.ok_or("the chain has no genesis block".to_owned())?;
	let protocol = sc_consensus_grandpa::protocol_standard_name(&genesis_hash, &config.chain_spec);
	let (grandpa_protocol, grandpa_notifications) =
		sc_consensus_grandpa::grandpa_peers_set_config::<Block, Network>(
			protocol.clone(),
			metrics.clone(),
			net_config.peer_store_handle(),
		);
	net_config.add_notification_protocol(grandpa_protocol);
	let warp_sync = Arc::new(sc_consensus_grandpa::warp_proof::NetworkProvider::new(
		opened.backend.clone(),
		grandpa_link.shared_authority_set().clone(),
		Vec::new(),
	));

	let voter_state = SharedVoterState::empty();
	let consensus_rpc = ConsensusRpc {
		babe_worker,
		grandpa_authorities: grandpa_link.shared_authority_set().clone(),
		grandpa_voter: voter_state.clone(),
		grandpa_justifications: grandpa_link.justification_stream(),
		finality_proofs: FinalityProofProvider::new_for_service(
			opened.backend.clone(),
			Some(grandpa_link.shared_authority_set().clone()),
		),
	};

	let role = config.role;
	let name = config.network.node_name.clone();
	let force_authoring = config.force_authoring;
	let enable_grandpa = !config.disable_grandpa;
	let registry = config.prometheus_registry().cloned();
	let Networking { network, sync } = start(
		config,
		&mut opened,
		Parts {
			queue,
			pool: pool.clone(),
			net_config,
			metrics,
			warp_sync: Some(WarpSyncConfig::WithProvider(warp_sync)),
			consensus_rpc: Some(consensus_rpc),
			sealer: None,
		},
	)?;

	if role.is_authority() {
		let proposers = sc_basic_authorship::ProposerFactory::new(
			opened.task_manager.spawn_handle(),
			opened.client.clone(),
			pool.clone(),
			registry.as_ref(),
			opened.telemetry(),
		);
		let babe = sc_consensus_babe::start_babe(sc_consensus_babe::BabeParams {
			keystore: opened.keystore.clone(),
			client: opened.client.clone(),
			select_chain: opened.select_chain(),
			env: proposers,
			block_import: babe_import,
			sync_oracle: sync.clone(),
			justification_sync_link: sync.clone(),
			create_inherent_data_providers: inherents,
			force_authoring,
			// Without finality blocks go on at full pace: windows that count blocks must not stretch.
			backoff_authoring_blocks: None::<()>,
			babe_link,
			block_proposal_slot_portion: SlotProportion::new(PROPOSAL_PORTION),
			max_block_proposal_slot_portion: None,
			telemetry: opened.telemetry(),
		})
		.map_err(sc_service::Error::from)?;
		opened.task_manager.spawn_essential_handle().spawn_blocking(
			"babe-proposer",
			Some("block-authoring"),
			babe,
		);
	}

	if enable_grandpa {
		let voter = sc_consensus_grandpa::run_grandpa_voter(sc_consensus_grandpa::GrandpaParams {
			config: sc_consensus_grandpa::Config {
				gossip_duration: GOSSIP_DURATION,
				justification_generation_period: JUSTIFICATION_PERIOD,
				observer_enabled: false,
				local_role: role,
				name: Some(name),
				// Only an author votes; others follow the justifications.
				keystore: role.is_authority().then(|| opened.keystore.clone()),
				telemetry: opened.telemetry(),
				protocol_name: protocol,
			},
			link: grandpa_link,
			network,
			sync,
			notification_service: grandpa_notifications,
			voting_rule: sc_consensus_grandpa::VotingRulesBuilder::default().build(),
			prometheus_registry: registry,
			shared_voter_state: voter_state,
			telemetry: opened.telemetry(),
			offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(pool),
		})?;
		opened.task_manager.spawn_essential_handle().spawn_blocking("grandpa-voter", None, voter);
	}
	Ok(opened.task_manager)
}

/// Blocks on demand: BABE's blocks, each finalised at once.
fn run_sealed(mut config: Configuration, mode: Sealing) -> Result<TaskManager, Failure> {
	sealing::check_chain(&config)?;
	// The one author of a development chain, also when it is not named by --dev.
	config.dev_key_seed.get_or_insert_with(|| "//Alice".into());
	let mut opened = open(&config)?;
	Marker::of(&config).set()?;

	let client = opened.client.clone();
	let select_chain = opened.select_chain();
	let pool = opened.pool(&config);
	let queue = sc_consensus_manual_seal::import_queue(
		Box::new(client.clone()),
		&opened.task_manager.spawn_essential_handle(),
		config.prometheus_registry(),
	);
	let babe = sc_consensus_babe::configuration(&*client)?;
	let authorities = babe.authorities.clone();
	let inherents = sealing::inherents(client.clone(), babe.slot_duration());
	// BABE's own import fills the tree of epochs that the digests are made from. Inside it stands the
	// client without GRANDPA: finality comes from sealing.
	let (block_import, babe_link) = sc_consensus_babe::block_import(
		babe,
		client.clone(),
		client.clone(),
		inherents.clone(),
		select_chain.clone(),
		OffchainTransactionPoolFactory::new(pool.clone()),
	)?;
	let (commands, sealer) = sealing::commands(mode, &pool);

	let (net_config, metrics) = network_config(&config);
	let registry = config.prometheus_registry().cloned();
	// Starting the tasks puts the author's keys into the keystore, so it comes before sealing.
	start(
		config,
		&mut opened,
		Parts {
			queue,
			pool: pool.clone(),
			net_config,
			metrics,
			warp_sync: None,
			consensus_rpc: None,
			sealer,
		},
	)?;

	let digests = BabeConsensusDataProvider::new(
		client.clone(),
		opened.keystore.clone(),
		babe_link.epoch_changes().clone(),
		authorities,
	)
	.map_err(|error| format!("sealing cannot start: {error}"))?;
	let env = sc_basic_authorship::ProposerFactory::new(
		opened.task_manager.spawn_handle(),
		client.clone(),
		pool.clone(),
		registry.as_ref(),
		opened.telemetry(),
	);
	let seal = sc_consensus_manual_seal::run_manual_seal(ManualSealParams {
		block_import,
		env,
		client,
		pool,
		commands_stream: commands,
		select_chain,
		consensus_data_provider: Some(Box::new(digests)),
		create_inherent_data_providers: inherents,
	});
	opened.task_manager.spawn_essential_handle().spawn_blocking("sealing", None, seal);
	Ok(opened.task_manager)
}
