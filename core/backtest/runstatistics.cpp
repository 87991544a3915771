#include "core/backtest/runstatistics.h"

#include <algorithm>

namespace wick::core {

RunStatistics::RunStatistics(std::span<const Instrument> instruments,
                             std::size_t engines,
                             FillModel::Kind kind)
    : m_instruments(instruments)
    , m_kind(kind)
    , m_engines(engines)
{}

void RunStatistics::onSignal(const SignalRecord& signal)
{
    EngineStatistics& engine = m_engines[signal.engine.count()];
    ++engine.signals;
    if (signal.outcome.token.empty()) {
        return;
    }
    ++engine.refused;
    const auto found = std::find_if(
        engine.refusals.begin(), engine.refusals.end(),
        [&signal](const RefusalCount& entry) { return entry.reason == signal.outcome; });
    if (found == engine.refusals.end()) {
        engine.refusals.push_back({signal.outcome, 1});
    } else {
        ++found->count;
    }
}

void RunStatistics::onOrder(const OrderEvent& event)
{
    if (!event.fill) {
        return;
    }
    const Fill& fill = *event.fill;
    const Instrument& instrument = m_instruments[fill.instrument.count()];
    const Money value = instrument.notional(fill.quantity, fill.price);
    ++m_fills;
    m_turnover += value;
    if (m_kind == FillModel::Kind::Model && fill.kind != OrderKind::Limit) {
        const Int128 half = static_cast<Int128>(value.count()) * instrument.spread().count();
        m_spread += Money{saturate(divide(half, 2 * kPpmOne, Rounding::HalfEven))};
    }
}

void RunStatistics::onHalt(const Halt& halt)
{
    m_halts.push_back(halt);
}

} // namespace wick::core
