#include "core/risk/riskgate.h"

#include "core/risk/exposurerules.h"
#include "core/risk/lossrules.h"
#include "core/risk/marketrules.h"
#include "core/risk/raterules.h"

#include <utility>

namespace wick::core {

RiskGate::RiskGate(const Clock& clock, RuleSet rules, Duration lifetime)
    : m_clock(clock)
    , m_rules(std::move(rules))
    , m_lifetime(lifetime)
{
    if (m_rules.size() > Verdict::kMostRules) {
        return; // a verdict could not hold them all: nothing will be approved
    }
    for (const auto& rule : m_rules) {
        m_listed.push_back({rule.get(), &rule->info()});
    }
}

Review RiskGate::review(const OrderIntent& intent, const AccountView& account)
{
    Review review;
    Verdict& verdict = review.verdict;
    verdict.id = VerdictId{++m_reviews};
    verdict.time = m_clock.now();
    verdict.engine = intent.engine;
    verdict.instrument = intent.instrument->id();
    bool passed = !m_listed.empty();
    for (const Listed& each : m_listed) {
        const VerdictLine& line = verdict.lines.push_made([&] {
            return VerdictLine{each.info, each.rule->check(intent, account)};
        });
        passed = passed && line.result.passed;
    }
    if (!passed || !intent.stop) {
        return review;
    }
    const auto order = Order::create({.id = intent.id,
                                      .engine = intent.engine,
                                      .instrument = intent.instrument->id(),
                                      .side = intent.side,
                                      .kind = intent.kind,
                                      .price = intent.price,
                                      .quantity = intent.quantity,
                                      .stop = *intent.stop,
                                      .stopId = intent.stopId,
                                      .target = intent.target,
                                      .targetId = intent.targetId,
                                      .decidedAt = intent.decidedAt,
                                      .expiry = intent.expiry,
                                      .decisionPrice = intent.decisionPrice,
                                      .reason = intent.reason});
    if (order) {
        review.approved = ApprovedOrder{*order, verdict.id, m_clock.now() + m_lifetime};
    }
    return review;
}

RuleSet standardRules()
{
    RuleSet rules;
    rules.push_back(std::make_unique<HaltRule>());
    rules.push_back(std::make_unique<WellFormedRule>());
    rules.push_back(std::make_unique<StopRequiredRule>());
    rules.push_back(std::make_unique<RiskPerTradeRule>());
    rules.push_back(std::make_unique<MaxPositionRule>());
    rules.push_back(std::make_unique<MaxNotionalRule>());
    rules.push_back(std::make_unique<MaxOpenPositionsRule>());
    rules.push_back(std::make_unique<StageCapRule>());
    rules.push_back(std::make_unique<FleetOpenRiskRule>());
    rules.push_back(std::make_unique<EngineOpenRiskRule>());
    rules.push_back(std::make_unique<GroupExposureRule>());
    rules.push_back(std::make_unique<GroupLossRule>());
    rules.push_back(std::make_unique<PortfolioVolatilityRule>());
    rules.push_back(std::make_unique<LeverageRule>());
    rules.push_back(std::make_unique<MarginBufferRule>());
    rules.push_back(std::make_unique<LiquidationGapRule>());
    rules.push_back(std::make_unique<FleetDailyLossRule>());
    rules.push_back(std::make_unique<EngineDailyLossRule>());
    rules.push_back(std::make_unique<FleetRollingLossRule>());
    rules.push_back(std::make_unique<EngineRollingLossRule>());
    rules.push_back(std::make_unique<FleetPeakDrawdownRule>());
    rules.push_back(std::make_unique<EnginePeakDrawdownRule>());
    rules.push_back(std::make_unique<LossStreakRule>());
    rules.push_back(std::make_unique<SlippageStreakRule>());
    rules.push_back(std::make_unique<PriceCollarRule>());
    rules.push_back(std::make_unique<SpreadRule>());
    rules.push_back(std::make_unique<DepthRule>());
    rules.push_back(std::make_unique<StaleMarketRule>());
    rules.push_back(std::make_unique<ClockSkewRule>());
    rules.push_back(std::make_unique<TradingHoursRule>());
    rules.push_back(std::make_unique<PreCloseRule>());
    rules.push_back(std::make_unique<MarketStatusRule>());
    rules.push_back(std::make_unique<CostRule>());
    rules.push_back(std::make_unique<EventWindowRule>());
    rules.push_back(std::make_unique<TakeOverRule>());
    rules.push_back(std::make_unique<TradesPerHourRule>());
    rules.push_back(std::make_unique<RejectStreakRule>());
    rules.push_back(std::make_unique<OrderRateRule>());
    return rules;
}

} // namespace wick::core
