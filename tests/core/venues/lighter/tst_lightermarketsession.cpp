#include "core/venues/lighter/lightermarketsession.h"
#include "tests/support/exampleinstruments.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace wick::core;
using namespace wick::lighter;

class LighterMarketSessionTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void subscribesToEachMarket();
    void keepsTheBook();
    void ignoresChangesBeforeTheSnapshot();
    void aGapIsRepairedByANewSnapshot();
    void moreThanThreeGapsInAMinuteAreTheEndOfTheConnection();
    void aBookCrossedTooLongIsRepaired();
    void aLostFrameNeverLeavesAWrongBook();
    void historyIsNotTrade();
    void tradesComeOnceAndInOrder();
    void tradesOfAnInterruptionComeLate();
    void tradesThatTheSnapshotDoesNotReachAreReported();
    void liquidationsAreTrades();
    void tellsMarkIndexAndFunding();
    void tellsCandles();
    void aSideThatIsEmptyHasNoBest();
    void isFreshOnlyWhenAllIsWell();
    void staleAfterFifteenQuietSecondsOfAMarket();
    void aSkewedClockIsSeen();
    void finerPricesMeanOldUnits();
    void refusedChannelsAreKept();
    void unreadableFramesEndTheConnection();
    void damagedFramesAreNeverFatal();
};

namespace {

constexpr InstrumentId kEth{0};
constexpr Duration kInstant{1};

struct Row
{
    std::string price;
    std::string size;
};

std::string rows(const std::vector<Row>& all)
{
    std::string text;
    for (const Row& row : all) {
        text += (text.empty() ? "" : ",") + std::string{R"({"price":")"} + row.price
                + R"(","size":")" + row.size + R"("})";
    }
    return '[' + text + ']';
}

std::string trade(std::int64_t id, const char* kind = "trade")
{
    return R"({"trade_id":)" + std::to_string(id) + R"(,"type":")" + kind
           + R"(","market_id":0,"size":"0.5000","price":"2000.50","ask_id":1,"bid_id":2,)"
             R"("ask_client_id":0,"bid_client_id":0,"ask_account_id":3,"bid_account_id":4,)"
             R"("is_maker_ask":true,"timestamp":1777941384181})";
}

/// The session, and a venue's hand that keeps the time and answers pings.
struct Venue
{
    LighterMarketSession session{
        {{wick::test::exampleInstruments()[0], 0}, {wick::test::exampleInstruments()[1], 1}},
        {"1m"},
        RandomSource{7}};
    Timestamp now = fromMilliseconds(1'777'941'384'000);
    Duration serverAhead;
    std::vector<std::string> sent;
    std::vector<MarketEvent> events;
    int aborts = 0;

    void collect()
    {
        for (const StreamEffect& effect : session.takeEffects()) {
            if (const auto* text = std::get_if<SendText>(&effect)) {
                sent.push_back(text->text);
                if (text->text == request::ping()) {
                    session.received(R"({"type":"pong"})", now);
                }
            }
            if (std::holds_alternative<SendPing>(effect)) {
                session.protocolPong(now);
            }
            aborts += std::holds_alternative<AbortStream>(effect) ? 1 : 0;
        }
        for (MarketEvent& event : session.takeEvents()) {
            events.push_back(std::move(event));
        }
    }
    void say(const std::string& text)
    {
        session.received(text, now);
        collect();
    }
    void greet()
    {
        session.opened(now);
        say(R"({"type":"connected"})");
    }
    void connect()
    {
        session.start(now);
        greet();
    }
    void reconnect()
    {
        session.closed(now);
        while (session.state() != StreamKeeper::State::Opening) {
            pass(milliseconds(500));
        }
        greet();
    }
    void pass(Duration time)
    {
        const Timestamp until = now + time;
        for (auto next = session.nextWake(); next && *next <= until; next = session.nextWake()) {
            now = std::max(now, *next);
            session.wake(now);
            collect();
        }
        now = until;
    }
    void book(const char* extent,
              std::int64_t from,
              std::int64_t to,
              const std::string& bids,
              const std::string& asks)
    {
        say(std::string{R"({"type":")"} + extent
            + R"(/order_book","channel":"order_book:0","timestamp":)"
            + std::to_string(toMilliseconds(now + serverAhead))
            + R"(,"order_book":{"code":0,"asks":)" + asks + R"(,"bids":)" + bids + R"(,"nonce":)"
            + std::to_string(to) + R"(,"begin_nonce":)" + std::to_string(from) + "}}");
    }
    void snapshot(std::int64_t nonce)
    {
        book("subscribed", 0, nonce, rows({{"2000.00", "1.0000"}}), rows({{"2001.00", "2.0000"}}));
    }
    void trades(const char* extent, const std::vector<std::int64_t>& ids)
    {
        std::string list;
        for (const std::int64_t id : ids) {
            list += (list.empty() ? "" : ",") + trade(id);
        }
        say(std::string{R"({"type":")"} + extent + R"(/trade","channel":"trade:0","trades":[)"
            + list + "]}");
    }
    template <typename Event>
    [[nodiscard]] std::vector<Event> all() const
    {
        std::vector<Event> found;
        for (const MarketEvent& event : events) {
            if (const auto* one = std::get_if<Event>(&event)) {
                found.push_back(*one);
            }
        }
        return found;
    }
    [[nodiscard]] std::vector<std::int64_t> tradeIds() const
    {
        std::vector<std::int64_t> ids;
        for (const auto& event : all<TradeHappened>()) {
            ids.push_back(event.id);
        }
        return ids;
    }
    [[nodiscard]] auto count(std::string_view text) const
    {
        return std::count_if(sent.begin(), sent.end(), [&](const std::string& one) {
            return one.find(text) != std::string::npos;
        });
    }
    [[nodiscard]] Freshness freshness() const { return session.freshness(kEth, now); }
};

} // namespace

