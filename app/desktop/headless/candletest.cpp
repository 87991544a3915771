#include "app/desktop/headless/candletest.h"

#include "app/desktop/adapters/candlechart.h"
#include "core/market/timeframe.h"
#include "strategies/catalog.h"

#include <QElapsedTimer>
#include <QFileInfo>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

/// A word in the name of a file and what it is taken for.
struct Hint
{
    QLatin1String word;
    QLatin1String market;
    QLatin1String strategy;
};

constexpr std::array<Hint, 5> kHints{
    {{QLatin1String{"xau"}, QLatin1String{"XAU"}, QLatin1String{"fvg-retest"}},
     {QLatin1String{"gold"}, QLatin1String{"XAU"}, QLatin1String{"fvg-retest"}},
     {QLatin1String{"btc"}, QLatin1String{"BTC"}, QLatin1String{"momentum"}},
     {QLatin1String{"xbt"}, QLatin1String{"BTC"}, QLatin1String{"momentum"}},
     {QLatin1String{"eth"}, QLatin1String{"ETH"}, QLatin1String{"momentum"}}}};

/// Whether a word of the name begins with `word`: "BTCUSDT-1m" says btc, "method" does not say eth.
bool says(const QString& name, QLatin1String word)
{
    for (qsizetype at = name.indexOf(word, 0, Qt::CaseInsensitive); at >= 0;
         at = name.indexOf(word, at + 1, Qt::CaseInsensitive))
    {
        if (at == 0 || !name[at - 1].isLetter()) {
            return true;
        }
    }
    return false;
}

/// Empty for what the strategy declares; the interval of the data where that is longer.
std::string timeframeFor(const QString& strategy, core::Duration interval)
{
    const auto made = strategies::catalog().create(strategy.toStdString(), {});
    return made && (*made)->describe().timeframe < interval ? core::timeframeText(interval)
                                                            : std::string{};
}

} // namespace

CandleChoice choiceFor(const QString& file)
{
    const QString name = QFileInfo{file}.fileName();
    for (const Hint& hint : kHints) {
        if (says(name, hint.word)) {
            return {hint.strategy, hint.market, true};
        }
    }
    return {u"ma-cross"_s, u"ETH"_s, false};
}

core::Result<CandleTest, session::JobError> testCandles(const QString& file,
                                                        const session::JobControl& control)
{
    CandleTest test;
    test.choice = choiceFor(file);
    auto candles = session::loadCandles(file, control);
    if (!candles) {
        return core::Failure{candles.error()};
    }
    session::BacktestJob job;
    session::BacktestEngine engine;
    engine.strategy = test.choice.strategy.toStdString();
    engine.market = test.choice.market.toStdString();
    engine.timeframe = timeframeFor(test.choice.strategy, candles->columns.interval);
    engine.candles = *candles;
    job.engines.push_back(std::move(engine));
    auto prepared = session::prepareBacktest(job, control);
    if (!prepared) {
        return core::Failure{prepared.error()};
    }
    QElapsedTimer clock;
    clock.start();
    test.outcome = session::runBacktest(std::move(*prepared), control);
    test.seconds = static_cast<double>(clock.nsecsElapsed()) / 1e9;
    if (test.outcome.result.cancelled) {
        session::JobError cancelled;
        cancelled.fault = session::JobFault::Cancelled;
        cancelled.subject = candles->name;
        return core::Failure{std::move(cancelled)};
    }
    const core::EngineSetup& ran = test.outcome.setup.engines.front();
    const core::Instrument& instrument = test.outcome.setup.instruments[ran.instrument.count()];
    test.missingBars = missingBars(candles->columns, core::TradingCalendar{instrument.calendar()});
    test.chart = candleChart(*candles, instrument, ran.timeframe, ran.strategy->describe().plots);
    return test;
}

} // namespace wick::desktop
