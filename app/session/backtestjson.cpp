#include "app/session/backtestreport.h"
#include "core/base/decimal.h"
#include "core/io/jsonwriter.h"
#include "core/io/timetext.h"
#include "core/market/timeframe.h"

#include <string_view>
#include <utility>
#include <vector>

namespace wick::session {

using core::Figure;

namespace {

/// Figures by name; the reasons of those that are not given are collected.
class JsonFigures
{
public:
    explicit JsonFigures(io::JsonWriter& json)
        : m_json(json)
    {}

    void add(std::string_view key, const Figure& figure)
    {
        m_json.number(key, figure.optional());
        if (!figure.has()) {
            m_missing.emplace_back(key, describe(figure.missing()));
        }
    }
    void interval(std::string_view key, const std::optional<core::Interval>& interval)
    {
        if (!interval) {
            m_json.null(key);
            return;
        }
        m_json.beginArray(key);
        m_json.number({}, interval->low);
        m_json.number({}, interval->high);
        m_json.endArray();
    }
    void reasons()
    {
        m_json.beginObject("not_given");
        for (const auto& [key, why] : m_missing) {
            m_json.text(key, why);
        }
        m_json.endObject();
    }

private:
    io::JsonWriter& m_json;
    std::vector<std::pair<std::string_view, std::string_view>> m_missing;
};

void writeReturns(JsonFigures& figures, io::JsonWriter& json, const core::Metrics& metrics)
{
    const core::ReturnFigures& returns = metrics.returns;
    json.number("total_return", returns.total);
    json.number("days", returns.days);
    json.whole("day_returns", returns.dayReturns);
    json.whole("days_a_year", returns.daysAYear);
    figures.add("cagr", returns.cagr);
    figures.add("volatility", returns.volatility);
    figures.add("sharpe_adjusted", returns.sharpeAdjusted);
    figures.add("sortino", returns.sortino);
    figures.add("calmar", returns.calmar);
    json.money("max_drawdown_usdc", metrics.drawdown.worstMoney);
    json.whole("max_drawdown_ms", core::toMilliseconds(metrics.drawdown.longest));
    json.flag("max_drawdown_open", metrics.drawdown.longestOpen);
    json.number("ulcer", metrics.drawdown.ulcer);
    json.number("under_water", metrics.drawdown.underWater);
    figures.add("recovery_factor", metrics.recovery);
    figures.add("var95_day", metrics.tail.var95);
    figures.add("var99_day", metrics.tail.var99);
    figures.add("cvar95_day", metrics.tail.cvar95);
    figures.add("cvar99_day", metrics.tail.cvar99);
    figures.add("worst_day", metrics.tail.worstDay);
    figures.add("worst_24h", metrics.tail.worst24h);
}

void writeResults(JsonFigures& figures, io::JsonWriter& json, const core::Metrics& metrics)
{
    const core::ResultFigures& results = metrics.results;
    json.whole("wins", results.wins);
    json.whole("losses", results.losses);
    figures.add("win_rate", results.winRate);
    figures.interval("win_rate_95", results.winInterval);
    json.money("gross_win", results.grossWin);
    json.money("gross_loss", results.grossLoss);
    figures.add("average_win", results.averageWin);
    figures.add("average_loss", results.averageLoss);
    figures.add("profit_factor", results.profitFactor);
    figures.add("payoff", results.payoff);
    figures.add("expectancy", results.expectancyMoney);
    figures.interval("expectancy_95", results.expectancyMoneyInterval);
    figures.add("expectancy_r", results.expectancyR);
    figures.interval("expectancy_r_95", results.expectancyRInterval);
    figures.add("sqn", results.sqn);
    figures.add("kelly", results.kelly);
    json.whole("longest_win_run", metrics.streaks.longestWin);
    figures.add("longest_win_run_by_chance", metrics.streaks.expectedWin);
    json.whole("longest_loss_run", metrics.streaks.longestLoss);
    figures.add("longest_loss_run_by_chance", metrics.streaks.expectedLoss);
}

void writeActivity(JsonFigures& figures, io::JsonWriter& json, const core::Metrics& metrics)
{
    const core::ActivityFigures& activity = metrics.activity;
    json.number("exposure", activity.exposure);
    figures.add("average_leverage", activity.leverage.average);
    figures.add("max_leverage", activity.leverage.highest);
    json.money("turnover", activity.turnover);
    figures.add("turnover_a_day", activity.turnoverADay);
    figures.add("trades_a_day", activity.tradesADay);
    figures.add("holding_hours_mean", activity.holding.mean);
    figures.add("holding_hours_median", activity.holding.median);
    figures.add("holding_hours_5", activity.holding.fifth);
    figures.add("holding_hours_95", activity.holding.ninetyFifth);
    figures.add("holding_hours_max", activity.holding.longest);
    figures.add("mae_r", metrics.excursions.adverseR);
    figures.add("mfe_r", metrics.excursions.favourableR);
    figures.add("mae_bp", metrics.excursions.adverseBp);
    figures.add("mfe_bp", metrics.excursions.favourableBp);
    figures.add("stop_efficiency", metrics.excursions.stopEfficiency);
    figures.add("target_efficiency", metrics.excursions.targetEfficiency);
    json.whole("ambiguous_trades", metrics.ambiguity.trades);
    json.money("balance_worst_reading", metrics.ambiguity.worst);
    json.money("balance_best_reading", metrics.ambiguity.best);
}

void writeCosts(JsonFigures& figures, io::JsonWriter& json, const BacktestOutcome& outcome)
{
    const core::CostFigures& costs = outcome.metrics.costs;
    json.beginObject("costs");
    for (const auto& instrument : outcome.setup.instruments) {
        json.beginObject(instrument.symbol());
        json.literal("taker_bp", core::shortestText(instrument.takerFee().count(), 2));
        json.literal("maker_bp", core::shortestText(instrument.makerFee().count(), 2));
        json.literal("spread_bp", core::shortestText(instrument.spread().count(), 2));
        json.endObject();
    }
    json.text("funding",
              outcome.fundingName.empty() ? "0.125 bp an hour, constant" : outcome.fundingName);
    json.money("spread", costs.spread);
    json.money("delay", costs.delay);
    figures.add("fees_share", costs.feesShare);
    figures.add("funding_share", costs.fundingShare);
    figures.add("spread_share", costs.spreadShare);
    figures.add("delay_share", costs.delayShare);
    figures.add("cost_bp_of_turnover", costs.allBp);
    json.endObject();
}

void writeEngines(io::JsonWriter& json, const BacktestOutcome& outcome)
{
    json.beginArray("engines");
    for (std::size_t i = 0; i < outcome.setup.engines.size(); ++i) {
        const auto& engine = outcome.setup.engines[i];
        json.beginObject();
        json.text("strategy", engine.name);
        json.text("market", outcome.setup.instruments[engine.instrument.count()].symbol());
        json.text("timeframe", core::timeframeText(engine.timeframe));
        json.text("parameters", engine.parameters);
        json.text("decision_digest", outcome.result.decisionDigests[i]);
        json.whole("signals", outcome.engines[i].signals);
        json.whole("refused", outcome.engines[i].refused);
        json.beginObject("refusals");
        for (const auto& refusal : outcome.engines[i].refusals) {
            json.whole(refusal.reason.token, refusal.count);
        }
        json.endObject();
        json.endObject();
    }
    json.endArray();
}

void writeData(io::JsonWriter& json, const BacktestOutcome& outcome)
{
    json.text("from", io::isoText(outcome.result.first));
    json.text("to", io::isoText(outcome.result.last));
    json.beginArray("data");
    for (const auto& series : outcome.series) {
        json.beginObject();
        json.text("market", outcome.setup.instruments[series.instrument.count()].symbol());
        json.text("name", series.candles.name);
        json.text("interval", core::timeframeText(outcome.base));
        json.whole("bars", series.bars);
        json.whole("gaps", series.candles.gaps);
        json.whole("missing_bars", series.candles.missingBars);
        json.whole("refused_rows", series.candles.refusedRows);
        json.endObject();
    }
    json.endArray();
}

void writeSettings(io::JsonWriter& json, const BacktestOutcome& outcome)
{
    json.beginObject("settings");
    json.money("start_balance", outcome.setup.balance);
    json.text("fill",
              outcome.setup.fill.kind == core::FillModel::Kind::Model ? "model" : "next-open");
    json.text("fill_formula", fillFormula(outcome.setup.fill));
    json.text("path", pathName(outcome.setup.path));
    json.text("fidelity", fidelityText(outcome));
    json.beginObject("risk");
    for (const auto& key : core::storedKeys(outcome.setup.limits)) {
        json.text(key, core::limitText(outcome.setup.limits, key));
    }
    json.endObject();
    json.endObject();
}

void writeHalts(io::JsonWriter& json, const BacktestOutcome& outcome)
{
    json.beginArray("halts");
    for (const auto& halt : outcome.halts) {
        json.beginObject();
        json.text("kind", haltName(halt.kind));
        json.text("scope", scopeOf(halt, outcome));
        json.text("since", io::isoText(halt.since));
        json.money("lost", halt.loss);
        json.money("limit", halt.limit);
        json.endObject();
    }
    json.endArray();
}

} // namespace

std::string jsonReport(const BacktestOutcome& outcome)
{
    io::JsonWriter json;
    JsonFigures figures{json};
    const core::Metrics& metrics = outcome.metrics;
    json.beginObject();
    json.money("balance", outcome.result.balance);
    json.whole("trades", outcome.result.trades.size());
    json.whole("open_trades", outcome.result.openTrades.size());
    json.money("net_profit", metrics.netProfit);
    json.money("fees", metrics.costs.fees);
    json.money("funding", metrics.costs.funding);
    json.money("slippage", metrics.costs.slippage);
    json.number("max_drawdown", metrics.drawdown.worst);
    figures.add("sharpe", metrics.returns.sharpe);
    json.text("digest", outcome.result.sessionDigest);
    json.text("verdict", describe(metrics.results.verdict));
    json.beginObject("metrics");
    writeReturns(figures, json, metrics);
    writeResults(figures, json, metrics);
    writeActivity(figures, json, metrics);
    json.endObject();
    writeCosts(figures, json, outcome);
    json.whole("signals", outcome.result.signals);
    json.whole("refused", outcome.result.refusals);
    writeEngines(json, outcome);
    writeHalts(json, outcome);
    writeSettings(json, outcome);
    writeData(json, outcome);
    figures.reasons();
    json.flag("cancelled", outcome.result.cancelled);
    json.endObject();
    return json.take();
}

} // namespace wick::session
