#include "core/backtest/practicemarket.h"
#include "core/backtest/whatif.h"
#include "core/base/randomsource.h"
#include "strategies/catalog.h"
#include "tests/support/exampleinstruments.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <rapidcheck.h>

using namespace wick::core;
using wick::test::exampleInstruments;

namespace {

/// Columns of one market that live as long as a run.
struct Columns
{
    std::vector<std::int64_t> time, open, high, low, close, volume;
    int priceDecimals = 0;
    int volumeDecimals = 0;

    [[nodiscard]] CandleColumns view() const
    {
        return {time, open, high, low, close, volume, priceDecimals, volumeDecimals, minutes(1)};
    }
};

/// The desktop's three engines over practice candles; one minute in `holes` is missing.
class Fleet
{
public:
    Fleet(std::size_t bars, std::uint64_t holes)
    {
        setup.instruments = exampleInstruments();
        std::vector<PracticeMarketParameters> markets;
        for (const Instrument& instrument : setup.instruments) {
            markets.push_back(instrument.base() == "ETH"   ? practiceEth()
                              : instrument.base() == "BTC" ? practiceBtc()
                                                           : practiceXau());
            EngineSetup engine;
            engine.name = instrument.base() == "XAU" ? "fvg-retest" : "momentum";
            engine.instrument = instrument.id();
            engine.strategy = wick::strategies::catalog().create(engine.name, {}).value();
            setup.engines.push_back(engine);
        }
        RandomSource random{holes};
        const auto made = generateBars(markets, setup.instruments, 7, bars);
        for (std::size_t i = 0; i < made.size(); ++i) {
            Columns& columns = m_columns.emplace_back();
            columns.priceDecimals = setup.instruments[i].priceDecimals();
            columns.volumeDecimals = setup.instruments[i].volumeDecimals();
            for (const ClosedBar& bar : made[i]) {
                if (holes != 0 && random.below(holes) == 0) {
                    continue;
                }
                columns.time.push_back(toMilliseconds(bar.start));
                columns.open.push_back(bar.open.count());
                columns.high.push_back(bar.high.count());
                columns.low.push_back(bar.low.count());
                columns.close.push_back(bar.close.count());
                columns.volume.push_back(bar.volume.count());
            }
        }
    }

    [[nodiscard]] std::vector<BarSeries> series() const
    {
        std::vector<BarSeries> series;
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            series.push_back({InstrumentId{static_cast<std::uint16_t>(i)}, m_columns[i].view()});
        }
        return series;
    }
    [[nodiscard]] BacktestResult whole(const RiskLimits& limits) const
    {
        CoreSetup limited = setup;
        limited.limits = limits;
        return BacktestRunner{limited, series()}.run();
    }

    CoreSetup setup;

private:
    std::vector<Columns> m_columns;
};

