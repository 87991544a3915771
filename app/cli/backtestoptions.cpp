#include "app/cli/backtestoptions.h"

#include "app/cli/riskoptions.h"
#include "core/io/timetext.h"
#include "core/market/timeframe.h"
#include "strategies/catalog.h"

#include <QFileInfo>

#include <algorithm>
#include <cstdlib>

namespace wick::cli {

using core::Failure;
using core::Result;
using session::BacktestEngine;
using session::BacktestJob;
using session::JobError;
using session::JobFault;

namespace {

constexpr int kMoneyDecimals = 6;
constexpr int kBasisPointDecimals = 2;
constexpr std::int64_t kMostFee = 100'000; ///< ppm: 1000 bp

/// "NAME=REST" cut at the first sign; nothing without one or with an empty side.
[[nodiscard]] std::optional<std::pair<std::string, std::string>> splitAt(const std::string& text,
                                                                         char sign)
{
    const auto at = text.find(sign);
    if (at == std::string::npos || at == 0 || at + 1 == text.size()) {
        return std::nullopt;
    }
    return std::pair{text.substr(0, at), text.substr(at + 1)};
}

[[nodiscard]] bool declares(std::string_view strategy, std::string_view parameter)
{
    const core::StrategyCatalog catalog = strategies::catalog();
    const core::CatalogEntry* entry = catalog.find(strategy);
    return entry != nullptr
           && std::any_of(entry->parameters.begin(), entry->parameters.end(),
                          [parameter](const auto& each) { return each.name == parameter; });
}

/// "db" and "db:SOURCE" name the store, "practice" the practice market, all else is a file.
void setData(BacktestEngine& engine, const std::string& text)
{
    constexpr std::string_view kStore = "db";
    if (text == kStore) {
        engine.candles = session::StoredCandles{};
    } else if (text.starts_with("db:")) {
        engine.candles = session::StoredCandles{text.substr(kStore.size() + 1)};
    } else if (text == "practice") {
        engine.candles = session::PracticeCandles{};
    } else {
        engine.candles = session::FileCandles{QString::fromStdString(text)};
    }
}

/// Turns options into a job, one kind after the other; the first mistake ends it.
class JobReader
{
public:
    explicit JobReader(const Options& options)
        : m_options(options)
    {}

    Result<BacktestJob, JobOptionError> read()
    {
        using Step = Result<void, JobOptionError> (JobReader::*)();
        for (const Step step : {&JobReader::engines, &JobReader::parameters, &JobReader::times,
                                &JobReader::risk, &JobReader::numbers, &JobReader::fees,
                                &JobReader::calendars, &JobReader::files, &JobReader::fills})
        {
            if (auto outcome = (this->*step)(); !outcome) {
                return Failure{std::move(outcome).error()};
            }
        }
        return std::move(m_job);
    }

private:
    using Outcome = Result<void, JobOptionError>;

    static Failure<JobOptionError> wrong(std::string sentence)
    {
        return Failure{JobOptionError{UsageError{std::move(sentence)}}};
    }

    Outcome engines();
    Outcome single();
    Outcome parameters();
    void setWhereDeclared(const std::string& name, const std::string& value);
    [[nodiscard]] bool
    setForStrategy(std::string_view strategy, const std::string& name, const std::string& value);
    Outcome times();
    Outcome time(std::string_view option, std::optional<core::Timestamp>& into);
    Outcome risk();
    Outcome numbers();
    Outcome fees();
    Outcome calendars();
    Outcome files();
    Outcome fills();

