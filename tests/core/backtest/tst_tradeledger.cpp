#include "core/backtest/tradeledger.h"
#include "tests/support/exampleinstruments.h"
#include "tests/support/testregistry.h"

using namespace wick::core;

namespace {

/// A fill of one ETH at minute `minute` after the epoch's first day.
Fill fillAt(std::int64_t minute, Side side, std::int64_t cents)
{
    Fill fill;
    fill.order = OrderId{1};
    fill.side = side;
    fill.quantity = Quantity{10'000};
    fill.price = Price{cents};
    fill.decisionPrice = Price{cents};
    fill.time = Timestamp{} + days(1) + minutes(minute);
    return fill;
}

Timestamp at(std::int64_t minute)
{
    return Timestamp{} + days(1) + minutes(minute);
}

constexpr EngineId kEngine{0};
const FillEffect kOpened{Money{}, 0, 10'000, usdc(2'000)};

std::int64_t heldAfter(TradeLedger& ledger, const std::vector<std::int64_t>& minutesSeen)
{
    for (const std::int64_t minute : minutesSeen) {
        ledger.countBars(kEngine, at(minute), minutes(5));
    }
    return ledger.openTrade(kEngine)->barsHeld;
}

} // namespace

class TradeLedgerTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void countsEachBarOfTheTimeframeOnce();
    void aHoleAtTheEndOfABarStillCloses();
    void aLongHoleCountsOnce();
    void eachTradeCountsFromItsOwnEntry();
    void anAmbiguousFillKeepsTheOtherReading();
};

void TradeLedgerTest::countsEachBarOfTheTimeframeOnce()
{
    const auto instruments = wick::test::exampleInstruments();
    TradeLedger ledger{instruments, 1};
    ledger.onFill(fillAt(2, Side::Buy, 200'000), kOpened, {}, {});
    QCOMPARE(heldAfter(ledger, {3, 4}), std::int64_t{0});
    QCOMPARE(heldAfter(ledger, {5, 6, 7, 8, 9}), std::int64_t{1});
    QCOMPARE(heldAfter(ledger, {10}), std::int64_t{2});
}

void TradeLedgerTest::aHoleAtTheEndOfABarStillCloses()
{
    const auto instruments = wick::test::exampleInstruments();
    TradeLedger ledger{instruments, 1};
    ledger.onFill(fillAt(0, Side::Buy, 200'000), kOpened, {}, {});
    QCOMPARE(heldAfter(ledger, {1, 2, 3, 4, 6}), std::int64_t{1}); // minute 5 is missing
    QCOMPARE(heldAfter(ledger, {7, 10}), std::int64_t{2});
}

void TradeLedgerTest::aLongHoleCountsOnce()
{
    const auto instruments = wick::test::exampleInstruments();
    TradeLedger ledger{instruments, 1};
    ledger.onFill(fillAt(0, Side::Buy, 200'000), kOpened, {}, {});
    QCOMPARE(heldAfter(ledger, {1, 602}), std::int64_t{1});
}

void TradeLedgerTest::eachTradeCountsFromItsOwnEntry()
{
    const auto instruments = wick::test::exampleInstruments();
    TradeLedger ledger{instruments, 1};
    ledger.onFill(fillAt(0, Side::Buy, 200'000), kOpened, {}, {});
    QCOMPARE(heldAfter(ledger, {5, 10}), std::int64_t{2});
    const FillEffect closed{usdc(0), 10'000, 0, {}};
    const TradeRow* trade = ledger.onFill(fillAt(10, Side::Sell, 200'000), closed, {}, {});
    QVERIFY(trade != nullptr);
    QCOMPARE(trade->barsHeld, std::int64_t{2});
    ledger.onFill(fillAt(10, Side::Sell, 200'000), kOpened, {}, {});
    QCOMPARE(heldAfter(ledger, {11}), std::int64_t{0});
    QCOMPARE(heldAfter(ledger, {15}), std::int64_t{1});
}

void TradeLedgerTest::anAmbiguousFillKeepsTheOtherReading()
{
    const auto instruments = wick::test::exampleInstruments();
    TradeLedger ledger{instruments, 1};
    ledger.onFill(fillAt(0, Side::Buy, 200'000), kOpened, {}, {});
    Fill stop = fillAt(1, Side::Sell, 199'000);
    stop.ambiguous = true;
    stop.otherPrice = Price{202'000};
    const TradeRow* trade = ledger.onFill(stop, {usdc(-10), 10'000, 0, {}}, {}, {});
    QVERIFY(trade != nullptr && trade->ambiguous);
    QCOMPARE(trade->pricePnl, usdc(-10));
    QCOMPARE(trade->otherPricePnl, usdc(20));
}

WICK_TEST(TradeLedgerTest)
#include "tst_tradeledger.moc"
