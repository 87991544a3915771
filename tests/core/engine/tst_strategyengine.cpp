#include "core/engine/strategyengine.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

using namespace wick::core;
using wick::test::bar;
using wick::test::eth;
using wick::test::usd;

namespace {

/// Keeps every base bar it is shown.
class Listening final : public Strategy
{
public:
    Listening() { m_description.wake = Wake::BaseClose; }
    [[nodiscard]] const Description& describe() const noexcept override { return m_description; }
    [[nodiscard]] Memory start(const Instrument&) const override
    {
        return Memory::of(std::vector<ClosedBar>{});
    }
    [[nodiscard]] Decision onStep(const StrategyView& view, Memory& memory) const override
    {
        if (view.base != nullptr) {
            memory.as<std::vector<ClosedBar>>().push_back(*view.base);
        }
        return {};
    }
    [[nodiscard]] Status status(const Instrument&, const Memory&) const override
    {
        return {"Listening.", {}};
    }

private:
    Description m_description;
};

constexpr Timestamp at(std::int64_t secondsIn)
{
    return Timestamp{} + seconds(secondsIn);
}

Trade trade(std::int64_t secondsIn, double price)
{
    return {at(secondsIn), usd(price), Quantity{1}, Side::Buy};
}

/// An engine of 5-minute bars that is fed by hand.
struct Bench
{
    Instrument instrument = eth();
    Listening strategy;
    StrategyEngine engine{
        {.id = EngineId{0}, .timeframe = minutes(5), .base = minutes(1), .keepsBars = true},
        instrument,
        strategy};

    void history(const ClosedBar& closed)
    {
        MarketSlice slice;
        slice.bar = &closed;
        slice.price = closed.close;
        step(slice, closed.start + minutes(1), true);
    }
    void trades(const std::vector<Trade>& made, Timestamp now)
    {
        MarketSlice slice;
        slice.trades = made;
        step(slice, now, false);
    }
    [[nodiscard]] const std::vector<ClosedBar>& bars() const
    {
        return engine.memory().as<std::vector<ClosedBar>>();
    }

private:
    void step(const MarketSlice& slice, Timestamp now, bool warmUp)
    {
        Step told;
        told.time = now;
        told.market = &slice;
        told.warmUp = warmUp;
        static_cast<void>(engine.step(told));
    }
};

} // namespace

class StrategyEngineTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aStepOverAMinuteFillsBothMinutes();
    void aMinuteWithoutTradesAfterTheHistoryIsFlagged();
    void aMinuteBeforeTheFeedIsMissing();
    void anotherStrategySeesTheSameBarsFromTheStart();
};

void StrategyEngineTest::anotherStrategySeesTheSameBarsFromTheStart()
{
    Bench bench;
    bench.history(bar(0, 100, 103, 99, 101));
    bench.trades({trade(60, 101), trade(70, 104)}, at(119));
    bench.trades({trade(125, 102), trade(130, 107)}, at(131)); // in the middle of a minute
    const Listening other;
    const auto tuned = bench.engine.tuned(other);
    QVERIFY(tuned->memory().as<std::vector<ClosedBar>>() == bench.bars());
    const FormingBar* before = bench.engine.bars().forming();
    const FormingBar* after = tuned->bars().forming();
    QVERIFY(before != nullptr && after != nullptr && *before == *after);
    // From here on both hear the same and must say the same, the broken minute included.
    const std::vector<Trade> more{trade(170, 103)};
    MarketSlice slice;
    slice.trades = more;
    Step step;
    step.time = at(301);
    step.market = &slice;
    static_cast<void>(tuned->step(step));
    static_cast<void>(bench.engine.step(step));
    QCOMPARE(bench.bars().size(), std::size_t{5});
    QVERIFY(bench.bars()[2] == bar(2, 102, 107, 102, 103, 3));
    QVERIFY(tuned->memory().as<std::vector<ClosedBar>>() == bench.bars());
}

void StrategyEngineTest::aStepOverAMinuteFillsBothMinutes()
{
    Bench bench;
    bench.trades({trade(58, 100), trade(59, 103), trade(60, 90), trade(61, 91)}, at(62));
    QCOMPARE(bench.bars().size(), std::size_t{1});
    QVERIFY(bench.bars()[0] == bar(0, 100, 103, 100, 103, 2));
    bench.trades({}, at(120));
    QCOMPARE(bench.bars().size(), std::size_t{2});
    QVERIFY(bench.bars()[1] == bar(1, 90, 91, 90, 91, 2));
}

void StrategyEngineTest::aMinuteWithoutTradesAfterTheHistoryIsFlagged()
{
    Bench bench;
    bench.history(bar(0, 100, 103, 99, 101));
    bench.trades({}, at(61));
    bench.trades({trade(125, 104)}, at(126));
    QCOMPARE(bench.bars().size(), std::size_t{2});
    QVERIFY(bench.bars()[1].origin == BarOrigin::NoTrade);
    QCOMPARE(bench.bars()[1].start, at(60));
    QCOMPARE(bench.bars()[1].close, usd(101));
}

void StrategyEngineTest::aMinuteBeforeTheFeedIsMissing()
{
    Bench bench;
    bench.history(bar(0, 100, 103, 99, 101));
    bench.trades({trade(125, 104)}, at(126)); // the first it hears of the market
    bench.trades({}, at(180));
    QCOMPARE(bench.bars().size(), std::size_t{2});
    QVERIFY(bench.bars()[1] == bar(2, 104, 104, 104, 104, 1));
}

WICK_TEST(StrategyEngineTest)
#include "tst_strategyengine.moc"
