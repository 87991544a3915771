#include "app/desktop/adapters/chartmarks.h"

#include "app/desktop/adapters/corevalues.h"
#include "app/desktop/text/describe.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Chart)
};

charts::Direction directionOf(core::Side side)
{
    return side == core::Side::Buy ? charts::Direction::Up : charts::Direction::Down;
}

QString sideWord(core::Side side)
{
    return side == core::Side::Buy ? Words::tr("Long") : Words::tr("Short");
}

double average(core::Int128 sum, core::Quantity lots, const core::Instrument& instrument)
{
    return lots.count() == 0 ? 0.0
                             : static_cast<double>(sum) / static_cast<double>(lots.count())
                                   / instrument.priceScale();
}

const core::Instrument& instrumentOf(const session::Snapshot& snapshot, core::InstrumentId market)
{
    return (*snapshot.instruments)[market.count()];
}

charts::TradeMark entryMark(const QString& id, core::Side side, core::Timestamp time, double price)
{
    charts::TradeMark mark;
    mark.id = id;
    mark.kind = charts::FillKind::Entry;
    mark.side = directionOf(side);
    mark.at = {millisecondsOf(time), price};
    return mark;
}

void addTrade(std::vector<charts::TradeMark>& marks,
              const QString& id,
              const core::TradeRow& trade,
              const core::Instrument& instrument)
{
    charts::TradeMark entry = entryMark(id, trade.side, trade.entryTime,
                                        average(trade.entrySum, trade.quantity, instrument));
    charts::TradeMark exit = entry;
    exit.kind = charts::FillKind::Exit;
    exit.at = {millisecondsOf(trade.exitTime), average(trade.exitSum, trade.closed, instrument)};
    exit.entry = entry.at;
    exit.tooltip = {Words::tr("Net %1 USDC").arg(signedMoney(fixedOf(trade.net())))};
    marks.push_back(std::move(entry));
    marks.push_back(std::move(exit));
}

/// `id` has a place for the trade's number.
void addTrades(std::vector<charts::TradeMark>& marks,
               std::span<const core::TradeRow> trades,
               const core::Instrument& instrument,
               const QString& id)
{
    for (const core::TradeRow& trade : trades) {
        if (trade.instrument == instrument.id()) {
            addTrade(marks, id.arg(trade.id), trade, instrument);
        }
    }
}

void addNew(std::vector<core::Plot>& plots, std::span<const core::Plot> more)
{
    for (const core::Plot& plot : more) {
        if (std::find(plots.begin(), plots.end(), plot) == plots.end()) {
            plots.push_back(plot);
        }
    }
}

} // namespace

std::vector<core::Plot> plotsOn(const session::Snapshot& snapshot, core::InstrumentId market)
{
    std::vector<core::Plot> plots;
    for (const session::EngineStatus& engine : snapshot.engines) {
        if (engine.instrument == market) {
            addNew(plots, engine.plots);
        }
    }
    return plots;
}

std::vector<charts::TradeMark> fillMarks(const session::Snapshot& snapshot,
                                         core::InstrumentId market)
{
    const core::Instrument& instrument = instrumentOf(snapshot, market);
    std::vector<charts::TradeMark> marks;
    if (snapshot.trades) {
        addTrades(marks, *snapshot.trades, instrument, u"trade %1"_s);
    }
    for (const session::PositionStatus& position : snapshot.positions) {
        if (position.instrument == market) {
            marks.push_back(entryMark(u"position"_s, position.side, position.openedAt,
                                      core::toDouble(position.entry, instrument)));
        }
    }
    return marks;
}

std::vector<charts::TradeMark> fillMarks(std::span<const core::TradeRow> trades,
                                         const core::Instrument& instrument)
{
    std::vector<charts::TradeMark> marks;
    addTrades(marks, trades, instrument, u"%1"_s);
    return marks;
}

std::vector<charts::SignalMark>
signalMarks(const session::Snapshot& snapshot, core::InstrumentId market, core::Duration timeframe)
{
    std::vector<charts::SignalMark> marks;
    if (!snapshot.signalLog) {
        return marks;
    }
    for (const session::SignalStatus& signal : *snapshot.signalLog) {
        if (signal.instrument == market) {
            marks.push_back(signalMark(signal, instrumentOf(snapshot, market), timeframe));
        }
    }
    return marks;
}

std::vector<charts::LevelLine> positionLevels(const session::Snapshot& snapshot,
                                              core::InstrumentId market)
{
    std::vector<charts::LevelLine> levels;
    for (const session::PositionStatus& position : snapshot.positions) {
        if (position.instrument == market) {
            addLevels(levels, position, instrumentOf(snapshot, market));
        }
    }
    return levels;
}

charts::Quote positionQuote(const session::Snapshot& snapshot, core::InstrumentId market)
{
    charts::Quote quote;
    for (const session::PositionStatus& position : snapshot.positions) {
        if (position.instrument == market) {
            quote.mark = core::toDouble(position.mark, instrumentOf(snapshot, market));
        }
    }
    return quote;
}

std::vector<charts::Shade>
excursions(const session::Snapshot& snapshot, core::InstrumentId market, std::int64_t untilMs)
{
    std::vector<charts::Shade> shades;
    for (const core::TradeRow& trade : snapshot.openTrades) {
        if (trade.instrument != market) {
            continue;
        }
        const core::Instrument& instrument = instrumentOf(snapshot, market);
        const charts::ChartPoint entry{millisecondsOf(trade.entryTime),
                                       average(trade.entrySum, trade.quantity, instrument)};
        shades.push_back({charts::ShadeKind::Adverse,
                          entry,
                          {untilMs, core::toDouble(trade.worst, instrument)},
                          {}});
        shades.push_back({charts::ShadeKind::Favourable,
                          entry,
                          {untilMs, core::toDouble(trade.best, instrument)},
                          {}});
    }
    return shades;
}

