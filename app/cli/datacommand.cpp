#include "app/cli/datacommand.h"

#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "app/session/interrupt.h"
#include "core/io/history/candleexport.h"
#include "core/io/stores/marketdatabase.h"
#include "core/market/timeframe.h"

#include <QDateTime>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace wick::cli {

namespace {

constexpr std::size_t kShownRows = 10;

[[nodiscard]] OptionSpec dataFolderSpec()
{
    return {"--data-dir", "FOLDER", "where market.db is (default: the user's data folder)"};
}

[[nodiscard]] OptionSpec marketSpec()
{
    return {"--market", "NAME", "the market: ETH, BTC, XAU"};
}

[[nodiscard]] OptionSpec sourceSpec()
{
    return {"--source", "NAME", "where the candles come from (default when importing: the format)"};
}

[[nodiscard]] ExitCode failed(const QString& sentence)
{
    complain(sentence);
    return ExitCode::Failed;
}

/// "ETH" of "eth", "ETH" or "ETH-PERP".
[[nodiscard]] std::string marketOf(const Options& options)
{
    QString name = QString::fromStdString(options.valueOr("--market", "")).toUpper();
    if (name.endsWith(QLatin1String("-PERP"))) {
        name.chop(5);
    }
    return name.toStdString();
}

[[nodiscard]] QString folderOf(const Options& options)
{
    const auto folder = options.value("--data-dir");
    return folder ? QString::fromStdString(*folder) : io::defaultDataFolder();
}

/// "+03:00", "-5", "+0530" or "Z" as a duration.
[[nodiscard]] std::optional<core::Duration> parseOffset(const std::string& text)
{
    static const QRegularExpression form{QStringLiteral("^([+-]?)(\\d{1,2})(?::?(\\d{2}))?$")};
    if (text == "Z" || text == "z") {
        return core::Duration{};
    }
    const auto match = form.match(QString::fromStdString(text));
    const int hours = match.captured(2).toInt();
    const int minutes = match.captured(3).toInt();
    if (!match.hasMatch() || hours > 14 || minutes > 59) {
        return std::nullopt;
    }
    const core::Duration offset = core::minutes(hours * 60 + minutes);
    return match.captured(1) == QLatin1String("-") ? core::Duration{-offset.count()} : offset;
}

[[nodiscard]] std::string utcText(std::int64_t ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC)
        .toString(QStringLiteral("yyyy-MM-dd HH:mm"))
        .toStdString();
}

[[nodiscard]] std::string keyText(const io::SeriesKey& key)
{
    return key.market + ',' + key.source + ',' + core::timeframeText(key.interval);
}

/// The cells of a line of machine text.
[[nodiscard]] std::string csv(std::initializer_list<std::int64_t> numbers)
{
    std::string text;
    for (const std::int64_t number : numbers) {
        text += ',' + std::to_string(number);
    }
    return text;
}

/// A file name as a CSV cell.
[[nodiscard]] std::string cell(const std::string& text)
{
    if (text.find_first_of(",\"\n\r") == std::string::npos) {
        return text;
    }
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quoted + '"';
}

void tellRows(const std::vector<io::RefusedRow>& rows, std::int64_t all)
{
    for (std::size_t i = 0; i < std::min(rows.size(), kShownRows); ++i) {
        tell("  " + io::describe(rows[i]));
    }
    if (all > static_cast<std::int64_t>(kShownRows)) {
        tell("  … and " + std::to_string(all - static_cast<std::int64_t>(kShownRows)) + " more");
    }
}

