//! The JSON file and the table.

use crate::{
	fault::Fault,
	stats::{median, percentile, rounded},
};
use serde::{Deserialize, Serialize};
use std::{
	collections::BTreeMap, fmt::Write as _, fs, io::ErrorKind, path::Path, process::Command,
};

/// Samples that are written down one by one; of more, percentiles have to do.
const MAX_SAMPLES: usize = 100;

/// What a figure should be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Goal {
	/// No more than that.
	AtMost(f64),
	/// No less than that.
	AtLeast(f64),
}

impl Goal {
	fn is_met(self, value: f64) -> bool {
		match self {
			Self::AtMost(limit) => value <= limit,
			Self::AtLeast(limit) => value >= limit,
		}
	}
}

/// One number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Figure {
	/// What it is.
	pub(crate) name: String,
	/// How much it is: of several samples the median, unless the name says otherwise.
	pub(crate) value: f64,
	/// Of what.
	pub(crate) unit: String,
	/// What it should be.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub(crate) goal: Option<Goal>,
	/// Whether it is.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub(crate) met: Option<bool>,
	/// Number of samples.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub(crate) count: Option<usize>,
	/// Their median.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub(crate) p50: Option<f64>,
	/// What 99 of 100 do not exceed.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub(crate) p99: Option<f64>,
	/// The samples, if they are few.
	#[serde(default, skip_serializing_if = "Vec::is_empty")]
	pub(crate) samples: Vec<f64>,
	/// What one should know about it.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub(crate) note: Option<String>,
}

impl Figure {
	/// One value.
	pub(crate) fn value(name: impl Into<String>, value: f64, unit: &str) -> Self {
		Self {
			name: name.into(),
			value: rounded(value),
			unit: unit.into(),
			goal: None,
			met: None,
			count: None,
			p50: None,
			p99: None,
			samples: Vec::new(),
			note: None,
		}
	}

	/// The median of samples.
	pub(crate) fn samples(
		name: impl Into<String>,
		samples: &[f64],
		unit: &str,
	) -> Result<Self, Fault> {
		let name = name.into();
		let none = || Fault::Said(format!("no samples of: {name}"));
		let p50 = median(samples).map(rounded).ok_or_else(none)?;
		let p99 = percentile(samples, 99).map(rounded).ok_or_else(none)?;
		let shown = if samples.len() <= MAX_SAMPLES { samples } else { &[] };
		Ok(Self {
			count: Some(samples.len()),
			p50: Some(p50),
			p99: Some(p99),
			samples: shown.iter().copied().map(rounded).collect(),
			..Self::value(name, p50, unit)
		})
	}

	/// Uses the 99th percentile as the value.
	pub(crate) fn at_p99(mut self) -> Self {
		self.value = self.p99.unwrap_or(self.value);
		self
	}

	/// Sets the goal.
	pub(crate) fn goal(mut self, goal: Goal) -> Self {
		self.goal = Some(match goal {
			Goal::AtMost(limit) => Goal::AtMost(rounded(limit)),
			Goal::AtLeast(limit) => Goal::AtLeast(rounded(limit)),
		});
		self.met = Some(goal.is_met(self.value));
		self
	}

	/// Sets the note.
	pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
		self.note = Some(note.into());
		self
	}
}

/// Where something was measured.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Machine {
	/// Its processor.
	pub(crate) processor: String,
	/// Cores that this program and the nodes may use.
	pub(crate) cores: usize,
	/// Its memory in MiB.
	pub(crate) memory_mib: u64,
	/// Its kernel.
	pub(crate) kernel: String,
	/// Its load before.
	pub(crate) load: String,
}

