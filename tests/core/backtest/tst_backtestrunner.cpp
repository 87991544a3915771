#include "core/backtest/backtestrunner.h"
#include "core/base/randomsource.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <stdexcept>
#include <tuple>

using namespace wick::core;
using wick::test::bar;
using wick::test::eth;
using wick::test::usd;

namespace {

constexpr Reason kWish{"TEST_WISH", "The test wants it."};

/// Decides by a hash of everything it has been shown so far: one thing shown otherwise, or a call
/// too many, and all that follows differs.
class Hashing final : public Strategy
{
public:
    struct Habits
    {
        Wake wake = Wake::BarClose;
        Duration higher{};
        std::size_t history = 1;
        std::uint64_t idle = 20;     ///< one call in so many decides something
        std::uint64_t failsOnce = 0; ///< one call in so many throws; 0 is never
    };

    explicit Hashing(const Habits& habits)
        : m_habits(habits)
    {
        m_description.name = "hashing";
        m_description.wake = habits.wake;
        m_description.higherTimeframe = habits.higher;
        m_description.history = habits.history;
    }
    [[nodiscard]] const Description& describe() const noexcept override { return m_description; }
    [[nodiscard]] Memory start(const Instrument&) const override
    {
        return Memory::of(std::uint64_t{1});
    }
    void onFill(const OwnFill& fill, Memory& memory) const override
    {
        mix(memory.as<std::uint64_t>(), fill.time.count(), fill.price.count(), fill.whole ? 1 : 0);
    }
    [[nodiscard]] Decision onStep(const StrategyView& view, Memory& memory) const override
    {
        auto& hash = memory.as<std::uint64_t>();
        look(view, hash);
        if (m_habits.failsOnce != 0 && hash % m_habits.failsOnce == 0) {
            throw std::runtime_error{"the test wants it"};
        }
        return hash % m_habits.idle == 0 ? decide(view, hash >> 8U) : Decision{};
    }
    [[nodiscard]] Status status(const Instrument&, const Memory&) const override
    {
        return {"Hashing.", {}};
    }

private:
    template <typename... Numbers>
    static void mix(std::uint64_t& hash, Numbers... numbers)
    {
        ((hash = (hash ^ static_cast<std::uint64_t>(numbers)) * 0x9E3779B97F4A7C15U,
          hash ^= hash >> 29U),
         ...);
    }
    static void mixBar(std::uint64_t& hash, const BarValues& bar)
    {
        mix(hash, bar.start.count(), bar.open.count(), bar.high.count(), bar.low.count(),
            bar.close.count(), bar.volume.count());
    }

    static void look(const StrategyView& view, std::uint64_t& hash)
    {
        mix(hash, view.now.count(), view.barClosed ? 1 : 0, view.higherClosed ? 1 : 0,
            view.sinceOpen.count(), view.untilClose.count(), view.trades.size());
        for (const auto& bars : {view.closed, view.higher}) {
            for (const ClosedBar& bar : bars) {
                mixBar(hash, bar);
            }
        }
        if (view.forming != nullptr) {
            mixBar(hash, *view.forming);
            mix(hash, view.forming->asOf.count());
        }
        if (view.base != nullptr) {
            mixBar(hash, *view.base);
        }
        if (view.position != nullptr) {
            const OwnPosition& own = *view.position;
            mix(hash, static_cast<int>(own.side), own.entry.count(), own.stop.count(),
                own.target.value_or(Price{}).count(), own.openedAt.count(), own.decidedAt.count());
        }
        for (const OwnOrder& order : view.working) {
            mix(hash, static_cast<int>(order.role), static_cast<int>(order.kind),
                order.price.count(), order.decidedAt.count());
        }
    }

    /// An exit, a turn, a tighter stop, an entry at market, with a limit or a stop.
    static Decision decide(const StrategyView& view, std::uint64_t hash)
    {
        Decision decision;
        const Price last = view.base != nullptr      ? view.base->close
                           : view.forming != nullptr ? view.forming->close
                                                     : view.closed.back().close;
        const auto percent = [last](std::int64_t perMille) {
            return PriceDelta{last.count() * perMille / 1'000};
        };
        if (view.position != nullptr) {
            if (hash % 3 == 0) {
                const bool longs = view.position->side == Side::Buy;
                decision.stopMoves.push_back(
                    {longs ? last - percent(2) : last + percent(2), kWish});
                return decision;
            }
            decision.exits.push_back({kWish});
        } else if (!view.working.empty() && hash % 2 == 0) {
            decision.cancelEntry = kWish;
        }
        const bool buys = (hash >> 3U) % 2 == 0;
        Signal signal;
        signal.side = buys ? Side::Buy : Side::Sell;
        signal.kind = static_cast<OrderKind>(1 + (hash >> 5U) % 3);
        const bool above = buys == (signal.kind == OrderKind::Stop);
        signal.price = above ? last + percent(1) : last - percent(1);
        const auto distance = percent(2 + static_cast<std::int64_t>((hash >> 7U) % 20));
        signal.stop = buys ? signal.price - distance : signal.price + distance;
        if ((hash >> 12U) % 2 == 0) {
            signal.target = buys ? signal.price + distance : signal.price - distance;
        }
        signal.strength = 0.5;
        signal.at = view.now;
        signal.expiry = view.now + minutes(7);
        signal.reason = kWish;
        decision.entry = signal;
        return decision;
    }

    Habits m_habits;
    Description m_description;
};

/// Minutes of a random walk with holes and jumps, over some days.
struct Walk
{
    std::vector<std::int64_t> time, open, high, low, close, volume;

