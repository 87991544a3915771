// Turns a job of names and files into something that runs.

#include "app/session/backtestjob.h"
#include "core/base/nearestname.h"
#include "core/base/unreachable.h"
#include "core/io/fundingfile.h"
#include "core/io/instrumentfile.h"
#include "core/io/jsonwriter.h"
#include "core/market/timeframe.h"
#include "strategies/catalog.h"

#include <algorithm>
#include <span>

namespace wick::session {

using core::Failure;
using core::Result;

namespace {

[[nodiscard]] JobError
errorOf(JobFault fault, std::string subject, std::string text = {}, std::string nearest = {})
{
    JobError error;
    error.fault = fault;
    error.subject = std::move(subject);
    error.text = std::move(text);
    error.nearest = std::move(nearest);
    return error;
}

[[nodiscard]] JobError fileError(JobFault fault, const QString& file, const QString& sentence)
{
    JobError error = errorOf(fault, file.toStdString());
    error.detail = sentence.toStdString();
    return error;
}

[[nodiscard]] std::string_view describe(core::InstrumentError error)
{
    switch (error) {
    case core::InstrumentError::NoSymbol:
        return "it has no symbol";
    case core::InstrumentError::BadDecimals:
        return "prices, sizes or volumes have too many decimals";
    case core::InstrumentError::BadTick:
        return "the tick is not positive";
    case core::InstrumentError::BadMinimum:
        return "the smallest order is not positive";
    case core::InstrumentError::BadFraction:
        return "a margin, fee or spread is out of range";
    }
    core::unreachable();
}

/// The value for this market: its own, else that for all.
template <typename T>
[[nodiscard]] const T* valueFor(const std::vector<ForMarket<T>>& values,
                                const io::InstrumentSpec& spec)
{
    const T* found = nullptr;
    for (const auto& each : values) {
        const bool own =
            !each.market.empty() && io::findInstrument(std::span{&spec, 1}, each.market) != nullptr;
        if (own) {
            return &each.value;
        }
        found = each.market.empty() ? &each.value : found;
    }
    return found;
}

/// Puts one job together, step by step; the first error ends it.
class Preparation
{
public:
    Preparation(const BacktestJob& job, const JobControl& control)
        : m_job(job)
        , m_control(control)
    {}

    Result<PreparedBacktest, JobError> run()
    {
        using Step = Result<void, JobError> (Preparation::*)();
        for (const Step step : {&Preparation::limits, &Preparation::instruments,
                                &Preparation::engines, &Preparation::funding, &Preparation::range})
        {
            if (auto outcome = (this->*step)(); !outcome) {
                return Failure{std::move(outcome).error()};
            }
        }
        m_out.from = m_job.from;
        m_out.to = m_job.to;
        m_out.seed = m_job.seed;
        m_out.setup.fill = m_job.fill;
        m_out.setup.path = m_job.path;
        m_out.setup.balance = m_job.balance;
        return std::move(m_out);
    }

private:
    using Outcome = Result<void, JobError>;

    Outcome limits();
    Outcome instruments();
    Outcome readSpecs();
    [[nodiscard]] Outcome checkNames() const;
    [[nodiscard]] Outcome checkEngine(const BacktestEngine& engine) const;
    template <typename Named>
    [[nodiscard]] Outcome checkMarketsOf(const std::vector<Named>& list) const;
    Outcome addMarket(const BacktestEngine& engine);
    Outcome shareMarket(std::size_t market, const std::string& candles);
    [[nodiscard]] Outcome checkInterval(core::Duration interval, const std::string& candles) const;
    [[nodiscard]] Result<LoadedCandles, JobError> candlesOf(const BacktestEngine& engine,
                                                            const io::InstrumentSpec& spec) const;
    [[nodiscard]] Result<const io::InstrumentSpec*, JobError> specOf(std::string_view market) const;
    Result<core::Instrument, JobError>
    instrumentFor(io::InstrumentSpec spec, core::InstrumentId id, const LoadedCandles& candles);
    Outcome engines();
    Outcome addEngine(const BacktestEngine& engine);
    [[nodiscard]] Result<core::Duration, JobError>
    timeframeOf(const BacktestEngine& engine, const core::Description& strategy) const;
    [[nodiscard]] Result<std::optional<core::Quantity>, JobError>
    quantityFor(const core::Instrument& instrument) const;
    Outcome funding();
    Result<core::FundingTable, JobError> fundingOf(const QString& file, std::size_t market);
    Outcome range();