impl Machine {
	fn this() -> Self {
		let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
		let field = |text: &str, name: &str| {
			let line = text.lines().find(|line| line.starts_with(name));
			line.and_then(|line| line.split_once(':'))
				.map(|(_, value)| value.trim().to_owned())
				.unwrap_or_default()
		};
		let kib = field(&read("/proc/meminfo"), "MemTotal");
		let kib = kib.split(' ').next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or_default();
		let load: Vec<_> =
			read("/proc/loadavg").split(' ').take(3).map(ToOwned::to_owned).collect();
		Self {
			processor: field(&read("/proc/cpuinfo"), "model name"),
			cores: std::thread::available_parallelism().map_or(1, Into::into),
			memory_mib: kib / 1_024,
			kernel: read("/proc/sys/kernel/osrelease").trim().into(),
			load: load.join(" "),
		}
	}
}

/// Figures that were measured together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Section {
	/// When, in UTC.
	pub(crate) date: String,
	/// Of which sources.
	pub(crate) commit: String,
	/// How.
	pub(crate) command: String,
	/// Whether with fewer and shorter runs than the numbers need.
	pub(crate) quick: bool,
	/// Where.
	pub(crate) machine: Machine,
	/// How long it took.
	pub(crate) seconds: u64,
	/// What.
	pub(crate) figures: Vec<Figure>,
	/// What one should know about all of them.
	#[serde(default, skip_serializing_if = "Vec::is_empty")]
	pub(crate) notes: Vec<String>,
}

impl Section {
	/// A section of here and now, empty still.
	pub(crate) fn now(command: String, commit: Option<String>, quick: bool) -> Self {
		Self {
			date: output("date", &["-u", "+%Y-%m-%d %H:%M"]).unwrap_or_default(),
			commit: commit
				.or_else(|| output("git", &["describe", "--always", "--dirty"]))
				.unwrap_or_else(|| "unknown".into()),
			command,
			quick,
			machine: Machine::this(),
			..Self::default()
		}
	}
}

/// The first line that a program prints.
fn output(program: &str, args: &[&str]) -> Option<String> {
	let output = Command::new(program).args(args).output().ok()?;
	let text = String::from_utf8(output.stdout).ok()?;
	text.lines().next().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty())
}

/// Everything that was measured last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Report {
	sections: BTreeMap<String, Section>,
}

impl Report {
	/// Reads a file; one that is not there is empty.
	pub(crate) fn read(path: &Path) -> Result<Self, Fault> {
		let fault = |reason: String| Fault::File { path: path.display().to_string(), reason };
		match fs::read_to_string(path) {
			Ok(text) => serde_json::from_str(&text).map_err(|error| fault(error.to_string())),
			Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
			Err(error) => Err(fault(error.to_string())),
		}
	}

	/// Writes the file.
	pub(crate) fn write(&self, path: &Path) -> Result<(), Fault> {
		let text = serde_json::to_string_pretty(self).map_err(Fault::said)?;
		save(path, &(text + "\n"))
	}

	/// Writes the table.
	pub(crate) fn write_table(&self, path: &Path) -> Result<(), Fault> {
		save(path, &self.table())
	}

	/// Replaces a section.
	pub(crate) fn put(&mut self, name: &str, section: Section) {
		self.sections.insert(name.into(), section);
	}

	/// Adds a figure to a section, or replaces the one of that name; the section is as of `context`.
	pub(crate) fn add(&mut self, name: &str, figure: Figure, context: Section) {
		let mut figures =
			self.sections.remove(name).map(|section| section.figures).unwrap_or_default();
		match figures.iter_mut().find(|old| old.name == figure.name) {
			Some(old) => *old = figure,
			None => figures.push(figure),
		}
		self.put(name, Section { figures, ..context });
	}

	fn table(&self) -> String {
		let mut text = String::from(HEAD);
		let all = || self.sections.values().flat_map(|section| &section.figures);
		let missed: Vec<_> = all().filter(|figure| figure.met == Some(false)).collect();
		let goals = all().filter(|figure| figure.goal.is_some()).count();
		// Writing to a string cannot fail.
		writeln!(text, "\n{} of {goals} goals are met.", goals - missed.len()).ok();
		for (name, section) in &self.sections {
			section_text(&mut text, name, section);
		}
		text
	}
}