/// What was found, for people.
void tellSummary(const std::string& file, const io::CandleReading& reading)
{
    const io::ImportSummary& summary = reading.summary;
    const core::CandleColumns columns = reading.series.columns();
    tell(file + ": " + std::string{io::nameOf(summary.format)} + ", "
         + std::to_string(summary.accepted) + " candles of "
         + core::timeframeText(reading.series.interval()) + " from " + utcText(columns.time.front())
         + " to " + utcText(columns.time.back()) + " UTC");
    tell("  " + std::to_string(summary.duplicates) + " duplicates, "
         + std::to_string(summary.refused) + " rows refused, " + std::to_string(summary.gaps.size())
         + " gaps (" + std::to_string(summary.missingBars) + " bars missing), "
         + std::to_string(summary.zeroVolumeBars) + " bars without volume");
    tellRows(summary.refusedRows, summary.refused);
    if (summary.reversed) {
        tell("  newest row first: turned round");
    }
    if (summary.endedInsideLine) {
        tell(
            "  the last line has no line end; if the file was cut, its last row may be incomplete");
    }
}

void tellReport(const io::AddReport& report)
{
    tell("  " + std::to_string(report.added) + " added, " + std::to_string(report.alreadyThere)
         + " already there, " + std::to_string(report.conflicts)
         + " contradict stored candles and were left out");
    tellRows(report.conflictRows, report.conflicts);
}

[[nodiscard]] ExitCode codeOf(const io::ImportFailure& failure)
{
    const bool option = failure.fault == io::ImportFault::NeedsUtcOffset
                        || failure.fault == io::ImportFault::UtcOffsetNotWanted;
    return option ? ExitCode::WrongUse : ExitCode::Failed;
}

/// Imports files one after the other.
class Import
{
public:
    Import(io::MarketDatabase& database, const Options& options, io::ReadOptions reading)
        : m_database(database)
        , m_market(marketOf(options))
        , m_source(options.value("--source"))
        , m_reading(std::move(reading))
    {}

    [[nodiscard]] ExitCode run(const std::string& file)
    {
        auto reading = read(file);
        if (!reading) {
            complain(reading.error().sentence);
            return codeOf(reading.error());
        }
        tellSummary(file, *reading);
        const io::ImportSummary summary = reading->summary;
        const core::CandleColumns columns = reading->series.columns();
        const std::int64_t first = columns.time.front();
        const std::int64_t last = columns.time.back();
        const std::string source = m_source.value_or(std::string{io::nameOf(summary.format)});
        const io::SeriesKey key{m_market, source, columns.interval};
        const auto report = m_database.add(std::move(reading).value(), m_market, source);
        if (!report) {
            return failed(report.error().sentence);
        }
        tellReport(*report);
        print(cell(file) + ',' + keyText(key)
              + csv({summary.rowsRead, summary.accepted, summary.duplicates, summary.refused,
                     report->added, report->alreadyThere, report->conflicts,
                     static_cast<std::int64_t>(summary.gaps.size()), summary.missingBars, first,
                     last})
              + '\n');
        return ExitCode::Done;
    }

private:
    [[nodiscard]] auto read(const std::string& file)
        -> core::Result<io::CandleReading, io::ImportFailure>
    {
        ProgressLine progress{"reading " + file};
        m_reading.progress = [&progress](const io::ReadProgress& at) {
            progress.show(at.bytesRead, at.bytesTotal);
        };
        return io::readCandles(QString::fromStdString(file), m_reading);
    }

    io::MarketDatabase& m_database;
    std::string m_market;
    std::optional<std::string> m_source;
    io::ReadOptions m_reading;
};

