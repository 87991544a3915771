#include "strategies/catalog.h"
#include "strategies/fairvaluegapretest.h"
#include "tests/support/exampleinstruments.h"
#include "tests/support/minutetape.h"
#include "tests/support/strategyplayer.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <string>
#include <utility>

using namespace wick::core;
using wick::test::exampleInstruments;
using wick::test::MinuteTape;
using wick::test::StrategyPlayer;

namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

constexpr Timestamp kOpen = fromMilliseconds(1'768'258'800'000); // Monday 18:00 New York
constexpr std::int64_t kPrice = 470'000;                         // 4,700.00
constexpr std::int64_t kNoise = 200;
constexpr int kSession = 23 * 60;
constexpr int kQuiet = 13 * 60;

/// Settings with a trend average that is warm after half a day.
Settings settings(Settings more = {})
{
    more.insert(more.begin(), {"trend_ema", "10"});
    return more;
}

std::unique_ptr<Strategy> retest(const Settings& more = {})
{
    return std::move(wick::strategies::catalog().create("fvg-retest", settings(more))).value();
}

/// A session of noise, and `minutes` of the next one, which opens at kOpen.
MinuteTape quietTape(int minutes = kQuiet)
{
    MinuteTape tape{kOpen - days(1), kPrice};
    return tape.chop(kSession, kNoise).skip(hours(1)).chop(minutes, kNoise);
}

/// Two bars that leave a gap: the fast one and the one after it. `way` is +1 or -1.
MinuteTape& leaveGap(MinuteTape& tape, std::int64_t way, std::int64_t step = 100)
{
    return tape.run(5, way * step, 3'000).run(5, way * 10, 1'500);
}

/// The gap of the fixture as its bars tell it.
struct Zone
{
    std::int64_t bottom = 0;
    std::int64_t top = 0;
};

/// From the three 5m bars that end at `minute` of the session.
Zone zoneOf(const MinuteTape& tape, std::size_t minute)
{
    const auto& bars = tape.bars();
    const std::size_t end = kSession + minute;
    std::int64_t highA = 0;
    std::int64_t lowA = bars[end - 15].low.count();
    std::int64_t highC = 0;
    std::int64_t lowC = bars[end - 5].low.count();
    for (std::size_t i = 0; i < 5; ++i) {
        highA = std::max(highA, bars[end - 15 + i].high.count());
        lowA = std::min(lowA, bars[end - 15 + i].low.count());
        highC = std::max(highC, bars[end - 5 + i].high.count());
        lowC = std::min(lowC, bars[end - 5 + i].low.count());
    }
    return lowC > highA ? Zone{highA, lowC} : Zone{highC, lowA};
}

struct Entry
{
    std::int64_t minute = 0;
    Signal signal;
};

std::vector<Entry>
entriesOf(const MinuteTape& tape, const Settings& more = {}, std::optional<Instrument> other = {})
{
    const auto strategy = retest(more);
    const auto instruments = exampleInstruments();
    const Instrument& instrument = other ? *other : instruments[2];
    StrategyPlayer player{*strategy, instrument};
    std::vector<Entry> entries;
    for (const auto& bar : tape.bars()) {
        const Decision decision = player.play(bar);
        if (decision.entry) {
            const Duration since = player.now() - kOpen;
            entries.push_back({since.count() / minutes(1).count(), *decision.entry});
        }
    }
    return entries;
}

