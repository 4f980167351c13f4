//! What all our methods check of their parameters before they are called: number and names, against
//! the OpenRPC document. Without it, what is too much would be ignored, and what is missing would be an
//! error without advice.

use super::{
	discover::DOCUMENT,
	error::{Namespace, WrongParameters},
};
use futures::{FutureExt, future};
use jsonrpsee::{
	MethodCallback, MethodResponse, RpcModule,
	core::RegisterMethodError,
	types::{ErrorObjectOwned, Params},
};
use serde::{
	Deserialize, Deserializer,
	de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;
use std::{collections::BTreeMap, fmt, sync::Arc};

/// What the document says about a method's parameters.
#[derive(Clone, Debug, Deserialize)]
struct Method {
	name: String,
	params: Vec<Parameter>,
}

#[derive(Clone, Debug, Deserialize)]
struct Parameter {
	name: String,
	#[serde(default)]
	required: bool,
}

#[derive(Deserialize)]
struct Document {
	methods: Vec<Method>,
}

/// Parameters as they came.
enum Given {
	ByPosition(usize),
	ByName(Vec<String>),
}

impl<'de> Deserialize<'de> for Given {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		deserializer.deserialize_any(GivenVisitor)
	}
}

struct GivenVisitor;

impl<'de> Visitor<'de> for GivenVisitor {
	type Value = Given;

	fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
		formatter.write_str("a list or an object")
	}

	fn visit_unit<E>(self) -> Result<Given, E> {
		Ok(Given::ByPosition(0))
	}

	fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Given, A::Error> {
		let mut count = 0_usize;
		while list.next_element::<IgnoredAny>()?.is_some() {
			count = count.saturating_add(1);
		}
		Ok(Given::ByPosition(count))
	}

	fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Given, A::Error> {
		let mut names = Vec::new();
		while let Some((name, IgnoredAny)) = object.next_entry()? {
			names.push(name);
		}
		Ok(Given::ByName(names))
	}
}

impl Method {
	/// Whether number and names of `params` are those of the method.
	fn check(&self, params: &Params<'_>) -> Result<(), ErrorObjectOwned> {
		let text = params.as_str().map(str::trim).filter(|text| !text.is_empty());
		let given = match text.map(serde_json::from_str).transpose() {
			Ok(given) => given.unwrap_or(Given::ByPosition(0)),
			Err(_) => return Err(self.wrong("they are neither a list nor an object")),
		};
		let missing = |absent: &dyn Fn(usize, &Parameter) -> bool| {
			let mut all = self.params.iter().enumerate();
			all.find(|(place, parameter)| parameter.required && absent(*place, parameter))
				.map(|(_, parameter)| format!("`{}` is missing", parameter.name))
		};
		let fault = match &given {
			Given::ByPosition(count) => missing(&|place, _| place >= *count).or_else(|| {
				let most = self.params.len();
				(*count > most).then(|| format!("there are {count} of at most {most}"))
			}),
			Given::ByName(names) => {
				let known = |name: &&String| self.params.iter().any(|own| own.name == **name);
				let unknown = names.iter().find(|name| !known(name));
				let again = (1..names.len()).find_map(|place| {
					let (before, rest) = names.split_at_checked(place)?;
					rest.first().filter(|name| before.contains(name))
				});
				unknown
					.map(|name| format!("there is none called `{}`", shortened(name)))
					.or_else(|| missing(&|_, own| !names.contains(&own.name)))
					.or_else(|| again.map(|name| format!("`{name}` is given twice")))
			}
		};
		fault.map_or(Ok(()), |fault| Err(self.wrong(&fault)))
	}

	fn wrong(&self, fault: &str) -> ErrorObjectOwned {
		let own = self.params.iter().map(
			|Parameter { name, required }| {
				if *required { name.clone() } else { format!("{name}?") }
			},
		);
		WrongParameters { method: &self.name, fault, takes: own.collect() }.into()
	}

	/// The id of the subscription that an unsubscribing method is given, as a list with it.
	fn subscription(&self, params: &Params<'_>) -> Result<String, ErrorObjectOwned> {
		let given: Option<Value> = params.as_str().and_then(|text| serde_json::from_str(text).ok());
		let id = given.as_ref().and_then(|given| {
			self.params.first().and_then(|own| given.get(0).or_else(|| given.get(&own.name)))
		});
		id.filter(|id| id.is_string()).map(|id| format!("[{id}]")).ok_or_else(|| {
			let expected = "the id that the subscription was answered with, a string";
			match Namespace::of(&self.name) {
				Some(namespace) => namespace.invalid("subscription", expected).into(),
				None => self.wrong("`subscription` is no string"),
			}
		})
	}

	/// `callback` behind the checks.
	fn guard(self: Arc<Self>, callback: MethodCallback) -> MethodCallback {
		match callback {
			MethodCallback::Sync(call) => {
				MethodCallback::Sync(Arc::new(move |id, params, most, extensions| {
					match self.check(&params) {
						Ok(()) => call(id, params, most, extensions),
						Err(error) => MethodResponse::error(id, error).with_extensions(extensions),
					}
				}))
			}
			MethodCallback::Async(call) => {
				MethodCallback::Async(Arc::new(move |id, params, connection, most, extensions| {
					match self.check(&params) {
						Ok(()) => call(id, params, connection, most, extensions),
						Err(error) => {
							let answer = MethodResponse::error(id, error);
							future::ready(answer.with_extensions(extensions)).boxed()
						}
					}
				}))
			}
			MethodCallback::Subscription(call) => {
				MethodCallback::Subscription(Arc::new(
					move |id, params, sink, state, extensions| {
						match self.check(&params) {
							Ok(()) => call(id, params, sink, state, extensions),
							Err(error) => {
								let answer = MethodResponse::subscription_error(id, error);
								let answer = answer.with_extensions(extensions);
								async move {
									// A subscriber that is gone needs no answer.
									drop(sink.send(answer.to_result()).await);
									answer
								}
								.boxed()
							}
						}
					},
				))
			}
			MethodCallback::Unsubscription(call) => MethodCallback::Unsubscription(Arc::new(
				move |id, params, connection, most, extensions| {
					let id_given = self.check(&params).and_then(|()| self.subscription(&params));
					match id_given {
						Ok(list) => {
							let params = Params::new(Some(&list));
							call(id, params, connection, most, extensions)
						}
						Err(error) => MethodResponse::error(id, error).with_extensions(extensions),
					}
				},
			)),
		}
	}
}

/// What is shown of a name that somebody else chose.
fn shortened(name: &str) -> String {
	name.chars().filter(|letter| !letter.is_control()).take(40).collect()
}

/// `module` with every method that the document describes behind its checks.
pub(crate) fn guarded(module: &RpcModule<()>) -> Result<RpcModule<()>, RegisterMethodError> {
	let methods = serde_json::from_str::<Document>(DOCUMENT)
		.map(|document| document.methods)
		.unwrap_or_default();
	let described: BTreeMap<_, _> =
		methods.into_iter().map(|method| (method.name.clone(), Arc::new(method))).collect();
	let mut guarded = RpcModule::new(());
	for name in module.method_names() {
		let Some(callback) = module.method(name).cloned() else { continue };
		let callback = match described.get(name) {
			Some(method) => method.clone().guard(callback),
			None => callback,
		};
		guarded.verify_and_insert(name, callback)?;
	}
	Ok(guarded)
}
