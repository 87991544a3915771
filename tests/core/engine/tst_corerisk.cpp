// How the trading core feeds the rules and obeys the halts: what happens to orders and time, not
// which numbers a rule compares (tests/core/risk).
#include "tests/support/corebench.h"
#include "tests/support/testregistry.h"

#include <algorithm>
#include <array>

using namespace wick::core;
using wick::test::bar;
using wick::test::Bench;
using wick::test::buyOnce;
using wick::test::enter;
using wick::test::kWish;
using wick::test::nothing;
using wick::test::Scripted;
using wick::test::usd;

namespace {

constexpr EngineId kFirst{0};

/// Buys at every close at which it is flat.
Scripted::Script buyAlways(double stop = 90)
{
    return [stop](const StrategyView& view) {
        return view.position ? Decision{} : enter(view, Side::Buy, stop);
    };
}

RiskLimits only(std::string_view key, std::string_view text)
{
    RiskLimits limits = RiskLimits::open();
    limits.riskPerTrade = 10'000;
    if (!setLimit(limits, key, text)) {
        qFatal("not a limit");
    }
    return limits;
}

/// A minute at 100; or one that falls to 85 and through every stop.
ClosedBar calm(std::int64_t minute)
{
    return bar(minute, 100, 101, 99, 100);
}
ClosedBar fall(std::int64_t minute)
{
    return bar(minute, 100, 100, 85, 100);
}

bool refusedBy(const Bench& bench, std::string_view token)
{
    return std::any_of(bench.signals.begin(), bench.signals.end(),
                       [token](const auto& signal) { return signal.first == token; });
}

/// What the newest verdict says of a rule.
RuleResult lineOf(const Bench& bench, std::string_view rule)
{
    for (const auto& line : bench.verdicts.back().lines) {
        if (line.rule->name == rule) {
            return line.result;
        }
    }
    qFatal("no such rule");
}

/// Remembers the newest state, and what the listener had heard by then.
class Keeper final : public RiskStateSink
{
public:
    const Bench* bench = nullptr;
    std::optional<RiskState> last;
    std::vector<std::size_t> haltsHeard; ///< at each save
    std::vector<bool> exitSent;          ///< at each save
    int notes = 0;

    void save(const RiskState& state) override
    {
        last = state;
        if (bench != nullptr) {
            haltsHeard.push_back(bench->halts.size());
            exitSent.push_back(bench->core->orders().pending(kFirst, OrderRole::Exit));
        }
    }
    void note(const RiskState& state) override
    {
        last = state;
        ++notes;
    }
};

} // namespace

class CoreRiskTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void losingTradesPauseTheirEngineOnly();
    void aPauseReleasesItselfAfterAnHour();
    void tradesOfAnHourAreCounted();
    void fallingThroughTheStopIsABadFill();
    void aMarketTakenOverOpensNothing();
    void eventsKeepEntriesOutForTheirTime();
    void theVenuesStatusAndClockAreObeyed();
    void exitsPassWhateverIsWrong();
    void ordersOfTheMinuteAreCounted();
    void theBooksDepthCutsAndItsSpreadRefuses();
    void costsOfTheTradeAreJudged();
    void leverageBeginsAtTheFloorAndRises();
    void aDaysHaltEndsAtMidnightByTimeAlone();
    void aReleaseThatIsNotDueIsRefusedAndSaidSo();
    void aMismatchBlocksWithoutClosing();
    void aHaltIsSavedBeforeItActs();
    void anAccountGoesOnAsItWasLeft();
    void whoIsNotPartOfTheSessionIsNotForgotten();
    void aLostStateBlocksUntilReleased();
    void aMarketThatStartsOverKeepsItsHalts();
    void stagesScaleTheSize();
    void withoutALimitATradeRisksWhatItsStrategyDeclares();
    void whatAnOperatorKeepsFromTradingIsKept();
};

