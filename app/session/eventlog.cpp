#include "app/session/eventlog.h"

#include "core/base/decimal.h"
#include "core/base/unreachable.h"
#include "core/io/timetext.h"

#include <cmath>
#include <utility>

namespace wick::session {

using namespace wick::core;
using io::JsonWriter;

namespace {

/// Ticks are the finest anybody reads; more is the rounding of a mean.
constexpr int kTickDecimals = 2;
constexpr std::int64_t kPpmPerBasisPoint = 100;

std::string_view sideToken(Side side)
{
    return side == Side::Buy ? "buy" : "sell";
}

std::string_view token(OrderEventKind kind)
{
    switch (kind) {
    case OrderEventKind::Accepted:
        return "order_accepted";
    case OrderEventKind::PartlyFilled:
    case OrderEventKind::Filled:
        return "fill";
    case OrderEventKind::Cancelled:
        return "order_cancelled";
    case OrderEventKind::Expired:
        return "order_expired";
    case OrderEventKind::Rejected:
        return "order_rejected";
    case OrderEventKind::Changed:
        return "order_changed";
    }
    unreachable();
}

std::string_view token(OrderRole role)
{
    switch (role) {
    case OrderRole::Entry:
        return "entry";
    case OrderRole::Exit:
        return "exit";
    case OrderRole::ProtectiveStop:
        return "protective_stop";
    case OrderRole::Target:
        return "target";
    }
    unreachable();
}

} // namespace

std::string_view tokenOf(CommandKind kind)
{
    switch (kind) {
    case CommandKind::Pause:
        return "pause";
    case CommandKind::Resume:
        return "resume";
    case CommandKind::Stop:
        return "stop";
    case CommandKind::KillEngine:
        return "kill_engine";
    case CommandKind::Flatten:
        return "flatten";
    case CommandKind::Kill:
        return "kill";
    case CommandKind::Release:
        return "release";
    case CommandKind::LockEntries:
        return "lock_entries";
    case CommandKind::UnlockEntries:
        return "unlock_entries";
    case CommandKind::SetLimits:
        return "set_limits";
    case CommandKind::Quarantine:
        return "quarantine";
    case CommandKind::Transfer:
        return "transfer";
    case CommandKind::Tune:
        return "tune";
    case CommandKind::TakeOver:
        return "take_over";
    case CommandKind::HandBack:
        return "hand_back";
    case CommandKind::AddEvent:
        return "add_event";
    case CommandKind::ClearEvents:
        return "clear_events";
    case CommandKind::MarketStatus:
        return "market_status";
    case CommandKind::ClockSkew:
        return "clock_skew";
    case CommandKind::Mismatch:
        return "mismatch";
    case CommandKind::SetStage:
        return "set_stage";
    case CommandKind::MoveStop:
        return "move_stop";
    }
    unreachable();
}

std::string_view tokenOf(EngineControl control)
{
    switch (control) {
    case EngineControl::Running:
        return "running";
    case EngineControl::Paused:
        return "paused";
    case EngineControl::Stopped:
        return "stopped";
    case EngineControl::Quarantined:
        return "quarantined";
    }
    unreachable();
}

namespace {

void addPrice(JsonWriter& row, std::string_view key, Price price, const Instrument& market)
{
    row.literal(key, fixedText(price.count(), market.priceDecimals()));
}

void addQuantity(JsonWriter& row, Quantity quantity, const Instrument& market)
{
    row.literal("quantity", fixedText(quantity.count(), market.quantityDecimals()));
}

void addReason(JsonWriter& row, const Reason& reason)
{
    if (!reason.token.empty()) {
        row.text("reason", reason.token);
        row.text("sentence", reason.sentence);
    }
}

/// Adverse is positive, whatever the side.
void addSlippage(JsonWriter& row, const Fill& fill, const Instrument& market)
{
    const std::int64_t sign = fill.side == Side::Buy ? 1 : -1;
    const auto adverse = static_cast<double>((fill.price - fill.decisionPrice).count() * sign);
    const auto tick = static_cast<double>(market.tick().count());
    const auto reference = static_cast<double>(fill.decisionPrice.count());
    if (tick > 0.0 && reference > 0.0) {
        const double digits = std::pow(10.0, kTickDecimals);
        row.number("slippage_ticks", std::round(adverse / tick * digits) / digits);
        row.number("slippage_bp", std::round(adverse / reference * 1e4 * digits) / digits);
    }
}

} // namespace

EventLog::EventLog(std::span<const Instrument> instruments,
                   std::span<const EngineSetup> engines,
                   const Clock* wall)
    : m_instruments(instruments)
    , m_engines(engines)
    , m_wall(wall)
{}

const Instrument& EventLog::marketOf(EngineId engine) const
{
    return m_instruments[m_engines[engine.count()].instrument.count()];
}

JsonWriter
EventLog::begin(std::string_view event, Timestamp time, std::optional<EngineId> engine) const
{
    JsonWriter row{io::JsonLayout::OneLine};
    row.beginObject();
    row.text("time", io::isoText(time));
    if (m_wall != nullptr) {
        row.text("wall", io::isoText(m_wall->now()));
    }
    row.text("event", event);
    if (engine) {
        row.text("strategy", m_engines[engine->count()].name);
        row.text("market", marketOf(*engine).symbol());
    }
    if (m_account != nullptr) {
        row.money("balance", m_account->balance());
    }
    return row;
}

void EventLog::end(JsonWriter row)
{
    row.endObject();
    write(row.take());
}

void EventLog::onSignal(const SignalRecord& signal)
{
    const Instrument& market = marketOf(signal.engine);
    const bool sent = signal.order.count() != 0;
    JsonWriter row = begin(sent ? "signal" : "refusal", signal.time, signal.engine);
    row.text("side", sideToken(signal.signal.side));
    row.number("strength", signal.signal.strength);
    addPrice(row, "price", signal.reference, market);
    if (signal.signal.stop) {
        addPrice(row, "stop", *signal.signal.stop, market);
    }
    addQuantity(row, signal.quantity, market);
    if (sent) {
        row.whole("order", signal.order.count());
    }
    addReason(row, signal.signal.reason);
    if (!sent) {
        row.text("refused", signal.outcome.token);
    }
    if (signal.verdict != nullptr) {
        row.whole("verdict", signal.verdict->id.count());
        if (const VerdictLine* line = signal.verdict->firstFailure()) {
            row.text("rule", line->rule->name);
            row.whole("limit", line->result.limit);
            row.whole("actual", line->result.actual);
        }
    }
    row.beginObject("inputs");
    for (const Component& component : signal.signal.components) {
        row.number(component.name, component.value);
    }
    row.endObject();
    end(std::move(row));
}

void EventLog::addFill(JsonWriter& row, const Fill& fill, const Instrument& market) const
{
    addQuantity(row, fill.quantity, market);
    addPrice(row, "price", fill.price, market);
    addPrice(row, "decision_price", fill.decisionPrice, market);
    addPrice(row, "arrival_price", fill.arrivalPrice, market);
    addSlippage(row, fill, market);
    row.money("fee", fill.fee);
    addReason(row, fill.reason);
}

void EventLog::onOrder(const OrderEvent& event)
{
    const Instrument& market = marketOf(event.engine);
    JsonWriter row = begin(token(event.kind), event.time, event.engine);
    row.whole("order", event.order.count());
    row.text("role", token(event.role));
    row.text("side", sideToken(event.side));
    if (event.fill) {
        addFill(row, *event.fill, market);
    } else {
        addPrice(row, "price", event.price, market);
        addQuantity(row, event.remaining, market);
        addReason(row, event.reason);
    }
    end(std::move(row));
}

void EventLog::onTrade(const TradeRow& trade)
{
    const Instrument& market = marketOf(trade.engine);
    JsonWriter row = begin("trade", trade.exitTime, trade.engine);
    row.whole("id", trade.id);
    row.text("side", sideToken(trade.side));
    addQuantity(row, trade.quantity, market);
    row.text("entry_time", io::isoText(trade.entryTime));
    row.whole("entry_order", trade.entryOrder.count());
    row.whole("exit_order", trade.exitOrder.count());
    row.money("price_pnl", trade.pricePnl);
    row.money("fees", trade.fees);
    row.money("funding", trade.funding);
    row.money("slippage", trade.slippage);
    row.money("net_profit", trade.net());
    row.text("entry_reason", trade.entryReason.token);
    addReason(row, trade.exitReason);
    end(std::move(row));
}

void EventLog::onHalt(const Halt& halt)
{
    JsonWriter row = begin("halt", halt.since, halt.engine);
    row.text("kind", nameOf(halt.kind));
    addReason(row, halt.reason);
    end(std::move(row));
}

void EventLog::onHaltReleased(HaltKind kind, std::optional<EngineId> engine, Timestamp time)
{
    JsonWriter row = begin("halt_released", time, engine);
    row.text("kind", nameOf(kind));
    end(std::move(row));
}

void EventLog::onReleaseRefused(HaltKind kind,
                                std::optional<EngineId> engine,
                                ReleaseRefusal why,
                                Timestamp time)
{
    JsonWriter row = begin("release_refused", time, engine);
    row.text("kind", nameOf(kind));
    row.text("why", describe(why));
    end(std::move(row));
}

void EventLog::onStopMoveRefused(EngineId engine, StopMoveRefusal why, Timestamp time)
{
    JsonWriter row = begin("stop_move_refused", time, engine);
    row.text("why", describe(why));
    end(std::move(row));
}

void EventLog::onCommand(const Command& command, Timestamp time)
{
    JsonWriter row = begin("command", time, command.engine);
    row.text("command", tokenOf(command.kind));
    row.text("note", command.note);
    end(std::move(row));
}

void EventLog::onFlat(const ClosingReport& report)
{
    JsonWriter row = begin("verified_flat", report.doneAt, report.engine);
    row.whole("took_ms", toMilliseconds(report.flatAt.value_or(report.doneAt) - report.since));
    row.whole("last_cancel_ms",
              toMilliseconds(report.lastCancelAt.value_or(report.since) - report.since));
    if (m_stopwatch != nullptr) {
        row.whole("wall_took_ms", toMilliseconds(m_stopwatch->times().wallFlat));
        row.whole("wall_last_cancel_ms", toMilliseconds(m_stopwatch->times().wallLastCancel));
    }
    row.whole("closes", report.closes);
    row.whole("cancels", report.cancels);
    row.whole("collar_bp", report.collar / kPpmPerBasisPoint);
    addReason(row, report.reason);
    end(std::move(row));
}

void EventLog::heartbeat(const Heartbeat& beat, Timestamp time)
{
    JsonWriter row = begin("heartbeat", time, beat.engine);
    row.whole("answer_age_ms", beat.answerAgeMs);
    row.whole("data_age_ms", beat.dataAgeMs);
    row.literal("position", fixedText(beat.lots, marketOf(beat.engine).quantityDecimals()));
    end(std::move(row));
}

} // namespace wick::session
