#include "app/desktop/adapters/snapshotadapter.h"

#include "app/desktop/adapters/corevalues.h"
#include "app/desktop/adapters/inspectionadapter.h"
#include "core/base/unreachable.h"
#include "core/market/timeframe.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Snapshot)
};

EngineState stateOf(const session::EngineStatus& engine)
{
    if (!engine.answering || engine.control == core::EngineControl::Quarantined) {
        return EngineState::NotAnswering;
    }
    if (engine.halt.has_value()) {
        return EngineState::Halted;
    }
    if (engine.control == core::EngineControl::Paused) {
        return EngineState::Paused;
    }
    if (engine.control == core::EngineControl::Stopped) {
        return EngineState::Stopped;
    }
    if (engine.lots != 0) {
        return EngineState::InPosition;
    }
    return engine.pendingEntry ? EngineState::WorkingOrder : EngineState::Waiting;
}

double fractionOf(const core::LossUse& use)
{
    if (use.limit == core::kNoLimit || use.limit <= 0) {
        return 0.0;
    }
    return std::max(0.0, static_cast<double>(use.loss) / static_cast<double>(use.limit));
}

OrderState stateOf(core::OrderState state)
{
    switch (state) {
    case core::OrderState::Created:
    case core::OrderState::Sent:
        return OrderState::Sent;
    case core::OrderState::Resting:
        return OrderState::Resting;
    case core::OrderState::PartlyFilled:
        return OrderState::PartlyFilled;
    case core::OrderState::CancelSent:
        return OrderState::Cancelling;
    case core::OrderState::Filled:
    case core::OrderState::Cancelled:
    case core::OrderState::Expired:
    case core::OrderState::Rejected:
        return OrderState::Unknown; // an order that is over is not in the list
    }
    core::unreachable();
}

QString typeOf(core::OrderKind kind)
{
    switch (kind) {
    case core::OrderKind::Market:
        return Words::tr("Market");
    case core::OrderKind::Limit:
        return Words::tr("Limit");
    case core::OrderKind::Stop:
        return Words::tr("Stop market");
    }
    core::unreachable();
}

QString purposeOf(const core::OrderRecord& order)
{
    switch (order.role) {
    case core::OrderRole::Entry:
    case core::OrderRole::Exit:
        return translated(order.reason.sentence);
    case core::OrderRole::ProtectiveStop:
        return Words::tr("Protective stop");
    case core::OrderRole::Target:
        return Words::tr("Target");
    }
    core::unreachable();
}

LogLevel levelOf(session::LogLevel level)
{
    switch (level) {
    case session::LogLevel::Note:
        return LogLevel::Info;
    case session::LogLevel::Warning:
        return LogLevel::Warning;
    case session::LogLevel::Danger:
        return LogLevel::Problem;
    }
    core::unreachable();
}

} // namespace

void SnapshotAdapter::take(std::shared_ptr<const session::Snapshot> snapshot, qint64 steadyMs)
{
    m_snapshot = std::move(snapshot);
    takeUnprotected();
    takeFlatten(m_snapshot->flatten, steadyMs);
    m_safety.entriesLocked = m_snapshot->entriesLocked;
    m_safety.killed = false;
    for (const core::Halt& halt : m_snapshot->halts) {
        if (halt.kind == core::HaltKind::Kill) {
            m_safety.killed = true;
            m_safety.killedAtMs = millisecondsOf(halt.since);
        }
    }
}

void SnapshotAdapter::takeUnprotected()
{
    std::map<std::uint16_t, qint64> now;
    for (const session::PositionStatus& position : m_snapshot->positions) {
        if (!position.stop.has_value()) {
            const std::uint16_t engine = position.engine.count();
            const auto known = m_unprotectedSince.find(engine);
            now[engine] =
                known == m_unprotectedSince.end() ? millisecondsOf(m_snapshot->now) : known->second;
        }
    }
    m_unprotectedSince = std::move(now);
}

