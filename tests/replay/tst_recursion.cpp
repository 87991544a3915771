#include "core/engine/strategyengine.h"
#include "core/indicators/averages.h"
#include "core/strategy/decisionlog.h"
#include "tests/replay/replaymarkets.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>

using namespace wick::core;
using namespace wick::test;

namespace {

/// What a strategy showed of itself at one close: the numbers of its status and of its signal.
struct Moment
{
    Timestamp at;
    std::int64_t bars = 0;
    std::int64_t higherBars = 0;
    std::string_view sentence;
    std::vector<double> features;
    std::optional<Signal> entry;
};

std::vector<double> featuresOf(const Status& status, const Decision& decision)
{
    std::vector<double> features;
    for (const auto& number : status.numbers) {
        features.push_back(number.value);
    }
    if (decision.entry) {
        const Signal& signal = *decision.entry;
        features.push_back(static_cast<double>(signal.price.count()));
        features.push_back(static_cast<double>(signal.stop.value_or(Price{}).count()));
        features.push_back(static_cast<double>(signal.target.value_or(Price{}).count()));
        features.push_back(signal.strength);
        for (const auto& component : signal.components) {
            features.push_back(component.value);
        }
    }
    return features;
}

/// Plays the candles from `first` on without ever filling an order, so that all that differs
/// between two histories is what the kernels make of them.
std::vector<Moment>
momentsOf(const Strategy& strategy, const ReplayMarket& market, std::size_t first)
{
    const Description& about = strategy.describe();
    const bool hasHigher = about.higherTimeframe.count() > 0;
    StrategyEngine engine{{EngineId{0}, about.timeframe, minutes(1)}, market.instrument, strategy};
    BarAggregator bars{about.timeframe, minutes(1)};
    BarAggregator higher{hasHigher ? about.higherTimeframe : days(1), minutes(1)};
    const CandleColumns columns = market.candles.columns();
    const auto scale =
        market.instrument.priceScale() / static_cast<double>(powerOfTen(columns.priceDecimals));
    const auto factor = static_cast<std::int64_t>(std::llround(scale));
    std::vector<Moment> moments;
    Moment moment;
    for (std::size_t i = first; i < columns.size(); ++i) {
        ClosedBar bar = columns.bar(i);
        for (Price* price : {&bar.open, &bar.high, &bar.low, &bar.close}) {
            *price = Price{price->count() * factor};
        }
        const MarketSlice slice{.instrument = market.instrument.id(),
                                .bar = &bar,
                                .point = BarPoint::Close,
                                .price = bar.close,
                                .trades = {},
                                .mark = {},
                                .funding = {}};
        Step step;
        step.time = bar.start + minutes(1);
        step.market = &slice;
        const Decision decision = engine.step(step);
        moment.at = step.time;
        moment.bars += static_cast<std::int64_t>(bars.add(bar).size());
        moment.higherBars += static_cast<std::int64_t>(higher.add(bar).size());
        const Status status = engine.status();
        moment.sentence = status.sentence;
        moment.features = featuresOf(status, decision);
        moment.entry = decision.entry;
        moments.push_back(moment);
    }
    return moments;
}

/// Bars after which the seeds of all kernels have faded. A strategy that starts to trade earlier
/// (ma-cross, D.6) is looked at from there on.
std::int64_t settledAfter(const Description& about)
{
    auto bars = static_cast<std::int64_t>(about.warmUp);
    for (const auto& plot : about.plots) {
        bars = plot.kind == PlotKind::Ema ? std::max(bars, Ema::settledAfter(plot.period)) : bars;
    }
    return bars;
}

std::size_t minutesOf(Duration duration)
{
    return static_cast<std::size_t>(duration.count() / minutes(1).count());
}

std::size_t warmUpMinutes(const Description& about)
{
    return std::max(static_cast<std::size_t>(settledAfter(about)) * minutesOf(about.timeframe),
                    about.warmUpHigher * minutesOf(about.higherTimeframe));
}

/// Recorded candles where they go far enough beyond the warm-up, else the practice market's.
ReplayMarket marketFor(const std::string& base, std::size_t before)
{
    constexpr std::size_t kAfterwards = 20'000;
    auto recorded = recordedMarket(base, before + kAfterwards);
    if (recorded && recorded->candles.size() > before + kAfterwards / 2) {
        return *std::move(recorded);
    }
    return practiceMarket(base, before + kAfterwards);
}

bool agree(const Moment& a, const Moment& b)
{
    constexpr double kTolerance = 2e-3;
    return std::equal(a.features.begin(), a.features.end(), b.features.begin(), b.features.end(),
                      [](double x, double y) {
                          return std::fabs(x - y) <= kTolerance * std::max(1.0, std::fabs(x));
                      });
}

std::string shown(const Moment& moment)
{
    Decision decision;
    decision.entry = moment.entry;
    std::string text = decisionText(moment.at, decision) + " " + std::string{moment.sentence};
    for (const double feature : moment.features) {
        text += " " + std::to_string(feature);
    }
    return text;
}

} // namespace