/// The gap upwards, and a departure from it that has just been enough.
MinuteTape departedTape(std::int64_t way = 1, std::int64_t step = 100)
{
    MinuteTape tape = quietTape();
    return leaveGap(tape, way, step).run(5, way * 60, 1'000);
}

/// A player whose entry rests at the gap of departedTape().
struct Resting
{
    explicit Resting(const Settings& more = {})
        : strategy(retest(more))
        , player(*strategy, instruments[2])
    {
        const MinuteTape tape = departedTape();
        for (const auto& bar : tape.bars()) {
            const Decision decision = player.play(bar);
            if (decision.entry) {
                signal = *decision.entry;
                player.rest(signal);
            }
        }
        assert(signal.price.count() > 0);
        price = tape.price();
    }

    [[nodiscard]] MinuteTape after() const { return {player.now(), price}; }

    /// Plays more and returns the first decision that is not empty.
    Decision play(const MinuteTape& more)
    {
        for (const auto& bar : more.bars()) {
            price = bar.close.count();
            Decision decision = player.play(bar);
            if (!decision.empty()) {
                return decision;
            }
        }
        return {};
    }

    std::vector<Instrument> instruments = exampleInstruments();
    std::unique_ptr<Strategy> strategy;
    StrategyPlayer player;
    Signal signal;
    std::int64_t price = 0;
};

std::string_view cancelToken(const Decision& decision)
{
    return decision.cancelEntry ? decision.cancelEntry->token : std::string_view{};
}

} // namespace

class FairValueGapRetestTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void restsALimitInTheGapOncePriceHasLeftIt_data();
    void restsALimitInTheGapOncePriceHasLeftIt();
    void entryLevelsAreQuartersOfTheHeight_data();
    void entryLevelsAreQuartersOfTheHeight();
    void theMiddleIsExactInHalfUnits();
    void stopBufferIsTheLargestOfThree();
    void targetIsTheNearerOfRiskAndExtreme();
    void filtersRefuseAGap_data();
    void filtersRefuseAGap();
    void withoutDepartureThereIsNoEntry();
    void onlyTheFirstVisitCounts();
    void aGapHasOneOrder();
    void theTrendOfTheHigherTimeframeHasToAgree();
    void noEntriesNearTheSessionsEnds();
    void aCloseThroughTheGapCancels();
    void ageCancels();
    void theSessionsEndCancels();
    void anOppositeSignalCancels();
    void aVisitWithoutAFillCancels();
    void theOrderDiesWithItsGapOrBeforeTheClose();
    void confirmationEntersAtMarketAfterACloseBack();
    void leavesAfterTheTimeStop();
    void isFlatBeforeTheClose();
    void coversEntryAndCostsWhenAsked();
    void defaultsAreTheTableForFiveMinutes();
    void saysWhatItWaitsFor();
};

void FairValueGapRetestTest::restsALimitInTheGapOncePriceHasLeftIt_data()
{
    QTest::addColumn<qint64>("way");
    QTest::addRow("bullish") << qint64{1};
    QTest::addRow("bearish") << qint64{-1};
}

void FairValueGapRetestTest::restsALimitInTheGapOncePriceHasLeftIt()
{
    QFETCH(const qint64, way);
    const MinuteTape tape = departedTape(way);
    const Zone zone = zoneOf(tape, kQuiet + 10);
    QVERIFY(zone.top > zone.bottom);
    const auto entries = entriesOf(tape);
    QCOMPARE(entries.size(), std::size_t{1});
    // Known with the third bar's close, traded once price has left it: never before.
    QVERIFY(entries[0].minute > kQuiet + 10);
    const Signal& signal = entries[0].signal;
    QCOMPARE(signal.kind, OrderKind::Limit);
    QCOMPARE(signal.side, way > 0 ? Side::Buy : Side::Sell);
    QCOMPARE(signal.reason.token,
             way > 0 ? std::string_view{"GAP_RETEST_LONG"} : std::string_view{"GAP_RETEST_SHORT"});
    const std::int64_t twice = zone.top + zone.bottom;
    QCOMPARE(signal.price.count(), way > 0 ? twice / 2 : (twice + 1) / 2);
    QVERIFY(way > 0 ? signal.stop->count() < zone.bottom : signal.stop->count() > zone.top);
    QVERIFY(way > 0 ? *signal.target > signal.price : *signal.target < signal.price);
    QVERIFY(signal.strength > 0.0 && signal.strength <= 1.0);
}

void FairValueGapRetestTest::entryLevelsAreQuartersOfTheHeight_data()
{
    QTest::addColumn<QByteArray>("level");
    QTest::addColumn<int>("quarters");
    QTest::addRow("edge") << QByteArray{"edge"} << 0;
    QTest::addRow("quarter") << QByteArray{"quarter"} << 1;
    QTest::addRow("middle") << QByteArray{"ce"} << 2;
    QTest::addRow("three quarters") << QByteArray{"three_quarter"} << 3;
}

