#include "app/desktop/headless/reportsections.h"

#include "app/desktop/adapters/backtestadapter.h"
#include "app/desktop/adapters/chartmarks.h"
#include "app/desktop/adapters/corevalues.h"
#include "app/desktop/adapters/snapshotadapter.h"
#include "app/desktop/text/describe.h"
#include "app/session/backtestreport.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Report)
};

constexpr std::size_t kMostTrades = 500; ///< of a table; all are in the trade log

ReportCell word(const QString& words, Tone tone = Tone::Primary)
{
    return {words, CellAlign::Word, tone};
}

ReportCell figure(const QString& words, Tone tone = Tone::Primary)
{
    return {words, CellAlign::Number, tone};
}

QString count(std::uint64_t value)
{
    return number(Fixed{static_cast<qint64>(value), 0});
}

QString timesWords(core::Timestamp from, core::Timestamp to)
{
    return Words::tr("%1 to %2 UTC, %3")
        .arg(dayAndClockText(millisecondsOf(from)), dayAndClockText(millisecondsOf(to)),
             durationText(core::toMilliseconds(to - from)));
}

std::vector<ReportCell> tradeCells(const TradeRow& row)
{
    const auto multiple = [](double value) {
        return figure(std::isnan(value) ? missingText() : rMultiple(value), toneOfNumber(value));
    };
    return {figure(QString::number(row.id)),
            word(row.market),
            word(row.engine),
            word(describe(row.side), toneOf(row.side)),
            figure(number(row.size)),
            word(dayAndClockText(row.entryMs)),
            figure(number(row.entry)),
            word(row.exitMs == 0 ? missingText() : dayAndClockText(row.exitMs)),
            figure(row.exitMs == 0 ? missingText() : number(row.exit)),
            word(row.ambiguous ? Words::tr("%1, ambiguous bar").arg(row.closedBy) : row.closedBy),
            figure(QString::number(row.bars)),
            figure(signedMoney(row.net), toneOfMoney(row.net)),
            multiple(row.resultR),
            multiple(row.worstR),
            multiple(row.bestR)};
}

TradeRow rowOf(const core::TradeRow& trade, const session::BacktestOutcome& outcome)
{
    TradeRow row =
        tradeRow(trade, outcome.setup.instruments[trade.instrument.count()],
                 text(outcome.setup.engines[trade.engine.count()].strategy->describe().title));
    if (trade.open) {
        row.exitMs = 0;
    }
    return row;
}

ReportTable tradesTable(const session::BacktestOutcome& outcome, const QString& log)
{
    ReportTable table;
    table.title = Words::tr("Trades");
    table.header = {
        figure(Words::tr("No.")),     word(Words::tr("Market")),    word(Words::tr("Engine")),
        word(Words::tr("Side")),      figure(Words::tr("Size")),    word(Words::tr("Entry, UTC")),
        figure(Words::tr("Price")),   word(Words::tr("Exit, UTC")), figure(Words::tr("Price")),
        word(Words::tr("Closed by")), figure(Words::tr("Bars")),    figure(Words::tr("Net, USDC")),
        figure(Words::tr("Result")),  figure(Words::tr("Worst")),   figure(Words::tr("Best"))};
    table.empty = Words::tr("No trade was closed.");
    const auto& closed = outcome.result.trades;
    const std::size_t first = closed.size() > kMostTrades ? closed.size() - kMostTrades : 0;
    for (std::size_t i = first; i < closed.size(); ++i) {
        table.rows.push_back(tradeCells(rowOf(closed[i], outcome)));
    }
    for (const core::TradeRow& trade : outcome.result.openTrades) {
        table.rows.push_back(tradeCells(rowOf(trade, outcome)));
    }
    table.note = first > 0 ? Words::tr("The last %1 of %2 trades; all of them with their costs are "
                                       "in %3.")
                                 .arg(kMostTrades)
                                 .arg(closed.size())
                                 .arg(log)
                           : Words::tr("With their costs they are in %1.").arg(log);
    return table;
}

struct EngineTrades
{
    core::Money net; ///< with the open result
    std::uint64_t closed = 0;
    std::uint64_t won = 0;
};

EngineTrades tradesOf(const core::BacktestResult& result, std::size_t engine)
{
    EngineTrades sum;
    for (const core::TradeRow& trade : result.trades) {
        if (trade.engine.count() == engine) {
            sum.net += trade.net();
            ++sum.closed;
            sum.won += trade.net().count() > 0 ? 1U : 0U;
        }
    }
    for (const core::TradeRow& trade : result.openTrades) {
        sum.net += trade.engine.count() == engine ? trade.net() : core::Money{};
    }
    return sum;
}

