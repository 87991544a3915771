#include "app/desktop/adapters/backtestadapter.h"

#include "app/desktop/adapters/corevalues.h"
#include "app/desktop/text/describe.h"
#include "app/session/backtestreport.h"
#include "core/base/decimal.h"
#include "core/base/unreachable.h"
#include "core/market/timeframe.h"

#include <QCoreApplication>
#include <QDate>
#include <QDateTime>

#include <cmath>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Backtest)
};

FieldKind kindOf(core::ParameterKind kind)
{
    switch (kind) {
    case core::ParameterKind::Integer:
        return FieldKind::Integer;
    case core::ParameterKind::Number:
        return FieldKind::Number;
    case core::ParameterKind::Choice:
        return FieldKind::Choice;
    case core::ParameterKind::Flag:
        return FieldKind::Flag;
    }
    core::unreachable();
}

ParameterField fieldOf(const core::ParameterDeclaration& declaration, const QString& standard)
{
    ParameterField field;
    field.name = text(declaration.name);
    field.label = text(declaration.label);
    field.kind = kindOf(declaration.kind);
    field.standard = standard;
    field.low = declaration.low;
    field.high = declaration.high;
    field.unit = text(declaration.unit);
    field.help = text(declaration.help);
    for (const core::ParameterChoice& choice : declaration.choices) {
        field.choices.push_back({text(choice.token), text(choice.label)});
    }
    return field;
}

std::optional<core::Timestamp> dayOf(const QString& words, int addedDays)
{
    const QDate date = QDate::fromString(words, Qt::ISODate);
    return date.isValid() ? std::optional{core::fromMilliseconds(
               date.addDays(addedDays).startOfDay(Qt::UTC).toMSecsSinceEpoch())}
                          : std::nullopt;
}

/// A fee in bp as parts per million; empty keeps the market's.
core::Result<std::optional<core::Ppm>, QString> feeOf(const QString& words)
{
    if (words.isEmpty()) {
        return std::optional<core::Ppm>{};
    }
    const auto scaled = core::parseScaled(words.toStdString(), 2);
    if (!scaled) {
        return core::Failure{Words::tr("%1 is no fee in bp").arg(words)};
    }
    return std::optional{core::Ppm{*scaled}};
}

core::BarPath pathOf(const QString& words)
{
    if (words == u"ohlc"_s) {
        return core::BarPath::OpenHighLowClose;
    }
    return words == u"olhc"_s ? core::BarPath::OpenLowHighClose : core::BarPath::Near;
}

QString orWhy(const core::Figure& figure, const QString& shown)
{
    return figure.has() ? shown : missingText();
}

QString whyMissing(const core::Figure& figure)
{
    return figure.has() ? QString{} : text(core::describe(figure.missing()));
}

QString usdc(core::Money money)
{
    return desktop::money(fixedOf(money));
}

ResultLine lineOf(const QString& name,
                  const QString& value,
                  const QString& note = {},
                  Tone tone = Tone::Primary)
{
    return {name, value, note, tone};
}

ResultLine
figureLine(const QString& name, const core::Figure& figure, int decimals, const QString& unit = {})
{
    return {name, orWhy(figure, number(figure.value(), decimals) + unit), whyMissing(figure),
            Tone::Primary};
}

ResultLine percentLine(const QString& name, const core::Figure& figure)
{
    return {name, orWhy(figure, percent(figure.value() * 100.0, 2)), whyMissing(figure),
            Tone::Primary};
}