void FairValueGapRetestTest::entryLevelsAreQuartersOfTheHeight()
{
    QFETCH(const QByteArray, level);
    QFETCH(const int, quarters);
    for (const std::int64_t way : {1, -1}) {
        const MinuteTape tape =
            departedTape(way, 150); // three quarters deep its stop still outweighs the costs
        const Zone zone = zoneOf(tape, kQuiet + 10);
        const auto entries = entriesOf(tape, {{"entry_level", level.toStdString()}});
        QCOMPARE(entries.size(), std::size_t{1});
        const std::int64_t depth = quarters * (zone.top - zone.bottom);
        const std::int64_t price =
            way > 0 ? (4 * zone.top - depth) / 4 : (4 * zone.bottom + depth + 3) / 4;
        QCOMPARE(entries[0].signal.price.count(), price);
    }
}

void FairValueGapRetestTest::theMiddleIsExactInHalfUnits()
{
    auto fields = exampleInstruments()[2].fields();
    fields.tick = PriceDelta{10};
    const Instrument coarse = Instrument::create(fields).value();
    const auto ce = wick::strategies::GapEntryLevel::Ce;
    const GapZone bull{GapDirection::Bull, Price{1'000}, Price{1'041}};
    const GapZone bear{GapDirection::Bear, Price{1'000}, Price{1'041}};
    const auto instruments = exampleInstruments();
    // 1,020.5: a buy limit goes down, a sell limit up.
    QCOMPARE(wick::strategies::entryPrice(bull, ce, instruments[2]).count(), std::int64_t{1'020});
    QCOMPARE(wick::strategies::entryPrice(bear, ce, instruments[2]).count(), std::int64_t{1'021});
    QCOMPARE(wick::strategies::entryPrice(bull, ce, coarse).count(), std::int64_t{1'020});
    QCOMPARE(wick::strategies::entryPrice(bear, ce, coarse).count(), std::int64_t{1'030});
}

void FairValueGapRetestTest::stopBufferIsTheLargestOfThree()
{
    auto fields = exampleInstruments()[2].fields();
    const Price price{470'000};
    const auto buffer = [&](double atr, std::int64_t tick, std::int64_t spread) {
        fields.tick = PriceDelta{tick};
        fields.spread = Ppm{spread};
        const Instrument instrument = Instrument::create(fields).value();
        return wick::strategies::stopBuffer(atr, 0.25, price, instrument).count();
    };
    QCOMPARE(buffer(1'000.0, 1, 200), std::int64_t{250}); // a quarter of ATR
    QCOMPARE(buffer(100.0, 1, 200), std::int64_t{188});   // 2 x 2 bp of 4,700.00
    QCOMPARE(buffer(100.0, 100, 200), std::int64_t{200}); // 2 ticks
}

void FairValueGapRetestTest::targetIsTheNearerOfRiskAndExtreme()
{
    const MinuteTape tape = departedTape();
    const auto target = [&](const char* kind) {
        return entriesOf(tape, {{"target", kind}}).at(0).signal;
    };
    const Signal risk = target("risk");
    const Signal extreme = target("extreme");
    const Signal nearer = target("nearer");
    const std::int64_t away = (risk.price - *risk.stop).count();
    QCOMPARE((*risk.target - risk.price).count(), (away * 18 + 5) / 10);
    QVERIFY(extreme.target->count() <= tape.price());
    QCOMPARE(*nearer.target, std::min(*risk.target, *extreme.target));
}

void FairValueGapRetestTest::filtersRefuseAGap_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<qint64>("step");
    QTest::addColumn<int>("entries");
    QTest::addRow("as it is") << QByteArray{"short"} << QByteArray{"on"} << qint64{-100} << 1;
    QTest::addRow("shorts are off")
        << QByteArray{"short"} << QByteArray{"off"} << qint64{-100} << 0;
    QTest::addRow("a move too slow") << QByteArray{"short"} << QByteArray{"on"} << qint64{40} << 0;
    QTest::addRow("volume asked for")
        << QByteArray{"volume_factor"} << QByteArray{"10"} << qint64{100} << 0;
    QTest::addRow("costs asked for")
        << QByteArray{"min_costs"} << QByteArray{"10"} << qint64{100} << 0;
}

void FairValueGapRetestTest::filtersRefuseAGap()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, value);
    QFETCH(const qint64, step);
    QFETCH(const int, entries);
    const std::int64_t way = step > 0 ? 1 : -1;
    const MinuteTape tape = departedTape(way, step * way);
    const auto found = entriesOf(tape, {{name.toStdString(), value.toStdString()}});
    QCOMPARE(static_cast<int>(found.size()), entries);
}

void FairValueGapRetestTest::withoutDepartureThereIsNoEntry()
{
    MinuteTape tape = quietTape();
    leaveGap(tape, 1).run(20, -5, 1'000);
    QVERIFY(entriesOf(tape).empty());
}

void FairValueGapRetestTest::onlyTheFirstVisitCounts()
{
    MinuteTape tape = quietTape();
    leaveGap(tape, 1).run(5, -15, 1'000); // into the gap a little, before any departure
    tape.run(5, 60, 1'000);
    QVERIFY(entriesOf(tape).empty());
    QCOMPARE(entriesOf(tape, {{"first_visit_only", "off"}}).size(), std::size_t{1});
}

void FairValueGapRetestTest::aGapHasOneOrder()
{
    // Nothing takes the order here: it could be made again every minute.
    MinuteTape tape = departedTape();
    tape.chop(60, 40);
    QCOMPARE(entriesOf(tape).size(), std::size_t{1});
}

void FairValueGapRetestTest::theTrendOfTheHigherTimeframeHasToAgree()
{
    MinuteTape tape = quietTape();
    tape.run(40, -40, 1'000).chop(20, 100); // well below the average of the last hours
    leaveGap(tape, 1).run(5, 40, 1'000);
    QVERIFY(entriesOf(tape).empty());
    QCOMPARE(entriesOf(tape, {{"trend_filter", "off"}}).size(), std::size_t{1});
}

void FairValueGapRetestTest::noEntriesNearTheSessionsEnds()
{
    const auto entries = [](int minutesLeft, const char* limit) {
        MinuteTape tape = quietTape(kSession - minutesLeft - 10);
        leaveGap(tape, 1).run(5, 60, 1'000);
        return entriesOf(tape, {{"no_entry_before_close_min", limit}}).size();
    };
    QCOMPARE(entries(60, "45"), std::size_t{1});
    QCOMPARE(entries(40, "45"), std::size_t{0});
    QCOMPARE(entries(40, "20"), std::size_t{1});
    // The first three bars of a session leave a gap that is known 15 minutes after its open.
    const auto early = [](const char* limit) {
        MinuteTape tape = quietTape(kSession);
        tape.skip(hours(1)).chop(5, kNoise);
        leaveGap(tape, 1).run(10, 60, 1'000);
        return entriesOf(tape, {{"no_entry_after_open_min", limit}}).size();
    };
    QCOMPARE(early("15"), std::size_t{1});
    QCOMPARE(early("60"), std::size_t{0});
}

void FairValueGapRetestTest::aCloseThroughTheGapCancels()
{
    Resting resting;
    MinuteTape fall = resting.after();
    fall.run(10, -120, 1'000);
    const Decision decision = resting.play(fall);
    QCOMPARE(cancelToken(decision), std::string_view{"GAP_INVALIDATED"});
    // Only a close of its own timeframe counts.
    QCOMPARE((resting.player.now() - kOpen).count() % minutes(5).count(), std::int64_t{0});
}

void FairValueGapRetestTest::ageCancels()
{
    Resting resting{{{"expiry_bars", "12"}}};
    MinuteTape quiet = resting.after();
    quiet.chop(120, 40);
    QCOMPARE(cancelToken(resting.play(quiet)), std::string_view{"GAP_EXPIRED"});
    const Duration known = minutes(kQuiet + 10);
    QCOMPARE(resting.player.now() - (kOpen + known), minutes(60));
}

void FairValueGapRetestTest::theSessionsEndCancels()
{
    Resting resting{{{"expiry_bars", "96"}, {"no_entry_before_close_min", "240"}}};
    MinuteTape quiet = resting.after();
    quiet.chop(8 * 60, 40);
    QCOMPARE(cancelToken(resting.play(quiet)), std::string_view{"GAP_SESSION_ENDS"});
    QCOMPARE(resting.player.now() - kOpen, hours(19));
}

void FairValueGapRetestTest::anOppositeSignalCancels()
{
    Resting resting{{{"trend_filter", "off"}}};
    MinuteTape more = resting.after();
    more.run(30, 60, 1'000).chop(60, kNoise);
    leaveGap(more, -1, 150).run(5, -60, 1'000);
    QVERIFY(more.price() > resting.signal.price.count());
    const Decision decision = resting.play(more);
    QCOMPARE(cancelToken(decision), std::string_view{"GAP_OPPOSITE_SIGNAL"});
    QVERIFY(!decision.entry); // one order at a time: the new one follows when the old one is gone
    resting.player.dropOrders();
    MinuteTape next = resting.after();
    next.run(1, -10, 1'000);
    const Decision then = resting.play(next);
    QVERIFY(then.entry.has_value());
    QCOMPARE(then.entry->side, Side::Sell);
}

void FairValueGapRetestTest::aVisitWithoutAFillCancels()
{
    Resting resting{{{"entry_level", "three_quarter"}}};
    MinuteTape visit = resting.after();
    const std::int64_t edge = resting.price - 300 - 50; // top of the gap
    visit.to(edge - 20, 1'000).to(edge + 200, 1'000);
    QCOMPARE(cancelToken(resting.play(visit)), std::string_view{"GAP_VISITED"});
}

void FairValueGapRetestTest::theOrderDiesWithItsGapOrBeforeTheClose()
{
    const auto aged = entriesOf(departedTape()).at(0).signal;
    QCOMPARE(aged.expiry - kOpen, minutes(kQuiet + 10 + 36 * 5));
    const auto late =
        entriesOf(departedTape(), {{"expiry_bars", "96"}, {"no_entry_before_close_min", "240"}})
            .at(0)
            .signal;
    QCOMPARE(late.expiry - kOpen, hours(19));
}

void FairValueGapRetestTest::confirmationEntersAtMarketAfterACloseBack()
{
    MinuteTape tape = departedTape();
    const Zone zone = zoneOf(tape, kQuiet + 10);
    const std::int64_t middle = (zone.top + zone.bottom) / 2;
    tape.to(zone.top + 50, 1'000).to(middle - 10, 1'000).to(zone.top - 20, 1'000);
    tape.to(zone.top + 10, 1'000).to(zone.top + 20, 1'000);
    const auto entries = entriesOf(tape, {{"order", "confirm"}});
    QCOMPARE(entries.size(), std::size_t{1});
    QCOMPARE(entries[0].minute, std::int64_t{kQuiet + 20});
    QCOMPARE(entries[0].signal.kind, OrderKind::Market);
    QCOMPARE(entries[0].signal.price.count(), zone.top + 20);
}

void FairValueGapRetestTest::leavesAfterTheTimeStop()
{
    Resting resting{{{"time_stop", "6"}}};
    resting.player.enter(resting.signal, resting.signal.price);
    MinuteTape quiet = resting.after();
    quiet.chop(60, 20);
    const Decision decision = resting.play(quiet);
    QCOMPARE(decision.exits.size(), std::size_t{1});
    QCOMPARE(decision.exits[0].reason.token, std::string_view{"GAP_TIME_STOP"});
    QCOMPARE(resting.player.now() - resting.player.position()->openedAt, minutes(30));
}

void FairValueGapRetestTest::isFlatBeforeTheClose()
{
    Resting resting{{{"time_stop", "48"}}};
    resting.player.enter(resting.signal, resting.signal.price);
    MinuteTape quiet{kOpen + hours(22), resting.price};
    quiet.chop(60, 20);
    const Decision decision = resting.play(quiet);
    QCOMPARE(decision.exits.size(), std::size_t{1});
    QCOMPARE(decision.exits[0].reason.token, std::string_view{"GAP_FLAT_BEFORE_CLOSE"});
    QCOMPARE(resting.player.now() - kOpen, minutes(23 * 60 - 10));
}

void FairValueGapRetestTest::coversEntryAndCostsWhenAsked()
{
    for (const char* asked : {"off", "on"}) {
        Resting resting{{{"break_even", asked}}};
        const Signal& signal = resting.signal;
        resting.player.enter(signal, signal.price);
        const std::int64_t risk = (signal.price - *signal.stop).count();
        MinuteTape up{resting.player.now(), signal.price.count()};
        up.to(signal.price.count() + risk, 1'000);
        const Decision decision = resting.play(up);
        const bool on = std::string_view{asked} == "on";
        QCOMPARE(decision.stopMoves.size(), std::size_t{on ? 1U : 0U});
        if (on) {
            QVERIFY(decision.stopMoves[0].stop > signal.price);
            QCOMPARE(decision.stopMoves[0].reason.token, std::string_view{"GAP_BREAK_EVEN"});
        }
    }
}

void FairValueGapRetestTest::defaultsAreTheTableForFiveMinutes()
{
    const auto declared = wick::strategies::FairValueGapRetest::parameters();
    const ParameterSet set{declared};
    struct Row
    {
        const char* name;
        double standard;
        double low;
        double high;
    };
    const std::vector<Row> table{{"min_height_atr", 0.25, 0.1, 0.6},
                                 {"min_ticks", 5, 2, 20},
                                 {"displacement_atr", 1.2, 0.8, 2.0},
                                 {"body_share", 0.6, 0.5, 0.8},
                                 {"departure_atr", 0.5, 0.2, 1.5},
                                 {"stop_buffer_atr", 0.25, 0.1, 0.6},
                                 {"target_r", 1.8, 1.0, 3.0},
                                 {"expiry_bars", 36, 12, 96},
                                 {"time_stop", 18, 6, 48}};
    for (const auto& row : table) {
        QCOMPARE(set.number(row.name), row.standard);
        const auto found = std::find_if(declared.begin(), declared.end(),
                                        [&](const auto& d) { return d.name == row.name; });
        QVERIFY(found != declared.end());
        QCOMPARE(found->low, row.low);
        QCOMPARE(found->high, row.high);
    }
    QCOMPARE(set.number("max_fill"), 0.5);
    QVERIFY(set.flag("first_visit_only"));
    QCOMPARE(set.choice("entry_level"), std::size_t{2});
    QCOMPARE(set.integer("trend_ema"), 200);
    QCOMPARE(set.integer("no_entry_after_open_min"), 15);
    QCOMPARE(set.integer("no_entry_before_close_min"), 45);
    QCOMPARE(set.integer("flat_before_close_min"), 10);
    const auto strategy = std::move(wick::strategies::catalog().create("fvg-retest", {})).value();
    QCOMPARE(strategy->describe().timeframe, minutes(5));
    QCOMPARE(strategy->describe().higherTimeframe, minutes(15));
    QCOMPARE(strategy->describe().warmUpHigher, std::size_t{904});
}

void FairValueGapRetestTest::saysWhatItWaitsFor()
{
    Resting resting;
    const Status status = resting.player.status();
    QCOMPARE(status.sentence,
             std::string_view{"Waiting for the retest of bullish gap %1–%2, %3 bars left."});
    const MinuteTape tape = departedTape();
    const Zone zone = zoneOf(tape, kQuiet + 10);
    QCOMPARE(status.numbers[0].value, static_cast<double>(zone.bottom) / 100.0);
    QCOMPARE(status.numbers[1].value, static_cast<double>(zone.top) / 100.0);
    QCOMPARE(status.numbers[2].value, 35.0);
    const auto strategy = retest();
    const auto instruments = exampleInstruments();
    const StrategyPlayer fresh{*strategy, instruments[2]};
    QCOMPARE(fresh.status().sentence, std::string_view{"Warming up: %1 of %2 bars."});
}

WICK_TEST(FairValueGapRetestTest)
#include "tst_fairvaluegapretest.moc"
