#include "app/session/sessionrecorder.h"

#include "core/base/decimal.h"
#include "core/base/unreachable.h"

#include <utility>

namespace wick::session {

using namespace wick::core;

namespace {

constexpr std::size_t kMostSignals = 500;
constexpr std::size_t kMostLines = 2'000;
constexpr std::size_t kMostTrades = 100'000;
constexpr std::size_t kMostEquity = 50'000;

std::string_view wordOf(CommandKind kind)
{
    switch (kind) {
    case CommandKind::Pause:
        return "Paused";
    case CommandKind::Resume:
        return "Resumed";
    case CommandKind::Stop:
        return "Stopped";
    case CommandKind::KillEngine:
        return "Killed: closing its position, then stopped";
    case CommandKind::Flatten:
        return "Flatten: cancelling entries and closing";
    case CommandKind::Kill:
        return "Kill switch used";
    case CommandKind::Release:
        return "Halt released";
    case CommandKind::LockEntries:
        return "Entries locked";
    case CommandKind::UnlockEntries:
        return "Entries unlocked";
    case CommandKind::SetLimits:
        return "Risk limits changed";
    case CommandKind::Quarantine:
        return "Not answering: quarantined, its position is closed";
    case CommandKind::Transfer:
        return "Transfer booked";
    case CommandKind::Tune:
        return "Other parameters asked for";
    case CommandKind::TakeOver:
        return "Taken over by hand";
    case CommandKind::HandBack:
        return "Handed back to the engines";
    case CommandKind::AddEvent:
        return "Event: no entries for a while";
    case CommandKind::ClearEvents:
        return "Events cleared";
    case CommandKind::MarketStatus:
        return "Market status reported";
    case CommandKind::ClockSkew:
        return "Clock skew reported";
    case CommandKind::Mismatch:
        return "The venue's account is not ours";
    case CommandKind::SetStage:
        return "Stage set";
    case CommandKind::MoveStop:
        return "Stop to be moved by hand";
    }
    unreachable();
}

std::string sideWord(Side side)
{
    return side == Side::Buy ? "long" : "short";
}

} // namespace

SessionRecorder::SessionRecorder(std::span<const Instrument> instruments,
                                 std::span<const EngineSetup> engines,
                                 std::vector<CoreListener*> others)
    : m_instruments(instruments)
    , m_engines(engines)
    , m_others(std::move(others))
{}

const Instrument& SessionRecorder::instrumentOf(EngineId engine) const
{
    return m_instruments[m_engines[engine.count()].instrument.count()];
}

void SessionRecorder::log(LogLevel level,
                          Timestamp time,
                          std::optional<EngineId> engine,
                          std::string text,
                          LogSubject subject)
{
    m_log.push({++m_lines, time, level, engine, std::move(text), subject}, kMostLines);
}

void SessionRecorder::equity(Timestamp time, Money equity)
{
    m_equity.push({time, equity}, kMostEquity);
}

void SessionRecorder::onSignal(const SignalRecord& signal)
{
    SignalStatus status;
    status.id = ++m_signalCount;
    status.time = signal.time;
    status.engine = signal.engine;
    status.instrument = signal.instrument;
    status.side = signal.signal.side;
    status.price = signal.reference;
    status.strength = signal.signal.strength;
    status.sent = signal.order.count() != 0;
    status.reason = signal.signal.reason;
    status.refusal = signal.outcome;
    status.components.assign(signal.signal.components.begin(), signal.signal.components.end());
    if (signal.verdict != nullptr) {
        status.verdict = *signal.verdict;
    }
    if (!status.sent) {
        log(LogLevel::Note, signal.time, signal.engine,
            "Refused " + sideWord(status.side) + ": " + std::string{signal.outcome.sentence});
    }
    m_signals.push(std::move(status), kMostSignals);
    for (CoreListener* other : m_others) {
        other->onSignal(signal);
    }
}

void SessionRecorder::onOrder(const OrderEvent& event)
{
    const Instrument& instrument = instrumentOf(event.engine);
    if (event.fill) {
        const Fill& fill = *event.fill;
        const std::string what = fill.side == Side::Buy ? "Bought " : "Sold ";
        log(LogLevel::Note, event.time, event.engine,
            what + fixedText(fill.quantity.count(), instrument.quantityDecimals()) + " at "
                + fixedText(fill.price.count(), instrument.priceDecimals()) + ": "
                + std::string{fill.reason.sentence});
    } else if (event.kind == OrderEventKind::Rejected) {
        log(LogLevel::Warning, event.time, event.engine,
            "Order rejected: " + std::string{event.reason.sentence});
    }
    for (CoreListener* other : m_others) {
        other->onOrder(event);
    }
}

void SessionRecorder::onTrade(const TradeRow& trade)
{
    m_trades.push(trade, kMostTrades);
    log(LogLevel::Note, trade.exitTime, trade.engine,
        "Trade closed: " + fixedText(trade.net().count() / 10'000, 2) + " USDC");
    for (CoreListener* other : m_others) {
        other->onTrade(trade);
    }
}

void SessionRecorder::onHalt(const Halt& halt)
{
    log(LogLevel::Danger, halt.since, halt.engine, std::string{halt.reason.sentence},
        LogSubject::Halt);
    for (CoreListener* other : m_others) {
        other->onHalt(halt);
    }
}

void SessionRecorder::onHaltReleased(HaltKind kind, std::optional<EngineId> engine, Timestamp time)
{
    log(LogLevel::Note, time, engine,
        kind == HaltKind::Daily ? "Day halt released."
        : isPause(kind)         ? "Pause released."
                                : "Halt released.");
    for (CoreListener* other : m_others) {
        other->onHaltReleased(kind, engine, time);
    }
}

void SessionRecorder::onReleaseRefused(HaltKind kind,
                                       std::optional<EngineId> engine,
                                       ReleaseRefusal why,
                                       Timestamp time)
{
    log(LogLevel::Warning, time, engine, "Not released: " + std::string{describe(why)});
    for (CoreListener* other : m_others) {
        other->onReleaseRefused(kind, engine, why, time);
    }
}

void SessionRecorder::onStopMoveRefused(EngineId engine, StopMoveRefusal why, Timestamp time)
{
    log(LogLevel::Warning, time, engine, "Stop not moved: " + std::string{describe(why)});
    for (CoreListener* other : m_others) {
        other->onStopMoveRefused(engine, why, time);
    }
}

void SessionRecorder::onCommand(const Command& command, Timestamp time)
{
    if (command.kind == CommandKind::SetLimits) {
        m_limitChanges.push_back(time);
    }
    std::string text{wordOf(command.kind)};
    if (!command.note.empty()) {
        text += ": " + command.note;
    }
    const bool harsh = command.kind == CommandKind::Kill || command.kind == CommandKind::Quarantine;
    log(harsh ? LogLevel::Danger : LogLevel::Warning, time, command.engine, std::move(text),
        LogSubject::Command);
    for (CoreListener* other : m_others) {
        other->onCommand(command, time);
    }
}

void SessionRecorder::onClosing(const ClosingReport& report)
{
    for (CoreListener* other : m_others) {
        other->onClosing(report);
    }
}

void SessionRecorder::onFlat(const ClosingReport& report)
{
    m_flatAt = report.doneAt;
    const Duration took = report.flatAt.value_or(report.doneAt) - report.since;
    log(LogLevel::Note, report.doneAt, report.engine,
        "Verified flat after " + std::to_string(toMilliseconds(took)) + " ms of market time");
    for (CoreListener* other : m_others) {
        other->onFlat(report);
    }
}

void SessionRecorder::fill(Snapshot& snapshot)
{
    snapshot.limitChanges = m_limitChanges;
    snapshot.trades = m_trades.get();
    snapshot.signalLog = m_signals.get();
    snapshot.log = m_log.get();
    snapshot.equityCurve = m_equity.get();
}

} // namespace wick::session
