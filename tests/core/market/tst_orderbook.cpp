#include "core/market/orderbook.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <rapidcheck.h>

#include <map>
#include <vector>

using namespace wick::core;

class OrderBookTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isUnknownUntilASnapshot();
    void changesReplaceLevelsAndZeroRemovesThem();
    void changesMustJoin_data();
    void changesMustJoin();
    void aGapForgetsTheBook();
    void knowsSinceWhenItIsCrossed();
    void showsTheBestTenOfEachSide();
    void isTheSameAsAMap();
};

namespace {

constexpr Timestamp kNow{1'000};

BookLevel level(std::int64_t price, std::int64_t quantity)
{
    return {Price{price}, Quantity{quantity}};
}

OrderBook bookOf(const std::vector<BookLevel>& bids, const std::vector<BookLevel>& asks)
{
    OrderBook book;
    book.applySnapshot(100, bids, asks, kNow);
    return book;
}

} // namespace

void OrderBookTest::isUnknownUntilASnapshot()
{
    OrderBook book;
    QVERIFY(!book.known());
    const std::vector bids{level(10, 1)};
    QVERIFY(book.applyUpdate(0, 1, bids, {}, kNow) == BookOutcome::Unknown);
    QVERIFY(!book.bestBid());
    book.applySnapshot(0, {}, {}, kNow); // an empty market is known
    QVERIFY(book.known());
    QVERIFY(!book.bestBid() && !book.bestAsk());
}

void OrderBookTest::changesReplaceLevelsAndZeroRemovesThem()
{
    OrderBook book = bookOf({level(10, 1), level(9, 2)}, {level(12, 3), level(11, 4)});
    QCOMPARE(book.bestBid().value(), level(10, 1));
    QCOMPARE(book.bestAsk().value(), level(11, 4));
    const std::vector bids{level(10, 7), level(8, 5)};
    const std::vector asks{level(11, 0), level(99, 0)}; // the second one never was there
    QVERIFY(book.applyUpdate(100, 101, bids, asks, kNow) == BookOutcome::Applied);
    QCOMPARE(book.bestBid().value(), level(10, 7));
    QCOMPARE(book.bestAsk().value(), level(12, 3));
    QCOMPARE(book.bidCount(), 3U);
    QCOMPARE(book.askCount(), 1U);
    QCOMPARE(book.number(), 101);
}

void OrderBookTest::changesMustJoin_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<BookOutcome>("outcome");
    QTest::newRow("joins") << 100 << 105 << BookOutcome::Applied;
    QTest::newRow("one missing") << 101 << 105 << BookOutcome::Gap;
    QTest::newRow("overlaps") << 99 << 101 << BookOutcome::Overlapped;
    QTest::newRow("ends where the book is") << 90 << 100 << BookOutcome::Old;
    QTest::newRow("before the book") << 80 << 90 << BookOutcome::Old;
    QTest::newRow("nothing between") << 100 << 100 << BookOutcome::Old;
}

void OrderBookTest::changesMustJoin()
{
    QFETCH(const int, from);
    QFETCH(const int, to);
    QFETCH(const BookOutcome, outcome);
    OrderBook book = bookOf({level(10, 1)}, {level(12, 3)});
    const std::vector bids{level(10, 7)};
    QVERIFY(book.applyUpdate(from, to, bids, {}, kNow) == outcome);
    const bool changed = outcome == BookOutcome::Applied || outcome == BookOutcome::Overlapped;
    if (outcome != BookOutcome::Gap) {
        QCOMPARE(book.bestBid().value(), level(10, changed ? 7 : 1));
        QCOMPARE(book.number(), changed ? to : 100);
    }
}

void OrderBookTest::aGapForgetsTheBook()
{
    OrderBook book = bookOf({level(10, 1)}, {level(12, 3)});
    QVERIFY(book.applyUpdate(101, 102, {}, {}, kNow) == BookOutcome::Gap);
    QVERIFY(!book.known());
    QVERIFY(!book.bestBid() && !book.bestAsk());
    QVERIFY(book.applyUpdate(102, 103, {}, {}, kNow) == BookOutcome::Unknown);
}

void OrderBookTest::knowsSinceWhenItIsCrossed()
{
    OrderBook book = bookOf({level(10, 1)}, {level(12, 3)});
    QVERIFY(!book.crossedSince());
    const std::vector up{level(12, 1)};
    book.applyUpdate(100, 101, up, {}, Timestamp{2'000}); // equal is crossed
    book.applyUpdate(101, 102, {}, {}, Timestamp{3'000});
    QCOMPARE(book.crossedSince().value().count(), 2'000);
    const std::vector down{level(12, 0)};
    book.applyUpdate(102, 103, down, {}, Timestamp{4'000});
    QVERIFY(!book.crossedSince());
}

void OrderBookTest::showsTheBestTenOfEachSide()
{
    std::vector<BookLevel> bids;
    for (int price = 1; price <= 12; ++price) {
        bids.push_back(level(price, price));
    }
    const Book top = bookOf(bids, {level(13, 1)}).top(kNow);
    QCOMPARE(top.time, kNow);
    QCOMPARE(top.bidLevels().size(), 10U);
    QCOMPARE(top.bidLevels()[0], level(12, 12));
    QCOMPARE(top.bidLevels()[9], level(3, 3));
    QCOMPARE(top.askLevels().size(), 1U);
}

void OrderBookTest::isTheSameAsAMap()
{
    const bool held = rc::check("any snapshot and changes give what a map gives", [] {
        const auto levels = rc::gen::container<std::vector<BookLevel>>(
            rc::gen::map(rc::gen::pair(rc::gen::inRange(1, 30), rc::gen::inRange(0, 4)),
                         [](std::pair<int, int> one) { return level(one.first, one.second); }));
        std::map<std::int64_t, std::int64_t> reference;
        const auto note = [&](const std::vector<BookLevel>& changes) {
            for (const BookLevel& change : changes) {
                reference[change.price.count()] = change.quantity.count();
            }
            std::erase_if(reference, [](const auto& entry) { return entry.second == 0; });
        };
        const auto snapshot = *levels;
        OrderBook bids;
        OrderBook asks;
        bids.applySnapshot(0, snapshot, {}, kNow);
        asks.applySnapshot(0, {}, snapshot, kNow);
        note(snapshot);
        for (int i = 0; i < 5; ++i) {
            const auto changes = *levels;
            bids.applyUpdate(i, i + 1, changes, {}, kNow);
            asks.applyUpdate(i, i + 1, {}, changes, kNow);
            note(changes);
        }
        RC_ASSERT(bids.bidCount() == reference.size());
        RC_ASSERT(asks.askCount() == reference.size());
        const Book best = bids.top(kNow);
        const Book worst = asks.top(kNow);
        auto highest = reference.rbegin();
        for (const BookLevel& one : best.bidLevels()) {
            RC_ASSERT(one == level(highest->first, highest->second));
            ++highest;
        }
        auto lowest = reference.begin();
        for (const BookLevel& one : worst.askLevels()) {
            RC_ASSERT(one == level(lowest->first, lowest->second));
            ++lowest;
        }
    });
    QVERIFY(held);
}

WICK_TEST(OrderBookTest)
#include "tst_orderbook.moc"