const HEAD: &str = "# Benchmarks

Written by `scripts/bench.sh` from `benchmarks.json` beside it, which also has the samples; do not edit.
[README.md](README.md) tells how each figure is measured.
";

fn section_text(text: &mut String, name: &str, section: &Section) {
	let Section { date, commit, command, quick, machine, seconds, figures, notes } = section;
	let Machine { processor, cores, memory_mib, kernel, load } = machine;
	write!(
		text,
		"\n## {name}\n\n{date} UTC, commit {commit}, `{command}`, {seconds} s. {processor}, {cores} cores, \
		 {memory_mib} MiB, Linux {kernel}, load {load} before.\n"
	)
	.ok();
	if *quick {
		text.push_str(
			"\n**Quick run: it shows that everything works, the numbers are not worth much.**\n",
		);
	}
	text.push_str(
		"\n| figure | value | goal | met | p50 | p99 | samples |\n|---|---:|---:|---|---:|---:|---:|\n",
	);
	for figure in figures {
		let number = |value: Option<f64>| value.map(shown).unwrap_or_default();
		writeln!(
			text,
			"| {} | {} {} | {} | {} | {} | {} | {} |",
			figure.name,
			shown(figure.value),
			figure.unit,
			goal_text(figure.goal),
			met_text(figure.met),
			number(figure.p50),
			number(figure.p99),
			figure.count.map(|count| count.to_string()).unwrap_or_default(),
		)
		.ok();
	}
	let of_figures = figures
		.iter()
		.filter_map(|figure| figure.note.as_ref().map(|note| format!("{}: {note}", figure.name)));
	let mut first = true;
	for note in notes.iter().cloned().chain(of_figures) {
		text.push_str(if std::mem::take(&mut first) { "\n- " } else { "- " });
		text.push_str(&note);
		text.push('\n');
	}
}

/// A figure on one line.
pub(crate) fn line(figure: &Figure) -> String {
	let mut line = format!("{}: {} {}", figure.name, shown(figure.value), figure.unit);
	if figure.goal.is_some() {
		write!(line, " (goal {}: {})", goal_text(figure.goal), met_text(figure.met)).ok();
	}
	if let Some(note) = &figure.note {
		write!(line, "; {note}").ok();
	}
	line
}

fn goal_text(goal: Option<Goal>) -> String {
	match goal {
		Some(Goal::AtMost(limit)) => format!("≤ {}", shown(limit)),
		Some(Goal::AtLeast(limit)) => format!("≥ {}", shown(limit)),
		None => String::new(),
	}
}

const fn met_text(met: Option<bool>) -> &'static str {
	match met {
		Some(true) => "yes",
		Some(false) => "**no**",
		None => "",
	}
}

/// Three significant digits at least, thousands apart.
fn shown(value: f64) -> String {
	let decimals = match value.abs() {
		size if size >= 1_000.0 => 0,
		size if size >= 100.0 => 1,
		size if size >= 10.0 => 2,
		_ => 3,
	};
	let text = format!("{value:.decimals$}");
	let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
	let (sign, digits) = whole.split_at(usize::from(whole.starts_with('-')));
	let mut grouped = String::new();
	for (place, digit) in digits.chars().enumerate() {
		if place > 0 && (digits.len() - place) % 3 == 0 {
			grouped.push(',');
		}
		grouped.push(digit);
	}
	let part = part.trim_end_matches('0');
	let point = if part.is_empty() { "" } else { "." };
	format!("{sign}{grouped}{point}{part}")
}