    Walk(std::uint64_t seed, std::size_t bars, std::int64_t restless)
    {
        RandomSource random{seed};
        const auto upTo = [&random](std::int64_t most) {
            return static_cast<std::int64_t>(random.uniform() * static_cast<double>(most + 1));
        };
        std::int64_t minute = 29'000'000;
        std::int64_t last = 200'000;
        for (std::size_t i = 0; i < bars; ++i) {
            minute += upTo(40) == 0 ? 1 + upTo(90) : 1;
            const std::int64_t from = last + (upTo(60) == 0 ? upTo(4'000) - 2'000 : 0);
            last = std::max<std::int64_t>(from + upTo(2 * restless) - restless, 50'000);
            time.push_back(minute * 60'000);
            open.push_back(from);
            close.push_back(last);
            high.push_back(std::max(from, last) + upTo(restless));
            low.push_back(std::min(from, last) - upTo(restless));
            volume.push_back(upTo(1'000'000));
        }
    }
    [[nodiscard]] CandleColumns columns() const
    {
        return {time, open, high, low, close, volume, 2, 4, minutes(1)};
    }
};

struct Run
{
    BacktestResult result;
    Sequence sequence;
    Duration naked;
};

/// Beside an engine that does nothing each bar goes the whole way through the core; alone it may be
/// part of a quiet stretch.
enum class Company : std::uint8_t
{
    Alone,
    WithAnIdleEngine
};

Run run(CoreSetup setup, const Walk& walk, Company company)
{
    if (company == Company::WithAnIdleEngine) {
        EngineSetup idle = setup.engines.front();
        idle.strategy = std::make_shared<Hashing>(
            Hashing::Habits{.idle = std::numeric_limits<std::uint64_t>::max()});
        setup.engines.push_back(idle);
    }
    BacktestRunner runner{std::move(setup), {{InstrumentId{0}, walk.columns()}}};
    BacktestResult result = runner.run();
    return {std::move(result), runner.core().sequence(), runner.core().nakedTime()};
}

bool sameTrade(const TradeRow& a, const TradeRow& b)
{
    const auto told = [](const TradeRow& row) {
        return std::tuple{row.id,         row.side,     row.quantity, row.entryTime, row.exitTime,
                          row.entrySum,   row.exitSum,  row.pricePnl, row.fees,      row.funding,
                          row.slippage,   row.worst,    row.best,     row.barsHeld,  row.balance,
                          row.entryOrder, row.exitRole, row.verdict,  row.ambiguous, row.open};
    };
    return told(a) == told(b);
}

bool samePoint(const EquityPoint& a, const EquityPoint& b)
{
    return a.time == b.time && a.equity == b.equity;
}

/// A core whose engine has decided, at the close of minute 0 at 100, to buy one ETH with a stop at
/// 90 and a target at 110. It may lose 5 of its 100 USDC in a day.
struct Bought
{
    TradingCore core{setup()};

    Bought()
    {
        play(bar(0, 100, 100, 100, 100));
        Answer answer{core.sequence(), EngineId{0}, {}, false};
        Signal signal;
        signal.side = Side::Buy;
        signal.stop = usd(90);
        signal.target = usd(110);
        signal.strength = 0.5;
        signal.expiry = core.now() + hours(1);
        signal.reason = kWish;
        answer.decision.entry = signal;
        core.onAnswers({&answer, 1});
    }
    void play(const ClosedBar& candle)
    {
        m_slice.bar = &candle;
        m_slice.price = candle.close;
        static_cast<void>(core.onMarket({candle.start + minutes(1), {&m_slice, 1}}));
        core.onAnswers({});
    }

private:
    static CoreSetup setup();
    MarketSlice m_slice;
};

CoreSetup setupOf(const Hashing::Habits& habits)
{
    CoreSetup setup;
    setup.instruments = {eth()};
    EngineSetup engine;
    engine.name = "hashing";
    engine.strategy = std::make_shared<Hashing>(habits);
    engine.timeframe = minutes(1);
    setup.engines = {engine};
    setup.balance = usdc(10'000);
    return setup;
}

CoreSetup Bought::setup()
{
    CoreSetup setup = setupOf({});
    setup.engines.front().fixedQuantity = Quantity{10'000};
    setup.limits = RiskLimits::open();
    setup.limits.fleet.dailyLoss = 50'000;
    setup.fill.kind = FillModel::Kind::NextOpen;
    setup.balance = usdc(100);
    return setup;
}

} // namespace

class BacktestRunnerTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aQuietStretchIsTheWholeWayMadeShort();
    void aStretchEndsBeforeWhatHasToBeWalked_data();
    void aStretchEndsBeforeWhatHasToBeWalked();
    void nothingIsQuietWhileAnEntryWaits();
};

void BacktestRunnerTest::aQuietStretchIsTheWholeWayMadeShort()
{
    const bool same = rc::check([] {
        const auto loss =
            rc::gen::elementOf(std::vector<std::int64_t>{kNoLimit, kNoLimit, 500, 3'000, 20'000});
        CoreSetup setup =
            setupOf({.wake = *rc::gen::element(Wake::BarClose, Wake::BaseClose, Wake::EveryStep),
                     .higher = *rc::gen::element(Duration{}, minutes(15)),
                     .history = *rc::gen::element<std::size_t>(1, 3, 100),
                     .idle = *rc::gen::element<std::uint64_t>(3, 20, 200),
                     .failsOnce = *rc::gen::element<std::uint64_t>(0, 0, 0, 1'000)});
        setup.instruments = {
            eth(InstrumentId{0}, *rc::gen::element(CalendarKind::Always, CalendarKind::NewYork))};
        setup.engines.front().timeframe = *rc::gen::element(minutes(1), minutes(5));
        setup.fill.kind = *rc::gen::element(FillModel::Kind::Model, FillModel::Kind::NextOpen);
        setup.limits.fleet = {*loss, *loss};
        setup.limits.engine = {*loss, *loss};
        const Walk walk{*rc::gen::arbitrary<std::uint64_t>(), 1'500,
                        *rc::gen::element<std::int64_t>(20, 200, 1'000)};

        const Run alone = run(setup, walk, Company::Alone);
        const Run beside = run(setup, walk, Company::WithAnIdleEngine);
        const BacktestResult& a = alone.result;
        const BacktestResult& b = beside.result;
        RC_ASSERT(a.sessionDigest == b.sessionDigest);
        RC_ASSERT(a.decisionDigests.front() == b.decisionDigests.front());
        RC_ASSERT(a.balance == b.balance);
        RC_ASSERT(a.signals == b.signals);
        RC_ASSERT(a.refusals == b.refusals);
        RC_ASSERT(a.bars == b.bars);
        RC_ASSERT(a.inPosition == b.inPosition);
        RC_ASSERT(a.halts.size() == b.halts.size());
        RC_ASSERT(alone.sequence == beside.sequence);
        RC_ASSERT(alone.naked == beside.naked);
        RC_ASSERT(std::equal(a.equity.begin(), a.equity.end(), b.equity.begin(), b.equity.end(),
                             samePoint));
        RC_ASSERT(std::equal(a.trades.begin(), a.trades.end(), b.trades.begin(), b.trades.end(),
                             sameTrade));
        RC_ASSERT(std::equal(a.openTrades.begin(), a.openTrades.end(), b.openTrades.begin(),
                             b.openTrades.end(), sameTrade));
    });
    QVERIFY(same);
}

void BacktestRunnerTest::aStretchEndsBeforeWhatHasToBeWalked_data()
{
    QTest::addColumn<ClosedBar>("next");
    QTest::addColumn<bool>("quiet");
    const auto row = [](const char* name, const ClosedBar& next, bool quiet) {
        QTest::newRow(name) << next << quiet;
    };
    row("nothing happens", bar(2, 100, 101, 99, 100), true);
    row("one tick below the target", bar(2, 100, 109.99, 99, 100), true);
    row("at the target", bar(2, 100, 110, 99, 100), false);
    row("one tick above the day's limit", bar(2, 100, 101, 95.01, 100), true);
    row("at the day's limit", bar(2, 100, 101, 95, 100), false);
    row("at the stop", bar(2, 100, 101, 90, 100), false);
    row("a new best", bar(2, 100, 101, 99, 100.01), false);
    row("over a hole", bar(30, 100, 101, 99, 100), true);
    row("ends before the hour", bar(58, 100, 101, 99, 100), true);
    row("ends with the hour", bar(59, 100, 101, 99, 100), false);
    row("seen already", bar(1, 100, 101, 99, 100), false);
}

void BacktestRunnerTest::aStretchEndsBeforeWhatHasToBeWalked()
{
    QFETCH(ClosedBar, next);
    QFETCH(bool, quiet);
    const ClosedBar fills = bar(1, 100, 100, 100, 100);
    Bought bought;
    bought.play(fills);
    auto stretch = bought.core.quietStretch(minutes(1));
    QVERIFY(stretch.has_value());
    QCOMPARE(stretch->quiet({&next, 1}), quiet ? std::size_t{1} : std::size_t{0});
    QCOMPARE(stretch->equity(usd(100)), usdc(100));
}

void BacktestRunnerTest::nothingIsQuietWhileAnEntryWaits()
{
    Bought bought;
    QVERIFY(!bought.core.quietStretch(minutes(1)));
    const ClosedBar fills = bar(1, 100, 100, 100, 100);
    bought.play(fills);
    QVERIFY(bought.core.quietStretch(minutes(1)));
    QVERIFY(!bought.core.quietStretch(minutes(5))); // of another timeframe than the engine's base
}

WICK_TEST(BacktestRunnerTest)
#include "tst_backtestrunner.moc"
