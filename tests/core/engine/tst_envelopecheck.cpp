#include "core/engine/envelopecheck.h"
#include "tests/support/coredriver.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <algorithm>

using namespace wick::core;
using namespace wick::test;

namespace {

/// A session that is looked at after every input.
class Watched
{
public:
    explicit Watched(RiskLimits limits = {})
        : driver(std::move(limits))
    {
        driver.hub.all.push_back(&check);
    }

    void play(double open, double high, double low, double close, const Decision& decision = {})
    {
        driver.play(open, high, low, close, [&](const MarketStep&) { driver.answer(decision); });
        check.look(*driver.core);
    }
    void command(const Command& command)
    {
        driver.core->onCommand(command);
        check.look(*driver.core);
    }
    [[nodiscard]] std::vector<EnvelopeRule> broken() const
    {
        std::vector<EnvelopeRule> rules;
        for (const EnvelopeViolation& violation : check.report().violations) {
            rules.push_back(violation.rule);
        }
        return rules;
    }
    /// As if an entry had left under looser limits than those the check sees.
    void pretendSent(Quantity quantity, double reference, double stop)
    {
        Signal signal;
        signal.side = Side::Buy;
        signal.stop = usd(stop);
        check.onSignal({driver.core->now(),
                        EngineId{0},
                        InstrumentId{0},
                        signal,
                        quantity,
                        usd(reference),
                        nullptr,
                        OrderId{99},
                        {}});
    }

    CoreDriver driver;
    EnvelopeCheck check;
};

RiskLimits loose()
{
    RiskLimits limits = RiskLimits::open();
    limits.riskPerTrade = 10'000;
    return limits;
}

} // namespace

/// The checker that asks no rule.
class EnvelopeCheckTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aSessionWithinItsLimitsHasNoViolation();
    void anEntryThatRisksMoreThanItMayIsFound();
    void capsAreJudgedWhenExposureGrows_data();
    void capsAreJudgedWhenExposureGrows();
    void aTighterLimitLaterIsNoViolationOfWhatIsHeld();
    void anEntryWhileLockedIsFound();
    void moreThanWasSentIsFound();
    void aKillThatClosesInTimeIsNoViolation();
    void aStretchIsListedOnce();
    void theWorstDayIsComparedWithItsCap();
};

void EnvelopeCheckTest::aSessionWithinItsLimitsHasNoViolation()
{
    Watched watched;
    watched.play(2'000, 2'000, 2'000, 2'000);
    watched.play(2'000, 2'001, 1'999, 2'000, watched.driver.enter(Side::Buy, 1'990, 2'030));
    watched.play(2'000, 2'004, 1'999, 2'003);
    watched.play(2'003, 2'004, 1'980, 1'985);
    watched.play(1'985, 1'985, 1'985, 1'985);
    QCOMPARE(watched.broken(), std::vector<EnvelopeRule>{});
    QCOMPARE(watched.check.report().positions, std::uint64_t{1});
    QVERIFY(watched.check.report().moments >= 1);
    QCOMPARE(watched.check.report().naked, Duration{});
}