void setVerdict(ResultSummary& summary, const core::ResultFigures& results)
{
    const QString mean =
        Words::tr("Mean result %1 a trade.")
            .arg(orWhy(results.expectancyR, rMultiple(results.expectancyR.value())));
    QString interval;
    if (results.expectancyRInterval.has_value()) {
        interval = Words::tr(" The 95 % interval, %1 to %2,")
                       .arg(signedNumber(results.expectancyRInterval->low, 2),
                            rMultiple(results.expectancyRInterval->high));
    }
    switch (results.verdict) {
    case core::EdgeVerdict::TooFewTrades:
        summary.verdict = Words::tr("Too few trades to judge");
        summary.verdictWords = mean + Words::tr(" Under 20 trades no interval is worth its name.");
        summary.verdictTone = Tone::Warning;
        return;
    case core::EdgeVerdict::NoEdge:
        summary.verdict = Words::tr("No edge shown on this data");
        summary.verdictWords =
            mean + interval + Words::tr(" includes zero. This is not a reason to run it live.");
        summary.verdictTone = Tone::Warning;
        return;
    case core::EdgeVerdict::Gain:
        summary.verdict = Words::tr("A gain on this data");
        summary.verdictWords =
            mean + interval + Words::tr(" lies above zero. Other data and other costs may differ.");
        summary.verdictTone = Tone::Good;
        return;
    case core::EdgeVerdict::Loss:
        summary.verdict = Words::tr("A loss on this data");
        summary.verdictWords = mean + interval + Words::tr(" lies below zero.");
        summary.verdictTone = Tone::Danger;
        return;
    }
    core::unreachable();
}

/// A curve that goes flat must say why: halts that hold at the end, and how many there were.
void addHalts(std::vector<ResultLine>& lines, const session::BacktestOutcome& outcome)
{
    for (const core::Halt& halt : outcome.result.halts) {
        lines.push_back(lineOf(Words::tr("Halted until the end"),
                               dayAndClockText(core::toMilliseconds(halt.since)),
                               text(session::haltName(halt.kind)) + u", "_s
                                   + QString::fromStdString(session::scopeOf(halt, outcome)),
                               Tone::Danger));
    }
    if (outcome.halts.size() > outcome.result.halts.size()) {
        lines.push_back(
            lineOf(Words::tr("Halts on the way"),
                   QString::number(outcome.halts.size() - outcome.result.halts.size())));
    }
}

void addResult(ResultSummary& summary, const session::BacktestOutcome& outcome)
{
    const core::Metrics& metrics = outcome.metrics;
    const core::ResultFigures& results = metrics.results;
    std::size_t longs = 0;
    for (const core::TradeRow& trade : outcome.result.trades) {
        longs += trade.side == core::Side::Buy ? 1U : 0U;
    }
    auto& lines = summary.result;
    lines.push_back(
        lineOf(Words::tr("Final balance"), Words::tr("%1 USDC").arg(usdc(outcome.result.balance))));
    lines.push_back(lineOf(Words::tr("Net profit"), signedMoney(fixedOf(metrics.netProfit)),
                           signedPercent(metrics.returns.total * 100.0, 2),
                           toneOfMoney(fixedOf(metrics.netProfit))));
    lines.push_back(lineOf(Words::tr("Worst drawdown"), percent(metrics.drawdown.worst * 100.0, 2),
                           Words::tr("%1 USDC").arg(usdc(metrics.drawdown.worstMoney))));
    lines.push_back(lineOf(Words::tr("Trades"),
                           number(Fixed{static_cast<qint64>(results.trades), 0}),
                           Words::tr("%1 long, %2 short").arg(longs).arg(results.trades - longs)));
    QString interval;
    if (results.winInterval.has_value()) {
        interval = Words::tr("%1 to %2")
                       .arg(number(results.winInterval->low * 100.0, 0),
                            number(results.winInterval->high * 100.0, 0));
    }
    lines.push_back(lineOf(Words::tr("Winning trades"),
                           orWhy(results.winRate, percent(results.winRate.value() * 100.0, 1)),
                           interval));
    lines.push_back(figureLine(Words::tr("Profit factor"), results.profitFactor, 2));
    lines.push_back(
        lineOf(Words::tr("Average win, loss"),
               orWhy(results.averageWin, signedNumber(results.averageWin.value(), 2)) + u", "_s
                   + orWhy(results.averageLoss, signedNumber(-results.averageLoss.value(), 2))));
    lines.push_back(
        figureLine(Words::tr("Median time in trade"), metrics.activity.holding.median, 1, u" h"_s));
    lines.push_back(figureLine(Words::tr("Sharpe, a year"), metrics.returns.sharpe, 2));
    lines.push_back(lineOf(Words::tr("Slippage paid"), usdc(metrics.costs.slippage)));
    lines.push_back(lineOf(Words::tr("Fees, funding"),
                           usdc(metrics.costs.fees) + u", "_s + usdc(metrics.costs.funding)));
    lines.push_back(lineOf(Words::tr("Ambiguous bars"), QString::number(metrics.ambiguity.trades),
                           Words::tr("worse case used")));
    addHalts(lines, outcome);
}