std::vector<charts::AxisMark> axisMarks(const session::Snapshot& snapshot,
                                        core::InstrumentId market)
{
    const auto concerns = [&](const session::LogLine& line) {
        return !line.engine
               || std::any_of(snapshot.engines.begin(), snapshot.engines.end(),
                              [&](const session::EngineStatus& engine) {
                                  return engine.id == *line.engine && engine.instrument == market;
                              });
    };
    std::vector<charts::AxisMark> marks;
    for (const session::LogLine& line : *snapshot.log) {
        if (line.subject != session::LogSubject::Event && concerns(line)) {
            const std::int64_t timeMs = millisecondsOf(line.time);
            marks.push_back(
                {line.subject == session::LogSubject::Halt ? charts::AxisMarkKind::Halt
                                                           : charts::AxisMarkKind::Operator,
                 timeMs,
                 {u"%1 UTC"_s.arg(dayAndClockText(timeMs)), QString::fromStdString(line.text)}});
        }
    }
    return marks;
}

charts::SignalMark signalMark(const session::SignalStatus& signal,
                              const core::Instrument& instrument,
                              core::Duration timeframe)
{
    charts::SignalMark mark;
    mark.id = u"signal %1"_s.arg(signal.id);
    mark.side = directionOf(signal.side);
    mark.state = signal.sent ? charts::SignalState::Taken : charts::SignalState::Refused;
    mark.timeMs = core::toMilliseconds(core::floorTo(signal.time - core::Duration{1}, timeframe));
    mark.strength = signal.strength;
    if (!signal.sent) {
        mark.pill = Words::tr("Refused: %1").arg(refusalWords(signal, instrument));
    }
    mark.tooltip.append(Words::tr("%1 UTC, %2, strength %3")
                            .arg(dayAndClockText(millisecondsOf(signal.time)),
                                 sideWord(signal.side), number(signal.strength, 2)));
    mark.tooltip.append(translated(signal.reason.sentence));
    for (const core::Component& component : signal.components) {
        mark.tooltip.append(Words::tr("%1: %2, needs %3")
                                .arg(translated(component.name), number(component.value, 2),
                                     number(component.need, 2)));
    }
    mark.tooltip.append(signal.sent ? Words::tr("Sent") : mark.pill);
    return mark;
}

void addLevels(std::vector<charts::LevelLine>& levels,
               const session::PositionStatus& position,
               const core::Instrument& instrument)
{
    const std::int64_t lots = position.quantity.count() * core::sign(position.side);
    const auto resultAt = [&](core::Price price) {
        const core::Money value =
            instrument.notional(lots, price) - instrument.notional(lots, position.entry);
        return signedMoney(fixedOf(value));
    };
    const std::int64_t from = core::toMilliseconds(position.openedAt);
    const double risk = static_cast<double>(position.initialRisk.count());
    const QString result =
        risk > 0.0 ? u' ' + rMultiple(static_cast<double>(position.openResult.count()) / risk)
                   : QString{};
    levels.push_back(
        {charts::LevelKind::Entry, core::toDouble(position.entry, instrument), from,
         Words::tr("%1 %2%3").arg(sideWord(position.side),
                                  number(fixedOf(position.quantity, instrument)), result)});
    if (position.stop.has_value()) {
        levels.push_back({charts::LevelKind::Stop, core::toDouble(*position.stop, instrument), from,
                          Words::tr("Stop %1").arg(resultAt(*position.stop))});
    }
    if (position.target.has_value()) {
        levels.push_back({charts::LevelKind::Target, core::toDouble(*position.target, instrument),
                          from, Words::tr("Target %1").arg(resultAt(*position.target)),
                          true}); // no venue takes another target yet
    }
}

charts::TradeView tradeView(const core::TradeRow& trade,
                            const core::Instrument& instrument,
                            std::size_t number,
                            std::size_t count)
{
    const TradeRow row = tradeRow(trade, instrument, {});
    charts::TradeView view;
    view.id = QString::number(trade.id);
    view.title = Words::tr("Trade %1 of %2").arg(number).arg(count);
    view.detail = Words::tr("%1 to %2, %3 bars, %4 USDC, %5")
                      .arg(dayAndClockText(row.entryMs), dayAndClockText(row.exitMs))
                      .arg(row.bars)
                      .arg(signedMoney(row.net), rMultiple(row.resultR));
    view.side = directionOf(trade.side);
    view.entry = {row.entryMs, average(trade.entrySum, trade.quantity, instrument)};
    view.exit = {row.exitMs, average(trade.exitSum, trade.closed, instrument)};
    view.stop = core::toDouble(trade.stop, instrument);
    view.worst = core::toDouble(trade.worst, instrument);
    view.best = core::toDouble(trade.best, instrument);
    const QString side = sideWord(trade.side);
    view.entryLabel =
        Words::tr("%1 %2 at %3").arg(side, desktop::number(row.size), desktop::number(row.entry));
    view.stopLabel = Words::tr("Stop %1").arg(rMultiple(-1.0));
    view.worstLabel = Words::tr("Worst %1").arg(rMultiple(row.worstR));
    view.bestLabel = Words::tr("Best %1").arg(rMultiple(row.bestR));
    if (trade.target.has_value()) {
        view.target = core::toDouble(*trade.target, instrument);
        const double distance = std::abs(view.entry.price - view.stop);
        const double reward = std::abs(view.target - view.entry.price);
        view.targetLabel = distance > 0.0 ? Words::tr("Target %1").arg(rMultiple(reward / distance))
                                          : Words::tr("Target");
    }
    return view;
}

} // namespace wick::desktop
