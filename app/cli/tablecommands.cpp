#include "app/cli/tablecommands.h"

#include "app/cli/candletables.h"
#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "core/base/nearestname.h"
#include "core/io/history/candlefile.h"
#include "core/market/timeframe.h"

#include <QSaveFile>

#include <vector>

namespace wick::cli {

namespace {

using Table = std::string (*)(const TimeframeBars&);

[[nodiscard]] OptionParser parserOf(std::string_view verb)
{
    return OptionParser{
        std::string{verb} + " FILE [--timeframe TF] [--out CSV]",
        {{"--timeframe", "TF", "length of a bar: 5m, 15m, 1h (default: that of the file)"},
         {"--out", "CSV", "the file to write (default: standard output)"}}};
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

[[nodiscard]] ExitCode
runTable(std::string_view verb, Table table, std::span<const std::string> arguments)
{
    const auto parsed = parseOrExplain(parserOf(verb), arguments);
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
    return writeOut(options, table(bars));
}

} // namespace

ExitCode runIndicators(std::span<const std::string> arguments)
{
    return runTable("indicators", indicatorCsv, arguments);
}

ExitCode runGaps(std::span<const std::string> arguments)
{
    return runTable("gaps", gapCsv, arguments);
}

} // namespace wick::cli