void addCosts(ResultSummary& summary, const session::BacktestOutcome& outcome)
{
    const core::CostFigures& costs = outcome.metrics.costs;
    auto& lines = summary.costs;
    lines.push_back(lineOf(Words::tr("Fees"), usdc(costs.fees)));
    lines.push_back(lineOf(Words::tr("Funding"), usdc(costs.funding),
                           outcome.fundingName.empty() ? Words::tr("standard rate")
                                                       : text(outcome.fundingName)));
    lines.push_back(lineOf(Words::tr("Slippage"), usdc(costs.slippage), Words::tr("inside price")));
    lines.push_back(lineOf(Words::tr("– of it spread"), usdc(costs.spread)));
    lines.push_back(lineOf(Words::tr("– of it delay and range"), usdc(costs.delay)));
    lines.push_back(percentLine(Words::tr("Fees of gross"), costs.feesShare));
    lines.push_back(percentLine(Words::tr("Spread of gross"), costs.spreadShare));
    lines.push_back(percentLine(Words::tr("Delay of gross"), costs.delayShare));
    lines.push_back(figureLine(Words::tr("All costs of turnover"), costs.allBp, 2, u" bp"_s));
    lines.push_back(lineOf(Words::tr("Turnover"), usdc(outcome.metrics.activity.turnover)));
}

void addChecks(ResultSummary& summary, const session::BacktestOutcome& outcome)
{
    const core::Metrics& metrics = outcome.metrics;
    auto& lines = summary.checks;
    lines.push_back(percentLine(Words::tr("CAGR"), metrics.returns.cagr));
    lines.push_back(percentLine(Words::tr("Volatility, a year"), metrics.returns.volatility));
    lines.push_back(figureLine(Words::tr("Sharpe after Lo"), metrics.returns.sharpeAdjusted, 2));
    lines.push_back(figureLine(Words::tr("Sortino"), metrics.returns.sortino, 2));
    lines.push_back(figureLine(Words::tr("Calmar"), metrics.returns.calmar, 2));
    lines.push_back(figureLine(Words::tr("System quality number"), metrics.results.sqn, 2));
    lines.push_back(lineOf(Words::tr("Longest losing run"),
                           QString::number(metrics.streaks.longestLoss),
                           Words::tr("%1 by chance")
                               .arg(orWhy(metrics.streaks.expectedLoss,
                                          number(metrics.streaks.expectedLoss.value(), 1)))));
    lines.push_back(percentLine(Words::tr("Worst day"), metrics.tail.worstDay));
    lines.push_back(
        percentLine(Words::tr("Time in a position"), core::Figure{metrics.activity.exposure}));
    lines.push_back(lineOf(Words::tr("Balance, worse reading"), usdc(metrics.ambiguity.worst)));
    lines.push_back(lineOf(Words::tr("Balance, better reading"), usdc(metrics.ambiguity.best)));
    lines.push_back(lineOf(Words::tr("Signals, refused"),
                           u"%1, %2"_s.arg(outcome.result.signals).arg(outcome.result.refusals)));
    for (const core::EngineStatistics& engine : outcome.engines) {
        for (const core::RefusalCount& refusal : engine.refusals) {
            lines.push_back(lineOf(text(refusal.reason.token), QString::number(refusal.count),
                                   text(refusal.reason.sentence)));
        }
    }
    for (const session::JobWarning& warning : outcome.warnings) {
        const QString words = QString::fromStdString(session::describe(warning));
        lines.push_back(lineOf(Words::tr("Note"), {}, words, Tone::Warning));
    }
}

void setQuality(ResultSummary& summary,
                const session::BacktestOutcome& outcome,
                std::int64_t missingBars)
{
    double bars = 0.0;
    const auto missing = static_cast<double>(missingBars);
    QStringList words;
    for (const session::PreparedSeries& series : outcome.series) {
        bars += static_cast<double>(series.bars);
        words.append(Words::tr("%1 bars of %2, %3 missing in open hours, %4 refused. Source: %5.")
                         .arg(number(Fixed{static_cast<qint64>(series.bars), 0}),
                              QString::fromStdString(core::timeframeText(outcome.base)))
                         .arg(missingBars)
                         .arg(series.candles.refusedRows)
                         .arg(text(series.candles.name)));
    }
    summary.quality = bars + missing > 0.0 ? bars / (bars + missing) : 0.0;
    summary.qualityWords = words.join(u'\n');
}

} // namespace