void SnapshotAdapter::takeFlatten(const session::FlattenStatus& flatten, qint64 steadyMs)
{
    constexpr qint64 kShowVerifiedMs = 60'000;
    constexpr qint64 kNotFlatAfterMs = 10'000;
    const auto entries = static_cast<int>(std::count_if(
        m_snapshot->orders.begin(), m_snapshot->orders.end(),
        [](const core::OrderRecord& order) { return order.role == core::OrderRole::Entry; }));
    FlattenState state;
    if (flatten.running) {
        if (!m_flattening) {
            m_flattening = true;
            m_flattenBeganSteady = steadyMs;
            m_positionsAtStart = flatten.positionsLeft;
            m_entriesAtStart = entries;
        }
        m_positionsAtStart = std::max(m_positionsAtStart, flatten.positionsLeft);
        state.phase = FlattenPhase::Running;
        state.toClose = m_positionsAtStart;
        state.closed = m_positionsAtStart - flatten.positionsLeft;
        state.toCancel = m_entriesAtStart;
        state.cancelled = std::max(0, m_entriesAtStart - entries);
        state.elapsedMs = steadyMs - m_flattenBeganSteady;
        m_safety.flatten = state.elapsedMs >= kNotFlatAfterMs ? notFlat(state) : state;
        return;
    }
    if (m_flattening) {
        m_flattening = false;
        m_flattenEndedSteady = steadyMs;
    }
    // Only a flat that the core has verified counts, and it is shown for a minute.
    if (m_flattenEndedSteady > 0 && flatten.verifiedAt.has_value()
        && steadyMs - m_flattenEndedSteady < kShowVerifiedMs)
    {
        state.phase = FlattenPhase::VerifiedFlat;
        state.verifiedAtMs = millisecondsOf(*flatten.verifiedAt);
        state.elapsedMs = core::toMilliseconds(flatten.times.wallFlat);
    }
    m_safety.flatten = state;
}

FlattenState SnapshotAdapter::notFlat(const FlattenState& state) const
{
    FlattenState result = state;
    result.phase = FlattenPhase::NotFlat;
    QStringList left;
    QStringList details;
    double exposure = 0.0;
    bool closedMarket = false;
    for (const session::PositionStatus& position : m_snapshot->positions) {
        const core::Instrument& market = instrument(position.instrument);
        const QString size =
            number(fixedOf(position.quantity, market)) + u' ' + text(market.base());
        left.append(size);
        exposure +=
            std::abs(static_cast<double>(market.notional(position.quantity, position.mark).count()))
            / 1e6;
        const QString stop =
            position.stop.has_value() ? number(fixedOf(*position.stop, market)) : Words::tr("none");
        details.append(
            Words::tr("%1 %2, entry %3, stop %4")
                .arg(position.side == core::Side::Buy ? Words::tr("Long") : Words::tr("Short"),
                     size, number(fixedOf(position.entry, market)), stop));
        for (const session::MarketStatus& status : m_snapshot->markets) {
            closedMarket =
                closedMarket || (status.instrument == position.instrument && !status.open);
        }
    }
    result.left = left.join(u", "_s);
    result.details = details.join(u'\n');
    result.worst =
        Words::tr("At most %1 USDC of exposure; stops rest at the venue.").arg(number(exposure, 0));
    result.nextTry = closedMarket
                         ? Words::tr("The market is closed: closing goes on when it opens.")
                         : Words::tr("Closing goes on with every new price.");
    return result;
}

const core::Instrument& SnapshotAdapter::instrument(core::InstrumentId id) const
{
    return (*m_snapshot->instruments)[id.count()];
}

QString SnapshotAdapter::engineName(core::EngineId engine) const
{
    for (const session::EngineStatus& status : m_snapshot->engines) {
        if (status.id == engine) {
            return text(status.title);
        }
    }
    return {};
}

const session::PositionStatus* SnapshotAdapter::positionOf(core::EngineId engine) const
{
    const auto found = std::find_if(
        m_snapshot->positions.begin(), m_snapshot->positions.end(),
        [engine](const session::PositionStatus& position) { return position.engine == engine; });
    return found == m_snapshot->positions.end() ? nullptr : &*found;
}