const Fleet& fleet()
{
    static const Fleet made{12'000, 400};
    return made;
}

RiskLimits anyLimits()
{
    const auto within = [](std::int64_t low, std::int64_t high) {
        return *rc::gen::inRange(low, high);
    };
    RiskLimits limits;
    limits.riskPerTrade = within(0, 20'000);
    limits.maxNotional = usdc(within(50, 600'000)).count();
    limits.maxOpenPositions = within(0, 4);
    limits.maxLeverage = within(10'000, 8'000'000);
    limits.onCap = within(0, 2);
    limits.priceCollar = within(1, 20'000);
    limits.preCloseMin = within(0, 300);
    limits.fleet = {within(500, 30'000), within(500, 40'000), within(1'000, 120'000)};
    limits.engine = {within(500, 20'000), within(500, 30'000), within(1'000, 60'000)};
    limits.groupExposure = within(10'000, 1'000'000);
    limits.portfolioVol = within(1'000, 100'000);
    limits.openRisk = within(10'000, 1'000'000);
    limits.lossStreak = within(1, 6);
    limits.tradesPerHour = within(1, 20);
    limits.costRatio = within(1'000'000, 8'000'000);
    return limits;
}

void compare(const WhatIfResult& again, const BacktestResult& whole)
{
    RC_ASSERT(again.sessionDigest == whole.sessionDigest);
    RC_ASSERT(again.balance == whole.balance);
    RC_ASSERT(again.trades.size() == whole.trades.size());
    for (std::size_t i = 0; i < whole.trades.size(); ++i) {
        RC_ASSERT(again.trades[i].entryOrder == whole.trades[i].entryOrder);
        RC_ASSERT(again.trades[i].quantity == whole.trades[i].quantity);
        RC_ASSERT(again.trades[i].exitTime == whole.trades[i].exitTime);
        RC_ASSERT(again.trades[i].net() == whole.trades[i].net());
    }
    RC_ASSERT(again.openTrades.size() == whole.openTrades.size());
    RC_ASSERT(again.signals.size() == whole.signals);
    RC_ASSERT(again.equity.size() == whole.equity.size());
}

} // namespace

/// A run worked out again under other limits is the run that other limits would have made.
class WhatIfTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theRecordedRunIsTheRun();
    void otherLimitsGiveTheSameAsAWholeRun();
    void sizesAloneAskHardlyAnything();
    void anEngineThatIsBlockedIsAsked();
    void partsComeToTheSameEnd();
};

void WhatIfTest::theRecordedRunIsTheRun()
{
    const WhatIf whatIf{fleet().setup, fleet().series()};
    const BacktestResult whole = fleet().whole({});
    QVERIFY(whole.trades.size() > 20);
    QCOMPARE(whatIf.asRun().sessionDigest, whole.sessionDigest);
    const WhatIfResult again = whatIf.under({});
    QCOMPARE(again.sessionDigest, whole.sessionDigest);
    QCOMPARE(again.asked, std::size_t{0});
}

void WhatIfTest::otherLimitsGiveTheSameAsAWholeRun()
{
    const WhatIf whatIf{fleet().setup, fleet().series()};
    QVERIFY(rc::check("what-if equals a whole run", [&] {
        const RiskLimits limits = anyLimits();
        compare(whatIf.under(limits), fleet().whole(limits));
    }));
}

void WhatIfTest::sizesAloneAskHardlyAnything()
{
    CoreSetup setup = fleet().setup;
    setup.limits = RiskLimits::open();
    setup.limits.riskPerTrade = 2'500;
    const WhatIf whatIf{setup, fleet().series()};
    RiskLimits limits = setup.limits;
    limits.riskPerTrade = 1'250;
    const WhatIfResult again = whatIf.under(limits);
    // A limit order of another size may be filled in other parts, which its engine is told.
    QVERIFY(again.asked < whatIf.asRun().asked / 4);
    QVERIFY(again.trades.front().quantity < whatIf.asRun().trades.front().quantity);
    QCOMPARE(again.sessionDigest, fleet().whole(limits).sessionDigest);
}

void WhatIfTest::anEngineThatIsBlockedIsAsked()
{
    const WhatIf whatIf{fleet().setup, fleet().series()};
    RiskLimits limits;
    limits.maxOpenPositions = 0;
    const WhatIfResult again = whatIf.under(limits);
    QVERIFY(again.trades.empty());
    QCOMPARE(again.balance, again.startBalance);
    QVERIFY(again.asked > 0);
    QCOMPARE(again.sessionDigest, fleet().whole(limits).sessionDigest);
}

void WhatIfTest::partsComeToTheSameEnd()
{
    const WhatIf whatIf{fleet().setup, fleet().series()};
    RiskLimits limits;
    limits.fleet.dailyLoss = 2'000;
    WhatIfRun run{whatIf, limits};
    std::size_t parts = 0;
    while (run.advance(997)) {
        ++parts;
        QVERIFY(run.result().equity.back().time <= whatIf.asRun().equity.back().time);
    }
    QVERIFY(parts > 5);
    QCOMPARE(run.done(), run.total());
    QCOMPARE(run.result().sessionDigest, fleet().whole(limits).sessionDigest);
}

WICK_TEST(WhatIfTest)
#include "tst_whatif.moc"
