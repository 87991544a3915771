#include "core/engine/strategyengine.h"
#include "strategies/catalog.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <rapidcheck.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

using namespace wick::core;
using namespace wick::test;

namespace {

std::shared_ptr<const Strategy> cross(const char* kind, int fast, int slow)
{
    return wick::strategies::catalog()
        .create("ma-cross",
                {{"kind", kind}, {"fast", std::to_string(fast)}, {"slow", std::to_string(slow)}})
        .value();
}

std::vector<ClosedBar> barsOf(const std::vector<int>& closes)
{
    std::vector<ClosedBar> bars;
    for (const int close : closes) {
        bars.push_back(bar(static_cast<std::int64_t>(bars.size()), close, close, close, close));
    }
    return bars;
}

/// What was decided and after how many bars, and what is remembered at the end.
struct Played
{
    std::vector<std::pair<std::size_t, Side>> turns;
    Memory memory;

    void note(std::size_t bars, const Decision& decision)
    {
        if (decision.entry) {
            turns.emplace_back(bars, decision.entry->side);
        }
    }
};

Played barByBar(const Strategy& strategy, const std::vector<ClosedBar>& bars)
{
    const Instrument market = eth();
    StrategyEngine engine{{EngineId{0}, minutes(1), minutes(1)}, market, strategy};
    Played played;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        MarketSlice slice;
        slice.bar = &bars[i];
        slice.price = bars[i].close;
        Step step;
        step.time = bars[i].start + minutes(1);
        step.market = &slice;
        played.note(i + 1, engine.step(step));
    }
    played.memory = engine.memory();
    return played;
}

/// As a backtest goes over quiet bars: so many at a time as it likes.
Played inPieces(const Strategy& strategy, const std::vector<ClosedBar>& bars, std::size_t most)
{
    const Instrument market = eth();
    StrategyEngine engine{{EngineId{0}, minutes(1), minutes(1)}, market, strategy};
    Played played;
    for (std::size_t at = 0; at < bars.size();) {
        const auto some = std::span{bars}.subspan(at, std::min(most, bars.size() - at));
        std::size_t taken = 0;
        const Decision decision = engine.closeBars({}, some, taken);
        at += taken;
        played.note(at, decision);
    }
    played.memory = engine.memory();
    return played;
}

} // namespace

class MovingAverageCrossTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void turnsWhenTheFastAverageCrosses_data();
    void turnsWhenTheFastAverageCrosses();
    void touchingAndLeavingIsOneCross();
    void barsPassedOverAreBarsSeen();
};

void MovingAverageCrossTest::turnsWhenTheFastAverageCrosses_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("simple") << "sma";
    QTest::newRow("exponential") << "ema";
}

void MovingAverageCrossTest::turnsWhenTheFastAverageCrosses()
{
    QFETCH(QString, kind);
    const auto strategy = cross(kind.toLatin1().constData(), 1, 2);
    // The average of one close against that of two: every change of direction is a cross.
    const Played played = barByBar(*strategy, barsOf({100, 99, 98, 101, 104, 90}));
    const std::vector<std::pair<std::size_t, Side>> expected{{4, Side::Buy}, {6, Side::Sell}};
    QVERIFY(played.turns == expected);
}

void MovingAverageCrossTest::touchingAndLeavingIsOneCross()
{
    const auto strategy = cross("sma", 1, 2);
    // Equal at the third and fourth close: nothing; then up, once.
    const Played played = barByBar(*strategy, barsOf({100, 99, 99, 99, 100, 101}));
    const std::vector<std::pair<std::size_t, Side>> expected{{5, Side::Buy}};
    QVERIFY(played.turns == expected);
}

void MovingAverageCrossTest::barsPassedOverAreBarsSeen()
{
    const bool same = rc::check([] {
        const int fast = *rc::gen::inRange(1, 8);
        const int slow = fast + *rc::gen::inRange(1, 20);
        const auto strategy =
            cross(*rc::gen::elementOf(std::vector<const char*>{"sma", "ema"}), fast, slow);
        const auto bars =
            barsOf(*rc::gen::container<std::vector<int>>(200, rc::gen::inRange(90, 111)));
        const Played one = barByBar(*strategy, bars);
        const Played other =
            inPieces(*strategy, bars, static_cast<std::size_t>(*rc::gen::inRange(1, 40)));
        RC_CLASSIFY(one.turns.empty(), "no turn");
        RC_ASSERT(one.turns == other.turns);
        RC_ASSERT(one.memory.sameAs(other.memory));
    });
    QVERIFY(same);
}

WICK_TEST(MovingAverageCrossTest)
#include "tst_movingaveragecross.moc"
