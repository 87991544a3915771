#include "core/backtest/practicemarket.h"
#include "tests/support/exampleinstruments.h"
#include "tests/support/testregistry.h"

#include <algorithm>
#include <cmath>

using namespace wick::core;
using wick::test::exampleInstruments;

namespace {

std::vector<PracticeMarketParameters> allParameters()
{
    return {practiceEth(), practiceBtc(), practiceXau()};
}

PracticeMarket marketOf(std::uint64_t seed, Timestamp start = kPracticeStart)
{
    return PracticeMarket{allParameters(), exampleInstruments(), seed, start};
}

/// FNV-1a over everything a step says.
class Digest
{
public:
    void add(const MarketStep& step) noexcept
    {
        add(step.time.count());
        for (const MarketSlice& slice : step.slices) {
            add(slice.instrument.count());
            for (const Trade& trade : slice.trades) {
                add(trade.time.count());
                add(trade.price.count());
                add(trade.quantity.count());
                add(static_cast<std::int64_t>(trade.aggressor));
            }
            for (const BookLevel& level : slice.book->bidLevels()) {
                add(level.price.count());
                add(level.quantity.count());
            }
            for (const BookLevel& level : slice.book->askLevels()) {
                add(level.price.count());
                add(level.quantity.count());
            }
        }
    }
    void add(std::int64_t value) noexcept
    {
        m_value = (m_value ^ static_cast<std::uint64_t>(value)) * 0x100000001B3U;
    }
    [[nodiscard]] std::uint64_t value() const noexcept { return m_value; }

private:
    std::uint64_t m_value = 0xCBF29CE484222325U;
};

std::uint64_t digestOf(PracticeMarket& market, int steps)
{
    Digest digest;
    for (int i = 0; i < steps; ++i) {
        market.next();
        digest.add(market.step());
    }
    return digest.value();
}

bool ordered(std::span<const BookLevel> levels, std::int64_t direction)
{
    for (std::size_t i = 1; i < levels.size(); ++i) {
        if ((levels[i].price.count() - levels[i - 1].price.count()) * direction <= 0) {
            return false;
        }
    }
    return std::all_of(levels.begin(), levels.end(), [](const BookLevel& level) {
        return level.quantity.count() > 0 && level.price.count() > 0;
    });
}

bool within(Price price, Price a, Price b)
{
    return price >= std::min(a, b) && price <= std::max(a, b);
}

} // namespace

class PracticeMarketTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sameSeedGivesTheSameSteps();
    void anotherSeedGivesAnotherMarket();
    void readingInPiecesChangesNothing();
    void stepsAreSecondsInOrder();
    void booksAreOrderedAndNotCrossed();
    void tradesHappenAtTheQuotesOfTheirSecond();
    void tradesAreOneToFiveInOrderOfTime();
    void depthWithinTenBasisPointsCarriesRealOrders();
    void pricesAreMultiplesOfTheTick();
    void goldIsSilentWhileNewYorkSleeps();
    void historyIsFourteenDaysUpToTheStart();
    void historyBarsAreSound();
    void liveGoesOnWhereHistoryEnds();
    void generatedBarsDoNotDependOnTheirNumber();
    void parametersAreKnownByBase();
};

void PracticeMarketTest::sameSeedGivesTheSameSteps()
{
    PracticeMarket a = marketOf(7);
    PracticeMarket b = marketOf(7);
    QVERIFY(a.history() == b.history());
    QCOMPARE(digestOf(a, 3'600), digestOf(b, 3'600));
}

void PracticeMarketTest::anotherSeedGivesAnotherMarket()
{
    PracticeMarket a = marketOf(7);
    PracticeMarket b = marketOf(8);
    QVERIFY(a.history() != b.history());
    QVERIFY(digestOf(a, 60) != digestOf(b, 60));
}