std::vector<EngineRow> SnapshotAdapter::engines() const
{
    std::vector<EngineRow> rows;
    for (const session::EngineStatus& engine : m_snapshot->engines) {
        rows.push_back(engineRow(engine));
    }
    return rows;
}

EngineRow SnapshotAdapter::engineRow(const session::EngineStatus& engine) const
{
    const core::Instrument& market = instrument(engine.instrument);
    EngineRow row;
    row.id = engine.id.count();
    row.name = text(engine.title);
    row.market = text(engine.symbol);
    row.timeframe = QString::fromStdString(core::timeframeText(engine.timeframe));
    row.mode = m_snapshot->mode == session::Mode::Live ? Words::tr("Live") : Words::tr("Paper");
    row.state = stateOf(engine);
    row.doing = doing(engine);
    if (engine.lots != 0) {
        row.side = engine.lots > 0 ? RowSide::Long : RowSide::Short;
    }
    row.position = {std::abs(engine.lots), market.quantityDecimals()};
    row.dayPnl = fixedOf(engine.dayResult);
    row.lossCapUsed = fractionOf(engine.dayUse);
    const bool asked = !m_snapshot->marketPaused && !m_snapshot->warmingUp && !m_snapshot->finished;
    if (asked || row.state == EngineState::NotAnswering) {
        row.heartbeatMs = engine.heartbeatMs;
    }
    return row;
}

QString SnapshotAdapter::doing(const session::EngineStatus& engine) const
{
    const session::PositionStatus* position = positionOf(engine.id);
    switch (stateOf(engine)) {
    case EngineState::NotAnswering:
        return Words::tr("Not answering: quarantined. Its position is closed by the core.");
    case EngineState::Halted:
        return Words::tr("Halted: %1").arg(translated(engine.halt->sentence));
    case EngineState::Paused:
        return position == nullptr ? Words::tr("Paused by you. It opens nothing.")
                                   : Words::tr("Paused by you. Its stop stays at the venue.");
    case EngineState::Stopped:
        return engine.flattening ? Words::tr("Stopping: closing its position.")
                                 : Words::tr("Stopped by you.");
    case EngineState::InPosition:
        return position == nullptr
                   ? QString{}
                   : doingInPosition(*position,
                                     statusSentence(engine.status, instrument(engine.instrument)));
    case EngineState::WorkingOrder:
    case EngineState::Waiting:
        return statusSentence(engine.status, instrument(engine.instrument));
    }
    core::unreachable();
}

QString SnapshotAdapter::doingInPosition(const session::PositionStatus& position,
                                         const QString& strategySays) const
{
    const core::Instrument& market = instrument(position.instrument);
    const QString side = position.side == core::Side::Buy ? Words::tr("Long") : Words::tr("Short");
    const bool goesOn = !strategySays.isEmpty() && strategySays.front().isLower();
    QString words = (goesOn ? Words::tr("%1 since %2 %3") : Words::tr("%1 since %2. %3"))
                        .arg(side, clockText(millisecondsOf(position.openedAt)), strategySays)
                        .trimmed();
    if (position.stop.has_value()) {
        words += u' ' + Words::tr("Stop %1").arg(number(fixedOf(*position.stop, market)));
        words += position.target.has_value()
                     ? Words::tr(", target %1.").arg(number(fixedOf(*position.target, market)))
                     : u"."_s;
    } else {
        words += u' ' + Words::tr("No stop rests.");
    }
    return words;
}

std::vector<PositionRow> SnapshotAdapter::positions() const
{
    std::vector<PositionRow> rows;
    for (const session::PositionStatus& position : m_snapshot->positions) {
        rows.push_back(positionRow(position));
    }
    return rows;
}