void EnvelopeCheckTest::anEntryThatRisksMoreThanItMayIsFound()
{
    // 1 % of 10,000 is 100: 10 units away, 10 ETH is at the limit, one lot more is beyond.
    for (const std::int64_t lots : {100'000, 100'001}) {
        Watched watched{loose()};
        watched.play(2'000, 2'000, 2'000, 2'000);
        watched.pretendSent(Quantity{lots}, 2'000, 1'990);
        watched.check.look(*watched.driver.core);
        QCOMPARE(watched.broken().empty(), lots == 100'000);
    }
}

void EnvelopeCheckTest::capsAreJudgedWhenExposureGrows_data()
{
    QTest::addColumn<int>("rule");
    QTest::newRow("size") << static_cast<int>(EnvelopeRule::MarketSize);
    QTest::newRow("value") << static_cast<int>(EnvelopeRule::MarketValue);
    QTest::newRow("leverage") << static_cast<int>(EnvelopeRule::Leverage);
}

/// The core trades under loose limits; then the check is told tighter ones and one more entry.
void EnvelopeCheckTest::capsAreJudgedWhenExposureGrows()
{
    QFETCH(const int, rule);
    Watched watched{loose()};
    watched.play(2'000, 2'000, 2'000, 2'000);
    watched.play(2'000, 2'000, 2'000, 2'000, watched.driver.enter(Side::Buy, 1'990));
    watched.play(2'000, 2'000, 2'000, 2'000);
    const std::int64_t lots = watched.driver.core->account().book(EngineId{0}).lots;
    QVERIFY(lots > 0);
    const std::int64_t value = eth().notional(lots, usd(2'000)).count();
    RiskLimits tight = loose();
    if (static_cast<EnvelopeRule>(rule) == EnvelopeRule::MarketSize) {
        tight.maxPosition = (lots - 1) * 100'000;
    } else if (static_cast<EnvelopeRule>(rule) == EnvelopeRule::MarketValue) {
        tight.maxNotional = value - 1;
    } else {
        tight.maxLeverage = value * 1'000'000 / usdc(10'000).count() - 2;
    }
    watched.command({.kind = CommandKind::SetLimits, .limits = tight});
    QVERIFY(watched.broken().empty()); // what is held may stay
    watched.pretendSent(Quantity{1}, 2'000, 1'999);
    watched.check.look(*watched.driver.core);
    QCOMPARE(watched.broken(), std::vector{static_cast<EnvelopeRule>(rule)});
}

void EnvelopeCheckTest::aTighterLimitLaterIsNoViolationOfWhatIsHeld()
{
    Watched watched;
    watched.play(2'000, 2'000, 2'000, 2'000);
    watched.play(2'000, 2'000, 2'000, 2'000, watched.driver.enter(Side::Buy, 1'990));
    watched.play(2'000, 2'000, 2'000, 2'000);
    RiskLimits tight;
    tight.maxOpenPositions = 0;
    tight.maxNotional = 1;
    watched.command({.kind = CommandKind::SetLimits, .limits = tight});
    watched.play(2'000, 2'001, 1'999, 2'001);
    QVERIFY(watched.driver.core->account().book(EngineId{0}).lots > 0);
    QCOMPARE(watched.broken(), std::vector<EnvelopeRule>{});
}

void EnvelopeCheckTest::anEntryWhileLockedIsFound()
{
    Watched watched{loose()};
    watched.play(2'000, 2'000, 2'000, 2'000);
    watched.command({.kind = CommandKind::LockEntries});
    watched.pretendSent(Quantity{100}, 2'000, 1'999);
    watched.check.look(*watched.driver.core);
    QCOMPARE(watched.broken(), std::vector{EnvelopeRule::SentWhileBlocked});
}

void EnvelopeCheckTest::moreThanWasSentIsFound()
{
    Watched watched{loose()};
    watched.play(2'000, 2'000, 2'000, 2'000);
    watched.driver.hub.all.clear(); // the check does not hear that an entry leaves
    watched.play(2'000, 2'000, 2'000, 2'000, watched.driver.enter(Side::Buy, 1'990));
    watched.play(2'000, 2'000, 2'000, 2'000);
    QCOMPARE(watched.broken(), std::vector{EnvelopeRule::Grown});
}

void EnvelopeCheckTest::aKillThatClosesInTimeIsNoViolation()
{
    Watched watched;
    watched.play(2'000, 2'000, 2'000, 2'000);
    watched.play(2'000, 2'000, 2'000, 2'000, watched.driver.enter(Side::Buy, 1'990));
    watched.play(2'000, 2'000, 2'000, 2'000);
    watched.driver.core->onCommand({.kind = CommandKind::Kill});
    watched.check.look(*watched.driver.core);
    QVERIFY(watched.broken().empty());
    watched.play(2'000, 2'000, 2'000, 2'000);
    QVERIFY(watched.broken().empty());
    QCOMPARE(watched.driver.core->account().book(EngineId{0}).lots, 0);
}

void EnvelopeCheckTest::aStretchIsListedOnce()
{
    Watched watched{loose()};
    watched.play(2'000, 2'000, 2'000, 2'000);
    watched.driver.hub.all.clear();
    watched.play(2'000, 2'000, 2'000, 2'000, watched.driver.enter(Side::Buy, 1'990));
    for (int i = 0; i < 5; ++i) {
        watched.play(2'000, 2'001, 1'999, 2'000);
    }
    QCOMPARE(watched.check.report().violations.size(), std::size_t{1});
    const EnvelopeViolation& found = watched.check.report().violations.front();
    QCOMPARE((found.to - found.from).count(), minutes(4).count());
}

void EnvelopeCheckTest::theWorstDayIsComparedWithItsCap()
{
    RiskLimits limits = RiskLimits::open();
    limits.riskPerTrade = 30'000;
    limits.fleet.dailyLoss = 20'000;
    Watched watched{limits};
    watched.play(2'000, 2'000, 2'000, 2'000);
    watched.play(2'000, 2'000, 2'000, 2'000, watched.driver.enter(Side::Buy, 1'990));
    watched.play(2'000, 2'000, 2'000, 2'000);
    watched.play(2'000, 2'000, 1'970, 1'975); // the stop, with slippage: about 3 %
    watched.play(1'975, 1'975, 1'975, 1'975);
    const auto& worst = watched.check.report().worst;
    QVERIFY(worst.has_value());
    QCOMPARE(*worst->cap, usdc(200));
    QVERIFY(worst->loss > usdc(200));
    QCOMPARE(worst->overshoot, worst->loss - usdc(200));
    QVERIFY(worst->slippage > Money{});
}

WICK_TEST(EnvelopeCheckTest)
#include "tst_envelopecheck.moc"