    const Options& m_options;
    BacktestJob m_job;
};

JobReader::Outcome JobReader::single()
{
    for (const std::string_view needed : {"--strategy", "--market", "--data"}) {
        if (!m_options.has(needed)) {
            return wrong(std::string{needed} + " is missing (or give --engine)");
        }
    }
    BacktestEngine engine;
    engine.strategy = *m_options.value("--strategy");
    engine.market = *m_options.value("--market");
    engine.timeframe = m_options.valueOr("--timeframe", {});
    setData(engine, *m_options.value("--data"));
    m_job.engines.push_back(std::move(engine));
    return {};
}

JobReader::Outcome JobReader::engines()
{
    if (!m_options.positional().empty()) {
        return wrong("'" + m_options.positional().front() + "' belongs to no option");
    }
    if (!m_options.has("--engine")) {
        return single();
    }
    for (const std::string_view other : {"--strategy", "--market", "--data", "--timeframe"}) {
        if (m_options.has(other)) {
            return wrong("--engine and " + std::string{other} + " exclude each other");
        }
    }
    for (const std::string& text : m_options.values("--engine")) {
        const auto sides = splitAt(text, '=');
        const auto names = sides ? splitAt(sides->first, ':') : std::nullopt;
        if (!names) {
            return wrong("--engine '" + text + "' is not NAME:MARKET[:TIMEFRAME]=FILE");
        }
        const auto rest = splitAt(names->second, ':');
        BacktestEngine engine;
        engine.strategy = names->first;
        engine.market = rest ? rest->first : names->second;
        engine.timeframe = rest ? rest->second : std::string{};
        setData(engine, sides->second);
        m_job.engines.push_back(std::move(engine));
    }
    return {};
}

/// `p=v` goes to every engine whose strategy declares p, `NAME.p=v` to those of that strategy.
JobReader::Outcome JobReader::parameters()
{
    for (const std::string& text : m_options.values("--set")) {
        const auto sides = splitAt(text, '=');
        if (!sides) {
            return wrong("--set '" + text + "' is not PARAMETER=VALUE");
        }
        const auto scoped = splitAt(sides->first, '.');
        if (!scoped) {
            setWhereDeclared(sides->first, sides->second);
        } else if (!setForStrategy(scoped->first, scoped->second, sides->second)) {
            return wrong("--set '" + text + "': no engine runs '" + scoped->first + "'");
        }
    }
    return {};
}

/// One that nobody declares goes to the first engine: the job then names the nearest one.
void JobReader::setWhereDeclared(const std::string& name, const std::string& value)
{
    bool taken = false;
    for (BacktestEngine& engine : m_job.engines) {
        if (declares(engine.strategy, name)) {
            engine.parameters.emplace_back(name, value);
            taken = true;
        }
    }
    if (!taken) {
        m_job.engines.front().parameters.emplace_back(name, value);
    }
}

/// False when no engine runs the strategy.
bool JobReader::setForStrategy(std::string_view strategy,
                               const std::string& name,
                               const std::string& value)
{
    bool taken = false;
    for (BacktestEngine& engine : m_job.engines) {
        if (engine.strategy == strategy) {
            engine.parameters.emplace_back(name, value);
            taken = true;
        }
    }
    return taken;
}

JobReader::Outcome JobReader::time(std::string_view option, std::optional<core::Timestamp>& into)
{
    if (const auto text = m_options.value(option)) {
        into = io::parseTime(*text);
        if (!into) {
            return wrong(std::string{option} + " '" + *text
                         + "' is no time in UTC: 2026-03-01, 2026-03-01T09:00, or milliseconds "
                           "since 1970");
        }
    }
    return {};
}

JobReader::Outcome JobReader::times()
{
    if (auto read = time("--from", m_job.from); !read) {
        return read;
    }
    if (auto read = time("--to", m_job.to); !read) {
        return read;
    }
    if (m_job.from && m_job.to && *m_job.to <= *m_job.from) {
        return wrong("--to is not after --from");
    }
    return {};
}

JobReader::Outcome JobReader::risk()
{
    auto settings = riskSettings(m_options);
    if (!settings) {
        return Failure{JobOptionError{settings.error()}};
    }
    m_job.risk = std::move(*settings);
    return {};
}

JobReader::Outcome JobReader::numbers()
{
    if (const auto text = m_options.value("--balance")) {
        const auto value = core::parseScaled(*text, kMoneyDecimals);
        if (!value || *value <= 0) {
            return wrong("--balance '" + *text + "' is no amount of USDC above zero");
        }
        m_job.balance = core::Money{*value};
    }
    if (const auto text = m_options.value("--quantity")) {
        const auto value = core::parseDecimal(*text);
        if (!value || value->mantissa <= 0) {
            return wrong("--quantity '" + *text + "' is no size above zero");
        }
        m_job.quantity = *value;
    }
    return {};
}

JobReader::Outcome JobReader::fees()
{
    const auto text = m_options.value("--fees");
    if (!text) {
        return {};
    }
    const auto sides = splitAt(*text, ',');
    if (!sides) {
        return wrong("--fees '" + *text + "' is not TAKER,MAKER in basis points");
    }
    const auto taker = core::parseScaled(sides->first, kBasisPointDecimals);
    const auto maker = core::parseScaled(sides->second, kBasisPointDecimals);
    if (!taker || !maker) {
        return wrong("--fees '" + *text
                     + "' must be two numbers of basis points with at most two decimals");
    }
    if (std::max(std::abs(*taker), std::abs(*maker)) > kMostFee) {
        return wrong("--fees '" + *text + "': a fee is at most 1000 basis points");
    }
    m_job.fees = session::FeeOverride{core::Ppm{*taker}, core::Ppm{*maker}};
    return {};
}

JobReader::Outcome JobReader::calendars()
{
    for (const std::string& text : m_options.values("--calendar")) {
        const auto sides = splitAt(text, '=');
        const std::string name = sides ? sides->second : text;
        if (name != "always" && name != "new_york") {
            return wrong(
                unknownName("calendar", name, std::vector<std::string>{"always", "new_york"}));
        }
        m_job.calendars.push_back(
            {sides ? sides->first : std::string{},
             name == "always" ? core::CalendarKind::Always : core::CalendarKind::NewYork});
    }
    return {};
}

JobReader::Outcome JobReader::files()
{
    m_job.dataFolder = QString::fromStdString(m_options.valueOr("--data-dir", {}));
    m_job.instrumentFile = QString::fromStdString(m_options.valueOr("--instrument", {}));
    for (const std::string& text : m_options.values("--funding")) {
        const auto sides = splitAt(text, '=');
        const bool scoped = sides && !QFileInfo::exists(QString::fromStdString(text));
        const std::string& file = scoped ? sides->second : text;
        m_job.funding.push_back({scoped ? sides->first : std::string{},
                                 file == "none" ? QString{} : QString::fromStdString(file)});
    }
    return {};
}

JobReader::Outcome JobReader::fills()
{
    const std::string fill = m_options.valueOr("--fill", "model");
    if (fill == "next-open") {
        m_job.fill.kind = core::FillModel::Kind::NextOpen;
    } else if (fill != "model") {
        return wrong(unknownName("fill", fill, std::vector<std::string>{"next-open", "model"}));
    }
    const std::string path = m_options.valueOr("--path", "near");
    if (path == "ohlc") {
        m_job.path = core::BarPath::OpenHighLowClose;
    } else if (path == "olhc") {
        m_job.path = core::BarPath::OpenLowHighClose;
    } else if (path != "near") {
        return wrong(unknownName("path", path, std::vector<std::string>{"ohlc", "olhc", "near"}));
    }
    return {};
}

} // namespace

OptionParser backtestParser()
{
    return {
        "backtest --strategy NAME --market MARKET --data FILE [OPTION…]\n"
        "       wickctl backtest --engine NAME:MARKET[:TIMEFRAME]=FILE… [OPTION…]\n"
        "The report goes to stdout, balance and number of trades first.\n",
        {
            {"--strategy", "NAME", "see wickctl strategies"},
            {"--market", "MARKET", "ETH, BTC, XAU, or one of --instrument"},
            {"--data", "FILE|db[:SOURCE]|practice",
             "candles of that market: CSV, CSV.gz, the store, or made ones"},
            {"--data-dir", "FOLDER", "of the store; default: the user's data folder"},
            {"--timeframe", "TF", "of the strategy: 5m, 1h; default: what the strategy declares"},
            {"--engine", "NAME:MARKET[:TF]=FILE", "several strategies on one account",
             Occurrence::Repeatable},
            {"--from", "TIME", "first bar: 2026-03-01, 2026-03-01T09:00 (UTC), or ms since 1970"},
            {"--to", "TIME", "bars before this time"},
            {"--set", "P=V", "a parameter, or NAME.P=V for one strategy of several",
             Occurrence::Repeatable},
            riskOption(),
            {"--balance", "USDC", "to start with; default 100000"},
            {"--instrument", "FILE", "instruments in place of the built-in examples"},
            {"--calendar", "[MARKET=]always|new_york", "trading hours", Occurrence::Repeatable},
            {"--fees", "TAKER,MAKER", "in basis points, in place of the instrument's"},
            {"--funding", "[MARKET=]FILE|none",
             "rates by column: funding_rate_pct_1h in percent an hour, funding_rate_1h fraction "
             "an hour, funding_rate_8h (or funding_rate, 8 h apart) fraction for 8 h; default "
             "0.125 bp an hour",
             Occurrence::Repeatable},
            {"--fill", "next-open|model", "textbook fills, or with delay and slippage (default)"},
            {"--path", "ohlc|olhc|near", "order of the prices inside a bar; default near"},
            {"--quantity", "Q", "size of every order in base units; no sizing, no limits"},
            {"--json", "FILE", "write the report as JSON"},
            {"--trades", "FILE", "write the trade log as CSV"},
            {"--equity", "FILE", "write the equity curve as CSV"},
            {"--check", "",
             "run again with the end of the data taken away, and fail unless every decision before "
             "stays: what looks ahead is found"},
        }};
}

Result<BacktestJob, JobOptionError> jobOf(const Options& options)
{
    return JobReader{options}.read();
}

} // namespace wick::cli
