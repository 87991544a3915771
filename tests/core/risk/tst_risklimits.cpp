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
    void presetsAreSetByName();
    void openHasNoFiniteLimit();
    void senselessNumbersAreRefused_data();
    void senselessNumbersAreRefused();
    void contradictionsAreNamed();
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
    QCOMPARE(limitText(limits, "rolling_loss"), std::string{"0.03"});
    QCOMPARE(limitText(limits, "engine.rolling_loss"), std::string{"0.015"});
    QCOMPARE(limitText(limits, "open_risk"), std::string{"1"});
    QCOMPARE(limitText(limits, "loss_streak"), std::string{"5"});
    QCOMPARE(limitText(limits, "trades_per_hour"), std::string{"12"});
    QCOMPARE(limitText(limits, "reject_streak"), std::string{"3"});
    QCOMPARE(limitText(limits, "slippage_streak"), std::string{"3"});
    QCOMPARE(limitText(limits, "group_exposure"), std::string{"0.3"});
    QCOMPARE(limitText(limits, "group_loss"), std::string{"0.6"});
    QCOMPARE(limitText(limits, "portfolio_vol"), std::string{"0.015"});
    QCOMPARE(limitText(limits, "max_leverage"), std::string{"5"});
    QCOMPARE(limitText(limits, "margin_buffer"), std::string{"0.2"});
    QCOMPARE(limitText(limits, "liquidation_gap"), std::string{"0.015"});
    QCOMPARE(limitText(limits, "max_spread"), std::string{"2"});
    QCOMPARE(limitText(limits, "min_depth"), std::string{"5"});
    QCOMPARE(limitText(limits, "clock_skew_ms"), std::string{"2000"});
    QCOMPARE(limitText(limits, "order_rate"), std::string{"28"});
    QCOMPARE(limitText(limits, "cost_ratio"), std::string{"3"});
    QCOMPARE(limitText(limits, "stage_cap"), std::string{"none"});
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
    QVERIFY(setLimit(limits, "on_cap", "none").error().kind == LimitErrorKind::NotAChoice);
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

void RiskLimitsTest::presetsAreSetByName()
{
    RiskLimits limits;
    QVERIFY(setLimit(limits, "max_position", "3").has_value());
    QVERIFY(setLimit(limits, "preset", "blueprint").has_value());
    QVERIFY(limits == RiskLimits::blueprint());
    QCOMPARE(limitText(limits, "risk_per_trade"), std::string{"0.01"});
    QCOMPARE(limitText(limits, "daily_loss"), std::string{"0.05"});
    QCOMPARE(limitText(limits, "engine.daily_loss"), std::string{"0.05"});
    QCOMPARE(limitText(limits, "peak_drawdown"), std::string{"0.15"});
    QCOMPARE(limitText(limits, "group_exposure"), std::string{"0.3"});
    QVERIFY(setLimit(limits, "preset", "prop").has_value());
    QCOMPARE(limitText(limits, "drawdown_from"), std::string{"start"});
    QCOMPARE(limitText(limits, "day_loss_from"), std::string{"equity"});
    QCOMPARE(limitText(limits, "profit_target"), std::string{"0.1"});
    QCOMPARE(limitText(limits, "min_days"), std::string{"5"});
    const auto wrong = setLimit(limits, "preset", "startr");
    QVERIFY(wrong.error().kind == LimitErrorKind::NotAChoice);
    QCOMPARE(wrong.error().nearest, std::string{"starter"});
    for (const auto& preset : limitPresets()) {
        QVERIFY(!preset.title.empty() && !preset.help.empty());
        QVERIFY2(preset.name == "open" || contradictions(preset.limits(), 5'000).empty(),
                 preset.name.data());
    }
}

void RiskLimitsTest::openHasNoFiniteLimit()
{
    const RiskLimits open = RiskLimits::open();
    for (const auto& key : limitKeys()) {
        const std::string text = limitText(open, key.key);
        QVERIFY2(text == "none" || !key.mayBeNone, std::string{key.key}.c_str());
    }
    QCOMPARE(open.engine.rollingLoss, kNoLimit);
}

void RiskLimitsTest::senselessNumbersAreRefused_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text : {"nan", "inf", "-inf", "infinity", "-0.02", "0", "", " ", "1e300",
                             "0.02x", "--1", "99999999999999999999999999", "0x10", "0,02"})
    {
        QTest::newRow(text) << QString::fromLatin1(text);
    }
}

void RiskLimitsTest::senselessNumbersAreRefused()
{
    QFETCH(const QString, text);
    const RiskLimits before;
    for (const char* key : {"daily_loss", "engine.peak_drawdown", "max_notional", "loss_streak",
                            "stale_ms", "max_leverage", "ETH.rolling_loss", "on_cap"})
    {
        RiskLimits limits;
        QVERIFY2(!setLimit(limits, key, text.toStdString()), key);
        QVERIFY(limits == before);
    }
}

void RiskLimitsTest::contradictionsAreNamed()
{
    QVERIFY(contradictions(RiskLimits{}, 5'000).empty());
    RiskLimits limits;
    limits.riskPerTrade = 25'000;
    auto found = contradictions(limits, 5'000);
    QVERIFY(!found.empty());
    QCOMPARE(found[0].key, std::string{"risk_per_trade"});
    QCOMPARE(found[0].other, std::string{"daily_loss"});
    QVERIFY(found[0].sentence.find("0.025 is more than daily_loss 0.02") != std::string::npos);

    limits = {};
    QVERIFY(setLimit(limits, "ETH.daily_loss", "0.03").has_value());
    found = contradictions(limits, 5'000);
    QCOMPARE(found.size(), std::size_t{1});
    QCOMPARE(found[0].key, std::string{"ETH.daily_loss"});

    limits = {};
    limits.fleet.rollingLoss = 10'000;
    limits.engine.peakDrawdown = 12'000;
    QCOMPARE(contradictions(limits, 5'000).size(), std::size_t{3});

    limits = {};
    limits.groupLoss = 100'000; // of 2 %: 0.2 %
    QCOMPARE(contradictions(limits, 2'000).size(), std::size_t{0});
    QCOMPARE(contradictions(limits, 2'001).size(), std::size_t{1});
}

WICK_TEST(RiskLimitsTest)
#include "tst_risklimits.moc"
