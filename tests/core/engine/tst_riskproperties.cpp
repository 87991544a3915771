// What must hold of the gate in the whole core, whatever comes: one property a sentence, each over
// random intents, prices, fills, transfers and restarts.
#include "core/base/randomsource.h"
#include "core/engine/tradingcore.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <set>

using namespace wick::core;
using wick::test::eth;
using wick::test::usd;

namespace {

constexpr Reason kWish{"TEST_PROPERTY", "The test wants it."};
constexpr Timestamp kStart = Timestamp{} + days(100) + hours(20);
constexpr std::uint16_t kMarkets = 2;
constexpr std::uint16_t kEngines = 3; ///< two on the first market
constexpr int kSteps = 120;

/// Stands in for a strategy: the test answers itself.
class Silent final : public Strategy
{
public:
    Silent() { m_description.risk = Ppm{8'000}; }
    [[nodiscard]] const Description& describe() const noexcept override { return m_description; }
    [[nodiscard]] Memory start(const Instrument&) const override { return Memory::of(0); }
    [[nodiscard]] Decision onStep(const StrategyView&, Memory&) const override { return {}; }
    [[nodiscard]] Status status(const Instrument&, const Memory&) const override { return {}; }

private:
    Description m_description;
};

/// Limits near enough to what the test does that all of them matter.
RiskLimits randomLimits(RandomSource& random)
{
    RiskLimits limits = random.below(3) == 0 ? RiskLimits{} : RiskLimits::open();
    limits.onCap = static_cast<std::int64_t>(random.below(2));
    const auto some = [&random](std::int64_t& limit, std::int64_t low, std::uint64_t wide) {
        if (random.below(2) == 0) {
            limit = low + static_cast<std::int64_t>(random.below(wide));
        }
    };
    some(limits.maxPosition, 500'000'000, 5'000'000'000);
    some(limits.maxNotional, usdc(500).count(), 10'000'000'000);
    some(limits.maxOpenPositions, 1, 2);
    some(limits.openRisk, 100'000, 900'000);
    some(limits.maxLeverage, 1'000'000, 9'000'000);
    some(limits.fleet.dailyLoss, 5'000, 40'000);
    some(limits.fleet.peakDrawdown, 10'000, 90'000);
    some(limits.engine.dailyLoss, 5'000, 40'000);
    some(limits.lossStreak, 1, 5);
    some(limits.tradesPerHour, 1, 20);
    some(limits.orderRate, 1, 30);
    return limits;
}

/// A core with a random life: what it is told, and what it puts out.
class World final : public CoreListener
{
public:
    explicit World(std::uint64_t seed)
        : m_random(seed)
    {
        CoreSetup setup;
        for (std::uint16_t i = 0; i < kMarkets; ++i) {
            setup.instruments.push_back(eth(InstrumentId{i}));
        }
        setup.limits = randomLimits(m_random);
        setup.balance = usdc(10'000);
        setup.start = kStart;
        for (std::uint16_t i = 0; i < kEngines; ++i) {
            EngineSetup engine;
            engine.name = "engine " + std::to_string(i);
            engine.instrument = InstrumentId{static_cast<std::uint16_t>(i / 2)};
            engine.strategy = std::make_shared<Silent>();
            setup.engines.push_back(engine);
        }
        core = std::make_unique<TradingCore>(setup, this);
        for (std::uint16_t i = 0; i < kMarkets; ++i) {
            trade(InstrumentId{i});
            answer(EngineId{0}, {});
        }
    }

    /// One random thing happens.
    void step()
    {
        switch (m_random.below(40)) {
        case 0:
            core->onCommand({.kind = CommandKind::Transfer, .amount = randomTransfer()});
            return;
        case 1: {
            auto before = std::move(core);
            core = TradingCore::restarted(*before, this);
            return;
        }
        case 2:
            core->onCommand({.kind = CommandKind::SetLimits, .limits = randomLimits(m_random)});
            return;
        case 3:
            core->onCommand(
                {.kind = m_random.below(2) == 0 ? CommandKind::Kill : CommandKind::LockEntries});
            return;
        case 4:
            core->onCommand({.kind = CommandKind::Release, .halt = HaltKind::Kill, .note = "why"});
            core->onCommand({.kind = CommandKind::UnlockEntries});
            return;
        case 5:
            core->onCommand({.kind = static_cast<CommandKind>(1 + m_random.below(5)),
                             .engine = randomEngine()});
            core->onCommand({.kind = CommandKind::Resume});
            return;
        default:
            break;
        }
        trade(InstrumentId{static_cast<std::uint16_t>(m_random.below(kMarkets))});
        const EngineId engine = randomEngine();
        answer(engine, randomDecision(engine));
    }
    void live(const std::function<void()>& after)
    {
        for (int i = 0; i < kSteps; ++i) {
            step();
            after();
        }
    }

    /// Trades of a market some time later.
    void trade(InstrumentId market)
    {
        double& price = m_prices[market.count()];
        price *= 1.0 + (m_random.below(15) == 0 ? 0.02 : 0.002) * m_random.normal();
        const Timestamp now =
            core->now() + milliseconds(static_cast<std::int64_t>(1 + m_random.below(120'000)));
        const std::array trades{
            Trade{now, usd(price), Quantity{1 + static_cast<std::int64_t>(m_random.below(20'000))},
                  Side::Buy}};
        MarketSlice slice;
        slice.instrument = market;
        slice.trades = trades;
        slice.price = usd(price);
        m_sequence = core->onMarket({now, {&slice, 1}})[0].seq;
    }
    void answer(EngineId engine, const Decision& decision)
    {
        if (decision.entry && beforeEntry) {
            beforeEntry();
        }
        const std::array answers{Answer{m_sequence, engine, decision, false}};
        core->onAnswers(answers);
    }
    [[nodiscard]] EngineId randomEngine()
    {
        return EngineId{static_cast<std::uint16_t>(m_random.below(kEngines))};
    }
    [[nodiscard]] Decision exit() const
    {
        Decision decision;
        decision.exits.push_back({kWish});
        return decision;
    }

    void onSignal(const SignalRecord& signal) override
    {
        if (signal.order.count() != 0) {
            approved.insert(signal.order);
        }
        if (heard) {
            heard(signal);
        }
    }
    void onOrder(const OrderEvent& event) override
    {
        if (ordered) {
            ordered(event);
        }
    }

    std::unique_ptr<TradingCore> core;
    std::set<OrderId> approved; ///< orders that a signal was told to have become
    std::function<void(const SignalRecord&)> heard;
    std::function<void(const OrderEvent&)> ordered;
    std::function<void()> beforeEntry;

private:
    [[nodiscard]] Money randomTransfer()
    {
        return usdc(static_cast<std::int64_t>(m_random.below(6'000)) - 3'000);
    }
    [[nodiscard]] Decision randomDecision(EngineId engine)
    {
        Decision decision;
        const double last = m_prices[engine.count() / 2];
        switch (m_random.below(6)) {
        case 0:
            return exit();
        case 1:
            decision.cancelEntry = kWish;
            return decision;
        case 2:
            decision.stopMoves.push_back({usd(last * (0.95 + 0.1 * m_random.uniform())), kWish});
            return decision;
        default:
            break;
        }
        Signal& signal = decision.entry.emplace();
        signal.side = m_random.below(2) == 0 ? Side::Buy : Side::Sell;
        signal.kind = static_cast<OrderKind>(1 + m_random.below(3));
        signal.price = usd(last * (0.99 + 0.02 * m_random.uniform()));
        if (m_random.below(10) != 0) { // now and then none, and now and then on the wrong side
            const double away = (m_random.below(10) == 0 ? -0.05 : 0.05) * m_random.uniform();
            signal.stop = usd(last * (1.0 - static_cast<double>(sign(signal.side)) * away));
        }
        signal.strength = 0.5;
        signal.at = core->now();
        signal.expiry = core->now() + minutes(10);
        signal.reason = kWish;
        return decision;
    }

    RandomSource m_random;
    std::array<double, kMarkets> m_prices{2'000.0, 500.0};
    Sequence m_sequence{};
};

/// What is held and at work: what an order could have changed.
std::vector<std::int64_t> exposureOf(const TradingCore& core)
{
    std::vector<std::int64_t> exposure;
    for (std::uint16_t i = 0; i < kEngines; ++i) {
        const EngineId engine{i};
        exposure.push_back(core.account().book(engine).lots);
        const VenueState truth = *core.venueTruth(engine);
        exposure.push_back(truth.lots);
        for (const auto& order : truth.orders) {
            exposure.push_back(static_cast<std::int64_t>(order.role));
            exposure.push_back(order.remaining.count());
        }
        for (const auto& order : core.orders().working(engine)) {
            exposure.push_back(static_cast<std::int64_t>(order.role));
            exposure.push_back(order.remaining.count());
        }
    }
    return exposure;
}

/// A position that is on its way out at market counts as out.
bool leaving(const TradingCore& core, EngineId engine)
{
    return core.orders().pending(engine, OrderRole::Exit) && !core.flattening(engine);
}

/// What one market may come to: lots, counted from the books and orders alone.
std::int64_t worstLotsOf(const TradingCore& core, InstrumentId market, Side side)
{
    std::int64_t open = 0;
    std::int64_t pending = 0;
    for (const auto& book : core.account().books()) {
        if (book.instrument != market) {
            continue;
        }
        open += leaving(core, book.engine) ? 0 : book.lots;
        const OrderRecord* entry = core.orders().at(book.engine, OrderRole::Entry);
        pending += entry != nullptr && entry->side == side ? entry->remaining.count() : 0;
    }
    return std::abs(open + sign(side) * pending);
}

/// Seeds are drawn here, so that a failure names one.
void everySeed(const char* what, const std::function<void(std::uint64_t)>& property)
{
    QVERIFY(rc::check(what, [&property] { property(*rc::gen::arbitrary<std::uint64_t>()); }));
}

} // namespace

class RiskPropertiesTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void noOrderWithoutAToken();
    void noApprovedOrderExceedsACapAtItsMark();
    void refusedIntentsLeaveExposureUnchanged();
    void exitsAlwaysPass();
    void lotsNeverRoundUp();
    void positionsAreNeverWithoutTheirStop();
};

/// The compiler holds the first half: nothing but an ApprovedOrder can be submitted. Here the other
/// one: every entry a venue knows was told with a verdict in which every rule passed.
void RiskPropertiesTest::noOrderWithoutAToken()
{
    everySeed("no order without a token", [](std::uint64_t seed) {
        World world{seed};
        world.heard = [](const SignalRecord& signal) {
            if (signal.order.count() != 0) {
                RC_ASSERT(signal.verdict != nullptr);
                RC_ASSERT(signal.verdict->approved());
                RC_ASSERT(signal.verdict->lines.size() == standardRules().size());
            }
        };
        std::set<OrderId> entries;
        world.ordered = [&entries](const OrderEvent& event) {
            if (event.role == OrderRole::Entry) {
                entries.insert(event.order);
            }
        };
        world.live([] {});
        RC_ASSERT(std::includes(world.approved.begin(), world.approved.end(), entries.begin(),
                                entries.end()));
    });
}

void RiskPropertiesTest::noApprovedOrderExceedsACapAtItsMark()
{
    everySeed("no approved order exceeds a cap at its mark", [](std::uint64_t seed) {
        World world{seed};
        world.heard = [&world](const SignalRecord& signal) {
            if (signal.order.count() == 0) {
                return;
            }
            const TradingCore& core = *world.core;
            const RiskLimits& limits = core.limits();
            const Instrument& market = core.setup().instruments[signal.instrument.count()];
            const std::int64_t lots = worstLotsOf(core, signal.instrument, signal.signal.side);
            const Price mark = *core.lastPrice(signal.instrument);
            constexpr std::int64_t kPerLot = 100'000; // of 10^-9 base units
            RC_ASSERT(limits.maxPosition == kNoLimit || lots <= limits.maxPosition / kPerLot);
            RC_ASSERT(market.notional(lots, mark).count() <= limits.maxNotional);
            std::set<InstrumentId> held;
            bool added = false; // to a market that is held anyway
            Money gross;
            for (const auto& book : core.account().books()) {
                const std::int64_t open = std::abs(leaving(core, book.engine) ? 0 : book.lots)
                                          + core.orders().pendingEntryLots(book.engine);
                if (open != 0) {
                    held.insert(book.instrument);
                    added =
                        added
                        || (book.engine != signal.engine && book.instrument == signal.instrument);
                }
                gross += market.notional(open, *core.lastPrice(book.instrument));
            }
            RC_ASSERT(added || static_cast<std::int64_t>(held.size()) <= limits.maxOpenPositions);
            const std::int64_t cap = core.factors().leverageCap(signal.instrument);
            const bool within = // out here: the macro looks at both sides of an "or"
                cap == kNoLimit || gross.count() <= partDown(core.account().equity().count(), cap);
            RC_ASSERT(within);
        };
        world.live([] {});
    });
}

void RiskPropertiesTest::refusedIntentsLeaveExposureUnchanged()
{
    everySeed("refused intents leave exposure unchanged", [](std::uint64_t seed) {
        World world{seed};
        std::vector<std::int64_t> before;
        bool refused = false;
        world.beforeEntry = [&] {
            before = exposureOf(*world.core);
            refused = false;
        };
        world.heard = [&refused](const SignalRecord& signal) {
            refused = signal.order.count() == 0;
        };
        world.live([&] {
            if (refused) {
                RC_ASSERT(exposureOf(*world.core) == before);
                refused = false;
            }
        });
    });
}

/// Whatever limits, halts, locks and pauses say: who asks to get out is on the way out.
void RiskPropertiesTest::exitsAlwaysPass()
{
    everySeed("exits always pass", [](std::uint64_t seed) {
        World world{seed};
        world.live([&world] {
            const EngineId engine = world.randomEngine();
            if (world.core->account().book(engine).lots == 0) {
                return;
            }
            world.trade(world.core->account().book(engine).instrument);
            world.answer(engine, world.exit());
            RC_ASSERT(world.core->account().book(engine).lots == 0
                      || world.core->orders().pending(engine, OrderRole::Exit)
                      || world.core->flattening(engine));
        });
    });
}

void RiskPropertiesTest::lotsNeverRoundUp()
{
    everySeed("lots never round up", [](std::uint64_t seed) {
        World world{seed};
        world.heard = [&world](const SignalRecord& signal) {
            if (signal.order.count() == 0) {
                return;
            }
            const TradingCore& core = *world.core;
            const AccountView view = core.viewFor(signal.engine);
            const Instrument& market = core.setup().instruments[signal.instrument.count()];
            const std::int64_t away = std::abs((signal.reference - *signal.signal.stop).count());
            const Money loss = market.notional(signal.quantity.count(), Price{away});
            RC_ASSERT(loss.count() <= partDown(view.equity.count(), view.riskPerTrade));
        };
        world.live([] {});
    });
}

void RiskPropertiesTest::positionsAreNeverWithoutTheirStop()
{
    everySeed("a stop for every position, of its size", [](std::uint64_t seed) {
        World world{seed};
        world.live([&world] {
            for (std::uint16_t i = 0; i < kEngines; ++i) {
                const auto truth = world.core->venueTruth(EngineId{i});
                const VenueOrder* stop = truth->order(OrderRole::ProtectiveStop);
                RC_ASSERT(truth->lots == 0
                          || (stop != nullptr && stop->remaining.count() == std::abs(truth->lots)));
            }
        });
        RC_ASSERT(world.core->nakedTime().count() == 0);
    });
}

WICK_TEST(RiskPropertiesTest)
#include "tst_riskproperties.moc"