fn save(path: &Path, text: &str) -> Result<(), Fault> {
	fs::write(path, text).map_err(|error| Fault::File {
		path: path.display().to_string(),
		reason: error.to_string(),
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	fn section(figures: Vec<Figure>) -> Section {
		Section {
			date: "2026-11-21 05:00".into(),
			commit: "abc".into(),
			command: "scripts/bench.sh".into(),
			machine: Machine { processor: "EPYC".into(), cores: 2, ..Machine::default() },
			seconds: 7,
			figures,
			..Section::default()
		}
	}

	#[test]
	fn goals_should_be_met_up_to_their_limit() {
		for (goal, value, met) in [
			(Goal::AtMost(150.0), 150.0, true),
			(Goal::AtMost(150.0), 150.001, false),
			(Goal::AtLeast(40_000.0), 40_000.0, true),
			(Goal::AtLeast(40_000.0), 39_999.0, false),
		] {
			assert_eq!(
				Figure::value("x", value, "ms").goal(goal).met,
				Some(met),
				"{goal:?} {value}"
			);
		}
	}

	#[test]
	fn samples_should_be_kept_when_they_are_few() {
		let few = Figure::samples("x", &[3.0, 1.0, 2.0], "ms").unwrap();
		assert_eq!((few.value, few.p99, few.count), (2.0, Some(3.0), Some(3)));
		assert_eq!(few.samples, [3.0, 1.0, 2.0]);
		assert_eq!(few.at_p99().value, 3.0);
		let many = Figure::samples("x", &[1.0; 101], "ms").unwrap();
		assert_eq!((many.samples.len(), many.count), (0, Some(101)));
		assert!(Figure::samples("x", &[], "ms").is_err());
	}

	#[test]
	fn numbers_should_be_readable() {
		for (value, text) in [
			(43_690.666, "43,691"),
			(999.96, "1,000"),
			(149.96, "150"),
			(12.345, "12.35"),
			(0.123_4, "0.123"),
			(1.0, "1"),
			(-1_234_567.0, "-1,234,567"),
			(0.0, "0"),
		] {
			assert_eq!(shown(value), text);
		}
	}

	#[test]
	fn table_should_name_goals_that_are_not_met() {
		let mut report = Report::default();
		report.put(
			"batches",
			section(vec![
				Figure::value("declared", 460.2, "ms")
					.goal(Goal::AtMost(150.0))
					.note("of 513 dues"),
				Figure::samples("measured", &[90.0, 91.0, 92.0], "ms")
					.unwrap()
					.goal(Goal::AtMost(460.2)),
			]),
		);
		let text = report.table();
		for part in [
			"1 of 2 goals are met.",
			"## batches",
			"commit abc, `scripts/bench.sh`, 7 s. EPYC, 2 cores",
			"| declared | 460.2 ms | ≤ 150 | **no** |  |  |  |",
			"| measured | 91 ms | ≤ 460.2 | yes | 91 | 92 | 3 |",
			"- declared: of 513 dues",
		] {
			assert!(text.contains(part), "{part} is not in:\n{text}");
		}
		assert!(!text.contains("Quick run"));
	}

	#[test]
	fn report_should_survive_its_file_and_keep_other_sections() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("benchmarks.json");
		assert_eq!(Report::read(&path).unwrap(), Report::default());
		let mut report = Report::default();
		report.put("calls", section(vec![Figure::value("transfers", 6_000.0, "calls")]));
		report.add("builds", Figure::value("cold", 900.0, "s"), section(Vec::new()));
		report.add("builds", Figure::value("cold", 800.0, "s"), section(Vec::new()));
		report.add("builds", Figure::value("warm", 20.0, "s"), section(Vec::new()));
		report.write(&path).unwrap();
		let read = Report::read(&path).unwrap();
		assert_eq!(read, report);
		let builds: Vec<_> = read.sections["builds"].figures.iter().map(|one| one.value).collect();
		assert_eq!(builds, [800.0, 20.0]);
		assert_eq!(read.sections["calls"].figures.len(), 1);
	}
}
