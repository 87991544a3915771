#include "core/risk/riskgate.h"
#include "core/venues/lighter/lighterordersession.h"
#include "tests/core/venues/lighter/fixedentropy.h"
#include "tests/core/venues/lighter/txparser.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <type_traits>

using namespace wick::core;
using namespace wick::lighter;
using namespace wick::test;

// An order that was not approved cannot be handed over, and an approval is handed over for good.
static_assert(!std::is_invocable_v<decltype(&LighterOrderSession::submit),
                                   LighterOrderSession&,
                                   Order,
                                   Timestamp>);
static_assert(!std::is_invocable_v<decltype(&LighterOrderSession::submit),
                                   LighterOrderSession&,
                                   const ApprovedOrder&,
                                   Timestamp>);

class LighterOrderSessionTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void marketEntryBringsStopAndTarget_data();
    void marketEntryBringsStopAndTarget();
    void withoutATargetTheGroupHasTwo();
    void restingEntrySharesItsExpiry();
    void entryAtATriggerStandsAlone();
    void anApprovalExpires();
    void entriesLiveFifteenSecondsAndExitsSixty();
    void exitsAreReduceOnlyAndGoFirst();
    void anExitKeepsItsWorstPrice();
    void stopsCanBePlacedAndMoved();
    void onlyStopsOfOursCanBeMoved();
    void ordersAreCancelledByTheirIndex();
    void refusesWhatTheVenueCannotCount();
    void indicesGoUpAndEnd();
    void tellsWhatBecameOfAnOrder();
};

