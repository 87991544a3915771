#include "core/risk/riskgate.h"
#include "core/sizing/stopdistancesizer.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

#include <cmath>

using namespace wick::core;
using wick::test::eth;
using wick::test::usd;

namespace {

const Instrument kEth = eth();

OrderIntent intent(Side side, Price price, Price stop)
{
    OrderIntent order;
    order.instrument = &kEth;
    order.side = side;
    order.price = price;
    order.stop = stop;
    return order;
}

AccountView account(const RiskLimits& limits, Money equity, std::int64_t risk)
{
    static const PairTable kAlone{1};
    AccountView view;
    view.equity = equity;
    view.limits = &limits;
    view.riskPerTrade = risk;
    view.leverageCap = limits.maxLeverage;
    view.pairs = &kAlone;
    view.holdings.push_back({.market = InstrumentId{0}, .volatility = 37'000});
    return view;
}

} // namespace

class SizerTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void definitionsExampleComesOut();
    void articleExampleComesOut();
    void shortSideUsesTheDistance();
    void capsCutOrRefuse();
    void everyCapCutsToWhatTheGateAllows_data();
    void everyCapCutsToWhatTheGateAllows();
    void refusesWhatCannotBeSized();
    void neverRisksMoreThanTheFraction();
    void sizesShrinkWithFixedFraction();
};

void SizerTest::definitionsExampleComesOut()
{
    // D.9: E 10,000, r 0.5 %, ETH 2,361.31 long, stop 2,349.50, slip 0.50 each side: 39,032 lots.
    const RiskLimits limits = RiskLimits::open();
    const auto sized = sizeByStopDistance(intent(Side::Buy, usd(2'361.31), usd(2'349.50)),
                                          {PriceDelta{50}, PriceDelta{50}, Ppm{0}, Ppm{0}, Ppm{0}},
                                          account(limits, usdc(10'000), 5'000));
    QVERIFY(sized.has_value());
    QCOMPARE(sized->quantity, Quantity{39'032});
    QCOMPARE(kEth.notional(sized->quantity, usd(2'361.31)).count() / 10'000, 921'666);
}

void SizerTest::articleExampleComesOut()
{
    // Account 10,000, risk 1 %, loss budget 100: size = 100 / distance.
    const RiskLimits limits = RiskLimits::open();
    const auto sized = sizeByStopDistance(intent(Side::Buy, usd(2'000), usd(1'975)), {},
                                          account(limits, usdc(10'000), 10'000));
    QCOMPARE(sized->quantity, Quantity{40'000});
    QCOMPARE(sized->lossAtStop, usdc(100));
}

void SizerTest::shortSideUsesTheDistance()
{
    const RiskLimits limits = RiskLimits::open();
    const auto sized = sizeByStopDistance(intent(Side::Sell, usd(2'000), usd(2'025)), {},
                                          account(limits, usdc(10'000), 10'000));
    QCOMPARE(sized->quantity, Quantity{40'000});
}

void SizerTest::capsCutOrRefuse()
{
    RiskLimits limits = RiskLimits::open();
    limits.maxNotional = usdc(1'000).count();
    const auto order = intent(Side::Buy, usd(2'000), usd(1'975));
    QCOMPARE(sizeByStopDistance(order, {}, account(limits, usdc(10'000), 10'000))->quantity,
             Quantity{5'000});
    AccountView held = account(limits, usdc(10'000), 10'000);
    held.openLots = 3'000;
    held.pendingLots = 1'000;
    QCOMPARE(sizeByStopDistance(order, {}, held)->quantity, Quantity{1'000});
    limits.onCap = static_cast<std::int64_t>(OnCap::Refuse);
    QVERIFY(sizeByStopDistance(order, {}, account(limits, usdc(10'000), 10'000)).error()
            == SizingRefusal::NoRoom);
    limits.onCap = static_cast<std::int64_t>(OnCap::Cut);
    limits.maxNotional = usdc(9).count();
    QVERIFY(sizeByStopDistance(order, {}, account(limits, usdc(10'000), 10'000)).error()
            == SizingRefusal::TooSmall);
    RiskLimits leverage = RiskLimits::open();
    leverage.maxLeverage = 1'000'000;
    QCOMPARE(sizeByStopDistance(intent(Side::Buy, usd(2'000), usd(1'999)), {},
                                account(leverage, usdc(10'000), 10'000))
                 ->quantity,
             Quantity{50'000});
}

void SizerTest::everyCapCutsToWhatTheGateAllows_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<qint64>("lots");
    const auto row = [](const char* key, const char* value, qint64 lots) {
        QTest::newRow(key) << QString::fromLatin1(key) << QString::fromLatin1(value) << lots;
    };
    // Account 10,000, 1 % at a distance of 25: 40,000 lots of 0.2 USDC are wanted.
    row("max_position", "1.5", 15'000);
    row("max_notional", "1000", 5'000);
    row("stage_cap", "2", 100);
    row("group_exposure", "0.1", 5'000);   // of 10,000 x 1
    row("portfolio_vol", "0.0037", 5'000); // 3.7 % of 1,000 are 37
    row("max_leverage", "0.2", 10'000);
    row("margin_buffer", "0.9", 40'000); // 1,000 of margin carry 20,000
    row("open_risk", "0.25", 20'000);    // of 200 left today
    row("group_loss", "0.4", 32'000);    // of 200
    row("min_depth", "5", 10'000);
}

void SizerTest::everyCapCutsToWhatTheGateAllows()
{
    QFETCH(const QString, key);
    QFETCH(const QString, value);
    QFETCH(const qint64, lots);
    RiskLimits limits = RiskLimits::open();
    QVERIFY(setLimit(limits, "max_leverage", "1").has_value());
    if (key != QLatin1String("max_leverage") && key != QLatin1String("group_exposure")) {
        limits.maxLeverage = kNoLimit;
    }
    QVERIFY(setLimit(limits, key.toStdString(), value.toStdString()).has_value());
    AccountView view = account(limits, usdc(10'000), 10'000);
    view.stageCap = limits.stageCap;
    view.fleetDay = {usdc(200).count(), 0};
    view.engineDay = {usdc(200).count(), 0};
    view.book = BookView{100, 50'000, 50'000};
    OrderIntent order = intent(Side::Buy, usd(2'000), usd(1'975));
    const auto sized = sizeByStopDistance(order, {}, view);
    QVERIFY(sized.has_value());
    QCOMPARE(sized->quantity.count(), lots);

    const ManualClock clock;
    RiskGate gate{clock, standardRules(), seconds(1)};
    view.mark = usd(2'000);
    const auto refused = [&](std::int64_t quantity) {
        order.quantity = Quantity{quantity};
        order.lossAtStop = lossAtStop(order, {}, quantity);
        return gate.review(order, view).verdict.firstFailure() != nullptr;
    };
    QVERIFY(!refused(lots));
    QVERIFY2(lots == 40'000 || refused(lots + 1), "one lot more is too many");
}

void SizerTest::refusesWhatCannotBeSized()
{
    const RiskLimits limits = RiskLimits::open();
    OrderIntent none = intent(Side::Buy, usd(2'000), usd(1'975));
    none.stop.reset();
    QVERIFY(sizeByStopDistance(none, {}, account(limits, usdc(10'000), 10'000)).error()
            == SizingRefusal::NoStop);
    QVERIFY(sizeByStopDistance(intent(Side::Buy, usd(2'000), usd(2'001)), {},
                               account(limits, usdc(10'000), 10'000))
                .error()
            == SizingRefusal::NoStop);
    QVERIFY(sizeByStopDistance(intent(Side::Buy, usd(2'000), usd(1'975)), {},
                               account(limits, usdc(0), 10'000))
                .error()
            == SizingRefusal::NoEquity);
    QVERIFY(sizeByStopDistance(intent(Side::Buy, usd(2'000), usd(1'975)), {},
                               account(limits, usdc(-5), 10'000))
                .error()
            == SizingRefusal::NoEquity);
}

void SizerTest::neverRisksMoreThanTheFraction()
{
    const bool held =
        rc::check("loss at the stop with costs stays inside the budget, one lot more does not", [] {
            const RiskLimits limits = RiskLimits::open();
            const auto price = *rc::gen::inRange<std::int64_t>(1'000, 10'000'000);
            const auto distance = *rc::gen::inRange<std::int64_t>(1, price);
            const auto equity =
                *rc::gen::inRange<std::int64_t>(usdc(1'000).count(), usdc(10'000'000).count());
            const auto risk = *rc::gen::inRange<std::int64_t>(100, 100'000);
            const SizingCosts costs{
                PriceDelta{*rc::gen::inRange(0, 500)}, PriceDelta{*rc::gen::inRange(0, 500)},
                Ppm{*rc::gen::inRange(0, 1'000)}, Ppm{*rc::gen::inRange(0, 1'000)},
                Ppm{*rc::gen::inRange(0, 100)}};
            const auto order = intent(Side::Buy, Price{price}, Price{price - distance});
            const auto sized =
                sizeByStopDistance(order, costs, account(limits, Money{equity}, risk));
            RC_PRE(sized.has_value());
            const std::int64_t budget = equity * risk / 1'000'000;
            RC_ASSERT(sized->lossAtStop.count() <= budget);
            RC_ASSERT(lossAtStop(order, costs, sized->quantity.count() + 1).count() > budget);
        });
    QVERIFY(held);
}

void SizerTest::sizesShrinkWithFixedFraction()
{
    const RiskLimits limits = RiskLimits::open();
    const auto order = intent(Side::Buy, usd(2'000), usd(1'980));
    Money equity = usdc(100'000);
    std::int64_t last = kNoLimit;
    for (int loss = 0; loss < 10; ++loss) {
        const auto sized = sizeByStopDistance(order, {}, account(limits, equity, 10'000));
        QVERIFY(sized->quantity.count() < last);
        last = sized->quantity.count();
        equity -= sized->lossAtStop;
    }
    const double expected = 100'000.0 * std::pow(0.99, 10);
    QVERIFY(std::abs(static_cast<double>(equity.count()) / 1e6 - expected)
            < 0.2); // whole lots: 0.002 USDC each
}

WICK_TEST(SizerTest)
#include "tst_sizer.moc"
