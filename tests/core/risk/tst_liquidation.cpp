#include "core/risk/liquidation.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

using namespace wick::core;
using wick::test::eth;
using wick::test::usd;

namespace {

constexpr std::int64_t kOneEth = 10'000; ///< lots
const Instrument kEth = eth();

/// What is left over maintenance when the one position is marked at `price`.
Money spareAt(std::int64_t lots, Price mark, Money value, Price price)
{
    const Money moved = kEth.notional(lots, price) - kEth.notional(lots, mark);
    const std::int64_t worth = kEth.notional(lots < 0 ? -lots : lots, price).count();
    const Int128 margin = static_cast<Int128>(worth) * kEth.maintenanceMargin().count();
    return value + moved - Money{saturate(divide(margin, kPpmOne, Rounding::Up))};
}

} // namespace

class LiquidationTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pricesAreThoseOfTheDefinition();
    void marginOfOtherPositionsBringsItNearer();
    void noPositionAndAmpleMarginHaveNone();
    void theAccountStillHoldsItsMarginThereAndNotBeyond();
};

void LiquidationTest::pricesAreThoseOfTheDefinition()
{
    const MarginState margin{usdc(100), {}};
    QCOMPARE(liquidationPrice(kEth, kOneEth, usd(2'000), margin).value(), usd(1'923.08));
    // 2,075.0988: the side where it comes sooner.
    QCOMPARE(liquidationPrice(kEth, -kOneEth, usd(2'000), margin).value(), usd(2'075.09));
}

void LiquidationTest::marginOfOtherPositionsBringsItNearer()
{
    const MarginState margin{usdc(100), usdc(40)};
    QVERIFY(liquidationPrice(kEth, kOneEth, usd(2'000), margin).value() > usd(1'923.08));
    QVERIFY(liquidationPrice(kEth, -kOneEth, usd(2'000), margin).value() < usd(2'075.09));
}

void LiquidationTest::noPositionAndAmpleMarginHaveNone()
{
    QVERIFY(!liquidationPrice(kEth, 0, usd(2'000), {usdc(100), {}}));
    QVERIFY(!liquidationPrice(kEth, kOneEth, usd(2'000), {usdc(2'000), {}}));
    QVERIFY(liquidationPrice(kEth, -kOneEth, usd(2'000), {usdc(2'000), {}}));
}

void LiquidationTest::theAccountStillHoldsItsMarginThereAndNotBeyond()
{
    const bool held =
        rc::check("one unit before the price there is margin, beyond it there is not", [] {
            const std::int64_t size = *rc::gen::inRange<std::int64_t>(100, 1'000'000);
            const std::int64_t lots = *rc::gen::element(size, -size);
            const Price mark{*rc::gen::inRange<std::int64_t>(10'000, 1'000'000)};
            const Money whole = kEth.notional(size, mark);
            const Money value{whole.count() * *rc::gen::inRange<std::int64_t>(2, 60) / 100};
            const auto price = liquidationPrice(kEth, lots, mark, {value, {}});
            RC_ASSERT(price.has_value());
            const PriceDelta two{lots > 0 ? 2 : -2};
            const Money rounding{2};
            RC_ASSERT(spareAt(lots, mark, value, *price + two) > Money{} - rounding);
            RC_ASSERT(spareAt(lots, mark, value, *price - two) < rounding);
        });
    QVERIFY(held);
}

WICK_TEST(LiquidationTest)
#include "tst_liquidation.moc"