void CoreRiskTest::losingTradesPauseTheirEngineOnly()
{
    Bench bench{{buyAlways(), nothing()}, only("loss_streak", "2")};
    for (int i = 0; i < 8; ++i) {
        bench.play(i % 2 == 0 ? calm(i) : fall(i));
    }
    QCOMPARE(bench.trades.size(), std::size_t{2});
    QCOMPARE(bench.halts.size(), std::size_t{1});
    QVERIFY(bench.halts[0].kind == HaltKind::LossStreak);
    QVERIFY(bench.halts[0].engine == std::optional{kFirst});
    QVERIFY(refusedBy(bench, "PAUSED_LOSS_STREAK"));
    QVERIFY(bench.core->halts().blocks(EngineId{1}) == nullptr);
}

void CoreRiskTest::aPauseReleasesItselfAfterAnHour()
{
    Bench bench{{buyAlways()}, only("loss_streak", "1")};
    bench.play(calm(0));
    bench.play(fall(1));
    QCOMPARE(bench.halts.size(), std::size_t{1});
    for (int i = 2; bench.released.empty() && i < 100; ++i) {
        bench.play(calm(i));
        QVERIFY(bench.lots() == 0);
    }
    QVERIFY(bench.released[0] == HaltKind::LossStreak);
    QVERIFY(bench.core->now() - bench.halts[0].since >= minutes(60));
    QVERIFY(bench.core->now() - bench.halts[0].since < minutes(62));
    bench.play(calm(101));
    bench.play(calm(102));
    QVERIFY(bench.lots() > 0);
}

void CoreRiskTest::tradesOfAnHourAreCounted()
{
    Bench bench{{buyAlways()}, only("trades_per_hour", "2")};
    for (int i = 0; i < 12; ++i) {
        bench.play(i % 2 == 0 ? calm(i) : fall(i));
    }
    QCOMPARE(bench.trades.size(), std::size_t{2});
    QVERIFY(refusedBy(bench, "TRADES_PER_HOUR"));
    for (int i = 12; i < 70; ++i) {
        bench.play(calm(i));
    }
    QVERIFY2(bench.lots() > 0, "the first is more than an hour ago");
}

void CoreRiskTest::fallingThroughTheStopIsABadFill()
{
    Bench bench{{buyAlways()}, only("slippage_streak", "1")};
    bench.play(calm(0));
    bench.play(calm(1));
    bench.play(bar(2, 70, 71, 69, 70)); // opens far below the stop at 90
    bench.play(bar(3, 70, 71, 69, 70));
    QCOMPARE(bench.halts.size(), std::size_t{1});
    QVERIFY(bench.halts[0].kind == HaltKind::Slippage);
}

void CoreRiskTest::aMarketTakenOverOpensNothing()
{
    Bench bench{{buyAlways()}};
    bench.core->onCommand({.kind = CommandKind::TakeOver, .market = InstrumentId{0}});
    QVERIFY(bench.core->takenOver(InstrumentId{0}));
    bench.play(calm(0));
    QCOMPARE(bench.signals.back().first, std::string{"TAKEN_OVER"});
    bench.core->onCommand({.kind = CommandKind::HandBack});
    bench.play(calm(1));
    QVERIFY(bench.signals.back().second);
}

void CoreRiskTest::eventsKeepEntriesOutForTheirTime()
{
    Bench bench{{buyAlways()}};
    const EventWindow news{InstrumentId{0}, Timestamp{} + minutes(2), Timestamp{} + minutes(4)};
    const EventWindow elsewhere{InstrumentId{7}, Timestamp{}, Timestamp{} + hours(9)};
    bench.core->onCommand({.kind = CommandKind::AddEvent, .event = elsewhere});
    bench.core->onCommand({.kind = CommandKind::AddEvent, .event = news});
    QCOMPARE(bench.core->events().size(), std::size_t{2});
    bench.play(calm(1)); // ends at 2: the first moment of it
    QCOMPARE(bench.signals.back().first, std::string{"EVENT_WINDOW"});
    bench.play(calm(2));
    QCOMPARE(bench.signals.back().first, std::string{"EVENT_WINDOW"});
    bench.play(calm(3)); // ends at 4: it is over
    QVERIFY(bench.signals.back().second);
    bench.core->onCommand({.kind = CommandKind::ClearEvents, .market = InstrumentId{7}});
    QCOMPARE(bench.core->events().size(), std::size_t{1});
    bench.core->onCommand({.kind = CommandKind::ClearEvents});
    QVERIFY(bench.core->events().empty());
}

