#include "core/risk/risklimits.h"
#include "tests/support/testregistry.h"

#include <set>

using namespace wick::core;

class RiskLimitsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void defaultsAreThoseOfTheDefinitions();
    void everyKeyReadsBackWhatItWrites();
    void scopesAreKeptApart();
    void namesWhatIsWrong();
    void keysAreUnique();
    void starterPresetIsTheArticles();
};

void RiskLimitsTest::defaultsAreThoseOfTheDefinitions()
{
    const RiskLimits limits;
    QCOMPARE(limitText(limits, "daily_loss"), std::string{"0.02"});
    QCOMPARE(limitText(limits, "engine.daily_loss"), std::string{"0.01"});
    QCOMPARE(limitText(limits, "peak_drawdown"), std::string{"0.1"});
    QCOMPARE(limitText(limits, "engine.peak_drawdown"), std::string{"0.05"});
    QCOMPARE(limitText(limits, "max_open_positions"), std::string{"3"});
    QCOMPARE(limitText(limits, "max_notional"), std::string{"500000"});
    QCOMPARE(limitText(limits, "max_position"), std::string{"none"});
    QCOMPARE(limitText(limits, "price_collar_bp"), std::string{"100"});
    QCOMPARE(limitText(limits, "stale_ms"), std::string{"15000"});
    QCOMPARE(limitText(limits, "pre_close_min"), std::string{"45"});
    QCOMPARE(limitText(limits, "on_cap"), std::string{"cut"});
}

void RiskLimitsTest::everyKeyReadsBackWhatItWrites()
{
    RiskLimits limits;
    QVERIFY(setLimit(limits, "ETH.daily_loss", "0.005").has_value());
    RiskLimits copy = RiskLimits::open();
    for (const auto& key : storedKeys(limits)) {
        QVERIFY2(setLimit(copy, key, limitText(limits, key)).has_value(), key.c_str());
    }
    QVERIFY(copy == limits);
}

void RiskLimitsTest::scopesAreKeptApart()
{
    RiskLimits limits;
    QVERIFY(setLimit(limits, "ETH.daily_loss", "0.005").has_value());
    QCOMPARE(limits.forEngineOn("ETH").dailyLoss, 5'000);
    QCOMPARE(limits.forEngineOn("BTC").dailyLoss, 10'000);
    QCOMPARE(limits.fleet.dailyLoss, 20'000);
    QVERIFY(setLimit(limits, "daily_loss", "none").has_value());
    QCOMPARE(limits.fleet.dailyLoss, kNoLimit);
}

void RiskLimitsTest::namesWhatIsWrong()
{
    RiskLimits limits;
    const RiskLimits before = limits;
    const auto unknown = setLimit(limits, "dayly_loss", "0.02");
    QVERIFY(unknown.error().kind == LimitErrorKind::UnknownKey);
    QCOMPARE(unknown.error().nearest, std::string{"daily_loss"});
    const auto high = setLimit(limits, "daily_loss", "25");
    QVERIFY(high.error().kind == LimitErrorKind::OutOfRange);
    QCOMPARE(high.error().high, std::string{"0.5"});
    QVERIFY(setLimit(limits, "daily_loss", "two").error().kind == LimitErrorKind::NotANumber);
    QVERIFY(setLimit(limits, "ETH.max_notional", "5").error().kind == LimitErrorKind::NoScope);
    QVERIFY(setLimit(limits, "margin_buffer", "none").error().kind == LimitErrorKind::NotANumber);
    QVERIFY(limits == before);
}

void RiskLimitsTest::keysAreUnique()
{
    std::set<std::string_view> seen;
    for (const auto& key : limitKeys()) {
        QVERIFY(seen.insert(key.key).second);
        QVERIFY(!key.title.empty() && !key.help.empty() && !key.group.empty());
        QVERIFY(key.scoped ? key.loss != nullptr : key.value != nullptr);
    }
}

void RiskLimitsTest::starterPresetIsTheArticles()
{
    const RiskLimits limits = RiskLimits::starter();
    QCOMPARE(limitText(limits, "risk_per_trade"), std::string{"0.01"});
    QCOMPARE(limitText(limits, "daily_loss"), std::string{"0.03"});
    QCOMPARE(limitText(limits, "max_open_positions"), std::string{"5"});
}

WICK_TEST(RiskLimitsTest)
#include "tst_risklimits.moc"