std::vector<StrategyChoice> strategyChoices(const core::StrategyCatalog& catalog)
{
    std::vector<StrategyChoice> choices;
    for (const core::CatalogEntry& entry : catalog.entries()) {
        auto strategy = catalog.create(entry.name, {});
        if (!strategy) {
            continue;
        }
        const core::Description& description = (*strategy)->describe();
        StrategyChoice choice;
        choice.name = text(entry.name);
        choice.title = text(description.title);
        choice.summary = text(description.summary);
        for (const std::string& market : description.markets) {
            choice.markets.append(text(market));
        }
        choice.timeframe = QString::fromStdString(core::timeframeText(description.timeframe));
        const core::ParameterSet standard{description.parameters};
        for (std::size_t i = 0; i < description.parameters.size(); ++i) {
            choice.parameters.push_back(
                fieldOf(description.parameters[i], QString::fromStdString(standard.text(i))));
        }
        choices.push_back(std::move(choice));
    }
    return choices;
}

/// The ids that the set-up's list of data has: "file:PATH", "practice", "stored".
session::CandleOrigin originOf(const QString& data)
{
    if (data.startsWith(u"file:"_s)) {
        return session::FileCandles{data.mid(5)};
    }
    if (data == u"practice"_s) {
        return session::PracticeCandles{};
    }
    return session::StoredCandles{};
}

core::Result<session::BacktestJob, QString> jobOf(const BacktestRequest& request)
{
    session::BacktestJob job;
    session::BacktestEngine engine;
    engine.strategy = request.strategy.toStdString();
    engine.market = request.market.toStdString();
    engine.timeframe = request.timeframe.toStdString();
    for (const auto& [name, value] : request.parameters) {
        engine.parameters.emplace_back(name.toStdString(), value.toStdString());
    }
    engine.candles = originOf(request.data);
    job.engines.push_back(std::move(engine));
    job.from = dayOf(request.from, 0);
    job.to = dayOf(request.to, 1); // the day itself is part of the range
    const auto balance = core::parseScaled(request.balance.toStdString(), 6);
    if (!balance) {
        return core::Failure{Words::tr("The balance %1 cannot be used: %2")
                                 .arg(request.balance, text(core::describe(balance.error())))};
    }
    job.balance = core::Money{*balance};
    const auto taker = feeOf(request.takerBp);
    const auto maker = feeOf(request.makerBp);
    if (!taker || !maker) {
        return core::Failure{!taker ? taker.error() : maker.error()};
    }
    if (taker->has_value() || maker->has_value()) {
        job.fees = session::FeeOverride{taker->value_or(core::Ppm{}), maker->value_or(core::Ppm{})};
    }
    job.fill.kind =
        request.nextOpen ? core::FillModel::Kind::NextOpen : core::FillModel::Kind::Model;
    job.path = pathOf(request.path);
    return job;
}

ResultSummary
summaryOf(const session::BacktestOutcome& outcome, double seconds, std::int64_t missingBars)
{
    ResultSummary summary;
    QStringList titles;
    for (const core::EngineSetup& engine : outcome.setup.engines) {
        titles.append(u"%1 · %2 %3"_s.arg(
            text(engine.strategy->describe().title),
            shortMarket(text(outcome.setup.instruments[engine.instrument.count()].symbol())),
            QString::fromStdString(core::timeframeText(engine.timeframe))));
    }
    summary.title = titles.join(u", "_s);
    setVerdict(summary, outcome.metrics.results);
    if (outcome.result.cancelled) {
        summary.verdict = Words::tr("Cancelled: what it came to until then");
    }
    addResult(summary, outcome);
    addCosts(summary, outcome);
    addChecks(summary, outcome);
    setQuality(summary, outcome, missingBars);
    summary.runWords =
        Words::tr("Last run: %1 s, 1 core. Digest %2.")
            .arg(number(seconds, 2), QString::fromStdString(outcome.result.sessionDigest).left(8));
    return summary;
}

} // namespace wick::desktop
