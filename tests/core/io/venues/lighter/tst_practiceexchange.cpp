#include "core/base/randomsource.h"
#include "core/domain/instrument.h"
#include "core/io/venues/lighter/exchange/refusals.h"
#include "core/venues/lighter/lightermarketsession.h"
#include "tests/core/io/venues/lighter/exchangeclient.h"
#include "tests/support/testregistry.h"

#include <algorithm>
#include <memory>

using namespace wick;
using namespace wick::core;
using namespace wick::lighter;
using namespace Qt::StringLiterals;
using exchange::ExchangeService;
using exchange::HttpReply;
using test::ExchangeClient;
namespace code = exchange::code;

namespace {

exchange::PracticeRequest plus()
{
    exchange::PracticeRequest request;
    request.tier = exchange::plusTier();
    request.markets = {"ETH"};
    return request;
}

OrderFields marketOrder(OrderSide side, std::int64_t lots, std::uint32_t worst)
{
    OrderFields fields;
    fields.market = 0;
    fields.baseAmount = lots;
    fields.price = worst;
    fields.side = side;
    fields.type = OrderType::Market;
    return fields;
}

constexpr std::uint32_t kAnyAsk = 1;
constexpr std::uint32_t kAnyBid = 10'000'000;

/// A world with a client, a minute after its begin.
struct World
{
    explicit World(const exchange::PracticeRequest& request = plus())
        : service(exchange::practiceService(request))
        , client(*service)
    {
        client.wait(minutes(1));
    }
    [[nodiscard]] std::int64_t price() const
    {
        return service->exchange().markets().front().mark()->count();
    }
    [[nodiscard]] std::int64_t lots() const
    {
        const auto& positions = service->exchange().account(exchange::kPracticeAccount)->positions;
        const auto found = positions.find(0);
        return found == positions.end() ? 0 : found->second.lots;
    }
    [[nodiscard]] std::int64_t ms(Duration ahead) const
    {
        return toMilliseconds(client.now() + ahead);
    }
    /// A stop for whatever is sold or bought by its parent.
    [[nodiscard]] OrderFields stop(OrderSide side, std::int64_t trigger) const
    {
        OrderFields fields;
        fields.market = 0;
        fields.price = side == OrderSide::Ask ? kAnyAsk : kAnyBid;
        fields.side = side;
        fields.type = OrderType::StopLoss;
        fields.reduceOnly = ReduceOnly::Yes;
        fields.triggerPrice = static_cast<std::uint32_t>(trigger);
        fields.orderExpiry = ms(days(28));
        return fields;
    }
    [[nodiscard]] std::vector<wire::Order> finished()
    {
        return client.read<wire::Orders>(u"accountInactiveOrders"_s, client.mine(), client.token())
            .orders;
    }
    [[nodiscard]] std::vector<wire::Order> working()
    {
        return client.read<wire::Orders>(u"accountActiveOrders"_s, client.mine(), client.token())
            .orders;
    }

    std::unique_ptr<ExchangeService> service;
    ExchangeClient client;
};

} // namespace

class PracticeExchangeTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersWhatClientsStartWith();
    void candlesAreThoseOfTheHistory();
    void aBookThatIsFollowedHasNoGap();
    void refusesWhatIsNotSignedForIt_data();
    void refusesWhatIsNotSignedForIt();
    void aNonceCountsOnce();
    void refusesOrdersThatBreakTheRules_data();
    void refusesOrdersThatBreakTheRules();
    void anOrderWaitsForTheDelayOfItsTier();
    void aMarketOrderStopsAtItsWorstPrice();
    void aGroupProtectsWhatItsParentHasExecuted();
    void theStopClosesThePosition();
    void oneCancelsOther();
    void aStopIsMoved();
    void aRestingOrderIsSeenAndTakenBack();
    void postOnlyDoesNotTake();
    void reduceOnlyNeedsAPosition();
    void cancelAllTakesBackEverything();
    void fundingIsPaidByThePosition();
    void anAccountWithoutMarginIsLiquidated();
    void privateMattersNeedAToken();
    void tooManyRequestsShutOutForAMinute();
    void theStreamAnswersByItsRules();
    void theLedgerBalancesToTheLastUnit();
};

