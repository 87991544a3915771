#include "core/venues/lighter/mapper.h"
#include "core/venues/lighter/streamkeeper.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace wick::core;
using namespace wick::lighter;

class StreamKeeperTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void subscribesOnceTheVenueSaidHello();
    void answersPings();
    void pingsOfBothKindsHoweverBusy();
    void twoMissedPongsInARowAreTheEnd_data();
    void twoMissedPongsInARowAreTheEnd();
    void oneMissedPongIsNot();
    void aSilentServerIsGivenUpWhileOpeningAndGreeting();
    void waitsLongerFromTryToTry();
    void aGoodConnectionStartsTheDelaysAnew();
    void aRateLimitWaitsAMinute();
    void asksForAtMostThirtyFiveChannelsAtOnce();
    void asksForAtMostSixtyChannelsAMinute();
    void anUnansweredSubscriptionIsAskedForAgain();
    void renewingLeavesAndAsksAgain();
    void subscribedAlreadyBringsNoSnapshotSoItIsLeftFirst();
    void aRefusedChannelWaitsForTheNextConnection();
    void leavesWhenTheVenueCloses();
    void stoppingAborts();
    void comesBackAfterAnythingThatHappens();
};

namespace {

constexpr Duration kInstant{1};

/// A keeper, with a hand that keeps the time and notes what it asks for.
struct Stream
{
    StreamKeeper keeper{RandomSource{7}};
    Timestamp now = Timestamp{} + days(20'000);
    std::vector<std::string> sent;
    int pings = 0;
    int opens = 0;
    int aborts = 0;
    bool applicationPongs = true;
    bool protocolPongs = true;

    void collect()
    {
        for (const StreamEffect& effect : keeper.takeEffects()) {
            if (const auto* text = std::get_if<SendText>(&effect)) {
                sent.push_back(text->text);
                if (applicationPongs && text->text == request::ping()) {
                    keeper.pongReceived();
                }
            }
            if (std::holds_alternative<SendPing>(effect)) {
                ++pings;
                if (protocolPongs) {
                    keeper.protocolPong(now);
                }
            }
            opens += std::holds_alternative<OpenStream>(effect) ? 1 : 0;
            aborts += std::holds_alternative<AbortStream>(effect) ? 1 : 0;
        }
    }
    void greet()
    {
        keeper.opened(now);
        keeper.connectedReceived(now);
        collect();
    }
    void connect()
    {
        keeper.start(now);
        greet();
    }
    void pass(Duration time)
    {
        const Timestamp until = now + time;
        for (auto next = keeper.nextWake(); next && *next <= until; next = keeper.nextWake()) {
            now = std::max(now, *next);
            keeper.wake(now);
            collect();
        }
        now = until;
    }
    [[nodiscard]] auto count(std::string_view text) const
    {
        return std::count_if(sent.begin(), sent.end(), [&](const std::string& one) {
            return one.find(text) != std::string::npos;
        });
    }
};

} // namespace

void StreamKeeperTest::subscribesOnceTheVenueSaidHello()
{
    Stream stream;
    stream.keeper.want("order_book/0");
    stream.keeper.want("account_all_orders/5", "token");
    stream.keeper.start(stream.now);
    stream.keeper.opened(stream.now);
    stream.collect();
    QCOMPARE(stream.opens, 1);
    QVERIFY(stream.sent.empty());
    stream.keeper.connectedReceived(stream.now);
    stream.collect();
    QVERIFY(stream.keeper.state() == StreamKeeper::State::Ready);
    QCOMPARE(stream.sent, (std::vector<std::string>{
                              request::subscribe("order_book/0"),
                              request::subscribe("account_all_orders/5", "token"),
                          }));
}

void StreamKeeperTest::answersPings()
{
    Stream stream;
    stream.connect();
    stream.keeper.pingReceived();
    stream.collect();
    QCOMPARE(stream.sent, std::vector<std::string>{request::pong()});
}

void StreamKeeperTest::pingsOfBothKindsHoweverBusy()
{
    Stream stream;
    stream.connect();
    for (int second = 0; second < 60; ++second) {
        stream.keeper.frameReceived(stream.now);
        stream.pass(seconds(1));
    }
    QCOMPARE(stream.pings, 6);
    QCOMPARE(stream.count("ping"), 4);
    QCOMPARE(stream.aborts, 0);
}

void StreamKeeperTest::twoMissedPongsInARowAreTheEnd_data()
{
    QTest::addColumn<bool>("application");
    QTest::addColumn<bool>("protocol");
    QTest::addColumn<int>("end");
    QTest::newRow("application") << false << true << 45;
    QTest::newRow("protocol") << true << false << 30;
}

void StreamKeeperTest::twoMissedPongsInARowAreTheEnd()
{
    QFETCH(const bool, application);
    QFETCH(const bool, protocol);
    QFETCH(const int, end);
    Stream stream;
    stream.applicationPongs = application;
    stream.protocolPongs = protocol;
    stream.connect();
    stream.pass(seconds(end) + kInstant * -1);
    QCOMPARE(stream.aborts, 0);
    stream.pass(kInstant);
    QCOMPARE(stream.aborts, 1);
    QVERIFY(stream.keeper.state() == StreamKeeper::State::Waiting);
}

void StreamKeeperTest::oneMissedPongIsNot()
{
    Stream stream;
    stream.applicationPongs = false;
    stream.connect();
    for (int i = 0; i < 10; ++i) {
        stream.pass(seconds(29)); // at most two are under way
        stream.keeper.pongReceived();
    }
    QCOMPARE(stream.aborts, 0);
}

void StreamKeeperTest::aSilentServerIsGivenUpWhileOpeningAndGreeting()
{
    Stream stream;
    stream.keeper.start(stream.now);
    stream.pass(seconds(10) + kInstant * -1);
    QCOMPARE(stream.aborts, 0);
    stream.pass(kInstant);
    QCOMPARE(stream.aborts, 1);
    stream.pass(seconds(1)); // the next attempt
    QCOMPARE(stream.opens, 2);
    stream.keeper.opened(stream.now);
    stream.pass(seconds(10));
    QCOMPARE(stream.aborts, 2);
}

void StreamKeeperTest::waitsLongerFromTryToTry()
{
    Stream stream;
    stream.keeper.start(stream.now);
    for (const std::int64_t most : {500, 1'000, 2'000, 4'000, 8'000, 16'000, 30'000, 30'000}) {
        stream.keeper.openFailed(OpenFailure::Unreachable, stream.now);
        const Duration wait = stream.keeper.nextWake().value() - stream.now;
        QVERIFY(wait <= milliseconds(most));
        QVERIFY(wait >= milliseconds(most / 2));
        stream.pass(wait);
        QVERIFY(stream.keeper.state() == StreamKeeper::State::Opening);
    }
}

void StreamKeeperTest::aGoodConnectionStartsTheDelaysAnew()
{
    Stream stream;
    stream.connect();
    for (int i = 0; i < 3; ++i) { // none of these lasts
        stream.keeper.closed(stream.now);
        stream.pass(stream.keeper.nextWake().value() - stream.now);
        stream.greet();
    }
    stream.pass(seconds(30));
    stream.keeper.closed(stream.now);
    QVERIFY(stream.keeper.nextWake().value() - stream.now <= milliseconds(500));
}

void StreamKeeperTest::aRateLimitWaitsAMinute()
{
    Stream stream;
    stream.keeper.start(stream.now);
    stream.keeper.openFailed(OpenFailure::RateLimited, stream.now);
    QVERIFY(stream.keeper.nextWake().value() - stream.now >= seconds(60));
}

void StreamKeeperTest::asksForAtMostThirtyFiveChannelsAtOnce()
{
    Stream stream;
    for (int market = 0; market < 40; ++market) {
        stream.keeper.want("trade/" + std::to_string(market));
    }
    stream.connect();
    QCOMPARE(stream.sent.size(), 35U);
    stream.keeper.subscribed("trade/0");
    stream.collect();
    QCOMPARE(stream.sent.size(), 36U);
}

void StreamKeeperTest::asksForAtMostSixtyChannelsAMinute()
{
    Stream stream;
    for (int market = 0; market < 100; ++market) {
        stream.keeper.want("trade/" + std::to_string(market));
    }
    stream.connect();
    const auto answerAll = [&] {
        for (int market = 0; market < 60; ++market) {
            stream.keeper.subscribed("trade/" + std::to_string(market));
        }
        stream.collect();
    };
    answerAll();
    answerAll();
    QCOMPARE(stream.count("subscribe"), 60);
    stream.pass(seconds(61));
    QVERIFY(stream.count("subscribe") > 60);
}

void StreamKeeperTest::anUnansweredSubscriptionIsAskedForAgain()
{
    Stream stream;
    stream.keeper.want("trade/0");
    stream.connect();
    stream.pass(seconds(10) + kInstant * -1);
    QCOMPARE(stream.count("trade/0"), 1);
    stream.pass(kInstant);
    QCOMPARE(stream.count("trade/0"), 2);
    stream.keeper.subscribed("trade/0");
    stream.pass(minutes(1));
    QCOMPARE(stream.count("trade/0"), 2);
}

void StreamKeeperTest::renewingLeavesAndAsksAgain()
{
    Stream stream;
    stream.keeper.want("order_book/0");
    stream.connect();
    stream.keeper.renew("order_book/0"); // asked for: the snapshot comes anyway
    stream.collect();
    QCOMPARE(stream.sent.size(), 1U);
    stream.keeper.subscribed("order_book/0");
    stream.keeper.renew("order_book/0");
    stream.keeper.renew("order_book/0");
    stream.collect();
    QCOMPARE(stream.count("unsubscribe"), 1);
    stream.keeper.unsubscribed("order_book/0");
    stream.collect();
    QCOMPARE(stream.sent.back(), request::subscribe("order_book/0"));
}

void StreamKeeperTest::subscribedAlreadyBringsNoSnapshotSoItIsLeftFirst()
{
    Stream stream;
    stream.keeper.want("order_book/0");
    stream.connect();
    stream.keeper.alreadySubscribed("order_book/0");
    stream.keeper.unsubscribed("order_book/0");
    stream.collect();
    QCOMPARE(stream.sent, (std::vector<std::string>{request::subscribe("order_book/0"),
                                                    request::unsubscribe("order_book/0"),
                                                    request::subscribe("order_book/0")}));
}

void StreamKeeperTest::aRefusedChannelWaitsForTheNextConnection()
{
    Stream stream;
    stream.keeper.want("trade/999");
    stream.connect();
    stream.keeper.subscriptionRefused("trade/999");
    stream.pass(minutes(2));
    QCOMPARE(stream.count("trade/999"), 1);
    stream.keeper.closed(stream.now);
    stream.pass(seconds(1));
    stream.greet();
    QCOMPARE(stream.count("trade/999"), 2);
}

void StreamKeeperTest::leavesWhenTheVenueCloses()
{
    Stream stream;
    stream.connect();
    stream.keeper.closingSoon(seconds(5), stream.now);
    stream.pass(seconds(5) + kInstant * -1);
    QCOMPARE(stream.aborts, 0);
    stream.pass(seconds(1));
    QCOMPARE(stream.aborts, 1);
    QCOMPARE(stream.opens, 2);
}

void StreamKeeperTest::stoppingAborts()
{
    Stream stream;
    stream.connect();
    stream.keeper.stop();
    stream.collect();
    QCOMPARE(stream.aborts, 1);
    QVERIFY(!stream.keeper.nextWake());
    stream.keeper.wake(stream.now);
    stream.keeper.closed(stream.now);
    stream.collect();
    QCOMPARE(stream.opens, 1);
}

void StreamKeeperTest::comesBackAfterAnythingThatHappens()
{
    const bool held = rc::check("in calm it is ready again within two minutes", [] {
        Stream stream;
        stream.applicationPongs = false;
        stream.protocolPongs = false;
        stream.keeper.want("order_book/0");
        stream.keeper.start(stream.now);
        const Timestamp begin = stream.now;
        const int steps = *rc::gen::inRange(0, 40);
        for (int i = 0; i < steps; ++i) {
            const Duration wait = milliseconds(*rc::gen::inRange(0, 20'000));
            switch (*rc::gen::inRange(0, 8)) {
            case 0:
                stream.keeper.opened(stream.now);
                break;
            case 1:
                stream.keeper.closed(stream.now);
                break;
            case 2:
                stream.keeper.openFailed(OpenFailure::Unreachable, stream.now);
                break;
            case 3:
                stream.keeper.openFailed(OpenFailure::RateLimited, stream.now);
                break;
            case 4:
                stream.keeper.connectedReceived(stream.now);
                break;
            case 5:
                stream.keeper.reconnect(stream.now);
                break;
            case 6:
                stream.keeper.subscribed("order_book/0");
                break;
            default:
                stream.pass(wait);
                break;
            }
        }
        const Timestamp calm = stream.now;
        while (stream.keeper.state() != StreamKeeper::State::Ready) {
            RC_ASSERT(stream.now - calm <= minutes(2));
            stream.greet();
            stream.pass(milliseconds(500));
        }
        // However it went, the venue is not stormed.
        const auto minutesPassed = (stream.now - begin).count() / minutes(1).count() + 1;
        RC_ASSERT(stream.opens <= 8 * minutesPassed);
    });
    QVERIFY(held);
}

WICK_TEST(StreamKeeperTest)
#include "tst_streamkeeper.moc"
