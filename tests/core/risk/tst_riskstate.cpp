#include "core/risk/riskstate.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

#include <array>

using namespace wick::core;

namespace {

RiskState state()
{
    RiskState one;
    one.at = Timestamp{} + days(3) + hours(10);
    one.equity = usdc(9'800);
    one.day = Timestamp{} + days(3);
    one.dayStart = usdc(10'000);
    one.dayTransfers = usdc(-5);
    one.highWaterMark = usdc(10'500);
    one.truePeak = usdc(11'000);
    one.startEquity = usdc(10'000);
    one.riskFactor = 500'000;
    one.drawdownAtRelease = 120'000;
    one.equities = {usdc(10'100), usdc(10'000), usdc(9'900)};
    one.engines.resize(2);
    one.engines[0].key = "momentum ETH-PERP";
    one.engines[0].dayResult = usdc(-200);
    one.engines[0].fall = usdc(300);
    one.engines[0].trueFall = usdc(400);
    one.engines[0].stage = Stage::Small;
    one.engines[0].control = EngineControl::Stopped;
    one.engines[0].lossStreak = 2;
    one.engines[0].trades = {one.at - minutes(10)};
    one.engines[0].since = {usdc(1), usdc(2), usdc(3)};
    one.engines[1].key = "fvg-retest XAU-PERP";
    one.engines[1].rejects = {one.at - seconds(10)};
    one.halts = {{HaltKind::Daily, std::nullopt, one.at - minutes(5), {}, usdc(200), usdc(200)},
                 {HaltKind::LossStreak, 1, one.at - minutes(5), one.at + minutes(55), {}, {}}};
    one.markets = {{"ETH-PERP", {2'000'000, 1, one.at - minutes(3)}, {-1'000'000, 2'100'000}, true}};
    one.entriesLocked = true;
    one.events = {{"ETH-PERP", one.at, one.at + minutes(30)},
                  {"", one.at + hours(1), one.at + hours(2)}};
    return one;
}

} // namespace

class RiskStateTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void comesBackAsItWas();
    void anyChangedByteIsSeen();
    void anyMissingEndIsSeen();
    void aLaterVersionIsNamed();
    void enginesArePutInOrder();
    void anEarlierMarketTimeIsAsIfNoneHadPassed();
    void aDaysHaltStaysTheDays();
};

void RiskStateTest::comesBackAsItWas()
{
    const auto back = decodeRiskState(encode(state()));
    QVERIFY(back.has_value());
    QVERIFY(*back == state());
    QVERIFY(*decodeRiskState(encode(RiskState{})) == RiskState{});
}

void RiskStateTest::anyChangedByteIsSeen()
{
    const std::string text = encode(state());
    const bool held = rc::check("a damaged state is never taken", [&text] {
        std::string damaged = text;
        const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
        const auto with = *rc::gen::arbitrary<char>();
        RC_PRE(with != text[at]);
        damaged[at] = with;
        RC_ASSERT(!decodeRiskState(damaged));
    });
    QVERIFY(held);
}

void RiskStateTest::anyMissingEndIsSeen()
{
    const std::string text = encode(state());
    for (std::size_t size = 0; size < text.size(); ++size) {
        QVERIFY(!decodeRiskState(text.substr(0, size)));
    }
    QVERIFY(!decodeRiskState(text + "x"));
}

void RiskStateTest::aLaterVersionIsNamed()
{
    std::string text = encode(state());
    text.replace(text.find(" 1\n"), 3, " 2\n");
    QVERIFY(decodeRiskState(text).error() == RiskStateError::UnknownVersion);
    QVERIFY(!describe(RiskStateError::UnknownVersion).empty());
}

void RiskStateTest::enginesArePutInOrder()
{
    const std::array<std::string, 2> keys{"new BTC-PERP", "fvg-retest XAU-PERP"};
    const RiskState moved = arranged(state(), keys);
    QCOMPARE(moved.engines.size(), std::size_t{3});
    QCOMPARE(moved.engines[0].key, keys[0]);
    QCOMPARE(moved.engines[0].since.size(), moved.equities.size());
    QVERIFY(moved.engines[1] == state().engines[1]);
    QVERIFY2(moved.engines[2] == state().engines[0], "who is not asked for is not forgotten");
    QVERIFY(moved.halts[1].engine == std::optional<std::size_t>{1});
    QVERIFY(!moved.halts[0].engine);
    // Two engines of the same kind are two.
    RiskState twins = state();
    twins.engines[1].key = twins.engines[0].key;
    const std::array<std::string, 2> same{twins.engines[0].key, twins.engines[0].key};
    QVERIFY(arranged(twins, same) == twins);
}

void RiskStateTest::anEarlierMarketTimeIsAsIfNoneHadPassed()
{
    const Timestamp start = Timestamp{} + hours(9);
    const RiskState moved = movedTo(state(), start);
    QVERIFY(moved.at == start);
    QVERIFY(moved.day == Timestamp{});
    QVERIFY(moved.halts[1].until == start + minutes(55));
    QVERIFY(moved.engines[0].trades[0] == start - minutes(10));
    QVERIFY(moved.engines[1].rejects[0] == start - seconds(10));
    QVERIFY(moved.markets[0].leverage.at == start - minutes(3));
    QVERIFY(moved.events[0].until == start + minutes(30));
    QCOMPARE(moved.equity, state().equity);
}

void RiskStateTest::aDaysHaltStaysTheDays()
{
    // Five minutes ago would be yesterday, and the halt would be released at once.
    const RiskState moved = movedTo(state(), Timestamp{} + minutes(2));
    QVERIFY(moved.halts[0].since >= moved.day);
}

WICK_TEST(RiskStateTest)
#include "tst_riskstate.moc"