/// With 500 more bars in front a warm strategy measures and decides the same.
class RecursionTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void moreHistoryChangesNothing_data();
    void moreHistoryChangesNothing();
    void hardlyAnyDecisionDiffers();

private:
    /// Over all variants of one strategy.
    struct Tally
    {
        int decisions = 0;
        int differing = 0;
    };

    std::map<std::string, Tally> m_tallies;
    std::vector<Variant> m_variants = everyVariant();
};

void RecursionTest::moreHistoryChangesNothing_data()
{
    QTest::addColumn<int>("variant");
    QTest::addColumn<QByteArray>("base");
    for (std::size_t i = 0; i < m_variants.size(); ++i) {
        for (const auto& base : basesOf(*m_variants[i].strategy)) {
            QTest::addRow("%s %s", m_variants[i].name.c_str(), base.c_str())
                << static_cast<int>(i) << QByteArray::fromStdString(base);
        }
    }
}

void RecursionTest::moreHistoryChangesNothing()
{
    QFETCH(const int, variant);
    QFETCH(const QByteArray, base);
    const Strategy& strategy = *m_variants[static_cast<std::size_t>(variant)].strategy;
    const Description& about = strategy.describe();
    const auto more = 500 * minutesOf(about.timeframe);
    const ReplayMarket market = marketFor(base.toStdString(), more + warmUpMinutes(about));
    const auto all = momentsOf(strategy, market, 0);
    const auto late = momentsOf(strategy, market, more);
    int compared = 0;
    int decisions = 0;
    int differing = 0;
    int disagreeing = 0;
    std::string worst;
    for (std::size_t i = 0; i < late.size(); ++i) {
        const Moment& a = all[i + more];
        const Moment& b = late[i];
        const bool warm = b.bars >= settledAfter(about)
                          && b.higherBars >= static_cast<std::int64_t>(about.warmUpHigher)
                          && b.sentence.substr(0, 7) != "Warming";
        if (!warm) {
            continue;
        }
        QCOMPARE(a.at, b.at);
        ++compared;
        decisions += a.entry || b.entry ? 1 : 0;
        if (a.entry.has_value() != b.entry.has_value()) {
            ++differing;
            qInfo("all history:  %s", shown(a).c_str());
            qInfo("late history: %s", shown(b).c_str());
        } else if (!agree(a, b)) {
            ++disagreeing;
            worst = shown(a) + " / " + shown(b);
        }
    }
    QVERIFY(compared > 1'000);
    QVERIFY2(
        disagreeing == 0,
        (std::to_string(disagreeing) + " of " + std::to_string(compared) + ": " + worst).c_str());
    Tally& tally = m_tallies[about.name];
    tally.decisions += decisions;
    tally.differing += differing;
}

/// A value close to its threshold may fall on either side of it, so a few may.
void RecursionTest::hardlyAnyDecisionDiffers()
{
    for (const auto& [name, tally] : m_tallies) {
        const auto text = name + ": " + std::to_string(tally.differing) + " of "
                          + std::to_string(tally.decisions) + " decisions differ";
        qInfo("%s", text.c_str());
        QVERIFY2(tally.differing * 200 <= tally.decisions, text.c_str());
    }
}

WICK_TEST(RecursionTest)
#include "tst_recursion.moc"
