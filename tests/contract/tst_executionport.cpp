#include "tests/contract/portundercontract.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

using namespace wick::core;
using namespace wick::test;

namespace {

constexpr Reason kWish{"TEST_WISH", "The test wants it."};
const Instrument kEth = eth();
const EngineId kEngine{0};
constexpr std::int64_t kLots = 10'000;

/// An intent that every rule allows: one ETH at market, stop ten dollars away.
OrderIntent intentOf(const Clock& clock, Side side, std::uint64_t id = 1)
{
    const double away = side == Side::Buy ? -10.0 : 10.0;
    OrderIntent intent;
    intent.id = OrderId{id};
    intent.stopId = OrderId{id + 1};
    intent.targetId = OrderId{id + 2};
    intent.engine = kEngine;
    intent.instrument = &kEth;
    intent.side = side;
    intent.price = usd(2'000);
    intent.quantity = Quantity{kLots};
    intent.stop = usd(2'000 + away);
    intent.target = usd(2'000 - 2 * away);
    intent.decidedAt = clock.now();
    intent.expiry = clock.now() + hours(1);
    intent.decisionPrice = usd(2'000);
    intent.lossAtStop = usdc(10);
    intent.reason = kWish;
    return intent;
}

/// The only way to an approval is a gate that says yes.
ApprovedOrder approve(const Clock& clock, const OrderIntent& intent)
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

/// Signed lots that the fills of these events add up to.
std::int64_t lotsOf(const std::vector<OrderEvent>& events)
{
    std::int64_t lots = 0;
    for (const OrderEvent& event : events) {
        if (event.fill) {
            lots += sign(event.fill->side) * event.fill->quantity.count();
        }
    }
    return lots;
}

std::size_t countOf(const std::vector<OrderEvent>& events, OrderEventKind kind, OrderRole role)
{
    return static_cast<std::size_t>(
        std::count_if(events.begin(), events.end(), [&](const OrderEvent& event) {
            return event.kind == kind && event.role == role;
        }));
}

void append(std::vector<OrderEvent>& all, const std::vector<OrderEvent>& more)
{
    all.insert(all.end(), more.begin(), more.end());
}

} // namespace

/// What every execution port must do, whatever stands behind it. A new venue adapter adds its name
/// to portNames() and passes.
class ExecutionPortTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_venue.reset(); }

    void anEntryIsAcceptedFilledAndProtected_data() { ports(); }
    void anEntryIsAcceptedFilledAndProtected();
    void anApprovalPastItsTimeIsRejectedNotSent_data() { ports(); }
    void anApprovalPastItsTimeIsRejectedNotSent();
    void theStopClosesAndTakesTheTargetBack_data() { ports(); }
    void theStopClosesAndTakesTheTargetBack();
    void theTargetClosesAndTakesTheStopBack_data() { ports(); }
    void theTargetClosesAndTakesTheStopBack();
    void aMovedStopClosesWhereItStandsNow_data() { ports(); }
    void aMovedStopClosesWhereItStandsNow();
    void reducingNeverOpensTheOtherSide_data() { ports(); }
    void reducingNeverOpensTheOtherSide();
    void cancellingWhatIsGoneIsNoError_data() { ports(); }
    void cancellingWhatIsGoneIsNoError();
    void cancellingEntriesLeavesTheProtection_data() { ports(); }
    void cancellingEntriesLeavesTheProtection();
    void itsStateShowsPositionAndOrders_data() { ports(); }
    void itsStateShowsPositionAndOrders();
    void aCloseNeverFillsBeyondItsWorstPrice_data() { ports(); }
    void aCloseNeverFillsBeyondItsWorstPrice();
    void anEntryThatIsNotFilledDies_data() { ports(); }
    void anEntryThatIsNotFilledDies();
    void whateverHappensNothingIsOpenWithoutAStop_data() { ports(); }
    void whateverHappensNothingIsOpenWithoutAStop();

private:
    static void ports();
    /// A position of one ETH with stop and target at work; its events are taken.
    void open(Side side);

    std::unique_ptr<PortUnderContract> m_venue;
};

void ExecutionPortTest::ports()
{
    QTest::addColumn<QByteArray>("port");
    for (const char* name : portNames()) {
        QTest::newRow(name) << QByteArray{name};
    }
}

void ExecutionPortTest::init()
{
    QFETCH(const QByteArray, port);
    m_venue = makePort({port.constData(), static_cast<std::size_t>(port.size())});
    m_venue->moveTo(2'000.0);
    static_cast<void>(m_venue->take());
}

void ExecutionPortTest::open(Side side)
{
    m_venue->port().submit(approve(m_venue->clock(), intentOf(m_venue->clock(), side)));
    m_venue->moveTo(2'000.0);
    m_venue->moveTo(2'000.0);
    QCOMPARE(lotsOf(m_venue->take()), sign(side) * kLots);
}

void ExecutionPortTest::anEntryIsAcceptedFilledAndProtected()
{
    m_venue->port().submit(approve(m_venue->clock(), intentOf(m_venue->clock(), Side::Buy)));
    m_venue->moveTo(2'000.0);
    m_venue->moveTo(2'000.0);
    const auto events = m_venue->take();
    QCOMPARE(countOf(events, OrderEventKind::Accepted, OrderRole::Entry), std::size_t{1});
    QCOMPARE(countOf(events, OrderEventKind::Filled, OrderRole::Entry), std::size_t{1});
    QCOMPARE(countOf(events, OrderEventKind::Accepted, OrderRole::ProtectiveStop), std::size_t{1});
    QCOMPARE(countOf(events, OrderEventKind::Accepted, OrderRole::Target), std::size_t{1});
    QCOMPARE(lotsOf(events), kLots);
    for (std::size_t i = 1; i < events.size(); ++i) {
        QVERIFY2(events[i - 1].time <= events[i].time, "events come in the order they happened");
    }
}

void ExecutionPortTest::anApprovalPastItsTimeIsRejectedNotSent()
{
    ApprovedOrder approved = approve(m_venue->clock(), intentOf(m_venue->clock(), Side::Buy));
    m_venue->moveTo(2'000.0); // a minute: longer than an approval lives
    m_venue->port().submit(std::move(approved));
    m_venue->moveTo(2'000.0);
    const auto events = m_venue->take();
    QCOMPARE(countOf(events, OrderEventKind::Rejected, OrderRole::Entry), std::size_t{1});
    QCOMPARE(events.size(), std::size_t{1});
}

void ExecutionPortTest::theStopClosesAndTakesTheTargetBack()
{
    open(Side::Buy);
    m_venue->moveTo(1'985.0);
    const auto events = m_venue->take();
    QCOMPARE(lotsOf(events), -kLots);
    QCOMPARE(countOf(events, OrderEventKind::Filled, OrderRole::ProtectiveStop), std::size_t{1});
    QCOMPARE(countOf(events, OrderEventKind::Cancelled, OrderRole::Target), std::size_t{1});
    m_venue->moveTo(2'050.0);
    QVERIFY2(m_venue->take().empty(), "nothing is left at work");
}

void ExecutionPortTest::theTargetClosesAndTakesTheStopBack()
{
    open(Side::Sell);
    m_venue->moveTo(1'975.0);
    auto events = m_venue->take();
    m_venue->moveTo(1'975.0);
    append(events, m_venue->take());
    QCOMPARE(lotsOf(events), kLots);
    QCOMPARE(countOf(events, OrderEventKind::Filled, OrderRole::Target), std::size_t{1});
    QCOMPARE(countOf(events, OrderEventKind::Cancelled, OrderRole::ProtectiveStop), std::size_t{1});
    m_venue->moveTo(2'050.0);
    QVERIFY2(m_venue->take().empty(), "nothing is left at work");
}

void ExecutionPortTest::aMovedStopClosesWhereItStandsNow()
{
    open(Side::Buy);
    m_venue->port().modifyStop(kEngine, usd(1'998), kWish);
    auto events = m_venue->take();
    m_venue->moveTo(1'997.0);
    append(events, m_venue->take());
    QCOMPARE(countOf(events, OrderEventKind::Changed, OrderRole::ProtectiveStop), std::size_t{1});
    QCOMPARE(lotsOf(events), -kLots);
}

void ExecutionPortTest::reducingNeverOpensTheOtherSide()
{
    open(Side::Buy);
    ReduceOrder close;
    close.id = OrderId{9};
    close.engine = kEngine;
    close.instrument = kEth.id();
    close.side = Side::Sell;
    close.quantity = Quantity{3 * kLots};
    close.decidedAt = m_venue->clock().now();
    close.decisionPrice = usd(2'000);
    close.reason = kWish;
    m_venue->port().reduce(close);
    m_venue->moveTo(2'000.0);
    m_venue->moveTo(2'000.0);
    QCOMPARE(lotsOf(m_venue->take()), -kLots);
}

void ExecutionPortTest::cancellingWhatIsGoneIsNoError()
{
    m_venue->port().cancel(OrderId{77}, kWish);
    m_venue->port().cancelEntries(kEngine, kWish);
    m_venue->moveTo(2'000.0);
    QVERIFY(m_venue->take().empty());
}

void ExecutionPortTest::cancellingEntriesLeavesTheProtection()
{
    open(Side::Buy);
    m_venue->port().cancelEntries(kEngine, kWish);
    QVERIFY(m_venue->take().empty());
    m_venue->moveTo(1'985.0);
    QCOMPARE(lotsOf(m_venue->take()), -kLots);
}

void ExecutionPortTest::itsStateShowsPositionAndOrders()
{
    QVERIFY(m_venue->port().state(kEngine)->orders.empty());
    open(Side::Sell);
    const VenueState held = m_venue->port().state(kEngine).value();
    QCOMPARE(held.lots, -kLots);
    QVERIFY(held.order(OrderRole::Entry) == nullptr && held.order(OrderRole::Exit) == nullptr);
    const VenueOrder* stop = held.order(OrderRole::ProtectiveStop);
    QVERIFY(stop != nullptr && stop->remaining.count() == kLots);
    QVERIFY(held.order(OrderRole::Target) != nullptr);
    m_venue->moveTo(2'200.0);
    m_venue->moveTo(2'200.0);
    QCOMPARE(m_venue->port().state(kEngine)->lots, std::int64_t{0});
    QVERIFY(m_venue->port().state(kEngine)->orders.empty());
}

void ExecutionPortTest::aCloseNeverFillsBeyondItsWorstPrice()
{
    open(Side::Buy);
    m_venue->moveTo(1'995.0);
    ReduceOrder close{.id = OrderId{9},
                      .engine = kEngine,
                      .instrument = InstrumentId{0},
                      .side = Side::Sell,
                      .quantity = Quantity{kLots},
                      .decidedAt = m_venue->clock().now(),
                      .decisionPrice = usd(1'995),
                      .reason = kWish,
                      .worst = usd(1'998)};
    m_venue->port().reduce(close);
    m_venue->moveTo(1'995.0);
    const auto events = m_venue->take();
    QCOMPARE(lotsOf(events), std::int64_t{0});
    QCOMPARE(countOf(events, OrderEventKind::Expired, OrderRole::Exit), std::size_t{1});
    QVERIFY(m_venue->port().state(kEngine)->order(OrderRole::ProtectiveStop) != nullptr);
    close.id = OrderId{10};
    close.worst = usd(1'992);
    m_venue->port().reduce(close);
    m_venue->moveTo(1'995.0);
    QCOMPARE(lotsOf(m_venue->take()), -kLots);
}

void ExecutionPortTest::anEntryThatIsNotFilledDies()
{
    OrderIntent intent = intentOf(m_venue->clock(), Side::Buy);
    intent.kind = OrderKind::Limit;
    intent.price = usd(1'995);
    intent.expiry = m_venue->clock().now() + minutes(3);
    m_venue->port().submit(approve(m_venue->clock(), intent));
    for (int i = 0; i < 5; ++i) {
        m_venue->moveTo(2'000.0);
    }
    auto events = m_venue->take();
    QCOMPARE(countOf(events, OrderEventKind::Expired, OrderRole::Entry), std::size_t{1});
    m_venue->moveTo(1'990.0);
    append(events, m_venue->take());
    QCOMPARE(lotsOf(events), std::int64_t{0});
}

/// Random orders, cancels, stop moves and prices: after every step a position that the fills add up
/// to has exactly one protective stop at work, and none is left when it is flat.
void ExecutionPortTest::whateverHappensNothingIsOpenWithoutAStop()
{
    QFETCH(const QByteArray, port);
    const bool held = rc::check([&port] {
        const auto venue = makePort({port.constData(), static_cast<std::size_t>(port.size())});
        venue->moveTo(2'000.0);
        std::uint64_t id = 1;
        std::int64_t lots = 0;
        std::int64_t stops = 0;
        double price = 2'000.0;
        const int steps = *rc::gen::inRange(5, 40);
        for (int i = 0; i < steps; ++i) {
            const int act = *rc::gen::inRange(0, 6);
            if (act == 0 && lots == 0) {
                OrderIntent intent =
                    intentOf(venue->clock(), *rc::gen::element(Side::Buy, Side::Sell), id);
                id += 3;
                venue->port().submit(approve(venue->clock(), intent));
            } else if (act == 1) {
                venue->port().cancelEntries(kEngine, kWish);
            } else if (act == 2 && lots != 0) {
                venue->port().modifyStop(kEngine, usd(lots > 0 ? price - 5 : price + 5), kWish);
            } else if (act == 3 && lots != 0) {
                ReduceOrder close;
                close.id = OrderId{1'000 + id++};
                close.engine = kEngine;
                close.instrument = kEth.id();
                close.side = lots > 0 ? Side::Sell : Side::Buy;
                close.quantity = Quantity{*rc::gen::inRange<std::int64_t>(1, 2 * kLots)};
                close.decidedAt = venue->clock().now();
                close.decisionPrice = usd(price);
                close.reason = kWish;
                venue->port().reduce(close);
            }
            price = 2'000.0 + *rc::gen::inRange(-15, 16);
            venue->moveTo(price);
            for (const OrderEvent& event : venue->take()) {
                if (event.fill) {
                    lots += sign(event.fill->side) * event.fill->quantity.count();
                }
                if (event.role != OrderRole::ProtectiveStop) {
                    continue;
                }
                if (event.kind == OrderEventKind::Accepted) {
                    ++stops;
                } else if (event.kind == OrderEventKind::Filled
                           || event.kind == OrderEventKind::Cancelled) {
                    --stops;
                }
            }
            RC_ASSERT(std::abs(lots) <= kLots);
            RC_ASSERT(stops == (lots == 0 ? 0 : 1));
        }
    });
    QVERIFY(held);
}

WICK_TEST(ExecutionPortTest)
#include "tst_executionport.moc"