    const BacktestJob& m_job;
    const JobControl& m_control;
    PreparedBacktest m_out;
    core::StrategyCatalog m_catalog = strategies::catalog();
    std::vector<io::InstrumentSpec> m_specs;
    std::vector<io::InstrumentSpec> m_chosen;  ///< by instrument
    std::vector<std::string> m_names;          ///< of the candles as they were asked for, likewise
    std::vector<core::InstrumentId> m_markets; ///< by engine
};

Preparation::Outcome Preparation::limits()
{
    if (m_job.engines.empty()) {
        return Failure{errorOf(JobFault::NothingToRun, {})};
    }
    if (m_job.balance.count() <= 0) {
        return Failure{errorOf(JobFault::BadBalance, "balance")};
    }
    core::RiskLimits limits = m_job.quantity ? core::RiskLimits::open() : core::RiskLimits{};
    limits = m_job.limits.value_or(limits);
    if (auto applied = applyRisk(limits, m_job.risk); !applied) {
        return applied;
    }
    m_out.setup.limits = limits;
    return {};
}

Preparation::Outcome Preparation::readSpecs()
{
    if (!m_job.instrumentFile.isEmpty()) {
        auto specs = io::readInstrumentFile(m_job.instrumentFile);
        if (!specs) {
            return Failure{
                fileError(JobFault::InstrumentFile, m_job.instrumentFile, specs.error().text())};
        }
        m_specs = std::move(specs).value();
    }
    for (auto& spec : io::builtInInstruments()) {
        if (io::findInstrument(m_specs, spec.symbol) == nullptr) {
            m_specs.push_back(std::move(spec));
        }
    }
    return {};
}

Result<const io::InstrumentSpec*, JobError> Preparation::specOf(std::string_view market) const
{
    if (const auto* spec = io::findInstrument(m_specs, market)) {
        return spec;
    }
    return Failure{errorOf(JobFault::UnknownMarket, std::string{market}, {},
                           core::nearestName(market, io::baseNames(m_specs)))};
}

/// What costs nothing is checked before candles are read.
Preparation::Outcome Preparation::checkNames() const
{
    for (const auto& engine : m_job.engines) {
        if (auto checked = checkEngine(engine); !checked) {
            return checked;
        }
    }
    if (auto checked = checkMarketsOf(m_job.calendars); !checked) {
        return checked;
    }
    return checkMarketsOf(m_job.funding);
}

Preparation::Outcome Preparation::checkEngine(const BacktestEngine& engine) const
{
    if (const auto made = m_catalog.create(engine.strategy, engine.parameters); !made) {
        return Failure{jobErrorOf(made.error())};
    }
    if (auto spec = specOf(engine.market); !spec) {
        return Failure{std::move(spec).error()};
    }
    if (!engine.timeframe.empty() && !core::parseTimeframe(engine.timeframe)) {
        const std::vector<std::string> usual{core::kUsualTimeframes.begin(),
                                             core::kUsualTimeframes.end()};
        return Failure{errorOf(JobFault::UnknownTimeframe, engine.timeframe, {},
                               core::nearestName(engine.timeframe, usual))};
    }
    return {};
}

/// An entry without a market is for all of them.
template <typename Named>
Preparation::Outcome Preparation::checkMarketsOf(const std::vector<Named>& list) const
{
    for (const auto& entry : list) {
        if (auto spec = specOf(entry.market); !entry.market.empty() && !spec) {
            return Failure{std::move(spec).error()};
        }
    }
    return {};
}

Preparation::Outcome Preparation::instruments()
{
    if (auto read = readSpecs(); !read) {
        return read;
    }
    if (auto checked = checkNames(); !checked) {
        return checked;
    }
    for (const auto& engine : m_job.engines) {
        if (auto added = addMarket(engine); !added) {
            return added;
        }
    }
    return {};
}

/// What tells one choice of candles from another.
[[nodiscard]] std::string nameOf(const BacktestEngine& engine)
{
    if (const auto* file = std::get_if<FileCandles>(&engine.candles)) {
        return file->path.toStdString();
    }
    if (const auto* stored = std::get_if<StoredCandles>(&engine.candles)) {
        return "the store " + stored->source;
    }
    const auto* loaded = std::get_if<LoadedCandles>(&engine.candles);
    return loaded != nullptr ? loaded->name : "the practice market";
}

Result<LoadedCandles, JobError> Preparation::candlesOf(const BacktestEngine& engine,
                                                       const io::InstrumentSpec& spec) const
{
    const std::string_view base = core::baseOf(spec.symbol);
    if (const auto* file = std::get_if<FileCandles>(&engine.candles)) {
        return loadCandles(file->path, m_control);
    }
    if (const auto* stored = std::get_if<StoredCandles>(&engine.candles)) {
        return loadStored(m_job.dataFolder, base, stored->source);
    }
    if (const auto* practice = std::get_if<PracticeCandles>(&engine.candles)) {
        return generateCandles(base, practice->days);
    }
    return std::get<LoadedCandles>(engine.candles);
}

/// Gives the engine's market its id, with the candles of the first engine that names it.
Preparation::Outcome Preparation::addMarket(const BacktestEngine& engine)
{
    const io::InstrumentSpec& spec = *specOf(engine.market).value();
    const std::string name = nameOf(engine);
    const auto chosen = std::find_if(m_chosen.begin(), m_chosen.end(), [&](const auto& other) {
        return other.symbol == spec.symbol;
    });
    const auto market = static_cast<std::size_t>(chosen - m_chosen.begin());
    if (chosen != m_chosen.end()) {
        return shareMarket(market, name);
    }
    const core::InstrumentId id{static_cast<std::uint16_t>(market)};
    auto candles = candlesOf(engine, spec);
    if (!candles) {
        return Failure{std::move(candles).error()};
    }
    PreparedSeries series{id, std::move(candles).value(), 0};
    if (auto checked = checkInterval(series.candles.columns.interval, name); !checked) {
        return checked;
    }
    auto instrument = instrumentFor(spec, id, series.candles);
    if (!instrument) {
        return Failure{std::move(instrument).error()};
    }
    if (series.candles.refusedRows > 0) {
        m_out.warnings.push_back({WarningKind::RowsRefused, series.candles.name,
                                  std::to_string(series.candles.refusedRows)});
    }
    m_out.setup.instruments.push_back(std::move(instrument).value());
    m_out.series.push_back(std::move(series));
    m_chosen.push_back(spec);
    m_names.push_back(name);
    m_markets.push_back(id);
    return {};
}

/// Lets one more engine run on a market that has its candles already.
Preparation::Outcome Preparation::shareMarket(std::size_t market, const std::string& candles)
{
    if (m_names[market] != candles) {
        JobError error = errorOf(JobFault::MarketTwice, m_chosen[market].symbol, candles);
        error.low = m_names[market];
        return Failure{std::move(error)};
    }
    m_markets.emplace_back(static_cast<std::uint16_t>(market));
    return {};
}

/// All candles of a run have the interval of the first.
Preparation::Outcome Preparation::checkInterval(core::Duration interval,
                                                const std::string& candles) const
{
    if (m_out.series.empty()) {
        return {};
    }
    const core::Duration first = m_out.series.front().candles.columns.interval;
    if (interval == first) {
        return {};
    }
    JobError error = errorOf(JobFault::MixedIntervals, candles, core::timeframeText(interval));
    error.low = core::timeframeText(first);
    return Failure{std::move(error)};
}

Result<core::Instrument, JobError> Preparation::instrumentFor(io::InstrumentSpec spec,
                                                              core::InstrumentId id,
                                                              const LoadedCandles& candles)
{
    if (m_job.fees) {
        spec.takerFee = m_job.fees->taker;
        spec.makerFee = m_job.fees->maker;
    }
    if (const auto* calendar = valueFor(m_job.calendars, spec)) {
        spec.calendar = *calendar;
    }
    if (spec.source == io::InstrumentSource::Example) {
        m_out.warnings.push_back({WarningKind::ExampleInstrument, spec.symbol, {}});
    }
    auto made =
        io::instrumentOf(spec, id, {candles.columns.priceDecimals, candles.columns.volumeDecimals});
    if (!made) {
        JobError error = errorOf(JobFault::BadInstrument, spec.symbol);
        error.detail = describe(made.error());
        return Failure{std::move(error)};
    }
    return std::move(made).value();
}

Preparation::Outcome Preparation::engines()
{
    for (const auto& engine : m_job.engines) {
        if (auto added = addEngine(engine); !added) {
            return added;
        }
    }
    return {};
}

Preparation::Outcome Preparation::addEngine(const BacktestEngine& engine)
{
    const core::InstrumentId market = m_markets[m_out.setup.engines.size()];
    const core::Instrument& instrument = m_out.setup.instruments[market.count()];
    core::EngineSetup setup;
    setup.strategy = std::move(m_catalog.create(engine.strategy, engine.parameters)).value();
    const core::Description& described = setup.strategy->describe();
    setup.name = engine.strategy;
    core::ParameterSet parameters{described.parameters};
    for (const auto& [name, text] : engine.parameters) {
        static_cast<void>(parameters.set(name, text)); // create() has taken the same ones
    }
    setup.parameters = parameters.summary();
    setup.instrument = market;
    setup.base = m_out.series[market.count()].candles.columns.interval;
    const auto timeframe = timeframeOf(engine, described);
    if (!timeframe) {
        return Failure{timeframe.error()};
    }
    setup.timeframe = *timeframe;
    const auto quantity = quantityFor(instrument);
    if (!quantity) {
        return Failure{quantity.error()};
    }
    setup.fixedQuantity = *quantity;
    const auto& made = described.markets;
    if (!made.empty() && std::find(made.begin(), made.end(), instrument.base()) == made.end()) {
        m_out.warnings.push_back(
            {WarningKind::NotMadeForMarket, engine.strategy, std::string{instrument.base()}});
    }
    m_out.setup.engines.push_back(std::move(setup));
    return {};
}

Result<core::Duration, JobError> Preparation::timeframeOf(const BacktestEngine& engine,
                                                          const core::Description& strategy) const
{
    const core::InstrumentId market = m_markets[m_out.setup.engines.size()];
    const core::Duration base = m_out.series[market.count()].candles.columns.interval;
    const core::Duration timeframe = engine.timeframe.empty()
                                         ? strategy.timeframe
                                         : core::parseTimeframe(engine.timeframe).value();
    const std::string baseText = core::timeframeText(base);
    if (timeframe < base) {
        return Failure{
            errorOf(JobFault::TimeframeBelowData, core::timeframeText(timeframe), baseText)};
    }
    if (timeframe.count() % base.count() != 0) {
        return Failure{
            errorOf(JobFault::TimeframeNotMultiple, core::timeframeText(timeframe), baseText)};
    }
    const core::Duration higher = strategy.higherTimeframe;
    if (higher.count() != 0 && higher.count() % timeframe.count() != 0) {
        return Failure{errorOf(JobFault::TimeframeNotMultiple, core::timeframeText(higher),
                               core::timeframeText(timeframe))};
    }
    return timeframe;
}

Result<std::optional<core::Quantity>, JobError>
Preparation::quantityFor(const core::Instrument& instrument) const
{
    if (!m_job.quantity) {
        return std::optional<core::Quantity>{};
    }
    const auto lots = core::rescale(m_job.quantity->mantissa, m_job.quantity->decimals,
                                    instrument.quantityDecimals());
    if (!lots || *lots <= 0) {
        JobError error =
            errorOf(JobFault::BadQuantity, instrument.symbol(),
                    core::shortestText(m_job.quantity->mantissa, m_job.quantity->decimals));
        error.low = core::shortestText(1, instrument.quantityDecimals());
        return Failure{std::move(error)};
    }
    return std::optional{core::Quantity{*lots}};
}

Preparation::Outcome Preparation::funding()
{
    if (m_job.funding.empty()) {
        return {};
    }
    for (const auto& given : m_job.funding) {
        m_out.fundingName += (m_out.fundingName.empty() ? "" : " ")
                             + (given.value.isEmpty() ? "none" : given.value.toStdString());
    }
    for (std::size_t i = 0; i < m_chosen.size(); ++i) {
        const QString* file = valueFor(m_job.funding, m_chosen[i]);
        if (file == nullptr) {
            m_out.setup.funding.emplace_back();
            continue;
        }
        auto table = fundingOf(*file, i);
        if (!table) {
            return Failure{std::move(table).error()};
        }
        m_out.setup.funding.push_back(std::move(table).value());
    }
    return {};
}

/// The rates of one market from a file; an empty name is no funding at all.
Result<core::FundingTable, JobError> Preparation::fundingOf(const QString& file, std::size_t market)
{
    if (file.isEmpty()) {
        return core::FundingTable{{core::FundingRate{}}};
    }
    const auto read = io::readFundingFile(file);
    if (!read) {
        return Failure{fileError(JobFault::FundingFile, file, read.error().sentence)};
    }
    const std::string& symbol = m_chosen[market].symbol;
    const io::FundingSeries* series = io::findFunding(*read, symbol);
    if (series == nullptr) {
        return Failure{fileError(
            JobFault::FundingFile, file,
            file % QStringLiteral(": has no rates for %1").arg(QString::fromStdString(symbol)))};
    }
    const bool forAll = std::any_of(m_job.funding.begin(), m_job.funding.end(),
                                    [](const auto& each) { return each.market.empty(); });
    if (series->symbol.empty() && forAll && m_chosen.size() > 1) {
        return Failure{fileError(JobFault::FundingFile, file,
                                 file
                                     % QStringLiteral(": names no market, and there are several; "
                                                      "give it as MARKET=FILE"))};
    }
    const auto& times = m_out.series[market].candles.columns.time;
    const core::Timestamp first = m_job.from.value_or(core::fromMilliseconds(times.front()));
    const core::Timestamp last = m_job.to.value_or(core::fromMilliseconds(times.back()));
    if (first < series->first - core::hours(1) || series->last + core::hours(1) < last) {
        m_out.warnings.push_back({WarningKind::PartialFunding, symbol, {}});
    }
    return core::FundingTable{series->rates};
}

Preparation::Outcome Preparation::range()
{
    for (auto& series : m_out.series) {
        const auto& times = series.candles.columns.time;
        auto first = times.begin();
        auto last = times.end();
        if (m_job.from) {
            first = std::lower_bound(first, last, core::toMilliseconds(*m_job.from));
        }
        if (m_job.to) {
            last = std::lower_bound(first, last, core::toMilliseconds(*m_job.to));
        }
        series.bars = static_cast<std::size_t>(last - first);
        if (series.bars == 0) {
            return Failure{errorOf(JobFault::EmptyRange, series.candles.name)};
        }
    }
    return {};
}

} // namespace

Result<PreparedBacktest, JobError> prepareBacktest(const BacktestJob& job,
                                                   const JobControl& control)
{
    return Preparation{job, control}.run();
}

} // namespace wick::session
