#include "core/portfolio/account.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

using namespace wick::core;
using wick::test::eth;
using wick::test::usd;

namespace {

Fill fillOf(Side side, std::int64_t lots, Price price, Money fee = {})
{
    Fill fill;
    fill.side = side;
    fill.quantity = Quantity{lots};
    fill.price = price;
    fill.fee = fee;
    return fill;
}

/// BTC with one more price decimal than its venue: a lot at a price unit is a tenth of a
/// micro-USDC, so every flow is rounded.
Instrument fine()
{
    auto fields = eth().fields();
    fields.priceDecimals = 3;
    return Instrument::create(fields).value();
}

} // namespace

class AccountTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void longShortAddReduceAndFlip();
    void fundingAndTransfersAreNotTrades();
    void equityIsTheSumOfItsFlows();
};

void AccountTest::longShortAddReduceAndFlip()
{
    const std::vector<Instrument> instruments{eth()};
    const std::vector<InstrumentId> engines{InstrumentId{0}};
    Account account{usdc(10'000), instruments, engines};
    account.mark(InstrumentId{0}, usd(2'000));

    auto effect = account.apply(fillOf(Side::Buy, 10'000, usd(2'000)));
    QCOMPARE(effect.opened, 10'000);
    effect = account.apply(fillOf(Side::Buy, 10'000, usd(2'100)));
    account.mark(InstrumentId{0}, usd(2'100));
    QCOMPARE(account.equity(), usdc(10'100));
    QCOMPARE(account.balance(), usdc(10'000));

    effect = account.apply(fillOf(Side::Sell, 5'000, usd(2'150)));
    QCOMPARE(effect.realised, usdc(50)); // half a unit from the average of 2,050
    QCOMPARE(account.balance(), usdc(10'050));

    effect = account.apply(fillOf(Side::Sell, 20'000, usd(2'150)));
    QCOMPARE(effect.closed, 15'000);
    QCOMPARE(effect.opened, 5'000);
    QCOMPARE(effect.realised, usdc(150));
    QVERIFY(account.book(EngineId{0}).side() == std::optional{Side::Sell});
    account.mark(InstrumentId{0}, usd(2'250));
    QCOMPARE(account.equity(), usdc(10'150));
    QCOMPARE(account.equityAt(InstrumentId{0}, usd(2'150)), usdc(10'200));
    static_cast<void>(account.apply(fillOf(Side::Buy, 5'000, usd(2'250), usdc(1))));
    QVERIFY(account.flat());
    QCOMPARE(account.equity(), usdc(10'149));
    QCOMPARE(account.book(EngineId{0}).fees, usdc(1));
}

void AccountTest::fundingAndTransfersAreNotTrades()
{
    const std::vector<Instrument> instruments{eth()};
    const std::vector<InstrumentId> engines{InstrumentId{0}};
    Account account{usdc(1'000), instruments, engines};
    account.applyFunding(EngineId{0}, usdc(3));
    account.applyTransfer(usdc(500));
    QCOMPARE(account.equity(), usdc(1'497));
    QCOMPARE(account.book(EngineId{0}).funding, usdc(3));
    QCOMPARE(account.book(EngineId{0}).result(), usdc(-3));
}

void AccountTest::equityIsTheSumOfItsFlows()
{
    const bool held =
        rc::check("start + realised - fees = equity once flat, to the last micro-USDC", [] {
            const std::vector<Instrument> instruments{fine()};
            const std::vector<InstrumentId> engines{InstrumentId{0}};
            Account account{usdc(100'000), instruments, engines};
            Money realised;
            Money fees;
            std::int64_t lots = 0;
            const int fills = *rc::gen::inRange(1, 30);
            for (int i = 0; i < fills; ++i) {
                const Side side = *rc::gen::arbitrary<bool>() ? Side::Buy : Side::Sell;
                const auto quantity = *rc::gen::inRange<std::int64_t>(1, 100'000);
                const Money fee{*rc::gen::inRange(0, 1'000'000)};
                const auto effect = account.apply(
                    fillOf(side, quantity, Price{*rc::gen::inRange(1'000'000, 3'000'000)}, fee));
                realised += effect.realised;
                fees += fee;
                lots += sign(side) * quantity;
                RC_ASSERT(account.book(EngineId{0}).lots == lots);
            }
            if (lots != 0) {
                realised += account
                                .apply(fillOf(lots > 0 ? Side::Sell : Side::Buy, std::abs(lots),
                                              Price{2'000'001}))
                                .realised;
            }
            RC_ASSERT(account.flat());
            RC_ASSERT(account.equity() == usdc(100'000) + realised - fees);
            RC_ASSERT(account.balance() == account.equity());
        });
    QVERIFY(held);
}

WICK_TEST(AccountTest)
#include "tst_account.moc"