void PracticeExchangeTest::answersWhatClientsStartWith()
{
    exchange::PracticeRequest all = plus();
    all.markets = {"ETH", "BTC", "XAU"};
    World world{all};
    ExchangeClient& client = world.client;
    const auto markets = client.read<wire::Markets>(u"orderBookDetails"_s);
    QCOMPARE(markets.perpetuals.size(), std::size_t{3});
    QVERIFY(client.mapper().leftOut().empty());
    QCOMPARE(markets.perpetuals[0].symbol, "ETH");
    QCOMPARE(markets.perpetuals[0].sizeDecimals, 4);
    QCOMPARE(markets.perpetuals[2].id, 92);
    QCOMPARE(client
                 .read<wire::NextNonce>(u"nextNonce"_s, {{u"account_index"_s, u"1000"_s},
                                                         {u"api_key_index"_s, u"4"_s}})
                 .nonce,
             0);
    const auto keys = client.read<wire::ApiKeys>(
        u"apikeys"_s, {{u"account_index"_s, u"1000"_s}, {u"api_key_index"_s, u"255"_s}});
    QCOMPARE(keys.keys.front().publicKey,
             SigningKey::fromHex(exchange::kPracticeKey).value().publicKeyHex());
    QCOMPARE(client.accountState().collateral, (Decimal{100'000, 0}));
    QCOMPARE(
        client.read<wire::AccountLimits>(u"accountLimits"_s, client.mine(), client.token()).tier,
        "plus");
    QVERIFY(!client
                 .read<wire::Trades>(u"recentTrades"_s,
                                     {{u"market_id"_s, u"0"_s}, {u"limit"_s, u"10"_s}})
                 .trades.empty());
    const auto book = client.read<wire::BookOrders>(
        u"orderBookOrders"_s, {{u"market_id"_s, u"1"_s}, {u"limit"_s, u"3"_s}});
    QCOMPARE(book.asks.size(), std::size_t{3});
    QCOMPARE(book.bids.size(), std::size_t{3});
    QCOMPARE(client.read<wire::FundingRates>(u"funding-rates"_s).rates.size(), std::size_t{3});
    QVERIFY(client.read<wire::FundingPayments>(u"positionFunding"_s, client.mine(), client.token())
                .payments.empty());
    QVERIFY(client
                .read<wire::Transactions>(u"accountTxs"_s,
                                          {{u"value"_s, u"1000"_s}, {u"limit"_s, u"10"_s}},
                                          client.token())
                .transactions.empty());
    QCOMPARE(client.get(u"nothing"_s).status, 404);
}

void PracticeExchangeTest::candlesAreThoseOfTheHistory()
{
    World world;
    const std::int64_t from = toMilliseconds(kPracticeStart - hours(10));
    const std::int64_t to = toMilliseconds(kPracticeStart - minutes(1));
    const auto candles = world.client.read<wire::Candles>(
        u"candles"_s, {{u"market_id"_s, u"0"_s},
                       {u"resolution"_s, u"1m"_s},
                       {u"start_timestamp"_s, QString::number(from)},
                       {u"end_timestamp"_s, QString::number(to)},
                       {u"count_back"_s, u"600"_s}});
    QCOMPARE(candles.candles.size(), std::size_t{500}); // the newest of 600
    QCOMPARE(candles.candles.back().start, kPracticeStart - minutes(1));
    const auto& last = world.service->exchange().markets().front().minutes();
    const auto bar = std::find_if(last.begin(), last.end(), [](const ClosedBar& each) {
        return each.start == kPracticeStart - minutes(1);
    });
    QCOMPARE(
        rescale(candles.candles.back().close.mantissa, candles.candles.back().close.decimals, 2)
            .value(),
        bar->close.count());
    QCOMPARE(ExchangeClient::codeOf(world.client.get(
                 u"candles"_s, {{u"market_id"_s, u"0"_s}, {u"resolution"_s, u"2m"_s}})),
             code::kInvalidResolution);
}

void PracticeExchangeTest::aBookThatIsFollowedHasNoGap()
{
    World world;
    const Instrument& instrument = world.service->exchange().markets().front().instrument();
    LighterMarketSession session{{{instrument, 0}}, {"1m"}, RandomSource{1}};
    session.start(world.client.now());
    const auto connection = world.service->connect(world.client.now());
    session.opened(world.client.now());
    for (int second = 0; second < 600; ++second) {
        world.client.wait(seconds(1));
        for (const auto& outgoing : world.service->take()) {
            QCOMPARE(outgoing.closeCode, 0);
            session.received(outgoing.text.toStdString(), world.client.now());
        }
        session.wake(world.client.now());
        for (const auto& effect : session.takeEffects()) {
            if (std::holds_alternative<SendPing>(effect)) {
                session.protocolPong(world.client.now());
            }
            if (const auto* text = std::get_if<SendText>(&effect)) {
                world.service->hear(connection, QByteArray::fromStdString(text->text),
                                    world.client.now());
            }
        }
        static_cast<void>(session.takeEvents());
    }
    QCOMPARE(session.freshness(instrument.id(), world.client.now()), Freshness::Fresh);
    QCOMPARE(session.unreadableFrames(), std::uint64_t{0});
    QVERIFY(session.refusals().empty());
    const ChannelHealth& book = session.health(instrument.id(), MarketChannel::Book);
    QVERIFY(book.frames > 500);
    QCOMPARE(book.gaps + book.overlaps + book.duplicates, std::uint64_t{0});
    QCOMPARE(session.book(instrument.id()).bestAsk()->price,
             world.service->exchange().markets().front().levels(Side::Sell).front().price);
}

void PracticeExchangeTest::refusesWhatIsNotSignedForIt_data()
{
    QTest::addColumn<std::function<void(ExchangeClient&)>>("spoil");
    QTest::addColumn<int>("expected");
    using Spoil = std::function<void(ExchangeClient&)>;
    QTest::newRow("another chain") << Spoil{[](ExchangeClient& client) {
        client.chain = Network::mainnet().chain();
    }} << code::kInvalidSignature;
    QTest::newRow("another account") << Spoil{[](ExchangeClient& client) {
        client.account = 1'001;
    }} << code::kAccountNotFound;
    QTest::newRow("another slot") << Spoil{[](ExchangeClient& client) {
        client.slot = 5;
    }} << code::kKeyNotFound;
    QTest::newRow("a nonce ahead") << Spoil{[](ExchangeClient& client) {
        client.nonce = 1;
    }} << code::kInvalidNonce;
    QTest::newRow("expired") << Spoil{[](ExchangeClient& client) {
        client.life = Duration{};
    }} << code::kInvalidInfo;
    QTest::newRow("as it should be") << Spoil{[](ExchangeClient& /*client*/) {
    }} << code::kTaken;
}

void PracticeExchangeTest::refusesWhatIsNotSignedForIt()
{
    QFETCH(const std::function<void(ExchangeClient&)>, spoil);
    QFETCH(const int, expected);
    World world;
    spoil(world.client);
    QCOMPARE(world.client.send(CreateOrder{marketOrder(OrderSide::Bid, 1'000, kAnyBid)}), expected);
}

void PracticeExchangeTest::aNonceCountsOnce()
{
    World world;
    const CreateOrder order{marketOrder(OrderSide::Bid, 1'000, kAnyBid)};
    QCOMPARE(world.client.send(order), code::kTaken);
    world.client.nonce = 0;
    QCOMPARE(world.client.send(order), code::kInvalidNonce);
    QCOMPARE(world.client
                 .read<wire::NextNonce>(u"nextNonce"_s, {{u"account_index"_s, u"1000"_s},
                                                         {u"api_key_index"_s, u"4"_s}})
                 .nonce,
             1);
}

void PracticeExchangeTest::refusesOrdersThatBreakTheRules_data()
{
    QTest::addColumn<std::function<OrderFields(World&)>>("make");
    QTest::addColumn<int>("expected");
    using Make = std::function<OrderFields(World&)>;
    const auto changed = [](auto change) {
        return Make{[change](World& world) {
            OrderFields fields = marketOrder(OrderSide::Bid, 1'000, kAnyBid);
            change(fields, world);
            return fields;
        }};
    };
    QTest::newRow("no such market")
        << changed([](OrderFields& fields, World& /*world*/) { fields.market = 7; })
        << code::kInvalidMarket;
    QTest::newRow("one lot below the minimum")
        << changed([](OrderFields& fields, World& /*world*/) { fields.baseAmount = 49; })
        << code::kInvalidAmount;
    QTest::newRow("the minimum") << changed([](OrderFields& fields, World& /*world*/) {
        fields.baseAmount = 50;
    }) << code::kTaken;
    QTest::newRow("a combination the signer refuses")
        << changed([](OrderFields& fields, World& world) {
               fields.timeInForce = OrderTimeInForce::GoodTillTime;
               fields.orderExpiry = world.ms(hours(1));
           })
        << code::kInvalidTimeInForce;
    const auto limit = [](Duration expiry) {
        return [expiry](OrderFields& fields, World& world) {
            fields.type = OrderType::Limit;
            fields.timeInForce = OrderTimeInForce::GoodTillTime;
            fields.orderExpiry = world.ms(expiry);
            fields.price = static_cast<std::uint32_t>(world.price() / 2);
        };
    };
    QTest::newRow("a life of less than five minutes")
        << changed(limit(milliseconds(299'999))) << code::kInvalidExpiry;
    QTest::newRow("a life of five minutes") << changed(limit(minutes(5))) << code::kTaken;
    QTest::newRow("a life of more than thirty days")
        << changed(limit(days(30) + milliseconds(1))) << code::kInvalidExpiry;
}

void PracticeExchangeTest::refusesOrdersThatBreakTheRules()
{
    QFETCH(const std::function<OrderFields(World&)>, make);
    QFETCH(const int, expected);
    World world;
    QCOMPARE(world.client.send(CreateOrder{make(world)}), expected);
}

void PracticeExchangeTest::anOrderWaitsForTheDelayOfItsTier()
{
    World world;
    QCOMPARE(world.client.send(CreateOrder{marketOrder(OrderSide::Bid, 1'000, kAnyBid)}),
             code::kTaken);
    world.client.wait(milliseconds(299));
    QCOMPARE(world.lots(), 0);
    world.client.wait(milliseconds(1));
    QCOMPARE(world.lots(), 1'000);
    const auto fills =
        world.client.read<wire::Trades>(u"trades"_s, world.client.mine(), world.client.token());
    QCOMPARE(fills.trades.front().takerFee, 50);
}

void PracticeExchangeTest::aMarketOrderStopsAtItsWorstPrice()
{
    World world;
    const auto worst = static_cast<std::uint32_t>(world.price() / 2);
    QCOMPARE(world.client.send(CreateOrder{marketOrder(OrderSide::Bid, 1'000, worst)}),
             code::kTaken);
    world.client.wait(seconds(1));
    QCOMPARE(world.lots(), 0);
    QCOMPARE(world.finished().front().status, wire::OrderStatus::CanceledTooMuchSlippage);
}

void PracticeExchangeTest::aGroupProtectsWhatItsParentHasExecuted()
{
    World world;
    CreateGroupedOrders group;
    group.grouping = GroupingType::OneTriggersOther;
    group.orders.push_back(marketOrder(OrderSide::Bid, 1'000, kAnyBid));
    group.orders.push_back(world.stop(OrderSide::Ask, world.price() * 9 / 10));
    QCOMPARE(world.client.send(group), code::kTaken);
    world.client.wait(seconds(1));
    const auto working = world.working();
    QCOMPARE(working.size(), std::size_t{1});
    QCOMPARE(working.front().status, wire::OrderStatus::Pending);
    QCOMPARE(working.front().remainingSize, (Decimal{1, 1}));

    // A parent that executes nothing takes its child with it.
    group = CreateGroupedOrders{};
    group.grouping = GroupingType::OneTriggersOther;
    group.orders.push_back(marketOrder(OrderSide::Bid, 1'000, kAnyAsk));
    group.orders.push_back(world.stop(OrderSide::Ask, world.price() * 9 / 10));
    // The signer's smallest price makes a notional below the minimum.
    QCOMPARE(world.client.send(group), code::kInvalidAmount);
    group = CreateGroupedOrders{};
    group.grouping = GroupingType::OneTriggersOther;
    group.orders.push_back(
        marketOrder(OrderSide::Bid, 1'000, static_cast<std::uint32_t>(world.price() / 2)));
    group.orders.push_back(world.stop(OrderSide::Ask, world.price() * 9 / 10));
    QCOMPARE(world.client.send(group), code::kTaken);
    world.client.wait(seconds(1));
    QCOMPARE(world.working().size(), std::size_t{1});
    QCOMPARE(world.finished()[0].status, wire::OrderStatus::CanceledChild);
    QCOMPARE(world.finished()[1].status, wire::OrderStatus::CanceledTooMuchSlippage);
}

void PracticeExchangeTest::theStopClosesThePosition()
{
    World world;
    CreateGroupedOrders group;
    group.grouping = GroupingType::OneTriggersOther;
    group.orders.push_back(marketOrder(OrderSide::Bid, 1'000, kAnyBid));
    group.orders.push_back(world.stop(OrderSide::Ask, world.price() + 1'000'000));
    QCOMPARE(world.client.send(group), code::kTaken);
    world.client.wait(seconds(5)); // the mark is below the trigger from the first trade on
    QCOMPARE(world.lots(), 0);
    QVERIFY(world.working().empty());
    QCOMPARE(world.finished().front().status, wire::OrderStatus::Filled);
    const auto account = world.client.accountState();
    QCOMPARE(account.positions.front().sign, 0);
}

void PracticeExchangeTest::oneCancelsOther()
{
    World world;
    CreateGroupedOrders group;
    group.grouping = GroupingType::OneTriggersPair;
    group.orders.push_back(marketOrder(OrderSide::Bid, 1'000, kAnyBid));
    group.orders.push_back(world.stop(OrderSide::Ask, world.price() / 2));
    OrderFields target = world.stop(OrderSide::Ask, world.price() / 2);
    target.type = OrderType::TakeProfitLimit;
    target.timeInForce = OrderTimeInForce::GoodTillTime;
    target.price = target.triggerPrice;
    group.orders.push_back(target);
    QCOMPARE(world.client.send(group), code::kTaken);
    world.client.wait(seconds(5));
    QCOMPARE(world.lots(), 0);
    QVERIFY(world.working().empty());
    const auto finished = world.finished();
    QCOMPARE(finished[0].kind, wire::OrderKind::TakeProfitLimit);
    QCOMPARE(finished[0].status, wire::OrderStatus::Filled);
    QCOMPARE(finished[1].status, wire::OrderStatus::CanceledOneCancelsOther);
}

void PracticeExchangeTest::aStopIsMoved()
{
    World world;
    CreateGroupedOrders group;
    group.grouping = GroupingType::OneTriggersOther;
    group.orders.push_back(marketOrder(OrderSide::Bid, 1'000, kAnyBid));
    group.orders.push_back(world.stop(OrderSide::Ask, world.price() / 2));
    group.orders.begin()[1].clientOrderIndex = 77;
    QCOMPARE(world.client.send(group), code::kTaken);
    world.client.wait(seconds(1));
    const auto trigger = static_cast<std::uint32_t>(world.price() * 3 / 4);
    QCOMPARE(world.client.send(ModifyOrder{0, 77, 0, kAnyAsk, trigger}), code::kTaken);
    world.client.wait(seconds(1));
    const auto moved = world.working().front();
    QCOMPARE(rescale(moved.triggerPrice.mantissa, moved.triggerPrice.decimals, 2).value(),
             std::int64_t{trigger});
    QCOMPARE(moved.remainingSize, (Decimal{1, 1}));
}

void PracticeExchangeTest::aRestingOrderIsSeenAndTakenBack()
{
    World world;
    OrderFields order = marketOrder(OrderSide::Bid, 1'000, 0);
    order.type = OrderType::Limit;
    order.timeInForce = OrderTimeInForce::PostOnly;
    order.price = static_cast<std::uint32_t>(world.price() / 2);
    order.orderExpiry = world.ms(hours(1));
    order.clientOrderIndex = 5;
    QCOMPARE(world.client.send(CreateOrder{order}), code::kTaken);
    world.client.wait(seconds(1));
    const auto bids =
        world.service->exchange().levels(world.service->exchange().markets().front(), Side::Buy);
    QCOMPARE(bids.back(), (BookLevel{Price{order.price}, Quantity{1'000}}));
    QCOMPARE(world.client.send(CreateOrder{order}), code::kClientIndexExists);
    QCOMPARE(world.client.send(CancelOrder{0, 5}), code::kTaken);
    world.client.wait(seconds(1));
    QCOMPARE(world.finished().front().status, wire::OrderStatus::Canceled);
    QVERIFY(world.service->exchange()
                .levels(world.service->exchange().markets().front(), Side::Buy)
                .back()
                .price.count()
            > std::int64_t{order.price});
}

void PracticeExchangeTest::postOnlyDoesNotTake()
{
    World world;
    OrderFields order = marketOrder(OrderSide::Bid, 1'000, 0);
    order.type = OrderType::Limit;
    order.timeInForce = OrderTimeInForce::PostOnly;
    order.price = static_cast<std::uint32_t>(world.price() * 11 / 10);
    order.orderExpiry = world.ms(hours(1));
    QCOMPARE(world.client.send(CreateOrder{order}), code::kTaken);
    world.client.wait(seconds(1));
    QCOMPARE(world.lots(), 0);
    QCOMPARE(world.finished().front().status, wire::OrderStatus::CanceledPostOnly);
}

void PracticeExchangeTest::reduceOnlyNeedsAPosition()
{
    World world;
    OrderFields exit = marketOrder(OrderSide::Ask, 2'000, kAnyAsk);
    exit.reduceOnly = ReduceOnly::Yes;
    QCOMPARE(world.client.send(CreateOrder{exit}), code::kTaken);
    world.client.wait(seconds(1));
    QCOMPARE(world.finished().front().status, wire::OrderStatus::CanceledReduceOnly);

    QCOMPARE(world.client.send(CreateOrder{marketOrder(OrderSide::Bid, 1'000, kAnyBid)}),
             code::kTaken);
    world.client.wait(seconds(1));
    QCOMPARE(world.client.send(CreateOrder{exit}), code::kTaken);
    world.client.wait(seconds(1));
    QCOMPARE(world.lots(), 0); // cut to the position

    world.service->exchange().dropsReduceOnlySilently = true;
    const std::size_t before = world.finished().size();
    QCOMPARE(world.client.send(CreateOrder{exit}), code::kTaken);
    world.client.wait(seconds(1));
    QCOMPARE(world.finished().size(), before);
    QVERIFY(world.working().empty());
}

void PracticeExchangeTest::cancelAllTakesBackEverything()
{
    World world;
    OrderFields order = marketOrder(OrderSide::Bid, 1'000, 0);
    order.type = OrderType::Limit;
    order.timeInForce = OrderTimeInForce::GoodTillTime;
    order.price = static_cast<std::uint32_t>(world.price() / 2);
    order.orderExpiry = world.ms(hours(1));
    QCOMPARE(world.client.send(CreateOrder{order}), code::kTaken);
    QCOMPARE(world.client.send(CreateOrder{order}), code::kTaken);
    world.client.wait(seconds(1));
    QCOMPARE(world.working().size(), std::size_t{2});
    QCOMPARE(world.client.send(CancelAllOrders{}), code::kTaken);
    world.client.wait(seconds(1));
    QVERIFY(world.working().empty());
}

void PracticeExchangeTest::fundingIsPaidByThePosition()
{
    World world;
    QCOMPARE(world.client.send(CreateOrder{marketOrder(OrderSide::Bid, 10'000, kAnyBid)}),
             code::kTaken);
    world.client.wait(hours(1));
    const auto payments = world.client.read<wire::FundingPayments>(
        u"positionFunding"_s, world.client.mine(), world.client.token());
    QCOMPARE(payments.payments.size(), std::size_t{1});
    const auto* account = world.service->exchange().account(exchange::kPracticeAccount);
    QCOMPARE(rescale(payments.payments.front().change.mantissa,
                     payments.payments.front().change.decimals, 6)
                 .value(),
             -account->funding.count());
    QVERIFY(account->funding.count() != 0);
}

void PracticeExchangeTest::anAccountWithoutMarginIsLiquidated()
{
    exchange::PracticeRequest request = plus();
    request.balance = usdc(100);
    World world{request};
    QCOMPARE(world.client.send(UpdateLeverage{0, 200, MarginMode::Cross}), code::kTaken);
    const std::int64_t most =
        std::int64_t{100} * 49 * 10'000 * 100 / world.price(); // lots at 49 times
    QCOMPARE(world.client.send(CreateOrder{marketOrder(
                 OrderSide::Bid, most, static_cast<std::uint32_t>(world.price() * 1'002 / 1'000))}),
             code::kTaken);
    for (int minute = 0; minute < 24 * 60 && (minute < 2 || world.lots() != 0); ++minute) {
        world.client.wait(minutes(1));
    }
    QCOMPARE(world.lots(), 0);
    const auto fills =
        world.client.read<wire::Trades>(u"trades"_s, world.client.mine(), world.client.token());
    QCOMPARE(fills.trades.front().kind, wire::TradeKind::Liquidation);
}

void PracticeExchangeTest::privateMattersNeedAToken()
{
    World world;
    ExchangeClient& client = world.client;
    QCOMPARE(client.get(u"accountActiveOrders"_s, client.mine()).status, 401);
    QCOMPARE(
        client.get(u"accountActiveOrders"_s, client.mine(), client.token(Duration{-1'000'000'000}))
            .status,
        401);
    QCOMPARE(client.get(u"accountActiveOrders"_s, client.mine(), client.token(hours(9))).status,
             401);
    std::string other = client.token();
    other.back() = other.back() == '0' ? '1' : '0';
    QCOMPARE(client.get(u"accountActiveOrders"_s, client.mine(), other).status, 401);
    QCOMPARE(client.get(u"accountActiveOrders"_s, client.mine(), client.token()).status, 200);
}

void PracticeExchangeTest::tooManyRequestsShutOutForAMinute()
{
    exchange::PracticeRequest standard = plus();
    standard.tier = exchange::standardTier();
    World world{standard};
    for (int i = 0; i < 60; ++i) {
        QCOMPARE(world.client.get(u"orderBooks"_s).status, 200);
    }
    QCOMPARE(world.client.get(u"orderBooks"_s).status, 429);
    world.client.wait(seconds(59));
    QCOMPARE(world.client.get(u"orderBooks"_s).status, 429);
    world.client.wait(seconds(1));
    QCOMPARE(world.client.get(u"orderBooks"_s).status, 200);
}

void PracticeExchangeTest::theStreamAnswersByItsRules()
{
    World world;
    ExchangeService& service = *world.service;
    const auto connection = service.connect(world.client.now());
    static_cast<void>(service.take());
    const auto ask = [&](const QByteArray& text) {
        service.hear(connection, text, world.client.now());
        const auto outgoing = service.take();
        return outgoing.empty() ? QByteArray{} : outgoing.front().text;
    };
    QCOMPARE(ask(R"({"type":"ping"})"), QByteArray{R"({"type":"pong"})"});
    QVERIFY(
        ask(R"({"type":"subscribe","channel":"order_book/0"})").contains("subscribed/order_book"));
    QVERIFY(ask(R"({"type":"subscribe","channel":"order_book/0"})").contains("30003"));
    QVERIFY(ask(R"({"type":"subscribe","channel":"order_book/55"})").contains("30005"));
    QVERIFY(ask(R"({"type":"subscribe","channel":"account_all_orders/1000"})").contains("20001"));
    QVERIFY(ask("{\"type\":\"subscribe\",\"channel\":\"account_all_orders/1000\",\"auth\":\""
                + QByteArray::fromStdString(world.client.token()) + "\"}")
                .contains("subscribed/account_all_orders"));
    QVERIFY(ask(R"({"type":"unsubscribe","channel":"order_book/0"})").contains("unsubscribed"));
    QVERIFY(ask(R"({"type":"unsubscribe","channel":"order_book/0"})").contains("30002"));
    QVERIFY(ask("not json").contains("30000"));
    QVERIFY(ask(R"({"type":"dance"})").contains("30001"));
    // Who does not answer two pings is dropped.
    world.client.wait(seconds(31));
    static_cast<void>(service.take());
    world.client.wait(seconds(31));
    const auto outgoing = service.take();
    QVERIFY(std::any_of(outgoing.begin(), outgoing.end(),
                        [](const auto& each) { return each.closeCode == 1'008; }));
}

void PracticeExchangeTest::theLedgerBalancesToTheLastUnit()
{
    World world;
    RandomSource random{7};
    const auto below = [&random](std::uint64_t most) {
        return static_cast<std::int64_t>(random.next() % most);
    };
    for (int i = 0; i < 150; ++i) {
        const std::int64_t lots = 50 + below(100'000);
        const OrderFields order = below(2) == 0 ? marketOrder(OrderSide::Bid, lots, kAnyBid)
                                                : marketOrder(OrderSide::Ask, lots, 200'000);
        QCOMPARE(world.client.send(CreateOrder{order}), code::kTaken);
        world.client.wait(seconds(1 + below(300)));
    }
    while (world.lots() != 0) {
        OrderFields exit = world.lots() > 0 ? marketOrder(OrderSide::Ask, 0, kAnyAsk)
                                            : marketOrder(OrderSide::Bid, 0, kAnyBid);
        exit.reduceOnly = ReduceOnly::Yes;
        QCOMPARE(world.client.send(CreateOrder{exit}), code::kTaken);
        world.client.wait(seconds(1));
    }
    const auto& exchange = world.service->exchange();
    const auto* account = exchange.account(exchange::kPracticeAccount);
    Money flows = account->deposited;
    for (const auto& own : exchange.ownTrades()) {
        const Money value =
            exchange.market(0)->instrument().notional(own.trade.quantity, own.trade.price);
        flows += own.side == Side::Sell ? value : -value;
        flows -= own.fee;
    }
    for (const auto& payment : exchange.payments()) {
        flows -= payment.paid;
    }
    QVERIFY(exchange.payments().size() > 3);
    QVERIFY(exchange.ownTrades().size() > 150);
    QCOMPARE(account->collateral.count(), flows.count());
    QCOMPARE(exchange.value(*account).count(), flows.count());
}

WICK_TEST(PracticeExchangeTest)
#include "tst_practiceexchange.moc"