void LighterMarketSessionTest::subscribesToEachMarket()
{
    Venue venue;
    venue.connect();
    QCOMPARE(venue.sent.size(), 10U);
    for (const char* channel :
         {"order_book/0", "ticker/1", "trade/0", "market_stats/1", "candle/0/1m"}) {
        QCOMPARE(venue.count(channel), 1);
    }
}

void LighterMarketSessionTest::keepsTheBook()
{
    Venue venue;
    venue.connect();
    venue.snapshot(100);
    venue.book("update", 100, 103, rows({{"2000.50", "3"}}), rows({{"2001.00", "0.0000"}}));
    const OrderBook& book = venue.session.book(kEth);
    QCOMPARE(book.bestBid().value(), (BookLevel{Price{200'050}, Quantity{30'000}}));
    QVERIFY(!book.bestAsk());
    QCOMPARE(venue.all<BookChanged>().size(), 2U);
    venue.book("update", 100, 103, rows({{"2000.50", "9"}}), "[]"); // once more
    QCOMPARE(book.bestBid().value().quantity, Quantity{30'000});
    QCOMPARE(venue.session.health(kEth, MarketChannel::Book).duplicates, 1U);
    venue.book("update", 102, 104, rows({{"2000.50", "9"}}), "[]"); // overlaps
    QCOMPARE(book.bestBid().value().quantity, Quantity{90'000});
    QCOMPARE(venue.session.health(kEth, MarketChannel::Book).overlaps, 1U);
}

void LighterMarketSessionTest::ignoresChangesBeforeTheSnapshot()
{
    Venue venue;
    venue.connect();
    venue.book("update", 1, 2, rows({{"1.00", "1"}}), "[]");
    QVERIFY(!venue.session.book(kEth).known());
    QVERIFY(venue.events.empty());
    QCOMPARE(venue.session.health(kEth, MarketChannel::Book).gaps, 0U);
}

void LighterMarketSessionTest::aGapIsRepairedByANewSnapshot()
{
    Venue venue;
    venue.connect();
    venue.snapshot(100);
    venue.book("update", 101, 102, rows({{"2000.10", "1"}}), "[]");
    QVERIFY(!venue.session.book(kEth).known());
    QVERIFY(venue.freshness() == Freshness::BookUnknown);
    QCOMPARE(venue.sent.back(), request::unsubscribe("order_book/0"));
    venue.book("update", 102, 103, rows({{"2000.20", "1"}}), "[]"); // still on its way
    venue.say(R"({"type":"unsubscribed","channel":"order_book:0"})");
    QCOMPARE(venue.sent.back(), request::subscribe("order_book/0"));
    venue.snapshot(103);
    QVERIFY(venue.session.book(kEth).known());
    QCOMPARE(venue.session.health(kEth, MarketChannel::Book).gaps, 1U);
    QCOMPARE(venue.session.health(kEth, MarketChannel::Book).repairs, 1U);
}

void LighterMarketSessionTest::moreThanThreeGapsInAMinuteAreTheEndOfTheConnection()
{
    Venue venue;
    venue.connect();
    for (int i = 0; i < 4; ++i) {
        QCOMPARE(venue.aborts, 0);
        venue.say(R"({"type":"unsubscribed","channel":"order_book:0"})");
        venue.snapshot(100);
        venue.book("update", 101, 102, "[]", "[]");
    }
    QCOMPARE(venue.aborts, 1);
    QVERIFY(venue.freshness() == Freshness::NotConnected);
}

void LighterMarketSessionTest::aBookCrossedTooLongIsRepaired()
{
    Venue venue;
    venue.connect();
    venue.snapshot(100);
    venue.book("update", 100, 101, rows({{"2001.00", "1"}}), "[]");
    QVERIFY(venue.freshness() == Freshness::Fresh);
    venue.pass(milliseconds(200));
    QVERIFY(venue.session.book(kEth).known());
    venue.now = venue.now + kInstant;
    QVERIFY(venue.freshness() == Freshness::BookCrossed); // before anybody woke it
    venue.session.wake(venue.now);
    venue.collect();
    QVERIFY(!venue.session.book(kEth).known());
    QCOMPARE(venue.count("unsubscribe"), 1);
}

void LighterMarketSessionTest::aLostFrameNeverLeavesAWrongBook()
{
    const bool held = rc::check("a book that is known is the venue's", [] {
        Venue venue;
        venue.connect();
        std::vector<std::int64_t> truth(5, 0); // lots at 1999.00 to 1999.04
        std::int64_t nonce = 0;
        const auto row = [&](std::size_t price) {
            return Row{"1999.0" + std::to_string(price), std::to_string(truth[price])};
        };
        const auto subscribed = [&] {
            std::vector<Row> bids;
            for (std::size_t price = 0; price < truth.size(); ++price) {
                bids.push_back(row(price));
            }
            venue.book("subscribed", 0, nonce, rows(bids), rows({{"2001.00", "2"}}));
        };
        subscribed();
        const int changes = *rc::gen::inRange(1, 60);
        for (int i = 0; i < changes; ++i) {
            const auto price = *rc::gen::inRange<std::size_t>(0, truth.size());
            truth[price] = *rc::gen::inRange(0, 3);
            const auto tell = [&] {
                venue.book("update", nonce, nonce + 1, rows({row(price)}), "[]");
            };
            switch (*rc::gen::inRange(0, 6)) {
            case 0:
                break; // lost
            case 1:
                venue.say(R"({"type":"update/order_book","channel":"order_)");
                break; // cut
            case 2:
                tell();
                tell();
                break;
            default:
                tell();
                break;
            }
            ++nonce;
            if (venue.session.state() != StreamKeeper::State::Ready) {
                venue.reconnect();
                subscribed();
            } else if (!venue.session.book(kEth).known()) {
                venue.say(R"({"type":"unsubscribed","channel":"order_book:0"})");
                subscribed();
            }
            const OrderBook& book = venue.session.book(kEth);
            RC_ASSERT(book.known());
            if (book.number() != nonce) {
                continue; // it does not say that it is up to date
            }
            std::vector<std::int64_t> seen(truth.size(), 0);
            const Book top = book.top(venue.now);
            for (const BookLevel& level : top.bidLevels()) {
                seen.at(static_cast<std::size_t>(level.price.count() - 199'900)) =
                    level.quantity.count() / 10'000;
            }
            RC_ASSERT(seen == truth);
        }
    });
    QVERIFY(held);
}

void LighterMarketSessionTest::historyIsNotTrade()
{
    Venue venue;
    venue.connect();
    venue.trades("subscribed", {7, 5, 6});
    QVERIFY(venue.events.empty());
    venue.trades("update", {7, 8});
    QCOMPARE(venue.tradeIds(), std::vector<std::int64_t>{8});
}

void LighterMarketSessionTest::tradesComeOnceAndInOrder()
{
    Venue venue;
    venue.connect();
    venue.trades("update", {12, 11});
    venue.trades("update", {12, 13});
    venue.trades("update", {10}); // late, but not seen yet
    QCOMPARE(venue.tradeIds(), (std::vector<std::int64_t>{11, 12, 13, 10}));
    QCOMPARE(venue.session.health(kEth, MarketChannel::Trades).duplicates, 1U);
    const auto first = venue.all<TradeHappened>().front();
    QCOMPARE(first.trade, (Trade{fromMilliseconds(1'777'941'384'181), Price{200'050},
                                 Quantity{5'000}, Side::Buy}));
    QVERIFY(!first.late);
}

void LighterMarketSessionTest::tradesOfAnInterruptionComeLate()
{
    Venue venue;
    venue.connect();
    venue.trades("update", {11, 12});
    venue.reconnect();
    venue.trades("subscribed", {10, 11, 12, 13, 14});
    QCOMPARE(venue.tradeIds(), (std::vector<std::int64_t>{11, 12, 13, 14}));
    QVERIFY(venue.all<TradeHappened>().back().late);
    QVERIFY(venue.all<TradesMissing>().empty());
}

void LighterMarketSessionTest::tradesThatTheSnapshotDoesNotReachAreReported()
{
    Venue venue;
    venue.connect();
    venue.trades("update", {11, 12});
    venue.reconnect();
    venue.trades("subscribed", {20, 21});
    const auto missing = venue.all<TradesMissing>();
    QCOMPARE(missing.size(), 1U);
    QCOMPARE(missing[0].after, 12);
    QCOMPARE(venue.session.health(kEth, MarketChannel::Trades).gaps, 1U);
}

void LighterMarketSessionTest::liquidationsAreTrades()
{
    Venue venue;
    venue.connect();
    venue.say(R"({"type":"update/trade","channel":"trade:0","trades":[)" + trade(12)
              + R"(],"liquidation_trades":[)" + trade(11, "liquidation") + "]}");
    const auto trades = venue.all<TradeHappened>();
    QCOMPARE(trades.size(), 2U);
    QCOMPARE(trades[0].id, 11);
    QVERIFY(trades[0].kind == wire::TradeKind::Liquidation);
}

void LighterMarketSessionTest::tellsMarkIndexAndFunding()
{
    Venue venue;
    venue.connect();
    venue.say(
        R"({"type":"update/market_stats","channel":"market_stats:0","timestamp":1777941384000,)"
        R"("market_stats":{"symbol":"ETH","market_id":0,"index_price":"2064.48",)"
        R"("mark_price":"2064.475","current_funding_rate":"-0.0028"}})");
    const auto figures = venue.all<FiguresChanged>();
    QCOMPARE(figures.size(), 1U);
    QCOMPARE(figures[0].index, Price{206'448});
    QCOMPARE(figures[0].mark, Price{206'448}); // half to even
    QCOMPARE(figures[0].time, fromMilliseconds(1'777'941'384'000));
    QCOMPARE(figures[0].estimatedFundingPercent.value(), (Decimal{-28, 4}));
}

void LighterMarketSessionTest::tellsCandles()
{
    Venue venue;
    venue.connect();
    venue.say(R"({"type":"update/candle","channel":"candle:0:1m","candles":[)"
              R"({"t":1778821440000,"o":2264.2,"h":2264.34,"l":2263.36,"c":2263.89,)"
              R"("v":13.224299999999998,"V":29935.958345999985,"i":19993574218}]})");
    const auto candles = venue.all<CandleChanged>();
    QCOMPARE(candles.size(), 1U);
    QCOMPARE(candles[0].resolution, std::string{"1m"});
    QCOMPARE(candles[0].bar,
             (BarValues{fromMilliseconds(1'778'821'440'000), Price{226'420}, Price{226'434},
                        Price{226'336}, Price{226'389}, Volume{132'243}}));
}

void LighterMarketSessionTest::aSideThatIsEmptyHasNoBest()
{
    Venue venue;
    venue.connect();
    venue.say(R"({"type":"update/ticker","channel":"ticker:0","nonce":1,"ticker":)"
              R"({"a":{"price":"","size":""},"b":{"price":"2000.00","size":"0.0200"}}})");
    const auto tickers = venue.all<TickerChanged>();
    QCOMPARE(tickers.size(), 1U);
    QVERIFY(!tickers[0].ask);
    QCOMPARE(tickers[0].bid.value(), (BookLevel{Price{200'000}, Quantity{200}}));
}

void LighterMarketSessionTest::isFreshOnlyWhenAllIsWell()
{
    Venue venue;
    QVERIFY(venue.freshness() == Freshness::NotConnected);
    venue.connect();
    QVERIFY(venue.freshness() == Freshness::BookUnknown);
    venue.snapshot(100);
    QVERIFY(venue.freshness() == Freshness::Fresh);
    venue.now = venue.now + seconds(5) + kInstant * -1;
    QVERIFY(venue.freshness() == Freshness::Fresh);
    venue.now = venue.now + kInstant;
    QVERIFY(venue.freshness() == Freshness::SocketSilent);
    venue.session.protocolPong(venue.now); // counts as a frame
    QVERIFY(venue.freshness() == Freshness::Fresh);
    venue.session.closed(venue.now);
    QVERIFY(venue.freshness() == Freshness::NotConnected);
    QVERIFY(!venue.session.book(kEth).known());
}

void LighterMarketSessionTest::staleAfterFifteenQuietSecondsOfAMarket()
{
    Venue venue;
    venue.connect();
    venue.snapshot(100);
    venue.now = venue.now + seconds(15) + kInstant * -1;
    venue.trades("update", {1}); // another channel does not help
    QVERIFY(venue.freshness() == Freshness::Fresh);
    venue.now = venue.now + kInstant;
    QVERIFY(venue.freshness() == Freshness::MarketSilent);
}

void LighterMarketSessionTest::aSkewedClockIsSeen()
{
    for (const std::int64_t skew : {-2'001, -2'000, 2'000, 2'001}) {
        Venue venue;
        venue.serverAhead = milliseconds(skew);
        venue.connect();
        venue.snapshot(100);
        QCOMPARE(venue.session.clockOffset().value(), milliseconds(skew));
        const bool tooMuch = skew < -2'000 || skew > 2'000;
        QVERIFY(venue.freshness() == (tooMuch ? Freshness::ClockSkewed : Freshness::Fresh));
    }
}

void LighterMarketSessionTest::finerPricesMeanOldUnits()
{
    Venue venue;
    venue.connect();
    venue.snapshot(100);
    venue.book("update", 100, 101, rows({{"2000.001", "1"}}), "[]");
    QVERIFY(venue.freshness() == Freshness::UnitsChanged);
    QVERIFY(!venue.session.book(kEth).known());
}

void LighterMarketSessionTest::refusedChannelsAreKept()
{
    Venue venue;
    venue.connect();
    venue.say(R"({"error":{"code":30005,"message":"Invalid Channel"}})");
    QCOMPARE(venue.session.refusals().back().code, 30005);
    venue.say(R"({"error":{"code":30003,"message":"Already Subscribed to : order_book:0"}})");
    QCOMPARE(venue.sent.back(), request::unsubscribe("order_book/0"));
}

void LighterMarketSessionTest::unreadableFramesEndTheConnection()
{
    Venue venue;
    venue.connect();
    for (int i = 0; i < 5; ++i) {
        venue.say("<html>");
    }
    QCOMPARE(venue.aborts, 0);
    QVERIFY(venue.session.lastReadError()->kind == ReadError::Kind::NotJson);
    venue.say("<html>");
    QCOMPARE(venue.aborts, 1);
    QCOMPARE(venue.session.unreadableFrames(), 6U);
}

void LighterMarketSessionTest::damagedFramesAreNeverFatal()
{
    const std::string whole =
        R"({"type":"update/order_book","channel":"order_book:0","timestamp":1774884082326,)"
        R"("order_book":{"asks":[{"price":"2064.54","size":"0.3285"}],"bids":[],)"
        R"("nonce":9182390020,"begin_nonce":100}})";
    const bool held = rc::check("any change of a byte is survived", [&] {
        Venue venue;
        venue.connect();
        venue.snapshot(100);
        std::string text = whole;
        text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
        venue.say(text);
        venue.pass(seconds(1));
        const OrderBook& book = venue.session.book(kEth);
        RC_ASSERT(!book.known() || book.number() >= 100);
    });
    QVERIFY(held);
}

WICK_TEST(LighterMarketSessionTest)
#include "tst_lightermarketsession.moc"