ReportTable enginesTable(const PracticeDay& day, const std::vector<EngineRow>& rows)
{
    ReportTable table;
    table.title = Words::tr("Engines");
    table.header = {word(Words::tr("Engine")),      word(Words::tr("Market")),
                    word(Words::tr("State")),       word(Words::tr("What it is doing")),
                    figure(Words::tr("Trades")),    figure(Words::tr("Winning")),
                    figure(Words::tr("Net, USDC")), figure(Words::tr("Signals")),
                    figure(Words::tr("Refused")),   word(Words::tr("Decision digest"))};
    const core::BacktestResult& result = day.outcome.result;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const EngineRow& row = rows[i];
        const EngineTrades trades = tradesOf(result, i);
        const Fixed net = fixedOf(trades.net);
        const core::EngineStatistics& put = day.outcome.engines[i];
        table.rows.push_back(
            {word(row.name), word(u"%1 %2"_s.arg(row.market, row.timeframe)),
             word(describe(row.state), toneOf(row.state)), word(row.doing),
             figure(count(trades.closed)), figure(count(trades.won)),
             figure(signedMoney(net), toneOfMoney(net)), figure(count(put.signals)),
             figure(count(put.refused)),
             word(QString::fromStdString(result.decisionDigests[i]), Tone::Secondary)});
    }
    table.note = Words::tr("Net includes the open result of positions that are still open.");
    return table;
}

ReportTable refusalsTable(const session::BacktestOutcome& outcome)
{
    ReportTable table;
    table.title = Words::tr("Refusals by reason");
    table.header = {word(Words::tr("Engine")), word(Words::tr("Market")),
                    figure(Words::tr("Times")), word(Words::tr("Reason")),
                    word(Words::tr("Token"))};
    table.empty = Words::tr("No signal was refused.");
    for (std::size_t i = 0; i < outcome.engines.size(); ++i) {
        const core::EngineSetup& engine = outcome.setup.engines[i];
        for (const core::RefusalCount& refusal : outcome.engines[i].refusals) {
            table.rows.push_back(
                {word(text(engine.strategy->describe().title)),
                 word(text(outcome.setup.instruments[engine.instrument.count()].symbol())),
                 figure(count(refusal.count)), word(text(refusal.reason.sentence)),
                 word(text(refusal.reason.token), Tone::Secondary)});
        }
    }
    return table;
}

ReportTable signalsTable(const std::vector<SignalRow>& rows)
{
    ReportTable table;
    table.title = Words::tr("Signals and their verdicts");
    table.header = {word(Words::tr("Time, UTC")),  word(Words::tr("Engine")),
                    word(Words::tr("Market")),     word(Words::tr("Side")),
                    figure(Words::tr("Strength")), word(Words::tr("Verdict"))};
    table.empty = Words::tr("No strategy gave a signal.");
    for (const SignalRow& row : rows) {
        table.rows.push_back(
            {word(dayAndClockText(row.timeMs)), word(row.engine), word(row.market),
             row.refused ? word(describeRefused(row.side), Tone::Secondary)
                         : word(describe(row.side), toneOf(row.side)),
             figure(number(row.strength, 2)),
             word(row.refused ? Words::tr("Refused: %1").arg(row.verdict) : Words::tr("Sent"))});
    }
    table.note = Words::tr("The last %1 at most.").arg(500);
    return table;
}

ReportTable haltsTable(const session::BacktestOutcome& outcome)
{
    ReportTable table;
    table.title = Words::tr("Halts");
    table.header = {word(Words::tr("Time, UTC")), word(Words::tr("Whom")), word(Words::tr("Halt")),
                    figure(Words::tr("Lost, USDC")), figure(Words::tr("Limit, USDC"))};
    table.empty = Words::tr("No halt fired.");
    for (const core::Halt& halt : outcome.halts) {
        table.rows.push_back({word(dayAndClockText(millisecondsOf(halt.since))),
                              word(QString::fromStdString(session::scopeOf(halt, outcome))),
                              word(text(session::haltName(halt.kind)), Tone::Danger),
                              figure(money(fixedOf(halt.loss))),
                              figure(money(fixedOf(halt.limit)))});
    }
    return table;
}

void addDayFacts(ReportSection& section, const PracticeDay& day, const DayFacts& facts)
{
    const core::BacktestResult& result = day.outcome.result;
    auto& lines = section.facts;
    lines.emplace_back(Words::tr("Market time"), timesWords(result.first, result.last));
    lines.emplace_back(Words::tr("Equity"),
                       Words::tr("%1 USDC, %2 on %3")
                           .arg(money(fixedOf(result.balance)),
                                signedMoney(fixedOf(result.balance - result.startBalance)),
                                money(fixedOf(result.startBalance))));
    lines.emplace_back(Words::tr("Trades"),
                       Words::tr("%1 closed, %2 open")
                           .arg(count(result.trades.size()), count(result.openTrades.size())));
    lines.emplace_back(
        Words::tr("Signals"),
        Words::tr("%1, of them %2 refused").arg(count(result.signals), count(result.refusals)));
    lines.emplace_back(Words::tr("Time without a stop"),
                       durationText(core::toMilliseconds(day.end->nakedTime)));
    lines.emplace_back(Words::tr("Seed"), QString::number(facts.seed));
    lines.emplace_back(Words::tr("Session digest"), QString::fromStdString(result.sessionDigest));
    const bool agrees = day.replay.agrees() && day.replay.sessionDigest == result.sessionDigest;
    lines.emplace_back(Words::tr("Replay"),
                       agrees ? Words::tr("The journal plays back to the same digest, compared at "
                                          "%1 checkpoints. To see it: wickctl replay %2 --verify")
                                    .arg(day.replay.checkpoints)
                                    .arg(facts.journal)
                              : Words::tr("The journal does not play back to the same digest."));
    lines.emplace_back(Words::tr("Made by"),
                       Words::tr("Wick %1, %2 steps in %3 s on three engine threads")
                           .arg(QStringLiteral(WICK_VERSION), count(day.end->sequence.count()),
                                number(day.seconds, 1)));
}