[[nodiscard]] ExitCode importFiles(const Options& options)
{
    io::ReadOptions reading;
    const std::string formatName = options.valueOr("--format", "auto");
    const auto format = io::candleFormatNamed(formatName);
    if (!format) {
        const auto names = io::candleFormatNames();
        return wrongUse(unknownName("format", formatName,
                                    std::vector<std::string>(names.begin(), names.end())));
    }
    reading.format = *format;
    if (const auto text = options.value("--utc-offset")) {
        reading.utcOffset = parseOffset(*text);
        if (!reading.utcOffset) {
            return wrongUse("'" + *text + "' is no offset from UTC (like +03:00)");
        }
    }
    if (options.positional().empty() || !options.has("--market")) {
        return wrongUse("data import needs at least one file and --market");
    }
    const std::atomic<bool>& interrupted = session::watchForInterrupt();
    reading.cancel = &interrupted;
    auto database = io::MarketDatabase::open(folderOf(options));
    if (!database) {
        return failed(database.error().sentence);
    }
    print("file,market,source,interval,read,accepted,duplicates,refused,added,already_there,"
          "conflicts,gaps,missing,first,last\n");
    Import import{*database, options, reading};
    ExitCode code = ExitCode::Done;
    for (const std::string& file : options.positional()) {
        const ExitCode outcome = import.run(file);
        code = outcome == ExitCode::Done ? code : outcome;
        if (interrupted) {
            return ExitCode::Failed;
        }
    }
    return code;
}

/// Opens the store and finds the series that the options name.
[[nodiscard]] std::variant<std::vector<io::SeriesInfo>, ExitCode>
chosenSeries(io::MarketDatabase& database, const Options& options)
{
    std::optional<core::Duration> interval;
    if (const auto text = options.value("--interval")) {
        const auto parsed = core::parseTimeframe(*text);
        if (!parsed) {
            return wrongUse("'" + *text + "' " + std::string{core::describe(parsed.error())});
        }
        interval = *parsed;
    }
    auto all = database.series();
    if (!all) {
        return failed(all.error().sentence);
    }
    const std::string market = marketOf(options);
    const std::string source = options.valueOr("--source", "");
    std::erase_if(all.value(), [&](const io::SeriesInfo& info) {
        return (!market.empty() && info.key.market != market)
               || (!source.empty() && info.key.source != source)
               || (interval && info.key.interval != *interval);
    });
    if (all->empty() && (!market.empty() || !source.empty() || interval)) {
        return failed(
            QStringLiteral("the store has no such series; `wickctl data list` names all"));
    }
    return std::move(all).value();
}

[[nodiscard]] ExitCode listSeries(io::MarketDatabase& /*database*/,
                                  const Options& /*options*/,
                                  const std::vector<io::SeriesInfo>& chosen)
{
    print("market,source,interval,rows,first,last,price_decimals,volume_decimals,gaps,missing,"
          "checksum\n");
    for (const io::SeriesInfo& info : chosen) {
        print(keyText(info.key)
              + csv({info.rows, info.firstMs, info.lastMs, info.scale.price, info.scale.volume,
                     info.gaps, info.missingBars, info.checksum})
              + '\n');
    }
    return ExitCode::Done;
}

[[nodiscard]] ExitCode listGaps(io::MarketDatabase& database,
                                const Options& /*options*/,
                                const std::vector<io::SeriesInfo>& chosen)
{
    print("market,source,interval,from,to,missing\n");
    for (const io::SeriesInfo& info : chosen) {
        const auto gaps = database.gaps(info);
        if (!gaps) {
            return failed(gaps.error().sentence);
        }
        for (const io::CandleGap& gap : *gaps) {
            print(keyText(info.key) + csv({gap.from, gap.to, gap.missing}) + '\n');
        }
    }
    return ExitCode::Done;
}

[[nodiscard]] ExitCode checkSeries(io::MarketDatabase& database,
                                   const Options& /*options*/,
                                   const std::vector<io::SeriesInfo>& chosen)
{
    ExitCode code = ExitCode::Done;
    print("market,source,interval,rows,result\n");
    for (const io::SeriesInfo& info : chosen) {
        const auto good = database.check(info);
        print(keyText(info.key) + csv({info.rows}) + (good ? ",ok\n" : ",damaged\n"));
        if (!good) {
            code = failed(good.error().sentence);
        }
    }
    return code;
}

