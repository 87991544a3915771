#include "core/backtest/backtestrunner.h"
#include "core/strategy/decisionlog.h"
#include "tests/replay/replaymarkets.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <map>

using namespace wick::core;
using namespace wick::test;

namespace {

/// More than the longest warm-up, 904 bars of 15m in the hours gold is open, with days to spare.
constexpr std::size_t kPracticeBars = 30'000;
constexpr std::size_t kRecordedBars = 45'000;

/// All decisions of a backtest over the first `bars` candles, with fills as the venue makes them.
std::vector<DecisionRecord> decisionsOf(const std::shared_ptr<const Strategy>& strategy,
                                        const ReplayMarket& market,
                                        std::size_t bars)
{
    std::vector<DecisionRecord> log;
    CandleColumns columns = market.candles.columns();
    for (auto* column : {&columns.time, &columns.open, &columns.high, &columns.low, &columns.close,
                         &columns.volume})
    {
        *column = column->first(bars);
    }
    auto fields = market.instrument.fields();
    fields.id = InstrumentId{0};
    CoreSetup setup;
    setup.instruments = {Instrument::create(fields).value()};
    EngineSetup engine;
    engine.name = strategy->describe().name;
    engine.instrument = InstrumentId{0};
    engine.strategy = std::make_shared<RecordingStrategy>(strategy, log);
    engine.timeframe = strategy->describe().timeframe;
    setup.engines = {engine};
    BacktestRunner runner{setup, {BarSeries{InstrumentId{0}, columns}}};
    const BacktestResult result = runner.run();
    return log;
}

} // namespace

/// Decisions up to a time do not change when everything after it is taken away.
class NoLookaheadTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pastDecisionsDoNotDependOnTheFuture_data();
    void pastDecisionsDoNotDependOnTheFuture();
    void everyStrategyDecidesSomethingOnThePracticeMarket();

private:
    const ReplayMarket* market(const std::string& base, bool recorded);

    std::vector<Variant> m_variants = everyVariant();
    std::map<std::string, std::optional<ReplayMarket>> m_markets;
};

const ReplayMarket* NoLookaheadTest::market(const std::string& base, bool recorded)
{
    const std::string key = base + (recorded ? " recorded" : " practice");
    if (m_markets.find(key) == m_markets.end()) {
        m_markets[key] =
            recorded ? recordedMarket(base, kRecordedBars) : practiceMarket(base, kPracticeBars);
    }
    const auto& found = m_markets[key];
    return found ? &*found : nullptr;
}

void NoLookaheadTest::pastDecisionsDoNotDependOnTheFuture_data()
{
    QTest::addColumn<int>("variant");
    QTest::addColumn<QByteArray>("base");
    QTest::addColumn<bool>("recorded");
    for (std::size_t i = 0; i < m_variants.size(); ++i) {
        const auto& variant = m_variants[i];
        const bool plain = variant.name == variant.strategy->describe().name;
        for (const auto& base : basesOf(*variant.strategy)) {
            const QByteArray name = QByteArray::fromStdString(variant.name + " " + base);
            QTest::addRow("%s practice", name.constData())
                << static_cast<int>(i) << QByteArray::fromStdString(base) << false;
            if (plain) {
                QTest::addRow("%s recorded", name.constData())
                    << static_cast<int>(i) << QByteArray::fromStdString(base) << true;
            }
        }
    }
}

void NoLookaheadTest::pastDecisionsDoNotDependOnTheFuture()
{
    QFETCH(const int, variant);
    QFETCH(const QByteArray, base);
    QFETCH(const bool, recorded);
    const ReplayMarket* data = market(base.toStdString(), recorded);
    if (data == nullptr) {
        QSKIP("The recorded candles (../shared/data) are not here.");
    }
    const auto& strategy = m_variants[static_cast<std::size_t>(variant)].strategy;
    const std::size_t bars = data->candles.size();
    const auto whole = decisionsOf(strategy, *data, bars);
    for (const std::size_t share : {55U, 70U, 83U, 97U}) {
        // An odd minute, so that the cut also falls into unfinished bars.
        const std::size_t kept = bars * share / 100 + share % 7;
        const auto cut = decisionsOf(strategy, *data, kept);
        const Timestamp end = data->candles.columns().bar(kept - 1).start + minutes(1);
        std::size_t same = 0;
        for (; same < whole.size() && whole[same].at <= end; ++same) {
            QVERIFY2(same < cut.size(), whole[same].text.c_str());
            QCOMPARE(cut[same].text, whole[same].text);
        }
        QCOMPARE(cut.size(), same);
    }
}

void NoLookaheadTest::everyStrategyDecidesSomethingOnThePracticeMarket()
{
    // Without decisions the test above would prove nothing.
    for (const auto& variant : m_variants) {
        if (variant.name != variant.strategy->describe().name) {
            continue;
        }
        for (const auto& base : basesOf(*variant.strategy)) {
            const ReplayMarket* data = market(base, false);
            const auto decided = decisionsOf(variant.strategy, *data, data->candles.size());
            QVERIFY2(decided.size() >= 3, (variant.name + " on " + base).c_str());
        }
    }
}

WICK_TEST(NoLookaheadTest)
#include "tst_no_lookahead.moc"
