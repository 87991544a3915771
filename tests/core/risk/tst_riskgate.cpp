#include "core/base/randomsource.h"
#include "core/risk/exposurerules.h"
#include "core/risk/riskgate.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <type_traits>
#include <vector>

using namespace wick::core;
using wick::test::eth;
using wick::test::usd;

// The permission is a type.
static_assert(!std::is_constructible_v<ApprovedOrder, Order>);
static_assert(!std::is_copy_constructible_v<ApprovedOrder>);
static_assert(!std::is_default_constructible_v<ApprovedOrder>);

namespace {

const Instrument kEth = eth();
const Instrument kGold = eth(InstrumentId{0}, CalendarKind::NewYork);
const PairTable kAlone{1};
constexpr Money kMicro{1};

OrderIntent intent(std::int64_t lots = 10'000)
{
    OrderIntent order;
    order.id = OrderId{1};
    order.instrument = &kEth;
    order.side = Side::Buy;
    order.price = usd(2'000);
    order.quantity = Quantity{lots};
    order.stop = usd(1'990);
    order.target = usd(2'020);
    order.lossAtStop = usdc(10);
    order.reason = {"TEST", "A test."};
    return order;
}

/// An account of 100,000 in which the intent above passes every rule.
AccountView account(const RiskLimits& limits)
{
    AccountView view;
    view.now = Timestamp{} + hours(1);
    view.equity = usdc(100'000);
    view.limits = &limits;
    view.riskPerTrade = 5'000;
    view.mark = usd(2'000);
    view.markTime = view.now;
    view.leverageCap = limits.maxLeverage;
    view.stageCap = limits.stageCap;
    view.fleetDay = {usdc(2'000).count(), 0};
    view.engineDay = {usdc(1'000).count(), 0};
    view.lossStreak = {limits.lossStreak, 0};
    view.slipStreak = {limits.slippageStreak, 0};
    view.rejects = {limits.rejectStreak, 0};
    view.trades = {limits.tradesPerHour, 0};
    view.entriesSent = {limits.orderRate, 0};
    view.hourRange = PriceDelta{1'000};
    view.stopSlip = PriceDelta{10};
    view.cost = Ppm{300};
    view.pairs = &kAlone;
    view.holdings.push_back({.market = InstrumentId{0}, .volatility = 37'000});
    return view;
}

std::string_view failure(const Review& review)
{
    const VerdictLine* line = review.verdict.firstFailure();
    return line == nullptr ? std::string_view{} : line->rule->refusal.token;
}

Review reviewed(const OrderIntent& order, const AccountView& view)
{
    static const ManualClock kClock;
    RiskGate gate{kClock, standardRules(), seconds(1)};
    return gate.review(order, view);
}

struct Situation
{
    OrderIntent order = intent();
    RiskLimits limits;
    AccountView view = account(limits);

    Situation() { view.limits = &limits; }
    Situation(const Situation&) = delete;
    Situation& operator=(const Situation&) = delete;
};

using Change = std::function<void(Situation&)>;

/// A rule with the last situation it allows and the first it refuses.
struct Edge
{
    const char* token;
    Change allowed;
    Change refused;
};

Edge lossEdge(const char* token, LossUse AccountView::*use)
{
    return {token,
            [use](Situation& one) {
                one.view.*use = {usdc(3'000).count(), (usdc(3'000) - kMicro).count()};
            },
            [use](Situation& one) {
                one.view.*use = {usdc(3'000).count(), usdc(3'000).count()};
            }};
}

/// The day's budget is part of other rules, so those are out of the way.
Edge dayEdge(const char* token, LossUse AccountView::*use)
{
    Edge edge = lossEdge(token, use);
    for (Change* change : {&edge.allowed, &edge.refused}) {
        *change = [inner = *change](Situation& one) {
            inner(one);
            one.limits.openRisk = kNoLimit;
            one.limits.groupLoss = kNoLimit;
        };
    }
    return edge;
}

Edge countEdge(const char* token, CountUse AccountView::*use, std::int64_t last)
{
    return {token, [=](Situation& one) { (one.view.*use).count = last; },
            [=](Situation& one) {
                (one.view.*use).count = last + 1;
            }};
}

Edge moneyEdge(const char* token,
               std::function<void(Situation&, Money)> set,
               Money last,
               Money step = kMicro)
{
    return {token, [=](Situation& one) { set(one, last); },
            [=](Situation& one) {
                set(one, last + step);
            }};
}

std::vector<Edge> exposureEdges()
{
    return {
        {"NO_STOP",
         [](Situation& one) {
             one.order.stop = usd(1'999.99);
             one.limits.costRatio = kNoLimit;
         },
         [](Situation& one) {
             one.order.stop = usd(2'000);
         }},
        {"TOO_SMALL", [](Situation& one) { one.order.quantity = Quantity{50}; },
         [](Situation& one) {
             one.order.quantity = Quantity{49};
         }},
        moneyEdge(
            "RISK_PER_TRADE", [](Situation& one, Money loss) { one.order.lossAtStop = loss; },
            usdc(500)),
        {"MAX_POSITION",
         [](Situation& one) {
             one.limits.maxPosition = 1'500'000'000;
             one.view.openLots = 3'000;
             one.view.pendingLots = 2'000;
         },
         [](Situation& one) {
             one.limits.maxPosition = 1'500'000'000;
             one.view.openLots = 3'000;
             one.view.pendingLots = 2'001;
         }},
        moneyEdge(
            "MAX_NOTIONAL",
            [](Situation& one, Money most) { one.limits.maxNotional = most.count(); }, usdc(2'000),
            -kMicro),
        {"MAX_OPEN_POSITIONS", [](Situation& one) { one.view.openMarkets = 2; },
         [](Situation& one) {
             one.view.openMarkets = 3;
         }},
        {"STAGE_CAP", // the smallest order is 50 lots
         [](Situation& one) { one.view.stageCap = 200'000'000; },
         [](Situation& one) {
             one.view.stageCap = 199'000'000;
         }},
        moneyEdge(
            "OPEN_RISK",
            [](Situation& one, Money risk) {
                one.limits.groupLoss = kNoLimit;
                one.view.holdings[0].risk = risk.count();
            },
            usdc(1'990)),
        moneyEdge(
            "ENGINE_OPEN_RISK", [](Situation& one, Money risk) { one.view.engineRisk = risk; },
            usdc(990)),
        moneyEdge(
            "GROUP_LOSS", // 60 % of 2,000
            [](Situation& one, Money risk) { one.view.holdings[0].risk = risk.count(); },
            usdc(1'190)),
        moneyEdge(
            "GROUP_EXPOSURE", // 30 % of 5 x 100,000
            [](Situation& one, Money value) {
                one.limits.portfolioVol = kNoLimit;
                one.view.holdings[0].open = value.count();
            },
            usdc(148'000)),
        moneyEdge(
            "PORTFOLIO_VOLATILITY", // 1.5 % of 100,000
            [](Situation& one, Money value) {
                one.view.holdings[0].volatility = 50'000;
                one.view.holdings[0].open = value.count();
            },
            usdc(28'000)),
        moneyEdge(
            "MAX_LEVERAGE", [](Situation& one, Money gross) { one.view.grossNotional = gross; },
            usdc(498'000)),
        moneyEdge(
            "MARGIN_BUFFER", // 100 of margin; 80 % of 125 are free
            [](Situation& one, Money used) { one.view.marginUsed = used; }, usdc(99'875)),
        moneyEdge(
            "NEAR_LIQUIDATION", // at 1,975.00: 15.00 below the stop, 1.5 hour's ranges
            [](Situation& one, Money maintenance) { one.view.otherMaintenance = maintenance; },
            Money{99'951'300'000}),
    };
}

std::vector<Edge> lossEdges()
{
    return {
        {"HALTED", [](Situation&) {},
         [](Situation& one) {
             static constexpr Reason kReason{"HALTED_TEST", "Halted for a test."};
             one.view.halt = &kReason;
         }},
        dayEdge("DAILY_LOSS", &AccountView::fleetDay),
        dayEdge("ENGINE_DAILY_LOSS", &AccountView::engineDay),
        lossEdge("ROLLING_LOSS", &AccountView::fleetRolling),
        lossEdge("ENGINE_ROLLING_LOSS", &AccountView::engineRolling),
        lossEdge("PEAK_DRAWDOWN", &AccountView::fleetPeak),
        lossEdge("ENGINE_PEAK_DRAWDOWN", &AccountView::enginePeak),
        countEdge("LOSS_STREAK", &AccountView::lossStreak, 4),
        countEdge("SLIPPAGE_STREAK", &AccountView::slipStreak, 2),
        countEdge("REJECT_STREAK", &AccountView::rejects, 2),
        countEdge("TRADES_PER_HOUR", &AccountView::trades, 11),
        countEdge("ORDER_RATE", &AccountView::entriesSent, 27),
    };
}

std::vector<Edge> marketEdges()
{
    return {
        {"PRICE_COLLAR", [](Situation& one) { one.order.price = usd(2'020); },
         [](Situation& one) {
             one.order.price = usd(2'020.01);
         }},
        {"WIDE_SPREAD",
         [](Situation& one) {
             one.view.book = BookView{200, 1'000'000, 1'000'000};
         },
         [](Situation& one) {
             one.view.book = BookView{201, 1'000'000, 1'000'000};
         }},
        {"THIN_BOOK",
         [](Situation& one) {
             one.view.book = BookView{100, 0, 50'000};
         },
         [](Situation& one) {
             one.view.book = BookView{100, 1'000'000, 49'999};
         }},
        {"STALE_MARKET",
         [](Situation& one) { one.view.markTime = one.view.now - milliseconds(15'000); },
         [](Situation& one) {
             one.view.markTime = one.view.now - milliseconds(15'001);
         }},
        {"CLOCK_SKEW", [](Situation& one) { one.view.clockSkewMs = -2'000; },
         [](Situation& one) {
             one.view.clockSkewMs = -2'001;
         }},
        {"TRADING_HOURS", [](Situation& one) { one.limits.preCloseMin = 0; },
         [](Situation& one) {
             one.limits.preCloseMin = 0;
             one.view.sessionOpen = false;
         }},
        {"PRE_CLOSE", [](Situation& one) { one.view.minutesToClose = 46; },
         [](Situation& one) {
             one.view.minutesToClose = 45;
         }},
        {"REDUCE_ONLY", [](Situation&) {},
         [](Situation& one) {
             one.view.status = MarketStatus::ReduceOnly;
         }},
        {"COST_GATE", // the stop is 5,000 ppm away
         [](Situation& one) { one.view.cost = Ppm{1'666}; },
         [](Situation& one) {
             one.view.cost = Ppm{1'667};
         }},
        {"EVENT_WINDOW", [](Situation&) {},
         [](Situation& one) {
             one.view.inEvent = true;
         }},
        {"TAKEN_OVER", [](Situation&) {},
         [](Situation& one) {
             one.view.takenOver = true;
         }},
    };
}

std::vector<Edge> edges()
{
    std::vector<Edge> all = exposureEdges();
    for (const auto& more : {lossEdges(), marketEdges()}) {
        all.insert(all.end(), more.begin(), more.end());
    }
    return all;
}

} // namespace

class RiskGateTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void refusesWhenItHoldsNoRules();
    void approvesWhatEveryRuleAllows();
    void everyRuleIsInTheVerdictAlsoAfterARefusal();
    void approvalExpiresAfterItsLifetime();
    void everyRuleAllowsItsEdgeAndRefusesWhatIsBeyond_data();
    void everyRuleAllowsItsEdgeAndRefusesWhatIsBeyond();
    void everyRuleHasAnEdgeInThisTest();
    void openLimitsRefuseNothingButStates();
    void missingInputRefuses_data();
    void missingInputRefuses();
    void withoutABookSpreadAndDepthPassAndSaySo();
    void addingToAHeldMarketPassesTheCount();
    void exposureThatFallsIsAllowedAboveItsLimit();
    void aGapIsKeptBeforeLiquidationWhereMarketsClose();
    void aShortIsLiquidatedAbove();
    void theEdgeIsJudgedOnceAWinShareIsKnown();
    void headroomIsTheRoomLeft();
    void noneOfEitherLimitIsNoLimit();
    void whatIsNotPositiveIsNoOrder();
    void statesAreToldAsNumbers();
    void whatWeighsTheSameAsBeforeIsAllowed();
    void theWorseSideOfPendingOrdersCounts();
    void ordersAgainstThePositionAreNotLiquidated();
    void verdictsDoNotDependOnTheOrderOfRules();
    void aStricterLimitNeverApprovesWhatALooserRefused();
};

void RiskGateTest::refusesWhenItHoldsNoRules()
{
    const ManualClock clock;
    RiskGate gate{clock, {}, seconds(1)};
    const RiskLimits limits;
    QVERIFY(!gate.review(intent(), account(limits)).approved);
}

void RiskGateTest::approvesWhatEveryRuleAllows()
{
    const RiskLimits limits;
    const auto review = reviewed(intent(), account(limits));
    QCOMPARE(failure(review), std::string_view{});
    QVERIFY(review.approved.has_value());
    QCOMPARE(review.approved->order().quantity(), Quantity{10'000});
    QCOMPARE(review.approved->verdict(), review.verdict.id);
}

void RiskGateTest::everyRuleIsInTheVerdictAlsoAfterARefusal()
{
    const RiskLimits limits;
    OrderIntent bad = intent();
    bad.stop.reset();
    const auto review = reviewed(bad, account(limits));
    QCOMPARE(review.verdict.lines.size(), standardRules().size());
    QVERIFY(review.verdict.lines.size() <= Verdict::kMostRules);
    QVERIFY(!review.approved);
}

void RiskGateTest::approvalExpiresAfterItsLifetime()
{
    ManualClock clock;
    clock.advance(Duration{500});
    RiskGate gate{clock, standardRules(), Duration{1'000}};
    const RiskLimits limits;
    const auto review = gate.review(intent(), account(limits));
    QCOMPARE(review.approved.value().validUntil().count(), 1'500);
}

void RiskGateTest::everyRuleAllowsItsEdgeAndRefusesWhatIsBeyond_data()
{
    QTest::addColumn<int>("index");
    int index = 0;
    for (const auto& edge : edges()) {
        QTest::newRow(edge.token) << index++;
    }
}

void RiskGateTest::everyRuleAllowsItsEdgeAndRefusesWhatIsBeyond()
{
    QFETCH(const int, index);
    const Edge edge = edges()[static_cast<std::size_t>(index)];
    Situation good;
    edge.allowed(good);
    QCOMPARE(failure(reviewed(good.order, good.view)), std::string_view{});
    Situation bad;
    edge.refused(bad);
    const Review refused = reviewed(bad.order, bad.view);
    QVERIFY(!refused.approved);
    const auto said = [&](const VerdictLine& line) {
        return !line.result.passed && line.rule->refusal.token == std::string_view{edge.token};
    };
    QVERIFY2(std::any_of(refused.verdict.lines.begin(), refused.verdict.lines.end(), said),
             failure(refused).data());
}

void RiskGateTest::everyRuleHasAnEdgeInThisTest()
{
    std::set<std::string_view> tested;
    for (const auto& edge : edges()) {
        tested.insert(edge.token);
    }
    for (const auto& rule : standardRules()) {
        const std::string_view token = rule->info().refusal.token;
        QVERIFY2(tested.erase(token) == 1, token.data());
    }
    QVERIFY(tested.empty());
}

void RiskGateTest::openLimitsRefuseNothingButStates()
{
    const RiskLimits open = RiskLimits::open();
    AccountView view = account(open);
    view.equity = usdc(-5);
    view.riskPerTrade = kNoLimit;
    view.fleetDay = {};
    view.engineDay = {};
    view.openMarkets = 50;
    view.sessionOpen = false;
    view.minutesToClose = 0;
    view.clockSkewMs = 1'000'000;
    view.markTime = Timestamp{};
    view.now = Timestamp{} + days(30);
    view.book = BookView{kNoLimit, 0, 0};
    view.cost = Ppm{1'000'000};
    view.holdings[0].open = usdc(10'000'000).count();
    view.grossNotional = usdc(10'000'000);
    view.marginUsed = usdc(10'000'000);
    view.lossStreak.count = view.slipStreak.count = view.rejects.count = 1'000;
    view.trades.count = view.entriesSent.count = 1'000;
    OrderIntent far = intent();
    far.price = usd(4'000);
    QCOMPARE(failure(reviewed(far, view)), std::string_view{});
    view.takenOver = true;
    QCOMPARE(failure(reviewed(far, view)), std::string_view{"TAKEN_OVER"});
}

void RiskGateTest::missingInputRefuses_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("token");
    const auto row = [](const char* what, const char* token) {
        QTest::newRow(what) << QString::fromLatin1(what) << QString::fromLatin1(token);
    };
    row("no stop", "NO_STOP");
    row("stop above a long", "NO_STOP");
    row("no mark", "PRICE_COLLAR");
    row("no equity", "RISK_PER_TRADE");
    row("debts", "RISK_PER_TRADE");
    row("no side", "TOO_SMALL");
    row("no price", "TOO_SMALL");
    row("one-sided book", "WIDE_SPREAD");
    row("inactive market", "REDUCE_ONLY");
}

void RiskGateTest::missingInputRefuses()
{
    QFETCH(const QString, what);
    QFETCH(const QString, token);
    Situation one;
    if (what == QLatin1String("no stop")) {
        one.order.stop.reset();
    } else if (what == QLatin1String("stop above a long")) {
        one.order.stop = usd(2'001);
    } else if (what == QLatin1String("no mark")) {
        one.view.mark.reset();
    } else if (what == QLatin1String("no equity")) {
        one.view.equity = {};
    } else if (what == QLatin1String("debts")) {
        one.view.equity = usdc(-1);
    } else if (what == QLatin1String("no side")) {
        one.order.side = {};
    } else if (what == QLatin1String("no price")) {
        one.order.price = {};
    } else if (what == QLatin1String("one-sided book")) {
        one.view.book = BookView{kNoLimit, 0, 1'000'000};
    } else if (what == QLatin1String("inactive market")) {
        one.view.status = MarketStatus::Inactive;
    }
    QCOMPARE(QString::fromLatin1(failure(reviewed(one.order, one.view)).data()), token);
}

void RiskGateTest::withoutABookSpreadAndDepthPassAndSaySo()
{
    const RiskLimits limits;
    const Review review = reviewed(intent(), account(limits));
    std::size_t silent = 0;
    for (const auto& line : review.verdict.lines) {
        silent += line.result.known ? 0 : 1;
    }
    QVERIFY(review.approved.has_value());
    QCOMPARE(silent, std::size_t{3}); // spread, depth and the second clock
}

void RiskGateTest::addingToAHeldMarketPassesTheCount()
{
    RiskLimits limits;
    limits.maxOpenPositions = 5;
    AccountView view = account(limits);
    view.openMarkets = 5;
    QCOMPARE(failure(reviewed(intent(), view)), std::string_view{"MAX_OPEN_POSITIONS"});
    view.marketHeld = true;
    QVERIFY(reviewed(intent(), view).approved.has_value());
}

void RiskGateTest::exposureThatFallsIsAllowedAboveItsLimit()
{
    RiskLimits limits;
    limits.maxNotional = kNoLimit;
    AccountView view = account(limits);
    view.holdings[0].open = usdc(400'000).count(); // the group may hold 150,000
    view.openLots = 2'000'000;
    QCOMPARE(failure(reviewed(intent(), view)), std::string_view{"GROUP_EXPOSURE"});
    OrderIntent back = intent();
    back.side = Side::Sell;
    back.stop = usd(2'010);
    QCOMPARE(failure(reviewed(back, view)), std::string_view{});
}

void RiskGateTest::aGapIsKeptBeforeLiquidationWhereMarketsClose()
{
    Situation one;
    one.view.otherMaintenance = Money{99'951'300'000}; // liquidation at 1,975.00
    QCOMPARE(failure(reviewed(one.order, one.view)), std::string_view{});
    one.order.instrument = &kGold; // 1.5 % of 2,000 are 30
    QCOMPARE(failure(reviewed(one.order, one.view)), std::string_view{"NEAR_LIQUIDATION"});
    one.limits.liquidationGap = 7'500;
    QCOMPARE(failure(reviewed(one.order, one.view)), std::string_view{});
    one.view.stopSlip = PriceDelta{500}; // three times that are 15.00
    QCOMPARE(failure(reviewed(one.order, one.view)), std::string_view{});
    one.view.stopSlip = PriceDelta{501};
    QCOMPARE(failure(reviewed(one.order, one.view)), std::string_view{"NEAR_LIQUIDATION"});
}

void RiskGateTest::aShortIsLiquidatedAbove()
{
    Situation one;
    one.order.side = Side::Sell;
    one.order.stop = usd(2'010);
    // (V + 2,000 - M) / 1.012 = 2,025.00: 15.00 above the stop
    one.view.otherMaintenance = usdc(100'000) + usdc(2'000) - Money{2'049'300'000};
    QCOMPARE(failure(reviewed(one.order, one.view)), std::string_view{});
    one.view.otherMaintenance += Money{10'120};
    QCOMPARE(failure(reviewed(one.order, one.view)), std::string_view{"NEAR_LIQUIDATION"});
}

void RiskGateTest::theEdgeIsJudgedOnceAWinShareIsKnown()
{
    Situation one;
    one.view.winShare = Ppm{353'333}; // x 10,000 - (1 - x) 5,000 is just below 300
    QCOMPARE(failure(reviewed(one.order, one.view)), std::string_view{"COST_GATE"});
    one.view.winShare = Ppm{353'334};
    QCOMPARE(failure(reviewed(one.order, one.view)), std::string_view{});
    // Without a target there is no edge to judge, and without a limit nothing to hold it against.
    one.view.winShare = Ppm{0};
    one.order.target.reset();
    QCOMPARE(failure(reviewed(one.order, one.view)), std::string_view{});
    one.order.target = usd(2'020);
    one.limits.costRatio = kNoLimit;
    QCOMPARE(failure(reviewed(one.order, one.view)), std::string_view{});
}

void RiskGateTest::headroomIsTheRoomLeft()
{
    static constexpr RuleInfo kMost{"most", "Most", RuleUnit::Count, {"A", "B."}};
    static constexpr RuleInfo kLeast{
        "least", "Least", RuleUnit::Count, {"A", "B."}, Bound::AtLeast};
    QCOMPARE((VerdictLine{&kMost, {10, 7, true}}.headroom()), 3);
    QCOMPARE((VerdictLine{&kLeast, {7, 10, true}}.headroom()), 3);
    QCOMPARE((VerdictLine{&kMost, {kNoLimit, -5, true}}.headroom()), kNoLimit);
}

void RiskGateTest::noneOfEitherLimitIsNoLimit()
{
    const auto limitOf = [](const Situation& one, std::string_view rule) {
        for (const auto& line : reviewed(one.order, one.view).verdict.lines) {
            if (line.rule->name == rule) {
                return line.result.limit;
            }
        }
        return std::int64_t{-1};
    };
    const auto check = [&](std::string_view rule, const Change& change) {
        Situation finite;
        QVERIFY(limitOf(finite, rule) != kNoLimit);
        Situation none;
        change(none);
        QCOMPARE(limitOf(none, rule), kNoLimit);
    };
    check("open_risk", [](Situation& one) { one.limits.openRisk = kNoLimit; });
    check("open_risk", [](Situation& one) { one.view.fleetDay.limit = kNoLimit; });
    check("engine.open_risk", [](Situation& one) { one.view.engineDay.limit = kNoLimit; });
    // Also when nothing is left of the day.
    check("open_risk", [](Situation& one) {
        one.limits.openRisk = kNoLimit;
        one.view.fleetDay.loss = one.view.fleetDay.limit;
    });
    check("group_loss", [](Situation& one) {
        one.limits.groupLoss = kNoLimit;
        one.view.fleetDay.limit = 0;
    });
    check("group_loss", [](Situation& one) { one.limits.groupLoss = kNoLimit; });
    check("group_loss", [](Situation& one) { one.view.fleetDay.limit = kNoLimit; });
    check("group_exposure", [](Situation& one) { one.limits.groupExposure = kNoLimit; });
    check("group_exposure", [](Situation& one) { one.view.leverageCap = kNoLimit; });
    check("max_leverage", [](Situation& one) { one.view.leverageCap = kNoLimit; });
    check("portfolio_vol", [](Situation& one) { one.limits.portfolioVol = kNoLimit; });
    check("margin_buffer", [](Situation& one) { one.limits.marginBuffer = kNoLimit; });
    check("max_spread", [](Situation& one) { one.limits.maxSpread = kNoLimit; });
    check("risk_per_trade", [](Situation& one) { one.view.riskPerTrade = kNoLimit; });
}

void RiskGateTest::whatIsNotPositiveIsNoOrder()
{
    auto fields = eth().fields();
    fields.minimumQuantity = Quantity{0};
    fields.minimumNotional = Money{};
    const Instrument unbounded = Instrument::create(fields).value();
    const auto refused = [&](const Change& change) {
        Situation one;
        one.limits = RiskLimits::open();
        one.order.instrument = &unbounded;
        change(one);
        return failure(reviewed(one.order, one.view));
    };
    QCOMPARE(refused([](Situation&) {}), std::string_view{});
    QCOMPARE(refused([](Situation& one) { one.order.quantity = Quantity{0}; }),
             std::string_view{"TOO_SMALL"});
    QCOMPARE(refused([](Situation& one) { one.order.price = Price{0}; }),
             std::string_view{"TOO_SMALL"});
    QCOMPARE(refused([](Situation& one) { one.order.stop = Price{0}; }),
             std::string_view{"NO_STOP"});
    QCOMPARE(refused([](Situation& one) { one.view.mark = Price{0}; }),
             std::string_view{"PRICE_COLLAR"});
    // And the smallest order of a market at a price of nothing has no size.
    QCOMPARE(smallestLots(kEth, Price{0}), kNoLimit);
    QCOMPARE(smallestLots(kEth, usd(1)), std::int64_t{100'000});
    QCOMPARE(smallestLots(kEth, usd(2'001)), std::int64_t{50});
}

void RiskGateTest::statesAreToldAsNumbers()
{
    Situation one;
    static constexpr Reason kReason{"HALTED_TEST", "Halted for a test."};
    one.view.halt = &kReason;
    one.view.takenOver = true;
    one.order.stop.reset();
    one.limits.costRatio = kNoLimit;
    one.limits.liquidationGap = kNoLimit;
    for (const auto& line : reviewed(one.order, one.view).verdict.lines) {
        if (line.rule->unit == RuleUnit::None) {
            QCOMPARE(line.result.actual, std::int64_t{line.result.passed ? 0 : 1});
        }
        // Without a stop there is nothing to compare; without a limit nothing to refuse.
        if (line.rule->name == "cost_ratio" || line.rule->name == "liquidation_gap") {
            QVERIFY(line.result.passed);
        }
    }
    one.limits.costRatio = 1'000'000;
    one.limits.liquidationGap = 0;
    for (const auto& line : reviewed(one.order, one.view).verdict.lines) {
        if (line.rule->name == "cost_ratio" || line.rule->name == "liquidation_gap") {
            QVERIFY(!line.result.passed);
        }
    }
}

void RiskGateTest::whatWeighsTheSameAsBeforeIsAllowed()
{
    // Above both limits, turned from long to as much short.
    Situation one;
    one.limits.groupExposure = 10'000; // 5,000 of 5 x 100,000
    one.limits.portfolioVol = 1'000;   // 100 of 100,000
    one.view.holdings[0].open = usdc(10'000).count();
    one.view.openLots = 50'000;
    one.order.side = Side::Sell;
    one.order.stop = usd(2'010);
    one.order.quantity = Quantity{100'000};
    QCOMPARE(failure(reviewed(one.order, one.view)), std::string_view{});
    one.order.quantity = Quantity{100'001};
    QCOMPARE(failure(reviewed(one.order, one.view)), std::string_view{"GROUP_EXPOSURE"});
    one.limits.groupExposure = kNoLimit;
    QCOMPARE(failure(reviewed(one.order, one.view)), std::string_view{"PORTFOLIO_VOLATILITY"});
    // What nobody has looked at counts too, and as wild.
    one.view.holdings.clear();
    one.order.quantity = Quantity{10'000};
    QCOMPARE(groupValue(one.order, one.view, 10'000), usdc(2'000).count());
    QCOMPARE(dayDeviation(one.order, one.view, 10'000), usdc(200).count());
}

void RiskGateTest::theWorseSideOfPendingOrdersCounts()
{
    Situation one;
    one.view.holdings[0].pendingBuy = 5'000'000;
    one.view.holdings[0].pendingSell = 8'000'000;
    QCOMPARE(groupValue(one.order, one.view, 0), std::int64_t{8'000'000});
    one.view.holdings[0].pendingBuy = 9'000'000;
    QCOMPARE(groupValue(one.order, one.view, 0), std::int64_t{9'000'000});
    // An order of its own side comes on top; one of another market does not count here.
    QCOMPARE(groupValue(one.order, one.view, 10'000), std::int64_t{2'009'000'000});
    one.order.side = Side::Sell;
    QCOMPARE(groupValue(one.order, one.view, 10'000), std::int64_t{2'008'000'000});
    // Both sides alike: it counts as long, beside a market it is alike with.
    CorrelationMatrix matrix{2};
    RandomSource random{7};
    for (int i = 0; i < 1'000; ++i) {
        const double common = random.normal();
        matrix.add(std::array{common, common + 0.1 * random.normal()});
    }
    PairTable two{2};
    two.refresh(matrix);
    one.view.pairs = &two;
    one.view.holdings[0].pendingBuy = one.view.holdings[0].pendingSell = 7'000'000;
    one.view.holdings.push_back({.market = InstrumentId{1}, .open = 1'000'000});
    QCOMPARE(groupValue(one.order, one.view, 0), std::int64_t{8'000'000});
}

void RiskGateTest::ordersAgainstThePositionAreNotLiquidated()
{
    Situation one;
    one.view.otherMaintenance = usdc(99'999); // hardly anything is left for this market
    QCOMPARE(failure(reviewed(one.order, one.view)), std::string_view{"NEAR_LIQUIDATION"});
    one.view.openLots = -10'000; // it only closes a short
    QCOMPARE(failure(reviewed(one.order, one.view)), std::string_view{});
    one.view.openLots = -9'000; // and now it turns it round
    QCOMPARE(failure(reviewed(one.order, one.view)), std::string_view{"NEAR_LIQUIDATION"});
    one.view.openLots = 0;
    one.order.side = Side::Sell;
    one.order.stop = usd(2'010);
    one.view.openLots = 10'000;
    QCOMPARE(failure(reviewed(one.order, one.view)), std::string_view{});
}

void RiskGateTest::verdictsDoNotDependOnTheOrderOfRules()
{
    const bool held = rc::check("the same lines whatever their order", [] {
        const ManualClock clock;
        RuleSet backwards = standardRules();
        std::reverse(backwards.begin(), backwards.end());
        RiskGate gate{clock, standardRules(), seconds(1)};
        RiskGate other{clock, std::move(backwards), seconds(1)};
        Situation one;
        for (int changes = *rc::gen::inRange(0, 4); changes > 0; --changes) {
            const auto all = edges();
            const Edge& edge = all[*rc::gen::inRange<std::size_t>(0, all.size())];
            (*rc::gen::arbitrary<bool>() ? edge.allowed : edge.refused)(one);
        }
        const Review a = gate.review(one.order, one.view);
        const Review b = other.review(one.order, one.view);
        RC_ASSERT(a.approved.has_value() == b.approved.has_value());
        RC_ASSERT(a.verdict.lines.size() == b.verdict.lines.size());
        const std::size_t last = a.verdict.lines.size() - 1;
        for (std::size_t i = 0; i <= last; ++i) {
            const VerdictLine& mine = a.verdict.lines[i];
            const VerdictLine& theirs = b.verdict.lines[last - i];
            RC_ASSERT(mine.rule == theirs.rule);
            RC_ASSERT(mine.result.passed == theirs.result.passed);
            RC_ASSERT(mine.result.limit == theirs.result.limit);
            RC_ASSERT(mine.result.actual == theirs.result.actual);
        }
    });
    QVERIFY(held);
}

void RiskGateTest::aStricterLimitNeverApprovesWhatALooserRefused()
{
    std::vector<LimitKey> keys;
    std::copy_if(
        limitKeys().begin(), limitKeys().end(), std::back_inserter(keys),
        [](const LimitKey& key) { return key.value != nullptr && key.unit != LimitUnit::Choice; });
    const bool held = rc::check("the stricter of two limits approves no more", [&keys] {
        const LimitKey& key = keys[*rc::gen::inRange<std::size_t>(0, keys.size())];
        static const std::set<std::string_view> kMinimum{
            "margin_buffer", "liquidation_gap", "min_depth", "pre_close_min", "cost_ratio"};
        std::int64_t loose = *rc::gen::inRange(key.low, key.high + 1);
        std::int64_t strict = *rc::gen::inRange(key.low, key.high + 1);
        if ((loose < strict) != (kMinimum.count(key.key) == 1)) {
            std::swap(loose, strict);
        }
        Situation one;
        one.order.quantity = Quantity{*rc::gen::inRange<std::int64_t>(1, 2'000'000)};
        one.order.lossAtStop = Money{*rc::gen::inRange<std::int64_t>(1, 1'000'000'000)};
        one.order.instrument = *rc::gen::arbitrary<bool>() ? &kEth : &kGold;
        one.view.holdings[0].open =
            *rc::gen::inRange<std::int64_t>(-200'000'000'000, 200'000'000'000);
        one.view.holdings[0].risk = *rc::gen::inRange<std::int64_t>(0, 2'000'000'000);
        one.view.marginUsed = Money{*rc::gen::inRange<std::int64_t>(0, 100'000'000'000)};
        one.view.book = BookView{*rc::gen::inRange(0, 1'000), *rc::gen::inRange(0, 10'000'000),
                                 *rc::gen::inRange(0, 10'000'000)};
        one.view.cost = Ppm{*rc::gen::inRange(0, 5'000)};
        one.view.minutesToClose = *rc::gen::inRange(0, 800);
        one.view.clockSkewMs = *rc::gen::inRange(-10'000, 10'000);
        const auto approves = [&](std::int64_t value) {
            one.limits.*(key.value) = value;
            one.view.leverageCap = one.limits.maxLeverage;
            one.view.stageCap = one.limits.stageCap;
            return reviewed(one.order, one.view).approved.has_value();
        };
        const bool looseApproves = approves(loose);
        RC_ASSERT(looseApproves || !approves(strict));
    });
    QVERIFY(held);
}

WICK_TEST(RiskGateTest)
#include "tst_riskgate.moc"