PositionRow SnapshotAdapter::positionRow(const session::PositionStatus& position) const
{
    const core::Instrument& market = instrument(position.instrument);
    PositionRow row;
    row.market = text(market.symbol());
    row.engine = engineName(position.engine);
    row.engineId = position.engine.count();
    row.side = sideOf(position.side);
    row.size = fixedOf(position.quantity, market);
    row.entry = fixedOf(position.entry, market);
    row.mark = fixedOf(position.mark, market);
    row.openPnl = fixedOf(position.openResult);
    if (position.initialRisk.count() > 0) {
        row.resultR = static_cast<double>(position.openResult.count())
                      / static_cast<double>(position.initialRisk.count());
    }
    row.realised = fixedOf(position.realised);
    if (position.stop.has_value()) {
        row.stop = fixedOf(*position.stop, market);
        row.atRisk = roundedTo(fixedOf(position.atRisk), 2);
    } else {
        const auto since = m_unprotectedSince.find(position.engine.count());
        row.noStopMs =
            since == m_unprotectedSince.end() ? 0 : millisecondsOf(m_snapshot->now) - since->second;
    }
    if (position.target.has_value()) {
        row.target = fixedOf(*position.target, market);
    }
    row.margin = Words::tr("Cross");
    row.close = position.closing ? CloseState::Closing : CloseState::Close;
    return row;
}

std::vector<OrderRow> SnapshotAdapter::orders() const
{
    std::vector<OrderRow> rows;
    for (const core::OrderRecord& order : m_snapshot->orders) {
        const core::Instrument& market = instrument(order.instrument);
        OrderRow row;
        row.id = static_cast<qint64>(order.id.count());
        row.timeMs = millisecondsOf(order.decidedAt);
        row.market = text(market.symbol());
        row.buy = order.side == core::Side::Buy;
        row.type = typeOf(order.kind);
        row.state = stateOf(order.machine.state());
        if (order.kind != core::OrderKind::Market) {
            row.price = fixedOf(order.price, market);
        }
        row.size = fixedOf(order.remaining + order.filled, market);
        row.filled = fixedOf(order.filled, market);
        row.ageMs = millisecondsOf(m_snapshot->now) - row.timeMs;
        row.engine = engineName(order.engine);
        row.reason = purposeOf(order);
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<TradeRow> SnapshotAdapter::trades() const
{
    std::vector<TradeRow> rows;
    if (!m_snapshot->trades) {
        return rows;
    }
    Fixed sum{0, 6};
    for (const core::TradeRow& trade : *m_snapshot->trades) {
        TradeRow row = tradeRow(trade, instrument(trade.instrument), engineName(trade.engine));
        sum.scaled += trade.net().count();
        row.sum = sum;
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<SignalRow> SnapshotAdapter::signalRows() const
{
    std::vector<SignalRow> rows;
    if (!m_snapshot->signalLog) {
        return rows;
    }
    for (const session::SignalStatus& signal : *m_snapshot->signalLog) {
        SignalRow row;
        row.id = static_cast<qint64>(signal.id);
        row.timeMs = millisecondsOf(signal.time);
        row.engine = engineName(signal.engine);
        row.market = text(instrument(signal.instrument).symbol());
        row.side = sideOf(signal.side);
        row.strength = signal.strength;
        row.refused = !signal.sent;
        if (row.refused) {
            row.verdict = refusalWords(signal, instrument(signal.instrument));
            if (const core::Ghost* ghost = ghostOf(*m_snapshot, signal);
                ghost != nullptr && hasResult(*ghost)) {
                row.ifTaken = fixedOf(ghost->net);
            }
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<LogRow> SnapshotAdapter::newLog()
{
    std::vector<LogRow> rows;
    if (!m_snapshot->log) {
        return rows;
    }
    for (const session::LogLine& line : *m_snapshot->log) {
        if (line.id <= m_lastLogLine) {
            continue;
        }
        m_lastLogLine = line.id;
        const QString source =
            line.engine.has_value() ? engineName(*line.engine) : Words::tr("Session");
        rows.push_back({static_cast<qint64>(line.id), millisecondsOf(line.time),
                        levelOf(line.level), source, text(line.text)});
    }
    return rows;
}

} // namespace wick::desktop