void PracticeMarketTest::readingInPiecesChangesNothing()
{
    PracticeMarket whole = marketOf(7);
    PracticeMarket pieces = marketOf(7);
    Digest digest;
    for (int i = 0; i < 1'000; ++i) {
        pieces.next();
        digest.add(pieces.step());
        QVERIFY(pieces.step().time == pieces.time());
        QCOMPARE(pieces.history()[0].size(), std::size_t{14 * 1'440});
    }
    QCOMPARE(digestOf(whole, 1'000), digest.value());
}

void PracticeMarketTest::stepsAreSecondsInOrder()
{
    PracticeMarket market = marketOf(kPracticeSeed);
    QVERIFY(market.time() == kPracticeStart);
    for (int i = 1; i <= 120; ++i) {
        QVERIFY(market.next());
        QVERIFY(market.step().time == kPracticeStart + seconds(i));
        QCOMPARE(market.step().slices.size(), std::size_t{3});
        for (std::size_t k = 0; k < 3; ++k) {
            QCOMPARE(std::size_t{market.step().slices[k].instrument.count()}, k);
        }
    }
}

void PracticeMarketTest::booksAreOrderedAndNotCrossed()
{
    PracticeMarket market = marketOf(kPracticeSeed);
    for (int i = 0; i < 7'200; ++i) {
        market.next();
        for (const MarketSlice& slice : market.step().slices) {
            QVERIFY(slice.book->time == market.step().time);
            QCOMPARE(slice.book->bidLevels().size(), std::size_t{10});
            QCOMPARE(slice.book->askLevels().size(), std::size_t{10});
            QVERIFY(ordered(slice.book->bidLevels(), -1));
            QVERIFY(ordered(slice.book->askLevels(), 1));
            QVERIFY(slice.book->bids[0].price < slice.book->asks[0].price);
            QVERIFY(
                within(slice.mark.value(), slice.book->bids[0].price, slice.book->asks[0].price));
        }
    }
}

void PracticeMarketTest::tradesHappenAtTheQuotesOfTheirSecond()
{
    PracticeMarket market = marketOf(kPracticeSeed);
    std::array<Book, 3> before{};
    for (int i = 0; i < 7'200; ++i) {
        market.next();
        for (const MarketSlice& slice : market.step().slices) {
            Book& last = before[slice.instrument.count()];
            for (const Trade& trade : slice.trades) {
                const bool buys = trade.aggressor == Side::Buy;
                QVERIFY(buys || trade.aggressor == Side::Sell);
                const Book& book = *slice.book;
                QVERIFY(i == 0
                        || (buys ? within(trade.price, last.asks[0].price, book.asks[0].price)
                                 : within(trade.price, last.bids[0].price, book.bids[0].price)));
            }
            last = *slice.book;
        }
    }
}

void PracticeMarketTest::tradesAreOneToFiveInOrderOfTime()
{
    PracticeMarket market = marketOf(kPracticeSeed);
    for (int i = 0; i < 7'200; ++i) {
        const Timestamp begin = market.time();
        market.next();
        for (const MarketSlice& slice : market.step().slices) {
            QVERIFY(!slice.trades.empty() && slice.trades.size() <= 5);
            QVERIFY(slice.trades.front().time >= begin);
            QVERIFY(slice.trades.back().time < market.time());
            QVERIFY(std::is_sorted(slice.trades.begin(), slice.trades.end(),
                                   [](const Trade& a, const Trade& b) { return a.time < b.time; }));
            QVERIFY(slice.price == slice.trades.back().price);
        }
    }
}

void PracticeMarketTest::depthWithinTenBasisPointsCarriesRealOrders()
{
    const std::vector<Instrument> instruments = exampleInstruments();
    PracticeMarket market = marketOf(kPracticeSeed);
    std::array<double, 3> depth{};
    constexpr int kSteps = 3'600;
    for (int i = 0; i < kSteps; ++i) {
        market.next();
        for (const MarketSlice& slice : market.step().slices) {
            const Instrument& instrument = instruments[slice.instrument.count()];
            const double limit = toDouble(slice.mark.value(), instrument) * (1.0 - 10e-4);
            for (const BookLevel& level : slice.book->bidLevels()) {
                const double price = toDouble(level.price, instrument);
                depth[slice.instrument.count()] +=
                    price >= limit ? price * toDouble(level.quantity, instrument) / kSteps : 0.0;
            }
        }
    }
    QVERIFY2(depth[0] > 300e3 && depth[0] < 3e6, qPrintable(QString::number(depth[0])));
    QVERIFY2(depth[1] > 500e3 && depth[1] < 5e6, qPrintable(QString::number(depth[1])));
    QVERIFY2(depth[2] > 150e3 && depth[2] < 2e6, qPrintable(QString::number(depth[2])));
}

void PracticeMarketTest::pricesAreMultiplesOfTheTick()
{
    std::vector<Instrument> instruments = exampleInstruments();
    Instrument::Fields coarse = instruments[0].fields();
    coarse.priceDecimals = 4; // a run whose series is finer than the venue
    coarse.tick = PriceDelta{500};
    instruments[0] = Instrument::create(coarse).value();
    PracticeMarket market{allParameters(), instruments, 3};
    for (int i = 0; i < 600; ++i) {
        market.next();
        const MarketSlice& slice = market.step().slices[0];
        for (const Trade& trade : slice.trades) {
            QCOMPARE(trade.price.count() % 500, 0);
        }
        for (const BookLevel& level : slice.book->askLevels()) {
            QCOMPARE(level.price.count() % 500, 0);
        }
    }
    for (const ClosedBar& bar : market.history()[0]) {
        QVERIFY(bar.open.count() % 500 == 0 && bar.high.count() % 500 == 0);
        QVERIFY(bar.low.count() % 500 == 0 && bar.close.count() % 500 == 0);
    }
}

void PracticeMarketTest::goldIsSilentWhileNewYorkSleeps()
{
    // In January 17:00 New York is 22:00 UTC.
    PracticeMarket market = marketOf(kPracticeSeed, kPracticeStart + hours(21) + minutes(59));
    const auto tellsOfGold = [&market] {
        const auto& slices = market.step().slices;
        return std::any_of(slices.begin(), slices.end(), [](const MarketSlice& slice) {
            return slice.instrument == InstrumentId{2};
        });
    };
    for (int i = 0; i < 60; ++i) {
        market.next();
        QVERIFY(tellsOfGold());
    }
    for (int i = 0; i < 3'600; ++i) {
        market.next();
        QVERIFY(!tellsOfGold());
        QCOMPARE(market.step().slices.size(), std::size_t{2});
    }
    market.next();
    QVERIFY(tellsOfGold());
    for (const ClosedBar& bar : market.history()[2]) {
        const std::int64_t sinceThursday = bar.start.count() / hours(1).count() % 168;
        const std::int64_t hour = sinceThursday % 24;
        const std::int64_t day = sinceThursday / 24; // 0 Thursday, 2 Saturday, 3 Sunday
        QVERIFY(hour != 22 && day != 2);
        QVERIFY(day != 3 || hour == 23);
        QVERIFY(day != 1 || hour < 22);
    }
}

void PracticeMarketTest::historyIsFourteenDaysUpToTheStart()
{
    const PracticeMarket market = marketOf(kPracticeSeed);
    QCOMPARE(market.history().size(), std::size_t{3});
    for (const std::size_t crypto : {0U, 1U}) {
        const std::vector<ClosedBar>& bars = market.history()[crypto];
        QCOMPARE(bars.size(), std::size_t{14 * 1'440});
        for (std::size_t i = 0; i < bars.size(); ++i) {
            QVERIFY(bars[i].start
                    == kPracticeStart - days(14) + minutes(static_cast<std::int64_t>(i)));
        }
    }
    QCOMPARE(market.history()[2].size(), std::size_t{10 * 23 * 60}); // 920 quarters of an hour
    QVERIFY(market.history()[2].back().start == kPracticeStart - minutes(1));
}

void PracticeMarketTest::historyBarsAreSound()
{
    const PracticeMarket market = marketOf(kPracticeSeed);
    for (const auto& bars : market.history()) {
        for (const ClosedBar& bar : bars) {
            QVERIFY(bar.low <= std::min(bar.open, bar.close));
            QVERIFY(bar.high >= std::max(bar.open, bar.close));
            QVERIFY(bar.low.count() > 0 && bar.volume.count() > 0);
            QVERIFY(bar.origin == BarOrigin::Traded);
        }
    }
}

void PracticeMarketTest::liveGoesOnWhereHistoryEnds()
{
    const std::vector<Instrument> instruments = exampleInstruments();
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        PracticeMarket market = marketOf(seed);
        market.next();
        for (std::size_t i = 0; i < 3; ++i) {
            const double last = toDouble(market.history()[i].back().close, instruments[i]);
            const double first =
                toDouble(market.step().slices[i].trades.front().price, instruments[i]);
            QVERIFY(std::fabs(first / last - 1.0) < 15e-4);
        }
    }
}

void PracticeMarketTest::generatedBarsDoNotDependOnTheirNumber()
{
    const auto few = generateBars(allParameters(), exampleInstruments(), 5, 500);
    const auto many = generateBars(allParameters(), exampleInstruments(), 5, 2'000);
    for (std::size_t i = 0; i < 3; ++i) {
        QCOMPARE(few[i].size(), std::size_t{500});
        QCOMPARE(many[i].size(), std::size_t{2'000});
    }
    // All three go on until the last has enough, so only the common beginning is compared.
    for (std::size_t i = 0; i < 3; ++i) {
        QVERIFY(std::equal(few[i].begin(), few[i].end(), many[i].begin()));
    }
}

void PracticeMarketTest::parametersAreKnownByBase()
{
    for (const Instrument& instrument : exampleInstruments()) {
        QVERIFY(practiceParametersOf(instrument.base()).has_value());
    }
    QVERIFY(!practiceParametersOf("DOGE").has_value());
}

WICK_TEST(PracticeMarketTest)
#include "tst_practicemarket.moc"