[[nodiscard]] ExitCode exportSeries(io::MarketDatabase& database,
                                    const Options& options,
                                    const std::vector<io::SeriesInfo>& chosen)
{
    if (chosen.size() != 1) {
        for (const io::SeriesInfo& info : chosen) {
            tell(keyText(info.key));
        }
        return wrongUse("data export needs one series: name it by --market, --source, --interval");
    }
    const auto file = database.load(chosen.front());
    if (!file) {
        return failed(file.error().sentence);
    }
    const std::atomic<bool>& interrupted = session::watchForInterrupt();
    if (const auto out = options.value("--out")) {
        const QString error =
            io::exportCandles(file->columns(), QString::fromStdString(*out), &interrupted);
        return error.isEmpty() ? ExitCode::Done : failed(error);
    }
    const auto write = [](std::string_view text) {
        print(text);
        return true;
    };
    return io::writeCandleCsv(file->columns(), write, &interrupted) ? ExitCode::Done
                                                                    : ExitCode::Failed;
}

using SeriesAction = ExitCode (*)(io::MarketDatabase&,
                                  const Options&,
                                  const std::vector<io::SeriesInfo>&);

[[nodiscard]] ExitCode withSeries(const Options& options, SeriesAction action)
{
    if (!options.positional().empty()) {
        return wrongUse("'" + options.positional().front() + "' is not expected here");
    }
    auto database = io::MarketDatabase::open(folderOf(options));
    if (!database) {
        return failed(database.error().sentence);
    }
    const auto chosen = chosenSeries(*database, options);
    if (const auto* const code = std::get_if<ExitCode>(&chosen)) {
        return *code;
    }
    return action(*database, options, std::get<std::vector<io::SeriesInfo>>(chosen));
}

struct Action
{
    std::string name;
    OptionParser parser;
    SeriesAction run; ///< none for import, which makes series
};

[[nodiscard]] std::vector<Action> actions()
{
    const std::vector<OptionSpec> choice{marketSpec(),
                                         sourceSpec(),
                                         {"--interval", "TF", "length of a bar: 1m, 5m, 1h"},
                                         dataFolderSpec()};
    std::vector<OptionSpec> out = choice;
    out.push_back({"--out", "FILE", "the CSV file, packed if it ends in .gz (default: stdout)"});
    return {
        {"import",
         {"data import FILE… --market NAME",
          {marketSpec(),
           {"--format", "NAME", "auto, wick, binance, tradingview, mt5, histdata (default: auto)"},
           {"--utc-offset", "+HH:MM", "local time of the file minus UTC, where it names no zone"},
           sourceSpec(),
           dataFolderSpec()}},
         nullptr},
        {"list", {"data list", choice}, listSeries},
        {"gaps", {"data gaps", choice}, listGaps},
        {"check", {"data check", choice}, checkSeries},
        {"export", {"data export --market NAME", out}, exportSeries},
    };
}

} // namespace

ExitCode runData(std::span<const std::string> arguments)
{
    const std::vector<Action> known = actions();
    std::vector<std::string> names;
    names.reserve(known.size());
    for (const Action& action : known) {
        names.push_back(action.name);
    }
    const std::string name = arguments.empty() ? std::string{} : arguments.front();
    if (name == "--help") {
        for (const Action& action : known) {
            print(action.parser.help() + '\n');
        }
        return ExitCode::Done;
    }
    const auto action = std::find_if(known.begin(), known.end(),
                                     [&name](const Action& each) { return each.name == name; });
    if (action == known.end()) {
        return wrongUse(name.empty() ? "data needs one of import, list, gaps, check, export"
                                     : unknownName("data action", name, names));
    }
    const auto options = parseOrExplain(action->parser, arguments.subspan(1));
    if (const auto* const code = std::get_if<ExitCode>(&options)) {
        return *code;
    }
    const auto& given = std::get<Options>(options);
    return action->run == nullptr ? importFiles(given) : withSeries(given, action->run);
}

} // namespace wick::cli