/// The last closed trade on a market, and its number among those of the session.
void addLastTrade(ReportSection& section,
                  const PracticeDay& day,
                  const charts::ChartScene& scene,
                  const core::Instrument& instrument,
                  const QString& name)
{
    const auto& trades = day.outcome.result.trades;
    const auto last = std::find_if(trades.rbegin(), trades.rend(), [&](const auto& trade) {
        return trade.instrument == instrument.id();
    });
    if (last != trades.rend()) {
        const auto number = static_cast<std::size_t>(trades.rend() - last);
        section.pictures.push_back(
            tradePicture(scene, tradeView(*last, instrument, number, trades.size()), name));
    }
}

void addSessionPictures(ReportSection& section, const PracticeDay& day)
{
    const core::BacktestResult& result = day.outcome.result;
    section.pictures.push_back(equityPicture(equityScene(day.outcome), u"equity"_s));
    for (const session::EngineStatus& engine : day.end->engines) {
        const core::Instrument& instrument =
            day.outcome.setup.instruments[engine.instrument.count()];
        const charts::ChartScene scene =
            sessionScene(*day.end, engine.instrument, engine.timeframe);
        if (scene.candles.empty()) {
            continue;
        }
        const QString market = text(instrument.base()).toLower();
        section.pictures.push_back(
            overviewPicture(scene, {millisecondsOf(result.first), millisecondsOf(result.last)},
                            u"chart-"_s + market));
        addLastTrade(section, day, scene, instrument, u"trade-"_s + market);
    }
}

} // namespace

ReportSection sessionSection(const PracticeDay& day, const DayFacts& facts)
{
    SnapshotAdapter adapter;
    adapter.take(day.end, 0);
    ReportSection section;
    section.title = Words::tr("Paper session on the practice market");
    section.lead =
        Words::tr("Three engines on one account at full speed, each on a thread of its own.");
    if (day.interrupted) {
        section.problem =
            Words::tr("Interrupted after %1 of %2. It shows what was done until then.")
                .arg(durationText(core::toMilliseconds(day.end->now - day.end->startedAt)),
                     durationText(core::toMilliseconds(facts.asked)));
    }
    addDayFacts(section, day, facts);
    section.summary = summaryOf(day.outcome, day.seconds, 0);
    addSessionPictures(section, day);
    section.tables = {enginesTable(day, adapter.engines()), tradesTable(day.outcome, facts.trades),
                      refusalsTable(day.outcome), signalsTable(adapter.signalRows()),
                      haltsTable(day.outcome)};
    return section;
}

ReportSection
candleSection(const QString& file, const CandleTest& test, const QString& name, const QString& log)
{
    const session::BacktestOutcome& outcome = test.outcome;
    ReportSection section;
    section.summary = summaryOf(outcome, test.seconds, test.missingBars);
    section.title =
        Words::tr("Backtest: %1, %2").arg(QFileInfo{file}.fileName(), section.summary->title);
    if (!test.choice.named) {
        section.lead = Words::tr("The name of the file says no market: a crossing of averages was "
                                 "run, with ticks, lots and costs of %1 standing in.")
                           .arg(text(outcome.setup.instruments.front().symbol()));
    }
    section.facts.emplace_back(Words::tr("File"), file);
    section.facts.emplace_back(Words::tr("Data"),
                               timesWords(outcome.result.first, outcome.result.last));
    section.facts.emplace_back(Words::tr("Fills"),
                               QString::fromStdString(session::fillFormula(outcome.setup.fill)));
    section.facts.emplace_back(Words::tr("Fidelity"),
                               QString::fromStdString(session::fidelityText(outcome)));
    section.facts.emplace_back(Words::tr("Digest"),
                               QString::fromStdString(outcome.result.sessionDigest));
    section.pictures.push_back(equityPicture(equityScene(outcome), name + u"-equity"_s));
    const charts::ChartScene scene = backtestScene(outcome, *test.chart);
    if (!scene.candles.empty()) {
        section.pictures.push_back(overviewPicture(
            scene, {millisecondsOf(outcome.result.first), millisecondsOf(outcome.result.last)},
            name + u"-chart"_s));
    }
    section.tables = {tradesTable(outcome, log), refusalsTable(outcome), haltsTable(outcome)};
    return section;
}

} // namespace wick::desktop
