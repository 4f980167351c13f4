//! What clients rely on: indices, extensions, sizes. A change here raises `transaction_version`.

use super::common::*;
use crate::{
	Runtime, RuntimeCall, RuntimeError, RuntimeEvent, TxExtension, VERSION,
	genesis_config_presets::{DEVELOPMENT, LOCAL},
};
use scale_info::{MetaType, TypeDef, TypeInfo, form::MetaForm};
use sp_runtime::traits::TransactionExtension;
use std::fmt::Write;

/// Variants of an enum as (index, name, type of the first field).
pub fn variants(of: &scale_info::Type<MetaForm>) -> Vec<(u8, &'static str, Option<MetaType>)> {
	match &of.type_def {
		TypeDef::Variant(def) => def
			.variants
			.iter()
			.map(|variant| {
				(variant.index, variant.name, variant.fields.first().map(|field| field.ty))
			})
			.collect(),
		_ => Vec::new(),
	}
}

/// One line a pallet: `index pallet kind: index name, ...`.
fn indices() -> String {
	let mut lines = Vec::new();
	for (kind, outer) in [
		("calls", RuntimeCall::type_info()),
		("events", RuntimeEvent::type_info()),
		("errors", RuntimeError::type_info()),
	] {
		for (index, pallet, inner) in variants(&outer) {
			let mut line = format!("{index} {pallet} {kind}:");
			for (index, name, _) in inner.map(|ty| variants(&ty.type_info())).unwrap_or_default() {
				write!(line, " {index} {name},").unwrap();
			}
			lines.push((index, line));
		}
	}
	lines.sort_by_key(|(index, _)| *index);
	lines.into_iter().map(|(_, line)| line + "\n").collect()
}

#[test]
fn indices_should_not_change() {
	let actual = indices();
	let expected = include_str!("indices.txt");
	if actual != expected {
		let old: Vec<_> = expected.lines().collect();
		for line in actual.lines().filter(|line| !old.contains(line)).take(9) {
			println!("new: {line}");
		}
		if std::env::var_os("UPDATE_INDICES").is_some() {
			let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/tests/indices.txt");
			std::fs::write(path, &actual).unwrap();
		}
		panic!(
			"indices changed; if that is meant, raise `transaction_version` and run this test once with \
			 UPDATE_INDICES=1"
		);
	}
}

#[test]
fn extensions_should_keep_their_order() {
	let names: Vec<_> = <TxExtension as TransactionExtension<RuntimeCall>>::metadata()
		.into_iter()
		.map(|extension| extension.identifier)
		.collect();
	assert_eq!(
		names,
		[
			"AuthorizeCall",
			"CheckNonZeroSender",
			"CheckSpecVersion",
			"CheckTxVersion",
			"CheckGenesis",
			"CheckMortality",
			"CheckNonce",
			"CheckWeight",
			"ChargeAssetTxPayment",
			"CheckMetadataHash",
			"WeightReclaim",
		]
	);
}

#[test]
fn calls_should_be_small() {
	RuntimeCall::assert_size_under(1_024);
}

#[test]
fn the_version_should_name_this_chain() {
	assert_eq!(VERSION.spec_name, "orogen");
	assert_eq!((VERSION.spec_version, VERSION.transaction_version), (1, 1));
}

#[test]
fn metadata_should_be_that_of_one_runtime_but_for_the_length_of_an_epoch() {
	use codec::Encode;
	let metadata = |name| preset(name).execute_with(|| Runtime::metadata().encode());
	let (development, local) = (metadata(DEVELOPMENT), metadata(LOCAL));
	assert_eq!(development.len(), local.len());
	// The constant `Babe::EpochDuration`, 20 or 50.
	let differing = development.iter().zip(&local).filter(|(one, other)| one != other).count();
	assert_eq!(differing, 1);
}
