// Flatten, halts and kill against a venue at which things go wrong.
#include "core/base/randomsource.h"
#include "core/engine/tradingcore.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <rapidcheck.h>

#include <array>
#include <cmath>
#include <cstdlib>

using namespace wick::core;
using wick::test::eth;
using wick::test::usd;

namespace {

constexpr Reason kWish{"TEST_FAULTS", "The test wants it."};
constexpr Timestamp kStart = Timestamp{} + days(100);
constexpr EngineId kEngine{0};
using To = VenueFault::To;
using What = VenueFault::What;

/// Stands in for a strategy: the test answers itself.
class Silent final : public Strategy
{
public:
    [[nodiscard]] const Description& describe() const noexcept override { return m_description; }
    [[nodiscard]] Memory start(const Instrument&) const override { return Memory::of(0); }
    [[nodiscard]] Decision onStep(const StrategyView&, Memory&) const override { return {}; }
    [[nodiscard]] Status status(const Instrument&, const Memory&) const override { return {}; }

private:
    Description m_description;
};

/// One engine on ETH, a trade a second.
class Desk final : public CoreListener
{
public:
    std::vector<ClosingReport> flat;
    std::vector<OrderEvent> events;
    std::unique_ptr<TradingCore> core;

    explicit Desk(VenueScript faults)
    {
        CoreSetup setup;
        setup.instruments = {eth()};
        setup.limits = RiskLimits::open();
        setup.limits.riskPerTrade = 10'000;
        setup.start = kStart;
        setup.faults = std::move(faults);
        EngineSetup engine;
        engine.name = "silent";
        engine.strategy = std::make_shared<Silent>();
        setup.engines.push_back(engine);
        core = std::make_unique<TradingCore>(setup, this);
    }
    /// The next second trades at this price.
    void second(double price, const Decision& decision = {})
    {
        const Timestamp now = core->now() + seconds(1);
        const std::array trades{
            Trade{now - milliseconds(900), usd(price), Quantity{10'000'000}, Side::Buy},
            Trade{now - milliseconds(100), usd(price), Quantity{10'000'000}, Side::Sell}};
        MarketSlice slice;
        slice.trades = trades;
        slice.price = usd(price);
        const auto steps = core->onMarket({now, {&slice, 1}});
        const std::array answers{Answer{steps[0].seq, kEngine, decision, false}};
        core->onAnswers(answers);
    }
    void secondsAt(int count, double price)
    {
        for (int i = 0; i < count; ++i) {
            second(price);
        }
    }
    [[nodiscard]] Decision enter(Side side, double price, double stop, OrderKind kind) const
    {
        Decision decision;
        Signal& signal = decision.entry.emplace();
        signal.side = side;
        signal.kind = kind;
        signal.price = usd(price);
        signal.stop = usd(stop);
        signal.strength = 0.5;
        signal.at = core->now();
        signal.expiry = core->now() + hours(1);
        signal.reason = kWish;
        return decision;
    }
    /// A long of one percent's risk with its stop at 1,900.
    void openLong()
    {
        second(2'000);
        second(2'000, enter(Side::Buy, 2'000, 1'900, OrderKind::Market));
        second(2'000);
    }
    void flatten() { core->onCommand({.kind = CommandKind::Flatten, .note = "test"}); }
    [[nodiscard]] VenueState venue() const { return *core->venueTruth(kEngine); }
    [[nodiscard]] bool protectedNow() const
    {
        const VenueState state = venue();
        const VenueOrder* stop = state.order(OrderRole::ProtectiveStop);
        return state.lots == 0
               || (stop != nullptr && stop->remaining.count() == std::abs(state.lots));
    }

    void onFlat(const ClosingReport& report) override { flat.push_back(report); }
    void onOrder(const OrderEvent& event) override { events.push_back(event); }
};

VenueScript one(VenueFault fault)
{
    VenueScript script;
    script.faults.push_back(std::move(fault));
    return script;
}

VenueScript randomScript(RandomSource& random)
{
    VenueScript script;
    const auto at = [&random](std::uint64_t within) {
        return kStart + seconds(static_cast<std::int64_t>(random.below(within)));
    };
    for (std::uint64_t i = random.below(7); i > 0; --i) {
        VenueFault fault;
        fault.to = static_cast<To>(1 + random.below(3));
        fault.what = static_cast<What>(1 + random.below(5));
        fault.from = at(40);
        fault.after = static_cast<int>(random.below(2));
        fault.times = 1 + static_cast<int>(random.below(4));
        fault.by = milliseconds(static_cast<std::int64_t>(random.below(20'000)));
        fault.part = Quantity{1 + static_cast<std::int64_t>(random.below(5'000))};
        script.faults.push_back(fault);
    }
    for (std::uint64_t i = random.below(3); i > 0; --i) {
        VenueOutage outage;
        outage.from = at(40);
        outage.until = outage.from + seconds(static_cast<std::int64_t>(1 + random.below(30)));
        if (random.below(2) == 0) {
            outage.lag = milliseconds(static_cast<std::int64_t>(random.below(15'000)));
        }
        script.outages.push_back(outage);
    }
    return script;
}

} // namespace

class ClosingFaultsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aFlattenWithoutFaultsTakesOneClose();
    void aRejectedCloseIsSentAgain();
    void aLostCloseIsSentAgainAtItsDeadline();
    void anUnheardCloseClosesOnce();
    void aCloseInPartsEndsFlat();
    void aCloseBeyondItsCollarWidens();
    void theStopMayFillInTheMiddle();
    void anEntryThatFillsDuringTheFlattenIsClosedToo();
    void aSilentVenueIsWaitedForWithTheStopInPlace();
    void laggingReportsAreWaitedFor();
    void aStrategysExitThatIsLostIsPursuedAndBlocksItsEntries();
    void anEntryGivenUpThatFillsAfterAllIsClosed();
    void withoutAScriptNothingChanges();
    void whateverGoesWrongExposureNeverGrowsAndItEndsFlat();
};

void ClosingFaultsTest::aFlattenWithoutFaultsTakesOneClose()
{
    Desk desk{{}};
    desk.openLong();
    QVERIFY(desk.venue().lots > 0);
    desk.flatten();
    desk.second(2'000);
    QCOMPARE(desk.flat.size(), std::size_t{1});
    QCOMPARE(desk.flat[0].closes, std::int64_t{1});
    QCOMPARE(*desk.flat[0].flatAt - desk.flat[0].since, seconds(1));
    QVERIFY(desk.venue().orders.empty());
}

void ClosingFaultsTest::aRejectedCloseIsSentAgain()
{
    Desk desk{one({.to = To::Close, .what = What::Rejected, .times = 3})};
    desk.openLong();
    desk.flatten();
    for (int i = 0; i < 10 && desk.flat.empty(); ++i) {
        QVERIFY(desk.protectedNow());
        desk.second(2'000);
    }
    QCOMPARE(desk.flat.size(), std::size_t{1});
    QCOMPARE(desk.flat[0].closes, std::int64_t{4});
    QCOMPARE(desk.flat[0].collar, closing::kCollar[3]);
}

void ClosingFaultsTest::aLostCloseIsSentAgainAtItsDeadline()
{
    Desk desk{one({.to = To::Close, .what = What::Lost})};
    desk.openLong();
    desk.flatten();
    desk.secondsAt(5, 2'000);
    QVERIFY2(desk.flat.empty() && desk.protectedNow(), "not before its deadline");
    desk.secondsAt(2, 2'000);
    QCOMPARE(desk.flat.size(), std::size_t{1});
    QCOMPARE(desk.flat[0].closes, std::int64_t{2});
}

void ClosingFaultsTest::anUnheardCloseClosesOnce()
{
    Desk desk{one({.to = To::Close, .what = What::Unheard})};
    desk.openLong();
    desk.flatten();
    desk.secondsAt(8, 2'000);
    QCOMPARE(desk.flat.size(), std::size_t{1});
    QCOMPARE(desk.venue().lots, std::int64_t{0});
    QCOMPARE(desk.flat[0].closes, std::int64_t{1});
}

void ClosingFaultsTest::aCloseInPartsEndsFlat()
{
    Desk desk{one({.to = To::Close, .what = What::Part, .part = Quantity{1'000}})};
    desk.openLong();
    const std::int64_t held = desk.venue().lots;
    desk.flatten();
    desk.second(2'000);
    QCOMPARE(desk.venue().lots, held - 1'000);
    QVERIFY(desk.protectedNow() && desk.flat.empty());
    desk.second(2'000);
    QCOMPARE(desk.venue().lots, std::int64_t{0});
    std::vector<std::int64_t> parts;
    for (const auto& event : desk.events) {
        if (event.fill && event.role == OrderRole::Exit) {
            parts.push_back(event.fill->quantity.count());
        }
    }
    QCOMPARE(parts, (std::vector<std::int64_t>{1'000, held - 1'000}));
    QCOMPARE(desk.flat.size(), std::size_t{1});
}

void ClosingFaultsTest::aCloseBeyondItsCollarWidens()
{
    Desk desk{{}};
    desk.openLong();
    desk.flatten();
    desk.second(1'970); // 1.5 % away: beyond the first collar of 1 %
    QVERIFY(desk.flat.empty() && desk.venue().lots > 0 && desk.protectedNow());
    desk.second(1'945); // 1.3 % from there: within the second of 2 %
    QCOMPARE(desk.flat.size(), std::size_t{1});
    QCOMPARE(desk.flat[0].closes, std::int64_t{2});
    QCOMPARE(desk.flat[0].collar, closing::kCollar[1]);
}

void ClosingFaultsTest::theStopMayFillInTheMiddle()
{
    Desk desk{one({.to = To::Close, .what = What::Lost, .times = 100})};
    desk.openLong();
    desk.flatten();
    desk.second(1'890); // below the stop
    QCOMPARE(desk.venue().lots, std::int64_t{0});
    desk.secondsAt(8, 1'890);
    QCOMPARE(desk.flat.size(), std::size_t{1});
    QVERIFY(desk.venue().orders.empty());
}

void ClosingFaultsTest::anEntryThatFillsDuringTheFlattenIsClosedToo()
{
    Desk desk{one({.to = To::Cancel, .what = What::Lost})};
    desk.second(2'000);
    desk.second(2'000, desk.enter(Side::Buy, 1'995, 1'900, OrderKind::Limit));
    desk.flatten(); // its cancel is lost
    QVERIFY(desk.venue().order(OrderRole::Entry) != nullptr);
    desk.second(1'990); // and it fills
    QVERIFY(desk.protectedNow());
    desk.secondsAt(4, 1'990);
    QCOMPARE(desk.venue().lots, std::int64_t{0});
    QCOMPARE(desk.flat.size(), std::size_t{1});
}

void ClosingFaultsTest::aSilentVenueIsWaitedForWithTheStopInPlace()
{
    VenueScript script;
    script.outages.push_back({kStart + milliseconds(3'001), kStart + seconds(60), {}});
    Desk desk{script};
    desk.openLong();
    desk.second(2'000);
    desk.flatten();
    while (desk.core->now() < kStart + seconds(60)) {
        QVERIFY(desk.flat.empty() && desk.protectedNow() && desk.venue().lots > 0);
        desk.second(2'000);
    }
    desk.secondsAt(8, 2'000);
    QCOMPARE(desk.flat.size(), std::size_t{1});
}

void ClosingFaultsTest::laggingReportsAreWaitedFor()
{
    VenueScript script;
    script.outages.push_back({kStart + milliseconds(3'001), kStart + seconds(60), seconds(10)});
    Desk desk{script};
    desk.openLong();
    desk.flatten();
    desk.secondsAt(4, 2'000);
    QCOMPARE(desk.venue().lots, std::int64_t{0});
    QVERIFY2(desk.flat.empty(), "flat there, not heard here");
    QVERIFY(desk.core->account().book(kEngine).lots > 0);
    desk.secondsAt(10, 2'000);
    QCOMPARE(desk.flat.size(), std::size_t{1});
    QCOMPARE(desk.core->account().book(kEngine).lots, std::int64_t{0});
    QVERIFY(desk.core->orders().working(kEngine).empty());
}

void ClosingFaultsTest::aStrategysExitThatIsLostIsPursuedAndBlocksItsEntries()
{
    Desk desk{one({.to = To::Close, .what = What::Lost})};
    desk.openLong();
    Decision turn = desk.enter(Side::Sell, 2'000, 2'100, OrderKind::Market);
    turn.exits.push_back({kWish});
    desk.second(2'000, turn);
    QVERIFY(desk.core->flattening(kEngine));
    QVERIFY2(!desk.core->orders().pending(kEngine, OrderRole::Entry), "it opens nothing meanwhile");
    desk.secondsAt(7, 2'000);
    QCOMPARE(desk.venue().lots, std::int64_t{0});
    QCOMPARE(desk.flat.size(), std::size_t{1});
    QVERIFY(desk.core->control(kEngine) == EngineControl::Running);
}

void ClosingFaultsTest::anEntryGivenUpThatFillsAfterAllIsClosed()
{
    // The entry rests unheard of; its cancels are lost until the sequence has given it up.
    Desk desk{{.faults = {{.to = To::Entry, .what = What::Late, .by = seconds(14)},
                          {.to = To::Cancel, .what = What::Lost, .times = 1'000}},
               .outages = {}}};
    desk.second(2'000);
    desk.second(2'000, desk.enter(Side::Buy, 2'000, 1'900, OrderKind::Market));
    desk.flatten();
    desk.secondsAt(40, 2'000);
    QCOMPARE(desk.venue().lots, std::int64_t{0});
    QCOMPARE(desk.core->account().book(kEngine).lots, std::int64_t{0});
    QVERIFY(!desk.core->flattening(kEngine));
}

void ClosingFaultsTest::withoutAScriptNothingChanges()
{
    const auto play = [](VenueScript script) {
        Desk desk{std::move(script)};
        desk.openLong();
        desk.secondsAt(3, 2'010);
        desk.flatten();
        desk.secondsAt(3, 2'005);
        return desk.core->sessionDigest().text();
    };
    // A script that comes to nothing goes through the layer and must leave no trace.
    QCOMPARE(play({}), play(one({.to = To::Entry, .what = What::Lost, .from = kStart + days(1)})));
}

void ClosingFaultsTest::whateverGoesWrongExposureNeverGrowsAndItEndsFlat()
{
    const bool held = rc::check("a flatten under any faults", [] {
        RandomSource random{*rc::gen::arbitrary<std::uint64_t>()};
        Desk desk{randomScript(random)};
        double price = 2'000.0;
        const auto move = [&random, &price] {
            const double jump = random.below(12) == 0 ? 0.02 : 0.002;
            price *= 1.0 + jump * random.normal();
        };
        desk.second(price);
        const Side side = random.below(2) == 0 ? Side::Buy : Side::Sell;
        const auto up = static_cast<double>(sign(side));
        const double stop = price * (1.0 - up * (0.005 + 0.03 * random.uniform()));
        const auto kind = random.below(2) == 0 ? OrderKind::Market : OrderKind::Limit;
        desk.second(price, desk.enter(side, price * (1.0 - up * 0.002), stop, kind));
        for (std::uint64_t i = random.below(25); i > 0; --i) {
            move();
            desk.second(price);
            RC_ASSERT(desk.protectedNow());
        }
        const auto pending = desk.core->orders().pendingEntryLots(kEngine);
        const VenueState venue = desk.venue();
        const VenueOrder* resting = venue.order(OrderRole::Entry);
        const std::int64_t most = std::abs(venue.lots)
                                  + std::max(pending, resting ? resting->remaining.count() : 0);
        if (random.below(2) == 0) {
            desk.flatten();
        } else {
            desk.core->onCommand({.kind = CommandKind::Kill, .note = "test"});
        }
        const std::size_t before = desk.events.size();
        std::int64_t lots = std::abs(desk.venue().lots);
        for (int i = 0; i < 160; ++i) {
            move();
            desk.second(price);
            const VenueState state = desk.venue();
            RC_ASSERT(desk.protectedNow());
            RC_ASSERT(std::abs(state.lots) <= most);
            RC_ASSERT(state.lots == 0 || sign(side) * state.lots > 0);
            lots = std::abs(state.lots);
        }
        for (std::size_t i = before; i < desk.events.size(); ++i) {
            const OrderEvent& event = desk.events[i];
            RC_ASSERT(!(event.role == OrderRole::Entry && event.kind == OrderEventKind::Accepted
                        && event.time > desk.core->closing(kEngine).report().since + seconds(15)));
        }
        RC_ASSERT(lots == 0);
        RC_ASSERT(desk.venue().orders.empty());
        RC_ASSERT(desk.core->account().book(kEngine).lots == 0);
        RC_ASSERT(desk.core->orders().working(kEngine).empty());
        RC_ASSERT(!desk.core->flattening(kEngine));
        RC_ASSERT(!desk.flat.empty());
    });
    QVERIFY(held);
}

WICK_TEST(ClosingFaultsTest)
#include "tst_closingfaults.moc"