namespace {

constexpr Reason kWish{"TEST_WISH", "The test wants it."};
constexpr std::int64_t kServerAhead = 700; // ms
constexpr std::int64_t kDay = 86'400'000;

/// A session with a venue that answers at once.
struct Desk
{
    Instrument instrument = eth();
    FixedEntropy entropy{1};
    Signer signer{{ChainId{300}, 12'345, 5}, SigningKey::generate(entropy).value(), entropy};
    RateBudget budget;
    ManualClock clock{fromMilliseconds(1'777'941'384'000)};
    LighterOrderSession session;
    std::vector<ParsedTransaction> sent;
    std::int64_t nonce = 5;

    explicit Desk(std::int64_t firstIndex = 100, int priceDecimals = 2)
        : session({{instrument, 7, priceDecimals, 4}}, {}, signer, budget, firstIndex)
    {
        session.setClockOffset(milliseconds(kServerAhead));
        session.sender().connected(clock.now());
        pump();
    }

    /// Carries out what the sender wants until it wants nothing more.
    void pump()
    {
        session.sender().wake(clock.now());
        for (auto effects = session.sender().takeEffects(); !effects.empty();
             effects = session.sender().takeEffects())
        {
            for (const SenderEffect& effect : effects) {
                carryOut(effect);
            }
        }
    }
    void carryOut(const SenderEffect& effect)
    {
        if (std::holds_alternative<AskNextNonce>(effect)) {
            session.sender().nextNonceIs(nonce, clock.now());
        } else if (const auto* writing = std::get_if<WriteDown>(&effect)) {
            session.sender().durable(writing->number, clock.now());
        } else {
            const auto& transmit = std::get<Transmit>(effect);
            simdjson::dom::parser parser;
            sent.push_back(ParsedTransaction::parse(static_cast<std::int64_t>(transmit.type),
                                                    parser.parse(transmit.text))
                               .value());
            session.sender().answered(transmit.id, 200, "", {}, clock.now());
        }
    }
    [[nodiscard]] OrderIntent intent(Side side, OrderKind kind = OrderKind::Market)
    {
        const double away = side == Side::Buy ? -10.0 : 10.0;
        OrderIntent intent;
        intent.id = OrderId{1};
        intent.stopId = OrderId{2};
        intent.targetId = OrderId{3};
        intent.engine = EngineId{0};
        intent.instrument = &instrument;
        intent.side = side;
        intent.kind = kind;
        intent.price = usd(2'000);
        intent.quantity = Quantity{12'345};
        intent.stop = usd(2'000 + away);
        intent.target = usd(2'000 - 2 * away);
        intent.decidedAt = clock.now();
        intent.expiry = clock.now() + hours(1);
        intent.decisionPrice = usd(2'000);
        intent.lossAtStop = usdc(13);
        intent.reason = kWish;
        return intent;
    }
    /// The only way to an approval is a gate that says yes.
    [[nodiscard]] ApprovedOrder approve(const OrderIntent& intent) const
    {
        const RiskLimits limits = RiskLimits::open();
        AccountView view;
        view.now = clock.now();
        view.equity = usdc(1'000'000);
        view.limits = &limits;
        view.riskPerTrade = 5'000;
        view.mark = usd(2'000);
        view.markTime = clock.now();
        view.minutesToClose = kNoLimit;
        RiskGate gate{clock, standardRules(), seconds(2)};
        auto review = gate.review(intent, view);
        if (!review.approved) {
            qFatal("the test's intent was refused");
        }
        return std::move(*review.approved);
    }
    void submit(const OrderIntent& intent)
    {
        QVERIFY(session.submit(approve(intent), clock.now()));
        pump();
    }
    [[nodiscard]] ReduceOrder exit(Side side) const
    {
        return {OrderId{9},  EngineId{0}, InstrumentId{0}, side, Quantity{5},
                clock.now(), usd(2'000),  kWish,           {}};
    }
    [[nodiscard]] std::int64_t serverNow() const
    {
        return toMilliseconds(clock.now()) + kServerAhead;
    }
    template <typename Body>
    [[nodiscard]] Body body(std::size_t at) const
    {
        return std::get<Body>(sent.at(at).body);
    }
};

} // namespace

void LighterOrderSessionTest::marketEntryBringsStopAndTarget_data()
{
    QTest::addColumn<Side>("side");
    QTest::addColumn<unsigned>("worst");
    QTest::addColumn<unsigned>("stop");
    QTest::addColumn<unsigned>("stopWorst");
    QTest::addColumn<unsigned>("target");
    QTest::newRow("buy") << Side::Buy << 201'000U << 199'000U << 193'030U << 202'000U;
    QTest::newRow("sell") << Side::Sell << 199'000U << 201'000U << 207'030U << 198'000U;
}

void LighterOrderSessionTest::marketEntryBringsStopAndTarget()
{
    QFETCH(const Side, side);
    QFETCH(const unsigned, worst);
    QFETCH(const unsigned, stop);
    QFETCH(const unsigned, stopWorst);
    QFETCH(const unsigned, target);
    Desk desk;
    desk.submit(desk.intent(side));
    const auto group = desk.body<CreateGroupedOrders>(0);
    QVERIFY(group.grouping == GroupingType::OneTriggersPair);
    QCOMPARE(group.orders.size(), 3U);
    const std::int64_t expiry = desk.serverNow() + 28 * kDay;
    const OrderFields& parent = group.orders[0];
    QCOMPARE(parent.market, 7);
    QCOMPARE(parent.clientOrderIndex, 100);
    QCOMPARE(parent.baseAmount, 12'345);
    QCOMPARE(parent.price, worst);
    QVERIFY(parent.side == (side == Side::Buy ? OrderSide::Bid : OrderSide::Ask));
    QVERIFY(parent.type == OrderType::Market);
    QVERIFY(parent.reduceOnly == ReduceOnly::No);
    QCOMPARE(parent.orderExpiry, 0);
    const OrderFields& protection = group.orders[1];
    QVERIFY(protection.type == OrderType::StopLoss);
    QVERIFY(protection.side != parent.side);
    QVERIFY(protection.reduceOnly == ReduceOnly::Yes);
    QCOMPARE(protection.baseAmount, 0); // as much as the parent executed
    QCOMPARE(protection.triggerPrice, stop);
    QCOMPARE(protection.price, stopWorst);
    QCOMPARE(protection.orderExpiry, expiry);
    const OrderFields& limit = group.orders[2];
    QVERIFY(limit.type == OrderType::TakeProfitLimit);
    QVERIFY(limit.timeInForce == OrderTimeInForce::GoodTillTime);
    QVERIFY(limit.reduceOnly == ReduceOnly::Yes);
    QCOMPARE(limit.triggerPrice, target);
    QCOMPARE(limit.price, target);
    QCOMPARE(limit.orderExpiry, expiry);
    QCOMPARE(desk.session.clientIndexOf(OrderId{2}).value(), 101);
    QCOMPARE(desk.session.orderOf(102).value(), OrderId{3});
    QVERIFY(!desk.session.orderOf(103));
}

void LighterOrderSessionTest::withoutATargetTheGroupHasTwo()
{
    Desk desk;
    auto intent = desk.intent(Side::Buy);
    intent.target.reset();
    desk.submit(intent);
    const auto group = desk.body<CreateGroupedOrders>(0);
    QVERIFY(group.grouping == GroupingType::OneTriggersOther);
    QCOMPARE(group.orders.size(), 2U);
}

void LighterOrderSessionTest::restingEntrySharesItsExpiry()
{
    Desk desk;
    desk.submit(desk.intent(Side::Buy, OrderKind::Limit));
    const auto group = desk.body<CreateGroupedOrders>(0);
    QVERIFY(group.orders[0].type == OrderType::Limit);
    QVERIFY(group.orders[0].timeInForce == OrderTimeInForce::GoodTillTime);
    QCOMPARE(group.orders[0].price, 200'000U); // exactly
    QCOMPARE(group.orders[0].orderExpiry, group.orders[1].orderExpiry);
}

void LighterOrderSessionTest::entryAtATriggerStandsAlone()
{
    Desk desk;
    auto intent = desk.intent(Side::Buy, OrderKind::Stop);
    intent.expiry = desk.clock.now() + minutes(1); // shorter than the venue takes
    desk.submit(intent);
    const OrderFields order = desk.body<CreateOrder>(0).order;
    QVERIFY(order.type == OrderType::StopLoss);
    QVERIFY(order.reduceOnly == ReduceOnly::No);
    QCOMPARE(order.triggerPrice, 200'000U);
    QCOMPARE(order.price, 201'000U);
    QCOMPARE(order.baseAmount, 12'345);
    QCOMPARE(order.orderExpiry, desk.serverNow() + 6 * 60'000);
}

void LighterOrderSessionTest::anApprovalExpires()
{
    Desk desk;
    auto inTime = desk.approve(desk.intent(Side::Buy));
    auto tooLate = desk.approve(desk.intent(Side::Buy));
    desk.clock.advance(seconds(2));
    QVERIFY(desk.session.submit(std::move(inTime), desk.clock.now()));
    desk.clock.advance(Duration{1});
    QVERIFY(desk.session.submit(std::move(tooLate), desk.clock.now()).error()
            == OrderRefusal::ApprovalExpired);
    // The one that was in time was not sent in time.
    desk.pump();
    QVERIFY(desk.sent.empty());
    const auto answers = desk.session.takeAnswers();
    QCOMPARE(answers.size(), 1U);
    QVERIFY(std::get<NotSent>(answers[0].result).why == NotSent::Why::TooLate);
}

void LighterOrderSessionTest::entriesLiveFifteenSecondsAndExitsSixty()
{
    Desk desk;
    desk.submit(desk.intent(Side::Buy));
    QVERIFY(desk.session.reduce(desk.exit(Side::Sell)));
    desk.pump();
    QCOMPARE(desk.sent[0].frame.expiredAt, desk.serverNow() + 15'000);
    QCOMPARE(desk.sent[1].frame.expiredAt, desk.serverNow() + 60'000);
    QCOMPARE(desk.sent[0].frame.nonce, 5);
    QCOMPARE(desk.sent[1].frame.nonce, 6);
    QCOMPARE(desk.sent[1].frame.account, 12'345);
}

void LighterOrderSessionTest::exitsAreReduceOnlyAndGoFirst()
{
    Desk desk;
    QVERIFY(desk.session.submit(desk.approve(desk.intent(Side::Buy)), desk.clock.now()));
    QVERIFY(desk.session.reduce(desk.exit(Side::Sell)));
    desk.pump();
    const OrderFields order = desk.body<CreateOrder>(0).order;
    QVERIFY(order.reduceOnly == ReduceOnly::Yes);
    QVERIFY(order.type == OrderType::Market);
    QVERIFY(order.side == OrderSide::Ask);
    QCOMPARE(order.baseAmount, 5);
    QCOMPARE(order.price, 194'000U); // 3 % below
    QVERIFY(std::holds_alternative<CreateGroupedOrders>(desk.sent[1].body));
}

void LighterOrderSessionTest::anExitKeepsItsWorstPrice()
{
    Desk desk;
    auto exit = desk.exit(Side::Buy);
    exit.worst = usd(2'001.37);
    QVERIFY(desk.session.reduce(exit));
    desk.pump();
    QCOMPARE(desk.body<CreateOrder>(0).order.price, 200'137U);
}

void LighterOrderSessionTest::stopsCanBePlacedAndMoved()
{
    Desk desk;
    QVERIFY(desk.session.placeStop({OrderId{4}, InstrumentId{0}, Side::Sell, {}, usd(1'990)},
                                   desk.clock.now()));
    QVERIFY(desk.session.moveStop(OrderId{4}, usd(1'995)));
    desk.pump();
    const OrderFields stop = desk.body<CreateOrder>(0).order;
    QVERIFY(stop.type == OrderType::StopLoss);
    QVERIFY(stop.reduceOnly == ReduceOnly::Yes);
    QCOMPARE(stop.baseAmount, 0); // the whole position
    const auto moved = desk.body<ModifyOrder>(1);
    QCOMPARE(moved.index, stop.clientOrderIndex);
    QCOMPARE(moved.triggerPrice, 199'500U);
    QCOMPARE(moved.price, 193'515U);
    QCOMPARE(moved.baseAmount, 0);
}

void LighterOrderSessionTest::onlyStopsOfOursCanBeMoved()
{
    Desk desk;
    desk.submit(desk.intent(Side::Buy, OrderKind::Limit));
    QVERIFY(desk.session.moveStop(OrderId{1}, usd(1'900)).error() == OrderRefusal::UnknownOrder);
    QVERIFY(desk.session.moveStop(OrderId{77}, usd(1'900)).error() == OrderRefusal::UnknownOrder);
    QVERIFY(desk.session.moveStop(OrderId{2}, usd(1'900)));
}

void LighterOrderSessionTest::ordersAreCancelledByTheirIndex()
{
    Desk desk;
    desk.submit(desk.intent(Side::Buy, OrderKind::Limit));
    QVERIFY(desk.session.cancel(OrderId{1}));
    desk.pump();
    QCOMPARE(desk.body<CancelOrder>(1).index, 100);
    QCOMPARE(desk.body<CancelOrder>(1).market, 7);
    QVERIFY(desk.session.cancel(OrderId{77}).error() == OrderRefusal::UnknownOrder);
}

void LighterOrderSessionTest::refusesWhatTheVenueCannotCount()
{
    Desk desk{100, 1}; // the venue's tick is coarser than the instrument's
    auto between = desk.intent(Side::Buy, OrderKind::Limit);
    between.price = usd(2'000.05);
    QVERIFY(desk.session.submit(desk.approve(between), desk.clock.now()).error()
            == OrderRefusal::NotInUnits);
    desk.submit(desk.intent(Side::Buy));
    QCOMPARE(desk.body<CreateGroupedOrders>(0).orders[0].price, 20'100U);
    auto exit = desk.exit(Side::Buy);
    exit.worst = usd(2'001.37); // never beyond it, so the tick below
    QVERIFY(desk.session.reduce(exit));
    desk.pump();
    QCOMPARE(desk.body<CreateOrder>(1).order.price, 20'013U);
    exit.instrument = InstrumentId{3};
    QVERIFY(desk.session.reduce(exit).error() == OrderRefusal::UnknownMarket);
}

void LighterOrderSessionTest::indicesGoUpAndEnd()
{
    Desk desk{2'147'483'646};
    QVERIFY(desk.session.reduce(desk.exit(Side::Buy)));
    QVERIFY(desk.session.reduce(desk.exit(Side::Buy)));
    QVERIFY(desk.session.reduce(desk.exit(Side::Buy)).error() == OrderRefusal::NoIndexLeft);
    desk.pump();
    QCOMPARE(desk.body<CreateOrder>(1).order.clientOrderIndex, 2'147'483'647);
}

void LighterOrderSessionTest::tellsWhatBecameOfAnOrder()
{
    Desk desk;
    desk.submit(desk.intent(Side::Buy));
    QVERIFY(desk.session.cancel(OrderId{1}));
    desk.pump();
    const auto answers = desk.session.takeAnswers();
    QCOMPARE(answers.size(), 2U);
    QVERIFY(answers[0].action == OrderAction::Place);
    QCOMPARE(answers[0].order, OrderId{1});
    QVERIFY(std::holds_alternative<Taken>(answers[0].result));
    QVERIFY(answers[1].action == OrderAction::Cancel);
    QVERIFY(desk.session.takeAnswers().empty());
}

WICK_TEST(LighterOrderSessionTest)
#include "tst_lighterordersession.moc"
