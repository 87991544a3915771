#include "strategies/catalog.h"
#include "strategies/momentumburst.h"
#include "tests/support/exampleinstruments.h"
#include "tests/support/minutetape.h"
#include "tests/support/strategyplayer.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <cmath>
#include <string>
#include <utility>

using namespace wick::core;
using wick::test::exampleInstruments;
using wick::test::MinuteTape;
using wick::test::StrategyPlayer;

namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

constexpr Timestamp kMidnight = fromMilliseconds(1'768'262'400'000);
constexpr std::int64_t kPrice = 200'000; // 2,000.00
constexpr std::int64_t kNoise = 80;
constexpr int kQuiet = 12 * 60;

std::unique_ptr<Strategy> momentum(const Settings& settings = {})
{
    return std::move(wick::strategies::catalog().create("momentum", settings)).value();
}

/// Three days and a half of noise, after which every kernel is warm.
MinuteTape quietTape()
{
    MinuteTape tape{kMidnight - days(3), kPrice};
    return tape.chop(3 * 24 * 60 + kQuiet, kNoise);
}

MinuteTape burstTape(std::int64_t step = 120, std::int64_t volume = 6'000)
{
    return quietTape().run(15, step, volume);
}

/// What came of a tape: every entry, with the minute it was decided at.
struct Entry
{
    std::int64_t minute = 0;
    Signal signal;
};

std::vector<Entry> entriesOf(const Strategy& strategy,
                             const Instrument& instrument,
                             const std::vector<ClosedBar>& bars)
{
    StrategyPlayer player{strategy, instrument};
    std::vector<Entry> entries;
    for (const auto& bar : bars) {
        const Decision decision = player.play(bar);
        if (decision.entry) {
            const Duration since = player.now() - kMidnight;
            entries.push_back({since.count() / minutes(1).count(), *decision.entry});
        }
    }
    return entries;
}

std::vector<Entry> entriesOf(const MinuteTape& tape, const Settings& settings = {})
{
    const auto strategy = momentum(settings);
    const auto instruments = exampleInstruments();
    return entriesOf(*strategy, instruments[0], tape.bars());
}

/// A player that has just been given an entry on a burst upwards, and its position.
struct Ride
{
    explicit Ride(const Settings& settings = {})
        : strategy(momentum(settings))
        , player(*strategy, instruments[0])
    {
        for (const auto& bar : tape.bars()) {
            const Decision decision = player.play(bar);
            if (decision.entry) {
                signal = *decision.entry;
                player.enter(signal, signal.price);
                break;
            }
        }
    }

    /// Plays `tape` minutes and returns the first decision that is not empty.
    Decision play(const MinuteTape& more)
    {
        for (const auto& bar : more.bars()) {
            Decision decision = player.play(bar);
            if (!decision.empty()) {
                return decision;
            }
        }
        return {};
    }
    [[nodiscard]] MinuteTape after() const { return {player.now(), signal.price.count()}; }

    std::vector<Instrument> instruments = exampleInstruments();
    std::unique_ptr<Strategy> strategy;
    StrategyPlayer player;
    MinuteTape tape = burstTape();
    Signal signal;
};

std::vector<Trade> tradesOf(Timestamp end, Side aggressor, int count)
{
    std::vector<Trade> trades;
    for (int i = count; i > 0; --i) {
        trades.push_back({end - seconds(i), Price{kPrice}, Quantity{100}, aggressor});
    }
    return trades;
}

Book bookOf(Timestamp time, std::int64_t price, std::int64_t spread)
{
    Book book;
    book.time = time;
    book.bids[0] = {Price{price}, Quantity{1'000}};
    book.asks[0] = {Price{price + spread}, Quantity{1'000}};
    book.bidCount = 1;
    book.askCount = 1;
    return book;
}

} // namespace

class MomentumBurstTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void entersTheBurstOnItsFirstClosedBar_data();
    void entersTheBurstOnItsFirstClosedBar();
    void chopMakesNoTrade();
    void driftWithoutEfficiencyMakesNoneWhereABurstMakesOne();
    void noiseIsNeitherFollowedNorCountered();
    void flowOfTradesCountsInsteadOfVolume();
    void withoutTradesTheFlowIsZeroAndSaysSo();
    void waitsUntilEveryKernelIsWarm();
    void aBurstHasOneSignal();
    void missingBarsVoidTheMove();
    void shortSwitchedOffTakesNoBurstDown();
    void aWideOrOldBookTakesNoEntry_data();
    void aWideOrOldBookTakesNoEntry();
    void refusesAStopThatCostsWouldEat();
    void stopAndTargetLieOnTicksAwayFromTheTrade();
    void limitEntryDiesAfterItsTimeout();
    void judgesTheUnfinishedBarOnlyWhenAsked();
    void leavesAfterTheTimeStop();
    void stopFollowsOnceTheRiskIsEarned();
    void leavesWhenTheFlowTurns();
    void coolsDownAfterAnExit();
    void strengthIsTheMeanOfTheScores();
    void defaultsAreTheTableForFiveMinutes();
    void saysWhatItWaitsFor();
};

void MomentumBurstTest::entersTheBurstOnItsFirstClosedBar_data()
{
    QTest::addColumn<int>("market");
    QTest::addColumn<qint64>("step");
    QTest::addRow("ETH up") << 0 << qint64{120};
    QTest::addRow("ETH down") << 0 << qint64{-120};
    QTest::addRow("BTC up") << 1 << qint64{120};
    QTest::addRow("BTC down") << 1 << qint64{-120};
}

void MomentumBurstTest::entersTheBurstOnItsFirstClosedBar()
{
    QFETCH(const int, market);
    QFETCH(const qint64, step);
    const auto strategy = momentum();
    const auto instruments = exampleInstruments();
    const auto& instrument = instruments[static_cast<std::size_t>(market)];
    const auto entries = entriesOf(*strategy, instrument, burstTape(step).bars());
    QCOMPARE(entries.size(), std::size_t{1});
    QCOMPARE(entries[0].minute, std::int64_t{kQuiet + 5});
    const Signal& signal = entries[0].signal;
    QCOMPARE(signal.side, step > 0 ? Side::Buy : Side::Sell);
    QCOMPARE(signal.kind, OrderKind::Market);
    QCOMPARE(signal.at, kMidnight + minutes(kQuiet + 5));
    QVERIFY(step > 0 ? *signal.stop < signal.price : *signal.stop > signal.price);
    QVERIFY(step > 0 ? *signal.target > signal.price : *signal.target < signal.price);
    QCOMPARE(signal.reason.token, step > 0 ? std::string_view{"MOMENTUM_BURST_LONG"}
                                           : std::string_view{"MOMENTUM_BURST_SHORT"});
}

void MomentumBurstTest::chopMakesNoTrade()
{
    MinuteTape tape{kMidnight, kPrice};
    tape.chop(9 * 24 * 60, kNoise);
    QVERIFY(entriesOf(tape).empty());
}

void MomentumBurstTest::driftWithoutEfficiencyMakesNoneWhereABurstMakesOne()
{
    constexpr std::int64_t kTotal = 1'800;
    const auto instruments = exampleInstruments();
    // BTC, with the flow of trades on the side of the move and nothing special about the volume.
    const auto entries = [&](const MinuteTape& tape) {
        const auto strategy = momentum();
        StrategyPlayer player{*strategy, instruments[1]};
        int count = 0;
        for (const auto& bar : tape.bars()) {
            const auto trades = tradesOf(bar.start + minutes(1), Side::Buy, 20);
            count += player.play(bar, trades).entry ? 1 : 0;
        }
        return count;
    };
    QCOMPARE(entries(quietTape().run(15, kTotal / 15, 1'200)), 1);
    QCOMPARE(entries(quietTape().drift(360, kTotal, 60, 1'200)), 0);
}

void MomentumBurstTest::noiseIsNeitherFollowedNorCountered()
{
    const auto moved = [](const char* noise) {
        return entriesOf(quietTape().run(5, 80, 6'000), {{"noise_atr", noise}}).size();
    };
    QCOMPARE(moved("1.2"), std::size_t{1});
    QCOMPARE(moved("5"), std::size_t{0});
}

void MomentumBurstTest::flowOfTradesCountsInsteadOfVolume()
{
    const auto instruments = exampleInstruments();
    const MinuteTape tape = burstTape(120, 1'200); // nothing special about the volume
    const auto entries = [&](std::optional<Side> aggressor) {
        const auto strategy = momentum();
        StrategyPlayer player{*strategy, instruments[0]};
        int count = 0;
        for (const auto& bar : tape.bars()) {
            const auto trades =
                aggressor ? tradesOf(bar.start + minutes(1), *aggressor, 20) : std::vector<Trade>{};
            count += player.play(bar, trades).entry ? 1 : 0;
        }
        return count;
    };
    QCOMPARE(entries({}), 0);
    QCOMPARE(entries(Side::Sell), 0);
    QCOMPARE(entries(Side::Buy), 1);
}

void MomentumBurstTest::withoutTradesTheFlowIsZeroAndSaysSo()
{
    const auto entries = entriesOf(burstTape());
    QCOMPARE(entries.size(), std::size_t{1});
    const auto& components = entries[0].signal.components;
    const auto flow = std::find_if(components.begin(), components.end(),
                                   [](const auto& c) { return c.name == "flow: no trades"; });
    QVERIFY(flow != components.end());
    QCOMPARE(flow->value, 0.0);
    QCOMPARE(flow->score, 0.0);
}

void MomentumBurstTest::waitsUntilEveryKernelIsWarm()
{
    const auto warmUp = static_cast<int>(momentum()->describe().warmUp);
    QCOMPARE(warmUp, 664); // sigma: 60 returns, ten half-lives, and three bars ago
    const auto entries = [](int bars) {
        MinuteTape tape{kMidnight, kPrice};
        tape.chop(5 * bars, kNoise).run(5, 120, 6'000);
        return entriesOf(tape).size();
    };
    QCOMPARE(entries(warmUp - 2), std::size_t{0});
    QCOMPARE(entries(warmUp - 1), std::size_t{1}); // the bar of the burst is the last one needed
}

void MomentumBurstTest::aBurstHasOneSignal()
{
    QCOMPARE(entriesOf(quietTape().run(30, 120, 6'000)).size(), std::size_t{1});
    MinuteTape two = quietTape().run(15, 120, 6'000);
    two.chop(300, kNoise).run(15, 120, 6'000);
    QCOMPARE(entriesOf(two).size(), std::size_t{2});
}

void MomentumBurstTest::missingBarsVoidTheMove()
{
    MinuteTape tape = quietTape();
    tape.skip(minutes(5)).run(5, 120, 6'000);
    QVERIFY(entriesOf(tape).empty());
}

void MomentumBurstTest::shortSwitchedOffTakesNoBurstDown()
{
    QVERIFY(entriesOf(burstTape(-120), {{"short", "off"}}).empty());
    QCOMPARE(entriesOf(burstTape(120), {{"short", "off"}}).size(), std::size_t{1});
}

void MomentumBurstTest::aWideOrOldBookTakesNoEntry_data()
{
    QTest::addColumn<qint64>("spread");
    QTest::addColumn<int>("age");
    QTest::addColumn<int>("entries");
    QTest::addRow("twice the usual spread") << qint64{40} << 0 << 1;
    QTest::addRow("wider than that") << qint64{42} << 0 << 0;
    QTest::addRow("15 s old") << qint64{20} << 15 << 1;
    QTest::addRow("older") << qint64{20} << 16 << 0;
}

void MomentumBurstTest::aWideOrOldBookTakesNoEntry()
{
    QFETCH(const qint64, spread);
    QFETCH(const int, age);
    QFETCH(const int, entries);
    const auto instruments = exampleInstruments();
    const auto strategy = momentum();
    StrategyPlayer player{*strategy, instruments[0]};
    int count = 0;
    const MinuteTape tape = burstTape();
    for (const auto& bar : tape.bars()) {
        const Book book = bookOf(bar.start + minutes(1) - seconds(age), 201'000, spread);
        const auto decision = player.play(bar, {}, &book);
        count += decision.entry && decision.entry->at == kMidnight + minutes(kQuiet + 5) ? 1 : 0;
    }
    QCOMPARE(count, entries);
}

void MomentumBurstTest::refusesAStopThatCostsWouldEat()
{
    const auto instruments = exampleInstruments();
    const auto strategy = momentum();
    const auto withFee = [&](std::int64_t fee) {
        auto fields = instruments[0].fields();
        fields.takerFee = Ppm{fee};
        const Instrument instrument = Instrument::create(fields).value();
        return entriesOf(*strategy, instrument, burstTape().bars()).size();
    };
    const auto entries = entriesOf(burstTape());
    const Signal& signal = entries.at(0).signal;
    const std::int64_t away =
        (signal.price - *signal.stop).count() * kPpmOne / signal.price.count();
    const std::int64_t fee = (away / 3 - 100) / 2; // two fees and the spread of 1 bp
    QVERIFY(fee > 0);
    QCOMPARE(withFee(fee), std::size_t{1});
    QCOMPARE(withFee(2 * fee + 100), std::size_t{0});
}

void MomentumBurstTest::stopAndTargetLieOnTicksAwayFromTheTrade()
{
    auto fields = exampleInstruments()[0].fields();
    fields.tick = PriceDelta{50};
    const Instrument coarse = Instrument::create(fields).value();
    const auto strategy = momentum({{"order", "limit"}});
    for (const std::int64_t step : {123, -123}) {
        const auto entries = entriesOf(*strategy, coarse, burstTape(step).bars());
        QCOMPARE(entries.size(), std::size_t{1});
        const Signal& signal = entries[0].signal;
        const std::int64_t close = kPrice + 5 * step;
        QCOMPARE(signal.price.count() % 50, std::int64_t{0});
        QCOMPARE(signal.stop->count() % 50, std::int64_t{0});
        QCOMPARE(signal.target->count() % 50, std::int64_t{0});
        QVERIFY(step > 0 ? signal.price.count() <= close : signal.price.count() >= close);
        const std::int64_t risk = std::abs((signal.price - *signal.stop).count());
        const std::int64_t reward = std::abs((*signal.target - signal.price).count());
        QVERIFY(reward * 10 >= risk * 18);
        QVERIFY(reward * 10 < risk * 18 + 500);
    }
}

void MomentumBurstTest::limitEntryDiesAfterItsTimeout()
{
    const auto market = entriesOf(burstTape());
    const auto limit = entriesOf(burstTape(), {{"order", "limit"}, {"limit_timeout", "3"}});
    QCOMPARE(market.at(0).signal.expiry - market.at(0).signal.at, minutes(5));
    QCOMPARE(limit.at(0).signal.kind, OrderKind::Limit);
    QCOMPARE(limit.at(0).signal.expiry - limit.at(0).signal.at, minutes(15));
}

void MomentumBurstTest::judgesTheUnfinishedBarOnlyWhenAsked()
{
    const auto entries = entriesOf(burstTape(200, 20'000), {{"intrabar", "on"}});
    QCOMPARE(entries.size(), std::size_t{1});
    QVERIFY(entries[0].minute < kQuiet + 5);
    QCOMPARE(entriesOf(burstTape(200, 20'000)).at(0).minute, std::int64_t{kQuiet + 5});
}

void MomentumBurstTest::leavesAfterTheTimeStop()
{
    Ride ride{{{"time_stop", "4"}}};
    QVERIFY(ride.player.position().has_value());
    MinuteTape quiet = ride.after();
    quiet.chop(60, 20);
    const Decision decision = ride.play(quiet);
    QCOMPARE(decision.exits.size(), std::size_t{1});
    QCOMPARE(decision.exits[0].reason.token, std::string_view{"MOMENTUM_TIME_STOP"});
    QCOMPARE(ride.player.now() - ride.signal.at, minutes(20));
}

void MomentumBurstTest::stopFollowsOnceTheRiskIsEarned()
{
    Ride ride;
    const std::int64_t risk = (ride.signal.price - *ride.signal.stop).count();
    MinuteTape less = ride.after();
    less.run(5, risk / 5 - 5, 1'000);
    QVERIFY(ride.play(less).stopMoves.empty());
    MinuteTape more{ride.player.now(), less.price()};
    more.run(5, risk / 2, 1'000);
    const Decision decision = ride.play(more);
    QCOMPARE(decision.stopMoves.size(), std::size_t{1});
    QVERIFY(decision.stopMoves[0].stop > *ride.signal.stop);
    QVERIFY(decision.stopMoves[0].stop.count() < more.price());
    // It never moves back.
    MinuteTape back{ride.player.now(), more.price()};
    back.run(5, -40, 1'000);
    QVERIFY(ride.play(back).stopMoves.empty());
}

void MomentumBurstTest::leavesWhenTheFlowTurns()
{
    for (const char* steps : {"close", "step"}) {
        Ride ride{{{"tfi_steps", steps}}};
        MinuteTape flat = ride.after();
        flat.chop(10, 20);
        Decision decision;
        for (const auto& bar : flat.bars()) {
            const auto trades = tradesOf(bar.start + minutes(1), Side::Sell, 30);
            decision = ride.player.play(bar, trades);
            if (!decision.empty()) {
                break;
            }
        }
        QCOMPARE(decision.exits.size(), std::size_t{1});
        QCOMPARE(decision.exits[0].reason.token, std::string_view{"MOMENTUM_FLOW_REVERSAL"});
        const bool each = std::string_view{steps} == "step";
        QCOMPARE(ride.player.now() - ride.signal.at, minutes(each ? 1 : 5));
    }
}

void MomentumBurstTest::coolsDownAfterAnExit()
{
    const auto secondEntry = [](const char* bars) {
        Ride ride{{{"cool_down", bars}}};
        MinuteTape down = ride.after();
        down.run(5, 20, 1'000);
        ride.play(down);
        ride.player.leave(Price{down.price()});
        MinuteTape burst{ride.player.now(), down.price()};
        burst.run(10, -300, 9'000);
        return ride.play(burst).entry.has_value();
    };
    QVERIFY(secondEntry("0"));
    QVERIFY(!secondEntry("3"));
}

void MomentumBurstTest::strengthIsTheMeanOfTheScores()
{
    const auto entries = entriesOf(burstTape());
    const Signal& signal = entries.at(0).signal;
    QVERIFY(signal.components.size() >= 7);
    double sum = 0.0;
    for (const auto& component : signal.components) {
        QVERIFY(component.score >= 0.0 && component.score <= 1.0);
        QVERIFY(std::isfinite(component.value));
        sum += component.score;
    }
    QCOMPARE(signal.strength, sum / static_cast<double>(signal.components.size()));
    QVERIFY(signal.strength > 0.0 && signal.strength <= 1.0);
}

void MomentumBurstTest::defaultsAreTheTableForFiveMinutes()
{
    const ParameterSet set{wick::strategies::MomentumBurst::parameters()};
    const std::vector<std::pair<const char*, double>> table{
        {"roc_bars", 3},   {"z_in", 1.8},         {"ema_fast", 8},    {"ema_slow", 21},
        {"volume_z", 1.5}, {"tfi_window_s", 120}, {"tfi_in", 0.25},   {"er_bars", 10},
        {"er_min", 0.40},  {"adx_min", 22},       {"ci_max", 50},     {"noise_atr", 1.2},
        {"stop_atr", 1.2}, {"target_r", 1.8},     {"trail_atr", 2.0}, {"time_stop", 12},
        {"cool_down", 3}};
    for (const auto& [name, value] : table) {
        QCOMPARE(set.number(name), value);
    }
    QCOMPARE(momentum()->describe().timeframe, minutes(5));
}

void MomentumBurstTest::saysWhatItWaitsFor()
{
    const auto strategy = momentum();
    const auto instruments = exampleInstruments();
    StrategyPlayer player{*strategy, instruments[0]};
    QCOMPARE(player.status().sentence, std::string_view{"Warming up: %1 of %2 bars."});
    const MinuteTape tape = quietTape();
    for (const auto& bar : tape.bars()) {
        static_cast<void>(player.play(bar));
    }
    const Status status = player.status();
    QCOMPARE(status.sentence,
             std::string_view{"Flat. No burst: move %1 of %2 needed, volume %3 of %4 needed."});
    QCOMPARE(status.numbers.size(), std::size_t{4});
    QCOMPARE(status.numbers[1].value, 1.8);
    QCOMPARE(status.numbers[3].value, 1.5);
}

WICK_TEST(MomentumBurstTest)
#include "tst_momentumburst.moc"
