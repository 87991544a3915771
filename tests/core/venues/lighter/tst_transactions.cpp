#include "core/venues/lighter/transactionhash.h"
#include "core/venues/lighter/transactionrules.h"
#include "core/venues/lighter/transactiontext.h"
#include "tests/core/venues/lighter/txparser.h"
#include "tests/core/venues/lighter/vectorfile.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace wick::lighter;
using namespace wick::test;

/// The rules, hashes and texts of transactions beyond what the vectors say.
class LighterTransactionsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void objectsToTheSameThingAsTheOfficialSigner();
    void orderRulesHoldAtTheirEdges_data();
    void orderRulesHoldAtTheirEdges();
    void groupRulesHold_data();
    void groupRulesHold();
    void attributeRulesHold_data();
    void attributeRulesHold();
    void everyNumberOfAnEnumThatNamesNothingIsRefused();
    void marketZeroOfAnAttributeIsSignedAndNoneIsNot();
    void everyFieldChangesTheHash();
    void textHasTheOfficialForm();
};

namespace {

constexpr ChainId kMainnet{304};
constexpr std::int64_t kTwoPower48 = std::int64_t{1} << 48U;

OrderFields limitOrder()
{
    OrderFields order;
    order.market = 1;
    order.clientOrderIndex = 7;
    order.baseAmount = 100;
    order.price = 405'000;
    order.timeInForce = OrderTimeInForce::GoodTillTime;
    order.orderExpiry = 1'774'700'000'000;
    return order;
}

OrderFields child(OrderType type, std::int64_t index)
{
    OrderFields order = limitOrder();
    order.clientOrderIndex = index;
    order.baseAmount = 0;
    order.side = OrderSide::Ask;
    order.type = type;
    order.timeInForce = OrderTimeInForce::ImmediateOrCancel;
    order.reduceOnly = ReduceOnly::Yes;
    order.triggerPrice = 400'000;
    return order;
}

CreateGroupedOrders entryWithStopAndTarget()
{
    CreateGroupedOrders group;
    group.orders.push_back(limitOrder());
    group.orders.push_back(child(OrderType::StopLoss, 8));
    group.orders.push_back(child(OrderType::TakeProfitLimit, 9));
    return group;
}

TransactionFrame frame()
{
    return {12'345, 5, 1'772'278'857'976, 9, {}};
}

template <typename Body>
QString objection(const Body& body, const TransactionFrame& to = frame())
{
    const auto verdict = validate(to, body);
    const std::string_view text = verdict ? std::string_view{} : describe(verdict.error());
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString described(TransactionError error)
{
    const std::string_view text = describe(error);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

// Its texts name the account "FromAccountIndex" in two transactions; ours does not.
void LighterTransactionsTest::objectsToTheSameThingAsTheOfficialSigner()
{
    const VectorFile file{vectorPath("rejected_tx.json")};
    QVERIFY2(file.error().empty(), file.error().c_str());
    int compared = 0;
    for (const Json entry : file.entries()) {
        const auto parsed = ParsedTransaction::parse(std::int64_t{entry["tx_type"]}, entry["tx"]);
        if (parsed) {
            std::string_view official = text(entry, "official_error");
            if (official.starts_with("FromAccountIndex")) {
                official.remove_prefix(4);
            }
            QCOMPARE(parsed->objection(), std::string{official});
            ++compared;
        }
    }
    QCOMPARE(compared, 114); // all but the types that we do not sign
}

void LighterTransactionsTest::orderRulesHoldAtTheirEdges_data()
{
    QTest::addColumn<OrderFields>("order");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, auto&& change, std::optional<TransactionError> error) {
        OrderFields order = limitOrder();
        change(order);
        QTest::newRow(name) << order << (error ? described(*error) : QString{});
    };
    using Error = TransactionError;
    row("a limit order", [](OrderFields&) {}, {});
    row("the last perpetual", [](OrderFields& o) { o.market = 254; }, {});
    row(
        "between the kinds of markets", [](OrderFields& o) { o.market = 255; },
        Error::MarketInvalid);
    row("the first spot market", [](OrderFields& o) { o.market = 2'048; }, {});
    row(
        "above all markets", [](OrderFields& o) { o.market = 4'095; }, Error::MarketInvalid);
    row(
        "reduce-only on spot",
        [](OrderFields& o) {
            o.market = 2'048;
            o.reduceOnly = ReduceOnly::Yes;
        },
        Error::ReduceOnlyInvalid);
    row(
        "a stop on spot",
        [](OrderFields& o) {
            o = child(OrderType::StopLoss, 1);
            o.market = 2'048;
            o.baseAmount = 1;
            o.reduceOnly = ReduceOnly::No;
        },
        Error::OrderTypeInvalid);
    row("the largest client index", [](OrderFields& o) { o.clientOrderIndex = kTwoPower48 - 1; },
        {});
    row(
        "one above", [](OrderFields& o) { o.clientOrderIndex = kTwoPower48; },
        Error::ClientOrderIndexTooHigh);
    row(
        "no size", [](OrderFields& o) { o.baseAmount = 0; }, Error::BaseAmountTooLow);
    row("no size, reduce-only",
        [](OrderFields& o) {
            o.baseAmount = 0;
            o.reduceOnly = ReduceOnly::Yes;
        },
        {});
    row("the largest size", [](OrderFields& o) { o.baseAmount = kTwoPower48 - 1; }, {});
    row(
        "one lot more", [](OrderFields& o) { o.baseAmount = kTwoPower48; },
        Error::BaseAmountTooHigh);
    row(
        "no price", [](OrderFields& o) { o.price = 0; }, Error::PriceTooLow);
    row(
        "a limit order without an end", [](OrderFields& o) { o.orderExpiry = 0; },
        Error::OrderExpiryInvalid);
    row(
        "a limit order with a trigger", [](OrderFields& o) { o.triggerPrice = 1; },
        Error::TriggerPriceInvalid);
    row(
        "immediate with an end",
        [](OrderFields& o) { o.timeInForce = OrderTimeInForce::ImmediateOrCancel; },
        Error::OrderExpiryInvalid);
    row(
        "a market order that waits", [](OrderFields& o) { o.type = OrderType::Market; },
        Error::TimeInForceInvalid);
    row("a stop", [](OrderFields& o) { o = child(OrderType::StopLoss, 1); }, {});
    row(
        "a stop without a trigger",
        [](OrderFields& o) {
            o = child(OrderType::StopLoss, 1);
            o.triggerPrice = 0;
        },
        Error::TriggerPriceInvalid);
    row("a stop-limit that rests",
        [](OrderFields& o) {
            o = child(OrderType::StopLossLimit, 1);
            o.timeInForce = OrderTimeInForce::PostOnly;
        },
        {});
    row(
        "a stop at the market that rests",
        [](OrderFields& o) {
            o = child(OrderType::TakeProfit, 1);
            o.timeInForce = OrderTimeInForce::GoodTillTime;
        },
        Error::TimeInForceInvalid);
    row("a TWAP", [](OrderFields& o) { o.type = OrderType::Twap; }, {});
    row(
        "a TWAP at once",
        [](OrderFields& o) {
            o.type = OrderType::Twap;
            o.timeInForce = OrderTimeInForce::ImmediateOrCancel;
        },
        Error::TimeInForceInvalid);
}

void LighterTransactionsTest::orderRulesHoldAtTheirEdges()
{
    QFETCH(const OrderFields, order);
    QFETCH(const QString, expected);
    QCOMPARE(objection(CreateOrder{order}), expected);
}

void LighterTransactionsTest::groupRulesHold_data()
{
    QTest::addColumn<CreateGroupedOrders>("group");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, auto&& change, std::optional<TransactionError> error) {
        CreateGroupedOrders group = entryWithStopAndTarget();
        change(group);
        QTest::newRow(name) << group << (error ? described(*error) : QString{});
    };
    using Group = CreateGroupedOrders;
    using Error = TransactionError;
    row("entry, stop and target", [](Group&) {}, {});
    row("an immediate entry",
        [](Group& g) {
            g.orders[0].timeInForce = OrderTimeInForce::ImmediateOrCancel;
            g.orders[0].orderExpiry = 0;
        },
        {});
    row(
        "nothing", [](Group& g) { g.orders.clear(); }, Error::GroupSizeInvalid);
    row(
        "three where two belong", [](Group& g) { g.grouping = GroupingType::OneTriggersOther; },
        Error::GroupSizeInvalid);
    row(
        "two markets", [](Group& g) { g.orders[2].market = 2; }, Error::MarketsDiffer);
    row(
        "spot",
        [](Group& g) {
            for (OrderFields& order : g.orders) {
                order.market = 2'048;
            }
        },
        Error::MarketInvalid);
    row(
        "one index twice", [](Group& g) { g.orders[2].clientOrderIndex = 7; },
        Error::ClientOrderIndexTwice);
    row("no index at all",
        [](Group& g) {
            for (OrderFields& order : g.orders) {
                order.clientOrderIndex = 0;
            }
        },
        {});
    row(
        "a child with a size", [](Group& g) { g.orders[1].baseAmount = 1; },
        Error::BaseAmountNotNil);
    row(
        "a child on the same side", [](Group& g) { g.orders[1].side = OrderSide::Bid; },
        Error::SideInvalid);
    row(
        "children that end apart", [](Group& g) { ++g.orders[2].orderExpiry; },
        Error::OrderExpiryInvalid);
    row(
        "an entry that ends before them", [](Group& g) { --g.orders[0].orderExpiry; },
        Error::OrderExpiryInvalid);
    row(
        "two stops", [](Group& g) { g.orders[2].type = OrderType::StopLossLimit; },
        Error::OrderTypeInvalid);
    row(
        "an entry that is a stop",
        [](Group& g) {
            g.orders[0].type = OrderType::StopLossLimit;
            g.orders[0].triggerPrice = 1;
        },
        Error::OrderTypeInvalid);
    const auto pair = [](Group& g) {
        g.grouping = GroupingType::OneCancelsOther;
        g.orders = {};
        g.orders.push_back(child(OrderType::StopLoss, 8));
        g.orders.push_back(child(OrderType::TakeProfit, 9));
    };
    row("a pair", pair, {});
    row(
        "a pair of two sizes",
        [pair](Group& g) {
            pair(g);
            g.orders[1].baseAmount = 5;
        },
        Error::BaseAmountsDiffer);
    row(
        "a pair of which one may open",
        [pair](Group& g) {
            pair(g);
            g.orders[0].baseAmount = 5;
            g.orders[1].baseAmount = 5;
            g.orders[1].reduceOnly = ReduceOnly::No;
        },
        Error::ReduceOnlyInvalid);
    row("an entry and a stop",
        [](Group& g) {
            const auto orders = g.orders;
            g.grouping = GroupingType::OneTriggersOther;
            g.orders.clear();
            g.orders.push_back(orders[0]);
            g.orders.push_back(orders[1]);
        },
        {});
}

void LighterTransactionsTest::groupRulesHold()
{
    QFETCH(const CreateGroupedOrders, group);
    QFETCH(const QString, expected);
    QCOMPARE(objection(group), expected);
}

void LighterTransactionsTest::attributeRulesHold_data()
{
    using Type = AttributeType;
    using Error = TransactionError;
    QTest::addColumn<Attributes>("attributes");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const Attributes& attributes,
                        std::optional<TransactionError> error) {
        QTest::newRow(name) << attributes << (error ? described(*error) : QString{});
    };
    row("none", {}, {});
    row("skip the nonce", Attributes{}.set(Type::SkipNonce, 1), {});
    row("skip it not", Attributes{}.set(Type::SkipNonce, 0), Error::SkipNonceInvalid);
    row("a fee for nobody", Attributes{}.set(Type::IntegratorTakerFee, 1),
        Error::FeesWithoutIntegrator);
    row("no fee for nobody", Attributes{}.set(Type::IntegratorTakerFee, 0), {});
    row("the whole as a fee",
        Attributes{}.set(Type::IntegratorAccount, 1).set(Type::IntegratorMakerFee, 1'000'000), {});
    row("more than the whole",
        Attributes{}.set(Type::IntegratorAccount, 1).set(Type::IntegratorMakerFee, 1'000'001),
        Error::IntegratorFeeOutOfRange);
    row("a fee and a rule for self-trades",
        Attributes{}
            .set(Type::IntegratorAccount, 1)
            .set(Type::IntegratorMakerFee, 1)
            .set(Type::SelfTradeBehavior, 1),
        Error::SelfTradeRuleWithFees);
    row("reduce both of one master",
        Attributes{}.set(Type::SelfTradeBehavior, 3).set(Type::SelfTradeEquality, 1),
        Error::ReduceBothWithMasterAccount);
    row("an unknown behaviour", Attributes{}.set(Type::SelfTradeBehavior, 4),
        Error::SelfTradeBehaviorOutOfRange);
    row("an unknown equality", Attributes{}.set(Type::SelfTradeEquality, 2),
        Error::SelfTradeEqualityOutOfRange);
    row("five",
        Attributes{}
            .set(Type::IntegratorAccount, 0)
            .set(Type::IntegratorTakerFee, 0)
            .set(Type::IntegratorMakerFee, 0)
            .set(Type::SkipNonce, 1)
            .set(Type::SelfTradeBehavior, 0),
        Error::TooManyAttributes);
}

void LighterTransactionsTest::attributeRulesHold()
{
    QFETCH(const Attributes, attributes);
    QFETCH(const QString, expected);
    TransactionFrame with = frame();
    with.attributes = attributes;
    QCOMPARE(objection(CreateOrder{limitOrder()}, with), expected);
}

void LighterTransactionsTest::everyNumberOfAnEnumThatNamesNothingIsRefused()
{
    for (int number = 0; number < 256; ++number) {
        const auto raw = static_cast<std::uint8_t>(number);
        CreateOrder order{limitOrder()};
        order.order.side = OrderSide{raw};
        QCOMPARE(objection(order).isEmpty(), number < 2);
        order.order = limitOrder();
        order.order.type = OrderType{raw};
        QVERIFY(number < 7 || objection(order) == described(TransactionError::OrderTypeInvalid));
        order.order = limitOrder();
        order.order.timeInForce = OrderTimeInForce{raw};
        QVERIFY(number < 3 || objection(order) == described(TransactionError::TimeInForceInvalid));
        order.order = limitOrder();
        order.order.reduceOnly = ReduceOnly{raw};
        QCOMPARE(objection(order).isEmpty(), number < 2);
        QVERIFY(number < 3 || !objection(CancelAllOrders{CancelAllTimeInForce{raw}, 0}).isEmpty());
        QCOMPARE(objection(UpdateLeverage{0, 500, MarginMode{raw}}).isEmpty(), number < 2);
        QCOMPARE(objection(UpdateMargin{0, 1, MarginDirection{raw}}).isEmpty(), number < 2);
        CreateGroupedOrders group = entryWithStopAndTarget();
        group.grouping = GroupingType{raw};
        QCOMPARE(objection(group).isEmpty(), number == 3);
    }
}

void LighterTransactionsTest::marketZeroOfAnAttributeIsSignedAndNoneIsNot()
{
    const CancelAllOrders body;
    const auto hashWith = [&](std::optional<std::int64_t> market) {
        TransactionFrame with = frame();
        if (market) {
            with.attributes.set(AttributeType::CancelAllMarket, *market);
        }
        return hashOf(kMainnet, with, body);
    };
    QVERIFY(!(hashWith(0) == hashWith({})));
    QVERIFY(!(hashWith(0) == hashWith(1)));
    QVERIFY(hashWith(255) == hashWith({}));
    TransactionFrame scheduled = frame();
    scheduled.attributes.set(AttributeType::CancelAllMarket, 0);
    QCOMPARE(objection(CancelAllOrders{CancelAllTimeInForce::Scheduled, 1}, scheduled),
             described(TransactionError::CancelAllMarketScheduled));
}

void LighterTransactionsTest::everyFieldChangesTheHash()
{
    const CreateGroupedOrders group = entryWithStopAndTarget();
    std::vector<Quintic> hashes{hashOf(kMainnet, frame(), group),
                                hashOf(ChainId{300}, frame(), group)};
    const auto changedFrame = [&](auto&& change) {
        TransactionFrame changed = frame();
        change(changed);
        hashes.push_back(hashOf(kMainnet, changed, group));
    };
    changedFrame([](TransactionFrame& f) { ++f.account; });
    changedFrame([](TransactionFrame& f) { ++f.apiKey; });
    changedFrame([](TransactionFrame& f) { ++f.nonce; });
    changedFrame([](TransactionFrame& f) { ++f.expiredAt; });
    changedFrame([](TransactionFrame& f) { f.attributes.set(AttributeType::SkipNonce, 1); });
    for (std::size_t i = 0; i < group.orders.size(); ++i) {
        const auto changedOrder = [&](auto&& change) {
            CreateGroupedOrders changed = group;
            change(changed.orders[i]);
            hashes.push_back(hashOf(kMainnet, frame(), changed));
        };
        changedOrder([](OrderFields& o) { ++o.market; });
        changedOrder([](OrderFields& o) { ++o.clientOrderIndex; });
        changedOrder([](OrderFields& o) { ++o.baseAmount; });
        changedOrder([](OrderFields& o) { ++o.price; });
        changedOrder([](OrderFields& o) { o.side = OrderSide{2}; });
        changedOrder([](OrderFields& o) { o.type = OrderType::Twap; });
        changedOrder([](OrderFields& o) { o.timeInForce = OrderTimeInForce::PostOnly; });
        changedOrder([](OrderFields& o) { o.reduceOnly = ReduceOnly{2}; });
        changedOrder([](OrderFields& o) { ++o.triggerPrice; });
        changedOrder([](OrderFields& o) { ++o.orderExpiry; });
    }
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        QCOMPARE(std::count(hashes.begin(), hashes.end(), hashes[i]), 1);
    }
}

void LighterTransactionsTest::textHasTheOfficialForm()
{
    TransactionFrame with = frame();
    with.attributes.set(AttributeType::SkipNonce, 1);
    std::string text = "tx=";
    appendText(text, with, CancelOrder{0, 77}, {});
    const std::string zeros = std::string(106, 'A') + "A=";
    QCOMPARE(text, R"(tx={"AccountIndex":12345,"ApiKeyIndex":5,"MarketIndex":0,"Index":77,)"
                   R"("ExpiredAt":1772278857976,"Nonce":9,"Sig":")"
                       + zeros + R"(","L2TxAttributes":{"4":1}})");
    std::string group;
    appendText(group, frame(), entryWithStopAndTarget(), {});
    QVERIFY(group.size() > kUsualTextSize);
    std::string longest;
    OrderFields order = limitOrder();
    order.clientOrderIndex = order.baseAmount = kTwoPower48 - 1;
    order.price = order.triggerPrice = 0xFFFF'FFFF;
    order.orderExpiry = std::numeric_limits<std::int64_t>::max();
    appendText(longest,
               {kTwoPower48 - 2, 254, kTwoPower48 - 1, kTwoPower48 - 1,
                Attributes{}
                    .set(AttributeType::IntegratorAccount, kTwoPower48 - 2)
                    .set(AttributeType::IntegratorTakerFee, 1'000'000)
                    .set(AttributeType::IntegratorMakerFee, 1'000'000)
                    .set(AttributeType::SkipNonce, 1)},
               CreateOrder{order}, {});
    QVERIFY(longest.size() <= kUsualTextSize);
}

WICK_TEST(LighterTransactionsTest)
#include "tst_transactions.moc"