void CoreRiskTest::theVenuesStatusAndClockAreObeyed()
{
    Bench bench{{buyAlways()}};
    bench.core->onCommand({.kind = CommandKind::MarketStatus, .status = MarketStatus::ReduceOnly});
    bench.play(calm(0));
    QCOMPARE(bench.signals.back().first, std::string{"REDUCE_ONLY"});
    bench.core->onCommand({.kind = CommandKind::MarketStatus, .status = MarketStatus::Open});
    bench.core->onCommand({.kind = CommandKind::ClockSkew, .skew = milliseconds(-2'001)});
    bench.play(calm(1));
    QCOMPARE(bench.signals.back().first, std::string{"CLOCK_SKEW"});
    QVERIFY(lineOf(bench, "clock_skew_ms").known);
    bench.core->onCommand({.kind = CommandKind::ClockSkew, .skew = milliseconds(2'000)});
    bench.play(calm(2));
    QVERIFY(bench.signals.back().second);
}

void CoreRiskTest::exitsPassWhateverIsWrong()
{
    int step = 0;
    Bench bench{{[&step](const StrategyView& view) {
        Decision decision;
        if (++step == 1) {
            return enter(view, Side::Buy, 90);
        }
        if (step == 3) {
            decision.stopMoves.push_back({usd(95), kWish});
        }
        if (step == 4) {
            decision.exits.push_back({kWish});
        }
        return decision;
    }}};
    bench.play(calm(0));
    bench.play(calm(1));
    QVERIFY(bench.lots() > 0);
    bench.core->onCommand({.kind = CommandKind::Mismatch});
    bench.core->onCommand({.kind = CommandKind::TakeOver});
    bench.core->onCommand({.kind = CommandKind::MarketStatus, .status = MarketStatus::ReduceOnly});
    bench.core->onCommand({.kind = CommandKind::ClockSkew, .skew = hours(1)});
    bench.core->onCommand({.kind = CommandKind::LockEntries});
    bench.play(calm(2));
    QCOMPARE(bench.core->orders().at(kFirst, OrderRole::ProtectiveStop)->price, usd(95));
    bench.play(calm(3));
    bench.play(calm(4));
    QCOMPARE(bench.lots(), 0);
}

void CoreRiskTest::ordersOfTheMinuteAreCounted()
{
    // Many engines, one account: the third entry within a minute is one too many.
    Bench bench{{buyOnce(), buyOnce(), buyOnce()}, only("order_rate", "2")};
    bench.play(calm(0));
    QVERIFY(bench.signals[0].second && bench.signals[1].second);
    QCOMPARE(bench.signals[2].first, std::string{"ORDER_RATE"});
    QCOMPARE(bench.core->viewFor(kFirst).entriesSent.count, 2);
    bench.play(calm(1));
    QCOMPARE(bench.core->viewFor(kFirst).entriesSent.count, 0);
}

void CoreRiskTest::theBooksDepthCutsAndItsSpreadRefuses()
{
    Bench bench{{nothing()}};
    Book book;
    book.bids[0] = {usd(99.99), Quantity{7'000}};
    book.bids[1] = {usd(99.80), Quantity{50'000}}; // 19 bp away
    book.asks[0] = {usd(100), Quantity{20'000}};
    book.asks[1] = {usd(100.1), Quantity{10'000}}; // exactly 10 bp
    book.bidCount = book.askCount = 2;
    const Trade trade{Timestamp{} + seconds(1), usd(100), Quantity{1}, Side::Buy};
    MarketSlice slice;
    slice.trades = {&trade, 1};
    slice.book = &book;
    static_cast<void>(bench.core->onMarket({trade.time, {&slice, 1}}));
    const AccountView view = bench.core->viewFor(kFirst);
    QVERIFY(view.book.has_value());
    QCOMPARE(view.book->askDepth, 30'000);
    QCOMPARE(view.book->bidDepth, 7'000);
    QCOMPARE(view.book->spread, 101); // 0.01 of 99.99, rounded up
    book.askCount = 0;
    static_cast<void>(bench.core->onMarket({trade.time + seconds(1), {&slice, 1}}));
    QCOMPARE(bench.core->viewFor(kFirst).book->spread, kNoLimit);
}

void CoreRiskTest::costsOfTheTradeAreJudged()
{
    // Spread 1 bp, slips of 0.5 bp beyond half of it both ways (floor 1 bp), 0.13 bp of funding:
    // 2.13 bp, three times that are 6.39.
    Bench near{{buyAlways(99.94)}};
    near.play(calm(0));
    QCOMPARE(near.signals.back().first, std::string{"COST_GATE"});
    QCOMPARE(lineOf(near, "cost_ratio").limit, 639);
    QCOMPARE(lineOf(near, "cost_ratio").actual, 600);
    Bench far{{buyAlways(99.93)}};
    far.play(calm(0));
    QVERIFY(far.signals.back().second);
}

void CoreRiskTest::leverageBeginsAtTheFloorAndRises()
{
    Bench bench{{nothing()}, only("max_leverage", "5")};
    QCOMPARE(bench.core->viewFor(kFirst).leverageCap, DynamicLeverage::kFloor);
    bench.play(calm(0));
    for (int i = 1; i <= 121; ++i) {
        bench.play(calm(i));
    }
    const std::int64_t later = bench.core->viewFor(kFirst).leverageCap;
    QVERIFY(later > 1'190'000 && later <= 1'220'000); // two hours of 10 %
}

void CoreRiskTest::aDaysHaltEndsAtMidnightByTimeAlone()
{
    RiskLimits limits = only("daily_loss", "0.005");
    Bench bench{{buyOnce(50)}, limits};
    bench.play(calm(0));
    bench.play(calm(1));
    bench.play(bar(2, 100, 100, 60, 60));
    QCOMPARE(bench.halts.size(), std::size_t{1});
    bench.play(bar(3, 60, 61, 59, 60));
    bench.play(bar(26 * 60, 60, 61, 59, 60)); // nothing was heard for more than a day
    QCOMPARE(bench.released.size(), std::size_t{1});
    QVERIFY(bench.released[0] == HaltKind::Daily);
    QCOMPARE(bench.core->halts().dayResult(bench.core->account()), Money{});
}

void CoreRiskTest::aReleaseThatIsNotDueIsRefusedAndSaidSo()
{
    Bench bench{{nothing()}};
    bench.play(calm(0));
    bench.core->onCommand({.kind = CommandKind::Kill});
    bench.core->onCommand({.kind = CommandKind::Release, .halt = HaltKind::Kill});
    bench.core->onCommand({.kind = CommandKind::Release, .halt = HaltKind::Daily, .note = "x"});
    QCOMPARE(bench.kept.size(), std::size_t{2});
    QVERIFY(bench.kept[0] == ReleaseRefusal::NoReason);
    QVERIFY(bench.kept[1] == ReleaseRefusal::NothingToRelease);
    QVERIFY(bench.core->halts().killed());
}

void CoreRiskTest::aMismatchBlocksWithoutClosing()
{
    Bench bench{{buyAlways()}};
    bench.play(calm(0));
    bench.play(calm(1));
    const std::int64_t lots = bench.lots();
    bench.core->onCommand({.kind = CommandKind::Mismatch, .engine = kFirst});
    bench.play(calm(2));
    QCOMPARE(bench.lots(), lots);
    QVERIFY(bench.core->orders().pending(kFirst, OrderRole::ProtectiveStop));
    QVERIFY(bench.core->halts().blocks(kFirst) != nullptr);
}

void CoreRiskTest::aHaltIsSavedBeforeItActs()
{
    Keeper keeper;
    Bench bench{{buyOnce(50)}, only("daily_loss", "0.005"), usdc(10'000), {}, &keeper};
    bench.play(calm(0));
    bench.play(calm(1));
    keeper.bench = &bench;
    bench.play(bar(2, 100, 100, 60, 60));
    QCOMPARE(keeper.haltsHeard, std::vector<std::size_t>{0});
    QCOMPARE(keeper.exitSent, std::vector<bool>{false});
    QVERIFY(bench.core->orders().pending(kFirst, OrderRole::Exit));
    QCOMPARE(keeper.last->halts.size(), std::size_t{1});
    bench.core->onCommand({.kind = CommandKind::Kill});
    QCOMPARE(keeper.haltsHeard, (std::vector<std::size_t>{0, 1}));
    QCOMPARE(keeper.last->halts.size(), std::size_t{2});
    bench.core->onCommand(
        {.kind = CommandKind::Release, .halt = HaltKind::Kill, .note = "looked at it"});
    QCOMPARE(keeper.last->halts.size(), std::size_t{1});
    QCOMPARE(keeper.notes, 0);
    bench.play(calm(5));
    QVERIFY2(keeper.notes > 0, "every five minutes");
}

void CoreRiskTest::anAccountGoesOnAsItWasLeft()
{
    RiskLimits limits = only("peak_drawdown", "0.015");
    Keeper keeper;
    Bench before{{buyOnce(50), nothing()}, limits, usdc(10'000), {}, &keeper};
    before.play(calm(0));
    before.play(calm(1));
    before.play(bar(2, 100, 140, 100, 140));
    before.play(bar(3, 140, 140, 55, 55));
    before.play(bar(4, 55, 56, 54, 55));
    before.play(bar(5, 55, 56, 54, 55));
    QVERIFY(!before.halts.empty());
    const RiskState saved = before.core->riskState();

    Bench after{{buyAlways(), nothing()}, limits, usdc(77), saved};
    QCOMPARE(after.core->account().equity(), before.core->account().equity());
    QCOMPARE(after.core->halts().highWaterMark(), before.core->halts().highWaterMark());
    QCOMPARE(after.core->halts().dayStart(), usdc(10'000));
    QCOMPARE(after.core->factors().leverageState(InstrumentId{0}).cap,
             before.core->factors().leverageState(InstrumentId{0}).cap);
    after.play(bar(6, 100, 101, 99, 100));
    QCOMPARE(after.signals.back().first, std::string{"HALTED_DRAWDOWN"});
    QVERIFY(decodeRiskState(encode(saved)).value() == saved);
}

void CoreRiskTest::whoIsNotPartOfTheSessionIsNotForgotten()
{
    Bench before{{nothing()}};
    before.play(calm(0));
    before.core->onCommand({.kind = CommandKind::Mismatch, .engine = kFirst});
    RiskState saved = before.core->riskState();
    saved.engines[0].key = "somebody else";
    Bench after{{buyAlways()}, {}, usdc(10'000), saved};
    after.play(calm(1));
    QVERIFY2(after.signals.back().second, "its halt is not ours");
    const RiskState again = after.core->riskState();
    QCOMPARE(again.engines.size(), std::size_t{2});
    QCOMPARE(again.engines[1].key, std::string{"somebody else"});
    QCOMPARE(again.halts.size(), std::size_t{1});
    QVERIFY(again.halts[0].engine == std::optional<std::size_t>{1});
}

void CoreRiskTest::aLostStateBlocksUntilReleased()
{
    CoreSetup setup;
    setup.instruments = {wick::test::eth()};
    setup.engines.resize(1);
    setup.engines[0].name = "scripted";
    setup.engines[0].strategy = std::make_shared<Scripted>(nothing());
    setup.riskLost = true;
    TradingCore core{setup};
    QVERIFY(core.halts().blocks(kFirst) != nullptr);
    QCOMPARE(core.factors().leverageCap(InstrumentId{0}), DynamicLeverage::kFloor);
    core.onCommand({.kind = CommandKind::Release, .halt = HaltKind::StateLost, .note = "seen"});
    QVERIFY(core.halts().blocks(kFirst) == nullptr);
}

void CoreRiskTest::aMarketThatStartsOverKeepsItsHalts()
{
    Bench before{{nothing()}, only("daily_loss", "0.02")};
    before.play(bar(26 * 60, 100, 101, 99, 100));
    RiskState saved = before.core->riskState();
    saved.halts.push_back({HaltKind::Daily, {}, saved.at - minutes(1), {}, {}, {}});
    Bench after{{buyAlways()}, {}, usdc(10'000), saved}; // begins at 00:00 of the first day
    after.play(calm(0));
    QCOMPARE(after.signals.back().first, std::string{"HALTED_DAILY"});
    after.play(bar(24 * 60, 100, 101, 99, 100));
    QVERIFY(after.signals.back().second);
}

void CoreRiskTest::stagesScaleTheSize()
{
    const auto lotsAt = [](Stage stage) {
        Bench bench{{buyAlways(50)}, only("on_cap", "cut")};
        bench.core->onCommand({.kind = CommandKind::SetStage, .stage = stage});
        bench.play(calm(0));
        bench.play(calm(1));
        return bench.lots();
    };
    const std::int64_t full = lotsAt(Stage::Full);
    QVERIFY(full > 2'000);
    QVERIFY(std::abs(lotsAt(Stage::Small) * 2 - full) <= 1);
    QCOMPARE(lotsAt(Stage::Pennies), std::int64_t{1'000}); // 10 USDC at 100
}

void CoreRiskTest::withoutALimitATradeRisksWhatItsStrategyDeclares()
{
    Bench bench{{buyAlways(90)}, RiskLimits::open()};
    bench.play(calm(0));
    bench.play(calm(1));
    // 0.25 % of 10,000 over the 10.00 to the stop, slip on both sides and the hour's funding.
    QCOMPARE(bench.lots(), std::int64_t{24'946});
    QVERIFY(bench.core->setup().engines[0].strategy->describe().risk == Ppm{2'500});
}

void CoreRiskTest::whatAnOperatorKeepsFromTradingIsKept()
{
    Keeper keeper;
    Bench before{{buyAlways(), nothing()}, {}, usdc(10'000), {}, &keeper};
    const EventWindow news{InstrumentId{0}, Timestamp{}, Timestamp{} + minutes(4)};
    const EventWindow everywhere{std::nullopt, Timestamp{} + hours(2), Timestamp{} + hours(3)};
    before.core->onCommand({.kind = CommandKind::Stop, .engine = EngineId{1}});
    before.core->onCommand({.kind = CommandKind::LockEntries});
    before.core->onCommand({.kind = CommandKind::TakeOver, .market = InstrumentId{0}});
    before.core->onCommand({.kind = CommandKind::AddEvent, .event = news});
    before.core->onCommand({.kind = CommandKind::AddEvent, .event = everywhere});
    QVERIFY(keeper.last && *keeper.last == before.core->riskState());

    Bench after{
        {buyAlways(), nothing()}, {}, usdc(10'000), decodeRiskState(encode(*keeper.last)).value()};
    QVERIFY(after.core->control(kFirst) == EngineControl::Running);
    QVERIFY(after.core->control(EngineId{1}) == EngineControl::Stopped);
    QVERIFY(after.core->entriesLocked());
    QVERIFY(after.core->takenOver(InstrumentId{0}));
    QVERIFY(std::ranges::equal(after.core->events(), std::array{news, everywhere}));
    after.play(calm(1));
    QCOMPARE(after.signals.back().first, std::string{"ENTRIES_LOCKED"});

    // And let go of as well.
    after.core->onCommand({.kind = CommandKind::Resume});
    after.core->onCommand({.kind = CommandKind::UnlockEntries});
    after.core->onCommand({.kind = CommandKind::HandBack});
    after.core->onCommand({.kind = CommandKind::ClearEvents});
    const RiskState state = after.core->riskState();
    QVERIFY(!state.entriesLocked && state.events.empty() && !state.markets[0].takenOver);
    QVERIFY(state.engines[1].control == EngineControl::Running);
    after.play(calm(2));
    QVERIFY(after.signals.back().second);
}

WICK_TEST(CoreRiskTest)
#include "tst_corerisk.moc"
