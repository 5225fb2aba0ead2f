// evenkeel fit: a generated load that is like a trace.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/document.h"
#include "base/schema_scalars.h"
#include "description/read_trace_load.h"
#include "description/write_scenario.h"
#include "program/commands.h"
#include "program/distinct_files.h"
#include "program/output_file.h"
#include "program/value_type.h"
#include "view/table.h"
#include "view/text_layout.h"
#include "workload/fit.h"
#include "workload/intensity.h"

namespace evenkeel::program {
namespace {

struct FitOptions {
  std::string file;
  std::string timeColumn;
  std::string countColumn;
  std::string firstCountColumn;
  std::vector<std::string> where;
  std::string countEvery;
  std::string interval;
  std::string combine;
  std::string values;
  std::string gaps;
  bool levels = false;
  bool split = false;
  std::string application = "app";
  std::string output;
};

// The mapping that would stand in a scenario.
Result<DocumentNode> traceMapping(const FitOptions& options) {
  DocumentNode trace = DocumentNode::map();
  trace.set("file", DocumentNode::string(options.file));
  const auto set = [&](const char* key, const std::string& value) {
    if (!value.empty()) trace.set(key, DocumentNode::string(value));
  };
  set("timeColumn", options.timeColumn);
  set("countColumn", options.countColumn);
  set("firstCountColumn", options.firstCountColumn);
  const auto plain = [&](const char* key, const std::string& value) {
    if (!value.empty()) trace.set(key, DocumentNode::plain(value));
  };
  plain("countEvery", options.countEvery);
  plain("interval", options.interval);
  plain("combine", options.combine);
  plain("values", options.values);
  plain("gaps", options.gaps);
  DocumentNode more = DocumentNode::list();
  for (std::size_t i = 0; i < options.where.size(); ++i) {
    const std::string& condition = options.where[i];
    const auto equals = condition.find('=');
    if (equals == std::string::npos || equals == 0) {
      return fail(ErrorKind::Invalid, "--where", "found '" + condition + "'",
                  "COLUMN=VALUE, such as pod=web-1");
    }
    DocumentNode cell = DocumentNode::map();
    cell.set("column", DocumentNode::string(condition.substr(0, equals)));
    cell.set("value", DocumentNode::string(condition.substr(equals + 1)));
    if (i == 0)
      trace.set("where", cell);
    else
      more.items.push_back(cell);
  }
  if (!more.items.empty()) trace.set("and", more);
  return trace;
}

std::string figure(const std::optional<double>& value) {
  return value ? fmt::format("{:.3g}", *value) : "-";
}

std::string tableOf(const Fit& fit) {
  const TraceFigures& a = fit.trace;
  const TraceFigures& b = fit.generated;
  return view::table(
      {{"", view::Align::Left}, {"trace"}, {"generated"}},
      {{"mean, a second", figure(a.mean), figure(b.mean)},
       {"peak over mean", figure(a.peakToMean), figure(b.peakToMean)},
       {"autocorrelation, next interval", figure(a.nextInterval), figure(b.nextInterval)},
       {"autocorrelation, an hour", figure(a.hour), figure(b.hour)},
       {"autocorrelation, a day", figure(a.day), figure(b.day)},
       {"roughness, a minute", figure(a.roughness), figure(b.roughness)}});
}

ExitCode fitTrace(const FitOptions& options) {
  const std::vector<NamedFile> files{{"TRACE", options.file}, {"--output", options.output}};
  if (const auto distinct = checkDistinct(files); !distinct) return report(distinct.error());
  if (!schema::isLabel(options.application)) {
    return report({ErrorKind::Invalid, "--application", "found '" + options.application + "'",
                   "the name of an application: lower-case letters, digits and hyphens"});
  }
  const auto load = traceMapping(options).and_then(
      [](const DocumentNode& mapping) { return readTraceLoad(mapping, "trace"); });
  if (!load) return report(load.error());
  auto trace = readRateTrace(*load);
  if (!trace) return report(trace.error());
  const bool counted = !options.levels && load->values == TraceValues::PerInterval &&
                       load->combine != CombineRule::Mean && holdsCounts(*trace);
  if (options.split) {
    const auto intervals = static_cast<std::int64_t>(trace->counts.size());
    const std::int64_t past = trainingTime(trace->interval * intervals) / trace->interval;
    trace->counts.resize(static_cast<std::size_t>(past));
  }
  std::optional<OutputFile> file;
  if (!options.output.empty()) {
    auto opened = OutputFile::open(options.output);
    if (!opened) return report(opened.error());
    file.emplace(std::move(*opened));
  }
  auto fit = fitTo(*trace, counted);
  if (!fit) {
    std::string& where = fit.error().where;
    where = where.empty() ? options.file : options.file + ": " + where;
    return report(fit.error());
  }
  fmt::print(stderr, "{}", tableOf(*fit));
  Load fitted;
  fitted.application = options.application;
  fitted.shape = fit->load;
  const std::string text = writeLoads({fitted});
  if (!file) {
    fmt::print("{}", text);
  } else if (const auto written = file->commit(text); !written) {
    return report(written.error());
  }
  return ExitCode::Ok;
}

}  // namespace

void addFit(CLI::App& app, Work& chosen) {
  auto options = std::make_shared<FitOptions>();
  const TypeInfo trace = describeTraceLoad();
  CLI::App* command = app.add_subcommand("fit", "Make a generated load that is like a trace");
  command->add_option("TRACE", options->file, "a CSV file, plain or gzip")
      ->required()
      ->type_name(kFileType);
  command->add_option("-o,--output", options->output, "a file instead of standard output")
      ->type_name(kFileType);
  command->add_option("--application", options->application, "whose load it is to be (app)");
  command->add_option("--time-column", options->timeColumn, "left out, the first");
  command->add_option("--count-column", options->countColumn, "left out, the second");
  command->add_option("--first-count-column", options->firstCountColumn,
                      "a row is a series, from this column on");
  command->add_option("--where", options->where, "COLUMN=VALUE: such rows only; several: all of it")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_option("--count-every", options->countEvery,
                      "rows are single requests, counted over this time");
  command->add_option("--interval", options->interval, "of the counts, such as 5m");
  command->add_option("--combine", options->combine, "values for one interval: refuse, sum or mean")
      ->type_name(typeOfWords(trace, "combine"));
  command->add_option("--values", options->values, "perInterval or perSecond")
      ->type_name(typeOfWords(trace, "values"));
  command->add_option("--gaps", options->gaps, "missing intervals: refuse, zero or hold")
      ->type_name(typeOfWords(trace, "gaps"));
  command->add_flag("--levels", options->levels, "whole numbers are levels (percent), not counts");
  command->add_flag("--split", options->split, "fit the first 60 % alone: compare --split's past");
  command->footer(
      "What TRACE holds is said as in the trace of a scenario (docs/traces.md). Figures\n"
      "of the trace and of what was made go to standard error.\n"
      "Example:\n  evenkeel fit requests.csv --application shop -o loads.yaml");
  command->callback([options, &chosen] { chosen = [options] { return fitTrace(*options); }; });
}

}  // namespace evenkeel::program
