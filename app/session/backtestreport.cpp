#include "app/session/backtestreport.h"

#include "core/base/decimal.h"
#include "core/base/unreachable.h"
#include "core/io/jsonwriter.h"
#include "core/io/timetext.h"
#include "core/market/timeframe.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>
#include <utility>

namespace wick::session {

using core::Figure;
using core::Money;

namespace {

constexpr int kBasisPointDecimals = 2;
constexpr std::size_t kValueColumn = 20;

[[nodiscard]] std::string moneyText(Money money)
{
    return core::fixedText(money.count(), 6) + " USDC";
}

[[nodiscard]] std::string bpText(core::Ppm fraction)
{
    return core::shortestText(fraction.count(), kBasisPointDecimals) + " bp";
}

[[nodiscard]] std::string fixed(double value, int decimals)
{
    std::array<char, 400> buffer{};
    const int length = std::snprintf(buffer.data(), buffer.size(), "%.*f", decimals, value);
    const std::string text(buffer.data(), static_cast<std::size_t>(length));
    const bool nothing = text.find_first_not_of("-0.") == std::string::npos;
    return nothing && text.front() == '-' ? text.substr(1) : text;
}

[[nodiscard]] std::string percent(double fraction)
{
    return fixed(fraction * 100.0, 2) + " %";
}

[[nodiscard]] std::string orWhy(const Figure& figure, std::string (*text)(double))
{
    return figure.has() ? text(figure.value())
                        : "n/a (" + std::string{describe(figure.missing())} + ")";
}

[[nodiscard]] std::string plain(double value)
{
    return fixed(value, 3);
}

/// Aligned "name value" lines.
class TextLines
{
public:
    void add(std::string_view name, std::string_view value)
    {
        std::string line{name};
        line.resize(std::max(line.size() + 1, kValueColumn), ' ');
        m_text += line;
        m_text += value;
        m_text += '\n';
    }
    void add(std::string_view name, const Figure& figure) { add(name, orWhy(figure, plain)); }
    void addPercent(std::string_view name, const Figure& figure)
    {
        add(name, orWhy(figure, percent));
    }
    void gap() { m_text += '\n'; }

    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    std::string m_text;
};

[[nodiscard]] std::string intervalText(const std::optional<core::Interval>& interval, int decimals)
{
    return interval ? " [" + fixed(interval->low, decimals) + ", " + fixed(interval->high, decimals)
                          + "] 95 %"
                    : std::string{};
}

[[nodiscard]] std::string lengthText(core::Duration duration)
{
    const double hours =
        static_cast<double>(duration.count()) / static_cast<double>(core::hours(1).count());
    return hours < 48.0 ? fixed(hours, 1) + " h" : fixed(hours / 24.0, 1) + " d";
}

void addDigests(TextLines& lines, const BacktestOutcome& outcome)
{
    lines.add("session digest", outcome.result.sessionDigest);
    for (std::size_t i = 0; i < outcome.setup.engines.size(); ++i) {
        lines.add("decision digest",
                  outcome.result.decisionDigests[i] + ' ' + outcome.setup.engines[i].name);
    }
}

void addEngines(TextLines& lines, const BacktestOutcome& outcome)
{
    for (std::size_t i = 0; i < outcome.setup.engines.size(); ++i) {
        const auto& engine = outcome.setup.engines[i];
        const auto& statistics = outcome.engines[i];
        const auto& instrument = outcome.setup.instruments[engine.instrument.count()];
        lines.add("engine", engine.name + " on " + instrument.symbol() + ' '
                                + core::timeframeText(engine.timeframe) + ": " + engine.parameters);
        std::string counts =
            std::to_string(statistics.signals) + ", refused " + std::to_string(statistics.refused);
        for (const auto& refusal : statistics.refusals) {
            counts +=
                "; " + std::string{refusal.reason.token} + ' ' + std::to_string(refusal.count);
        }
        lines.add("  signals", counts);
    }
}

void addCosts(TextLines& lines, const BacktestOutcome& outcome)
{
    for (const auto& instrument : outcome.setup.instruments) {
        lines.add("cost model", instrument.symbol() + ": taker " + bpText(instrument.takerFee())
                                    + ", maker " + bpText(instrument.makerFee()) + ", spread "
                                    + bpText(instrument.spread()));
    }
    lines.add("funding rate", outcome.fundingName.empty() ? "0.125 bp an hour, constant"
                                                          : "from " + outcome.fundingName);
    lines.add("fills", fillFormula(outcome.setup.fill));
    lines.add("fidelity", fidelityText(outcome));
}

void addData(TextLines& lines, const BacktestOutcome& outcome)
{
    for (const auto& series : outcome.series) {
        const auto& instrument = outcome.setup.instruments[series.instrument.count()];
        lines.add("data", instrument.symbol() + ": " + series.candles.name + ", "
                              + std::to_string(series.bars) + " bars, gaps "
                              + std::to_string(series.candles.gaps) + " ("
                              + std::to_string(series.candles.missingBars) + " bars), refused rows "
                              + std::to_string(series.candles.refusedRows));
    }
    lines.add("from", io::isoText(outcome.result.first));
    lines.add("to", io::isoText(outcome.result.last));
}

void addResults(TextLines& lines, const core::Metrics& metrics)
{
    const core::ResultFigures& results = metrics.results;
    lines.add("net profit",
              moneyText(metrics.netProfit) + " (" + percent(metrics.returns.total) + ")");
    lines.add("verdict", describe(results.verdict));
    lines.add("mean R",
              orWhy(results.expectancyR, plain) + intervalText(results.expectancyRInterval, 3));
    lines.add("mean result", orWhy(results.expectancyMoney, plain) + " USDC"
                                 + intervalText(results.expectancyMoneyInterval, 3));
    std::string rate = orWhy(results.winRate, percent);
    if (results.winInterval) {
        rate += " [" + percent(results.winInterval->low) + ", " + percent(results.winInterval->high)
                + "] 95 %";
    }
    lines.add("win rate", rate);
    lines.add("profit factor", results.profitFactor);
    lines.add("payoff", results.payoff);
    lines.add("SQN", results.sqn);
    lines.add("Kelly", orWhy(results.kelly, plain) + " (for display only)");
    const core::StreakFigures& streaks = metrics.streaks;
    lines.add("longest run", "wins " + std::to_string(streaks.longestWin) + " (by chance "
                                 + orWhy(streaks.expectedWin, plain) + "), losses "
                                 + std::to_string(streaks.longestLoss) + " (by chance "
                                 + orWhy(streaks.expectedLoss, plain) + ")");
}

void addReturns(TextLines& lines, const core::Metrics& metrics)
{
    const core::ReturnFigures& returns = metrics.returns;
    lines.addPercent("CAGR", returns.cagr);
    lines.addPercent("volatility", returns.volatility);
    lines.add("Sharpe", orWhy(returns.sharpe, plain) + " from " + std::to_string(returns.dayReturns)
                            + " days, " + std::to_string(returns.daysAYear) + " a year");
    lines.add("Sharpe (Lo)", returns.sharpeAdjusted);
    lines.add("Sortino", returns.sortino);
    lines.add("Calmar", orWhy(returns.calmar, plain) + " over the whole run");
    const core::DrawdownFigures& drawdown = metrics.drawdown;
    lines.add("max drawdown", percent(drawdown.worst) + ", " + moneyText(drawdown.worstMoney));
    lines.add("longest drawdown",
              lengthText(drawdown.longest) + (drawdown.longestOpen ? ", not recovered" : ""));
    lines.add("ulcer index", percent(drawdown.ulcer));
    lines.add("under water", percent(drawdown.underWater));
    lines.add("recovery factor", metrics.recovery);
    lines.add("day VaR 95 / 99",
              orWhy(metrics.tail.var95, percent) + " / " + orWhy(metrics.tail.var99, percent));
    lines.add("day CVaR 95 / 99",
              orWhy(metrics.tail.cvar95, percent) + " / " + orWhy(metrics.tail.cvar99, percent));
    lines.add("worst day / 24 h", orWhy(metrics.tail.worstDay, percent) + " / "
                                      + orWhy(metrics.tail.worst24h, percent));
}

void addSpent(TextLines& lines, const core::Metrics& metrics)
{
    const core::CostFigures& costs = metrics.costs;
    lines.add("fees", moneyText(costs.fees));
    lines.add("funding", moneyText(costs.funding));
    lines.add("slippage", moneyText(costs.slippage) + " (inside price; spread "
                              + moneyText(costs.spread) + ", delay and range "
                              + moneyText(costs.delay) + ")");
    lines.add("cost share", "fees " + orWhy(costs.feesShare, percent) + ", funding "
                                + orWhy(costs.fundingShare, percent) + ", spread "
                                + orWhy(costs.spreadShare, percent) + ", delay "
                                + orWhy(costs.delayShare, percent) + " of gross");
    lines.add("cost of turnover", orWhy(costs.allBp, plain) + " bp");
}

void addActivity(TextLines& lines, const core::Metrics& metrics)
{
    const core::ActivityFigures& activity = metrics.activity;
    lines.add("exposure", percent(activity.exposure) + ", leverage "
                              + orWhy(activity.leverage.average, plain) + " average, "
                              + orWhy(activity.leverage.highest, plain) + " at most");
    lines.add("turnover", moneyText(activity.turnover) + ", " + orWhy(activity.turnoverADay, plain)
                              + " of the start a day");
    lines.add("trades a day", activity.tradesADay);
    lines.add("holding time", orWhy(activity.holding.median, plain) + " h median, "
                                  + orWhy(activity.holding.fifth, plain) + " to "
                                  + orWhy(activity.holding.ninetyFifth, plain) + " h for 90 %, "
                                  + orWhy(activity.holding.longest, plain) + " h longest");
    const core::ExcursionFigures& excursions = metrics.excursions;
    lines.add("MAE / MFE", orWhy(excursions.adverseR, plain) + " R / "
                               + orWhy(excursions.favourableR, plain) + " R, "
                               + orWhy(excursions.adverseBp, plain) + " bp / "
                               + orWhy(excursions.favourableBp, plain) + " bp");
    lines.add("efficiency", "stop " + orWhy(excursions.stopEfficiency, plain) + ", target "
                                + orWhy(excursions.targetEfficiency, plain));
    lines.add("ambiguous", std::to_string(metrics.ambiguity.trades) + " trades, balance between "
                               + moneyText(metrics.ambiguity.worst) + " and "
                               + moneyText(metrics.ambiguity.best));
}

void addHalts(TextLines& lines, const BacktestOutcome& outcome)
{
    for (const auto& halt : outcome.halts) {
        const bool ofMoney = halt.limit.count() != 0;
        lines.add("halt",
                  io::isoText(halt.since) + ' ' + std::string{haltName(halt.kind)} + " of "
                      + scopeOf(halt, outcome)
                      + (ofMoney ? ": lost " + moneyText(halt.loss) + " of " + moneyText(halt.limit)
                                 : std::string{}));
    }
}

} // namespace

std::string_view pathName(core::BarPath path) noexcept
{
    switch (path) {
    case core::BarPath::OpenHighLowClose:
        return "ohlc";
    case core::BarPath::OpenLowHighClose:
        return "olhc";
    case core::BarPath::Near:
        return "near";
    }
    core::unreachable();
}

std::string_view haltName(core::HaltKind kind) noexcept
{
    switch (kind) {
    case core::HaltKind::Daily:
        return "day loss";
    case core::HaltKind::Drawdown:
        return "drawdown";
    case core::HaltKind::Kill:
        return "kill";
    case core::HaltKind::Rolling:
        return "24 hours' loss";
    case core::HaltKind::Mismatch:
        return "mismatch";
    case core::HaltKind::StateLost:
        return "lost state";
    case core::HaltKind::LossStreak:
        return "losses in a row";
    case core::HaltKind::RejectStreak:
        return "rejected orders";
    case core::HaltKind::Slippage:
        return "bad fills";
    }
    core::unreachable();
}

std::string scopeOf(const core::Halt& halt, const BacktestOutcome& outcome)
{
    return halt.engine ? outcome.setup.engines[halt.engine->count()].name : "fleet";
}

std::string fillFormula(const core::FillModel& model)
{
    switch (model.kind) {
    case core::FillModel::Kind::NextOpen:
        return "next-open: market at the next open, stop at its trigger or the open if gapped, "
               "limit at its price once traded through; no slippage";
    case core::FillModel::Kind::Model:
        break;
    }
    const auto shareText = [](std::int64_t ppm) {
        return core::shortestText(ppm, 6);
    };
    return "model: market at the next open with max(half spread + "
           + io::numberText(model.delayVolatility) + " x sigma_1m x sqrt("
           + std::to_string(core::toMilliseconds(model.takerDelay)) + " ms / 60 s), "
           + bpText(core::Ppm{model.marketFloor}) + "); stop at its trigger with max(1 tick, "
           + shareText(model.stopRange) + " x range of the triggering base bar), at the open if "
           + "gapped; limit at its price when traded through by "
           + std::to_string(model.throughTicks) + " tick, at most " + shareText(model.volumeShare)
           + " of the volume there";
}

std::string fidelityText(const BacktestOutcome& outcome)
{
    return "base bars of " + core::timeframeText(outcome.base) + ", path "
           + std::string{pathName(outcome.setup.path)}
           + " orders what strategies see; fills follow the bar rule; no book, no impact; stops "
             "trigger on the traded price, as candles have no mark price";
}

std::string textReport(const BacktestOutcome& outcome)
{
    TextLines lines;
    lines.add("balance", moneyText(outcome.result.balance));
    lines.add("trades", std::to_string(outcome.result.trades.size()));
    lines.add("open trades", std::to_string(outcome.result.openTrades.size()));
    addResults(lines, outcome.metrics);
    lines.gap();
    addReturns(lines, outcome.metrics);
    lines.gap();
    addSpent(lines, outcome.metrics);
    addActivity(lines, outcome.metrics);
    lines.gap();
    addEngines(lines, outcome);
    addHalts(lines, outcome);
    lines.gap();
    addData(lines, outcome);
    addCosts(lines, outcome);
    lines.gap();
    addDigests(lines, outcome);
    return lines.take();
}

} // namespace wick::session
