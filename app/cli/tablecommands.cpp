#include "app/cli/tablecommands.h"

#include "app/cli/candletables.h"
#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "core/base/nearestname.h"
#include "core/io/history/candlefile.h"
#include "core/market/timeframe.h"

#include <QSaveFile>

#include <charconv>
#include <variant>
#include <vector>

namespace wick::cli {

namespace {

/// Makes a table of bars, or the code after a mistake in the options was named.
using Table = std::variant<std::string, ExitCode> (*)(const TimeframeBars&, const Options&);

[[nodiscard]] OptionParser parserOf(std::string_view verb, const std::vector<OptionSpec>& more)
{
    std::vector<OptionSpec> specs{
        {"--timeframe", "TF", "length of a bar: 5m, 15m, 1h (default: that of the file)"},
        {"--out", "CSV", "the file to write (default: standard output)"}};
    specs.insert(specs.end(), more.begin(), more.end());
    return OptionParser{std::string{verb} + " FILE [--timeframe TF] [--out CSV]"
                            + (more.empty() ? "" : " [options]"),
                        specs};
}

[[nodiscard]] ExitCode failed(const QString& sentence)
{
    complain(sentence);
    return ExitCode::Failed;
}

[[nodiscard]] std::string badTimeframe(const std::string& text, core::TimeframeError error)
{
    std::string sentence = "--timeframe: '" + text + "' " + std::string{core::describe(error)};
    const std::vector<std::string> usual{core::kUsualTimeframes.begin(),
                                         core::kUsualTimeframes.end()};
    const std::string near = core::nearestName(text, usual);
    return near.empty() ? sentence : sentence + "; did you mean '" + near + "'?";
}

/// The timeframe asked for, or the code after the mistake was named.
[[nodiscard]] std::variant<core::Duration, ExitCode> timeframeOf(const Options& options,
                                                                 core::Duration base)
{
    const auto text = options.value("--timeframe");
    if (!text) {
        return base;
    }
    const auto timeframe = core::parseTimeframe(*text);
    if (!timeframe) {
        return wrongUse(badTimeframe(*text, timeframe.error()));
    }
    if (timeframe->count() % base.count() != 0) {
        return wrongUse("--timeframe: " + *text + " is not a multiple of the file's bars of "
                        + core::timeframeText(base));
    }
    return *timeframe;
}

[[nodiscard]] ExitCode writeOut(const Options& options, const std::string& text)
{
    const auto out = options.value("--out");
    if (!out) {
        print(text);
        return ExitCode::Done;
    }
    QSaveFile file{QString::fromStdString(*out)};
    const auto size = static_cast<qint64>(text.size());
    if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), size) != size || !file.commit())
    {
        return failed(QStringLiteral("%1: %2").arg(file.fileName(), file.errorString()));
    }
    return ExitCode::Done;
}

[[nodiscard]] ExitCode runTable(std::string_view verb,
                                Table table,
                                std::span<const std::string> arguments,
                                const std::vector<OptionSpec>& more = {})
{
    const auto parsed = parseOrExplain(parserOf(verb, more), arguments);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) {
        return *code;
    }
    const auto& options = std::get<Options>(parsed);
    if (options.positional().size() != 1) {
        return wrongUse(std::string{verb} + ": exactly one candle file is needed, given are "
                        + std::to_string(options.positional().size()));
    }
    const auto reading = io::readCandles(QString::fromStdString(options.positional().front()));
    if (!reading) {
        return failed(reading.error().sentence);
    }
    const core::CandleColumns columns = reading->series.columns();
    const auto timeframe = timeframeOf(options, columns.interval);
    if (const auto* code = std::get_if<ExitCode>(&timeframe)) {
        return *code;
    }
    if (reading->summary.refused > 0) {
        tell(std::to_string(reading->summary.refused)
             + " rows were refused; 'wickctl data import' names them");
    }
    const TimeframeBars bars = barsOf(columns, std::get<core::Duration>(timeframe));
    if (bars.unfinished) {
        tell("the file ends inside a bar of " + core::timeframeText(bars.timeframe)
             + ": that bar is left out");
    }
    const auto text = table(bars, options);
    if (const auto* code = std::get_if<ExitCode>(&text)) {
        return *code;
    }
    return writeOut(options, std::get<std::string>(text));
}

[[nodiscard]] std::variant<std::string, ExitCode> indicators(const TimeframeBars& bars,
                                                             const Options& /*options*/)
{
    return indicatorCsv(bars);
}

[[nodiscard]] std::variant<std::string, ExitCode> gaps(const TimeframeBars& bars,
                                                       const Options& options)
{
    if (!options.has("--study")) {
        for (const std::string_view name : {"--calendar", "--seed"}) {
            if (options.has(name)) {
                return wrongUse("gaps: " + std::string{name} + " goes with --study");
            }
        }
        return gapCsv(bars);
    }
    GapStudyChoice choice;
    const std::string calendar = options.valueOr("--calendar", "always");
    if (calendar != "always" && calendar != "new_york") {
        return wrongUse(
            "--calendar: "
            + unknownName("calendar", calendar, std::vector<std::string>{"always", "new_york"}));
    }
    choice.calendar =
        calendar == "always" ? core::CalendarKind::Always : core::CalendarKind::NewYork;
    const std::string seed = options.valueOr("--seed", "1");
    const auto* end = seed.data() + seed.size();
    const auto read = std::from_chars(seed.data(), end, choice.seed);
    if (read.ec != std::errc{} || read.ptr != end) {
        return wrongUse("--seed: '" + seed + "' is no whole number");
    }
    return gapStudyCsv(bars, choice);
}

} // namespace

ExitCode runIndicators(std::span<const std::string> arguments)
{
    return runTable("indicators", indicators, arguments);
}

ExitCode runGaps(std::span<const std::string> arguments)
{
    return runTable("gaps", gaps, arguments,
                    {{"--study", "", "what became of the gaps, beside three null models (D.2.8)"},
                     {"--calendar", "always|new_york", "trading hours of --study"},
                     {"--seed", "N", "seed of the null models of --study (default 1)"}});
}

} // namespace wick::cli
